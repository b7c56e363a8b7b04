"""Each way out against a server that checks what it is told; and nothing ever goes where nobody said."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from django.core.management import CommandError, call_command

from patrol_ops.core import logs
from patrol_ops.core.channels import sms
from patrol_ops.core.channels.senders import Letter, NotSent, Outlets, offered, outlets
from tests.core.outside import SECRET, Gateway, Mails, mail_server, serving, sms_gateway

LETTER = Letter(
    "0f4e", "您有 2 件事待办", "您有 2 件事待办\n.点开头的一行\n请打开", "您有 2 件事待办 https://x/", "https://x/stop/"
)
PHONE, ROBOT = "13800138000", "0a1b2c3d-1111-2222-3333-444455556666"


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.SITE_URL = "https://patrol.example.org"


# --- what is offered ------------------------------------------------------------------------------------------------


def test_only_what_is_set_up_is_offered(settings: Any) -> None:
    assert offered() == ()
    settings.EMAIL_URL, settings.ROBOTS, settings.SMS_URL = "smtp://mail", ["DINGTALK"], "https://sms.example.org"
    assert offered() == ("EMAIL", "DINGTALK")
    settings.SMS_SECRET, settings.ROBOTS = "x", ["WECOM"]
    assert offered() == ("EMAIL", "WECOM", "SMS")
    settings.SITE_URL = ""
    assert offered() == ()


# --- text messages --------------------------------------------------------------------------------------------------


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with sms_gateway() as (url, it):
        settings.SMS_URL, settings.SMS_SECRET = url, SECRET
        yield it


def text(key: str = "k1") -> None:
    letter = Letter(key, "", "", "您有 2 件事待办")
    with outlets() as ways:
        ways.send("SMS", PHONE, letter)


def test_a_text_message_is_signed_and_shaped_as_the_paper_says(gateway: Gateway) -> None:
    text()
    assert [(said["id"], said["to"], said["text"]) for said in gateway] == [("k1", PHONE, "您有 2 件事待办")]
    assert gateway.turned_away == 0


def test_another_secret_is_turned_away(gateway: Gateway, settings: Any) -> None:
    settings.SMS_SECRET = "another"
    with pytest.raises(NotSent) as no:
        text()
    assert (no.value.code, no.value.final, gateway.turned_away, len(gateway)) == ("answered-401", False, 1, 0)


@pytest.mark.parametrize(
    ("status", "answer", "code", "final"),
    [
        (200, b'{"accepted": false, "id": "k1"}', "not-accepted", True),
        (200, b'{"accepted": true, "id": "k2"}', "answer-unreadable", False),
        (200, b'{"accepted": "yes", "id": "k1"}', "answer-unreadable", False),
        (200, b"[]", "answer-unreadable", False),
        (200, b"thank you", "answer-unreadable", False),
        (302, b"", "answered-302", False),  # nobody is led elsewhere
        (400, b"", "answered-400", True),
        (503, b"", "answered-503", False),
    ],
)
def test_every_other_answer_is_a_no(gateway: Gateway, status: int, answer: bytes, code: str, final: bool) -> None:
    gateway.answers = lambda said: (status, answer)
    with pytest.raises(NotSent) as no:
        text()
    assert (no.value.code, no.value.final) == (code, final)


@pytest.mark.parametrize("url", ["http://sms.example.org/", "http://192.168.1.9/", "ftp://x/", "https:///x", "sms"])
def test_what_is_not_safe_is_not_called(settings: Any, url: str) -> None:
    settings.SMS_URL, settings.SMS_SECRET = url, SECRET
    with pytest.raises(NotSent) as no:
        text()
    assert (no.value.code, no.value.final) == ("not-safe", True)


def test_a_gateway_that_is_away_is_tried_again(settings: Any) -> None:
    settings.SMS_URL, settings.SMS_SECRET = "http://localhost:1/", SECRET
    with pytest.raises(NotSent) as no:
        text()
    assert (no.value.code, no.value.final) == ("gateway-unreachable", False)


def test_the_signature_covers_moment_and_body() -> None:
    whole = sms.signature("s", "1", b"a")
    assert (
        len({whole, sms.signature("s", "2", b"a"), sms.signature("s", "1", b"b"), sms.signature("t", "1", b"a")}) == 4
    )


# --- mail -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mails(settings: Any) -> Iterator[Mails]:
    with mail_server() as (port, mails):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        yield mails


def test_a_mail_carries_its_own_name_and_the_way_out(mails: Mails) -> None:
    with outlets() as ways:
        ways.send("EMAIL", "lena@example.org", LETTER)
        ways.send("EMAIL", "otto@example.org", LETTER)
    first, second = mails
    assert first["Message-ID"] == second["Message-ID"] == "<0f4e@patrol.example.org>"
    assert (first["To"], second["To"]) == ("lena@example.org", "otto@example.org")
    assert first["List-Unsubscribe"] == "<https://x/stop/>"
    assert first["Auto-Submitted"] == "auto-generated"
    body = first.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().splitlines() == LETTER.body.splitlines()


def test_whom_the_server_refuses_for_good_is_not_tried_again(mails: Mails) -> None:
    mails.refuse = lambda line: "550 no such box" if "OTTO" in line else "451 later" if "MARA" in line else ""  # type: ignore[method-assign]
    with outlets() as ways:
        for name, final in (("otto", True), ("mara", False)):
            with pytest.raises(NotSent) as no:
                ways.send("EMAIL", f"{name}@example.org", LETTER)
            assert (no.value.code, no.value.final) == ("recipient-refused", final)
        ways.send("EMAIL", "lena@example.org", LETTER)
    assert [mail["To"] for mail in mails] == ["lena@example.org"]


def test_a_server_that_is_away_is_tried_again(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    with outlets() as ways, pytest.raises(NotSent) as no:
        ways.send("EMAIL", "lena@example.org", LETTER)
    assert (no.value.code, no.value.final) == ("mail-server", False)


# --- robots ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def robots(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """Both services on a machine of our own; ``/sent-on`` answers with a redirect, which nobody follows."""
    heard: list[tuple[str, Any]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(302 if "sent-on" in self.path else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """What is asked is no news."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Door)) as port:
        monkeypatch.setattr(NotifyWeComBot, "notify_url", f"http://127.0.0.1:{port}/wecom?key={{key}}")
        monkeypatch.setattr(NotifyDingTalk, "notify_url", f"http://127.0.0.1:{port}/ding?access_token={{token}}")
        yield heard


def test_a_robot_says_it_in_its_group(robots: list[tuple[str, Any]]) -> None:
    token, secret = "ab12" * 16, "SEC" + "cd34" * 10
    ways = Outlets()
    ways.send("WECOM", ROBOT, LETTER)
    ways.send("DINGTALK", token, LETTER)
    ways.send("DINGTALK", f"{token} {secret}", LETTER)
    (wecom, said), (ding, told), (signed, _) = robots
    assert (wecom, said["text"]["content"]) == (f"/wecom?key={ROBOT}", LETTER.body)
    assert (ding, told["text"]["content"]) == (f"/ding?access_token={token}", LETTER.body)
    assert "timestamp=" in signed
    assert "sign=" in signed


def test_what_is_too_long_for_a_robot_is_said_in_short(robots: list[tuple[str, Any]]) -> None:
    Outlets().send("WECOM", ROBOT, Letter("k", "", "件" * 1000, "很短"))
    assert robots[0][1]["text"]["content"] == "很短"


def test_a_robot_that_leads_elsewhere_is_not_followed(
    robots: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifyWeComBot, "notify_url", NotifyWeComBot.notify_url.replace("/wecom", "/sent-on"))
    with pytest.raises(NotSent) as no:
        Outlets().send("WECOM", ROBOT, LETTER)
    assert (no.value.code, len(robots)) == ("robot-refused", 1)


def test_an_odd_key_is_no_robot() -> None:
    with pytest.raises(NotSent) as no:
        Outlets().send("DINGTALK", "-", LETTER)
    assert no.value.final


# --- what stands in logs, and the operator's probe ------------------------------------------------------------------


def test_libraries_that_write_down_keys_are_silent() -> None:
    loggers = logs.logging_config("DEBUG")["loggers"]
    assert (loggers["apprise"]["level"], loggers["urllib3"]["level"]) == ("CRITICAL", "WARNING")
    line = logs.logging.LogRecord("x", 20, "x", 1, "GET %s", ("/public/unsubscribe/abc:DEF-1_2/",), None)
    logs.WithoutSecrets().filter(line)
    assert line.getMessage() == "GET /public/unsubscribe/…/"


def test_an_operator_tries_every_way_out(gateway: Gateway, mails: Mails, settings: Any) -> None:
    said = StringIO()
    call_command("check_channels", "EMAIL=ops@example.org", f"SMS={PHONE}", stdout=said)
    assert (len(mails), len(gateway)) == (1, 1)
    assert said.getvalue().splitlines() == ["EMAIL: sent", "SMS: sent"]
    assert PHONE not in said.getvalue()

    gateway.answers = lambda request: (503, b"")
    with pytest.raises(CommandError, match="SMS"):
        call_command("check_channels", f"SMS={PHONE}", stdout=said)
    for wrong in ("SMS", "PIGEON=x", "SMS=12", f"WECOM={ROBOT}"):
        with pytest.raises(CommandError):
            call_command("check_channels", wrong, stdout=said)
    call_command("check_channels", stdout=said)
    assert said.getvalue().splitlines()[-1] == "Offered: EMAIL, SMS"


def test_the_servers_of_these_tests_end(gateway: Gateway) -> None:
    assert threading.active_count() < 20
    assert dt.timedelta(seconds=sms.TIMEOUT) < dt.timedelta(minutes=5)
