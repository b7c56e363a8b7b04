"""Rectification: ordered with a deadline, answered with evidence, seen by another eye (INS-06, INS-11 to INS-13)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from discipline.rules.checklists import judge_text
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves

LONGEST_DEADLINE = dt.timedelta(days=180)


class RectificationStage(StrEnum):
    ISSUED = "ISSUED"
    IN_PROGRESS = "IN_PROGRESS"
    SUBMITTED = "SUBMITTED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


OPEN_RECTIFICATION = (RectificationStage.ISSUED, RectificationStage.IN_PROGRESS, RectificationStage.SUBMITTED)
RECTIFICATION_MOVES = Moves(
    {
        "issue": ({None}, RectificationStage.ISSUED),
        "acknowledge": ({RectificationStage.ISSUED}, RectificationStage.IN_PROGRESS),
        "progress": ({RectificationStage.IN_PROGRESS}, RectificationStage.IN_PROGRESS),
        "ask_extension": ({RectificationStage.ISSUED, RectificationStage.IN_PROGRESS}, RectificationStage.IN_PROGRESS),
        "submit": ({RectificationStage.IN_PROGRESS}, RectificationStage.SUBMITTED),
        "send_back": ({RectificationStage.SUBMITTED}, RectificationStage.IN_PROGRESS),
        "accept": ({RectificationStage.SUBMITTED}, RectificationStage.CLOSED),
        "withdraw": ({RectificationStage.ISSUED, RectificationStage.IN_PROGRESS}, RectificationStage.WITHDRAWN),
    }
)


class Level(StrEnum):
    """INS-12: time-limited is one step up, with a day on which it begins and one on which it ends."""

    ORDINARY = "ORDINARY"
    TIME_LIMITED = "TIME_LIMITED"


@dataclass(frozen=True)
class IssueDraft:
    """What is to be put right until when (``due_on`` is the last day), for which findings, and who looks again."""

    matter: str
    demands: str
    due_on: dt.date
    finding_ids: frozenset[int] = frozenset()
    rechecker_id: int | None = None


def judge_issue(draft: IssueDraft, *, today: dt.date) -> None:
    judge_text(draft.matter, "matter", least=2, most=120)
    judge_text(draft.demands, "demands", least=2, most=1000)
    if not today < draft.due_on <= today + LONGEST_DEADLINE:
        raise Refused("discipline.deadline-odd", field="due_on", days=LONGEST_DEADLINE.days)


def judge_rechecker(rechecker: int | None, *, issued_by: int | None) -> None:
    """Another eye than the one that found it."""
    judge_other_hand(rechecker, issued_by, "discipline.rechecked-by-issuer")


def judge_recheck(*, issued_by: int | None, submitted_by: int | None, by: int | None) -> None:
    """Neither whoever ordered it nor whoever did it says that it is done."""
    judge_other_hand(issued_by, by, "discipline.rechecked-by-issuer")
    judge_other_hand(submitted_by, by, "discipline.rechecked-by-doer")


def judge_words(text: str, field: str = "text") -> str:
    """A plan, a progress, a result, a reason."""
    judge_text(text, field, least=2, most=1000)
    return text.strip()


def judge_extension_asked(until: dt.date, *, due_on: dt.date, today: dt.date, asked: bool, longest: int) -> None:
    """Once, before the day is over, by some days."""
    if asked:
        raise Refused("discipline.extended-already")
    if today > due_on:
        raise Refused("discipline.extension-too-late")
    if not due_on < until <= due_on + dt.timedelta(days=longest):
        raise Refused("discipline.extension-odd", field="until", days=longest)


def judge_limit(until: dt.date, *, today: dt.date, level: str) -> None:
    """INS-12: from today, to a day; once."""
    if level == Level.TIME_LIMITED:
        raise Refused("discipline.limited-already")
    if not today < until <= today + LONGEST_DEADLINE:
        raise Refused("discipline.deadline-odd", field="until", days=LONGEST_DEADLINE.days)


# How old an open rectification is, for the ageing list (INS-13): up to so many days, from the day it was issued.
AGES = (7, 15, 30, 60)


def age_band(days: int) -> int:
    """The band an age falls into: the index in ``AGES``, its length where it is older than all."""
    return next((index for index, most in enumerate(AGES) if days <= most), len(AGES))
