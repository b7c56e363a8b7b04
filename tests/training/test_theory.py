"""The online test of a course: drawn, answered, marked, and what passing takes."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock
from tests.training.saying import DAY, nothing_written, refused
from tests.training.story import HELD, PLANNED
from tests.training.test_commands_attending import results
from training import commands
from training.models import TheoryAttempt
from training.rules import QuestionDraft, ResultDraft, Topic


def with_bank(training, each=5):
    course = training.course(theory=True)
    for topic in Topic:
        for n in range(each):
            draft = QuestionDraft(topic, f"{topic} 第 {n} 题？", ("对", "错"), 0)
            commands.add_question(actor=training.who("tom"), course_id=course.pk, draft=draft, at=training.at(PLANNED))
    training.members["mara"] = training.district.members["mara"]
    training.plan(course)
    training.enrol("mara")
    return course


EIGHT = clock.at(HELD, 8)


def start(training, at=EIGHT, key="mara"):
    return commands.start_theory_test(actor=training.who(key, HELD), session_id=training.session_id, at=at)


def submit(training, row, right, at=None):
    answers = {pk: int(n >= right) for n, pk in enumerate(row.questions)}
    at = at or row.started_at + dt.timedelta(minutes=20)
    return commands.submit_theory_test(actor=training.who("mara", HELD), attempt_id=row.pk, answers=answers, at=at)


def test_an_online_test_is_drawn_answered_and_marked(training):
    with_bank(training)
    row = start(training)
    assert (len(set(row.questions)), row.ends_at) == (20, clock.at(HELD, 8, 30))
    with nothing_written():
        refused("training.test-open", start, training)
    done = submit(training, row, 15)
    assert (done.score, done.passed) == (75, False)
    done = submit(training, start(training, clock.at(HELD, 8, 40)), 16)
    assert (done.score, done.passed) == (80, True)
    with nothing_written():
        refused("training.test-passed", start, training, clock.at(HELD, 10))
        refused("training.test-submitted", submit, training, done, 20)


@pytest.mark.parametrize(("minutes", "score"), [(30, 100), (32, 100), (33, 0)])
def test_what_comes_too_late_counts_nothing(training, minutes, score):
    with_bank(training)
    row = start(training)
    done = submit(training, row, 20, row.started_at + dt.timedelta(minutes=minutes))
    assert (done.score, done.passed, bool(done.answers)) == (score, score == 100, score == 100)


def test_so_many_attempts_a_day_and_tomorrow_again(training):
    with_bank(training)
    for hour in (9, 10, 11):
        submit(training, start(training, clock.at(HELD, hour)), 0)
    with nothing_written():
        refused("training.too-many-attempts", start, training, clock.at(HELD, 23))
    assert start(training, clock.at(HELD + DAY, 0)).pk
    assert TheoryAttempt.objects.count() == 4


def test_no_test_without_a_bank_a_course_or_a_place_in_it(training):
    with_bank(training, each=4)
    with nothing_written():
        refused("training.bank-too-small", start, training)
        refused("training.not-enrolled", start, training, key="lena")
    training.plan(training.course())
    training.enrol("mara")
    with nothing_written():
        refused("training.no-test", start, training)


def test_passing_takes_the_online_test_where_the_course_has_one(training):
    with_bank(training)
    training.begin()
    results(training, mara=ResultDraft(True, mark=90))
    assert training.enrolment("mara").stage == "FAILED"
    submit(training, start(training, clock.at(HELD, 12)), 20)
    results(training, mara=ResultDraft(True, mark=90))
    assert training.enrolment("mara").stage == "PASSED"
