"""Holds that an upper floor owns: placed and lifted through here by its own acts, and by nobody's hand."""

import datetime as dt
from collections.abc import Mapping

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.refusals import NotPermitted
from teams.access import Permission
from teams.events import HoldsSet
from teams.models import Hold, Member
from teams.rules import HoldKind

# Badge and leave belong to this floor and have acts of their own.
_OWNED_ABOVE = frozenset(
    {HoldKind.TRAINING, HoldKind.CERTIFICATE, HoldKind.HOURS, HoldKind.INSURANCE, HoldKind.DISCIPLINE}
)


@command
def set_holds(
    *, actor: Actor, kind: HoldKind, begins: Mapping[int, dt.date | None], at: dt.datetime, path: str = ""
) -> dict[int, dt.date]:
    """Of each member, by id: one hold of ``kind`` that begins on that day, or none at all.

    What waited otherwise ends today, or, where it had not begun, never was. Four statements for any number of members.
    Returns the day on which each of the holds that were lifted had begun.
    """
    if kind not in _OWNED_ABOVE or not actor.may(Permission.SET_HOLDS):
        raise NotPermitted
    # One order, so that two acts on the same people wait for each other instead of dying in a knot.
    known = Member.objects.filter(pk__in=begins).order_by("pk").select_for_update().values_list("pk", flat=True)
    ids = set(known)
    held = Hold.objects.filter(member__in=ids, kind=kind).waiting()
    lifted, kept = [], set()
    for hold in held:
        if hold.since == begins[hold.member_id]:
            kept.add(hold.member_id)
            continue
        hold.until = max(at.date(), hold.since)
        hold.lifted_at, hold.lifted_by_id = at, actor.person_id
        lifted.append(hold)
    placed = [
        Hold(member_id=pk, kind=kind, since=since, placed_at=at, placed_by_id=actor.person_id)
        for pk, since in sorted(begins.items())
        if since is not None and pk in ids and pk not in kept
    ]

    Hold.objects.bulk_update(lifted, ["until", "lifted_at", "lifted_by"])
    Hold.objects.bulk_create(placed)

    event = HoldsSet(at=at, hold_kind=kind, placed=len(placed), lifted=len(lifted))
    announce(event, actor=actor, path=path)
    return {hold.member_id: hold.since for hold in lifted}
