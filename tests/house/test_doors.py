"""Doors read through a scope: no page and no API call reaches a row that its actor may not."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
from rest_framework.serializers import IntegerField, ModelSerializer

from recruitment.models import Criterion
from tests.house.reading import DOORS, Module, called, calls, in_room, parents, read, root_of

# Query methods that take the actor and fail closed.
SCOPES = {"visible_to", "addressed_to", "of", "none"}
# What everybody who signs in may read: a list without anybody's data.
OPEN = {"ProcedureCard": "how to act and what is not allowed (DUT-10)"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}


def unscoped(module: Module) -> Iterator[str]:
    above = parents(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not _scoped(node, above):
            if root_of(node) in OPEN or _inside_prefetch(node, above):
                continue
            yield f"{module.where(node)} .{node.attr}"
    for call in calls(module.tree):
        if called(call) in SHORTCUTS and call.args and _is_model(call.args[0]):
            yield f"{module.where(call)} {called(call)}({ast.unparse(call.args[0])})"


def _scoped(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Whether the chain that begins here asks a scope before it ends."""
    while isinstance(above.get(node), ast.Attribute | ast.Call):
        parent = above[node]
        if isinstance(parent, ast.Call) and parent.func is not node:
            return False
        if isinstance(parent, ast.Attribute) and parent.attr in SCOPES:
            return True
        node = parent
    return False


def _inside_prefetch(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """The parts of rows that were themselves reached through a scope."""
    while node in above:
        node = above[node]
        if isinstance(node, ast.Call) and called(node) == "Prefetch":
            return True
    return False


def _is_model(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def test_doors_read_through_a_scope() -> None:
    rooms = [module for module in in_room(*DOORS) if module.app != "core"]

    assert [line for module in rooms for line in unscoped(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "PatrolLog.objects.get(pk=pk)",
        "PatrolLog.objects.filter(team_id=1).order_by('day')",
        "get_object_or_404(PatrolLog, pk=pk)",
        "show(PatrolLog.objects).visible_to(actor, p)",
    ],
)
def test_doors_read_through_a_scope_bites(line: str) -> None:
    assert list(unscoped(read(line)))


@pytest.mark.parametrize(
    "line",
    [
        "PatrolLog.objects.visible_to(request.actor, P.VIEW).filter(pk=1)",
        "PatrolLog.objects.on(day).visible_to(request.actor, P.VIEW)",
        "get_object_or_404(logs, pk=pk)",
    ],
)
def test_doors_read_through_a_scope_lets_pass(line: str) -> None:
    assert not list(unscoped(read(line)))


def ranged_by_the_database(shapes: list[type]) -> list[str]:
    """Whole numbers taken from a model say a range of the database that drew the schema: each is declared instead."""
    found = []
    for shape in shapes:
        for name, field in shape().get_fields().items():
            if name not in shape._declared_fields and isinstance(field, IntegerField) and not field.read_only:
                found.append(f"{shape.__name__}.{name}")
    return found


def own_shapes(of: type = ModelSerializer) -> list[type]:
    below = [shape for kind in of.__subclasses__() for shape in [kind, *own_shapes(kind)]]
    return [
        shape
        for shape in below
        if hasattr(shape, "Meta") and not shape.__module__.startswith(("rest_framework", "tests"))
    ]


def test_the_schema_is_the_same_on_both_databases() -> None:
    import_module("patrol_ops.urls")

    assert len(own_shapes()) > 5
    assert ranged_by_the_database(own_shapes()) == []


def test_looking_for_ranges_bites() -> None:
    class Out(ModelSerializer):
        class Meta:
            model = Criterion
            fields = ("id", "number")

    assert ranged_by_the_database([Out]) == ["Out.number"]
