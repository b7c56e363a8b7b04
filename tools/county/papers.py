"""What stands beside the daily work: campaigns with their applicants, inspections with their records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from discipline.models import Checklist, ChecklistRevision, Inspection, InspectionAnswer, Visit
from patrol_ops.core import clock
from patrol_ops.core.secrets import blind_index
from recruitment.models import Applicant, Campaign, CampaignPost, Standard
from teams.models import Place, Team
from teams.rules import EmploymentClass, Tier
from tools.county.bulk import count_on, put
from tools.county.ground import Squad
from tools.county.shape import MONTHS, Span

APPLICANTS = 25
CAMPAIGNS = 4  # of each township in the two years
ITEMS = [{"text": f"第{n}项", "points": 10} for n in range(1, 6)]


def recruit(span: Span) -> int:
    """Campaigns of each township that are over, and one that is open; with those who applied. How many applied."""
    standards: dict[str, Standard] = {}
    campaigns, posts, people = [], [], []
    for serial, team in enumerate(Team.objects.filter(tier=Tier.SQUADRON).select_related("place").order_by("pk"), 1):
        district = team.place.path[:6]
        if district not in standards:
            place = Place.objects.get(path=district)
            standards[district] = Standard.objects.create(place=place, version=1, proposed_at=clock.now())
        for turn in range(CAMPAIGNS + 1):
            campaign, post = _campaign(span, team, standards[district], serial * 10 + turn, turn)
            campaign.pk = post.pk = post.campaign_id = len(campaigns) + 1
            campaigns.append(campaign)
            posts.append(post)
            people += [_applicant(campaign, len(people) + n, turn == CAMPAIGNS) for n in range(APPLICANTS)]
    put(Campaign, campaigns)
    put(CampaignPost, posts)
    put(Applicant, people)
    count_on("recruitment_campaign", "recruitment_campaignpost")
    return len(people)


def _campaign(span: Span, team: Team, standard: Standard, serial: int, turn: int) -> tuple[Campaign, CampaignPost]:
    is_open = turn == CAMPAIGNS
    begins = span.today - dt.timedelta(days=3) if is_open else span.first + dt.timedelta(days=150 * turn)
    at = clock.at(begins - dt.timedelta(days=10), 9)
    ended: dict[str, Any] = {} if is_open else {"ended_on": begins + dt.timedelta(days=60)}
    campaign = Campaign(
        place=team.place,
        year=begins.year,
        serial=serial,
        district=team.place.path[:6],
        stage="OPEN" if is_open else "FINALISED",
        title=f"{team.place.name}招聘巡防队员",
        standard=standard,
        apply_from=begins,
        apply_until=begins + dt.timedelta(days=20),
        assess_on=begins + dt.timedelta(days=30),
        assess_at="综治中心",
        methods=["INTERVIEW"],
        threshold=60,
        contact="综治中心",
        contact_phone="0000-0000000",
        applied=APPLICANTS,
        planned_at=at,
        police_approved_by_id=1,
        police_approved_at=at,
        approved_by_id=2,
        approved_at=at,
        **ended,
    )
    post = CampaignPost(team=team, kind="PATROL_MEMBER", employment_class=EmploymentClass.FULL_TIME, number=5)
    return campaign, post


def _applicant(campaign: Campaign, number: int, waits: bool) -> Applicant:
    identity = f"{campaign.district}1990{number % 12 + 1:02d}{number % 28 + 1:02d}{number:06d}"
    at = clock.at(campaign.apply_from + dt.timedelta(days=number % 20), 10)
    over: dict[str, Any] = {} if waits else {"rejected_why": "NOT_SELECTED", "over_at": at + dt.timedelta(days=40)}
    return Applicant(
        campaign_id=campaign.pk,
        post_id=campaign.pk,
        case_number=f"{campaign.district}-{number:08d}",
        link_digest=f"{number:064d}",
        stage="SUBMITTED" if waits else "REJECTED",
        name="应聘人",
        phone="19900000000",
        identity=identity,
        identity_index=blind_index(identity, "identity"),
        birth_year=1990,
        local=True,
        applied_at=at,
        **over,
    )


def inspect(squads: Sequence[Squad], span: Span) -> int:
    """A team of the township or the county each month, a village's each quarter, signed by both. How many."""
    lists: dict[str, ChecklistRevision] = {}
    visits, records, answers = [], [], []
    for n, squad in enumerate(squads):
        district = squad.path[:6]
        if district not in lists:
            lists[district] = _checklist(district)
        step = 3 if squad.tier is Tier.DETACHMENT else 1
        for month in range(n % step, MONTHS, step):
            year, index = divmod(span.first.year * 12 + span.first.month - 1 + month, 12)
            begun = clock.at(dt.date(year, index + 1, 1 + n % 28), 15)
            pk = len(visits) + 1
            common: dict[str, Any] = {
                "pk": pk,
                "team_id": squad.team_id,
                "path": squad.path,
                "organised_by": "POLICE_STATION",
                "method": "ROUTINE",
                "announced": n % 2 == 0,
                "inspector_id": squad.reviewer,
            }
            checklist = lists[district].checklist_id
            visits.append(Visit(**common, checklist_id=checklist, starts_at=begun, stage="DONE", planned_at=begun))
            records.append(_record(common, squad, lists[district], begun))
            answers += [
                InspectionAnswer(inspection_id=pk, number=k, verdict="PARTLY" if (n + k) % 9 == 0 else "GOOD")
                for k in range(1, len(ITEMS) + 1)
            ]
    put(Visit, visits)
    # A signed record takes nothing in any more: what stands in it comes before it.
    put(InspectionAnswer, answers)
    put(Inspection, records)
    count_on("discipline_visit", "discipline_inspection")
    return len(records)


def _record(common: dict[str, Any], squad: Squad, revision: ChecklistRevision, begun: dt.datetime) -> Inspection:
    ended = begun + dt.timedelta(hours=1)
    return Inspection(
        **common,
        visit_id=common["pk"],
        number=f"J{squad.path[:6]}-{begun.year}-{common['pk']:05d}",
        revision=revision,
        day=begun.date(),
        begun_at=begun,
        ended_at=ended,
        present=6,
        worn=6,
        score=95,
        stage="SIGNED_BOTH",
        digest="0" * 64,
        recorded_at=ended,
        signed_by_id=squad.reviewer,
        signed_at=ended,
        countersigned_by_id=squad.leader,
        countersigned_at=ended + dt.timedelta(minutes=20),
    )


def _checklist(district: str) -> ChecklistRevision:
    checklist = Checklist.objects.create(place=Place.objects.get(path=district), kind="GENERAL")
    return ChecklistRevision.objects.create(
        checklist=checklist,
        version=1,
        title="综合检查",
        items=ITEMS,
        asks_insignia=True,
        asks_documents=False,
        min_interviews=0,
        min_sites=0,
        proposed_at=clock.now(),
        agreed_by_id=1,
        agreed_at=clock.now(),
    )
