"""Nobody is a contracted member before the notice has run its days and every objection is decided, whatever the start,
the calendar and the objections are; and nobody waits a day longer than that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import holidays
import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from patrol_ops.core import clock
from patrol_ops.core.calendar import set_calendar_day
from patrol_ops.core.models import CalendarDay
from patrol_ops.core.policy import set_policy_value
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.models import Applicant, Contract, Objection
from recruitment.rules import Decision, DecisionDraft, ObjectionDraft
from teams.models import DutyStatement, Member
from tests.house.reading import called, calls, product
from tests.recruitment.story import CLOCK, PUBLIC, Story

DAY = dt.timedelta(days=1)
NAMES = ("赵一", "钱二")
LIBRARY = {year: holidays.country_holidays("CN", years=year, expand=False) for year in range(2024, 2028)}


def is_worked(day: dt.date) -> bool:
    """Said again, the slow way: the office's word first, then the published calendar."""
    own = CalendarDay.objects.filter(day=day).values_list("is_working", flat=True).first()
    return LIBRARY[day.year].is_working_day(day) if own is None else own


def counted(since: dt.date, days: int) -> dt.date:
    """The last of ``days`` worked days after ``since``, day by day."""
    day, left = since, days
    while left:
        day += DAY
        left -= is_worked(day)
    return day


@dataclass(frozen=True)
class Protest:
    """Somebody objects to ``who`` on the day ``after`` days, and is answered (or not) ``later`` days after that."""

    who: int
    after: int
    decision: Decision | None
    later: int


PROTESTS = st.builds(
    Protest,
    who=st.integers(0, 1),
    after=st.integers(0, 12),
    decision=st.sampled_from([None, *Decision]),
    later=st.integers(0, 12),
)
CHANGES = st.dictionaries(st.integers(1, 20), st.booleans(), max_size=5)
STARTS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def proposed(district, at) -> Story:
    """Two whom the police has found suitable, for as long as the years that are tried."""
    story = Story(district, team="academy")
    apps.get_model("teams", "Team").objects.filter(pk=district.teams["academy"]).update(authorised=8)
    story.until_selected(*NAMES, "孙三")
    for name in NAMES:
        story.vet(name)
    Applicant.objects.filter(stage="PROPOSED").update(suitable_until=dt.date(2028, 1, 1))
    DutyStatement.objects.update(since=dt.date(2024, 1, 1))
    return story


def tried(act: Callable[..., object], **kwargs: object) -> bool:
    try:
        with transaction.atomic():
            act(**kwargs)
    except Refused:
        return False
    return True


@pytest.mark.req("REC-06", "X28", "X52")
@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("days", range(5, 13))
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    start=STARTS,
    known=CHANGES,
    changed=CHANGES,
    change_after=st.integers(0, 8),
    protests=st.lists(PROTESTS, max_size=4),
)
def test_nobody_is_contracted_early_nor_late(
    proposed, start, days, known, changed, change_after, told, protests
) -> None:
    with transaction.atomic():
        _play(proposed, start, days, known, changed, change_after, told, protests)
        transaction.set_rollback(True)


def _play(story, start, days, known, changed, change_after, told, protests) -> None:
    gus, gwen = story.district.actor("gus"), story.district.actor("gwen")

    def set_days(changes: dict[int, bool], today: dt.date) -> None:
        for offset, working in changes.items():
            if start + DAY * offset >= today:
                set_calendar_day(
                    actor=gwen, day=start + DAY * offset, is_working=working, name="调整", at=clock.at(today, 1)
                )

    set_policy_value(actor=gwen, key="notice.days", value=str(days), since=start, path="", at=clock.at(start, 0))
    set_days(known, start)
    notice = commands.prepare_notice(actor=gus, campaign_id=story.campaign_id, at=clock.at(start, 8))
    commands.publish_notice(actor=gwen, notice_id=notice.pk, at=clock.at(start, 9))
    last = counted(start, days)
    today, lodged = start, {}
    signed: dict[str, dt.date] = {}
    while today <= last + DAY * 16:
        if today == start + DAY * change_after and today <= last:
            set_days(changed, today)
            last = max(last, counted(start, days))
            if told:  # else the word of the change is lost, and closing must count for itself
                tried(commands.lengthen_notice, actor=CLOCK, notice_id=notice.pk, at=clock.at(today, 2))
        assert tried(commands.close_notice, actor=CLOCK, notice_id=notice.pk, at=clock.at(today, 3)) == (
            today == last + DAY
        )
        _protest(story, notice.pk, protests, lodged, start, today, gwen)
        _refuse_by_hand(story, today <= last)
        for name in NAMES:
            applicant_id = story.ids[name]
            tried(commands.offer_post, actor=gus, applicant_id=applicant_id, at=clock.at(today, 11))
            draft = story.contract(today)
            if tried(commands.sign_contract, actor=gus, applicant_id=applicant_id, draft=draft, at=clock.at(today, 12)):
                signed[name] = today
        _judge(story, signed, today, last)
        if len(signed) == len(NAMES):
            return
        today += DAY


def _protest(story, notice_id, protests, lodged, start, today, gwen) -> None:
    for number, protest in enumerate(protests):
        if today == start + DAY * protest.after:
            before = Objection.objects.count()
            draft = ObjectionDraft(story.ids[NAMES[protest.who]], "这里写明的理由。")
            tried(
                commands.lodge_objection, actor=PUBLIC, notice_id=notice_id, draft=draft, secret=f"{number}",
                at=clock.at(today, 10),
            )  # fmt: skip
            if Objection.objects.count() > before:
                lodged[number] = Objection.objects.latest("pk").pk
        if number in lodged and protest.decision and today == start + DAY * (protest.after + protest.later):
            tried(commands.take_objection, actor=gwen, objection_id=lodged[number], at=clock.at(today, 10))
            tried(
                commands.decide_objection, actor=gwen, objection_id=lodged[number],
                draft=DecisionDraft(protest.decision, "已经核查。"), at=clock.at(today, 10),
            )  # fmt: skip


def _refuse_by_hand(story, running: bool) -> None:
    """The rows themselves: nobody who writes past every command gets anybody through while the notice runs."""
    if not running:
        return
    for stage in ("CLEARED", "OFFERED", "CONTRACTED", "ONBOARDED"):
        member = Member.objects.order_by("pk").first()
        with pytest.raises(IntegrityError), transaction.atomic():
            Applicant.objects.filter(pk=story.ids[NAMES[0]]).update(
                stage=stage, member=member, cleared_on=dt.date(2029, 1, 1)
            )


def _judge(story, signed, today, last) -> None:
    assert Contract.objects.count() == len(signed)
    for name in NAMES:
        open_ones = Objection.objects.undecided().filter(applicant=story.ids[name]).exists()
        upheld = Objection.objects.filter(applicant=story.ids[name], stage="UPHELD").exists()
        free = today > last and not open_ones and not upheld
        # On the first day on which it may be, and on none before.
        if name not in signed:
            assert not free
        elif signed[name] == today:
            assert free
        member = Member.objects.filter(name=name).exists()
        assert member == (name in signed)


@pytest.mark.parametrize(
    ("published", "last_day"),
    [
        # National Day and Mid-Autumn 2025 were off from 1 to 8 October, and 11 October (a Saturday) was worked.
        (dt.date(2025, 9, 28), dt.date(2025, 10, 14)),
        # Spring Festival 2024: 10 to 17 February off, the eve on the 9th and the Sundays 4 and 18 February worked.
        (dt.date(2024, 2, 2), dt.date(2024, 2, 18)),
        # An ordinary week: published on a Monday, seven working days later is the Wednesday after next.
        (dt.date(2026, 11, 16), dt.date(2026, 11, 25)),
    ],
)
@pytest.mark.req("REC-06", "X52")
def test_known_calendars(proposed, published, last_day) -> None:
    gus, gwen = proposed.district.actor("gus"), proposed.district.actor("gwen")
    notice = commands.prepare_notice(actor=gus, campaign_id=proposed.campaign_id, at=clock.at(published, 8))
    notice = commands.publish_notice(actor=gwen, notice_id=notice.pk, at=clock.at(published, 23, 59))

    assert notice.last_day == last_day
    end_of_it = clock.start_of(last_day + DAY) - dt.timedelta(seconds=1)
    assert not tried(commands.close_notice, actor=CLOCK, notice_id=notice.pk, at=end_of_it)
    assert tried(commands.close_notice, actor=CLOCK, notice_id=notice.pk, at=clock.start_of(last_day + DAY))


# Who takes people in, and by which command: the contract, and the list of a legacy team (X50).
DOORS = {
    "recruitment.commands.contracts": {"enrol_member", "regularise_member"},
    "patrol_ops.demo.ground": {"enrol_member"},
}


def taking_in() -> Iterator[tuple[str, str]]:
    for module in product():
        for call in calls(module.tree):
            if called(call) in {"enrol_member", "regularise_member"}:
                yield module.name, called(call)


@pytest.mark.req("REC-01", "REC-06")
def test_there_is_no_other_door() -> None:
    found: dict[str, set[str]] = {}
    for module, act in taking_in():
        found.setdefault(module, set()).add(act)

    assert found == DOORS
    assert not apps.is_installed("django.contrib.admin")
