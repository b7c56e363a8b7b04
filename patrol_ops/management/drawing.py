"""What the code says of itself, as Markdown: read from the same tables that it runs on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from patrol_ops.celery import app
from patrol_ops.core.access import PUBLIC, SYSTEM, Reach, all_grants
from patrol_ops.core.events import Event, kinds
from patrol_ops.core.obligations import kinds as due_kinds
from patrol_ops.core.outbox import reactions
from patrol_ops.core.policy import parameters
from patrol_ops.core.stages import Moves
from patrol_ops.core.wording import known, say
from patrol_ops.schedule import HABITS
from teams.rules import Role

DRAWN = "<!-- Drawn from the code by `make docs`. Change the code, then draw again. -->"
SIGNS = {Reach.SELF: "self", Reach.TEAM: "team", Reach.TERRITORY: "territory", Reach.ALL: "all"}


def drawings() -> dict[str, str]:
    """Every drawn file by name, with its whole text."""
    return {
        "stages.md": _page("Stages", _stages()),
        "grants.md": _page("Grants", _grants()),
        "events.md": _page("Events", _events()),
        "schedule.md": _page("Schedule, obligations and policy", _schedule()),
        "openapi.yaml": schema(),
    }


def schema() -> str:
    drawn = SchemaGenerator().get_schema(request=None, public=True)
    text: bytes = OpenApiYamlRenderer().render(drawn, renderer_context={})
    return text.decode()


def machines() -> dict[str, Moves]:
    """Every ``Moves`` of the rules, by the module that holds it."""
    found: dict[int, tuple[str, Moves]] = {}
    for name, module in sorted(sys.modules.items()):
        parts = name.removeprefix("patrol_ops.").split(".")
        if len(parts) < 2 or parts[1] != "rules" or not _is_ours(name):
            continue
        for held, value in vars(module).items():
            # A package gives its machines a second name; the later, longer one says where the table stands.
            if isinstance(value, Moves):
                found[id(value)] = (f"{name}.{held}", value)
    return dict(sorted(found.values()))


def _is_ours(name: str) -> bool:
    return name.split(".")[0] in {"patrol_ops", "teams", "recruitment", "training", "duty", "discipline", "funding"}


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([DRAWN, "", f"# {title}", "", *lines]).rstrip() + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*("---" for _ in cells))


def _stages() -> Iterator[str]:
    for name, moves in machines().items():
        yield f"## {name.removesuffix('.MOVES')}"
        yield ""
        yield "```mermaid"
        yield moves.diagram()
        yield "```"
        yield ""


def _grants() -> Iterator[str]:
    """A table an app: a line a permission, a column a role."""
    grants = all_grants()
    roles = [*(str(role) for role in Role), SYSTEM, PUBLIC]
    yield "How far a permission reaches from a post: *self* one's own rows, *team*, *territory* the post's place"
    yield "and all that lies below it, *all*. An empty cell is no."
    for app_name in dict.fromkeys(permission.split(".")[0] for permission in grants):
        here = {permission: held for permission, held in grants.items() if permission.startswith(f"{app_name}.")}
        used = [role for role in roles if any(role in held for held in here.values())]
        yield ""
        yield f"## {app_name}"
        yield ""
        yield from _head("permission", "in words", *used)
        for permission, held in here.items():
            reaches = (SIGNS[held[role]] if role in held else "" for role in used)
            yield _row(f"`{permission.split('.')[1]}`", say(permission), *reaches)
    yield ""
    yield "## The roles"
    yield ""
    yield from _head("code", "role")
    for role in Role:
        yield _row(f"`{role}`", say(f"role.{role}"))


def _events() -> Iterator[str]:
    listening = reactions()
    yield "What is announced stands in the journal; what listens runs a moment later, out of the outbox."
    yield ""
    yield from _head("event", "in the journal", "carries", "listens")
    for kind, event in sorted(kinds().items()):
        if _is_ours(event.__module__):
            heard = ", ".join(f"`{name}`" for name in sorted(listening.get(kind, {}))) or ""
            yield _row(f"`{kind}`", say(kind), _carried(event), heard)


def _carried(event: type[Event]) -> str:
    return ", ".join(f"`{field.name}`" for field in fields(event) if field.name != "at")


def _schedule() -> Iterator[str]:
    yield from _head("task", "when (local time)", "what for")
    for habit in HABITS:
        task = app.tasks.get(habit.task)
        said = " ".join((task.run.__doc__ or "").split("\n\n")[0].split()) if task else ""
        yield _row(f"`{habit.task}`", habit.said, said)
    yield ""
    yield "## What comes due"
    yield ""
    yield from _head("kind", "in words", "reminded")
    for name, kind in sorted(due_kinds().items()):
        steps = ", ".join(f"{step.name} {_span(step.after.total_seconds())}{_level(step.level)}" for step in kind.steps)
        yield _row(f"`{name}`", say(name), steps)
    yield ""
    yield "## Policy: numbers people decide, with the day they begin"
    yield ""
    yield from _head("key", "in words", "default", "from", "to")
    for key, one in sorted(parameters().items()):
        words = say(key) if known(key) else ""
        low, high = ("" if bound is None else str(bound) for bound in (one.minimum, one.maximum))
        yield _row(f"`{key}`", words, str(one.default), low, high)


def _span(seconds: float) -> str:
    hours = round(seconds / 3600)
    if hours == 0:
        return "at the moment it is due"
    size = f"{abs(hours) // 24} d" if hours % 24 == 0 else f"{abs(hours)} h"
    return f"{size} {'after' if hours > 0 else 'before'}"


def _level(level: int) -> str:
    return f" ({level} up)" if level else ""
