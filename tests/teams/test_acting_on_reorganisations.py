"""Pages and API of reorganisations: ordered, seen, decided, and out of reach not found."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from teams import commands, tasks
from teams.models import Reorganisation, Team
from teams.rules import EmploymentClass, MoveDraft, OrderDraft

READS = 12
DAY = dt.timedelta(days=1)
REASON = "两个社区合并管理"


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def see(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args) + query)

    return act


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, path, body, expected=200):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(24):
            answer = client.post(f"/api/v1/teams/{path}", body, content_type="application/json")
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    return act


def more(page):
    return [act["text"] for act in page.context["more"]]


def test_the_team_page_folds_away_what_is_done_rarely(see, harbour, squadron):
    assert more(see("tess", "teams:show-team", harbour.pk)) == ["合并其他队伍", "拆分", "撤销队伍"]
    assert more(see("tess", "teams:show-team", squadron.pk)) == ["合并其他队伍", "撤销队伍"]
    assert more(see("gwen", "teams:show-team", harbour.pk)) == ["停勤"]
    assert more(see("kai", "teams:show-team", harbour.pk)) == []


@pytest.mark.req("ORG-01")
def test_merge_teams_is_ordered_approved_and_shown(send, see, harbour, academy, willow, at):
    form = see("tess", "teams:merge-teams", harbour.pk).context["form"]
    assert [value for value, _ in form.fields["predecessors"].choices] == [str(academy.pk)]
    fields = {"predecessors": [academy.pk], "effective_on": (at.date() + 3 * DAY).isoformat(), "reason": REASON}
    for who in ("theo", "kai", "lena", "gwen", "nora"):
        assert send(who, "teams:merge-teams", harbour.pk, **fields).status_code == 404
    assert send("tess", "teams:merge-teams", harbour.pk, **{**fields, "predecessors": [willow.pk]}).status_code == 422
    assert send("tess", "teams:merge-teams", harbour.pk, **{**fields, "effective_on": "2026-11-01"}).status_code == 422
    answer = send("tess", "teams:merge-teams", harbour.pk, **fields)
    row = Reorganisation.objects.get()
    assert answer["Location"] == reverse("teams:show-reorganisation", args=[row.pk])
    assert send("tess", "teams:merge-teams", harbour.pk, **fields).status_code == 422

    page = see("tess", "teams:show-team", academy.pk)
    assert "拟于 2026年11月21日 生效" in page.content.decode()
    assert more(page) == []  # while an order is open, no other is offered
    assert see("tess", "teams:show-reorganisation", row.pk).context["may"] == {"approve": False, "cancel": True}
    assert see("gwen", "teams:show-reorganisation", row.pk).context["may"] == {"approve": True, "cancel": True}
    assert see("theo", "teams:show-reorganisation", row.pk).status_code == 404
    assert send("tess", "teams:approve-reorganisation", row.pk).status_code == 404
    assert send("gwen", "teams:approve-reorganisation", row.pk).status_code == 302
    assert send("gwen", "teams:approve-reorganisation", row.pk).status_code == 409


@pytest.fixture
def merged(tess_actor, gwen_actor, harbour, academy, at):
    draft = OrderDraft(effective_on=at.date(), reason=REASON)
    row = commands.merge_teams(actor=tess_actor, team_id=harbour.pk, predecessor_ids=[academy.pk], draft=draft, at=at)
    return commands.approve_reorganisation(actor=gwen_actor, reorganisation_id=row.pk, at=at)


def test_a_merger_of_today_is_carried_out_within_the_statements_of_an_act_and_a_few_more(
    signed_in, gwen, tess_actor, harbour, academy, at, django_assert_max_num_queries
):
    """Everything at once is more than an ordinary act; it does not grow with the people who move."""
    draft = OrderDraft(effective_on=at.date(), reason=REASON)
    row = commands.merge_teams(actor=tess_actor, team_id=harbour.pk, predecessor_ids=[academy.pk], draft=draft, at=at)
    with django_assert_max_num_queries(63):
        answer = signed_in(gwen).post(reverse("teams:approve-reorganisation", args=[row.pk]))
    assert answer.status_code == 302
    assert Team.objects.get(pk=academy.pk).stage == "MERGED"


def test_what_became_of_a_team_and_what_it_came_from_stand_on_their_pages(see, merged, harbour, academy):
    page = see("tess", "teams:show-team", academy.pk)
    assert page.context["around"].became == [("MERGE", harbour.name, harbour.pk)]
    assert "已并入" in page.content.decode()
    assert more(page) == page.context["moves"] == page.context["gaps"] == []
    page = see("tess", "teams:show-team", harbour.pk)
    assert page.context["around"].came_from == [("MERGE", academy.name, academy.pk)]
    assert "由这支队伍并入" in page.content.decode()
    assert academy.name in page.context["around"].aliases


def test_finished_teams_are_shown_to_whoever_asks_for_them(see, merged, academy, harbour, signed_in, tess):
    def listed(query=""):
        return {team.pk for team, _ in see("tess", "teams:list-teams", query=query).context["lines"]}

    assert academy.pk not in listed()
    assert harbour.pk in listed()
    assert listed("?stage=MERGED") == {academy.pk}
    assert listed("?q=书院社区") == {harbour.pk}  # by its former name
    api = signed_in(tess).get("/api/v1/teams/teams/").json()["results"]
    assert academy.pk not in {team["id"] for team in api}
    assert signed_in(tess).get(f"/api/v1/teams/teams/{academy.pk}/").json()["stage"] == "MERGED"


def test_split_team_is_ordered_with_masked_names(send, see, kai_actor, harbour, district, at):
    chosen = [district.members["何平"], district.members["何安"]]
    for pk in chosen:
        draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=at.date())
        commands.change_class(actor=kai_actor, team_id=harbour.pk, member_id=pk, draft=draft, at=at)
    page = see("tess", "teams:split-team", harbour.pk).content.decode()
    assert "何*" in page
    assert "何平" not in page
    fields = {
        "members": chosen, "form": "VOLUNTARY_PATROL", "hamlet": "", "authorised": 5,
        "effective_on": at.date().isoformat(), "reason": "上湾离得远",
    }  # fmt: skip
    answer = send("tess", "teams:split-team", harbour.pk, **fields)
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"hamlet"})
    assert send("tess", "teams:split-team", harbour.pk, **{**fields, "hamlet": "上湾"}).status_code == 302
    row = Reorganisation.objects.get()
    assert see("gwen", "teams:show-reorganisation", row.pk).context["file"].moving == ["何*", "何*"]
    assert see("kai", "teams:show-reorganisation", row.pk).context["file"].moving == ["何安", "何平"]


def test_rename_team_and_dissolve_team_say_no_in_words(send, see, harbour, at):
    fields = {"effective_on": at.date().isoformat(), "reason": REASON}
    assert see("tess", "teams:rename-team", harbour.pk).status_code == 200
    answer = send("tess", "teams:rename-team", harbour.pk, hamlet="上湾", **fields)
    assert "本队用标准名称" in answer.content.decode()
    assert see("tess", "teams:dissolve-team", harbour.pk).status_code == 200
    answer = send("tess", "teams:dissolve-team", harbour.pk, **fields)
    assert (answer.status_code, "还有 5 名队员" in answer.content.decode()) == (422, True)
    for name in ("rename-team", "dissolve-team", "split-team"):
        assert see("kai", f"teams:{name}", harbour.pk).status_code == 404


def test_cancel_reorganisation_with_its_reason(send, see, harbour, at):
    fields = {"effective_on": (at.date() + 9 * DAY).isoformat(), "reason": REASON}
    assert send("tess", "teams:dissolve-team", harbour.pk, **fields).status_code == 302
    row = Reorganisation.objects.get()
    assert send("theo", "teams:cancel-reorganisation", row.pk, reason="情况有变").status_code == 404
    assert see("tess", "teams:cancel-reorganisation", row.pk).status_code == 200
    assert send("tess", "teams:cancel-reorganisation", row.pk, reason="").status_code == 422
    assert send("tess", "teams:cancel-reorganisation", row.pk, reason="情况有变").status_code == 302
    assert "情况有变" in see("tess", "teams:show-reorganisation", row.pk).content.decode()


def test_what_failed_says_why(send, see, gwen_actor, harbour, at):
    fields = {"effective_on": (at.date() + DAY).isoformat(), "reason": REASON}
    send("tess", "teams:dissolve-team", harbour.pk, **fields)
    row = Reorganisation.objects.get()
    commands.approve_reorganisation(actor=gwen_actor, reorganisation_id=row.pk, at=at)
    with time_machine.travel(at + DAY, tick=False):
        tasks.carry_out_reorganisations()
        assert "还有 5 名队员" in see("tess", "teams:show-reorganisation", row.pk).content.decode()


def test_the_approval_waits_in_the_heads_inbox(send, signed_in, gwen, harbour, at):
    send("tess", "teams:dissolve-team", harbour.pk, effective_on=at.date().isoformat(), reason=REASON)
    fields = {"effective_on": (at.date() + DAY).isoformat(), "reason": REASON}
    send("tess", "teams:dissolve-team", harbour.pk, **fields)
    inbox = signed_in(gwen).get(reverse("office:to-do")).content.decode()
    assert reverse("teams:show-reorganisation", args=[Reorganisation.objects.get().pk]) in inbox
    assert "撤销队伍" in inbox


def test_reorganisations_by_api(tell, signed_in, tess, harbour, academy, squadron, district, at):
    day = (at.date() + 3 * DAY).isoformat()
    body = {"effective_on": day, "reason": REASON}
    tell("kai", f"teams/{harbour.pk}/merge/", {**body, "predecessor_ids": [academy.pk]}, 404)
    assert tell("tess", f"teams/{harbour.pk}/merge/", {**body, "predecessor_ids": []}, 422)["field"] == "predecessors"
    tell("tess", f"teams/{harbour.pk}/merge/", {**body, "predecessor_ids": ["x"]}, 400)
    first = tell("tess", f"teams/{harbour.pk}/merge/", {**body, "predecessor_ids": [academy.pk]}, 201)["id"]
    tell("tess", f"reorganisations/{first}/approve/", {}, 404)
    tell("gwen", f"reorganisations/{first}/approve/", {})
    tell("tess", f"reorganisations/{first}/cancel/", {"reason": "情况有变"})
    split = {**body, "member_ids": [district.members["何平"]], "form": "VOLUNTARY_PATROL", "authorised": 5}
    assert tell("tess", f"teams/{harbour.pk}/split/", split, 422)["code"] == "teams.beside-needs-hamlet"
    assert (
        tell("tess", f"teams/{harbour.pk}/rename/", {**body, "hamlet": "上湾"}, 422)["code"] == "teams.name-is-standard"
    )
    assert tell("tess", f"teams/{squadron.pk}/dissolve/", body, 422)["code"] == "teams.children-left"
    second = tell("tess", f"teams/{academy.pk}/dissolve/", body, 201)["id"]
    client = signed_in(tess)
    listed = client.get("/api/v1/teams/reorganisations/").json()["results"]
    assert {row["id"]: row["stage"] for row in listed} == {first: "CANCELLED", second: "ORDERED"}
    one = client.get(f"/api/v1/teams/reorganisations/{first}/").json()
    assert (one["kind"], one["merging_ids"]) == ("MERGE", [academy.pk])


def test_whoever_sees_a_team_sees_what_is_ordered_about_it(signed_in, request, gus_actor, squadron, other_squadron, at):
    """Also where the team that takes it up stands in another street."""
    order = OrderDraft(effective_on=at.date() + dt.timedelta(days=30), reason="并入街道统一管理")
    row = commands.merge_teams(
        actor=gus_actor, team_id=other_squadron.pk, predecessor_ids=[squadron.pk], draft=order, at=at
    )
    for who, status in (("tess", 200), ("theo", 200), ("piet", 200), ("lena", 404)):
        client = signed_in(request.getfixturevalue(who))
        assert client.get(reverse("teams:show-reorganisation", args=[row.pk])).status_code == status, who
        assert client.get(f"/api/v1/teams/reorganisations/{row.pk}/").status_code == status, who
