"""Who may be sent, and where they may not look (INS-02, INS-03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from discipline.models import RoundInspector
from patrol_ops.core.models import User
from patrol_ops.core.querysets import within
from teams.models import Appointment, Membership
from teams.rules import Role, Tier

# A post over all of the district is nobody's home; one over a street or a community is.
_AT_HOME = (Role.TOWNSHIP, Role.STATION_LIAISON, Role.COMMUNITY_OFFICER, Role.VILLAGE, Role.INSPECTOR)
_SENT = (Role.INSPECTOR, Role.STATION_LIAISON, Role.SUB_BUREAU, Role.TOWNSHIP, Role.GOVERNANCE)


@dataclass
class Ties:
    """Of one login: teams they serve in or lead, and streets they come from, as paths."""

    teams: set[int] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)


def ties_of(user_ids: Collection[int], day: dt.date, round_id: int | None = None) -> dict[int, Ties]:
    """Two statements, three for a round."""
    found: dict[int, Ties] = {pk: Ties() for pk in user_ids}
    posts = Appointment.objects.on(day).filter(Q(user__in=user_ids) | Q(member__user__in=user_ids))
    for user, member, role, team, path in posts.values_list("user_id", "member__user_id", "role", "team_id", "path"):
        ties = found[user or member]
        if team is not None:
            ties.teams.add(team)
        if len(path) > 6 and (team is not None or role in _AT_HOME):
            ties.homes.add(path[:9])
    serving = Membership.objects.on(day).filter(member__user__in=user_ids)
    for user, team, path in serving.values_list("member__user_id", "team_id", "team__place__path"):
        found[user].teams.add(team)
        if len(path) > 6:
            found[user].homes.add(path[:9])
    if round_id is not None:
        lent = RoundInspector.objects.filter(round=round_id, user__in=user_ids).exclude(home="")
        for user, home in lent.values_list("user_id", "home"):
            found[user].homes.add(home)
    return found


@dataclass(frozen=True)
class Sent:
    """A login that may be sent, with the post it is sent from."""

    user_id: int
    name: str
    role: str
    path: str
    where: str


def sent_from(path: str, day: dt.date) -> list[Sent]:
    """Logins that may be sent to teams of this place, each once, by its highest post: inspectors, police and offices
    of its district, and leaders of squadrons (LOG-03). One statement."""
    posts = Appointment.objects.on(day).filter(
        Q(role__in=_SENT) | Q(role=Role.LEADER, team__tier=Tier.SQUADRON), within("path", path[:6])
    )
    fields = (
        "user_id", "user__name", "user__is_active", "member__user_id", "member__name", "member__user__is_active",
        "role", "path", "place__name", "team__name",
    )  # fmt: skip
    found: dict[int, Sent] = {}
    for row in posts.order_by("path", "role", "pk").values_list(*fields):
        user, name, active, member_user, member_name, member_active, role, where, place, team = row
        who, called, open_ = (user, name, active) if user is not None else (member_user, member_name, member_active)
        if who is not None and open_:
            found.setdefault(who, Sent(who, called, role, where, team or place or ""))
    return sorted(found.values(), key=lambda one: (one.name, one.user_id))


def candidates(path: str, day: dt.date) -> dict[int, str]:
    """The same logins with their names alone. One statement."""
    return {one.user_id: one.name for one in sent_from(path, day)}


def active_logins(user_ids: Collection[int]) -> set[int]:
    return set(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))
