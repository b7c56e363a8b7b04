"""When things of a day happened: a clock time belongs to the day it is said of or, past midnight, to the next (X51)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duty.rules.drafts import EntryDraft, PatrolDraft
from patrol_ops.core.refusals import Refused

DAY = dt.timedelta(days=1)
# What follows an event at night may lie on the far side of midnight; further away it is a slip of the finger.
NIGHT = dt.timedelta(hours=6)
# Clocks differ a little.
SLACK = dt.timedelta(minutes=5)

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class EntryTimes:
    """The moments of one entry, naive and local."""

    at: dt.datetime | None
    told_at: dt.datetime | None
    contained_at: dt.datetime | None
    protected_at: dt.datetime | None


def patrol_span(day: dt.date, patrol: PatrolDraft) -> Span:
    """Start and end, naive and local; over midnight it ends on the next day but belongs to this one (X51)."""
    start, end = _on(day, patrol.started), _on(day, patrol.ended)
    return start, end if end > start else end + DAY


def entry_times(day: dt.date, entry: EntryDraft, spans: Sequence[Span]) -> EntryTimes:
    """Half past midnight is the next day where a patrol was then on its way, or where what came before was at night."""
    at = _moment(day, entry.at, spans)

    def following(time: dt.time | None) -> dt.datetime | None:
        moment = _moment(day, time, spans)
        if moment is not None and at is not None and moment < at and moment + DAY - at <= NIGHT:
            return moment + DAY
        return moment

    return EntryTimes(at, following(entry.told_at), following(entry.contained_at), following(entry.protected_at))


def judge_times(times: EntryTimes, row: str, now: dt.datetime) -> None:
    """Nothing has happened in the future, and nothing follows before it began (DUT-05: times stamped)."""
    for name in ("at", "told_at", "contained_at", "protected_at"):
        moment = getattr(times, name)
        if moment is None:
            continue
        if moment > now + SLACK:
            raise Refused("duty.time-in-the-future", field=f"{row}-{name}")
        if times.at is not None and moment < times.at:
            raise Refused("duty.before-it-happened", field=f"{row}-{name}")


def _on(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time)  # local, as people say it


def _moment(day: dt.date, time: dt.time | None, spans: Sequence[Span]) -> dt.datetime | None:
    if time is None:
        return None
    here, next_day = _on(day, time), _on(day, time) + DAY
    walked = [start <= moment <= end for moment in (here, next_day) for start, end in spans]
    under_way_here, under_way_next = any(walked[: len(spans)]), any(walked[len(spans) :])
    return next_day if under_way_next and not under_way_here else here
