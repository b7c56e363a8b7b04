"""The patrol log: its life-cycle, who may review it, and what makes one acceptable (LOG-01, LOG-02, X51)."""

import datetime as dt
from collections.abc import Mapping, Set
from enum import StrEnum

from duty.rules.drafts import Mode, NoPatrol, PatrolDraft, PatrolLogDraft
from duty.rules.entries import judge_entry
from duty.rules.moments import SLACK, entry_times, judge_times, patrol_span
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules import Role, Tier


class LogStage(StrEnum):
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    REVIEWED = "REVIEWED"
    LOCKED = "LOCKED"


# Review is the lock; what nobody reviewed the clock locks, and it is shown as not reviewed. Afterwards only addenda.
MOVES = Moves(
    {
        "submit": ({None, LogStage.RETURNED}, LogStage.SUBMITTED),
        "return": ({LogStage.SUBMITTED}, LogStage.RETURNED),
        "review": ({LogStage.SUBMITTED}, LogStage.REVIEWED),
        "lock": ({LogStage.SUBMITTED}, LogStage.LOCKED),
    }
)


class Verdict(StrEnum):
    RETURNED = "RETURNED"
    REVIEWED = "REVIEWED"


class Owed(StrEnum):
    """What duty makes due for somebody."""

    SUBMIT_PATROL_LOG = "duty.submit_patrol_log"
    MEND_PATROL_LOG = "duty.mend_patrol_log"
    REVIEW_PATROL_LOG = "duty.review_patrol_log"
    FOLLOW_UP_ENTRY = "duty.follow_up_entry"


# ORG-06: the police role over the tier; a station may stand in for its community officer.
MAY_REVIEW: dict[str, frozenset[str]] = {
    Tier.BRIGADE: frozenset({Role.SUB_BUREAU}),
    Tier.SQUADRON: frozenset({Role.STATION_LIAISON}),
    Tier.DETACHMENT: frozenset({Role.COMMUNITY_OFFICER, Role.STATION_LIAISON}),
}
LONGEST = dt.timedelta(hours=14)
PATROLS, ENTRIES = 12, 30


def judge_day(day: dt.date, today: dt.date, *, backfill_days: int, opened: bool, active: bool) -> None:
    """A day up to today on which the team was active; older ones need to be opened by the street."""
    if day > today:
        raise Refused("duty.day-in-the-future", field="day")
    if not active:
        raise Refused("duty.team-not-active-that-day", field="day")
    if not opened and (today - day).days > backfill_days:
        raise Refused("duty.day-too-old", field="day", days=backfill_days)


def judge_log(
    draft: PatrolLogDraft,
    *,
    now: dt.datetime,
    serving: Set[int],
    unfit: Mapping[int, str],
    own_areas: Set[int],
    joint_areas: Set[int],
) -> None:
    """LOG-02, SCH-01, EQP-09: who walked serves and is fit, where is a designated area, nobody is at two places.

    ``now`` is naive and local. ``unfit`` gives for each serving member who may not walk the kind of the first hold.
    """
    if draft.no_patrol is None and not draft.patrols:
        raise Refused("duty.log-is-empty", field="no_patrol")
    if draft.no_patrol is not None and draft.patrols:
        raise Refused("duty.patrol-or-reason", field="no_patrol")
    if draft.no_patrol is None and draft.no_patrol_note.strip():
        raise Refused("duty.note-without-reason", field="no_patrol")
    if len(draft.patrols) > PATROLS or len(draft.entries) > ENTRIES:
        raise Refused("duty.log-too-long")
    for name, length in (("no_patrol_note", 200), ("hand_over", 500)):
        text = getattr(draft, name)
        if len(text) > length:
            raise Refused("duty.text-too-long", field=name, length=length)
        judge_free_text(text, name)
    if draft.no_patrol is NoPatrol.OTHER and not draft.no_patrol_note.strip():
        raise Refused("duty.reason-in-words", field="no_patrol_note")

    spans = [patrol_span(draft.day, patrol) for patrol in draft.patrols]
    busy: dict[int, list[tuple[dt.datetime, dt.datetime]]] = {}
    for number, patrol in enumerate(draft.patrols):
        row = f"patrols-{number}"
        _judge_patrol(patrol, spans[number], row, now)
        if patrol.area_id not in own_areas and not (patrol.joint and patrol.area_id in joint_areas):
            raise Refused("duty.area-not-designated", field=f"{row}-area")
        for walker in patrol.walkers:
            _judge_walker(walker.member_id, f"{row}-walkers", serving, unfit)
            taken = busy.setdefault(walker.member_id, [])
            if any(spans[number][0] < end and start < spans[number][1] for start, end in taken):
                raise _no_walker("duty.walker-in-two-patrols", walker.member_id, f"{row}-walkers")
            taken.append(spans[number])
    for number, entry in enumerate(draft.entries):
        judge_entry(entry, f"entries-{number}")
        judge_times(entry_times(draft.day, entry, spans), f"entries-{number}", now)


def _no_walker(code: str, member_id: int, field: str, **facts: str) -> Refused:
    """Without a name: a page that may show it puts it in place of ``who``."""
    return Refused(code, field=field, who="duty.the-chosen", member_id=member_id, **facts)


def _judge_walker(member_id: int, field: str, serving: Set[int], unfit: Mapping[int, str]) -> None:
    if member_id not in serving:
        raise _no_walker("duty.walker-not-serving", member_id, field)
    if member_id in unfit:
        raise _no_walker(
            "duty.walker-not-fit",
            member_id,
            field,
            hold=f"hold.{unfit[member_id]}",
            lifts=f"hold-lifts.{unfit[member_id]}",
        )


def _judge_patrol(patrol: PatrolDraft, span: tuple[dt.datetime, dt.datetime], row: str, now: dt.datetime) -> None:
    start, end = span
    if patrol.started == patrol.ended or end - start > LONGEST:
        raise Refused("duty.patrol-too-long", field=f"{row}-ended", hours=LONGEST.seconds // 3600)
    if end > now + SLACK:
        raise Refused("duty.patrol-not-over", field=f"{row}-ended")
    if not patrol.walkers:
        raise Refused("duty.nobody-walked", field=f"{row}-walkers")
    if len({w.member_id for w in patrol.walkers}) != len(patrol.walkers):
        raise Refused("duty.walker-twice", field=f"{row}-walkers")
    if patrol.mode is Mode.FIXED_POST and not patrol.post.strip():
        raise Refused("duty.post-needs-place", field=f"{row}-post")
    if len(patrol.post) > 80:
        raise Refused("duty.text-too-long", field=f"{row}-post", length=80)
    judge_free_text(patrol.post, f"{row}-post")


def judge_review(author: int | None, reviewer: int | None) -> None:
    """Another hand reviews than the one that filed (boundaries, negative test 8)."""
    judge_other_hand(author, reviewer, "duty.reviewed-by-author")


def judge_return(reason: str) -> str:
    reason = reason.strip()
    if not 2 <= len(reason) <= 300:
        raise Refused("duty.return-needs-reason", field="reason")
    judge_free_text(reason, "reason")
    return reason


def judge_addendum(text: str) -> str:
    text = text.strip()
    if not 2 <= len(text) <= 1000:
        raise Refused("duty.addendum-needs-text", field="text")
    judge_free_text(text, "text")
    return text


def judge_backfill(day: dt.date, today: dt.date, reason: str, *, backfill_days: int, active: bool) -> str:
    """Only a day that is closed can be opened, one on which the team had a log to write, and with a reason."""
    if day > today:
        raise Refused("duty.day-in-the-future", field="day")
    if not active:
        raise Refused("duty.team-not-active-that-day", field="day")
    if (today - day).days <= backfill_days:
        raise Refused("duty.day-still-open", field="day")
    reason = reason.strip()
    if not 2 <= len(reason) <= 300:
        raise Refused("duty.return-needs-reason", field="reason")
    judge_free_text(reason, "reason")
    return reason
