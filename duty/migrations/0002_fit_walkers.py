"""Fit for duty in the database itself, whoever writes: nobody is put down as having walked on a day on which a hold kept
them off duty. Papers (certificate, hours, badge, insurance) may be passed over by the police for that day (TRN-01,
TRN-06); training, leave and discipline may not.

A check sees its own row only, so this is a trigger, on both databases. It looks when a row comes in: a hold that is
placed later for a day gone by says nothing about who walked then. SQLite forgets triggers with the table: a later
migration that makes ``duty_patrolwalker`` anew runs ``fall`` before and ``stand`` after it.
"""

from django.db import migrations

BARRED = """EXISTS (
    SELECT 1 FROM duty_patrol p JOIN duty_patrollog l ON l.id = p.log_id
    JOIN teams_hold h ON h.member_id = NEW.member_id
    WHERE p.id = NEW.patrol_id AND h.since <= l.day AND (h.until IS NULL OR h.until > l.day)
      AND (h.kind NOT IN ('CERTIFICATE', 'HOURS', 'BADGE', 'INSURANCE') OR NOT EXISTS (
        SELECT 1 FROM teams_dutyoverride o
        WHERE o.member_id = NEW.member_id AND o.since <= l.day AND o.until > l.day)))"""
SAID = "not fit for duty that day"
MOVED = "UPDATE OF member_id, patrol_id"


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
CREATE FUNCTION duty_fit_walker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {BARRED} THEN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duty_fit_walker BEFORE INSERT OR {MOVED} ON duty_patrolwalker
    FOR EACH ROW EXECUTE FUNCTION duty_fit_walker();
""")
        return
    for name, when in (("insert", "INSERT"), ("update", MOVED)):
        schema_editor.execute(
            f"CREATE TRIGGER duty_fit_walker_{name} BEFORE {when} ON duty_patrolwalker BEGIN\n"
            f"    SELECT RAISE(ABORT, '{SAID}') WHERE {BARRED};\nEND"
        )


def fall(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER IF EXISTS duty_fit_walker ON duty_patrolwalker")
        schema_editor.execute("DROP FUNCTION IF EXISTS duty_fit_walker()")
    else:
        for name in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS duty_fit_walker_{name}")


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_patrol_logs"), ("teams", "0012_fitness")]
    operations = [migrations.RunPython(stand, fall)]
