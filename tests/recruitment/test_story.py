"""The whole of it through the commands: from the standard to a trainee who cannot be put on duty."""

import datetime as dt

import pytest

from recruitment.models import Contract
from recruitment.rules import Decision
from teams.models import Hold, Member, NumberBadge
from tests.recruitment.story import CLOSED

DAY = dt.timedelta(days=1)


@pytest.mark.req("REC-06", "REC-15", "CON-01")
def test_from_the_standard_to_a_trainee(story):
    story.until_noticed("赵一", "钱二", "孙三")
    objection = story.object("钱二")
    story.close_notice()
    assert story.applicant("赵一").stage == "CLEARED"
    assert story.applicant("钱二").stage == "HELD"
    story.decide(objection, Decision.NOT_UPHELD)
    assert story.applicant("钱二").stage == "CLEARED"
    story.offer("赵一")
    contract = story.sign("赵一")

    member = Member.objects.get(pk=contract.member_id)
    assert member.name == "赵一"
    assert set(Hold.objects.filter(member=member).values_list("kind", flat=True)) == {"TRAINING", "BADGE"}
    assert NumberBadge.objects.current().filter(member=member).exists()
    assert not Member.objects.serving_in(contract.team_id, CLOSED).fit_for_duty(CLOSED).filter(pk=member.pk).exists()
    assert Contract.objects.count() == 1
    assert story.applicant("赵一").stage == "CONTRACTED"
