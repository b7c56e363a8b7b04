"""What is due: owed once, reminded once a step and person, escalated, caught up with after a stand-still."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from patrol_ops.core import clock, notices, obligations
from patrol_ops.core.access import Actor, Post
from patrol_ops.core.models import Notice, Obligation, Reminder, User
from patrol_ops.core.obligations import Due, Kind, Step, cancel, owe, remind, settle

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LOG = "tests.submit_log"


@pytest.fixture
def people() -> dict[str, User]:
    return {name: User.objects.create(username=name, name=name) for name in ("lena", "kai", "gwen", "otto")}


@pytest.fixture(autouse=True)
def _kinds(registries: None, people: dict[str, User]) -> None:
    obligations._KINDS.clear()
    steps = (Step("day_before", -DAY), Step("due", 0 * HOUR), Step("overdue", DAY, level=1, notice="tests.overdue"))
    obligations.register(Kind(LOG, steps, notice="tests.soon", url=lambda row: f"/logs/{row.subject_id}/"))
    levels = {0: [people["lena"].pk, people["kai"].pk], 1: [people["gwen"].pk], 2: [people["otto"].pk]}

    def address(rows: Sequence[Obligation], level: int, day: dt.date) -> Mapping[int, Iterable[int]]:
        return {row.pk: levels.get(level, []) for row in rows if row.team_id != 9999}

    obligations.set_addressing(address)


def due(subject_id: int, at: dt.datetime, **more: Any) -> Due:
    terms = {"subject_type": "team", "subject_id": subject_id, "team_id": subject_id, "role": "leader", "due_at": at}
    return Due(**{**terms, **more})


def told() -> list[tuple[str, str, str]]:
    rows = Notice.objects.order_by("pk").values_list("user__username", "template", "facts__step")
    return sorted(rows)


def test_owing_twice_is_harmless(at: dt.datetime) -> None:
    dues = [due(team, at, period="2026-11-18") for team in range(1, 4)]
    assert owe(LOG, dues, at=at) == 3
    assert owe(LOG, dues, at=at) == 0
    assert owe(LOG, [*dues, due(4, at, period="2026-11-18")], at=at) == 1
    assert owe(LOG, [due(1, at, period="2026-11-19")] * 2, at=at) == 1
    assert owe(LOG, [], at=at) == 0
    assert Obligation.objects.count() == 5


def test_many_are_owed_in_few_statements(at: dt.datetime, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):  # SQLite takes fewer rows in one insert than PostgreSQL
        assert owe(LOG, [due(team, at) for team in range(1, 1101)], at=at) == 1100
    with django_assert_max_num_queries(9):
        assert owe(LOG, [due(team, at) for team in range(1, 1101)], at=at) == 0


def test_what_is_owed_has_a_kind_and_somebody(at: dt.datetime) -> None:
    with pytest.raises(ValueError, match="no registered kind"):
        owe("tests.unknown", [due(1, at)], at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(kind=LOG, subject_type="team", subject_id=1, created_at=at, due_at=at)


def test_settling_is_late_or_not_but_done(at: dt.datetime) -> None:
    owe(LOG, [due(1, at, period="a"), due(1, at, period="b")], at=at)
    assert settle(LOG, subject_type="team", subject_id=1, period="a", at=at + DAY) == 1
    assert settle(LOG, subject_type="team", subject_id=1, period="a", at=at + DAY) == 0
    row = Obligation.objects.get(period="a")
    assert (row.settled_at, row.due_at) == (at + DAY, at)
    assert owe(LOG, [due(1, at, period="a")], at=at) == 0  # done stays done
    assert list(Obligation.objects.open().values_list("period", flat=True)) == ["b"]


def test_what_was_cancelled_can_be_owed_again_on_new_terms(at: dt.datetime, people: dict[str, User]) -> None:
    owe(LOG, [due(1, at)], at=at)
    remind(at)
    assert cancel(at=at, team_id=1) == 1
    assert not Obligation.objects.open().exists()
    assert owe(LOG, [due(1, at + 7 * DAY, role="deputy")], at=at + DAY) == 1
    row = Obligation.objects.get()
    assert (row.cancelled_at, row.due_at, row.role, row.created_at) == (None, at + 7 * DAY, "deputy", at + DAY)
    Notice.objects.all().delete()
    assert remind(at + 7 * DAY) == 2  # a new term is reminded of anew


def test_cancelling_says_what(at: dt.datetime) -> None:
    owe(LOG, [due(1, at), due(2, at)], at=at)
    with pytest.raises(ValueError, match="Say which"):
        cancel(at=at)
    assert cancel(at=at, team_id=1) == 1
    assert Obligation.objects.open().get().team_id == 2


def test_each_step_reminds_each_person_once(at: dt.datetime) -> None:
    owe(LOG, [due(1, at + 2 * DAY)], at=at)
    assert remind(at) == 0
    assert remind(at + DAY) == 2
    assert remind(at + DAY) == 0
    assert remind(at + DAY + HOUR) == 0
    assert told() == [("kai", "tests.soon", "day_before"), ("lena", "tests.soon", "day_before")]
    assert remind(at + 2 * DAY) == 2
    assert remind(at + 3 * DAY) == 1
    assert [row for row in told() if row[2] == "overdue"] == [("gwen", "tests.overdue", "overdue")]
    assert remind(at + 30 * DAY) == 0
    notice = Notice.objects.filter(facts__step="overdue").get()
    assert notice.url == "/logs/1/"
    assert notice.facts["due_at"] == (at + 2 * DAY).isoformat()


def test_after_a_standstill_only_the_latest_step_of_each_level_speaks(at: dt.datetime) -> None:
    owe(LOG, [due(1, at + 2 * DAY), due(2, at + 9 * DAY)], at=at)
    assert remind(at + 8 * DAY) == 5
    assert told() == [
        ("gwen", "tests.overdue", "overdue"),
        ("kai", "tests.soon", "day_before"),
        ("kai", "tests.soon", "due"),
        ("lena", "tests.soon", "day_before"),
        ("lena", "tests.soon", "due"),
    ]


def test_what_is_told_upwards_silences_nobody_below(at: dt.datetime) -> None:
    steps = (Step("missing", 0 * HOUR), Step("missing_told", 0 * HOUR, level=1))
    obligations.register(Kind("tests.both", steps, notice="tests.soon", url=lambda row: ""))
    owe("tests.both", [due(1, at)], at=at)
    remind(at)
    assert [(name, step) for name, _, step in told()] == [
        ("gwen", "missing_told"),
        ("kai", "missing"),
        ("lena", "missing"),
    ]


def test_what_is_settled_or_cancelled_is_not_reminded_of(at: dt.datetime) -> None:
    owe(LOG, [due(1, at), due(2, at)], at=at)
    settle(LOG, subject_type="team", subject_id=1, at=at)
    cancel(at=at, team_id=2)
    assert remind(at + 3 * DAY) == 0


def test_a_row_nobody_answers_for_is_asked_about_again(at: dt.datetime, people: dict[str, User]) -> None:
    owe(LOG, [due(9999, at)], at=at)
    assert remind(at) == 0
    obligations.set_addressing(lambda rows, level, day: {row.pk: [people["otto"].pk] for row in rows})
    assert remind(at) == 1


def test_a_row_owed_by_one_person_is_told_to_that_person_then_upwards(at: dt.datetime, people: dict[str, User]) -> None:
    owe(LOG, [due(1, at, role="", user_id=people["otto"].pk)], at=at)
    assert remind(at) == 1
    assert remind(at + DAY) == 1
    assert [name for name, _, _ in told()] == ["gwen", "otto"]


def test_a_secret_kind_is_told_to_nobody_else(at: dt.datetime, people: dict[str, User]) -> None:
    steps = (Step("due", 0 * HOUR), Step("overdue", DAY, level=1))
    obligations.register(Kind("tests.surprise", steps, notice="tests.soon", url=lambda row: "", secret=True))
    with pytest.raises(ValueError, match="secret"):
        owe("tests.surprise", [due(1, at)], at=at)
    owe("tests.surprise", [due(1, at, role="", user_id=people["otto"].pk)], at=at)
    remind(at)
    remind(at + DAY)
    assert {name for name, _, _ in told()} == {"otto"}
    leader = Actor("person", people["lena"].pk, posts=(Post("leader", "410101001001", 1), Post("office", "410101")))
    assert not Obligation.objects.addressed_to(leader).exists()


def test_who_cannot_be_told_is_passed_over_and_the_next_role_up_hears_of_it(
    at: dt.datetime, people: dict[str, User]
) -> None:
    User.objects.filter(username="kai").update(is_active=False)
    notices.set_reachability(lambda user_ids, day: set(user_ids) - {people["gwen"].pk})
    owe(LOG, [due(1, at)], at=at)
    assert remind(at) == 1
    assert [name for name, _, _ in told()] == ["lena"]  # one of two is enough

    User.objects.filter(username="lena").update(is_active=False)
    owe(LOG, [due(2, at), due(3, at, role="", user_id=people["lena"].pk)], at=at)
    assert remind(at) == 2
    assert [name for name, _, _ in told()] == ["lena", "otto", "otto"]  # gwen cannot be told either
    assert remind(at) == 0

    User.objects.filter(username="otto").update(is_active=False)
    owe(LOG, [due(4, at)], at=at)
    assert remind(at) == 0
    User.objects.filter(username="otto").update(is_active=True)
    assert remind(at) == 1  # it was not lost


def test_what_is_secret_is_told_to_nobody_although_its_person_is_gone(at: dt.datetime, people: dict[str, User]) -> None:
    obligations.register(Kind("tests.surprise", (Step("due", 0 * HOUR),), "tests.soon", lambda row: "", secret=True))
    owe("tests.surprise", [due(1, at, role="", user_id=people["otto"].pk)], at=at)
    User.objects.filter(username="otto").update(is_active=False)
    assert remind(at) == 0
    User.objects.filter(username="otto").update(is_active=True)
    assert remind(at) == 1


def test_a_walk_takes_few_statements_however_many_rows(at: dt.datetime, django_assert_max_num_queries: Any) -> None:
    owe(LOG, [due(team, at) for team in range(1, 301)], at=at)
    with django_assert_max_num_queries(20):
        assert remind(at) == 600
    with django_assert_max_num_queries(3):
        assert remind(at) == 0


def test_batches_reach_every_row(at: dt.datetime) -> None:
    owe(LOG, [due(team, at) for team in range(1, 8)], at=at)
    assert remind(at, batch=3) == 14
    assert Reminder.objects.count() == 14


@pytest.mark.django_db(transaction=True)
def test_walkers_that_meet_remind_once(at: dt.datetime, at_once: Callable[..., list[Any]]) -> None:
    owe(LOG, [due(team, at) for team in range(1, 21)], at=at)
    written = at_once(*[lambda: remind(at, batch=7) for _ in range(3)])
    assert all(isinstance(count, int) for count in written), written
    assert sum(written) == 40
    assert Notice.objects.count() == Reminder.objects.count() == 40


def test_the_inbox_is_what_is_addressed_to_me(at: dt.datetime, people: dict[str, User]) -> None:
    owe(
        LOG,
        [
            due(1, at, path="410101001001"),
            due(2, at, path="410101002001"),
            due(3, at, team_id=None, role="officer", path="410101001001"),
            due(4, at, team_id=None, role="officer", path="410102001001"),
            due(5, at, team_id=None, role="", user_id=people["lena"].pk),
        ],
        at=at,
    )

    def inbox(*posts: Post, person: int | None = None) -> set[int]:
        actor = Actor("person", person, posts=posts)
        return set(Obligation.objects.addressed_to(actor).values_list("subject_id", flat=True))

    lena = people["lena"].pk
    assert inbox() == set()
    assert inbox(Post("leader", "410101001001", 1), person=lena) == {1, 5}
    assert inbox(Post("leader", "410101", 2, deputy=True)) == {2}
    assert inbox(Post("officer", "410101001001")) == {3}
    assert inbox(Post("officer", "410101")) == {3}
    assert inbox(Post("office", "410101")) == set()  # another role, however far it reaches
    assert inbox(Post("officer")) == set()


def test_a_kind_is_registered_once_and_its_steps_have_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="twice"):
        obligations.register(obligations.kinds()[LOG])
    with pytest.raises(ValueError, match="two steps"):
        obligations.register(Kind("tests.odd", (Step("a", HOUR), Step("a", DAY)), "", lambda row: ""))


def test_a_step_at_an_hour_has_whole_days() -> None:
    with pytest.raises(ValueError, match="whole days"):
        obligations.register(Kind("tests.odd", (Step("a", HOUR, at_hour=8),), "", lambda row: ""))


@pytest.mark.parametrize("due_hour", [0.5, 18, 24])
def test_what_is_scheduled_is_reminded_of_in_the_morning(at: dt.datetime, due_hour: float) -> None:
    """Over a leap day and the end of a month; what is due at midnight is due on the day that ends there."""
    steps = obligations.SCHEDULED_STEPS
    obligations.register(Kind("tests.planned", steps, notice="tests.soon", url=lambda row: ""))
    day = dt.date(2028, 2, 29)
    owe("tests.planned", [due(1, clock.at(day, 0) + due_hour * HOUR)], at=at)
    seen = []
    now = clock.at(day - dt.timedelta(9), 0, 10)
    while now < clock.at(day + dt.timedelta(12), 0):
        if remind(now):
            seen += [(now, step) for name, _, step in told() if name != "kai"]
            Notice.objects.all().delete()
        now += HOUR * 2
    mornings = [(2, 22, "7-days"), (2, 28, "1-day"), (2, 29, "same-day"), (3, 1, "escalated"), (3, 1, "overdue-1"),
                (3, 3, "overdue-3"), (3, 7, "escalated-far"), (3, 7, "overdue-7")]  # fmt: skip
    expected = [(clock.at(dt.date(2028, month, number), 8, 10), step) for month, number, step in mornings]
    assert sorted(seen) == sorted(expected)


def test_a_kind_that_fails_silences_no_other(at: dt.datetime) -> None:
    kinds = dict(obligations._KINDS)
    obligations._KINDS.clear()

    def broken(row: Obligation) -> str:
        raise LookupError

    obligations.register(Kind("tests.broken", (Step("due", 0 * HOUR),), notice="tests.soon", url=broken))
    obligations._KINDS.update(kinds)
    owe("tests.broken", [due(1, at)], at=at)
    owe(LOG, [due(2, at)], at=at)
    with pytest.raises(LookupError):
        remind(at)
    assert {name for name, _, _ in told()} == {"kai", "lena"}
