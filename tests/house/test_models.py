"""What no row may hold, how rows point, and that somebody decided about every table."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import Field
from django.forms import BaseForm

from patrol_ops.core.access import SYSTEM, Actor, Post, all_grants
from patrol_ops.core.events import Event, kinds
from patrol_ops.core.querysets import ScopedQuerySet
from tests.house.data_decisions import DECISIONS
from tests.house.reading import STOREYS, called, calls, in_room, product, read

FORBIDDEN = {
    "ethnicity", "religion", "party", "hukou", "biometric", "biometrics", "plate", "face", "informant", "suspect",
}  # fmt: skip
# Words a name is not, inside an event: the journal keeps ids only.
PERSONAL = {"name", "text", "phone", "summary", "identity", "reason", "username", "address", "title", "note", "remark"}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in STOREYS]


def words(name: str) -> set[str]:
    return set(name.lower().split("_"))


def test_no_field_is_named_after_what_must_not_be_stored() -> None:
    """boundaries, negative test 1: rows, events, drafts and forms."""
    fields = [f"{model.__name__}.{field.name}" for model in our_models() for field in model._meta.get_fields()]
    fields += [f"{event.__name__}.{field.name}" for event in kinds().values() for field in dataclasses.fields(event)]
    fields += [f"{form.__name__}.{name}" for form in every_form() for name in getattr(form, "base_fields", {})]

    assert fields
    assert [field for field in fields if words(field.split(".")[1]) & FORBIDDEN] == []


def every_form() -> Iterator[type[BaseForm]]:
    queue: list[type[BaseForm]] = [BaseForm]
    while queue:
        form = queue.pop()
        queue += form.__subclasses__()
        if form.__module__.split(".")[0] in {"patrol_ops", *STOREYS}:
            yield form


def test_forbidden_words_are_whole_words() -> None:
    assert words("has_face_photo") & FORBIDDEN
    assert words("suspect") & FORBIDDEN
    assert not words("surface_lighting") & FORBIDDEN


def test_models_offer_no_choices() -> None:
    """The constraint knows the values, wording the names (house §8)."""
    offered = [f"{m.__name__}.{f.name}" for m in our_models() for f in m._meta.fields if f.choices]

    assert offered == []


def crossing(model: type[models.Model]) -> Iterator[Field[Any, Any]]:
    """Keys of ``model`` that point to another app of ours."""
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        to = field.related_model
        if isinstance(to, type) and to._meta.app_label != model._meta.app_label and to._meta.app_label in STOREYS:
            yield field


def test_keys_point_down_and_leave_no_mark() -> None:
    for model in our_models():
        for field in crossing(model):
            to = field.related_model
            assert isinstance(to, type)
            assert STOREYS[to._meta.app_label] < STOREYS[model._meta.app_label], field
            # A name that ends so is no name (of a table between two, Django writes it itself).
            assert str(field.remote_field.related_name).endswith("+"), (
                f"{model.__name__}.{field.name} leaves a mark below"
            )


def test_every_table_has_a_decision() -> None:
    """Whose data, on which basis, kept how long: nobody forgets the new table."""
    names = {model._meta.label for model in our_models() if not model._meta.auto_created}

    assert names - set(DECISIONS) == set(), "decide in tests/house/data_decisions.py"
    assert set(DECISIONS) - names == set(), "these tables are gone"
    for label, decision in DECISIONS.items():
        assert all(part.strip() for part in dataclasses.astuple(decision)), label


def test_models_neither_override_save_nor_delete() -> None:
    """But the journal's entry, which refuses both."""
    overriding = [m.__name__ for m in our_models() if {"save", "delete", "clean", "full_clean"} & set(vars(m))]

    assert overriding == ["JournalEntry"]


_ONE = r"(int|bool|str|None|Decimal|dt\.(date|datetime|time)|tuple\[(int|str), \.\.\.\])"
PLAIN = re.compile(rf"^{_ONE}( \| {_ONE})*$")


def wrong_fields(event: type[Event]) -> list[str]:
    return [
        f"{event.__name__}.{field.name}: {field.type}" for field in dataclasses.fields(event)
        if words(field.name) & PERSONAL or not PLAIN.match(str(field.type))
    ]  # fmt: skip


def test_events_carry_ids_never_names() -> None:
    ours = [event for event in kinds().values() if not event.__module__.startswith("tests")]

    assert ours
    assert [line for event in ours for line in wrong_fields(event)] == []


def test_events_carry_ids_never_names_bites() -> None:
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Odd:
        member_name: str
        rows: list[int]

    assert len(wrong_fields(Odd)) == 2  # type: ignore[arg-type]


def test_events_are_said_in_the_past_and_frozen() -> None:
    for event in kinds().values():
        assert event.__dataclass_params__.frozen, event  # type: ignore[attr-defined]


def scoped_models() -> list[type[models.Model]]:
    return [m for m in our_models() if isinstance(m._default_manager.all(), ScopedQuerySet)]


@pytest.mark.django_db
def test_every_scoped_model_can_be_claimed() -> None:
    """``visible_to`` is filters and EXISTS only: a lock on it must work on PostgreSQL, too."""
    roles = {role for roles in all_grants().values() for role in roles} - {SYSTEM}
    posts = tuple(Post(role, path="110101", team_id=None) for role in sorted(roles))
    posts += tuple(Post(role, path="110101001001", team_id=1) for role in sorted(roles))
    actors = [Actor("person", person_id=1, member_id=1, posts=posts), Actor.system("test"), Actor.nobody()]

    assert scoped_models()
    for model in scoped_models():
        # A row is reached from a post by what a grant says, whatever the permission is called: once each is enough.
        assert type(model._default_manager.all()).visible_to is ScopedQuerySet.visible_to, model
        claimed = set()
        for permission in all_grants():
            for actor in actors:
                asked = (actor, tuple(actor.reaches(permission)))
                if asked in claimed:
                    continue
                claimed.add(asked)
                with transaction.atomic():
                    rows = model._default_manager.all().visible_to(actor, permission)  # type: ignore[attr-defined]
                    assert rows.select_for_update(of=("self",)).filter(pk=0).first() is None


@pytest.mark.django_db
def test_nobody_sees_nothing() -> None:
    for model in scoped_models():
        for permission in all_grants():
            rows = model._default_manager.all().visible_to(Actor.nobody(), permission)  # type: ignore[attr-defined]
            assert rows.query.is_empty(), f"{model.__name__} {permission}"


def impure(source: ast.Module) -> list[str]:
    """Rules see values: no clock either, which no import contract can see."""
    return [node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute) and node.attr in {"now", "today"}]


def test_rules_do_not_look_at_the_clock() -> None:
    assert [module.name for module in in_room("rules") if impure(module.tree)] == []
    assert impure(read("import datetime as dt\ndt.date.today()").tree)


def test_only_the_clock_reads_the_clock() -> None:
    modules_reading = [m.name for m in product() if m.name != "patrol_ops.core.clock" and _reads_clock(m.tree)]

    assert modules_reading == []


def _reads_clock(tree: ast.Module) -> bool:
    """``timezone.localtime(moment)`` only turns a moment over; without one it reads the clock."""
    given = {call.func for call in calls(tree) if call.args and called(call) == "localtime"}
    return any(
        isinstance(node, ast.Attribute) and node not in given and node.attr in {"now", "today", "utcnow", "localtime"}
        and ast.unparse(node.value) in {"dt.datetime", "dt.date", "datetime", "date", "timezone", "datetime.datetime"}
        for node in ast.walk(tree)
    )  # fmt: skip
