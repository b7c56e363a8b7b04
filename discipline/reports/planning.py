"""What a plan is made of: in whose name, who may be sent and who not and why, which days are taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discipline.access import Permission
from discipline.models import RoundInspector, SupervisionRound, Visit
from discipline.reports.inspectors import Sent, Ties, sent_from, ties_of
from discipline.rules import ORGANISED_BY, Method, Organiser, is_conflicted
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.querysets import within
from patrol_ops.core.wording import say
from teams.models import Place, Team
from teams.rules import PlaceTier


def organisers_for(actor: Actor, path: str) -> list[Organiser]:
    """In whose name this actor plans at this place; asks no row."""
    roles = actor.roles_over(path)
    return [organiser for organiser in Organiser if roles & ORGANISED_BY[organiser]]


def methods_for(organisers: Iterable[Organiser]) -> list[Method]:
    """A cross-area round is the supervision group's (INS-03)."""
    crosses = Organiser.SUPERVISION in organisers
    return [method for method in Method if crosses or method != Method.CROSS_AREA]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be sent; ``why_not`` is the sentence of what speaks against it, ``near`` whether they belong to
    the team's own street."""

    user_id: int
    name: str
    note: str
    near: bool = False
    why_not: str = ""


def candidates_for(
    team: Team, day: dt.date, *, method: str, round_: SupervisionRound | None, judged: bool = True
) -> list[Candidate]:
    """Who may look at this team, those who may not at the end: three statements, four for a round; where the command
    judges in a moment, one (``judged`` is False)."""
    path = team.place.path
    people = _lent_to(round_) if round_ else sent_from(path, day)
    ties = ties_of([one.user_id for one in people], day, round_.pk if round_ else None) if judged else {}
    found = []
    for one in people:
        own = ties.get(one.user_id, Ties())
        code = is_conflicted(method, team_id=team.pk, path=path, own_teams=own.teams, homes=own.homes)
        near = len(path) > 6 and one.path.startswith(path[:9])
        found.append(Candidate(one.user_id, one.name, note_of(one), near, _short(code)))
    return sorted(found, key=lambda one: (bool(one.why_not), not one.near, one.name, one.user_id))


def _short(code: str | None) -> str:
    if code is None:
        return ""
    return _("是这支队伍的人") if code == "discipline.inspects-own-team" else _("来自这支队伍所在的街道")


def _lent_to(round_: SupervisionRound) -> list[Sent]:
    rows = RoundInspector.objects.filter(round=round_, user__is_active=True).order_by("user__name", "pk")
    return [Sent(*row[:2], role="", path=row[2], where=row[3]) for row in rows.values_list(
        "user_id", "user__name", "home", "lent_by"
    )]  # fmt: skip


def note_of(one: Sent) -> str:
    """From which post somebody is sent."""
    return " · ".join(part for part in (say(f"role.{one.role}") if one.role else "", one.where) if part)


def people_to_send(path: str, day: dt.date) -> list[tuple[int, str]]:
    """For a list to choose from, with the post: one statement."""
    return [(one.user_id, f"{one.name}({note_of(one)})") for one in sent_from(path, day)]


def streets_of(path: str) -> list[tuple[str, str]]:
    """Streets of this district: one statement."""
    streets = Place.objects.filter(within("path", path[:6]), tier=PlaceTier.STREET)
    return list(streets.order_by("path").values_list("path", "name"))


def days_taken(actor: Actor, team_id: int, day: dt.date, but: int | None = None) -> list[dict[str, object]]:
    """X06: days from ``day`` on for which somebody is announced already, and in whose name: one statement. Every
    planner of the place reads what is announced, whoever planned it; nothing else blocks a day."""
    announced = Visit.objects.visible_to(actor, Permission.VIEW_VISIT).announced().planned().filter(team=team_id)
    rows = announced.exclude(pk=but).filter(starts_at__gte=clock.start_of(day)).order_by("starts_at")
    return [
        {"day": clock.local(starts_at).date(), "organiser": f"organiser.{organised_by}"}
        for starts_at, organised_by in rows.values_list("starts_at", "organised_by")
    ]
