"""How the house tests read the code: modules as trees, with the app and the room they belong to."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("patrol_ops", "teams", "recruitment", "training", "duty", "discipline", "funding")
STOREYS = {
    "core": 0,
    "teams": 1,
    "recruitment": 2,
    "training": 2,
    "duty": 2,
    "discipline": 3,
    "funding": 3,
    "office": 4,
    "portal": 4,
}
DOORS = ("views", "api", "forms")


@dataclass(frozen=True)
class Module:
    """One file: its dotted name and its tree. ``app`` is ``core``, ``duty`` … or ``roof``; ``room`` the next part."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def app(self) -> str:
        if self.parts[0] != "patrol_ops":
            return self.parts[0]
        return self.parts[1] if len(self.parts) > 1 and self.parts[1] in STOREYS else "roof"

    @property
    def room(self) -> str:
        below = self.parts[1:] if self.parts[0] != "patrol_ops" else self.parts[2:]
        return below[0] if self.app != "roof" and below else ""

    def where(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


def read(source: str, name: str = "duty.views") -> Module:
    """A module out of a few lines, to show that a test bites."""
    return Module(name, Path(name.replace(".", "/") + ".py"), ast.parse(source))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product; tests and tools are not the product."""
    return tuple(_modules())


def _modules() -> Iterator[Module]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = list(path.relative_to(ROOT).with_suffix("").parts)
            if parts[-1] == "__init__":
                parts.pop()
            yield Module(".".join(parts), path, ast.parse(path.read_text("utf-8"), str(path)))


def product() -> Iterator[Module]:
    """Without migrations, which are history."""
    return (module for module in modules() if "migrations" not in module.parts)


def in_room(*rooms: str) -> Iterator[Module]:
    return (module for module in product() if module.room in rooms)


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: ``save`` of ``log.save()``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def root_of(node: ast.AST) -> str:
    """The first name of a chain: ``Member`` of ``Member.objects.filter(…).first()``."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def imports(tree: ast.AST) -> Iterator[tuple[str, str, ast.stmt]]:
    """(module, name, statement) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "", node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name, node) for alias in node.names)


def app_of(module_name: str) -> str:
    parts = module_name.split(".")
    if parts[0] == "patrol_ops":
        return parts[1] if len(parts) > 1 and parts[1] in STOREYS else "roof"
    return parts[0] if parts[0] in PACKAGES else ""


@cache
def tracked() -> tuple[Path, ...]:
    """Every text file of the repository, as git knows it (new files included, ignored ones not)."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    binary = {".png", ".jpg", ".ico", ".woff2", ".mo", ".xlsx", ".gz"}
    return tuple(path for path in paths if path.is_file() and path.suffix not in binary)
