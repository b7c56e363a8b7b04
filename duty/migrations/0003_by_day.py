"""Logs are read newest first and counted by day; patrols of some days are found among those of years."""

from django.db import migrations, models

INDEXES = {
    "log_newest": ("duty_patrollog", "(day DESC, team_id, late, stage)"),
    "patrol_began": ("duty_patrol", "(started_at)"),
}


def make(apps, schema_editor):
    swiftly = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    for name, (table, columns) in INDEXES.items():
        schema_editor.execute(f"CREATE INDEX {swiftly} IF NOT EXISTS {name} ON {table} {columns}")
    schema_editor.execute(f"DROP INDEX {swiftly} IF EXISTS log_day")


def drop(apps, schema_editor):
    swiftly = "CONCURRENTLY" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"CREATE INDEX {swiftly} IF NOT EXISTS log_day ON duty_patrollog (day, team_id)")
    for name in INDEXES:
        schema_editor.execute(f"DROP INDEX {swiftly} IF EXISTS {name}")


class Migration(migrations.Migration):
    # An index is made concurrently, while people write: that runs in no transaction.
    atomic = False

    dependencies = [("duty", "0002_fit_walkers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("patrollog", "log_day"),
                migrations.AddIndex(
                    "patrollog", models.Index(fields=["-day", "team", "late", "stage"], name="log_newest")
                ),
                migrations.AddIndex("patrol", models.Index(fields=["started_at"], name="patrol_began")),
            ],
            database_operations=[migrations.RunPython(make, drop)],
        )
    ]
