"""What holds for insurance, said of plain values (CON-03): who is covered and when. No health, no claims."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from patrol_ops.core.refusals import Refused


class InsuranceKind(StrEnum):
    ACCIDENT = "ACCIDENT"
    PENSION = "PENSION"


class Payer(StrEnum):
    """Who pays the premium; nothing is ever taken off anybody's pay here."""

    VILLAGE = "VILLAGE"
    STREET = "STREET"
    DISTRICT = "DISTRICT"
    EMPLOYER = "EMPLOYER"
    MEMBER = "MEMBER"


class PolicyState(StrEnum):
    """What the days of a policy say; nothing of it is stored."""

    COMING = "COMING"
    RUNNING = "RUNNING"
    SOON = "SOON"
    RENEWED = "RENEWED"
    LAPSED = "LAPSED"
    CANCELLED = "CANCELLED"


class Owed(StrEnum):
    """What insurance makes due for somebody."""

    RENEW_INSURANCE = "funding.renew_insurance"


# Days before the last one on which the office is told (appendix B).
REMINDED_BEFORE = (60, 30, 7)
# A policy runs for a year, a few for several; longer is a slip of the pen.
MOST_DAYS = 3660


@dataclass(frozen=True)
class PolicyDraft:
    """A paper as it stands: ``last_day`` is its last day, ``premium`` yuan for one person where it is known."""

    kind: InsuranceKind
    insurer: str
    number: str
    payer: Payer
    premium: Decimal | None
    starts_on: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class CoverDraft:
    """Who is covered from ``since`` on: these members, or, with a team, everybody who serves in it."""

    since: dt.date
    members: tuple[int, ...] = ()
    team: int | None = None


def judge_policy(draft: PolicyDraft, today: dt.date) -> PolicyDraft:
    """Named, numbered, of a period that makes sense and is not over; without blanks around the words."""
    insurer, number = draft.insurer.strip(), draft.number.strip()
    if not insurer:
        raise Refused("funding.insurer-needed", field="insurer")
    if not number:
        raise Refused("funding.number-needed", field="number")
    if draft.premium is not None and not 0 <= draft.premium <= 100_000:
        raise Refused("funding.premium-odd", field="premium")
    if not draft.starts_on < draft.last_day <= draft.starts_on + dt.timedelta(days=MOST_DAYS):
        raise Refused("funding.period-odd", field="last_day")
    if draft.last_day < today:
        raise Refused("funding.policy-over", field="last_day")
    return PolicyDraft(
        kind=draft.kind,
        insurer=insurer,
        number=number,
        payer=draft.payer,
        premium=draft.premium,
        starts_on=draft.starts_on,
        last_day=draft.last_day,
    )


def judge_renewal(draft: PolicyDraft, *, kind: str, last_day: dt.date) -> None:
    """What follows is of the same kind, and begins after the last day of what it renews: nobody is covered twice."""
    if draft.kind != kind:
        raise Refused("funding.renewal-of-another-kind", field="kind")
    if draft.starts_on <= last_day:
        raise Refused("funding.renewal-overlaps", field="starts_on", day=last_day)


def judge_covering(draft: CoverDraft, *, starts_on: dt.date, last_day: dt.date, today: dt.date) -> None:
    """On a day of the policy that is not over; somebody has to be named."""
    if last_day < today:
        raise Refused("funding.policy-over")
    if not starts_on <= draft.since <= last_day:
        raise Refused("funding.since-outside", field="since", first=starts_on, last=last_day)
    if not draft.members and draft.team is None:
        raise Refused("funding.nobody-named", field="members")


def judge_ending(until: dt.date, *, since: dt.date, covered_until: dt.date) -> None:
    """Earlier than it would end by itself, and not before it began."""
    if not since <= until < covered_until:
        raise Refused("funding.end-odd", field="until", first=since, last=covered_until - dt.timedelta(days=1))


def state_of(
    today: dt.date, *, starts_on: dt.date, last_day: dt.date, renewed: bool, cancelled: bool = False
) -> PolicyState:
    if cancelled:
        return PolicyState.CANCELLED
    if renewed:
        return PolicyState.RENEWED
    if last_day < today:
        return PolicyState.LAPSED
    if starts_on > today:
        return PolicyState.COMING
    soon = last_day <= today + dt.timedelta(days=REMINDED_BEFORE[0])
    return PolicyState.SOON if soon else PolicyState.RUNNING


def first_uncovered(
    today: dt.date, covered: Iterable[tuple[dt.date, dt.date]], required: Sequence[tuple[dt.date, bool]]
) -> dt.date | None:
    """The first day from today on on which cover is required and missing; None where that never comes.

    ``covered`` are spans whose second day is the first without; ``required`` says from which day on it is (or is not).
    """
    spans = [(since, until) for since, until in covered if since < until]
    days = {today, *(day for day, _ in required), *(until for _, until in spans)}
    for day in sorted(day for day in days if day >= today):
        said = [needed for first, needed in sorted(required) if first <= day]
        if said and said[-1] and not any(since <= day < until for since, until in spans):
            return day
    return None
