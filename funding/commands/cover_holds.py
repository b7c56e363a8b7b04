"""Accident cover as a condition of duty: holds follow what the register says, by nobody's hand (CON-03)."""

import datetime as dt
from collections.abc import Collection

from funding.access import Permission
from funding.events import CoverHoldsKept
from funding.reports import due_holds
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import commands as teams
from teams.models import Member
from teams.rules import HoldKind

_BY = Actor.system("insurance")


def _keep(member_ids: Collection[int], at: dt.datetime, path: str = "") -> int:
    """Of these, the holds that are not what they should be are set right; how many they were."""
    # Locked before anything is read: of two acts on the same person the second sees what the first did.
    locked = Member.objects.filter(pk__in=member_ids).order_by("pk").select_for_update().values_list("pk", flat=True)
    begins = due_holds(list(locked), at.date())
    if begins:
        teams.set_holds(actor=_BY, kind=HoldKind.INSURANCE, begins=begins, at=at, path=path)
    return len(begins)


@command
def keep_cover_holds(*, actor: Actor, member_ids: Collection[int], at: dt.datetime) -> int:
    """Whoever of these lacks required cover is off duty from the first day without it; everybody else is not.

    The number of statements is the same for ten as for five hundred. Refused where all is as it should be.
    """
    if not actor.may(Permission.KEEP_COVER_HOLDS):
        raise NotPermitted
    people = _keep(member_ids, at)
    if not people:
        raise Refused("funding.holds-right")

    announce(CoverHoldsKept(at=at, people=people), actor=actor)
    return people
