"""Signing in with a code, setting it up, and what opens meanwhile: nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, second_step
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, PolicyValue, SecondStep, User
from patrol_ops.core.second_step import code_at, enrol_second_step, new_key
from patrol_ops.core.tokens import TokenDraft, issue_token
from teams.reports import actor_for
from tests.cast import PASSWORD, District
from tests.house.worlds import routes
from tests.office.conftest import text_of

SIGN_IN, CODE, SET_UP = "/sign-in/", "/sign-in/code/", "/second-step/set-up/"


@pytest.fixture(autouse=True)
def here(at: dt.datetime) -> Iterator[Any]:
    with time_machine.travel(at, tick=False) as travel:
        yield travel


def enrolled(user: User) -> list[str]:
    key, at = new_key(user.pk), clock.now()
    code = code_at(key.text, int(at.timestamp()) // 30)
    codes = enrol_second_step(actor=Actor("person", user.pk), seal=key.seal, code=code, at=at)
    user.refresh_from_db()
    return codes


def code_of(user: User) -> str:
    return code_at(SecondStep.objects.get(user=user).key, int(clock.now().timestamp()) // 30)


def password(client: Client, name: str = "lena", **more: Any) -> Any:
    return client.post(SIGN_IN, {"username": name, "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return client.get("/password/").status_code == 200


def required(roles: str) -> None:
    PolicyValue.objects.update_or_create(
        key="totp.required_roles", path="", since=clock.today(), defaults={"value": roles, "set_at": clock.now()}
    )


# --- signing in -----------------------------------------------------------------------------------------------------


def test_after_the_password_comes_the_code_and_then_where_one_was_going(lena: User, client: Client, here: Any) -> None:
    enrolled(lena)
    here.shift(dt.timedelta(minutes=1))
    answer = password(client, next="/duty/today/")
    assert (answer.status_code, answer["Location"]) == (302, f"{CODE}?next=/duty/today/")
    assert not is_in(client)

    form = client.get(answer["Location"])
    assert 'name="next" value="/duty/today/"' in form.content.decode()
    answer = client.post(CODE, {"code": code_of(lena), "next": "/duty/today/"})
    assert (answer.status_code, answer["Location"]) == (302, "/duty/today/")
    assert is_in(client)
    assert client.session.get_expiry_age() == 30 * 24 * 3600
    assert client.get(CODE).status_code == 302  # nothing is left half open


def test_a_code_on_paper_will_do(lena: User, client: Client) -> None:
    codes = enrolled(lena)
    password(client)
    assert client.post(CODE, {"code": codes[3]})["Location"] == reverse("home")
    assert is_in(client)


def test_half_signed_in_is_nobody(lena: User, client: Client) -> None:
    enrolled(lena)
    password(client)
    for route in routes():
        if route.wants or not route.is_ours or route.is_public:
            continue
        answer = client.get(route.pattern)
        opened = {"sign-in", "sign-in-code", "claim-login", "set-language", "set-type-size", "offline"}
        opened |= {"health", "ready", "metrics"}  # asked by machines that have no session
        if route.name in opened | {"service-worker"}:
            continue
        assert answer.status_code in (302, 401, 405), f"{route.name} {answer.status_code}"
        if answer.status_code == 302:
            assert answer["Location"].startswith(SIGN_IN), route.name
    assert client.get("/autosave/?form=f&subject=s").status_code == 401


def test_a_wrong_code_is_said_and_opens_nothing(lena: User, client: Client) -> None:
    enrolled(lena)
    password(client)
    answer = client.post(CODE, {"code": "ACDEF-GHJKM"})
    assert answer.status_code == 422
    assert "验证码不对，或者已经用过" in text_of(answer)
    assert not is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        lambda lena, here: here.shift(dt.timedelta(minutes=10, seconds=1)),
        lambda lena, here: User.objects.filter(pk=lena.pk).update(is_active=False),
        lambda lena, here: User.objects.filter(pk=lena.pk).update(session_mark="another"),
        lambda lena, here: User.objects.filter(pk=lena.pk).update(second_step_since=None),
    ],
    ids=["late", "closed", "password changed", "switched off"],
)
def test_the_half_way_house_closes(lena: User, client: Client, here: Any, change: Callable[..., Any]) -> None:
    codes = enrolled(lena)
    password(client)
    change(lena, here)
    answer = client.post(CODE, {"code": codes[0], "next": "/teams/"})
    assert (answer.status_code, answer["Location"]) == (302, f"{SIGN_IN}?next=/teams/")
    assert not is_in(client)


def test_the_code_page_is_nobodys_without_a_password(lena: User, client: Client) -> None:
    codes = enrolled(lena)
    assert client.get(CODE).status_code == 302
    assert client.post(CODE, {"code": codes[0]})["Location"].startswith(SIGN_IN)
    assert second_step.codes_left(lena) == 10


def test_signing_in_anew_ends_who_was_signed_in_here(
    lena: User, otto: User, signed_in: Callable[[User], Client]
) -> None:
    enrolled(lena)
    client = signed_in(otto)
    password(client)
    assert not is_in(client)


def test_it_goes_on_only_within_this_site(lena: User, client: Client) -> None:
    codes = enrolled(lena)
    password(client, next="https://evil.example/")
    answer = client.post(CODE, {"code": codes[0], "next": "https://evil.example/"})
    assert answer["Location"] == reverse("home")


def test_wrong_codes_are_counted_and_even_the_right_one_waits(lena: User, client: Client, here: Any) -> None:
    codes = enrolled(lena)
    password(client)
    answers = [client.post(CODE, {"code": f"{n:06}"}).status_code for n in range(8)]
    assert answers == [422] * 7 + [429]
    assert client.post(CODE, {"code": codes[0]}).status_code == 429
    fresh = Client()
    password(fresh)  # the password again does not begin the count anew
    assert fresh.post(CODE, {"code": codes[0]}).status_code == 429
    here.shift(dt.timedelta(minutes=16))
    password(fresh)
    assert fresh.post(CODE, {"code": codes[0]}).status_code == 302


def test_without_a_second_step_nothing_changes(lena: User, client: Client) -> None:
    assert password(client)["Location"] == reverse("home")
    assert is_in(client)


# --- setting it up --------------------------------------------------------------------------------------------------


def seal_and_code(answer: Any) -> tuple[str, str]:
    seal = re.search(r'name="seal" value="([^"]+)"', answer.content.decode())
    assert seal is not None
    user_id = answer.wsgi_request.user.pk
    key = second_step.key_of(seal.group(1), user_id)
    return seal.group(1), code_at(key.text, int(clock.now().timestamp()) // 30)


def test_enrol_second_step_by_the_page(lena: User, signed_in: Callable[[User], Client]) -> None:
    client, other = signed_in(lena), signed_in(lena)
    assert "还没有开启" in text_of(client.get(reverse("show-second-step")))
    shown = client.get(SET_UP)
    assert "<svg" in shown.content.decode().split('class="po-qr"')[1]
    assert "no-store" in shown["Cache-Control"]
    seal, code = seal_and_code(shown)

    wrong = client.post(SET_UP, {"seal": seal, "code": "12345"})
    assert wrong.status_code == 422
    assert seal in wrong.content.decode()  # the same drawing: only the code was mistyped

    told = client.post(SET_UP, {"seal": seal, "code": code})
    assert len(re.findall(r"\w{5}-\w{5}(?=</span></li>)", told.content.decode())) == 10
    assert is_in(client)
    assert not is_in(other)
    assert client.post(SET_UP, {"seal": seal, "code": code})["Location"] == "/second-step/"
    assert client.get(SET_UP)["Location"] == "/second-step/"
    assert "没用过的恢复码 10" in text_of(client.get("/second-step/"))


def test_a_seal_that_is_no_longer_good_gets_a_new_drawing(
    lena: User, signed_in: Callable[[User], Client], here: Any
) -> None:
    client = signed_in(lena)
    seal, code = seal_and_code(client.get(SET_UP))
    here.shift(dt.timedelta(minutes=31))
    answer = client.post(SET_UP, {"seal": seal, "code": code})
    assert answer.status_code == 422
    assert "请重新打开" in text_of(answer)
    assert seal not in answer.content.decode()


def test_renew_recovery_codes_by_the_page(lena: User, signed_in: Callable[[User], Client]) -> None:
    codes = enrolled(lena)
    client = signed_in(lena)
    url = reverse("renew-recovery-codes")
    assert client.get(url).status_code == 200
    assert client.post(url, {"code": "wrong"}).status_code == 422
    told = client.post(url, {"code": codes[0]}).content.decode()
    assert len(re.findall(r"\w{5}-\w{5}(?=</span></li>)", told)) == 10


def test_switch_off_second_step_by_the_page(lena: User, client: Client, signed_in: Callable[[User], Client]) -> None:
    codes = enrolled(lena)
    mine = signed_in(lena)
    url = reverse("switch-off-second-step")
    assert mine.get(url).status_code == 200
    assert mine.post(url, {"code": "wrong"}).status_code == 422
    answer = mine.post(url, {"code": codes[0]}, follow=True)
    assert "两步验证已取消" in text_of(answer)
    assert mine.get(url)["Location"] == "/second-step/"
    assert mine.get(reverse("renew-recovery-codes"))["Location"] == "/second-step/"
    assert password(client)["Location"] == reverse("home")


@pytest.mark.parametrize("name", ["renew-recovery-codes", "switch-off-second-step"])
def test_codes_are_not_guessed_from_inside_either(lena: User, signed_in: Callable[[User], Client], name: str) -> None:
    codes = enrolled(lena)
    client = signed_in(lena)
    answers = [client.post(reverse(name), {"code": f"{n:06}"}).status_code for n in range(8)]
    assert answers == [422] * 7 + [429]
    assert client.post(reverse(name), {"code": codes[0]}).status_code == 429


def test_what_may_not_be_switched_off_is_said(gus: User, signed_in: Callable[[User], Client]) -> None:
    required("gov")
    codes = enrolled(gus)
    answer = signed_in(gus).post(reverse("switch-off-second-step"), {"code": codes[0]})
    assert answer.status_code == 422
    assert "您的岗位必须开启两步验证" in text_of(answer)


# --- who has to -----------------------------------------------------------------------------------------------------


def test_whose_role_needs_it_finds_nothing_but_the_page_to_set_it_up(
    gus: User, district: District, client: Client
) -> None:
    required("adm,gov")
    password(client, "gus")
    opened = {"enrol-second-step", "claim-login", "set-language", "set-type-size", "offline", "service-worker"}
    opened |= {"health", "ready", "metrics"}  # asked by machines that have no session
    for route in routes():
        if (
            route.is_public
            or route.wants
            or not route.is_ours
            or route.name in {"sign-in", "sign-out", "sign-in-code", *opened}
        ):
            continue
        answer = client.get(route.pattern)
        if route.is_api:
            assert answer.status_code in (403, 405), route.name
            if answer.status_code == 403:
                assert answer.json()["code"] == "core.second-step-needed", route.name
        elif route.name == "autosave":
            assert answer.status_code == 401
        else:
            assert answer["Location"].startswith(f"{SET_UP}?next="), route.name


def test_once_it_is_set_up_everything_opens_where_one_was_going(gus: User, client: Client) -> None:
    required("gov")
    password(client, "gus")
    sent = client.get("/situation/")
    shown = client.get(sent["Location"])
    assert "您的岗位必须开启两步验证" in text_of(shown)
    seal, code = seal_and_code(shown)
    told = client.post(SET_UP, {"seal": seal, "code": code, "next": "/situation/"})
    assert 'href="/situation/"' in told.content.decode()
    assert client.get("/situation/").status_code == 200


def test_the_policy_reaches_who_is_signed_in_already(gus: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(gus)
    assert client.get("/situation/").status_code == 200
    required("gov")
    assert client.get("/situation/").status_code == 302
    assert client.post("/notices/read/").status_code == 302
    required("")
    assert client.get("/situation/").status_code == 200


def test_other_roles_and_who_may_leave_are_left_alone(
    lena: User, gus: User, signed_in: Callable[[User], Client]
) -> None:
    required("gov")
    assert signed_in(lena).get("/duty/today/").status_code == 200
    assert signed_in(gus).post("/sign-out/")["Location"] == SIGN_IN


def test_a_token_issued_before_goes_on_and_a_new_one_needs_it(
    gus: User, district: District, signed_in: Callable[[User], Client]
) -> None:
    draft = TokenDraft(name="统计平台", permissions=("teams.view_team",), days=30)
    secret = issue_token(actor=district.actor("gus"), draft=draft, at=clock.now()).secret
    required("gov")
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    assert machine.get("/api/v1/teams/teams/").status_code == 200
    assert signed_in(gus).get("/tokens/new/")["Location"].startswith(SET_UP)


def test_asking_the_policy_costs_no_statement(gus: User, lena: User, django_assert_num_queries: Any) -> None:
    required("gov")
    with django_assert_num_queries(1):
        assert actor_for(gus, clock.today()).must_enrol
    assert not actor_for(lena, clock.today()).must_enrol
    assert not actor_for(gus, clock.today() - dt.timedelta(days=1)).must_enrol
    enrolled(gus)
    assert not actor_for(gus, clock.today()).must_enrol


# --- a lost phone ---------------------------------------------------------------------------------------------------


def test_a_new_slip_drops_it_and_the_journal_says_so(
    lena: User, gus: User, client: Client, signed_in: Callable[[User], Client], district: District
) -> None:
    enrolled(lena)
    post = JournalEntry.objects.filter(act="teams.login_opened", subject_id=lena.pk).latest("pk")
    page = signed_in(gus).post(reverse("teams:open-login", args=[post.facts["appointment_id"]]))
    assert "原来的两步验证随之取消" in text_of(page)
    lena.refresh_from_db()
    assert lena.second_step_since is not None  # the slip alone takes nothing away

    code = re.search(r'class="po-code">([^<]+)<', page.content.decode())
    assert code is not None
    form = {
        "code": code.group(1),
        "username": "",
        "new_password1": "lantern-street-9",
        "new_password2": "lantern-street-9",
    }
    assert client.post("/claim/", form)["Location"] == reverse("home")
    lena.refresh_from_db()
    assert lena.second_step_since is None
    entry = JournalEntry.objects.get(act="core.second_step_switched_off")
    assert (entry.actor_kind, entry.subject_id) == ("public", lena.pk)


# --- what it costs --------------------------------------------------------------------------------------------------


def test_the_pages_are_cheap(
    lena: User, client: Client, signed_in: Callable[[User], Client], django_assert_max_num_queries: Any
) -> None:
    mine = signed_in(lena)
    with django_assert_max_num_queries(12):
        seal, code = seal_and_code(mine.get(SET_UP))
    with django_assert_max_num_queries(24):
        assert mine.post(SET_UP, {"seal": seal, "code": code}).status_code == 200
    for url in ("/second-step/", "/second-step/codes/", "/second-step/off/"):
        with django_assert_max_num_queries(12):
            assert mine.get(url).status_code == 200
    with django_assert_max_num_queries(24):
        password(client)
    with django_assert_max_num_queries(12):
        client.get(CODE)
    with django_assert_max_num_queries(24):
        client.post(CODE, {"code": "wrong"})
