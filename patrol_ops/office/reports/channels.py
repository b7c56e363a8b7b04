"""A person's own ways of being told outside, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.channels.district import district_quiet, own_span, wishes_of
from patrol_ops.core.channels.rules import Span, shown
from patrol_ops.core.channels.senders import offered
from patrol_ops.core.models import Channel, Wishes
from patrol_ops.core.tokens import common_path
from patrol_ops.core.wording import say


@dataclass(frozen=True)
class ChannelLine:
    """``state`` is waiting (for its code), on or off; ``address`` is masked."""

    row: Channel
    state: str

    @property
    def kind(self) -> str:
        return say(f"channel-kind.{self.row.kind}")

    @property
    def address(self) -> str:
        return shown(self.row.kind, self.row.address)

    @property
    def stage(self) -> str:
        return say(f"office.channel-{self.state}")

    @property
    def colour(self) -> str:
        return {"waiting": "waits", "on": "done"}.get(self.state, "quiet")


def channels_of(actor: Actor) -> QuerySet[Channel]:
    return Channel.objects.of(actor).order_by("pk")


def channel_lines(rows: Iterable[Channel]) -> list[ChannelLine]:
    return [ChannelLine(row, "waiting" if row.confirmed_at is None else "on" if row.is_on else "off") for row in rows]


@dataclass(frozen=True)
class OwnWishes:
    """What holds for somebody: their own word, and the district's quiet around it."""

    row: Wishes | None
    district: Span

    @property
    def own(self) -> Span | None:
        return own_span(self.row)

    @property
    def digest_hour(self) -> int | None:
        return self.row.digest_hour if self.row else None


def wishes_shown_to(actor: Actor, day: dt.date) -> OwnWishes:
    person = actor.person_id or 0
    path = common_path([post.path for post in actor.posts if post.path])
    return OwnWishes(wishes_of([person]).get(person), district_quiet(path, day))


def kinds_offered() -> list[str]:
    return list(offered())
