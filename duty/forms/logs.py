"""The parts as one form: valid together, refused at the right field, one draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from duty.forms.parts import EntryForm, PatrolForm, PatrolLogForm
from duty.rules import (
    EntryKind,
    NoPatrol,
    PatrolLogDraft,
)
from duty.rules.logs import ENTRIES, PATROLS
from patrol_ops.core.refusals import Refused
from teams.reports import Standing


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of a log; one that was taken away, or never touched, says nothing."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def said(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and form.has_changed()
        ]


_PatrolRows = forms.formset_factory(
    PatrolForm, formset=_Rows, extra=0, can_delete=True, max_num=PATROLS, absolute_max=PATROLS + 1
)
_EntryRows = forms.formset_factory(
    EntryForm, formset=_Rows, extra=0, can_delete=True, max_num=ENTRIES, absolute_max=ENTRIES + 1
)


class LogForms:
    """The three parts as one form: valid together, refused at the right field, one draft."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        crew: list[Standing],
        areas: Mapping[int, str],
        initial: dict[str, Any] | None = None,
        patrols: list[dict[str, Any]] | None = None,
        entries: list[dict[str, Any]] | None = None,
    ) -> None:
        start = initial if data is None else None
        self.main = PatrolLogForm(data, initial=start)
        self.patrols: Any = _PatrolRows(
            data,
            initial=patrols if data is None else None,
            prefix="patrols",
            form_kwargs={"crew": crew, "areas": areas},
        )
        self.entries: Any = _EntryRows(data, initial=entries if data is None else None, prefix="entries")
        self.templates = [EntryForm(prefix="entries-__prefix__", initial={"kind": kind}) for kind in EntryKind]

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), self.patrols.is_valid(), self.entries.is_valid()])

    @property
    def status(self) -> int:
        """What the answer with this form on it has to be."""
        if self.main.status != 200:
            return self.main.status
        return 422 if any(form.errors for form in (*self.patrols.forms, *self.entries.forms)) else 200

    def refuse(self, refused: Refused) -> None:
        """``patrols-0-walkers`` is the field ``walkers`` of the first patrol that says something."""
        parts = (refused.field or "").split("-", 2)
        rows = {"patrols": self.patrols, "entries": self.entries}.get(parts[0])
        if rows is None or len(parts) != 3:
            self.main.refuse(refused)
            return
        form = rows.said()[int(parts[1])]
        form.refuse(refused_at(refused, parts[2]))
        self.main.refuse(refused_at(refused, None))

    def draft(self) -> PatrolLogDraft:
        said = self.main.cleaned_data
        no_patrol = NoPatrol(said["no_patrol"]) if said["no_patrol"] else None
        return PatrolLogDraft(
            day=said["day"],
            version=said["version"] or 0,
            patrols=() if no_patrol else tuple(form.draft() for form in self.patrols.said()),
            entries=tuple(form.draft() for form in self.entries.said()),
            no_patrol=no_patrol,
            no_patrol_note=said["no_patrol_note"] if no_patrol else "",
            hand_over=said["hand_over"],
        )


def refused_at(refused: Refused, field: str | None) -> Refused:
    """The same no at another field, with its own status."""
    moved = Refused(refused.code, field=field, **refused.facts)
    moved.status = refused.status
    return moved
