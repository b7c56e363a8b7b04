"""A person's own addresses: proven by a code before anything else goes there, and nobody else's to touch."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection

from patrol_ops.core import clock, limits, notices, signin
from patrol_ops.core.access import Actor
from patrol_ops.core.channels import links, own, sending
from patrol_ops.core.channels.own import ChannelDraft, WishesDraft
from patrol_ops.core.channels.rules import Kind
from patrol_ops.core.commands import command
from patrol_ops.core.models import Channel, Delivery, JournalEntry, Outside, User, Wishes
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from tests.core.outside import channel_of

pytestmark = pytest.mark.django_db

NOON = clock.at(dt.date(2026, 11, 18), 12)
MAIL = ChannelDraft(Kind.EMAIL, "lena@example.org")


@pytest.fixture(autouse=True)
def now(settings: Any) -> Iterator[Any]:
    settings.SITE_URL, settings.EMAIL_URL = "https://patrol.example.org", "memorymail://"
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lena(make_user: Callable[..., User]) -> Actor:
    return Actor("person", make_user("lena").pk)


@pytest.fixture
def otto(make_user: Callable[..., User]) -> Actor:
    return Actor("person", make_user("otto").pk)


def add(actor: Actor, draft: ChannelDraft = MAIL) -> Channel:
    return own.add_channel(actor=actor, draft=draft, language="en", at=clock.now())


def code_sent() -> str:
    sending.send_due()
    found = re.search(r"\d{6}", mail.outbox[-1].body)
    assert found is not None
    return found.group()


def test_an_address_is_proven_by_the_code_that_came_there(lena: Actor) -> None:
    channel = add(lena)
    code = code_sent()
    assert mail.outbox[0].subject == "Patrol Ops: verification code"
    notices.post(to=[lena.person_id or 0], template="core.not-found", facts={}, at=NOON)
    assert not Delivery.objects.exists()  # nothing but the code before that

    own.confirm_channel(actor=lena, channel_id=channel.pk, code=f" {code[:3]} {code[3:]} ", at=NOON)

    notices.post(to=[lena.person_id or 0], template="core.not-found", facts={}, at=NOON)
    assert sending.send_due() == 1
    assert mail.outbox[1].to == ["lena@example.org"]
    said = JournalEntry.objects.filter(act__startswith="core.channel").order_by("pk")
    assert list(said.values_list("act", flat=True)) == ["core.channel_added", "core.channel_confirmed"]
    assert "example" not in str(list(said.values()))


def test_the_address_stands_encrypted(lena: Actor) -> None:
    channel = add(lena)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, code_mark FROM core_channel")
        ((stored, mark),) = cursor.fetchall()
    assert b"example" not in bytes(stored)
    assert own.codes.code_of(channel) not in mark
    assert Channel.objects.get().address == "lena@example.org"


def test_a_code_is_sent_at_night_too(lena: Actor, now: Any) -> None:
    now.move_to(NOON.replace(hour=23))
    add(lena)
    assert sending.send_due() == 1


def test_a_wrong_or_old_code_proves_nothing(lena: Actor, now: Any) -> None:
    channel = add(lena)
    code = code_sent()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed in (wrong, "", "12"):
        with pytest.raises(Refused) as no:
            own.confirm_channel(actor=lena, channel_id=channel.pk, code=typed, at=clock.now())
        assert (no.value.code, no.value.field) == ("core.channel-code-wrong", "code")
    now.shift(own.codes.WITHIN)
    with pytest.raises(Refused):
        own.confirm_channel(actor=lena, channel_id=channel.pk, code=code, at=clock.now())
    own.renew_channel_code(actor=lena, channel_id=channel.pk, at=clock.now())
    own.confirm_channel(actor=lena, channel_id=channel.pk, code=code_sent(), at=clock.now())
    with pytest.raises(WrongStage):
        own.confirm_channel(actor=lena, channel_id=channel.pk, code=code, at=clock.now())
    with pytest.raises(WrongStage):
        own.renew_channel_code(actor=lena, channel_id=channel.pk, at=clock.now())


def test_a_code_that_is_over_is_not_sent(lena: Actor, now: Any) -> None:
    add(lena)
    now.shift(own.codes.WITHIN)
    assert sending.send_due() == 0
    assert Outside.objects.values_list("stage", "reason").get() == ("DROPPED", "code-over")


def test_guesses_and_codes_are_counted(lena: Actor, otto: Actor) -> None:
    for count, most in ((own.count_guess, own.GUESSES_AN_HOUR), (own.count_code, own.CODES_AN_HOUR)):
        for _ in range(most):
            count(lena, NOON)
        with pytest.raises(limits.TooMany):
            count(lena, NOON)
        count(otto, NOON)


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (ChannelDraft(Kind.SMS, "13800138000"), "core.channel-not-offered"),
        (ChannelDraft(Kind.EMAIL, "lena"), "core.channel-address-odd"),
        (ChannelDraft(Kind.EMAIL, " lena@example.org"), "core.channel-known"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(lena: Actor, draft: ChannelDraft, code: str) -> None:
    add(lena)
    with pytest.raises(Refused) as no:
        add(lena, draft)
    assert no.value.code == code
    assert Channel.objects.count() == Outside.objects.count() == 1


def test_so_many_and_no_more(lena: Actor) -> None:
    for n in range(own.MOST):
        add(lena, ChannelDraft(Kind.EMAIL, f"lena{n}@example.org"))
    with pytest.raises(Refused) as no:
        add(lena)
    assert no.value.code == "core.channel-too-many"


def test_nobody_touches_anothers(lena: Actor, otto: Actor) -> None:
    channel_id = add(lena).pk
    acts: list[Callable[[Actor], Any]] = [
        lambda who: own.confirm_channel(actor=who, channel_id=channel_id, code=code_sent(), at=NOON),
        lambda who: own.renew_channel_code(actor=who, channel_id=channel_id, at=NOON),
        lambda who: own.switch_channel(actor=who, channel_id=channel_id, on=False, at=NOON),
        lambda who: own.remove_channel(actor=who, channel_id=channel_id, at=NOON),
    ]
    machine = Actor("person", lena.person_id, token_id=1)
    for act in acts:
        for who in (otto, machine, Actor.nobody(), Actor.public(), Actor.system("test")):
            with pytest.raises(NotPermitted):
                act(who)
    wishes = WishesDraft("en", None, None, None)
    for who in (machine, Actor.nobody()):
        with pytest.raises(NotPermitted):
            add(who)
        with pytest.raises(NotPermitted):
            own.set_wishes(actor=who, draft=wishes, at=NOON)
    assert JournalEntry.objects.count() == 1


def told(actor: Actor) -> Channel:
    channel = channel_of(User.objects.get(pk=actor.person_id))
    notices.post(to=[actor.person_id or 0], template="core.not-found", facts={}, at=NOON)
    return channel


def test_what_is_turned_off_or_removed_gets_nothing_more(lena: Actor, otto: Actor) -> None:
    first, second = told(lena), told(otto)
    sending.make_messages()
    told(lena)
    own.switch_channel(actor=lena, channel_id=first.pk, on=False, at=NOON)
    own.remove_channel(actor=otto, channel_id=second.pk, at=NOON)
    assert sending.send_due() == 1  # Lena's other one
    reasons = Outside.objects.exclude(stage="SENT").order_by("pk").values_list("stage", "reason", "channel_id")
    assert list(reasons) == [("DROPPED", "off", first.pk), ("DROPPED", "removed", None)]

    own.switch_channel(actor=lena, channel_id=first.pk, on=True, at=NOON)
    assert sending.send_due() == 0  # what was missed stands in the inbox
    notices.post(to=[lena.person_id or 0], template="core.not-found", facts={}, at=NOON)
    assert sending.send_due() == 2


def test_the_link_of_a_mail_turns_off_and_nothing_else(lena: Actor) -> None:
    channel = told(lena)
    token = links.token_for(channel.pk)
    assert "lena" not in token
    own.unsubscribe_channel(actor=Actor.public(), token=token, at=NOON)
    own.unsubscribe_channel(actor=Actor.public(), token=token, at=NOON)  # twice is the same
    channel.refresh_from_db()
    assert (channel.is_on, channel.confirmed_at is not None) == (False, True)
    facts = JournalEntry.objects.filter(act="core.channel_switched").values_list("actor_kind", "facts")[0]
    assert facts == ("public", {"channel_id": channel.pk, "on": False, "by_link": True})
    channel.delete()
    for bad in (token, token[:-1], "x", links.signing.dumps("x", salt="unsubscribe"), links.signing.dumps(1)):
        with pytest.raises(NotPermitted):
            own.unsubscribe_channel(actor=Actor.public(), token=bad, at=NOON)


def test_wishes_are_kept_and_what_waits_is_weighed_anew(lena: Actor, now: Any) -> None:
    now.move_to(NOON.replace(hour=13))
    own.set_wishes(actor=lena, draft=WishesDraft("en", 18, 12, 14), at=NOON)
    told(lena)
    sending.send_due()
    assert Channel.objects.get().next_at == NOON.replace(hour=14)
    own.set_wishes(actor=lena, draft=WishesDraft("xx", None, None, None), at=NOON)
    assert sending.send_due() == 1
    row = Wishes.objects.get()
    assert (row.language, row.digest_hour, row.quiet_from, row.quiet_until) == ("zh-hans", None, None, None)
    for draft in (WishesDraft("en", None, 5, None), WishesDraft("en", 23, None, None), WishesDraft("en", None, 7, 21)):
        with pytest.raises(Refused):
            own.set_wishes(actor=lena, draft=draft, at=NOON)


@pytest.mark.usefixtures("registries")
def test_a_login_that_closes_takes_its_addresses_along(lena: Actor) -> None:
    told(lena)
    sending.make_messages()

    @command
    def close(*, actor: Actor, at: dt.datetime) -> None:
        signin.close_login(User.objects.get(pk=actor.person_id), at)
        own.announce(own.WishesSet(at=at, user_id=actor.person_id or 0), actor=actor)

    close(actor=lena, at=NOON)
    assert not Channel.objects.exists()
    assert sending.send_due() == 0
    assert Outside.objects.values_list("stage", "reason").get() == ("DROPPED", "removed")


@pytest.mark.django_db(transaction=True)
def test_one_who_confirms_twice_at_once_confirms_once(lena: Actor, at_once: Callable[..., list[Any]]) -> None:
    channel = add(lena)
    code = code_sent()

    def confirm() -> Channel:
        return own.confirm_channel(actor=lena, channel_id=channel.pk, code=code, at=NOON)

    results = at_once(confirm, confirm, confirm)
    assert sorted(type(result).__name__ for result in results) == ["Channel", "WrongStage", "WrongStage"]
