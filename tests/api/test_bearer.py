"""A machine at the API's door: its owner of today, narrowed; never at a page's."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.access import all_grants
from patrol_ops.core.models import AccessToken, IdempotencyKey, JournalEntry, User
from patrol_ops.core.tokens import NOT_FOR_MACHINES, TokenDraft, issue_token
from patrol_ops.management.drawing import schema
from teams.models import Appointment
from tests.cast import TEAMS, District
from tests.house.worlds import DAY, World, routes, world

NAMES = tuple(name for team in TEAMS for name in team[6])
PLACES = ("港口社区", "柳林社区", "书院社区")


@pytest.fixture(autouse=True)
def here() -> Iterator[Any]:
    with time_machine.travel(clock.at(DAY, 21), tick=False) as travel:
        yield travel


@pytest.fixture
def token(district: District) -> Callable[..., str]:
    """``token("gus", "teams.view_team")``: the secret."""

    def make(key: str, *permissions: str, days: int = 30) -> str:
        draft = TokenDraft(name="统计平台", permissions=permissions, days=days)
        return issue_token(actor=district.actor(key, DAY), draft=draft, at=clock.now()).secret

    return make


def machine(secret: str, **more: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False, **more)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


TEAMS_API = "/api/v1/teams/teams/"


def test_a_token_opens_what_it_was_given_and_nothing_else(token: Callable[..., str], district: District) -> None:
    client = machine(token("gus", "teams.view_team"))
    team = district.teams["harbour"]
    assert client.get(f"{TEAMS_API}{team}/").status_code == 200
    members = client.get("/api/v1/teams/members/")
    assert members.status_code == 404 or members.json()["results"] == []
    assert client.post(f"{TEAMS_API}{team}/submit/", {}, content_type="application/json").status_code in (404, 405)


def test_with_one_small_permission_no_door_tells_more(token: Callable[..., str], district: District) -> None:
    """Every address of the API: nobody's name and nobody's place is told to whoever may read the rules only."""
    client = machine(token("gus", "core.view_policy"))
    here: World = world(district, "harbour", "lena", "990102001001")
    asked = 0
    for route in routes():
        if not (route.is_api and route.is_ours) or route.is_public:  # what everybody may read is no secret
            continue
        answer = client.get(here.path(route))
        asked += 1
        assert answer.status_code in (200, 403, 404, 405), route.name
        text = answer.content.decode()
        told = [word for word in (*NAMES, *PLACES) if word in text]
        assert told == [], f"{route.name} {answer.status_code}"
    assert asked > 15


@pytest.mark.parametrize("name", ["to-do", "notices", "tokens"])
def test_what_asks_for_no_permission_is_closed_to_machines(token: Callable[..., str], name: str) -> None:
    client = machine(token("gus", "teams.view_team"))
    assert code(client.get(reverse(f"api-office:{name}"))) == (403, "core.in-person-only")


def test_a_machine_marks_no_notice_read_and_ends_no_token(token: Callable[..., str]) -> None:
    client = machine(token("gus", "teams.view_team"))
    assert code(client.post(reverse("api-office:mark-notices-read"))) == (403, "core.in-person-only")
    mine = AccessToken.objects.get()
    assert code(client.post(reverse("api-office:revoke-token", args=[mine.pk]))) == (403, "core.in-person-only")
    assert AccessToken.objects.get().revoked_at is None


def test_a_page_is_never_opened_by_a_token(token: Callable[..., str]) -> None:
    client = machine(token("gus", "teams.view_team", "core.view_policy"))
    for name in ("home", "teams:list-teams", "office:list-tokens", "office:list-policy-values"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/"), name


def test_the_posts_are_those_of_today(token: Callable[..., str], gus: User) -> None:
    client = machine(token("gus", "teams.view_team"))
    assert client.get(TEAMS_API).status_code == 200
    Appointment.objects.filter(user=gus).delete()
    assert code(client.get(TEAMS_API)) == (403, "core.no-post")


def test_a_closed_login_an_ended_and_an_unknown_token_are_one_no(
    token: Callable[..., str], gus: User, here: Any
) -> None:
    secret = token("gus", "teams.view_team", days=1)
    assert machine(secret).get(TEAMS_API).status_code == 200

    User.objects.filter(pk=gus.pk).update(is_active=False)
    no = machine(secret).get(TEAMS_API)
    assert code(no) == (401, "core.not-signed-in")
    assert no["WWW-Authenticate"] == "Bearer"
    User.objects.filter(pk=gus.pk).update(is_active=True)

    assert code(machine("po_" + "x" * 40).get(TEAMS_API)) == (401, "core.not-signed-in")
    assert code(machine("").get(TEAMS_API)) == (401, "core.not-signed-in")
    here.shift(dt.timedelta(days=1))
    assert code(machine(secret).get(TEAMS_API)) == (401, "core.not-signed-in")


def test_a_token_that_opens_nothing_is_not_helped_by_a_session(gus: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(gus)
    assert client.get(TEAMS_API).status_code == 200
    assert client.get(TEAMS_API, headers={"Authorization": "Bearer po_nothing"}).status_code == 401
    assert client.get(TEAMS_API, headers={"Authorization": "Basic eDp5"}).status_code == 200


def test_a_session_beside_a_token_adds_nothing(
    token: Callable[..., str], gus: User, signed_in: Callable[[User], Client]
) -> None:
    headers = {"Authorization": f"Bearer {token('gus', 'core.view_policy')}"}
    answer = signed_in(gus).get(TEAMS_API, headers=headers)
    assert answer.status_code == 404 or answer.json()["results"] == []


AREA = {"name": "码头片区", "kind": "AREA", "form": "AREA"}


def test_a_machine_acts_without_a_csrf_mark_and_the_journal_names_it(
    token: Callable[..., str], gwen: User, district: District
) -> None:
    client = machine(token("gwen", "core.set_policy_value"), enforce_csrf_checks=True)
    body = {"key": "log.backfill_days", "value": "5", "since": DAY.isoformat(), "place": "990102"}
    url, key = reverse("api-office:policy-values"), str(uuid.uuid4())

    def act(value: str = "5") -> Any:
        said = {**body, "value": value}
        return client.post(url, said, content_type="application/json", headers={"Idempotency-Key": key})

    first, again = act(), act()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert code(act("6")) == (409, "core.same-key-other-content")
    assert IdempotencyKey.objects.get(key=key).user_id == gwen.pk
    entry = JournalEntry.objects.get(act="core.policy_value_set")
    assert (entry.actor_id, entry.facts["by_token"]) == (gwen.pk, AccessToken.objects.get().pk)


def test_the_journals_readers_see_that_a_machine_acted(
    token: Callable[..., str], gwen: User, signed_in: Callable[[User], Client]
) -> None:
    client = machine(token("gwen", "core.set_policy_value"))
    body = {"key": "log.backfill_days", "value": "5", "since": DAY.isoformat(), "place": "990102"}
    assert client.post(reverse("api-office:policy-values"), body, content_type="application/json").status_code == 201
    token_id = AccessToken.objects.get().pk
    reader = signed_in(gwen)
    rows = reader.get(reverse("api-office:journal"), {"act": "core.policy_value_set"}).json()["results"]
    assert [row["token_id"] for row in rows] == [token_id]
    page = reader.get(reverse("office:journal"), {"act": "core.policy_value_set"}).content.decode()
    assert f"通过接口令牌 {token_id}" in page


def test_wrong_tokens_are_counted_and_a_right_one_goes_on(token: Callable[..., str], here: Any) -> None:
    secret = token("gus", "teams.view_team")
    answers = [machine(f"po_{n:040}").get(f"{TEAMS_API}?q=secret-name").status_code for n in range(9)]
    assert answers == [401] * 7 + [429] * 2
    told = machine("po_wrong").get(TEAMS_API)
    assert (code(told), told["Retry-After"]) == ((429, "core.throttled"), "900")
    assert machine(secret).get(TEAMS_API).status_code == 200
    assert "secret-name" not in str(list(AccessAttempt.objects.values()))
    here.shift(dt.timedelta(minutes=16))
    assert machine("po_wrong").get(TEAMS_API).status_code == 401


def test_whoever_knocks_without_anything_is_asked_for_a_token(district: District) -> None:
    answer = Client().get(TEAMS_API)
    assert (code(answer), answer["WWW-Authenticate"]) == ((401, "core.not-signed-in"), "Bearer")


def test_a_call_by_token_takes_few_statements(token: Callable[..., str], django_assert_num_queries: Any) -> None:
    client = machine(token("gus", "core.view_policy"))
    client.get(reverse("api-schema"))
    with django_assert_num_queries(2):  # the token with its owner, the posts
        assert client.get(reverse("api-schema")).status_code == 200


def test_the_schema_says_both_ways_in() -> None:
    drawn = schema()
    assert "bearerAuth:" in drawn
    assert "cookieAuth:" in drawn


def test_nothing_that_makes_keys_can_be_given_away() -> None:
    assert set(all_grants()) >= NOT_FOR_MACHINES
