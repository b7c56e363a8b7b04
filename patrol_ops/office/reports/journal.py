"""The journal for enquiry: by whom, what, about what, when, where; names are looked up when it is read.

Pages go by moment and id, so that the millionth row is as near as the first; nothing is ever counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.models import JournalEntry, User
from patrol_ops.core.privacy import masked
from patrol_ops.core.querysets import unindexed, within
from teams import access as teams
from teams.models import Appointment, Member, Team
from teams.rules import Role, initials_of, pinyin_of

FOUND = 200
RARE = 2_000


@dataclass(frozen=True)
class Asked:
    """What the journal is asked for; what is empty asks nothing."""

    who: str = ""
    act: str = ""
    subject_type: str = ""
    subject_id: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    place: str = ""


def asked_of(said: dict[str, Any]) -> Asked:
    """What a valid filter asks for."""
    return Asked(
        who=said.get("who") or "",
        act=said.get("act") or "",
        subject_type=said.get("subject_type") or "",
        subject_id=said.get("subject_id"),
        first=said.get("first"),
        last=said.get("last"),
        place=said.get("place") or "",
    )


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the row before it, and whether one reads on to older or back to newer ones."""

    at: dt.datetime
    pk: int
    newer: bool = False

    def __str__(self) -> str:
        return f"{'n' if self.newer else 'o'}{int(self.at.timestamp() * 1_000_000)}-{self.pk}"


def read_cursor(text: str) -> Cursor | None:
    """What ``str(cursor)`` wrote; anything else begins at the newest row."""
    way, rest = text[:1], text[1:].split("-")
    if way not in ("o", "n") or len(rest) != 2 or not all(part.isascii() and part.isdigit() for part in rest):
        return None
    micros, pk = int(rest[0][:17]), int(rest[1][:18])
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    try:
        return Cursor(at=epoch + dt.timedelta(microseconds=micros), pk=pk, newer=way == "n")
    except OverflowError:
        return None


def entries(actor: Actor, asked: Asked) -> QuerySet[JournalEntry]:
    """The entries within reach that fit; unordered and lazy."""
    rows = JournalEntry.objects.visible_to(actor, Permission.VIEW_JOURNAL)
    if asked.act:
        rows = rows.filter(act=asked.act)
    if asked.subject_type and asked.subject_id is not None:
        rows = rows.filter(subject_type=asked.subject_type, subject_id=asked.subject_id)
    elif asked.subject_type:
        rows = rows.filter(_about(asked.subject_type))
    elif asked.subject_id is not None:
        rows = rows.filter(subject_id=asked.subject_id)
    if asked.first is not None:
        rows = rows.filter(at__gte=clock.start_of(asked.first))
    if asked.last is not None:
        rows = rows.filter(at__lt=clock.start_of(asked.last + dt.timedelta(days=1)))
    if asked.place:
        rows = rows.filter(_in(asked.place))
    if asked.who:
        rows = rows.filter(_by(actor, asked.who.strip()))
    return rows


def _about(subject_type: str) -> Q:
    """A rare type is found by its index, a frequent one by the index of moments; asked of its first rows."""
    rows = JournalEntry.objects.filter(subject_type=subject_type).order_by()
    if len(rows.values_list("pk", flat=True)[: RARE + 1]) <= RARE:
        return Q(subject_type=subject_type)
    return unindexed(Q(subject_type=subject_type))


def _in(place: str) -> Q:
    """A district is nearly every row: the index of moments is to serve it, not the index of places."""
    inside = within("path", place)
    return unindexed(inside) if len(place) == 6 else inside


def _by(actor: Actor, who: str) -> Q:
    if who.isascii() and who.isdigit():
        return Q(actor_id=int(who[:18]))
    return Q(actor_id__in=people_called(actor, who))


@dataclass(frozen=True)
class JournalPage:
    rows: list[JournalEntry]
    newer: Cursor | None
    older: Cursor | None


def journal_page(rows: QuerySet[JournalEntry], cursor: Cursor | None, size: int) -> JournalPage:
    """One statement, an indexed range; one row more than shown tells whether there are others."""
    back = cursor is not None and cursor.newer
    if cursor is not None and back:
        rows = rows.filter(Q(at__gte=cursor.at) & (Q(at__gt=cursor.at) | Q(pk__gt=cursor.pk)))
    elif cursor is not None:
        rows = rows.filter(Q(at__lte=cursor.at) & (Q(at__lt=cursor.at) | Q(pk__lt=cursor.pk)))
    found = list(rows.order_by("at", "pk")[: size + 1] if back else rows.order_by("-at", "-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    if not found:
        return JournalPage(rows=[], newer=None, older=None)
    newer = Cursor(found[0].at, found[0].pk, newer=True) if (more if back else cursor is not None) else None
    older = Cursor(found[-1].at, found[-1].pk) if (back or more) else None
    return JournalPage(rows=found, newer=newer, older=older)


def by_token(entry: JournalEntry) -> int | None:
    """The token with which a machine acted for the person of this entry."""
    token_id = entry.facts.get("by_token")
    return token_id if isinstance(token_id, int) else None


# --- names, only for who may see them --------------------------------------------------------------------------------


def names_of(ids: Iterable[int | None], actor: Actor) -> dict[int, str]:
    """Names of those who acted: staff for the auditor and for whoever may see their posts, members as they may be
    seen. Two statements."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    staff = dict(_staff(actor).filter(pk__in=wanted).values_list("pk", "name"))
    return staff | _members(actor, Q(user_id__in=wanted))


def _staff(actor: Actor) -> QuerySet[User]:
    """Logins whose names this reader may see: of those who hold or held a post of their own, not of members."""
    posts = Appointment.objects.filter(user_id__isnull=False)
    if not actor.holds(Role.AUDITOR):
        posts = posts.visible_to(actor, teams.Permission.VIEW_APPOINTMENT)
    return User.objects.filter(pk__in=posts.values("user_id"))


def _members(actor: Actor, which: Q) -> dict[int, str]:
    whole = actor.may(teams.Permission.VIEW_MEMBER)
    permission = teams.Permission.VIEW_MEMBER if whole else teams.Permission.VIEW_MEMBER_MASKED
    rows = Member.objects.visible_to(actor, permission).filter(which, user_id__isnull=False)
    return {user: name if whole else masked(name) for user, name in rows.values_list("user_id", "name") if user}


def people_called(actor: Actor, who: str) -> list[int]:
    """Ids of those whose names this reader may see and who are called so: in characters, pinyin or initials."""
    low = who.lower().replace(" ", "")
    staff = _staff(actor)
    if who.isascii():
        found = [
            pk
            for pk, name in staff.values_list("pk", "name")
            if pinyin_of(name).startswith(low) or initials_of(name).startswith(low)
        ]
        called = Q(pinyin__startswith=low) | Q(initials__startswith=low)
    else:
        found = list(staff.filter(name__contains=who).values_list("pk", flat=True))
        called = Q(name__contains=who)
    # A masked name is not searched by what is masked: who reads 张* may not find out 张伟.
    if actor.may(teams.Permission.VIEW_MEMBER):
        found += _members(actor, called)
    return found[:FOUND]


def team_names_for(ids: Iterable[int | None], actor: Actor) -> dict[int, str]:
    """Names of teams within reach: one statement."""
    wanted = {pk for pk in ids if pk is not None}
    rows = Team.objects.visible_to(actor, teams.Permission.VIEW_TEAM).filter(pk__in=wanted)
    return dict(rows.values_list("pk", "name"))
