"""A line says what happened and what it belongs to; nobody's name, number, question or text is ever in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.celery import app
from patrol_ops.core import logs
from patrol_ops.core.models import User

NAME, PHONE = "李娜", "13800001234"


@contextmanager
def written(shape: str, *, whole: bool = False) -> Iterator[Callable[[], list[str]]]:
    """What the product's own handler writes meanwhile, line by line."""
    config = logs.logging_config("INFO", shape, whole=whole)
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(config["formatters"]["ours"]["()"](whole=whole))
    handler.addFilter(logs.WithoutSecrets())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    try:
        yield lambda: out.getvalue().splitlines()
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def objects(lines: list[str], logger: str = "patrol_ops.access") -> list[dict[str, Any]]:
    return [row for row in map(json.loads, lines) if row["logger"] == logger]


def test_a_request_leaves_one_line_with_its_number_and_who_asked_by_id(
    lena: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(lena)
    with written("json") as lines:
        answer = client.get(reverse("duty:today"), {"q": PHONE, "name": NAME})

    (row,) = objects(lines())
    assert row.pop("ms") >= 0
    assert row.pop("statements") > 2
    assert row.pop("at").endswith("Z")
    assert row == {
        "request": answer["X-Request-ID"], "person": lena.pk, "method": "GET", "route": "duty:today", "status": 200,
        "level": "INFO", "logger": "patrol_ops.access", "said": "GET duty:today 200",
    }  # fmt: skip
    assert not [line for line in lines() if PHONE in line or NAME in line or lena.name in line]


@pytest.mark.django_db
def test_what_is_not_there_is_said_without_its_address() -> None:
    with written("line") as lines:
        Client().get(f"/{NAME}/{PHONE}/?q={PHONE}")
        Client().post(reverse("sign-in"), {"username": PHONE, "password": NAME})

    assert len([line for line in lines() if "patrol_ops.access" in line]) == 2
    assert " GET - 404 " in lines()[0]
    assert not [line for line in lines() if PHONE in line or NAME in line]


@pytest.mark.django_db
def test_a_number_is_taken_from_our_proxy_only(settings: Any) -> None:
    given = {"X-Request-ID": "from-the-proxy-1"}
    assert Client().get("/health/", headers=given)["X-Request-ID"] != "from-the-proxy-1"

    settings.BEHIND_PROXY = True
    assert Client().get("/health/", headers=given)["X-Request-ID"] == "from-the-proxy-1"
    for odd in ("short", "x" * 65, "with space 123", f"{NAME}{PHONE}"):
        assert Client().get("/health/", headers={"X-Request-ID": odd})["X-Request-ID"] != odd


@pytest.mark.django_db
def test_no_two_requests_share_a_number_and_nothing_is_left_behind() -> None:
    numbers = {Client().get("/health/")["X-Request-ID"] for _ in range(5)}

    assert len(numbers) == 5
    assert logs._ABOUT.get() is None


def fail() -> None:
    try:
        raise ValueError(f"{NAME} {PHONE}")
    except ValueError as problem:
        raise KeyError(PHONE) from problem


@pytest.mark.parametrize("shape", logs.SHAPES)
def test_an_exception_is_told_by_kind_and_place_never_by_its_words(shape: str) -> None:
    with written(shape) as lines:
        try:
            fail()
        except KeyError:
            logging.getLogger("duty").exception("It fell over")

    said = "\n".join(lines())
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert "in fail" in said
    assert NAME not in said
    assert PHONE not in said


def test_a_developer_reads_the_words() -> None:
    with written("line", whole=True) as lines:
        try:
            fail()
        except KeyError:
            logging.getLogger("duty").exception("It fell over")

    assert any(PHONE in line for line in lines())


def test_a_task_carries_its_name_and_number() -> None:
    seen: list[dict[str, Any]] = []

    @app.task(name="tests.say", bind=True)
    def say(self: Any, **_: object) -> None:
        seen.append(dict(logs._ABOUT.get() or {}))
        logging.getLogger("duty").info("Said")

    try:
        with written("json") as lines:
            done = say.apply()
    finally:
        app.tasks.pop("tests.say")

    assert done.successful(), done.traceback
    assert seen == [{"task": "tests.say", "task_id": done.id}]
    (row,) = objects(lines(), "duty")
    assert (row["task"], row["task_id"]) == ("tests.say", done.id)


def test_a_task_that_falls_over_is_told_without_its_words() -> None:
    @app.task(name="tests.fail")
    def failing(**_: object) -> None:
        fail()

    try:
        with written("line") as lines:
            assert failing.apply().failed()
    finally:
        app.tasks.pop("tests.fail")

    said = "\n".join(lines())
    assert "KeyError" in said
    assert PHONE not in said


def test_a_line_stays_one_line() -> None:
    with written("line") as lines:
        logging.getLogger("duty").info("One\n2026 INFO forged")

    assert len(lines()) == 1


def test_there_are_two_shapes() -> None:
    made = [logs.logging_config("INFO", shape)["formatters"]["ours"]["()"] for shape in logs.SHAPES]
    assert made == [logs.Line, logs.AsJSON]
    with pytest.raises(ValueError, match="LOG_FORMAT"):
        logs.logging_config("INFO", "xml")


def test_outside_a_request_nobody_is_known() -> None:
    logs.know(person=7)

    assert logs._ABOUT.get() is None
    with logs.about(request="a") as facts:
        logs.know(person=7)
        assert facts == {"request": "a", "person": 7}
