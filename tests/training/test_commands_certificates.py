"""Certificates issued, renewed, revoked, replaced: what follows for holds, reminders and the hours of a year."""

from __future__ import annotations

import pytest

from patrol_ops.core.models import Notice
from teams.commands import set_holds
from teams.rules import HoldKind
from tests.training.papers import LAST, D, expire, kinds, renew, revoke
from tests.training.saying import DAY, nothing_written, owed, refused
from tests.training.story import CLOCK, HELD, ISSUED
from training import commands
from training.rules import RevokedWhy

# --- issuing --------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-05")
def test_issue_certificates_numbers_them_and_owes_what_comes(training):
    training.until_passed("赵一", "钱二")
    ((_, path, until, period),) = owed("training.issue_certificate", training.members["赵一"])
    assert (path, until, period) == ("990102001001", D(2026, 11, 17), "20261110")
    first, second = training.issue("赵一", "钱二")

    assert (first.number, second.number) == ("990102-2026-00001", "990102-2026-00002")
    assert (first.starts_on, first.last_day, first.team_id) == (ISSUED, LAST, training.district.teams["harbour"])
    assert (first.on_duty_since, first.hours_checked_for, first.stage) == (ISSUED, 2025, "VALID")
    assert len({first.key, second.key}) == 2
    assert len(first.key) == 26
    assert owed("training.issue_certificate") == []
    assert [(row[2], row[3]) for row in owed("training.renew_certificate", first.pk)] == [(LAST, "")]
    assert kinds(training, "赵一", LAST) == ("BADGE",)
    assert kinds(training, "赵一", LAST + DAY) == ("BADGE", "CERTIFICATE")


def test_issue_certificates_goes_on_counting_in_the_year(training):
    training.until_certified("赵一")
    training.newcomer("钱二", ISSUED)
    training.plan(training.course(), D(2026, 12, 7))
    training.enrol("钱二")
    training.begin()
    training.results(钱二=60)
    training.complete()
    training.confirm()
    (row,) = training.issue("钱二", day=D(2026, 12, 9))
    assert row.number == "990102-2026-00002"


@pytest.mark.req("TRN-01", "TRN-05")
def test_issue_certificates_refuses_all_for_one(training):
    training.until_passed("赵一")
    training.newcomer("钱二")
    with nothing_written():
        refused("training.programme-not-passed", training.issue, "赵一", "钱二")
    training.issue("赵一")
    with nothing_written():
        refused("training.certificate-held-already", training.issue, "赵一")
        refused("training.too-many-at-once", training.issue)
    training.leave("钱二", ISSUED)
    with nothing_written():
        refused("training.not-serving", training.issue, "钱二", day=ISSUED + DAY)


def test_issue_certificates_to_somebody_who_is_held_for_training_is_refused(training):
    """Whatever was passed before: whoever comes back is trained anew."""
    training.until_passed("赵一")
    pk = training.members["赵一"]
    set_holds(actor=CLOCK, kind=HoldKind.TRAINING, begins={pk: ISSUED}, at=training.at(ISSUED, 8))
    with nothing_written():
        refused("training.programme-not-passed", training.issue, "赵一")


def test_the_same_course_gives_no_second_certificate_when_the_first_is_over(training):
    """Passed, confirmed and issued within a day: two years later that day is no longer within two years."""
    training.until_planned("赵一")
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    commands.confirm_session(actor=training.who("kai", HELD), session_id=training.session_id, at=training.at(HELD, 18))
    commands.issue_certificates(
        actor=training.who("gus", HELD), member_ids=[training.members["赵一"]], at=training.at(HELD, 19)
    )
    over = training.certificate("赵一").last_day + DAY
    expire(training, over)
    refused("training.programme-not-passed", training.issue, "赵一", day=over)


@pytest.mark.req("TRN-05")
def test_whoever_is_issued_anew_is_reminded_of_the_old_one_no_more(training):
    training.until_certified("赵一")
    expire(training)
    later = D(2030, 3, 4)
    course = training.course()
    training.plan(course, later)
    training.enrol("赵一")
    training.begin()
    training.results(赵一=90)
    training.complete()
    training.confirm()
    old = training.certificate("赵一")
    (new,) = training.issue("赵一", day=later + 3 * DAY)
    assert owed("training.renew_certificate", old.pk) == []
    assert len(owed("training.renew_certificate", new.pk)) == 1
    assert new.on_duty_since == later + 3 * DAY


def test_a_holder_with_a_login_is_reminded_too_unless_leading(training, district):
    training.members.update(mara=district.members["mara"], lena=district.members["lena"])
    training.plan(training.course())
    training.enrol("mara", "lena")
    training.begin()
    training.results(mara=80, lena=80)
    training.complete()
    training.confirm()
    mara, lena = training.issue("mara", "lena")
    if mara.member_id != training.members["mara"]:
        mara, lena = lena, mara
    assert sorted(row[3] for row in owed("training.renew_certificate", mara.pk)) == ["", "own"]
    assert [row[3] for row in owed("training.renew_certificate", lena.pk)] == [""]


# --- renewing -------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-05")
def test_renew_certificates_in_time(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2027, 5, 10), minutes=960)
    old = training.certificate("赵一")
    refused("training.days-missing", renew, training, "赵一", day=D(2027, 6, 1))
    training.hold("赵一", day=D(2027, 9, 6), minutes=480)
    (new,) = renew(training, "赵一", day=D(2028, 6, 1))

    assert (new.starts_on, new.last_day) == (D(2027, 5, 10), D(2029, 5, 9))
    assert (new.renews_id, new.on_duty_since, new.number) == (old.pk, ISSUED, "990102-2028-00001")
    old.refresh_from_db()
    assert (old.stage, old.ended_at) == ("RENEWED", training.at(D(2028, 6, 1)))
    assert kinds(training, "赵一", LAST + DAY) == ("BADGE",)
    assert "CERTIFICATE" in kinds(training, "赵一", D(2029, 5, 10))
    assert owed("training.renew_certificate", old.pk) == []
    refused("training.days-missing", renew, training, "赵一", day=D(2028, 6, 2))


@pytest.mark.req("TRN-05")
def test_renew_certificates_within_the_window_after_the_last_day(training):
    training.until_certified("赵一")
    expire(training)
    training.hold("赵一", day=D(2029, 11, 9), minutes=1440)
    assert "CERTIFICATE" in kinds(training, "赵一", D(2029, 11, 11))
    (new,) = renew(training, "赵一", day=D(2029, 11, 12))
    assert (new.starts_on, new.stage) == (D(2029, 11, 9), "VALID" if not new.suspended_for else "SUSPENDED")


def test_renew_certificates_refuses_what_gains_nothing(training):
    training.until_certified("赵一")
    training.newcomer("钱二")
    refused("training.no-certificate", renew, training, "钱二", day=D(2027, 1, 5))
    training.hold("赵一", day=D(2026, 11, 20), minutes=1440)
    (new,) = renew(training, "赵一", day=D(2026, 12, 1))
    assert new.last_day == D(2028, 11, 19)
    expire(training, D(2028, 11, 20))
    # Three days soon after the first, nobody acted, and now it would be over already.
    with nothing_written():
        refused("training.days-missing", renew, training, "赵一", day=D(2028, 12, 1))
    revoke(training, "赵一", D(2028, 12, 2), RevokedWhy.ISSUED_WRONGLY)
    with nothing_written():
        refused("training.no-certificate", renew, training, "赵一", day=D(2028, 12, 3))


def test_renew_certificates_that_would_be_over_already_is_refused(training):
    training.until_certified("赵一")
    training.hold("赵一", day=D(2026, 11, 20), minutes=1440)
    expire(training)
    with nothing_written():
        refused("training.renewal-adds-nothing", renew, training, "赵一", day=D(2028, 11, 20))
    assert renew(training, "赵一", day=D(2028, 11, 19))[0].last_day == D(2028, 11, 19)


# --- revoking -------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-05", "TRN-06")
def test_a_lost_certificate_is_replaced_for_the_same_time(training):
    training.until_certified("赵一")
    revoke(training, "赵一", D(2027, 5, 5))
    assert kinds(training, "赵一", D(2027, 5, 4)) == ("BADGE",)
    assert kinds(training, "赵一", D(2027, 5, 5)) == ("BADGE", "CERTIFICATE")
    assert len(owed("training.issue_certificate", training.members["赵一"])) == 1
    (new,) = training.issue("赵一", day=D(2027, 5, 7))
    assert (new.starts_on, new.last_day, new.on_duty_since) == (ISSUED, LAST, ISSUED)
    assert new.number == "990102-2027-00001"
    assert owed("training.issue_certificate") == []


@pytest.mark.parametrize("why", [RevokedWhy.ISSUED_WRONGLY, RevokedWhy.DISMISSED])
def test_what_is_issued_after_another_end_begins_anew(training, why):
    training.until_certified("赵一")
    revoke(training, "赵一", D(2027, 5, 5), why)
    assert owed("training.issue_certificate") == []
    (new,) = training.issue("赵一", day=D(2027, 5, 7))
    assert (new.starts_on, new.on_duty_since) == (D(2027, 5, 7), D(2027, 5, 7))


def test_revoke_certificate_by_hand_never_says_exit(training):
    training.until_certified("赵一")
    with nothing_written():
        refused("training.revoked-odd", revoke, training, "赵一", ISSUED, RevokedWhy.EXIT)


def test_an_old_certificate_that_is_revoked_leaves_the_new_one_in_peace(training):
    training.until_certified("赵一")
    expire(training)
    old = training.certificate("赵一")
    training.plan(training.course(), D(2030, 3, 4))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=90)
    training.complete()
    training.confirm()
    training.issue("赵一", day=D(2030, 3, 6))
    commands.revoke_certificate(
        actor=training.who("gwen", D(2030, 4, 1)), certificate_id=old.pk, why=RevokedWhy.LOST,
        at=training.at(D(2030, 4, 1)),
    )  # fmt: skip
    assert kinds(training, "赵一", D(2030, 4, 1)) == ("BADGE",)
    assert owed("training.issue_certificate") == []
    assert not Notice.objects.filter(template="training.remind-issue").exists()
