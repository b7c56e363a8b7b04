"""What comes after a log is filed: addenda, outcomes, days opened again, procedure cards."""

import datetime as dt

import pytest

from duty import commands
from duty.models import Addendum, BackfillOpening, LogEntry, ProcedureCard
from duty.rules import Owed
from patrol_ops.core import clock, outbox
from patrol_ops.core.models import Notice, Obligation
from patrol_ops.core.refusals import NotPermitted
from tests.duty.conftest import DAY, INCIDENT
from tests.duty.saying import nothing_written, refused, said

MORNING = clock.at(dt.date(2026, 11, 18), 9)
OLD = dt.date(2026, 11, 9)

# --- addendum -------------------------------------------------------------------------------------------------------


def add(actor, log, text="补充：北门门锁也坏了。"):
    return commands.add_addendum(actor=actor, log_id=log.pk, text=text, at=MORNING)


@pytest.mark.parametrize("who", ["lena", "kai", "piet"])
def test_add_addendum_changes_nothing_but_adds(request, who, filed, kai_actor):
    commands.review_patrol_log(actor=kai_actor, log_id=filed.pk, at=MORNING)
    before = filed.entries.get().text
    row = add(request.getfixturevalue(f"{who}_actor"), filed, " 北门门锁也坏了。 ")

    assert (row.text, row.by_id, row.at) == ("北门门锁也坏了。", request.getfixturevalue(who).pk, MORNING)
    filed.refresh_from_db()
    assert (filed.stage, filed.version, filed.entries.get().text) == ("REVIEWED", 1, before)


@pytest.mark.parametrize("who", ["otto", "mara", "nora", "gwen", "olga", "tess"])
def test_add_addendum_by_another_finds_nothing(request, who, filed):
    with nothing_written(), pytest.raises(NotPermitted):
        add(request.getfixturevalue(f"{who}_actor"), filed)


def test_add_addendum_refused_writes_nothing(filed, lena_actor):
    with nothing_written():
        refused("duty.addendum-needs-text", add, lena_actor, filed, " ")
        refused("core.text-has-identity-number", add, lena_actor, filed, "证件 110101199003072316")


def test_a_returned_log_is_mended_not_added_to(returned, lena_actor):
    with nothing_written():
        refused("duty.mend-instead", add, lena_actor, returned)


def test_add_addendum_is_said_once(filed, lena_actor):
    add(lena_actor, filed)
    (entry,) = said("duty.addendum_added", MORNING)
    assert (entry.subject_id, "text" in entry.facts) == (filed.pk, False)
    assert Addendum.objects.count() == 1


# --- outcome --------------------------------------------------------------------------------------------------------


def follow_up(actor, entry, outcome="已换灯泡"):
    return commands.follow_up_entry(actor=actor, entry_id=entry.pk, outcome=outcome, at=MORNING)


@pytest.mark.req("LOG-07")
@pytest.mark.parametrize("who", ["lena", "tess", "piet", "kai"])
def test_follow_up_entry_closes_it(request, who, filed):
    entry = follow_up(request.getfixturevalue(f"{who}_actor"), filed.entries.get(), " 已换灯泡 ")

    entry = LogEntry.objects.get(pk=entry.pk)
    assert (entry.stage, entry.outcome, entry.closed_at) == ("CLOSED", "已换灯泡", MORNING)
    assert entry.closed_by_id == request.getfixturevalue(who).pk
    assert Obligation.objects.get(kind=Owed.FOLLOW_UP_ENTRY).settled_at == MORNING


@pytest.mark.parametrize("who", ["otto", "mara", "nora", "gwen", "olga", "theo"])
def test_follow_up_entry_by_another_finds_nothing(request, who, filed):
    with nothing_written(), pytest.raises(NotPermitted):
        follow_up(request.getfixturevalue(f"{who}_actor"), filed.entries.get())


def test_follow_up_entry_refused_writes_nothing(filed, lena_actor):
    entry = filed.entries.get()
    with nothing_written():
        refused("duty.outcome-needed", follow_up, lena_actor, entry, "好")
        refused("core.text-has-phone-number", follow_up, lena_actor, entry, "已联系 13812345678")


def test_an_entry_is_closed_once(filed, lena_actor, kai_actor):
    entry = follow_up(lena_actor, filed.entries.get())
    with nothing_written():
        refused("duty.entry-closed-already", follow_up, kai_actor, entry)


def test_what_is_being_mended_is_not_followed_up(returned, tess_actor):
    with nothing_written():
        refused("duty.mend-instead", follow_up, tess_actor, returned.entries.get())


def test_follow_up_entry_is_said_once(filed, lena_actor):
    entry = follow_up(lena_actor, filed.entries.get())
    (line,) = said("duty.entry_followed_up", MORNING)
    assert (line.subject_id, "outcome" in line.facts) == (entry.pk, False)


# --- opened days ----------------------------------------------------------------------------------------------------


def open_day(actor, team, day=OLD, reason="系统停用一周"):
    return commands.open_backfill(actor=actor, team_id=team.pk, day=day, reason=reason, at=MORNING)


def test_open_backfill_lets_the_day_be_filed(tess_actor, tess, harbour, file):
    refused("duty.day-too-old", file, day=OLD, at=MORNING)
    row = open_day(tess_actor, harbour)

    assert (row.day, row.by_id, row.reason) == (OLD, tess.pk, "系统停用一周")
    log = file(day=OLD, at=MORNING)
    assert (log.day, log.late) == (OLD, True)


@pytest.mark.parametrize("ago", [7, 8])
def test_seven_days_back_is_open_and_eight_is_not(ago, tess_actor, harbour, file):
    day = MORNING.date() - dt.timedelta(days=ago)
    if ago == 7:
        with nothing_written():
            refused("duty.day-still-open", open_day, tess_actor, harbour, day)
        assert file(day=day, at=MORNING).late
    else:
        with nothing_written():
            refused("duty.day-too-old", file, day=day, at=MORNING)
        assert open_day(tess_actor, harbour, day)


@pytest.mark.parametrize("who", ["theo", "lena", "mara", "nora", "gwen", "kai", "otto"])
def test_open_backfill_by_another_finds_nothing(request, who, harbour):
    with nothing_written(), pytest.raises(NotPermitted):
        open_day(request.getfixturevalue(f"{who}_actor"), harbour)


def test_open_backfill_refused_writes_nothing(tess_actor, harbour, file):
    file(day=OLD, at=clock.at(OLD, 22))
    with nothing_written():
        refused("duty.day-filed-already", open_day, tess_actor, harbour)
        refused("duty.return-needs-reason", open_day, tess_actor, harbour, dt.date(2026, 11, 8), "")
        refused("duty.team-not-active-that-day", open_day, tess_actor, harbour, dt.date(2026, 8, 31))
        refused("duty.day-in-the-future", open_day, tess_actor, harbour, dt.date(2026, 11, 19))


def test_open_backfill_is_said_once_and_the_leader_is_told(tess_actor, harbour, lena):
    open_day(tess_actor, harbour)
    outbox.deliver()

    with nothing_written():
        refused("duty.day-opened-already", open_day, tess_actor, harbour)
    (entry,) = said("duty.backfill_opened", MORNING)
    assert "reason" not in entry.facts
    assert BackfillOpening.objects.count() == 1
    (notice,) = Notice.objects.filter(template="duty.notice-day-opened")
    assert (notice.user_id, notice.facts) == (lena.pk, {"day": "2026-11-09"})


# --- procedure cards ------------------------------------------------------------------------------------------------


def write(actor, **changes):
    said_of_it = {"title": "发现火情", "steps": "先报警\n再疏散", "never": "不进火场", "position": 1, **changes}
    return commands.write_procedure_card(actor=actor, **said_of_it, at=MORNING)


@pytest.mark.req("DUT-10")
def test_write_procedure_card_and_its_next_version(gus_actor, gus):
    first = write(gus_actor)
    second = write(gus_actor, never="不进火场\n不围观")

    assert first.pk == second.pk
    card = ProcedureCard.objects.get()
    assert (card.version, card.never, card.written_by_id) == (2, "不进火场\n不围观", gus.pk)


@pytest.mark.req("DUT-10")
@pytest.mark.parametrize("who", ["lena", "kai", "tess", "gwen", "nora", "otto", "mara"])
def test_write_procedure_card_by_another_finds_nothing(request, who, district):
    with nothing_written(), pytest.raises(NotPermitted):
        write(request.getfixturevalue(f"{who}_actor"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "duty.card-text-needed"),
        ({"steps": "字" * 2001}, "duty.card-text-needed"),
        ({"never": ""}, "duty.card-text-needed"),
        ({"position": 100}, "duty.number-odd"),
    ],
)
def test_write_procedure_card_refused_writes_nothing(gus_actor, changes, code):
    with nothing_written():
        refused(code, write, gus_actor, **changes)


def test_write_procedure_card_is_said_once(gus_actor):
    card = write(gus_actor)
    (entry,) = said("duty.procedure_card_written", MORNING)
    assert (entry.subject_id, entry.facts["version"]) == (card.pk, 1)


def test_entries_of_one_log_are_closed_one_by_one(file, lena_actor):
    log = file(entries=(INCIDENT, INCIDENT))
    first, second = log.entries.order_by("number")
    follow_up(lena_actor, first)
    second.refresh_from_db()
    assert second.stage == "OPEN"
    assert Obligation.objects.open().filter(kind=Owed.FOLLOW_UP_ENTRY).get().subject_id == second.pk
    assert log.day == DAY
