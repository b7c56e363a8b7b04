"""The same acts and answers by API: scoped, masked, once, and a no in one shape."""

from __future__ import annotations

import re
import uuid

import pytest
import time_machine

from teams import commands
from teams.models import Appointment, Member, PatrolArea, Team
from teams.rules import EmploymentClass, MemberDraft
from tests.cast import BUILDER, identity
from tests.teams.saying import said

READS, ACTS = 12, 24
OPENING = 14  # a file opened in full is an act: it is recorded for the member
BASE = "/api/v1/teams/"


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def ask(request, signed_in, django_assert_max_num_queries):
    def act(who, path, expected=200):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(OPENING if re.fullmatch(r"members/\d+/", path) else READS):
            answer = client.get(BASE + path)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, path, body=None, expected=200, key=""):
        client = signed_in(request.getfixturevalue(who))
        headers = {"Idempotency-Key": key} if key else {}
        with django_assert_max_num_queries(ACTS):
            answer = client.post(BASE + path, body or {}, content_type="application/json", headers=headers)
        assert answer.status_code == expected, answer.content.decode()
        if expected >= 400:
            assert answer["Content-Type"] == "application/problem+json"
        return answer.json()

    return act


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    ("who", "places", "teams", "areas", "members", "posts"),
    [
        ("gus", 6, 6, 3, 25, 19), ("tess", 3, 3, 2, 13, 6), ("kai", 1, 1, 1, 5, 4), ("lena", 1, 1, 1, 5, 2),
        ("mara", 1, 1, 1, 1, 1), ("ada", 6, 0, 0, 0, 19), ("aud", 6, 0, 0, 0, 0),
    ],
)  # fmt: skip
def test_reading_reaches_what_the_post_reaches(ask, who, places, teams, areas, members, posts):
    counts = [len(ask(who, path)["results"]) for path in ("places/", "teams/", "areas/", "members/", "appointments/")]
    assert counts == [places, teams, areas, members, posts]


@pytest.mark.parametrize("path", ["places/", "units/", "teams/", "areas/", "members/", "appointments/"])
def test_nobody_reads_anything(ask, client, path, nora):
    assert ask("nora", path, expected=403)["code"] == "core.no-post"
    assert client.get(BASE + path).status_code == 401


def test_teams_have_their_strength(ask, harbour):
    team = ask("gus", f"teams/{harbour.pk}/")
    assert (team["authorised"], team["actual"], team["has_leader"]) == (6, 5, True)
    assert team["path"] == "990102001001"
    assert len(ask("gus", "teams/?flag=no-leader")["results"]) == 4
    assert len(ask("gus", "teams/?place=990102002")["results"]) == 2
    assert ask("otto", f"teams/{harbour.pk}/", expected=404)["code"] == "core.not-found"


def test_members_are_masked_for_the_office_and_never_show_an_identity(ask, mara_member):
    for who, name, phone, year in (("gus", "马*", "199****0302", None), ("kai", "马兰", "19900000302", 1985)):
        file = ask(who, f"members/{mara_member.pk}/")
        assert (file["member"]["name"], file["phone"], file["birth_year"]) == (name, phone, year)
        assert identity(32) not in str(file)
    assert {line["name"][1:] for line in ask("gus", "members/?q=hp")["results"]} == {"*"}
    assert "phone" not in ask("kai", "members/")["results"][0]
    ask("otto", f"members/{mara_member.pk}/", expected=404)


@pytest.mark.parametrize("query", ["?place=x", "?q=%00", "?cursor=nonsense", "?tier=ARMY", "?page_size=-1", "?flag=x"])
def test_odd_questions_get_an_answer(signed_in, gus, query):
    assert signed_in(gus).get(BASE + "teams/" + query).status_code in {200, 400, 404}


# --- acting ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def planned(tell, district):
    body = {
        "place_id": district.places["990102001001"], "tier": "DETACHMENT", "form": "VOLUNTARY_PATROL",
        "authorised": 8, "hamlet": "上湾",
    }  # fmt: skip
    return lambda who="tess", expected=201, key="", **more: tell(who, "teams/plan/", {**body, **more}, expected, key)


def test_a_teams_life(tell, planned, district):
    team = planned()
    assert team["name"] == "锦川街道港口社区(上湾)社会治安巡防分队"
    path = f"teams/{team['id']}/"
    station = district.units["station"]
    assert tell("tess", path + "submit/", expected=422)["code"] == "teams.managing-unit-missing"
    tell("tess", path + "units/relate/", {"unit_id": station, "relation": "MANAGING"})
    assert tell("tess", path + "submit/")["stage"] == "SUBMITTED"
    assert tell("gwen", path + "return/", {"reason": "名称待核"})["stage"] == "RETURNED"
    tell("tess", path + "submit/")
    assert tell("gwen", path + "activate/")["stage"] == "ACTIVE"
    assert tell("gwen", path + "activate/", expected=409)["code"] == "core.wrong-stage"
    assert tell("gwen", path + "suspend/", {"reason": "人员不足"})["stage"] == "SUSPENDED"
    assert tell("gwen", path + "resume/")["stage"] == "ACTIVE"
    assert tell("gwen", path + "strength/", {"authorised": 9, "reason": "辖区扩大"})["authorised"] == 9


def test_planning_counts_once(planned, at):
    key = str(uuid.uuid4())
    first = planned(key=key)
    assert planned(key=key, expected=200) == first
    assert planned(key=key, authorised=9, expected=409)["code"] == "core.same-key-other-content"
    assert planned(expected=422)["code"] == "teams.team-known"
    assert len(said("teams.team_planned", at)) == 1
    assert planned(key="no-uuid", expected=422)["code"] == "core.malformed"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"tier": "ARMY"}, 400), ({"authorised": "many"}, 400), ({"place_id": "x"}, 400), ({"place_id": 10**30}, 400),
        ({"hamlet": "长" * 10_000}, 400), ({"hamlet": "\x00"}, 400), ({"hamlet": "<b>"}, 422),
        ({"tier": "SQUADRON"}, 422), ({"place_id": 999_999}, 404),
    ],
)  # fmt: skip
def test_planning_with_nonsense_changes_nothing(planned, at, more, status):
    before = Team.objects.count()
    planned(expected=status, **more)
    assert Team.objects.count() == before
    assert not said("teams.team_planned", at)


@pytest.mark.parametrize("step", ["submit", "activate", "return", "suspend", "resume", "strength", "units/relate"])
@pytest.mark.parametrize("who", ["theo", "kai", "lena"])
def test_acting_out_of_reach_is_not_found(tell, harbour, step, who):
    body = {"reason": "人员不足", "authorised": 9, "unit_id": 1, "relation": "FUNDING"}
    assert tell(who, f"teams/{harbour.pk}/{step}/", body, expected=404)["code"] == "core.not-found"


def test_a_members_life(tell, harbour, at):
    path = f"teams/{harbour.pk}/members/"
    draft = MemberDraft(name="新来", phone="", identity=identity(501), employment_class=EmploymentClass.FULL_TIME)
    member_id = commands.enrol_member(actor=BUILDER, team_id=harbour.pk, draft=draft, at=at).pk
    assert tell("gus", f"{path}{member_id}/badge/allocate/")["number"] == "99010200100001"
    assert tell("lena", f"{path}{member_id}/badge/hand-over/")["handed_over_on"] == "2026-11-18"
    assert tell("gus", f"{path}{member_id}/badge/revoke/", {"why": "LOST"})["revoked_on"] == "2026-11-18"
    tell("kai", f"{path}{member_id}/leave/", {"why": "RESIGNED", "until": "2026-11-18"})
    assert not Member.objects.serving_in(harbour, at.date()).filter(pk=member_id).exists()


def test_a_post_from_proposal_to_login(tell, academy, district, at, ada_actor):
    body = {"member_id": district.members["舒文"], "role": "ldr", "since": "2026-11-18"}
    post = tell("tess", f"teams/{academy.pk}/leaders/propose/", body, 201)["id"]
    tell("kai", f"appointments/{post}/approve/", expected=404)
    tell("kai", f"appointments/{post}/decline/", expected=404)
    place, kai = district.places["990102001002"], district.users["kai"]
    appointed = {"role": "cpo", "since": "2026-11-18", "place_id": place, "user_id": kai}
    tell("gus", "appointments/appoint/", appointed, 404)
    tell("ada", "appointments/appoint/", appointed, 201)
    tell("kai", f"appointments/{post}/approve/")
    key = str(uuid.uuid4())
    slip = tell("tess", f"appointments/{post}/login/", expected=201, key=key)
    assert len(slip["code"]) == 11
    assert tell("tess", f"appointments/{post}/login/", expected=200, key=key)["code"] == ""
    assert tell("gus", f"appointments/{post}/end/", {"until": "2026-11-18"})["id"] == post
    assert Appointment.objects.get(pk=post).until == at.date()


def test_bodies_and_areas(tell, district, squadron):
    place = district.places["990102001001"]
    unit = tell("gus", "units/found/", {"place_id": place, "kind": "POLICE_ROOM", "name": "港口警务室"}, 201)["id"]
    body = {
        "place_id": place, "name": "码头", "kind": "AREA", "form": "AREA",
        "responsible_team_id": district.teams["harbour"], "responsible_unit_id": unit,
    }  # fmt: skip
    area = tell("piet", "areas/draw/", body, 201)["id"]
    tell("pia", "areas/draw/", body, 404)
    tell("piet", f"areas/{area}/designate/", {"team_id": squadron.pk})
    assert tell("piet", f"areas/{area}/designate/", {"team_id": squadron.pk}, 422)["field"] == "team"
    assert PatrolArea.objects.get(pk=area).responsible_unit_id == unit


def test_another_site_cannot_act(signed_in, gwen, harbour):
    client = signed_in(gwen)
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"{BASE}teams/{harbour.pk}/suspend/", {"reason": "人员不足"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "core.csrf")


def test_a_body_that_is_no_json_is_told_so(signed_in, gwen, harbour):
    answer = signed_in(gwen).post(f"{BASE}teams/{harbour.pk}/suspend/", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "core.malformed")


def test_lists_take_no_more_statements_for_more_rows(ask, gus_actor, harbour, district, at):
    for name in ("李娜", "马兰", "何平"):
        commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=district.members[name], at=at)
    assert len([line for line in ask("gus", "members/?page_size=200")["results"] if line["badge"]]) == 3
