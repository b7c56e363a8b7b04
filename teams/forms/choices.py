"""Choices out of wording codes and out of rows that the view may offer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from patrol_ops.core.forms import Form
from patrol_ops.core.wording import say


def words(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    """``[("FULL_TIME", "专职"), …]``."""
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]


class Said(forms.TypedChoiceField):
    """One of an enum; a page hands in fewer where not all are open."""

    def __init__(self, enum: type[StrEnum], prefix: str, *, empty_label: Any = "", **kwargs: Any) -> None:
        self.words_prefix = prefix
        none = [("", empty_label)] if empty_label else []
        super().__init__(choices=lambda: [*none, *words(enum, prefix)], coerce=enum, empty_value=None, **kwargs)

    def offer(self, members: Iterable[StrEnum], *, none: bool = False) -> None:
        """Only these, in this order; with ``none`` nothing is chosen beforehand."""
        self.choices = [*([("", _("请选择"))] if none else []), *words(members, self.words_prefix)]


class Row(forms.TypedChoiceField):
    """One of the rows the view offers, by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        offered = [(str(pk), text) for pk, text in rows]
        alone = len(offered) == 1 and self.required
        self.choices = offered if alone else [("", _("请选择")), *offered]


class OfferingForm(Form):
    """A form whose rows to choose from come from the view, which asks a scope for them."""

    def offer(self, name: str, rows: Iterable[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, Row)
        field.offer(rows)
