"""People move between teams and classes, hold second posts, and go on leave."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from patrol_ops.core.refusals import Refused
from teams.rules.members import BADGE_ENDS, EXITS, BadgeEnd, EmploymentClass, LeaveKind, LeavingKind
from teams.rules.teams import FINAL, Form, Stage, classes_of

# A leave longer than this is an exit, and one that begins later than this is no plan yet.
LONGEST_LEAVE = dt.timedelta(days=366)


@dataclass(frozen=True)
class MoveDraft:
    """As what somebody serves from a day on. ``identity`` is asked where a contract needs the number it lacks."""

    employment_class: EmploymentClass
    on: dt.date
    identity: str = ""


@dataclass(frozen=True)
class LeaveDraft:
    """``until`` is the first day back."""

    kind: LeaveKind
    since: dt.date
    until: dt.date


def judge_joining(stage: str) -> None:
    """Nobody joins a team that stands still or is no more. A dormant one is revived by its people (ORG-31)."""
    if stage == Stage.SUSPENDED:
        raise Refused("teams.team-suspended")
    judge_unfinished(stage)


def judge_unfinished(stage: str) -> None:
    """What was merged or dissolved is history: nothing is decided about it any more."""
    if stage in FINAL:
        raise Refused("teams.team-finished")


def judge_move(draft: MoveDraft, since: dt.date, *, today: dt.date, form: str) -> None:
    """ORG-27, ORG-34: the class fits the team's form; the day lies in the time served there, never in the future."""
    if draft.employment_class not in classes_of(Form(form)):
        raise Refused("teams.class-not-of-form", field="employment_class")
    if not since <= draft.on <= today:
        raise Refused("teams.move-date-odd", field="on")


def judge_class_change(before: str, draft: MoveDraft) -> None:
    """ORG-34: a change of class is a dated event, so there has to be one."""
    if before == draft.employment_class:
        raise Refused("teams.class-unchanged", field="employment_class")


def judge_no_new_contract(before: str, after: str, *, legacy: bool) -> None:
    """REC-06: nobody comes under a contract by a stroke of the pen: a volunteer applies, is posted in public and signs
    like everybody else. Who came in with a legacy team still has that before them, whatever the list calls them (X50).
    """
    if not legacy and before == EmploymentClass.VOLUNTEER and after != EmploymentClass.VOLUNTEER:
        raise Refused("teams.contract-needs-notice", field="employment_class")


def judge_regularising(legacy: bool, employment_class: str) -> None:
    """X50: who came in with a legacy team, or serves as a volunteer, comes under a contract; nobody does twice."""
    if not legacy and employment_class != EmploymentClass.VOLUNTEER:
        raise Refused("teams.regular-already", field="member")


def judge_exit(why: LeavingKind) -> None:
    """Transfers and changes of class have acts of their own: whoever moves on has not left."""
    if why not in EXITS:
        raise Refused("teams.not-an-exit", field="why")


def judge_handed_back(worn: bool, badge: BadgeEnd | None, held: Mapping[str, int]) -> None:
    """5.3: a last exit waits for badge and kit. ``held`` counts, by what it is, all that is still in their hands."""
    if worn and badge not in BADGE_ENDS:
        raise Refused("teams.badge-not-returned", field="badge")
    for what, count in sorted(held.items()):
        raise Refused("teams.still-held", what=what, count=count)


def concurrent(count: int, limit: int) -> bool:
    """ORG-23: whether somebody serves in so many teams at once that it has to be looked at."""
    return count >= limit


def judge_second_post(count: int, limit: int, *, seen: bool) -> None:
    """ORG-23: a warning, not a refusal. ``count`` is with the new team; whoever decides has seen the warning."""
    if concurrent(count, limit) and not seen:
        raise Refused("teams.concurrent-unseen", field="seen", count=count, limit=limit)


def judge_leave(draft: LeaveDraft, *, today: dt.date) -> None:
    """From today or later, for a day at least and a year at most. What was walked already is not called leave."""
    if not today <= draft.since <= today + LONGEST_LEAVE:
        raise Refused("teams.leave-begins-odd", field="since")
    if not draft.since < draft.until <= draft.since + LONGEST_LEAVE:
        raise Refused("teams.leave-ends-odd", field="until")


def judge_leave_end(until: dt.date, back: dt.date, *, today: dt.date) -> None:
    """A leave is only ever shortened: ``back``, the first day back, is today or later and before the day agreed."""
    if not today <= back < until:
        raise Refused("teams.leave-shortened-odd", field="until")
