"""ORG-28, X33: a ten-household unit is up to ten volunteers in turn and one who coordinates; no household is kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patrol_ops.core.refusals import Refused
from teams.rules.members import judge_person_name
from teams.rules.teams import Form, Stage, judge_name

LONGEST_ROSTER = 62


@dataclass(frozen=True)
class VolunteerDraft:
    """Somebody who agreed, and when; a phone only where they want to be called."""

    name: str
    phone: str
    consented_on: dt.date


def judge_household_unit(name: str, form: Form, stage: Stage) -> str:
    """Under a voluntary detachment that stands; called by a short name of its place, never by a family's."""
    name = name.strip()
    judge_name(name, "name")
    if form is not Form.VOLUNTARY_PATROL:
        raise Refused("teams.household-unit-only-voluntary")
    if stage is not Stage.ACTIVE:
        raise Refused("teams.household-unit-team-not-active")
    return name


def judge_volunteer(draft: VolunteerDraft, today: dt.date, *, names: Sequence[str], size: int) -> VolunteerDraft:
    """One more who consented, as long as there is room; nobody twice."""
    name = judge_person_name(draft.name)
    if draft.consented_on > today:
        raise Refused("teams.consent-in-the-future", field="consented_on")
    if name in names:
        raise Refused("teams.volunteer-known", field="name")
    if len(names) >= size:
        raise Refused("teams.household-unit-full", size=size)
    return VolunteerDraft(name=name, phone=draft.phone, consented_on=draft.consented_on)


def judge_roster(first: dt.date, days: int, today: dt.date, volunteers: int) -> None:
    """Days to come, two months at most, for somebody to share."""
    if not volunteers:
        raise Refused("teams.household-unit-empty")
    if first < today:
        raise Refused("teams.roster-in-the-past", field="first")
    if not 1 <= days <= LONGEST_ROSTER:
        raise Refused("teams.roster-too-long", field="days", most=LONGEST_ROSTER)


def judge_duty_day(day: dt.date, today: dt.date) -> None:
    """What has been is not changed, and nobody plans beyond two months."""
    if day < today:
        raise Refused("teams.roster-in-the-past", field="day")
    if day > today + dt.timedelta(days=LONGEST_ROSTER):
        raise Refused("teams.roster-too-long", field="day", most=LONGEST_ROSTER)


def fair_turns(turns: Mapping[int, Sequence[dt.date]], days: Sequence[dt.date]) -> list[tuple[dt.date, int]]:
    """Who watches on each of ``days``: whoever had fewest turns, then whose last one is longest ago, then in order.

    ``turns`` gives every volunteer's days so far, also those still to come.
    """
    count = {pk: len(known) for pk, known in turns.items()}
    last = {pk: max(known, default=dt.date.min) for pk, known in turns.items()}
    planned = []
    for day in sorted(days):
        chosen = min(count, key=lambda pk: (count[pk], last[pk], pk))
        planned.append((day, chosen))
        count[chosen] += 1
        last[chosen] = max(last[chosen], day)
    return planned
