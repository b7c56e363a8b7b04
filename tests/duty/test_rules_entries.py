"""What each kind of entry must say, must not say, and until when it is followed up."""

import datetime as dt
from dataclasses import fields, replace

import pytest

from duty.rules import (
    FIELDS_OF,
    FOLLOWED_UP,
    NEEDED,
    TO_POLICE,
    EntryDraft,
    EntryKind,
    HelpKind,
    Severity,
    Sighted,
    ToldTo,
    due_of,
    judge_entry,
    judge_outcome,
)
from tests.duty.saying import refused

DAY = dt.date(2026, 11, 17)
DAYS = {"HIGH": 3, "MEDIUM": 7, "LOW": 15}
AT = dt.time(20, 10)
WHOLE = {
    EntryKind.HAZARD: EntryDraft(kind=EntryKind.HAZARD, place="北门", category=Severity.HIGH, text="路灯不亮"),
    EntryKind.INCIDENT: EntryDraft(
        kind=EntryKind.INCIDENT, at=AT, place="北门", text="起火", told_to=ToldTo.EMERGENCY_CENTRE, told_at=AT
    ),
    EntryKind.ACT_STOPPED: EntryDraft(
        kind=EntryKind.ACT_STOPPED, at=AT, place="北门", text="撬锁", told_to=ToldTo.POLICE_STATION, told_at=AT
    ),
    EntryKind.OBSERVATION: EntryDraft(
        kind=EntryKind.OBSERVATION,
        at=AT,
        place="北门",
        category=Sighted.OBJECT,
        told_to=ToldTo.POLICE_ROOM,
        told_at=AT,
        reference="A-17",
    ),
    EntryKind.PUBLICITY: EntryDraft(
        kind=EntryKind.PUBLICITY, place="广场", topic="防诈骗", material="宣传单", count=40
    ),
    EntryKind.MOBILISATION: EntryDraft(kind=EntryKind.MOBILISATION, topic="看楼护院", count=3, hours=12),
    EntryKind.HELP: EntryDraft(kind=EntryKind.HELP, category=HelpKind.ELDERLY, count=2),
}
SAID = {
    "at": AT,
    "place": "北门",
    "category": Severity.LOW,
    "count": 1,
    "hours": 1,
    "topic": "主题",
    "material": "传单",
    "text": "一段话",
    "told_to": ToldTo.EMERGENCY_CENTRE,
    "told_at": AT,
    "reference": "A-17",
    "contained_at": AT,
    "protected_at": AT,
    "due_on": DAY,
    "outcome": "已修好",
}


@pytest.mark.req("LOG-02", "DUT-02", "DUT-03", "DUT-04", "DUT-05", "DUT-07", "DUT-08")
@pytest.mark.parametrize("kind", EntryKind)
def test_a_whole_entry_of_every_kind_is_taken(kind):
    judge_entry(WHOLE[kind], "entries-0")


@pytest.mark.req("DUT-02", "DUT-03", "DUT-04", "DUT-05", "DUT-07", "DUT-08")
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in EntryKind for name in NEEDED[kind]])
def test_what_a_kind_needs_is_asked_for_at_its_field(kind, name):
    text = isinstance(getattr(WHOLE[kind], name), str) and name not in {"told_to"}
    no = refused(
        "duty.entry-incomplete", judge_entry, replace(WHOLE[kind], **{name: " " if text else None}), "entries-3"
    )
    assert no.field == f"entries-3-{name}"


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in EntryKind for name in sorted(set(SAID) - FIELDS_OF[kind])]
)
def test_what_a_kind_does_not_say_is_refused(kind, name):
    no = refused("duty.entry-says-too-much", judge_entry, replace(WHOLE[kind], **{name: SAID[name]}), "entries-0")
    assert no.field == f"entries-0-{name}"


@pytest.mark.req("DUT-08")
def test_an_observation_has_no_field_that_could_describe_a_person():
    assert FIELDS_OF[EntryKind.OBSERVATION] == {"at", "place", "category", "told_to", "told_at", "reference"}
    assert set(Sighted) == {"PLACE", "OBJECT"}


@pytest.mark.req("DUT-08")
def test_nothing_of_an_entry_is_named_after_a_person():
    words = {word for f in fields(EntryDraft) for word in f.name.split("_")}
    assert not words & {"person", "name", "suspect", "plate", "description", "phone"}


@pytest.mark.req("DUT-04", "DUT-05", "DUT-08")
@pytest.mark.parametrize("kind", sorted(TO_POLICE))
@pytest.mark.parametrize("told_to", [ToldTo.DEPARTMENT, ToldTo.COMMITTEE])
def test_what_belongs_to_the_police_is_told_to_the_police(kind, told_to):
    no = refused("duty.tell-the-police", judge_entry, replace(WHOLE[kind], told_to=told_to), "entries-0")
    assert no.field == "entries-0-told_to"


@pytest.mark.parametrize("half", [{"told_to": ToldTo.DEPARTMENT}, {"told_at": AT}])
def test_whom_and_when_go_together(half):
    refused("duty.told-when-and-whom", judge_entry, replace(WHOLE[EntryKind.HAZARD], **half), "entries-0")


@pytest.mark.parametrize("kind", [EntryKind.HAZARD, EntryKind.OBSERVATION, EntryKind.HELP])
def test_a_category_is_one_of_its_kind(kind):
    refused("duty.category-unknown", judge_entry, replace(WHOLE[kind], category="PERSON"), "entries-0")


@pytest.mark.parametrize(("name", "length"), [("place", 80), ("text", 500), ("outcome", 300)])
def test_texts_have_an_end(name, length):
    judge_entry(replace(WHOLE[EntryKind.HAZARD], **{name: "字" * length}), "entries-0")
    no = refused(
        "duty.text-too-long", judge_entry, replace(WHOLE[EntryKind.HAZARD], **{name: "字" * (length + 1)}), "entries-0"
    )
    assert no.facts["length"] == length


@pytest.mark.parametrize(("kind", "name"), [(EntryKind.PUBLICITY, "count"), (EntryKind.MOBILISATION, "hours")])
@pytest.mark.parametrize("number", [-1, 100_001])
def test_numbers_have_bounds(kind, name, number):
    refused("duty.number-odd", judge_entry, replace(WHOLE[kind], **{name: number}), "entries-0")


@pytest.mark.req("DUT-04")
@pytest.mark.parametrize("name", ["place", "text", "reference", "outcome"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("他的证件 110101199003072316", "core.text-has-identity-number"),
        ("打 138 1234 5678", "core.text-has-phone-number"),
        ("粤B·12345", "core.text-has-plate"),
    ],
)
def test_no_text_of_an_entry_holds_personal_data(name, words, code):
    entry = replace(WHOLE[EntryKind.INCIDENT], **{name: words})
    no = refused(code, judge_entry, entry, "entries-1")
    assert no.field == f"entries-1-{name}"


# --- follow-up ------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-07")
@pytest.mark.parametrize(("severity", "days"), [("HIGH", 3), ("MEDIUM", 7), ("LOW", 15)])
def test_a_hazard_is_due_by_its_severity(severity, days):
    hazard = replace(WHOLE[EntryKind.HAZARD], category=severity)
    assert due_of(hazard, DAY, "entries-0", days=DAYS, incident_days=7) == DAY + dt.timedelta(days=days)


@pytest.mark.req("LOG-07")
def test_an_incident_is_due_too_and_what_has_an_outcome_is_not():
    incident = WHOLE[EntryKind.INCIDENT]
    assert due_of(incident, DAY, "entries-0", days=DAYS, incident_days=7) == dt.date(2026, 11, 24)
    assert due_of(replace(incident, outcome="已处理"), DAY, "entries-0", days=DAYS, incident_days=7) is None
    assert due_of(replace(incident, outcome="  "), DAY, "entries-0", days=DAYS, incident_days=7) is not None


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind not in FOLLOWED_UP])
def test_other_kinds_are_done_with_being_written_down(kind):
    assert due_of(WHOLE[kind], DAY, "entries-0", days=DAYS, incident_days=7) is None


def test_a_due_date_of_ones_own_lies_within_the_time_allowed():
    def due(days):
        hazard = replace(WHOLE[EntryKind.HAZARD], due_on=DAY + dt.timedelta(days=days))
        return due_of(hazard, DAY, "entries-2", days=DAYS, incident_days=7)

    assert due(0) == DAY
    assert due(3) == dt.date(2026, 11, 20)
    for days in (-1, 4):
        no = refused("duty.due-date-odd", due, days)
        assert no.field == "entries-2-due_on"
        assert no.facts["latest"] == "2026-11-20"


def test_an_outcome_is_a_few_words_without_personal_data():
    assert judge_outcome(" 已修好 ") == "已修好"
    for words in ("", " 好 ", "字" * 301):
        refused("duty.outcome-needed", judge_outcome, words)
    refused("core.text-has-phone-number", judge_outcome, "已联系 13812345678")
