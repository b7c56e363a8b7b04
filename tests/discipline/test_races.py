"""Where two hands meet over one record: threads, real transactions; refused in the rule, and by the database alone."""

from __future__ import annotations

import importlib
import threading

import pytest
from django.db import DatabaseError, connection, connections

from discipline import commands
from discipline.models import Inspection, Rectification, Visit
from discipline.reports import digest_now
from discipline.rules import Organiser, SeriesDraft
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry
from teams.models import Appointment
from teams.rules import Tier
from tests.discipline.saying import DAY, owed, refused
from tests.discipline.story import HELD, PLANNED, record_draft, serves_too
from tests.discipline.test_commands_visits import moment
from tests.recruitment.test_races import split

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("LOG-04")]


def acting(it, act, by, hour=17, **more):
    actor, at, pk = it.who(by, HELD), it.at(HELD, hour), it.inspection_id
    return lambda: act(actor=actor, inspection_id=pk, at=at, **more)


def seen(it):
    return {"seen": it.inspection.digest}


def raw(sql, *values):
    """Through a connection of its own, as somebody at the database would; what it was answered."""
    answer = []

    def other_hand():
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute(sql, values)
            answer.append(None)
        except DatabaseError as problem:
            answer.append(problem)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other_hand)
    thread.start()
    thread.join(60)
    return answer[0]


def forced(it, **columns):
    """An UPDATE of the record that no command would make."""
    said = ", ".join(f"{column} = %s" for column in columns)
    return raw(f"UPDATE discipline_inspection SET {said} WHERE id = %s", *columns.values(), it.inspection_id)


# --- told at once ---------------------------------------------------------------------------------------------------


def test_both_sign_at_once(at_once, supervision):
    """The inspector is first, always; the leader is told to wait or signs what has just been signed."""
    supervision.until_recorded()
    digest = seen(supervision)
    done, refusals = split(
        at_once(
            acting(supervision, commands.sign_inspection, "ivo", **digest),
            acting(supervision, commands.countersign_inspection, "lena", **digest),
        )
    )
    stage = supervision.inspection.stage
    assert (stage, len(done), refusals) in (("SIGNED_BOTH", 2, []), ("SIGNED_ONE", 1, ["core.wrong-stage"]))


def test_the_same_person_signs_twice(at_once, supervision):
    supervision.until_recorded()
    done, refusals = split(at_once(*[acting(supervision, commands.sign_inspection, "ivo", **seen(supervision))] * 3))
    assert (len(done), refusals) == (1, ["core.wrong-stage"] * 2)
    assert JournalEntry.objects.filter(act="discipline.inspection_signed").count() == 1


def test_the_leader_signs_twice(at_once, supervision):
    supervision.until_signed()
    sign = acting(supervision, commands.countersign_inspection, "lena", **seen(supervision))
    done, refusals = split(at_once(sign, sign, sign))
    assert (len(done), refusals) == (1, ["core.wrong-stage"] * 2)
    assert JournalEntry.objects.filter(act="discipline.inspection_took_effect").count() == 1
    assert [kind for kind, _, _ in owed()] == ["issue_rectification"]


def test_countersigning_meets_refusing(at_once, supervision):
    supervision.until_signed()
    digest = seen(supervision)
    done, refusals = split(
        at_once(
            acting(supervision, commands.countersign_inspection, "lena", **digest),
            acting(supervision, commands.refuse_signature, "lena", statement="当天报备过的。", **digest),
        )
    )
    assert (len(done), refusals) == (1, ["core.wrong-stage"])
    row = supervision.inspection
    assert (row.stage, bool(row.countersigned_at), bool(row.disputed_at)) in (
        ("SIGNED_BOTH", True, False),
        ("DISPUTED", False, True),
    )


def test_countersigning_meets_taking_back(at_once, supervision):
    supervision.until_signed()
    done, refusals = split(
        at_once(
            acting(supervision, commands.countersign_inspection, "lena", **seen(supervision)),
            acting(supervision, commands.take_back_signature, "ivo"),
        )
    )
    assert (len(done), refusals) == (1, ["core.wrong-stage"])
    row = supervision.inspection
    assert (row.stage, bool(row.signed_at), bool(row.countersigned_at)) in (
        ("SIGNED_BOTH", True, True),
        ("RECORDED", False, False),
    )


def test_amending_meets_signing(at_once, supervision):
    """Signed is what was read, or nothing."""
    supervision.until_recorded()
    digest = seen(supervision)
    done, refusals = split(
        at_once(
            acting(supervision, commands.sign_inspection, "ivo", **digest),
            acting(supervision, commands.amend_inspection, "ivo", draft=record_draft(summary="很差。")),
        )
    )
    row = supervision.inspection
    assert len(done) == 1
    assert (row.stage, row.digest == digest["seen"], refusals) in (
        ("SIGNED_ONE", True, ["core.wrong-stage"]),
        ("RECORDED", False, ["discipline.text-changed"]),
    )


def test_a_text_that_changed_between_reading_and_signing(supervision):
    supervision.until_recorded()
    old = supervision.inspection.digest
    acting(supervision, commands.amend_inspection, "ivo", draft=record_draft(summary="很差。"))()
    refused("discipline.text-changed", acting(supervision, commands.sign_inspection, "ivo", seen=old))
    supervision.sign()
    refused("discipline.text-changed", acting(supervision, commands.countersign_inspection, "lena", seen=old))
    refused(
        "discipline.text-changed",
        acting(supervision, commands.refuse_signature, "lena", seen=old, statement="当天报备过的。"),
    )


def test_one_login_with_both_posts_never_signs_for_both(at_once, supervision, district):
    """Ivo comes to lead the very team after he has signed: the rule says no, and so does the database."""
    supervision.until_signed()
    serves_too(district, "ivo")
    Appointment.objects.filter(team=supervision.team_id, role="ldr").update(member=district.members["何平"])
    digest = seen(supervision)
    for act, more in (
        (commands.countersign_inspection, {}),
        (commands.refuse_signature, {"statement": "当天报备过的。"}),
    ):
        refused("discipline.signed-by-same", acting(supervision, act, "ivo", **digest, **more))
    ivo = district.users["ivo"]
    assert forced(supervision, stage="SIGNED_BOTH", countersigned_by_id=ivo, countersigned_at=supervision.at(HELD, 18))
    assert supervision.inspection.stage == "SIGNED_ONE"


def test_a_visit_is_recorded_once(at_once, supervision):
    supervision.until_planned()
    actor, at, pk = supervision.who("ivo", HELD), supervision.at(HELD, 16), supervision.visit_id

    def record():
        return commands.record_inspection(actor=actor, visit_id=pk, draft=record_draft(), at=at)

    done, refusals = split(at_once(record, record, record))
    assert (len(done), refusals) == (1, ["core.wrong-stage"] * 2)


@pytest.mark.req("LOG-03")
def test_records_made_at_once_share_no_number(at_once, supervision, district):
    supervision.agreed()
    acts = []
    for team in ("harbour", "academy", "willow", "squadron"):
        visit = supervision.plan(team_id=district.teams[team], announced=False)
        actor, at = supervision.who("ivo", HELD), supervision.at(HELD, 16)
        acts.append(
            lambda pk=visit.pk, actor=actor, at=at: commands.record_inspection(
                actor=actor, visit_id=pk, draft=record_draft(), at=at
            )
        )
    done, refusals = split(at_once(*acts))
    assert (len(done), refusals) == (4, [])
    numbers = sorted(Inspection.objects.values_list("number", flat=True))
    assert numbers == [f"J990102-2026-{n:04d}" for n in range(1, 5)]


def test_a_finding_is_ordered_once(at_once, supervision):
    supervision.until_effective()
    done, refusals = split(at_once(*[supervision.issue] * 2))
    assert (len(done), refusals) == (1, ["discipline.finding-ordered"])
    assert Rectification.objects.count() == 1


def test_two_announced_visits_do_not_meet_on_one_day(at_once, supervision):
    """X06: two that are planned, and two that are moved to it."""
    supervision.agreed()
    one = supervision.plan(starts_at=moment(HELD))
    other = supervision.plan("tess", organised_by=Organiser.TOWNSHIP, starts_at=moment(HELD + DAY))

    def moving(visit, by):
        actor, at = supervision.who(by), supervision.at(PLANNED, 11)
        return lambda: commands.reschedule_visit(
            actor=actor, visit_id=visit.pk, starts_at=moment(HELD + 2 * DAY), at=at
        )

    done, refusals = split(at_once(moving(one, "gus"), moving(other, "tess")))
    assert (len(done), refusals) == (1, ["discipline.visited-already"])

    def planning(by, organiser):
        actor, at = supervision.who(by), supervision.at(PLANNED, 12)
        draft = supervision.visit_draft(organised_by=organiser, starts_at=moment(HELD + 5 * DAY))
        return lambda: commands.plan_visit(actor=actor, draft=draft, at=at)

    both = (planning("gus", Organiser.SUPERVISION), planning("tess", Organiser.TOWNSHIP))
    done, refusals = split(at_once(*both))
    assert (len(done), refusals) == (1, ["discipline.visited-already"])


def test_a_round_that_closes_takes_no_visit_in(at_once, supervision):
    supervision.agreed()
    round_id = supervision.round()
    actor, at = supervision.who("gus"), supervision.at(PLANNED, 12)
    draft = supervision.visit_draft(round_id=round_id)
    done, refusals = split(
        at_once(
            lambda: commands.plan_visit(actor=actor, draft=draft, at=at),
            lambda: commands.report_round(actor=actor, round_id=round_id, report="本轮没有检查，下一轮再查。", at=at),
        )
    )
    assert len(done) == 1
    assert refusals[0] in ("discipline.round-closed", "discipline.visits-open")


def test_the_clock_plans_a_period_once(at_once, supervision, district):
    supervision.agreed()
    draft = SeriesDraft(
        Organiser.SUPERVISION, Tier.DETACHMENT, supervision.checklist_id, True, frozenset({district.users["ivo"]})
    )
    series = commands.begin_series(
        actor=supervision.who("gus"), place_id=district.places["990102"], draft=draft, at=supervision.at(PLANNED)
    )
    system, at = Actor.system("plan-series"), supervision.at(PLANNED, 12)

    def night():
        return commands.plan_series_visits(actor=system, series_id=series.pk, at=at)

    done, refusals = split(at_once(night, night))
    assert (done, refusals) == ([3], ["discipline.nothing-to-plan"])
    assert Visit.objects.filter(series=series).count() == 3


# --- the database by itself -----------------------------------------------------------------------------------------

LATER = "2026-11-30 10:00:00+00:00"


@pytest.mark.parametrize(
    "columns",
    [
        {"summary": "很差。"},
        {"score": 1},
        {"digest": "0" * 64},
        {"number": "J990102-2026-9999"},
        {"day": "2026-11-17"},
        {"announced": False},
        {"signed_at": LATER},
        {
            "stage": "UPHELD",
            "statement": "当天报备过的。",
            "decision": "核对过。",
            "disputed_at": LATER,
            "decided_at": LATER,
        },
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_signed_record_stands(supervision, columns):
    supervision.until_signed()
    before = Inspection.objects.filter(pk=supervision.inspection_id).values().get()
    assert forced(supervision, **columns) is not None
    assert Inspection.objects.filter(pk=supervision.inspection_id).values().get() == before


@pytest.mark.parametrize("way", ["countersigned", "upheld", "overturned"])
def test_what_is_decided_never_changes_again(supervision, district, way):
    supervision.until_signed()
    if way == "countersigned":
        supervision.countersign()
    else:
        supervision.refuse()
        assert forced(supervision, statement="改过的话。") is not None
        assert forced(supervision, stage="SIGNED_ONE") is not None
        assert forced(supervision, signed_by_id=None, signed_at=None) is not None
        supervision.decide(way == "upheld")
    before = Inspection.objects.filter(pk=supervision.inspection_id).values().get()
    lena = district.users["lena"]
    for columns in (
        {"stage": "RECORDED", "signed_by_id": None, "signed_at": None},
        {"stage": "SIGNED_ONE", "countersigned_by_id": None, "countersigned_at": None},
        {"stage": "DISPUTED"},
        {"signed_at": LATER},
        {"countersigned_by_id": lena, "countersigned_at": LATER},
        {"decision": "另一个说法。"},
        {"statement": "另一个说法。"},
        {"summary": "很差。"},
    ):
        assert forced(supervision, **columns) is not None, columns
    assert Inspection.objects.filter(pk=supervision.inspection_id).values().get() == before


@pytest.mark.parametrize("part", ["inspectionanswer", "documentcheck", "interview", "sitecheck", "finding"])
def test_nothing_is_written_into_what_is_signed(supervision, part, on_postgresql):
    supervision.until_recorded()
    table = f"discipline_{part}"
    column = {"interview": "seen = 'NEVER'", "inspectionanswer": "verdict = 'MISSING'", "finding": "text = 'x'"}.get(
        part, "kind = kind"
    )
    assert raw(f"UPDATE {table} SET {column} WHERE inspection_id = %s", supervision.inspection_id) is None
    _signed_as_it_stands(supervision)
    for change in ("inspection_id = inspection_id", column):
        assert raw(f"UPDATE {table} SET {change} WHERE inspection_id = %s", supervision.inspection_id) is not None
    if on_postgresql:
        assert raw(f"DELETE FROM {table} WHERE inspection_id = %s", supervision.inspection_id) is not None
        assert raw("DELETE FROM discipline_inspection WHERE id = %s", supervision.inspection_id) is not None
        return
    # Where the database lets it go, the digest says so at the next signature.
    assert raw(f"DELETE FROM {table} WHERE inspection_id = %s", supervision.inspection_id) is None
    refused("discipline.text-changed", supervision.countersign)


def _signed_as_it_stands(it):
    row = Inspection.objects.select_related("revision").get(pk=it.inspection_id)
    Inspection.objects.filter(pk=row.pk).update(digest=digest_now(row))
    it.sign()


def test_the_leader_alone_puts_nothing_in_effect(supervision, district):
    """Both signatures, or none: as a check of the row, whoever writes."""
    supervision.until_recorded()
    lena, at = district.users["lena"], LATER
    for columns in (
        {"stage": "SIGNED_BOTH"},
        {"stage": "SIGNED_BOTH", "countersigned_by_id": lena, "countersigned_at": at},
        {"stage": "SIGNED_ONE"},
        {"stage": "SIGNED_ONE", "signed_by_id": lena, "signed_at": at},
        {"signed_by_id": district.users["ivo"]},
        {"stage": "DISPUTED", "statement": "当天报备过的。", "disputed_by_id": lena, "disputed_at": at},
    ):
        assert forced(supervision, **columns) is not None, columns


def test_the_triggers_fall_and_stand_again(supervision):
    migration = importlib.import_module("discipline.migrations.0002_signed_stands")
    supervision.until_effective()
    with connection.schema_editor() as editor:
        migration.fall(None, editor)
    try:
        assert forced(supervision, summary="很差。") is None
    finally:
        with connection.schema_editor() as editor:
            migration.stand(None, editor)
    assert forced(supervision, summary="总体较好。") is not None
