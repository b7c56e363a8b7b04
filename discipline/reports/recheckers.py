"""Who may say that something is put right: inspectors wherever they are asked to, the police over their own place."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from patrol_ops.core.querysets import within
from teams.models import Appointment
from teams.rules import Role

_POLICE = (Role.STATION_LIAISON, Role.SUB_BUREAU)


def recheckers(path: str, day: dt.date) -> dict[int, str]:
    """Logins that may look again at what teams of this place put right, with names: one statement."""
    posts = Appointment.objects.on(day).filter(
        Q(within("path", path[:6]), role=Role.INSPECTOR) | Q(role__in=_POLICE, path__in=(path[:6], path[:9], path))
    )
    names: dict[int, str] = {}
    fields = ("user_id", "user__name", "user__is_active", "member__user_id", "member__name", "member__user__is_active")
    for user, name, active, member_user, member_name, member_active in posts.values_list(*fields):
        if user is not None and active:
            names[user] = name
        elif member_user is not None and member_active:
            names[member_user] = member_name
    return dict(sorted(names.items(), key=lambda row: (row[1], row[0])))
