"""Who may: roles, reaches and territories, failing closed."""

from enum import StrEnum

import pytest

from patrol_ops.core import access
from patrol_ops.core.access import PUBLIC, SYSTEM, Actor, Post, Reach, covers, path_range

pytestmark = pytest.mark.usefixtures("registries")


class P(StrEnum):
    SEE = "tests.see"
    DO = "tests.do"


@pytest.fixture(autouse=True)
def _table(registries: None) -> None:
    access.register({P.SEE: {"leader": Reach.TEAM, "office": Reach.TERRITORY, SYSTEM: Reach.ALL}})


def test_an_actor_without_a_post_may_nothing() -> None:
    assert not Actor.nobody().may(P.SEE)
    assert list(Actor.nobody().reaches(P.SEE)) == []
    assert not Actor.nobody().is_person


def test_a_permission_nobody_granted_is_held_by_nobody() -> None:
    everyone = Actor("person", 1, posts=(Post("leader", team_id=1), Post("office", "410000")))
    assert not everyone.may(P.DO)
    assert not Actor.system("clock").may(P.DO)


def test_each_post_reaches_as_far_as_its_role_is_granted() -> None:
    leader, office, other = Post("leader", team_id=7), Post("office", "410101"), Post("auditor", "41")
    actor = Actor("person", 1, posts=(leader, office, other))
    assert list(actor.reaches(P.SEE)) == [(leader, Reach.TEAM), (office, Reach.TERRITORY)]
    assert actor.may(P.SEE)
    assert actor.holds("auditor", "leader")
    assert not actor.holds("trainer")


def test_the_system_and_the_public_are_granted_in_the_same_table() -> None:
    assert Actor.system("close-due-notices").may(P.SEE)
    assert not Actor.public().may(P.SEE)
    assert Actor.public().posts == (Post(PUBLIC),)
    assert not Actor.system("clock").is_person


def test_a_permission_is_granted_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        access.register({P.SEE: {"leader": Reach.ALL}})


@pytest.mark.parametrize(
    ("path", "inside", "outside"),
    [
        ("410101", ["410101", "410101001", "410101999999"], ["410100999", "410102", "41010"]),
        ("410101999", ["410101999", "410101999001"], ["410102", "410102000", "410101998999"]),
        ("999999", ["999999", "999999001", "999999999999"], ["99999", "999998999"]),
        ("010101", ["010101", "010101001"], ["010102", "10101"]),
    ],
)
def test_a_range_of_paths_is_what_begins_with_it(path: str, inside: list[str], outside: list[str]) -> None:
    low, high = path_range(path)
    assert all(low <= other < high and covers(path, other) for other in inside)
    assert not any(low <= other < high or covers(path, other) for other in outside)


@pytest.mark.parametrize("path", ["", "4101a1", "-41010", "４１０１０１", "41 01"])
def test_what_is_no_path_has_no_range(path: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        path_range(path)
