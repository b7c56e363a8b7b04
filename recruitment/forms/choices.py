"""Choices out of wording codes, and out of rows that the view may offer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patrol_ops.core.forms import BareForm
from patrol_ops.core.wording import say


def words(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]


class Said(forms.TypedChoiceField):
    """One of an enum; where ``none`` is given, it may be left at that; a page hands in fewer where not all are open."""

    def __init__(self, enum: type[StrEnum], prefix: str, *, none: Any = "", **kwargs: Any) -> None:
        self.words_prefix = prefix
        first = [("", none)] if none else []
        super().__init__(choices=lambda: [*first, *words(enum, prefix)], coerce=enum, empty_value=None, **kwargs)

    def offer(self, members: Iterable[StrEnum]) -> None:
        self.choices = words(members, self.words_prefix)


class Judged:
    """Drawn as needed; that it was left empty is judged by the rule, which knows when it matters."""

    def validate(self, value: Any) -> None:
        if value not in (None, ""):
            super().validate(value)  # type: ignore[misc]


class Row(forms.TypedChoiceField):
    """One of the rows the view offers, by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        self.choices = [("", _("请选择")), *((str(pk), text) for pk, text in rows)]


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
