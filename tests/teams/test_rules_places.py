"""Codes and the tree of places."""

import pytest

from teams.rules import (
    PlaceTier,
    code_to_path,
    judge_place,
    path_to_code,
)
from teams.rules.places import read_place
from tests.teams.saying import refused


@pytest.mark.parametrize(
    ("code", "tier", "path"),
    [
        ("990102000000", PlaceTier.DISTRICT, "990102"),
        ("990102001000", PlaceTier.STREET, "990102001"),
        ("990102001001", PlaceTier.COMMUNITY, "990102001001"),
        ("990102010000", PlaceTier.STREET, "990102010"),
    ],
)
def test_a_printed_code_keeps_its_significant_digits(code, tier, path):
    assert code_to_path(code, tier) == path
    assert path_to_code(path) == code


@pytest.mark.parametrize(
    ("code", "tier"),
    [
        ("990102001000", PlaceTier.DISTRICT),
        ("990102001001", PlaceTier.STREET),
        ("990102000000", PlaceTier.STREET),
        ("990102000000", PlaceTier.COMMUNITY),
        ("99010200100", PlaceTier.STREET),
        ("99010200100a", PlaceTier.COMMUNITY),
        ("990102001000", PlaceTier.COMMUNITY),
        ("99010200100\uff11", PlaceTier.COMMUNITY),  # a full-width digit
    ],
)
def test_a_code_that_does_not_fit_its_tier(code, tier):
    refused("teams.place-code-invalid", code_to_path, code, tier)


@pytest.mark.parametrize(
    ("path", "tier", "parent", "fits"),
    [
        ("990102", PlaceTier.DISTRICT, None, True),
        ("990102", PlaceTier.DISTRICT, "990102", False),
        ("990102001", PlaceTier.STREET, "990102", True),
        ("990102001", PlaceTier.STREET, "990103", False),
        ("990102001", PlaceTier.STREET, None, False),
        ("990102001001", PlaceTier.COMMUNITY, "990102001", True),
        ("990102001001", PlaceTier.COMMUNITY, "990102", False),
        ("990102001001", PlaceTier.COMMUNITY, "990102002", False),
    ],
)
def test_a_place_lies_where_its_code_says(path, tier, parent, fits):
    if fits:
        judge_place(path, tier, parent)
    else:
        refused("teams.place-parent-wrong", judge_place, path, tier, parent)


def test_a_line_of_the_list_of_divisions():
    line = {"code": "990102001000", "name": " 锦川街道 ", "tier": "street", "parent": "990102000000", "population": ""}
    row = read_place(line, 3)

    assert (row.path, row.name, row.parent_path, row.population) == ("990102001", "锦川街道", "990102", 0)
    for wrong in ({"tier": "town"}, {"population": "many"}, {"population": "-1"}, {"name": ""}, {"name": "长" * 61}):
        no = refused("teams.place-line-unreadable", read_place, {**line, **wrong}, 3)
        assert no.facts == {"line": 3}
    refused("teams.place-line-unreadable", read_place, {"code": "1"}, 3)
