"""The county itself: places, teams, posts, logins, members, areas, badges, certificates."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password

from patrol_ops.core import clock
from patrol_ops.core.models import User
from patrol_ops.core.secrets import blind_index
from patrol_ops.demo.people import GIVEN, SURNAMES
from teams.models import (
    ActiveSpan,
    Appointment,
    AreaDesignation,
    Member,
    Membership,
    NumberBadge,
    PatrolArea,
    Place,
    Team,
    TeamUnit,
    Unit,
)
from teams.rules import EmploymentClass, Form, Role, Tier, UnitKind, pinyin_of, standard_name
from tools.county.bulk import put
from tools.county.shape import Shape, Span
from training.models import Certificate

PASSWORD = "county-2026"
BIRTHS = range(1967, 2003)
VALID_MONTHS = 24


@dataclass
class Numbers:
    """The next id of each table, so that several counties fit into one database."""

    next_id: dict[str, int] = field(default_factory=dict)

    def take(self, model: type) -> int:
        name = model.__name__
        self.next_id[name] = self.next_id.get(name, 0) + 1
        return self.next_id[name]


@dataclass
class Squad:
    """A team as the history needs it: its id, place, who leads and who reviews by login, its area, its people."""

    team_id: int
    path: str
    tier: Tier
    mass: bool
    leader: int
    reviewer: int
    area_id: int
    members: list[int] = field(default_factory=list)


class Builder:
    """One county at a time, its numbers going on where the last one ended."""

    def __init__(self, shape: Shape, span: Span, numbers: Numbers, seed: int) -> None:
        self.shape, self.span, self.numbers = shape, span, numbers
        self.chance = random.Random(seed)  # invented people, no secrets
        self.since = span.first - dt.timedelta(days=30)
        self.at = clock.at(self.since, 8)
        self.password = make_password(PASSWORD)
        self.rows: dict[type, list[Any]] = {}
        self.squads: list[Squad] = []
        self.code = ""

    def make(self, model: type, **values: Any) -> int:
        pk = self.numbers.take(model)
        self.rows.setdefault(model, []).append(model(pk=pk, **values))
        return pk

    def build(self, code: int) -> None:
        self.code = str(code)
        district = self.place(self.code, f"第{code % 100}县", "DISTRICT", None, 469_000)
        head = self.login("head", "县主任")
        self.post(head, Role.GOVERNANCE_HEAD, district, self.code)
        for key, role in (
            ("office", Role.GOVERNANCE),
            ("bureau", Role.SUB_BUREAU),
            ("inspector", Role.INSPECTOR),
            ("trainer", Role.TRAINER),
            ("admin", Role.ADMINISTRATOR),
            ("auditor", Role.AUDITOR),
        ):
            self.post(self.login(key, key), role, district, self.code)
        bureau = self.login("reviewer", "分局")
        self.post(bureau, Role.SUB_BUREAU, district, self.code)
        sub_bureau = self.unit(district, UnitKind.SUB_BUREAU, "公安分局")
        full_time, mass = iter(self.shape.full_time_sizes), iter(self.shape.mass_sizes)
        brigade = self.team(
            Tier.BRIGADE, district, self.code, None, f"第{code % 100}县", "", next(full_time), bureau, sub_bureau
        )
        voluntary = iter(self.shape.voluntary_of())
        for number, villages in enumerate(self.shape.villages_of(), 1):
            self.township(number, villages, district, brigade, full_time, mass, voluntary)

    def township(
        self,
        number: int,
        villages: int,
        district: int,
        brigade: int,
        full_time: Iterator[int],
        mass: Iterator[int],
        voluntary: Iterator[int],
    ) -> None:
        path, name = f"{self.code}{number:03d}", f"第{number}镇"
        street = self.place(path, name, "STREET", district, 39_000)
        liaison = self.login(f"station-{number}", "派出所")
        self.post(liaison, Role.STATION_LIAISON, street, path)
        self.post(self.login(f"township-{number}", "镇专干"), Role.TOWNSHIP, street, path)
        station = self.unit(street, UnitKind.POLICE_STATION, f"{name}派出所")
        squadron = self.team(Tier.SQUADRON, street, path, brigade, name, "", next(full_time), liaison, station)
        for village in range(1, villages + 1):
            low, called = f"{path}{village:03d}", f"第{village}村"
            place = self.place(low, called, "COMMUNITY", street, 4_700)
            officer = self.login(f"officer-{number}-{village}", "社区民警")
            self.post(officer, Role.COMMUNITY_OFFICER, place, low)
            for hamlet in range(1 + next(voluntary)):
                self.team(
                    Tier.DETACHMENT,
                    place,
                    low,
                    squadron,
                    called,
                    f"第{hamlet}组" if hamlet else "",
                    next(mass),
                    officer,
                    station,
                    street=name,
                )

    def place(self, path: str, name: str, tier: str, parent: int | None, population: int) -> int:
        return self.make(
            Place, code=path.ljust(12, "0"), path=path, name=name, tier=tier, parent_id=parent, population=population
        )

    def unit(self, place: int, kind: UnitKind, name: str) -> int:
        return self.make(Unit, place_id=place, kind=kind, name=name, founded_at=self.at)

    def login(self, key: str, name: str) -> int:
        return self.make(
            User, username=f"{self.code}-{key}", name=name, password=self.password, is_active=True, opened_at=self.at
        )

    def post(self, user: int | None, role: Role, place: int, path: str, **over: Any) -> None:
        whole: dict[str, Any] = {"place_id": place} | over
        if "team_id" in over:
            whole.pop("place_id")
        self.make(
            Appointment,
            role=role,
            user_id=user,
            path=path,
            since=self.since,
            proposed_at=self.at,
            approved_at=self.at,
            **whole,
        )

    def team(
        self,
        tier: Tier,
        place: int,
        path: str,
        parent: int | None,
        called: str,
        hamlet: str,
        size: int,
        reviewer: int,
        unit: int,
        street: str = "",
    ) -> int:
        full_time = tier is not Tier.DETACHMENT
        team = self.make(
            Team,
            tier=tier,
            place_id=place,
            parent_id=parent,
            name=standard_name(tier, called, street, hamlet),
            hamlet=hamlet,
            form=Form.FULL_TIME_PATROL if full_time else Form.VOLUNTARY_PATROL,
            authorised=max(size, 5),
            stage="ACTIVE",
            activated_at=self.at,
            plaque_hung_on=self.since,
        )
        self.make(ActiveSpan, team_id=team, since=self.since)
        self.make(TeamUnit, team_id=team, unit_id=unit, relation="MANAGING", since=self.since, related_at=self.at)
        leader = self.login(f"leader-{team}", "队长")
        squad = Squad(team, path, tier, not full_time, leader, reviewer, self.area(team, place, path, unit))
        squad.members = [self.member(squad, index) for index in range(size)]
        self.rows[Member][-size].user_id = leader
        self.post(None, Role.LEADER, place, path, team_id=team, member_id=squad.members[0])
        self.squads.append(squad)
        return team

    def area(self, team: int, place: int, path: str, unit: int) -> int:
        area = self.make(
            PatrolArea,
            path=f"{path.ljust(12, '0')}{len(self.squads) % 90 + 10:02d}",
            name=f"第{len(self.squads) + 1}片",
            kind="AREA",
            form="AREA",
            place_id=place,
            responsible_team_id=team,
            responsible_unit_id=unit,
            drawn_at=self.at,
        )
        self.make(AreaDesignation, area_id=area, team_id=team, since=self.since, designated_at=self.at)
        return area

    def member(self, squad: Squad, index: int) -> int:
        name = self.chance.choice(SURNAMES) + "".join(self.chance.choices(GIVEN, k=2))
        born = self.chance.choice(BIRTHS)
        number = self.numbers.next_id.get("Member", 0) + 1
        identity = f"{self.code}{born}{number % 12 + 1:02d}{number % 28 + 1:02d}{number:06d}"
        member = self.make(
            Member,
            name=name,
            pinyin=pinyin_of(name),
            initials=pinyin_of(name)[:1],
            identity_index=blind_index(identity, "identity"),
            birth_year=born,
        )
        employment = EmploymentClass.VOLUNTEER if squad.mass else EmploymentClass.FULL_TIME
        self.make(
            Membership,
            member_id=member,
            team_id=squad.team_id,
            employment_class=employment,
            since=self.since,
            main=True,
            entered_at=self.at,
        )
        self.make(
            NumberBadge,
            number=f"{self.code[2:]}{number:06d}",
            path=squad.path,
            member_id=member,
            allocated_on=self.since,
            handed_over_on=self.since,
        )
        # Some end within two months, so that the clock has something to remind of.
        ends = self.span.today + dt.timedelta(days=30 + number % 660)
        self.make(
            Certificate,
            number=f"S{self.code}-{number:08d}",
            path=squad.path,
            member_id=member,
            team_id=squad.team_id,
            stage="VALID",
            starts_on=self.since,
            last_day=ends,
            on_duty_since=self.since,
            hours_checked_for=self.span.today.year - 1,
            key=f"{number:026d}",
            issued_at=self.at,
        )
        return member

    def save(self) -> None:
        for model in (
            Place,
            Unit,
            User,
            Team,
            ActiveSpan,
            TeamUnit,
            PatrolArea,
            AreaDesignation,
            Member,
            Membership,
            NumberBadge,
            Appointment,
            Certificate,
        ):
            put(model, self.rows.pop(model))
