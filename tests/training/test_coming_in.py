"""Newcomers, legacy members, transferees and those who come back."""

from __future__ import annotations

import pytest

from teams import reports
from teams.models import Hold
from tests.training.papers import LAST, D, kinds
from tests.training.saying import DAY, refused
from tests.training.story import CLOCK, CONFIRMED, ISSUED
from training import commands
from training.rules import RevokedWhy


@pytest.mark.req("TRN-01")
def test_legacy_members_who_pass_in_the_transition_need_a_certificate_at_its_end(training, district):
    pk = training.members["马兰"] = district.members["马兰"]
    ends = Hold.objects.get(member=pk, kind="TRAINING").since
    assert ends > CONFIRMED
    training.plan(training.course())
    training.enrol("马兰")
    training.begin()
    training.results(马兰=70)
    training.complete()
    training.confirm()
    waiting = Hold.objects.waiting().filter(member=pk)
    assert dict(waiting.values_list("kind", "since")) == {"BADGE": ends, "CERTIFICATE": ends}
    assert reports.fitness_of(pk, ends - DAY).fit
    training.issue("马兰")
    waiting = Hold.objects.waiting().filter(member=pk)
    assert dict(waiting.values_list("kind", "since")) == {"BADGE": ends, "CERTIFICATE": LAST + DAY}


def test_a_returning_member_is_trained_and_certified_anew(training):
    training.until_certified("赵一")
    training.leave("赵一", ISSUED + DAY)
    commands.revoke_certificate(
        actor=CLOCK,
        certificate_id=training.certificate("赵一").pk,
        why=RevokedWhy.EXIT,
        at=training.at(ISSUED + DAY, 13),
    )
    assert kinds(training, "赵一", LAST + DAY) == ("BADGE",)
    back = D(2027, 2, 1)
    training.newcomer("赵一", back, number=0)
    assert kinds(training, "赵一", back) == ("BADGE", "TRAINING")
    refused("training.programme-not-passed", training.issue, "赵一", day=back)
    training.plan(training.course(), D(2027, 2, 8))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=70)
    training.complete()
    training.confirm()
    (row,) = training.issue("赵一", day=D(2027, 2, 10))
    assert row.on_duty_since == D(2027, 2, 10)
    assert kinds(training, "赵一", D(2027, 2, 10)) == ("BADGE",)
