"""Odd moments: who left before it was confirmed, who holds a certificate and is trained again, who only takes part."""

from __future__ import annotations

import pytest

from patrol_ops.core.refusals import NotPermitted
from teams import reports
from teams.commands import set_holds
from teams.rules import HoldKind
from tests.training.papers import D, kinds, revoke
from tests.training.saying import DAY, nothing_written, owed, refused
from tests.training.story import CLOCK, HELD, ISSUED
from tests.training.test_study import study
from training import commands
from training.models import Enrolment
from training.reports.hours import days_collected, trained_days
from training.reports.material import may_read_material
from training.rules import Programme


def test_a_leader_who_only_takes_part_does_not_run_the_session(training, district):
    training.members["lena"] = district.members["lena"]
    training.plan(training.course())
    training.enrol("lena")
    lena, at = training.who("lena", HELD), training.at(HELD)
    with nothing_written(), pytest.raises(NotPermitted):
        commands.begin_session(actor=lena, session_id=training.session_id, at=at)


def test_whoever_left_before_it_was_confirmed_is_owed_no_certificate(training):
    training.until_planned("赵一")
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    training.leave("赵一", HELD)
    training.confirm()
    assert owed("training.issue_certificate") == []


def test_whoever_holds_a_certificate_and_is_trained_again_keeps_it(training):
    training.until_certified("赵一")
    pk = training.members["赵一"]
    set_holds(actor=CLOCK, kind=HoldKind.TRAINING, begins={pk: D(2027, 1, 4)}, at=training.at(D(2027, 1, 4), 8))
    training.hold("赵一", day=D(2027, 1, 11), minutes=960, programme=Programme.PRE_DUTY)
    assert kinds(training, "赵一", D(2027, 1, 12)) == ("BADGE",)
    assert owed("training.issue_certificate") == []


@pytest.mark.req("TRN-02")
def test_a_lost_certificate_that_is_replaced_in_the_grace_waits_for_its_end(training):
    training.until_certified("赵一")
    revoke(training, "赵一", D(2027, 1, 14))
    (row,) = training.issue("赵一", day=D(2027, 1, 15))
    row.refresh_from_db()
    assert (row.stage, row.hours_checked_for) == ("VALID", 2025)


def test_nobody_is_enrolled_in_a_study_item(training):
    training.until_certified("赵一")
    session = study(training, ISSUED + DAY)
    at = training.at(ISSUED + DAY, 19)
    with nothing_written():
        refused("training.nobody-to-enrol", commands.enrol_lacking, actor=CLOCK, session_id=session.pk, at=at)


def test_the_clock_leaves_what_has_not_changed(training):
    training.until_certified("赵一")
    at = training.at(ISSUED, 15)
    with nothing_written():
        row = training.certificate("赵一")
        refused("training.nobody-due", commands.move_reminder, actor=CLOCK, certificate_id=row.pk, at=at)
        refused("training.nobody-due", commands.release_leaver, actor=CLOCK, member_id=row.member_id, at=at)
    training.leave("赵一", ISSUED)
    later = training.at(ISSUED + DAY)
    with nothing_written():
        refused("training.nobody-due", commands.move_reminder, actor=CLOCK, certificate_id=row.pk, at=later)


@pytest.mark.req("TRN-02")
def test_an_annual_course_takes_in_whoever_lacks_most(training):
    training.until_certified("赵一", "钱二")
    training.hold("赵一", day=D(2026, 12, 7), minutes=60)
    course = training.course(Programme.ANNUAL, title="年度培训", pass_mark=None)
    training.plan(course, D(2026, 12, 21))
    count = commands.enrol_lacking(actor=CLOCK, session_id=training.session_id, at=training.at(D(2026, 12, 14)))
    taken = list(Enrolment.objects.filter(session=training.session_id).order_by("pk").values_list("member", flat=True))
    assert (count, taken) == (2, [training.members["钱二"], training.members["赵一"]])


def test_training_days_add_up(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2026, 12, 7), minutes=720)
    pk = training.members["赵一"]
    assert str(days_collected(trained_days([pk])[pk])) == "1.5"
    assert reports.fitness_of(pk, ISSUED).kinds == ("BADGE",)


def test_papers_of_a_course_are_read_by_whoever_reads_the_course(training):
    revision = training.course().revisions.get()
    assert may_read_material(training.who("mara"), revision.pk)
    assert not may_read_material(training.who("nora"), revision.pk)
