"""The journal stands: nothing in it is changed or taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from patrol_ops.core.models import JournalEntry
from patrol_ops.core.models.journal import JournalStands

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(at: dt.datetime) -> JournalEntry:
    return JournalEntry.objects.create(at=at, actor_kind="person", act="tests.done")


def test_an_entry_is_not_changed(entry: JournalEntry) -> None:
    entry.act = "tests.undone"
    with pytest.raises(JournalStands):
        entry.save()
    with pytest.raises(JournalStands):
        JournalEntry.objects.filter(pk=entry.pk).update(act="tests.undone")
    with pytest.raises(JournalStands):
        JournalEntry.objects.update_or_create(pk=entry.pk, defaults={"act": "tests.undone"})
    assert JournalEntry.objects.get().act == "tests.done"


def test_an_entry_is_not_deleted(entry: JournalEntry) -> None:
    with pytest.raises(JournalStands):
        entry.delete()
    with pytest.raises(JournalStands):
        JournalEntry.objects.all().delete()
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_journalentry SET act = 'x'",
        "DELETE FROM core_journalentry",
        "SET LOCAL patrol.empties = ''; TRUNCATE core_journalentry",
    ],
)
def test_on_postgresql_not_even_by_hand(entry: JournalEntry, on_postgresql: bool, statement: str) -> None:
    if not on_postgresql:
        pytest.skip("SQLite has no such trigger")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert JournalEntry.objects.get().act == "tests.done"
