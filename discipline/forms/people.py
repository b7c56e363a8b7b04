"""Whom one may send, by tapping: near ones first, those in conflict closed, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as now_

from discipline.forms.asked import number_in
from discipline.reports.planning import Candidate
from patrol_ops.core.choices import Row
from patrol_ops.core.forms import OneChip


class PersonChip(OneChip):
    """One of them; a second line under each name, and why somebody is closed."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs, choices)
        self.notes: dict[str, str] = {}
        self.closed: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["note"] = self.closed.get(str(value), self.notes.get(str(value), ""))
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
            option["closed"] = True
        return option


class Person(Row):
    """Exactly one of the candidates. Whoever is in conflict may not be chosen: the command says why again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PersonChip, **kwargs)

    def offer_people(self, people: Iterable[Candidate]) -> None:
        found = list(people)
        widget = self.widget
        assert isinstance(widget, PersonChip)
        widget.notes = {str(one.user_id): one.note for one in found if one.note}
        widget.closed = {str(one.user_id): one.why_not for one in found if one.why_not}
        self.choices = grouped(found)


class Unoffered(Row):
    """One of the rows, by tapping. As long as none were offered any id is taken: the command knows which may be."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=OneChip, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) if self.choices else number_in(str(value)) > 0


def grouped(people: list[Candidate]) -> list[Any]:
    """Under a heading where both kinds are there: those of the own street, others."""
    near = [(str(one.user_id), one.name) for one in people if one.near]
    others = [(str(one.user_id), one.name) for one in people if not one.near]
    if not near or not others:
        return near or others
    return [(now_("本街道"), near), (now_("区里和其他街道"), others)]
