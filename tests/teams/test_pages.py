"""Every page as who may see it, as who may not, and with what nobody should have typed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from teams import commands
from teams.models import Appointment, Member, Team
from teams.rules import EmploymentClass, MemberDraft
from tests.cast import BUILDER, identity

READS = 12  # with session, user, posts and the menu's two counts
OPENING = 16  # a file opened in full is an act: it is recorded for the member


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    """``visit("gus", "teams:list-teams", "?q=x")``: the answer, within the statements a read may take."""

    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(OPENING if name == "teams:show-member" else READS):
            return client.get(reverse(name, args=args) + query)

    return act


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def newcomers(team_id, count, first=600):
    for n in range(first, first + count):
        draft = MemberDraft(name="周新", phone="", identity=identity(n), employment_class=EmploymentClass.FULL_TIME)
        now = dt.datetime(2026, 11, 17, 9, tzinfo=dt.UTC)
        commands.enrol_member(actor=BUILDER, team_id=team_id, draft=draft, at=now)


# --- the list of teams ----------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    ("who", "count"),
    [
        ("gwen", 6), ("gus", 6), ("liz", 6), ("petra", 6), ("tess", 3), ("piet", 3), ("kai", 1), ("vera", 1),
        ("lena", 1), ("otto", 1),
    ],
)  # fmt: skip
def test_list_teams_shows_the_territory_of_the_post(visit, who, count):
    answer = visit(who, "teams:list-teams")
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == count


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["nora", "ada", "aud", "tom"])
def test_list_teams_is_empty_without_a_post_that_reaches_any(visit, who):
    answer = visit(who, "teams:list-teams")
    assert answer.status_code == 200
    assert answer.context["lines"] == []
    assert "社会治安巡防" not in text(answer)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=港口", 1),
        ("?q=jcjd", 3),
        ("?q=liulin", 1),
        ("?tier=SQUADRON", 2),
        ("?stage=SUSPENDED", 0),
        ("?kind=VOLUNTARY_PATROL", 0),
        ("?place=990102002", 2),
        ("?place=990102001001", 1),
        ("?place=nonsense", 0),
        ("?flag=no-leader", 4),
        ("?flag=under-strength", 6),
        ("?tier=<script>", 0),
        ("?page=99999999999999999999", 6),
        ("?q=" + "x" * 5000, 0),
        ("?q=%00", 0),
    ],
)
def test_list_teams_filters(visit, query, count):
    answer = visit("gus", "teams:list-teams", query=query)
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == count


def test_list_teams_answers_htmx_with_its_part(request, gus, signed_in):
    part = signed_in(gus).get(reverse("teams:list-teams"), headers={"HX-Request": "true", "HX-Target": "team-list"})
    whole = signed_in(gus).get(reverse("teams:list-teams"))
    assert part.content.strip().startswith(b'<div id="team-list">')
    assert part.content.strip() in whole.content
    assert "HX-Target" in part["Vary"]


def test_list_teams_does_not_ask_more_for_more_teams(visit, district, gus_actor, at):
    first = visit("gus", "teams:list-teams")
    newcomers(district.teams["harbour"], 5)
    assert visit("gus", "teams:list-teams").status_code == first.status_code


# --- the team page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["gwen", "gus", "tess", "petra", "piet", "kai", "vera", "lena", "mara"])
def test_show_team_to_whom_it_belongs(visit, who, harbour):
    answer = visit(who, "teams:show-team", harbour.pk)
    assert answer.status_code == 200
    assert harbour.name in text(answer)
    assert "实有 5 / 编制 6" in text(answer)
    assert "缺 1 人" in text(answer)


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["otto", "theo", "pia", "olga", "nora", "ada", "aud"])
def test_show_team_out_of_reach_is_not_found(visit, who, harbour):
    assert visit(who, "teams:show-team", harbour.pk).status_code == 404


@pytest.mark.parametrize(
    ("who", "masked"), [("lena", False), ("kai", False), ("gus", True), ("tess", True), ("vera", True)]
)
def test_show_team_masks_the_names_of_members_for_the_office(visit, who, masked, harbour):
    shown = text(visit(who, "teams:show-team", harbour.pk))
    assert ("何平" in shown) is not masked
    assert ("何*" in shown) is masked
    assert "李娜" in shown  # who leads is told to everybody who sees the team


def test_show_team_masks_the_others_for_a_plain_member(visit, harbour):
    crew = visit("mara", "teams:show-team", harbour.pk).context["crew"]
    assert sorted(person.name for person in crew) == ["何*", "何*", "何*", "李*", "马兰"]


@pytest.mark.req("ORG-47")
def test_show_team_flags_what_is_not_filled(visit, harbour, academy):
    led = visit("gus", "teams:show-team", harbour.pk)
    assert led.context["in_charge"].leading == ["李娜"]
    assert led.context["in_charge"].managing == ["凯文"]
    assert "没有副队长" in text(led)
    bare = text(visit("gus", "teams:show-team", academy.pk))
    assert "没有队长" in bare
    assert "没有负责管理的公安人员" in bare


@pytest.mark.req("ORG-07", "ORG-12")
def test_show_team_shows_its_bodies_areas_and_history(visit, harbour):
    shown = text(visit("gus", "teams:show-team", harbour.pk))
    for words in (
        "管理(指导)公安单位",
        "锦川派出所",
        "组建单位",
        "锦川街道综治中心",
        "李家片区",
        "批准成立",
        "编制定为 6 人",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("who", "stage", "moves"),
    [
        ("tess", "PLANNED", ["submit"]),
        ("tess", "RETURNED", ["submit"]),
        ("gwen", "SUBMITTED", ["activate", "return"]),
        ("gwen", "ACTIVE", ["suspend"]),
        ("gwen", "SUSPENDED", ["resume"]),
        ("gus", "SUBMITTED", []),
        ("lena", "ACTIVE", []),
    ],
)
def test_show_team_offers_only_open_and_granted_moves(visit, who, stage, moves, harbour):
    Team.objects.filter(pk=harbour.pk).update(stage=stage)
    offered = visit(who, "teams:show-team", harbour.pk).context["moves"]
    assert sorted(item["move"] for item in offered) == moves


def test_show_team_takes_no_more_statements_for_more_people(
    signed_in, gus, kai, harbour, django_assert_max_num_queries
):
    newcomers(harbour.pk, 12)
    for user in (gus, kai):
        client = signed_in(user)
        with django_assert_max_num_queries(READS):
            assert len(client.get(reverse("teams:show-team", args=[harbour.pk])).context["crew"]) == 17


# --- members --------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    ("who", "count", "masked"),
    [
        ("gus", 25, True), ("tess", 13, True), ("petra", 25, False), ("piet", 13, False), ("kai", 5, False),
        ("lena", 5, False), ("mara", 1, False), ("otto", 4, False), ("nora", 0, False), ("aud", 0, False),
    ],
)  # fmt: skip
def test_list_members_within_reach_masked_for_the_office(visit, who, count, masked):
    lines = visit(who, "teams:list-members").context["lines"]
    assert len(lines) == count
    assert all(("*" in line.name) is masked for line in lines)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?q=ln", 1), ("?q=lina", 1), ("?q=李娜", 1), ("?q=何", 3), ("?q=zz", 0), ("?q=00001", 1),
        ("?standing=ACTIVE", 5), ("?standing=TRAINEE", 0), ("?standing=ON_LEAVE", 0), ("?standing=SUSPENDED", 0),
        ("?employment_class=FULL_TIME", 5), ("?employment_class=VOLUNTEER", 0),
        ("?place=990102001", 5), ("?place=990102002", 0), ("?team=99999999999999999999999", 0),
    ],
)  # fmt: skip
def test_list_members_by_sound_badge_and_standing(visit, query, count, gus_actor, harbour, mara_member, at):
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, at=at)
    assert len(visit("kai", "teams:list-members", query=query).context["lines"]) == count


def test_list_members_takes_no_more_statements_for_more_people(visit, harbour):
    newcomers(harbour.pk, 30)
    assert len(visit("kai", "teams:list-members").context["lines"]) == 35


@pytest.mark.parametrize("who", ["kai", "piet", "petra", "lena", "mara"])
def test_show_member_in_full(visit, who, mara_member):
    shown = text(visit(who, "teams:show-member", mara_member.pk))
    assert "马兰" in shown
    assert "19900000302" in shown
    assert identity(32) not in shown


@pytest.mark.parametrize("who", ["gus", "gwen", "liz", "tess"])
def test_show_member_masked_for_the_office(visit, who, mara_member):
    shown = text(visit(who, "teams:show-member", mara_member.pk))
    assert "马*" in shown
    assert "199****0302" in shown
    assert "马兰" not in shown
    assert "1985" not in shown


@pytest.mark.parametrize("who", ["otto", "theo", "pia", "vera", "nora", "ada", "aud", "tom", "ivo"])
def test_show_member_out_of_reach_is_not_found(visit, who, mara_member):
    assert visit(who, "teams:show-member", mara_member.pk).status_code == 404


def test_show_member_says_what_lifts_each_hold(visit, harbour):
    newcomers(harbour.pk, 1)
    member = Member.objects.get(name="周新")
    shown = text(visit("kai", "teams:show-member", member.pk))
    assert "参加岗前培训并通过后解除" in shown
    assert "发放编号牌后解除" in shown
    assert "待上岗" in shown


# --- posts, areas, places -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "count"), [("ada", 19), ("gus", 19), ("tess", 6), ("lena", 2), ("mara", 1), ("nora", 0)]
)
def test_list_appointments_within_reach(visit, who, count):
    assert len(visit(who, "teams:list-appointments").context["lines"]) == count


def test_list_appointments_by_role_and_with_the_past(visit, ada_actor, tom, at):
    post = Appointment.objects.of(tom.pk).get()
    commands.end_appointment(actor=ada_actor, appointment_id=post.pk, until=at.date(), at=at)
    assert len(visit("ada", "teams:list-appointments", query="?role=trn").context["lines"]) == 0
    assert len(visit("ada", "teams:list-appointments", query="?role=trn&past=on").context["lines"]) == 1


def test_show_appointment(visit, kai):
    post = Appointment.objects.of(kai.pk).get()
    shown = visit("ada", "teams:show-appointment", post.pk)
    assert "社区民警" in text(shown)
    assert shown.context["login_form"] is not None
    assert visit("theo", "teams:show-appointment", post.pk).status_code == 404


@pytest.mark.parametrize(("who", "count"), [("petra", 3), ("piet", 2), ("lena", 1), ("otto", 1), ("nora", 0)])
def test_list_areas_within_reach(visit, who, count):
    assert len(visit(who, "teams:list-areas").context["page"].object_list) == count


@pytest.mark.req("ORG-25")
def test_list_areas_names_who_answers(visit):
    shown = text(visit("petra", "teams:list-areas", query="?place=990102001001"))
    assert "李家片区" in shown
    assert "锦川派出所" in shown
    assert "柳林" not in shown.split("包片干部")[-1]


@pytest.mark.parametrize(("who", "count"), [("ada", 6), ("tess", 3), ("kai", 1), ("nora", 0)])
def test_list_places_within_reach(visit, who, count):
    assert len(visit(who, "teams:list-places").context["page"].object_list) == count


def test_nobody_sees_a_page_without_signing_in(harbour, mara_member):
    for name, args in (("list-teams", []), ("show-team", [harbour.pk]), ("show-member", [mara_member.pk])):
        answer = Client().get(reverse(f"teams:{name}", args=args))
        assert answer.status_code == 302
        assert "/sign-in" in answer["Location"]
