"""Reminders on the real services while things break: each told once, none lost, repeats known by their name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import Channel, Delivery, Notice, Obligation, Outside, Reminder, User
from teams.models import Team
from teams.rules import Owed
from tests.cast import District
from tests.core.outside import Mails, mail_server
from tests.services.moved import PLANNED
from tests.services.running import BEAT, WORKER, OwnRedis, Running, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

EACH = 20  # obligations of one person
LEAP_DAY = dt.date(2028, 2, 29)
MINUTE = dt.timedelta(minutes=1)


def nine(minutes: float = 0) -> dt.datetime:
    return clock.at(LEAP_DAY, 9) + minutes * MINUTE


@dataclass
class Services:
    queue: OwnRedis
    came: Mails
    running: Running


@pytest.fixture(scope="module")
def services(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("services")
    queue = OwnRedis(folder)
    queue.start()
    with mail_server() as (port, came):
        mail = {"SITE_URL": "https://patrol.example.org", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        running = Running(folder, queue.url, **mail)
        yield Services(queue, came, running)
        running.close()
    queue.kill()


@pytest.fixture
def running(services: Services) -> Iterator[Running]:
    """Nobody runs yet, and it is five to nine on the leap day."""
    services.queue.empty()
    services.came.clear()
    services.running.at(nine(-5))
    yield services.running
    services.running.kill()


@pytest.fixture
def came(services: Services) -> Mails:
    return services.came


def owe(count: int) -> int:
    """``count`` obligations that have come to their step, a share to each of many people who all read mail."""
    people = User.objects.bulk_create(
        User(username=f"p{n}", name=f"p{n}", password="!") for n in range(count // EACH)
    )  # fmt: skip
    at = nine() - dt.timedelta(days=30)
    Channel.objects.bulk_create(
        Channel(user=user, kind="EMAIL", address=f"{user.username}@example.org", added_at=at, confirmed_at=at)
        for user in people
    )
    Obligation.objects.bulk_create(
        Obligation(
            kind=Owed.ACKNOWLEDGE_DUTY_STATEMENT,
            subject_type="statement",
            subject_id=n,
            user=people[n // EACH],
            created_at=at,
            due_at=nine() + dt.timedelta(days=1),
        )
        for n in range(count)
    )
    return count


def one_of_each(count: int) -> None:
    """One notice a row, step and person; one delivery a notice and channel; each in one message, and all sent."""
    pairs = set(Reminder.objects.values_list("obligation_id", "step", "user_id"))
    assert len(pairs) == Reminder.objects.count() == Notice.objects.count() == count
    assert {step for _row, step, _user in pairs} == {"soon"}
    assert Delivery.objects.filter(message__stage="SENT").count() == Delivery.objects.count() == count
    assert not Outside.objects.exclude(stage="SENT").exists()


def all_came(came: Mails, count: int) -> int:
    """What arrived says everything once, told apart by its name; returns how many came twice."""
    names = Counter(mail["Message-ID"] for mail in came)
    keys = {f"<{key}@patrol.example.org>" for key in Outside.objects.values_list("key", flat=True)}
    assert set(names) == keys
    said: Counter[str] = Counter()
    for mail in {mail["Message-ID"]: mail for mail in came}.values():
        found = re.search(r"您有 (\d+) 件", str(make_header(decode_header(mail["Subject"]))))
        said[mail["To"]] += int(found.group(1)) if found else 1
    assert set(said.values()) == {EACH}
    assert sum(said.values()) == count
    return sum(times - 1 for times in names.values())


def done() -> bool:
    waiting = Delivery.objects.filter(taken_at__isnull=True).exists()
    return not waiting and not Outside.objects.exclude(stage="SENT").exists()


def test_ten_thousand_survive_two_power_cuts(running: Running, came: Mails) -> None:
    count = owe(10_000)
    running.start(WORKER, BEAT)
    running.at(nine(-0.02))
    until(lambda: Notice.objects.count() >= 1_000, "the first reminders", pause=0.01)
    running.kill()
    assert 1_000 <= Notice.objects.count() < count, "the power cut came too late to show anything"

    running.at(nine(8))
    running.start(WORKER, BEAT)
    running.at(nine(9.98))
    # All are written, and so many sent that others are just being sent.
    until(lambda: Notice.objects.count() == count, "the other reminders")
    until(lambda: len(came) >= 50, "the first messages", pause=0.005)
    running.kill()
    assert not done(), "the power cut came too late to show anything"

    running.at(nine(25))  # whoever held a message is taken for dead
    running.start(WORKER, BEAT)
    running.at(nine(29.98))
    until(done, "the other messages")
    one_of_each(count)
    # A message that had left, but was not yet marked when the power went: at most one a sender of those killed.
    assert all_came(came, count) <= 4


def test_two_clocks_double_nothing(running: Running, came: Mails) -> None:
    count = owe(2_000)
    running.start(WORKER, WORKER, BEAT, BEAT)
    running.at(nine(-0.02))
    until(lambda: Notice.objects.count() == count and done(), "everything")
    running.at(nine(9.98))
    # Both clocks say it again, and both workers find nothing to say.
    until(lambda: running.heard("core.remind") >= 8, "the next ten minutes")
    one_of_each(count)
    assert all_came(came, count) == 0


def test_a_queue_that_forgets_loses_nothing(running: Running, services: Services, came: Mails) -> None:
    count = owe(2_000)
    running.start(BEAT)
    running.at(nine(-0.02))
    until(lambda: any("core.remind" in row for row in services.queue.waiting()), "the clock's word")
    services.queue.kill()
    services.queue.start()
    assert services.queue.waiting() == []  # what the clock had said is gone

    running.start(WORKER)
    running.at(nine(9.98))
    until(lambda: Notice.objects.count() == count and done(), "everything")
    one_of_each(count)
    assert all_came(came, count) == 0


def test_over_a_leap_day_and_the_end_of_a_month_each_step_comes_once(running: Running, district: District) -> None:
    team = Team.objects.get(pk=district.teams["harbour"])
    Obligation.objects.create(
        kind=PLANNED, subject_type="team", subject_id=team.pk, team_id=team.pk, path="990102001001", role="ldr",
        created_at=nine() - dt.timedelta(days=20), due_at=clock.at(LEAP_DAY, 18),
    )  # fmt: skip
    mornings = (
        (dt.date(2028, 2, 21), []),
        (dt.date(2028, 2, 22), ["7-days"]),
        (dt.date(2028, 2, 28), ["1-day"]),
        (LEAP_DAY, ["same-day"]),
        (dt.date(2028, 3, 1), ["escalated", "overdue-1"]),
        (dt.date(2028, 3, 3), ["overdue-3"]),
        (dt.date(2028, 3, 7), ["escalated-far", "overdue-7"]),
    )
    running.at(clock.at(mornings[0][0], 7, 55))
    running.start(WORKER, BEAT)
    told: list[str] = []
    ours = Reminder.objects.filter(obligation__kind=PLANNED)  # the district has other things to do, too
    for day, steps in mornings:
        running.at(clock.at(day, 8, 9) + dt.timedelta(seconds=58))
        told += steps
        until(lambda told=told: ours.count() >= len(told), f"the morning of {day}: {running.said()}")
        rows = ours.filter(at__gte=clock.start_of(day)).values_list("step", flat=True)
        assert sorted(rows) == steps, day
    before = running.heard("core.remind")
    running.at(clock.at(dt.date(2028, 3, 20), 8, 9) + dt.timedelta(seconds=58))
    until(lambda: running.heard("core.remind") >= before + 2, "a walk that finds nothing more")
    rows = ours.order_by("at", "step").values_list("step", "user_id")
    users = {name: district.users[name] for name in ("lena", "kai", "piet")}
    expected = [(step, users[{"escalated": "kai", "escalated-far": "piet"}.get(step, "lena")]) for step in told]
    assert list(rows) == expected
