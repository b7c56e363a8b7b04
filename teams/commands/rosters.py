"""Lists of old teams: handed in, and corrected where their columns were taken wrongly. No person is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets.reading import Sheet
from teams.access import Permission
from teams.commands.staging import _open, _stage, _write
from teams.events import RosterCorrected, RosterUploaded
from teams.models import Place, Roster
from teams.reports.rosters import staged
from teams.rules import EmploymentClass
from teams.rules.rosters import ROSTER_MOVES, Column, report_day


@dataclass(frozen=True)
class Correction:
    """How the columns are to be taken: by sheet and position, None for a column that is left where it is."""

    report_on: dt.date
    default_class: EmploymentClass | None = None
    columns: Mapping[tuple[int, int], Column | None] = field(default_factory=dict)


@command
def upload_roster(
    *, actor: Actor, place_id: int, title: str, digest: str, sheets: Sequence[Sheet], at: dt.datetime
) -> Roster:
    """Stage what may be kept of a list, and say what would become of every row. Nothing else is written."""
    place = claim(Place, place_id, actor=actor, to=Permission.UPLOAD_ROSTER)
    found = report_day([sheet.rows for sheet in sheets])
    day = found if found is not None and found <= at.date() else None
    assert actor.person_id is not None
    roster = Roster(
        title=title.strip()[:120],
        digest=digest,
        path=place.path,
        report_on=day or at.date(),
        report_found=day is not None,
        stage=ROSTER_MOVES.after("upload", None),
        uploaded_by_id=actor.person_id,
        uploaded_at=at,
    )
    rows = _stage(roster, sheets)
    if not rows:
        raise Refused("teams.roster-no-people", field="file")

    roster.save()
    _write(roster, rows, at)

    announce(RosterUploaded(at=at, roster_id=roster.pk, rows=len(rows)), actor=actor, path=roster.path)
    return roster


@command
def correct_roster(
    *,
    actor: Actor,
    roster_id: int,
    correction: Correction,
    at: dt.datetime,
    sheets: Sequence[Sheet] | None = None,
    digest: str = "",
) -> Roster:
    """Take the columns otherwise, or judge ages on another day.

    A column that had not been taken was not kept: to take it, the same file is handed in again.
    """
    roster = _open(actor, roster_id, Permission.UPLOAD_ROSTER)
    if not at.date() - dt.timedelta(days=3660) <= correction.report_on <= at.date():
        raise Refused("teams.roster-day-odd", field="report_on")
    roster.report_on, roster.report_found = correction.report_on, False
    roster.default_class = str(correction.default_class or "")
    _judge_columns(roster, correction)
    if sheets is not None:
        if digest != roster.digest:
            raise Refused("teams.roster-other-file", field="file")
        rows = _stage(roster, sheets, correction.columns)
    else:
        rows = staged(roster)
        _take_columns(roster, correction)

    _write(roster, rows, at)

    announce(RosterCorrected(at=at, roster_id=roster.pk), actor=actor, path=roster.path)
    return roster


def _judge_columns(roster: Roster, correction: Correction) -> None:
    """In each sheet a kind of column stands once, and a name there must be."""
    for number, sheet in enumerate(roster.sheets):
        taken = [
            correction.columns.get((number, heading["at"]), heading["column"] or None) for heading in sheet["headings"]
        ]
        said = [str(column) for column in taken if column]
        if len(said) != len(set(said)):
            raise Refused("teams.roster-column-twice", sheet=sheet["name"])
        if Column.NAME not in said:
            raise Refused("teams.roster-name-column", sheet=sheet["name"])


def _take_columns(roster: Roster, correction: Correction) -> None:
    for number, sheet in enumerate(roster.sheets):
        for heading in sheet["headings"]:
            column = correction.columns.get((number, heading["at"]), heading["column"] or None)
            if column and not heading["column"] and not heading.get("kept"):
                raise Refused("teams.roster-column-not-kept", field="file")
            heading["kept"] = bool(heading["column"] or heading.get("kept"))
            heading["column"] = str(column or "")
