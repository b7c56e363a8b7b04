"""What is on its way outside: made into messages when it may leave, claimed by one sender, sent without a transaction.

A message is marked as being sent before it is, and as sent afterwards. A sender that is killed in between leaves it to
the next one once its lease has run out, under the same key: it may arrive twice, never go missing (ADR 0012).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from patrol_ops.core import clock, notices
from patrol_ops.core.channels import texts
from patrol_ops.core.channels.district import Terms, terms_of
from patrol_ops.core.channels.rules import ATTEMPTS, back_off, bundled, last_digest, open_from
from patrol_ops.core.channels.senders import Letter, NotSent, Outlets, offered, outlets
from patrol_ops.core.models import Channel, Delivery, Outside

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)  # sending one takes less
CHANNELS, MESSAGES, TURNS = 200, 20, 500
KEPT = dt.timedelta(days=90)
_DAY = dt.timedelta(days=1)
_OPEN = ("WAITING", "SENDING")


def send_due() -> int:
    """Make messages of what waits, and send what is due. Returns how many were sent."""
    sent = 0
    make_messages()
    for _turn in range(TURNS):
        claimed = _claim(clock.now())
        if claimed is None:
            break
        with outlets() as ways:
            sent += sum(_send(ways, one) for one in claimed)
    return sent


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked


# --- from notices to messages ---------------------------------------------------------------------------------------


def make_messages(now: dt.datetime | None = None) -> int:
    """What waits for a channel becomes one message or several, unless it is quiet there. Returns how many."""
    now = now or clock.now()
    waiting = Delivery.objects.filter(channel=OuterRef("pk"), taken_at__isnull=True)
    ready = Channel.objects.filter(Q(next_at__isnull=True) | Q(next_at__lte=now), Exists(waiting)).order_by("pk")
    made = 0
    while ready.exists():  # look before taking the write lock
        with transaction.atomic():
            # Of two makers the second passes these channels by: what waits there is taken once.
            channels = list(ready.select_for_update(of=("self",), skip_locked=_skips())[:CHANNELS])
            if not channels:
                break
            made += _make(channels, now)
    return made


def _make(channels: list[Channel], now: dt.datetime) -> int:
    terms = terms_of(channels, now.date(), settings.LANGUAGE_CODE)
    may = notices.reachable({channel.user_id for channel in channels}, now.date())
    waiting: dict[int, list[Delivery]] = {}
    rows = Delivery.objects.filter(channel__in=channels, taken_at__isnull=True).select_related("notice")
    for delivery in rows.order_by("notice__at", "notice"):
        waiting.setdefault(delivery.channel_id, []).append(delivery)
    messages: list[Outside] = []
    taken: list[Delivery] = []
    waits: list[Channel] = []
    for channel in channels:
        mine, bundles, channel.next_at = _bundles(channel, waiting.get(channel.pk, []), terms[channel.pk], now)
        why = _why_not(channel, may)
        for bundle in bundles:
            message = Outside(
                channel=channel, kind=channel.kind, path=channel.path, made_at=now, due_at=now,
                stage="DROPPED" if why else "WAITING", reason=why,
            )  # fmt: skip
            messages.append(message)
            for pk in bundle:
                mine[pk].message = message
        for delivery in mine.values():
            delivery.taken_at = now
        taken += mine.values()
        waits.append(channel)
    Outside.objects.bulk_create(messages)
    Delivery.objects.bulk_update(taken, ["message", "taken_at"], batch_size=400)
    Channel.objects.bulk_update(waits, ["next_at"])
    return len(messages)


def _bundles(
    channel: Channel, waiting: list[Delivery], terms: Terms, now: dt.datetime
) -> tuple[dict[int, Delivery], list[tuple[int, ...]], dt.datetime | None]:
    """What is taken up now, as which messages, and until when the rest need not be looked at.

    What its reader has read meanwhile is taken up and told no more.
    """
    opens = open_from(now, terms.spans)
    if opens > now:
        return {}, [], opens
    # What waited for the end of a quiet comes as one.
    next_at, above = None, terms.digest_above if channel.next_at is None else 1
    if terms.digest_hour is not None:
        reached, above = last_digest(now, terms.digest_hour), 1
        waiting, next_at = [one for one in waiting if one.notice.at <= reached], reached + _DAY
    unread = [one.pk for one in waiting if one.notice.read_at is None]
    return {one.pk: one for one in waiting}, bundled(unread, above) if unread else [], next_at


def _why_not(channel: Channel, may: Iterable[int]) -> str:
    """Why nothing goes there, in a code."""
    if channel.user_id not in set(may):
        return "unreachable"
    if channel.confirmed_at is None or not channel.is_on:
        return "off"
    return "" if channel.kind in offered() else "not-offered"


# --- from messages to receivers -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claimed:
    message: Outside
    address: str
    letter: Letter


def _claim(now: dt.datetime) -> list[Claimed] | None:
    """The next few that are due, marked as being sent; what may not leave any more is dropped. None: nothing due."""
    due = Outside.objects.filter(stage__in=_OPEN, due_at__lte=now).order_by("due_at", "pk")
    if not due.exists():
        return None
    with transaction.atomic():
        rows = due.select_for_update(of=("self",), skip_locked=_skips()).select_related("channel")
        messages = list(rows[:MESSAGES])
        if not messages:
            return None
        channels = {message.channel_id: message.channel for message in messages if message.channel is not None}
        terms = terms_of(channels.values(), now.date(), settings.LANGUAGE_CODE)
        may = notices.reachable({channel.user_id for channel in channels.values()}, now.date())
        for message in messages:
            _judge(message, terms, may, now)
        Outside.objects.bulk_update(messages, ["stage", "reason", "due_at", "attempts"])
    return _written([message for message in messages if message.stage == "SENDING" and message.due_at > now], terms)


def _judge(message: Outside, terms: Mapping[int, Terms], may: set[int], now: dt.datetime) -> None:
    channel = message.channel
    if channel is None:
        message.stage, message.reason = "DROPPED", "removed"
        return
    if message.is_code:  # asked for a moment ago: neither confirmed yet nor kept for the morning
        alive = channel.code_until is not None and channel.code_until > now and channel.user_id in may
        why = "" if alive else "code-over"
    else:
        why = _why_not(channel, may)
    if why:
        message.stage, message.reason = "DROPPED", why
    elif message.attempts >= ATTEMPTS:
        message.stage, message.reason = "FAILED", message.reason or "gave-up"
    elif not message.is_code and (opens := open_from(now, terms[channel.pk].spans)) > now:
        message.stage, message.due_at = "WAITING", opens
    else:
        message.stage, message.due_at, message.attempts = "SENDING", now + LEASE, message.attempts + 1


def _written(messages: list[Outside], terms: Mapping[int, Terms]) -> list[Claimed]:
    """With what is to be said: one statement for the notices of all."""
    told: dict[int | None, list[Delivery]] = {}
    for delivery in Delivery.objects.filter(message__in=messages).select_related("notice").order_by("notice"):
        told.setdefault(delivery.message_id, []).append(delivery)
    claimed = []
    for message in messages:
        channel, key = message.channel, str(message.key)
        assert channel is not None
        language = terms[channel.pk].language
        if message.is_code:
            letter = texts.code_letter(key, channel, language)
        else:
            letter = texts.letter(key, channel, [one.notice for one in told.get(message.pk, ())], language)
        claimed.append(Claimed(message, channel.address, letter))
    return claimed


def _send(ways: Outlets, one: Claimed) -> bool:
    """Outside any transaction. Whoever comes late, because others waited, leaves it to who has taken it over."""
    message = one.message
    mine = Outside.objects.filter(pk=message.pk, stage="SENDING", attempts=message.attempts)
    if not mine.update(due_at=clock.now() + LEASE):
        return False
    try:
        ways.send(message.kind, one.address, one.letter)
    except NotSent as problem:
        _put_off(message, problem.code, final=problem.final)
        return False
    except Exception as problem:  # one that cannot be sent must not hold up the others
        _put_off(message, type(problem).__name__[:30], final=False)
        return False
    mine.update(stage="SENT", sent_at=clock.now(), reason="")
    return True


def _put_off(message: Outside, code: str, *, final: bool) -> None:
    """Later, or never again; the reason is a code, for an exception's text may hold an address."""
    over = final or message.attempts >= ATTEMPTS
    Outside.objects.filter(pk=message.pk, stage="SENDING", attempts=message.attempts).update(
        stage="FAILED" if over else "WAITING", reason=code, due_at=clock.now() + back_off(message.attempts)
    )
    level = logging.ERROR if over else logging.WARNING
    logger.log(level, "Message %s by %s was not sent (%s)", message.pk, message.kind, code)


def purge(now: dt.datetime) -> int:
    """What left, or was given up, a while ago; the notices themselves have a time of their own."""
    return Outside.objects.filter(made_at__lt=now - KEPT).exclude(stage__in=_OPEN).delete()[0]
