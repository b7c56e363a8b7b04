"""What the district decides about telling people outside, and what of that holds for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patrol_ops.core.channels.rules import Span
from patrol_ops.core.models import Channel, Wishes
from patrol_ops.core.policy import parameter, values_by_place

QUIET_FROM = parameter("outside.quiet_from", 22, unit="core.unit-hour", minimum=0, maximum=23)
QUIET_UNTIL = parameter("outside.quiet_until", 7, unit="core.unit-hour", minimum=0, maximum=23)
DIGEST_ABOVE = parameter("outside.digest_above", 3, unit="core.unit-pieces", minimum=1, maximum=50)


@dataclass(frozen=True)
class Terms:
    """When one channel is quiet, and above how many things they go out as one."""

    spans: tuple[Span, ...]
    digest_above: int
    digest_hour: int | None
    language: str


def district_quiet(path: str, day: dt.date) -> Span:
    values = values_by_place(day, {path}, QUIET_FROM, QUIET_UNTIL)[path]
    return values[QUIET_FROM.key], values[QUIET_UNTIL.key]


def wishes_of(user_ids: Iterable[int]) -> dict[int, Wishes]:
    return {row.user_id: row for row in Wishes.objects.filter(user__in=set(user_ids))}


def own_span(wishes: Wishes | None) -> Span | None:
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    return wishes.quiet_from, wishes.quiet_until


def terms_of(channels: Iterable[Channel], day: dt.date, default_language: str) -> Mapping[int, Terms]:
    """For many channels: two statements."""
    channels = list(channels)
    wishes = wishes_of(channel.user_id for channel in channels)
    decided = values_by_place(day, {channel.path for channel in channels}, QUIET_FROM, QUIET_UNTIL, DIGEST_ABOVE)
    terms = {}
    for channel in channels:
        own, values = wishes.get(channel.user_id), decided[channel.path]
        quiet = (values[QUIET_FROM.key], values[QUIET_UNTIL.key])
        span = own_span(own)
        terms[channel.pk] = Terms(
            spans=(quiet, span) if span else (quiet,),
            digest_above=values[DIGEST_ABOVE.key],
            digest_hour=own.digest_hour if own else None,
            language=own.language if own else default_language,
        )
    return terms
