"""A district with the divisions of the demo, its offices, and lists as they come."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import time_machine
from openpyxl import Workbook

from patrol_ops.core import clock, jobs
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.core.sheets.reading import Sheet, read_sheets
from teams import commands
from teams.models import Place, Roster, RosterRow
from teams.reports import actor_for
from teams.rules import AppointmentDraft, Role
from teams.rules.places import read_places
from tests.cast import BUILDER

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
DIVISIONS = ROOT / "patrol_ops" / "demo" / "divisions.csv"
HEADINGS = ("街道", "村(社区)", "队伍名称", "姓名", "身份证号", "联系电话", "性质", "职务", "加入时间")


def empty_district(at: dt.datetime) -> Place:
    """The divisions, and nothing else."""
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as lines:
        rows = read_places(csv.DictReader(lines))
    return commands.load_places(actor=BUILDER, rows=rows, at=at)


def staff(key: str, role: Role, place: Place, at: dt.datetime) -> User:
    draft = AppointmentDraft(role=role, since=at.date())
    post = commands.appoint_staff(actor=BUILDER, draft=draft, place_id=place.pk, username=key, name="某人", at=at)
    user = post.user
    assert user is not None
    user.is_active = True
    user.save()
    return user


def acting(user: User, at: dt.datetime) -> Actor:
    return actor_for(user, at.date())


def expected() -> list[dict[str, Any]]:
    text = (DATA / "legacy-roster-a.expected.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)["rows"]
    return rows


def sheets_of(name: str) -> list[Sheet]:
    with (DATA / name).open("rb") as file:
        return read_sheets(file)


def upload(actor: Actor, place: Place, sheets: list[Sheet], at: dt.datetime, title: str = "花名册") -> Roster:
    digest = f"{hash(tuple((sheet.name, sheet.rows) for sheet in sheets)) & (2**64 - 1):064x}"
    return commands.upload_roster(actor=actor, place_id=place.pk, title=title, digest=digest, sheets=sheets, at=at)


def rows_by_place(roster: Roster) -> dict[tuple[str, int], RosterRow]:
    rows = RosterRow.objects.filter(roster=roster).select_related("unit")
    return {(roster.sheets[row.sheet]["name"], row.row): row for row in rows}


def work_at(moment: dt.datetime) -> None:
    """The worker does everything that waits."""
    with time_machine.travel(moment, tick=False):
        while jobs.work():
            pass


def listed(*people: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS, name: str = "名单") -> list[Sheet]:
    return [Sheet(name, (headings, *people))]


def workbook(*people: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS, title: str = "") -> bytes:
    """A real ``.xlsx`` with one sheet."""
    book = Workbook()
    table = book.active
    assert table is not None
    if title:
        table.append([title])
    table.append(list(headings))
    for person in people:
        table.append(list(person))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def moment(hour: int = 9) -> dt.datetime:
    return clock.at(dt.date(2026, 11, 18), hour)
