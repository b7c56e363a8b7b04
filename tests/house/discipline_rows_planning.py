"""What is planned in both worlds: a checklist, a round with its visits, announced or not, a plan that repeats."""

from __future__ import annotations

import datetime as dt
from typing import Any

from discipline import commands
from discipline.rules import (
    ChecklistDraft,
    ChecklistKind,
    InspectorDraft,
    ItemDraft,
    Method,
    Organiser,
    RoundDraft,
    SeriesDraft,
    VisitDraft,
)
from patrol_ops.core import clock
from teams.rules import Tier
from tests.cast import District

PLANNED = dt.date(2026, 11, 16)


def plan_inspections(district: District, team: str) -> dict[str, Any]:
    """Told by the station of the street: what the other world plans is none of its business."""
    police, path = {"harbour": ("piet", "990102001"), "willow": ("pia", "990102002")}[team]
    at, users = clock.at(PLANNED, 9), district.users
    draft = ChecklistDraft(ChecklistKind.GENERAL, f"综合检查表 {team}", (ItemDraft("值班室有巡逻计划", 2),))
    gus, gwen, station = (district.actor(key, PLANNED) for key in ("gus", "gwen", police))
    checklist = commands.propose_checklist(
        actor=gus, place_id=district.places["990102"], draft=draft, at=at
    ).checklist_id
    commands.agree_checklist(actor=gwen, checklist_id=checklist, at=at)
    group = RoundDraft(
        "本街道检查", Organiser.POLICE_STATION, Method.CENTRALISED, PLANNED, dt.date(2026, 12, 20), checklist,
        (InspectorDraft(users[police], "", "派出所"),),
    )  # fmt: skip
    round_ = commands.plan_round(actor=station, place_id=district.places[path], draft=group, at=at)

    def visit(day: dt.date, announced: bool) -> int:
        starts_at = dt.datetime.combine(day, dt.time(10))
        asked = VisitDraft(
            district.teams[team], users[police], starts_at, announced, Organiser.POLICE_STATION, checklist, round_.pk
        )
        return int(commands.plan_visit(actor=station, draft=asked, at=at).pk)

    series = commands.begin_series(
        actor=station,
        place_id=district.places[path],
        draft=SeriesDraft(Organiser.POLICE_STATION, Tier.SQUADRON, checklist, False, frozenset({users[police]})),
        at=at,
    )
    return {
        "checklist_id": checklist,
        "round_id": round_.pk,
        "visit_id": visit(dt.date(2026, 11, 27), True),
        "unseen_visit_id": visit(dt.date(2026, 11, 19), False),
        "series_id": series.pk,
    }
