"""The divisions of the district, and the bodies in them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from patrol_ops.core.access import Actor, Reach
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.access import Permission
from teams.commands.handing import _renamed
from teams.events import PlacesLoaded, TeamRenamed, UnitFounded
from teams.models import Place, Team, Unit
from teams.rules import PlaceTier, Tier, UnitKind, initials_of, judge_place, pinyin_of
from teams.rules.places import PlaceRow


@command
def load_places(*, actor: Actor, rows: Iterable[PlaceRow], at: dt.datetime) -> Place:
    """Divisions as the official list has them: new ones come in, known ones take the list's name and population.

    Nothing is taken away: teams stand on places. Exactly one district; returns it.
    """
    rows = sorted(rows, key=lambda row: len(row.path))
    districts = [row for row in rows if row.tier is PlaceTier.DISTRICT]
    if len(districts) != 1:
        raise Refused("teams.places-one-district", field="rows")
    if len({row.path for row in rows}) != len(rows):
        raise Refused("teams.places-doubled", field="rows")
    for row in rows:
        judge_place(row.path, row.tier, row.parent_path)
    known: dict[str, Place] = {
        place.path: place for place in Place.objects.under(districts[0].path).select_for_update()
    }
    if districts[0].path in known:
        claim(Place, known[districts[0].path].pk, actor=actor, to=Permission.LOAD_PLACES)
    elif not any(reach is Reach.ALL for _, reach in actor.reaches(Permission.LOAD_PLACES)):
        raise NotPermitted

    added, renamed, changed = 0, [], 0
    for row in rows:
        parent = known.get(row.parent_path or "")
        if row.parent_path is not None and parent is None:
            raise Refused("teams.place-parent-wrong", field="rows", code=row.code)
        place = known.get(row.path)
        if place is None:
            known[row.path] = Place.objects.create(
                code=row.code,
                path=row.path,
                name=row.name,
                pinyin=pinyin_of(row.name),
                initials=initials_of(row.name),
                tier=row.tier,
                parent=parent,
                population=row.population,
            )
            added += 1
        elif (place.name, place.population) != (row.name, row.population):
            if place.name != row.name:
                renamed.append(place.pk)
            place.name, place.population = row.name, row.population
            place.pinyin, place.initials = pinyin_of(row.name), initials_of(row.name)
            place.save()
            changed += 1
    district = known[districts[0].path]
    _rename_teams(renamed, actor, at)

    announce(
        PlacesLoaded(at=at, district_id=district.pk, added=added, changed=changed), actor=actor, path=district.path
    )
    return district


def _rename_teams(place_ids: list[int], actor: Actor, at: dt.datetime) -> None:
    """A place's new name is its teams' new name; the former one is kept to be found by (ORG-02)."""
    if not place_ids:
        return
    there = Q(place__in=place_ids) | Q(tier=Tier.DETACHMENT, place__parent__in=place_ids)
    teams = Team.objects.unfinished().filter(there).select_related("place__parent")
    for team in teams.select_for_update(of=("self",)).order_by("pk"):
        _renamed(team, at)
        announce(TeamRenamed(at=at, team_id=team.pk), actor=actor, path=team.place.path)


@command
def found_unit(*, actor: Actor, place_id: int, kind: UnitKind, name: str, at: dt.datetime) -> Unit:
    """A body at a place: an office, a police station, a committee."""
    place = claim(Place, place_id, actor=actor, to=Permission.FOUND_UNIT)
    name = name.strip()
    if not 2 <= len(name) <= 80:
        raise Refused("teams.unit-name-invalid", field="name")
    if Unit.objects.filter(place=place, name=name).exists():
        raise Refused("teams.unit-known", field="name")

    unit = Unit.objects.create(place=place, kind=kind, name=name, founded_by_id=actor.person_id, founded_at=at)

    announce(UnitFounded(at=at, unit_id=unit.pk), actor=actor, path=place.path)
    return unit
