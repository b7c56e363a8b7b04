"""Recorded, amended, signed or disputed, decided, corrected: each act, by whom, and what it leaves behind."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from PIL import Image

from discipline import commands
from discipline.access import Permission
from discipline.commands import signing
from discipline.models import Inspection
from discipline.rules import Answer, FindingDraft, ItemDraft, Verdict
from patrol_ops.core import clock
from patrol_ops.core.models import PolicyValue, StoredFile
from tests.discipline.saying import DAY, costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import HELD, PLANNED, checklist_draft, record_draft, serves_too
from tests.discipline.test_commands_visits import moment

LATER = HELD + 20 * DAY


def amend(it, by="ivo", day=HELD, hour=17, seen_on=HELD, **values):
    return commands.amend_inspection(
        actor=it.who(by, day), inspection_id=it.inspection_id, draft=record_draft(seen_on, **values),
        at=it.at(day, hour),
    )  # fmt: skip


def correct(it, by="ivo", day=LATER, seen_on=HELD, reason="人数写错了", hour=10, **values):
    row = commands.correct_inspection(
        actor=it.who(by, day), inspection_id=it.inspection_id, draft=record_draft(seen_on, **values), reason=reason,
        at=it.at(day, hour),
    )  # fmt: skip
    it.inspection_id = row.pk
    return row


def take_back(it, by="ivo", hour=17):
    return commands.take_back_signature(actor=it.who(by, HELD), inspection_id=it.inspection_id, at=it.at(HELD, hour))


def photo(it, by="ivo", title="值班室", hour=17):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), (it.inspection.pk, hour, len(title))).save(picture, "PNG")
    picture.seek(0)
    return commands.attach_photo(
        actor=it.who(by, HELD), inspection_id=it.inspection_id, upload=picture, title=title, at=it.at(HELD, hour)
    )


# --- recorded -------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-03", "LOG-10", "EQP-13", "PUB-12", "INS-17")
def test_record_inspection_writes_a_page_of_the_book(supervision):
    supervision.until_planned()
    with costs():
        row = supervision.record()
    assert (row.number, row.stage, row.score) == ("J990102-2026-0001", "RECORDED", 83)
    assert (row.present, row.worn, row.certified, row.day) == (5, 4, 5, HELD)
    assert [row.answers.count(), row.documents.count(), row.interviews.count(), row.sites.count()] == [3, 3, 2, 1]
    assert list(row.findings.order_by("number").values_list("text", "to_rectify")) == [
        ("缺两天的巡逻日志", True), ("灯不亮", False),
    ]  # fmt: skip
    assert len(row.digest) == 64
    assert supervision.visit.stage == "DONE"
    # Both sides of the visit are done; the inspector's signature is due within a day.
    assert owed() == [("sign_inspection", "ivo", supervision.at(HELD + DAY, 16))]
    (entry,) = said("discipline.inspection_recorded", supervision.at(HELD, 16))
    assert (entry.subject_id, entry.team_id, entry.path) == (row.pk, supervision.team_id, "990102001001")


def test_record_inspection_of_an_unannounced_visit_settles_its_one_row(supervision):
    supervision.until_recorded(announced=False)
    assert [kind for kind, _, _ in owed()] == ["sign_inspection"]
    assert not supervision.inspection.announced


@pytest.mark.parametrize("by", ["gus", "gwen", "petra", "tess", "piet", "lena", "otto", "kai", "nora"])
def test_record_inspection_is_the_inspectors_own(supervision, by):
    supervision.until_planned()
    supervision.inspector = by
    not_permitted(supervision.record)


def test_record_inspection_refuses_what_is_not_in_order(supervision):
    supervision.until_planned()
    with nothing_written():
        refused("discipline.items-unanswered", supervision.record, answers={})
        refused("discipline.span-odd", supervision.record, hour=14)
        refused("discipline.span-odd", supervision.record, ended_at=moment(HELD, dt.time(23)))


@pytest.mark.req("INS-03")
def test_record_inspection_by_somebody_who_serves_there_by_now(supervision, district):
    """In order when it was planned; no longer on the day."""
    supervision.until_planned()
    serves_too(district, "ivo")
    with nothing_written():
        refused("discipline.inspects-own-team", supervision.record)


def test_record_inspection_is_judged_by_the_version_in_force_that_day(supervision):
    supervision.until_planned()
    commands.propose_checklist(
        actor=supervision.who("gus"), place_id=supervision.district.places["990102"], at=supervision.at(PLANNED, 10),
        draft=checklist_draft(items=(ItemDraft("只有一项"),)), checklist_id=supervision.checklist_id,
    )  # fmt: skip
    supervision.record()
    assert supervision.inspection.revision.version == 1  # what waits is not in force
    commands.agree_checklist(
        actor=supervision.who("gwen", HELD), checklist_id=supervision.checklist_id, at=supervision.at(HELD, 18)
    )
    supervision.plan(day=HELD, starts_at=moment(HELD + DAY))
    with nothing_written():
        refused("discipline.items-unanswered", supervision.record, HELD + DAY)
    supervision.record(HELD + DAY, answers={1: Answer(Verdict.PARTLY)})
    assert (supervision.inspection.revision.version, supervision.inspection.score) == (2, 50)


@pytest.mark.req("LOG-03")
def test_numbers_go_on_within_a_year_and_begin_anew_with_it(supervision, district):
    """Each district and year its own series, beyond four digits, too."""
    supervision.until_recorded()
    Inspection.objects.update(number="J990102-2026-9999")
    for days, number in ((1, "J990102-2026-10000"), (2, "J990102-2026-10001"), (50, "J990102-2027-0001")):
        day = HELD + days * DAY
        supervision.plan(day=HELD, starts_at=moment(day))
        assert supervision.record(day).number == number


# --- amended --------------------------------------------------------------------------------------------------------


def test_amend_inspection_writes_it_anew(supervision):
    supervision.until_recorded()
    before = supervision.inspection
    with costs(30):
        amend(supervision, summary="一般。", findings=(FindingDraft("灯不亮"),), worn=5)
    row = supervision.inspection
    assert (row.summary, row.worn, row.findings.count(), row.number) == ("一般。", 5, 1, before.number)
    assert row.digest != before.digest
    assert row.recorded_at == before.recorded_at
    assert [kind for kind, _, _ in owed()] == ["sign_inspection"]
    assert len(said("discipline.inspection_amended", supervision.at(HELD, 17))) == 1


def test_amend_inspection_after_a_week(supervision):
    """Nobody signed it; the text is mended three weeks later, and again, though it is of a day long gone."""
    supervision.until_recorded()
    amend(supervision, day=LATER, summary="一般。")
    amend(supervision, day=LATER + 9 * DAY, summary="较好。")
    with nothing_written():
        refused("discipline.span-odd", amend, supervision, day=LATER, hour=18, seen_on=HELD - 8 * DAY)
        refused("discipline.span-odd", amend, supervision, day=LATER, hour=12, seen_on=LATER)


def test_amend_inspection_stops_with_the_signature(supervision):
    supervision.until_signed()
    with nothing_written():
        refused("core.wrong-stage", amend, supervision)
        refused("core.wrong-stage", photo, supervision)
    for by in ("gus", "lena", "gwen", "petra"):
        not_permitted(amend, supervision, by)


# --- photos ---------------------------------------------------------------------------------------------------------


def photos_are_allowed():
    PolicyValue.objects.create(key="photos.allowed", value=True, since=HELD, path="990102", set_at=clock.at(HELD, 9))


def test_attach_photo_is_part_of_what_is_signed(supervision):
    photos_are_allowed()
    supervision.until_recorded()
    before = supervision.inspection.digest
    with costs():
        photo(supervision)
    after = supervision.inspection.digest
    assert after != before
    assert len(said("discipline.photo_attached", supervision.at(HELD, 17))) == 1
    supervision.sign()
    # The picture behind it is another, or said to be of something else: nobody signs that.
    StoredFile.objects.filter(subject_type="inspection").update(title="办公室")
    with nothing_written():
        refused("discipline.text-changed", supervision.countersign)
    StoredFile.objects.filter(subject_type="inspection").update(title="值班室", digest="0" * 64)
    with nothing_written():
        refused("discipline.text-changed", supervision.countersign)


def test_attach_photo_ten_times_and_no_more(supervision):
    photos_are_allowed()
    supervision.until_recorded()
    for number in range(10):
        photo(supervision, title=f"第{number}张")
    with nothing_written():
        refused("discipline.photos-many", photo, supervision)
    not_permitted(photo, supervision, "lena")


# --- signed ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-04")
def test_sign_inspection_asks_the_other_side(supervision):
    supervision.until_recorded()
    with costs():
        supervision.sign()
    row, at = supervision.inspection, supervision.at(HELD, 16, 10)
    assert (row.stage, row.signed_by_id, row.signed_at) == ("SIGNED_ONE", supervision.district.users["ivo"], at)
    assert sorted(owed()) == [
        ("countersign_inspection", "ldr 990102001001 team", at + DAY), ("follow_signature", "ivo", at + DAY),
    ]  # fmt: skip
    assert len(said("discipline.inspection_signed", at)) == 1
    with nothing_written():
        refused("core.wrong-stage", supervision.sign)


@pytest.mark.parametrize("by", ["lena", "gwen", "gus", "petra", "otto", "piet"])
def test_sign_inspection_is_the_inspectors_own(supervision, by):
    supervision.until_recorded()
    supervision.inspector = by
    not_permitted(supervision.sign)


def test_take_back_signature_begins_anew(supervision):
    supervision.until_signed()
    with costs():
        take_back(supervision)
    assert [kind for kind, _, _ in owed()] == ["sign_inspection"]
    assert len(said("discipline.signature_taken_back", supervision.at(HELD, 17))) == 1
    amend(supervision, hour=18, summary="再看一遍。")
    supervision.sign(hour=19)
    supervision.countersign(hour=20)
    assert supervision.inspection.stage == "SIGNED_BOTH"
    with nothing_written():
        refused("core.wrong-stage", take_back, supervision)
    not_permitted(take_back, supervision, "lena")


@pytest.mark.req("LOG-04")
def test_countersign_inspection_puts_it_in_effect(supervision):
    supervision.until_signed()
    with costs():
        supervision.countersign()
    row, at = supervision.inspection, supervision.at(HELD, 17)
    assert (row.stage, row.countersigned_by_id, row.countersigned_at) == (
        "SIGNED_BOTH", supervision.district.users["lena"], at,
    )  # fmt: skip
    assert [(kind, whom) for kind, whom, _ in owed()] == [("issue_rectification", "ivo")]
    assert len(said("discipline.inspection_countersigned", at)) == 1
    (entry,) = said("discipline.inspection_took_effect", at)
    assert entry.facts["to_rectify"] == 1


def test_countersign_inspection_without_anything_to_rectify_owes_nothing(supervision):
    supervision.until_planned()
    supervision.record(findings=(FindingDraft("灯不亮"),))
    supervision.sign()
    supervision.countersign()
    assert owed() == []


@pytest.mark.parametrize("by", ["mara", "otto", "kai", "piet", "gwen", "gus", "vera"])
def test_countersign_inspection_is_the_leaders(supervision, by):
    supervision.until_signed()
    supervision.leader = by
    not_permitted(supervision.countersign)
    not_permitted(supervision.refuse)


def test_countersign_inspection_by_the_inspector(supervision):
    """Ivo is no leader; his own record he reaches, and is told why not."""
    supervision.until_signed()
    supervision.leader = "ivo"
    not_permitted(supervision.countersign)


# --- disputed -------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-04")
def test_refuse_signature_goes_to_the_head(supervision):
    supervision.until_signed()
    with costs():
        supervision.refuse()
    row = supervision.inspection
    assert (row.stage, row.disputed_by_id, row.countersigned_at) == (
        "DISPUTED", supervision.district.users["lena"], None,
    )  # fmt: skip
    assert [(kind, whom) for kind, whom, _ in owed()] == [("decide_dispute", "gvh 990102")]
    assert len(said("discipline.signature_refused", supervision.at(HELD, 17))) == 1
    with nothing_written():
        refused("core.wrong-stage", supervision.countersign)
        refused("core.wrong-stage", supervision.refuse)
        refused("core.wrong-stage", take_back, supervision)


def test_refuse_signature_says_why(supervision):
    supervision.until_signed()
    with nothing_written():
        refused("discipline.text-odd", supervision.refuse, statement="不签")


@pytest.mark.req("LOG-04")
@pytest.mark.parametrize("upheld", [True, False])
def test_decide_dispute_both_ways(supervision, upheld):
    supervision.until_signed()
    supervision.refuse()
    with costs():
        supervision.decide(upheld)
    row, at = supervision.inspection, supervision.at(HELD, 18)
    assert (row.stage, row.decided_at) == ("UPHELD" if upheld else "OVERTURNED", at)
    assert len(said("discipline.dispute_decided", at)) == 1
    assert len(said("discipline.inspection_took_effect", at)) == int(upheld)
    assert [kind for kind, _, _ in owed()] == (["issue_rectification"] if upheld else [])
    with nothing_written():
        refused("core.wrong-stage", supervision.decide, upheld)
    if not upheld:
        with nothing_written():
            refused("discipline.not-effective", supervision.issue)
            refused("discipline.not-effective", correct, supervision)


@pytest.mark.parametrize("by", ["gus", "liz", "petra", "tess", "ivo", "lena"])
def test_decide_dispute_is_the_heads(supervision, by):
    supervision.until_signed()
    supervision.refuse()
    not_permitted(
        commands.decide_dispute, actor=supervision.who(by, HELD), inspection_id=supervision.inspection_id,
        upheld=True, decision="核对过。", at=supervision.at(HELD, 18),
    )  # fmt: skip


def test_decide_dispute_by_a_party(supervision, district, monkeypatch):
    """The head made the inspection herself, or leads the team: somebody else decides."""
    supervision.until_signed()
    supervision.refuse()
    for column in ("disputed_by", "inspector"):
        row = supervision.inspection
        setattr(row, column + "_id", district.users["gwen"])
        with nothing_written():
            monkeypatch.setattr(signing, "claim", lambda *_, row=row, **__: row)
            refused("discipline.decided-by-party", supervision.decide, True)


# --- corrected ------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-04")
def test_correct_inspection_is_a_record_of_its_own(supervision):
    supervision.until_effective()
    first = supervision.inspection
    with costs():
        row = correct(supervision, worn=5)
    assert (row.corrects_id, row.number, row.stage, row.day) == (first.pk, "J990102-2026-0002", "RECORDED", HELD)
    assert Inspection.objects.standing().get().pk == first.pk
    assert len(said("discipline.inspection_corrected", supervision.at(LATER, 10))) == 1
    # Mended before it is signed, weeks after what it speaks of.
    amend(supervision, day=LATER + 30 * DAY, worn=3)
    with nothing_written():
        refused("discipline.correction-of-another-day", amend, supervision, day=LATER + 30 * DAY, seen_on=HELD - DAY)
    supervision.sign(LATER + 30 * DAY, hour=18)
    supervision.countersign(LATER + 30 * DAY, hour=19)
    assert Inspection.objects.standing().get().pk == row.pk
    assert Inspection.objects.made().get().pk == first.pk  # one visit, counted once
    # The old text orders nothing any more; the new one does.
    assert [(kind, whom) for kind, whom, _ in owed()] == [("issue_rectification", "ivo")]
    supervision.inspection_id = first.pk
    with nothing_written():
        refused("discipline.corrected-already", supervision.issue, day=LATER + 31 * DAY)
    supervision.inspection_id = row.pk
    supervision.issue(day=LATER + 31 * DAY, due_on=LATER + 60 * DAY)
    assert "issue_rectification" not in {kind for kind, _, _ in owed()}


def test_a_correction_is_corrected(supervision):
    supervision.until_effective()
    for round_ in range(1, 4):
        day = LATER + 10 * round_ * DAY
        row = correct(supervision, day=day, worn=round_)
        supervision.sign(day, 11)
        supervision.countersign(day, 12)
        assert Inspection.objects.standing().get().pk == row.pk
    assert Inspection.objects.count() == 4
    assert sorted(Inspection.objects.values_list("number", flat=True))[-1] == "J990102-2027-0001"


def test_an_overturned_correction_leaves_the_old_in_force_and_may_be_written_again(supervision):
    supervision.until_effective()
    first = supervision.inspection_id
    correct(supervision, worn=5)
    with nothing_written():
        supervision.inspection_id, second = first, supervision.inspection_id
        refused("discipline.corrected-already", correct, supervision)
        supervision.inspection_id = second
    supervision.sign(LATER, 11)
    supervision.refuse(LATER, 12)
    supervision.decide(False, LATER, 13)
    assert Inspection.objects.standing().get().pk == first
    supervision.inspection_id = first
    correct(supervision, hour=14, worn=3)


def test_what_a_correction_finds_is_not_ordered_twice(supervision):
    supervision.until_issued()
    correct(supervision, worn=5)
    supervision.sign(LATER, 11)
    supervision.countersign(LATER, 12)
    assert "issue_rectification" not in {kind for kind, _, _ in owed()}


def test_correct_inspection_refuses(supervision):
    supervision.until_signed()
    with nothing_written():
        refused("discipline.not-effective", correct, supervision)
    supervision.countersign()
    with nothing_written():
        refused("discipline.correction-of-another-day", correct, supervision, seen_on=HELD - DAY)
        refused("teams.reason-needed", correct, supervision, reason=" ")
        # What has not happened yet is no correction.
        refused("discipline.span-odd", correct, supervision, day=HELD, hour=18, ended_at=moment(HELD, dt.time(23)))
    for by in ("lena", "gwen", "gus", "petra"):
        not_permitted(correct, supervision, by)


# --- both districts' eyes -------------------------------------------------------------------------------------------


def test_a_record_is_read_by_both_sides_and_nobody_else(supervision, district):
    supervision.until_recorded()
    readers = {
        key
        for key in district.users
        if Inspection.objects.visible_to(supervision.who(key, HELD), Permission.VIEW_INSPECTION).exists()
    }
    assert readers == {"gwen", "gus", "liz", "petra", "tess", "piet", "kai", "ivo", "lena"}
