"""What the police say of a recruit: suitable or not, until when, and why for themselves (REC-08, REC-11, X53)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.months import months_after
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused


class VerdictCode(StrEnum):
    SUITABLE = "SUITABLE"
    NOT_SUITABLE = "NOT_SUITABLE"
    FACTS_NEEDED = "FACTS_NEEDED"


@dataclass(frozen=True)
class VerdictDraft:
    """``holds_until`` is the last day a suitable verdict holds; ``reason`` stays with the police; ``question`` is what
    the office and the applicant are asked; ``unrelated`` declares that the officer is no relation of the recruit."""

    code: VerdictCode
    unrelated: bool
    holds_until: dt.date | None = None
    reason: str = ""
    question: str = ""


def judge_verdict(draft: VerdictDraft, today: dt.date, months: int) -> dt.date | None:
    """The last day the verdict holds, where it is suitable: ``months`` from today unless the officer says less."""
    if not draft.unrelated:
        raise Refused("recruitment.officer-related", field="unrelated")
    if draft.code is VerdictCode.NOT_SUITABLE and not 2 <= len(draft.reason.strip()) <= 1000:
        raise Refused("recruitment.verdict-unexplained", field="reason")
    if draft.code is VerdictCode.FACTS_NEEDED:
        if not 2 <= len(draft.question.strip()) <= 300:
            raise Refused("recruitment.question-missing", field="question")
        judge_free_text(draft.question, "question")
    if draft.code is not VerdictCode.SUITABLE:
        return None
    longest = months_after(today, months)
    until = draft.holds_until or longest
    if not today < until <= longest:
        raise Refused("recruitment.verdict-holds-odd", field="holds_until", longest=longest)
    return until


def judge_still_suitable(until: dt.date | None, today: dt.date) -> None:
    """Nobody is listed, offered or contracted on a verdict that no longer holds."""
    if until is None or until < today:
        raise Refused("recruitment.vetting-expired", until=until or today)
