"""Hours: what a session counts for, what a year asks of a member, what is still missing (TRN-02, TRN-07, X29, X30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.rules.courses import DeliveryMode, Topic


def credit(minutes: int, factor: int) -> int:
    """TRN-07: minutes that count: those there by ``factor``, per cent of the mode of delivery; rounded down."""
    return minutes * factor // 100


@dataclass(frozen=True)
class Taught:
    """One passed session of a member: minutes credited, and how its course divides over the topics."""

    credited: int
    topics: tuple[int, int, int, int]
    mode: str = DeliveryMode.CLASS


def coverage(sessions: Iterable[Taught]) -> dict[Topic, int]:
    """TRN-03: minutes by topic group; what was credited, divided as the course divides. Rounded down each time."""
    found = dict.fromkeys(Topic, 0)
    for session in sessions:
        total = sum(session.topics)
        for topic, share in zip(Topic, session.topics, strict=True):
            found[topic] += session.credited * share // total if total else 0
    return found


def pre_duty_missing(sessions: Iterable[Taught], *, hours: int) -> tuple[int, tuple[Topic, ...]]:
    """TRN-01: minutes that are missing, and topic groups not taught at all; ``(0, ())`` is a passed programme."""
    rows = list(sessions)
    covered = coverage(rows)
    missing = max(hours * 60 - sum(row.credited for row in rows), 0)
    return missing, tuple(topic for topic in Topic if not covered[topic])


def counted(by_mode: Mapping[str, int], *, meeting_share: int, required: int) -> int:
    """TRN-02, TRN-07: minutes of a year that count. Meetings in place of training count up to ``meeting_share`` per
    cent of what the year asks, whatever was held."""
    meetings = by_mode.get(DeliveryMode.MEETING, 0)
    others = sum(minutes for mode, minutes in by_mode.items() if mode != DeliveryMode.MEETING)
    return others + min(meetings, required * meeting_share // 100)


def required_minutes(year: int, since: dt.date, *, hours: int) -> int:
    """X29: ``hours`` a year; of whoever came on duty during it, a twelfth for each whole month from ``since`` on."""
    if since.year > year:
        return 0
    months = 12 if since.year < year else 12 - since.month + (since.day == 1)
    return hours * 60 * months // 12


def hours_are_asked_for(day: dt.date) -> bool:
    """TRN-02: whoever lacks hours of the year is called short from 1 October on, when the first reminder goes out;
    before that nearly everybody still does."""
    return day.month >= 10


def grace_ends(year: int, days: int) -> dt.date:
    """X30: the day on which whoever lacks hours of ``year`` is suspended: ``days`` after its 31 December."""
    return dt.date(year, 12, 31) + dt.timedelta(days=days)


def year_credited(day: dt.date, *, suspended_for: int | None, short_before: bool, grace_days: int) -> int:
    """Which year a session of ``day`` counts for: the one somebody is suspended for; in the days of grace the one
    before, of whoever is short of it; else its own."""
    if suspended_for is not None:
        return suspended_for
    if short_before and day < grace_ends(day.year - 1, grace_days):
        return day.year - 1
    return day.year
