"""The hours of a year: who is suspended, who is reinstated, and that nothing is a way round them."""

from __future__ import annotations

import pytest

from tests.training.papers import MARCH, D, expire, kinds, renew, review, revoke
from tests.training.saying import DAY, nothing_written, refused
from training.rules import Programme


def short_of_2026(training):
    """On duty since November: December alone is two hours of 2026."""
    training.until_certified("赵一")
    assert review(training) == 1
    return training.certificate("赵一")


@pytest.mark.req("TRN-02", "TRN-06")
def test_review_hours_suspends_from_today_and_no_earlier_than_the_grace(training):
    training.until_certified("赵一")
    with nothing_written():
        refused("training.grace-runs", review, training, MARCH - DAY)
    assert review(training) == 1
    row = training.certificate("赵一")
    assert (row.stage, row.suspended_for, row.hours_checked_for) == ("SUSPENDED", 2026, 2026)
    assert kinds(training, "赵一", MARCH - DAY) == ("BADGE",)
    assert kinds(training, "赵一", MARCH) == ("BADGE", "HOURS")


@pytest.mark.req("TRN-02")
def test_a_session_makes_up_the_hours_and_the_certificate_is_good_again(training):
    short_of_2026(training)
    training.hold("赵一", day=D(2027, 4, 5), minutes=60)
    assert (training.certificate("赵一").stage, training.enrolment("赵一").credit_year) == ("SUSPENDED", 2026)
    training.hold("赵一", day=D(2027, 4, 12), minutes=60)
    row = training.certificate("赵一")
    assert (row.stage, row.suspended_for, row.suspended_at) == ("VALID", None, None)
    assert kinds(training, "赵一", D(2027, 4, 12)) == ("BADGE", "HOURS")
    assert kinds(training, "赵一", D(2027, 4, 13)) == ("BADGE",)


@pytest.mark.req("TRN-02")
def test_a_session_in_the_grace_counts_for_the_year_before(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2027, 2, 15), minutes=240)
    assert training.enrolment("赵一").credit_year == 2026
    training.hold("赵一", day=D(2027, 2, 22), minutes=240)
    assert training.enrolment("赵一").credit_year == 2027
    assert review(training) == 0


def test_a_new_number_is_no_way_round_the_hours(training):
    """Suspended, then renewed: the hours first. Suspended, then lost or over: looked at again with the next one."""
    short_of_2026(training)
    with nothing_written():
        refused("training.hours-first", renew, training, "赵一", day=D(2027, 3, 3))
    revoke(training, "赵一", D(2027, 3, 4))
    assert kinds(training, "赵一", D(2027, 3, 4)) == ("BADGE", "CERTIFICATE")
    (new,) = training.issue("赵一", day=D(2027, 3, 5))
    new.refresh_from_db()
    assert (new.stage, new.suspended_for) == ("SUSPENDED", 2026)
    assert kinds(training, "赵一", D(2027, 3, 5)) == ("BADGE", "HOURS")


def test_whoever_is_renewed_after_the_end_is_looked_at_for_the_year_between(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2026, 12, 7), minutes=480)
    training.hold("赵一", day=D(2027, 12, 6), minutes=1440)
    assert review(training) == 0
    assert review(training, D(2028, 3, 1), 2027) == 0
    expire(training)
    training.hold("赵一", day=D(2029, 6, 4), minutes=1440)
    (new,) = renew(training, "赵一", day=D(2029, 6, 6))
    new.refresh_from_db()
    assert (new.stage, new.suspended_for, kinds(training, "赵一", D(2029, 6, 6))) == (
        "SUSPENDED",
        2028,
        ("BADGE", "HOURS"),
    )


def test_special_education_counts_for_the_year_without_marks(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2026, 12, 7), minutes=240, programme=Programme.SPECIAL)
    row = training.enrolment("赵一")
    assert (row.stage, row.mark, row.credited, row.credit_year) == ("PASSED", None, 240, 2026)
