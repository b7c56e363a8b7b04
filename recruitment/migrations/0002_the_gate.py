"""The gate of REC-06 in the database itself, whoever writes: nobody is cleared, offered, contracted or onboarded, and no
contract stands, without a closed public notice; a published notice never gets shorter (X52) nor a draft again, and one
that is closed or withdrawn stays so.

A check sees its own row only, so these are triggers, on both databases. SQLite forgets triggers with the table: a later
migration that makes ``recruitment_applicant``, ``_contract``, ``_objection`` or ``_publicnotice`` anew runs ``fall``
before and ``stand`` after it.
"""

from django.db import migrations

CLEARED = "('CLEARED', 'OFFERED', 'CONTRACTED', 'ONBOARDED')"
APPLICANT = f"""NEW.stage IN {CLEARED} AND NOT EXISTS (
    SELECT 1 FROM recruitment_publicnotice n
    WHERE n.id = NEW.notice_id AND n.stage = 'CLOSED' AND n.last_day < NEW.cleared_on)"""
DISPUTED = f"""NEW.stage IN {CLEARED} AND EXISTS (
    SELECT 1 FROM recruitment_objection o
    WHERE o.applicant_id = NEW.id AND o.stage IN ('RECEIVED', 'INVESTIGATING', 'UPHELD'))"""
CONTRACT = """NOT EXISTS (
    SELECT 1 FROM recruitment_applicant a JOIN recruitment_publicnotice n ON n.id = a.notice_id
    WHERE a.id = NEW.applicant_id AND a.stage IN ('OFFERED', 'CONTRACTED', 'ONBOARDED')
      AND n.stage = 'CLOSED' AND n.last_day = NEW.notice_last_day AND n.last_day < NEW.signed_on)"""
SHORTER = """OLD.stage <> 'DRAFT' AND OLD.last_day IS NOT NULL
    AND (NEW.last_day IS NULL OR NEW.last_day < OLD.last_day)"""
REOPENED = """OLD.stage IN ('CLOSED', 'WITHDRAWN') AND NEW.stage <> OLD.stage
    OR OLD.stage = 'PUBLISHED' AND NEW.stage = 'DRAFT'"""

# Table, name, and of each condition what is said when it holds.
GATES = (
    ("recruitment_applicant", "gate_applicant", ((APPLICANT, "no closed notice"), (DISPUTED, "an objection is open"))),
    ("recruitment_contract", "gate_contract", ((CONTRACT, "no closed notice before the contract"),)),
)
NOTICE = ("recruitment_publicnotice", "gate_notice", ((SHORTER, "a notice is never shortened"), (REOPENED, "a notice never goes back")))


def _sqlite(table, name, rules, when):
    said = "\n".join(f"    SELECT RAISE(ABORT, '{text}') WHERE {rule};" for rule, text in rules)
    return f"CREATE TRIGGER recruitment_{name}_{when.lower()} BEFORE {when} ON {table} BEGIN\n{said}\nEND"


def _postgresql(table, name, rules, when):
    said = "\n".join(
        f"    IF {rule} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        for rule, text in rules
    )
    return f"""
CREATE FUNCTION recruitment_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{said}
    RETURN NEW;
END $$;
CREATE TRIGGER recruitment_{name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION recruitment_{name}();
"""


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for gate in GATES:
            schema_editor.execute(_postgresql(*gate, "INSERT OR UPDATE"))
        schema_editor.execute(_postgresql(*NOTICE, "UPDATE"))
        return
    for gate in GATES:
        schema_editor.execute(_sqlite(*gate, "INSERT"))
        schema_editor.execute(_sqlite(*gate, "UPDATE"))
    schema_editor.execute(_sqlite(*NOTICE, "UPDATE"))


def fall(apps, schema_editor):
    for table, name, _ in (*GATES, NOTICE):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS recruitment_{name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS recruitment_{name}()")
        else:
            for when in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS recruitment_{name}_{when}")


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0001_recruitment")]
    operations = [migrations.RunPython(stand, fall)]
