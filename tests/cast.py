"""The cast: the same few people in every test, in a small district that was built through the commands.

The district is built once a session, read out, and rolled back; a test that asks for anyone gets all of it, inserted
row by row into its own database. That costs a few milliseconds and works for ordinary and for real transactions alike.
Whatever else is costly to build is built, read out and inserted the same way (``built_once``, ``District.insert``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from discipline.models import Inspection
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import OutboxMessage, User
from patrol_ops.core.signin import claim_login
from teams import commands
from teams.models import Appointment, Member, PatrolArea, Place, Team, Unit
from teams.reports import actor_for
from teams.rules import (
    AppointmentDraft,
    AreaDraft,
    AreaForm,
    AreaKind,
    EmploymentClass,
    Form,
    MemberDraft,
    Relation,
    Role,
    TeamDraft,
    Tier,
    UnitKind,
)
from teams.rules.places import read_place

FOUNDED = dt.date(2026, 9, 1)
PASSWORD = "Laternen-im-Hafen-26"
BUILDER = Actor.system("begin")

PLACES = (
    ("990102000000", "启明区", "district", "", "469000"),
    ("990102001000", "锦川街道", "street", "990102000000", "75324"),
    ("990102001001", "港口社区", "community", "990102001000", "23296"),
    ("990102001002", "书院社区", "community", "990102001000", "6785"),
    ("990102002000", "清水街道", "street", "990102000000", "41200"),
    ("990102002001", "柳林社区", "community", "990102002000", "9100"),
)
UNITS = (
    ("law", "990102", UnitKind.POLITICAL_LEGAL, "启明区委政法委"),
    ("bureau", "990102", UnitKind.SUB_BUREAU, "启明公安分局"),
    ("centre", "990102001", UnitKind.GOVERNANCE_CENTRE, "锦川街道综治中心"),
    ("station", "990102001", UnitKind.POLICE_STATION, "锦川派出所"),
    ("other_centre", "990102002", UnitKind.GOVERNANCE_CENTRE, "清水街道综治中心"),
    ("other_station", "990102002", UnitKind.POLICE_STATION, "清水派出所"),
)
# Key, path, tier, authorised, who manages, who set it up, its members.
TEAMS = (
    ("brigade", "990102", Tier.BRIGADE, 80, "bureau", "law", ("卢山", "卢海", "卢江", "卢河")),
    ("squadron", "990102001", Tier.SQUADRON, 15, "station", "centre", ("沈一", "沈二", "沈三", "沈四")),
    ("harbour", "990102001001", Tier.DETACHMENT, 6, "station", "centre", ("李娜", "马兰", "何平", "何安", "何乐")),
    ("academy", "990102001002", Tier.DETACHMENT, 5, "station", "centre", ("舒文", "舒武", "舒礼", "舒义")),
    (
        "other_squadron",
        "990102002",
        Tier.SQUADRON,
        15,
        "other_station",
        "other_centre",
        ("秦春", "秦夏", "秦秋", "秦冬"),
    ),
    ("willow", "990102002001", Tier.DETACHMENT, 5, "other_station", "other_centre", ("欧涛", "柳青", "柳红", "柳白")),
)
# Key (also the user name), name, role, path.
STAFF = (
    ("ada", "艾达", Role.ADMINISTRATOR, "990102"),
    ("aud", "奥德", Role.AUDITOR, "990102"),
    ("gwen", "关文", Role.GOVERNANCE_HEAD, "990102"),
    ("gus", "顾思", Role.GOVERNANCE, "990102"),
    ("liz", "黎芝", Role.LEADING_GROUP, "990102"),
    ("petra", "裴佳", Role.SUB_BUREAU, "990102"),
    ("ivo", "伊文", Role.INSPECTOR, "990102"),
    ("tom", "唐木", Role.TRAINER, "990102"),
    ("tess", "谭思", Role.TOWNSHIP, "990102001"),
    ("piet", "皮涛", Role.STATION_LIAISON, "990102001"),
    ("kai", "凯文", Role.COMMUNITY_OFFICER, "990102001001"),
    ("vera", "魏然", Role.VILLAGE, "990102001001"),
    ("theo", "田海", Role.TOWNSHIP, "990102002"),
    ("pia", "彭雅", Role.STATION_LIAISON, "990102002"),
    ("olga", "欧佳", Role.COMMUNITY_OFFICER, "990102002001"),
    ("fin", "费安", Role.FINANCE, "990102"),
)
# Key, member, team, role.
POSTS = (
    ("lena", "李娜", "harbour", Role.LEADER),
    ("mara", "马兰", "harbour", Role.MEMBER),
    ("otto", "欧涛", "willow", Role.LEADER),
)
APPROVED_BY = {"harbour": "kai", "willow": "olga"}


def identity(number: int, born: str = "19850314") -> str:
    """A well-formed identity number of nobody."""
    body = f"990102{born}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


@dataclass
class District:
    """Ids by key, and the rows to insert."""

    users: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[type[models.Model], list[dict[str, Any]]]] = field(default_factory=list)
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def insert(self) -> None:
        """The statements are drawn up the first time and kept: drawing them up costs more than running them. A server
        gets all of them at once."""
        with transaction.atomic():
            if self.statements:
                with connection.cursor() as cursor:
                    for sql, params in self.statements:
                        cursor.execute(sql, params)
                return
            drawn: list[tuple[str, Any]] = []
            with connection.execute_wrapper(_kept_in(drawn)):
                for model, rows in self.rows:
                    model._default_manager.bulk_create([model(**row) for row in rows])
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    drawn = [(";\n".join(cursor.mogrify(sql, params).decode() for sql, params in drawn), None)]
            self.statements = drawn

    def actor(self, key: str, day: dt.date = dt.date(2026, 11, 18)) -> Actor:
        return actor_for(User.objects.get(pk=self.users[key]), day)


def _kept_in(statements: list[tuple[str, Any]]) -> Callable[..., Any]:
    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    return keep


def build() -> District:
    """A district with six active teams and everybody in place, through the commands."""
    it = District()
    at = clock.at(FOUNDED, 8)
    lines = (dict(zip(("code", "name", "tier", "parent", "population"), row, strict=True)) for row in PLACES)
    commands.load_places(actor=BUILDER, rows=[read_place(line, n) for n, line in enumerate(lines, 2)], at=at)
    it.places = dict(Place.objects.values_list("path", "pk"))
    for key, path, kind, name in UNITS:
        it.units[key] = commands.found_unit(actor=BUILDER, place_id=it.places[path], kind=kind, name=name, at=at).pk
    for key, name, role, path in STAFF:
        draft = AppointmentDraft(role=role, since=FOUNDED)
        post = commands.appoint_staff(
            actor=BUILDER, draft=draft, place_id=it.places[path], username=key, name=name, at=at
        )
        it.users[key] = _sign_up(post, key, at)
    _nobody(it)
    for number, team in enumerate(TEAMS, 1):
        _team(it, number, *team, at=at)
    for key, name, team, role in POSTS:
        draft = AppointmentDraft(role=role, since=FOUNDED)
        post = commands.propose_leader(
            actor=BUILDER, team_id=it.teams[team], member_id=it.members[name], draft=draft, at=at
        )
        if role is Role.LEADER:
            approver = it.actor(APPROVED_BY[team], FOUNDED)
            post = commands.approve_leader(actor=approver, appointment_id=post.pk, at=at)
        it.members[key] = it.members[name]
        it.users[key] = _sign_up(post, key, at)
    return it


def _sign_up(post: Appointment, key: str, at: dt.datetime) -> int:
    slip = commands.open_login(actor=BUILDER, appointment_id=post.pk, at=at)
    user = claim_login(actor=Actor.public(), code=slip.code, username=key, password=PASSWORD, at=at)
    return user.pk


def _nobody(it: District) -> None:
    """Nora has a login and no post at all."""
    nora = User(username="nora", name="倪若")
    nora.set_password(PASSWORD)
    nora.save()
    it.users["nora"] = nora.pk


def _team(
    it: District,
    number: int,
    key: str,
    path: str,
    tier: Tier,
    authorised: int,
    managing: str,
    establishing: str,
    names: tuple[str, ...],
    *,
    at: dt.datetime,
) -> None:
    draft = TeamDraft(form=Form.FULL_TIME_PATROL, authorised=authorised)
    team = commands.plan_team(actor=BUILDER, place_id=it.places[path], tier=tier, draft=draft, at=at)
    it.teams[key] = team.pk
    for relation, unit in ((Relation.MANAGING, managing), (Relation.ESTABLISHING, establishing)):
        commands.relate_unit(actor=BUILDER, team_id=team.pk, unit_id=it.units[unit], relation=relation, at=at)
    commands.submit_team(actor=BUILDER, team_id=team.pk, at=at)
    commands.activate_team(actor=it.actor("gwen", FOUNDED), team_id=team.pk, at=at)
    commands.hang_plaque(actor=BUILDER, team_id=team.pk, hung_on=FOUNDED, at=at)
    for index, name in enumerate(names, 1):
        person = MemberDraft(
            name=name,
            phone=f"1990000{number:02d}{index:02d}",
            identity=identity(number * 10 + index),
            employment_class=EmploymentClass.FULL_TIME,
            legacy=True,
        )
        it.members[name] = commands.enrol_member(actor=BUILDER, team_id=team.pk, draft=person, at=at).pk
    if tier is Tier.DETACHMENT:
        area = commands.draw_area(
            actor=BUILDER,
            place_id=it.places[path],
            draft=AreaDraft(name=f"{names[0][0]}家片区", kind=AreaKind.AREA, form=AreaForm.AREA),
            responsible_team_id=team.pk,
            responsible_unit_id=it.units[managing],
            at=at,
        )
        it.areas[key] = area.pk


def read_out(it: District, *labels: str) -> None:
    """Every row of these apps' tables, as values, in an order that inserts."""
    for label in labels:
        models_of = apps.get_app_config(label).get_models(include_auto_created=True)
        # A signed record takes nothing in any more: what stands in it comes before it.
        for model in sorted(models_of, key=lambda model: model is Inspection):
            if model is OutboxMessage:
                continue
            rows = [
                {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields}
                for row in model._default_manager.order_by("pk")
            ]
            if rows:
                it.rows.append((model, rows))


@contextmanager
def built_once(django_db_blocker: Any) -> Iterator[None]:
    """What a session builds and reads out here is rolled back, so that each test inserts it for itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def _built(django_db_setup: None, django_db_blocker: Any, _quick_passwords: None) -> District:
    with built_once(django_db_blocker):
        it = build()
        read_out(it, "core", "teams")
    return it


@pytest.fixture
def district(db: None, _built: District) -> District:
    """The whole district: ``district.teams["harbour"]`` is an id."""
    _built.insert()
    return _built


@pytest.fixture
def actor() -> Callable[..., Actor]:
    """``actor(lena)``: the login with its posts of a day (of the moment of the tests, unless told)."""

    def make(user: User, day: dt.date = dt.date(2026, 11, 18)) -> Actor:
        return actor_for(user, day)

    return make


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """``signed_in(lena).get(url)``: a browser in which she is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="patrol_ops.core.signin.PhoneOrNameBackend")
        return client

    return make


def _user(key: str) -> Any:
    def fixture(district: District) -> User:
        return User.objects.get(pk=district.users[key])

    return pytest.fixture(fixture, name=key)


def _actor(key: str) -> Any:
    def fixture(district: District) -> Actor:
        return district.actor(key)

    return pytest.fixture(fixture, name=f"{key}_actor")


def _row(name: str, model: type[models.Model], ids: str, key: str) -> Any:
    def fixture(district: District) -> Any:
        return model._default_manager.get(pk=getattr(district, ids)[key])

    return pytest.fixture(fixture, name=name)


# A fixture for everyone (``lena``, ``lena_actor``), each team (``harbour``), and the rows people meet most.
for _key in (*(row[0] for row in STAFF), *(row[0] for row in POSTS), "nora"):
    globals()[_key] = _user(_key)
    globals()[f"{_key}_actor"] = _actor(_key)
for _key in (row[0] for row in TEAMS):
    globals()[_key] = _row(_key, Team, "teams", _key)
lena_member = _row("lena_member", Member, "members", "lena")
mara_member = _row("mara_member", Member, "members", "mara")
otto_member = _row("otto_member", Member, "members", "otto")
harbour_area = _row("harbour_area", PatrolArea, "areas", "harbour")
willow_area = _row("willow_area", PatrolArea, "areas", "willow")
harbour_place = _row("harbour_place", Place, "places", "990102001001")
station = _row("station", Unit, "units", "station")
