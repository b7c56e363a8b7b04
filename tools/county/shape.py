"""How large a county is, in exact numbers: 12 townships, 99 villages, 1,263 hamlets; 13 full-time teams with 90 people,
1,279 mass teams with 56,649 (document 001; one standard detachment a village, the others carry a hamlet's name)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = 24
TOWNSHIPS, VILLAGES, HAMLETS = 12, 99, 1263
FULL_TIME_PEOPLE, MASS_TEAMS, MASS_PEOPLE = 90, 1279, 56_649
# Whole counties are told apart by their district code.
FIRST_CODE = 990102
SHIFTS = (1, 15)  # a volunteer walks on two days of each month: one in its first, one in its second fortnight
FORTNIGHT = 14


@dataclass(frozen=True)
class Shape:
    """One county, at a scale: 1 is the real one, 0.1 a tenth of it with the same proportions."""

    scale: float = 1

    @property
    def townships(self) -> int:
        return max(2, round(TOWNSHIPS * self.scale))

    @property
    def villages(self) -> int:
        return round(VILLAGES * self.scale)

    @property
    def hamlets(self) -> int:
        return round(HAMLETS * self.scale)

    @property
    def full_time_teams(self) -> int:
        """The county's and one in each township."""
        return 1 + self.townships

    @property
    def mass_teams(self) -> int:
        return round(MASS_TEAMS * self.scale)

    @property
    def teams(self) -> int:
        return self.full_time_teams + self.mass_teams

    @property
    def people(self) -> int:
        return sum(self.full_time_sizes) + sum(self.mass_sizes)

    @property
    def full_time_sizes(self) -> list[int]:
        # However small the county: somebody leads each team.
        return spread(max(round(FULL_TIME_PEOPLE * self.scale), self.full_time_teams), self.full_time_teams)

    @property
    def mass_sizes(self) -> list[int]:
        return spread(round(MASS_PEOPLE * self.scale), self.mass_teams)

    def villages_of(self) -> list[int]:
        """How many villages each township has."""
        return spread(self.villages, self.townships)

    def voluntary_of(self) -> list[int]:
        """How many voluntary detachments stand beside the standard one of each village."""
        return spread(self.mass_teams - self.villages, self.villages)


def spread(total: int, parts: int) -> list[int]:
    """As evenly as whole numbers go, the larger ones first."""
    share, more = divmod(total, parts)
    return [share + (n < more) for n in range(parts)]


@dataclass(frozen=True)
class Span:
    """24 whole months, and what has gone of this one: until yesterday."""

    today: dt.date

    @property
    def first(self) -> dt.date:
        return dt.date(self.today.year - MONTHS // 12, self.today.month, 1)

    @property
    def last(self) -> dt.date:
        return self.today - dt.timedelta(days=1)

    @property
    def this_month(self) -> dt.date:
        return self.today.replace(day=1)

    def days(self) -> Iterator[dt.date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + dt.timedelta(days=number)


def shift_days(index: int, size: int) -> tuple[int, int]:
    """The two days of a month on which the member ``index`` of a team of ``size`` walks."""
    first = index * FORTNIGHT // size % FORTNIGHT
    return SHIFTS[0] + first, SHIFTS[1] + first


def volunteer_rows(shape: Shape, span: Span) -> int:
    """Rows of attendance of all volunteers: twice a month each, in whole months; in this month what has gone of it."""
    whole = sum(shape.mass_sizes) * len(SHIFTS) * MONTHS
    gone = (span.last - span.this_month).days + 1
    partly = sum(day <= gone for size in shape.mass_sizes for index in range(size) for day in shift_days(index, size))
    return whole + partly


def full_time_rows(shape: Shape, span: Span) -> int:
    """Professional members walk on five days of seven, each with a beginning of their own."""
    days = len(list(span.days()))
    return sum(
        sum((day + index) % 7 < 5 for day in range(days)) for size in shape.full_time_sizes for index in range(size)
    )
