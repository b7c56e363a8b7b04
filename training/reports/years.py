"""A year of training of members: what it asks, what counts, how it is spread over the topics (TRN-02, TRN-03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from training import policy
from training.models import Enrolment
from training.rules import Programme, Taught, Topic, counted, coverage, required_minutes


def in_hours(minutes: int) -> Decimal:
    """To the tenth, rounded up: whoever lacks a minute lacks something."""
    return Decimal(-(-minutes // 6)) / 10


@dataclass(frozen=True)
class TopicHours:
    """``topic`` is a wording code."""

    topic: str
    minutes: int

    @property
    def hours(self) -> Decimal:
        return Decimal(self.minutes // 6) / 10


@dataclass(frozen=True)
class YearHours:
    year: int
    required: int
    counted: int
    topics: tuple[TopicHours, ...]

    @property
    def missing(self) -> int:
        return max(self.required - self.counted, 0)

    @property
    def required_hours(self) -> Decimal:
        return in_hours(self.required)

    @property
    def counted_hours(self) -> Decimal:
        return Decimal(self.counted // 6) / 10

    @property
    def missing_hours(self) -> Decimal:
        return in_hours(self.missing)

    @property
    def untaught(self) -> tuple[str, ...]:
        """Topic groups of which nothing has been taught this year."""
        return tuple(row.topic for row in self.topics if not row.minutes)


_TOPICS = ("law", "duties", "procedures", "finding")


def taught_in(member_ids: Collection[int], year: int) -> dict[int, list[Taught]]:
    """What counts for the year, but the pre-duty programme: one statement."""
    rows = Enrolment.objects.passed().filter(member__in=member_ids, credit_year=year)
    rows = rows.exclude(session__revision__course__programme=Programme.PRE_DUTY)
    topics = [f"session__revision__{name}" for name in _TOPICS]
    found: dict[int, list[Taught]] = defaultdict(list)
    values = rows.order_by().values_list("member_id", "credited", "session__mode", "session__topic", *topics)
    for member_id, credited, mode, topic, *minutes in values:
        law, duties, procedures, finding = (int(one == topic) for one in Topic) if topic else minutes
        found[member_id].append(Taught(credited or 0, (law, duties, procedures, finding), mode))
    return found


def year_hours(since: Mapping[int, date], year: int, values: Mapping[str, Any]) -> dict[int, YearHours]:
    """Of members by the day since which they are on duty; ``values`` as ``hours.year_values`` reads. One statement."""
    taught = taught_in(list(since), year)
    return {pk: _year(taught.get(pk, []), day, year, values) for pk, day in since.items()}


def _year(sessions: list[Taught], since: date, year: int, values: Mapping[str, Any]) -> YearHours:
    required = required_minutes(year, since, hours=values[policy.ANNUAL_HOURS.key])
    modes: dict[str, int] = defaultdict(int)
    for session in sessions:
        modes[session.mode] += session.credited
    topics = coverage(sessions)
    return YearHours(
        year=year,
        required=required,
        counted=counted(modes, meeting_share=values[policy.MEETING_SHARE.key], required=required),
        topics=tuple(TopicHours(f"topic.{topic}", topics[topic]) for topic in Topic),
    )
