"""From an application to the list that is proposed: eligibility, marks, ranking (REC-01, REC-03 to REC-05, REC-10)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules import age_on, judge_identity, judge_person_name

MAX_MARK = 25
MAX_NOTE = 300
LEAST_ASSESSORS = 2


class Stage(StrEnum):
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    SHORTLISTED = "SHORTLISTED"
    ASSESSED = "ASSESSED"
    RESERVE = "RESERVE"
    POLICE_REVIEW = "POLICE_REVIEW"
    FACTS_NEEDED = "FACTS_NEEDED"
    PROPOSED = "PROPOSED"
    ON_NOTICE = "ON_NOTICE"
    HELD = "HELD"
    CLEARED = "CLEARED"
    OFFERED = "OFFERED"
    CONTRACTED = "CONTRACTED"
    ONBOARDED = "ONBOARDED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"
    REJECTED = "REJECTED"


S = Stage
# Somebody still waits for something; the others have come to an end one way or the other.
SELECTING = frozenset({S.SUBMITTED, S.RETURNED, S.SHORTLISTED, S.ASSESSED})
VETTING = frozenset({S.POLICE_REVIEW, S.FACTS_NEEDED, S.PROPOSED})
NOTICED = frozenset({S.ON_NOTICE, S.HELD})
LIVE = SELECTING | VETTING | NOTICED | {S.CLEARED, S.OFFERED}
HIRED = frozenset({S.CONTRACTED, S.ONBOARDED})
OVER = frozenset({S.DECLINED, S.WITHDRAWN, S.REJECTED})
# A place is taken from the moment somebody is sent to the police until they are out or serve.
PLACE_TAKEN = VETTING | NOTICED | {S.CLEARED, S.OFFERED}
# What only a closed notice makes possible (REC-06); the database holds the same line.
AFTER_NOTICE = frozenset({S.CLEARED, S.OFFERED, S.CONTRACTED, S.ONBOARDED})

MOVES = Moves(
    {
        "apply": ({None}, S.SUBMITTED),
        "return": ({S.SUBMITTED}, S.RETURNED),
        "correct": ({S.SUBMITTED, S.RETURNED}, S.SUBMITTED),
        "shortlist": ({S.SUBMITTED}, S.SHORTLISTED),
        "assess": ({S.SHORTLISTED}, S.ASSESSED),
        "reserve": ({S.ASSESSED}, S.RESERVE),
        "select": ({S.ASSESSED, S.RESERVE}, S.POLICE_REVIEW),
        "ask_facts": ({S.POLICE_REVIEW}, S.FACTS_NEEDED),
        "supply_facts": ({S.FACTS_NEEDED}, S.POLICE_REVIEW),
        "vet": ({S.POLICE_REVIEW}, S.PROPOSED),
        "vet_again": ({S.PROPOSED}, S.POLICE_REVIEW),
        "list": ({S.PROPOSED}, S.ON_NOTICE),
        "unlist": (NOTICED, S.PROPOSED),
        "object": ({S.ON_NOTICE, S.HELD}, S.HELD),
        "release": ({S.HELD}, S.ON_NOTICE),
        "clear": (NOTICED, S.CLEARED),
        "offer": ({S.CLEARED}, S.OFFERED),
        "decline": ({S.OFFERED}, S.DECLINED),
        "contract": ({S.OFFERED}, S.CONTRACTED),
        "onboard": ({S.CONTRACTED}, S.ONBOARDED),
        "withdraw": (LIVE | {S.RESERVE}, S.WITHDRAWN),
        # Nobody is turned away from a running notice: it is withdrawn first, or the objection upheld.
        "reject": (LIVE - {S.ON_NOTICE} | {S.RESERVE}, S.REJECTED),
    }
)


class RejectReason(StrEnum):
    """Every decision carries its reason (REC-02). The police's own reason is never among them (X53)."""

    CRITERION_UNMET = "CRITERION_UNMET"
    NOT_PRESENT = "NOT_PRESENT"
    BELOW_THRESHOLD = "BELOW_THRESHOLD"
    NOT_SELECTED = "NOT_SELECTED"
    NOT_SUITABLE = "NOT_SUITABLE"
    VETTING_EXPIRED = "VETTING_EXPIRED"
    OBJECTION_UPHELD = "OBJECTION_UPHELD"
    CAMPAIGN_CANCELLED = "CAMPAIGN_CANCELLED"


class Schooling(StrEnum):
    """REC-10: the highest school finished, as declared."""

    PRIMARY = "PRIMARY"
    JUNIOR = "JUNIOR"
    SENIOR = "SENIOR"
    COLLEGE = "COLLEGE"
    UNIVERSITY = "UNIVERSITY"


@dataclass(frozen=True)
class ApplicationDraft:
    """What an applicant says of themselves; nothing that is not needed to choose fairly (E18, E19).

    ``priority`` claims one of the three categories of REC-04 without saying which; ``declared`` is the declaration of
    own will (REC-01), ``informed`` that the privacy notice was read, ``reserve`` the consent to stand on the reserve
    list.
    """

    post_id: int
    name: str
    identity: str
    phone: str
    schooling: Schooling
    local: bool
    priority: bool
    reserve: bool
    declared: bool
    informed: bool


def judge_application(draft: ApplicationDraft, today: dt.date, ages: tuple[int, int]) -> tuple[str, dt.date]:
    """The checked identity number and the birth date in it; Refused where an application cannot be taken at all."""
    if not draft.declared:
        raise Refused("recruitment.not-own-will", field="declared")
    if not draft.informed:
        raise Refused("recruitment.not-informed", field="informed")
    judge_person_name(draft.name)
    number, born = judge_identity(draft.identity, today)
    low, high = ages
    if not low <= age_on(today, born) <= high:
        raise Refused("teams.age-out-of-bounds", field="identity", minimum=low, maximum=high)
    return number, born


class Screening(StrEnum):
    SHORTLIST = "SHORTLIST"
    RETURN = "RETURN"
    REJECT = "REJECT"


@dataclass(frozen=True)
class ScreeningDraft:
    """``met``: ids of the criteria that are met; ``local`` and ``priority``: what the papers shown say, or None where
    nothing was claimed. The papers themselves are looked at and handed back (REC-04). ``note`` says what is to be
    mended and is kept where the application is returned; with another verdict it is judged and not kept."""

    verdict: Screening
    met: frozenset[int]
    local: bool | None = None
    priority: bool | None = None
    note: str = ""


def judge_screening(
    draft: ScreeningDraft, criteria: Sequence[int], *, claims_local: bool, claims_priority: bool
) -> int | None:
    """REC-08, REC-09: a complete checklist before anybody goes on, a named criterion before anybody is turned away.

    Returns the first criterion that is not met, where the verdict is to reject.
    """
    if not draft.met <= set(criteria):
        raise Refused("core.malformed", field="met")
    unmet = [pk for pk in criteria if pk not in draft.met]
    note = draft.note.strip()
    judge_free_text(note, "note")
    if draft.verdict is Screening.RETURN:
        if not 2 <= len(note) <= MAX_NOTE:
            raise Refused("recruitment.return-unexplained", field="note")
        return None
    if len(note) > MAX_NOTE:
        raise Refused("recruitment.text-length", field="note", most=MAX_NOTE)
    if draft.verdict is Screening.REJECT:
        if not unmet:
            raise Refused("recruitment.reject-without-rule", field="met")
        return unmet[0]
    if unmet:
        raise Refused("recruitment.checklist-incomplete", field="met", count=len(unmet))
    if claims_local and draft.local is None:
        raise Refused("recruitment.claim-unverified", field="local")
    if claims_priority and draft.priority is None:
        raise Refused("recruitment.claim-unverified", field="priority")
    return None


@dataclass(frozen=True)
class ScoreDraft:
    """REC-10: four factors of 25 each (age is a gate, not a mark). ``came`` is false where nobody appeared."""

    came: bool
    schooling: int = 0
    ability: int = 0
    responsibility: int = 0
    standing: int = 0
    unrelated: bool = False


def judge_score(draft: ScoreDraft, today: dt.date, assess_on: dt.date) -> int:
    """The sum of the marks, 0 to 100. The assessor declares to be no relation."""
    if not draft.unrelated:
        raise Refused("recruitment.assessor-related", field="unrelated")
    if today < assess_on:
        raise Refused("recruitment.selection-not-begun", on=assess_on)
    marks = (draft.schooling, draft.ability, draft.responsibility, draft.standing)
    if any(not 0 <= mark <= MAX_MARK for mark in marks):
        raise Refused("recruitment.mark-odd", field="ability", most=MAX_MARK)
    if not draft.came and any(marks):
        raise Refused("recruitment.absent-with-marks", field="came")
    return sum(marks)


def judge_assessors(count: int) -> None:
    """REC-05."""
    if count < LEAST_ASSESSORS:
        raise Refused("recruitment.too-few-assessors", least=LEAST_ASSESSORS)


def merit_of(totals: Sequence[int]) -> Decimal:
    """The mean of the assessors' sums, to two places, halves up."""
    mean = Decimal(sum(totals)) / Decimal(len(totals))
    return mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Candidate:
    """What the ranking may look at, and nothing else."""

    applicant_id: int
    post_id: int
    merit: Decimal
    priority: bool
    local: bool
    case_number: str
    reserve: bool = False


@dataclass(frozen=True)
class Selection:
    selected: tuple[int, ...]
    reserve: tuple[int, ...]
    not_selected: tuple[int, ...]
    below: tuple[int, ...]


def ranked(candidates: Iterable[Candidate], threshold: int) -> list[Candidate]:
    """X32: whoever reached the threshold, by merit; priority and then local residence only where merit is equal, and
    last of all the order of applying, so that the same marks always give the same list."""
    able = [c for c in candidates if c.merit >= threshold]
    return sorted(able, key=_place)


def _place(candidate: Candidate) -> tuple[Decimal, bool, bool, str]:
    return -candidate.merit, not candidate.priority, not candidate.local, candidate.case_number


def select(candidates: Sequence[Candidate], threshold: int, places: dict[int, int]) -> Selection:
    """As many of each post as there are places; the rest stand on the reserve list if they agreed to."""
    left = dict(places)
    selected, reserve, others = [], [], []
    for candidate in ranked(candidates, threshold):
        if left.get(candidate.post_id, 0) > 0:
            left[candidate.post_id] -= 1
            selected.append(candidate.applicant_id)
        elif candidate.reserve:
            reserve.append(candidate.applicant_id)
        else:
            others.append(candidate.applicant_id)
    below = [c.applicant_id for c in sorted(candidates, key=_place) if c.merit < threshold]
    return Selection(tuple(selected), tuple(reserve), tuple(others), tuple(below))
