"""Two years and a winter, walked by the clock: certificates that run on, run out, are renewed, suspended, revoked.

What is true of whom on which day is written down by hand below; the clock, the holds and the logs have to agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction

from duty.commands import submit_patrol_log
from duty.rules import Mode, PatrolDraft, PatrolLogDraft, WalkerDraft
from patrol_ops.core import obligations, outbox
from patrol_ops.core.models import Obligation, OutboxMessage, Reminder
from patrol_ops.core.refusals import Refused
from teams import reports
from teams.rules import BadgeEnd
from tests.training.papers import D, renew, revoke
from tests.training.saying import DAY
from tests.training.story import ISSUED
from training import tasks
from training.models import Certificate
from training.rules import Programme, RevokedWhy

FOREVER = D(2100, 1, 1)
OVER = D(2028, 11, 11)  # the day after the last one of 24 months from 11 November 2026
LAST = D(2029, 3, 5)
# From the certificate on: the spans in which each is fit, the last day not included.
FIT = {
    "赵一": [(ISSUED, FOREVER)],  # renewed in time
    "钱二": [(ISSUED, OVER), (D(2028, 12, 13), FOREVER)],  # renewed a month after the end
    "孙三": [(ISSUED, D(2028, 2, 29)), (D(2028, 4, 11), OVER)],  # short of 2027's hours, made up in April
    "李四": [(D(2026, 12, 9), D(2027, 6, 15))],  # revoked
    "周五": [(ISSUED, D(2027, 9, 1))],  # left
    "吴六": [(ISSUED, OVER)],  # moved to another team in October 2027
    "mara": [(ISSUED, OVER)],
}
MOVED, LEFT = D(2027, 10, 15), D(2027, 9, 1)
ENDS = [
    ("60-days", D(2028, 9, 12)),
    ("30-days", D(2028, 10, 12)),
    ("7-days", D(2028, 11, 4)),
    ("overdue", D(2028, 11, 11)),
]
# Who is told of what on which day: of certificates by holder, of hours by year and team.
TOLD = sorted(
    [("钱二", step, "lena", day) for step, day in ENDS]
    + [("孙三", step, "lena", day) for step, day in ENDS]
    + [("吴六", step, "otto", day) for step, day in ENDS]
    + [("mara", step, key, day) for step, day in ENDS for key in ("lena", "mara")]
    + [
        # All had just come in; the session of December made it up.
        ("2026 harbour", "october", "lena", D(2026, 11, 12)),
        ("2026 harbour", "december", "lena", D(2026, 12, 1)),
        ("2027 harbour", "october", "lena", D(2027, 10, 1)),
        ("2027 harbour", "december", "lena", D(2027, 12, 1)),
        ("2027 harbour", "overdue", "lena", D(2028, 1, 1)),
        ("2027 harbour", "escalated", "kai", D(2028, 1, 15)),
        # In November all who lacked hours of 2028 had certificates no more.
        ("2028 harbour", "october", "lena", D(2028, 10, 1)),
        ("2028 willow", "october", "otto", D(2028, 10, 1)),
    ]
)


def is_fit(name: str, day: dt.date) -> bool:
    return any(since <= day < until for since, until in FIT[name])


def acts(training) -> dict[dt.date, Callable[[], object]]:
    """What people do, on the day on which it is confirmed."""

    def fourth() -> None:
        training.newcomer("李四", D(2026, 12, 1))
        training.badge("李四", D(2026, 12, 1))
        training.hold("李四", day=D(2026, 12, 7), minutes=960, programme=Programme.PRE_DUTY)
        training.hold("赵一", "钱二", "孙三", "周五", "吴六", "mara", day=D(2026, 12, 7), minutes=240)

    def leave() -> None:
        training.leave("周五", LEFT, BadgeEnd.RETURNED)

    return {
        D(2026, 12, 8): fourth,
        D(2026, 12, 9): lambda: training.issue("李四", day=D(2026, 12, 9)),
        D(2027, 5, 11): lambda: training.hold("赵一", "钱二", "吴六", "mara", day=D(2027, 5, 10), minutes=1440),
        D(2027, 6, 15): lambda: revoke(training, "李四", D(2027, 6, 15), RevokedWhy.ISSUED_WRONGLY),
        LEFT: leave,
        MOVED: lambda: training.transfer("吴六", "willow", MOVED),
        D(2028, 4, 11): lambda: training.hold("孙三", day=D(2028, 4, 10), minutes=1440),
        D(2028, 5, 16): lambda: training.hold("赵一", day=D(2028, 5, 15), minutes=1440),
        D(2028, 6, 1): lambda: renew(training, "赵一", day=D(2028, 6, 1)),
        D(2028, 12, 12): lambda: training.hold("钱二", day=D(2028, 12, 11), minutes=1440),
        D(2028, 12, 13): lambda: renew(training, "钱二", day=D(2028, 12, 13)),
    }


def edges() -> set[dt.date]:
    """Every day on which something begins or ends, and its neighbours."""
    days = {edge for spans in FIT.values() for span in spans for edge in span if edge < LAST}
    days |= {day for *_, day in TOLD} | {D(2027, 3, 1), D(2028, 2, 29), D(2029, 3, 1), D(2028, 11, 4), LEFT, MOVED}
    return {day + n * DAY for day in days for n in (-1, 0, 1)}


def moments(day: dt.date, near: bool) -> Iterator[tuple[int, int, Callable[[], object]]]:
    """The habits of the schedule; near an edge reminders run hour by hour around midnight, and every task twice."""
    yield 0, 0, obligations.remind
    for hour, minute, task in (
        (0, 15, tasks.expire_certificates),
        (0, 25, tasks.review_hours),
        (2, 10, tasks.follow_newcomers),
    ):
        yield hour, minute, task
        if near:
            yield hour, minute, task
    for hour in (0, 1, 23) if near else (12,):
        yield hour, 50, obligations.remind


def deliver(training, day: dt.date) -> None:
    with time_machine.travel(training.at(day, 13), tick=False):
        OutboxMessage.objects.update(due_at=training.at(day, 0))
        outbox.deliver(500)
    assert not OutboxMessage.objects.exists()


def logged(training, name: str, day: dt.date) -> str:
    """Whether a log of that day takes the name: nothing, or the code of the refusal. Nothing of it stays."""
    key, team = ("otto", "willow") if name == "吴六" and day >= MOVED else ("lena", "harbour")
    patrol = PatrolDraft(
        started=dt.time(19),
        ended=dt.time(21),
        area_id=training.district.areas[team],
        mode=Mode.FOOT,
        walkers=(WalkerDraft(training.members[name]),),
    )
    actor, team_id = training.who(key, day), training.district.teams[team]
    with suppress(InterruptedError):
        try:
            with transaction.atomic():
                draft = PatrolLogDraft(day=day, patrols=(patrol,))
                submit_patrol_log(actor=actor, team_id=team_id, draft=draft, at=training.at(day, 22))
                raise InterruptedError
        except Refused as no:
            return no.code
    return ""


def agree(training, day: dt.date, *, write: bool) -> None:
    """The report says of everybody what is written above; logs are tried of whoever changes about now, or of all."""
    states = reports.fitness(training.members.values(), day)
    for name, pk in training.members.items():
        changes = any(abs((edge - day).days) <= 1 for span in FIT[name] for edge in span)
        if name == "周五" and day >= LEFT:  # serves no more: no hold, and no log either
            if write or changes:
                assert logged(training, name, day) == "duty.walker-not-serving", (name, day)
            continue
        state = states.get(pk, reports.FIT)
        assert state.fit is is_fit(name, day), (name, day, state)
        if write or changes:
            expected = "" if is_fit(name, day) else "duty.walker-not-fit"
            assert logged(training, name, day) == expected, (name, day)


def told(training, district) -> list[tuple[str, str, str, dt.date]]:
    holders = {row.pk: row.member_id for row in Certificate.objects.all()}
    names = {pk: name for name, pk in training.members.items()}
    users = {pk: key for key, pk in district.users.items()}
    teams = {pk: key for key, pk in district.teams.items()}
    found = []
    for row in Reminder.objects.select_related("obligation"):
        owed = row.obligation
        if owed.kind == "training.renew_certificate":
            what = names[holders[owed.subject_id]]
        elif owed.kind == "training.collect_hours":
            what = f"{owed.period} {teams[owed.subject_id]}"
        else:
            continue
        found.append((what, row.step, users[row.user_id], row.at.astimezone(training.at(ISSUED).tzinfo).date()))
    return sorted(found)


@pytest.mark.req("TRN-01", "TRN-02", "TRN-05", "TRN-06")
def test_two_years_by_the_clock(training, district, monkeypatch):
    # Where a reminder leads is no matter here.
    monkeypatch.setattr("training.plugs.reverse", lambda name, args=(): "/")
    training.members["mara"] = district.members["mara"]
    for name in ("赵一", "钱二", "孙三", "周五", "吴六"):
        training.newcomer(name)
    training.plan(training.course())
    names = list(training.members)
    training.enrol(*names)
    training.begin()
    training.results(**dict.fromkeys(names, 80))
    training.complete()
    training.confirm()
    training.issue(*names)
    for name in names:
        training.badge(name, ISSUED)
    deliver(training, ISSUED)
    agree(training, ISSUED, write=True)

    doing, near = acts(training), edges()
    day = ISSUED + DAY
    while day <= LAST:
        if day in near or day in doing or day.toordinal() % 15 == 0:
            for hour, minute, habit in moments(day, day in near):
                with time_machine.travel(training.at(day, hour, minute), tick=False):
                    habit()
            if day in doing:
                with time_machine.travel(training.at(day, 12), tick=False):
                    doing[day]()
                deliver(training, day)
            agree(training, day, write=day.toordinal() % 90 == 0)
        day += DAY

    assert told(training, district) == TOLD
    stages = {name: training.certificate(name).stage for name in training.members}
    assert stages == {
        "赵一": "VALID", "钱二": "VALID", "孙三": "EXPIRED", "李四": "REVOKED", "周五": "REVOKED", "吴六": "EXPIRED",
        "mara": "EXPIRED",
    }  # fmt: skip
    hours = Obligation.objects.filter(kind="training.collect_hours")
    assert not hours.open().exists()
