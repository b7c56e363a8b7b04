"""Checklists to begin with: the first three of the four checks, the six unities, the five mechanisms, watch posts.

Texts stand in the wording under ``checklist-template.KIND`` and ``checklist-template.KIND.number``.
"""

from __future__ import annotations

from dataclasses import dataclass

from discipline.rules.checklists import ChecklistKind


@dataclass(frozen=True)
class Template:
    """What an office may begin a checklist with: points of each item in its order, and what else is asked."""

    kind: ChecklistKind
    points: tuple[int, ...]
    asks_insignia: bool = False
    asks_documents: bool = False
    min_interviews: int = 0
    min_sites: int = 0

    @property
    def title(self) -> str:
        """A wording code."""
        return f"checklist-template.{self.kind}"

    @property
    def items(self) -> tuple[tuple[str, int], ...]:
        """Wording code and points."""
        return tuple((f"{self.title}.{number}", points) for number, points in enumerate(self.points, 1))


TEMPLATES = (
    Template(ChecklistKind.DOCUMENTS, (3, 3, 2, 2, 2), asks_documents=True),
    Template(ChecklistKind.STREET, (3, 3, 2, 2, 2), asks_insignia=True, min_interviews=5),
    Template(ChecklistKind.SITES, (3, 3, 2, 2, 2), min_sites=4),
    Template(ChecklistKind.SIX_UNIFIED, (1, 1, 1, 1, 1, 1)),
    Template(ChecklistKind.MECHANISMS, (1, 1, 1, 1, 1)),
    Template(ChecklistKind.WATCH_POSTS, (2, 2, 1, 1), min_sites=2),
)


def template_of(kind: str) -> Template | None:
    return next((template for template in TEMPLATES if template.kind == kind), None)
