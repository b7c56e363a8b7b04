"""Rectification: ordered, answered, extended, limited, looked at again by a third hand, withdrawn and ordered anew."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from discipline import commands
from discipline.models import Finding, Rectification
from discipline.rules import FindingDraft, Organiser
from patrol_ops.core.models import JournalEntry, StoredFile
from tests.discipline.saying import DAY, costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import DUE, HELD, serves_too
from tests.discipline.test_commands_visits import moment

D = dt.date
READ = D(2026, 11, 19)
LIMIT = D(2026, 12, 1)
SEEN_AGAIN = D(2026, 11, 25)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def act(it, name, by, day=READ, hour=10, **values):
    return getattr(commands, name)(
        actor=it.who(by, day), rectification_id=it.rectification_id, at=it.at(day, hour), **values
    )


def ask(it, by="lena", day=READ, until=DUE + 20 * DAY, reason="材料要外地寄来"):
    return act(it, "ask_extension", by, day, until=until, reason=reason)


def grant(it, granted=True, by="gwen", day=READ, hour=11):
    return act(it, "decide_extension", by, day, hour, granted=granted, reason="情况属实")


def limit(it, by="gwen", day=READ, until=LIMIT, hour=12):
    return act(it, "limit_rectification", by, day, hour, until=until, reason="上次也没有改好")


def withdraw(it, by="gwen", day=READ, reason="下发错了"):
    return act(it, "withdraw_rectification", by, day, reason=reason)


def send_back(it, by="piet", day=SEEN_AGAIN):
    return act(it, "send_back_rectification", by, day, reason="还缺一天")


def deadlines():
    return [(whom, due.date() - DAY) for kind, whom, due in owed("discipline.rectify")]


@pytest.mark.req("INS-11", "LOG-09", "INS-06")
def test_issue_rectification_is_a_notice_with_a_number(supervision):
    supervision.until_effective()
    with costs(26):
        row = supervision.issue()
    assert (row.number, row.stage, row.level, row.due_on, row.first_due_on) == (
        "Z990102-2026-0001", "ISSUED", "ORDINARY", DUE, DUE,
    )  # fmt: skip
    assert [(step.move, step.stage, step.text) for step in row.steps.all()] == [("issue", "ISSUED", row.demands)]
    assert [(kind, whom) for kind, whom, _ in owed()] == [
        ("acknowledge_rectification", "ldr 990102001001 team"),
        ("follow_rectification", "ivo"),
        ("rectify", "ldr 990102001001 team"),
    ]
    assert len(said("discipline.rectification_issued", supervision.at(HELD, 18))) == 1


@pytest.mark.parametrize("by", ["lena", "mara", "kai", "gwen", "liz", "otto", "theo", "nora"])
def test_issue_rectification_by_somebody_without_the_post(supervision, by):
    supervision.until_effective()
    not_permitted(supervision.issue, by)


@pytest.mark.parametrize("by", ["gus", "tess", "petra", "piet"])
def test_issue_rectification_by_whoever_plans(supervision, by):
    supervision.until_effective()
    supervision.issue(by)


def test_issue_rectification_refuses(supervision, district):
    supervision.until_signed()
    with nothing_written():
        refused("discipline.not-effective", supervision.issue)
    supervision.countersign()
    with nothing_written():
        refused("discipline.deadline-odd", supervision.issue, due_on=HELD)
        refused("discipline.finding-unknown", supervision.issue, finding_ids=frozenset())
        refused("discipline.finding-unknown", supervision.issue, finding_ids=frozenset({999_999}))
        refused("discipline.rechecked-by-issuer", supervision.issue, rechecker_id=district.users["ivo"])
    supervision.issue()
    with nothing_written():
        refused("discipline.finding-ordered", supervision.issue)


@pytest.mark.req("INS-11")
def test_the_duty_to_order_ends_with_the_last_finding(supervision):
    supervision.until_planned()
    supervision.record(findings=(FindingDraft("灯不亮", to_rectify=True), FindingDraft("缺日志", to_rectify=True)))
    supervision.sign()
    supervision.countersign()
    first, second = Finding.objects.order_by("number").values_list("pk", flat=True)
    supervision.issue(finding_ids=frozenset({first}))
    assert "issue_rectification" in {kind for kind, _, _ in owed()}
    row = supervision.issue(finding_ids=frozenset({second}))
    assert row.number == "Z990102-2026-0002"
    assert "issue_rectification" not in {kind for kind, _, _ in owed()}


def test_numbers_of_notices_go_on_beyond_four_digits_and_begin_anew_with_the_year(supervision):
    supervision.until_issued()
    Rectification.objects.update(number="Z990102-2026-9999")
    for day, number in ((READ, "Z990102-2026-10000"), (D(2027, 1, 4), "Z990102-2027-0001")):
        withdraw(supervision, day=day)
        assert supervision.issue(day=day, hour=11, due_on=day + 9 * DAY).number == number


def test_findings_of_a_withdrawn_notice_are_ordered_anew(supervision):
    supervision.until_issued()
    with costs():
        withdraw(supervision)
    assert owed() == []
    first = supervision.rectification
    assert first.stage == "WITHDRAWN"
    assert len(said("discipline.rectification_withdrawn", supervision.at(READ, 10))) == 1
    with nothing_written():
        refused("core.wrong-stage", withdraw, supervision)
        refused("core.wrong-stage", supervision.acknowledge)
    again = supervision.issue(day=READ, hour=12)
    assert set(again.findings.all()) == set(first.findings.all())


@pytest.mark.parametrize("by", ["gus", "ivo", "lena", "petra", "tess"])
def test_what_the_head_alone_decides(supervision, by):
    supervision.until_issued()
    not_permitted(withdraw, supervision, by)
    not_permitted(limit, supervision, by)
    ask(supervision)
    not_permitted(grant, supervision, True, by)


# --- answered -------------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-09")
def test_the_team_answers_step_by_step(supervision):
    supervision.until_issued()
    with costs():
        supervision.acknowledge()
    assert "acknowledge_rectification" not in {kind for kind, _, _ in owed()}
    with costs():
        act(supervision, "note_progress", "lena", text="写了一天的。")
    with costs():
        act(supervision, "attach_evidence", "lena", upload=io.BytesIO(PDF), title="补写的日志")
    with costs():
        supervision.submit()
    assert [(kind, whom) for kind, whom, _ in owed()] == [("recheck_rectification", "psl 990102001001")]
    with costs():
        supervision.accept()
    assert owed() == []
    assert [step.move for step in supervision.rectification.steps.order_by("pk")] == [
        "issue", "acknowledge", "progress", "attach", "submit", "accept",
    ]  # fmt: skip
    for event in ("rectification_acknowledged", "rectification_submitted", "rectification_accepted"):
        assert JournalEntry.objects.filter(act=f"discipline.{event}").count() == 1
    with nothing_written():
        refused("core.wrong-stage", supervision.accept)
        refused("core.wrong-stage", act, supervision, "note_progress", "lena", text="还有。")


@pytest.mark.parametrize("by", ["ivo", "gus", "gwen", "piet", "kai", "mara", "otto"])
def test_answering_is_the_leaders(supervision, by):
    supervision.until_issued()
    supervision.leader = by
    not_permitted(supervision.acknowledge)
    not_permitted(ask, supervision, by)
    supervision.leader = "lena"
    supervision.acknowledge()
    supervision.leader = by
    not_permitted(supervision.submit)
    not_permitted(act, supervision, "note_progress", by, text="写了。")
    not_permitted(act, supervision, "attach_evidence", by, upload=io.BytesIO(PDF), title="材料")


def test_twenty_papers_and_no_more(supervision):
    supervision.until_issued()
    supervision.acknowledge()
    StoredFile.objects.bulk_create(
        StoredFile(
            key=f"k{n}", digest=str(n), content_type="image/png", size=1, subject_type="rectification",
            subject_id=supervision.rectification_id, uploaded_at=supervision.at(READ),
        )
        for n in range(20)
    )  # fmt: skip
    with nothing_written():
        refused(
            "discipline.photos-many", act, supervision, "attach_evidence", "lena", upload=io.BytesIO(PDF), title="材料"
        )


def test_sent_back_the_team_goes_on_until_the_same_day(supervision):
    supervision.until_submitted()
    with costs():
        send_back(supervision)
    row = supervision.rectification
    assert (row.stage, row.submitted_by_id, row.submitted_at) == ("IN_PROGRESS", None, None)
    assert deadlines() == [("ldr 990102001001 team", DUE)]
    supervision.submit(D(2026, 11, 26))
    supervision.accept(day=D(2026, 11, 27))


# --- three hands ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["lena", "gus", "gwen", "tess", "kai", "otto", "pia", "ivo"])
def test_looking_again_is_for_the_police_of_the_place_or_who_was_named(supervision, by):
    supervision.until_submitted()
    if by == "ivo":  # ordered it
        with nothing_written():
            refused("discipline.rechecked-by-issuer", supervision.accept, by)
            refused("discipline.rechecked-by-issuer", send_back, supervision, by)
    else:
        not_permitted(supervision.accept, by)
        not_permitted(send_back, supervision, by)


def test_looking_again_by_whoever_leads_the_team_or_serves_in_it(supervision, district):
    """Piet of the police station serves in the team as well: the third hand is none."""
    supervision.until_submitted()
    serves_too(district, "piet")
    with nothing_written():
        refused("discipline.rechecked-by-doer", supervision.accept)
        refused("discipline.rechecked-by-doer", send_back, supervision)
    supervision.accept("petra")


def test_looking_again_by_the_hand_that_handed_it_in(supervision, district):
    supervision.until_submitted()
    Rectification.objects.update(submitted_by_id=district.users["piet"])
    with nothing_written():
        refused("discipline.rechecked-by-doer", supervision.accept)


def test_assign_rechecker_and_another_after_it(supervision, district):
    supervision.until_effective()
    supervision.issue("gus")
    with costs():
        act(supervision, "assign_rechecker", "gus", rechecker_id=district.users["petra"])
    supervision.acknowledge()
    supervision.submit()
    assert [(kind, whom) for kind, whom, _ in owed()] == [("recheck_rectification", "petra")]
    act(supervision, "assign_rechecker", "gus", D(2026, 11, 24), 11, rechecker_id=district.users["ivo"])
    assert [(kind, whom) for kind, whom, _ in owed()] == [("recheck_rectification", "ivo")]
    with nothing_written():
        refused(
            "discipline.rechecked-by-issuer", act, supervision, "assign_rechecker", "gus",
            rechecker_id=district.users["gus"],
        )  # fmt: skip
    for by in ("gwen", "lena", "petra", "tess"):
        not_permitted(act, supervision, "assign_rechecker", by, rechecker_id=district.users["ivo"])
    supervision.accept("ivo")
    with nothing_written():
        refused("core.wrong-stage", act, supervision, "assign_rechecker", "gus", rechecker_id=district.users["petra"])


# --- extended and limited -------------------------------------------------------------------------------------------


def test_an_extension_is_asked_for_and_granted_once(supervision):
    supervision.until_issued()
    with costs():
        ask(supervision)
    assert supervision.rectification.stage == "IN_PROGRESS"
    assert ("decide_extension", "gvh 990102") in [(kind, whom) for kind, whom, _ in owed()]
    assert deadlines() == [("ldr 990102001001 team", DUE)]
    with costs():
        grant(supervision)
    assert supervision.rectification.due_on == DUE + 20 * DAY
    assert deadlines() == [("ldr 990102001001 team", DUE + 20 * DAY)]
    assert "decide_extension" not in {kind for kind, _, _ in owed()}
    assert len(said("discipline.extension_decided", supervision.at(READ, 11))) == 1
    with nothing_written():
        refused("discipline.extended-already", ask, supervision, until=DUE + 25 * DAY)
        refused("discipline.nothing-waits", grant, supervision)


def test_an_extension_that_is_denied_changes_no_day(supervision):
    supervision.until_issued()
    ask(supervision)
    grant(supervision, False)
    assert deadlines() == [("ldr 990102001001 team", DUE)]
    with nothing_written():
        refused("discipline.extended-already", ask, supervision)


def test_an_extension_is_never_granted_by_who_asked(supervision, district):
    supervision.until_issued()
    ask(supervision)
    Rectification.objects.update(extension_asked_by_id=district.users["gwen"])
    with nothing_written():
        refused("discipline.extended-by-asker", grant, supervision)


def test_an_extension_comes_too_late(supervision):
    supervision.until_issued()
    with nothing_written():
        refused("discipline.extension-too-late", ask, supervision, day=DUE + DAY)
        refused("discipline.extension-odd", ask, supervision, until=DUE)


def test_handed_in_before_the_extension_is_decided(supervision):
    """The decision still stands in the file, and owes nobody a day; closing calls it off where nobody has decided."""
    supervision.until_issued()
    ask(supervision)
    supervision.submit()
    grant(supervision, day=D(2026, 11, 24))
    assert deadlines() == []
    send_back(supervision)
    assert deadlines() == [("ldr 990102001001 team", DUE + 20 * DAY)]


def test_closed_before_the_extension_is_decided(supervision):
    supervision.until_issued()
    ask(supervision)
    supervision.submit()
    supervision.accept()
    assert owed() == []
    with nothing_written():
        refused("core.wrong-stage", grant, supervision)


@pytest.mark.req("INS-12")
def test_limit_rectification_is_one_step_up_with_its_days(supervision):
    supervision.until_issued()
    with costs():
        limit(supervision)
    row = supervision.rectification
    assert (row.level, row.limited_from, row.limited_until, row.due_on, row.first_due_on) == (
        "TIME_LIMITED", READ, D(2026, 12, 1), D(2026, 12, 1), DUE,
    )  # fmt: skip
    assert deadlines() == [("ldr 990102001001 team", D(2026, 12, 1))]
    assert len(said("discipline.rectification_limited", supervision.at(READ, 12))) == 1
    with nothing_written():
        refused("discipline.limited-already", limit, supervision)


@pytest.mark.req("INS-12")
@pytest.mark.parametrize("limited_first", [True, False])
def test_a_limit_and_an_extension_meet(supervision, limited_first):
    """Whichever came first: what the head grants last is the day, and the limit ends with it."""
    supervision.until_issued()
    if limited_first:
        limit(supervision)
        ask(supervision, until=D(2026, 12, 20))
        grant(supervision, hour=13)
        last = D(2026, 12, 20)
    else:
        ask(supervision)
        limit(supervision)
        grant(supervision, hour=13)
        last = DUE + 20 * DAY
    row = supervision.rectification
    assert (row.due_on, row.limited_until) == (last, last)
    assert deadlines() == [("ldr 990102001001 team", last)]


def test_limited_while_it_waits_for_another_look(supervision):
    supervision.until_submitted()
    limit(supervision, day=D(2026, 11, 24))
    assert deadlines() == []
    send_back(supervision)
    assert deadlines() == [("ldr 990102001001 team", D(2026, 12, 1))]


def test_ordered_out_of_the_record_of_an_unannounced_visit(supervision):
    supervision.agreed()
    supervision.plan("piet", announced=False, organised_by=Organiser.POLICE_STATION, starts_at=moment(HELD))
    supervision.record()
    supervision.sign()
    supervision.countersign()
    supervision.issue()
    assert supervision.rectification.team_id == supervision.team_id
