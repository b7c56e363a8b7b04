"""Patrol areas: drawn and designated by the police that manage."""

import datetime as dt

from patrol_ops.core.access import Actor, covers
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.events import AreaDesignated, AreaDrawn
from teams.models import AreaDesignation, PatrolArea, Place, Team, Unit
from teams.rules import AreaDraft, AreaKind, PlaceTier, judge_area, judge_unfinished


@command
def draw_area(
    *,
    actor: Actor,
    place_id: int,
    draft: AreaDraft,
    responsible_team_id: int,
    responsible_unit_id: int,
    parent_id: int | None = None,
    at: dt.datetime,
) -> PatrolArea:
    """An area of a place, with exactly one team and one unit that answer for it (ORG-25), designated to that team."""
    place = claim(Place, place_id, actor=actor, to=Permission.DRAW_AREA)
    parent = PatrolArea.objects.filter(pk=parent_id, place=place).first() if parent_id else None
    if parent_id and parent is None:
        raise Refused("teams.area-parent-wrong", field="parent")
    team = Team.objects.select_related("place").filter(pk=responsible_team_id).first()
    if team is None or not covers(team.place.path, place.path):
        raise Refused("teams.area-team-elsewhere", field="responsible_team")
    judge_unfinished(team.stage)
    unit = Unit.objects.select_related("place").filter(pk=responsible_unit_id).first()
    if unit is None or not covers(unit.place.path, place.path):
        raise Refused("teams.unit-elsewhere", field="responsible_unit")
    base = parent.path if parent else place.path
    siblings = PatrolArea.objects.filter(place=place, parent=parent)
    last = siblings.order_by("-path").values_list("path", flat=True).first()
    judge_area(draft, PlaceTier(place.tier), AreaKind(parent.kind) if parent else None, int(last[-2:]) if last else 0)
    if PatrolArea.objects.filter(place=place, name=draft.name).exists():
        raise Refused("teams.area-known", field="name")

    area = PatrolArea.objects.create(
        path=f"{base}{int(last[-2:]) + 1 if last else 1:02d}",
        name=draft.name,
        kind=draft.kind,
        form=draft.form,
        place=place,
        parent=parent,
        responsible_team=team,
        responsible_unit=unit,
        drawn_by_id=actor.person_id,
        drawn_at=at,
    )
    _designate(area, team, actor, at)

    announce(AreaDrawn(at=at, area_id=area.pk, team_id=team.pk), actor=actor, path=area.path[:12])
    return area


def _designate(area: PatrolArea, team: Team, actor: Actor, at: dt.datetime) -> AreaDesignation:
    return AreaDesignation.objects.create(
        area=area, team=team, since=at.date(), designated_by_id=actor.person_id, designated_at=at
    )


@command
def designate_area(*, actor: Actor, area_id: int, team_id: int, at: dt.datetime) -> AreaDesignation:
    """SCH-01: a further team may patrol the area from this day, such as the squadron above."""
    area = claim(PatrolArea, area_id, actor=actor, to=Permission.DESIGNATE_AREA, related=("place",))
    team = Team.objects.select_related("place").filter(pk=team_id).first()
    if team is None or not covers(team.place.path, area.place.path):
        raise Refused("teams.area-team-elsewhere", field="team")
    judge_unfinished(team.stage)
    if AreaDesignation.objects.filter(area=area, team=team, until__isnull=True).exists():
        raise Refused("teams.area-designated-already", field="team")

    row = _designate(area, team, actor, at)

    announce(
        AreaDesignated(at=at, area_id=area.pk, team_id=team.pk, since=row.since), actor=actor, path=area.place.path
    )
    return row
