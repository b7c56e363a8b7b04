"""Rows to come are drawn once in each language, and are what a row of that kind draws."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from duty.forms.logs import LogForms, new_entries
from duty.rules import EntryKind
from tests.house.english import CHINESE


@pytest.fixture(autouse=True)
def _drawn_anew():
    new_entries.cache_clear()
    yield
    new_entries.cache_clear()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_row_to_come_is_what_its_kind_draws(language):
    with translation.override(language):
        drawn = {row.entry_kind: (row.title, row.drawn) for row in new_entries(language)}
        for kind in EntryKind:
            row = LogForms(None).entries.added(kind=kind, **({"count": 1} if kind is EntryKind.HELP else {}))
            assert drawn[kind] == (row.title, render_to_string("duty/_entry_row.html", {"row": row}))


def test_each_language_has_its_own():
    for language, chinese in (("zh-hans", True), ("en", False), ("zh-hans", True)):
        with translation.override(language):
            rows = new_entries(language)
        assert [bool(CHINESE.search(row.title + row.drawn)) for row in rows] == [chinese] * len(EntryKind)
