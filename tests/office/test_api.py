"""The office's API: the same answers as the pages, and no answer where the page has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duty import commands as duty
from patrol_ops.core import clock, notices
from patrol_ops.core.models import Job, JobProblem, JournalEntry, Notice, PolicyValue, User
from tests.cast import District
from tests.office.conftest import TODAY, days_before

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def week(owe: Any, file_log: Any) -> Any:
    owe(*days_before(3))
    return file_log(day=YESTERDAY, hazard=True)


def test_to_do_by_api(week: Any, kai: User, signed_in: Callable[..., Client]) -> None:
    body = signed_in(kai).get(reverse("api-office:to-do")).json()

    (line,) = body["results"]
    assert (line["kind"], line["subject_id"], line["version"]) == ("duty.review_patrol_log", week.pk, 1)
    assert line["team"]["street"] == "锦川街道"
    assert line["day"] == "2026-11-17"
    assert line["may_review"] is True


def test_situation_by_api_says_what_the_page_says(week: Any, gwen: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(gwen)
    page = client.get(reverse("office:situation"))
    body = client.get(reverse("api-office:situation")).json()

    figures = {f["key"]: f["value"] for group in page.context["figures"] for f in group["figures"]}
    for name, key in (("on_time", "on-time"), ("late", "late"), ("missing", "missing"), ("waiting", "waiting")):
        assert body["total"][name] == figures[key]
    assert (body["place"], body["name"]) == ("990102", "启明区")
    assert [place["path"] for place in body["below"]] == ["990102001", "990102002"]
    assert body["exceptions"][0]["sort"] == "missing"
    assert body["patrols_by_hour"][19] == 1


def test_missing_logs_by_api(week: Any, tess: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(tess)

    rows = client.get(reverse("api-office:missing-logs")).json()["results"]
    of_a_day = client.get(reverse("api-office:missing-logs"), {"first": "2026-11-17", "last": "2026-11-17"}).json()

    assert len(rows) == 8
    assert {row["team"]["street"] for row in rows} == {"锦川街道"}
    assert len(of_a_day["results"]) == 2


def test_journal_by_api_is_ids_and_acts_only(week: Any, aud: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(aud)

    body = client.get(reverse("api-office:journal"), {"act": "duty.patrol_log_submitted"}).json()

    (row,) = body["results"]
    assert (row["subject_type"], row["subject_id"]) == ("patrol_log", week.pk)
    assert set(row) == {
        "id", "at", "actor_kind", "actor_id", "act", "subject_type", "subject_id", "team_id", "path", "token_id",
    }  # fmt: skip


def test_journal_by_api_pages_to_the_end(district: District, aud: User, signed_in: Callable[..., Client]) -> None:
    client, seen = signed_in(aud), []
    url = reverse("api-office:journal") + "?page_size=40"
    while url:
        body = client.get(url).json()
        seen += [row["id"] for row in body["results"]]
        url = body["next"]

    assert sorted(seen) == sorted(JournalEntry.objects.values_list("pk", flat=True))


def test_notices_by_api_and_marking_them(lena: User, otto: User, signed_in: Callable[..., Client]) -> None:
    for user in (lena, otto):
        notices.post(to=[user.pk], template="duty.remind-review", facts={}, at=clock.now())
    client = signed_in(lena)

    (row,) = client.get(reverse("api-office:notices")).json()["results"]
    assert row["text"] == "有一篇巡逻日志等待审阅。"
    assert row["read_at"] is None

    assert client.post(reverse("api-office:mark-notices-read")).status_code == 204
    assert [notice.user_id for notice in Notice.objects.filter(read_at__isnull=True)] == [otto.pk]


def test_jobs_and_show_job_by_api(gwen: User, pia: User, signed_in: Callable[..., Client]) -> None:
    job = Job.objects.create(kind="office.test", stage="failed", path="990102", started_by=gwen, created_at=clock.now())
    JobProblem.objects.create(job=job, row="3", code="core.phone-invalid")
    client = signed_in(gwen)

    assert [row["id"] for row in client.get(reverse("api-office:jobs")).json()["results"]] == [job.pk]
    assert client.get(reverse("api-office:show-job", args=[job.pk])).json()["problems"][0]["row"] == "3"
    assert signed_in(pia).get(reverse("api-office:show-job", args=[job.pk])).status_code == 404


def test_policy_values_by_api(gwen: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(gwen)
    url = reverse("api-office:policy-values")
    said = {"key": "log.cutoff", "value": "12", "since": "2026-12-01", "place": "990102"}
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"

    first = client.post(url, said, content_type="application/json", headers={"Idempotency-Key": key})
    again = client.post(url, said, content_type="application/json", headers={"Idempotency-Key": key})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    rules = {rule["key"]: rule for rule in client.get(url).json()}
    assert rules["log.cutoff"]["ahead"][0]["value"] == "12 时(次日)"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"value": "24"}, 422, "core.policy-out-of-bounds"),
        ({"key": "no.such"}, 422, "core.policy-unknown"),
        ({"since": "2026-11-01"}, 422, "core.policy-in-the-past"),
        ({"since": "x"}, 400, "core.invalid"),
        ({"place": "990103"}, 404, "core.not-found"),
    ],
)
def test_policy_values_by_api_are_refused_in_words(
    gwen: User, signed_in: Callable[..., Client], said: dict[str, str], status: int, code: str
) -> None:
    whole = {"key": "log.cutoff", "value": "12", "since": TODAY.isoformat(), "place": "990102"} | said

    answer = signed_in(gwen).post(reverse("api-office:policy-values"), whole, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not PolicyValue.objects.filter(key="log.cutoff").exists()


OUT_OF_REACH = [
    ("theo", "situation", {"place": "990102001"}),
    ("theo", "missing-logs", {"place": "990102001001"}),
    ("lena", "situation", {}),
    ("lena", "journal", {}),
    ("gus", "journal", {}),
    ("otto", "missing-logs", {}),
    ("mara", "policy-values", {}),
    ("gwen", "situation", {"place": "abc"}),
]


@pytest.mark.parametrize(("who", "name", "asked"), OUT_OF_REACH)
def test_the_api_answers_out_of_reach_like_what_does_not_exist(
    week: Any, signed_in: Callable[..., Client], who: str, name: str, asked: dict[str, str]
) -> None:
    answer = signed_in(User.objects.get(username=who)).get(reverse(f"api-office:{name}"), asked)

    assert (answer.status_code, answer.json()["code"]) == (404, "core.not-found")


NAMES = ["to-do", "situation", "missing-logs", "journal", "notices", "jobs", "policy-values"]


@pytest.mark.parametrize("name", NAMES)
def test_the_api_is_closed_to_whoever_holds_no_post(nora: User, signed_in: Callable[..., Client], name: str) -> None:
    assert signed_in(nora).get(reverse(f"api-office:{name}")).status_code == 403


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("missing-logs", {"first": "2026-13-01"}),
        ("missing-logs", {"team": "x"}),
        ("journal", {"last": "x"}),
        ("journal", {"act": "nothing"}),
        ("journal", {"subject_id": "9" * 40}),
    ],
)
def test_the_api_says_what_it_cannot_read(
    gwen: User, signed_in: Callable[..., Client], name: str, asked: dict[str, str]
) -> None:
    answer = signed_in(gwen).get(reverse(f"api-office:{name}"), asked)

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(asked)


@pytest.mark.parametrize("name", NAMES)
def test_the_api_keeps_its_statements(
    district: District, owe: Any, file_log: Any, gwen: User, kai: User, signed_in: Callable[..., Client],
    statements: Any, name: str,
) -> None:  # fmt: skip
    client = signed_in(kai if name == "to-do" else gwen)
    owe(*days_before(2))
    log = file_log(day=YESTERDAY, hazard=True)
    few = statements(client, reverse(f"api-office:{name}"))
    duty.review_patrol_log(actor=district.actor("kai"), log_id=log.pk, version=1, at=clock.now())
    for day in days_before(20, YESTERDAY):
        file_log(day=day)

    assert statements(client, reverse(f"api-office:{name}")) == few <= 12
