"""Who comes in by a contract: from a legacy team, as a volunteer, back again; and that none of them walks early."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from duty import commands as duty
from duty.rules import Mode, PatrolDraft, PatrolLogDraft, WalkerDraft
from patrol_ops.core import clock, outbox
from patrol_ops.core.refusals import Refused
from recruitment.models import Applicant, Contract
from teams import commands as teams
from teams.models import Acknowledgement, DutyStatement, Hold, Member, Membership, NumberBadge, Team
from teams.rules import EmploymentClass, Form, HoldKind, LeavingKind, MemberDraft, TeamDraft, Tier
from tests.cast import BUILDER, FOUNDED, identity
from tests.recruitment.saying import DAY, nothing_written, refused, said
from tests.recruitment.story import CLOSED, Story
from tests.recruitment.test_commands_contracts import lift, signing

AT = clock.at(CLOSED, 15)
VOLUNTEER = EmploymentClass.VOLUNTEER


def hired(story, member, name="赵一"):
    """The same steps for somebody who serves already: applied, marked, vetted, noticed, offered."""
    story.until_open()
    story.name_assessors()
    story.apply(name, name=member.name, identity=member.identity or identity(77, "19900101"))
    story.close_applying()
    story.screen(name)
    story.score(name, 20, 20)
    story.select()
    story.vet(name)
    story.prepare()
    story.publish()
    story.close_notice()
    story.offer(name)
    return story


@pytest.mark.req("REC-12", "X50")
@pytest.mark.parametrize(("name", "team"), [("舒文", "academy"), ("何平", "harbour")])
def test_a_legacy_member_is_regularised_and_keeps_badge_and_holds(story, district, name, team):
    member = Member.objects.get(pk=district.members[name])
    gus = story.who("gus", FOUNDED)
    teams.allocate_badge(actor=gus, team_id=district.teams[team], member_id=member.pk, at=clock.at(FOUNDED, 9))
    holds = list(Hold.objects.filter(member=member).order_by("pk").values())
    hired(story, member)
    assert story.applicant("赵一").transfer is True
    contract = signing(story)()

    assert contract.member_id == member.pk
    before = Membership.objects.get(member=member, until__isnull=False)
    after = Membership.objects.open().get(member=member)
    why = "CLASS_CHANGED" if team == "academy" else "TRANSFERRED"
    assert (before.legacy, before.until, before.left_why) == (True, CLOSED, why)
    assert (after.legacy, after.team_id, after.since) == (False, district.teams["academy"], CLOSED)
    assert NumberBadge.objects.get(member=member).allocated_on == FOUNDED
    assert list(Hold.objects.filter(member=member).order_by("pk").values()) == holds
    assert said("recruitment.contract_signed", AT)[0].facts["transfer"] is True
    assert not said("teams.member_enrolled", AT)
    # Until the transition ends they walk as before, from then on only if trained and badged.
    assert Member.objects.filter(pk=member.pk).fit_for_duty(CLOSED).exists()
    assert not Member.objects.filter(pk=member.pk).fit_for_duty(FOUNDED + 181 * DAY).exists()


@pytest.mark.req("CON-08", "CON-10")
def test_duties_that_were_signed_before_are_not_signed_twice(story, district):
    member = Member.objects.get(pk=district.members["舒文"])
    hired(story, member)
    statement = DutyStatement.objects.get()
    earlier = CLOSED - DAY
    Acknowledgement.objects.create(statement=statement, member=member, acknowledged_on=earlier, recorded_at=AT)
    assert signing(story)().statement == statement
    assert Acknowledgement.objects.get(member=member).acknowledged_on == earlier


@pytest.mark.req("REC-12", "X50")
def test_whoever_is_trained_and_badged_already_is_onboarded_by_the_contract(story, district):
    member = Member.objects.get(pk=district.members["舒文"])
    for kind in (HoldKind.TRAINING, HoldKind.BADGE):
        lift(member.pk, kind, clock.at(FOUNDED, 9))
    hired(story, member)
    signing(story)()
    assert story.applicant("赵一").stage == "CONTRACTED"
    outbox.deliver()
    assert story.applicant("赵一").stage == "ONBOARDED"


@pytest.mark.req("REC-12")
def test_a_volunteer_wins_a_full_time_post(story, district):
    """A volunteer's number was not kept: the application brings it."""
    at = clock.at(FOUNDED, 9)
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001002"]
    hamlet = teams.plan_team(actor=story.who("gus", FOUNDED), place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    person = MemberDraft(name="甘愿", phone="", identity=identity(77, "19900101"), employment_class=VOLUNTEER)
    member = teams.enrol_member(actor=BUILDER, team_id=hamlet.pk, draft=person, at=at)
    hired(story, member)
    assert story.applicant("赵一").transfer is True
    contract = signing(story)()
    row = Membership.objects.open().get(member=member)
    assert (contract.member_id, row.team_id, row.employment_class) == (
        member.pk,
        district.teams["academy"],
        "FULL_TIME",
    )
    assert Member.objects.get(pk=member.pk).identity == identity(77, "19900101")
    assert NumberBadge.objects.current().filter(member=member).exists()


@pytest.mark.req("REC-12")
def test_a_former_member_comes_back_as_the_same_person(story, district):
    member = Member.objects.get(pk=district.members["舒文"])
    teams.end_membership(
        actor=story.who("piet", FOUNDED + DAY), team_id=district.teams["academy"], member_id=member.pk,
        why=LeavingKind.RESIGNED, until=FOUNDED + DAY, at=clock.at(FOUNDED + DAY, 9),
    )  # fmt: skip
    hired(story, member)
    assert story.applicant("赵一").transfer is False
    contract = signing(story)()
    assert (contract.member_id, Membership.objects.filter(member=member).count()) == (member.pk, 2)
    assert not Member.objects.filter(pk=member.pk).fit_for_duty(CLOSED).exists()


@pytest.mark.req("REC-12", "X50")
def test_whoever_came_under_a_contract_meanwhile_is_refused(story, district):
    member = Member.objects.get(pk=district.members["舒文"])
    hired(story, member)
    Membership.objects.filter(member=member).update(legacy=False)
    with nothing_written():
        refused("teams.regular-already", signing(story))


@pytest.mark.req("REC-13", "REC-12")
def test_from_another_team_one_comes_only_where_there_is_room(story, district):
    member = Member.objects.get(pk=district.members["何平"])
    hired(story, member)
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=4)
    with nothing_written():
        refused("recruitment.over-strength", signing(story))


# --- no duty before the four conditions -----------------------------------------------------------------------------


@pytest.mark.req("REC-15", "CON-01")
def test_a_trainee_stands_in_no_patrol_log(district):
    """By the one door that exists today; with training and badge the same log goes in."""
    Team.objects.filter(pk=district.teams["harbour"]).update(authorised=8)
    story = Story(district, team="harbour", assessors=("gus", "tess")).until_offered("赵一")
    contract = signing(story)()
    evening = clock.at(CLOSED, 21, 30)
    walkers = (WalkerDraft(contract.member_id), WalkerDraft(district.members["lena"]))
    patrol = PatrolDraft(dt.time(19), dt.time(21), district.areas["harbour"], Mode.FOOT, walkers)

    def file():
        return duty.submit_patrol_log(
            actor=district.actor("lena", CLOSED), team_id=district.teams["harbour"],
            draft=PatrolLogDraft(day=CLOSED, patrols=(patrol,)), at=evening,
        )  # fmt: skip

    with pytest.raises(Refused) as no:
        file()
    assert no.value.code.startswith("duty.walker")
    teams.hand_over_badge(
        actor=district.actor("lena", CLOSED), team_id=contract.team_id, member_id=contract.member_id, at=AT
    )
    outbox.deliver()
    assert story.applicant("赵一").stage == "CONTRACTED"
    with pytest.raises(Refused):
        file()
    lift(contract.member_id, HoldKind.TRAINING, AT)
    assert file().pk


@pytest.mark.req("REC-06")
def test_sign_contract_looks_for_the_closed_notice_itself(story):
    """Were the gate in the database gone, the command would still not sign."""
    story.until_offered("赵一", "钱二")
    gate = import_module("recruitment.migrations.0002_the_gate")
    with connection.cursor() as cursor:
        gate.fall(None, SimpleNamespace(connection=connection, execute=cursor.execute))
        cursor.execute("UPDATE recruitment_publicnotice SET stage = 'PUBLISHED'")
    with nothing_written():
        refused("recruitment.unheld", signing(story))
    assert (Applicant.objects.filter(stage="OFFERED").count(), Contract.objects.count()) == (2, 0)
