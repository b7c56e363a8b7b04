"""The one table of what is due, and the one engine that reminds and escalates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from patrol_ops.core import clock
from patrol_ops.core.models import Notice, Obligation, Reminder


@dataclass(frozen=True)
class Step:
    """A moment relative to the due date, and how far up it is addressed: 0 whoever owes it, 1 the next role up, …"""

    name: str
    after: dt.timedelta
    level: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of obligation. ``notice`` is the wording code of its reminders; ``url`` makes the address to act at."""

    name: str
    steps: tuple[Step, ...]
    notice: str
    url: Callable[[Obligation], str]
    secret: bool = False


_KINDS: dict[str, Kind] = {}
# Who answers for which rows at which level; the first floor knows the people and plugs it in.
Addressing = Callable[[Sequence[Obligation], int, dt.date], Mapping[int, Iterable[int]]]
_addressing: list[Addressing] = []


def register(kind: Kind) -> Kind:
    if kind.name in _KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    _KINDS[kind.name] = kind
    return kind


def kinds() -> dict[str, Kind]:
    return dict(_KINDS)


def set_addressing(addressing: Addressing) -> None:
    _addressing[:] = [addressing]


@dataclass(frozen=True)
class Due:
    """What to owe: the subject and its period make it one; owing it twice is harmless."""

    subject_type: str
    subject_id: int
    due_at: dt.datetime
    period: str = ""
    team_id: int | None = None
    path: str = ""
    role: str = ""
    user_id: int | None = None


def owe(kind: str, dues: Iterable[Due], *, at: dt.datetime) -> int:
    """Owe many of one kind in one insert; rows that were cancelled come back to life. Returns how many are new or back."""
    if kind not in _KINDS:
        raise ValueError(f"{kind} is no registered kind")
    rows = [
        Obligation(
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
        for due in dues
    ]
    if not rows:
        return 0
    same = Q(subject_type=rows[0].subject_type, period__in={r.period for r in rows})
    mine = Obligation.objects.filter(same, kind=kind, subject_id__in=[r.subject_id for r in rows])
    known = {(r.subject_id, r.period): r for r in mine}
    new = [r for r in rows if (r.subject_id, r.period) not in known]
    Obligation.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    back = [known[key].pk for r in rows if (key := (r.subject_id, r.period)) in known and known[key].cancelled_at]
    if back:
        Obligation.objects.filter(pk__in=back).update(cancelled_at=None)
    return len(new) + len(back)


def settle(kind: str, *, subject_type: str, subject_id: int, at: dt.datetime, period: str = "") -> int:
    """It has been done. Late is done, too: the row keeps its due date."""
    rows = Obligation.objects.open().filter(kind=kind, subject_type=subject_type, subject_id=subject_id, period=period)
    return rows.update(settled_at=at)


def cancel(*, at: dt.datetime, **which: Any) -> int:
    """It is no longer due: of a kind, a subject, a whole team."""
    return Obligation.objects.open().filter(**which).update(cancelled_at=at)


def remind(now: dt.datetime | None = None, batch: int = 500) -> int:
    """Walk the open rows of every kind through its steps; one notice a row, step and person. Returns notices written.

    Of several steps that have passed (the clock stood still), only the latest speaks: nobody is told three times at
    once. Running twice is harmless: the unique row of ``Reminder`` is the memory.
    """
    now = now or clock.now()
    return sum(_remind_kind(kind, now, batch) for kind in _KINDS.values())


def _remind_kind(kind: Kind, now: dt.datetime, batch: int) -> int:
    steps = sorted(kind.steps, key=lambda step: step.after)
    if not steps:
        return 0
    written = 0
    for index, step in enumerate(steps):
        until = now - step.after
        rows = Obligation.objects.open().filter(kind=kind.name, due_at__lte=until)
        if index + 1 < len(steps):
            rows = rows.filter(due_at__gt=now - steps[index + 1].after)
        rows = rows.exclude(reminders__step=step.name).order_by("pk")
        last = 0
        while page := list(rows.filter(pk__gt=last)[:batch]):
            last = page[-1].pk
            written += _write(kind, step, page, now)
    return written


def _write(kind: Kind, step: Step, rows: list[Obligation], now: dt.datetime) -> int:
    people = _addressing[0](rows, step.level, now.date()) if _addressing else {}
    wanted = {(row.pk, user_id): row for row in rows for user_id in people.get(row.pk, ())}
    if not wanted:
        return 0
    with transaction.atomic():
        held = Obligation.objects.open().select_for_update(of=("self",)).filter(pk__in={pk for pk, _ in wanted})
        still_open = set(held.values_list("pk", flat=True))
        done = set(
            Reminder.objects.filter(obligation_id__in=still_open, step=step.name).values_list("obligation_id", "user_id")
        )
        fresh = {key: row for key, row in wanted.items() if key[0] in still_open and key not in done}
        Reminder.objects.bulk_create(
            Reminder(obligation_id=pk, step=step.name, user_id=user_id, at=now) for pk, user_id in fresh
        )
        Notice.objects.bulk_create(
            Notice(
                user_id=user_id,
                template=kind.notice,
                facts={"period": row.period, "team_id": row.team_id, "step": step.name},
                url=kind.url(row),
                at=now,
            )
            for (_, user_id), row in fresh.items()
        )
    return len(fresh)
