"""What the tests of equipment begin with: things in stock, in hands, and a district in which batons are allowed."""

from __future__ import annotations

import datetime as dt

from patrol_ops.core import clock, policy
from teams.commands import authorise_kit, issue_equipment, stock_equipment
from teams.models import Equipment, EquipmentIssue, KitAuthorisation
from teams.rules.equipment import EquipmentKind, KitDraft, StockDraft
from tests.cast import District

DAY = dt.date(2026, 11, 18)
AT = clock.at(DAY, 9)
BASIS = "区公安分局〔2026〕第 8 号批复"


def days(n: int) -> dt.date:
    return DAY + dt.timedelta(days=n)


def stock(
    district: District, team: str, kind: EquipmentKind, number: int = 1, *, who: str = "gus", **values: object
) -> list[int]:
    """Ids of the new pieces."""
    before = set(Equipment.objects.values_list("pk", flat=True))
    draft = StockDraft(**{"kind": kind, "acquired_on": DAY, "number": number, **values})  # type: ignore[arg-type]
    stock_equipment(actor=district.actor(who), team_id=district.teams[team], draft=draft, at=AT)
    return sorted(set(Equipment.objects.values_list("pk", flat=True)) - before)


def issue(
    district: District, team: str, member: str, pieces: list[int], *, who: str = "gus", at: dt.datetime = AT
) -> list[int]:
    """Ids of what is out now."""
    issue_equipment(
        actor=district.actor(who),
        team_id=district.teams[team],
        member_id=district.members[member],
        equipment_ids=pieces,
        at=at,
    )
    return sorted(EquipmentIssue.objects.open().filter(item__in=pieces).values_list("pk", flat=True))


def allow_batons(district: District) -> None:
    policy.set_policy_value(
        actor=district.actor("gwen"), key="equipment.restricted_enabled", value="1", since=DAY, path="990102", at=AT
    )


def authorise(district: District, team: str, member: str, who: str, **values: object) -> KitAuthorisation:
    whole = {"kind": EquipmentKind.BATON, "since": DAY, "until": days(90), "basis": BASIS, **values}
    return authorise_kit(
        actor=district.actor(who),
        team_id=district.teams[team],
        member_id=district.members[member],
        draft=KitDraft(**whole),  # type: ignore[arg-type]
        at=AT,
    )
