"""Silent teams: the clock warns and proposes, a person confirms or keeps them active, a plan wakes them."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.models import Obligation
from patrol_ops.core.querysets import within
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.access import Permission
from teams.commands.teams import _step
from teams.events import DormancyWatched, RevivalPlanWritten, TeamKeptActive, TeamRested, TeamRevived
from teams.models import ActiveSpan, DormantSpell, Membership, Place, Team
from teams.policy import REVIVAL_PLAN_DAYS
from teams.reports import Silence, silence_of, silences
from teams.rules import (
    MOVES,
    TEAM_ROLES,
    DormancyCause,
    Owed,
    PlaceTier,
    RevivalPlanDraft,
    Role,
    Stage,
    Tier,
    Watch,
    judge_plan,
    judge_proposed,
    judge_reason,
    judge_revival,
)

_ABOUT = (Owed.WAKE_TEAM, Owed.CONFIRM_DORMANT)


def _street_of(tier: str) -> Role:
    """Whose it is to wake a team: the street's, and the office's for a brigade."""
    return Role.GOVERNANCE if tier == Tier.BRIGADE else Role.TOWNSHIP


def _due(team_id: int, path: str, role: Role, due_at: dt.datetime, period: str) -> obligations.Due:
    return obligations.Due(subject_type="team", subject_id=team_id, path=path, role=role, due_at=due_at, period=period)


@command
def watch_teams(*, actor: Actor, district_id: int, at: dt.datetime) -> int:
    """ORG-31: warn of each active team that is silent, propose as dormant whoever is so for longer, and let go of
    those that gave a sign. Owed once for each silence, however often this runs. Returns how much changed."""
    if not actor.may(Permission.WATCH_TEAMS):
        raise NotPermitted
    path = Place.objects.filter(pk=district_id, tier=PlaceTier.DISTRICT).values_list("path", flat=True).first()
    # Asked before the lock: signs of life are known further up (house 3).
    silent = [line for line in silences(path, at.date()) if line.state is not Watch.AWAKE] if path else []
    district = Place.objects.select_for_update().filter(pk=district_id, tier=PlaceTier.DISTRICT).first()
    if district is None:
        raise NotPermitted

    warned = obligations.owe(Owed.WAKE_TEAM, [_wake(line) for line in silent], at=at)
    proposed = obligations.owe(
        Owed.CONFIRM_DORMANT, [_confirm(line, at) for line in silent if line.state is Watch.PROPOSE], at=at
    )
    woken = _let_go({line.team_id: line.since.isoformat() for line in silent}, district.path, at)
    if not warned and not proposed and not woken:
        raise Refused("teams.nothing-silent")

    event = DormancyWatched(
        at=at, district_id=district.pk, day=at.date(), warned=warned, proposed=proposed, woken=woken
    )
    announce(event, actor=actor, path=district.path)
    return warned + proposed + woken


def _wake(line: Silence) -> obligations.Due:
    return _due(line.team_id, line.path, _street_of(line.tier), start_of(line.dormant_on), line.since.isoformat())


def _confirm(line: Silence, at: dt.datetime) -> obligations.Due:
    due_at = at + dt.timedelta(days=7)
    return _due(line.team_id, line.path, Role.GOVERNANCE, due_at, line.since.isoformat())


def _let_go(silent: dict[int, str], path: str, at: dt.datetime) -> int:
    """What was owed about a silence that is over."""
    rows = Obligation.objects.open().filter(within("path", path), kind__in=_ABOUT)
    over = [pk for pk, team, period in rows.values_list("pk", "subject_id", "period") if silent.get(team) != period]
    return obligations.cancel(pk__in=over, at=at) if over else 0


def _proposed(team: Team) -> bool:
    rows = Obligation.objects.open().filter(kind=Owed.CONFIRM_DORMANT, subject_type="team", subject_id=team.pk)
    return rows.exists()


@command
def confirm_dormant(*, actor: Actor, team_id: int, cause: DormancyCause, reason: str, at: dt.datetime) -> DormantSpell:
    """A person confirms what the clock proposed: the team owes no logs any more, the street owes a revival plan."""
    silence = silence_of(team_id, at.date())
    team = claim(Team, team_id, actor=actor, to=Permission.CONFIRM_DORMANT, related=("place",))
    team.stage = MOVES.after("rest", team.stage)
    judge_proposed(_proposed(team), silence.state if silence else Watch.AWAKE)
    reason = judge_reason(reason)

    team.save()
    ActiveSpan.objects.filter(team=team, until__isnull=True).update(until=at.date())
    spell = DormantSpell.objects.create(
        team=team, cause=cause, reason=reason, confirmed_by_id=actor.person_id, confirmed_at=at
    )
    obligations.settle(Owed.CONFIRM_DORMANT, subject_type="team", subject_id=team.pk, at=at)
    obligations.cancel(kind=Owed.WAKE_TEAM, subject_type="team", subject_id=team.pk, at=at)
    obligations.cancel(team_id=team.pk, role__in=TEAM_ROLES, at=at)
    days = REVIVAL_PLAN_DAYS.on(at.date(), team.place.path)
    due_at = start_of(at.date() + dt.timedelta(days=days + 1))
    plan = _due(team.pk, team.place.path, _street_of(team.tier), due_at, at.date().isoformat())
    obligations.owe(Owed.WRITE_REVIVAL_PLAN, [plan], at=at)
    _step(team, "rest", actor, at, reason)

    announce(TeamRested(at=at, team_id=team.pk, since=at.date(), cause=cause), actor=actor, path=team.place.path)
    return spell


@command
def keep_active(*, actor: Actor, team_id: int, reason: str, at: dt.datetime) -> Team:
    """The proposal is declined with a reason; asked again only after as many silent days more."""
    team = claim(Team, team_id, actor=actor, to=Permission.CONFIRM_DORMANT, related=("place",))
    team.stage = MOVES.after("keep", team.stage)
    if not _proposed(team):
        raise Refused("teams.dormancy-not-proposed")
    reason = judge_reason(reason)

    obligations.settle(Owed.CONFIRM_DORMANT, subject_type="team", subject_id=team.pk, at=at)
    obligations.cancel(kind=Owed.WAKE_TEAM, subject_type="team", subject_id=team.pk, at=at)
    _step(team, "keep", actor, at, reason)

    announce(TeamKeptActive(at=at, team_id=team.pk), actor=actor, path=team.place.path)
    return team


def _spell(team: Team) -> DormantSpell:
    spell: DormantSpell | None = DormantSpell.objects.open().filter(team=team).first()
    if team.stage != Stage.DORMANT or spell is None:
        raise Refused("teams.not-dormant")
    return spell


@command
def write_revival_plan(*, actor: Actor, team_id: int, draft: RevivalPlanDraft, at: dt.datetime) -> DormantSpell:
    """ORG-30: causes, measures and a day; written again it replaces what stood there. From then on its day is due."""
    team = claim(Team, team_id, actor=actor, to=Permission.WRITE_REVIVAL_PLAN, related=("place",))
    spell = _spell(team)
    draft = judge_plan(draft, at.date())

    spell.causes, spell.measures, spell.due_on = draft.causes, draft.measures, draft.due_on
    spell.planned_by_id, spell.planned_at = actor.person_id, at
    spell.save()
    obligations.settle(Owed.WRITE_REVIVAL_PLAN, subject_type="team", subject_id=team.pk, at=at)
    obligations.cancel(kind=Owed.REVIVE_TEAM, subject_type="team", subject_id=team.pk, at=at)
    due_at = start_of(draft.due_on + dt.timedelta(days=1))
    due = _due(team.pk, team.place.path, Role.GOVERNANCE, due_at, spell.confirmed_at.date().isoformat())
    obligations.owe(Owed.REVIVE_TEAM, [due], at=at)

    event = RevivalPlanWritten(at=at, team_id=team.pk, dormant_spell_id=spell.pk, due_on=draft.due_on)
    announce(event, actor=actor, path=team.place.path)
    return spell


@command
def revive_team(*, actor: Actor, team_id: int, result: str, at: dt.datetime) -> Team:
    """Back on duty from this day, by a plan and with people; what came of the plan is kept."""
    team = claim(Team, team_id, actor=actor, to=Permission.REVIVE_TEAM, related=("place",))
    team.stage = MOVES.after("revive", team.stage)
    spell = DormantSpell.objects.open().get(team=team)
    serving = Membership.objects.on(at.date()).filter(team=team).count()
    judge_revival(planned=spell.planned_at is not None, serving=serving)
    result = judge_reason(result)

    team.save()
    spell.result, spell.revived_by_id, spell.revived_at = result, actor.person_id, at
    spell.save()
    ActiveSpan.objects.create(team=team, since=at.date())
    obligations.settle(Owed.REVIVE_TEAM, subject_type="team", subject_id=team.pk, at=at)
    _step(team, "revive", actor, at, result)

    announce(TeamRevived(at=at, team_id=team.pk, since=at.date()), actor=actor, path=team.place.path)
    return team
