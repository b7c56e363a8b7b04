"""Equipment: who may be given what, what a team needs, what is missing, how ready it is."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.refusals import Refused, WrongStage
from teams.rules import Form, Role, Tier
from teams.rules.equipment import (
    CATEGORY_OF,
    INSCRIPTION,
    KIT_MOVES,
    Bearer,
    Condition,
    EquipmentKind,
    KitDraft,
    ReturnDraft,
    ReturnOutcome,
    StockDraft,
    judge_all_found,
    judge_authorisation,
    judge_issue,
    judge_stock,
    worn_out_on,
)
from teams.rules.equipment_needs import (
    EquipmentLineDraft,
    EquipmentStandardDraft,
    Line,
    Per,
    Readiness,
    TeamStrength,
    gaps_of,
    judge_equipment_standard,
    needs_of,
    readiness_of,
)
from tests.teams.saying import refused

DAY = dt.date(2026, 11, 18)
K = EquipmentKind


def days(n: int) -> dt.date:
    return DAY + dt.timedelta(days=n)


def stock(**values: object) -> StockDraft:
    return StockDraft(**{"kind": K.TORCH, "acquired_on": DAY, **values})  # type: ignore[arg-type]


def test_every_kind_has_a_category() -> None:
    assert set(CATEGORY_OF) == set(EquipmentKind)


@pytest.mark.req("EQP-02")
def test_the_inscription_is_fixed() -> None:
    assert INSCRIPTION == "治安巡邏"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (stock(number=0), "teams.pieces-out-of-bounds"),
        (stock(number=201), "teams.pieces-out-of-bounds"),
        (stock(serials=("A1", "A1")), "teams.serial-twice"),
        (stock(serials=("x" * 41,)), "teams.serial-invalid"),
        (stock(size="XL"), "teams.size-only-of-dress"),
        (stock(kind=K.UNIFORM, size="x" * 13), "teams.size-invalid"),
        (stock(acquired_on=days(1)), "teams.acquired-day-odd"),
        (stock(acquired_on=dt.date(1999, 12, 31)), "teams.acquired-day-odd"),
        (stock(kind=K.BATON, number=3), "teams.serial-needed"),
    ],
)
def test_judge_stock_refuses(draft, code) -> None:
    refused(code, judge_stock, draft, today=DAY)


def test_judge_stock_says_a_serial_a_piece() -> None:
    assert judge_stock(stock(number=3), today=DAY) == ("", "", "")
    assert judge_stock(stock(serials=(" A1 ", "", "A2"), number=9), today=DAY) == ("A1", "A2")
    assert judge_stock(stock(kind=K.UNIFORM, size="175/92A"), today=DAY) == ("",)


@pytest.mark.parametrize(
    ("move", "stage", "then"),
    [
        ("stock", None, "IN_STOCK"), ("issue", "IN_STOCK", "ISSUED"), ("take_back", "ISSUED", "IN_STOCK"),
        ("lose", "ISSUED", "LOST"), ("scrap", "IN_STOCK", "SCRAPPED"),
    ],
)  # fmt: skip
def test_kit_moves(move, stage, then) -> None:
    assert KIT_MOVES.after(move, stage) == then


@pytest.mark.parametrize(("move", "stage"), [("issue", "ISSUED"), ("scrap", "ISSUED"), ("take_back", "LOST")])
def test_kit_moves_no_other_way(move, stage) -> None:
    with pytest.raises(WrongStage):
        KIT_MOVES.after(move, stage)


FULL = Bearer("SQUADRON", "FULL_TIME", frozenset(), authorised=frozenset({"BATON"}))


@pytest.mark.req("EQP-02", "EQP-03", "EQP-06", "X24", "X25")
@pytest.mark.parametrize(
    ("kind", "condition", "to", "enabled", "code"),
    [
        (K.TORCH, Condition.BROKEN, FULL, True, "teams.equipment-broken"),
        (K.ARMBAND, Condition.GOOD, Bearer("DETACHMENT", "VOLUNTEER", frozenset({"ARMBAND"})), True,
         "teams.equipment-borne-already"),
        (K.UNIFORM, Condition.GOOD, Bearer("DETACHMENT", "FULL_TIME", frozenset()), True, "teams.uniform-not-theirs"),
        (K.UNIFORM, Condition.GOOD, Bearer("BRIGADE", "PART_TIME", frozenset()), True, "teams.uniform-not-theirs"),
        (K.BATON, Condition.GOOD, FULL, False, "teams.kit-not-enabled"),
        (K.BATON, Condition.GOOD, Bearer("SQUADRON", "PART_TIME", frozenset(), authorised=frozenset({"BATON"})), True,
         "teams.kit-full-time-only"),
        (K.BATON, Condition.GOOD, Bearer("SQUADRON", "FULL_TIME", frozenset(), "TRAINING", frozenset({"BATON"})), True,
         "teams.kit-not-fit"),
        (K.BATON, Condition.GOOD, Bearer("SQUADRON", "FULL_TIME", frozenset()), True, "teams.kit-not-authorised"),
        (K.BATON, Condition.GOOD,
         Bearer("SQUADRON", "FULL_TIME", frozenset({"BATON"}), authorised=frozenset({"BATON"})), True,
         "teams.equipment-borne-already"),
    ],
)  # fmt: skip
def test_judge_issue_refuses(kind, condition, to, enabled, code) -> None:
    refused(code, judge_issue, kind, condition, to, enabled=enabled)


@pytest.mark.req("EQP-03", "EQP-06")
def test_judge_issue_lets() -> None:
    judge_issue(K.ARMBAND, Condition.WORN, Bearer("DETACHMENT", "VOLUNTEER", frozenset()), enabled=False)
    judge_issue(K.TORCH, Condition.GOOD, Bearer("DETACHMENT", "VOLUNTEER", frozenset({"TORCH"})), enabled=False)
    judge_issue(K.UNIFORM, Condition.GOOD, Bearer("BRIGADE", "FULL_TIME", frozenset()), enabled=False)
    judge_issue(K.BATON, Condition.GOOD, FULL, enabled=True)


@pytest.mark.req("EQP-03")
def test_worn_out_on_counts_whole_months() -> None:
    cycles = {K.UNIFORM: 24}
    assert worn_out_on(K.UNIFORM, dt.date(2026, 8, 31), {K.UNIFORM: 6}) == dt.date(2027, 2, 28)
    assert worn_out_on(K.UNIFORM, DAY, cycles) == dt.date(2028, 11, 18)
    assert worn_out_on(K.TORCH, DAY, cycles) is None


@pytest.mark.parametrize(
    ("outcome", "found"), [("RETURNED", Condition.WORN), ("DAMAGED", Condition.BROKEN), ("LOST", None)]
)
def test_what_is_found(outcome, found) -> None:
    assert ReturnDraft(ReturnOutcome(outcome), Condition.WORN).found == found


def kit(**values: object) -> KitDraft:
    whole = {"kind": K.BATON, "since": DAY, "until": days(90), "basis": "区公安分局〔2026〕第 8 号批复"}
    return KitDraft(**{**whole, **values})  # type: ignore[arg-type]


def judged(draft: KitDraft, **values: object) -> str:
    facts = {
        "managing": Role.STATION_LIAISON, "roles": {Role.STATION_LIAISON}, "employment_class": "FULL_TIME",
        "today": DAY, "longest": 365,
    }  # fmt: skip
    return judge_authorisation(draft, **{**facts, **values})  # type: ignore[arg-type]


@pytest.mark.req("EQP-06")
@pytest.mark.parametrize(
    ("draft", "facts", "code"),
    [
        (kit(), {"roles": {Role.SUB_BUREAU}}, "teams.override-not-managing"),
        (kit(kind=K.TORCH), {}, "teams.kit-not-restricted"),
        (kit(), {"employment_class": "PART_TIME"}, "teams.kit-full-time-only"),
        (kit(since=days(-1)), {}, "teams.kit-begins-odd"),
        (kit(until=DAY), {}, "teams.kit-too-long"),
        (kit(until=days(366)), {}, "teams.kit-too-long"),
        (kit(basis=" 批 "), {}, "teams.kit-basis-needed"),
        (kit(basis="联系 13812345678 核对"), {}, "core.text-has-phone-number"),
    ],
)
def test_judge_authorisation_refuses(draft, facts, code) -> None:
    refused(code, judged, draft, **facts)


def test_judge_authorisation_keeps_the_basis() -> None:
    assert judged(kit(basis="  分局第 8 号批复 ")) == "分局第 8 号批复"


def test_judge_all_found() -> None:
    judge_all_found([1, 2], [2, 1])
    refused("teams.equipment-none-chosen", judge_all_found, [], [])
    refused("teams.equipment-unknown", judge_all_found, [1, 3], [1])


# --- the standard, needs and gaps -----------------------------------------------------------------------------------


def line(**values: object) -> EquipmentLineDraft:
    return EquipmentLineDraft(**{"kind": K.TORCH, "per": Per.MEMBER, "number": 1, **values})  # type: ignore[arg-type]


@pytest.mark.req("EQP-07")
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((), "teams.standard-without-lines"),
        ((line(number=0),), "teams.line-number-odd"),
        ((line(number=201),), "teams.line-number-odd"),
        ((line(kind=K.BATON),), "teams.standard-not-of-restricted"),
        ((line(kind=K.UNIFORM),), "teams.uniform-not-theirs"),
        ((line(kind=K.UNIFORM, tier=Tier.DETACHMENT),), "teams.uniform-not-theirs"),
        ((line(), line(number=2)), "teams.line-twice"),
    ],
)
def test_judge_equipment_standard_refuses(lines, code) -> None:
    refused(code, judge_equipment_standard, EquipmentStandardDraft(lines))


def test_judge_equipment_standard_lets() -> None:
    lines = (line(), line(tier=Tier.BRIGADE), line(form=Form.VOLUNTARY_PATROL), line(per=Per.TEAM))
    judge_equipment_standard(EquipmentStandardDraft((*lines, line(kind=K.UNIFORM, tier=Tier.SQUADRON))))


BRIGADE = TeamStrength("BRIGADE", "FULL_TIME_PATROL", members=10, full_time=8)
VILLAGE = TeamStrength("DETACHMENT", "VOLUNTARY_PATROL", members=6, full_time=0)


@pytest.mark.req("EQP-02", "EQP-03")
def test_needs_of_without_a_standard() -> None:
    assert needs_of(BRIGADE, []) == {"ARMBAND": 10, "UNIFORM": 8}
    assert needs_of(VILLAGE, []) == {"ARMBAND": 6}
    assert needs_of(TeamStrength("DETACHMENT", "VOLUNTARY_PATROL", 0, 0), []) == {}


@pytest.mark.req("EQP-07")
def test_needs_of_the_nearest_line() -> None:
    lines = [
        Line("", "", "TORCH", "MEMBER", 1),
        Line("BRIGADE", "", "TORCH", "MEMBER", 2),
        Line("", "VOLUNTARY_PATROL", "TORCH", "TEAM", 3),
        Line("BRIGADE", "", "RADIO", "TEAM", 4),
        Line("BRIGADE", "", "UNIFORM", "MEMBER", 2),
    ]
    assert needs_of(BRIGADE, lines) == {"ARMBAND": 10, "UNIFORM": 16, "TORCH": 20, "RADIO": 4}
    assert needs_of(VILLAGE, lines) == {"ARMBAND": 6, "TORCH": 6 + 3}


@pytest.mark.req("EQP-04", "EQP-14")
@pytest.mark.parametrize(
    ("needs", "stock_of", "minimum", "gaps"),
    [
        ({"TORCH": 5}, {"TORCH": 3}, 0, {"TORCH": 2}),
        ({"TORCH": 5}, {"TORCH": 9}, 0, {}),
        ({}, {}, 1, {"COMMUNICATION": 1}),
        ({}, {"PHONE": 1}, 1, {}),
        ({}, {"PHONE": 1, "RADIO": 1}, 3, {"COMMUNICATION": 1}),
        # What the standard misses already is not missed twice.
        ({"RADIO": 2}, {}, 1, {"RADIO": 2}),
        ({"RADIO": 2}, {}, 3, {"RADIO": 2, "COMMUNICATION": 1}),
    ],
)
def test_gaps_of(needs, stock_of, minimum, gaps) -> None:
    assert gaps_of(needs, stock_of, minimum) == gaps


@pytest.mark.req("EQP-11")
@pytest.mark.parametrize(
    ("gaps", "stock_of", "broken", "ready"),
    [
        ({}, {}, 0, Readiness.NOT_READY),
        ({"TORCH": 4}, {"RADIO": 1}, 0, Readiness.READY),
        ({"BICYCLE": 1}, {"RADIO": 1}, 0, Readiness.LIMITED),
        ({}, {"PHONE": 1}, 1, Readiness.LIMITED),
    ],
)
def test_readiness_of(gaps, stock_of, broken, ready) -> None:
    assert readiness_of(gaps, stock_of, 1, broken) is ready


def test_refused_carries_its_field() -> None:
    with pytest.raises(Refused) as no:
        judge_stock(stock(number=0), today=DAY)
    assert no.value.field == "number"
