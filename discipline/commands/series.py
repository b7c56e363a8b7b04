"""Plans that repeat (INS-01, INS-05): begun by a hand, carried out by the clock, period after period."""

from __future__ import annotations

import datetime as dt

from discipline.access import Permission
from discipline.commands.visits import _owe, _usable_checklist
from discipline.events import AreasWatched, SeriesBegun, SeriesEnded, SeriesVisitsPlanned
from discipline.models import Visit, VisitSeries
from discipline.reports import candidates, spans, teams_with_inspections, ties_of
from discipline.rules import (
    VISIT_MOVES,
    Method,
    Organiser,
    Owed,
    SeriesDraft,
    is_conflicted,
    judge_organiser,
    period_name,
    spread,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import working_days
from patrol_ops.core.clock import at as at_hour
from patrol_ops.core.clock import local, start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.models import Place, Team
from teams.rules import PlaceTier, Role

_DAY = dt.timedelta(days=1)
# The next period is planned so long before it begins; the first visits of this one leave a week to be reminded.
AHEAD = dt.timedelta(days=10)
NOTICE = dt.timedelta(days=8)
MORNING = 9
MOST_INSPECTORS = 30


@command
def begin_series(*, actor: Actor, place_id: int, draft: SeriesDraft, at: dt.datetime) -> VisitSeries:
    """From now on each team of the tier under this place is visited once in each period of the policy."""
    place = claim(Place, place_id, actor=actor, to=Permission.PLAN_VISIT)
    judge_organiser(draft.organised_by, actor.roles_over(place.path))
    checklist = _usable_checklist(draft.checklist_id, place.path)
    if not 1 <= len(draft.inspector_ids) <= MOST_INSPECTORS:
        raise Refused("discipline.inspectors-odd", field="inspector_ids", most=MOST_INSPECTORS)
    if not draft.inspector_ids <= candidates(place.path, at.date()).keys():
        raise Refused("discipline.inspector-unknown", field="inspector_ids")
    same = VisitSeries.objects.open().filter(place=place, organised_by=draft.organised_by, tier=draft.tier)
    if same.filter(checklist=checklist).exists():
        raise Refused("discipline.series-runs", field="checklist_id")

    series = VisitSeries.objects.create(
        place=place,
        path=place.path,
        organised_by=draft.organised_by,
        tier=draft.tier,
        checklist=checklist,
        announced=draft.announced,
        begun_by_id=actor.person_id,
        begun_at=at,
    )
    series.inspectors.set(draft.inspector_ids)

    announce(SeriesBegun(at=at, series_id=series.pk, tier=series.tier), actor=actor, path=series.path)
    return series


@command
def end_series(*, actor: Actor, series_id: int, at: dt.datetime) -> VisitSeries:
    """Nothing more is planned by it; what is planned already stays."""
    series = claim(VisitSeries, series_id, actor=actor, to=Permission.PLAN_VISIT)
    judge_organiser(series.organised_by, actor.roles_over(series.path))
    if series.ended_at is not None:
        raise Refused("discipline.series-over")

    series.ended_at, series.ended_by_id = at, actor.person_id
    series.save()

    announce(SeriesEnded(at=at, series_id=series.pk), actor=actor, path=series.path)
    return series


@command
def plan_series_visits(*, actor: Actor, series_id: int, at: dt.datetime) -> int:
    """The visits of this period, and of the next once it is near. Run twice it adds nothing: a team has one visit of a
    series in a period, which the database knows. Returns how many were planned; Refused where there was nothing."""
    series = claim(VisitSeries, series_id, actor=actor, to=Permission.PLAN_VISIT, related=("checklist",))
    if series.ended_at is not None or series.checklist.retired_at is not None:
        raise Refused("discipline.series-over")

    this = spans(at.date(), series.path)[series.tier]
    after = spans(this[1] + _DAY, series.path)[series.tier]
    periods = [this, after] if after[0] - at.date() <= AHEAD else [this]
    planned = left_out = 0
    for first, last in periods:
        done, missing = _plan_period(series, first, last, at)
        planned, left_out = planned + done, left_out + missing
    if not planned:
        raise Refused("discipline.nothing-to-plan")

    event = SeriesVisitsPlanned(at=at, series_id=series.pk, planned=planned, left_out=left_out)
    announce(event, actor=actor, path=series.path)
    return planned


def _plan_period(series: VisitSeries, first: dt.date, last: dt.date, at: dt.datetime) -> tuple[int, int]:
    period = period_name(first)
    here = Team.objects.under(series.path).active().filter(tier=series.tier)
    have = Visit.objects.filter(series=series, period=period)
    without = here.exclude(pk__in=have.values("team")).order_by("pk").values_list("pk", "place__path")
    if not without.exists():
        return 0, 0
    # Locked as by whoever plans by hand: two announced visits do not meet on one day (X06).
    locked = sorted(without.select_for_update(of=("self",)), key=lambda row: (row[1], row[0]))
    teams = dict(locked)
    days = working_days(max(first, min(at.date() + NOTICE, last)), last) or working_days(at.date() + _DAY, last)
    taken = set()
    if series.announced and days:
        others = Visit.objects.standing().announced().filter(team__in=teams, starts_at__gte=start_of(days[0]))
        taken = {(team, local(moment).date()) for team, moment in others.values_list("team_id", "starts_at")}
    sent = candidates(series.path, at.date())
    people = sorted(pk for pk in series.inspectors.values_list("pk", flat=True) if pk in sent)
    ties = ties_of(people, at.date())

    def may(inspector: int, team: int) -> bool:
        own = ties[inspector]
        return not is_conflicted(Method.ROUTINE, team_id=team, path=teams[team], own_teams=own.teams, homes=own.homes)

    turns = spread(list(teams), people, days, taken=taken, may=may)
    visits = Visit.objects.bulk_create(
        Visit(
            team_id=turn.team_id,
            path=teams[turn.team_id],
            series=series,
            period=period,
            organised_by=series.organised_by,
            method=Method.ROUTINE,
            announced=series.announced,
            checklist_id=series.checklist_id,
            inspector_id=turn.inspector_id,
            starts_at=at_hour(turn.day, MORNING),
            stage=VISIT_MOVES.after("plan", None),
            planned_by_id=series.begun_by_id,
            planned_at=at,
        )
        for turn in turns
    )
    _owe(visits, at, fresh=True)
    return len(visits), len(teams) - len(visits)


@command
def watch_areas(*, actor: Actor, place_id: int, at: dt.datetime) -> int:
    """INS-01: the police of each street owes that all its teams are inspected in their period; in the district, the
    sub-bureau its brigade. Settled once all are, called off when the next period is well under way."""
    if not actor.may(Permission.WATCH_INSPECTIONS):
        raise NotPermitted
    district = Place.objects.filter(pk=place_id, tier=PlaceTier.DISTRICT).first()
    if district is None:
        raise NotPermitted

    today = at.date()
    rows = teams_with_inspections(district.path, today, Organiser.POLICE_STATION)
    uncovered: set[tuple[str, str]] = set()
    wanted: set[tuple[str, str]] = set()
    for path, tier, covered in rows.values_list("place__path", "tier", "covered"):
        wanted.add((path[:9], tier))
        if not covered:
            uncovered.add((path[:9], tier))
    places = dict(Place.objects.filter(path__in={path for path, _ in wanted}).values_list("path", "pk"))
    periods = spans(today, district.path)
    cancelled = obligations.cancel(
        at=at,
        kind=Owed.COVER_AREA,
        subject_type="place",
        subject_id__in=list(places.values()),
        due_at__lt=at - 14 * _DAY,
    )
    settled = 0
    for path, tier in sorted(wanted - uncovered):
        settled += obligations.settle(
            Owed.COVER_AREA, subject_type="place", subject_id=places[path], at=at, period=_cover(tier, periods)
        )
    dues = [
        obligations.Due(
            subject_type="place",
            subject_id=places[path],
            due_at=start_of(periods[tier][1] + _DAY),
            period=_cover(tier, periods),
            path=path,
            role=Role.STATION_LIAISON if len(path) > 6 else Role.SUB_BUREAU,
        )
        for path, tier in sorted(uncovered)
    ]
    owed = obligations.owe(Owed.COVER_AREA, dues, at=at)
    if not (owed or settled or cancelled):
        raise Refused("discipline.nothing-to-watch")

    event = AreasWatched(at=at, place_id=district.pk, owed=owed, settled=settled, cancelled=cancelled)
    announce(event, actor=actor, path=district.path)
    return owed


def _cover(tier: str, periods: dict[str, tuple[dt.date, dt.date]]) -> str:
    return f"{tier}-{period_name(periods[tier][0])}"
