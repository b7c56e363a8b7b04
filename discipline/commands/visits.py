"""Visits are planned, moved and taken off. The inspected side hears of announced ones, and of nothing else (INS-04)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from discipline.access import Permission
from discipline.events import VisitCancelled, VisitPlanned, VisitRescheduled
from discipline.models import Checklist, RoundInspector, SupervisionRound, Visit
from discipline.reports import candidates, ties_of
from discipline.rules import (
    VISIT_MOVES,
    Method,
    Owed,
    RoundStage,
    VisitDraft,
    is_conflicted,
    judge_organiser,
    judge_visit_day,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor, covers
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import Team
from teams.rules import Role, Stage, judge_reason

_DAY = dt.timedelta(days=1)


@command
def plan_visit(*, actor: Actor, draft: VisitDraft, at: dt.datetime) -> Visit:
    """Somebody is to look at a team on a day.

    Refused: an inspector of the own team, or of the own street in a cross-area round (INS-03); an announced visit on a
    day on which another is announced already (X06). What is not announced neither blocks a day nor is blocked.
    """
    team = claim(Team, draft.team_id, actor=actor, to=Permission.PLAN_VISIT, related=("place",))
    if team.stage != Stage.ACTIVE:
        raise Refused("discipline.team-not-active", field="team_id")
    round_ = _round(draft, actor, team)
    organised_by = round_.organised_by if round_ else draft.organised_by
    method = round_.method if round_ else Method.ROUTINE
    judge_organiser(organised_by, actor.roles_over(team.place.path))
    _judge_day(draft.starts_at, at, round_)
    checklist = _usable_checklist(round_.checklist_id if round_ else draft.checklist_id, team.place.path)
    _judge_inspector(draft.inspector_id, team, method, at, round_)
    starts_at = draft.starts_at.replace(tzinfo=at.tzinfo)
    if draft.announced:
        _judge_free(team.pk, starts_at)

    visit = Visit.objects.create(
        team=team,
        path=team.place.path,
        round=round_,
        organised_by=organised_by,
        method=method,
        announced=draft.announced,
        checklist=checklist,
        inspector_id=draft.inspector_id,
        starts_at=starts_at,
        stage=VISIT_MOVES.after("plan", None),
        planned_by_id=actor.person_id,
        planned_at=at,
    )
    _owe([visit], at, fresh=True)

    event = VisitPlanned(at=at, visit_id=visit.pk, team_id=team.pk, announced=visit.announced)
    announce(event, actor=actor, path=visit.path)
    return visit


@command
def reschedule_visit(
    *, actor: Actor, visit_id: int, starts_at: dt.datetime, at: dt.datetime, inspector_id: int | None = None
) -> Visit:
    """Another day, another inspector, or both; ``starts_at`` is naive and local."""
    visit = claim(Visit, visit_id, actor=actor, to=Permission.PLAN_VISIT, related=("team__place", "round"))
    # Two visits that move to one day meet here, as two that are planned do.
    Team.objects.select_for_update().get(pk=visit.team_id)
    judge_organiser(visit.organised_by, actor.roles_over(visit.path))
    visit.stage = VISIT_MOVES.after("reschedule", visit.stage)
    _judge_day(starts_at, at, visit.round)
    _judge_inspector(inspector_id or visit.inspector_id, visit.team, visit.method, at, visit.round)
    moved_to = starts_at.replace(tzinfo=at.tzinfo)
    if visit.announced:
        _judge_free(visit.team_id, moved_to, but=visit.pk)

    _call_off([visit], at)
    visit.moved_from, visit.starts_at = visit.starts_at, moved_to
    visit.inspector_id = inspector_id or visit.inspector_id
    visit.save()
    _owe([visit], at)

    event = VisitRescheduled(at=at, visit_id=visit.pk, team_id=visit.team_id, announced=visit.announced)
    announce(event, actor=actor, path=visit.path)
    return visit


@command
def cancel_visit(*, actor: Actor, visit_id: int, reason: str, at: dt.datetime) -> Visit:
    visit = claim(Visit, visit_id, actor=actor, to=Permission.PLAN_VISIT)
    judge_organiser(visit.organised_by, actor.roles_over(visit.path))
    _cancel([visit], judge_reason(reason), at)

    event = VisitCancelled(at=at, visit_id=visit.pk, team_id=visit.team_id, announced=visit.announced)
    announce(event, actor=actor, path=visit.path)
    return visit


# --- what planning shares with rounds and the clock -----------------------------------------------------------------


def _usable_checklist(checklist_id: int, path: str) -> Checklist:
    """A checklist of the district that somebody has agreed to."""
    agreed = Checklist.objects.of_district(path).open().filter(pk=checklist_id, revisions__agreed_at__isnull=False)
    checklist: Checklist | None = agreed.first()
    if checklist is None:
        raise Refused("discipline.checklist-unknown", field="checklist_id")
    return checklist


def _round(draft: VisitDraft, actor: Actor, team: Team) -> SupervisionRound | None:
    if draft.round_id is None:
        return None
    rounds = SupervisionRound.objects.visible_to(actor, Permission.PLAN_ROUND)
    # Locked: a round that is being closed takes no visit in.
    locked = rounds.select_for_update(of=("self",)).filter(pk=draft.round_id)
    round_: SupervisionRound | None = locked.first()
    if round_ is None or round_.stage != RoundStage.OPEN:
        raise Refused("discipline.round-closed", field="round_id")
    if not covers(round_.path, team.place.path):
        raise Refused("discipline.team-of-another-place", field="team_id")
    if not RoundInspector.objects.filter(round=round_, user=draft.inspector_id).exists():
        raise Refused("discipline.inspector-of-another-round", field="inspector_id")
    return round_


def _judge_day(starts_at: dt.datetime, at: dt.datetime, round_: SupervisionRound | None) -> None:
    first, last = (round_.starts_on, round_.last_day) if round_ else (None, None)
    judge_visit_day(starts_at, now=at.replace(tzinfo=None), first=first, last=last)


def _judge_inspector(
    inspector_id: int, team: Team, method: str, at: dt.datetime, round_: SupervisionRound | None
) -> None:
    if inspector_id not in candidates(team.place.path, at.date()):
        raise Refused("discipline.inspector-unknown", field="inspector_id")
    ties = ties_of([inspector_id], at.date(), round_.pk if round_ else None)[inspector_id]
    why = is_conflicted(method, team_id=team.pk, path=team.place.path, own_teams=ties.teams, homes=ties.homes)
    if why is not None:
        raise Refused(why, field="inspector_id")


def _judge_free(team_id: int, starts_at: dt.datetime, but: int | None = None) -> None:
    """X06: one shared calendar; nobody is visited twice on one day, where both were announced."""
    day = start_of(local(starts_at).date())
    others = Visit.objects.standing().announced().between(day, day + _DAY).filter(team=team_id)
    if others.exclude(pk=but).exists():
        raise Refused("discipline.visited-already", field="starts_at")


def _owe(visits: Iterable[Visit], at: dt.datetime, *, fresh: bool = False) -> None:
    """The inspector hears of it, and the leader where it is announced. An unannounced one stands nowhere else: no team,
    no territory, so that no list and no figure of a place counts it. What the team owes is a day's reception, not a
    visit: the number of a visit would count those it is not to know of (INS-04), and X06 knows one a day. ``fresh``:
    made in this very command."""
    announced = [visit for visit in visits if visit.announced]
    unseen = [visit for visit in visits if not visit.announced]

    def due(visit: Visit, path: str = "") -> obligations.Due:
        return obligations.Due(
            subject_type="visit", subject_id=visit.pk, due_at=visit.starts_at, path=path, user_id=visit.inspector_id
        )

    if announced:
        makers = [due(visit, visit.path) for visit in announced]
        obligations.owe(Owed.MAKE_VISIT, makers, at=at, fresh=fresh)
        receivers = [
            obligations.Due(
                subject_type="team",
                subject_id=visit.team_id,
                due_at=visit.starts_at,
                period=_day_of(visit),
                team_id=visit.team_id,
                path=visit.path,
                role=Role.LEADER,
            )
            for visit in announced
        ]
        # A day that was called off before lives again: never fresh.
        obligations.owe(Owed.RECEIVE_VISIT, receivers, at=at)
    if unseen:
        secret = [due(visit) for visit in unseen]
        obligations.owe(Owed.MAKE_UNSEEN_VISIT, secret, at=at, fresh=fresh)


def _day_of(visit: Visit) -> str:
    return local(visit.starts_at).date().isoformat()


def _settle_visit(visit: Visit, at: dt.datetime) -> None:
    """It was made: whoever was to make it has, and who was to receive it."""
    made = Owed.MAKE_VISIT if visit.announced else Owed.MAKE_UNSEEN_VISIT
    obligations.settle(made, subject_type="visit", subject_id=visit.pk, at=at)
    if visit.announced:
        obligations.settle(
            Owed.RECEIVE_VISIT, subject_type="team", subject_id=visit.team_id, period=_day_of(visit), at=at
        )


def _call_off(visits: Iterable[Visit], at: dt.datetime) -> None:
    ids = [visit.pk for visit in visits]
    makers = (Owed.MAKE_VISIT, Owed.MAKE_UNSEEN_VISIT)
    obligations.cancel(at=at, kind__in=makers, subject_type="visit", subject_id__in=ids)
    days: dict[str, list[int]] = defaultdict(list)
    for visit in visits:
        if visit.announced:
            days[_day_of(visit)].append(visit.team_id)
    for day, teams in days.items():
        obligations.cancel(at=at, kind=Owed.RECEIVE_VISIT, subject_type="team", subject_id__in=teams, period=day)


def _cancel(visits: list[Visit], reason: str, at: dt.datetime) -> None:
    for visit in visits:
        visit.stage = VISIT_MOVES.after("cancel", visit.stage)
        visit.cancelled_why = reason
    Visit.objects.bulk_update(visits, ["stage", "cancelled_why"])
    _call_off(visits, at)
