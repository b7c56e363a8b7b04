"""The tree of patrol areas."""

import pytest

from teams.rules import (
    AreaDraft,
    AreaForm,
    AreaKind,
    PlaceTier,
    judge_area,
)
from tests.teams.saying import refused


@pytest.mark.req("X47")
@pytest.mark.parametrize("kind", AreaKind)
@pytest.mark.parametrize("parent", [None, *AreaKind])
def test_the_tree_of_areas(kind, parent):
    fits = {
        AreaKind.AREA: {None},
        AreaKind.GRID: {None, AreaKind.AREA},
        AreaKind.SECTION: {None, AreaKind.AREA, AreaKind.GRID},
        AreaKind.SITE: {None, AreaKind.AREA, AreaKind.GRID, AreaKind.SECTION},
    }[kind]
    draft = AreaDraft(name="码头", kind=kind, form=AreaForm.POINT)
    if parent in fits:
        judge_area(draft, PlaceTier.COMMUNITY, parent, 0)
    else:
        refused("teams.area-parent-wrong", judge_area, draft, PlaceTier.COMMUNITY, parent, 0)


def test_areas_lie_in_communities_are_numbered_with_two_digits_and_sites_are_points():
    draft = AreaDraft(name="码头", kind=AreaKind.AREA, form=AreaForm.AREA)
    judge_area(draft, PlaceTier.COMMUNITY, None, 98)
    refused("teams.areas-full", judge_area, draft, PlaceTier.COMMUNITY, None, 99)
    for tier in (PlaceTier.STREET, PlaceTier.DISTRICT):
        refused("teams.area-in-community", judge_area, draft, tier, None, 0)
    site = AreaDraft(name="岗亭", kind=AreaKind.SITE, form=AreaForm.LINE)
    refused("teams.site-is-a-point", judge_area, site, PlaceTier.COMMUNITY, None, 0)
