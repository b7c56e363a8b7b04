"""Which core requirements of docs/requirements.md are proven by marked tests, by area, and which are not yet.

python tools/requirements.py            the list, proven and not yet
python tools/requirements.py --tests    with the tests that prove each
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_AREA = re.compile(r"^### (?:[\d.]+ )?(.+)$")
_ROW = re.compile(r"^\| ([A-Z]{3}-\d{2}) \|")
_OTHER = re.compile(r"^\| ([XE]\d{2}) \|", re.M)


@dataclass(frozen=True)
class Requirement:
    number: str
    area: str
    fit: str
    text: str


def register(root: Path = ROOT) -> dict[str, Requirement]:
    """Every numbered row of the register."""
    found = {}
    area = ""
    for line in (root / "docs" / "requirements.md").read_text("utf-8").splitlines():
        heading = _AREA.match(line)
        if heading:
            area = heading.group(1)
        elif _ROW.match(line):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            found[cells[0]] = Requirement(cells[0], area, cells[3], cells[4])
    return found


def others(root: Path = ROOT) -> tuple[set[str], set[str]]:
    """The decisions (X…), which a test may prove too, and the exclusions (E…), which nothing may claim."""
    numbers = set()
    for name in ("decisions.md", "boundaries.md"):
        numbers |= set(_OTHER.findall((root / "docs" / name).read_text("utf-8")))
    return {n for n in numbers if n[0] == "X"}, {n for n in numbers if n[0] == "E"}


def marks(root: Path = ROOT) -> dict[str, list[str]]:
    """Number → the tests that are marked to prove it: on the function, its class, a case of it, or the module."""
    proofs: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"), str(path))
        module = _in(n for n in tree.body if isinstance(n, ast.Assign))
        for name, numbers in _tests(tree, module):
            for number in numbers:
                proofs[number].append(f"{path.relative_to(root)}::{name}")
    return proofs


def _tests(tree: ast.AST, inherited: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _tests(node, inherited | _in(node.decorator_list))
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, inherited | _in(node.decorator_list)


def _in(nodes: Iterator[ast.AST] | list[ast.expr]) -> frozenset[str]:
    found = set()
    for top in nodes:
        for node in ast.walk(top):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.mark.req", "mark.req"):
                found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return frozenset(found)


def faults(root: Path = ROOT) -> list[str]:
    """Marks that claim what does not exist or what is excluded."""
    decisions, excluded = others(root)
    known = set(register(root)) | decisions
    wrong = []
    for number, tests in sorted(marks(root).items()):
        if number not in known:
            why = "is excluded" if number in excluded else "does not exist"
            wrong += [f"{number} {why}: {test}" for test in tests]
    return wrong


def report(root: Path = ROOT, with_tests: bool = False) -> Iterator[str]:
    proofs = marks(root)
    core = [requirement for requirement in register(root).values() if requirement.fit == "C"]
    areas = list(dict.fromkeys(requirement.area for requirement in core))
    for area in areas:
        here = [requirement for requirement in core if requirement.area == area]
        proven = [requirement for requirement in here if requirement.number in proofs]
        yield f"\n{area}: {len(proven)} of {len(here)}"
        for requirement in proven:
            yield f"  proven   {requirement.number}  {requirement.text[:100]}"
            if with_tests:
                yield from (f"             {test}" for test in proofs[requirement.number])
        missing = [requirement.number for requirement in here if requirement.number not in proofs]
        if missing:
            yield f"  not yet  {' '.join(missing)}"
    proven_at_all = sum(requirement.number in proofs for requirement in core)
    extra = sorted(set(proofs) - {requirement.number for requirement in core})
    yield f"\nProven beyond the core: {' '.join(extra) or 'nothing'}"
    yield f"Core requirements proven by a marked test: {proven_at_all} of {len(core)}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true")
    given = parser.parse_args(arguments)
    for line in report(with_tests=given.tests):
        print(line)
    wrong = faults()
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
