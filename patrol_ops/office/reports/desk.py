"""What a person is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.models import Notice
from patrol_ops.core.wording import known, say
from patrol_ops.office.reports.journal import team_names_for


@dataclass(frozen=True)
class Told:
    """A notice in the reader's words, with the team it speaks of."""

    notice: Notice
    text: str
    team: str


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """One's own, newest first."""
    if actor.person_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(user_id=actor.person_id).order_by("-at", "-pk")


def said(notices: Iterable[Notice], actor: Actor) -> list[Told]:
    """The notices of a page in words: one statement for the teams they speak of."""
    notices = list(notices)
    team_of = {n.pk: n.facts.get("team_id") for n in notices if isinstance(n.facts.get("team_id"), int)}
    teams = team_names_for(team_of.values(), actor) if team_of else {}
    return [
        Told(
            notice=notice,
            text=say(notice.template if known(notice.template) else "office.notice-unknown", **notice.facts),
            team=teams.get(team_of.get(notice.pk) or 0, ""),
        )
        for notice in notices
    ]
