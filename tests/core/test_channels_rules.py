"""When something may leave, how several become one, and what an address is; and the words that go outside."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core import clock
from patrol_ops.core.channels import rules
from patrol_ops.core.channels.rules import Kind, judge_wishes, last_digest, open_from, tidy_address
from patrol_ops.core.refusals import Refused

NIGHT, NONE = (22, 7), (0, 0)
DAY = dt.date(2028, 2, 29)


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return clock.at(day, hour, minute)


@pytest.mark.parametrize(
    ("now", "spans", "opens"),
    [
        (at(21, 59), [NIGHT], at(21, 59)),
        (at(22), [NIGHT], at(7, day=dt.date(2028, 3, 1))),
        (at(23, 59), [NIGHT], at(7, day=dt.date(2028, 3, 1))),
        (at(0, 1), [NIGHT], at(7)),
        (at(6, 59), [NIGHT], at(7)),
        (at(7), [NIGHT], at(7)),
        (at(3), [NONE], at(3)),
        (at(13, 5), [NIGHT, (12, 14)], at(14)),
        (at(6), [NIGHT, (7, 9)], at(9)),  # a person's own quiet begins where the district's ends
        (at(20), [NIGHT, (20, 9)], at(9, day=dt.date(2028, 3, 1))),
        (at(12), [NIGHT, (7, 22)], at(12)),  # together always: the district's alone counts
        (at(23), [NIGHT, (7, 22)], at(7, day=dt.date(2028, 3, 1))),
    ],
)
def test_what_is_quiet_waits_until_it_ends(now: Any, spans: Any, opens: Any) -> None:
    assert open_from(now, spans) == opens


def test_the_hour_of_the_digest() -> None:
    assert last_digest(at(18), 18) == at(18)
    assert last_digest(at(17, 59), 18) == at(18, day=dt.date(2028, 2, 28))
    assert last_digest(at(9, day=dt.date(2028, 3, 1)), 18) == at(18)


def test_many_become_one() -> None:
    assert rules.bundled([1, 2, 3], 3) == [(1,), (2,), (3,)]
    assert rules.bundled([1, 2, 3, 4], 3) == [(1, 2, 3, 4)]
    assert rules.bundled([], 3) == []


def test_tries_are_ever_further_apart() -> None:
    waits = [rules.back_off(n).total_seconds() / 60 for n in range(1, 11)]
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 240


@pytest.mark.parametrize(
    ("digest", "own", "code"),
    [
        (8, None, ""),
        (None, (20, 9), ""),
        (7, (20, 7), ""),
        (23, None, "core.channel-digest-quiet"),
        (8, (20, 9), "core.channel-digest-quiet"),
        (None, (7, 19), "core.channel-always-quiet"),
        (None, (7, 18), ""),
        (24, None, "core.channel-hour-odd"),
        (None, (-1, 9), "core.channel-hour-odd"),
    ],
)
def test_a_person_may_be_quiet_for_longer_but_not_always(digest: Any, own: Any, code: str) -> None:
    if not code:
        judge_wishes(digest, own, district=NIGHT)
        return
    with pytest.raises(Refused) as no:
        judge_wishes(digest, own, district=NIGHT)
    assert no.value.code == code


WECOM, DING = "0a1b2c3d-1111-2222-3333-444455556666", "ab12" * 16


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.EMAIL, " Lena@Example.org ", "Lena@Example.org"),
        (Kind.SMS, "+86 138-0013-8000", "13800138000"),
        (Kind.SMS, "１３８００１３８０００", "13800138000"),
        (Kind.WECOM, WECOM, WECOM),
        (Kind.WECOM, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={WECOM}", WECOM),
        (Kind.DINGTALK, f"https://oapi.dingtalk.com/robot/send?access_token={DING}", DING),
        (Kind.DINGTALK, f"{DING}  SEC{DING}", f"{DING} SEC{DING}"),
    ],
)
def test_an_address_is_kept_tidily(kind: Kind, typed: str, kept: str) -> None:
    assert tidy_address(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.EMAIL, "lena"),
        (Kind.EMAIL, "lena@example.org\nBcc: otto@example.org"),
        (Kind.EMAIL, "lena@example.org,otto@example.org"),
        (Kind.EMAIL, "a@" + "b" * 260 + ".org"),
        (Kind.SMS, "12345"),
        (Kind.SMS, "010-12345678"),
        (Kind.WECOM, "https://example.org/cgi-bin/webhook/send?key=" + WECOM),
        (Kind.WECOM, "http://127.0.0.1/" + WECOM),
        (Kind.DINGTALK, "https://oapi.dingtalk.com.example.org/robot/send?access_token=" + DING),
        (Kind.DINGTALK, "json://127.0.0.1/"),
    ],
)
def test_no_address_leads_elsewhere(kind: Kind, typed: str) -> None:
    with pytest.raises(Refused) as no:
        tidy_address(kind, typed)
    assert (no.value.code, no.value.field) == ("core.channel-address-odd", "address")


def test_a_screen_shows_enough_to_know_it_again() -> None:
    assert rules.shown("EMAIL", "lena@example.org") == "l***@example.org"
    assert rules.shown("SMS", "13800138000") == "138****8000"
    assert rules.shown("WECOM", WECOM) == "…6666"
    assert rules.shown("DINGTALK", f"{DING} SECRET") == "…ab12"
