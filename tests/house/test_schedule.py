"""What the clock does stands in one list, and everything in it exists."""

import datetime as dt

from patrol_ops.celery import app, nudge
from patrol_ops.core import routine as core_routine
from patrol_ops.schedule import CALLED, HABITS, beat_schedule, routine


def tasks() -> set[str]:
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_everything_scheduled_is_a_task() -> None:
    assert {habit.task for habit in HABITS} - tasks() == set()


def test_every_task_is_scheduled_or_called() -> None:
    assert tasks() - {habit.task for habit in HABITS} - CALLED == set()
    assert CALLED & {habit.task for habit in HABITS} == set()


def test_every_task_says_what_it_is_for_and_takes_unknown_keywords() -> None:
    """Old workers survive new messages."""
    for name in tasks():
        task = app.tasks[name]
        assert (task.run.__doc__ or "").strip(), name
        assert task.run.__code__.co_flags & 0x08, f"{name} takes no **_"


def test_where_nobody_can_nudge_the_sweep_is_every_second() -> None:
    embedded, shared = beat_schedule(sweeping=True), beat_schedule(sweeping=False)

    assert embedded["core.deliver_outbox"]["schedule"] == dt.timedelta(seconds=1)
    assert shared["core.deliver_outbox"]["schedule"] == dt.timedelta(seconds=60)
    assert embedded.keys() == shared.keys()


def test_a_nudge_into_a_private_queue_sends_nothing(settings: object, monkeypatch: object) -> None:
    sent: list[str] = []
    settings.BROKER_IS_SHARED = False  # type: ignore[attr-defined]
    monkeypatch.setattr(app, "send_task", lambda name, **_: sent.append(name))  # type: ignore[attr-defined]

    nudge()
    assert sent == []

    settings.BROKER_IS_SHARED = True  # type: ignore[attr-defined]
    nudge()
    assert sent == ["core.deliver_outbox"]


def test_the_routine_is_all_that_the_night_does_in_its_order() -> None:
    """Taken from the list of habits; whatever is not in it only looks for work that waits."""
    pieces = routine()

    assert {habit.task for habit in HABITS} - set(pieces) == {"core.work_jobs", "core.send_notices", "core.heartbeat"}
    assert len(pieces) == len(set(pieces))
    assert set(pieces) <= tasks()
    assert pieces[:2] == ("teams.carry_out_reorganisations", "duty.owe_daily_logs")
    assert pieces[-2:] == ("core.remind", "core.deliver_outbox")
    assert core_routine.routine() == pieces
