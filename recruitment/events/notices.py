"""Of public notices and objections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticePrepared(Event):
    notice_id: int
    campaign_id: int
    listed: int
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class NoticePublished(Event):
    notice_id: int
    campaign_id: int
    last_day: dt.date
    provisional: bool
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class NoticeCorrected(Event):
    notice_id: int
    campaign_id: int
    last_day: dt.date
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class NoticeLengthened(Event):
    notice_id: int
    campaign_id: int
    last_day: dt.date
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Event):
    notice_id: int
    campaign_id: int
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class NoticeClosed(Event):
    notice_id: int
    campaign_id: int
    cleared: int
    held: int
    subject_field = "notice_id"


@dataclass(frozen=True, kw_only=True)
class ObjectionLodged(Event):
    objection_id: int
    notice_id: int
    applicant_id: int
    subject_field = "objection_id"


@dataclass(frozen=True, kw_only=True)
class ObjectionTaken(Event):
    objection_id: int
    notice_id: int
    subject_field = "objection_id"


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(Event):
    objection_id: int
    notice_id: int
    applicant_id: int | None
    decision: str
    subject_field = "objection_id"
