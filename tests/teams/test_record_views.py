"""Who looked at a member's file: recorded when somebody else reads it in full, and told to that member."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core.refusals import NotPermitted
from teams import commands
from teams.models import RecordView
from teams.rules import ExportKind, LedgerQuestion, ViewDoor
from tests.teams.saying import refused, said

READS = 12


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def view(at):
    def act(actor, member, door=ViewDoor.PAGE, later=0):
        moment = at + dt.timedelta(days=later)
        return commands.record_view(actor=actor, member_id=member.pk, door=door, at=moment)

    return act


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args))

    return act


def open_file(client, member):
    return client.get(reverse("teams:show-member", args=[member.pk]))


# --- the command ----------------------------------------------------------------------------------------------------


def test_record_view_keeps_one_row_a_reader_day_and_door(view, kai_actor, piet_actor, mara_member, kai, at):
    for _ in range(3):
        row = view(kai_actor, mara_member)
    assert (row.reader, row.role, row.day, row.times, row.last_at) == (kai, "cpo", at.date(), 3, at)
    view(kai_actor, mara_member, ViewDoor.API)
    view(kai_actor, mara_member, later=1)
    view(piet_actor, mara_member)
    assert RecordView.objects.filter(member=mara_member).count() == 4


def test_record_view_by_whoever_may_not_read_the_file_finds_nothing(
    view, otto_actor, gus_actor, ada_actor, mara_member
):
    for actor in (otto_actor, gus_actor, ada_actor):
        with pytest.raises(NotPermitted):
            view(actor, mara_member)
    assert not RecordView.objects.exists()


def test_record_view_of_ones_own_file_is_refused_and_writes_nothing(view, mara_actor, mara_member, at):
    refused("teams.own-record", view, mara_actor, mara_member)
    assert not RecordView.objects.exists()
    assert not said("teams.record_viewed", at)


def test_record_view_is_said_once_without_a_name(view, kai_actor, mara_member, at):
    view(kai_actor, mara_member)
    (entry,) = said("teams.record_viewed", at)
    assert (entry.subject_type, entry.subject_id, entry.path) == ("member", mara_member.pk, "990102001001")
    assert entry.facts == {"member_id": mara_member.pk, "door": "page"}


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_count_twice(at_once, view, kai_actor, mara_member):
    results = at_once(*[lambda: view(kai_actor, mara_member)] * 2)
    assert all(isinstance(result, RecordView) for result in results), results
    assert RecordView.objects.get(member=mara_member).times == 2


# --- the doors record -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "times"), [("kai", 1), ("piet", 1), ("lena", 1), ("gus", 0), ("tess", 0), ("mara", 0), ("otto", 0)]
)
def test_opening_a_file_in_full_is_recorded_a_masked_one_is_not(request, signed_in, who, times, mara_member):
    client = signed_in(request.getfixturevalue(who))
    open_file(client, mara_member)
    client.get(f"/api/v1/teams/members/{mara_member.pk}/")
    assert RecordView.objects.filter(door="page").count() == times
    assert RecordView.objects.filter(door="api").count() == times


def test_lists_leave_no_record(signed_in, kai, mara_member, harbour):
    client = signed_in(kai)
    client.get(reverse("teams:list-members"))
    client.get(reverse("teams:show-team", args=[harbour.pk]))
    client.get("/api/v1/teams/members/")
    assert not RecordView.objects.exists()


# --- and the member is told -----------------------------------------------------------------------------------------


@pytest.fixture
def seen(view, kai_actor, gus_actor, piet_actor, mara_member, at):
    """Kai read the file twice; Piet took it out by name, Gus masked."""
    view(kai_actor, mara_member)
    view(kai_actor, mara_member)
    for actor in (piet_actor, gus_actor):
        commands.export_members(
            actor=actor, question=LedgerQuestion(), kind=ExportKind.WORKBOOK, reason="年度核对", at=at
        )


def test_list_record_views_tells_who_as_what_when_and_why(visit, seen, mara_member):
    answer = visit("mara", "teams:list-record-views", mara_member.pk)
    told = {(line.who, line.role, line.what, line.why, line.times) for line in answer.context["lines"]}
    assert told == {
        ("凯文", "role.cpo", "view-door.page", "", 2),
        ("皮涛", "role.psl", "taken.WORKBOOK", "年度核对", 1),
    }
    assert {line.day for line in answer.context["lines"]} == {dt.date(2026, 11, 18)}
    page = answer.content.decode()
    for words in ("谁查看过我的档案", "社区民警", "派出所联络员", "查看档案", "2 次", "年度核对"):
        assert words in page


@pytest.mark.parametrize("who", ["kai", "gus", "gwen", "petra", "lena", "otto", "pia", "aud", "ada", "nora"])
@pytest.mark.parametrize("name", ["teams:list-record-views", "teams:print-record-views"])
def test_it_is_told_to_nobody_else(visit, seen, mara_member, who, name):
    assert visit(who, name, mara_member.pk).status_code == 404


def test_the_liaison_prints_it_for_whoever_has_no_login(visit, seen, district, view, kai_actor):
    assert "凯文" in visit("piet", "teams:print-record-views", district.members["mara"]).content.decode()
    paper = visit("piet", "teams:print-record-views", district.members["何平"])
    assert "年度核对" in paper.content.decode()
    assert "档案查看记录" in paper.content.decode()


def test_ones_own_page_leads_there(visit, lena_member, mara_member):
    assert f"members/{mara_member.pk}/views/" in visit("mara", "teams:show-member", mara_member.pk).content.decode()
    assert f"members/{lena_member.pk}/views/" in visit("lena", "teams:show-member", lena_member.pk).content.decode()


def test_the_list_takes_no_more_statements_for_more_rows(visit, view, kai_actor, mara_member):
    for later in range(60):
        view(kai_actor, mara_member, later=later)
    assert len(visit("mara", "teams:list-record-views", mara_member.pk).context["lines"]) == 50


def test_record_views_by_api(signed_in, mara, kai, seen, mara_member):
    address = f"/api/v1/teams/members/{mara_member.pk}/views/"
    told = signed_in(mara).get(address).json()
    assert {line["who"] for line in told} == {"凯文", "皮涛"}
    assert signed_in(kai).get(address).status_code == 404
