"""Names, parents, strength, relations and moves of teams."""

import pytest

from patrol_ops.core.refusals import Refused, WrongStage
from teams.rules import (
    FINAL,
    MOVES,
    Form,
    PlaceTier,
    Relation,
    Stage,
    Strength,
    TeamDraft,
    Tier,
    UnitKind,
    judge_name,
    judge_reason,
    judge_relation,
    judge_strength,
    judge_submission,
    judge_team,
    place_tier_of,
    standard_name,
    tier_above,
)
from tests.teams.saying import refused


@pytest.mark.req("ORG-02", "X01", "X49")
@pytest.mark.parametrize(
    ("tier", "place", "street", "hamlet", "name"),
    [
        (Tier.BRIGADE, "启明区", "", "", "启明区社会治安巡防大队"),
        (Tier.SQUADRON, "锦川街道", "启明区", "", "锦川街道社会治安巡防中队"),
        (Tier.DETACHMENT, "港口社区", "锦川街道", "", "锦川街道港口社区社会治安巡防分队"),
        (Tier.DETACHMENT, "柳林村", "清水镇", "上湾", "清水镇柳林村(上湾)社会治安巡防分队"),
    ],
)
def test_a_name_follows_from_tier_and_place(tier, place, street, hamlet, name):
    assert standard_name(tier, place, street, hamlet) == name


@pytest.mark.req("ORG-01", "X01")
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("place_tier", PlaceTier)
@pytest.mark.parametrize("parent", [None, *Tier])
def test_one_parent_exactly_one_tier_up_at_a_place_of_the_tier(tier, place_tier, parent):
    draft = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5)
    fits = {
        (Tier.BRIGADE, PlaceTier.DISTRICT, None),
        (Tier.SQUADRON, PlaceTier.STREET, Tier.BRIGADE),
        (Tier.DETACHMENT, PlaceTier.COMMUNITY, Tier.SQUADRON),
    }
    if (tier, place_tier, parent) in fits:
        judge_team(draft, tier, place_tier, parent)
        assert (place_tier_of(tier), tier_above(tier)) == (place_tier, parent)
    else:
        with pytest.raises(Refused):
            judge_team(draft, tier, place_tier, parent)


DETACHMENT = (Tier.DETACHMENT, PlaceTier.COMMUNITY, Tier.SQUADRON)
SQUADRON = (Tier.SQUADRON, PlaceTier.STREET, Tier.BRIGADE)
BRIGADE = (Tier.BRIGADE, PlaceTier.DISTRICT, None)


@pytest.mark.req("ORG-08", "ORG-09", "ORG-27")
@pytest.mark.parametrize("where", [BRIGADE, SQUADRON])
@pytest.mark.parametrize("form", [Form.VOLUNTARY_PATROL, Form.SECURITY_CONTRACT])
def test_brigades_and_squadrons_are_full_time(where, form):
    refused("teams.form-not-of-tier", judge_team, TeamDraft(form=form, authorised=20), *where)


@pytest.mark.req("ORG-10", "ORG-27")
@pytest.mark.parametrize("form", Form)
def test_a_detachment_has_any_form(form):
    judge_team(TeamDraft(form=form, authorised=5), *DETACHMENT)


@pytest.mark.req("X49")
def test_only_a_voluntary_detachment_carries_a_hamlet():
    judge_team(TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾"), *DETACHMENT)
    hired = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5, hamlet="上湾")
    refused("teams.hamlet-only-voluntary", judge_team, hired, *DETACHMENT)
    refused("teams.hamlet-only-voluntary", judge_team, hired, *SQUADRON)


@pytest.mark.parametrize(
    "text", ["", "长" * 21, "上(湾", "上\uff08湾\uff09", "<b>", " 上湾", "上\n湾", "上\u200b湾", 'a"b', "a/b"]
)
def test_the_typed_part_of_a_name_breaks_no_pattern(text):
    refused("teams.name-part-invalid", judge_name, text, "hamlet")


@pytest.mark.parametrize("text", ["旧", "长" * 61, "第一\n联防队"])
def test_a_former_name_is_a_short_line(text):
    draft = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=5, former_name=text)
    refused("teams.former-name-invalid", judge_team, draft, *DETACHMENT)


@pytest.mark.parametrize(("authorised", "fits"), [(0, False), (1, True), (2000, True), (2001, False), (-5, False)])
def test_the_establishment_is_bounded(authorised, fits):
    if fits:
        judge_strength(authorised)
    else:
        refused("teams.strength-out-of-bounds", judge_strength, authorised)


@pytest.mark.req("ORG-05", "ORG-08", "ORG-09", "ORG-10", "X02", "X03", "X04")
@pytest.mark.parametrize(
    ("authorised", "actual", "standard", "lacking", "over", "below"),
    [
        (5, 4, 5, 1, 0, False),
        (5, 5, 5, 0, 0, False),
        (4, 4, 5, 0, 0, True),
        (15, 14, 15, 1, 0, False),
        (14, 14, 15, 0, 0, True),
        (15, 15, 15, 0, 0, False),
        (80, 79, 80, 1, 0, False),
        (80, 81, 80, 0, 1, False),
        (79, 79, 80, 0, 0, True),
        (90, 80, 80, 10, 0, False),
    ],
)
def test_strength_is_a_flag_not_an_error(authorised, actual, standard, lacking, over, below):
    strength = Strength(authorised=authorised, actual=actual, standard=standard)

    assert (strength.lacking, strength.over, strength.below_standard) == (lacking, over, below)


@pytest.mark.req("ORG-06", "X05")
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("kind", [None, *UnitKind])
def test_the_managing_police_unit_is_fixed_by_the_tier(tier, kind):
    allowed = {
        Tier.BRIGADE: {UnitKind.SUB_BUREAU},
        Tier.SQUADRON: {UnitKind.POLICE_STATION},
        Tier.DETACHMENT: {UnitKind.POLICE_STATION, UnitKind.POLICE_ROOM},
    }[tier]
    if kind in allowed:
        judge_submission(tier, kind)
        judge_relation(tier, Relation.MANAGING, kind)
    else:
        refused("teams.managing-unit-missing", judge_submission, tier, kind)
        if kind is not None:
            refused("teams.managing-unit-wrong-kind", judge_relation, tier, Relation.MANAGING, kind)


@pytest.mark.req("ORG-08", "ORG-09", "ORG-10")
@pytest.mark.parametrize(
    ("tier", "kind", "fits"),
    [
        (Tier.BRIGADE, UnitKind.POLITICAL_LEGAL, True),
        (Tier.BRIGADE, UnitKind.SUB_BUREAU, False),
        (Tier.SQUADRON, UnitKind.PARTY_GOVERNMENT, True),
        (Tier.SQUADRON, UnitKind.GOVERNANCE_CENTRE, True),
        (Tier.SQUADRON, UnitKind.POLICE_STATION, False),
        (Tier.DETACHMENT, UnitKind.GOVERNANCE_CENTRE, True),
        (Tier.DETACHMENT, UnitKind.VILLAGE_COMMITTEE, False),
    ],
)
def test_who_sets_a_team_up(tier, kind, fits):
    if fits:
        judge_relation(tier, Relation.ESTABLISHING, kind)
    else:
        refused("teams.establishing-unit-wrong-kind", judge_relation, tier, Relation.ESTABLISHING, kind)


@pytest.mark.req("ORG-12")
@pytest.mark.parametrize(
    "relation", [Relation.RESPONSIBLE_MANAGEMENT, Relation.RESPONSIBLE_TRAINING, Relation.RESPONSIBLE_DEPLOYMENT]
)
def test_the_three_responsibilities_stay_with_the_police(relation):
    judge_relation(Tier.DETACHMENT, relation, UnitKind.POLICE_ROOM)
    refused("teams.responsibility-not-police", judge_relation, Tier.DETACHMENT, relation, UnitKind.VILLAGE_COMMITTEE)


@pytest.mark.parametrize("relation", [Relation.LEADERSHIP, Relation.INSPECTING, Relation.FUNDING])
def test_other_relations_are_free(relation):
    judge_relation(Tier.SQUADRON, relation, UnitKind.FINANCE_OFFICE)


@pytest.mark.parametrize(
    ("move", "stage", "after"),
    [
        ("plan", None, Stage.PLANNED),
        ("submit", Stage.PLANNED, Stage.SUBMITTED),
        ("submit", Stage.RETURNED, Stage.SUBMITTED),
        ("return", Stage.SUBMITTED, Stage.RETURNED),
        ("activate", Stage.SUBMITTED, Stage.ACTIVE),
        ("suspend", Stage.ACTIVE, Stage.SUSPENDED),
        ("resume", Stage.SUSPENDED, Stage.ACTIVE),
        ("rest", Stage.ACTIVE, Stage.DORMANT),
        ("keep", Stage.ACTIVE, Stage.ACTIVE),
        ("revive", Stage.DORMANT, Stage.ACTIVE),
        ("merge", Stage.ACTIVE, Stage.MERGED),
        ("merge", Stage.SUSPENDED, Stage.MERGED),
        ("merge", Stage.DORMANT, Stage.MERGED),
        ("dissolve", Stage.ACTIVE, Stage.DISSOLVED),
        ("dissolve", Stage.SUSPENDED, Stage.DISSOLVED),
        ("dissolve", Stage.DORMANT, Stage.DISSOLVED),
    ],
)
def test_a_team_moves(move, stage, after):
    assert MOVES.after(move, stage) == after


def test_no_other_arrow_is_drawn():
    legal = {(move, source) for move, (sources, _) in MOVES.table.items() for source in sources}
    assert len(legal) == 20
    assert {stage for stage in Stage if not MOVES.open_from(stage)} == FINAL
    for move in MOVES.table:
        for stage in (None, *Stage):
            if (move, stage) not in legal:
                with pytest.raises(WrongStage):
                    MOVES.after(move, stage)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "teams.reason-needed"),
        ("x", "teams.reason-needed"),
        ("长" * 301, "teams.reason-needed"),
        ("打 13812345678 问", "core.text-has-phone-number"),
    ],
)
def test_a_reason_is_a_sentence_without_numbers_of_persons(text, code):
    refused(code, judge_reason, text)
    assert judge_reason("  人员不齐  ") == "人员不齐"
