"""The same weeks told twice, with and without visits that are not announced; and what somebody can read of them."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client

from discipline import commands, tasks
from discipline.rules import InspectorDraft, Method, Organiser, SeriesDraft
from patrol_ops.core import clock, obligations, outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from teams import commands as teams
from teams.models import Member
from teams.rules import AppointmentDraft, Role, Tier
from tests.discipline.story import HELD, PLANNED, Supervision
from tests.house.worlds import Route, World, routes

DAY = dt.timedelta(days=1)
# Said by the server itself about this very answer: nothing of the house stands in them.
NOISE = {"set-cookie", "x-request-id", "date", "etag", "server-timing"}
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever happens within has not happened afterwards; ids are counted from the same number each time."""
    with transaction.atomic():
        cache.clear()
        if connection.vendor == "postgresql":
            tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
            with connection.cursor() as cursor:
                for sql in connection.ops.sequence_reset_sql(no_style(), tables):
                    cursor.execute(sql)
        yield
        transaction.set_rollback(True)


def deputy_of(it: Supervision) -> None:
    """The harbour's team has a deputy with a login."""
    at = it.at(PLANNED, 7)
    user = User.objects.create(username="dora", name="何平")
    Member.objects.filter(pk=it.district.members["何平"]).update(user=user)
    post = teams.propose_leader(
        actor=Actor.system("begin"), team_id=it.team_id, member_id=it.district.members["何平"],
        draft=AppointmentDraft(role=Role.LEADER, since=PLANNED, deputy=True), at=at,
    )  # fmt: skip
    teams.approve_leader(actor=it.who("kai", PLANNED), appointment_id=post.pk, at=at)


# --- what nobody of the inspected side is to notice -----------------------------------------------------------------


def _single(it: Supervision, by: str, organised_by: Organiser, day: dt.date, hour: int = 14) -> int:
    visit = it.plan(
        by, announced=False, organised_by=organised_by, inspector_id=it.district.users["ivo" if by == "gus" else by],
        starts_at=dt.datetime.combine(day, dt.time(hour)),
    )  # fmt: skip
    return int(visit.pk)


def _moved(it: Supervision, visit_id: int, day: dt.date) -> None:
    commands.reschedule_visit(
        actor=it.who("gus"), visit_id=visit_id, starts_at=dt.datetime.combine(day, dt.time(10)), at=it.at(PLANNED, 11)
    )


def of_each_organiser(it: Supervision) -> None:
    """By the office, the township and the police; on the very day of the announced one, before and after it."""
    for by, organiser in (
        ("gus", Organiser.SUPERVISION),
        ("tess", Organiser.TOWNSHIP),
        ("piet", Organiser.POLICE_STATION),
        ("petra", Organiser.POLICE_STATION),
    ):
        for day in (PLANNED + 7 * DAY, HELD, HELD + DAY, HELD + 7 * DAY):
            _single(it, by, organiser, day)


def moved_and_called_off(it: Supervision) -> None:
    moved = _single(it, "gus", Organiser.SUPERVISION, HELD)
    _moved(it, moved, HELD + DAY)
    _moved(it, moved, HELD)
    off = _single(it, "gus", Organiser.SUPERVISION, HELD)
    commands.cancel_visit(actor=it.who("gus"), visit_id=off, reason="另有任务", at=it.at(PLANNED, 12))


def of_a_round(it: Supervision) -> None:
    """One that goes on, and one that is called off with its visit."""
    sent = InspectorDraft(it.district.users["ivo"], "990102002", "清水街道")
    for called_off in (False, True):
        round_id = it.round(sent, method=Method.CROSS_AREA)
        it.plan(announced=False, round_id=round_id)
        if called_off:
            commands.cancel_round(actor=it.who("gus"), round_id=round_id, reason="改期", at=it.at(PLANNED, 13))


def of_a_series(it: Supervision) -> None:
    """Each team of the tier; the clock plans them, twice."""
    draft = SeriesDraft(
        Organiser.SUPERVISION, Tier.DETACHMENT, it.checklist_id, announced=False,
        inspector_ids=frozenset({it.district.users["ivo"], it.district.users["petra"]}),
    )  # fmt: skip
    series = commands.begin_series(
        actor=it.who("gus"), place_id=it.district.places["990102"], draft=draft, at=it.at(PLANNED)
    )
    commands.plan_series_visits(actor=Actor.system("plan-series"), series_id=series.pk, at=it.at(PLANNED))
    tasks.plan_series()
    assert series.visits.count() >= 3


HIDDEN: dict[str, Callable[[Supervision], None]] = {
    "of each organiser": of_each_organiser,
    "moved and called off": moved_and_called_off,
    "of a round": of_a_round,
    "of a series": of_a_series,
}


# --- the weeks themselves -------------------------------------------------------------------------------------------


@dataclass
class Life:
    """What came of it that both sides may know, by the names that paths use."""

    ids: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)


def lived(it: Supervision, *hidden: Callable[[Supervision], None]) -> Life:
    """An announced visit between the hidden ones, recorded, signed by one side, and something to put right; every
    morning the clock reminds, twice."""
    deputy_of(it)
    it.agreed()
    middle = len(hidden) // 2
    for happens, starts in ((hidden[:middle], HELD - 7 * DAY), (hidden[middle:], HELD)):
        for happen in happens:
            happen(it)
        it.plan(starts_at=dt.datetime.combine(starts, dt.time(14)))
        it.record(starts)
        it.sign(starts)
        if starts != HELD:
            it.countersign(starts)
            it.issue(day=starts)
    coming = it.plan(starts_at=dt.datetime.combine(HELD + 7 * DAY, dt.time(14)))
    assert coming.announced
    day = PLANNED
    while day <= HELD:
        for _ in range(2):
            obligations.remind(it.at(day, 8, 30))
            outbox.deliver()
        day += DAY
    tasks.watch_areas()
    life = Life({"inspection_id": it.inspection_id, "rectification_id": it.rectification_id})
    life.numbers = {"inspection": it.inspection.number, "rectification": it.rectification.number}
    return life


# --- what somebody reads --------------------------------------------------------------------------------------------

_FIELDS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|idempotency_key|key|opened)"[^>]*?value=")[^"]*'
    r'|(value=")[^"]*("[^>]*name="(?:csrfmiddlewaretoken|idempotency_key|key|opened)")'
)
_TOKENS = re.compile(
    r'("X-CSRFToken": ?"|X-CSRFToken&quot;: ?&quot;|"X-CSRFTOKEN"\] = "|nonce[-=]"?)[\w+/=-]+', re.IGNORECASE
)
_UUIDS = re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
_LINKS = re.compile(r'(?:href|hx-get|action)="(/[^"#]*\?[^"#]*)"')


def bare(answer: HttpResponse) -> tuple[Any, ...]:
    """Status, headers that matter, and bytes: without the marks of this one answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    said: Any = _cells(body) if kind.startswith(SPREADSHEET) else _without_marks(body)
    headers = {
        name.lower(): _without_marks(value.encode())
        for name, value in answer.headers.items()
        if name.lower() not in NOISE and not (name.lower() == "content-length" and kind.startswith(SPREADSHEET))
    }
    return answer.status_code, tuple(sorted(headers.items())), said


def _without_marks(body: bytes) -> str:
    text = body.decode(errors="backslashreplace")
    return _UUIDS.sub("uuid", _TOKENS.sub(r"\1", _FIELDS.sub(r"\1\2\3", text)))


def _cells(body: bytes) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book]


# Signing out ends the reading; the second step is set up with a secret that is another each time.
NOT_ASKED = ("sign-out", "enrol-second-step")


def read_by(key: str, own: World, life: Life) -> dict[str, tuple[Any, ...]]:
    """Every address that exists, as this person; then every one with a question that a page offers."""
    client = Client(raise_request_exception=False)
    if key:
        client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    world = World(own.ids | life.ids)
    paths = sorted({world.path(route) for route in routes() if route.name not in NOT_ASKED and _asks(key, route)})
    found: dict[str, tuple[Any, ...]] = {}
    offered: set[str] = set()
    for path in paths:
        answer = client.get(path)
        found[path] = bare(answer)
        if isinstance(found[path][2], str):
            offered |= {link.replace("&amp;", "&") for link in _LINKS.findall(found[path][2])}
            if answer.status_code == 200 and 'name="q"' in found[path][2]:
                offered |= {f"{path}?q={word}" for word in ("检查", "督察", "港口", "ivo")}
    for path in sorted(offered - set(found)):
        found[path] = bare(client.get(path))
    return found


def _asks(key: str, route: Route) -> bool:
    return bool(key) or route.is_public


def told_to(*keys: str) -> list[tuple[Any, ...]]:
    """Every row of the ground that is addressed to one of them, in order, by what it says and not by its number."""
    people = set(User.objects.filter(username__in=keys).values_list("pk", flat=True))
    rows: list[tuple[Any, ...]] = []
    for model in apps.get_app_config("core").get_models():
        fields = {f.name: f for f in model._meta.concrete_fields}
        if not isinstance(fields.get("user"), models.ForeignKey) or fields["user"].related_model is not User:
            continue
        plain = [f.attname for f in fields.values() if not f.is_relation and not f.primary_key]
        found = model._default_manager.filter(user__in=people).order_by("pk").values_list("user_id", *plain)
        rows += [(model.__name__, *map(str, row)) for row in found]
    return [row for row in rows if row[0] not in ("Session", "KeptForm")]


def clock_of_the_tests() -> dt.datetime:
    return clock.at(HELD, 21)
