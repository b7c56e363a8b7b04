"""Divisions, bodies and patrol areas."""

import dataclasses

import pytest

from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import AreaDesignation, PatrolArea, Place, Team, TeamAlias, Unit
from teams.rules import AreaDraft, AreaForm, AreaKind, UnitKind
from tests.cast import BUILDER, PLACES
from tests.teams.conftest import MORE, rows_of
from tests.teams.saying import refused, said

AREA = AreaDraft(name="码头", kind=AreaKind.AREA, form=AreaForm.AREA)


# --- load places ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_load_places_makes_a_district(at):
    district = commands.load_places(actor=BUILDER, rows=rows_of(*PLACES), at=at)

    assert (district.name, district.path, district.code) == ("启明区", "990102", "990102000000")
    tree = dict(Place.objects.values_list("path", "parent__path"))
    assert tree["990102001"] == "990102"
    assert tree["990102001001"] == "990102001"
    assert (district.pinyin, district.initials) == ("qimingqu", "qmq")
    (entry,) = said("teams.places_loaded", at)
    assert entry.facts == {"district_id": district.pk, "added": 6, "changed": 0}


@pytest.mark.django_db
def test_load_places_again_changes_nothing(at):
    commands.load_places(actor=BUILDER, rows=rows_of(*PLACES), at=at)
    commands.load_places(actor=BUILDER, rows=reversed(rows_of(*PLACES)), at=at)

    assert Place.objects.count() == 6
    assert [entry.facts["added"] for entry in said("teams.places_loaded", at)] == [6, 0]


@pytest.mark.req("ORG-02")
def test_load_places_with_a_new_name_renames_the_teams_and_keeps_the_former_name(ada_actor, harbour, squadron, at):
    renamed = [
        dataclasses.replace(row, name="锦江街道") if row.path == "990102001" else row for row in rows_of(*PLACES)
    ]
    commands.load_places(actor=ada_actor, rows=renamed, at=at)

    squadron.refresh_from_db()
    harbour.refresh_from_db()
    assert (squadron.name, squadron.initials) == ("锦江街道社会治安巡防中队", "jjjdshzaxfzd")
    assert harbour.name == "锦江街道港口社区社会治安巡防分队"
    assert TeamAlias.objects.get(team=harbour).name == "锦川街道港口社区社会治安巡防分队"
    assert Team.objects.matching("锦川").count() == 3
    assert Team.objects.filter(name__contains="清水").count() == 2
    assert len(said("teams.team_renamed", at)) == 3


def test_load_places_with_other_figures_leaves_the_names(ada_actor, harbour, at):
    rows = [dataclasses.replace(row, population=1) for row in rows_of(*PLACES)]
    commands.load_places(actor=ada_actor, rows=rows, at=at)
    assert set(Place.objects.values_list("population", flat=True)) == {1}
    assert not TeamAlias.objects.exists()
    assert said("teams.places_loaded", at)[0].facts["changed"] == 6


def test_load_places_is_the_administrators(district, gwen_actor, theo_actor, at):
    for actor in (gwen_actor, theo_actor):
        with pytest.raises(NotPermitted):
            commands.load_places(actor=actor, rows=rows_of(*PLACES, *MORE), at=at)
    assert Place.objects.count() == 6


def test_load_places_of_another_district_finds_nothing_for_its_neighbour(ada_actor, at):
    rows = rows_of(("990103000000", "邻区", "district", "", "1"))
    with pytest.raises(NotPermitted):
        commands.load_places(actor=ada_actor, rows=rows, at=at)
    assert not Place.objects.filter(path="990103").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (PLACES[1:], "teams.places-one-district"),
        ((*PLACES, ("990103000000", "邻区", "district", "", "1")), "teams.places-one-district"),
        ((*PLACES, PLACES[1]), "teams.places-doubled"),
        ((PLACES[0], PLACES[2]), "teams.place-parent-wrong"),
        ((PLACES[0], ("990102001000", "锦川街道", "street", "990103000000", "1")), "teams.place-parent-wrong"),
    ],
)
def test_load_places_refused_writes_nothing(lines, code, at):
    refused(code, commands.load_places, actor=BUILDER, rows=rows_of(*lines), at=at)
    assert Place.objects.count() == 0
    assert not said("teams.places_loaded", at)


# --- found unit -----------------------------------------------------------------------------------------------------


def test_found_unit(gus_actor, gus, harbour_place, at):
    unit = commands.found_unit(
        actor=gus_actor, place_id=harbour_place.pk, kind=UnitKind.POLICE_ROOM, name=" 港口警务室 ", at=at
    )
    assert (unit.name, unit.founded_by_id) == ("港口警务室", gus.pk)
    assert len(said("teams.unit_founded", at)) == 1


@pytest.mark.parametrize("who", ["tess_actor", "kai_actor", "lena_actor", "aud_actor"])
def test_found_unit_by_anybody_else_finds_nothing(request, who, harbour_place, at):
    with pytest.raises(NotPermitted):
        commands.found_unit(
            actor=request.getfixturevalue(who),
            place_id=harbour_place.pk, kind=UnitKind.POLICE_ROOM, name="港口警务室", at=at,
        )  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [("警", "teams.unit-name-invalid"), ("锦川派出所", "teams.unit-known")])
def test_found_unit_refused_writes_nothing(gus_actor, district, name, code, at):
    units = Unit.objects.count()
    place = district.places["990102001"]
    refused(code, commands.found_unit, actor=gus_actor, place_id=place, kind=UnitKind.POLICE_ROOM, name=name, at=at)
    assert Unit.objects.count() == units
    assert not said("teams.unit_founded", at)


# --- areas ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draw(piet_actor, district, at):
    def act(**values):
        whole = {
            "actor": piet_actor,
            "place_id": district.places["990102001001"],
            "draft": AREA,
            "responsible_team_id": district.teams["harbour"],
            "responsible_unit_id": district.units["station"],
            "at": at,
            **values,
        }
        return commands.draw_area(**whole)

    return act


@pytest.mark.req("ORG-25", "X47")
def test_draw_area_has_one_team_and_one_unit_and_a_path_of_its_own(draw, harbour_area, harbour, station, piet, at):
    area = draw()
    grid = draw(draft=AreaDraft("一号网格", AreaKind.GRID, AreaForm.AREA), parent_id=area.pk)

    assert harbour_area.path == "99010200100101"
    assert area.path == "99010200100102"
    assert grid.path == "9901020010010201"
    assert (area.responsible_team_id, area.responsible_unit_id) == (harbour.pk, station.pk)
    assert AreaDesignation.objects.get(area=area).team_id == harbour.pk
    assert area.drawn_by_id == piet.pk
    assert len(said("teams.area_drawn", at)) == 2


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["pia_actor", "kai_actor", "gus_actor", "lena_actor"])
def test_draw_area_elsewhere_or_by_another_role_finds_nothing(request, who, draw, at):
    with pytest.raises(NotPermitted):
        draw(actor=request.getfixturevalue(who))
    assert not said("teams.area_drawn", at)


@pytest.mark.req("ORG-25")
def test_draw_area_refused_writes_nothing(draw, district, harbour_area, willow_area, at):
    areas = PatrolArea.objects.count()
    refused("teams.area-team-elsewhere", draw, responsible_team_id=district.teams["willow"])
    refused("teams.unit-elsewhere", draw, responsible_unit_id=district.units["other_station"])
    refused("teams.area-parent-wrong", draw, parent_id=willow_area.pk)
    refused("teams.area-parent-wrong", draw, parent_id=harbour_area.pk)
    refused("teams.area-known", draw, draft=AreaDraft(harbour_area.name, AreaKind.AREA, AreaForm.AREA))
    street, squadron = district.places["990102001"], district.teams["squadron"]
    refused("teams.area-in-community", draw, place_id=street, responsible_team_id=squadron)
    assert PatrolArea.objects.count() == areas
    assert not said("teams.area_drawn", at)


def test_designate_area_lets_a_further_team_walk_there(harbour_area, squadron, piet_actor, piet, at):
    commands.designate_area(actor=piet_actor, area_id=harbour_area.pk, team_id=squadron.pk, at=at)

    rows = AreaDesignation.objects.filter(area=harbour_area, until__isnull=True)
    assert {row.team.tier for row in rows} == {"DETACHMENT", "SQUADRON"}
    assert rows.get(team=squadron).designated_by_id == piet.pk
    assert len(said("teams.area_designated", at)) == 1


def test_designate_area_elsewhere_finds_nothing(harbour_area, squadron, pia_actor, at):
    with pytest.raises(NotPermitted):
        commands.designate_area(actor=pia_actor, area_id=harbour_area.pk, team_id=squadron.pk, at=at)


def test_designate_area_refused_writes_nothing(harbour_area, willow, harbour, piet_actor, at):
    def designate(team):
        commands.designate_area(actor=piet_actor, area_id=harbour_area.pk, team_id=team.pk, at=at)

    refused("teams.area-team-elsewhere", designate, willow)
    refused("teams.area-designated-already", designate, harbour)
    assert AreaDesignation.objects.filter(area=harbour_area).count() == 1
    assert not said("teams.area_designated", at)
