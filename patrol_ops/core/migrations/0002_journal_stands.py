"""On PostgreSQL the journal refuses to be changed, shortened or emptied, whoever asks.

Only a session that says ``patrol.empties = on`` may empty it: that of the tests, which begin anew each time.
"""

from django.db import migrations

STAND = """
CREATE FUNCTION core_journal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('patrol.empties', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the journal is never changed';
END $$;
CREATE TRIGGER core_journal_rows_stand BEFORE UPDATE OR DELETE ON core_journalentry
    FOR EACH ROW EXECUTE FUNCTION core_journal_stands();
CREATE TRIGGER core_journal_stands_whole BEFORE TRUNCATE ON core_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_journal_stands();
"""
FALL = """
DROP TRIGGER IF EXISTS core_journal_stands_whole ON core_journalentry;
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
