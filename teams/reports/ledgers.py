"""The ledgers of teams and members: as lines for paper, and as the sheets of a workbook, one a street."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import translation

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked, masked_phone
from patrol_ops.core.sheets.writing import Column, Row, Sheet
from patrol_ops.core.wording import say
from teams.access import Permission
from teams.models import Appointment, Export, ExportedLine, Hold, Membership, Place, Team, TeamUnit
from teams.reports.crew import current_badge
from teams.rules import (
    MEMBER_HEADINGS,
    TEAM_HEADINGS,
    HoldKind,
    LedgerQuestion,
    Relation,
    Role,
    joined_on,
    member_number,
    post_said,
    standing,
)

CHUNK, PIECE = 500, 1000
_MEMBER_WIDTHS = (10, 10, 16, 16, 36, 8, 8, 14, 12, 16, 10)
_TEAM_WIDTHS = (16, 16, 36, 8, 12, 36, 24, 9, 9, 9, 9, 12)


def role_for(actor: Actor, permission: str) -> str | None:
    """The role from which the actor holds ``permission``, the first of them; nothing where none does."""
    return next((post.role for post, _ in actor.reaches(permission)), None)


# --- people ----------------------------------------------------------------------------------------------------------


def ledger_rows(actor: Actor, question: LedgerQuestion, day: dt.date) -> QuerySet[Any]:
    """Memberships of the day that this actor may take out; ``readable`` where that is by name."""
    open_files = Membership.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("pk"))
    rows = Membership.objects.visible_to(actor, Permission.EXPORT_MEMBERS).answering(question, day)
    found: QuerySet[Any] = rows.annotate(readable=Exists(open_files))
    return found


@dataclass(frozen=True)
class Extent:
    """How many lines a ledger would have, and how many of them by name."""

    lines: int
    open: int


def ledger_extent(actor: Actor, question: LedgerQuestion, day: dt.date) -> Extent:
    """One statement."""
    counted = ledger_rows(actor, question, day).aggregate(lines=Count("pk"), open=Count("pk", filter=Q(readable=True)))
    return Extent(**counted)


@dataclass(frozen=True)
class ExportLine:
    """An export in the list of those who watch over them; whom it told of stands nowhere in it."""

    row: Export
    who: str
    place: str


def export_lines(exports: Iterable[Export]) -> list[ExportLine]:
    """For rows fetched with ``made_by``: one statement for the names of their places."""
    rows = list(exports)
    places = dict(Place.objects.filter(path__in={row.path for row in rows}).values_list("path", "name"))
    return [
        ExportLine(row=row, who=row.made_by.name if row.made_by else "", place=places.get(row.path, "")) for row in rows
    ]


@dataclass(frozen=True)
class LedgerLine:
    """One who serves in one team, with the name as far as whoever took it out may know it."""

    number: str
    name: str
    street_path: str
    street: str
    community: str
    team: str
    employment_class: str
    post: str  # a wording code, as are the class and the standing
    phone: str
    joined_on: dt.date | None
    badge: str
    standing: str


_FIELDS = (
    "in_full",
    "membership__member_id",
    "membership__member__name",
    "membership__member__phone",
    "membership__team__place__path",
    "membership__team__place__tier",
    "membership__team__place__name",
    "membership__team__place__parent__name",
    "membership__team__name",
    "membership__employment_class",
    "membership__since",
    "membership__legacy",
    "membership__joined_on",
)
_HELD = tuple(HoldKind)


def ledger_lines(export: Export) -> Iterator[LedgerLine]:
    """The lines of an export as it was decided, street by street: one statement, however many there are."""
    for row in _values(export).iterator(chunk_size=CHUNK):
        yield _line(row)


def lines_in_pieces(export: Export, told: Callable[[int], None]) -> Iterator[LedgerLine]:
    """The same for a job: ``told`` hears after each piece how many there were, while no statement is open."""
    rows = _values(export)
    keys = list(rows.values_list("pk", flat=True))
    for first in range(0, len(keys), PIECE):
        piece = list(rows.filter(pk__in=keys[first : first + PIECE]))
        yield from map(_line, piece)
        told(first + len(piece))


def _values(export: Export) -> QuerySet[Any, tuple[Any, ...]]:
    day = export.made_at.date()
    posts = Appointment.objects.on(day).filter(
        team=OuterRef("membership__team"), member=OuterRef("membership__member"), role=Role.LEADER
    )
    holds = Hold.objects.barring(day).filter(member=OuterRef("membership__member"))
    rows = ExportedLine.objects.filter(export=export).annotate(
        badge=current_badge("membership__member"),
        leads=Exists(posts.filter(deputy=False)),
        deputises=Exists(posts.filter(deputy=True)),
        **{f"held_{kind.lower()}": Exists(holds.filter(kind=kind)) for kind in _HELD},
    )
    path = "membership__team__place__path"
    ordered = rows.order_by(path, "membership__team__hamlet", "membership__team", "membership__member__pinyin", "pk")
    return ordered.values_list(*_FIELDS, "badge", "leads", "deputises", *(f"held_{kind.lower()}" for kind in _HELD))


def _line(row: tuple[Any, ...]) -> LedgerLine:
    in_full, member_id, name, phone, path, tier, place, above, team, employment, *since = row[: len(_FIELDS)]
    badge, leads, deputises, *held = row[len(_FIELDS) :]
    street = {"STREET": place, "COMMUNITY": above}.get(tier, "")
    return LedgerLine(
        number=member_number(member_id),
        name=name if in_full else masked(name),
        street_path=path[:9],
        street=street or place,
        community=place if tier == "COMMUNITY" else "",
        team=team,
        employment_class=f"class.{employment}",
        post=post_said(leads, deputises),
        phone=phone if in_full or not phone else masked_phone(phone),
        joined_on=joined_on(*since),
        badge=badge or "",
        standing=f"standing.{standing(kind for kind, held in zip(_HELD, held, strict=True) if held)}",
    )


L = TypeVar("L", "LedgerLine", "TeamLine")


def by_street(lines: Iterable[L]) -> Iterator[tuple[str, Iterator[L]]]:
    """Lines that come in the order of places, a street at a time; what serves a whole district stands by itself."""
    for (_path, street), group in groupby(lines, key=lambda line: (line.street_path, line.street)):
        yield street, group


def member_sheets(export: Export, lines: Iterator[LedgerLine] | None = None) -> Iterator[Sheet]:
    """The workbook of an export: what is read in again by its headings, so it is always in the district's language."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _Words()
        title = say("teams.ledger-of-members", title="teams.member-title")
        day = say("teams.ledger-day", day=export.made_at.date())
    columns = tuple(Column(*pair) for pair in zip(MEMBER_HEADINGS, _MEMBER_WIDTHS, strict=True))
    for street, some in by_street(lines or ledger_lines(export)):
        counted = _Counted(_member_row(line, words) for line in some)
        yield Sheet(name=street, title=title, above=(day,), columns=columns, rows=counted, below=_foot(counted, words))


def _member_row(line: LedgerLine, words: _Words) -> Row:
    return (
        line.number,
        line.name,
        line.street if line.street_path[6:] else "",
        line.community,
        line.team,
        words[line.employment_class],
        words[line.post],
        line.phone,
        line.joined_on.isoformat() if line.joined_on else "",
        line.badge,
        words[line.standing],
    )


class _Words(dict[str, str]):
    """Sentences said once, in the language of that moment's reader: a code a row would be a search a row."""

    def __missing__(self, code: str) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            self[code] = said = say(code)
        return said


class _Counted:
    """Rows, and how many there were."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            yield row


def _foot(rows: _Counted, words: _Words) -> Iterator[Row]:
    """How many, and the lines to sign; asked for when the rows have gone by."""
    yield (words["teams.ledger-total"], rows.count)
    yield (f"{words['teams.ledger-filled-by']}：", "", "", f"{words['teams.ledger-checked-by']}：")


# --- teams -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamLine:
    """A team in the ledger: nobody's name stands in it."""

    row: Any
    street_path: str
    street: str
    community: str
    managing: str


def team_lines(teams: QuerySet[Any]) -> Iterator[TeamLine]:
    """For teams ``with_strength`` and ``with_leader``, in the order of places: one statement."""
    managing = TeamUnit.objects.filter(team=OuterRef("pk"), relation=Relation.MANAGING, until__isnull=True)
    rows = teams.select_related("place__parent", "parent").annotate(
        managing=Subquery(managing.values("unit__name")[:1])
    )
    for row in rows.order_by("place__path", "hamlet", "pk").iterator(chunk_size=CHUNK):
        place = row.place
        yield TeamLine(
            row=row,
            street_path=place.path[:9],
            street=place.parent.name if place.tier == "COMMUNITY" else place.name,
            community=place.name if place.tier == "COMMUNITY" else "",
            managing=row.managing or "",
        )


def team_sheets(teams: QuerySet[Any], day: dt.date) -> Iterator[Sheet]:
    """The workbook of the teams, one sheet a street."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _Words()
        above = (say("teams.ledger-day", day=day),)
    columns = tuple(Column(*pair) for pair in zip(TEAM_HEADINGS, _TEAM_WIDTHS, strict=True))
    for street, lines in by_street(team_lines(teams)):
        counted = _Counted(_team_row(line, words) for line in lines)
        title = words["teams.ledger-of-teams"]
        foot = _foot(counted, words)
        yield Sheet(name=street, title=title, above=above, columns=columns, rows=counted, below=foot)


def _team_row(line: TeamLine, words: _Words) -> Row:
    team: Team = line.row
    return (
        line.street if line.street_path[6:] else "",
        line.community,
        team.name,
        words[f"tier.{team.tier}"],
        words[f"form.{team.form}"],
        team.parent.name if team.parent else "",
        line.managing,
        team.authorised,
        line.row.actual,
        words["teams.ledger-led" if line.row.led else "teams.ledger-not-led"],
        words[f"team-stage.{team.stage}"],
        team.activated_at.date().isoformat() if team.activated_at else "",
    )
