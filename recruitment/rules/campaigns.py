"""Campaigns and the hiring standard: posts, numbers, timetable (REC-02, REC-07, REC-09, REC-13)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules import EmploymentClass, PlaceTier, Role

MAX_POSTS = 40
MAX_CRITERIA = 30
# As long as the columns are.
_LONGEST = {"title": 80, "assess_at": 120, "contact": 80, "contact_phone": 30}


class CampaignStage(StrEnum):
    """Once applying is over, how far selection has come is what the applicants' stages say."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"
    OPEN = "OPEN"
    SELECTING = "SELECTING"
    FINALISED = "FINALISED"
    CANCELLED = "CANCELLED"


C = CampaignStage
CAMPAIGN_MOVES = Moves(
    {
        "plan": ({None}, C.DRAFT),
        "submit": ({C.DRAFT}, C.SUBMITTED),
        "return": ({C.SUBMITTED}, C.DRAFT),
        "approve": ({C.SUBMITTED}, C.APPROVED),
        "open": ({C.APPROVED}, C.OPEN),
        "close": ({C.OPEN}, C.SELECTING),
        "finalise": ({C.SELECTING}, C.FINALISED),
        "cancel": ({C.DRAFT, C.SUBMITTED, C.APPROVED, C.OPEN, C.SELECTING}, C.CANCELLED),
    }
)
# Before this the campaign is the office's paper; from here on the public sees it.
PUBLIC_STAGES = (C.OPEN, C.SELECTING, C.FINALISED)
ENDED = (C.FINALISED, C.CANCELLED)


class PostKind(StrEnum):
    """REC-09."""

    PATROL_MEMBER = "PATROL_MEMBER"
    SECURITY_GUARD = "SECURITY_GUARD"
    MEDIATION_HEAD = "MEDIATION_HEAD"


class Method(StrEnum):
    """How open selection is held (REC-05)."""

    INTERVIEW = "INTERVIEW"
    WRITTEN = "WRITTEN"
    PHYSICAL = "PHYSICAL"


class Gate(StrEnum):
    """REC-08: what a criterion belongs to. The gate of lawful suitability is the police's and has no criteria here."""

    AGE = "AGE"
    COMPETENCE = "COMPETENCE"
    POST = "POST"


@dataclass(frozen=True)
class CriterionDraft:
    """One line of the standard. Without a post kind it holds for all posts."""

    gate: Gate
    text: str
    post_kind: PostKind | None = None


@dataclass(frozen=True)
class StandardDraft:
    criteria: tuple[CriterionDraft, ...]


def judge_standard(draft: StandardDraft) -> None:
    """REC-07, REC-09: every kind of post has at least one criterion of its own; nothing said twice."""
    if not draft.criteria or len(draft.criteria) > MAX_CRITERIA:
        raise Refused("recruitment.standard-size", field="criteria", most=MAX_CRITERIA)
    for criterion in draft.criteria:
        if not 2 <= len(criterion.text.strip()) <= 200:
            raise Refused("recruitment.criterion-length", field="criteria")
        judge_free_text(criterion.text, "criteria")
    said = [(criterion.post_kind, criterion.text.strip()) for criterion in draft.criteria]
    if len(set(said)) != len(said):
        raise Refused("recruitment.criterion-twice", field="criteria")
    if set(PostKind) - {criterion.post_kind for criterion in draft.criteria}:
        raise Refused("recruitment.standard-without-post", field="criteria")


@dataclass(frozen=True)
class PostDraft:
    """So many of a kind, as what, for which team."""

    team_id: int
    kind: PostKind
    employment_class: EmploymentClass
    number: int


@dataclass(frozen=True)
class CampaignDraft:
    """``apply_until`` is the last day of applying, ``assess_on`` the first of selection; ``threshold`` of 100."""

    title: str
    apply_from: dt.date
    apply_until: dt.date
    assess_on: dt.date
    assess_at: str
    methods: tuple[Method, ...]
    threshold: int
    contact: str
    contact_phone: str
    posts: tuple[PostDraft, ...]


def judge_campaign(draft: CampaignDraft, today: dt.date) -> None:
    """REC-02: nothing of what is published may be missing, and the days follow each other."""
    if not 4 <= len(draft.title.strip()) <= 80:
        raise Refused("recruitment.title-length", field="title")
    for name, most in _LONGEST.items():
        text = getattr(draft, name).strip()
        if not text:
            raise Refused("recruitment.campaign-incomplete", field=name)
        if len(text) > most:
            raise Refused("recruitment.text-length", field=name, most=most)
        if name != "contact_phone":
            judge_free_text(text, name)
    if draft.apply_from < today:
        raise Refused("recruitment.applying-in-the-past", field="apply_from")
    if draft.apply_until < draft.apply_from:
        raise Refused("recruitment.applying-ends-first", field="apply_until")
    if draft.assess_on <= draft.apply_until:
        raise Refused("recruitment.selection-too-early", field="assess_on")
    if not draft.methods:
        raise Refused("recruitment.method-missing", field="methods")
    if not 1 <= draft.threshold <= 100:
        raise Refused("recruitment.threshold-odd", field="threshold")
    if not 1 <= len(draft.posts) <= MAX_POSTS:
        raise Refused("recruitment.posts-missing", field="posts", most=MAX_POSTS)
    for post in draft.posts:
        if not 1 <= post.number <= 200:
            raise Refused("recruitment.post-number-odd", field="posts")
    same = [(post.team_id, post.kind, post.employment_class) for post in draft.posts]
    if len(set(same)) != len(same):
        raise Refused("recruitment.post-twice", field="posts")


def judge_quota(wanted: Iterable[tuple[int, int]], free: Mapping[int, int], names: Mapping[int, str]) -> None:
    """REC-13: no team is asked more people than authorised minus actual minus those already on their way.

    ``wanted``: team and number, several a team; ``free``: places left by team.
    """
    asked: dict[int, int] = {}
    for team_id, number in wanted:
        asked[team_id] = asked.get(team_id, 0) + number
    for team_id, number in asked.items():
        if number > free.get(team_id, 0):
            raise Refused(
                "recruitment.quota-exceeded",
                field="posts",
                team=names.get(team_id, ""),
                wanted=number,
                free=max(free.get(team_id, 0), 0),
            )


def police_role(place_tier: str) -> Role:
    """REC-11, ORG-06: the police of the tier: the sub-bureau for a district's campaign, else the station."""
    return Role.SUB_BUREAU if place_tier == PlaceTier.DISTRICT else Role.STATION_LIAISON


def judge_reason(text: str, field: str = "reason") -> str:
    """A reason of one line to 300 characters, without personal data; trimmed."""
    reason = text.strip()
    if not 2 <= len(reason) <= 300:
        raise Refused("recruitment.reason-missing", field=field)
    judge_free_text(reason, field)
    return reason


def judge_closing(last_day: dt.date, today: dt.date) -> None:
    """Applying is open to the end of its last day."""
    if today <= last_day:
        raise Refused("recruitment.still-applying", until=last_day)


def judge_opening(first_day: dt.date, today: dt.date) -> None:
    if today < first_day:
        raise Refused("recruitment.not-yet-applying", since=first_day)
