"""What an office sends is read as plain values, or refused in words: nothing else happens, and memory stays flat."""

from __future__ import annotations

import datetime as dt
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets import measuring, reading
from patrol_ops.core.sheets.reading import Sheet, read_sheets
from patrol_ops.core.wording import say


def packed(fill: Callable[[Workbook], object]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def one_sheet(*rows: tuple[object, ...]) -> bytes:
    return packed(lambda book: [book.active.append(row) for row in rows])


def read(body: bytes) -> list[Sheet]:
    return read_sheets(io.BytesIO(body))


def refused(body: bytes) -> str:
    with pytest.raises(Refused) as no:
        read(body)
    assert no.value.field == "file"
    assert say(no.value.code, **no.value.facts) != no.value.code
    return no.value.code


def repacked(body: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_read_from_its_first_cell_on() -> None:
    (sheet,) = read(one_sheet((), ("姓名", "日期", 3), ("甲", dt.date(2026, 1, 6), 41803.5)))

    assert sheet.rows[0] == (None, None, None)
    assert sheet.rows[1] == ("姓名", "日期", 3.0)
    assert sheet.rows[2] == ("甲", dt.date(2026, 1, 6), 41803.5)
    assert not sheet.hidden


def test_what_is_merged_holds_for_each_cell() -> None:
    def fill(book: Workbook) -> None:
        table = book.active
        for row in (("队伍", "姓名"), ("甲队", "一"), (None, "二"), (None, "三")):
            table.append(row)
        table.merge_cells("A2:A4")

    (sheet,) = read(packed(fill))

    assert [row[0] for row in sheet.rows] == ["队伍", "甲队", "甲队", "甲队"]


def test_hidden_rows_hidden_sheets_and_formulas_are_told() -> None:
    def fill(book: Workbook) -> None:
        table = book.active
        for row in (("姓名", "数"), ("一", 1), ("二", "=1+1"), ("三", 3)):
            table.append(row)
        table.row_dimensions[4].hidden = True
        other = book.create_sheet("旧表")
        other.append(("姓名",))
        other.sheet_state = "hidden"

    first, second = read(packed(fill))

    assert first.marks.hidden_rows == {4}
    assert first.marks.formulas == {(3, 1)}
    assert (first.hidden, second.hidden) == (False, True)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_is_read_in_the_encodings_of_offices(codec: str, delimiter: str) -> None:
    text = delimiter.join(("姓名", "电话")) + "\r\n" + delimiter.join(("欧阳娜", "19900001111")) + "\r\n"

    (sheet,) = read(text.encode(codec))

    assert sheet.rows == (("姓名", "电话"), ("欧阳娜", "19900001111"))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "core.sheet-empty"),
        (b"  \n ", "core.sheet-empty"),
        (b",,\n,,\n", "core.sheet-empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "core.sheet-old-or-locked"),
        (b"MZ\x90\x00\x03\x00\x00\x00 This program cannot be run in DOS mode", "core.sheet-no-workbook"),
        (b"%PDF-1.7 ...", "core.sheet-no-workbook"),
        (b"\x7fELF\x02\x01\x01\x00", "core.sheet-no-workbook"),
        (b"PK\x03\x04 and then nothing of the kind", "core.sheet-broken"),
        (b"\xff\xfe\x00\xd8", "core.sheet-encoding"),
        (b"\x81\xff\x81\xff", "core.sheet-encoding"),
        ("姓名,电话\n".encode() + b'"' + b"x" * 200_000, "core.sheet-broken"),
        (("," * 300).encode() + b"x", "core.sheet-too-many-rows"),
    ],
)
def test_what_is_no_table_is_refused_in_words(body: bytes, code: str) -> None:
    assert refused(body) == code


def test_another_archive_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert refused(out.getvalue()) == "core.sheet-no-workbook"


def test_a_cut_or_bent_workbook_is_refused() -> None:
    whole = one_sheet(("姓名",), ("甲",))

    assert refused(whole[: len(whole) // 2]) == "core.sheet-broken"
    assert refused(repacked(whole, SHEET, lambda xml: xml[: len(xml) // 2])) == "core.sheet-broken"
    assert refused(repacked(whole, "xl/workbook.xml", lambda xml: b"<x")) == "core.sheet-broken"
    assert refused(repacked(whole, SHEET, lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml)) == "core.sheet-broken"


def test_too_large_a_file_is_refused_before_it_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)

    assert refused(b"x" * 1001) == "core.sheet-too-large"


def bomb(size: int, name: str = "xl/media/blob.bin") -> bytes:
    """A workbook with a file in it that packs a thousand to one."""
    out = io.BytesIO(one_sheet(("姓名",)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as file:
        for _ in range(size // 1_000_000):
            file.write(b"\0" * 1_000_000)
    return out.getvalue()


def test_a_zip_bomb_is_refused_and_memory_stays_flat() -> None:
    body = bomb(300_000_000)
    assert len(body) < 1_000_000
    tracemalloc.start()
    code = refused(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert code == "core.sheet-unpacks-too-large"
    assert peak < 30_000_000


def test_a_bomb_that_lies_about_its_size_is_no_sound_archive() -> None:
    out = io.BytesIO(one_sheet(("姓名",)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/blob.bin", b"\0" * 5_000_000)
    lying = out.getvalue().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10))

    assert refused(lying) == "core.sheet-broken"


def test_what_unpacks_to_more_than_was_counted_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count goes on while it is unpacked, whatever was said before."""
    monkeypatch.setattr(measuring, "MAX_UNPACKED", 5_000_000)
    body = bomb(4_000_000)
    assert read(body)
    monkeypatch.setattr(measuring, "_pieces", lambda packed, entry: iter([b"x" * 3_000_000]))

    assert refused(body) == "core.sheet-unpacks-too-large"


@pytest.mark.parametrize(
    "cell",
    [b'<row r="70000"><c r="A70000"><v>1</v></c></row>', b'<row r="2"><c r="ZZ2"><v>1</v></c></row>'],
)
def test_a_cell_far_away_is_refused_because_all_before_it_cost_memory(cell: bytes) -> None:
    body = repacked(one_sheet(("姓名",)), SHEET, lambda xml: xml.replace(b"</sheetData>", cell + b"</sheetData>"))

    assert refused(body) == "core.sheet-too-many-rows"


def test_formats_without_content_reach_nowhere() -> None:
    empty = b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    body = repacked(one_sheet(("姓名",)), SHEET, lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"))

    assert read(body)[0].rows == (("姓名",),)


def test_too_many_rows_of_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 3)

    assert refused(b"a,b\n" * 4) == "core.sheet-too-many-rows"
    assert len(read(b"a,b\n" * 3)[0].rows) == 3


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SHEETS", 1)

    assert refused(packed(lambda book: book.create_sheet("二"))) == "core.sheet-too-many-rows"


def test_a_panic_of_the_reader_is_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    class Panicking:
        @staticmethod
        def from_filelike(file: object) -> object:
            raise PanicException

    monkeypatch.setattr(reading, "CalamineWorkbook", Panicking)

    assert refused(one_sheet(("姓名",))) == "core.sheet-broken"


def test_another_end_of_the_process_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        @staticmethod
        def from_filelike(file: object) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr(reading, "CalamineWorkbook", Stopped)

    with pytest.raises(KeyboardInterrupt):
        read(one_sheet(("姓名",)))
