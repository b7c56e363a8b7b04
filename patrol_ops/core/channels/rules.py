"""When something may leave, how several things become one, and what an address is. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum

from patrol_ops.core.privacy import masked_phone, plain
from patrol_ops.core.refusals import Refused

LEAST_OPEN = 4  # hours a day in which somebody can be told
ATTEMPTS = 6
_HOUR = dt.timedelta(hours=1)
_LONGEST = dt.timedelta(hours=4)

Span = tuple[int, int]  # from this hour until that one, maybe over midnight; the same hour twice is never


class Kind(StrEnum):
    EMAIL = "EMAIL"
    WECOM = "WECOM"
    DINGTALK = "DINGTALK"
    SMS = "SMS"


def is_quiet(hour: int, spans: Sequence[Span]) -> bool:
    """Whether the hour lies in one of the spans: a person's own only ever adds to the district's."""
    return any(a <= hour < b if a <= b else hour >= a or hour < b for a, b in spans)


def open_from(now: dt.datetime, spans: Sequence[Span]) -> dt.datetime:
    """``now``, or when the quiet that lies over it ends; of spans that leave no hour open the first counts alone."""
    if all(is_quiet(hour, spans) for hour in range(24)):
        spans = spans[:1]
    moment = now
    for _hour in range(24):
        if not is_quiet(moment.hour, spans):
            return moment
        moment = moment.replace(minute=0, second=0, microsecond=0) + _HOUR
    return now


def last_digest(now: dt.datetime, hour: int) -> dt.datetime:
    """The latest moment up to ``now`` at which this hour of the day began."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - dt.timedelta(days=1)


def bundled(ids: Sequence[int], above: int) -> list[tuple[int, ...]]:
    """Each by itself, or all as one where there are more than ``above``."""
    return [tuple(ids)] if len(ids) > above else [(pk,) for pk in ids]


def back_off(attempts: int) -> dt.timedelta:
    """2, 4, 8 … minutes, at most four hours."""
    return min(dt.timedelta(minutes=2**attempts), _LONGEST)


def judge_wishes(digest_hour: int | None, own: Span | None, *, district: Span) -> None:
    """Hours of the day; and some of it stays open, or nobody would ever be told."""
    hours = [hour for hour in (digest_hour, *(own or ())) if hour is not None]
    if not all(0 <= hour <= 23 for hour in hours):
        raise Refused("core.channel-hour-odd", field="quiet_from")
    spans = [district, own] if own else [district]
    if sum(not is_quiet(hour, spans) for hour in range(24)) < LEAST_OPEN:
        raise Refused("core.channel-always-quiet", field="quiet_from", hours=LEAST_OPEN)
    if digest_hour is not None and is_quiet(digest_hour, spans):
        raise Refused("core.channel-digest-quiet", field="digest_hour")


# --- addresses ------------------------------------------------------------------------------------------------------

_MAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_ROBOT = {
    Kind.WECOM: re.compile(
        r"(?:https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=)?(?P<key>[A-Za-z0-9_-]{16,64})"
    ),
    Kind.DINGTALK: re.compile(
        r"(?:https://oapi\.dingtalk\.com/robot/send\?access_token=)?(?P<key>[A-Za-z0-9]{32,128})"
        r"(?:\s+(?P<secret>SEC[A-Za-z0-9]{16,128}))?"
    ),
}


def tidy_address(kind: Kind, typed: str) -> str:
    """The address as it is kept; a robot's is its key alone, so that no address of anybody's choice is ever called."""
    text = plain(typed[:300]).strip()
    if kind is Kind.EMAIL and _MAIL.fullmatch(text) and len(text) <= 254:
        return text
    if kind is Kind.SMS and _PHONE.fullmatch(number := re.sub(r"^\+?86|[\s-]", "", text)):
        return number
    if kind in _ROBOT and (robot := _ROBOT[kind].fullmatch(text)):
        return " ".join(part for part in robot.groups() if part)
    raise Refused("core.channel-address-odd", field="address")


def shown(kind: str, address: str) -> str:
    """Enough for its owner to know it again, on a screen that others may see."""
    if kind == Kind.EMAIL:
        name, _, domain = address.partition("@")
        return f"{name[:1]}***@{domain}"
    return masked_phone(address) if kind == Kind.SMS else f"…{address.split(' ')[0][-4:]}"
