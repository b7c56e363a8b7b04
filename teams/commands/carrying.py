"""What an approved reorganisation does on its day: everything or nothing, and said if it no longer fits."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.sockets import figures
from teams.access import Permission
from teams.commands.fitting import _judge_dissolve, _judge_merge, _judge_rename, _judge_split
from teams.commands.handing import _hand_over_areas, _hand_over_members, _hand_over_stock, _keep_names, _renamed
from teams.commands.teams import _founded, _step
from teams.events import ReorganisationFailed, TeamDissolved, TeamMerged, TeamRenamed, TeamSplit
from teams.models import ActiveSpan, Reorganisation, Team, TeamSuccession, TeamUnit
from teams.rules import (
    MOVES,
    REORGANISING,
    TEAM_ROLES,
    Form,
    ReorganisationKind,
    SuccessionKind,
    TeamDraft,
    Tier,
)


def _still_open(team_id: int) -> dict[str, int]:
    """Asked before the lock (house 3): what stands in the way of dissolving, by its words."""
    return {what: int(count) for what, count in figures("before-dissolving", team_id=team_id).items()}


@command
def carry_out_reorganisation(*, actor: Actor, reorganisation_id: int, at: dt.datetime) -> Reorganisation:
    """The clock does on its day what was approved. What no longer fits changes nothing; whoever ordered it is told."""
    known = Reorganisation.objects.filter(pk=reorganisation_id).values_list("team_id", flat=True).first()
    still_open = _still_open(known or 0)
    row = claim(Reorganisation, reorganisation_id, actor=actor, to=Permission.CARRY_OUT_REORGANISATION)
    REORGANISING.after("carry_out", row.stage)
    if row.effective_on > at.date():
        raise Refused("teams.not-yet-effective")

    try:
        with transaction.atomic():
            _carry_out(row, still_open, actor, at)
    except Refused as no:
        row.refresh_from_db()
        row.stage = REORGANISING.after("fail", row.stage)
        row.failure, row.failure_facts, row.ended_at = no.code, no.facts, at
        row.save()
        event = ReorganisationFailed(at=at, reorganisation_id=row.pk, team_id=row.team_id, code=no.code)
        announce(event, actor=actor, path=row.team.place.path)
    return row


def _carry_out(row: Reorganisation, still_open: Mapping[str, int], actor: Actor, at: dt.datetime) -> None:
    """From today on, never from a day that is past: where the clock stood still, what was done since stays done."""
    merging = list(row.merging.values_list("pk", flat=True))
    locked = Team.objects.select_for_update(of=("self",)).filter(pk__in=[row.team_id, *merging]).order_by("pk")
    teams: dict[int, Team] = {team.pk: team for team in locked.select_related("place__parent", "parent")}
    team = teams.pop(row.team_id)
    day = at.date()
    if row.kind == ReorganisationKind.MERGE:
        _merge(row, team, list(teams.values()), day, actor, at)
    elif row.kind == ReorganisationKind.SPLIT:
        _split(row, team, day, actor, at)
    elif row.kind == ReorganisationKind.RENAME:
        _rename(row, team, actor, at)
    else:
        _dissolve(row, team, still_open, day, actor, at)
    row.stage = REORGANISING.after("carry_out", row.stage)
    row.ended_at, row.ended_by_id = at, actor.person_id
    row.save()


def _finish(row: Reorganisation, team: Team, move: str, day: dt.date, actor: Actor, at: dt.datetime) -> None:
    """It stops for good: its span ends, nothing is owed by it or about it any more, no body stands behind it."""
    team.stage = MOVES.after(move, team.stage)
    team.save()
    ActiveSpan.objects.filter(team=team, until__isnull=True).update(until=day)
    TeamUnit.objects.filter(team=team, until__isnull=True).update(until=day)
    obligations.cancel(team_id=team.pk, role__in=TEAM_ROLES, at=at)
    obligations.cancel(kind__startswith="teams.", subject_type="team", subject_id=team.pk, at=at)
    _step(team, move, actor, at, row.reason)


def _succeed(
    row: Reorganisation, kind: SuccessionKind, before: Team, after: Team, day: dt.date, at: dt.datetime
) -> None:
    TeamSuccession.objects.create(
        kind=kind,
        predecessor=before,
        successor=after,
        effective_on=day,
        reorganisation=row,
        by_id=row.approved_by_id,
        at=at,
        reason=row.reason,
    )


def _merge(
    row: Reorganisation, successor: Team, predecessors: list[Team], day: dt.date, actor: Actor, at: dt.datetime
) -> None:
    _judge_merge(successor, predecessors)
    for team in predecessors:
        moved = _hand_over_members(team, successor, None, day, actor, at)
        _hand_over_areas(team, successor, day, actor, at)
        _keep_names(team, successor, at)
        Team.objects.unfinished().filter(parent=team).update(parent=successor)
        _finish(row, team, "merge", day, actor, at)
        _hand_over_stock(team, successor, at)
        _succeed(row, SuccessionKind.MERGE, team, successor, day, at)
        event = TeamMerged(at=at, team_id=team.pk, successor_id=successor.pk, on=day, members=moved)
        announce(event, actor=actor, path=team.place.path)


def _split(row: Reorganisation, team: Team, day: dt.date, actor: Actor, at: dt.datetime) -> None:
    members = list(row.moving.values_list("pk", flat=True))
    draft = TeamDraft(form=Form(row.form), authorised=row.authorised or 0, hamlet=row.hamlet)
    _judge_split(team, draft, members)
    made = _founded(
        place=team.place,
        tier=Tier(team.tier),
        parent=team.parent,
        draft=draft,
        reason=row.reason,
        decided_by=row.approved_by_id,
        at=at,
        stage=team.stage,
        submitted_by_id=row.ordered_by_id,
        submitted_at=row.ordered_at,
        activated_by_id=row.approved_by_id,
        activated_at=at,
    )
    ActiveSpan.objects.create(team=made, since=day)
    TeamUnit.objects.bulk_create(
        TeamUnit(team=made, unit_id=unit, relation=relation, since=day, related_by_id=row.approved_by_id, related_at=at)
        for unit, relation in TeamUnit.objects.filter(team=team, until__isnull=True).values_list("unit", "relation")
    )
    _step(made, "activate", actor, at, row.reason)
    moved = _hand_over_members(team, made, members, day, actor, at)
    _succeed(row, SuccessionKind.SPLIT, team, made, day, at)
    event = TeamSplit(at=at, team_id=team.pk, new_team_id=made.pk, on=day, members=moved)
    announce(event, actor=actor, path=team.place.path)


def _rename(row: Reorganisation, team: Team, actor: Actor, at: dt.datetime) -> None:
    _judge_rename(team, row.hamlet)
    team.hamlet = row.hamlet
    _renamed(team, at)
    announce(TeamRenamed(at=at, team_id=team.pk), actor=actor, path=team.place.path)


def _dissolve(
    row: Reorganisation, team: Team, still_open: Mapping[str, int], day: dt.date, actor: Actor, at: dt.datetime
) -> None:
    """Its areas fall to the team above, so that each stays somebody's (ORG-25)."""
    _judge_dissolve(team, still_open)
    _hand_over_areas(team, team.parent, day, actor, at)
    _finish(row, team, "dissolve", day, actor, at)
    announce(TeamDissolved(at=at, team_id=team.pk, on=day), actor=actor, path=team.place.path)
