"""The table of who may do what is said twice, and both say the same."""

import pytest

from patrol_ops.core.access import PUBLIC, SYSTEM, Reach, all_grants
from teams.rules import Role
from tests.house.signed_grants import GRANTS

LETTERS = {Reach.SELF: "s", Reach.TEAM: "t", Reach.TERRITORY: "T", Reach.ALL: "A"}


def signed() -> dict[str, dict[str, str]]:
    return {p: dict(grant.split(":") for grant in grants.split()) for p, grants in GRANTS.items()}  # type: ignore[misc]


def coded() -> dict[str, dict[str, str]]:
    return {p: {role: LETTERS[reach] for role, reach in roles.items()} for p, roles in all_grants().items()}


def test_grants_equal_the_signed_table() -> None:
    assert coded().keys() == signed().keys()
    for permission, roles in signed().items():
        assert coded()[permission] == roles, permission


@pytest.mark.req("ORG-42")
def test_nobody_but_the_system_and_the_public_reaches_everything() -> None:
    everything = {role for roles in all_grants().values() for role, reach in roles.items() if reach is Reach.ALL}

    assert everything <= {SYSTEM, PUBLIC}


def test_every_role_is_known_and_used() -> None:
    used = {role for roles in all_grants().values() for role in roles}

    assert used <= {*Role, SYSTEM, PUBLIC}
    assert set(Role) <= used


def test_whoever_makes_does_not_approve() -> None:
    """Negative test 8, as far as the table can say it: no role both asks and decides."""
    for asks, decides in (
        ("teams.submit_team", "teams.activate_team"),
        ("teams.appoint_leader", "teams.approve_leader"),
        ("teams.order_reorganisation", "teams.approve_reorganisation"),
    ):
        both = set(all_grants()[asks]) & set(all_grants()[decides])
        assert both == set(), f"{asks} and {decides}"
