"""Public notices as people read them: masked here, so that no page can forget (REC-06, X52)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from recruitment.access import Permission
from recruitment.models import Applicant, NoticeStep, Objection, PublicNotice
from recruitment.queries import NoticeQuerySet
from recruitment.rules import AFTER_NOTICE, NOTICED, NoticeStage, Stage

# As many names stand on a page, on the screen and at the wall.
NAMES = 100
# What everybody reads of the steps of a notice; the others are the office's own.
_PUBLIC_STEPS = ("correct", "lengthen")


@dataclass(frozen=True)
class ListedLine:
    """One of a list: the masked name, the post, the team and its street. No more is told to anybody."""

    applicant_id: int
    name: str
    post: str
    team: str
    street: str


@dataclass(frozen=True)
class Correction:
    """What was put right, when, and until when the notice has run since; ``move`` is a wording code."""

    move: str
    on: dt.datetime
    reason: str
    last_day: dt.date | None


@dataclass(frozen=True)
class NoticeShown:
    """A notice as it may be read by everybody: of which campaign, how long, whether its last day is provisional, and
    where to say what speaks against somebody."""

    notice_id: int
    campaign_id: int
    number: int
    title: str
    place: str
    stage: str
    listed: int
    days: int | None
    published_at: dt.datetime | None
    last_day: dt.date | None
    closed_on: dt.date | None
    provisional: bool
    contact: str
    contact_phone: str
    corrections: tuple[Correction, ...]

    @property
    def running(self) -> bool:
        return self.stage == f"notice-stage.{NoticeStage.PUBLISHED}"

    @property
    def first_day(self) -> dt.date | None:
        """The day it was put up; the days that count begin with the next working day."""
        return clock.local(self.published_at).date() if self.published_at else None


def notice_board(actor: Actor, permission: str = Permission.READ_NOTICE_BOARD) -> NoticeQuerySet:
    """The notices within reach, those that wait or run first. Whoever reads the board sees what was published and not
    taken back; whoever holds ``VIEW_NOTICE`` sees those in preparation, too."""
    rows: NoticeQuerySet = PublicNotice.objects.visible_to(actor, permission).select_related("campaign__place")
    if permission == Permission.READ_NOTICE_BOARD:
        rows = rows.public()
    waits_first = Case(When(stage=NoticeStage.DRAFT, then=0), When(stage=NoticeStage.PUBLISHED, then=1), default=2)
    return rows.order_by(waits_first, F("last_day").desc(), "-pk")


def notice_shown(row: Any) -> NoticeShown:
    """For a row of ``notice_board``: one statement for what has been corrected."""
    steps = NoticeStep.objects.filter(notice=row.pk, move__in=_PUBLIC_STEPS).order_by("at", "pk")
    corrections = tuple(Correction(f"notice-move.{s.move}", s.at, s.reason, s.last_day) for s in steps)
    return _shown(row, corrections)


def notices_shown(rows: Iterable[Any]) -> list[NoticeShown]:
    """For a page of the list, without corrections: no statement."""
    return [_shown(row, ()) for row in rows]


def _shown(row: Any, corrections: tuple[Correction, ...]) -> NoticeShown:
    campaign = row.campaign
    return NoticeShown(
        notice_id=row.pk,
        campaign_id=campaign.pk,
        number=row.number,
        title=campaign.title,
        place=campaign.place.name,
        stage=f"notice-stage.{row.stage}",
        listed=row.listed,
        days=row.days,
        published_at=row.published_at,
        last_day=row.last_day,
        closed_on=row.closed_on,
        provisional=row.provisional,
        contact=campaign.contact,
        contact_phone=campaign.contact_phone,
        corrections=corrections,
    )


def listed_on(row: Any) -> QuerySet[Any]:
    """Who stands on it, in a fixed order that is not the ranking's. Whoever is out of it meanwhile is no longer shown;
    neither is whose data were forgotten."""
    stages = {Stage.PROPOSED} if row.stage == NoticeStage.DRAFT else NOTICED | AFTER_NOTICE
    rows: QuerySet[Any] = Applicant.objects.filter(
        notice=row.pk, stage__in=sorted(stages), forgotten_at__isnull=True
    ).select_related("post__team__place__parent")
    return rows.order_by("post__team__place__path", "post__team_id", "post__kind", "case_number")


def listed_lines(rows: Iterable[Any]) -> list[ListedLine]:
    """For rows of ``listed_on``: no statement."""
    return [
        ListedLine(
            applicant_id=row.pk,
            name=masked(row.name),
            post=f"post-kind.{row.post.kind}",
            team=row.post.team.name,
            street=_street(row.post.team.place),
        )
        for row in rows
    ]


def _street(place: Any) -> str:
    return str(place.parent.name if place.tier == "COMMUNITY" and place.parent else place.name)


# --- for the office -------------------------------------------------------------------------------------------------


def with_objections(rows: Any) -> Any:
    """Each with how many objections there are and how many still wait."""
    of_it: Any = Objection.objects.filter(notice=OuterRef("pk")).order_by().values("notice")
    return rows.annotate(
        objected=Coalesce(Subquery(of_it.annotate(n=Count("pk")).values("n")), 0),
        undecided=Coalesce(Subquery(of_it.undecided().annotate(n=Count("pk")).values("n")), 0),
    )


def notice_history(row: Any) -> list[dict[str, Any]]:
    """Who did what, when and why, oldest first: one statement."""
    steps = NoticeStep.objects.filter(notice=row.pk).select_related("by").order_by("at", "pk")
    return [
        {"at": s.at, "who": s.by.name if s.by else "", "what": f"notice-move.{s.move}", "note": s.reason} for s in steps
    ]
