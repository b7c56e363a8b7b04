"""Notices are one's own; long work shows how far it is to whoever may watch it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, notices
from patrol_ops.core.models import Job, JobProblem, Notice, User
from tests.cast import District
from tests.office.conftest import text_of

# --- notices --------------------------------------------------------------------------------------------------------


@pytest.fixture
def url() -> str:
    return reverse("office:notices")


def tell(user: User, day: str, team_id: int | None = None, minutes: int = 0) -> None:
    at = clock.now() - dt.timedelta(minutes=minutes)
    facts = {"day": day, "team_id": team_id}
    notices.post(to=[user.pk], template="duty.notice-log-returned", facts=facts, at=at, url="/duty/today/")


def test_notices_are_my_own_and_newest_first(
    district: District, lena: User, otto: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-16", district.teams["harbour"], minutes=5)
    tell(lena, "2026-11-17")
    tell(otto, "2026-11-15")

    said = text_of(signed_in(lena).get(url))

    assert said.index("2026年11月17日 的巡逻日志被退回") < said.index("2026年11月16日 的巡逻日志被退回")
    assert "港口社区社会治安巡防分队" in said
    assert "2026年11月15日" not in said


def test_reading_marks_nothing_and_the_button_marks_my_own(
    lena: User, otto: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-17")
    tell(otto, "2026-11-17")
    client = signed_in(lena)

    assert "未读" in text_of(client.get(url))
    assert Notice.objects.filter(read_at__isnull=True).count() == 2

    answer = client.post(reverse("office:mark-notices-read"), follow=True)

    assert answer.redirect_chain[-1][0] == url
    assert "已读" in text_of(answer)
    assert "全部已读" not in text_of(answer)
    assert [notice.user_id for notice in Notice.objects.filter(read_at__isnull=True)] == [otto.pk]


def test_marking_is_no_get(lena: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(lena).get(reverse("office:mark-notices-read")).status_code == 405


def test_a_notice_names_no_team_out_of_reach(
    district: District, lena: User, signed_in: Callable[..., Client], url: str
) -> None:
    tell(lena, "2026-11-17", district.teams["willow"])

    assert "柳林" not in text_of(signed_in(lena).get(url))


def test_a_notice_that_nobody_words_any_more_is_still_shown(
    lena: User, signed_in: Callable[..., Client], url: str
) -> None:
    Notice.objects.create(user=lena, template="gone.for-ever", at=clock.now())

    assert "有一件事需要您知道" in text_of(signed_in(lena).get(url))


def test_notices_take_as_many_statements_with_thirty_as_with_three(
    district: District, lena: User, signed_in: Callable[..., Client], statements: Any, url: str
) -> None:
    client = signed_in(lena)
    for n in range(3):
        tell(lena, "2026-11-17", district.teams["harbour"], n)
    few = statements(client, url)
    for n in range(30):
        tell(lena, "2026-11-17", district.teams["harbour"], n)

    assert statements(client, url) == few == 8
    assert client.get(url + "?page=999").status_code == 200
    assert client.get(url + "?page=x").status_code == 200


# --- jobs -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def job(gwen: User) -> Job:
    return Job.objects.create(
        kind="office.test",
        stage="running",
        path="990102001",
        done=30,
        total=120,
        started_by=gwen,
        created_at=clock.now(),
    )


def test_jobs_lists_what_runs_and_how_far_it_is(job: Job, tess: User, signed_in: Callable[..., Client]) -> None:
    said = text_of(signed_in(tess).get(reverse("office:jobs")))

    assert "进行中" in said
    assert "30 / 120" in said


def test_show_job_asks_again_while_it_runs_and_not_afterwards(
    job: Job, gwen: User, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(gwen)
    url = reverse("office:show-job", args=[job.pk])

    assert 'hx-trigger="every 2s"' in client.get(url).content.decode()
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "job-state"}).content.decode()
    assert "<html" not in part
    assert 'id="job-state"' in part

    Job.objects.filter(pk=job.pk).update(stage="failed", finished_at=clock.now(), result={"error": "ValueError"})
    JobProblem.objects.create(job=job, row="7", code="core.phone-invalid")
    JobProblem.objects.create(job=job, row="9", code="core.policy-out-of-bounds", facts={"minimum": 1, "maximum": 5})
    answer = client.get(url)

    assert "hx-trigger" not in answer.content.decode().split('id="main"')[1]
    said = text_of(answer)
    assert "没有完成" in said
    assert "没有办成的 2 行" in said
    assert "9 数值要在 1 到 5 之间。" in said


@pytest.mark.parametrize(
    ("who", "status"), [("gwen", 200), ("tess", 200), ("theo", 404), ("kai", 404), ("lena", 404), ("nora", 404)]
)
def test_show_job_only_to_whoever_may_watch(job: Job, signed_in: Callable[..., Client], who: str, status: int) -> None:
    client = signed_in(User.objects.get(username=who))

    assert client.get(reverse("office:show-job", args=[job.pk])).status_code == status
    if status == 404 and who in ("lena", "nora"):
        assert client.get(reverse("office:jobs")).status_code == 404


def test_jobs_take_as_many_statements_with_thirty_as_with_one(
    job: Job, gwen: User, signed_in: Callable[..., Client], statements: Any
) -> None:
    client = signed_in(gwen)
    few, one = statements(client, reverse("office:jobs")), statements(client, reverse("office:show-job", args=[job.pk]))
    Job.objects.bulk_create(
        Job(kind="office.test", stage="done", path="990102", started_by=gwen, created_at=clock.now()) for _ in range(30)
    )
    JobProblem.objects.bulk_create(JobProblem(job=job, row=str(n), code="core.invalid") for n in range(60))

    assert statements(client, reverse("office:jobs")) == few == 7
    assert statements(client, reverse("office:show-job", args=[job.pk])) == one + 1 == 8
