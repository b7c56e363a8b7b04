"""Applicants as the office reads them: by case number and masked name, with marks only once all of them are in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from patrol_ops.core.wording import say
from recruitment.access import Permission
from recruitment.models import Applicant, Campaign, Criterion, CriterionCheck, ScoreSheet
from recruitment.reports.places import newcomers_free, places_left
from recruitment.reports.standing import candidates, criteria_for
from recruitment.rules import Candidate, Schooling, Stage, ranked, select
from teams.reports import may_on as holds_over
from teams.rules import Role, Tier

FACTORS = ("schooling", "ability", "responsibility", "standing")


def seen_by(actor: Actor) -> QuerySet[Applicant]:
    """Everybody whose case this actor may open: masked for the office, and the police's own once they were asked."""
    masked_ones = Applicant.objects.visible_to(actor, Permission.VIEW_APPLICANT_MASKED)
    return masked_ones | Applicant.objects.visible_to(actor, Permission.VIEW_APPLICANT)


def may_on(actor: Actor, permission: str, applicant: Applicant) -> bool:
    """Whether the actor holds ``permission`` over this applicant, as the scope would say it; asks no row."""
    team = applicant.post.team
    posts = [post for post in actor.posts if post.role != Role.SUB_BUREAU or team.tier == Tier.BRIGADE]
    if applicant.vetting_asked_at is None:
        posts = [post for post in posts if post.role not in (Role.SUB_BUREAU, Role.STATION_LIAISON)]
    actor = Actor(kind=actor.kind, person_id=actor.person_id, posts=tuple(posts), allowed=actor.allowed)
    return holds_over(actor, permission, path=team.place.path, team_id=team.pk)


@dataclass(frozen=True)
class ApplicantLine:
    """An applicant in a list. Nothing here says who it is (5.2)."""

    pk: int
    case_number: str
    name: str
    campaign_id: int
    post_id: int
    team: str
    kind: str
    stage: str
    local: bool
    priority: bool
    reserve: bool
    transfer: bool
    merit: Any
    rank: int | None
    applied_at: dt.datetime
    forgotten: bool


def line_of(row: Applicant) -> ApplicantLine:
    """``row`` with its post and team."""
    return ApplicantLine(
        pk=row.pk,
        case_number=row.case_number,
        name=masked(row.name) if row.name else "",
        campaign_id=row.campaign_id,
        post_id=row.post_id,
        team=row.post.team.name,
        kind=row.post.kind,
        stage=row.stage,
        local=bool(row.local_verified if row.local_verified is not None else row.local),
        priority=bool(row.priority_verified if row.priority_verified is not None else row.priority),
        reserve=row.reserve,
        transfer=row.transfer,
        merit=row.merit,
        rank=row.rank,
        applied_at=row.applied_at,
        forgotten=row.forgotten_at is not None,
    )


# --- one case -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetLine:
    """One assessor's sheet. ``marks`` and ``total`` are nothing while they may not be read yet."""

    pk: int
    assessor: str
    own: bool
    handed_in: bool
    came: bool | None
    marks: tuple[tuple[str, int | None], ...]
    total: int | None


@dataclass(frozen=True)
class ApplicantFile:
    line: ApplicantLine
    schooling: str
    age: int | None
    checks: list[CriterionCheck]
    sheets: list[SheetLine]
    failed: str
    history: list[dict[str, Any]]


def sheets_shown(applicant: Applicant, actor: Actor) -> list[SheetLine]:
    """REC-05: one's own sheet, and the others' only when every sheet of this applicant is in. One statement."""
    rows = list(ScoreSheet.objects.filter(applicant=applicant).select_related("assessor").order_by("pk"))
    complete = all(row.submitted_at is not None for row in rows)
    lines = []
    for row in rows:
        own = row.assessor_id == actor.person_id
        shown = row.submitted_at is not None and (complete or own)
        marks = tuple((factor, getattr(row, factor) if shown else None) for factor in FACTORS)
        lines.append(
            SheetLine(
                pk=row.pk,
                assessor=row.assessor.name,
                own=own,
                handed_in=row.submitted_at is not None,
                came=row.came if shown else None,
                marks=marks,
                total=sum(mark or 0 for _, mark in marks) if shown else None,
            )
        )
    return lines


def applicant_file(applicant: Applicant, actor: Actor, day: dt.date) -> ApplicantFile:
    """A whole case without a name: three statements beside the row itself."""
    checks = list(applicant.checks.select_related("criterion").order_by("criterion__number"))
    return ApplicantFile(
        line=line_of(applicant),
        schooling=applicant.schooling if applicant.schooling in set(Schooling) else "",
        age=day.year - applicant.birth_year if applicant.birth_year else None,
        checks=checks,
        sheets=sheets_shown(applicant, actor),
        failed=applicant.failed_criterion.text if applicant.failed_criterion else "",
        history=_history(applicant),
    )


def _history(applicant: Applicant) -> list[dict[str, Any]]:
    """From the row itself: what it remembers, oldest first; people by their office only."""
    self_said, campaign = say("recruitment.by-the-applicant"), applicant.campaign
    found = [
        (applicant.applied_at, self_said, "applicant-move.apply", ""),
        (applicant.corrected_at, self_said, "applicant-move.correct", ""),
        (applicant.screened_at, _name(applicant.screened_by), "recruitment.applicant_screened", ""),
        (campaign.ranked_at if applicant.rank else None, _name(campaign.ranked_by), "recruitment.recruits_selected",
         say("recruitment.rank-so", rank=applicant.rank) if applicant.rank else ""),
        (applicant.vetting_asked_at, _name(applicant.vetting_asked_by), "recruitment.sent-to-police", ""),
        (applicant.reviewed_at, _name(applicant.reviewed_by), "recruitment.police_review_recorded", ""),
        (applicant.offered_at, _name(applicant.offered_by), "recruitment.post_offered", ""),
        (applicant.onboarded_at, say("recruitment.by-the-clock"), "applicant-stage.ONBOARDED", ""),
        (applicant.over_at, "", f"applicant-stage.{applicant.stage}", _why(applicant)),
        (applicant.forgotten_at, say("recruitment.by-the-clock"), "recruitment.recruits_forgotten", ""),
    ]  # fmt: skip
    lines = [{"at": at, "who": who, "what": say(what), "note": note} for at, who, what, note in found if at]
    return sorted(lines, key=lambda line: line["at"])


def _name(user: Any) -> str:
    return str(user.name) if user else ""


def _why(applicant: Applicant) -> str:
    return say(f"rejected.{applicant.rejected_why}") if applicant.rejected_why else ""


def criteria_to_check(applicant: Applicant) -> list[Criterion]:
    return criteria_for(applicant)


# --- an assessor's own ----------------------------------------------------------------------------------------------


def next_sheet(actor: Actor, campaign_id: int) -> int | None:
    """The next of the actor's own sheets in this campaign that waits: one statement."""
    waiting = ScoreSheet.objects.visible_to(actor, Permission.SCORE_APPLICANT).waiting()
    rows = waiting.filter(applicant__campaign=campaign_id, applicant__stage=Stage.SHORTLISTED)
    return rows.order_by("applicant__case_number").values_list("pk", flat=True).first()


def sheets_done(actor: Actor, campaign_id: int) -> tuple[int, int]:
    """How many of the own sheets are in, and how many there are: one statement."""
    rows = ScoreSheet.objects.visible_to(actor, Permission.SCORE_APPLICANT).filter(applicant__campaign=campaign_id)
    told = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(submitted_at__isnull=False)))
    return told["done"], told["all"]


# --- the ranking before it is confirmed -----------------------------------------------------------------------------


@dataclass(frozen=True)
class RankLine:
    """``outcome``: select, reserve, others, below; ``tie``: what decided where the next of this post has as many
    points: priority, local, or who applied first."""

    rank: int | None
    line: ApplicantLine
    merit: Any
    outcome: str
    tie: str


@dataclass(frozen=True)
class Ranking:
    lines: list[RankLine]
    threshold: int
    full: list[str]

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def selected(self) -> int:
        return self.count("select")


def ranking_of(campaign: Campaign, day: dt.date) -> Ranking:
    """What pressing the button would do now: seven statements, however many there are."""
    able = candidates(campaign)
    chosen = select(able, campaign.threshold, places_left(campaign.pk))
    outcome = dict.fromkeys(chosen.selected, "select") | dict.fromkeys(chosen.reserve, "reserve")
    outcome |= dict.fromkeys(chosen.not_selected, "others") | dict.fromkeys(chosen.below, "below")
    order = ranked(able, campaign.threshold)
    below = sorted((c for c in able if c.merit < campaign.threshold), key=lambda c: (-c.merit, c.case_number))
    found = campaign.applicants.select_related("post__team").in_bulk([c.applicant_id for c in able])
    lines = [
        RankLine(rank, line_of(found[one.applicant_id]), one.merit, outcome[one.applicant_id], _tie(one, order[rank:]))
        for rank, one in enumerate(order, 1)
    ]
    lines += [RankLine(None, line_of(found[c.applicant_id]), c.merit, "below", "") for c in below]
    return Ranking(lines, campaign.threshold, _full(lines, found, day))


def _tie(one: Candidate, after: Iterable[Candidate]) -> str:
    """By what ``one`` stands before the next of the same post with as many points."""
    rival = next((other for other in after if other.post_id == one.post_id), None)
    if rival is None or rival.merit != one.merit:
        return ""
    if one.priority != rival.priority:
        return "priority"
    return "local" if one.local != rival.local else "first"


def _full(lines: list[RankLine], found: dict[int, Applicant], day: dt.date) -> list[str]:
    """Teams that have no place for so many from outside (REC-13): the button would be refused."""
    going = [found[line.line.pk] for line in lines if line.outcome == "select"]
    teams = {row.post.team_id: row.post.team.name for row in going}
    free = newcomers_free(teams, day)
    coming = {pk: sum(row.post.team_id == pk and not row.transfer for row in going) for pk in teams}
    return [name for pk, name in teams.items() if coming[pk] > max(free[pk], 0)]


def next_of_reserve(campaign: Campaign) -> dict[int, int]:
    """By post with a free place: the applicant whose turn it is. Two statements."""
    left = places_left(campaign.pk)
    rows = campaign.applicants.at(Stage.RESERVE).order_by("-rank").values_list("post", "pk")
    return {post: pk for post, pk in rows if left.get(post, 0) > 0}
