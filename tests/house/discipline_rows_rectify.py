"""What both worlds hold of rectification: an open notice out of a signed record, a review, a duty to coordinate."""

from __future__ import annotations

import datetime as dt

from discipline.commands import open_review, record_coordination
from discipline.rules import CoordinationDraft, ReviewDraft, Trigger
from patrol_ops.core import clock
from tests.cast import District
from tests.discipline.story import Supervision

# A day of its own: nobody else plans a visit of these teams for it.
HELD = dt.date(2026, 11, 13)


def put_right(district: District, team: str, leader: str, place: str, unit: str) -> dict[str, int]:
    told = Supervision(district, team=team, leader=leader)
    told.agreed()
    told.plan(starts_at=dt.datetime.combine(HELD, dt.time(14)))
    told.record(HELD)
    told.sign(HELD)
    told.countersign(HELD)
    told.issue(day=HELD)
    review = open_review(
        actor=told.who("gus", HELD),
        place_id=district.places[place],
        draft=ReviewDraft(Trigger.ACCIDENT, HELD, "仓库起火", team_id=district.teams[team]),
        at=clock.at(HELD, 19),
    )
    duty = record_coordination(
        actor=told.who("gus", HELD),
        unit_id=district.units[unit],
        draft=CoordinationDraft("每月看一次夜巡", "值班室", HELD),
        at=clock.at(HELD, 20),
    )
    return {
        "inspection_id": told.inspection_id,
        "rectification_id": told.rectification_id,
        "review_id": review.pk,
        "duty_id": duty.pk,
    }
