"""Authorised strength, and which bodies stand behind a team."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.events import PlaqueHung, StrengthAuthorised, UnitRelated
from teams.models import StrengthDecision, Team, TeamUnit, Unit
from teams.rules import (
    Relation,
    Tier,
    UnitKind,
    judge_plaque,
    judge_reason,
    judge_relation,
    judge_strength,
    judge_unfinished,
)


@command
def authorise_strength(*, actor: Actor, team_id: int, authorised: int, reason: str, at: dt.datetime) -> Team:
    """ORG-05: the head of the office decides the establishment, with a reason that stays."""
    team = claim(Team, team_id, actor=actor, to=Permission.AUTHORISE_STRENGTH, related=("place",))
    judge_unfinished(team.stage)
    judge_strength(authorised)
    reason = judge_reason(reason)
    if authorised == team.authorised:
        raise Refused("teams.strength-unchanged", field="authorised")

    before, team.authorised = team.authorised, authorised
    team.save()
    StrengthDecision.objects.create(
        team=team, authorised=authorised, reason=reason, decided_by_id=actor.person_id, decided_at=at
    )

    announce(
        StrengthAuthorised(at=at, team_id=team.pk, authorised=authorised, before=before),
        actor=actor,
        path=team.place.path,
    )
    return team


@command
def hang_plaque(*, actor: Actor, team_id: int, hung_on: dt.date, at: dt.datetime) -> Team:
    """ORG-22: the team's plaque hangs since that day; a later word corrects an earlier one."""
    team = claim(Team, team_id, actor=actor, to=Permission.HANG_PLAQUE, related=("place",))
    judge_unfinished(team.stage)
    judge_plaque(hung_on, at.date())

    team.plaque_hung_on = hung_on
    team.save()

    announce(PlaqueHung(at=at, team_id=team.pk, hung_on=hung_on), actor=actor, path=team.place.path)
    return team


@command
def relate_unit(*, actor: Actor, team_id: int, unit_id: int, relation: Relation, at: dt.datetime) -> TeamUnit:
    """ORG-07, ORG-12: one body a relation at a time; the one before is kept with its last day."""
    team = claim(Team, team_id, actor=actor, to=Permission.RELATE_UNIT, related=("place",))
    judge_unfinished(team.stage)
    unit = Unit.objects.around(team.place.path).filter(pk=unit_id).first()
    if unit is None:
        raise Refused("teams.unit-elsewhere", field="unit")
    judge_relation(Tier(team.tier), relation, UnitKind(unit.kind))
    current = TeamUnit.objects.filter(team=team, relation=relation, until__isnull=True).first()
    if current is not None and current.unit_id == unit.pk:
        raise Refused("teams.unit-related-already", field="unit")

    if current is not None:
        current.until = max(at.date(), current.since)
        current.save()
    row = TeamUnit.objects.create(
        team=team, unit=unit, relation=relation, since=at.date(), related_by_id=actor.person_id, related_at=at
    )

    announce(UnitRelated(at=at, team_id=team.pk, unit_id=unit.pk, relation=relation), actor=actor, path=team.place.path)
    return row
