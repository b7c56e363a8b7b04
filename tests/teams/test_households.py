"""ORG-28: a ten-household unit of consenting volunteers; withdrawal deletes, names stay with those who manage it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import HouseholdDuty, HouseholdVolunteer, Team, TenHouseholdUnit
from teams.rules import VolunteerDraft
from tests.cast import FOUNDED
from tests.house.world_rows import voluntary_team
from tests.teams.saying import refused, said

READS = 12


@pytest.fixture
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def team(district, at):
    """A voluntary detachment of the harbour, which nobody leads yet; Vera of the village looks after it."""
    return Team.objects.get(pk=voluntary_team(district, "990102001001", at))


@pytest.fixture
def unit(team, vera_actor, at):
    return commands.found_household_unit(actor=vera_actor, team_id=team.pk, name="东巷", at=at)


@pytest.fixture
def join(unit, vera_actor, at):
    def act(name, actor=vera_actor, phone=""):
        return commands.add_household_volunteer(
            actor=actor, household_unit_id=unit.pk, draft=VolunteerDraft(name, phone, at.date()), at=at
        )

    return act


@pytest.fixture
def roster(unit, vera_actor, at):
    def act(days=6, ahead=0, actor=vera_actor):
        first = at.date() + dt.timedelta(days=ahead)
        return commands.roster_household_days(actor=actor, household_unit_id=unit.pk, first=first, days=days, at=at)

    return act


# --- commands -------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-28")
def test_a_unit_has_up_to_ten_volunteers_and_one_coordinator(unit, join, vera_actor, at):
    people = [join(name) for name in "甲乙丙丁戊己庚辛壬癸"]
    refused("teams.household-unit-full", join, "子")
    for row in (people[0], people[3]):
        commands.name_household_coordinator(actor=vera_actor, volunteer_id=row.pk, at=at)
    assert [row.name for row in HouseholdVolunteer.objects.filter(coordinates=True)] == ["丁"]
    refused(
        "teams.coordinates-already",
        commands.name_household_coordinator, actor=vera_actor, volunteer_id=people[3].pk, at=at,
    )  # fmt: skip


def test_found_household_unit_only_under_a_voluntary_detachment(team, harbour, unit, vera_actor, at):
    act = commands.found_household_unit
    refused("teams.household-unit-only-voluntary", act, actor=vera_actor, team_id=harbour.pk, name="东巷", at=at)
    refused("teams.household-unit-known", act, actor=vera_actor, team_id=team.pk, name="东巷", at=at)
    assert TenHouseholdUnit.objects.count() == 1


def test_nobody_else_manages_a_unit(team, unit, join, roster, district, at):
    row = join("甲")
    today = at.date()
    for who in ("gus", "gwen", "tess", "piet", "kai", "petra", "lena", "otto", "mara", "ada", "aud"):
        actor = district.actor(who)
        for act in (
            lambda actor: commands.found_household_unit(actor=actor, team_id=team.pk, name="西巷", at=at),
            lambda actor: join("乙", actor),
            lambda actor: roster(actor=actor),
            lambda actor: commands.withdraw_household_consent(actor=actor, volunteer_id=row.pk, at=at),
            lambda actor: commands.name_household_coordinator(actor=actor, volunteer_id=row.pk, at=at),
            lambda actor: commands.change_household_duty(
                actor=actor, household_unit_id=unit.pk, day=today, volunteer_id=row.pk, at=at
            ),
        ):
            with pytest.raises(NotPermitted):
                act(actor)
    assert HouseholdVolunteer.objects.count() == 1
    assert not HouseholdDuty.objects.exists()


def test_add_household_volunteer_refused_writes_nothing(join, at):
    refused("teams.person-name-invalid", join, "<b>")
    refused("core.phone-invalid", join, "甲", phone="12")
    assert not HouseholdVolunteer.objects.exists()
    assert not said("teams.household_volunteer_added", at)


def test_everything_is_said_once_and_nobody_is_named(unit, join, roster, vera_actor, at):
    row, other = join("甲乙丙"), join("丁戊己", phone="19912345678")
    roster()
    commands.name_household_coordinator(actor=vera_actor, volunteer_id=row.pk, at=at)
    commands.change_household_duty(
        actor=vera_actor, household_unit_id=unit.pk, day=at.date(), volunteer_id=other.pk, at=at
    )
    commands.withdraw_household_consent(actor=vera_actor, volunteer_id=other.pk, at=at)
    acts = {"founded": "household_unit_founded", "withdrawn": "household_consent_withdrawn"}
    for act in (*acts.values(), "household_coordinator_named", "household_days_rostered", "household_duty_changed"):
        assert len(said(f"teams.{act}", at)) == 1, act
    assert len(said("teams.household_volunteer_added", at)) == 2
    written = str([entry.facts for entry in JournalEntry.objects.all()])
    assert "甲乙丙" not in written
    assert "19912345678" not in written


@pytest.mark.req("ORG-28")
def test_days_are_shared_in_turn_and_what_stands_stays(unit, join, roster, vera_actor, at):
    people = [join(name) for name in "甲乙丙"]
    commands.change_household_duty(
        actor=vera_actor, household_unit_id=unit.pk, day=at.date(), volunteer_id=people[2].pk, at=at
    )
    roster(7)
    turns = list(HouseholdDuty.objects.order_by("day").values_list("volunteer__name", "by_hand"))
    assert turns[0] == ("丙", True)
    assert [name for name, _ in turns] == ["丙", "甲", "乙", "丙", "甲", "乙", "丙"]
    refused("teams.roster-full", roster, 7)
    roster(3, 7)
    counts = [HouseholdDuty.objects.filter(volunteer=row).count() for row in people]
    assert max(counts) - min(counts) <= 1


def test_roster_household_days_refused_writes_nothing(roster, join, at):
    refused("teams.household-unit-empty", roster)
    join("甲")
    refused("teams.roster-in-the-past", roster, 3, -1)
    refused("teams.roster-too-long", roster, 63)
    assert not HouseholdDuty.objects.exists()
    assert not said("teams.household_days_rostered", at)


def test_change_household_duty_takes_only_those_of_the_unit(unit, join, vera_actor, at):
    row = join("甲")

    def change(day, pk):
        return commands.change_household_duty(
            actor=vera_actor, household_unit_id=unit.pk, day=day, volunteer_id=pk, at=at
        )

    refused("teams.volunteer-unknown", change, at.date(), row.pk + 999)
    refused("teams.roster-in-the-past", change, FOUNDED, row.pk)
    assert not HouseholdDuty.objects.exists()


@pytest.mark.req("ORG-28")
def test_withdrawn_consent_deletes_name_and_phone_at_once_and_keeps_a_number(unit, join, roster, vera_actor, at):
    row, other = join("甲乙丙", phone="19912345678"), join("丁")
    HouseholdDuty.objects.create(unit=unit, day=at.date() - dt.timedelta(days=1), volunteer=row)
    roster(4)
    commands.withdraw_household_consent(actor=vera_actor, volunteer_id=row.pk, at=at)
    unit.refresh_from_db()
    assert unit.withdrawn == 1
    assert list(HouseholdVolunteer.objects.all()) == [other]
    assert HouseholdDuty.objects.filter(day__lt=at.date(), volunteer__isnull=True).count() == 1
    assert set(HouseholdDuty.objects.filter(day__gte=at.date()).values_list("volunteer", flat=True)) == {other.pk}
    with connection.cursor() as cursor:
        for table in ("teams_householdvolunteer", "teams_tenhouseholdunit", "teams_householdduty"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "甲乙丙" not in str(cursor.fetchall())
    with pytest.raises(NotPermitted):
        commands.withdraw_household_consent(actor=vera_actor, volunteer_id=row.pk, at=at)


def test_the_database_keeps_one_coordinator_and_one_watch_a_day(unit, join, at):
    row, other = join("甲"), join("乙")
    HouseholdVolunteer.objects.filter(pk=row.pk).update(coordinates=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdVolunteer.objects.filter(pk=other.pk).update(coordinates=True)
    HouseholdDuty.objects.create(unit=unit, day=at.date(), volunteer=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdDuty.objects.create(unit=unit, day=at.date(), volunteer=other)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_and_a_roster_at_once_leave_no_turn_to_who_is_gone(at_once, unit, join, roster, vera_actor, at):
    row = join("甲")
    join("乙")
    results = at_once(
        lambda: roster(10), lambda: commands.withdraw_household_consent(actor=vera_actor, volunteer_id=row.pk, at=at)
    )
    assert not any(isinstance(result, Exception) for result in results), results
    assert HouseholdDuty.objects.filter(volunteer__isnull=True).count() == 0
    assert set(HouseholdDuty.objects.values_list("volunteer__name", flat=True)) == {"乙"}


def test_no_field_is_about_a_household():
    """boundaries: volunteers only; no address, no family, nobody who did not agree."""
    fields = {f.name for model in (TenHouseholdUnit, HouseholdVolunteer, HouseholdDuty) for f in model._meta.fields}
    assert fields == {
        "id", "team", "name", "withdrawn", "founded_by", "founded_at", "unit", "phone", "consented_on", "coordinates",
        "added_by", "added_at", "day", "volunteer", "by_hand",
    }  # fmt: skip


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args) + query)

    return act


@pytest.mark.req("ORG-28")
@pytest.mark.parametrize(
    ("who", "named"),
    [("vera", True), ("gus", False), ("gwen", False), ("tess", False), ("piet", False), ("kai", False)],
)
def test_show_household_unit_names_nobody_to_the_offices(visit, unit, join, roster, who, named):
    join("甲乙丙", phone="19912345678")
    roster(3)
    page = visit(who, "teams:show-household-unit", unit.pk).content.decode()
    assert ("甲乙丙" in page) is named
    assert ("19912345678" in page) is named
    assert "1 人" in page
    assert "3 天有人值守" in page
    listed = visit(who, "teams:list-household-units").content.decode()
    assert "东巷" in listed
    assert "甲乙丙" not in listed


@pytest.mark.parametrize("who", ["otto", "theo", "pia", "mara", "lena", "aud", "ada", "nora"])
def test_show_household_unit_out_of_reach_is_not_found(visit, unit, who):
    assert visit(who, "teams:show-household-unit", unit.pk).status_code == 404


def test_list_household_units_takes_no_more_statements_for_more(visit, unit, team, at):
    TenHouseholdUnit.objects.bulk_create(TenHouseholdUnit(team=team, name=f"巷{n}", founded_at=at) for n in range(20))
    assert len(visit("gus", "teams:list-household-units").context["page"].object_list) == 21
    elsewhere = visit("gus", "teams:list-household-units", query="?place=990102002").context["page"]
    assert list(elsewhere.object_list) == []
    assert visit("mara", "teams:list-household-units").status_code == 404


def test_the_village_runs_a_unit_by_page(visit, send, team, at):
    assert (
        reverse("teams:found-household-unit", args=[team.pk])
        in visit("vera", "teams:show-team", team.pk).content.decode()
    )
    answer = send("vera", "teams:found-household-unit", team.pk, name="西巷")
    unit = TenHouseholdUnit.objects.get()
    assert answer["Location"] == reverse("teams:show-household-unit", args=[unit.pk])
    assert send("vera", "teams:found-household-unit", team.pk, name="西巷").status_code == 422
    fields = {"name": "甲", "phone": "", "consented_on": "2026-11-18"}
    once = str(uuid.uuid4())
    for _ in range(2):
        sent = send("vera", "teams:add-household-volunteer", unit.pk, **fields, idempotency_key=once)
        assert sent.status_code == 302
    row = HouseholdVolunteer.objects.get()
    assert send("vera", "teams:add-household-volunteer", unit.pk, **fields).status_code == 422
    assert send("vera", "teams:name-household-coordinator", row.pk).status_code == 302
    assert send("vera", "teams:roster-household-days", unit.pk, first="2026-11-18", days=5).status_code == 302
    assert send("vera", "teams:roster-household-days", unit.pk, first="2026-11-18", days=5).status_code == 422
    change = {"day": "2026-11-19", "volunteer": row.pk}
    assert send("vera", "teams:change-household-duty", unit.pk, **change).status_code == 302
    assert send("vera", "teams:change-household-duty", unit.pk, **{**change, "volunteer": 999}).status_code == 422
    assert "甲" in visit("vera", "teams:withdraw-household-consent", row.pk).content.decode()
    assert send("gus", "teams:withdraw-household-consent", row.pk).status_code == 404
    assert send("vera", "teams:withdraw-household-consent", row.pk).status_code == 302
    assert not HouseholdVolunteer.objects.exists()


# --- API ------------------------------------------------------------------------------------------------------------


def test_household_units_by_api(signed_in, vera, gus, team):
    def post(user, path, body, status=200):
        answer = signed_in(user).post(f"/api/v1/teams/{path}", body, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    pk = post(vera, f"teams/{team.pk}/household-units/found/", {"name": "东巷"}, 201)["id"]
    post(gus, f"teams/{team.pk}/household-units/found/", {"name": "西巷"}, 404)
    body = {"name": "甲乙丙", "consented_on": "2026-11-18"}
    person = post(vera, f"household-units/{pk}/volunteers/add/", body, 201)["id"]
    post(vera, f"household-volunteers/{person}/coordinate/", {})
    post(vera, f"household-units/{pk}/roster/", {"first": "2026-11-18", "days": 4})
    post(vera, f"household-units/{pk}/duty/", {"day": "2026-11-18", "volunteer_id": person})
    whole = signed_in(vera).get(f"/api/v1/teams/household-units/{pk}/").json()
    assert whole["volunteers"][0]["name"] == whole["watches"][0]["name"] == "甲乙丙"
    bare = signed_in(gus).get(f"/api/v1/teams/household-units/{pk}/").json()
    assert (bare["volunteers"], bare["watches"]) == ([], [])
    assert (bare["unit"]["people"], bare["unit"]["covered"]) == (1, 4)
    assert signed_in(gus).get("/api/v1/teams/household-units/").json()["results"][0]["has_coordinator"] is True
    post(gus, f"household-volunteers/{person}/withdraw/", {}, 404)
    post(vera, f"household-volunteers/{person}/withdraw/", {})
    assert not HouseholdVolunteer.objects.exists()
