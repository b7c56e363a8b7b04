"""What a log's form begins with: as last time, with who may walk today (never ask what is known)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from duty.models import Patrol, PatrolLog, PatrolWalker
from patrol_ops.core import clock
from patrol_ops.core.querysets import within
from teams.models import AreaDesignation, PatrolArea, Team
from teams.queries import serving
from teams.reports import Standing

# How far back one looks for the last patrol, and how many areas of neighbours are offered for a joint one.
LOOKED_BACK, NEIGHBOURS = 15, 200
PHRASES, PHRASE_LENGTH = 3, 40
ALL_AT_ONCE = 6


@dataclass(frozen=True)
class AreaChoice:
    """An area a patrol may name: one's own, or a neighbour's for a joint patrol."""

    name: str
    own: bool


@dataclass(frozen=True)
class PatrolStart:
    """What a patrol's row is filled with."""

    started: dt.time
    ended: dt.time
    area: int | None
    mode: str
    walkers: tuple[int, ...]
    post: str
    joint: bool
    bare: tuple[int, ...] = ()


@dataclass(frozen=True)
class LogStart:
    """What an ordinary day begins with; ``phrases`` are what this team wrote to the next shift before."""

    patrols: tuple[PatrolStart, ...]
    handed_over: str
    from_day: dt.date | None
    phrases: tuple[str, ...]


def recent_logs(seen: Any, team_id: int, day: dt.date) -> list[PatrolLog]:
    """The log of ``day`` and those before it among those ``seen``, the newest first: one statement."""
    return list(seen.filter(team_id=team_id, day__lte=day).select_related("team").order_by("-day")[:LOOKED_BACK])


def log_start(
    recent: Iterable[PatrolLog],
    day: dt.date,
    now: dt.datetime,
    crew: Sequence[Standing],
    areas: Mapping[int, AreaChoice],
) -> LogStart:
    """The last log before ``day`` that had a patrol gives times, area, mode and people: one statement."""
    fit = {person.member_id for person in crew if person.fit}
    before = [log for log in recent if log.day < day]
    walked = next((log for log in before if not log.no_patrol), None)
    patrols = [_again(patrol, walkers, fit, areas) for patrol, walkers in _walked(walked)] if walked else []
    if not patrols:
        own = [pk for pk, area in areas.items() if area.own]
        patrols = [
            PatrolStart(
                started=dt.time(19, 0),
                ended=dt.time(21, 0),
                area=own[0] if len(own) == 1 else None,
                mode="FOOT",
                walkers=tuple(sorted(fit)) if len(fit) <= ALL_AT_ONCE else (),
                post="",
                joint=False,
            )
        ]
    said = dict.fromkeys(log.hand_over for log in before if 0 < len(log.hand_over) <= PHRASE_LENGTH)
    return LogStart(
        patrols=tuple(_until_now(patrol, day, now) for patrol in patrols),
        handed_over=before[0].hand_over if before else "",
        from_day=before[0].day if before else None,
        phrases=tuple(said)[:PHRASES],
    )


def _walked(log: PatrolLog) -> list[tuple[Patrol, list[int]]]:
    walked: dict[int, tuple[Patrol, list[int]]] = {}
    for row in PatrolWalker.objects.filter(patrol__log=log).select_related("patrol").order_by("patrol__number", "pk"):
        walked.setdefault(row.patrol_id, (row.patrol, []))[1].append(row.member_id)
    return list(walked.values())


def _again(patrol: Patrol, walkers: list[int], fit: set[int], areas: Mapping[int, AreaChoice]) -> PatrolStart:
    return PatrolStart(
        started=clock.local(patrol.started_at).time(),
        ended=clock.local(patrol.ended_at).time(),
        area=patrol.area_id if patrol.area_id in areas else None,
        mode=patrol.mode,
        walkers=tuple(pk for pk in walkers if pk in fit),
        post=patrol.post,
        joint=patrol.joint and patrol.area_id in areas,
    )


def _until_now(patrol: PatrolStart, day: dt.date, now: dt.datetime) -> PatrolStart:
    """Whoever writes before the usual end has come in early: up to now, to five minutes."""
    begun, usual = (
        clock.at(day, patrol.started.hour, patrol.started.minute),
        clock.at(day, patrol.ended.hour, patrol.ended.minute),
    )
    if usual <= begun:
        usual += dt.timedelta(days=1)
    if not begun + dt.timedelta(minutes=30) <= now < usual:
        return patrol
    ended = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    return PatrolStart(**{**vars(patrol), "ended": ended.time()})


def rows_of(log: PatrolLog) -> list[PatrolStart]:
    """What a returned log says of its patrols, to be mended: one statement."""
    found: dict[int, tuple[Patrol, list[PatrolWalker]]] = {}
    for row in PatrolWalker.objects.filter(patrol__log=log).select_related("patrol").order_by("patrol__number", "pk"):
        found.setdefault(row.patrol_id, (row.patrol, []))[1].append(row)
    return [
        PatrolStart(
            started=clock.local(patrol.started_at).time(),
            ended=clock.local(patrol.ended_at).time(),
            area=patrol.area_id,
            mode=patrol.mode,
            walkers=tuple(row.member_id for row in walkers),
            post=patrol.post,
            joint=patrol.joint,
            bare=tuple(row.member_id for row in walkers if not row.insignia),
        )
        for patrol, walkers in found.values()
    ]


def areas_of(team: Team, day: dt.date) -> dict[int, AreaChoice]:
    """The areas designated to the team that day (SCH-01), then those of its street for joint patrols: one statement."""
    designated = AreaDesignation.objects.filter(serving(day), area=OuterRef("pk"), team=team)
    around = PatrolArea.objects.annotate(own=Exists(designated)).filter(
        Q(own=True) | within("path", team.place.path[:9])
    )
    rows = around.order_by("-own", "path").values_list("pk", "name", "own")[:NEIGHBOURS]
    return {pk: AreaChoice(name=name, own=own) for pk, name, own in rows}
