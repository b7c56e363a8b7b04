"""Only commands write, each of them is one, and each writes its own app's rows only."""

import ast
import importlib
import inspect
from collections.abc import Iterator

import pytest

from patrol_ops.core.commands import COMMANDS, SilentCommand, command
from tests.house.reading import Module, app_of, called, calls, functions, imports, in_room, product, read, root_of

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "acreate",
    "aupdate",
    "adelete",
}
# The ground writes its own tables; each module that does is named with what it writes.
GROUND = {
    "patrol_ops.core.autosave": "what somebody is typing: not a fact, announces nothing",
    "patrol_ops.core.calendar": "its command",
    "patrol_ops.core.channels.own": "its commands",
    "patrol_ops.core.channels.sending": "messages on their way out",
    "patrol_ops.core.commands": "the journal",
    "patrol_ops.core.files": "uploads, called by commands",
    "patrol_ops.core.idempotency": "answered submissions, in the command's own transaction",
    "patrol_ops.core.jobs": "progress of long work",
    "patrol_ops.core.limits": "how often a public door was used: not a fact, announces nothing",
    "patrol_ops.core.models.journal": "its entry, which is saved once and never again",
    "patrol_ops.core.notices": "what people are told, and that they read it",
    "patrol_ops.core.obligations": "what is due, called by commands; reminders",
    "patrol_ops.core.outbox": "messages on their way",
    "patrol_ops.core.policy": "its command",
    "patrol_ops.core.second_step": "its commands",
    "patrol_ops.core.signin": "slips and sign-ins",
    "patrol_ops.core.tokens": "its commands, and when a machine last came",
    "patrol_ops.core.tasks": "what is kept no longer; that the clock goes",
}
# Names that are no rows: hashes, HTTP headers, dictionaries of a library.
NOT_ROWS = {"digest", "hash", "hmac"}


def writes(module: Module) -> Iterator[str]:
    for call in calls(module.tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and not _is_no_row(root_of(call.func)):
            yield f"{module.where(call)} .{call.func.attr}("


def _is_no_row(name: str) -> bool:
    """A module's own constant (``_SENTENCES``) is a dictionary."""
    return name in NOT_ROWS or name.isupper()


def may_write(module: Module) -> bool:
    return module.room == "commands" or module.name in GROUND


def test_only_commands_write() -> None:
    found = [line for module in product() if not may_write(module) for line in writes(module)]

    assert found == []


@pytest.mark.parametrize("line", ["log.save()", "Log.objects.filter(pk=1).update(x=1)", "Log.objects.bulk_create([])"])
def test_only_commands_write_bites(line: str) -> None:
    assert list(writes(read(line)))


def public_functions() -> Iterator[tuple[str, object]]:
    for module in in_room("commands"):
        if module.app == "core":  # what a command is, not one
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if inspect.isfunction(value) and value.__module__ == module.name and not name.startswith("_"):
                yield f"{module.name}.{name}", value


def test_every_public_function_of_a_commands_room_is_a_command() -> None:
    assert [name for name, function in public_functions() if not getattr(function, "is_command", False)] == []


def test_every_command_is_keyword_only_with_actor_and_at() -> None:
    assert COMMANDS
    for name, function in COMMANDS.items():
        parameters = inspect.signature(function).parameters
        assert {"actor", "at"} <= parameters.keys(), name
        assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values()), name


def test_a_command_without_actor_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError):

        @command
        def act(*, at: object) -> None: ...


@pytest.mark.django_db
def test_a_silent_command_is_rolled_back() -> None:
    @command
    def say_nothing(*, actor: object, at: object) -> None: ...

    try:
        with pytest.raises(SilentCommand):
            say_nothing(actor=None, at=None)
    finally:
        COMMANDS.pop(f"{__name__}.say_nothing")


def foreign_writes(module: Module) -> Iterator[str]:
    """Writes through a model of another app: made, chained, or held in a variable that came from one."""
    foreign = {
        name for source, name, _ in imports(module.tree)
        if name and name[0].isupper() and ".models" in f"{source}." and app_of(source) not in ("", module.app)
    }  # fmt: skip
    for function in functions(module.tree):
        held = set(foreign)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _from(node.value, foreign):
                held |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        for call in calls(function):
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES and root_of(call.func) in held:
                yield f"{module.where(call)} {root_of(call.func)}.{call.func.attr}("


def _from(call: ast.Call, models: set[str]) -> bool:
    if called(call) in {"claim", "get_object_or_404"} and call.args:
        return isinstance(call.args[0], ast.Name) and call.args[0].id in models
    return root_of(call) in models


# Who opens a login writes the ground's User: a login has no app above the ground that owns it.
OPENS_LOGINS = {"teams.commands.logins"}


def test_a_command_writes_its_own_apps_rows_only() -> None:
    rooms = (module for module in in_room("commands") if module.name not in OPENS_LOGINS)

    assert [line for module in rooms for line in foreign_writes(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "Team.objects.filter(pk=1).update(stage='x')",
        "team = claim(Team, 1, actor=a, to=p)\n    team.save()",
        "team = Team.objects.first()\n    team.delete()",
    ],
)
def test_writing_another_apps_rows_bites(line: str) -> None:
    module = read(f"from teams.models import Team\ndef act():\n    {line}", "duty.commands.logs")

    assert list(foreign_writes(module))
    assert not list(foreign_writes(read(f"from teams.models import Team\ndef act():\n    {line}", "teams.commands.x")))


def test_the_exceptions_still_exist() -> None:
    """A list of exceptions that outlives its reasons is an open door."""
    names = {module.name for module in product() if list(writes(module))}

    assert set(GROUND) - names == set()
