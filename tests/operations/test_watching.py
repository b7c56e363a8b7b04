"""What machines ask that watch over this one: alive, ready, figures. Open to all, cheap, kept nowhere, about nobody."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from patrol_ops import settings as global_settings
from patrol_ops.core import clock
from patrol_ops.core.models import Heartbeat, Job, Obligation, OutboxMessage, User
from patrol_ops.core.tasks import heartbeat
from patrol_ops.management import serving
from patrol_ops.operations import counting, exposition, readiness
from tests.cast import District

TOKEN = "a-token-of-forty-characters-and-no-fewer"


@pytest.fixture
def client(db: None) -> Client:
    return Client()


@pytest.fixture
def watched(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN, settings.METRICS_FOLDER = TOKEN, tmp_path / "metrics"
    monkeypatch.setattr(counting, "_mine", {})
    monkeypatch.setattr(counting, "WAIT", 3600)


@pytest.fixture(autouse=True)
def _no_timer_is_left() -> Iterator[None]:
    yield
    for counter in counting._mine.values():
        if counter.timer is not None:
            counter.timer.cancel()


@pytest.mark.parametrize("name", ["health", "ready", "metrics"])
def test_no_cookie_no_session_no_cache(client: Client, watched: None, name: str, make_user: Any) -> None:
    client.force_login(make_user(), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    answer = client.get(reverse(name), headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 200
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert client.post(reverse(name)).status_code == 405


def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries: Any, make_user: Any) -> None:
    client.force_login(make_user(), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    with django_assert_num_queries(0):
        answer = client.get("/health/")

    assert answer.json() == {"alive": True}


def test_ready_asks_once(client: Client, django_assert_num_queries: Any, make_user: Any) -> None:
    client.force_login(make_user(), backend="patrol_ops.core.signin.PhoneOrNameBackend")
    readiness.wanted()
    with django_assert_num_queries(1):
        answer = client.get("/ready/")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "failing": []})


def test_a_missing_migration_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    more = readiness.wanted() | {("duty", "9999_to_come")}
    monkeypatch.setattr(readiness, "wanted", lambda: more)

    assert_failing(client, ["migrations"])


def test_a_dead_database_is_named(client: Client, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("password authentication failed for user patrol")

    monkeypatch.setattr(readiness.MigrationRecorder.Migration.objects, "values_list", refuse)

    assert_failing(client, ["database"])
    assert "Not ready: database (DatabaseError)" in caplog.text
    assert "password" not in caplog.text


def test_an_unreachable_queue_is_named(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("redis://:secret@host")

    monkeypatch.setattr(readiness.app, "connection_for_write", refuse)
    settings.BROKER_IS_SHARED = False
    assert client.get("/ready/").status_code == 200

    settings.BROKER_IS_SHARED = True
    assert_failing(client, ["broker"])


def test_a_folder_that_cannot_be_written_is_named(client: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    settings.MEDIA_ROOT = str(tmp_path / "a-file" / "files")

    assert_failing(client, ["uploads"])


def assert_failing(client: Client, parts: list[str]) -> None:
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "failing": parts})


def test_they_are_asked_without_tls_even_where_people_are_sent_to_it(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/health/").status_code == 200
    assert client.get("/ready/").status_code == 200
    assert client.get("/sign-in/").status_code == 301


def test_figures_are_for_whoever_has_the_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics/", headers={"Authorization": "Bearer "}).status_code == 404

    settings.METRICS_TOKEN = TOKEN
    for wrong in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}, {"Authorization": "Bearer ü"}):
        answer = client.get("/metrics/", headers=wrong)
        assert (answer.status_code, answer["WWW-Authenticate"], answer.content) == (401, "Bearer", b"")


def asked(client: Client) -> dict[str, float]:
    answer = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    shape = re.compile(r'[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[0-9.e+]+')
    assert [line for line in lines if not line.startswith("# ") and not shape.fullmatch(line)] == []
    return {key: float(value) for key, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


@pytest.mark.usefixtures("watched")
def test_requests_are_counted_by_route_and_class(client: Client) -> None:
    client.get("/health/")
    client.get("/health/")
    client.get("/nowhere-13800001234/")

    said = asked(client)
    assert said['patrol_request_seconds_count{route="health",status="2xx"}'] == 2
    assert said['patrol_request_seconds_bucket{route="health",status="2xx",le="+Inf"}'] == 2
    assert said['patrol_request_seconds_count{route="-",status="4xx"}'] == 1
    assert not [key for key in said if "13800001234" in key]
    buckets = [
        said[f'patrol_request_seconds_bucket{{route="health",status="2xx",le="{le}"}}'] for le in counting.BUCKETS
    ]
    assert buckets == sorted(buckets)


@pytest.mark.usefixtures("watched")
def test_other_processes_are_added_until_a_web_server_begins_anew(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert global_settings.METRICS_FOLDER == serving.FIGURES
    client.get("/health/")
    other = [0.0] * (len(counting.BUCKETS) + 2)
    other[0], other[-1] = 40, 0.5
    settings.METRICS_FOLDER.mkdir()
    (settings.METRICS_FOLDER / "1-dead.json").write_text(json.dumps([["health", "2xx", *other]]))
    (settings.METRICS_FOLDER / "2-broken.json").write_text("[[")

    assert asked(client)['patrol_request_seconds_count{route="health",status="2xx"}'] == 41
    monkeypatch.setattr(serving, "FIGURES", settings.METRICS_FOLDER)
    serving.on_starting(None)
    assert list(settings.METRICS_FOLDER.iterdir()) == []


def test_nothing_is_counted_where_nobody_may_ask(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.METRICS_TOKEN, settings.METRICS_FOLDER = "", tmp_path / "metrics"
    client.get("/health/")

    assert not (tmp_path / "metrics").exists()


@pytest.mark.usefixtures("watched")
def test_the_work_behind_is_told_in_numbers(client: Client, district: District, lena: User) -> None:
    now = clock.now()
    OutboxMessage.objects.all().delete()
    Obligation.objects.all().delete()
    for minutes in (5, 90):
        OutboxMessage.objects.create(
            kind="x",
            reaction="y",
            facts={},
            happened_at=now - dt.timedelta(minutes=minutes),
            due_at=now,
            attempts=minutes,
        )
    for number, stage in enumerate(("queued", "failed", "failed", "done")):
        Job.objects.create(kind=f"x{number}", stage=stage, created_at=now)
    for days in (-1, 1):
        due = now + dt.timedelta(days=days)
        Obligation.objects.create(
            kind="x", subject_type="y", subject_id=days + 5, user=lena, created_at=now, due_at=due
        )  # fmt: skip
    assert asked(client)["patrol_last_beat_timestamp_seconds"] == 0
    heartbeat()
    heartbeat()

    said = asked(client)
    assert Heartbeat.objects.count() == 1
    assert said["patrol_outbox_messages"] == 2
    assert said["patrol_outbox_stuck"] == 1
    assert 5400 <= said["patrol_outbox_oldest_seconds"] < 5500
    assert said['patrol_jobs{stage="queued"}'] == 1
    assert said['patrol_jobs{stage="failed"}'] == 2
    assert said["patrol_obligations_overdue"] == 1
    assert said["patrol_deliveries_waiting"] == 0
    assert said['patrol_messages_outside{stage="waiting"}'] == 0
    assert abs(said["patrol_last_beat_timestamp_seconds"] - now.timestamp()) < 60
    assert said['patrol_build_info{version="0.1.0"}'] == 1


@pytest.mark.usefixtures("watched")
def test_figures_cost_the_same_however_much_there_is(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        asked(client)


def test_labels_are_escaped() -> None:
    assert exposition._line("a", 1, {"b": 'x"\\\n'}) == 'a{b="x\\"\\\\\\n"} 1'
