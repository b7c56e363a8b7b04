"""Where in a sheet the people stand: under which heading, from which row on, and what is no person at all.

Offices put titles above, signatures and totals below, leave a team's name out where it repeats, and spread one list
over several sheets.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from teams.rules.rosters.cells import Cell, compact, plain, read_report_day, text_of
from teams.rules.rosters.headings import Column, guess_by_content, may_never_be_kept, plain_heading, recognise_all

# A heading stands near the top, and names at least this many of the columns.
_DEPTH = 30
_FEWEST = 3
# Said once for several people below one another.
_CARRIED = (Column.STREET, Column.COMMUNITY, Column.TEAM)
_DITTO = {"同上", "〃", "″", '"', "''", "同", "“", "”"}
_NO_PERSON = re.compile(
    r"^(?:合计|总计|小计|共计|总数|人数|填表|制表|审核|审批|复核|填报|负责人|单位|联系人|日期|备注|说明|注)"
    r"|[::]|^\d|^第.+页|以下空白|此处空白"
)


@dataclass(frozen=True)
class Heading:
    """A column as it stands in the file: its number from 0, what is written over it, what we take it for."""

    index: int
    text: str
    column: Column | None
    never: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet in which people were found."""

    name: str
    first_row: int  # of the people, counted from 1
    headings: tuple[Heading, ...]
    title: str  # what stands above them: it may name the street

    @property
    def columns(self) -> dict[int, Column]:
        return {heading.index: heading.column for heading in self.headings if heading.column is not None}


@dataclass(frozen=True)
class Line:
    """A person's row: the texts of the columns that may be kept, by their position."""

    row: int
    texts: dict[int, str] = field(default_factory=dict)
    hidden: bool = False
    formulas: tuple[int, ...] = ()
    section: str = ""  # the team or the place named in a row of its own above this one


def find_table(name: str, rows: Sequence[Sequence[Cell]]) -> Table | None:
    """The list in a sheet; None where no people are found in it."""
    best: dict[int, Column] = {}
    spread, height = -1, 1
    for index, row in enumerate(rows[:_DEPTH]):
        found = recognise_all([plain_heading(cell) for cell in row])
        if len(found) > len(best):
            best, spread, height = found, index, 1
        if index + 1 < len(rows):  # a heading of two lines: a group above, its columns below
            two = recognise_all([_joined(row, rows[index + 1], at) for at in range(len(rows[index + 1]))])
            below = recognise_all([plain_heading(cell) for cell in rows[index + 1]])
            title = len({plain_heading(cell) for cell in row} - {""}) < 2  # one text over all of them
            better = len(two) > max(len(best), len(found), len(below))
            if found and not title and better and not _holds_people(rows[index + 1], two):
                best, spread, height = two, index, 2
    if len(best) < _FEWEST:
        best, spread, height = {}, -1, 0
    start = spread + height if spread >= 0 else 0
    texts = _texts(rows, spread, height)
    columns = guess_by_content(rows[start:], best, texts)
    if not _tells_people_apart(columns):
        return None
    if spread < 0:  # no heading at all: the list begins with the first row that has a person
        start = next((at for at, row in enumerate(rows) if _person(row, columns)), len(rows))
    width = max((len(row) for row in rows[start:]), default=0)
    headings = tuple(
        Heading(
            at,
            (texts[at] if at < len(texts) else "")[:40],
            columns.get(at),
            at < len(texts) and may_never_be_kept(texts[at]),
        )
        for at in range(width)
        if at in columns or (at < len(texts) and texts[at])
    )
    above = {text for row in rows[: max(spread, 0)] for cell in row if (text := compact(text_of(cell)))}
    return Table(name, start + 1, headings, " ".join(sorted(above))[:400])


def _joined(above: Sequence[Cell], below: Sequence[Cell], at: int) -> str:
    first = plain_heading(above[at]) if at < len(above) else ""
    second = plain_heading(below[at])
    return first if second in ("", first) else f"{first}{second}" if not recognise_all([second]) else second


def _holds_people(row: Sequence[Cell], columns: Mapping[int, Column]) -> bool:
    return any(columns[at] is Column.IDENTITY and any(map(str.isdigit, text_of(row[at]))) for at in columns)


def _texts(rows: Sequence[Sequence[Cell]], spread: int, height: int) -> list[str]:
    if spread < 0:
        return []
    if height == 1:
        return [plain_heading(cell) for cell in rows[spread]]
    return [_joined(rows[spread], rows[spread + 1], at) for at in range(len(rows[spread + 1]))]


def _tells_people_apart(columns: Mapping[int, Column]) -> bool:
    held = set(columns.values())
    return Column.NAME in held and bool(held & {Column.IDENTITY, Column.NUMBER, Column.TEAM, Column.COMMUNITY})


def _person(row: Sequence[Cell], columns: Mapping[int, Column]) -> bool:
    """Whether a row speaks of somebody: a name that is one, or a number of a person."""
    said = {column: text_of(row[at]).strip() for at, column in columns.items() if at < len(row)}
    first = next((text for cell in row if (text := compact(text_of(cell)))), "")
    if re.match(r"合计|总计|小计|共计", first):
        return False
    name = compact(said.get(Column.NAME, ""))
    number = plain(said.get(Column.IDENTITY, ""))
    if name and not _NO_PERSON.search(name):
        return name != compact("姓名")
    return bool(re.search(r"\d{6}", number))


def read_lines(
    table: Table,
    rows: Sequence[Sequence[Cell]],
    hidden: frozenset[int] | None,
    formulas: frozenset[tuple[int, int]],
) -> list[Line]:
    """The people of a table. ``hidden`` names hidden rows, None says that the whole sheet is hidden."""
    columns = table.columns
    carried: dict[int, str] = {}
    section = ""
    lines = []
    for at in range(table.first_row - 1, len(rows)):
        row, number = rows[at], at + 1
        if _section(row):
            section = _section(row)
            continue
        if not _person(row, columns):
            if not any(text_of(cell) for cell in row):
                continue
            if _ends(row):
                carried = {}
            continue
        texts = {index: text_of(row[index]).strip() for index in columns if index < len(row)}
        _carry(texts, columns, carried)
        lines.append(
            Line(
                number,
                texts,
                hidden is None or number in hidden,
                tuple(sorted(index for index in columns if (number, index) in formulas)),
                section,
            )
        )
    return lines


_SECTION = re.compile(r"[^\d:]{1,20}(?:社区|村)|[^\d:]{1,20}(?:联防|巡逻|巡防|护村|护院|保安)[^\d:]{0,3}队")


def _section(row: Sequence[Cell]) -> str:
    """A row that says nothing but the name of a team or a place: those below belong there."""
    said = {text for cell in row if (text := compact(text_of(cell)))}
    only = said.pop() if len(said) == 1 else ""
    return only if _SECTION.fullmatch(only) else ""


def _ends(row: Sequence[Cell]) -> bool:
    first = next((text for cell in row if (text := compact(text_of(cell)))), "")
    return bool(re.match(r"合计|总计", first))


def _carry(texts: dict[int, str], columns: Mapping[int, Column], carried: dict[int, str]) -> None:
    """A blank place or team is the one above; a new place is never given the team of the place before."""
    for index, column in columns.items():
        if column in _CARRIED and texts.get(index, "") in _DITTO:
            texts[index] = ""
    said = {column: index for index, column in columns.items() if column in _CARRIED}
    fresh = False
    for column in _CARRIED:
        if column not in said:
            continue
        index = said[column]
        text = texts.get(index, "")
        if text and text != carried.get(index):
            fresh = True
            carried[index] = text
        elif not text and not fresh and index in carried:
            texts[index] = carried[index]
        elif not text:
            carried.pop(index, None)


_TEAM_IN_TITLE = re.compile(
    r"[\u4e00-\u9fff()]{2,30}?(?:联防|巡逻|巡防|护村|护院|保安|护卫)[\u4e00-\u9fff]{0,3}?队(?!伍)"
)


def team_in(title: str) -> str:
    """The team that a title names: a list of its own for each team says it nowhere else."""
    found = _TEAM_IN_TITLE.search(title)
    return found.group() if found else ""


def report_day(sheets: Sequence[Sequence[Sequence[Cell]]]) -> dt.date | None:
    """The latest day on which the file says that it was made, from what stands over and under its lists."""
    days = []
    for rows in sheets:
        for row in [*rows[:_DEPTH], *rows[-_DEPTH:]]:
            filled = [text for cell in row if isinstance(cell, str) and (text := text_of(cell))]
            days += [day for text in set(filled) if len(filled) <= _FEWEST or len(set(filled)) == 1
                     if (day := read_report_day(text))]  # fmt: skip
    return max(days, default=None)
