"""Two worlds side by side, each with a row of everything that has an address: Lena's harbour and Otto's willow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from duty.models import LogEntry
from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Post
from patrol_ops.core.channels import links
from patrol_ops.core.models import AccessToken, Channel, Job, Notice, Obligation, StoredFile, User
from patrol_ops.core.public import DOORS
from teams.commands import (
    add_household_volunteer,
    export_members,
    found_household_unit,
    name_accountable,
)
from teams.models import (
    Appointment,
    DutyOverride,
    Hold,
    NumberBadge,
    Reorganisation,
)
from teams.rules import (
    AccountableDraft,
    AccountableKind,
    ExportKind,
    LedgerQuestion,
    Role,
    VolunteerDraft,
)
from tests.cast import District, built_once, read_out
from tests.house.discipline_rows_planning import plan_inspections
from tests.house.discipline_rows_records import record_visits
from tests.house.discipline_rows_rectify import put_right
from tests.house.world_rows import DAY, certify, equip, file_log, hand_in, insure, recruit, train_people, voluntary_team

# Whose rows the worlds are made of.
APPS = ("core", "teams", "recruitment", "training", "duty", "discipline", "funding")
LIBRARIES = ("drf_spectacular", "rest_framework", "django")


class Worlds(tuple["World", "World"]):
    """Both, the district they lie in, and the rows they are made of."""

    district: District
    rows: District


@pytest.fixture(scope="session")
def _worlds_built(_built: District, django_db_blocker: Any) -> Worlds:
    """Built once a session, read out and rolled back: as the district itself, and for the same reason."""
    with built_once(django_db_blocker), time_machine.travel(clock.at(DAY, 21), tick=False):
        _built.insert()
        both = Worlds(
            (world(_built, "harbour", "lena", "990102001001"), world(_built, "willow", "otto", "990102002001"))
        )
        both.district, both.rows = _built, District()
        read_out(both.rows, *APPS)
    return both


@pytest.fixture
def worlds(db: None, _worlds_built: Worlds) -> Worlds:
    """Lena's and Otto's, in the test's own database."""
    _worlds_built.rows.insert()
    return _worlds_built


def browser(key: str) -> Client:
    """Of somebody of the cast, signed in; a page that falls over answers 500, as it would anybody."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    return client


@dataclass(frozen=True)
class Route:
    """A path with its name, what it wants, and the view behind it."""

    name: str
    pattern: str
    wants: tuple[str, ...]
    view: Any

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("/api/")

    @property
    def is_public(self) -> bool:
        """At an address where nobody is signed in."""
        return self.pattern.startswith(DOORS)

    @property
    def is_ours(self) -> bool:
        return not (self.view.__module__ or "").startswith(LIBRARIES)


def routes(patterns: list[Any] | None = None, before: str = "/", namespace: str = "") -> list[Route]:
    found: list[Route] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, path, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
            found.append(Route(name, path, tuple(pattern.pattern.converters), pattern.callback))
    return found


class NoSuchArgument(LookupError):
    """A path wants something that neither world has yet: give both one."""


@dataclass
class World:
    """Ids by the names that paths use."""

    ids: dict[str, Any]

    def path(self, route: Route) -> str:
        path = route.pattern
        for want in route.wants:
            value = self.value(route, want)
            start = path.index("<")
            path = path[:start] + str(value) + path[path.index(">") + 1 :]
        return path

    def value(self, route: Route, want: str) -> Any:
        key = self.key_of(route) if want == "pk" else want
        if want == "secret":
            key = "objection_secret" if "/objections/" in route.pattern else "application_secret"
        if key not in self.ids:
            raise NoSuchArgument(f"{route.name} wants {key}")
        return self.ids[key]

    @staticmethod
    def key_of(route: Route) -> str:
        """``pk`` of ``/api/v1/duty/logs/<int:pk>/`` is a log's."""
        return route.pattern.split("<")[0].strip("/").split("/")[-1].replace("-", "_").removesuffix("s") + "_id"


def world(district: District, team: str, leader: str, place: str) -> World:
    """One of the two, with a filed log, an open entry, and a row of everything else."""
    at = clock.at(DAY, 20)
    log = file_log(district, team, leader, at)
    members = [pk for name, pk in district.members.items() if name == leader]
    job = Job.objects.create(kind="test", stage="done", path=place, started_by_id=district.users[leader], created_at=at)
    Notice.objects.create(user_id=district.users[leader], template="core.not-found", at=at)
    file = StoredFile.objects.create(
        key=f"file-{team}", digest="0", content_type="text/plain", size=1, subject_type="patrol_log", subject_id=log.pk,
        uploaded_at=at,
    )  # fmt: skip
    leave = Hold.objects.create(
        member_id=members[0], kind="LEAVE", leave_kind="PERSONAL", since=DAY + dt.timedelta(days=9),
        until=DAY + dt.timedelta(days=11), placed_at=at,
    )  # fmt: skip
    order = Reorganisation.objects.create(
        kind="DISSOLVE", stage="ORDERED", team_id=district.teams[team], effective_on=DAY + dt.timedelta(days=30),
        reason="并入街道统一管理", ordered_by_id=district.users["gus"], ordered_at=at,
    )  # fmt: skip
    roster = hand_in(district, place[:9], at)
    token = AccessToken.objects.create(
        owner_id=district.users["gus"], name="x", digest=team, prefix="po_", path=place, created_at=at,
        expires_at=at + dt.timedelta(days=30),
    )  # fmt: skip
    channel = Channel.objects.create(
        user_id=district.users[leader], kind="EMAIL", address=f"{leader}@example.org", path=place, added_at=at
    )
    unit = "station" if team == "harbour" else "other_station"
    named = name_accountable(
        actor=district.actor("ada"),
        unit_id=district.units[unit],
        draft=AccountableDraft(AccountableKind.TOP_EXECUTIVE, "钱丰", "所长", DAY),
        at=at,
    )
    voluntary = voluntary_team(district, place, at)
    village = Actor("person", posts=(Post(Role.VILLAGE, place),))
    unit_of_ten = found_household_unit(actor=village, team_id=voluntary, name="东巷", at=at)
    volunteer = add_household_volunteer(
        actor=village, household_unit_id=unit_of_ten.pk, draft=VolunteerDraft("吴邻", "", DAY), at=at
    )
    export = export_members(
        actor=district.actor(leader), question=LedgerQuestion(), kind=ExportKind.PAPER, reason="核对名册", at=at
    )
    recruiting = recruit(district, team, place[:9])
    certified = certify(district, team, place)
    passed_over = DutyOverride.objects.create(
        member_id=members[0], team_id=district.teams[team], since=DAY, until=DAY + dt.timedelta(days=2),
        reason="汛期巡堤", kinds="CERTIFICATE", given_at=at,
    )  # fmt: skip
    insured = insure(district, place[:9], members[0], at)
    ids = {
        **equip(district, team, members[0], at),
        "override_id": passed_over.pk,
        **insured,
        **recruiting,
        **certified,
        **train_people(district, team, leader, place),
        "channel_id": channel.pk,
        "unsubscribe_token": links.token_for(channel.pk),
        **put_right(district, team, leader, place, unit),
        **plan_inspections(district, team),
        **record_visits(district, team, leader),
        "team_id": district.teams[team],
        "log_id": log.pk,
        "patrol_log_id": log.pk,
        "entry_id": LogEntry.objects.get(log=log).pk,
        "log_entry_id": LogEntry.objects.get(log=log).pk,
        "member_id": members[0],
        "user_id": district.users[leader],
        "appointment_id": Appointment.objects.get(team_id=district.teams[team], role="ldr").pk,
        "badge_id": getattr(NumberBadge.objects.filter(member_id=members[0]).first(), "pk", 0),
        "hold_id": leave.pk,
        "place_id": district.places[place],
        "unit_id": district.units[unit],
        "roster_id": roster.pk,
        "row_id": roster.rows.get().pk,
        "roster_unit_id": roster.units.get().pk,
        "area_id": district.areas[team],
        "accountable_id": named.pk,
        "household_unit_id": unit_of_ten.pk,
        "volunteer_id": volunteer.pk,
        "export_id": export.pk,
        "job_id": job.pk,
        "reorganisation_id": order.pk,
        "token_id": token.pk,
        "obligation_id": Obligation.objects.filter(team_id=district.teams[team]).values_list("pk", flat=True).first()
        or 0,
        "key": file.key,
        "year": DAY.year,
        "month": DAY.month,
        "day": DAY.isoformat(),
        "path": place,
    }
    return World(ids)


def nowhere(like: World) -> World:
    """The same addresses with ids that nothing has."""
    strange = {key: 987654 if isinstance(value, int) else value for key, value in like.ids.items()}
    return World(strange | {"year": DAY.year, "month": DAY.month, "key": "file-of-nobody"})
