"""The parts as one form: valid together, refused at the right field, one draft."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duty.forms.parts import EntryForm, PatrolForm, PatrolLogForm
from duty.reports import AreaChoice
from duty.rules import (
    EntryKind,
    Mode,
    NoPatrol,
    PatrolLogDraft,
)
from duty.rules.logs import ENTRIES, PATROLS
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams.reports import Standing


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of a log; one that was taken away, or never touched, says nothing."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def added(self, **initial: Any) -> Any:
        """A row to be added by script, its number still to come."""
        form = self.form(prefix=self.add_prefix("__prefix__"), initial=initial, use_required_attribute=False)
        self.add_fields(form, None)
        return form

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


@dataclass(frozen=True)
class NewEntry:
    """An entry to be added by script: its kind, how the button says it, and its empty fields as HTML."""

    entry_kind: EntryKind
    title: str
    drawn: SafeString


@cache
def new_entries(language: str) -> tuple[NewEntry, ...]:
    """One of each kind. They hold nothing of a team, a day or a person, and drawing them took two fifths of the
    page's time: so they are drawn once in each ``language``, which must be the active one."""
    found = []
    rows: Any = _EntryRows(prefix="entries")
    for kind in EntryKind:
        row = rows.added(kind=kind, **({"count": 1} if kind is EntryKind.HELP else {}))
        found.append(NewEntry(kind, row.title, render_to_string("duty/_entry_row.html", {"row": row})))
    return tuple(found)


@dataclass(frozen=True)
class Problem:
    """Something to be put right: what, where (an element's id, empty for the whole), in words."""

    label: str
    where: str
    text: str


class LogForms:
    """The three parts as one form: valid together, refused at the right field, one draft."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        initial: dict[str, Any] | None = None,
        patrols: list[dict[str, Any]] | None = None,
        entries: list[dict[str, Any]] | None = None,
    ) -> None:
        self.main = PatrolLogForm(data, initial=initial)
        self.patrols: Any = _PatrolRows(data, initial=patrols, prefix="patrols")
        self.entries: Any = _EntryRows(data, initial=entries, prefix="entries")
        self._names: dict[int, str] = {}

    # --- drawing

    def dress(self, crew: Sequence[Standing], areas: Mapping[int, AreaChoice]) -> None:
        """Offer the people and areas of the day, in rows that are there and in rows to come."""
        own = [pk for pk, area in areas.items() if area.own]
        self.new_patrol = self.patrols.added(mode=Mode.FOOT, area=str(own[0]) if len(own) == 1 else "")
        self.new_entries = new_entries(get_language() or "")
        for form in (*self.patrols.forms, self.new_patrol):
            form.dress(crew, areas)
        self._names = {person.member_id: person.name for person in crew}

    def leave_unchecked(self) -> None:
        """Drawn again in the middle of writing, for one more row: nobody has asked yet what is wrong."""
        for rows in (self.patrols, self.entries):
            rows._errors, rows._non_form_errors = [], ErrorList()
        for form in (self.main, *self.patrols.forms, *self.entries.forms):
            form._errors = ErrorDict()

    # --- saying no

    def is_valid(self) -> bool:
        main, entries = self.main.is_valid(), self.entries.is_valid()
        patrols = self.patrols.is_valid()
        if main and not patrols and self._nobody_walked() and not self.patrols.non_form_errors():
            # What was only suggested need not be put right by whoever says that nobody walked.
            suggested = [form for form in self.patrols.forms if form.untouched]
            for form in suggested:
                form.errors.clear()
            patrols = all(form.is_valid() for form in self.patrols.forms if form not in suggested)
        return bool(main and entries and patrols)

    def _nobody_walked(self) -> bool:
        """A reason was given, and every patrol in sight is as it was suggested or taken away."""
        if not self.main.cleaned_data.get("no_patrol"):
            return False
        return all(form.untouched or self.patrols._should_delete_form(form) for form in self.patrols.forms)

    def refuse(self, refused: Refused) -> None:
        """``patrols-0-walkers`` is the field ``walkers`` of the first patrol that says something."""
        name = self._names.get(refused.facts.get("member_id", 0))
        said = self._moved(refused, refused.field, **({"who": name} if name else {}))
        prefix, _dash, rest = (refused.field or "").partition("-")
        rows = {"patrols": self.patrols, "entries": self.entries}.get(prefix)
        if rows is not None and rest:
            number, _dash, field = rest.partition("-")
            form = rows.said()[int(number)]
        else:
            form, field = self.main, refused.field or ""
        hidden = field in form.fields and form.fields[field].widget.is_hidden
        form.refuse(self._moved(said, None if hidden else field))

    @staticmethod
    def _moved(refused: Refused, field: str | None, **facts: Any) -> Refused:
        """The same no at another field, with its own status."""
        moved = Refused(refused.code, field=field, **{**refused.facts, **facts})
        moved.status = refused.status
        return moved

    def put(self, **hidden: Any) -> None:
        """Change hidden fields of what was sent, for the next sending: the version that was read since, a new key."""
        data = self.main.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, value in hidden.items():
            data[name] = str(value)
        self.main.data = data

    def take_new_key(self) -> None:
        self.put(idempotency_key=uuid.uuid4())

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong in what was sent, with the way to it: what stands at the top of the form."""
        found = [Problem("", "", str(text)) for text in self.main.non_field_errors()]
        for rows in (self.patrols, self.entries):
            if rows.non_form_errors():
                many = rows.non_form_errors().as_data()[0].code == "too_many_forms"
                found.append(Problem("", "", say("duty.log-too-long" if many else "core.malformed")))
        if any(field.errors for field in self.main.hidden_fields()):
            found.append(Problem("", "", say("core.malformed")))
        for number, form in enumerate(self.patrols.forms, start=1):
            found += self._in(form, _("第 {n} 次巡逻").format(n=number))
        for form in self.entries.forms:
            found += self._in(form, form.title)
        return found + self._in(self.main, "", whole=False)

    @staticmethod
    def _in(form: Any, title: str, *, whole: bool = True) -> list[Problem]:
        found = [Problem(title, "", str(text)) for text in form.non_field_errors()] if whole else []
        for field in form.visible_fields():
            if field.errors:
                label = f"{title} · {field.label}" if title else str(field.label)
                found.append(Problem(label, field.id_for_label or field.auto_id, str(field.errors[0])))
        return found

    # --- what it says

    def draft(self) -> PatrolLogDraft:
        said = self.main.cleaned_data
        patrols = () if self._nobody_walked() else tuple(form.draft() for form in self.patrols.said())
        return PatrolLogDraft(
            day=said["day"],
            version=said["version"] or 0,
            patrols=patrols,
            entries=tuple(form.draft() for form in self.entries.said()),
            no_patrol=NoPatrol(said["no_patrol"]) if said["no_patrol"] else None,
            no_patrol_note=said["no_patrol_note"],
            hand_over=said["hand_over"],
        )

    def typed(self) -> PatrolLogDraft:
        """The draft without what was only suggested: what somebody would miss if it were lost."""
        draft = self.draft()
        if not draft.patrols:
            return draft
        own = [form for form in self.patrols.said() if not form.untouched]
        return PatrolLogDraft(**{**vars(draft), "patrols": tuple(form.draft() for form in own)})
