"""The check-up of the ledgers: each alarm counts exactly the rows it opens, masked as lists are, by place."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.policy import set_policy_value
from teams import commands, reports
from teams.models import Member, Membership, Team, TeamUnit
from teams.rules import AccountableDraft, AccountableKind, Alarm, Role, StatementDraft
from tests.cast import FOUNDED

READS = 12


@pytest.fixture
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def check(district, at):
    """What rings for somebody at a place on a day: counts by alarm, without those that are silent."""

    def act(who="gus", path="", day=None):
        actor, on = district.actor(who, day or at.date()), day or at.date()
        by = reports.yardstick(actor, path, on)
        teams = reports.team_health(actor, path, by)
        counts = reports.alarm_counts(teams, reports.unit_gaps(actor, path, on))
        return {alarm: count for alarm, count in counts.items() if count}

    return act


@pytest.fixture
def behind(district, at):
    """The names behind a count of members."""

    def act(alarm, who="kai", path=""):
        actor = district.actor(who)
        rows = reports.members_with(alarm, actor, path, reports.yardstick(actor, path, at.date()))
        return sorted(reports.shown_name(row) for row in rows)

    return act


def second_post(member, team, at):
    return Membership.objects.create(
        member=member, team=team, employment_class="FULL_TIME", since=at.date(), main=False, entered_at=at
    )


# --- the alarms -----------------------------------------------------------------------------------------------------


def test_a_district_as_it_was_founded(check):
    assert check() == {Alarm.NO_LEADER: 4, Alarm.NO_ACCOUNTABLE: 12}
    assert check("tess") == {Alarm.NO_LEADER: 2, Alarm.NO_ACCOUNTABLE: 4}
    assert check("kai") == {}
    assert check("gus", "990102002") == {Alarm.NO_LEADER: 1, Alarm.NO_ACCOUNTABLE: 4}
    assert check("gus", "?") == {}
    assert check("lena") == {}


def test_a_team_without_people_a_name_a_managing_unit(check, harbour):
    Membership.objects.filter(team=harbour).update(until=FOUNDED, ended_at=clock.at(FOUNDED, 9), left_why="RESIGNED")
    Team.objects.filter(pk=harbour.pk).update(name="港口巡逻队")
    TeamUnit.objects.filter(team=harbour, relation="MANAGING").delete()
    assert check("kai") == {Alarm.NOBODY: 1, Alarm.NAME_OFF: 1, Alarm.NO_MANAGING_UNIT: 1}


def test_a_team_that_is_not_active_rings_nothing(check, gwen_actor, harbour, at):
    commands.suspend_team(actor=gwen_actor, team_id=harbour.pk, reason="整顿", at=at)
    assert check("kai") == {}


def test_a_ledger_nobody_touched_for_long(check, gus_actor, harbour, at):
    late = FOUNDED + dt.timedelta(days=181)
    assert check("kai", day=FOUNDED + dt.timedelta(days=180)).get(Alarm.STALE) is None
    assert check("kai", day=late)[Alarm.STALE] == 1
    member = Member.objects.serving_in(harbour, at.date()).first()
    Membership.objects.filter(member=member).update(entered_at=at)
    assert Alarm.STALE not in check("kai", day=late)


def test_a_member_without_a_phone(check, behind, mara_member):
    Member.objects.filter(pk=mara_member.pk).update(phone="", phone_index="")
    assert check("kai") == {Alarm.NO_PHONE: 1}
    assert behind(Alarm.NO_PHONE) == ["马兰"]
    assert behind(Alarm.NO_PHONE, "gus") == ["马*"]
    assert behind(Alarm.NO_PHONE, "gus", "990102002") == []
    assert behind(Alarm.NO_PHONE, "olga") == []


def test_a_member_without_a_badge_when_the_transition_is_over(check, gus_actor, harbour, mara_member):
    over = FOUNDED + dt.timedelta(days=180)
    assert Alarm.NO_BADGE not in check("kai", day=over - dt.timedelta(days=1))
    assert check("kai", day=over)[Alarm.NO_BADGE] == 5
    commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=mara_member.pk, at=clock.at(over, 9))
    assert check("kai", day=over)[Alarm.NO_BADGE] == 4


def test_a_duty_that_was_to_be_known_by_now(check, district, mara_actor, at):
    draft = StatementDraft(Role.MEMBER, "负责巡逻", "每天巡逻", "互相补位")
    begun = clock.at(FOUNDED, 9)
    gus = district.actor("gus", FOUNDED)
    statement = commands.publish_duty_statement(actor=gus, place_id=district.places["990102"], draft=draft, at=begun)
    assert Alarm.NOT_ACKNOWLEDGED not in check("kai", day=FOUNDED + dt.timedelta(days=14))
    assert check("kai", day=FOUNDED + dt.timedelta(days=15))[Alarm.NOT_ACKNOWLEDGED] == 4
    commands.acknowledge_duty_statement(actor=mara_actor, statement_id=statement.pk, at=at)
    assert check("kai")[Alarm.NOT_ACKNOWLEDGED] == 3


@pytest.mark.req("ORG-23")
def test_somebody_in_several_teams_is_counted_in_each(check, behind, mara_member, squadron, brigade, at):
    assert Alarm.CONCURRENT not in check("piet")
    second_post(mara_member, squadron, at)
    assert check("piet")[Alarm.CONCURRENT] == 2
    assert behind(Alarm.CONCURRENT, "piet") == ["马兰", "马兰"]
    assert check("kai")[Alarm.CONCURRENT] == 1


@pytest.mark.req("ORG-23")
def test_the_threshold_is_policy(check, gwen_actor, mara_member, squadron, brigade, at):
    set_policy_value(actor=gwen_actor, key="concurrent.warn", value="3", since=at.date(), path="", at=at)
    second_post(mara_member, squadron, at)
    assert Alarm.CONCURRENT not in check()
    second_post(mara_member, brigade, at)
    assert check()[Alarm.CONCURRENT] == 3


def test_missing_names_of_those_who_answer(check, gus_actor, station, at):
    before = check()[Alarm.NO_ACCOUNTABLE]
    draft = AccountableDraft(AccountableKind.TOP_EXECUTIVE, "钱丰", "所长", at.date())
    commands.name_accountable(actor=gus_actor, unit_id=station.pk, draft=draft, at=at)
    assert check()[Alarm.NO_ACCOUNTABLE] == before - 1


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse("teams:check-ledgers") + query)

    return act


@pytest.mark.parametrize("alarm", list(Alarm))
def test_every_count_opens_exactly_its_rows(visit, harbour, squadron, mara_member, at, alarm):
    Team.objects.filter(pk=harbour.pk).update(name="港口巡逻队")
    TeamUnit.objects.filter(team=harbour, relation="MANAGING").delete()
    Member.objects.filter(pk=mara_member.pk).update(phone="", phone_index="")
    second_post(mara_member, squadron, at)
    answer = visit("gus", f"?alarm={alarm}")
    count = next(figure["count"] for figure in answer.context["figures"] if figure["alarm"] == alarm)
    assert answer.status_code == 200
    assert len(answer.context["findings"]) == count


@pytest.mark.parametrize(
    ("who", "alarm", "url"),
    [
        ("tess", "NO_LEADER", "/leaders/propose/"), ("piet", "NO_LEADER", ""),
        ("gus", "NO_ACCOUNTABLE", "/accountable/"),
        ("gwen", "NO_ACCOUNTABLE", ""),
    ],
)  # fmt: skip
def test_a_line_carries_the_button_for_whoever_may(visit, who, alarm, url):
    findings = visit(who, f"?alarm={alarm}").context["findings"]
    assert findings
    assert all((url in item.url) if url else item.url == "" for item in findings)


def test_names_of_people_are_masked_for_the_office(visit, mara_member):
    Member.objects.filter(pk=mara_member.pk).update(phone="", phone_index="")
    assert "马*" in visit("gus", "?alarm=NO_PHONE").content.decode()
    assert "马兰" not in visit("gus", "?alarm=NO_PHONE").content.decode()
    assert "马兰" in visit("kai", "?alarm=NO_PHONE").content.decode()


@pytest.mark.req("LOG-12")
def test_quality_is_told_by_street_and_in_a_street_by_team(visit, mara_member):
    Member.objects.filter(pk=mara_member.pk).update(phone="", phone_index="")
    whole = visit("gus")
    assert [(line.name, line.teams) for line in whole.context["streets"]] == [
        ("启明区", 1), ("锦川街道", 3), ("清水街道", 2),
    ]  # fmt: skip
    street = visit("gus", "?place=990102001")
    lines = {line.name: line.quality for line in street.context["streets"]}
    harbour = lines["锦川街道港口社区社会治安巡防分队"]
    assert (harbour.complete_share, harbour.clear_share, harbour.fresh_share) == (85, 16, 100)
    assert len(lines) == 3
    assert "85%" in re.sub(r"\s", "", street.content.decode())


@pytest.mark.parametrize("who", ["lena", "mara", "vera", "ada", "aud", "ivo", "nora"])
def test_nobody_else_checks(visit, who):
    assert visit(who).status_code == 404


@pytest.mark.parametrize("query", ["?alarm=NONSENSE", "?place=x", "?alarm=NO_PHONE&page=99999", "?place=%00"])
def test_an_odd_question_gets_an_answer(visit, query):
    assert visit("gus", query).status_code == 200


def test_it_takes_no_more_statements_for_more_teams_and_people(visit, mara_member, harbour, at):
    fields = {f.attname: getattr(mara_member, f.attname) for f in Member._meta.concrete_fields if f.attname != "id"}
    own = {"user_id": None, "identity": None, "phone": "", "phone_index": ""}
    people = Member.objects.bulk_create(Member(**fields | own | {"identity_index": f"x{n}"}) for n in range(60))
    Membership.objects.bulk_create(
        Membership(member=person, team=harbour, employment_class="FULL_TIME", since=at.date(), entered_at=at)
        for person in people
    )
    answer = visit("gus", "?alarm=NO_PHONE")
    assert answer.context["page"].paginator.count == 60
    assert len(answer.context["findings"]) == 50


def test_check_ledgers_by_api(signed_in, gus, kai, lena, mara_member, django_assert_max_num_queries):
    Member.objects.filter(pk=mara_member.pk).update(phone="", phone_index="")
    client = signed_in(gus)
    with django_assert_max_num_queries(READS):
        rows = client.get("/api/v1/teams/check/").json()
    assert len(rows) == 6
    (own,) = signed_in(kai).get("/api/v1/teams/check/?place=990102001001").json()
    assert (own["about"]["NO_PHONE"], own["complete"], own["alarms"]) == (1, 85, [])
    assert signed_in(lena).get("/api/v1/teams/check/").status_code == 404
