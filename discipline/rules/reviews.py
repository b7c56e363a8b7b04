"""Reviews of responsibility after something grave (INC-08, INS-10), and the coordination duty of units (INS-16)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from discipline.rules.checklists import judge_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves


class Trigger(StrEnum):
    """INC-08: why it is looked at."""

    MAJOR_CASE = "MAJOR_CASE"
    ACCIDENT = "ACCIDENT"
    MEDIA = "MEDIA"


class ReviewStage(StrEnum):
    OPEN = "OPEN"
    PROPOSED = "PROPOSED"
    DECIDED = "DECIDED"


REVIEW_MOVES = Moves(
    {
        "open": ({None}, ReviewStage.OPEN),
        "propose": ({ReviewStage.OPEN}, ReviewStage.PROPOSED),
        "send_back": ({ReviewStage.PROPOSED}, ReviewStage.OPEN),
        "decide": ({ReviewStage.PROPOSED}, ReviewStage.DECIDED),
    }
)


@dataclass(frozen=True)
class ReviewDraft:
    """What happened where and when, as place, category and reference of the police; no person is named."""

    trigger: Trigger
    happened_on: dt.date
    title: str
    reference: str = ""
    team_id: int | None = None


@dataclass(frozen=True)
class ProposalDraft:
    facts: str
    negligence: bool
    proposal: str


def judge_review(draft: ReviewDraft, *, today: dt.date) -> None:
    judge_text(draft.title, "title", least=2, most=120)
    judge_text(draft.reference, "reference", least=0, most=60)
    if not today - dt.timedelta(days=3 * 366) <= draft.happened_on <= today:
        raise Refused("discipline.happened-odd", field="happened_on")


def judge_proposal(draft: ProposalDraft) -> None:
    judge_text(draft.facts, "facts", least=10, most=2000)
    judge_text(draft.proposal, "proposal", least=2, most=1000)


@dataclass(frozen=True)
class CoordinationDraft:
    """A unit's duty to coordinate or supervise, and by which post it is reached."""

    duty: str
    contact_post: str
    since: dt.date


def judge_coordination(draft: CoordinationDraft, *, today: dt.date) -> None:
    judge_text(draft.duty, "duty", least=2, most=300)
    judge_text(draft.contact_post, "contact_post", least=2, most=60)
    if not dt.date(1990, 1, 1) <= draft.since <= today + dt.timedelta(days=366):
        raise Refused("discipline.since-odd", field="since")
