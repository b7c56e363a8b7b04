"""How one is told outside: the pages, the API, the link of a mail, and the numbers for whoever looks after it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, notices
from patrol_ops.core.channels import links, own, sending
from patrol_ops.core.models import Channel, JournalEntry, Outside, User, Wishes
from tests.cast import District
from tests.core.outside import channel_of
from tests.office.conftest import text_of

LIST, NEW, LOG = "/channels/", "/channels/new/", "/deliveries/"
API = "/api/v1/office/"
FORM = {"kind": "EMAIL", "address": "lena@example.org", "idempotency_key": "0d6f7c9a-0b1f-4d8e-9a53-3f3d5f6f2a11"}


@pytest.fixture(autouse=True)
def _site(settings: Any, at: dt.datetime) -> Iterator[None]:
    settings.SITE_URL, settings.EMAIL_URL = "https://patrol.example.org", "memorymail://"
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def client_of(district: District, signed_in: Callable[[User], Client]) -> Callable[[str], Client]:
    return lambda key: signed_in(User.objects.get(username=key))


def code_sent() -> str:
    sending.send_due()
    found = re.search(r"\d{6}", mail.outbox[-1].body)
    assert found is not None
    return found.group()


@pytest.fixture
def own_channel(district: District) -> Callable[[str], Channel]:
    return lambda key: channel_of(User.objects.get(username=key))


# --- pages ----------------------------------------------------------------------------------------------------------


def test_add_channel_then_confirm_channel(client_of: Callable[[str], Client]) -> None:
    client = client_of("lena")
    assert "还没有添加" in text_of(client.get(LIST))
    answer = client.post(NEW, FORM)
    channel = Channel.objects.get()
    assert answer["Location"] == f"/channels/{channel.pk}/confirm/"
    assert client.post(NEW, FORM)["Location"] == answer["Location"]  # sent twice, added once
    assert Channel.objects.count() == Outside.objects.count() == 1
    assert "l***@example.org" in text_of(client.get(answer["Location"]))

    code = code_sent()
    wrong = client.post(answer["Location"], {"code": "1" if code != "1" else "2"})
    assert wrong.status_code == 422
    assert "验证码不对" in text_of(wrong)
    assert client.post(answer["Location"], {"code": code})["Location"] == LIST
    page = client.get(LIST)
    assert "已开启" in text_of(page)
    assert "lena@example.org" not in page.content.decode()
    assert client.get(answer["Location"]).status_code == 404  # nothing left to confirm


def test_add_channel_offers_what_is_set_up(client_of: Callable[[str], Client], settings: Any) -> None:
    client = client_of("mara")
    assert "电子邮件" in text_of(client.get(NEW))
    assert "短信" not in re.sub("短信填", "", text_of(client.get(NEW)))
    assert client.post(NEW, {**FORM, "kind": "SMS"}).status_code == 422
    assert "地址的格式不对" in text_of(client.post(NEW, {**FORM, "address": "lena"}))
    settings.EMAIL_URL = ""
    assert "本系统还没有开通站外提醒" in text_of(client.get(LIST))
    assert not Channel.objects.exists()


def test_wrong_codes_are_limited(client_of: Callable[[str], Client]) -> None:
    client = client_of("lena")
    there = client.post(NEW, FORM)["Location"]
    for _ in range(own.GUESSES_AN_HOUR):
        assert client.post(there, {"code": "x"}).status_code == 422
    answer = client.post(there, {"code": code_sent()})
    assert answer.status_code == 429
    assert "次数太多" in text_of(answer)


def test_renew_channel_code(client_of: Callable[[str], Client]) -> None:
    client = client_of("lena")
    there = client.post(NEW, FORM)["Location"]
    first = code_sent()
    client.post(reverse("office:renew-channel-code", args=[Channel.objects.get().pk]))
    second = code_sent()
    assert client.post(there, {"code": first if first != second else ""}).status_code == 422
    assert client.post(there, {"code": second}).status_code == 302
    for _ in range(own.CODES_AN_HOUR):
        answer = client.post(reverse("office:renew-channel-code", args=[Channel.objects.get().pk]))
    assert answer.status_code == 429


def test_switch_channel_and_remove_channel(
    client_of: Callable[[str], Client], own_channel: Callable[[str], Channel]
) -> None:
    client, channel = client_of("lena"), own_channel("lena")
    switch, remove = (reverse(f"office:{act}-channel", args=[channel.pk]) for act in ("switch", "remove"))
    client.post(switch, {"on": "0"})
    assert "已关闭" in text_of(client.get(LIST))
    client.post(switch, {"on": "1"})
    assert "已开启" in text_of(client.get(LIST))
    for url in (switch, remove):
        assert client_of("mara").post(url, {"on": "0"}).status_code == 404
    client.post(remove)
    assert not Channel.objects.exists()


def test_set_wishes(client_of: Callable[[str], Client]) -> None:
    client = client_of("lena")
    there = reverse("office:set-wishes")
    assert "本地 22:00 到 7:00 不发提醒" in text_of(client.get(there))
    answer = client.post(there, {"digest_hour": "18", "quiet_from": "12", "quiet_until": "14", "language": "en"})
    assert answer["Location"] == LIST
    said = text_of(client.get(LIST))
    assert "每天 18:00 合成一条" in said
    assert "12:00–14:00" in said
    assert Wishes.objects.get().language == "en"
    for change in ({"digest_hour": "23"}, {"quiet_until": ""}, {"quiet_from": "7", "quiet_until": "21"}):
        sent = {"digest_hour": "18", "quiet_from": "12", "quiet_until": "14", "language": "en", **change}
        assert client.post(there, sent).status_code == 422, change


def test_who_has_no_post_has_own_channels_too(client_of: Callable[[str], Client]) -> None:
    assert client_of("nora").get(LIST).status_code == 200
    assert client_of("nora").get(NEW).status_code == 200


def test_the_pages_lead_there(client_of: Callable[[str], Client]) -> None:
    for url in ("/to-do/", "/notices/"):
        assert client_of("kai").get(url).content.decode().count(f'href="{LIST}"') >= 1


def test_list_channels_costs_the_same_however_many(
    client_of: Callable[[str], Client], own_channel: Callable[[str], Channel], statements: Any
) -> None:
    client = client_of("lena")
    own_channel("lena")
    one = statements(client, LIST)
    for _ in range(4):
        own_channel("lena")
    assert statements(client, LIST) == one == 7


# --- the link of a mail ---------------------------------------------------------------------------------------------


def test_unsubscribe_channel_without_signing_in(own_channel: Callable[[str], Channel]) -> None:
    channel = own_channel("lena")
    notices.post(to=[channel.user_id], template="core.not-found", facts={}, at=clock.now())
    sending.send_due()
    stop = mail.outbox[0].message()["List-Unsubscribe"].strip("<>").removeprefix("https://patrol.example.org")
    program = Client(enforce_csrf_checks=True)
    page = program.get(stop)
    assert "noindex" in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1
    assert Channel.objects.get().is_on  # looking turns nothing off
    answer = program.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, Channel.objects.get().is_on) == (200, False)
    assert "已经关闭" in text_of(answer)
    assert "example" not in answer.content.decode()
    assert program.get(stop[:-3] + "/").status_code == program.post(stop[:-3] + "/").status_code == 404
    channel.delete()
    assert program.post(stop).status_code == 404
    assert JournalEntry.objects.get(act="core.channel_switched").actor_kind == "public"


# --- API ------------------------------------------------------------------------------------------------------------


def test_the_api_does_the_same(client_of: Callable[[str], Client]) -> None:
    client = client_of("lena")

    def send(path: str, body: Any = None, **more: Any) -> Any:
        return client.post(API + path, body or {}, content_type="application/json", **more)

    key = {"headers": {"Idempotency-Key": "7d6f7c9a-0b1f-4d8e-9a53-3f3d5f6f2a11"}}
    body = {"kind": "EMAIL", "address": "lena@example.org"}
    made = send("channels/", body, **key)
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    assert send("channels/", body, **key).status_code == 200
    assert send("channels/", {**body, "kind": "SMS"}).json()["code"] == "core.channel-not-offered"
    pk = made.json()["id"]
    assert send(f"channels/{pk}/confirm/", {"code": "x"}).json()["code"] == "core.channel-code-wrong"
    assert send(f"channels/{pk}/code/").status_code == 200
    assert send(f"channels/{pk}/confirm/", {"code": code_sent()}).json()["state"] == "on"
    assert send(f"channels/{pk}/switch/", {"on": False}).json()["state"] == "off"
    wishes = {"language": "en", "digest_hour": 8, "quiet_from": None, "quiet_until": None}
    assert send("channels/wishes/", wishes).json() == wishes
    assert send("channels/wishes/", {"language": "en", "digest_hour": 23}).status_code == 422
    expected = {"id": pk, "kind": "EMAIL", "address": "l***@example.org", "state": "off"}
    assert client.get(API + "channels/").json() == [expected]
    other = client_of("mara").post(f"{API}channels/{pk}/remove/", {}, content_type="application/json")
    assert other.status_code == 404
    assert send(f"channels/{pk}/remove/").status_code == 204
    assert client.get(API + "channels/").json() == []


# --- what was sent, in numbers --------------------------------------------------------------------------------------


def rows(path: str, stage: str, count: int, reason: str = "", kind: str = "EMAIL", days: int = 0) -> None:
    made = clock.now() - dt.timedelta(days=days)
    sent = made if stage == "SENT" else None
    Outside.objects.bulk_create(
        Outside(kind=kind, path=path, stage=stage, reason=reason, made_at=made, due_at=made, sent_at=sent)
        for _ in range(count)
    )


def test_list_deliveries_counts_and_names_nobody(client_of: Callable[[str], Client], statements: Any) -> None:
    rows("990102001", "SENT", 7)
    rows("990102001", "FAILED", 2, "recipient-refused", days=1)
    rows("990102", "WAITING", 3, "answered-503", kind="SMS", days=1)
    rows("", "SENT", 50)  # of whom no territory is known: nobody's to count
    rows("880101", "SENT", 40)  # another district's
    rows("990102", "SENT", 30, days=31)
    client = client_of("ada")
    before = statements(client, LOG)
    said = text_of(client.get(LOG))
    for words in ("2026年11月18日 电子邮件 7 0 0 0", "邮箱地址被拒收 2", "短信 等待发送 answered-503 3"):
        assert words in said, said
    rows("990102", "SENT", 3, kind="DINGTALK", days=2)
    assert statements(client, LOG) == before
    body = client_of("aud").get(API + "deliveries/").json()
    day = {"day": "2026-11-18", "kind": "EMAIL", "sent": 7, "waiting": 0, "failed": 0, "dropped": 0}
    assert body["days"][0] == day
    assert body["reasons"][0] == {"kind": "SMS", "stage": "WAITING", "reason": "answered-503", "count": 3}


@pytest.mark.parametrize(("key", "status"), [("ada", 200), ("aud", 200), ("gwen", 404), ("lena", 404), ("nora", 404)])
def test_list_deliveries_is_for_those_who_look_after_it(
    client_of: Callable[[str], Client], key: str, status: int
) -> None:
    client = client_of(key)
    assert client.get(LOG).status_code == status
    assert client.get(API + "deliveries/").status_code == (403 if key == "nora" else status)
    assert ("提醒发送" in client.get("/", follow=True).content.decode()) == (status == 200)


def test_without_any_the_log_says_so(client_of: Callable[[str], Client]) -> None:
    assert "这些天没有发到站外的提醒" in text_of(client_of("aud").get(LOG))
    assert links.channel_of("x") is None
