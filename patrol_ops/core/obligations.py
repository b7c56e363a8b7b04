"""The one table of what is due, and the one engine that reminds and escalates."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.db.models import Min

from patrol_ops.core import clock, notices
from patrol_ops.core.models import Notice, Obligation, Reminder
from patrol_ops.core.steps import MORNING, SCHEDULED_STEPS, Step

__all__ = [
    "MORNING",
    "SCHEDULED_STEPS",
    "Due",
    "Kind",
    "Step",
    "addressed",
    "cancel",
    "kinds",
    "owe",
    "register",
    "remind",
    "set_addressing",
    "settle",
]

BATCH = 500
HIGHEST = 3  # so far up goes what its own people cannot be told

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """A kind of obligation. ``notice`` is the wording code of its reminders; ``url`` makes the address to act at,
    ``told`` the one where those above, who are told of it but do not do it, see how it stands (else the same).

    A secret kind (an unannounced inspection) is owed by one person and told to nobody else, at no level.
    """

    name: str
    steps: tuple[Step, ...]
    notice: str
    url: Callable[[Obligation], str]
    secret: bool = False
    told: Callable[[Obligation], str] | None = None

    def address(self, row: Obligation, level: int) -> str:
        """Where a person at this level looks at the row."""
        return (self.told or self.url)(row) if level else self.url(row)


_KINDS: dict[str, Kind] = {}
# Who answers for which rows at which level; the first floor knows the people and plugs it in.
Addressing = Callable[[Sequence[Obligation], int, dt.date], Mapping[int, Iterable[int]]]
_addressing: list[Addressing] = []


def register(kind: Kind) -> Kind:
    if kind.name in _KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    if len({step.name for step in kind.steps}) != len(kind.steps):
        raise ValueError(f"{kind.name} has two steps of one name")
    if any(step.at_hour is not None and step.after % dt.timedelta(days=1) for step in kind.steps):
        raise ValueError(f"{kind.name} has a step at an hour, but not of whole days")
    _KINDS[kind.name] = kind
    return kind


def kinds() -> dict[str, Kind]:
    return dict(_KINDS)


def set_addressing(addressing: Addressing) -> None:
    _addressing[:] = [addressing]


@dataclass(frozen=True)
class Due:
    """What to owe. Subject and period make it one: owing it twice is harmless, a second round has its own period."""

    subject_type: str
    subject_id: int
    due_at: dt.datetime
    period: str = ""
    team_id: int | None = None
    path: str = ""
    role: str = ""
    user_id: int | None = None


def owe(kind: str, dues: Iterable[Due], *, at: dt.datetime, fresh: bool = False) -> int:
    """Owe many of one kind in one insert; a cancelled row lives again, on its new terms. Returns how many are new.

    ``fresh`` says that the subjects, or their periods, were made in this very command: nothing of theirs is known.
    """
    if kind not in _KINDS:
        raise ValueError(f"{kind} is no registered kind")
    wanted = {(due.subject_type, due.subject_id, due.period): due for due in dues}
    if _KINDS[kind].secret and any(due.user_id is None or due.role for due in wanted.values()):
        raise ValueError(f"{kind} is secret: it is owed by one person")
    count = 0
    keys = sorted(wanted)
    for first in range(0, len(keys), BATCH):
        count += _owe(kind, {key: wanted[key] for key in keys[first : first + BATCH]}, at, fresh)
    return count


_TERMS = ["cancelled_at", "due_at", "created_at", "team_id", "path", "role", "user"]


def _owe(kind: str, wanted: dict[tuple[str, int, str], Due], at: dt.datetime, fresh: bool) -> int:
    rows = {key: _row(kind, due, at) for key, due in wanted.items()}
    if fresh:
        return len(Obligation.objects.bulk_create(rows.values()))
    same = Obligation.objects.filter(
        kind=kind,
        subject_type__in={subject_type for subject_type, _, _ in rows},
        subject_id__in={subject_id for _, subject_id, _ in rows},
        period__in={period for _, _, period in rows},
    )
    known = {(row.subject_type, row.subject_id, row.period): row for row in same}
    new = [row for key, row in rows.items() if key not in known]
    Obligation.objects.bulk_create(new, ignore_conflicts=True)
    back = []
    for key, row in rows.items():
        if key in known and known[key].cancelled_at is not None:
            row.pk = known[key].pk
            back.append(row)
    if back:
        Reminder.objects.filter(obligation__in=back).delete()
        Obligation.objects.bulk_update(back, _TERMS)
    return len(new) + len(back)


def _row(kind: str, due: Due, at: dt.datetime) -> Obligation:
    return Obligation(
        kind=kind,
        subject_type=due.subject_type,
        subject_id=due.subject_id,
        period=due.period,
        team_id=due.team_id,
        path=due.path,
        role=due.role,
        user_id=due.user_id,
        created_at=at,
        due_at=due.due_at,
    )


def settle(
    kind: str, *, subject_type: str, subject_id: int | Collection[int], at: dt.datetime, period: str | None = None
) -> int:
    """It has been done, for one period or for all that are open. Late is done, too: the row keeps its due date."""
    ids = [subject_id] if isinstance(subject_id, int) else list(subject_id)
    rows = Obligation.objects.open().filter(kind=kind, subject_type=subject_type, subject_id__in=ids)
    if period is not None:
        rows = rows.filter(period=period)
    return rows.update(settled_at=at)


def cancel(*, at: dt.datetime, **which: Any) -> int:
    """It is no longer due: of a kind, a subject, a whole team."""
    if not which:
        raise ValueError("Say which: everything is never cancelled at once.")
    return Obligation.objects.open().filter(**which).update(cancelled_at=at)


def remind(now: dt.datetime | None = None, batch: int = BATCH) -> int:
    """Walk the open rows of every kind through its steps; one notice a row, step and person. Returns notices written.

    Of several steps of one level that have passed (the clock stood still), only the latest speaks: nobody is told
    three times at once. Running twice is harmless: the unique row of ``Reminder`` is the memory. A row nobody answers
    for yet is asked about again at the next walk.
    """
    now = now or clock.now()
    written, failed = 0, None
    # What nobody owes, or not yet, is not asked about step by step.
    soonest = dict(Obligation.objects.open().order_by().values_list("kind").annotate(Min("due_at")))
    for kind in _KINDS.values():
        try:
            written += _remind_kind(kind, soonest.get(kind.name), now, batch)
        except Exception as problem:  # one kind that fails must not silence the others
            logger.error("Reminders of %s failed: %s", kind.name, type(problem).__name__)
            failed = failed or problem
    if failed is not None:
        raise failed
    return written


def _remind_kind(kind: Kind, soonest: dt.datetime | None, now: dt.datetime, batch: int) -> int:
    written = 0
    for step, following in _with_following(kind.steps, now):
        if soonest is None or soonest > step.reached_by(now):
            continue
        rows = Obligation.objects.open().filter(kind=kind.name, due_at__lte=step.reached_by(now))
        if following is not None:
            rows = rows.filter(due_at__gt=following.reached_by(now))
        rows = rows.exclude(reminders__step=step.name).order_by("pk")
        last = 0
        while page := list(rows.filter(pk__gt=last)[:batch]):
            last = page[-1].pk
            written += _write(kind, step, page, now)
            if len(page) < batch:
                break
    return written


def _with_following(steps: tuple[Step, ...], now: dt.datetime) -> list[tuple[Step, Step | None]]:
    """Each step with the next one of its level: what is told to the next role up silences nobody below."""
    pairs: list[tuple[Step, Step | None]] = []
    for level in sorted({step.level for step in steps}):
        own = sorted((s for s in steps if s.level == level), key=lambda s: s.reached_by(now), reverse=True)
        pairs += zip_longest(own, own[1:])
    return pairs


def _people(kind: Kind, step: Step, rows: list[Obligation], now: dt.datetime) -> dict[int, dict[int, int]]:
    """Whom each row is told to at this step, and at which level they stand: its own person or role; where none of
    these may be written to (gone, suspended), the next role up, so that it is not lost. What is secret goes to nobody
    else."""
    people: dict[int, dict[int, int]] = {}
    left = rows
    for level in range(step.level, step.level + 1 + (0 if kind.secret else HIGHEST)):
        answering = addressed(kind, level, left, now)
        may = notices.reachable(set().union(*answering.values()), now.date()) if answering else set()
        people |= {pk: dict.fromkeys(found, level) for pk, user_ids in answering.items() if (found := user_ids & may)}
        # A row that nobody answers for at all is asked about again at the next walk.
        left = [row for row in left if row.pk not in people and answering.get(row.pk)]
        if not left:
            break
    return people


def addressed(kind: Kind, level: int, rows: list[Obligation], now: dt.datetime) -> dict[int, set[int]]:
    """The logins that answer for each row at this level: its own person, a role through whoever knows the posts."""
    people: dict[int, set[int]] = {}
    asked = []
    for row in rows:
        if row.user_id is not None and (kind.secret or level == 0):
            people[row.pk] = {row.user_id}
        elif not kind.secret:
            asked.append(row)
    if asked and _addressing:
        for pk, user_ids in _addressing[0](asked, level, now.date()).items():
            people.setdefault(pk, set()).update(user_ids)
    return people


def _write(kind: Kind, step: Step, rows: list[Obligation], now: dt.datetime) -> int:
    people = _people(kind, step, rows, now)
    wanted = {(row.pk, user_id): row for row in rows for user_id in sorted(people.get(row.pk, ()))}
    if not wanted:
        return 0
    with transaction.atomic():
        # Locked in one order: two walkers wait for each other instead of dying in a knot.
        held = Obligation.objects.open().filter(pk__in={pk for pk, _ in wanted}).order_by("pk").select_for_update()
        still_open = {row.pk for row in held}
        reminded = Reminder.objects.filter(obligation_id__in=still_open, step=step.name)
        done = set(reminded.values_list("obligation_id", "user_id"))
        fresh = {key: row for key, row in wanted.items() if key[0] in still_open and key not in done}
        Reminder.objects.bulk_create(
            Reminder(obligation_id=pk, step=step.name, user_id=user_id, at=now) for pk, user_id in fresh
        )
        notices.write(
            Notice(
                user_id=user_id,
                template=step.notice or kind.notice,
                facts=_facts(row, step),
                url=kind.address(row, people[row.pk][user_id]),
                at=now,
            )
            for (_, user_id), row in fresh.items()
        )
    return len(fresh)


def _facts(row: Obligation, step: Step) -> dict[str, Any]:
    return {
        "period": row.period,
        "team_id": row.team_id,
        "path": row.path,
        "subject_id": row.subject_id,
        "due_at": clock.local(row.due_at).isoformat(),
        "step": step.name,
    }
