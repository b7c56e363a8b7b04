"""More of the district, for the tests of the first floor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from teams import commands, reports
from teams.models import Place
from teams.rules import AppointmentDraft, Role
from teams.rules.places import read_place
from tests.cast import BUILDER, PLACES

MORE = (
    ("990102003000", "三桥街道", "street", "990102000000", "5000"),
    ("990102003001", "桥头社区", "community", "990102003000", "900"),
)


def rows_of(*lines: tuple[str, ...]) -> list:
    columns = ("code", "name", "tier", "parent", "population")
    return [read_place(dict(zip(columns, line, strict=True)), number) for number, line in enumerate(lines, 2)]


@pytest.fixture
def more_places(district, at: dt.datetime) -> dict[str, int]:
    """A third street, in which nothing has been set up yet; ids by path."""
    commands.load_places(actor=BUILDER, rows=rows_of(*PLACES, *MORE), at=at)
    return dict(Place.objects.values_list("path", "pk"))


@pytest.fixture
def proposed(tess_actor, academy, district, at):
    member = district.members["舒文"]
    return commands.propose_leader(
        actor=tess_actor,
        team_id=academy.pk,
        member_id=member,
        draft=AppointmentDraft(role=Role.LEADER, since=at.date()),
        at=at,
    )


@pytest.fixture
def officer(ada_actor, district, at):
    """The community officer of the academy, who approves its leader."""
    post = commands.appoint_staff(
        actor=ada_actor, draft=AppointmentDraft(role=Role.COMMUNITY_OFFICER, since=at.date()),
        place_id=district.places["990102001002"], username="alma", name="安玛", at=at,
    )  # fmt: skip
    return reports.actor_for(post.user, at.date())


ACTS = 24
# Kit goes along with whoever moves on; a login that is closed is told nothing outside any more.
DEARER = {"teams:transfer-member": 26, "teams:end-membership": 25}


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    """``send("gus", "teams:plan-team", args, **fields)``: the answer to a POST, within an act's statements."""

    def act(who, name, /, *args, **fields):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(DEARER.get(name, ACTS)):
            return client.post(reverse(name, args=args), fields)

    return act
