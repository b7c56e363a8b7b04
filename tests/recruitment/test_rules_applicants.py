"""Stages, applying, screening and marks."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol_ops.core.refusals import Refused, WrongStage
from recruitment.rules import (
    AFTER_NOTICE,
    HIRED,
    LIVE,
    MOVES,
    NOTICED,
    OVER,
    PLACE_TAKEN,
    SELECTING,
    VETTING,
    ApplicationDraft,
    Schooling,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    Stage,
    judge_application,
    judge_assessors,
    judge_score,
    judge_screening,
    merit_of,
)
from tests.cast import identity
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
AGES = (18, 60)
S = Stage
DRAFT = ApplicationDraft(
    post_id=1,
    name="白露",
    identity=identity(123, born="19921231"),
    phone="13900000001",
    schooling=Schooling.SENIOR,
    local=False,
    priority=False,
    reserve=True,
    declared=True,
    informed=True,
)
RUNNING = {
    S.SUBMITTED, S.RETURNED, S.SHORTLISTED, S.ASSESSED, S.RESERVE, S.POLICE_REVIEW, S.FACTS_NEEDED, S.PROPOSED,
    S.ON_NOTICE, S.HELD, S.CLEARED, S.OFFERED,
}  # fmt: skip


@pytest.mark.parametrize(
    ("move", "sources", "target"),
    [
        ("apply", {None}, S.SUBMITTED),
        ("return", {S.SUBMITTED}, S.RETURNED),
        ("correct", {S.SUBMITTED, S.RETURNED}, S.SUBMITTED),
        ("shortlist", {S.SUBMITTED}, S.SHORTLISTED),
        ("assess", {S.SHORTLISTED}, S.ASSESSED),
        ("reserve", {S.ASSESSED}, S.RESERVE),
        ("select", {S.ASSESSED, S.RESERVE}, S.POLICE_REVIEW),
        ("ask_facts", {S.POLICE_REVIEW}, S.FACTS_NEEDED),
        ("supply_facts", {S.FACTS_NEEDED}, S.POLICE_REVIEW),
        ("vet", {S.POLICE_REVIEW}, S.PROPOSED),
        ("vet_again", {S.PROPOSED}, S.POLICE_REVIEW),
        ("list", {S.PROPOSED}, S.ON_NOTICE),
        ("unlist", {S.ON_NOTICE, S.HELD}, S.PROPOSED),
        ("object", {S.ON_NOTICE, S.HELD}, S.HELD),
        ("release", {S.HELD}, S.ON_NOTICE),
        ("clear", {S.ON_NOTICE, S.HELD}, S.CLEARED),
        ("offer", {S.CLEARED}, S.OFFERED),
        ("decline", {S.OFFERED}, S.DECLINED),
        ("contract", {S.OFFERED}, S.CONTRACTED),
        ("onboard", {S.CONTRACTED}, S.ONBOARDED),
        ("withdraw", RUNNING, S.WITHDRAWN),
        ("reject", RUNNING - {S.ON_NOTICE}, S.REJECTED),
    ],
)
def test_every_move_leads_from_its_stages_and_no_other(move, sources, target):
    for stage in (None, *S):
        if stage in sources:
            assert MOVES.after(move, stage) == target
        else:
            with pytest.raises(WrongStage):
                MOVES.after(move, stage)


def test_every_stage_stands_in_one_part_of_the_case():
    parts = (SELECTING, VETTING, NOTICED, {S.CLEARED, S.OFFERED}, {S.RESERVE}, HIRED, OVER)
    assert sum(len(part) for part in parts) == len(Stage)
    assert set().union(*parts) == set(Stage)
    assert RUNNING - {S.RESERVE} == LIVE
    assert PLACE_TAKEN == LIVE - SELECTING
    for stage in (*OVER, S.ONBOARDED):
        assert MOVES.open_from(stage) == frozenset()


def _reachable(without):
    """Every stage that a new application can come to where these moves are not made."""
    found, waiting = set(), [None]
    while waiting:
        stage = waiting.pop()
        for move in MOVES.open_from(stage) - without:
            after = MOVES.after(move, stage)
            if after not in found:
                found.add(after)
                waiting.append(after)
    return found


@pytest.mark.parametrize(
    ("without", "never"),
    [
        # Without screening nobody is assessed; without marks nobody is proposed (REC-05); without the police nobody is
        # listed (REC-11); without standing on a notice nobody is cleared, offered, contracted, onboarded (REC-06).
        ({"shortlist"}, {S.ASSESSED, S.POLICE_REVIEW, S.PROPOSED}),
        ({"assess"}, {S.RESERVE, S.POLICE_REVIEW, S.PROPOSED, S.ON_NOTICE} | AFTER_NOTICE),
        ({"vet"}, {S.PROPOSED, S.ON_NOTICE} | AFTER_NOTICE),
        ({"list"}, {S.ON_NOTICE, S.HELD} | AFTER_NOTICE),
        ({"clear"}, AFTER_NOTICE),
        ({"contract"}, {S.CONTRACTED, S.ONBOARDED}),
    ],
)
def test_no_step_can_be_gone_round(without, never):
    assert _reachable(set()) == set(Stage)
    assert not never & _reachable(without)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"declared": False}, "recruitment.not-own-will", "declared"),
        ({"informed": False}, "recruitment.not-informed", "informed"),
        ({"name": " "}, "teams.person-name-invalid", "name"),
        ({"identity": identity(1)[:17]}, "teams.identity-invalid", "identity"),
        ({"identity": identity(1, born="20081119")}, "teams.age-out-of-bounds", "identity"),
        ({"identity": identity(1, born="19651118")}, "teams.age-out-of-bounds", "identity"),
    ],
)
def test_an_application_that_cannot_be_taken(values, code, field):
    assert refused(code, judge_application, dataclasses.replace(DRAFT, **values), TODAY, AGES).field == field


@pytest.mark.parametrize("born", ["20081118", "19651119"])
def test_the_first_and_the_last_day_of_the_age(born):
    draft = dataclasses.replace(DRAFT, identity=identity(1, born=born))
    assert judge_application(draft, TODAY, AGES)[1] == dt.date.fromisoformat(born)


@pytest.mark.req("X32")
@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("priority", [True, False])
def test_nobody_is_turned_away_for_where_they_live(local, priority):
    draft = dataclasses.replace(DRAFT, local=local, priority=priority)
    assert judge_application(draft, TODAY, AGES) == (DRAFT.identity, dt.date(1992, 12, 31))


@st.composite
def well_formed(draw):
    """A number by GB 11643: area, birth date, sequence, check mark by ISO 7064 MOD 11-2, computed here anew."""
    area = draw(st.integers(100000, 999999))
    born = draw(st.dates(dt.date(1966, 11, 19), dt.date(2008, 11, 18)))
    body = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    rest = sum(int(digit) * pow(2, 17 - index, 11) for index, digit in enumerate(body)) % 11
    check = (12 - rest) % 11
    return body + ("X" if check == 10 else str(check)), born


@settings(deadline=None)
@given(well_formed())
def test_every_well_formed_number_is_accepted(made):
    number, born = made
    assert judge_application(dataclasses.replace(DRAFT, identity=number), TODAY, AGES) == (number, born)


@settings(deadline=None)
@given(well_formed(), st.integers(0, 17), st.integers(1, 9))
def test_a_changed_digit_is_refused(made, index, step):
    number = made[0]
    digit = str((int(number[index]) + step) % 10) if number[index] != "X" else str(step)
    wrong = number[:index] + digit + number[index + 1 :]
    with pytest.raises(Refused) as no:
        judge_application(dataclasses.replace(DRAFT, identity=wrong), TODAY, AGES)
    assert no.value.field == "identity"


CRITERIA = (4, 2, 9)
MET = frozenset(CRITERIA)


def screened(verdict, met=MET, claims_local=False, claims_priority=False, **values):
    draft = ScreeningDraft(verdict, met, **values)
    return judge_screening(draft, CRITERIA, claims_local=claims_local, claims_priority=claims_priority)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"verdict": Screening.SHORTLIST, "met": MET | {7}}, "core.malformed", "met"),
        ({"verdict": Screening.RETURN, "note": ""}, "recruitment.return-unexplained", "note"),
        ({"verdict": Screening.RETURN, "note": " 证 "}, "recruitment.return-unexplained", "note"),
        ({"verdict": Screening.RETURN, "note": "证" * 301}, "recruitment.return-unexplained", "note"),
        ({"verdict": Screening.RETURN, "note": "打 13912345678"}, "core.text-has-phone-number", "note"),
        ({"verdict": Screening.REJECT, "note": "打 13912345678"}, "core.text-has-phone-number", "note"),
        ({"verdict": Screening.REJECT, "note": "证" * 301}, "recruitment.text-length", "note"),
        ({"verdict": Screening.REJECT}, "recruitment.reject-without-rule", "met"),
        ({"verdict": Screening.SHORTLIST, "met": MET - {2}}, "recruitment.checklist-incomplete", "met"),
        ({"verdict": Screening.SHORTLIST, "claims_local": True}, "recruitment.claim-unverified", "local"),
        ({"verdict": Screening.SHORTLIST, "claims_priority": True}, "recruitment.claim-unverified", "priority"),
    ],
)
def test_a_screening_that_cannot_stand(given, code, field):
    assert refused(code, screened, **given).field == field


@pytest.mark.req("REC-09")
@pytest.mark.parametrize("missing", [frozenset({4}), frozenset({2, 9}), frozenset(CRITERIA)])
def test_the_checklist_is_complete_before_anybody_goes_on(missing):
    no = refused("recruitment.checklist-incomplete", screened, Screening.SHORTLIST, MET - missing)
    assert no.facts == {"count": len(missing)}
    assert screened(Screening.SHORTLIST) is None


@pytest.mark.parametrize(
    ("met", "named"), [(frozenset(), 4), (frozenset({4}), 2), (frozenset({4, 2}), 9), (frozenset({9}), 4)]
)
def test_whoever_is_turned_away_is_told_the_criterion(met, named):
    assert screened(Screening.REJECT, met) == named


@pytest.mark.parametrize("note", ["证明", "证" * 300])
def test_a_return_says_what_to_mend_and_needs_no_tick(note):
    assert screened(Screening.RETURN, frozenset(), claims_local=True, note=note) is None


@pytest.mark.parametrize("shown", [True, False])
def test_a_claim_is_looked_at_whatever_the_papers_say(shown):
    found = screened(Screening.SHORTLIST, claims_local=True, claims_priority=True, local=shown, priority=shown)
    assert found is None


MARKS = ScoreDraft(came=True, schooling=25, ability=0, responsibility=12, standing=20, unrelated=True)


@pytest.mark.parametrize(
    ("values", "today", "code", "field"),
    [
        ({"unrelated": False}, TODAY, "recruitment.assessor-related", "unrelated"),
        ({}, TODAY - DAY, "recruitment.selection-not-begun", None),
        *(
            ({factor: mark}, TODAY, "recruitment.mark-odd", "ability")
            for factor in ("schooling", "ability", "responsibility", "standing")
            for mark in (-1, 26)
        ),
        ({"came": False}, TODAY, "recruitment.absent-with-marks", "came"),
    ],
)
def test_marks_that_cannot_be(values, today, code, field):
    no = refused(code, judge_score, dataclasses.replace(MARKS, **values), today, TODAY)
    assert (no.field or None) == field


@pytest.mark.parametrize(
    ("draft", "total"),
    [
        (MARKS, 57),
        (ScoreDraft(True, 25, 25, 25, 25, unrelated=True), 100),
        (ScoreDraft(True, 0, 0, 0, 0, unrelated=True), 0),
        (ScoreDraft(False, unrelated=True), 0),
    ],
)
def test_the_sum_of_the_marks(draft, total):
    assert judge_score(draft, TODAY, TODAY) == total
    assert judge_score(draft, TODAY + DAY, TODAY) == total


def test_two_assessors_at_least():
    for count in (0, 1):
        assert refused("recruitment.too-few-assessors", judge_assessors, count).facts == {"least": 2}
    judge_assessors(2)
    judge_assessors(7)


@pytest.mark.parametrize(
    ("totals", "merit"),
    [
        ([60, 61], "60.50"), ([70, 70, 71], "70.33"), ([70, 71, 71], "70.67"), ([0, 0], "0.00"), ([100, 100], "100.00"),
        # Eight assessors: a mean that ends in 5 goes up.
        ([60, 60, 60, 60, 60, 60, 60, 61], "60.13"), ([60] * 5 + [61] * 3, "60.38"),
    ],
)  # fmt: skip
def test_merit_is_the_mean_halves_up(totals, merit):
    assert str(merit_of(totals)) == merit
    assert merit_of(list(reversed(totals))) == Decimal(merit)
