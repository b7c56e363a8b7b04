"""Where two people can meet: threads, real locks, real transactions."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from duty import commands
from duty.commands.submit import FiledAlready
from duty.models import BackfillOpening, PatrolLog, ReviewStep
from duty.rules import Owed
from patrol_ops.core import clock, idempotency
from patrol_ops.core.access import Actor
from patrol_ops.core.models import IdempotencyKey, JournalEntry, Obligation
from patrol_ops.core.refusals import Refused
from tests.duty.conftest import DAY, EVENING, HAZARD
from tests.duty.saying import said

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = clock.at(dt.date(2026, 11, 18), 9)


@pytest.mark.req("LOG-01")
def test_of_eight_phones_at_once_one_files_and_seven_are_told(lena_actor, harbour, ordinary, at_once):
    draft = ordinary(entries=(HAZARD,))

    def send():
        return commands.submit_patrol_log(actor=lena_actor, team_id=harbour.pk, draft=draft, at=EVENING)

    answers = at_once(*[send] * 8)

    log = PatrolLog.objects.get()
    assert [type(a) for a in answers].count(PatrolLog) == 1
    told = [answer for answer in answers if isinstance(answer, FiledAlready)]
    assert {no.log_id for no in told} == {log.pk}
    assert len(told) == 7
    assert len(said("duty.patrol_log_submitted", EVENING)) == 1
    assert log.entries.count() == log.patrols.count() == 1
    assert Obligation.objects.filter(kind=Owed.REVIEW_PATROL_LOG).count() == 1


def test_the_same_key_twice_at_once_makes_one_log_and_one_answer(lena_actor, harbour, ordinary, at_once):
    key, draft = str(uuid.uuid4()), ordinary()

    def send():
        return idempotency.once(
            actor=lena_actor,
            key=key,
            door="duty.submit_patrol_log",
            body=draft,
            at=EVENING,
            act=lambda: commands.submit_patrol_log(actor=lena_actor, team_id=harbour.pk, draft=draft, at=EVENING),
        )

    answers = at_once(*[send] * 4)

    log = PatrolLog.objects.get()
    assert [answer.subject_id for answer in answers] == [log.pk] * 4
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True]
    assert IdempotencyKey.objects.get().subject_id == log.pk
    assert len(said("duty.patrol_log_submitted", EVENING)) == 1


def test_of_review_and_return_at_once_one_wins(filed, kai_actor, piet_actor, at_once):
    def review():
        return commands.review_patrol_log(actor=kai_actor, log_id=filed.pk, at=MORNING, version=1)

    def send_back():
        return commands.return_patrol_log(
            actor=piet_actor, log_id=filed.pk, reason="请补充路灯位置", at=MORNING, version=1
        )

    answers = at_once(review, send_back)

    assert sorted(type(answer).__name__ for answer in answers) == ["PatrolLog", "WrongStage"]
    won = next(answer for answer in answers if isinstance(answer, PatrolLog))
    assert PatrolLog.objects.get().stage == won.stage
    assert ReviewStep.objects.get().verdict == won.stage
    assert JournalEntry.objects.filter(at=MORNING, subject_id=filed.pk).count() == 1


def test_of_two_who_mend_at_once_one_wins(returned, lena_actor, harbour, ordinary, at_once):
    def mend(words):
        draft = ordinary(version=1, hand_over=words, entries=(HAZARD,))
        return commands.submit_patrol_log(actor=lena_actor, team_id=harbour.pk, draft=draft, at=MORNING)

    answers = at_once(lambda: mend("第一部手机"), lambda: mend("第二部手机"))

    assert sorted(type(answer).__name__ for answer in answers) == ["FiledAlready", "PatrolLog"]
    log = PatrolLog.objects.get()
    assert log.version == 2
    assert log.entries.count() == log.patrols.count() == 1


def test_of_two_outcomes_at_once_one_stands(filed, lena_actor, kai_actor, at_once):
    entry = filed.entries.get()

    def close(actor, words):
        return commands.follow_up_entry(actor=actor, entry_id=entry.pk, outcome=words, at=MORNING)

    answers = at_once(lambda: close(lena_actor, "已换灯泡"), lambda: close(kai_actor, "已报修"))

    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert [no.code for no in refused] == ["duty.entry-closed-already"]
    assert len(said("duty.entry_followed_up", MORNING)) == 1


def test_a_day_is_opened_once(harbour, tess_actor, at_once):
    def open_it():
        return commands.open_backfill(
            actor=tess_actor, team_id=harbour.pk, day=dt.date(2026, 11, 9), reason="系统停用", at=MORNING
        )

    answers = at_once(open_it, open_it)

    assert sorted(type(answer).__name__ for answer in answers) == ["BackfillOpening", "Refused"]
    assert BackfillOpening.objects.count() == 1


def test_two_first_cards_of_one_title_are_one_card(gus_actor, at_once, district):
    def write():
        return commands.write_procedure_card(
            actor=gus_actor, title="发现火情", steps="先报警", never="不进火场", position=1, at=MORNING
        )

    answers = at_once(write, write)

    # Either one after the other, or the slower one is told that it has not read the other's.
    assert all(getattr(answer, "code", "core.stale") == "core.stale" for answer in answers)
    assert len({answer.pk for answer in answers if not isinstance(answer, Refused)}) == 1


def test_two_clocks_at_once_owe_every_team_once(district, at_once):
    def owe():
        return commands.owe_daily_logs(
            actor=Actor.system("owe-daily-logs"),
            district_id=district.places["990102"],
            day=DAY,
            at=clock.at(DAY, 0, 1),
        )

    answers = at_once(owe, owe, owe)

    assert sorted(getattr(answer, "code", answer) for answer in map(str, answers)) == [
        "6",
        "duty.nothing-to-owe",
        "duty.nothing-to-owe",
    ]
    assert Obligation.objects.filter(kind=Owed.SUBMIT_PATROL_LOG, period=DAY.isoformat()).count() == 6
    assert JournalEntry.objects.filter(act="duty.daily_logs_owed", at=clock.at(DAY, 0, 1)).count() == 1


def test_two_phones_that_send_the_same_form_by_page(lena, harbour, signed_in, at_once, district):
    """A double tap on a bad line: one log, both are led to it."""
    with time_machine.travel(EVENING, tick=False):
        form = {
            "idempotency_key": str(uuid.uuid4()),
            "day": DAY.isoformat(),
            "version": "0",
            "patrols-TOTAL_FORMS": "0",
            "patrols-INITIAL_FORMS": "0",
            "entries-TOTAL_FORMS": "0",
            "entries-INITIAL_FORMS": "0",
            "no_patrol": "REST",
        }
        phones = [signed_in(lena) for _ in range(2)]
        answers = at_once(
            *[lambda phone=phone: phone.post(f"/duty/teams/{harbour.pk}/logs/new/", form) for phone in phones]
        )

    log = PatrolLog.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, f"/duty/logs/{log.pk}/")] * 2
