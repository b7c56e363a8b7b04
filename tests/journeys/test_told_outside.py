"""Lena asks on her phone to be told by mail, types in the code that came, and turns it off by the link of a mail."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest

from patrol_ops.core.channels import links
from tests.core.outside import Mails, mail_server
from tests.journeys.conftest import DESK, PHONE, Person

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def mails(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mails]:
    """Before the site starts, which is told of the mail server by its environment."""
    with mail_server() as (port, mails):
        monkeypatch.setenv("SITE_URL", "https://patrol.example.org")
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{port}")
        yield mails


def code_in(mails: Mails) -> str:
    end = time.monotonic() + 20
    while not mails:
        assert time.monotonic() < end, "no mail came"
        time.sleep(0.1)
    body = mails[-1].get_payload(decode=True)
    assert isinstance(body, bytes)
    found = re.search(r"[0-9]{6}", body.decode())
    assert found is not None
    return found.group()


def looks_right(somebody: Person) -> None:
    """On a desk and on a phone: nothing for axe to find, nothing that scrolls sideways."""
    for size in (DESK, PHONE):
        somebody.page.set_viewport_size(size)
        assert somebody.axe() == [], somebody.page.url
        assert not somebody.overflows(), somebody.page.url


def test_lena_is_told_by_mail_until_she_says_no_more(mails: Mails, person: Callable[..., Person]) -> None:
    lena = person("lena", PHONE)
    lena.open("/to-do/")
    looks_right(lena)
    lena.tap("main a[href='/channels/']")
    looks_right(lena)
    lena.tap("main a[href='/channels/new/']")
    looks_right(lena)
    lena.tap("label:has-text('电子邮件')")
    lena.page.fill("[name=address]", "lena@example.org")
    lena.tap(".po-bottom button[type=submit]")
    lena.page.wait_for_url("**/confirm/")
    looks_right(lena)
    lena.page.fill("[name=code]", code_in(mails))
    lena.tap(".po-bottom button[type=submit]")
    lena.page.wait_for_url("**/channels/")
    looks_right(lena)
    assert "lena@example.org" not in lena.page.content()

    lena.open("/channels/wishes/")
    looks_right(lena)
    lena.page.select_option("[name=digest_hour]", "18")
    lena.tap(".po-bottom button[type=submit]")
    lena.page.wait_for_url("**/channels/")
    assert "18:00" in lena.page.inner_text("main")

    aud = person("aud", DESK)
    aud.open("/deliveries/")
    looks_right(aud)
    assert "电子邮件" in aud.page.inner_text("main")

    number = re.search(r"/channels/(\d+)/switch/", lena.page.content())
    assert number is not None
    nobody = person(size=PHONE)
    nobody.open(f"/public/unsubscribe/{links.token_for(int(number.group(1)))}/")
    looks_right(nobody)
    nobody.tap("main button[type=submit]")
    nobody.page.wait_for_selector("main [role=status]")
    looks_right(nobody)
    lena.page.reload()
    assert "已关闭" in lena.page.inner_text("main")
