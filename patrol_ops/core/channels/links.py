"""Addresses in messages: pages by the names that the roof tells, and a link that says no more. Ids only, no login."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "unsubscribe"


@dataclass(frozen=True)
class Pages:
    """URL names: where all notices stand, where one says how to be told, where a link of a mail leads."""

    inbox: str
    channels: str
    stop: str


_pages: list[Pages] = []


def set_pages(pages: Pages) -> None:
    _pages[:] = [pages]


def inbox() -> str:
    return settings.SITE_URL + reverse(_pages[0].inbox)


def channels() -> str:
    return settings.SITE_URL + reverse(_pages[0].channels)


def stop(channel_id: int) -> str:
    return settings.SITE_URL + reverse(_pages[0].stop, args=[token_for(channel_id)])


def token_for(channel_id: int) -> str:
    """It never ends: whoever finds an old mail may still say that it was the last."""
    return signing.dumps(channel_id, salt=_SALT)


def channel_of(token: str) -> int | None:
    try:
        channel_id = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return channel_id if isinstance(channel_id, int) else None
