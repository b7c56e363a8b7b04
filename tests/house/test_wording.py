"""Everything Python says has words: events, refusals, roles, stages, moves, what is due and how one is reminded."""

import ast
import importlib
import re
from collections.abc import Iterator

from patrol_ops.core import obligations, policy, wording
from patrol_ops.core.access import all_grants
from patrol_ops.core.events import kinds
from patrol_ops.core.stages import Moves
from teams.rules import Role
from tests.house.reading import STOREYS, Module, called, calls, in_room, product, read

REFUSING = {"Refused": 0, "refuse": 0, "judge_other_hand": 2, "say": 0}
CODE = re.compile(rf"^({'|'.join(STOREYS)})\.[a-z0-9]+(-[a-z0-9]+)+$")


def codes(module: Module) -> Iterator[tuple[str, str]]:
    """Codes of refusals: what is handed to ``Refused``, and every text that looks like one."""
    for call in calls(module.tree):
        position = REFUSING.get(called(call))
        if position is not None and len(call.args) > position:
            yield from ((module.where(call), text) for text in _texts(call.args[position]))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.match(node.value):
            yield module.where(node), node.value


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def test_every_refusal_has_words() -> None:
    unsaid = {f"{code} ({where})" for m in product() for where, code in codes(m) if not wording.known(code)}

    assert unsaid == set()


def test_every_refusal_has_words_bites() -> None:
    found = {code for _, code in codes(read('raise Refused("duty.nobody-said-this", field="x")'))}

    assert found == {"duty.nobody-said-this"}
    assert not wording.known("duty.nobody-said-this")


def test_every_event_has_words() -> None:
    ours = {kind for kind, event in kinds().items() if not event.__module__.startswith("tests")}

    assert ours
    assert {kind for kind in ours if not wording.known(kind)} == set()


def test_every_role_has_words() -> None:
    assert [role for role in Role if not wording.known(f"role.{role}")] == []


def machines() -> Iterator[tuple[str, Moves]]:
    """Every ``Moves`` of the rules."""
    for module in in_room("rules"):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, Moves) and module.path.stem != "__init__":
                yield f"{module.name}.{name}", value


def test_every_stage_and_move_has_words() -> None:
    """One prefix words a whole machine: ``team-stage.ACTIVE`` and ``team-move.activate``."""
    prefixes = {code.split("-stage.")[0] for code in wording._SENTENCES if "-stage." in code}
    found = dict(machines())

    assert found
    for name, moves in found.items():
        stages = {str(target) for _, target in moves.table.values()}
        stages |= {str(source) for sources, _ in moves.table.values() for source in sources if source is not None}
        whole = [
            prefix for prefix in prefixes
            if all(wording.known(f"{prefix}-stage.{stage}") for stage in stages)
            and all(wording.known(f"{prefix}-move.{move}") for move in moves.table)
        ]  # fmt: skip
        assert whole, f"{name}: no prefix words {sorted(stages)} and {sorted(moves.table)}"


def test_everything_due_has_words() -> None:
    for name, kind in obligations.kinds().items():
        assert wording.known(name), name
        assert wording.known(kind.notice), kind.notice


def test_every_policy_parameter_has_words() -> None:
    unsaid = [key for key in policy.parameters() if not wording.known(key)]

    assert unsaid == []


def test_every_permission_has_words() -> None:
    assert [permission for permission in all_grants() if not wording.known(permission)] == []
