"""A team is planned, submitted with its managing unit, approved by another hand, suspended and resumed."""

import datetime as dt
from typing import Any

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.events import TeamActivated, TeamPlanned, TeamResumed, TeamReturned, TeamSubmitted, TeamSuspended
from teams.models import ActiveSpan, Place, StrengthDecision, Team, TeamAlias, TeamStep, TeamUnit
from teams.reports import structure
from teams.rules import (
    MOVES,
    TEAM_ROLES,
    Owed,
    PlaceTier,
    Relation,
    Role,
    Stage,
    TeamDraft,
    Tier,
    UnitKind,
    initials_of,
    judge_reason,
    judge_submission,
    judge_team,
    pinyin_of,
    place_tier_of,
    standard_name,
    tier_above,
)


def _step(team: Team, move: str, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    TeamStep.objects.create(team=team, move=move, stage=team.stage, at=at, by_id=actor.person_id, reason=reason)


def _parent(tier: Tier, place: Place) -> Team | None:
    """ORG-01: the one team a tier up, over the territory this place lies in; if that was merged, what it became."""
    above = tier_above(tier)
    if above is None:
        return None
    path = place.parent.path if place.parent is not None else ""
    over = Team.objects.filter(tier=above, place__path=path)
    standing: Team | None = over.unfinished().first()
    if standing is not None:
        return standing
    merged = over.filter(stage=Stage.MERGED).order_by("pk").last()
    return Team.objects.unfinished().filter(pk=structure().heir(merged.pk)).first() if merged is not None else None


def _founded(
    *,
    place: Place,
    tier: Tier,
    parent: Team | None,
    draft: TeamDraft,
    reason: str,
    decided_by: int | None,
    at: dt.datetime,
    **more: Any,
) -> Team:
    """A team under its standard name, with the first decision on its strength (ORG-02, ORG-05)."""
    name = standard_name(tier, place.name, place.parent.name if place.parent else "", draft.hamlet)
    team = Team.objects.create(
        tier=tier,
        place=place,
        parent=parent,
        name=name,
        pinyin=pinyin_of(name)[:240],
        initials=initials_of(name)[:80],
        hamlet=draft.hamlet,
        form=draft.form,
        authorised=draft.authorised,
        **more,
    )
    StrengthDecision.objects.create(
        team=team, authorised=draft.authorised, reason=reason, decided_by_id=decided_by, decided_at=at
    )
    if draft.former_name and draft.former_name != name:
        TeamAlias.objects.create(team=team, name=draft.former_name, kept_at=at)
    return team


@command
def plan_team(*, actor: Actor, place_id: int, tier: Tier, draft: TeamDraft, at: dt.datetime) -> Team:
    """A team on paper: parent and name follow from tier and place (ORG-01, ORG-02)."""
    place = claim(Place, place_id, actor=actor, to=Permission.PLAN_TEAM, related=("parent", "parent__parent"))
    parent = _parent(tier, place)
    if tier_above(tier) is not None and place.tier == place_tier_of(tier) and parent is None:
        raise Refused("teams.parent-team-missing", field="tier")
    judge_team(draft, tier, PlaceTier(place.tier), Tier(parent.tier) if parent else None)
    if Team.objects.unfinished().filter(place=place, tier=tier, hamlet=draft.hamlet).exists():
        raise Refused("teams.team-known", field="tier")

    team = _founded(
        place=place,
        tier=tier,
        parent=parent,
        draft=draft,
        reason="teams.strength-as-planned",
        decided_by=actor.person_id,
        at=at,
        stage=MOVES.after("plan", None),
    )
    _step(team, "plan", actor, at)

    announce(TeamPlanned(at=at, team_id=team.pk), actor=actor, path=place.path)
    return team


@command
def submit_team(*, actor: Actor, team_id: int, at: dt.datetime) -> Team:
    """Ask the head of the office to approve it; its managing police unit is named (ORG-06)."""
    team = claim(Team, team_id, actor=actor, to=Permission.SUBMIT_TEAM, related=("place",))
    team.stage = MOVES.after("submit", team.stage)
    managing = TeamUnit.objects.filter(team=team, relation=Relation.MANAGING, until__isnull=True).first()
    judge_submission(Tier(team.tier), UnitKind(managing.unit.kind) if managing else None)

    team.submitted_by_id, team.submitted_at = actor.person_id, at
    team.save()
    _step(team, "submit", actor, at)
    due = obligations.Due(
        subject_type="team",
        subject_id=team.pk,
        team_id=None,
        path=team.place.path,
        role=Role.GOVERNANCE_HEAD,
        due_at=at + dt.timedelta(days=7),
        period=at.isoformat(timespec="seconds")[:19],
    )
    obligations.owe(Owed.APPROVE_TEAM, [due], at=at)

    announce(TeamSubmitted(at=at, team_id=team.pk), actor=actor, path=team.place.path)
    return team


def _decided(team: Team, at: dt.datetime) -> None:
    obligations.settle(Owed.APPROVE_TEAM, subject_type="team", subject_id=team.pk, at=at)


@command
def return_team(*, actor: Actor, team_id: int, reason: str, at: dt.datetime) -> Team:
    """Back to whoever submitted it, with the reason."""
    team = claim(Team, team_id, actor=actor, to=Permission.ACTIVATE_TEAM, related=("place",))
    team.stage = MOVES.after("return", team.stage)
    reason = judge_reason(reason)

    team.save()
    _step(team, "return", actor, at, reason)
    _decided(team, at)

    announce(TeamReturned(at=at, team_id=team.pk), actor=actor, path=team.place.path)
    return team


@command
def activate_team(*, actor: Actor, team_id: int, at: dt.datetime) -> Team:
    """The head of the office approves; another hand than the one that submitted. From this day a log is due."""
    team = claim(Team, team_id, actor=actor, to=Permission.ACTIVATE_TEAM, related=("place",))
    team.stage = MOVES.after("activate", team.stage)
    judge_other_hand(team.submitted_by_id, actor.person_id, "teams.approved-by-submitter")

    team.activated_by_id, team.activated_at = actor.person_id, at
    team.save()
    ActiveSpan.objects.create(team=team, since=at.date())
    _step(team, "activate", actor, at)
    _decided(team, at)

    announce(TeamActivated(at=at, team_id=team.pk, since=at.date()), actor=actor, path=team.place.path)
    return team


@command
def suspend_team(*, actor: Actor, team_id: int, reason: str, at: dt.datetime) -> Team:
    """Stop a team for a while. What it still owed is no longer due, from this very moment; what others owe stays."""
    team = claim(Team, team_id, actor=actor, to=Permission.SUSPEND_TEAM, related=("place",))
    team.stage = MOVES.after("suspend", team.stage)
    reason = judge_reason(reason)

    team.save()
    ActiveSpan.objects.filter(team=team, until__isnull=True).update(until=at.date())
    obligations.cancel(team_id=team.pk, role__in=TEAM_ROLES, at=at)
    _step(team, "suspend", actor, at, reason)

    announce(TeamSuspended(at=at, team_id=team.pk, since=at.date()), actor=actor, path=team.place.path)
    return team


@command
def resume_team(*, actor: Actor, team_id: int, at: dt.datetime) -> Team:
    """Take up duty again, from this day."""
    team = claim(Team, team_id, actor=actor, to=Permission.SUSPEND_TEAM, related=("place",))
    team.stage = MOVES.after("resume", team.stage)

    team.save()
    ActiveSpan.objects.create(team=team, since=at.date())
    _step(team, "resume", actor, at)

    announce(TeamResumed(at=at, team_id=team.pk, since=at.date()), actor=actor, path=team.place.path)
    return team
