"""ORG-16: who answers for a body by name; what is missing is flagged."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from patrol_ops.core.refusals import NotPermitted, Refused
from teams import commands
from teams.models import Unit, UnitPost
from teams.rules import (
    AccountableDraft,
    AccountableKind,
    judge_accountable,
    judge_accountable_end,
    judge_succession,
)
from tests.teams.saying import refused, said

READS, ACTS = 12, 24
TODAY = dt.date(2026, 11, 18)
TOP, DEPUTY = AccountableKind.TOP_EXECUTIVE, AccountableKind.DEPUTY_IN_CHARGE


def draft(name="钱丰", title="街道办事处主任", kind=TOP, since=TODAY):
    return AccountableDraft(kind=kind, name=name, title=title, since=since)


# --- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (draft(name=""), "teams.person-name-invalid"),
        (draft(name="<b>"), "teams.person-name-invalid"),
        (draft(title="长"), "teams.accountable-title-invalid"),
        (draft(title="长" * 41), "teams.accountable-title-invalid"),
        (draft(title="主任\n"), None),
        (draft(title="主任 13800001111"), "core.text-has-phone-number"),
        (draft(since=TODAY + dt.timedelta(days=1)), "teams.since-in-the-future"),
        (draft(name=" 钱丰 "), None),
    ],
)
def test_a_name_and_a_title_from_a_day_that_has_come(odd, code):
    if code is None:
        assert judge_accountable(odd, TODAY).name == "钱丰"
        return
    with pytest.raises(Refused) as no:
        judge_accountable(odd, TODAY)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("following", "code"),
    [
        (draft(), "teams.accountable-unchanged"),
        (draft(name="孙明", since=TODAY), "teams.accountable-since-too-early"),
        (draft(name="孙明", since=TODAY + dt.timedelta(days=1)), None),
        (draft(title="街道党工委书记", since=TODAY + dt.timedelta(days=1)), None),
    ],
)
def test_another_follows_from_a_later_day(following, code):
    if code is None:
        judge_succession(following, draft())
        judge_succession(following, None)
        return
    with pytest.raises(Refused) as no:
        judge_succession(following, draft())
    assert no.value.code == code


@pytest.mark.parametrize(("ago", "ahead", "fits"), [(5, 0, True), (0, 0, True), (-1, 0, False), (5, 1, False)])
def test_a_post_ends_between_its_first_day_and_today(ago, ahead, fits):
    since, until = TODAY - dt.timedelta(days=ago), TODAY + dt.timedelta(days=ahead)
    if fits:
        judge_accountable_end(since, until, TODAY)
        return
    with pytest.raises(Refused):
        judge_accountable_end(since, until, TODAY)


# --- commands -------------------------------------------------------------------------------------------------------


@pytest.fixture
def name(at, station):
    def act(actor, what=None, unit=station, later=0):
        moment = at + dt.timedelta(days=later)
        return commands.name_accountable(actor=actor, unit_id=unit.pk, draft=what or draft(), at=moment)

    return act


@pytest.mark.req("ORG-16")
def test_name_accountable_fills_a_post_and_keeps_who_was_before(name, tess, tess_actor, station, at):
    first = name(tess_actor)
    other = name(tess_actor, draft("吴新", "副主任", DEPUTY))
    second = name(tess_actor, draft("孙明", since=TODAY + dt.timedelta(days=9)), later=9)
    first.refresh_from_db()
    assert (first.until, first.ended_by) == (second.since, tess)
    assert (second.name, second.title, second.named_by, second.until) == ("孙明", "街道办事处主任", tess, None)
    assert set(UnitPost.objects.open().filter(unit=station)) == {other, second}


def test_name_accountable_is_not_for_just_anybody(
    name, theo_actor, gwen_actor, piet_actor, kai_actor, lena_actor, aud_actor
):
    for actor in (theo_actor, gwen_actor, piet_actor, kai_actor, lena_actor, aud_actor):
        with pytest.raises(NotPermitted):
            name(actor)
    assert not UnitPost.objects.exists()


def test_name_accountable_refused_writes_nothing(name, gus_actor, at):
    refused("teams.accountable-title-invalid", name, gus_actor, draft(title=""))
    assert not UnitPost.objects.exists()
    assert not said("teams.accountable_named", at)
    name(gus_actor)
    refused("teams.accountable-unchanged", name, gus_actor)
    assert UnitPost.objects.count() == 1


def test_name_accountable_is_said_once_without_the_name(name, ada_actor, station, at):
    row = name(ada_actor)
    (entry,) = said("teams.accountable_named", at)
    assert entry.facts == {"accountable_id": row.pk, "unit_id": station.pk, "post": "TOP_EXECUTIVE"}
    assert entry.path == "990102001"


def test_end_accountable_leaves_the_post_empty_and_is_said_once(name, gus_actor, tess_actor, theo_actor, at):
    row = name(gus_actor)
    with pytest.raises(NotPermitted):
        commands.end_accountable(actor=theo_actor, accountable_id=row.pk, until=TODAY, at=at)
    tomorrow = TODAY + dt.timedelta(days=1)
    refused(
        "teams.accountable-until-odd",
        commands.end_accountable, actor=tess_actor, accountable_id=row.pk, until=tomorrow, at=at,
    )  # fmt: skip
    commands.end_accountable(actor=tess_actor, accountable_id=row.pk, until=TODAY, at=at)
    assert not UnitPost.objects.open().exists()
    assert len(said("teams.accountable_ended", at)) == 1
    refused(
        "teams.accountable-ended-already",
        commands.end_accountable, actor=tess_actor, accountable_id=row.pk, until=TODAY, at=at,
    )  # fmt: skip
    name(gus_actor)


def test_the_database_keeps_one_a_post(name, gus_actor, station, at):
    name(gus_actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPost.objects.create(unit=station, kind=TOP, name="孙明", title="所长", since=TODAY, named_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPost.objects.create(unit=station, kind="KING", name="孙明", title="所长", since=TODAY, named_at=at)


@pytest.mark.django_db(transaction=True)
def test_two_offices_at_once_name_one(at_once, name, gus_actor, tess_actor):
    results = at_once(lambda: name(gus_actor), lambda: name(tess_actor, draft("孙明")))
    named = [result for result in results if isinstance(result, UnitPost)]
    assert len(named) == 1, results
    assert UnitPost.objects.open().count() == 1


# --- doors ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


pytestmark = pytest.mark.usefixtures("_now")


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args) + query)

    return act


@pytest.mark.req("ORG-16")
def test_list_units_flags_every_name_that_is_missing(visit, name, gus_actor, tess_actor):
    name(gus_actor)
    name(gus_actor, draft("吴新", "副主任", DEPUTY))
    answer = visit("tess", "teams:list-units")
    page = answer.content.decode()
    assert "钱丰" in page
    assert "街道办事处主任" in page
    assert page.count("还没有登记") == 2  # both of the governance centre
    lacking = visit("gus", "teams:list-units", query="?missing=TOP_EXECUTIVE").context["lines"]
    assert "锦川派出所" not in [line.unit.name for line, _ in lacking]
    assert len(lacking) == 5


@pytest.mark.parametrize(
    ("who", "count", "may"),
    [("gus", 6, True), ("gwen", 6, False), ("tess", 2, True), ("piet", 2, False), ("ada", 6, True), ("theo", 2, True)],
)
def test_list_units_shows_the_territory_of_the_post(visit, who, count, may):
    lines = visit(who, "teams:list-units").context["lines"]
    assert len(lines) == count
    assert {allowed for _, allowed in lines} == {may}


@pytest.mark.parametrize("who", ["lena", "mara", "aud", "nora", "ivo"])
def test_list_units_is_not_found_by_anybody_else(visit, who):
    assert visit(who, "teams:list-units").status_code == 404


def test_list_units_takes_no_more_statements_for_more_units(visit, district, at):
    Unit.objects.bulk_create(
        Unit(kind="POLICE_ROOM", name=f"警务室{n}", place_id=district.places["990102001001"], founded_at=at)
        for n in range(45)
    )
    assert len(visit("gus", "teams:list-units").context["lines"]) == 50


def test_the_page_names_and_ends(send, visit, station, tess):
    fields = {"kind": "TOP_EXECUTIVE", "name": "钱丰", "title": "所长", "since": "2026-11-18"}
    once = str(uuid.uuid4())
    asked = visit("tess", "teams:name-accountable", station.pk, query="?post=DEPUTY_IN_CHARGE")
    assert asked.context["form"].initial["kind"] == "DEPUTY_IN_CHARGE"
    for _ in range(2):
        answer = send("tess", "teams:name-accountable", station.pk, **fields, idempotency_key=once)
        assert answer["Location"] == reverse("teams:list-units") + "?place=990102001"
    row = UnitPost.objects.get()
    assert send("tess", "teams:name-accountable", station.pk, **fields).status_code == 422
    assert "钱丰 所长" in visit("tess", "teams:name-accountable", station.pk).content.decode()
    assert send("theo", "teams:end-accountable", row.pk, until="2026-11-18").status_code == 404
    assert send("tess", "teams:end-accountable", row.pk, until="2031-01-01").status_code == 422
    assert send("tess", "teams:end-accountable", row.pk, until="2026-11-18").status_code == 302
    assert send("tess", "teams:end-accountable", row.pk, until="2026-11-18").status_code == 422


@pytest.mark.parametrize(
    "odd", [{"name": ""}, {"title": "x" * 500}, {"since": "2026-02-30"}, {"since": "2026-11-19"}, {"kind": "KING"}]
)
def test_the_page_says_no_in_words(send, station, odd):
    fields = {"kind": "TOP_EXECUTIVE", "name": "钱丰", "title": "所长", "since": "2026-11-18"}
    answer = send("tess", "teams:name-accountable", station.pk, **{**fields, **odd})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not UnitPost.objects.exists()


def test_accountables_by_api(signed_in, tess, piet, theo, station):
    body = {"kind": "TOP_EXECUTIVE", "name": "钱丰", "title": "所长", "since": "2026-11-18"}
    address = f"/api/v1/teams/units/{station.pk}/accountable/"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    client = signed_in(tess)
    made = client.post(address, body, content_type="application/json", headers=key)
    assert (made.status_code, client.post(address, body, content_type="application/json", headers=key).status_code) == (
        201, 200,
    )  # fmt: skip
    pk = made.json()["id"]
    assert signed_in(piet).get(f"/api/v1/teams/accountables/{pk}/").json()["name"] == "钱丰"
    assert len(signed_in(piet).get("/api/v1/teams/accountables/").json()["results"]) == 1
    assert signed_in(theo).get(f"/api/v1/teams/accountables/{pk}/").status_code == 404
    end = f"/api/v1/teams/accountables/{pk}/end/"
    ended = {"until": "2026-11-18"}
    assert signed_in(theo).post(end, ended, content_type="application/json").status_code == 404
    assert client.post(end, ended, content_type="application/json").json() == {"id": pk}
