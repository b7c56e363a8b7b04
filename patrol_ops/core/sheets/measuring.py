"""A packed workbook is counted before anything is unpacked for good, in pieces, so that memory stays flat.

The same walk over the sheets notes what the values will not tell: hidden rows, and cells that hold a formula.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from patrol_ops.core.refusals import Refused

UNPACKED_MEGABYTES = 200
MAX_UNPACKED = UNPACKED_MEGABYTES * 1024 * 1024
MOST_FILES = 2_000
MOST_ROWS = 60_000
MOST_COLUMNS = 200
MOST_CELLS = 4_000_000  # of a sheet, counted from its first cell to the last: empty ones cost memory, too
MOST_MERGED = 100_000

_PIECE = 256 * 1024
_TAG = re.compile(rb"<(?:\w+:)?(row|c|f|mergeCell)\b([^<>]*)>")
_REF = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,7})([0-9]{0,9})["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Marks:
    """Row numbers count from 1, columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()


@dataclass
class _Counted:
    cells: int = 0
    merged: int = 0
    bottom: int = 0
    right: int = 0
    row: int = 0
    column: int = -1
    hidden: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)


def measure(packed: zipfile.ZipFile) -> dict[str, Marks]:
    """What is marked in each sheet, by the sheet's name; Refused as soon as anything is larger than it may be.

    What the archive says of its own sizes is only believed where unpacking it piece by piece says the same.
    """
    entries = packed.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("core.sheet-unpacks-too-large", field="file", megabytes=UNPACKED_MEGABYTES)
    marked: dict[str, Marks] = {}
    total = 0
    for entry in entries:
        counted = _Counted()
        is_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        for piece in _pieces(packed, entry):
            total += len(piece)
            if b"<!DOCTYPE" in piece:  # no office writes one; what it declares could grow without end
                raise Refused("core.sheet-broken", field="file")
            if total > MAX_UNPACKED:
                raise Refused("core.sheet-unpacks-too-large", field="file", megabytes=UNPACKED_MEGABYTES)
            if is_sheet:
                _count(piece, counted)
        if is_sheet:
            marked[entry.filename] = Marks(frozenset(counted.hidden), frozenset(counted.formulas))
    return {name: marked[file] for name, file in _names(packed).items() if file in marked}


def _pieces(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The file in pieces that end with a tag, so that none is cut in two."""
    rest = b""
    with packed.open(entry) as file:
        while piece := file.read(_PIECE):
            piece = rest + piece
            end = piece.rfind(b">") + 1 or len(piece)
            rest = piece[end:]
            yield piece[:end]
    yield rest


def _count(piece: bytes, counted: _Counted) -> None:
    for tag in _TAG.finditer(piece):
        kind, inside = tag.group(1), tag.group(2)
        if kind == b"mergeCell":
            counted.merged += 1
        elif kind == b"f":
            counted.formulas.add((counted.row, counted.column))
        else:
            _place(kind, inside, counted)
        area = counted.bottom * (counted.right + 1)
        if (
            counted.bottom > MOST_ROWS
            or counted.right >= MOST_COLUMNS
            or max(area, counted.cells) > MOST_CELLS
            or counted.merged > MOST_MERGED
        ):
            raise Refused("core.sheet-too-many-rows", field="file", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _place(kind: bytes, inside: bytes, counted: _Counted) -> None:
    """Where a row or a cell stands: as it says, else after the one before."""
    said = _REF.search(inside)
    if kind == b"row":
        counted.row = int(said.group(2)) if said and said.group(2) else counted.row + 1
        counted.column = -1
        if _HIDDEN.search(inside):
            counted.hidden.add(counted.row)
        return  # an empty row with a format reaches nowhere
    counted.column = _column(said.group(1)) if said and said.group(1) else counted.column + 1
    if inside.endswith(b"/"):  # a format without content, which offices lay over whole columns
        return
    counted.cells += 1
    counted.bottom = max(counted.bottom, counted.row)
    counted.right = max(counted.right, counted.column)


def _column(letters: bytes) -> int:
    """A → 0, AB → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _names(packed: zipfile.ZipFile) -> dict[str, str]:
    """Which file holds the sheet of which name."""
    try:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    except (ElementTree.ParseError, KeyError):
        raise Refused("core.sheet-broken", field="file") from None
    files = {}
    for relation in relations:
        target = relation.get("Target", "")
        files[relation.get("Id")] = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return {sheet.get("name", ""): files.get(sheet.get(_RELATION), "") for sheet in book.iter() if _is_sheet(sheet)}


def _is_sheet(element: ElementTree.Element) -> bool:
    return element.tag.rsplit("}", 1)[-1] == "sheet"
