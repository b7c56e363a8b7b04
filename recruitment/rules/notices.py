"""The public notice and what is objected to it (REC-06, PUB-04, X28, X52)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from recruitment.rules.campaigns import judge_reason

LEAST_DAYS = 5


class NoticeStage(StrEnum):
    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


N = NoticeStage
NOTICE_MOVES = Moves(
    {
        "prepare": ({None}, N.DRAFT),
        "publish": ({N.DRAFT}, N.PUBLISHED),
        "correct": ({N.PUBLISHED}, N.PUBLISHED),
        "lengthen": ({N.PUBLISHED}, N.PUBLISHED),
        "close": ({N.PUBLISHED}, N.CLOSED),
        "withdraw": ({N.DRAFT, N.PUBLISHED}, N.WITHDRAWN),
    }
)


class ObjectionStage(StrEnum):
    RECEIVED = "RECEIVED"
    INVESTIGATING = "INVESTIGATING"
    SCREENED_OUT = "SCREENED_OUT"
    UPHELD = "UPHELD"
    NOT_UPHELD = "NOT_UPHELD"


OBJECTION_MOVES = Moves(
    {
        "lodge": ({None}, ObjectionStage.RECEIVED),
        "take": ({ObjectionStage.RECEIVED}, ObjectionStage.INVESTIGATING),
        "screen_out": ({ObjectionStage.INVESTIGATING}, ObjectionStage.SCREENED_OUT),
        "uphold": ({ObjectionStage.INVESTIGATING}, ObjectionStage.UPHELD),
        "not_uphold": ({ObjectionStage.INVESTIGATING}, ObjectionStage.NOT_UPHELD),
    }
)
UNDECIDED = frozenset({ObjectionStage.RECEIVED, ObjectionStage.INVESTIGATING})


class Decision(StrEnum):
    """How an objection ends; each is answered."""

    UPHELD = "UPHELD"
    NOT_UPHELD = "NOT_UPHELD"
    SCREENED_OUT = "SCREENED_OUT"


DECIDING = {Decision.UPHELD: "uphold", Decision.NOT_UPHELD: "not_uphold", Decision.SCREENED_OUT: "screen_out"}


@dataclass(frozen=True)
class ObjectionDraft:
    """Against whom on the list, why, and how to reach the objector if they want to be reached."""

    applicant_id: int
    reason: str
    contact: str = ""


def judge_objection(draft: ObjectionDraft, last_day: dt.date, today: dt.date) -> None:
    """Inside the window, which ends with its last day; with a reason. Its text may name people: it is kept encrypted
    and read by its handler alone, so it is not searched for numbers."""
    if today > last_day:
        raise Refused("recruitment.notice-over", until=last_day)
    if not 5 <= len(draft.reason.strip()) <= 2000:
        raise Refused("recruitment.objection-reason", field="reason")
    if len(draft.contact.strip()) > 120:
        raise Refused("recruitment.contact-length", field="contact")


@dataclass(frozen=True)
class DecisionDraft:
    """``answer`` is read by the objector through the link they were given, so it holds nobody's data."""

    decision: Decision
    answer: str


def judge_decision(draft: DecisionDraft) -> str:
    return judge_reason(draft.answer, "answer")


def judge_days(days: int) -> None:
    """X28: never below five working days, whatever the policy says."""
    if days < LEAST_DAYS:
        raise Refused("recruitment.notice-too-short", least=LEAST_DAYS)


def judge_notice_over(last_day: dt.date, today: dt.date) -> None:
    """X52: it closes at the end of its last day; appointing is possible from the next day on."""
    if today <= last_day:
        raise Refused("recruitment.notice-running", until=last_day)


def never_shorter(stands: dt.date, counted: dt.date) -> dt.date:
    """X52: a later change of the calendar may lengthen an open notice, never shorten it."""
    return max(stands, counted)
