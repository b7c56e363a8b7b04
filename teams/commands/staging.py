"""What of a list is staged, and what is written when its rows are judged. Private to the commands of rosters."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import claim
from patrol_ops.core.refusals import WrongStage
from patrol_ops.core.sheets.reading import Sheet
from teams.access import Permission
from teams.models import Roster, RosterRow, RosterUnit
from teams.reports.rosters import SECTION, Staged, answers_of, gazetteer, judged, staged
from teams.rules import Owed, Role
from teams.rules.rosters import Column, Judged, Outcome, RosterStage, Verdict, find_table, read_lines, team_in, text_of

KEPT_FOR = dt.timedelta(hours=24)


def _open(actor: Actor, roster_id: int, to: Permission) -> Roster:
    """The list, still a preview."""
    roster = claim(Roster, roster_id, actor=actor, to=to)
    if roster.stage != RosterStage.PREVIEW:
        raise WrongStage("decide", roster.stage)
    return roster


def _stage(
    roster: Roster, sheets: Sequence[Sheet], chosen: Mapping[tuple[int, int], Column | None] | None = None
) -> list[Staged]:
    """Find the people in every sheet; ``roster.sheets`` then says how its columns were taken."""
    places = gazetteer(roster.path)
    roster.sheets = []
    rows: list[Staged] = []
    for sheet in sheets:
        table = find_table(sheet.name, sheet.rows)
        if table is None:
            continue
        number = len(roster.sheets)
        headings: list[dict[str, Any]] = [
            {"at": h.index, "text": h.text, "column": str(h.column) if h.column else "", "never": h.never}
            for h in table.headings
        ]
        for heading in headings:
            if chosen is not None and (number, heading["at"]) in chosen and not heading["never"]:
                heading["column"] = str(chosen[number, heading["at"]] or "")
        title = f"{sheet.name} {table.title} {roster.title}"
        street = places.street_in(title)
        roster.sheets.append(
            {
                "name": sheet.name[:60] or "—",
                "first_row": table.first_row,
                "headings": headings,
                "street": street,
                # A list of its own for each team says which in its title only.
                "community": places.community_in(title, street),
                "team": team_in(title),
            }
        )
        taken = {h["at"] for h in headings if h["column"]}
        lines = read_lines(table, sheet.rows, None if sheet.hidden else sheet.marks.hidden_rows, sheet.marks.formulas)
        for line in lines:
            cells = sheet.rows[line.row - 1]
            texts = {at: line.texts.get(at, text_of(cells[at]).strip()) for at in taken if at < len(cells)}
            kept = {str(at): text[:200] for at, text in texts.items() if text}
            if line.section:
                kept[SECTION] = line.section[:60]
            formula = any(at in taken for at in line.formulas)
            rows.append(Staged(len(rows), number, line.row, kept, line.hidden, formula))
    return rows


def _write(roster: Roster, rows: Sequence[Staged], at: dt.datetime) -> None:
    """Rows and units anew, with their verdicts."""
    before = RosterRow.objects.filter(roster=roster).exclude(answers={}).values_list("sheet", "row", "answers")
    said = {(sheet, row): answers for sheet, row, answers in before}
    answers = answers_of(roster, {row.row_id: said[row.sheet, row.row] for row in rows if (row.sheet, row.row) in said})
    outcome = judged(roster, rows, answers, at.date())
    RosterRow.objects.filter(roster=roster).delete()
    units = _write_units(roster, outcome)
    by_id = {row.row_id: row for row in rows}
    RosterRow.objects.bulk_create(
        (
            RosterRow(
                roster=roster,
                sheet=by_id[one.row_id].sheet,
                row=by_id[one.row_id].row,
                texts=by_id[one.row_id].texts,
                hidden=by_id[one.row_id].hidden,
                formula=by_id[one.row_id].formula,
                answers=said.get((by_id[one.row_id].sheet, by_id[one.row_id].row), {}),
                **_verdict_of(one, units),
            )
            for one in outcome.rows
        ),
        batch_size=500,
    )
    _sum_up(roster, outcome, at)


def _verdict_of(one: Judged, units: Mapping[tuple[str, str], RosterUnit]) -> dict[str, Any]:
    return {
        "unit": units[one.unit] if one.unit is not None else None,
        "verdict": str(one.verdict),
        "code": one.code,
        "facts": one.facts,
        "notes": list(one.notes),
        "questions": [str(question) for question in one.questions],
        "changes": [str(change) for change in one.changes],
        "member_id": one.member_id,
        "post": one.post,
        "main": one.main,
    }


def _write_units(roster: Roster, outcome: Outcome) -> dict[tuple[str, str], RosterUnit]:
    """The units of the list as they stand now; what was decided of them stays."""
    known = {(unit.path, unit.compact): unit for unit in RosterUnit.objects.filter(roster=roster)}
    serving = (Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
    heads = Counter(row.unit for row in outcome.rows if row.verdict in serving and not row.code)
    listed = Counter(row.unit for row in outcome.rows)
    units: dict[tuple[str, str], RosterUnit] = {}
    for position, one in enumerate(outcome.units):
        unit = known.pop(one.key, None) or RosterUnit(roster=roster, path=one.path, compact=one.key[1])
        unit.position, unit.name, unit.kind, unit.tier = position, one.name[:120], str(one.kind), str(one.tier)
        unit.form, unit.team_id, unit.asked, unit.left_out = str(one.form), one.team_id, one.asked, one.left_out
        unit.hamlet = one.hamlet or unit.hamlet
        unit.heads, unit.listed = heads[one.key], listed[one.key]
        units[one.key] = unit
    RosterUnit.objects.filter(pk__in=[unit.pk for unit in known.values()]).delete()
    for unit in units.values():
        if unit._state.adding:
            unit.save()
    for one in outcome.units:
        units[one.key].joins = units[one.joins] if one.joins is not None else None
    fields = ["position", "name", "kind", "tier", "form", "team", "asked", "left_out"]
    fields += ["hamlet", "heads", "listed", "joins"]
    RosterUnit.objects.bulk_update(units.values(), fields, batch_size=200)
    return units


def _sum_up(roster: Roster, outcome: Outcome, at: dt.datetime) -> None:
    """Counts, what is to be made, and whether the head of the office is asked."""
    roster.counts = dict(Counter(str(row.verdict) for row in outcome.rows))
    roster.above = [[path, str(tier)] for path, tier in outcome.above]
    roster.makes_teams = outcome.makes_teams
    roster.save()
    if roster.makes_teams and not roster.counts.get(Verdict.DECIDE):
        due = obligations.Due(
            subject_type="roster",
            subject_id=roster.pk,
            path=roster.path,
            role=Role.GOVERNANCE_HEAD,
            due_at=roster.uploaded_at + KEPT_FOR,
        )
        obligations.owe(Owed.CONFIRM_ROSTER, [due], at=at)
    else:
        obligations.cancel(kind=Owed.CONFIRM_ROSTER, subject_type="roster", subject_id=roster.pk, at=at)


def _judge_again(roster: Roster, at: dt.datetime) -> None:
    """After a decision: only rows whose verdict has changed are written."""
    rows = staged(roster)
    outcome = judged(roster, rows, answers_of(roster), at.date())
    units = _write_units(roster, outcome)
    before = {row.pk: row for row in RosterRow.objects.filter(roster=roster).defer("texts")}
    changed = []
    for one in outcome.rows:
        row, fresh = before[one.row_id], _verdict_of(one, units)
        if any(getattr(row, name) != value for name, value in fresh.items() if name != "unit") or (
            row.unit_id != (fresh["unit"].pk if fresh["unit"] else None)
        ):
            for name, value in fresh.items():
                setattr(row, name, value)
            changed.append(row)
    fields = ["unit", "verdict", "code", "facts", "notes", "questions", "changes", "member", "post", "main"]
    RosterRow.objects.bulk_update(changed, fields, batch_size=100)
    _sum_up(roster, outcome, at)
