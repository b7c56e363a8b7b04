"""The establishment, and the bodies behind a team."""

import pytest

from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import StrengthDecision, TeamUnit
from teams.rules import Relation, UnitKind
from tests.teams.saying import refused, said

# --- strength and bodies --------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-05", "X04")
def test_authorise_strength_keeps_reason_and_hand(harbour, gwen_actor, gwen, at):
    commands.authorise_strength(actor=gwen_actor, team_id=harbour.pk, authorised=9, reason="辖区扩大", at=at)

    harbour.refresh_from_db()
    assert harbour.authorised == 9
    decision = StrengthDecision.objects.filter(team=harbour).latest("decided_at")
    assert (decision.authorised, decision.reason, decision.decided_by_id) == (9, "辖区扩大", gwen.pk)
    (entry,) = said("teams.strength_authorised", at)
    assert entry.facts == {"team_id": harbour.pk, "authorised": 9, "before": 6}


@pytest.mark.req("ORG-05")
@pytest.mark.parametrize("who", ["gus_actor", "tess_actor", "lena_actor", "kai_actor"])
def test_authorise_strength_by_anybody_else_finds_nothing(request, who, harbour, at):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        commands.authorise_strength(actor=actor, team_id=harbour.pk, authorised=9, reason="辖区扩大", at=at)


@pytest.mark.parametrize(
    ("authorised", "reason", "code"),
    [
        (0, "辖区扩大", "teams.strength-out-of-bounds"),
        (9, "", "teams.reason-needed"),
        (6, "辖区扩大", "teams.strength-unchanged"),
        (9, "电 13812345678", "core.text-has-phone-number"),
    ],
)
def test_authorise_strength_refused_changes_nothing(harbour, gwen_actor, at, authorised, reason, code):
    decided = StrengthDecision.objects.filter(team=harbour).count()
    refused(
        code,
        commands.authorise_strength,
        actor=gwen_actor, team_id=harbour.pk, authorised=authorised, reason=reason, at=at,
    )  # fmt: skip
    harbour.refresh_from_db()
    assert harbour.authorised == 6
    assert StrengthDecision.objects.filter(team=harbour).count() == decided
    assert not said("teams.strength_authorised", at)


@pytest.mark.req("ORG-07", "ORG-12")
@pytest.mark.parametrize("relation", Relation)
def test_relate_unit_keeps_every_relation_apart(harbour, district, gus_actor, relation, at):
    kind = {
        Relation.ESTABLISHING: UnitKind.GOVERNANCE_CENTRE,
        Relation.LEADERSHIP: UnitKind.PARTY_GOVERNMENT,
        Relation.FUNDING: UnitKind.FINANCE_OFFICE,
        Relation.INSPECTING: UnitKind.GOVERNANCE_OFFICE,
    }.get(relation, UnitKind.POLICE_ROOM)
    unit = commands.found_unit(
        actor=gus_actor, place_id=district.places["990102001001"], kind=kind, name="另一单位", at=at
    )
    others = TeamUnit.objects.filter(team=harbour).exclude(relation=relation).count()
    commands.relate_unit(actor=gus_actor, team_id=harbour.pk, unit_id=unit.pk, relation=relation, at=at)

    current = TeamUnit.objects.filter(team=harbour, relation=relation, until__isnull=True)
    assert [row.unit_id for row in current] == [unit.pk]
    assert TeamUnit.objects.filter(team=harbour).exclude(relation=relation).count() == others
    before = TeamUnit.objects.filter(team=harbour, relation=relation, until=at.date())
    assert before.count() == (relation in {Relation.MANAGING, Relation.ESTABLISHING})
    assert len(said("teams.unit_related", at)) == 1


@pytest.mark.req("ORG-06")
def test_relate_unit_refused_writes_nothing(harbour, district, gus_actor, at):
    rows = TeamUnit.objects.count()

    def relate(unit, relation):
        commands.relate_unit(
            actor=gus_actor, team_id=harbour.pk, unit_id=district.units[unit], relation=relation, at=at
        )

    refused("teams.unit-elsewhere", relate, "other_station", Relation.MANAGING)
    refused("teams.managing-unit-wrong-kind", relate, "bureau", Relation.MANAGING)
    refused("teams.unit-related-already", relate, "station", Relation.MANAGING)
    refused("teams.responsibility-not-police", relate, "centre", Relation.RESPONSIBLE_TRAINING)
    assert TeamUnit.objects.count() == rows
    assert not said("teams.unit_related", at)


def test_relate_unit_elsewhere_finds_nothing(harbour, district, theo_actor, at):
    with pytest.raises(NotPermitted):
        commands.relate_unit(
            actor=theo_actor, team_id=harbour.pk, unit_id=district.units["law"], relation=Relation.LEADERSHIP, at=at
        )
