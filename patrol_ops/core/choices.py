"""Choices out of wording codes, and out of rows that the view may offer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patrol_ops.core.forms import BareForm, Form
from patrol_ops.core.wording import say


def words(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    """``[("FULL_TIME", "专职"), …]``."""
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]


class Said(forms.TypedChoiceField):
    """One of an enum; where ``none`` is given, it may be left at that; a page hands in fewer where not all are open."""

    def __init__(self, enum: type[StrEnum], prefix: str, *, none: Any = "", **kwargs: Any) -> None:
        self.words_prefix = prefix
        first = [("", none)] if none else []
        super().__init__(choices=lambda: [*first, *words(enum, prefix)], coerce=enum, empty_value=None, **kwargs)

    def offer(self, members: Iterable[StrEnum], *, none: bool = False) -> None:
        """Only these, in this order; with ``none`` nothing is chosen beforehand."""
        self.choices = [*([("", _("请选择"))] if none else []), *words(members, self.words_prefix)]


class Judged:
    """Drawn as needed; that it was left empty is judged by the rule, which knows when it matters."""

    def validate(self, value: Any) -> None:
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class Row(forms.TypedChoiceField):
    """One of the rows the view offers, by id; the only one there is, is chosen where one must be."""

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


class InPlace(django_filters.FilterSet):
    """Base: ``place`` is a path, chosen by the place switcher and kept by the form."""

    place = django_filters.CharFilter(method="in_place", label=gettext_lazy("地方"), widget=forms.HiddenInput)

    class Meta:
        fields: list[str] = []
        form = BareForm

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        known = value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
        return queryset.under(value) if known else queryset.none()

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices
