"""On PostgreSQL the journal refuses to be changed or shortened, whoever asks."""

from django.db import migrations

STAND = """
CREATE FUNCTION core_journal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is never changed';
END $$;
CREATE TRIGGER core_journal_rows_stand BEFORE UPDATE OR DELETE ON core_journalentry
    FOR EACH ROW EXECUTE FUNCTION core_journal_stands();
"""
FALL = """
DROP TRIGGER IF EXISTS core_journal_rows_stand ON core_journalentry;
DROP FUNCTION IF EXISTS core_journal_stands();
"""


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(STAND)


def fall(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FALL)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_ground")]
    operations = [migrations.RunPython(stand, fall)]
