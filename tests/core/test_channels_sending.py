"""From a notice to a message outside: once, in its time, without anything that is nobody's business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from patrol_ops.core import clock, notices, obligations, tasks, wording
from patrol_ops.core.channels import sending
from patrol_ops.core.channels.senders import NotSent, Outlets
from patrol_ops.core.models import Channel, Delivery, Notice, Outside, PolicyValue, User
from tests.core.outside import channel_of, wishes_of

pytestmark = [pytest.mark.usefixtures("registries", "_open"), pytest.mark.django_db]

NOON = clock.at(dt.date(2026, 11, 18), 12)
HOUR = dt.timedelta(hours=1)
LEASE = sending.LEASE + dt.timedelta(seconds=1)


@pytest.fixture
def _open(settings: Any, registries: None) -> None:
    settings.SITE_URL, settings.EMAIL_URL = "https://patrol.example.org", "memorymail://"
    wording.register({"tests.bell": "请在 {until} 前办理 {n} 件。", "tests.name": "{who}请您办理。"})


@pytest.fixture
def now() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lena(make_user: Callable[..., User], now: Any) -> User:
    user = make_user("lena")
    channel_of(user)
    return user


def tell(user: User, count: int = 1, template: str = "tests.bell", **facts: Any) -> None:
    for _ in range(count):
        said = {"until": "2026-11-20", "n": 2, **facts}
        notices.post(to=[user.pk], template=template, facts=said, at=clock.now(), url="/x/7/")


def stages() -> list[tuple[str, str]]:
    return list(Outside.objects.order_by("pk").values_list("stage", "reason"))


def test_a_notice_is_told_by_mail_once(lena: User) -> None:
    tell(lena)
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    (letter,) = mail.outbox
    row = Outside.objects.get()
    assert letter.subject == "请在 2026年11月20日 前办理 2 件。"
    assert letter.to == ["lena@example.org"]
    assert "https://patrol.example.org/x/7/" in letter.body
    headers = letter.message()
    assert headers["Message-ID"] == f"<{row.key}@patrol.example.org>"
    stop = headers["List-Unsubscribe"].strip("<>")
    assert stop.startswith("https://patrol.example.org/public/unsubscribe/")
    assert stop in letter.body
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (row.stage, row.attempts, row.sent_at) == ("SENT", 1, NOON)


def test_told_twice_is_impossible(lena: User) -> None:
    tell(lena)
    delivery = Delivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=delivery.notice, channel=delivery.channel)


def test_without_a_confirmed_channel_the_notice_is_all(make_user: Callable[..., User], now: Any) -> None:
    for name, more in (("kai", {"confirmed_at": None}), ("otto", {"is_on": False}), ("mara", {"kind": "SMS"})):
        user = make_user(name)
        channel_of(user, **more)
        tell(user)
    assert Notice.objects.count() == 3
    assert not Delivery.objects.exists()
    assert sending.send_due() == 0


def test_a_site_without_an_address_offers_nothing(lena: User, settings: Any, django_assert_num_queries: Any) -> None:
    settings.SITE_URL = ""
    with django_assert_num_queries(1):
        tell(lena)
    assert not Delivery.objects.exists()


def test_several_things_at_once_are_one_message_with_counts(lena: User) -> None:
    tell(lena, 3)
    tell(lena, 2, until="2026-12-01")
    assert sending.send_due() == 1
    (letter,) = mail.outbox
    assert letter.subject == "您有 5 件事待办"
    assert "- 请在 2026年11月20日 前办理 2 件。 × 3\n- 请在 2026年12月1日 前办理 2 件。 × 2" in letter.body
    assert "https://patrol.example.org/notices/" in letter.body
    assert Delivery.objects.filter(message=Outside.objects.get()).count() == 5


def test_up_to_the_districts_number_each_is_a_message(lena: User) -> None:
    tell(lena, 3)
    assert sending.send_due() == 3


def test_a_flood_is_cut_short(lena: User) -> None:
    for day in range(1, 26):
        tell(lena, until=f"2026-12-{day:02d}")
    sending.send_due()
    assert "……还有 5 件" in mail.outbox[0].body


def test_at_night_nothing_leaves_and_in_the_morning_it_comes_as_one(lena: User, now: Any) -> None:
    now.move_to(NOON.replace(hour=22))
    for _ in range(4):
        tell(lena)
        assert sending.send_due() == 0
        now.shift(HOUR)
    assert not Outside.objects.exists()
    now.move_to(NOON.replace(hour=6, minute=59) + dt.timedelta(days=1))
    assert sending.send_due() == 0
    now.move_to(NOON.replace(hour=7) + dt.timedelta(days=1))
    assert sending.send_due() == 1
    assert mail.outbox[0].subject == "您有 4 件事待办"


def test_the_district_decides_the_night_and_a_person_lengthens_it(lena: User, now: Any) -> None:
    PolicyValue.objects.create(key="outside.quiet_until", since=NOON.date(), path="", value=6, set_at=NOON)
    wishes_of(lena, quiet_from=12, quiet_until=14)
    now.move_to(NOON.replace(hour=6))
    tell(lena)
    assert sending.send_due() == 1
    now.move_to(NOON.replace(hour=13))
    tell(lena)
    assert sending.send_due() == 0
    now.move_to(NOON.replace(hour=14))
    assert sending.send_due() == 1


def test_a_try_that_falls_into_the_night_waits_for_the_morning(lena: User, now: Any, failing: list[str]) -> None:
    now.move_to(NOON.replace(hour=21, minute=59))
    tell(lena)
    failing.append("mail-server")
    sending.send_due()
    failing.clear()
    now.shift(HOUR)
    assert sending.send_due() == 0
    assert stages() == [("WAITING", "mail-server")]
    now.move_to(NOON.replace(hour=7) + dt.timedelta(days=1))
    assert sending.send_due() == 1
    assert stages() == [("SENT", "")]


def test_once_a_day_at_an_hour(lena: User, now: Any) -> None:
    wishes_of(lena, digest_hour=18)
    tell(lena, 2)
    assert sending.send_due() == 0
    now.move_to(NOON.replace(hour=18))
    tell(lena)
    assert sending.send_due() == 1
    assert mail.outbox[0].subject == "您有 3 件事待办"
    tell(lena)
    now.shift(23 * HOUR)
    assert sending.send_due() == 0
    now.shift(HOUR)
    assert sending.send_due() == 1


def test_what_was_read_meanwhile_is_told_no_more(lena: User, now: Any) -> None:
    now.move_to(NOON.replace(hour=23))
    tell(lena)
    sending.send_due()
    notices.mark_read(user_id=lena.pk, at=clock.now())
    now.shift(12 * HOUR)
    assert sending.send_due() == 0
    assert not Outside.objects.exists()
    assert Delivery.objects.get().taken_at == clock.now()


def test_in_the_persons_language(lena: User) -> None:
    wishes_of(lena, language="en")
    tell(lena, 4)
    sending.send_due()
    assert mail.outbox[0].subject == "You have 4 things to do"


def test_no_name_and_no_free_text_goes_outside(lena: User) -> None:
    tell(lena, template="tests.name", who="马兰")
    tell(lena, template="tests.unheard-of")
    tell(lena, until="13800138000")
    sending.send_due()
    said = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert "马兰" not in said
    assert "13800138000" not in said
    assert "您有一件事要办，请登录后查看。" in said


def test_what_is_secret_says_only_that_there_is_something(lena: User) -> None:
    steps = (obligations.Step("due", dt.timedelta()),)
    obligations.register(obligations.Kind("tests.surprise", steps, "tests.bell", lambda row: "/x/7/", secret=True))
    tell(lena)
    sending.send_due()
    assert mail.outbox[0].subject == "您有一件事要办，请登录后查看。"
    assert "/x/7/" not in mail.outbox[0].body


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """While it holds a code, nothing can be sent."""
    codes: list[str] = []
    send = Outlets.send

    def broken(self: Outlets, kind: str, address: str, letter: Any) -> None:
        if codes:
            raise NotSent(codes[0], final=codes[0] == "recipient-refused")
        send(self, kind, address, letter)

    monkeypatch.setattr(Outlets, "send", broken)
    return codes


def test_what_cannot_be_sent_is_tried_again_and_in_the_end_given_up(
    lena: User, now: Any, failing: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    failing.append("mail-server")
    tell(lena)
    for _ in range(20):
        sending.send_due()
        now.shift(dt.timedelta(minutes=65))
        if not 8 < clock.now().hour < 20:
            now.shift(12 * HOUR)
    assert Outside.objects.values_list("stage", "reason", "attempts").get() == ("FAILED", "mail-server", 6)
    assert "example.org" not in caplog.text
    assert "lena" not in caplog.text


def test_an_address_that_is_refused_is_not_tried_again(lena: User, failing: list[str]) -> None:
    failing.append("recipient-refused")
    tell(lena)
    sending.send_due()
    assert Outside.objects.values_list("stage", "attempts").get() == ("FAILED", 1)


def test_a_fault_of_one_holds_up_no_other(
    lena: User, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = make_user("otto")
    channel_of(otto)
    tell(lena)
    tell(otto)
    send = Outlets.send

    def odd(self: Outlets, kind: str, address: str, letter: Any) -> None:
        if address.startswith("lena"):
            raise LookupError(address)
        send(self, kind, address, letter)

    monkeypatch.setattr(Outlets, "send", odd)
    assert sending.send_due() == 1
    assert stages() == [("WAITING", "LookupError"), ("SENT", "")]


def test_who_is_suspended_or_gone_is_not_written_to(lena: User, now: Any) -> None:
    may = {lena.pk}
    notices.set_reachability(lambda user_ids, day: set(user_ids) & may)
    now.move_to(NOON.replace(hour=23))
    tell(lena)  # waits for the morning
    may.clear()
    now.shift(12 * HOUR)
    assert sending.send_due() == 0
    assert stages() == [("DROPPED", "unreachable")]
    may.add(lena.pk)
    assert sending.send_due() == 0  # what was dropped stays dropped


def test_who_is_suspended_after_the_message_was_made_is_not_written_to(lena: User) -> None:
    tell(lena)
    assert sending.make_messages() == 1
    User.objects.update(is_active=False)
    assert sending.send_due() == 0
    assert stages() == [("DROPPED", "unreachable")]


def test_a_kind_that_is_offered_no_more_is_dropped(lena: User, settings: Any) -> None:
    tell(lena)
    settings.EMAIL_URL = ""
    assert sending.send_due() == 0
    assert stages() == [("DROPPED", "not-offered")]


def test_a_sender_that_died_leaves_its_message_under_the_same_key(
    lena: User, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(lena)
    send = Outlets.send

    class Killed(BaseException):
        pass

    def dies(self: Outlets, kind: str, address: str, letter: Any) -> None:
        send(self, kind, address, letter)
        raise Killed

    monkeypatch.setattr(Outlets, "send", dies)
    with pytest.raises(Killed):
        sending.send_due()
    monkeypatch.setattr(Outlets, "send", send)
    assert sending.send_due() == 0  # its lease still runs
    now.shift(LEASE)
    assert sending.send_due() == 1
    first, second = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert first == second
    assert Outside.objects.get().attempts == 2


def test_whoever_comes_late_leaves_it_to_the_next(lena: User, now: Any) -> None:
    """A sender that slept through its lease, while another took the message over, sends nothing."""
    tell(lena)
    sending.make_messages()
    (late,) = sending._claim(clock.now()) or []
    now.shift(LEASE)
    assert sending.send_due() == 1
    assert not sending._send(Outlets(), late)
    sending._put_off(late.message, "mail-server", final=True)
    assert stages() == [("SENT", "")]
    assert len(mail.outbox) == 1


def test_who_dies_each_time_is_given_up(lena: User, now: Any) -> None:
    tell(lena)
    Outside.objects.all().delete()
    sending.make_messages()
    Outside.objects.update(stage="SENDING", attempts=6)
    assert sending.send_due() == 0
    assert stages() == [("FAILED", "gave-up")]


@pytest.mark.django_db(transaction=True)
def test_senders_that_meet_send_once(
    make_user: Callable[..., User], now: Any, at_once: Callable[..., list[Any]]
) -> None:
    people = [make_user(f"p{n}") for n in range(30)]
    for user in people:
        channel_of(user)
    notices.post(to=[user.pk for user in people], template="tests.bell", facts={}, at=clock.now())
    results = at_once(*[sending.send_due for _ in range(3)])
    assert all(isinstance(sent, int) for sent in results), results
    while sending.send_due():  # whom the others had just locked
        pass
    assert len(mail.outbox) == Outside.objects.filter(stage="SENT").count() == 30
    assert len({letter.to[0] for letter in mail.outbox}) == 30


def test_few_statements_however_many_wait(
    make_user: Callable[..., User], now: Any, django_assert_max_num_queries: Any
) -> None:
    people = [make_user(f"p{n}") for n in range(60)]
    for user in people:
        channel_of(user)
    notices.post(to=[user.pk for user in people], template="tests.bell", facts={}, at=clock.now())
    with django_assert_max_num_queries(20):
        assert sending.make_messages() == 60
    with django_assert_max_num_queries(2 * 60 + 50):  # each is marked before and after; the rest is by the batch
        assert sending.send_due() == 60
    with django_assert_max_num_queries(2):
        assert sending.send_due() == 0


def test_by_night_a_sweep_looks_at_nobody(lena: User, now: Any, django_assert_num_queries: Any) -> None:
    now.move_to(NOON.replace(hour=23))
    tell(lena)
    sending.send_due()
    assert Channel.objects.get().next_at == NOON.replace(hour=7) + dt.timedelta(days=1)
    with django_assert_num_queries(2):
        sending.send_due()


def test_what_left_is_kept_for_a_while(lena: User, now: Any) -> None:
    tell(lena)
    tasks.send_notices()
    tell(lena)
    sending.make_messages()
    now.shift(sending.KEPT + HOUR)
    tasks.purge()
    assert stages() == [("WAITING", "")]
    assert Delivery.objects.filter(taken_at__isnull=True).count() == 0  # and nothing is told again
