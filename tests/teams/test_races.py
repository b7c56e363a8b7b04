"""Where two people can meet: threads, real transactions, one of them told in words."""

import datetime as dt

import pytest

from patrol_ops.core import jobs
from patrol_ops.core.models import Job, JournalEntry
from patrol_ops.core.refusals import Refused
from teams import commands
from teams.models import Appointment, Member, Membership, NumberBadge, Team
from teams.rules import (
    AppointmentDraft,
    EmploymentClass,
    Form,
    LeaveDraft,
    LeaveKind,
    MemberDraft,
    MoveDraft,
    Role,
    TeamDraft,
    Tier,
)
from tests.cast import BUILDER, identity
from tests.teams.rosters import listed

pytestmark = pytest.mark.django_db(transaction=True)


def split(results):
    refusals = [result.code for result in results if isinstance(result, Refused)]
    done = [result for result in results if not isinstance(result, Exception)]
    assert len(refusals) + len(done) == len(results), results
    return done, refusals


@pytest.mark.req("EQP-01")
def test_badges_of_one_series_get_different_numbers(at_once, gus_actor, harbour, academy, district, at):
    people = [(harbour, name) for name in ("李娜", "马兰", "何平")]
    people += [(academy, name) for name in ("舒文", "舒武", "舒礼")]

    def allocate(team, name):
        return lambda: commands.allocate_badge(
            actor=gus_actor, team_id=team.pk, member_id=district.members[name], at=at
        )

    done, refusals = split(at_once(*(allocate(team, name) for team, name in people)))
    assert refusals == []
    assert sorted(badge.number for badge in done) == [f"990102001{n:05d}" for n in range(1, 7)]


@pytest.mark.req("EQP-01")
def test_one_member_gets_one_badge(at_once, gus_actor, harbour, mara_member, at):
    def allocate():
        return commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)

    done, refusals = split(at_once(allocate, allocate, allocate))
    assert (len(done), set(refusals)) == (1, {"teams.badge-held-already"})
    assert NumberBadge.objects.count() == 1


def test_a_team_gets_one_leader(at_once, gus_actor, tess_actor, academy, district, at):
    def propose(actor, name):
        return lambda: commands.propose_leader(
            actor=actor,
            team_id=academy.pk,
            member_id=district.members[name],
            draft=AppointmentDraft(role=Role.LEADER, since=at.date()),
            at=at,
        )

    done, refusals = split(at_once(propose(gus_actor, "舒文"), propose(tess_actor, "舒武")))
    assert (len(done), refusals) == (1, ["teams.leader-there-already"])
    assert Appointment.objects.filter(team=academy, role=Role.LEADER).count() == 1


def test_the_same_person_is_enrolled_once(at_once, harbour, academy, at):
    draft = MemberDraft(name="新来", phone="", identity=identity(501), employment_class=EmploymentClass.FULL_TIME)

    def enrol(team):
        return lambda: commands.enrol_member(actor=BUILDER, team_id=team.pk, draft=draft, at=at)

    done, refusals = split(at_once(enrol(harbour), enrol(academy), enrol(harbour)))
    assert (len(done), set(refusals)) == (1, {"teams.member-known"})
    assert Member.objects.filter(name="新来").count() == 1


def test_who_has_left_is_taken_back_once(at_once, kai_actor, harbour, academy, mara_member, at):
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=mara_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    draft = MemberDraft(name="马兰", phone="", identity=identity(32), employment_class=EmploymentClass.FULL_TIME)

    def enrol(team):
        return lambda: commands.enrol_member(actor=BUILDER, team_id=team.pk, draft=draft, at=at)

    done, refusals = split(at_once(enrol(harbour), enrol(academy), enrol(harbour)))
    assert (len(done), set(refusals)) == (1, {"teams.member-known"})
    assert Membership.objects.open().filter(member=mara_member).count() == 1


def test_somebody_is_regularised_once(at_once, harbour, academy, mara_member, at):
    """Three contracts at once, for two teams: one membership begins."""

    def regularise(team):
        return lambda: commands.regularise_member(
            actor=BUILDER, member_id=mara_member.pk, team_id=team.pk, employment_class=EmploymentClass.FULL_TIME,
            identity=identity(32), at=at,
        )  # fmt: skip

    done, refusals = split(at_once(regularise(harbour), regularise(academy), regularise(harbour)))
    assert len(done) == 1
    assert set(refusals) <= {"teams.regular-already", "teams.member-not-serving"}
    assert Membership.objects.open().filter(member=mara_member).count() == 1


def test_a_team_is_planned_once(at_once, gus_actor, tess_actor, harbour_place, at):
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")

    def plan(actor):
        return lambda: commands.plan_team(
            actor=actor, place_id=harbour_place.pk, tier=Tier.DETACHMENT, draft=draft, at=at
        )

    done, refusals = split(at_once(plan(gus_actor), plan(tess_actor)))
    assert (len(done), refusals) == (1, ["teams.team-known"])


def test_a_user_name_is_given_once(at_once, ada_actor, district, at):
    def appoint(role):
        draft = AppointmentDraft(role=role, since=at.date())
        return lambda: commands.appoint_staff(
            actor=ada_actor, draft=draft, place_id=district.places["990102"], username="neu", name="新玲", at=at
        )

    done, refusals = split(at_once(appoint(Role.TRAINER), appoint(Role.FINANCE)))
    assert (len(done), refusals) == (1, ["core.username-taken"])


def test_a_team_is_suspended_once(at_once, gwen_actor, harbour, at):
    def suspend():
        return commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="人员不足", at=at)

    done, refusals = split(at_once(suspend, suspend))
    assert (len(done), refusals) == (1, ["core.wrong-stage"])
    assert not Team.objects.active_on(at.date()).filter(pk=harbour.pk).exists()
    assert Team.objects.active_on(at.date() - dt.timedelta(days=1)).filter(pk=harbour.pk).exists()


def test_two_slips_opened_at_once_leave_one_that_works(at_once, tess_actor, gus_actor, lena, at):
    post = Appointment.objects.of(lena.pk).get()

    def open_login(actor):
        return lambda: commands.open_login(actor=actor, appointment_id=post.pk, at=at)

    done, _ = split(at_once(open_login(tess_actor), open_login(gus_actor)))
    assert len(done) == 2
    assert lena.slips.filter(used_at__isnull=True, cancelled_at__isnull=True).count() == 1


def test_somebody_is_transferred_once(at_once, petra_actor, piet_actor, harbour, academy, squadron, mara_member, at):
    draft = MoveDraft(employment_class=EmploymentClass.FULL_TIME, on=at.date())

    def transfer(actor, to_team):
        return lambda: commands.transfer_member(
            actor=actor, team_id=harbour.pk, member_id=mara_member.pk, to_team_id=to_team.pk, draft=draft, at=at
        )

    done, refusals = split(at_once(transfer(petra_actor, academy), transfer(piet_actor, squadron)))
    assert (len(done), refusals) == (1, ["teams.member-not-serving"])
    assert Membership.objects.open().filter(member=mara_member).count() == 1


def test_two_who_cross_do_not_wait_for_each_other(at_once, piet_actor, harbour, academy, district, at):
    draft = MoveDraft(employment_class=EmploymentClass.FULL_TIME, on=at.date())

    def transfer(name, team, to_team):
        member_id = district.members[name]
        return lambda: commands.transfer_member(
            actor=piet_actor, team_id=team.pk, member_id=member_id, to_team_id=to_team.pk, draft=draft, at=at
        )

    done, refusals = split(at_once(transfer("马兰", harbour, academy), transfer("舒文", academy, harbour)))
    assert (len(done), refusals) == (2, [])


@pytest.mark.req("ORG-23")
def test_two_second_posts_at_once_are_both_counted(
    at_once, piet_actor, petra_actor, harbour, academy, squadron, mara_member, at
):
    draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=at.date())

    def add(actor, to_team):
        return lambda: commands.add_second_post(
            actor=actor, team_id=harbour.pk, member_id=mara_member.pk, to_team_id=to_team.pk, draft=draft, seen=True,
            at=at,
        )  # fmt: skip

    done, refusals = split(at_once(add(piet_actor, academy), add(petra_actor, squadron)))
    assert (len(done), refusals) == (2, [])
    told = JournalEntry.objects.filter(act="teams.second_post_added").order_by("pk")
    assert [entry.facts["teams_at_once"] for entry in told] == [2, 3]


def test_one_leave_is_granted(at_once, lena_actor, kai_actor, harbour, mara_member, at):
    draft = LeaveDraft(kind=LeaveKind.PERSONAL, since=at.date(), until=at.date() + dt.timedelta(days=2))

    def grant(actor):
        return lambda: commands.grant_leave(
            actor=actor, team_id=harbour.pk, member_id=mara_member.pk, draft=draft, at=at
        )

    done, refusals = split(at_once(grant(lena_actor), grant(kai_actor)))
    assert (len(done), refusals) == (1, ["teams.leave-overlaps"])


@pytest.mark.req("REC-12")
def test_people_on_two_lists_that_come_in_at_once_come_in_once(at_once, gus_actor, academy, district, at):
    people = [("", "书院社区", academy.name, f"周{mark}", identity(700 + n), "", "专职", "队员", "")
              for n, mark in enumerate("甲乙丙丁戊")]  # fmt: skip
    for digest, rows in (("1", people), ("2", people[::-1])):
        roster = commands.upload_roster(
            actor=gus_actor,
            place_id=district.places["990102"],
            title="名单",
            digest=digest,
            sheets=listed(*rows),
            at=at,
        )
        commands.confirm_roster(actor=gus_actor, roster_id=roster.pk, at=at)

    assert at_once(jobs.work, jobs.work) == [True, True]
    while jobs.work():
        pass

    assert set(Job.objects.values_list("stage", flat=True)) == {"done"}
    assert Member.objects.filter(name__startswith="周").count() == 5
    assert Membership.objects.filter(member__name__startswith="周").count() == 5
    added = [job.result["added"] for job in Job.objects.all()]
    assert sorted(added) == [0, 5]


def test_a_list_is_confirmed_once(at_once, gus_actor, tess_actor, academy, district, at):
    person = ("", "书院社区", academy.name, "周甲", identity(700), "", "专职", "队员", "")
    roster = commands.upload_roster(
        actor=tess_actor, place_id=district.places["990102001"], title="名单", digest="1", sheets=listed(person), at=at
    )

    def confirm(actor):
        return lambda: commands.confirm_roster(actor=actor, roster_id=roster.pk, at=at)

    done, refusals = split(at_once(confirm(gus_actor), confirm(tess_actor), confirm(gus_actor)))
    assert (len(done), set(refusals)) == (1, {"core.wrong-stage"})
    assert Job.objects.count() == 1
