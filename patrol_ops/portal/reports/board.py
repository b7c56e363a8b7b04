"""The notice board as the public reads it: running ones, those of the last year, and what was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from recruitment.access import Permission
from recruitment.models import Applicant, NoticeStep, PublicNotice
from recruitment.reports.notices import listed_lines, listed_on, notice_board
from recruitment.rules import NoticeStage

_YEAR = dt.timedelta(days=366)
_SAID = ("correct", "lengthen", "withdraw")


@dataclass(frozen=True)
class Step:
    """What changed: ``move`` as in the rules, why in words without anybody's name, until when it runs since."""

    move: str
    on: dt.date
    reason: str
    last_day: dt.date | None


@dataclass(frozen=True)
class NoticeSheet:
    """A notice without its list. The day of publication is not counted: the next working day is the first."""

    id: int
    number: int
    campaign_id: int
    campaign: str
    place: str
    stage: str
    published_on: dt.date
    counted_from: dt.date
    last_day: dt.date
    days: int
    listed: int
    provisional: bool
    contact: str
    contact_phone: str
    steps: Sequence[Step] = ()

    @property
    def is_running(self) -> bool:
        return self.stage == NoticeStage.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.stage == NoticeStage.WITHDRAWN


def public_notices(actor: Actor, today: dt.date) -> Any:
    """Running ones first, then those that closed within a year."""
    return notice_board(actor).filter(Q(stage=NoticeStage.PUBLISHED) | Q(closed_on__gt=today - _YEAR))


def notice_of(actor: Actor, notice_id: int) -> Any | None:
    """A notice that stands or once stood on the board."""
    rows = PublicNotice.objects.visible_to(actor, Permission.READ_NOTICE_BOARD).select_related("campaign__place")
    return rows.filter(pk=notice_id, published_at__isnull=False).first()


def sheet_of(row: Any, steps: Sequence[Step] = ()) -> NoticeSheet:
    return NoticeSheet(
        id=row.pk,
        number=row.number,
        campaign_id=row.campaign_id,
        campaign=row.campaign.title,
        place=row.campaign.place.name,
        stage=row.stage,
        published_on=clock.local(row.published_at).date(),
        counted_from=row.counted_from,
        last_day=row.last_day,
        days=row.days,
        listed=row.listed,
        provisional=row.provisional,
        contact=row.campaign.contact,
        contact_phone=row.campaign.contact_phone,
        steps=steps,
    )


def steps_of(row: Any) -> list[Step]:
    """What was corrected, lengthened or taken back: one statement, one more where words of people stand in it."""
    rows = NoticeStep.objects.filter(notice=row.pk, move__in=_SAID).order_by("at", "pk")
    steps = [Step(step.move, clock.local(step.at).date(), step.reason, step.last_day) for step in rows]
    if not any(step.reason for step in steps):
        return steps
    names = sorted({name for name in _names(row.campaign_id) if name}, key=len, reverse=True)
    return [Step(step.move, step.on, _without(names, step.reason), step.last_day) for step in steps]


def _names(campaign_id: int) -> list[str]:
    return list(Applicant.objects.filter(campaign=campaign_id).order_by().values_list("name", flat=True))


def _without(names: Sequence[str], text: str) -> str:
    """Whoever wrote the reason may have written somebody's name: the board knows nobody by it (negative test 3)."""
    for name in names:
        text = text.replace(name, masked(name))
    return text


__all__ = [
    "NoticeSheet",
    "Step",
    "listed_lines",
    "listed_on",
    "notice_of",
    "public_notices",
    "sheet_of",
    "steps_of",
]
