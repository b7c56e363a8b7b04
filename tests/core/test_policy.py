"""Numbers people decide: typed, bounded, from a day on, nearest place wins."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core import access, policy, wording
from patrol_ops.core.access import SYSTEM, Actor, Permission, Post, Reach
from patrol_ops.core.models import JournalEntry, PolicyValue
from patrol_ops.core.policy import parameter, set_policy_value, values_on
from patrol_ops.core.refusals import NotPermitted, Refused

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]

GWEN = Actor("person", None, posts=(Post("head", "410101"),))


@pytest.fixture(autouse=True)
def _granted(registries: None) -> None:
    access._GRANTS[str(Permission.SET_POLICY_VALUE)] = {"head": Reach.TERRITORY, SYSTEM: Reach.ALL, "lead": Reach.TEAM}


@pytest.fixture
def days(registries: None) -> policy.Parameter[int]:
    return parameter("tests.days", 7, minimum=5, maximum=60)


def decide(key: str, value: str, at: dt.datetime, actor: Actor = GWEN, **more: Any) -> PolicyValue:
    return set_policy_value(actor=actor, key=key, value=value, at=at, **{"since": at.date(), "path": "", **more})


def test_the_default_holds_until_somebody_decides(days: policy.Parameter[int], at: dt.datetime) -> None:
    assert days.on(at.date()) == 7
    decide("tests.days", "10", at, since=at.date() + dt.timedelta(3))
    assert [days.on(at.date() + dt.timedelta(n)) for n in (0, 2, 3, 400)] == [7, 7, 10, 10]


def test_the_nearest_place_wins_and_then_the_latest_day(days: policy.Parameter[int], at: dt.datetime) -> None:
    later = at.date() + dt.timedelta(5)
    decide("tests.days", "10", at)
    decide("tests.days", "20", at, path="410101")
    decide("tests.days", "30", at, path="410101001")
    decide("tests.days", "40", at, path="410101001", since=later)
    decide("tests.days", "11", at, since=later)
    seen = {path: (days.on(at.date(), path), days.on(later, path)) for path in ("", "410101", "410101002", "410102")}
    assert seen == {"": (10, 11), "410101": (20, 20), "410101002": (20, 20), "410102": (10, 11)}
    assert (days.on(at.date(), "410101001001"), days.on(later, "41010100100107")) == (30, 40)


def test_several_are_read_in_one_statement(
    days: policy.Parameter[int], at: dt.datetime, django_assert_num_queries: Any
) -> None:
    flag, word = parameter("tests.flag", False), parameter("tests.word", "10:00", pattern=r"\d\d:\d\d")
    decide("tests.flag", "true", at)
    with django_assert_num_queries(1):
        assert values_on(at.date(), "410101", days, flag, word) == {
            "tests.days": 7,
            "tests.flag": True,
            "tests.word": "10:00",
        }


@pytest.mark.parametrize("value", ["4", "61", "-7", "", "seven", "7.5", "1_0", "٧", "9" * 40, "0x10"])
def test_a_number_is_a_number_within_its_bounds(days: policy.Parameter[int], at: dt.datetime, value: str) -> None:
    with pytest.raises(Refused) as no:
        decide("tests.days", value, at)
    assert no.value.field == "value"
    assert not PolicyValue.objects.exists()


@pytest.mark.parametrize("value", ["5", "60", " 8 "])
def test_the_bounds_are_inclusive(days: policy.Parameter[int], at: dt.datetime, value: str) -> None:
    assert decide("tests.days", value, at).value == int(value)


def test_a_switch_and_a_text_are_typed_too(at: dt.datetime) -> None:
    flag, word = parameter("tests.flag", False), parameter("tests.word", "10:00", pattern=r"\d\d:\d\d")
    assert [flag.parse(text) for text in ("true", "on", "1", "false", "off", "0")] == [True] * 3 + [False] * 3
    with pytest.raises(Refused):
        flag.parse("yes")
    assert word.parse(" 09:30 ") == "09:30"
    for text in ("", "ten", "9:30", "x" * 61):
        with pytest.raises(Refused):
            word.parse(text)


def test_a_parameter_is_declared_once_with_a_lawful_default(days: policy.Parameter[int]) -> None:
    with pytest.raises(ValueError, match="twice"):
        parameter("tests.days", 7)
    with pytest.raises(Refused):
        parameter("tests.odd", 3, minimum=5)
    assert "tests.odd" not in policy.parameters()


def test_deciding_is_said_once_with_the_value(days: policy.Parameter[int], at: dt.datetime) -> None:
    row = decide("tests.days", "10", at, path="410101")
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.subject_id, entry.path) == ("core.policy_value_set", row.pk, "410101")
    assert entry.facts == {
        "policy_value_id": row.pk,
        "key": "tests.days",
        "value": 10,
        "since": "2026-11-18",
        "place": "410101",
    }


def test_deciding_again_for_the_same_day_replaces(days: policy.Parameter[int], at: dt.datetime) -> None:
    decide("tests.days", "10", at)
    decide("tests.days", "12", at)
    assert days.on(at.date()) == 12
    assert PolicyValue.objects.count() == 1
    assert JournalEntry.objects.count() == 2


def test_what_is_past_stays(days: policy.Parameter[int], at: dt.datetime) -> None:
    with pytest.raises(Refused) as no:
        decide("tests.days", "10", at, since=at.date() - dt.timedelta(1))
    assert (no.value.code, no.value.field) == ("core.policy-in-the-past", "since")


def test_an_unknown_parameter_is_refused(at: dt.datetime) -> None:
    with pytest.raises(Refused) as no:
        decide("tests.unknown", "10", at)
    assert no.value.code == "core.policy-unknown"


@pytest.mark.parametrize(
    ("posts", "path"),
    [
        ((), ""),
        ((Post("head", ""),), ""),  # a head of nowhere decides nothing
        ((Post("head", ""),), "410101"),
        ((Post("head", "410101001"),), ""),  # a street does not decide for the house
        ((Post("head", "410101"),), "410102"),
        ((Post("head", "410101001"),), "410101"),
        ((Post("lead", "410101", 3),), "410101"),
        ((Post("auditor", "410101"),), "410101"),
    ],
)
def test_deciding_out_of_reach_finds_nothing(
    days: policy.Parameter[int], at: dt.datetime, posts: tuple[Post, ...], path: str
) -> None:
    with pytest.raises(NotPermitted):
        decide("tests.days", "10", at, actor=Actor("person", None, posts=posts), path=path)
    assert not PolicyValue.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("path", ["41", "4101010", "410101x", "410101001001001"])
def test_a_place_is_a_place(days: policy.Parameter[int], at: dt.datetime, path: str) -> None:
    with pytest.raises(Refused) as no:
        decide("tests.days", "10", at, actor=Actor.system("begin"), path=path)
    assert no.value.code == "core.malformed"


def test_a_list_is_of_known_codes_and_may_be_empty(at: dt.datetime) -> None:
    wording.register({"tests-role.head": "主任", "tests-role.lead": "队长"})
    roles = parameter("tests.roles", "", words="tests-role.")
    assert roles.on(at.date()) == ""
    assert decide("tests.roles", " lead, head,lead,", at).value == "head,lead"
    assert decide("tests.roles", "", at).value == ""
    for wrong in ("head,nobody", "head;lead", "x" * 500, "\x00"):
        with pytest.raises(Refused) as no:
            decide("tests.roles", wrong, at)
        assert (no.value.code, no.value.field) == ("core.policy-unknown-choice", "value")
    assert roles.on(at.date()) == ""
