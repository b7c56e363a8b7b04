"""Choices out of wording codes, and out of rows that the view may offer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from patrol_ops.core.wording import say


def words(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]


class Said(forms.TypedChoiceField):
    """One of an enum; where ``none`` is given, it may be left at that."""

    def __init__(self, enum: type[StrEnum], prefix: str, *, none: Any = "", **kwargs: Any) -> None:
        first = [("", none)] if none else []
        super().__init__(choices=lambda: [*first, *words(enum, prefix)], coerce=enum, empty_value=None, **kwargs)


class Row(forms.TypedChoiceField):
    """One of the rows the view offers, by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        self.choices = [("", _("请选择")), *((str(pk), text) for pk, text in rows)]
