"""The public notice of a proposed list (REC-06, X28, X52): prepared, published by another hand, closed by the clock."""

import datetime as dt

from django.db.models import Max

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days, is_published
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from recruitment import policy
from recruitment.access import Permission
from recruitment.commands.owing import _within
from recruitment.events import (
    NoticeClosed,
    NoticeCorrected,
    NoticeLengthened,
    NoticePrepared,
    NoticePublished,
    NoticeWithdrawn,
)
from recruitment.models import Applicant, Campaign, NoticeStep, PublicNotice
from recruitment.rules import (
    MOVES,
    NOTICE_MOVES,
    NOTICED,
    CampaignStage,
    NoticeStage,
    Owed,
    Stage,
    judge_days,
    judge_notice_over,
    judge_reason,
    judge_still_suitable,
    never_shorter,
)
from teams.policy import APPROVAL_DAYS
from teams.rules import Role


def _step(notice: PublicNotice, move: str, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    NoticeStep.objects.create(
        notice=notice, move=move, at=at, by_id=actor.person_id, reason=reason, last_day=notice.last_day
    )


def _listed(notice: PublicNotice) -> list[Applicant]:
    """Everybody of the notice, locked in one order."""
    return list(Applicant.objects.select_for_update().filter(notice=notice).order_by("pk"))


@command
def prepare_notice(*, actor: Actor, campaign_id: int, at: dt.datetime) -> PublicNotice:
    """Everybody of the campaign whom the police has found suitable, as a list that waits for the head to publish it."""
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.PREPARE_NOTICE, related=("place",))
    if campaign.stage != CampaignStage.SELECTING:
        raise Refused("core.wrong-stage", move="prepare", stage=campaign.stage)
    if campaign.notices.filter(stage=NoticeStage.DRAFT).exists():
        raise Refused("recruitment.notice-open")
    proposed = Applicant.objects.select_for_update().filter(campaign=campaign, stage=Stage.PROPOSED)
    rows = list(proposed.order_by("pk"))
    if not rows:
        raise Refused("recruitment.nobody-to-list")
    for row in rows:
        judge_still_suitable(row.suitable_until, at.date())

    number = (campaign.notices.aggregate(last=Max("number"))["last"] or 0) + 1
    notice = PublicNotice.objects.create(
        campaign=campaign,
        number=number,
        stage=NOTICE_MOVES.after("prepare", None),
        listed=len(rows),
        prepared_by_id=actor.person_id,
        prepared_at=at,
    )
    Applicant.objects.filter(pk__in=[row.pk for row in rows]).update(notice=notice)
    _step(notice, "prepare", actor, at)
    due = obligations.Due(
        subject_type="notice",
        subject_id=notice.pk,
        due_at=_within(at, APPROVAL_DAYS.on(at.date(), campaign.place.path)),
        path=campaign.place.path,
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.PUBLISH_NOTICE, [due], at=at, fresh=True)

    event = NoticePrepared(at=at, notice_id=notice.pk, campaign_id=campaign.pk, listed=len(rows))
    announce(event, actor=actor, path=campaign.place.path)
    return notice


def _count(notice: PublicNotice, since: dt.date, path: str) -> tuple[int, dt.date, bool]:
    """Days, last day, and whether the calendar of a year that it touches was not published yet (X52)."""
    days = policy.NOTICE_DAYS.on(since, path)
    judge_days(days)
    last_day = add_working_days(since, days)
    provisional = not all(is_published(year) for year in {since.year, last_day.year})
    return days, last_day, provisional


@command
def publish_notice(*, actor: Actor, notice_id: int, at: dt.datetime) -> PublicNotice:
    """From this moment the public reads the masked list and may object; the first day that counts is tomorrow."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.PUBLISH_NOTICE, related=("campaign__place",))
    notice.stage = NOTICE_MOVES.after("publish", notice.stage)
    judge_other_hand(notice.prepared_by_id, actor.person_id, "recruitment.notice-same-hand")
    # Whoever withdrew meanwhile is off the list.
    rows = [row for row in _listed(notice) if row.stage == Stage.PROPOSED]
    if not rows:
        raise Refused("recruitment.nobody-to-list")
    for row in rows:
        judge_still_suitable(row.suitable_until, at.date())

    path = notice.campaign.place.path
    notice.days, notice.last_day, notice.provisional = _count(notice, at.date(), path)
    notice.counted_from, notice.published_at, notice.published_by_id = at.date(), at, actor.person_id
    notice.listed = len(rows)
    notice.save()
    for row in rows:
        row.stage = MOVES.after("list", row.stage)
    Applicant.objects.bulk_update(rows, ["stage"])
    _step(notice, "publish", actor, at)
    obligations.settle(Owed.PUBLISH_NOTICE, subject_type="notice", subject_id=notice.pk, at=at)

    event = NoticePublished(
        at=at,
        notice_id=notice.pk,
        campaign_id=notice.campaign_id,
        last_day=notice.last_day,
        provisional=notice.provisional,
    )
    announce(event, actor=actor, path=path)
    return notice


@command
def correct_notice(*, actor: Actor, notice_id: int, reason: str, at: dt.datetime) -> PublicNotice:
    """Something on it was wrong and has been put right: it says so, and runs anew from today."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.CORRECT_NOTICE, related=("campaign__place",))
    notice.stage = NOTICE_MOVES.after("correct", notice.stage)
    reason = judge_reason(reason)

    path = notice.campaign.place.path
    days, last_day, provisional = _count(notice, at.date(), path)
    assert notice.last_day is not None
    notice.days, notice.last_day = days, never_shorter(notice.last_day, last_day)
    notice.counted_from, notice.provisional = at.date(), provisional
    notice.save()
    _step(notice, "correct", actor, at, reason)

    event = NoticeCorrected(at=at, notice_id=notice.pk, campaign_id=notice.campaign_id, last_day=notice.last_day)
    announce(event, actor=actor, path=path)
    return notice


@command
def withdraw_notice(*, actor: Actor, notice_id: int, reason: str, at: dt.datetime) -> PublicNotice:
    """Taken back before it closed: nobody on it is cleared by it; they wait to be listed again."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.WITHDRAW_NOTICE, related=("campaign__place",))
    notice.stage = NOTICE_MOVES.after("withdraw", notice.stage)
    reason = judge_reason(reason)
    rows = [row for row in _listed(notice) if row.stage in NOTICED or row.stage == Stage.PROPOSED]
    if any(row.objections.undecided().exists() for row in rows):
        raise Refused("recruitment.unheld")

    notice.save()
    for row in rows:
        row.stage = MOVES.after("unlist", row.stage) if row.stage in NOTICED else row.stage
        row.notice = None
    Applicant.objects.bulk_update(rows, ["stage", "notice"])
    _step(notice, "withdraw", actor, at, reason)
    obligations.cancel(subject_type="notice", subject_id=notice.pk, at=at)

    event = NoticeWithdrawn(at=at, notice_id=notice.pk, campaign_id=notice.campaign_id)
    announce(event, actor=actor, path=notice.campaign.place.path)
    return notice


@command
def lengthen_notice(*, actor: Actor, notice_id: int, at: dt.datetime) -> PublicNotice:
    """The calendar has changed: the last day moves back where the working days demand it, and never forward (X52)."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.CLOSE_NOTICE, related=("campaign__place",))
    notice.stage = NOTICE_MOVES.after("lengthen", notice.stage)
    before = notice.last_day
    last_day, notice.provisional = _recounted(notice)
    if last_day == before:
        raise Refused("recruitment.not-lengthened")

    notice.last_day = last_day
    notice.save()
    _step(notice, "lengthen", actor, at)

    event = NoticeLengthened(at=at, notice_id=notice.pk, campaign_id=notice.campaign_id, last_day=last_day)
    announce(event, actor=actor, path=notice.campaign.place.path)
    return notice


def _recounted(notice: PublicNotice) -> tuple[dt.date, bool]:
    """The last day by the calendar as it stands, never before the day that was announced."""
    assert notice.counted_from is not None
    assert notice.last_day is not None
    assert notice.days is not None
    last_day = never_shorter(notice.last_day, add_working_days(notice.counted_from, notice.days))
    return last_day, not all(is_published(year) for year in {notice.counted_from.year, last_day.year})


@command
def close_notice(*, actor: Actor, notice_id: int, at: dt.datetime) -> PublicNotice:
    """Its days are over by the calendar as it stands now: whoever nobody objected to is cleared; who is held stays held
    until the objection is decided (5.3). An objection that races with the clock meets the row lock."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.CLOSE_NOTICE, related=("campaign__place",))
    notice.stage = NOTICE_MOVES.after("close", notice.stage)
    last_day, _provisional = _recounted(notice)
    judge_notice_over(last_day, at.date())

    notice.last_day, notice.closed_on = last_day, at.date()
    notice.save()
    rows = _listed(notice)
    clear = [row for row in rows if row.stage == Stage.ON_NOTICE]
    for row in clear:
        row.stage, row.cleared_on = MOVES.after("clear", row.stage), at.date()
    Applicant.objects.bulk_update(clear, ["stage", "cleared_on"])
    _step(notice, "close", actor, at)
    held = sum(1 for row in rows if row.stage == Stage.HELD)

    event = NoticeClosed(at=at, notice_id=notice.pk, campaign_id=notice.campaign_id, cleared=len(clear), held=held)
    announce(event, actor=actor, path=notice.campaign.place.path)
    return notice
