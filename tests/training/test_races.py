"""Where two people can meet in training: threads, real transactions, one of them told in words."""

from __future__ import annotations

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry
from tests.recruitment.test_races import split
from tests.training.saying import DAY
from tests.training.story import CLOCK, CONFIRMED, HELD, ISSUED, PLANNED
from training import commands
from training.models import Certificate, Enrolment
from training.rules import RevokedWhy, check_in_code, minute_of

pytestmark = pytest.mark.django_db(transaction=True)


def scanning(training, at):
    session = training.session
    code = check_in_code(session.secret, session.pk, minute_of(at))
    actor = training.who("mara", HELD)
    return lambda: commands.check_in(actor=actor, session_id=session.pk, code=code, at=at)


def held(training):
    training.members["mara"] = training.district.members["mara"]
    training.plan(training.course())
    training.enrol("mara")
    training.begin()


def test_the_same_phone_checks_in_twice_at_once(at_once, training):
    held(training)
    at = clock.at(HELD, 9, 1)
    done, refusals = split(at_once(*[scanning(training, at)] * 4))
    assert (len(done), refusals) == (4, [])
    row = Enrolment.objects.get()
    assert (row.stage, row.checked_in_at) == ("ATTENDED", at)


def test_checking_in_meets_the_end_of_the_session(at_once, training):
    """In before it is completed, which then waits for a result; or completed without them."""
    held(training)
    at, tom = clock.at(HELD, 17), training.who("tom", HELD)

    def complete():
        return commands.complete_session(actor=tom, session_id=training.session_id, at=at)

    done, refusals = split(at_once(scanning(training, at), complete))
    assert len(done) == 1
    state = (training.session.stage, Enrolment.objects.get().stage)
    expected = {
        "training.results-missing": ("RUNNING", "ATTENDED"),
        "training.session-not-running": ("COMPLETED", "ABSENT"),
    }
    assert [expected[code] for code in refusals] == [state]


@pytest.mark.req("TRN-05")
def test_two_of_the_office_issue_the_same_certificates(at_once, training):
    training.until_passed("赵一", "钱二")
    ids = [training.members[name] for name in ("赵一", "钱二")]

    def issue(key, order):
        actor, at = training.who(key, ISSUED), training.at(ISSUED)
        return lambda: commands.issue_certificates(actor=actor, member_ids=order, at=at)

    done, refusals = split(at_once(issue("gus", ids), issue("gwen", ids[::-1]), issue("gus", ids[:1])))
    assert len(done) + len(refusals) == 3
    assert set(refusals) == {"training.certificate-held-already"}
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == [f"990102-2026-{n:05d}" for n in range(1, len(numbers) + 1)]
    assert Certificate.objects.values("member").distinct().count() == len(numbers)


def test_two_series_at_once_share_no_number(at_once, training):
    training.until_passed("赵一", "钱二", "孙三")

    def issue(name):
        actor, at, pk = training.who("gus", ISSUED), training.at(ISSUED), training.members[name]
        return lambda: commands.issue_certificates(actor=actor, member_ids=[pk], at=at)

    done, refusals = split(at_once(*map(issue, ("赵一", "钱二", "孙三"))))
    assert (len(done), refusals) == (3, [])
    assert len(set(Certificate.objects.values_list("number", flat=True))) == 3


@pytest.mark.req("TRN-09")
def test_a_session_is_confirmed_once(at_once, training):
    training.until_planned("赵一")
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    done, refusals = split(at_once(*[training.confirm] * 3))
    assert (len(done), refusals) == (1, ["core.wrong-stage"] * 2)
    assert JournalEntry.objects.filter(act="training.training_passed").count() == 1


def test_the_last_place_is_given_once(at_once, training):
    for name in ("赵一", "钱二"):
        training.newcomer(name)
    training.plan(training.course(), capacity=1)
    gus = training.who("gus")

    def enrol(name):
        ids, at = [training.members[name]], training.at(PLANNED, 10)
        return lambda: commands.enrol_members(actor=gus, session_id=training.session_id, member_ids=ids, at=at)

    done, refusals = split(at_once(enrol("赵一"), enrol("钱二")))
    assert (len(done), refusals) == (1, ["training.session-full"])
    assert Enrolment.objects.count() == 1


def test_revoking_meets_the_night(at_once, training):
    training.until_certified("赵一")
    row = training.certificate("赵一")
    night = row.last_day + DAY
    gwen = training.who("gwen", night)

    def revoke():
        at = training.at(night, 0, 15)
        return commands.revoke_certificate(actor=gwen, certificate_id=row.pk, why=RevokedWhy.LOST, at=at)

    def expire():
        return commands.expire_certificates(actor=CLOCK, certificate_ids=[row.pk], at=training.at(night, 0, 15))

    _done, refusals = split(at_once(revoke, expire))
    assert set(refusals) <= {"training.nobody-due"}
    assert training.certificate("赵一").stage == "REVOKED"


def test_both_have_passed_and_the_first_confirmation_finds_them(at_once, training):
    """Two halves of the programme confirmed at the same moment: one of the two sees that it is whole."""
    training.newcomer("赵一")
    ids = []
    for minutes in ((240, 240, 0, 0), (0, 0, 240, 240)):
        training.plan(training.course(minutes=minutes))
        training.enrol("赵一")
        training.begin()
        training.results(赵一=80)
        training.complete()
        ids.append(training.session_id)
    kai = training.who("kai", CONFIRMED)

    def confirm(pk):
        return lambda: commands.confirm_session(actor=kai, session_id=pk, at=training.at(CONFIRMED))

    done, refusals = split(at_once(*map(confirm, ids)))
    assert (len(done), refusals) == (2, [])
    assert JournalEntry.objects.filter(act="training.training_passed").count() == 1
