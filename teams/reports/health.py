"""The check-up of the ledgers: what is wrong where, how complete, clear and fresh they are, and the rows behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery

from patrol_ops.core import clock, policy
from patrol_ops.core.access import Actor
from patrol_ops.core.privacy import masked
from patrol_ops.core.querysets import EVERYTHING, NOTHING, within
from patrol_ops.core.sockets import figures
from teams.access import Permission
from teams.models import (
    Acknowledgement,
    Appointment,
    DutyStatement,
    Hold,
    Member,
    Membership,
    NumberBadge,
    Team,
    TeamStep,
    TeamUnit,
    Unit,
)
from teams.policy import CONCURRENT_WARN, IDLE_DAYS, LEDGER_STALE_DAYS, STATEMENT_DAYS
from teams.queries import serving as serving_on
from teams.rules import (
    OF_MEMBERS,
    OF_TEAMS,
    AccountableKind,
    Alarm,
    HoldKind,
    Quality,
    Relation,
    Role,
    TeamFacts,
    Tier,
    alarms_of,
    known_path,
    quality_of,
    standard_name,
)


@dataclass(frozen=True)
class Yardstick:
    """What a check-up of a day measures by: two statements, whatever it measures."""

    day: dt.date
    stale_days: int
    concurrent: int
    idle_since: dt.date  # who has not walked since then serves in name only
    overdue: dict[str, int]  # versions in force that everybody should know by now, by role

    @property
    def on_duty(self) -> tuple[QuerySet[Any], ...]:
        """What members did since, as whoever keeps the logs answers: rows with a ``member``."""
        return tuple(figures("members-on-duty", since=self.idle_since).values())


def yardstick(actor: Actor, path: str, day: dt.date) -> Yardstick:
    values = policy.values_on(day, path, LEDGER_STALE_DAYS, CONCURRENT_WARN, STATEMENT_DAYS, IDLE_DAYS)
    idle_since = day - dt.timedelta(days=values[IDLE_DAYS.key])
    latest = day - dt.timedelta(days=values[STATEMENT_DAYS.key] + 1)
    versions = DutyStatement.objects.visible_to(actor, Permission.VIEW_DUTY_STATEMENT).in_force(day)
    known_by_now = versions.filter(since__lte=latest).values_list("role", "pk")
    return Yardstick(
        day=day,
        stale_days=values[LEDGER_STALE_DAYS.key],
        concurrent=values[CONCURRENT_WARN.key],
        idle_since=idle_since,
        overdue=dict(known_by_now),
    )


def _place(lookup: str, path: str) -> Q:
    if not path:
        return EVERYTHING
    return within(lookup, path) if known_path(path) else NOTHING


# --- who is meant ----------------------------------------------------------------------------------------------------


def _wrong(alarm: Alarm, by: Yardstick, prefix: str = "") -> Q:
    """Of memberships, reached by ``prefix``: whom the alarm is about."""
    member = OuterRef(f"{prefix}member")
    if alarm is Alarm.NO_PHONE:
        return Q(**{f"{prefix}member__phone_index": ""})
    if alarm is Alarm.NO_BADGE:
        held = Hold.objects.on(by.day).filter(kind=HoldKind.BADGE, member=member)
        return Q(Exists(held)) & ~Q(Exists(NumberBadge.objects.current().filter(member=member)))
    if alarm is Alarm.CONCURRENT:
        return Q(**{f"{prefix}member__in": Member.objects.concurrent(by.day, by.concurrent).values("pk")})
    if alarm is Alarm.IN_NAME_ONLY:
        idle = Q(**{f"{prefix}since__lte": by.idle_since})
        for members in by.on_duty:
            idle &= ~Q(Exists(members.filter(member=member)))
        return idle if by.on_duty else NOTHING
    leading = Exists(Appointment.objects.on(by.day).filter(member=member, role=Role.LEADER))
    unknown = NOTHING
    for role, leads in ((Role.LEADER, Q(leading)), (Role.MEMBER, ~Q(leading))):
        if role in by.overdue:
            known = Acknowledgement.objects.filter(statement=by.overdue[role], member=member)
            unknown |= leads & ~Q(Exists(known))
    return unknown


def members_with(alarm: Alarm, actor: Actor, path: str, by: Yardstick) -> QuerySet[Any]:
    """The memberships of active teams behind a count, with ``readable``."""
    open_files = Membership.objects.visible_to(actor, Permission.VIEW_MEMBER).filter(pk=OuterRef("pk"))
    rows = Membership.objects.visible_to(actor, Permission.CHECK_LEDGERS).on(by.day)
    rows = rows.filter(_place("team__place__path", path), _wrong(alarm, by), team__stage="ACTIVE")
    found: QuerySet[Any] = (
        rows.annotate(readable=Exists(open_files)).select_related("member", "team").order_by("team__place__path", "pk")
    )
    return found


def shown_name(row: Any) -> str:
    """The name of a row of ``members_with``, as far as the reader may know it."""
    return row.member.name if row.readable else masked(row.member.name)


# --- teams ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamHealth:
    """A team's check-up: its own alarms, how many of its people each alarm is about, and its quality."""

    pk: int
    name: str
    path: str
    street: str
    facts: TeamFacts
    alarms: tuple[Alarm, ...]
    about: dict[Alarm, int]
    quality: Quality

    @property
    def total(self) -> int:
        return len(self.alarms) + sum(self.about.values())


# Counted with the teams, person by person. Who has walked at all is a question over all logs of months: joined as a
# whole it takes a second or two; asked for each person, or as a set that may not fit into memory, it takes minutes.
_WITH_TEAMS = tuple(alarm for alarm in OF_MEMBERS if alarm is not Alarm.IN_NAME_ONLY)


def team_health(actor: Actor, path: str, by: Yardstick) -> list[TeamHealth]:
    """Every active team of the place within reach, in the order of places: two statements, grouped over those who serve
    or served, and not asked team by team."""
    badged = NumberBadge.objects.current().filter(member=OuterRef("memberships__member"))
    managing = TeamUnit.objects.filter(team=OuterRef("pk"), relation=Relation.MANAGING, until__isnull=True)
    steps = TeamStep.objects.filter(team=OuterRef("pk")).order_by().values("team").annotate(last=Max("at"))
    serving = serving_on(by.day, "memberships__")

    def count(condition: Q) -> Any:
        return Count("memberships__member", distinct=True, filter=serving & condition)

    teams = Team.objects.visible_to(actor, Permission.CHECK_LEDGERS).active().filter(_place("place__path", path))
    rows = (
        teams.with_leader(by.day)
        .annotate(managed=Exists(managing), moved=Subquery(steps.values("last"), output_field=DateTimeField()))
        .annotate(
            people=count(Q()),
            badged=count(Q(Exists(badged))),
            entered=Max("memberships__entered_at"),
            ended=Max("memberships__ended_at"),
            **{alarm.lower(): count(_wrong(alarm, by, "memberships__")) for alarm in _WITH_TEAMS},
        )
        .select_related("place__parent")
        .order_by("place__path", "hamlet", "pk")
    )
    idle = Membership.objects.on(by.day).filter(_wrong(Alarm.IN_NAME_ONLY, by), team__in=teams.values("pk"))
    by_team = idle.order_by().values("team").annotate(people=Count("member", distinct=True))
    in_name_only = dict(by_team.values_list("team", "people"))
    return [_health(row, by, in_name_only.get(row.pk, 0)) for row in rows]


def _health(row: Any, by: Yardstick, in_name_only: int) -> TeamHealth:
    place, above = row.place, row.place.parent
    touched = [moment for moment in (row.entered, row.ended, row.moved) if moment is not None]
    about = {alarm: getattr(row, alarm.lower()) for alarm in _WITH_TEAMS} | {Alarm.IN_NAME_ONLY: in_name_only}
    facts = TeamFacts(
        name=row.name,
        standard=standard_name(Tier(row.tier), place.name, above.name if above else "", row.hamlet),
        led=row.led,
        managed=row.managed,
        people=row.people,
        no_phone=about[Alarm.NO_PHONE],
        no_badge=about[Alarm.NO_BADGE],
        badged=row.badged,
        updated_on=clock.local(max(touched)).date() if touched else None,
        plaque=row.plaque_hung_on is not None,
    )
    return TeamHealth(
        pk=row.pk,
        name=row.name,
        path=place.path,
        street=above.name if place.tier == "COMMUNITY" and above else place.name,
        facts=facts,
        alarms=alarms_of(facts, by.day, by.stale_days),
        about=about,
        quality=quality_of(facts, by.day, by.stale_days),
    )


# --- bodies ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitGap:
    """A body and the post in it for which nobody answers."""

    unit_id: int
    name: str
    path: str
    place: str
    kind: AccountableKind


def unit_gaps(actor: Actor, path: str, day: dt.date) -> list[UnitGap]:
    """ORG-16: every name that is missing within reach, by place: one statement."""
    units = Unit.objects.visible_to(actor, Permission.VIEW_UNIT).filter(_place("place__path", path))
    lacking = {
        f"lacks_{kind.lower()}": Exists(Unit.objects.lacking(kind, day).filter(pk=OuterRef("pk")))
        for kind in AccountableKind
    }
    columns = ("pk", "name", "place__path", "place__name", *lacking)
    return [
        UnitGap(pk, name, place_path, place, kind)
        for pk, name, place_path, place, *lacks in units.annotate(**lacking)
        .order_by("place__path", "name")
        .values_list(*columns)
        for kind, lacks_it in zip(AccountableKind, lacks, strict=True)
        if lacks_it
    ]


# --- together -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StreetHealth:
    """The check-up of a street, or of what serves a whole district."""

    path: str
    name: str
    teams: int
    total: int
    quality: Quality


def health_by_place(teams: list[TeamHealth]) -> list[StreetHealth]:
    """Added up by street, in the order of places; in a single one, team by team."""
    if len({team.path[:9] for team in teams}) <= 1:
        return [StreetHealth(team.path, team.name, 1, team.total, team.quality) for team in teams]
    found: dict[str, StreetHealth] = {}
    for team in teams:
        before = found.get(team.path[:9])
        found[team.path[:9]] = StreetHealth(
            path=team.path[:9],
            name=team.street,
            teams=(before.teams if before else 0) + 1,
            total=(before.total if before else 0) + team.total,
            quality=(before.quality if before else Quality()) + team.quality,
        )
    return list(found.values())


def alarm_counts(teams: Iterable[TeamHealth], gaps: list[UnitGap]) -> dict[Alarm, int]:
    """How often each alarm rings."""
    counts = dict.fromkeys(Alarm, 0)
    for team in teams:
        for alarm in team.alarms:
            counts[alarm] += 1
        for alarm, number in team.about.items():
            counts[alarm] += number
    counts[Alarm.NO_ACCOUNTABLE] = len(gaps)
    return counts


def teams_with(alarm: Alarm, teams: Iterable[TeamHealth]) -> list[TeamHealth]:
    """The teams behind a count."""
    return [team for team in teams if alarm in OF_TEAMS and alarm in team.alarms]
