"""A new migration runs while people work, and the code of the version before goes on with its tables.

What a machine can see of docs/operations.md: expand and contract never in one migration, no renaming, no column that
old code could not fill, nothing on a big table that locks it. Whatever stood when the rules came is history.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation

from tests.house.reading import STOREYS

# The last number of each app before the rules. An app that is not named begins under them.
HISTORY = {"core": 8, "teams": 13, "recruitment": 3, "training": 1, "duty": 2, "discipline": 2, "funding": 1}
# Where a county has a hundred thousand rows and more within a year or two.
HEAVY = {
    ("core", "journalentry"), ("core", "obligation"), ("core", "reminder"), ("core", "notice"), ("core", "delivery"),
    ("core", "outside"), ("duty", "patrollog"), ("duty", "patrol"), ("duty", "patrolwalker"), ("duty", "logentry"),
    ("duty", "reviewstep"), ("teams", "member"), ("teams", "membership"), ("teams", "hold"), ("training", "enrolment"),
}  # fmt: skip
RENAMES = (migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable)
CONTRACTS = (migrations.RemoveField, migrations.DeleteModel)
EXPANDS = (migrations.AddField, migrations.CreateModel)
MOVES_DATA = (migrations.RunPython, migrations.RunSQL)


def flat(operations: list[Operation]) -> Iterator[Operation]:
    """What is really done to the tables: of what is told apart, the database's half."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from flat(list(operation.database_operations))
        else:
            yield operation


def faults(migration: Migration) -> Iterator[str]:
    """What old code or a busy table would not survive, in words."""
    operations = list(flat(migration.operations))
    fresh = {op.name_lower for op in operations if isinstance(op, migrations.CreateModel)}

    def old(op: Operation) -> bool:
        return getattr(op, "model_name_lower", getattr(op, "name_lower", "")) not in fresh

    for op in operations:
        if isinstance(op, RENAMES):
            yield f"{op.describe()}: old code asks for the old name; add, fill, read, and take away later"
        if isinstance(op, migrations.AddField) and old(op) and not _old_code_can_fill(op.field):
            yield f"{op.describe()}: old code writes rows without it; null=True or db_default"
        if (migration.app_label, getattr(op, "model_name_lower", "")) in HEAVY and old(op):
            yield from _locking(op)
    contracting = [op for op in operations if isinstance(op, CONTRACTS) or _tightens(op)]
    if contracting and any(isinstance(op, EXPANDS) for op in operations):
        yield f"{contracting[0].describe()}: contract in a migration, and a release, of its own"
    if any(isinstance(op, MOVES_DATA) for op in operations) and any(
        isinstance(op, (migrations.AddField, *CONTRACTS)) or _tightens(op) for op in operations
    ):
        yield "rows are moved in a migration of their own: else the table is locked until the last of them is"


def _old_code_can_fill(field: models.Field) -> bool:  # type: ignore[type-arg]
    return field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED


def _tightens(op: Operation) -> bool:
    """As far as can be seen: from what it was is not known here, and NOT NULL is what mostly tightens."""
    return isinstance(op, migrations.AlterField) and not op.field.null


def _locking(op: Operation) -> Iterator[str]:
    if isinstance(op, migrations.AddIndex):
        yield f"{op.describe()}: CREATE INDEX CONCURRENTLY on a table of this size (docs/operations.md)"
    if isinstance(op, migrations.AddConstraint):
        yield f"{op.describe()}: NOT VALID first and VALIDATE after, or a unique index made concurrently"
    if isinstance(op, migrations.AddField):
        field = op.field
        if field.unique or field.db_index:
            yield f"{op.describe()}: it brings an index; add it bare, and the index concurrently"
        if not isinstance(field.db_default, models.NOT_PROVIDED) and hasattr(field.db_default, "resolve_expression"):
            yield f"{op.describe()}: a default that is computed rewrites the table"


def under_the_rules() -> Iterator[Migration]:
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        if app in STOREYS and int(name[:4]) > HISTORY.get(app, 0):
            yield migration


def test_new_migrations_run_while_people_work() -> None:
    found = [f"{migration}: {fault}" for migration in under_the_rules() for fault in faults(migration)]

    assert found == []


def test_history_and_big_tables_exist() -> None:
    names = {(app, int(name[:4])) for app, name in MigrationLoader(None).disk_migrations}

    assert [app for app, last in HISTORY.items() if (app, last) not in names] == []
    for app, model in HEAVY:
        assert apps.get_model(app, model)


def _made(*operations: Operation, app: str = "duty") -> list[str]:
    migration = Migration("9999_x", app)
    migration.operations = list(operations)
    return list(faults(migration))


NULLABLE, NEEDED = models.IntegerField(null=True), models.IntegerField(default=0)


@pytest.mark.parametrize(
    ("operations", "said"),
    [
        ([migrations.RenameField("patrollog", "a", "b")], "old name"),
        ([migrations.RenameModel("PatrolLog", "Diary")], "old name"),
        ([migrations.AddField("card", "x", NEEDED)], "null=True or db_default"),
        ([migrations.AddField("card", "x", NULLABLE), migrations.RemoveField("card", "y")], "of its own"),
        ([migrations.AddField("card", "x", NULLABLE), migrations.AlterField("card", "y", NEEDED)], "of its own"),
        ([migrations.RemoveField("card", "y"), migrations.RunPython(migrations.RunPython.noop)], "rows are moved"),
        ([migrations.AddIndex("patrollog", models.Index(fields=["a"], name="a"))], "CONCURRENTLY"),
        ([migrations.AddField("patrollog", "x", models.IntegerField(null=True, db_index=True))], "concurrently"),
        (
            [migrations.AddConstraint("patrollog", models.UniqueConstraint(fields=["a"], name="a"))],
            "NOT VALID",
        ),
    ],
)
def test_new_migrations_run_while_people_work_bites(operations: list[Operation], said: str) -> None:
    assert any(said in fault for fault in _made(*operations)), _made(*operations)


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("patrollog", "x", NULLABLE)],
        [migrations.AddField("patrollog", "x", models.IntegerField(db_default=0))],
        [migrations.RemoveField("patrollog", "x")],
        [migrations.AlterField("patrollog", "x", NEEDED)],
        [migrations.RunPython(migrations.RunPython.noop)],
        [migrations.AddIndex("card", models.Index(fields=["a"], name="a"))],
        [
            migrations.CreateModel("PatrolLog", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("patrollog", "x", NEEDED),
            migrations.AddIndex("patrollog", models.Index(fields=["x"], name="x")),
        ],
        [
            migrations.SeparateDatabaseAndState(
                database_operations=[migrations.RunPython(migrations.RunPython.noop)],
                state_operations=[migrations.AddIndex("patrollog", models.Index(fields=["a"], name="a"))],
            )
        ],
    ],
)
def test_what_the_rules_allow_passes(operations: list[Operation]) -> None:
    assert _made(*operations) == []
