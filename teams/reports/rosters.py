"""A list before it comes in: judged against what is known, and shown line by line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from patrol_ops.core import policy as ground
from patrol_ops.core.querysets import within
from patrol_ops.core.secrets import blind_index
from teams import policy
from teams.models import Appointment, LegacyUnit, Member, Membership, Place, Roster, RosterRow, RosterUnit, Team
from teams.rules import EmploymentClass, Form, Stage, Tier, joined_on
from teams.rules.rosters import (
    Answer,
    Answers,
    Column,
    Decided,
    Gazetteer,
    KnownPerson,
    KnownTeam,
    Outcome,
    Person,
    Question,
    Reading,
    UnitAnswer,
    Verdict,
    World,
    compact,
    judge_roster,
    read_person,
)

SECTION = "section"  # beside the positions of columns in what is staged of a row
_CHUNK = 500  # people asked for at once


@dataclass(frozen=True)
class Staged:
    """A row as it is judged: kept in the database or about to be."""

    row_id: int
    sheet: int
    row: int
    texts: dict[str, str]
    hidden: bool
    formula: bool


def staged(roster: Roster) -> list[Staged]:
    rows = RosterRow.objects.filter(roster=roster).order_by("sheet", "row", "pk")
    wanted = rows.values_list("pk", "sheet", "row", "texts", "hidden", "formula")
    return [Staged(*values) for values in wanted]


def answers_of(roster: Roster, rows: Mapping[int, Mapping[str, str]] | None = None) -> Answers:
    """What people have decided of this list so far: two statements, one where the rows' answers are handed in."""
    if rows is None:
        rows = dict(RosterRow.objects.filter(roster=roster).exclude(answers={}).values_list("pk", "answers"))
    said = RosterUnit.objects.filter(roster=roster).exclude(answer="", chosen_form="")
    return Answers(
        rows={pk: {Question(key): Answer(value) for key, value in answers.items()} for pk, answers in rows.items()},
        units={
            (unit.path, unit.compact): Decided(
                UnitAnswer(unit.answer) if unit.answer else None,
                unit.hamlet,
                Form(unit.chosen_form) if unit.chosen_form else None,
            )
            for unit in said
        },
    )


def people_of(roster: Roster, rows: Sequence[Staged], today: dt.date) -> list[tuple[Person, str | None]]:
    """Every row as a person, with the street that the title of its sheet names: one statement."""
    ages = ground.values_on(today, roster.path, policy.AGE_MIN, policy.AGE_MAX)
    reading = Reading(
        on=today,
        as_of=roster.report_on,
        ages=(ages[policy.AGE_MIN.key], ages[policy.AGE_MAX.key]),
        default_class=EmploymentClass(roster.default_class) if roster.default_class else None,
    )
    columns = [
        {str(heading["at"]): Column(heading["column"]) for heading in sheet["headings"] if heading["column"]}
        for sheet in roster.sheets
    ]
    people: list[tuple[Person, str | None]] = []
    for row in rows:
        texts = {columns[row.sheet][at]: text for at, text in row.texts.items() if at in columns[row.sheet]}
        _as_titled(texts, row, roster.sheets[row.sheet], set(columns[row.sheet].values()))
        person = read_person(row.row_id, texts, reading, hidden=row.hidden, formula=row.formula)
        people.append((person, roster.sheets[row.sheet].get("street")))
    return people


def _as_titled(texts: dict[Column, str], row: Staged, sheet: dict[str, Any], columns: set[Column]) -> None:
    """Without a column for the team or for the place, both are those of the row of its own above, else of the title."""
    if Column.TEAM in columns or Column.COMMUNITY in columns:
        return
    section = row.texts.get(SECTION, "")
    is_team = section.endswith("队")
    texts[Column.TEAM] = section if is_team else "" if section else sheet.get("team", "")
    texts[Column.COMMUNITY] = "" if is_team else section or sheet.get("community", "")


def judged(roster: Roster, rows: Sequence[Staged], answers: Answers, today: dt.date) -> Outcome:
    """The verdict on every row of the list as things stand today: a dozen statements and one for 500 people."""
    people = people_of(roster, rows, today)
    understood = [person for person, _ in people if person.refused is None]
    return judge_roster(people, world(roster.path, understood, today), answers)


def gazetteer(path: str) -> Gazetteer:
    """The places of a territory; its district along with them: one statement."""
    rows = Place.objects.filter(Q(path=path[:6]) | within("path", path))
    return Gazetteer(rows.order_by("path").values_list("path", "name", "tier"))


def world(path: str, people: Iterable[Person], today: dt.date) -> World:
    return World(gazetteer(path), known_teams(path, today), known_people(people, today))


def known_teams(path: str, today: dt.date) -> list[KnownTeam]:
    """The teams of a territory and those above them: four statements."""
    above = Q(place__path__in=[path[:width] for width in (6, 9)])
    there = Team.objects.unfinished().filter(above | within("place__path", path))
    there = there.with_strength(today).select_related("place")
    teams: list[Any] = list(there.prefetch_related("aliases"))
    ids = [team.pk for team in teams]
    led = set(
        Appointment.objects.from_day(today)
        .filter(team__in=ids, role="ldr", deputy=False, ended_at__isnull=True)
        .values_list("team_id", flat=True)
    )
    absorbed = set(LegacyUnit.objects.filter(team__in=ids).values_list("team_id", flat=True))
    return [
        KnownTeam(
            team_id=team.pk,
            path=team.place.path,
            tier=Tier(team.tier),
            form=Form(team.form),
            names=frozenset(map(compact, (team.name, *(alias.name for alias in team.aliases.all())))),
            hamlet=team.hamlet,
            people=team.actual,
            led=team.pk in led,
            absorbed=team.pk in absorbed,
            active=team.stage == Stage.ACTIVE,
            suspended=team.stage == Stage.SUSPENDED,
        )
        for team in teams
    ]


def known_people(people: Iterable[Person], today: dt.date) -> dict[str, KnownPerson]:
    """Those who have a file already, by what tells them apart."""
    people = list(people)
    indexes = {blind_index(person.identity, "identity"): person.identity for person in people if person.identity}
    numbers = {person.number for person in people if not person.identity and person.number is not None}
    found: dict[str, Member] = {}
    for some in _chunks(indexes):
        for member in Member.objects.filter(identity_index__in=some).defer("identity"):
            found[indexes[member.identity_index]] = member
    for ids in _chunks(numbers):
        found |= {f"M{member.pk}": member for member in Member.objects.filter(pk__in=ids).defer("identity")}
    serves: dict[int, dict[int, Membership]] = defaultdict(dict)
    leads: dict[int, set[int]] = defaultdict(set)
    for ids in _chunks({member.pk for member in found.values()}):
        for row in Membership.objects.open().filter(member__in=ids):
            serves[row.member_id][row.team_id] = row
        posts = Appointment.objects.from_day(today).filter(member__in=ids, role="ldr", ended_at__isnull=True)
        for member_id, team_id in posts.values_list("member_id", "team_id"):
            leads[member_id].add(team_id)
    return {
        key: KnownPerson(
            member_id=member.pk,
            name=member.name,
            phone=member.phone,
            serves={team: EmploymentClass(row.employment_class) for team, row in serves[member.pk].items()},
            joined_on={
                team: joined_on(row.since, row.legacy, row.joined_on) for team, row in serves[member.pk].items()
            },
            leads=frozenset(leads[member.pk]),
        )
        for key, member in found.items()
    }


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    it = iter(sorted(items))
    while some := list(islice(it, _CHUNK)):
        yield some


# --- for the job ----------------------------------------------------------------------------------------------------


def roster_steps(roster_id: int) -> tuple[list[tuple[str, str]], list[int]]:
    """What is still to be done for a confirmed list: teams above, highest first; units with people to bring in."""
    above: list[list[str]] = Roster.objects.values_list("above", flat=True).get(pk=roster_id)
    there = set(Team.objects.unfinished().filter(hamlet="").values_list("place__path", "tier"))
    units = RosterUnit.objects.filter(roster=roster_id, rows__verdict__in=("NEW", "CHANGED")).distinct()
    # Higher tiers first, and a unit before those that join it.
    ordered = sorted(units.values_list("tier", "joins_id", "position", "pk"), key=_rank)
    return [(path, tier) for path, tier in above if (path, tier) not in there], [pk for *_, pk in ordered]


_TIERS = tuple(Tier)


def _rank(unit: tuple[str, int | None, int, int]) -> tuple[int, bool, int]:
    tier, joins, position, _ = unit
    return _TIERS.index(Tier(tier)), joins is not None, position


def refused_rows(roster_id: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Rows that do not come in, with the reason: where they stand, a wording code, its facts."""
    roster = Roster.objects.get(pk=roster_id)
    rows = RosterRow.objects.filter(roster=roster, verdict=Verdict.REFUSED).order_by("sheet", "row")
    wanted = rows.values_list("sheet", "row", "code", "facts")
    return [(f"{roster.sheets[sheet]['name']} {row}", code, facts) for sheet, row, code, facts in wanted]


def hamlet_is_taken(path: str, hamlet: str) -> bool:
    return bool(Team.objects.unfinished().filter(place__path=path, tier=Tier.DETACHMENT, hamlet=hamlet).exists())
