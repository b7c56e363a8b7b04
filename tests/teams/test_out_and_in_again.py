"""A ledger that went out comes in again without a change; what was changed in it is what the preview shows."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
import time_machine

from patrol_ops.core.sheets.reading import Sheet, read_sheets
from teams import commands
from teams.models import Member, Membership, Roster, RosterRow
from teams.rules import ExportKind, Role
from tests.teams.rosters import acting, empty_district, rows_by_place, sheets_of, staff, upload, work_at


@pytest.fixture
def district_of_two_lists(db: None, at: dt.datetime) -> dict[str, Any]:
    """Both old lists have come in; the sub-bureau may read every file."""
    place = empty_district(at)
    users = {
        key: staff(key, role, place, at)
        for key, role in (("gus", Role.GOVERNANCE), ("gwen", Role.GOVERNANCE_HEAD), ("petra", Role.SUB_BUREAU))
    }
    actors = {key: acting(user, at) for key, user in users.items()}
    for name in ("legacy-roster-a.xlsx", "legacy-roster-a.csv"):
        roster = upload(actors["gus"], place, sheets_of(name), at)
        commands.leave_open_rows_out(actor=actors["gus"], roster_id=roster.pk, at=at)
        commands.confirm_roster(actor=actors["gwen"], roster_id=roster.pk, at=at)
        work_at(at)
    return {"place": place, "users": users, **actors}


def workbook_of(client: Any, at: dt.datetime) -> list[Sheet]:
    with time_machine.travel(at, tick=False):
        said = {"reason": "年度核对", "kind": ExportKind.WORKBOOK}
        answer = client.post("/api/v1/teams/members/export/", said, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return read_sheets(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.mark.req("REC-12", "LOG-05")
def test_a_ledger_that_went_out_comes_in_again_unchanged(district_of_two_lists, signed_in, at) -> None:
    it = district_of_two_lists
    later = at + dt.timedelta(days=3)
    sheets = workbook_of(signed_in(it["users"]["petra"]), later)

    roster = upload(it["gus"], it["place"], sheets, later, "台账.xlsx")

    assert roster.report_on == later.date()
    assert roster.counts == {"SAME": Member.objects.count()} == {"SAME": 92}, _odd(roster)
    assert not roster.makes_teams
    assert not any(h["column"] == "NAME" and h["text"] != "姓名" for s in roster.sheets for h in s["headings"])


def _odd(roster: Roster) -> list[Any]:
    rows = rows_by_place(roster)
    return [(where, row.verdict, row.code, row.questions, row.changes) for where, row in rows.items()
            if row.verdict != "SAME"]  # fmt: skip


@pytest.mark.req("REC-12")
def test_what_was_changed_in_the_ledger_is_what_changes(district_of_two_lists, signed_in, at) -> None:
    it = district_of_two_lists
    sheets = workbook_of(signed_in(it["users"]["petra"]), at)
    street = next(sheet for sheet in sheets if sheet.name == "锦川街道")
    heading = next(row for row in street.rows if "联系电话" in row)
    phone, name = heading.index("联系电话"), heading.index("姓名")
    rows = [list(row) for row in street.rows]
    person = next(row for row in rows if row[name] == "王博")
    person[phone] = "19911112222"
    roster = upload(it["gus"], it["place"], [Sheet("锦川街道", tuple(map(tuple, rows)))], at, "改.xlsx")

    assert roster.counts["CHANGED"] == 1
    assert RosterRow.objects.get(roster=roster, verdict="CHANGED").changes == ["PHONE"]
    commands.confirm_roster(actor=it["gus"], roster_id=roster.pk, at=at)
    work_at(at)

    assert Member.objects.get(name="王博").phone == "19911112222"
    assert Membership.objects.count() == 92


def test_the_masked_ledger_of_an_office_does_not_come_in(district_of_two_lists, signed_in, at) -> None:
    """Names that were masked on the way out are no names to compare."""
    it = district_of_two_lists
    sheets = workbook_of(signed_in(it["users"]["gus"]), at)

    roster = upload(it["gus"], it["place"], sheets, at, "隐名.xlsx")

    assert set(roster.counts) == {"REFUSED"}
