"""The whole list at once: who is new, who is known, what has changed, and what a person has to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from patrol_ops.core.refusals import Refused
from teams.rules.members import EmploymentClass
from teams.rules.rosters.cells import compact
from teams.rules.rosters.people import Gazetteer, Person
from teams.rules.rosters.units import Decided, Found, KnownTeam, LegacyUnit, judge_units, locate, missing_above
from teams.rules.teams import Tier, classes_of


class Verdict(StrEnum):
    NEW = "NEW"
    CHANGED = "CHANGED"
    SAME = "SAME"
    DECIDE = "DECIDE"
    REFUSED = "REFUSED"
    LEFT_OUT = "LEFT_OUT"


class Question(StrEnum):
    """What only a person can say of a row."""

    SECOND_POST = "SECOND_POST"
    SECOND_LEADER = "SECOND_LEADER"
    HIDDEN_ROW = "HIDDEN_ROW"
    OTHER_NAME = "OTHER_NAME"
    OTHER_CLASS = "OTHER_CLASS"


class Answer(StrEnum):
    TAKE = "TAKE"
    KEEP = "KEEP"
    LEAVE = "LEAVE"
    LEADER = "LEADER"
    DEPUTY = "DEPUTY"
    MEMBER = "MEMBER"


ANSWERS: dict[Question, tuple[Answer, ...]] = {
    Question.SECOND_POST: (Answer.TAKE, Answer.LEAVE),
    Question.SECOND_LEADER: (Answer.DEPUTY, Answer.MEMBER, Answer.LEADER),
    Question.HIDDEN_ROW: (Answer.TAKE, Answer.LEAVE),
    Question.OTHER_NAME: (Answer.KEEP, Answer.TAKE, Answer.LEAVE),
    Question.OTHER_CLASS: (Answer.TAKE, Answer.KEEP),
}


class Change(StrEnum):
    """What a row changes for somebody who is known."""

    NAME = "NAME"
    PHONE = "PHONE"
    CLASS = "CLASS"
    POST = "POST"
    JOINED = "JOINED"


@dataclass(frozen=True)
class KnownPerson:
    """Somebody with a file. ``serves`` says in which teams and as what; ``leads`` where as leader or deputy."""

    member_id: int
    name: str
    phone: str
    serves: Mapping[int, EmploymentClass] = field(default_factory=dict)
    joined_on: Mapping[int, dt.date | None] = field(default_factory=dict)
    leads: frozenset[int] = frozenset()


@dataclass
class Judged:
    """What happens to a row. ``facts`` belong to the sentence of ``code``; no personal data in either."""

    row_id: int
    verdict: Verdict
    unit: tuple[str, str] | None = None
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    member_id: int | None = None
    post: str = ""
    main: bool = True


@dataclass(frozen=True)
class World:
    """What is known before a list comes in. ``people`` by whatever tells them apart: see ``Person``'s key."""

    places: Gazetteer
    teams: Sequence[KnownTeam]
    people: Mapping[str, KnownPerson]


@dataclass(frozen=True)
class Answers:
    """What people have decided so far."""

    rows: Mapping[int, Mapping[Question, Answer]] = field(default_factory=dict)
    units: Mapping[tuple[str, str], Decided] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    rows: list[Judged]
    units: list[LegacyUnit]
    above: list[tuple[str, Tier]]
    makes_teams: bool = False


def key_of(person: Person) -> str:
    """What tells a person apart: the identity number, or the number of our own ledgers."""
    return person.identity or f"M{person.number}"


def judge_roster(
    people: Sequence[tuple[Person, str | None]], world: World, answers: Answers
) -> Outcome:  # each person with the street that the title of the sheet names
    """The verdict on every row, and what each unit of the list becomes."""
    by_name = {name: team for team in world.teams for name in team.names}
    rows: dict[int, Judged] = {}
    found: dict[tuple[str, str], Found] = {}
    for person, street in people:
        key = None
        try:
            path, tier = locate(person, world.places, street, by_name)
            key = (path, compact(person.team))
            if person.refused is not None:
                raise person.refused
        except Refused as no:
            no = person.refused or no
            rows[person.row_id] = Judged(person.row_id, Verdict.REFUSED, key, no.code, dict(no.facts))
            continue
        unit = found.setdefault((path, compact(person.team)), Found(path, tier, person.team))
        unit.people.append(person)
    units = judge_units(found.values(), world.teams, answers.units)
    sorting = _Sorting(world, answers, {unit.key: unit for unit in units})
    for row in rows.values():  # a unit of which nobody is understood becomes nothing
        row.unit = row.unit if row.unit in found else None
    of = {person.row_id: key for key, one in found.items() for person in one.people}
    for person, _ in people:
        if person.row_id in of:
            rows[person.row_id] = sorting.judge(person, of[person.row_id])
    in_order = [rows[person.row_id] for person, _ in people]
    _one_leader_each(in_order, sorting)
    used = {row.unit for row in in_order if row.verdict in (Verdict.NEW, Verdict.CHANGED)}
    coming = [unit for unit in units if unit.key in used]
    active = {team.team_id for team in world.teams if team.active}
    made = any(unit.team_id not in active for unit in coming)
    return Outcome(in_order, units, missing_above(coming, world.teams), made)


def _one_leader_each(rows: Sequence[Judged], sorting: _Sorting) -> None:
    """Where somebody chose the second named to lead, the first named is the deputy."""
    chosen = {
        sorting.units[row.unit].target: row.row_id
        for row in rows
        if row.unit is not None and row.post == "LEADER" and Question.SECOND_LEADER in row.questions
    }
    for row in rows:
        if row.post == "LEADER" and row.unit is not None:
            target = sorting.units[row.unit].target
            row.post = "LEADER" if chosen.get(target, row.row_id) == row.row_id else "DEPUTY"


class _Sorting:
    """One walk over the people of a list, remembering whom it has met and who leads what."""

    def __init__(self, world: World, answers: Answers, units: Mapping[tuple[str, str], LegacyUnit]) -> None:
        self.world, self.answers, self.units = world, answers, units
        self.met: dict[str, set[Any]] = {}
        self.led = {team.team_id for team in world.teams if team.led}
        self.suspended = {team.team_id for team in world.teams if team.suspended}
        self.led_here: set[Any] = set()

    def judge(self, person: Person, key: tuple[str, str]) -> Judged:
        unit = self.units[key]
        row = Judged(person.row_id, Verdict.NEW, unit=key, notes=list(person.notes), post=person.post)
        known = self.world.people.get(key_of(person))
        if known is None and person.identity == "":
            return _refused(row, "teams.roster-number-unknown")
        if person.employment_class is None and not (known and unit.team_id in known.serves):
            return _refused(row, "teams.roster-class-missing")
        if unit.left_out:
            row.verdict = Verdict.LEFT_OUT
            return row
        if unit.team_id in self.suspended:
            return _refused(row, "teams.team-suspended")
        if unit.asked:
            row.verdict, row.code = Verdict.DECIDE, "teams.roster-unit-waits"
            return row
        if person.employment_class is not None and person.employment_class not in classes_of(unit.form):
            return _refused(row, "teams.roster-class-not-of-form", form=f"form.{unit.form}")
        if unit.target in self.met.get(key_of(person), ()):
            row.verdict, row.code = Verdict.SAME, "teams.roster-repeat"
            return row
        if self._asked(row, Question.HIDDEN_ROW, person.hidden) is Answer.LEAVE:
            row.verdict = Verdict.LEFT_OUT
            return row
        self._person(row, person, unit, known)
        if row.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME):
            self.met.setdefault(key_of(person), set()).add(unit.target)
        return row

    def _asked(self, row: Judged, question: Question, is_open: bool) -> Answer | None:
        """The answer where the question arises; it waits where nobody has given one."""
        if not is_open:
            return None
        row.questions.append(question)
        answer = self.answers.rows.get(row.row_id, {}).get(question)
        if answer is None:
            row.verdict = Verdict.DECIDE
        return answer

    def _person(self, row: Judged, person: Person, unit: LegacyUnit, known: KnownPerson | None) -> None:
        if known is not None:
            row.member_id = known.member_id
            if self._asked(row, Question.OTHER_NAME, known.name != person.name) is Answer.LEAVE:
                row.verdict = Verdict.LEFT_OUT
                return
        here = known is not None and unit.team_id is not None and unit.team_id in known.serves
        elsewhere = (known is not None and bool(known.serves)) or bool(self.met.get(key_of(person)))
        second = elsewhere and not here
        if self._asked(row, Question.SECOND_POST, second) is Answer.LEAVE:
            row.verdict = Verdict.LEFT_OUT
            return
        row.main = not second
        self._leading(row, person, unit, known)
        if known is not None:
            self._changes(row, person, unit, known, here)

    def _leading(self, row: Judged, person: Person, unit: LegacyUnit, known: KnownPerson | None) -> None:
        """A team has one leader; who comes second is whatever somebody says."""
        if known is not None and unit.team_id in known.leads:
            row.post = ""  # leads it already
        if row.post != "LEADER":
            return
        led = unit.team_id in self.led or unit.target in self.led_here
        answer = self._asked(row, Question.SECOND_LEADER, led)
        if answer is Answer.LEADER and unit.team_id in self.led:
            # A leader in office is no matter of a list: the post ends where it was given.
            row.verdict, row.code = Verdict.DECIDE, "teams.roster-leader-in-office"
        elif answer is not None:
            row.post = {Answer.MEMBER: "", Answer.DEPUTY: "DEPUTY"}.get(answer, "LEADER")
        if row.verdict is not Verdict.DECIDE and row.post == "LEADER":
            self.led_here.add(unit.target)

    def _changes(self, row: Judged, person: Person, unit: LegacyUnit, known: KnownPerson, here: bool) -> None:
        said = self.answers.rows.get(row.row_id, {})
        if known.name != person.name and said.get(Question.OTHER_NAME) is Answer.TAKE:
            row.changes.append(Change.NAME)
        if person.phone and person.phone != known.phone:
            row.changes.append(Change.PHONE)
        if not here:
            if not known.serves:
                row.notes.append("teams.roster-served-before")
            return
        assert unit.team_id is not None
        other = person.employment_class not in (None, known.serves[unit.team_id])
        if self._asked(row, Question.OTHER_CLASS, other) is Answer.TAKE:
            row.changes.append(Change.CLASS)
        if row.post:
            row.changes.append(Change.POST)
        if person.joined_on is not None and known.joined_on.get(unit.team_id) is None:
            row.changes.append(Change.JOINED)
        if row.verdict is Verdict.NEW:
            row.verdict = Verdict.CHANGED if row.changes else Verdict.SAME


def _refused(row: Judged, code: str, **facts: Any) -> Judged:
    row.verdict, row.code, row.facts = Verdict.REFUSED, code, facts
    return row
