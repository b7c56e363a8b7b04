"""How a lower app learns of an upper one without importing it: panels to show, figures to ask. Reading only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from patrol_ops.core.access import Actor


@dataclass(frozen=True)
class Panel:
    """A part of a lower page, fetched from the upper app's own view: page, title (a wording code), URL, permission."""

    page: str
    title: str
    url_name: str
    permission: str


_PANELS: list[Panel] = []
_FIGURES: dict[str, dict[str, Callable[..., Any]]] = {}


def plug(panel: Panel) -> None:
    _PANELS.append(panel)


def panels(page: str, actor: Actor) -> list[Panel]:
    """The panels of ``page`` that this actor may open."""
    return [panel for panel in _PANELS if panel.page == page and actor.may(panel.permission)]


def plug_figure(sheet: str, key: str, read: Callable[..., Any]) -> None:
    _FIGURES.setdefault(sheet, {})[key] = read


def figures(sheet: str, **question: Any) -> dict[str, Any]:
    """What every plugged reader answers to ``question``, by key."""
    return {key: read(**question) for key, read in _FIGURES.get(sheet, {}).items()}
