"""Roll-call, results, tests, confirmation: what may be said again, and what may not."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock
from teams.rules import Role
from tests.recruitment.saying import also_holds
from tests.training.saying import DAY, nothing_written, owed, refused
from tests.training.story import HELD
from training import commands
from training.models import Enrolment
from training.rules import CheckIn, ResultDraft, check_in_code, minute_of

ENDS = clock.at(HELD, 17)


def running(training, *names, **course):
    for name in names:
        if name in training.district.members:
            training.members[name] = training.district.members[name]
        else:
            training.newcomer(name)
    training.plan(training.course(**course))
    training.enrol(*names)
    training.begin()
    return training


def scan(training, key, at, code=None):
    session = training.session
    code = code or check_in_code(session.secret, session.pk, minute_of(at))
    return commands.check_in(actor=training.who(key, HELD), session_id=session.pk, code=code, at=at)


def roll(training, present=(), absent=()):
    pk = {name: training.enrolment(name).pk for name in (*present, *absent)}
    return commands.call_roll(
        actor=training.who("tom", HELD),
        session_id=training.session_id,
        present=[pk[name] for name in present],
        absent=[pk[name] for name in absent],
        at=clock.at(HELD, 9, 30),
    )


def results(training, at=ENDS, **drafts):
    said = {training.enrolment(name).pk: draft for name, draft in drafts.items()}
    return commands.record_results(actor=training.who("tom", HELD), session_id=training.session_id, results=said, at=at)


def test_begin_session_not_before_the_last_hour_and_by_its_trainer_alone(training, district):
    training.until_planned("赵一")
    run, tom = commands.begin_session, training.who("tom", HELD)
    with nothing_written():
        refused("training.too-early", run, actor=tom, session_id=training.session_id, at=clock.at(HELD, 7, 59))
    run(actor=tom, session_id=training.session_id, at=clock.at(HELD, 8))
    assert training.session.stage == "RUNNING"


def test_check_in_twice_is_once_and_the_first_moment_stays(training):
    running(training, "mara")
    at = clock.at(HELD, 9, 2)
    scan(training, "mara", at)
    again = scan(training, "mara", at + dt.timedelta(minutes=3))
    assert (again.stage, again.check_in, again.checked_in_at) == ("ATTENDED", CheckIn.QR, at)


def test_check_in_refuses_strangers_stale_codes_and_the_wrong_hour(training):
    training.newcomer("赵一")
    training.members["mara"] = training.district.members["mara"]
    training.plan(training.course())
    training.enrol("mara")
    at = clock.at(HELD, 9, 2)
    with nothing_written():
        refused("training.session-not-running", scan, training, "mara", at)
    training.begin()
    old = check_in_code(training.session.secret, training.session_id, minute_of(at) - 2)
    with nothing_written():
        refused("training.code-stale", scan, training, "mara", at, old)
        refused("training.code-stale", scan, training, "mara", at, "签到")
        refused("training.not-enrolled", scan, training, "lena", at)


def test_a_result_that_stands_is_not_undone_by_scanning_late(training):
    running(training, "mara")
    results(training, mara=ResultDraft(True, mark=80))
    assert scan(training, "mara", clock.at(HELD, 16)).stage == "PASSED"


def test_call_roll_says_who_is_there_and_who_is_not(training):
    running(training, "mara", "赵一", "钱二")
    scan(training, "mara", clock.at(HELD, 9, 1))
    roll(training, present=("mara", "赵一"), absent=("钱二",))
    found = {row.member_id: (row.stage, row.check_in) for row in Enrolment.objects.all()}
    assert found == {
        training.members["mara"]: ("ATTENDED", "QR"),
        training.members["赵一"]: ("ATTENDED", "TRAINER"),
        training.members["钱二"]: ("ABSENT", ""),
    }
    roll(training, present=("钱二",), absent=("mara",))
    assert training.enrolment("钱二").stage == "ATTENDED"
    assert (training.enrolment("mara").stage, training.enrolment("mara").checked_in_at) == ("ABSENT", None)
    with nothing_written():
        refused("training.participant-unknown", roll, training, present=("赵一",), absent=("赵一",))


def test_results_may_be_said_again_until_they_are_confirmed(training):
    running(training, "赵一")
    for draft, stage, minutes, mark in (
        (ResultDraft(True, 900, 80), "PASSED", 900, 80),
        (ResultDraft(True, 100, 80), "FAILED", 100, 80),
        (ResultDraft(False), "ABSENT", None, None),
        (ResultDraft(False), "ABSENT", None, None),
        (ResultDraft(True, None, 59), "FAILED", 960, 59),
        (ResultDraft(True, None, 60), "PASSED", 960, 60),
    ):
        results(training, 赵一=draft)
        row = training.enrolment("赵一")
        assert (row.stage, row.minutes, row.mark) == (stage, minutes, mark)
    with nothing_written():
        refused("training.mark-missing", results, training, 赵一=ResultDraft(True))


@pytest.mark.req("TRN-08")
def test_a_course_without_a_pass_mark_keeps_no_mark(training):
    running(training, "赵一", pass_mark=None)
    results(training, 赵一=ResultDraft(True, mark=99))
    assert (training.enrolment("赵一").stage, training.enrolment("赵一").mark) == ("PASSED", None)


def test_complete_session_waits_for_results_and_marks_who_never_came(training):
    running(training, "赵一", "钱二")
    roll(training, present=("赵一",))
    tom = training.who("tom", HELD)
    with nothing_written():
        refused("training.results-missing", training.complete)
        refused(
            "training.too-early", commands.complete_session, actor=tom, session_id=training.session_id,
            at=clock.at(HELD, 8, 59),
        )  # fmt: skip
    results(training, 赵一=ResultDraft(True, mark=80))
    training.complete()
    assert (training.enrolment("赵一").stage, training.enrolment("钱二").stage) == ("PASSED", "ABSENT")
    assert [row[:3] for row in owed("training.confirm_session")] == [("cpo", "990102001001", HELD + 3 * DAY)]
    with nothing_written():
        refused("training.session-not-running", results, training, 赵一=ResultDraft(True, mark=81))


def test_reopen_session_gives_it_back_and_the_next_round_is_owed_anew(training):
    running(training, "赵一")
    training.results(赵一=80)
    training.complete()
    kai, at = training.who("kai", HELD), clock.at(HELD, 18)
    commands.reopen_session(actor=kai, session_id=training.session_id, at=at)
    assert (training.session.stage, training.session.completed_by_id) == ("RUNNING", None)
    assert owed("training.confirm_session") == []
    results(training, 赵一=ResultDraft(True, mark=40))
    tom = training.who("tom", HELD)
    commands.complete_session(actor=tom, session_id=training.session_id, at=clock.at(HELD, 19))
    assert len(owed("training.confirm_session")) == 1
    training.confirm()
    assert (training.enrolment("赵一").stage, training.enrolment("赵一").credited) == ("FAILED", None)
    assert owed("training.issue_certificate") == []


@pytest.mark.req("TRN-09")
@pytest.mark.parametrize(
    ("tier", "place", "team", "by"),
    [
        ("BRIGADE", "990102", "brigade", "petra"),
        ("SQUADRON", "990102001", "squadron", "piet"),
        ("DETACHMENT", "990102001001", "harbour", "kai"),
    ],
)
def test_the_police_of_the_tier_confirms_and_nobody_of_another(training, tier, place, team, by):
    training.team, training.place, training.officer = team, place, by
    training.newcomer("赵一")
    training.plan(training.course(), tier=tier)
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    above = {"petra": set(), "piet": {"petra"}, "kai": {"piet", "petra"}}[by]
    for key in {"petra", "piet", "kai", "pia"} - {by} - above:
        training.officer = key
        with nothing_written(), pytest.raises(Exception, match=r"training.not-responsible|core.not-found"):
            training.confirm()
    training.officer = by
    training.confirm()
    assert training.session.stage == "CONFIRMED"
    assert training.session.confirmed_by_id == training.district.users[by]


@pytest.mark.req("TRN-09")
def test_nobody_confirms_what_they_taught(training, district):
    training.trainer = "kai"
    running(training, "赵一")
    training.results(赵一=80)
    training.complete()
    with nothing_written():
        refused("training.confirmed-by-trainer", training.confirm)
    training.officer = "tom"
    also_holds(district, "tom", Role.COMMUNITY_OFFICER, "990102001001", HELD)
    training.confirm()
    assert training.session.stage == "CONFIRMED"


@pytest.mark.req("TRN-01")
def test_a_failed_newcomer_takes_it_again_and_then_passes(training):
    running(training, "赵一")
    training.results(赵一=30)
    training.complete()
    training.confirm()
    course = training.session.revision.course
    training.plan(course, HELD + 7 * DAY)
    training.enrol("赵一")
    assert training.enrolment("赵一").retake
    training.begin()
    training.results(赵一=70)
    training.complete()
    training.confirm()
    assert len(owed("training.issue_certificate")) == 1
    assert owed("training.train_newcomer") == []
