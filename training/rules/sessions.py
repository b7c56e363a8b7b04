"""Sessions: planned by whoever answers for the tier, called over by the trainer, confirmed by another hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules import REVIEWER_OF, Role
from training.rules.courses import DeliveryMode, Topic

# What a code in the hall is made of: nothing that looks like something else.
_MARKS = "34679ACDEFGHJKMNPQRTUVWXY"
_CODE_LENGTH = 10
LONGEST_SPAN = dt.timedelta(days=21)
MOST_PEOPLE = 2000


class SessionStage(StrEnum):
    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class EnrolmentStage(StrEnum):
    ENROLLED = "ENROLLED"
    ATTENDED = "ATTENDED"
    ABSENT = "ABSENT"
    PASSED = "PASSED"
    FAILED = "FAILED"


class CheckIn(StrEnum):
    """How it is known that somebody came."""

    TRAINER = "TRAINER"
    QR = "QR"


class PlanStage(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    APPROVED = "APPROVED"


SESSION_MOVES = Moves(
    {
        "plan": ({None}, SessionStage.PLANNED),
        "begin": ({SessionStage.PLANNED}, SessionStage.RUNNING),
        # A study item of a meeting is written down when it is over (TRN-14).
        "record": ({None}, SessionStage.COMPLETED),
        "complete": ({SessionStage.RUNNING}, SessionStage.COMPLETED),
        "reopen": ({SessionStage.COMPLETED}, SessionStage.RUNNING),
        "confirm": ({SessionStage.COMPLETED}, SessionStage.CONFIRMED),
        "cancel": ({SessionStage.PLANNED}, SessionStage.CANCELLED),
    }
)
_DECIDED = {EnrolmentStage.PASSED, EnrolmentStage.FAILED}
ENROLMENT_MOVES = Moves(
    {
        "enrol": ({None}, EnrolmentStage.ENROLLED),
        "attend": ({EnrolmentStage.ENROLLED, EnrolmentStage.ABSENT}, EnrolmentStage.ATTENDED),
        "miss": ({EnrolmentStage.ENROLLED, EnrolmentStage.ATTENDED, *_DECIDED}, EnrolmentStage.ABSENT),
        # Until another hand confirms the session a result may be corrected.
        "pass": ({EnrolmentStage.ATTENDED, *_DECIDED}, EnrolmentStage.PASSED),
        "fail": ({EnrolmentStage.ATTENDED, *_DECIDED}, EnrolmentStage.FAILED),
    }
)
PLAN_MOVES = Moves(
    {
        "draft": ({None, PlanStage.DRAFT}, PlanStage.DRAFT),
        "submit": ({PlanStage.DRAFT}, PlanStage.SUBMITTED),
        "return": ({PlanStage.SUBMITTED}, PlanStage.DRAFT),
        "approve": ({PlanStage.SUBMITTED}, PlanStage.APPROVED),
        "amend": ({PlanStage.APPROVED}, PlanStage.DRAFT),
    }
)


@dataclass(frozen=True)
class SessionDraft:
    """``starts_at`` and ``ends_at`` are naive and local. Costs in yuan; ``trainer_id`` is a login, a guest is named."""

    course_id: int
    tier: str
    mode: DeliveryMode
    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: str
    capacity: int
    trainer_id: int | None = None
    trainer_name: str = ""
    plan_line_id: int | None = None
    cost_planned: Decimal = Decimal(0)


@dataclass(frozen=True)
class StudyDraft:
    """TRN-14: the study item of a team's meeting that has been held: who was there, how long, about what."""

    day: dt.date
    topic: Topic
    minutes: int
    subject: str
    member_ids: frozenset[int]


@dataclass(frozen=True)
class ResultDraft:
    """What the trainer says of one participant. ``minutes``: how long they were there; none, all of it."""

    present: bool
    minutes: int | None = None
    mark: int | None = None


# From the community officer up; whoever is above in the police may stand in for whoever is below.
_POLICE = (Role.COMMUNITY_OFFICER, Role.STATION_LIAISON, Role.SUB_BUREAU)
_REACH = {"COMMUNITY": Role.COMMUNITY_OFFICER, "STREET": Role.STATION_LIAISON, "DISTRICT": Role.SUB_BUREAU}


def responsible(tier: str) -> Role:
    """TRN-09: the sub-bureau trains the brigade, the station the squadron, the community officer the detachment."""
    return REVIEWER_OF[tier]


def confirmer(tier: str, place_tier: str) -> Role:
    """Who is asked to confirm: whoever answers for the tier, or, where the session is held for a larger place than
    theirs, the police of that place."""
    return max(responsible(tier), _REACH[place_tier], key=_POLICE.index)


def judge_session(draft: SessionDraft, *, now: dt.datetime) -> None:
    """``now`` is naive and local. Planned ahead, of a sane length, for a number of people, in a place that is named."""
    if draft.starts_at <= now:
        raise Refused("training.starts-in-the-past", field="starts_at")
    if not dt.timedelta(0) < draft.ends_at - draft.starts_at <= LONGEST_SPAN:
        raise Refused("training.span-odd", field="ends_at", days=LONGEST_SPAN.days)
    if not 2 <= len(draft.venue.strip()) <= 60:
        raise Refused("training.venue-needed", field="venue")
    judge_free_text(draft.venue, "venue")
    if not 1 <= draft.capacity <= MOST_PEOPLE:
        raise Refused("training.capacity-odd", field="capacity", most=MOST_PEOPLE)
    if draft.trainer_id is None:
        raise Refused("training.trainer-needed", field="trainer_id")
    judge_cost(draft.cost_planned, "cost_planned")


def judge_cost(yuan: Decimal, field: str) -> None:
    if not 0 <= yuan <= 1_000_000:
        raise Refused("training.cost-odd", field=field)


def shortfall(cost: Decimal, funded: Decimal) -> Decimal:
    """TRN-13: what of a session's cost nobody pays yet, in yuan; never below nothing."""
    return max(cost - funded, Decimal(0))


def judge_study(draft: StudyDraft, *, today: dt.date, serving: Set[int]) -> None:
    """A meeting that was held, a week ago at most, with members of the team."""
    if not today - dt.timedelta(days=7) <= draft.day <= today:
        raise Refused("training.study-day-odd", field="day")
    if not 10 <= draft.minutes <= 240:
        raise Refused("training.study-minutes-odd", field="minutes")
    if not 2 <= len(draft.subject.strip()) <= 60:
        raise Refused("training.title-needed", field="subject")
    judge_free_text(draft.subject, "subject")
    if not draft.member_ids:
        raise Refused("training.nobody-there", field="member_ids")
    if not draft.member_ids <= serving:
        raise Refused("training.not-of-the-team", field="member_ids")


def judge_enrolling(stage: str, *, taken: int, wanted: int, capacity: int) -> None:
    """Only ahead of the session, and never more people than there is room for."""
    if stage != SessionStage.PLANNED:
        raise Refused("training.session-begun")
    if taken + wanted > capacity:
        raise Refused("training.session-full", room=max(capacity - taken, 0), wanted=wanted)


def judge_beginning(starts_at: dt.datetime, now: dt.datetime) -> None:
    """Roll is called from an hour before the beginning."""
    if now < starts_at - dt.timedelta(hours=1):
        raise Refused("training.too-early")


def judge_confirming(
    tier: str, roles: Set[str], *, completed_by: int | None, trainer: int | None, by: int | None
) -> None:
    """TRN-09, two hands: the police that answers for the tier, or the one above it, confirms what somebody else called
    over. ``roles``: what the confirmer holds over the session's place."""
    if not roles & set(_POLICE[_POLICE.index(responsible(tier)) :]):
        raise Refused("training.not-responsible", role=f"role.{responsible(tier)}")
    judge_other_hand(completed_by, by, "training.confirmed-by-trainer")
    judge_other_hand(trainer, by, "training.confirmed-by-trainer")


def judge_results(results: Mapping[int, ResultDraft], *, known: Set[int], total: int, pass_mark: int | None) -> None:
    """Each of a participant; marks where the course has one."""
    for pk, result in results.items():
        if pk not in known:
            raise Refused("training.participant-unknown")
        if result.minutes is not None and not 0 <= result.minutes <= total:
            raise Refused("training.present-too-long", field=f"minutes-{pk}", minutes=total)
        if result.mark is not None and not 0 <= result.mark <= 100:
            raise Refused("training.mark-odd", field=f"mark-{pk}")
        if result.present and pass_mark is not None and result.mark is None:
            raise Refused("training.mark-missing", field=f"mark-{pk}")


def outcome(result: ResultDraft, *, total: int, pass_mark: int | None, theory: bool, tested: bool) -> EnrolmentStage:
    """ABSENT, PASSED or FAILED. Passing takes four fifths of the time, the mark where there is one, and the online
    test where the course has one (``tested``: passed)."""
    if not result.present:
        return EnrolmentStage.ABSENT
    there = total if result.minutes is None else result.minutes
    long_enough = there * 5 >= total * 4
    good_enough = pass_mark is None or (result.mark is not None and result.mark >= pass_mark)
    return EnrolmentStage.PASSED if long_enough and good_enough and (tested or not theory) else EnrolmentStage.FAILED


# --- the code on the wall of the hall -------------------------------------------------------------------------------


def minute_of(at: dt.datetime) -> int:
    return int(at.timestamp()) // 60


def check_in_code(secret: str, session_id: int, minute: int) -> str:
    """The code of that minute: nobody makes it who does not hold the session's secret, and yesterday's is no use."""
    digest = hmac.new(secret.encode(), f"{session_id}:{minute}".encode(), hashlib.sha256).digest()
    return "".join(_MARKS[byte % len(_MARKS)] for byte in digest[:_CODE_LENGTH])


def judge_code(code: str, secret: str, session_id: int, at: dt.datetime) -> None:
    """This minute's code or the last one's: time enough to walk through a slow page, too little to send it home."""
    now = minute_of(at)
    fresh = (check_in_code(secret, session_id, minute) for minute in (now, now - 1))
    # As bytes: of texts only plain letters can be compared, and anything may be typed.
    if not any(hmac.compare_digest(code.encode(), right.encode()) for right in fresh):
        raise Refused("training.code-stale", field="code")
