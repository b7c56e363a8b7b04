"""The whole API against its own schema: complete, true, and nothing that anybody sends makes it fall over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry, User
from patrol_ops.core.public import DOORS
from tests.cast import District, built_once, read_out
from tests.house.worlds import DAY, Route, World, Worlds, routes

TRUE_TO_ITSELF = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Lena leads, Kai reviews, Gwen heads the office, Ada administers, Otto leads elsewhere, Nora has a login and no post.
PEOPLE = ("lena", "kai", "gwen", "ada", "otto", "nora")
READ_STATEMENTS, ACT_STATEMENTS = 12, 24
CSRF = "k" * 32
# Opening somebody's file in full is an act, told to the one it is about (boundaries, negative tests 6 and 10).
READING_IS_AN_ACT = "GET /api/v1/teams/members/{id}/"


def drawn() -> dict[str, Any]:
    made = SchemaGenerator().get_schema(request=None, public=True)
    schema: dict[str, Any] = json.loads(json.dumps(made, default=str))
    return schema


def operations() -> dict[str, Any]:
    """By method and path; who knocks is our choice, not part of what is made up."""
    schema = drawn()
    schema["components"].pop("securitySchemes", None)
    for methods in schema["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    found = schemathesis.openapi.from_dict(schema).get_all_operations()
    return {operation.label: operation for operation in (result.ok() for result in found)}


OPERATIONS = operations()
GOOD, BAD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


def ways(label: str) -> list[GenerationMode]:
    """As the schema says and, where it says anything, against it."""
    asked = OPERATIONS[label]
    # Whatever stands for a secret is a text: nothing goes against the schema there.
    numbered = asked.path_parameters and "{secret}" not in label and "{certificate_key}" not in label
    return [GOOD, BAD] if asked.body or asked.query or numbered else [GOOD]


def only_reads(label: str) -> bool:
    return label.startswith("GET ") and label != READING_IS_AN_ACT


def is_public(label: str) -> bool:
    """At an address where nobody is signed in."""
    return label.split(" ")[1].startswith(DOORS)


READS = [(label, mode) for label in OPERATIONS if only_reads(label) for mode in ways(label)]
ACTS = [(label, mode) for label in OPERATIONS if not only_reads(label) for mode in ways(label)]


def named(value: Any) -> str:
    return str(value.value if isinstance(value, GenerationMode) else value)


def some(examples: int) -> settings:
    """The same few examples every time: this is a test, not a search. The stricter database is asked more."""
    return settings(
        max_examples=examples if connection.vendor == "postgresql" else examples // 2,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


# --- the schema itself ----------------------------------------------------------------------------------------------


def test_the_schema_is_drawn_without_a_warning_and_is_valid() -> None:
    GENERATOR_STATS.reset()
    schema = drawn()

    assert not GENERATOR_STATS, [*GENERATOR_STATS._error_cache, *GENERATOR_STATS._warn_cache]
    validate_schema(schema)


def ours() -> list[Route]:
    return [route for route in routes() if route.is_api and route.is_ours]


def test_every_address_of_the_api_is_documented() -> None:
    documented = drawn()["paths"]

    assert len(ours()) >= len(documented) > 5
    assert [route.pattern for route in ours() if _plain(route) not in map(_bare, documented)] == []


def _plain(route: Route) -> str:
    return _bare(route.pattern.replace("<", "{").replace(">", "}"))


def _bare(path: str) -> str:
    """The path with its arguments nameless."""
    return "".join("{}" if index % 2 else part for index, part in enumerate(path.replace("}", "{").split("{")))


def test_every_operation_says_what_it_answers_when_it_says_no() -> None:
    for path, methods in drawn()["paths"].items():
        for method, operation in methods.items():
            said = set(operation["responses"])
            wanted = {"400", "403", "404"} if method == "get" else {"400", "403", "404", "409", "413", "415", "422"}
            assert wanted <= said, f"{method} {path} lacks {wanted - said}"
            for status in wanted:
                assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
            assert any(status.startswith("2") for status in said), f"{method} {path}"


# --- anybody sends anything -----------------------------------------------------------------------------------------


@pytest.fixture
def here() -> Iterator[None]:
    with time_machine.travel(clock.at(DAY, 21), tick=False):
        yield


@pytest.fixture(scope="session")
def _all_signed_in(_worlds_built: Worlds, django_db_blocker: Any) -> tuple[dict[str, str], District]:
    """Everybody's session, signed in once for all tests, and the rows it is."""
    found: dict[str, str] = {}
    rows = District()
    with built_once(django_db_blocker), time_machine.travel(clock.at(DAY, 21), tick=False):
        _worlds_built.rows.insert()
        for key in PEOPLE:
            client = Client()
            client.force_login(User.objects.get(username=key), backend="patrol_ops.core.signin.PhoneOrNameBackend")
            found[key] = client.cookies["sessionid"].value
        read_out(rows, "sessions")
    return found, rows


@pytest.fixture
def sessions(worlds: Worlds, here: None, _all_signed_in: tuple[dict[str, str], District]) -> dict[str, str]:
    found, rows = _all_signed_in
    rows.insert()
    return found


@pytest.fixture
def harbour_world(worlds: Worlds, here: None) -> World:
    return worlds[0]


@pytest.fixture
def application() -> Iterator[Any]:
    """The product as a server runs it, but on this test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def aimed(draw: Any, said: Any, ids: dict[str, Any]) -> Any:
    """What was made up, with real ids here and there: only they lead past the first door."""
    if isinstance(said, dict):
        return {
            name: ids[name] if name in ids and draw(st.booleans()) else aimed(draw, value, ids)
            for name, value in said.items()
        }
    if isinstance(said, list):
        return [aimed(draw, value, ids) for value in said]
    return said


@st.composite
def knocks(draw: Any, label: str, mode: GenerationMode, it: World) -> tuple[str, Case]:
    case: Case = draw(OPERATIONS[label].as_strategy(generation_mode=mode))
    names = dict(it.ids)
    for name in case.path_parameters or {}:
        key = it.key_of(Route("", case.path.replace("{", "<"), (), None)) if name == "id" else name
        if key == "secret":
            key = "objection_secret" if "/objections/" in case.path else "application_secret"
        if key in names and draw(st.integers(0, 3)):
            case.path_parameters[name] = names[key]
    if isinstance(case.body, dict):
        case.body = aimed(draw, case.body, names | {"version": 1})
    return draw(st.sampled_from((*PEOPLE, "lena", "kai"))), case


def answer(application: Any, sessions: dict[str, str], key: str, case: Case) -> Any:
    case.operation.app = application
    cookies = {"csrftoken": CSRF, "sessionid": sessions.get(key, "")}
    response = case.call(cookies=cookies, headers={"X-CSRFToken": CSRF, "Accept-Encoding": "identity"})
    case.validate_response(response, checks=TRUE_TO_ITSELF)
    return response


@pytest.mark.parametrize(("label", "mode"), READS, ids=named)
def test_reading_answers_as_documented_and_writes_nothing(
    application: Any, sessions: dict[str, str], harbour_world: World, label: str, mode: GenerationMode
) -> None:
    before = JournalEntry.objects.count()

    @some(4)
    @given(knock=knocks(label, mode, harbour_world))
    def read(knock: tuple[str, Case]) -> None:
        with CaptureQueriesContext(connection) as asked:
            response = answer(application, sessions, *knock)
        statements = [row["sql"] for row in asked.captured_queries]
        assert [sql for sql in statements if not sql.lstrip("(").startswith("SELECT")] == []
        assert len(statements) <= READ_STATEMENTS, statements
        if knock[0] == "nora" and not is_public(label):
            assert response.status_code in (400, 403, 404)

    read()
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(("label", "mode"), ACTS, ids=named)
def test_acting_answers_as_documented_and_a_no_changes_nothing(
    application: Any, sessions: dict[str, str], harbour_world: World, label: str, mode: GenerationMode
) -> None:
    before = JournalEntry.objects.count()

    @some(6)
    @given(knock=knocks(label, mode, harbour_world))
    def act(knock: tuple[str, Case]) -> None:
        # Not "atomic": a public door counts its use in a transaction of its own, and says so.
        begun = transaction.savepoint()
        response = answer(application, sessions, *knock)
        if response.status_code >= 300:
            assert JournalEntry.objects.count() == before, "a no was written down"
        if knock[0] == "nora" and not is_public(label):
            assert response.status_code in (400, 403, 404)
        transaction.savepoint_rollback(begun)

    act()


def test_who_is_nobody_gets_nothing(application: Any, harbour_world: World) -> None:
    for label in OPERATIONS:
        if is_public(label):
            continue

        @some(2)
        @given(knock=knocks(label, GOOD, harbour_world))
        def outside(knock: tuple[str, Case]) -> None:
            response = answer(application, {}, *knock)
            assert response.status_code in (401, 404), knock[1].path

        outside()
