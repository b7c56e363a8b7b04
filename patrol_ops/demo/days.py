"""A day of the district: who filed what, when, and who read it. The same day comes out the same each time."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

from duty import commands
from duty.rules import (
    EntryDraft,
    EntryKind,
    HelpKind,
    Mode,
    NoPatrol,
    PatrolDraft,
    PatrolLogDraft,
    Severity,
    Sighted,
    ToldTo,
    WalkerDraft,
)
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.core.refusals import Refused
from teams.commands import allocate_badge, hand_over_badge
from teams.models import Appointment, AreaDesignation, Member, Membership, Place, Team
from teams.reports import actor_for
from teams.rules import REVIEWER_OF, Role

HAZARDS = ("路灯不亮", "井盖松动", "消防通道堆放杂物", "楼道大门损坏", "护栏缺口", "电线垂落")
SPOTS = ("南门路口", "小学门口", "菜市场东侧", "三号楼前", "河边步道", "停车场入口", "老桥头", "卫生站旁")
TOPICS = ("防盗提示", "防诈骗", "消防安全", "交通安全")
HAND_OVER = ("一切正常。", "留意三号楼前路灯。", "周末集市人多，早点到岗。", "")
# These teams do not keep up: the office should see it at once.
LAGGING = 37


@dataclass
class Stage:
    """What a day needs to know of the district, read once."""

    district: Place
    teams: list[Team]
    leaders: dict[int, Actor]
    reviewers: dict[str, Actor]
    crews: dict[int, list[int]]
    areas: dict[int, list[int]]
    office: Actor
    fit: dict[dt.date, set[int]] = field(default_factory=dict)

    def fit_on(self, day: dt.date) -> set[int]:
        """Who may walk that day: asked once a day."""
        if day not in self.fit:
            self.fit[day] = set(Member.objects.fit_for_duty(day).values_list("pk", flat=True))
        return self.fit[day]

    @classmethod
    def set(cls, day: dt.date) -> Stage:
        district = Place.objects.get(tier="DISTRICT")
        teams = list(Team.objects.filter(stage="ACTIVE").select_related("place").order_by("place__path", "pk"))
        posts = Appointment.objects.on(day).select_related("user", "member__user")
        actors: dict[int, Actor] = {}
        leaders: dict[int, Actor] = {}
        reviewers: dict[tuple[str, str], Actor] = {}
        for post in posts.filter(role__in=[Role.LEADER, *REVIEWER_OF.values()]):
            user: User | None = post.user or (post.member.user if post.member else None)
            if user is None:
                continue
            actor = actors.setdefault(user.pk, actor_for(user, day))
            if post.role == Role.LEADER and post.team_id:
                leaders[post.team_id] = actor
            else:
                reviewers[post.role, post.path] = actor
        by_path = {}
        for team in teams:
            found = reviewers.get((REVIEWER_OF[team.tier], team.place.path))
            if found is not None:
                by_path[team.place.path] = found
        crews: dict[int, list[int]] = defaultdict(list)
        for team_id, member_id in (
            Membership.objects.on(day).filter(legacy=True).order_by("pk").values_list("team_id", "member_id")
        ):
            crews[team_id].append(member_id)
        areas: dict[int, list[int]] = defaultdict(list)
        for team_id, area_id in AreaDesignation.objects.order_by("pk").values_list("team_id", "area_id"):
            areas[team_id].append(area_id)
        office = posts.filter(role=Role.GOVERNANCE, user__isnull=False).first()
        if office is None or office.user is None:
            raise ValueError("The demo district has no governance office.")
        return cls(district, teams, leaders, by_path, crews, areas, actor_for(office.user, day))


def owe(stage: Stage, day: dt.date) -> None:
    """The clock's part of the day."""
    at = clock.at(day, 0, 1)
    try:
        commands.owe_daily_logs(actor=Actor.system("demo"), district_id=stage.district.pk, day=day, at=at)
    except Refused:
        return  # owed already: this day is being gone on with


def hand_out_badges(stage: Stage, team: Team, day: dt.date) -> None:
    """Most members have their number badge by now; what was handed out before stays as it is."""
    chance = random.Random(team.place.path)
    at = clock.at(day, 15)
    for member_id in stage.crews[team.pk]:
        if chance.random() < 0.25:
            continue
        for act in (allocate_badge, hand_over_badge):
            # What was done before the worker was stopped is refused the second time.
            with suppress(Refused):
                act(actor=stage.office, team_id=team.pk, member_id=member_id, at=at)


def play(stage: Stage, team: Team, day: dt.date, now: dt.datetime) -> None:
    """One team's log of one day, and its review, as far as they lie before ``now``."""
    leader = stage.leaders.get(team.pk)
    chance = random.Random(f"{team.place.path}{day:%Y%m%d}")
    if leader is None or not stage.areas[team.pk] or _nothing_filed(team, day, now, chance):
        return
    filed_at = _filed_at(day, chance)
    if filed_at >= now:
        return
    try:
        log = commands.submit_patrol_log(
            actor=leader, team_id=team.pk, draft=_draft(stage, team, day, chance, (now.date() - day).days), at=filed_at
        )
    except Refused:
        return  # filed before the worker was stopped, or the team was not active that day
    reviewer = stage.reviewers.get(team.place.path)
    read_at = clock.at(
        day + dt.timedelta(days=1 + (chance.random() < 0.2)), 9 + chance.randint(0, 7), chance.randint(0, 59)
    )
    ago = (now.date() - day).days
    unread = chance.random() < (0.06 if ago < 10 else 0.002)
    if reviewer is None or read_at >= now or read_at <= filed_at or unread:
        return
    if chance.random() < 0.025 and ago < 4:
        commands.return_patrol_log(actor=reviewer, log_id=log.pk, reason="请补充参加队员和巡逻路线", at=read_at)
    else:
        commands.review_patrol_log(actor=reviewer, log_id=log.pk, at=read_at)


def _nothing_filed(team: Team, day: dt.date, now: dt.datetime, chance: random.Random) -> bool:
    ago = (now.date() - day).days
    if team.pk % LAGGING == 5 and ago <= 4:
        return True
    if ago == 0 and team.place.path.endswith("001001"):
        return True  # the leader who signs in finds the day's log still to be written
    return chance.random() < 0.03


def _filed_at(day: dt.date, chance: random.Random) -> dt.datetime:
    """Most in the evening, some the next morning, a few after the cut-off."""
    kind = chance.random()
    if kind < 0.82:
        return clock.at(day, 21, chance.randint(10, 59))
    hour = 7 + chance.randint(0, 2) if kind < 0.96 else 11 + chance.randint(0, 6)
    return clock.at(day + dt.timedelta(days=1), hour, chance.randint(0, 59))


def _draft(stage: Stage, team: Team, day: dt.date, chance: random.Random, ago: int) -> PatrolLogDraft:
    if chance.random() < 0.03:
        return PatrolLogDraft(day=day, no_patrol=chance.choice([NoPatrol.WEATHER, NoPatrol.REST, NoPatrol.TRAINING]))
    crew = [pk for pk in stage.crews[team.pk] if pk in stage.fit_on(day)]
    if not crew:
        return PatrolLogDraft(day=day, no_patrol=NoPatrol.TRAINING)
    chance.shuffle(crew)
    starts = [dt.time(19, 0)] if chance.random() < 0.75 else [dt.time(9, 0), dt.time(18, 30)]
    patrols = []
    for number, start in enumerate(starts):
        size = min(len(crew), 2 if team.tier == "DETACHMENT" else 5)
        walkers = crew[number * size : number * size + size] or crew[:1]
        hours = 2 if number == 0 else 1
        mode = chance.choice([Mode.FOOT, Mode.FOOT, Mode.FOOT, Mode.BICYCLE, Mode.MOTOR, Mode.FIXED_POST])
        patrols.append(
            PatrolDraft(
                started=start,
                ended=dt.time(start.hour + hours, start.minute),
                area_id=chance.choice(stage.areas[team.pk]),
                mode=mode,
                post=chance.choice(SPOTS) if mode is Mode.FIXED_POST else "",
                walkers=tuple(WalkerDraft(pk, insignia=chance.random() > 0.02) for pk in walkers),
            )
        )
    return PatrolLogDraft(
        day=day, patrols=tuple(patrols), entries=tuple(_entries(chance, ago)), hand_over=chance.choice(HAND_OVER)
    )


def _entries(chance: random.Random, ago: int) -> list[EntryDraft]:
    """What is old has mostly been dealt with; what is recent mostly waits."""
    said = []
    mended = chance.random() < (0.99 if ago > 12 else 0.5)
    spot = chance.choice(SPOTS)
    if chance.random() < 0.06:
        said.append(
            EntryDraft(
                kind=EntryKind.HAZARD,
                at=dt.time(19, 30),
                place=spot,
                category=chance.choice(list(Severity)),
                text=chance.choice(HAZARDS),
                outcome="已修好" if mended else "",
            )
        )
    if chance.random() < 0.08:
        said.append(
            EntryDraft(
                kind=EntryKind.PUBLICITY,
                at=dt.time(19, 15),
                place=spot,
                topic=chance.choice(TOPICS),
                material="宣传单",
                count=chance.randint(5, 60),
            )
        )
    if chance.random() < 0.1:
        said.append(EntryDraft(kind=EntryKind.HELP, category=chance.choice(list(HelpKind)), count=chance.randint(1, 4)))
    if chance.random() < 0.02:
        said.append(
            EntryDraft(
                kind=EntryKind.OBSERVATION,
                at=dt.time(20, 0),
                place=spot,
                category=chance.choice(list(Sighted)),
                told_to=ToldTo.EMERGENCY_CENTRE,
                told_at=dt.time(20, 2),
            )
        )
    if chance.random() < 0.008:
        said.append(
            EntryDraft(
                kind=EntryKind.INCIDENT,
                at=dt.time(20, 10),
                place=spot,
                text="两方争执，劝离后交民警处理",
                told_to=ToldTo.POLICE_STATION,
                told_at=dt.time(20, 12),
                contained_at=dt.time(20, 15),
                outcome="民警到场处理完毕",
            )
        )
    return said
