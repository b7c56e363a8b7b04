"""What a ledger is asked, what may be kept of that, and when people may leave the system."""

from __future__ import annotations

import pytest

from patrol_ops.core.refusals import Refused
from teams.rules import (
    MEMBER_HEADINGS,
    PAPER_LINES,
    ExportKind,
    LedgerQuestion,
    judge_export,
    known_path,
    member_number,
    post_said,
    shared_path,
)


@pytest.mark.parametrize(("pk", "number"), [(1, "M000001"), (123456, "M123456"), (1234567, "M1234567")])
def test_a_number_is_known_again(pk, number):
    assert member_number(pk) == number


@pytest.mark.parametrize(
    ("paths", "shared"),
    [
        ((), ""),
        (("990102001001",), "990102001001"),
        (("990102001001", "990102001002"), "990102001"),
        (("990102001001", "990102002001"), "990102"),
        (("990102", "990102001001"), "990102"),
        (("990102001", "990103001"), ""),
    ],
)
def test_the_smallest_place_that_holds_them_all(paths, shared):
    assert shared_path(paths) == shared


def test_of_a_name_that_was_looked_for_only_that_is_kept():
    asked = LedgerQuestion(place="990102001", team=7, q="李娜", employment_class="FULL_TIME", standing="ACTIVE")
    assert asked.plain() == {
        "place": "990102001", "team": 7, "employment_class": "FULL_TIME", "standing": "ACTIVE", "by_name": True,
    }  # fmt: skip
    assert LedgerQuestion().plain() == {}


@pytest.mark.parametrize(
    ("leads", "deputy", "code"),
    [(True, False, "ledger.leader"), (False, True, "ledger.deputy"), (False, False, "ledger.member")],
)
def test_what_somebody_is_in_the_team(leads, deputy, code):
    assert post_said(leads, deputy) == code


@pytest.mark.parametrize(
    ("reason", "kind", "lines", "code"),
    [
        ("", ExportKind.WORKBOOK, 5, "teams.reason-needed"),
        ("查", ExportKind.WORKBOOK, 5, "teams.reason-needed"),
        ("核对 13800001111", ExportKind.WORKBOOK, 5, "core.text-has-phone-number"),
        ("年度核对", ExportKind.WORKBOOK, 0, "teams.export-empty"),
        ("年度核对", ExportKind.PAPER, PAPER_LINES + 1, "teams.export-too-long-for-paper"),
    ],
)
def test_no_ledger_goes_out_so(reason, kind, lines, code):
    with pytest.raises(Refused) as no:
        judge_export(reason, kind, lines)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("kind", "lines"), [(ExportKind.WORKBOOK, PAPER_LINES + 1), (ExportKind.PAPER, PAPER_LINES), (ExportKind.PAPER, 1)]
)
def test_a_ledger_goes_out_with_its_reason(kind, lines):
    assert judge_export("  年度核对 ", kind, lines) == "年度核对"


@pytest.mark.parametrize(
    ("text", "known"), [("990102", True), ("990102001001", True), ("", False), ("9901", False), ("?", False)]
)
def test_what_looks_like_a_place(text, known):
    assert known_path(text) is known


def test_no_heading_asks_for_what_must_not_be_kept():
    """boundaries: no identity number, no address, no household on the ledger."""
    assert not [
        head for head in MEMBER_HEADINGS if any(word in head for word in ("身份", "住址", "户", "民族", "籍贯"))
    ]
    assert len(MEMBER_HEADINGS) == len(set(MEMBER_HEADINGS)) == 11
