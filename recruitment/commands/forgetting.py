"""What is kept of people who were not hired, and of objections, goes after its time (boundaries, section 4)."""

import datetime as dt

from django.db.models import Q

from patrol_ops.core import clock
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from recruitment import policy
from recruitment.access import Permission
from recruitment.events import ObjectionsForgotten, RecruitsForgotten
from recruitment.models import Applicant, Campaign, PublicNotice
from recruitment.rules import HIRED, OVER, Stage, months_after


@command
def forget_recruits(*, actor: Actor, campaign_id: int, at: dt.datetime) -> Campaign:
    """Of an ended campaign: who was rejected, withdrew or declined is deleted with marks and verdicts; the reserve
    after its own, longer time; of whoever was hired the application is emptied, as the member has a file of their own.

    What is objected to stays until the objection is decided.
    """
    campaign = claim(Campaign, campaign_id, actor=actor, to=Permission.FORGET_RECRUITS, related=("place",))
    if campaign.ended_on is None:
        raise Refused("recruitment.nothing-to-forget")
    values = ground.values_on(at.date(), campaign.place.path, policy.APPLICANT_MONTHS, policy.RESERVE_MONTHS)
    gone: Q = Q(pk__in=[])
    others = emptied = 0
    if months_after(campaign.ended_on, values[policy.APPLICANT_MONTHS.key]) <= at.date():
        gone |= Q(stage__in=sorted(OVER))
        others = 1
    if months_after(campaign.ended_on, values[policy.RESERVE_MONTHS.key]) <= at.date():
        gone |= Q(stage=Stage.RESERVE)

    # Sheets, checks and verdicts go with their applicant.
    rows = campaign.applicants.undisputed().filter(gone)
    deleted = rows.count()
    rows.delete()
    if others:
        hired = campaign.applicants.filter(stage__in=sorted(HIRED), forgotten_at__isnull=True)
        emptied = _empty(list(hired.order_by("pk")), at)
    if not deleted and not emptied:
        raise Refused("recruitment.nothing-to-forget")

    event = RecruitsForgotten(at=at, campaign_id=campaign.pk, deleted=deleted, emptied=emptied)
    announce(event, actor=actor, path=campaign.place.path)
    return campaign


def _empty(rows: list[Applicant], at: dt.datetime) -> int:
    for row in rows:
        row.name = row.phone = row.identity = row.identity_index = row.schooling = row.note = ""
        row.birth_year = row.local_verified = row.priority_verified = row.merit = row.rank = None
        row.local = row.priority = row.reserve = False
        row.forgotten_at = at
        row.save()
        row.sheets.all().delete()
        row.checks.all().delete()
        row.verdicts.all().delete()
    return len(rows)


@command
def forget_objections(*, actor: Actor, notice_id: int, at: dt.datetime) -> PublicNotice:
    """Objections whose decision is older than the policy says are deleted with their text and contact."""
    notice = claim(PublicNotice, notice_id, actor=actor, to=Permission.FORGET_RECRUITS, related=("campaign__place",))
    path = notice.campaign.place.path
    months = policy.OBJECTION_MONTHS.on(at.date(), path)
    decided = notice.objections.filter(decided_at__isnull=False).values_list("pk", "decided_at")
    old = [pk for pk, when in decided if when and months_after(clock.local(when).date(), months) <= at.date()]
    if not old:
        raise Refused("recruitment.nothing-to-forget")

    notice.objections.filter(pk__in=old).delete()

    event = ObjectionsForgotten(at=at, notice_id=notice.pk, deleted=len(old))
    announce(event, actor=actor, path=path)
    return notice
