"""A list as people see it before and after it comes in. Names in full only for whoever handed it in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.models import JobProblem
from patrol_ops.core.privacy import masked, masked_phone
from patrol_ops.core.querysets import within
from patrol_ops.core.wording import say
from teams.models import Place, Roster, RosterRow, RosterUnit
from teams.rules import Tier, standard_name
from teams.rules.rosters import ANSWERS, Column, Question, Verdict, compact

_COLOURS = {"NEW": "done", "CHANGED": "info", "SAME": "quiet", "DECIDE": "waits", "REFUSED": "overdue"}


@dataclass(frozen=True)
class AskedLine:
    """A question with what may be answered, and what was."""

    text: str
    chosen: str
    offers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RosterLine:
    """A row of the preview."""

    row_id: int
    sheet: str
    row: int
    name: str
    phone: str
    team: str
    place: str
    employment_class: str
    verdict: str
    code: str
    reason: str
    notes: list[str]
    questions: list[AskedLine]
    changes: list[str]

    @property
    def colour(self) -> str:
        return _COLOURS.get(self.verdict, "quiet")


def roster_lines(roster: Roster, rows: Iterable[RosterRow], actor: Actor) -> list[RosterLine]:
    """Lines of a preview."""
    in_full = roster.uploaded_by_id == actor.person_id
    columns = [{h["column"]: str(h["at"]) for h in sheet["headings"] if h["column"]} for sheet in roster.sheets]

    def text(row: RosterRow, column: Column) -> str:
        return str(row.texts.get(columns[row.sheet].get(column, ""), ""))

    lines = []
    for row in rows:
        name, phone = compact(text(row, Column.NAME)), compact(text(row, Column.PHONE))
        lines.append(
            RosterLine(
                row_id=row.pk,
                sheet=roster.sheets[row.sheet]["name"],
                row=row.row,
                name=name if in_full or not name else masked(name),
                phone=phone if in_full or not phone else masked_phone(phone),
                team=text(row, Column.TEAM),
                place=text(row, Column.COMMUNITY) or text(row, Column.STREET),
                employment_class=text(row, Column.CLASS),
                verdict=row.verdict,
                code=row.code,
                reason=say(row.code, **row.facts) if row.code else "",
                notes=row.notes,
                questions=[_asked(question, row.answers.get(question, "")) for question in row.questions],
                changes=row.changes,
            )
        )
    return lines


def _asked(question: str, chosen: str) -> AskedLine:
    offers = tuple((f"{question}:{one}", say(f"answer.{question}.{one}")) for one in ANSWERS[Question(question)])
    return AskedLine(
        text=say(f"question.{question}"), chosen=say(f"answer.{question}.{chosen}") if chosen else "", offers=offers
    )


@dataclass(frozen=True)
class UnitLine:
    """A unit of the list, with the name of the team it becomes."""

    row: RosterUnit
    becomes: str


def roster_units(roster: Roster) -> list[UnitLine]:
    """The units of a list in its order, those that wait for a decision first: two statements."""
    units = list(
        RosterUnit.objects.filter(roster=roster).select_related("team", "joins").order_by("-asked", "position")
    )
    places = {
        place.path: place
        for place in Place.objects.filter(path__in={unit.path for unit in units}).select_related("parent")
    }
    lines = []
    for unit in units:
        place = places[unit.path]
        street = place.parent.name if place.parent else ""
        lines.append(UnitLine(unit, standard_name(Tier(unit.tier), place.name, street, unit.hamlet)))
    return lines


def names_of_above(roster: Roster) -> list[str]:
    """The brigade and squadrons that are made first, by the names they will have: one statement, or none."""
    if not roster.above:
        return []
    names = dict(Place.objects.filter(path__in=[path for path, _ in roster.above]).values_list("path", "name"))
    return [standard_name(Tier(tier), names.get(path, "")) for path, tier in roster.above]


def headings_left(roster: Roster) -> list[str]:
    """What stands over columns that are not kept."""
    left = [h["text"] for sheet in roster.sheets for h in sheet["headings"] if not h["column"] and h["text"]]
    return list(dict.fromkeys(left))


def roster_figures(roster: Roster) -> dict[str, int]:
    """Rows by verdict, none left out: what the preview begins with."""
    return {str(verdict): int(roster.counts.get(verdict, 0)) for verdict in Verdict}


def last_import_of(digest: str, path: str) -> Roster | None:
    """The same file, brought in before."""
    same = Roster.objects.filter(digest=digest, stage="BROUGHT_IN").filter(within("path", path))
    return same.order_by("-uploaded_at").first()


def rows_left(roster: Roster) -> QuerySet[JobProblem]:
    """Rows that did not come in, as the job noted them."""
    return JobProblem.objects.filter(job=roster.job_id).order_by("pk")


def roster_history(roster: Roster) -> list[dict[str, Any]]:
    """Who did what, when: the foot of a list."""
    lines = [{"at": roster.uploaded_at, "who": roster.uploaded_by.name, "what": say("teams.roster_uploaded")}]
    if roster.confirmed_by is not None:
        lines.append(
            {"at": roster.confirmed_at, "who": roster.confirmed_by.name, "what": say("teams.roster_confirmed")}
        )
    if roster.ended_at is not None:
        ended = "teams.roster_brought_in" if roster.confirmed_by is not None else "teams.roster_discarded"
        lines.append({"at": roster.ended_at, "who": "", "what": say(ended)})
    return lines
