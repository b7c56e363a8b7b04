"""Certificates as the reader may see them: masked here, so that no page can forget (TRN-05, TRN-06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from teams.access import Permission as Teams
from teams.models import Member, Membership
from training.access import Permission
from training.models import Certificate
from training.rules import CertificateStage

SOON_DAYS = 60


def serving_now(day: dt.date, name: str) -> Subquery:
    """A value of where the member of a row serves on ``day``, by the main post."""
    rows = Membership.objects.on(day).filter(member=OuterRef("member_id"))
    return Subquery(rows.order_by("-main", "-since").values(name)[:1])


def certificates_shown_to(actor: Actor, day: dt.date, permission: str = Permission.VIEW_CERTIFICATE) -> Any:
    """Those within reach, soonest to end first; ``team_now`` is where the holder serves, or the last known."""
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member_id"))
    rows = Certificate.objects.visible_to(actor, permission).select_related("member")
    found = rows.annotate(
        readable=Exists(readable),
        team_now=Coalesce(serving_now(day, "team__name"), F("team__name")),
        team_id_now=serving_now(day, "team_id"),
    )
    return found.order_by("last_day", "pk")


@dataclass(frozen=True)
class CertificateLine:
    """A certificate in a list. ``state`` is a wording code: the stage, or that it ends soon."""

    certificate_id: int
    number: str
    member_id: int
    name: str
    team: str
    starts_on: dt.date
    last_day: dt.date
    state: str

    @property
    def kind(self) -> str:
        """How the state is drawn."""
        state = self.state.rpartition(".")[2]
        kinds = {"VALID": "done", "soon": "waits", "SUSPENDED": "overdue", "EXPIRED": "overdue"}
        return kinds.get(state, "quiet")


def state_of(row: Any, day: dt.date) -> str:
    """Of a row of ``Certificate``: the night run may still have to say that it has expired."""
    if row.stage == CertificateStage.VALID:
        if row.last_day < day:
            return f"certificate-stage.{CertificateStage.EXPIRED}"
        if row.last_day <= day + dt.timedelta(days=SOON_DAYS):
            return "certificate-state.soon"
    return f"certificate-stage.{row.stage}"


def certificate_lines(rows: Iterable[Any], day: dt.date) -> list[CertificateLine]:
    """For rows of ``certificates_shown_to``: no statement."""
    return [certificate_line(row, day) for row in rows]


def certificate_line(row: Any, day: dt.date) -> CertificateLine:
    return CertificateLine(
        certificate_id=row.pk,
        number=row.number,
        member_id=row.member_id,
        name=row.member.name if row.readable else masked(row.member.name),
        team=row.team_now,
        starts_on=row.starts_on,
        last_day=row.last_day,
        state=state_of(row, day),
    )


def history_of(row: Any) -> list[dict[str, Any]]:
    """What was done with it, oldest first; fetched with ``issued_by``, ``ended_by`` and ``renews``."""
    what = "training.certificates_renewed" if row.renews_id else "training.certificates_issued"
    note = row.renews.number if row.renews_id else ""
    lines = [{"at": row.issued_at, "who": _name(row.issued_by), "what": what, "note": note}]
    if row.suspended_at is not None:
        lines.append({"at": row.suspended_at, "who": "", "what": "certificate-move.suspend", "note": ""})
    if row.ended_at is not None:
        move = {"REVOKED": "revoke", "RENEWED": "renew"}.get(row.stage, "expire")
        line = {"at": row.ended_at, "who": _name(row.ended_by), "what": f"certificate-move.{move}", "note": ""}
        if row.revoked_why:
            line["why"] = f"revoked-why.{row.revoked_why}"
        lines.append(line)
    return lines


def _name(user: Any) -> str:
    return user.name if user is not None else ""


def holders_matching(text: str) -> QuerySet[Any]:
    """Members by name, pinyin or badge number, for the search of the list."""
    found: QuerySet[Any] = Member.objects.matching(text).values("pk")
    return found


def expiring_by_team(path: str, day: dt.date, days: int = SOON_DAYS) -> dict[int, tuple[int, dt.date]]:
    """Of each team under ``path``: how many certificates end within ``days``, and the first last day. One statement."""
    rows = Certificate.objects.under(path).ending(day, days).annotate(where=serving_now(day, "team_id"))
    found: dict[int, tuple[int, dt.date]] = {}
    for team_id, last_day in rows.order_by("last_day").values_list("where", "last_day"):
        if team_id is not None:
            number, first = found.get(team_id, (0, last_day))
            found[team_id] = (number + 1, first)
    return found
