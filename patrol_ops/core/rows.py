"""A form with rows under it: one more by a button without script, empty rows say nothing, a no stands at the rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from patrol_ops.core.forms import BareForm, Form
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say


def with_row_added(data: QueryDict, prefix: str, most: int) -> QueryDict | None:
    """The posted form with one more row, when a button asked for one."""
    if f"add-{prefix}" not in data:
        return None
    grown = data.copy()
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    number = min(int(total), most) if total.isascii() and total.isdigit() and len(total) < 6 else 0
    grown[f"{prefix}-TOTAL_FORMS"] = str(min(number + 1, most))
    return grown


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A row as it was suggested is said, too; which rows are empty ``is_blank`` knows."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def added(self) -> Any:
        """A row to be added by script, its number still to come."""
        form = self.form(prefix=self.add_prefix("__prefix__"), use_required_attribute=False)
        self.add_fields(form, None)
        return form

    def said(self) -> list[dict[str, Any]]:
        """What stands in the rows, those left empty or taken away aside."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and not form.is_blank
        ]


class RowForm(BareForm):
    """One row. ``is_blank``: nobody has written into it."""

    speaks: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.speaks)


class FormWithRows:
    """Both as one: valid together, refused at the right place."""

    def __init__(self, main: Form, rows: Any) -> None:
        self.main, self.rows = main, rows
        self.rows_errors: list[str] = []

    @property
    def prefix(self) -> str:
        return str(self.rows.prefix)

    def is_valid(self) -> bool:
        main, rows = self.main.is_valid(), self.rows.is_valid()
        self.rows_errors += [str(text) for text in self.rows.non_form_errors()]
        return bool(main and rows)

    def refuse(self, refused: Refused) -> None:
        self.main.refuse(refused)
        if refused.field == self.prefix:
            self.rows_errors.append(say(refused.code, **refused.facts))

    @property
    def rows_in_error(self) -> bool:
        return any(form.errors for form in self.rows.forms) if self.rows.is_bound else False

    @property
    def status(self) -> int:
        return 422 if self.main.status == 200 and (self.rows_errors or self.rows_in_error) else self.main.status

    def leave_unchecked(self) -> None:
        """Drawn again in the middle of writing, for one more row: nobody has asked yet what is wrong."""
        self.rows._errors, self.rows._non_form_errors = [], ErrorList()
        for form in (self.main, *self.rows.forms):
            form._errors = ErrorDict()
