"""One's own application, or objection, by the secret of its link; whoever has none finds nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.privacy import masked_phone
from patrol_ops.portal.reports.campaigns import number_of
from recruitment import policy
from recruitment.access import Permission
from recruitment.models import Applicant, Objection
from recruitment.reports.links import digest_of
from recruitment.rules import LIVE, MOVES, NOTICED, OVER, CampaignStage, RejectReason, Stage

_RUNNING = (CampaignStage.OPEN, CampaignStage.SELECTING)


@dataclass(frozen=True)
class OwnApplication:
    """What the applicant is told: own data, how far it is, and what can be done. Never the police's reason (X53)."""

    case_number: str
    campaign_id: int
    campaign: str
    campaign_number: str
    contact: str
    contact_phone: str
    post_id: int
    post_kind: str
    employment_class: str
    team: str
    stage: str
    applied_on: dt.date
    name: str
    identity: str
    phone: str
    schooling: str
    local: bool
    priority: bool
    reserve: bool
    to_mend: str
    assess_on: dt.date
    assess_at: str
    rejected_why: str
    criterion: str
    offered_on: dt.date | None
    answer_by: dt.date | None
    notice_id: int | None
    merit: Any
    may_correct: bool
    may_withdraw: bool
    may_decline: bool
    may_erase: bool

    @property
    def identity_masked(self) -> str:
        return f"{self.identity[:6]}********{self.identity[-4:]}" if self.identity else ""

    @property
    def phone_masked(self) -> str:
        return masked_phone(self.phone) if self.phone else ""


def own_application(actor: Actor, secret: str) -> OwnApplication | None:
    """One statement, found or not; one more for the days of an offer."""
    rows = Applicant.objects.visible_to(actor, Permission.FOLLOW_APPLICATION)
    related = ("campaign__place", "post__team__place", "failed_criterion")
    row = rows.select_related(*related).filter(link_digest=digest_of(secret)).first()
    if row is None:
        return None
    stage, campaign, offered = row.stage, row.campaign, row.offered_at
    offered_on = clock.local(offered).date() if offered and stage == Stage.OFFERED else None
    unmet = row.failed_criterion if row.rejected_why == RejectReason.CRITERION_UNMET else None
    return OwnApplication(
        case_number=row.case_number,
        campaign_id=campaign.pk,
        campaign=campaign.title,
        campaign_number=number_of(campaign),
        contact=campaign.contact,
        contact_phone=campaign.contact_phone,
        post_id=row.post_id,
        post_kind=row.post.kind,
        employment_class=row.post.employment_class,
        team=row.post.team.name,
        stage=stage,
        applied_on=clock.local(row.applied_at).date(),
        name=row.name,
        identity=row.identity,
        phone=row.phone,
        schooling=row.schooling,
        local=row.local,
        priority=row.priority,
        reserve=row.reserve,
        # At other stages the note is between the office and the police.
        to_mend=row.note if stage == Stage.RETURNED else "",
        assess_on=campaign.assess_on,
        assess_at=campaign.assess_at,
        rejected_why=row.rejected_why,
        criterion=unmet.text if unmet else "",
        offered_on=offered_on,
        answer_by=_answer_by(offered_on, row.post.team.place.path) if offered_on else None,
        notice_id=row.notice_id if stage in NOTICED else None,
        merit=row.merit,
        may_correct=stage in MOVES.table["correct"][0] and campaign.stage in _RUNNING,
        may_withdraw=stage in MOVES.table["withdraw"][0] and stage != Stage.OFFERED,
        may_decline=stage in MOVES.table["decline"][0],
        may_erase=stage not in NOTICED and stage in LIVE | OVER | {Stage.RESERVE},
    )


def _answer_by(offered_on: dt.date, path: str) -> dt.date:
    return add_working_days(offered_on, policy.CONTRACT_DAYS.on(offered_on, path))


def own_data(own: OwnApplication) -> dict[str, Any]:
    """The copy that everybody may have of their own data (boundaries, negative test 10)."""
    names = (
        "case_number", "campaign", "campaign_number", "post_kind", "employment_class", "team", "stage", "applied_on",
        "name", "identity", "phone", "schooling", "local", "priority", "reserve", "to_mend", "rejected_why",
        "criterion", "offered_on", "answer_by",
    )  # fmt: skip
    said = {name: getattr(own, name) for name in names}
    return {**said, "merit": None if own.merit is None else str(own.merit)}


@dataclass(frozen=True)
class OwnObjection:
    """How far it is, and the answer; its text is not shown back: the link may be seen by others."""

    notice_id: int
    campaign: str
    stage: str
    lodged_on: dt.date
    decided_on: dt.date | None
    answer: str


def own_objection(actor: Actor, secret: str) -> OwnObjection | None:
    rows = Objection.objects.visible_to(actor, Permission.FOLLOW_OBJECTION).select_related("notice__campaign")
    row = rows.filter(link_digest=digest_of(secret)).first()
    if row is None:
        return None
    return OwnObjection(
        notice_id=row.notice_id,
        campaign=row.notice.campaign.title,
        stage=row.stage,
        lodged_on=clock.local(row.lodged_at).date(),
        decided_on=clock.local(row.decided_at).date() if row.decided_at else None,
        answer=row.answer,
    )
