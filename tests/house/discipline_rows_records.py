"""A record of an inspection in both worlds, told through the commands: signed by the inspector, waiting for the other
side; and a visit that is still to be recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from discipline import commands
from discipline.models import ChecklistRevision
from tests.cast import District
from tests.discipline.story import Supervision

# A day of its own: nobody else plans a visit of these teams for it.
DAY = dt.date(2026, 11, 12)


def record_visits(district: District, team: str, leader: str) -> dict[str, Any]:
    """One checklist for the district; each world's own visits and its own record."""
    it = Supervision(district, team=team, leader=leader)
    street = "990102001" if team == "harbour" else "990102002"
    it.inspector = {"990102001": "piet", "990102002": "pia"}[street]
    known = ChecklistRevision.objects.filter(title="街面检查表(记录)").values_list("checklist_id", flat=True).first()
    it.checklist_id = known or it.agreed(title="街面检查表(记录)")
    inspector = district.users[it.inspector]
    day = dt.datetime.combine(DAY, dt.time(14))
    it.plan(inspector_id=inspector, starts_at=day)
    it.record(DAY)
    commands.sign_inspection(
        actor=it.who(it.inspector, DAY), inspection_id=it.inspection_id, seen=it.inspection.digest, at=it.at(DAY, 17)
    )
    coming = it.plan(inspector_id=inspector, starts_at=day + dt.timedelta(days=8))
    return {"visit_id": coming.pk, "inspection_id": it.inspection_id}
