"""What is signed stands, whoever writes (LOG-04): once the inspector has signed, neither the record nor what is in it
changes; a record that is in effect, or was overturned, never changes again in anything, signatures, statement and
decision among it. The inspector's side may only take the signature back before the other side has answered.

A check sees its own row only, so these are triggers, on both databases. Only PostgreSQL also refuses that something is
deleted from a signed record: there a test's database is emptied by TRUNCATE, which no row sees. On SQLite the digest,
counted anew at each signature, tells it. SQLite forgets triggers with the table: a later migration that makes one of
these tables anew runs ``fall`` before and ``stand`` after it.
"""

from django.db import migrations

RECORD = "discipline_inspection"
PARTS = ("inspectionanswer", "documentcheck", "interview", "sitecheck", "finding")
CONTENT = (
    "visit_id", "corrects_id", "correction_why", "number", "team_id", "path", "organised_by", "method", "announced",
    "revision_id", "inspector_id", "day", "begun_at", "ended_at", "present", "worn", "certified", "score", "summary",
    "digest", "recorded_at",
)  # fmt: skip
FINAL = "('SIGNED_BOTH', 'UPHELD', 'OVERTURNED')"
SIGNATURE = ("signed_by_id", "signed_at")
COUNTERSIGNATURE = ("countersigned_by_id", "countersigned_at")
DISPUTE = ("statement", "disputed_by_id", "disputed_at")
DECISION = ("decision", "decided_by_id", "decided_at")


def differs(*columns):
    return "(" + " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns) + ")"


CHANGED = f"OLD.stage <> 'RECORDED' AND {differs(*CONTENT)}"
MOVED = f"""OLD.stage IN {FINAL} AND {differs("stage", *SIGNATURE, *COUNTERSIGNATURE, *DISPUTE, *DECISION)}
    OR OLD.stage = 'DISPUTED' AND (NEW.stage NOT IN ('DISPUTED', 'UPHELD', 'OVERTURNED')
        OR {differs(*SIGNATURE, *COUNTERSIGNATURE, *DISPUTE)})
    OR OLD.stage = 'SIGNED_ONE' AND (NEW.stage NOT IN ('RECORDED', 'SIGNED_ONE', 'SIGNED_BOTH', 'DISPUTED')
        OR NEW.stage <> 'RECORDED' AND {differs(*SIGNATURE)})
    OR OLD.stage = 'RECORDED' AND NEW.stage NOT IN ('RECORDED', 'SIGNED_ONE')"""
SAID = "a signed record stands"
SEALED = "(SELECT stage FROM discipline_inspection WHERE id = {row}.inspection_id) <> 'RECORDED'"


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"""
CREATE FUNCTION discipline_signed_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.stage <> 'RECORDED' THEN
            RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF {CHANGED} OR {MOVED} THEN
        RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER discipline_signed_record BEFORE UPDATE OR DELETE ON {RECORD}
    FOR EACH ROW EXECUTE FUNCTION discipline_signed_record();
CREATE FUNCTION discipline_signed_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND {SEALED.format(row="OLD")} OR TG_OP <> 'DELETE' AND {SEALED.format(row="NEW")} THEN
        RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
""")
        for part in PARTS:
            schema_editor.execute(
                f"CREATE TRIGGER discipline_signed_{part} BEFORE INSERT OR UPDATE OR DELETE ON discipline_{part}\n"
                "    FOR EACH ROW EXECUTE FUNCTION discipline_signed_part()"
            )
        return
    # SQLite's IS NOT is DISTINCT FROM on every version.
    changed, moved = (text.replace("IS DISTINCT FROM", "IS NOT") for text in (CHANGED, MOVED))
    schema_editor.execute(
        f"CREATE TRIGGER discipline_signed_record BEFORE UPDATE ON {RECORD} BEGIN\n"
        f"    SELECT RAISE(ABORT, '{SAID}') WHERE {changed};\n    SELECT RAISE(ABORT, '{SAID}') WHERE {moved};\nEND"
    )
    for part in PARTS:
        for when, row in (("INSERT", "NEW"), ("UPDATE", "OLD")):
            schema_editor.execute(
                f"CREATE TRIGGER discipline_signed_{part}_{when.lower()} BEFORE {when} ON discipline_{part} BEGIN\n"
                f"    SELECT RAISE(ABORT, '{SAID}') WHERE {SEALED.format(row=row)};\nEND"
            )


def fall(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS discipline_signed_record ON {RECORD}")
        for part in PARTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS discipline_signed_{part} ON discipline_{part}")
        schema_editor.execute("DROP FUNCTION IF EXISTS discipline_signed_record()")
        schema_editor.execute("DROP FUNCTION IF EXISTS discipline_signed_part()")
        return
    schema_editor.execute("DROP TRIGGER IF EXISTS discipline_signed_record")
    for part in PARTS:
        for when in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS discipline_signed_{part}_{when}")


class Migration(migrations.Migration):
    dependencies = [("discipline", "0001_discipline")]
    operations = [migrations.RunPython(stand, fall)]
