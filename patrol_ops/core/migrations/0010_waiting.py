"""What waits for a role or a person is found among what is open, however much has been done."""

from django.db import migrations, models
from django.db.models import Q

OPEN = Q(settled_at__isnull=True, cancelled_at__isnull=True)
INDEXES = {"obligation_open_role": "role, path, due_at", "obligation_open_user": "user_id, due_at"}


def make(apps, schema_editor):
    swiftly = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name, columns in INDEXES.items():
        schema_editor.execute(
            f"CREATE INDEX {swiftly} IF NOT EXISTS {name} ON core_obligation ({columns})"
            " WHERE cancelled_at IS NULL AND settled_at IS NULL"
        )


def drop(apps, schema_editor):
    swiftly = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX {swiftly} IF EXISTS {name}")


class Migration(migrations.Migration):
    # An index is made concurrently, while people write: that runs in no transaction.
    atomic = False

    dependencies = [("core", "0009_journal_by_month")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    "obligation",
                    models.Index(fields=["role", "path", "due_at"], condition=OPEN, name="obligation_open_role"),
                ),
                migrations.AddIndex(
                    "obligation", models.Index(fields=["user", "due_at"], condition=OPEN, name="obligation_open_user")
                ),
            ],
            database_operations=[migrations.RunPython(make, drop)],
        )
    ]
