"""What is wrong with the ledgers (ORG-22, ORG-23), and how complete, clear and fresh they are (LOG-12)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Alarm(StrEnum):
    """What somebody has to look at: of a team, of one who serves in it, of a body."""

    NO_LEADER = "NO_LEADER"
    NOBODY = "NOBODY"
    NAME_OFF = "NAME_OFF"
    NO_MANAGING_UNIT = "NO_MANAGING_UNIT"
    STALE = "STALE"
    NO_PLAQUE = "NO_PLAQUE"
    NO_PHONE = "NO_PHONE"
    NO_BADGE = "NO_BADGE"
    NOT_ACKNOWLEDGED = "NOT_ACKNOWLEDGED"
    CONCURRENT = "CONCURRENT"
    IN_NAME_ONLY = "IN_NAME_ONLY"
    NO_ACCOUNTABLE = "NO_ACCOUNTABLE"


OF_TEAMS = (Alarm.NO_LEADER, Alarm.NOBODY, Alarm.NAME_OFF, Alarm.NO_MANAGING_UNIT, Alarm.STALE, Alarm.NO_PLAQUE)
OF_MEMBERS = (Alarm.NO_PHONE, Alarm.NO_BADGE, Alarm.NOT_ACKNOWLEDGED, Alarm.CONCURRENT, Alarm.IN_NAME_ONLY)


@dataclass(frozen=True)
class TeamFacts:
    """A team's ledger in numbers; ``standard`` is the name it ought to have."""

    name: str
    standard: str
    led: bool
    managed: bool
    people: int
    no_phone: int
    no_badge: int
    badged: int
    updated_on: dt.date | None
    plaque: bool = True


def alarms_of(facts: TeamFacts, today: dt.date, stale_days: int) -> tuple[Alarm, ...]:
    """ORG-22: a post without a person, a team without people, a name that is not the standard one, nobody who manages,
    no plaque, a ledger nobody has touched for long."""
    wrong = {
        Alarm.NO_LEADER: not facts.led,
        Alarm.NOBODY: facts.people == 0,
        Alarm.NAME_OFF: facts.name != facts.standard,
        Alarm.NO_MANAGING_UNIT: not facts.managed,
        Alarm.NO_PLAQUE: not facts.plaque,
        Alarm.STALE: not is_fresh(facts.updated_on, today, stale_days),
    }
    return tuple(alarm for alarm in OF_TEAMS if wrong[alarm])


def is_fresh(updated_on: dt.date | None, today: dt.date, stale_days: int) -> bool:
    """Whether something was entered within ``stale_days``."""
    return updated_on is not None and (today - updated_on).days <= stale_days


@dataclass(frozen=True)
class Quality:
    """LOG-12, added up over any number of teams: how many of the entries wanted are there, how many say clearly who
    and what is meant, how many teams' ledgers are fresh."""

    wanted: int = 0
    filled: int = 0
    named: int = 0
    clear: int = 0
    teams: int = 0
    fresh: int = 0

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(*(mine + yours for mine, yours in zip(self._all(), other._all(), strict=True)))

    def _all(self) -> tuple[int, ...]:
        return (self.wanted, self.filled, self.named, self.clear, self.teams, self.fresh)

    @property
    def complete_share(self) -> int:
        return _percent(self.filled, self.wanted)

    @property
    def clear_share(self) -> int:
        return _percent(self.clear, self.named)

    @property
    def fresh_share(self) -> int:
        return _percent(self.fresh, self.teams)


def _percent(part: int, whole: int) -> int:
    """Rounded down, so that a hundred means all; of nothing nothing is missing."""
    return part * 100 // whole if whole else 100


def quality_of(facts: TeamFacts, today: dt.date, stale_days: int) -> Quality:
    """Complete: a leader, a managing unit, and a phone of everybody. Clear: the standard name, and a number badge by
    which everybody is told from others of the same name. Fresh: touched within ``stale_days``."""
    return Quality(
        wanted=2 + facts.people,
        filled=facts.led + facts.managed + facts.people - facts.no_phone,
        named=1 + facts.people,
        clear=(facts.name == facts.standard) + facts.badged,
        teams=1,
        fresh=int(is_fresh(facts.updated_on, today, stale_days)),
    )
