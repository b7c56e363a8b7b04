"""The months before: loaded behind the running site by a job one can watch."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock, wording
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.jobs import Run, job, start_job
from patrol_ops.core.models import Job
from patrol_ops.demo import days
from patrol_ops.demo.ground import DAYS
from teams.models import Place, Team

AT_ONCE = 7
AT_A_TIME = 10
BADGES = 0  # the part of the work before the days


@dataclass(frozen=True, kw_only=True)
class DemoBegun(Event):
    job_id: int
    subject_field = "job_id"


wording.register({"demo.demo_begun": _("载入演示数据"), "demo.history": _("载入演示区三个月的日志")})


@command
def begin_demo(*, actor: Actor, at: dt.datetime) -> Job:
    """Queue the history of the district behind what is there at once."""
    district = Place.objects.get(tier="DISTRICT")
    teams = Team.objects.filter(stage="ACTIVE").count()
    row = start_job(
        "demo.history",
        {"today": at.date().isoformat()},
        actor=actor,
        at=at,
        path=district.path,
        total=teams * (DAYS - AT_ONCE + 2),  # badges, then the days
    )

    announce(DemoBegun(at=at, job_id=row.pk), actor=actor, path=district.path)
    return row


def play_last_days(now: dt.datetime) -> int:
    """The last seven days of every team, and today as far as it has come. Returns how many team-days."""
    stage = days.Stage.set(now.date())
    count = 0
    for ago in range(AT_ONCE - 1, -1, -1):
        day = now.date() - dt.timedelta(days=ago)
        with transaction.atomic():  # one write to the disk a day instead of hundreds
            days.owe(stage, day)
            for team in stage.teams:
                days.play(stage, team, day, now)
                count += 1
    return count


@job("demo.history")
def load_history(run: Run) -> None:
    """Badges first, then the days back to the first; goes on after the team it had come to."""
    today = dt.date.fromisoformat(run.facts["today"])
    stage = days.Stage.set(today)
    ago, index = run.cursor or [BADGES, 0]
    if ago == BADGES:
        for start in range(index, len(stage.teams), AT_A_TIME):
            some = stage.teams[start : start + AT_A_TIME]
            for team in some:
                days.hand_out_badges(stage, team, today - dt.timedelta(days=30))
            run.step(done=run.done + len(some), cursor=[BADGES, start + len(some)])
        ago, index = AT_ONCE, 0
    while ago <= DAYS:
        day = today - dt.timedelta(days=ago)
        if index == 0:
            days.owe(stage, day)
        for start in range(index, len(stage.teams), AT_A_TIME):
            some = stage.teams[start : start + AT_A_TIME]
            for team in some:
                days.play(stage, team, day, clock.now())
            run.step(done=run.done + len(some), cursor=[ago, start + len(some)])
        ago, index = ago + 1, 0
        run.made("office:situation")
        run.step(done=run.done, cursor=[ago, 0])
