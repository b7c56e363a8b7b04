"""What an office sends, as rows of plain values: an ``.xlsx`` workbook, or text with commas or tabs.

Nothing is unpacked before it has been counted, nothing in a workbook is run, and whatever cannot be read is refused
in words. Cells keep what the file knows of them: a date cell is a date, a number is a number.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets.measuring import MOST_COLUMNS, MOST_ROWS, Marks, measure

MEGABYTES = 20
MAX_BYTES = MEGABYTES * 1024 * 1024
MOST_SHEETS = 60

Cell = str | float | bool | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Sheet:
    """A sheet from its first cell on: row 1 stands at index 0. ``marks`` says what the values do not."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    marks: Marks = field(default_factory=Marks)
    hidden: bool = False


def read_sheets(file: IO[bytes]) -> list[Sheet]:
    """Every sheet of the file that holds anything; Refused when it is too large, broken, or something else."""
    file.seek(0)
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise Refused("core.sheet-too-large", field="file", megabytes=MEGABYTES)
    if not body.strip():
        raise Refused("core.sheet-empty", field="file")
    if body.startswith(b"\xd0\xcf\x11\xe0"):  # the container of .xls, and of every workbook with a password
        raise Refused("core.sheet-old-or-locked", field="file")
    sheets = list(_workbook(body)) if body.startswith(b"PK") else [_text(body)]
    if not any(cell not in (None, "") for sheet in sheets for row in sheet.rows for cell in row):
        raise Refused("core.sheet-empty", field="file")
    return sheets


# --- workbooks ------------------------------------------------------------------------------------------------------


def _workbook(body: bytes) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise Refused("core.sheet-no-workbook", field="file")
            marks = measure(packed)
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        tables = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if len(tables) > MOST_SHEETS:
            raise Refused("core.sheet-too-many-rows", field="file", rows=MOST_ROWS, columns=MOST_COLUMNS)
        for meta in tables:
            yield _sheet(book, meta.name, marks.get(meta.name, Marks()), meta.visible != SheetVisibleEnum.Visible)
    except (zipfile.BadZipFile, CalamineError, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise Refused("core.sheet-broken", field="file") from None
    except BaseException as problem:  # the reader's own panic on a twisted file is no Exception
        if type(problem).__name__ != "PanicException":
            raise
        raise Refused("core.sheet-broken", field="file") from None


def _sheet(book: CalamineWorkbook, name: str, marks: Marks, hidden: bool) -> Sheet:
    table = book.get_sheet_by_name(name)
    rows = [[_plain(cell) for cell in row] for row in table.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in table.merged_cell_ranges or ():
        _fill(rows, top, left, bottom, right)
    return Sheet(name, tuple(tuple(row) for row in rows), marks, hidden)


def _plain(cell: Any) -> Cell:
    """Times and spans of time mean nothing in a roster: they are said as text."""
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return None if cell == "" else cell


def _fill(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """What is written once over merged cells holds for each of them."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    value = rows[top][left]
    for row in rows[top : bottom + 1]:
        row[left : right + 1] = [value] * (min(right + 1, len(row)) - left)


# --- text -----------------------------------------------------------------------------------------------------------


def _text(body: bytes) -> Sheet:
    text = _decoded(body)
    lines = text.splitlines()
    delimiter = max("\t,;", key=lambda mark: sum(line.count(mark) for line in lines[:20]))
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise Refused("core.sheet-too-many-rows", field="file", rows=MOST_ROWS, columns=MOST_COLUMNS)
            rows.append(tuple(cell or None for cell in row))
    except csv.Error:
        raise Refused("core.sheet-broken", field="file") from None
    return Sheet("", tuple(rows))


def _decoded(body: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else GB18030, which is what a Chinese Excel writes."""
    codecs: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        codecs = ("utf-16",)
    elif b"\x00" in body or body.startswith((b"%PDF", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")):
        raise Refused("core.sheet-no-workbook", field="file")
    for codec in codecs:
        try:
            return body.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Refused("core.sheet-encoding", field="file")
