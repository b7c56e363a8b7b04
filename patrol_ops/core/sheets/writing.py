"""Workbooks out: written row by row to a temporary file and streamed from it, text as text and never a formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any, TypeVar

import xlsxwriter
from django.http import FileResponse
from django.http.response import HttpResponseBase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A small workbook is handed on in memory; a larger one lies nameless on the disk until it is closed.
IN_MEMORY = 1024 * 1024
# The page sets it and waits until it is gone (static/js/app.js).
WAITS = "po-waits"
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31

Row = tuple[str | int, ...]
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True)
class Column:
    """One column: its heading, and how wide it stands, in characters."""

    heading: str
    width: int = 12


@dataclass
class Sheet:
    """One sheet: its name, a title and lines above the headings, its rows as they come, and lines below.

    A number in a row is a number that can be added up; everything else, a telephone or badge number above all, is text.
    ``below`` is asked for when the last row has been written, so that it may say how many there were.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    above: tuple[str, ...] = ()
    below: Iterable[Row] = ()


def sheet_name(text: str, taken: set[str]) -> str:
    """``text`` as a sheet may be called, told from those in ``taken``, which it joins."""
    base = _UNFIT.sub(" ", text).strip().strip("'")[:_LONGEST_NAME] or "1"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = base[: _LONGEST_NAME - len(end)] + end
    taken.add(name.casefold())
    return name


def write(sheets: Iterable[Sheet], *, at: dt.datetime) -> IO[bytes]:
    """The workbook as an open file at its beginning; whoever takes it closes it. Sheets are taken one after the other.

    Memory stays flat whatever the number of rows. What is written on the way lies in a folder that goes with the call,
    also when it fails.
    """
    with ExitStack() as until_handed_on:
        out: IO[bytes] = until_handed_on.enter_context(tempfile.TemporaryFile())
        with tempfile.TemporaryDirectory() as folder:
            options = {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            }
            with xlsxwriter.Workbook(out, options) as book:
                book.set_properties({"created": at.replace(tzinfo=None)})
                looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
                taken: set[str] = set()
                for sheet in sheets:
                    _write(book, sheet, taken, looks)
        size = out.seek(0, io.SEEK_END)
        out.seek(0)
        if size <= IN_MEMORY:
            return io.BytesIO(out.read())
        until_handed_on.pop_all()
        return out


_TEXT = {"num_format": "@", "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "number": {"valign": "top"},
    "heading": {**_TEXT, "bold": True, "align": "center", "bottom": 1, "bg_color": "#E8EEF5"},
    "title": {**_TEXT, "bold": True, "font_size": 16},
}


def _write(book: xlsxwriter.Workbook, sheet: Sheet, taken: set[str], looks: dict[str, Any]) -> None:
    plain = looks["text"]
    page = book.add_worksheet(sheet_name(sheet.name, taken))
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width, plain)

    page.write_string(0, 0, sheet.title, looks["title"])
    for line, said in enumerate(sheet.above, 1):
        page.write_string(line, 0, said, plain)
    top = 1 + len(sheet.above)
    for index, column in enumerate(sheet.columns):
        page.write_string(top, index, column.heading, looks["heading"])
    page.freeze_panes(top + 1, 0)

    for line, row in enumerate(_in_turn(sheet.rows, sheet.below), top + 1):
        for index, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, index, value, looks["number"])
            elif value:
                page.write_string(line, index, value, plain)

    # On paper: A4 across, as wide as the page, the headings on every page and its number below.
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, top)
    page.set_footer("&C&P / &N")


def _in_turn(rows: Iterable[Row], below: Iterable[Row]) -> Iterator[Row]:
    yield from rows
    yield from below


def download(sheets: Iterable[Sheet], *, name: str, at: dt.datetime) -> FileResponse:
    """The workbook as a download, streamed and kept by nobody."""
    response = FileResponse(write(sheets, at=at), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return prepared(response)


def prepared(response: R) -> R:
    """Tells the page that asked for a file, and says so meanwhile, that it is on its way."""
    response.delete_cookie(WAITS, samesite="Lax")
    return response
