"""Legacy units become teams of ours: what has to stand above them first, then each in its turn (ORG-04).

Only the job of a confirmed list calls these.
"""

from __future__ import annotations

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams import reports
from teams.access import Permission
from teams.events import LegacyUnitAbsorbed, RosterRowsBroughtIn, TeamAdopted
from teams.models import (
    ActiveSpan,
    LegacyUnit,
    Place,
    Roster,
    RosterUnit,
    StrengthDecision,
    Team,
    TeamAlias,
    TeamStep,
    TeamUnit,
    Unit,
)
from teams.rules import (
    MANAGING_KINDS,
    MOVES,
    Form,
    Relation,
    Stage,
    Tier,
    initials_of,
    pinyin_of,
    standard_name,
    tier_above,
)
from teams.rules.rosters import ROSTER_MOVES


def _confirmed(roster_id: int, actor: Actor) -> Roster:
    roster = claim(Roster, roster_id, actor=actor, to=Permission.BRING_IN_ROSTER)
    ROSTER_MOVES.after("finish", roster.stage)
    return roster


@command
def make_team_above(*, actor: Actor, roster_id: int, path: str, tier: Tier, at: dt.datetime) -> Team:
    """ORG-01: a brigade or squadron that has to be there before the teams below it."""
    roster = _confirmed(roster_id, actor)
    return _adopt(roster, path, tier, Form.FULL_TIME_PATROL, "", 0, actor, at)


@command
def absorb_unit(*, actor: Actor, roster_id: int, unit_id: int, at: dt.datetime) -> Team:
    """ORG-04: the legacy unit becomes a team of ours; its old name stays as an alias, and a line says what it was."""
    roster = _confirmed(roster_id, actor)
    unit = RosterUnit.objects.select_related("team__place", "joins__team__place").get(pk=unit_id, roster=roster)
    team: Team | None = unit.team or (unit.joins.team if unit.joins is not None else None)
    if team is None or team.stage != Stage.ACTIVE:
        hamlet = unit.hamlet if team is None else team.hamlet
        team = _adopt(roster, unit.path, Tier(unit.tier), Form(unit.form), hamlet, unit.heads, actor, at)
    unit.team = team
    unit.save(update_fields=["team"])
    if unit.name and unit.name != team.name:
        TeamAlias.objects.get_or_create(team=team, name=unit.name, defaults={"kept_at": at})
        line, made = LegacyUnit.objects.get_or_create(
            team=team,
            name=unit.name,
            defaults={
                "kind": unit.kind,
                "path": unit.path,
                "heads_before": unit.listed,
                "absorbed_on": at.date(),
                "document": roster.title,
                "roster": roster,
                "absorbed_by_id": roster.confirmed_by_id,
                "absorbed_at": at,
            },
        )
        if made:
            event = LegacyUnitAbsorbed(at=at, legacy_unit_id=line.pk, team_id=team.pk, roster_id=roster.pk)
            announce(event, actor=actor, path=unit.path)
    announce(
        RosterRowsBroughtIn(at=at, roster_id=roster.pk, team_id=team.pk, added=0, changed=0),
        actor=actor,
        path=unit.path,
    )
    return team


def _adopt(
    roster: Roster, path: str, tier: Tier, form: Form, hamlet: str, heads: int, actor: Actor, at: dt.datetime
) -> Team:
    """The team of that place, active from today by the hand that confirmed the list."""
    place = Place.objects.select_related("parent").get(path=path)
    above = tier_above(tier)
    parent = (
        Team.objects.unfinished().filter(tier=above, place__path=path[: 9 if above is Tier.SQUADRON else 6]).first()
    )
    if above is not None and parent is None:
        raise Refused("teams.parent-team-missing", field="tier")
    team: Team | None = (
        Team.objects.unfinished().select_for_update(of=("self",)).filter(place=place, tier=tier, hamlet=hamlet).first()
    )
    fresh = team is None
    if team is None:
        name = standard_name(tier, place.name, place.parent.name if place.parent else "", hamlet)
        team = Team(tier=tier, place=place, parent=parent, name=name, hamlet=hamlet, form=form)
        team.pinyin, team.initials = pinyin_of(name)[:240], initials_of(name)[:80]
        team.authorised = max(reports.standard_strength(tier, path, at.date()), heads)
    elif team.stage == Stage.ACTIVE:
        return team
    team.stage = MOVES.after("adopt", None if fresh else team.stage)
    team.submitted_by_id, team.submitted_at = roster.uploaded_by_id, roster.uploaded_at
    team.activated_by_id, team.activated_at = roster.confirmed_by_id, at
    team.save()
    if fresh:
        StrengthDecision.objects.create(
            team=team,
            authorised=team.authorised,
            reason="teams.strength-as-brought-in",
            decided_by_id=roster.confirmed_by_id,
            decided_at=at,
        )
    ActiveSpan.objects.create(team=team, since=at.date())
    TeamStep.objects.create(team=team, move="adopt", stage=team.stage, at=at, by_id=roster.confirmed_by_id)
    _relate_police(team, path, tier, at)

    announce(TeamAdopted(at=at, team_id=team.pk, roster_id=roster.pk, since=at.date()), actor=actor, path=path)
    return team


def _relate_police(team: Team, path: str, tier: Tier, at: dt.datetime) -> None:
    """ORG-06: the managing unit where only one can be meant; else its absence is an alarm, not a guess."""
    if TeamUnit.objects.filter(team=team, relation=Relation.MANAGING, until__isnull=True).exists():
        return
    units = list(Unit.objects.around(path).filter(kind__in=MANAGING_KINDS[tier]).select_related("place"))
    nearest = max((len(unit.place.path) for unit in units), default=0)
    meant = [unit for unit in units if len(unit.place.path) == nearest]
    if len(meant) == 1:
        TeamUnit.objects.create(team=team, unit=meant[0], relation=Relation.MANAGING, since=at.date(), related_at=at)
