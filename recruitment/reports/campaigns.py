"""What a campaign's pages say: posts, numbers by stage, who has what to do, what was done, and which acts are open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor, granted
from patrol_ops.core.models import User
from patrol_ops.core.querysets import within
from patrol_ops.core.wording import say
from recruitment import policy
from recruitment.access import Permission
from recruitment.models import Applicant, Campaign, CampaignPost, PublicNotice, ScoreSheet
from recruitment.reports.places import places_to_offer, with_left
from recruitment.rules import HIRED, LIVE, OVER, CampaignStage, NoticeStage, Stage
from teams.models import Appointment, Team
from teams.reports import may_on as holds_over
from teams.rules import PlaceTier, Role

FACTORS = ("schooling", "ability", "responsibility", "standing")
# REC-10: below so many people an average says something of somebody.
LEAST_FOR_STATISTICS = 5
C = CampaignStage
_NAMING = (C.APPROVED, C.OPEN, C.SELECTING)


@dataclass(frozen=True)
class PostLine:
    """One post with how many of it are still to be had."""

    row: CampaignPost
    left: int


@dataclass(frozen=True)
class Numbers:
    """How many stand where; of those who are not out, how many are local (REC-03)."""

    by_stage: dict[str, int]
    counted: int
    local: int
    warn_below: int

    def at(self, *stages: str) -> int:
        return sum(self.by_stage.get(stage, 0) for stage in stages)

    @property
    def live(self) -> int:
        return self.at(*LIVE)

    @property
    def hired(self) -> int:
        return self.at(*HIRED)

    @property
    def local_share(self) -> int | None:
        """In per cent; none while there is nobody to count."""
        return round(self.local * 100 / self.counted) if self.counted else None

    @property
    def few_locals(self) -> bool:
        return self.local_share is not None and self.local_share < self.warn_below


@dataclass(frozen=True)
class AssessorLine:
    """Who gives marks, how many sheets they still owe, and who named them when."""

    user_id: int
    name: str
    waiting: int
    named_at: dt.datetime
    named_by: User | None


@dataclass(frozen=True)
class Averages:
    """REC-10: the five factors of all who were assessed, together; nobody's own."""

    people: int
    age: int
    factors: tuple[tuple[str, str], ...]


def may_on(actor: Actor, permission: str, campaign: Campaign) -> bool:
    """Whether the actor holds ``permission`` over this campaign, as the scope would say it; asks no row."""
    path = campaign.place.path
    if campaign.place.tier != PlaceTier.DISTRICT:
        posts = tuple(post for post in actor.posts if post.role != Role.SUB_BUREAU)
        actor = Actor(kind=actor.kind, person_id=actor.person_id, posts=posts, allowed=actor.allowed)
    return holds_over(actor, permission, path=path)


def acts_on(
    campaign: Campaign, actor: Actor, numbers: Numbers, *, scored: bool, notices: list[PublicNotice]
) -> list[str]:
    """The stems of what this actor may do about it now and what would not be refused anyway."""
    waits_to_be_published = any(notice.stage == NoticeStage.DRAFT for notice in notices)
    stage = campaign.stage
    unready = numbers.at(Stage.SUBMITTED, Stage.RETURNED, Stage.SHORTLISTED)
    own = actor.person_id == campaign.planned_by_id
    open_to = {
        "redraft-campaign": (Permission.PLAN_CAMPAIGN, stage == C.DRAFT),
        "submit-campaign": (Permission.SUBMIT_CAMPAIGN, stage == C.DRAFT),
        "approve-campaign-police": (
            Permission.APPROVE_CAMPAIGN_POLICE,
            stage == C.SUBMITTED
            and not campaign.police_approved_at
            and not own
            and actor.person_id != campaign.approved_by_id,
        ),
        "approve-campaign": (
            Permission.APPROVE_CAMPAIGN,
            stage == C.SUBMITTED
            and not campaign.approved_at
            and not own
            and actor.person_id != campaign.police_approved_by_id,
        ),
        "return-campaign": (Permission.RETURN_CAMPAIGN, stage == C.SUBMITTED),
        "name-assessor": (Permission.NAME_ASSESSOR, stage in _NAMING and not scored),
        "select-recruits": (
            Permission.SELECT_RECRUITS,
            stage == C.SELECTING and not unready and numbers.at(Stage.ASSESSED) > 0,
        ),
        "prepare-notice": (
            Permission.PREPARE_NOTICE,
            stage == C.SELECTING and numbers.at(Stage.PROPOSED) > 0 and not waits_to_be_published,
        ),
        "finalise-campaign": (Permission.FINALISE_CAMPAIGN, stage == C.SELECTING and not numbers.live),
        "cancel-campaign": (Permission.CANCEL_CAMPAIGN, stage not in (C.FINALISED, C.CANCELLED)),
        "print-poster": (Permission.VIEW_CAMPAIGN, stage in _NAMING),
    }
    # Whoever sees a campaign through the own team may print its poster, too.
    return [
        stem
        for stem, (permission, now) in open_to.items()
        if now and (permission == Permission.VIEW_CAMPAIGN or may_on(actor, permission, campaign))
    ]


def notices_of(campaign: Campaign) -> list[PublicNotice]:
    """Its notices that still wait or run, the latest first; there are none before people are selected."""
    if campaign.stage not in (C.SELECTING, C.FINALISED):
        return []
    return list(campaign.notices.filter(stage__in=(NoticeStage.DRAFT, NoticeStage.PUBLISHED)).order_by("-number"))


def posts_of(campaign: Campaign) -> list[PostLine]:
    """One statement."""
    rows = with_left(campaign.posts.all()).select_related("team")
    rows = rows.order_by("team__place__path", "team__hamlet", "kind", "pk")
    return [PostLine(row, max(row.left, 0)) for row in rows]


def numbers_of(campaign: Campaign, applicants: Any, day: dt.date) -> Numbers:
    """Of ``applicants`` (those the asker sees) by stage, with the share of locals: two statements."""
    local = Q(local=True) & (Q(local_verified__isnull=True) | Q(local_verified=True))
    rows = applicants.order_by().values("stage").annotate(n=Count("pk"), here=Count("pk", filter=local))
    lines = list(rows.values_list("stage", "n", "here"))
    inside = [line for line in lines if line[0] not in OVER]
    return Numbers(
        by_stage={stage: n for stage, n, _ in lines},
        counted=sum(n for _, n, _ in inside),
        local=sum(here for _, _, here in inside),
        warn_below=policy.LOCAL_SHARE_WARN.on(day, campaign.place.path),
    )


def assessors_of(campaign: Campaign) -> list[AssessorLine]:
    """In the order in which they were named: one statement."""
    owed = ScoreSheet.objects.waiting().filter(
        assessor=OuterRef("user"), applicant__campaign=campaign, applicant__stage=Stage.SHORTLISTED
    )
    counted = Subquery(owed.order_by().values("assessor").annotate(n=Count("pk")).values("n"))
    rows = campaign.assessors.annotate(waiting=Coalesce(counted, 0)).select_related("named_by", "user")
    return [
        AssessorLine(row.user_id, row.user.name, row.waiting, row.named_at, row.named_by)
        for row in rows.order_by("named_at", "pk")
    ]


def with_marks(campaigns: Any) -> Any:
    """``scored``: whether a sheet has been handed in: from then on the assessors are fixed."""
    sheets = ScoreSheet.objects.filter(applicant__campaign=OuterRef("pk"), submitted_at__isnull=False)
    return campaigns.annotate(scored=Exists(sheets))


def averages_of(campaign: Campaign, day: dt.date) -> Averages | None:
    """Only of those whose sheets are all in, and only of enough of them together: two statements."""
    assessed = Applicant.objects.filter(campaign=campaign, merit__isnull=False)
    people = assessed.aggregate(n=Count("pk"), born=Avg("birth_year"))
    if people["n"] < LEAST_FOR_STATISTICS:
        return None
    marks = ScoreSheet.objects.filter(applicant__in=assessed).aggregate(**{name: Avg(name) for name in FACTORS})
    age = round(day.year - people["born"]) if people["born"] else 0
    return Averages(people["n"], age, tuple((name, f"{marks[name]:.1f}") for name in FACTORS))


def history_of(campaign: Campaign, assessors: list[AssessorLine]) -> list[dict[str, Any]]:
    """Every step in one line, oldest first: one statement; the approvers come with the campaign."""
    lines = [
        _line(step.at, step.by, f"campaign-move.{step.move}", step.reason)
        for step in campaign.steps.exclude(move="approve").select_related("by")
    ]
    police, head = campaign.police_approved_at, campaign.approved_at
    if police:
        lines.append(_line(police, campaign.police_approved_by, "recruitment.campaign_approved_by_police"))
    if head:
        lines.append(_line(head, campaign.approved_by, "recruitment.campaign_approved"))
    for named in assessors:
        lines.append(_line(named.named_at, named.named_by, "recruitment.assessor_named", named.name))
    if campaign.ranked_at:
        lines.append(_line(campaign.ranked_at, campaign.ranked_by, "recruitment.recruits_selected"))
    return sorted(lines, key=lambda line: line["at"])


def _line(at: dt.datetime, by: User | None, what: str, note: str = "") -> dict[str, Any]:
    return {"at": at, "who": by.name if by else say("recruitment.by-the-clock"), "what": say(what), "note": note}


def why_returned(history: list[dict[str, Any]], campaign: Campaign) -> str:
    """The reason of the last return, while it is being mended."""
    returned = say("campaign-move.return")
    last = next((line for line in reversed(history) if line["note"] and line["what"] == returned), None)
    return last["note"] if last and campaign.stage == C.DRAFT else ""


def places_in(path: str, day: dt.date, *, besides: int | None = None) -> list[tuple[int, str, int]]:
    """Active teams under ``path`` that may still take somebody, with how many: five statements."""
    teams = list(Team.objects.under(path).active().order_by("place__path", "hamlet").values_list("pk", "name"))
    free = places_to_offer([pk for pk, _ in teams], day, besides=besides)
    return [(pk, name, free[pk]) for pk, name in teams if free[pk] > 0]


def who_may_assess(campaign: Campaign, day: dt.date) -> list[tuple[int, str]]:
    """Logins with a post in the district that may give marks and do not yet: one statement."""
    roles = list(granted(Permission.SCORE_APPLICANT))
    posts = Appointment.objects.on(day).filter(within("path", campaign.district), role__in=roles)
    named = set(campaign.assessors.values_list("user_id", flat=True))
    found: dict[int, list[str]] = {}
    rows = posts.order_by("path", "role", "pk").values_list("role", "user_id", "user__name", "user__is_active",
        "member__user_id", "member__user__name", "member__user__is_active")  # fmt: skip
    words, comma, names = {role: say(f"role.{role}") for role in roles}, _("、"), dict[int, str]()
    for role, user_id, name, active, of_member, member_name, member_active in rows:
        pk = user_id or of_member
        if pk is None or pk in named or not (active if user_id else member_active):
            continue
        names[pk] = name or member_name
        found.setdefault(pk, []).append(words[role])
    return [(pk, f"{names[pk]}({comma.join(dict.fromkeys(said))})") for pk, said in found.items()]
