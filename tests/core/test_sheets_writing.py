"""Workbooks out: text stays text, nothing becomes a formula, and a long one needs no more memory than a short one."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from patrol_ops.core.sheets import writing
from patrol_ops.core.sheets.writing import Column, Row, Sheet, sheet_name, write

COLUMNS = (Column("编号", 12), Column("姓名", 20), Column("人数", 8))
ODD = ("=1+1", "+86 13800000000", "@SUM(A1)", "-1", "http://example.org", "00012", "{=A1}", "a\x00b\x0bc", "2024-02-13")


def sheet(*rows: Row, name: str = "锦川街道", below: tuple[Row, ...] = ()) -> Sheet:
    return Sheet(name=name, title="台账", above=("填报日期：今天",), columns=COLUMNS, rows=rows, below=below)


@pytest.fixture
def written(at: dt.datetime) -> Any:
    def make(*sheets: Sheet) -> bytes:
        with write(sheets, at=at) as out:
            return out.read()

    return make


def cells(body: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(number).to_python()


def test_title_lines_headings_rows_and_foot_stand_in_turn(written: Any) -> None:
    body = written(sheet(("M000001", "李娜", 5), ("M000002", "马兰", 7), below=(("合计", "", 12),)))

    assert cells(body) == [
        ["台账", "", ""],
        ["填报日期：今天", "", ""],
        ["编号", "姓名", "人数"],
        ["M000001", "李娜", 5.0],
        ["M000002", "马兰", 7.0],
        ["合计", "", 12.0],
    ]


@pytest.mark.parametrize("text", ODD)
def test_whatever_somebody_is_called_stays_text(written: Any, text: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(sheet((text, "x", 1))))).active
    assert page is not None
    cell = page.cell(4, 1)

    assert cell.data_type in ("s", "inlineStr")
    assert cell.hyperlink is None
    assert cell.number_format == "@"
    assert str(cell.value).replace("_x0000_", "\x00").replace("_x000B_", "\x0b") == text


def test_there_is_no_formula_and_no_link_anywhere(written: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(written(sheet(*((text, text, 1) for text in ODD))))) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}

    pages = [text for name, text in parts.items() if name.startswith("xl/worksheets/")]
    assert pages
    assert not any("<f>" in page or "hyperlink" in page for page in pages)
    assert not any("externalLink" in name or "vba" in name.lower() for name in parts)


def test_the_headings_stay_in_sight(written: Any) -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(sheet(("1", "x", 1))))).active

    assert page is not None
    assert page.freeze_panes == "A4"
    assert page.column_dimensions["B"].width > page.column_dimensions["C"].width
    assert page.print_title_rows == "$1:$3"


def test_several_sheets_are_taken_one_after_the_other(written: Any) -> None:
    taken = []

    def rows(name: str) -> Iterator[Row]:
        for number in range(3):
            taken.append(name)
            yield (name, "x", number)

    sheets = (Sheet(name=name, title="t", columns=COLUMNS, rows=rows(name)) for name in ("甲", "乙", "甲"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(*sheets)))

    assert book.sheet_names == ["甲", "乙", "甲 2"]
    assert taken == ["甲"] * 3 + ["乙"] * 3 + ["甲"] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("锦川街道", "锦川街道"), ("a/b:c*d?[e]", "a b c d  e"), ("长" * 50, "长" * 31), ("", "1"), ("'x'", "x"),
        ("\x00", "1"),
    ],
)  # fmt: skip
def test_a_sheet_is_called_as_a_sheet_may_be(text: str, name: str) -> None:
    assert sheet_name(text, set()) == name


def test_no_two_sheets_share_a_name_whatever_the_case() -> None:
    taken: set[str] = set()
    names = [sheet_name(text, taken) for text in ("Ab", "aB", "AB", "长" * 40, "长" * 40)]

    assert names == ["Ab", "aB 2", "AB 3", "长" * 31, "长" * 29 + " 2"]


def test_ten_thousand_rows_need_no_more_memory_than_a_few(at: dt.datetime) -> None:
    def peak(count: int) -> int:
        rows = ((f"M{n:06d}", "某某某", n) for n in range(count))
        tracemalloc.start()
        write([Sheet(name="x", title="t", columns=COLUMNS, rows=rows)], at=at).close()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(10_000) < peak(100) + 2 * writing.IN_MEMORY


def test_what_fails_half_way_leaves_nothing_behind(
    at: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows() -> Iterator[Row]:
        yield ("M000001", "李娜", 1)
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write([Sheet(name="x", title="t", columns=COLUMNS, rows=rows())], at=at)

    assert list(tmp_path.iterdir()) == []


def test_a_download_is_streamed_under_its_name_and_kept_by_nobody(at: dt.datetime) -> None:
    answer = writing.download([sheet(("1", "x", 1))], name="台账 2026-11-18", at=at)

    assert answer.streaming
    assert answer["Content-Type"] == writing.XLSX
    assert "filename*=utf-8''%E5%8F%B0%E8%B4%A6%202026-11-18.xlsx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[arg-type]
