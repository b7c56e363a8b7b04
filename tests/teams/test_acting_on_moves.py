"""Writing pages and API of moves and leave: each does it, says no in words, and finds nothing out of reach."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from teams import commands
from teams.models import Hold, Member, Membership, NumberBadge
from teams.rules import EmploymentClass, Form, MemberDraft, TeamDraft, Tier
from tests.cast import BUILDER, identity
from tests.teams.saying import said

READS = 12
OPENED = 17  # opening a file by name is an act of its own, and who serves twice is looked at
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def see(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(OPENED if name == "teams:show-member" else READS):
            return client.get(reverse(name, args=args))

    return act


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, path, body, expected=200):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(24):
            answer = client.post(f"/api/v1/teams/teams/{path}", body, content_type="application/json")
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


def test_transfer_member(send, see, harbour, academy, willow, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    form = see("piet", "teams:transfer-member", *args).context["form"]
    offered = {value for value, _ in form.fields["to_team"].choices}
    assert str(academy.pk) in offered
    assert str(willow.pk) not in offered
    assert "identity" not in form.fields
    assert form.initial["employment_class"] == "FULL_TIME"
    fields = {"to_team": academy.pk, "employment_class": "PART_TIME", "on": at.date().isoformat()}
    for who in ("lena", "pia", "gus", "nora"):
        assert send(who, "teams:transfer-member", *args, **fields).status_code == 404
    assert send("kai", "teams:transfer-member", *args, **fields).status_code == 422  # no choice of his
    answer = send("piet", "teams:transfer-member", *args, **{**fields, "on": "2026-11-19"})
    assert answer.status_code == 422
    assert "不能早于在本队服务的第一天" in answer.content.decode()
    assert send("piet", "teams:transfer-member", *args, **fields).status_code == 302
    assert Membership.objects.open().get(member=mara_member).team_id == academy.pk
    assert "调动" in see("piet", "teams:show-member", mara_member.pk).content.decode()


@pytest.mark.req("ORG-34")
def test_change_class(send, see, harbour, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    assert see("kai", "teams:change-class", *args).status_code == 200
    fields = {"employment_class": "PART_TIME", "on": at.date().isoformat()}
    assert send("lena", "teams:change-class", *args, **fields).status_code == 404
    answer = send("kai", "teams:change-class", *args, **{**fields, "employment_class": "VOLUNTEER"})
    assert "不设这一类队员" in answer.content.decode()
    assert send("kai", "teams:change-class", *args, **fields).status_code == 302
    answer = send("kai", "teams:change-class", *args, **fields)
    assert (answer.status_code, "身份没有变化" in answer.content.decode()) == (422, True)


def test_change_class_asks_the_number_of_whose_was_not_kept(see, gus_actor, district, at):
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
    place = district.places["990102001001"]
    team = commands.plan_team(actor=gus_actor, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
    person = MemberDraft(
        name="甘愿", phone="", identity=identity(700), employment_class=EmploymentClass.VOLUNTEER, legacy=True
    )
    member = commands.enrol_member(actor=BUILDER, team_id=team.pk, draft=person, at=at)
    assert "identity" in see("kai", "teams:change-class", team.pk, member.pk).context["form"].fields


@pytest.mark.req("ORG-23")
def test_add_second_post_warns_before_and_after(send, see, harbour, squadron, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    page = see("piet", "teams:add-second-post", *args)
    assert (page.context["after"], page.context["warned"]) == (2, True)
    assert "办理后在 2 支队伍" in page.content.decode()
    assert "兼任多队" not in see("piet", "teams:show-member", mara_member.pk).content.decode()
    fields = {"to_team": squadron.pk, "employment_class": "PART_TIME", "on": at.date().isoformat()}
    answer = send("piet", "teams:add-second-post", *args, **fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"seen"}
    assert send("lena", "teams:add-second-post", *args, **fields, seen="on").status_code == 404
    assert send("piet", "teams:add-second-post", *args, **fields, seen="on").status_code == 302
    page = see("piet", "teams:show-member", mara_member.pk)
    assert "同时在 2 支队伍服务" in page.content.decode()
    assert len(page.context["service"]) == 2


@pytest.mark.req("ORG-23")
def test_whoever_serves_in_several_teams_is_found(send, see, signed_in, petra, harbour, squadron, mara_member, at):
    url = reverse("teams:list-members") + "?flag=concurrent"
    assert signed_in(petra).get(url).context["lines"] == []
    fields = {"to_team": squadron.pk, "employment_class": "PART_TIME", "on": at.date().isoformat(), "seen": "on"}
    send("piet", "teams:add-second-post", harbour.pk, mara_member.pk, **fields)
    assert [line.member_id for line in signed_in(petra).get(url).context["lines"]] == [mara_member.pk]


def test_choose_main_membership(send, harbour, squadron, mara_member, at):
    fields = {"to_team": squadron.pk, "employment_class": "PART_TIME", "on": at.date().isoformat(), "seen": "on"}
    send("piet", "teams:add-second-post", harbour.pk, mara_member.pk, **fields)
    args = (squadron.pk, mara_member.pk)
    assert send("lena", "teams:choose-main-membership", *args).status_code == 404
    assert send("piet", "teams:choose-main-membership", *args).status_code == 302
    assert send("piet", "teams:choose-main-membership", *args).status_code == 422
    assert Membership.objects.open().get(member=mara_member, main=True).team_id == squadron.pk


def test_a_leave_is_granted_seen_and_shortened(send, see, harbour, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    fields = {"kind": "SICK", "since": (at.date() + DAY).isoformat(), "until": (at.date() + 9 * DAY).isoformat()}
    assert see("lena", "teams:grant-leave", *args).status_code == 200
    assert send("mara", "teams:grant-leave", *args, **fields).status_code == 404
    assert send("lena", "teams:grant-leave", *args, **{**fields, "until": "2026-11-01"}).status_code == 422
    assert send("lena", "teams:grant-leave", *args, **fields).status_code == 302
    assert send("lena", "teams:grant-leave", *args, **fields).status_code == 422
    hold = Hold.objects.get(kind="LEAVE")
    assert "病假" in see("kai", "teams:show-member", mara_member.pk).content.decode()
    office = see("gus", "teams:show-member", mara_member.pk).content.decode()
    assert "病假" not in office  # a kind of leave is the file's, and the office reads masked
    assert "请假" in office
    end = (*args, hold.pk)
    assert see("lena", "teams:end-leave", *end).status_code == 200
    assert see("otto", "teams:end-leave", *end).status_code == 404
    training = Hold.objects.get(member=mara_member, kind="TRAINING")
    assert see("lena", "teams:end-leave", *args, training.pk).status_code == 404
    assert send("lena", "teams:end-leave", *end, until="2026-12-31").status_code == 422
    assert send("lena", "teams:end-leave", *end, until=(at.date() + 3 * DAY).isoformat()).status_code == 302
    hold.refresh_from_db()
    assert hold.until == at.date() + 3 * DAY


def test_nobody_is_offered_leave_for_themselves(see, lena_member, mara_member):
    assert see("lena", "teams:show-member", mara_member.pk).context["may"]["grant_leave"] is True
    assert see("lena", "teams:show-member", lena_member.pk).context["may"]["grant_leave"] is False


def test_a_future_leave_is_no_end_of_the_transition(send, see, harbour, mara_member, at):
    fields = {"kind": "FAMILY", "since": (at.date() + DAY).isoformat(), "until": (at.date() + 2 * DAY).isoformat()}
    send("lena", "teams:grant-leave", harbour.pk, mara_member.pk, **fields)
    assert see("kai", "teams:show-member", mara_member.pk).context["line"].legacy_until == dt.date(2027, 2, 28)
    people = see("kai", "teams:show-team", harbour.pk).context["crew"]
    assert {person.transition_until for person in people} == {dt.date(2027, 2, 28)}


def test_end_membership_asks_what_became_of_the_badge(send, see, harbour, mara_member, at):
    args = (harbour.pk, mara_member.pk)
    assert "badge" not in see("kai", "teams:end-membership", *args).context["form"].fields
    send("gus", "teams:allocate-badge", *args)
    send("lena", "teams:hand-over-badge", *args)
    assert "badge" in see("kai", "teams:end-membership", *args).context["form"].fields
    fields = {"why": "RETIRED", "until": at.date().isoformat()}
    answer = send("kai", "teams:end-membership", *args, **fields)
    assert answer.status_code == 422
    assert "编号牌还没有交回" in answer.content.decode()
    assert send("kai", "teams:end-membership", *args, **fields, badge="UNUSED").status_code == 422
    assert send("kai", "teams:end-membership", *args, **{**fields, "why": "TRANSFERRED"}).status_code == 422
    assert send("kai", "teams:end-membership", *args, **fields, badge="LOST").status_code == 302
    assert NumberBadge.objects.get(member=mara_member).revoked_why == "LOST"


def test_the_file_folds_away_what_is_done_rarely(see, mara_member):
    def offered(who):
        return [
            act["text"] for _, acts in see(who, "teams:show-member", mara_member.pk).context["service"] for act in acts
        ]

    assert offered("kai") == ["调动", "变更身份", "兼任", "办理离队"]
    assert offered("lena") == offered("gus") == []


# --- the same by API ------------------------------------------------------------------------------------------------


def test_moves_by_api(tell, harbour, academy, squadron, mara_member, at):
    today = at.date().isoformat()
    path = f"{harbour.pk}/members/{mara_member.pk}/"
    body = {"employment_class": "PART_TIME", "on": today}
    tell("lena", path + "class/", body, 404)
    tell("kai", path + "class/", body)
    assert tell("kai", path + "class/", body, 422)["code"] == "teams.class-unchanged"
    assert tell("kai", path + "class/", {"on": "soon"}, 400)["code"] == "core.invalid"
    further = {**body, "to_team_id": squadron.pk}
    assert tell("piet", path + "second-post/", further, 422)["field"] == "seen"
    tell("piet", path + "second-post/", {**further, "seen": True})
    tell("kai", path + "transfer/", {**body, "to_team_id": academy.pk}, 404)
    tell("piet", path + "transfer/", {**body, "to_team_id": academy.pk})
    tell("piet", f"{squadron.pk}/members/{mara_member.pk}/main/", {})
    serving = dict(Membership.objects.open().filter(member=mara_member).values_list("team_id", "main"))
    assert serving == {academy.pk: False, squadron.pk: True}


def test_leave_by_api(tell, harbour, mara_member, at):
    path = f"{harbour.pk}/members/{mara_member.pk}/leaves/"
    body = {"kind": "STUDY", "since": "2026-11-20", "until": "2026-11-27"}
    tell("mara", path + "grant/", body, 404)
    tell("lena", path + "grant/", {**body, "kind": "FLU"}, 400)
    hold = tell("lena", path + "grant/", body)["id"]
    assert tell("lena", path + "grant/", body, 422)["code"] == "teams.leave-overlaps"
    tell("otto", f"{path}{hold}/end/", {"until": "2026-11-21"}, 404)
    tell("lena", f"{path}{hold}/end/", {"until": "2026-11-21"})
    assert Member.objects.filter(pk=mara_member.pk).fit_for_duty(dt.date(2026, 11, 21)).exists()
    assert len(said("teams.leave_ended", at)) == 1


def test_leaving_by_api_says_what_became_of_the_badge(tell, gus_actor, lena_actor, harbour, mara_member, at):
    ids = {"team_id": harbour.pk, "member_id": mara_member.pk, "at": at}
    commands.allocate_badge(actor=BUILDER, **ids)
    commands.hand_over_badge(actor=lena_actor, **ids)
    path, body = f"{harbour.pk}/members/{mara_member.pk}/leave/", {"why": "RESIGNED", "until": "2026-11-18"}
    assert tell("kai", path, body, 422)["field"] == "badge"
    tell("kai", path, {**body, "badge": "RETURNED"})
    assert not Membership.objects.open().filter(member=mara_member).exists()
