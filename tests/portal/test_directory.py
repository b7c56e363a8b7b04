"""The public directory of teams: active ones by street, nothing about people, three statements, then none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.portal.reports import directory
from teams.models import Team
from tests.cast import STAFF, TEAMS, District

PEOPLE = [name for team in TEAMS for name in team[6]] + [name for _, name, _, _ in STAFF]


def read(address: str) -> str:
    return Client().get(address).content.decode()


def test_the_home_page_says_what_there_is(district: District) -> None:
    said = read(reverse("portal:home"))

    assert f"现有队伍 {len(TEAMS)} 支" in said
    assert reverse("portal:teams") in said


def test_teams_stand_under_their_streets_with_the_police_that_manage_them(district: District) -> None:
    rows = directory.public_teams(Actor.public())
    streets = directory.by_street(rows, directory.streets())

    assert [street.name for street in streets] == ["启明区", "锦川街道", "清水街道"]
    assert {(team.place, team.unit) for team in streets[1].teams} == {
        ("锦川街道", "锦川派出所"),
        ("港口社区", "锦川派出所"),
        ("书院社区", "锦川派出所"),
    }


def test_one_street_alone_and_a_street_that_is_none(district: District) -> None:
    said = read(reverse("portal:teams") + "?street=990102002")

    assert "柳林社区" in said
    assert "港口社区" not in said
    assert Client().get(reverse("portal:teams") + "?street=990102009").status_code == 404


@pytest.mark.parametrize("page", ["portal:home", "portal:teams"])
def test_no_page_names_anybody(district: District, page: str) -> None:
    said = read(reverse(page))

    assert [name for name in PEOPLE if name in said] == []


def test_only_active_teams_are_shown(district: District) -> None:
    Team.objects.filter(pk=district.teams["harbour"]).update(stage="SUSPENDED")

    assert "港口社区" not in read(reverse("portal:teams"))


def test_nobody_else_reads_through_this_permission(district: District) -> None:
    assert not directory.public_teams(district.actor("gwen")).exists()
    assert directory.team_count(Actor.nobody()) == 0


@pytest.mark.parametrize(("page", "statements"), [("portal:home", 3), ("portal:teams", 3)])
def test_statements_are_counted_once_and_then_none(
    district: District,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., Any],
    page: str,
    statements: int,
) -> None:
    with django_assert_num_queries(statements):
        first = Client().get(reverse(page))
    client = signed_in(User.objects.get(username="lena"))
    with django_assert_num_queries(0):
        again = client.get(reverse(page))

    assert again.content == first.content
    assert "李娜" not in again.content.decode()


def test_a_hundred_a_page(district: District) -> None:
    harbour = Team.objects.get(pk=district.teams["harbour"])
    for n in range(100):
        harbour.pk, harbour.hamlet, harbour.form = None, f"第{n}湾", "VOLUNTARY_PATROL"
        harbour.save(force_insert=True)

    first = read(reverse("portal:teams") + "?lang=en")

    assert first.count('<th scope="row">') == 100
    assert 'href="?lang=en&amp;page=2"' in first
    assert read(reverse("portal:teams") + "?page=2").count('<th scope="row">') == len(TEAMS)
