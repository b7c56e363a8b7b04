"""The menu shows each role its pages, counts in one statement, and counts nothing where it is not drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory

from patrol_ops import menu
from patrol_ops.core.access import Actor, Post, all_grants
from patrol_ops.core.models import User
from patrol_ops.core.templatetags.ui import drawing
from teams.rules import Role
from tests.house.reading import ROOT


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where entries lead is another test's matter (test_pages)."""
    monkeypatch.setattr(menu, "reverse", lambda name: f"/{name.replace(':', '/')}/")


def menu_of(*roles: str, person_id: int | None = None, path: str = "/") -> menu.Menu:
    request: Any = RequestFactory().get(path)
    request.actor = Actor(kind="person", person_id=person_id, posts=tuple(Post(role, "990102") for role in roles))
    return menu.Menu(request)


def words(shown: menu.Menu) -> list[str]:
    return [str(entry.text) for entry in shown.entries]


def test_a_leader_begins_with_today() -> None:
    assert [str(entry.text) for entry in menu_of(Role.LEADER).tabs] == ["今天", "待办", "巡逻日志"]


def test_the_office_begins_with_the_situation() -> None:
    assert words(menu_of(Role.GOVERNANCE))[:2] == ["总览", "待办"]
    assert "今天" not in words(menu_of(Role.GOVERNANCE))


def test_the_journal_is_for_whoever_may_read_it() -> None:
    assert "操作记录" in words(menu_of(Role.AUDITOR))
    assert "操作记录" not in words(menu_of(Role.LEADER))


def test_whoever_has_no_post_has_no_menu() -> None:
    assert words(menu_of()) == []


def test_the_page_one_is_on_is_marked() -> None:
    active = [e.url_name for e in menu_of(Role.GOVERNANCE, path="/office/to-do/7/").entries if e.active]

    assert active == ["office:to-do"]


def test_counting_costs_one_statement_and_only_when_drawn(
    make_user: Callable[..., User], django_assert_num_queries: Callable[..., Any]
) -> None:
    user = make_user("lena")
    with django_assert_num_queries(0):
        shown = menu_of(Role.LEADER, person_id=user.pk)
    with django_assert_num_queries(1):
        assert [entry.count for entry in shown.tabs] == [0, 0, 0]
    with django_assert_num_queries(0):
        assert shown.more is not None


def test_every_permission_of_the_menu_is_granted_to_somebody() -> None:
    asked = re.findall(r'may\("([\w.]+)"\)', (ROOT / "patrol_ops" / "menu.py").read_text("utf-8"))

    assert asked
    assert set(asked) <= set(all_grants())


def icons() -> set[str]:
    named = {entry.icon for entry in menu.ENTRIES}
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text("utf-8")
        named |= set(re.findall(r'{%\s*icon\s+"([^"]*)"', source))
        named |= set(re.findall(r'\bicon="([^"]*)"', source))
    return named


@pytest.mark.parametrize("name", sorted(icons()))
def test_every_icon_is_one_of_tablers(name: str) -> None:
    assert drawing(name)
