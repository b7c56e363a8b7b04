"""Rounds of inspections: registered with their inspectors, reported when they are over (INS-02, INS-14)."""

from __future__ import annotations

import datetime as dt

from discipline.access import Permission
from discipline.commands.visits import _cancel, _usable_checklist
from discipline.events import RoundCancelled, RoundPlanned, RoundReported
from discipline.models import Inspection, RoundInspector, SupervisionRound, Visit
from discipline.reports import candidates
from discipline.rules import ROUND_MOVES, RoundDraft, VisitStage, judge_organiser, judge_round, judge_text
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import PlaceTier, judge_reason


@command
def plan_round(*, actor: Actor, place_id: int, draft: RoundDraft, at: dt.datetime) -> SupervisionRound:
    """A group of inspectors, some lent by streets and departments, over a span of days."""
    place = claim(Place, place_id, actor=actor, to=Permission.PLAN_ROUND)
    judge_organiser(draft.organised_by, actor.roles_over(place.path))
    judge_round(draft, today=at.date())
    checklist = _usable_checklist(draft.checklist_id, place.path)
    ids = {row.user_id for row in draft.inspectors}
    if not ids <= candidates(place.path, at.date()).keys():
        raise Refused("discipline.inspector-unknown", field="inspectors")
    homes = {row.home for row in draft.inspectors if row.home}
    streets = Place.objects.filter(path__in=homes, tier=PlaceTier.STREET).under(place.path[:6])
    if set(streets.values_list("path", flat=True)) != homes:
        raise Refused("discipline.home-unknown", field="inspectors")

    round_ = SupervisionRound.objects.create(
        place=place,
        path=place.path,
        name=draft.name.strip(),
        organised_by=draft.organised_by,
        method=draft.method,
        starts_on=draft.starts_on,
        last_day=draft.last_day,
        checklist=checklist,
        stage=ROUND_MOVES.after("plan", None),
        planned_by_id=actor.person_id,
        planned_at=at,
    )
    RoundInspector.objects.bulk_create(
        RoundInspector(round=round_, user_id=row.user_id, home=row.home, lent_by=row.lent_by.strip())
        for row in draft.inspectors
    )

    event = RoundPlanned(at=at, round_id=round_.pk, organised_by=draft.organised_by, method=draft.method)
    announce(event, actor=actor, path=place.path)
    return round_


@command
def report_round(*, actor: Actor, round_id: int, report: str, at: dt.datetime) -> SupervisionRound:
    """INS-14: what the round has found, in words; visits still planned are made first, or taken off."""
    round_ = claim(SupervisionRound, round_id, actor=actor, to=Permission.PLAN_ROUND)
    judge_organiser(round_.organised_by, actor.roles_over(round_.path))
    round_.stage = ROUND_MOVES.after("report", round_.stage)
    judge_text(report, "report", least=10, most=2000)
    if Visit.objects.filter(round=round_, stage=VisitStage.PLANNED).exists():
        raise Refused("discipline.visits-open")

    round_.report, round_.closed_by_id, round_.closed_at = report.strip(), actor.person_id, at
    round_.save()

    inspected = Inspection.objects.made().filter(visit__round=round_).count()
    announce(RoundReported(at=at, round_id=round_.pk, inspected=inspected), actor=actor, path=round_.path)
    return round_


@command
def cancel_round(*, actor: Actor, round_id: int, reason: str, at: dt.datetime) -> SupervisionRound:
    """It is not held, or not to its end: what is still planned is off."""
    round_ = claim(SupervisionRound, round_id, actor=actor, to=Permission.PLAN_ROUND)
    judge_organiser(round_.organised_by, actor.roles_over(round_.path))
    round_.stage = ROUND_MOVES.after("cancel", round_.stage)
    reason = judge_reason(reason)

    round_.closed_by_id, round_.closed_at = actor.person_id, at
    round_.save()
    _cancel(list(Visit.objects.select_for_update().filter(round=round_, stage=VisitStage.PLANNED)), reason, at)

    announce(RoundCancelled(at=at, round_id=round_.pk), actor=actor, path=round_.path)
    return round_
