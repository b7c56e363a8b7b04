"""Tokens in words: what each may do, until when, when its machine last came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.models import AccessToken
from patrol_ops.core.wording import say


@dataclass(frozen=True)
class TokenLine:
    """``state`` is open, expired or revoked; ``own`` whether it is the reader's."""

    row: AccessToken
    state: str
    permissions: tuple[str, ...]
    own: bool

    @property
    def open(self) -> bool:
        return self.state == "open"

    @property
    def stage(self) -> str:
        return say(f"office.token-{self.state}")

    @property
    def colour(self) -> str:
        return "done" if self.open else "quiet"


def tokens_of(actor: Actor) -> QuerySet[AccessToken]:
    """One's own and, for the administrator, those of the district; newest first."""
    reached = AccessToken.objects.visible_to(actor, Permission.REVOKE_TOKEN) | AccessToken.objects.of(actor)
    return reached.select_related("owner").order_by("-created_at", "-pk")


def token_lines(rows: Iterable[AccessToken], actor: Actor, now: dt.datetime) -> list[TokenLine]:
    return [
        TokenLine(
            row=row,
            state="revoked" if row.revoked_at else "expired" if row.expires_at <= now else "open",
            permissions=tuple(say(permission) for permission in row.permissions),
            own=row.owner_id == actor.person_id,
        )
        for row in rows
    ]


def permission_groups(grantable: frozenset[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen, by app, in words: ``[("队伍和人员", [("teams.view_team", "查看队伍"), …]), …]``."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for permission in sorted(grantable):
        groups.setdefault(permission.split(".")[0], []).append((permission, say(permission)))
    return [(say(f"app.{app}"), choices) for app, choices in groups.items()]
