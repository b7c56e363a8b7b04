"""Rows through a scope: no grant, no rows; each reach finds its own and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core import access
from patrol_ops.core.access import SYSTEM, Actor, Post, Reach
from patrol_ops.core.models import Job, JournalEntry, User
from patrol_ops.core.querysets import Scope, ScopedQuerySet

pytestmark = [pytest.mark.usefixtures("registries"), pytest.mark.django_db]


class Rows(ScopedQuerySet[Any]):
    """The journal looked at as rows of teams and people."""

    scope = Scope(team="team_id", territory="path", user="actor_id", member="subject_id")


class Unscoped(ScopedQuerySet[Any]):
    pass


@pytest.fixture(autouse=True)
def _table(registries: None) -> None:
    access.register(
        {
            "tests.see": {  # type: ignore[dict-item]
                "self": Reach.SELF,
                "leader": Reach.TEAM,
                "office": Reach.TERRITORY,
                SYSTEM: Reach.ALL,
            }
        }
    )


@pytest.fixture(autouse=True)
def _rows(at: dt.datetime) -> None:
    for act, team, path, person, member in (
        ("a", 1, "410101001001", 11, 21),
        ("b", 2, "410101002001", 12, 22),
        ("c", 3, "410102001001", 11, None),
        ("d", None, "", None, None),
    ):
        JournalEntry.objects.create(
            at=at, actor_kind="person", actor_id=person, act=act, subject_id=member, team_id=team, path=path
        )


def seen(rows: type[ScopedQuerySet[Any]], *posts: Post, person: int | None = 11, member: int | None = None) -> str:
    actor = Actor("person", person, member, posts=posts)
    found = rows(JournalEntry).visible_to(actor, "tests.see")
    return "".join(sorted(found.values_list("act", flat=True)))


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ((), ""),
        ((Post("nobody"),), ""),
        ((Post("leader", team_id=1),), "a"),
        ((Post("leader", "410101001001"),), ""),  # a leader of no team
        ((Post("office", "410101"),), "ab"),
        ((Post("office", "410101002"),), "b"),
        ((Post("office", "410101002001"), Post("leader", team_id=3)), "bc"),
        ((Post("office", ""),), ""),  # an office of no place
        ((Post("office", team_id=1),), ""),
        ((Post("self"),), "ac"),
        ((Post("office", "410101"), Post("leader", team_id=1)), "ab"),  # said twice, found once
    ],
)
def test_each_post_finds_its_own(posts: tuple[Post, ...], expected: str) -> None:
    assert seen(Rows, *posts) == expected


def test_self_is_the_login_or_the_member_behind_it() -> None:
    assert seen(Rows, Post("self"), person=None, member=22) == "b"
    assert seen(Rows, Post("self"), person=12, member=21) == "ab"
    assert seen(Rows, Post("self"), person=None) == ""


def test_the_system_finds_everything_it_is_granted() -> None:
    assert Rows(JournalEntry).visible_to(Actor.system("clock"), "tests.see").count() == 4
    assert Rows(JournalEntry).visible_to(Actor.system("clock"), "tests.other").count() == 0


def test_without_a_scope_nothing_but_everything_is_reached() -> None:
    assert seen(Unscoped, Post("self"), Post("leader", team_id=1), Post("office", "410101")) == ""
    assert Unscoped(JournalEntry).visible_to(Actor.system("clock"), "tests.see").count() == 4


def test_a_scope_answers_in_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert seen(Rows, Post("office", "410101"), Post("leader", team_id=3), Post("self")) == "abc"
    with django_assert_num_queries(0):
        assert seen(Rows) == ""


def test_a_district_also_reads_what_belongs_to_no_place() -> None:
    journal = JournalEntry.objects.all()
    district = Actor("person", 1, posts=(Post("office", "410102"),))
    street = Actor("person", 1, posts=(Post("office", "410102001"),))
    nowhere = Actor("person", 1, posts=(Post("office"),))
    assert {row.act for row in journal.visible_to(district, "tests.see")} == {"c", "d"}
    assert {row.act for row in journal.visible_to(street, "tests.see")} == {"c"}
    assert not journal.visible_to(nowhere, "tests.see").exists()


def test_jobs_are_their_starters_and_their_territorys(at: dt.datetime) -> None:
    lena, otto = (User.objects.create(username=name, name=name) for name in ("lena", "otto"))
    own = Job.objects.create(kind="k", stage="queued", created_at=at, started_by=lena)
    local = Job.objects.create(kind="k", stage="queued", created_at=at, started_by=otto, path="410101")

    def found(person: int, *posts: Post) -> set[int]:
        jobs = Job.objects.all().visible_to(Actor("person", person, posts=posts), "tests.see")
        return {job.pk for job in jobs}

    assert found(lena.pk, Post("self")) == {own.pk}
    assert found(lena.pk, Post("office", "410101")) == {own.pk, local.pk}  # her own belongs to no place
    assert found(lena.pk, Post("office", "410102")) == {own.pk}
    assert found(otto.pk, Post("office", "410102")) == {local.pk}
    assert found(0, Post("office", "410102")) == set()
    assert found(lena.pk) == set()
