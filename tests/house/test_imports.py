"""No arrow is hidden: imports stand at the top, migrations import none of our code, every room is named."""

import ast
import tomllib
from collections.abc import Iterator

import pytest

from tests.house.reading import (
    PACKAGES,
    ROOT,
    STOREYS,
    Module,
    called,
    calls,
    functions,
    imports,
    modules,
    product,
    read,
)

# Open each app's rooms, and the roof's wiring, when Django starts: the only places that import by name.
OPENS_ROOMS = {"patrol_ops.core.apps", "patrol_ops.apps"}
HIDERS = {"import_module", "__import__", "get_model", "import_string"}


def hidden(module: Module) -> Iterator[str]:
    for function in functions(module.tree):
        for _, _, statement in imports(function):
            yield f"{module.where(statement)} imports inside {function.name}"
    for call in calls(module.tree):
        if called(call) in HIDERS:
            yield f"{module.where(call)} {called(call)}("


def test_no_import_hides() -> None:
    assert [line for module in product() if module.name not in OPENS_ROOMS for line in hidden(module)] == []


@pytest.mark.parametrize("line", ["def f():\n    from duty import models", "apps.get_model('duty', 'PatrolLog')"])
def test_no_import_hides_bites(line: str) -> None:
    assert list(hidden(read(line)))


def our_code(module: Module) -> Iterator[str]:
    for source, _, statement in imports(module.tree):
        if source.split(".")[0] in PACKAGES:
            yield f"{module.where(statement)} {source}"


def test_migrations_import_none_of_our_code() -> None:
    history = [module for module in modules() if "migrations" in module.parts]

    assert history
    assert [line for module in history for line in our_code(module)] == []


def test_migrations_import_none_of_our_code_bites() -> None:
    assert list(our_code(read("from duty.rules import Stage", "duty.migrations.0001_x")))


def contract(name: str) -> dict[str, object]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return next(c for c in contracts if c["name"].startswith(name))


def named_in(layers: object) -> set[str]:
    assert isinstance(layers, list)
    return {name.strip(" ()") for layer in layers for name in layer.replace("|", ":").split(":")}


def test_every_child_of_patrol_ops_stands_in_the_storeys() -> None:
    children = {
        f"patrol_ops.{path.stem}" for path in (ROOT / "patrol_ops").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }  # fmt: skip

    assert children - named_in(contract("Storeys")["layers"]) == set()


def test_every_app_stands_in_every_contract() -> None:
    apps = {name for name in PACKAGES[1:] if (ROOT / name / "apps.py").exists()}
    upper = {f"patrol_ops.{name}" for name in STOREYS if (ROOT / "patrol_ops" / name / "apps.py").exists()}

    assert apps <= named_in(contract("Storeys")["layers"])
    assert apps | upper - {"patrol_ops.core"} <= set(contract("Rooms")["containers"])  # type: ignore[call-overload]
    assert {f"{app}.rules" for app in apps} <= set(contract("Rules")["source_modules"])  # type: ignore[call-overload]
    assert apps <= set(contract("Neighbours")["source_modules"])  # type: ignore[call-overload]


def test_no_file_is_long() -> None:
    """Past some 300 lines a room becomes a package."""
    long = {module.name: _length(module) for module in product() if _length(module) > 300}

    assert long == {}


def _length(module: Module) -> int:
    return module.path.read_text("utf-8").count("\n")


def test_every_module_begins_with_its_promise() -> None:
    empty = ("apps", "__init__")
    speechless = [
        module.name for module in product()
        if module.tree.body and not ast.get_docstring(module.tree) and module.path.stem not in empty
    ]  # fmt: skip

    assert speechless == []
