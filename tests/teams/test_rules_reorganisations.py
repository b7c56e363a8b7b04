"""Mergers, splits, other names and dissolutions, judged from plain values."""

import datetime as dt

import pytest

from patrol_ops.core.refusals import WrongStage
from teams.rules import (
    REORGANISING,
    EmploymentClass,
    Form,
    ReorganisationStage,
    Stage,
    TeamDraft,
    TeamState,
    Tier,
    judge_dissolution,
    judge_effective_day,
    judge_merger,
    judge_nothing_left,
    judge_renaming,
    judge_split,
)
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
S = ReorganisationStage
FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER


def team(tier=Tier.DETACHMENT, stage=Stage.ACTIVE, form=Form.FULL_TIME_PATROL, hamlet=""):
    return TeamState(tier=tier, stage=stage, form=form, hamlet=hamlet)


@pytest.mark.parametrize(("days", "fits"), [(0, True), (92, True), (-1, False), (93, False)])
def test_a_day_is_today_or_within_a_quarter(days, fits):
    if fits:
        judge_effective_day(TODAY + days * DAY, TODAY)
    else:
        refused("teams.effective-day-odd", judge_effective_day, TODAY + days * DAY, TODAY)


def merger(successor=None, predecessors=None, children=(), serving=(FULL,)):
    judge_merger(
        successor or team(),
        [team()] if predecessors is None else predecessors,
        children=children,
        serving=serving,
    )


@pytest.mark.req("ORG-01")
@pytest.mark.parametrize("stage", [Stage.ACTIVE, Stage.SUSPENDED, Stage.DORMANT])
def test_teams_of_one_tier_become_one(stage):
    merger(predecessors=[team(stage=stage)])
    merger(team(Tier.SQUADRON), [team(Tier.SQUADRON)], children=[Tier.DETACHMENT])


@pytest.mark.req("ORG-01")
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"successor": team(stage=Stage.SUSPENDED)}, "teams.successor-not-active"),
        ({"predecessors": []}, "teams.merger-of-nothing"),
        ({"predecessors": [team(Tier.SQUADRON)]}, "teams.merger-other-tier"),
        ({"predecessors": [team(stage=Stage.PLANNED)]}, "teams.not-established"),
        ({"predecessors": [team(stage=Stage.MERGED)]}, "teams.not-established"),
        ({"children": [Tier.DETACHMENT]}, "teams.team-parent-wrong-tier"),
        ({"serving": [FULL, VOLUNTEER]}, "teams.merger-class-not-of-form"),
    ],
)
def test_a_merger_that_does_not_fit(values, code):
    refused(code, merger, **values)


def split(mother=None, form=Form.VOLUNTARY_PATROL, hamlet="上湾", standard_there=True, taken=False, chosen=(PART,)):
    draft = TeamDraft(form=form, authorised=5, hamlet=hamlet)
    judge_split(mother or team(), draft, standard_there=standard_there, taken=taken, chosen=chosen)


@pytest.mark.req("X49")
def test_beside_a_standard_detachment_stands_a_voluntary_one_with_a_hamlet():
    split()
    split(chosen=(PART, VOLUNTEER))
    split(
        team(form=Form.VOLUNTARY_PATROL, hamlet="下湾"), Form.FULL_TIME_PATROL, "", standard_there=False, chosen=(FULL,)
    )


@pytest.mark.req("X49")
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"mother": team(Tier.SQUADRON)}, "teams.only-detachments-split"),
        ({"mother": team(stage=Stage.SUSPENDED)}, "teams.only-detachments-split"),
        ({"hamlet": ""}, "teams.beside-needs-hamlet"),
        ({"form": Form.FULL_TIME_PATROL}, "teams.hamlet-only-voluntary"),
        ({"hamlet": "上(湾"}, "teams.name-part-invalid"),
        ({"taken": True}, "teams.team-known"),
        ({"chosen": ()}, "teams.split-without-members"),
        ({"chosen": (FULL,)}, "teams.class-not-of-form"),
    ],
)
def test_a_split_that_does_not_fit(values, code):
    refused(code, split, **values)


@pytest.mark.req("ORG-02")
@pytest.mark.parametrize(
    ("state", "hamlet", "taken", "code"),
    [
        (team(), "上湾", False, "teams.name-is-standard"),
        (team(hamlet="上湾"), "上湾", True, "teams.name-unchanged"),
        (team(hamlet="上湾"), "下湾", True, "teams.team-known"),
        (team(hamlet="上湾"), "下(湾", False, "teams.name-part-invalid"),
        (team(hamlet="上湾", stage=Stage.DISSOLVED), "下湾", False, "teams.not-established"),
    ],
)
def test_only_the_hamlet_of_a_name_can_be_another(state, hamlet, taken, code):
    judge_renaming(team(hamlet="上湾"), "下湾", taken=False)
    refused(code, judge_renaming, state, hamlet, taken=taken)


@pytest.mark.parametrize(
    ("state", "children", "lost", "code"),
    [
        (team(stage=Stage.PLANNED), 0, False, "teams.not-established"),
        (team(Tier.SQUADRON), 1, False, "teams.children-left"),
        (team(Tier.BRIGADE), 0, True, "teams.areas-left"),
    ],
)
def test_a_dissolution_leaves_nobody_without_a_team_above(state, children, lost, code):
    judge_dissolution(team(), children=0, areas_without_heir=False)
    refused(code, judge_dissolution, state, children=children, areas_without_heir=lost)


def test_a_dissolution_leaves_nothing_open():
    judge_nothing_left(0, {"duty.open-logs": 0})
    assert refused("teams.members-left", judge_nothing_left, 2, {}).facts == {"count": 2}
    no = refused("teams.still-open", judge_nothing_left, 0, {"duty.open-logs": 3, "a": 0})
    assert no.facts == {"what": "duty.open-logs", "count": 3}


def test_an_order_moves():
    legal = {
        ("order", None): S.ORDERED, ("approve", S.ORDERED): S.APPROVED, ("carry_out", S.APPROVED): S.DONE,
        ("cancel", S.ORDERED): S.CANCELLED, ("cancel", S.APPROVED): S.CANCELLED, ("fail", S.APPROVED): S.FAILED,
    }  # fmt: skip
    for move in REORGANISING.table:
        for stage in (None, *S):
            if (move, stage) in legal:
                assert REORGANISING.after(move, stage) == legal[move, stage]
            else:
                with pytest.raises(WrongStage):
                    REORGANISING.after(move, stage)
