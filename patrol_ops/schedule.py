"""What the clock does, one line a habit: the only list. Running any of them twice is harmless."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from celery.schedules import crontab

DELIVER_OUTBOX = "core.deliver_outbox"
WORK_JOBS = "core.work_jobs"
SEND_NOTICES = "core.send_notices"


@dataclass(frozen=True)
class Habit:
    """A task and when it runs, local time. ``sweep`` replaces ``when`` where no process can nudge another."""

    task: str
    when: crontab | dt.timedelta
    said: str
    sweep: dt.timedelta | None = None


def every(**span: float) -> dt.timedelta:
    return dt.timedelta(**span)


HABITS: tuple[Habit, ...] = (
    Habit(DELIVER_OUTBOX, every(seconds=60), "every minute, and at once after a commit", sweep=every(seconds=1)),
    Habit(WORK_JOBS, every(seconds=30), "every 30 seconds, and at once after a commit", sweep=every(seconds=2)),
    Habit("core.remind", crontab(minute="*/10"), "every ten minutes"),
    Habit(SEND_NOTICES, every(seconds=60), "every minute, and at once after a commit", sweep=every(seconds=5)),
    Habit("core.heartbeat", every(seconds=60), "every minute"),
    Habit("core.make_months", crontab(hour="2", minute="40"), "every night at 02:40"),
    Habit("core.purge", crontab(hour="3", minute="10"), "every night at 03:10"),
    Habit("teams.watch_teams", crontab(hour="0", minute="40"), "every night at 00:40"),
    # Before the logs of the day are owed; hourly, in case the clock stood still over midnight.
    Habit("teams.carry_out_reorganisations", crontab(minute="0"), "every hour at minute 0"),
    Habit("teams.discard_stale_rosters", crontab(minute="5"), "every hour at minute 5"),
    Habit("recruitment.run_campaigns", crontab(minute="2"), "every hour at minute 2"),
    # Possible from midnight on; hourly, in case the clock stood still then.
    Habit("recruitment.close_due_notices", crontab(minute="10"), "every hour at minute 10"),
    Habit("recruitment.forget_recruits", crontab(hour="3", minute="30"), "every night at 03:30"),
    # The holds begin by themselves at midnight; these say so in lists, and look at the hours of a year.
    Habit("training.expire_certificates", crontab(hour="0", minute="15"), "every night at 00:15"),
    Habit("training.review_hours", crontab(hour="0", minute="25"), "every night at 00:25"),
    Habit("training.follow_newcomers", crontab(hour="2", minute="10"), "every night at 02:10"),
    Habit("duty.owe_daily_logs", crontab(minute="1"), "every hour at minute 1"),
    Habit("discipline.plan_series", crontab(hour="0", minute="50"), "every night at 00:50"),
    Habit("discipline.watch_areas", crontab(hour="1", minute="0"), "every night at 01:00"),
    Habit("funding.keep_cover_holds", crontab(minute="15"), "every hour at minute 15"),
    Habit("duty.lock_unreviewed_logs", crontab(hour="0", minute="20"), "every night at 00:20"),
)


def routine() -> tuple[str, ...]:
    """What a night and its morning bring, each once: in the order in which the clock first comes to it after midnight,
    then what it does every few minutes, and last what follows from all of it. Sweeps for work that waits are none."""
    habits = sorted((_first(habit.when), habit.task) for habit in HABITS if isinstance(habit.when, crontab))
    return *(task for _, task in habits), DELIVER_OUTBOX


def _first(when: Any) -> tuple[bool, int, int]:  # the types of crontab know none of its sets
    return len(when.minute) > 1, min(when.hour), min(when.minute)


# Tasks that only another task or a nudge sends.
CALLED: frozenset[str] = frozenset()


def beat_schedule(*, sweeping: bool) -> dict[str, dict[str, Any]]:
    """The list as Celery wants it. A sweep that could not run in time is dropped: the next one sees the same rows."""
    return {habit.task: _entry(habit, sweeping) for habit in HABITS}


def _entry(habit: Habit, sweeping: bool) -> dict[str, Any]:
    when = habit.sweep if sweeping and habit.sweep else habit.when
    options = {"expires": max(when.total_seconds(), 1)} if isinstance(when, dt.timedelta) else {}
    return {"task": habit.task, "schedule": when, "options": options}
