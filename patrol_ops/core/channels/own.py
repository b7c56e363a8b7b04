"""A person's own addresses outside and wishes: added, proven by a code, turned off, taken away. By nobody else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import get_random_string

from patrol_ops.core import limits, notices
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.channels import codes, links
from patrol_ops.core.channels.district import district_quiet, own_span
from patrol_ops.core.channels.rules import Kind, judge_wishes, tidy_address
from patrol_ops.core.channels.senders import offered
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import Channel, Delivery, Outside, User, Wishes
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.secrets import blind_index
from patrol_ops.core.tokens import common_path

MOST = 5
CODES_AN_HOUR, GUESSES_AN_HOUR = 6, 10


@dataclass(frozen=True)
class ChannelDraft:
    kind: Kind
    address: str


@dataclass(frozen=True)
class WishesDraft:
    language: str
    digest_hour: int | None
    quiet_from: int | None
    quiet_until: int | None


@dataclass(frozen=True, kw_only=True)
class ChannelAdded(Event):
    channel_id: int
    way: str

    subject_field = "channel_id"


@dataclass(frozen=True, kw_only=True)
class ChannelCodeRenewed(Event):
    channel_id: int

    subject_field = "channel_id"


@dataclass(frozen=True, kw_only=True)
class ChannelConfirmed(Event):
    channel_id: int

    subject_field = "channel_id"


@dataclass(frozen=True, kw_only=True)
class ChannelSwitched(Event):
    """``by_link``: with the link of a mail, without signing in."""

    channel_id: int
    on: bool
    by_link: bool = False

    subject_field = "channel_id"


@dataclass(frozen=True, kw_only=True)
class ChannelRemoved(Event):
    channel_id: int

    subject_field = "channel_id"


@dataclass(frozen=True, kw_only=True)
class WishesSet(Event):
    user_id: int

    subject_field = "user_id"


# --- at the door, before the command that may be refused ------------------------------------------------------------


def count_code(actor: Actor, at: dt.datetime) -> None:
    """So many codes an hour: nobody's address is flooded from here."""
    limits.spend("renew_channel_code", _origin(actor), at=at, most=CODES_AN_HOUR)


def count_guess(actor: Actor, at: dt.datetime) -> None:
    limits.spend("confirm_channel", _origin(actor), at=at, most=GUESSES_AN_HOUR)


def _origin(actor: Actor) -> str:
    return blind_index(str(actor.person_id), "channel-door")


# --- commands -------------------------------------------------------------------------------------------------------


def _owner(actor: Actor) -> User:
    """One's own login, locked; a machine has no address of its own."""
    person = actor.person_id if actor.token_id is None else None
    user = User.objects.select_for_update().filter(pk=person or 0, is_active=True).first()
    if user is None:
        raise NotPermitted
    return user


def _own(actor: Actor, channel_id: int) -> Channel:
    _owner(actor)
    channel = Channel.objects.of(actor).select_for_update().filter(pk=channel_id).first()
    if channel is None:
        raise NotPermitted
    return channel


@command
def add_channel(*, actor: Actor, draft: ChannelDraft, language: str, at: dt.datetime) -> Channel:
    """A new address, to which a code goes and nothing else before that is typed in here."""
    user = _owner(actor)

    if draft.kind not in offered():
        raise Refused("core.channel-not-offered", field="kind")
    address = tidy_address(draft.kind, draft.address)
    held = list(user.channels.all())
    if any((channel.kind, channel.address) == (draft.kind, address) for channel in held):
        raise Refused("core.channel-known", field="address")
    if len(held) >= MOST:
        raise Refused("core.channel-too-many", most=MOST)

    channel = Channel.objects.create(
        user=user,
        kind=str(draft.kind),
        address=address,
        path=common_path([post.path for post in actor.posts if post.path]),
        added_at=at,
    )
    Wishes.objects.get_or_create(user=user, defaults={"language": _known(language)})
    _send_code(channel, at)

    announce(ChannelAdded(at=at, channel_id=channel.pk, way=channel.kind), actor=actor, path=channel.path)
    return channel


@command
def renew_channel_code(*, actor: Actor, channel_id: int, at: dt.datetime) -> Channel:
    """Another code; the earlier one is void."""
    channel = _own(actor, channel_id)

    if channel.confirmed_at is not None:
        raise WrongStage("renew-code", "confirmed")

    _send_code(channel, at)

    announce(ChannelCodeRenewed(at=at, channel_id=channel.pk), actor=actor, path=channel.path)
    return channel


@command
def confirm_channel(*, actor: Actor, channel_id: int, code: str, at: dt.datetime) -> Channel:
    """The code that came there was typed in here."""
    channel = _own(actor, channel_id)

    if channel.confirmed_at is not None:
        raise WrongStage("confirm", "confirmed")
    if not codes.is_right(channel, code, at):
        raise Refused("core.channel-code-wrong", field="code")

    channel.confirmed_at, channel.is_on = at, True
    channel.code_mark, channel.code_until = "", None
    channel.save(update_fields=["confirmed_at", "is_on", "code_mark", "code_until"])

    announce(ChannelConfirmed(at=at, channel_id=channel.pk), actor=actor, path=channel.path)
    return channel


@command
def switch_channel(*, actor: Actor, channel_id: int, on: bool, at: dt.datetime) -> Channel:
    """On again, or off: nothing more goes there, also of what is on its way. The inbox keeps everything."""
    channel = _own(actor, channel_id)

    _switch(channel, on)

    announce(ChannelSwitched(at=at, channel_id=channel.pk, on=on), actor=actor, path=channel.path)
    return channel


@command
def unsubscribe_channel(*, actor: Actor, token: str, at: dt.datetime) -> Channel:
    """Off, by the link of a mail: whoever reads what comes there may say that it was the last."""
    channel_id = links.channel_of(token)
    if not actor.may(Permission.UNSUBSCRIBE_CHANNEL) or channel_id is None:
        raise NotPermitted
    channel = Channel.objects.select_for_update().filter(pk=channel_id).first()
    if channel is None:
        raise NotPermitted

    _switch(channel, on=False)

    event = ChannelSwitched(at=at, channel_id=channel.pk, on=False, by_link=True)
    announce(event, actor=actor, path=channel.path)
    return channel


@command
def remove_channel(*, actor: Actor, channel_id: int, at: dt.datetime) -> int:
    """The address is forgotten, and what was on its way with it."""
    channel = _own(actor, channel_id)

    _drop(channel, "removed")
    channel.delete()

    announce(ChannelRemoved(at=at, channel_id=channel_id), actor=actor, path=channel.path)
    return channel_id


@command
def set_wishes(*, actor: Actor, draft: WishesDraft, at: dt.datetime) -> Wishes:
    """Once a day or at once, quiet for longer than the district says, and in which language."""
    user = _owner(actor)

    if (draft.quiet_from is None) != (draft.quiet_until is None):
        raise Refused("core.channel-hour-odd", field="quiet_from")
    wishes = Wishes(
        user=user,
        language=_known(draft.language),
        digest_hour=draft.digest_hour,
        quiet_from=draft.quiet_from,
        quiet_until=draft.quiet_until,
    )
    path = common_path([post.path for post in actor.posts if post.path])
    judge_wishes(draft.digest_hour, own_span(wishes), district=district_quiet(path, at.date()))

    wishes, _made = Wishes.objects.update_or_create(
        user=user,
        defaults={name: getattr(wishes, name) for name in ("language", "digest_hour", "quiet_from", "quiet_until")},
    )
    user.channels.update(next_at=None)  # what waits is weighed anew

    announce(WishesSet(at=at, user_id=user.pk), actor=actor)
    return wishes


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _send_code(channel: Channel, at: dt.datetime) -> None:
    """What asks for it is a row as all else; the code is worked out when it leaves."""
    channel.code_mark, channel.code_until = get_random_string(32), at + codes.WITHIN
    channel.save(update_fields=["code_mark", "code_until"])
    Outside.objects.create(
        channel=channel, kind=channel.kind, path=channel.path, is_code=True, made_at=at, due_at=at
    )  # fmt: skip
    notices.wake()


def _switch(channel: Channel, on: bool) -> None:
    channel.is_on = on
    channel.save(update_fields=["is_on"])
    if not on:
        _drop(channel, "off")


def _drop(channel: Channel, why: str) -> None:
    """What waits for it is told no more; what is being sent at this moment arrives."""
    Delivery.objects.filter(channel=channel, taken_at__isnull=True).delete()
    Outside.objects.filter(channel=channel, stage="WAITING").update(stage="DROPPED", reason=why)
