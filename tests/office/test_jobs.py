"""Long work shows how far it is to whoever may watch it; it can be stopped and tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, jobs
from patrol_ops.core.models import Job, JobProblem, JournalEntry, User
from patrol_ops.core.wording import say
from patrol_ops.office.reports.jobs import WANTED_STAGES, problem_sheet
from tests.cast import District
from tests.office.conftest import text_of


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

    assert statements(client, reverse("office:jobs")) == few == 6
    assert statements(client, reverse("office:show-job", args=[job.pk])) == one + 1 == 8


# --- mine and the territory's ---------------------------------------------------------------------------------------


def make(user: User, stage: str = "done", path: str = "990102001", **fields: Any) -> Job:
    base = {"kind": "office.test", "created_at": clock.now()}
    return Job.objects.create(stage=stage, path=path, started_by=user, **{**base, **fields})


def test_jobs_are_filtered_by_whose_and_how_far(
    gwen: User, tess: User, piet: User, signed_in: Callable[..., Client]
) -> None:
    url = reverse("office:jobs")
    mine, running, failed = make(gwen, path=""), make(tess, "running"), make(piet, "failed")
    cancelled = make(piet, "cancelled", cancel_asked_at=clock.now())
    client = signed_in(gwen)

    def shown(**asked: str) -> set[int]:
        return {work.job.pk for work in client.get(url, asked).context["rows"]}

    assert shown() == {mine.pk, running.pk, failed.pk, cancelled.pk}
    assert shown(whose="mine") == {mine.pk}
    assert shown(state="open") == {running.pk}
    assert shown(state="undone") == {failed.pk, cancelled.pk}
    assert shown(state="done", whose="mine") == {mine.pk}
    assert shown(state="nonsense") == shown()
    assert "没有符合条件的任务" in text_of(client.get(url, {"whose": "mine", "state": "open"}))
    assert {work.job.pk for work in signed_in(piet).get(url).context["rows"]} == {failed.pk, cancelled.pk}
    assert all(say(f"office.jobs-{name}") != f"office.jobs-{name}" for name in WANTED_STAGES)


def test_an_empty_list_says_what_will_be_here(gwen: User, signed_in: Callable[..., Client]) -> None:
    assert "导入、导出这类时间长的工作会列在这里" in text_of(signed_in(gwen).get(reverse("office:jobs")))


# --- what came of it ------------------------------------------------------------------------------------------------


def test_show_job_links_to_what_was_made(
    gwen: User, district: District, signed_in: Callable[..., Client], registries: None
) -> None:
    team = district.teams["harbour"]

    @jobs.job("office.test")
    def work(run: jobs.Run) -> None:
        run.made("teams:show-team", team_id=team)

    job = make(gwen, "queued")
    assert jobs.work()
    client = signed_in(gwen)
    assert f'href="/teams/{team}/"' in client.get(reverse("office:show-job", args=[job.pk])).content.decode()
    told = client.get(reverse("api-office:show-job", args=[job.pk])).json()
    assert (told["stage"], told["made"], told["problems"]) == ("done", f"/teams/{team}/", [])

    Job.objects.filter(pk=job.pk).update(result={"made": {"page": "gone:for-ever", "where": {}}})
    assert "查看结果" not in text_of(client.get(reverse("office:show-job", args=[job.pk])))


def test_show_job_says_who_started_and_who_cancelled_it(
    gwen: User, tess: User, signed_in: Callable[..., Client]
) -> None:
    job = make(tess, "cancelled", done=3, cancel_asked_at=clock.now(), cancelled_by=gwen, finished_at=clock.now())
    said = text_of(signed_in(tess).get(reverse("office:show-job", args=[job.pk])))
    assert "已取消" in said
    assert "谭思 提交任务" in said
    assert "关文 取消任务" in said
    assert "停下以前做好的都留着" in said


def test_job_problems_are_downloaded_as_a_sheet(
    gwen: User, tess: User, theo: User, signed_in: Callable[..., Client]
) -> None:
    job = make(tess, "failed")
    JobProblem.objects.create(job=job, row="7", code="core.phone-invalid")
    JobProblem.objects.create(job=job, row="=9+1", code="core.policy-out-of-bounds", facts={"minimum": 1, "maximum": 5})
    url = reverse("office:job-problems", args=[job.pk])
    assert url in signed_in(tess).get(reverse("office:show-job", args=[job.pk])).content.decode()

    answer = signed_in(gwen).get(url)
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="job-{job.pk}-problems.csv"'
    assert text.splitlines() == [
        "\ufeff哪一行,原因", f"7,{say('core.phone-invalid')}", "'=9+1,数值要在 1 到 5 之间。",
    ]  # fmt: skip
    assert signed_in(theo).get(url).status_code == 404
    rows = signed_in(gwen).get(reverse("api-office:job-problems", args=[job.pk])).json()["results"]
    assert [row["row"] for row in rows] == ["7", "=9+1"]
    assert signed_in(theo).get(reverse("api-office:job-problems", args=[job.pk])).status_code == 404


def test_a_long_sheet_is_read_in_one_statement(gwen: User, django_assert_num_queries: Any) -> None:
    job = make(gwen, "failed")
    JobProblem.objects.bulk_create(JobProblem(job=job, row=str(n), code="core.invalid") for n in range(2000))
    with django_assert_num_queries(1):
        assert len(list(problem_sheet(job))) == 2001


# --- stopping and trying again --------------------------------------------------------------------------------------


@pytest.fixture
def known(registries: None) -> None:
    jobs.job("office.test")(lambda run: None)


@pytest.mark.usefixtures("known")
def test_cancel_job_and_retry_job_by_their_buttons(tess: User, theo: User, signed_in: Callable[..., Client]) -> None:
    job, client = make(tess, "queued"), signed_in(tess)
    page = reverse("office:show-job", args=[job.pk])
    cancel, retry = reverse("office:cancel-job", args=[job.pk]), reverse("office:retry-job", args=[job.pk])
    shown = client.get(page).content.decode()
    assert (cancel in shown, retry in shown) == (True, False)
    assert client.get(cancel).status_code == client.get(retry).status_code == 405
    assert signed_in(theo).post(cancel).status_code == signed_in(theo).post(retry).status_code == 404
    assert client.post(retry).status_code == 409

    answer = client.post(cancel, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "任务已取消" in text_of(answer)
    shown = answer.content.decode()
    assert (cancel in shown, retry in shown) == (False, True)
    assert client.post(cancel).status_code == 409

    answer = client.post(retry, follow=True)
    assert "任务重新排队，从上次停下的地方接着做" in text_of(answer)
    Job.objects.filter(pk=job.pk).update(stage="running")
    answer = client.post(cancel, follow=True)
    assert "任务做完手上这一步就停下" in text_of(answer)
    assert "正在停下" in text_of(answer)
    assert cancel not in answer.content.decode()
    assert 'hx-trigger="every 2s"' in answer.content.decode()


@pytest.mark.usefixtures("known")
def test_who_only_watches_is_offered_no_buttons(gwen: User, liz: User, signed_in: Callable[..., Client]) -> None:
    job = make(gwen, "queued", path="990102")
    shown = signed_in(liz).get(reverse("office:show-job", args=[job.pk])).content.decode()
    assert reverse("office:cancel-job", args=[job.pk]) not in shown
    assert signed_in(liz).post(reverse("office:cancel-job", args=[job.pk])).status_code == 404


@pytest.mark.usefixtures("known")
def test_cancel_job_and_retry_job_by_api(tess: User, theo: User, signed_in: Callable[..., Client]) -> None:
    job, client = make(tess, "queued"), signed_in(tess)
    cancel, retry = reverse("api-office:cancel-job", args=[job.pk]), reverse("api-office:retry-job", args=[job.pk])
    (listed,) = client.get(reverse("api-office:jobs"), {"whose": "mine"}).json()["results"]
    assert (listed["id"], listed["started_by"], listed["moves"]) == (job.pk, tess.pk, ["cancel"])
    told = client.post(cancel).json()
    assert (told["stage"], told["moves"], told["stopping"]) == ("cancelled", ["retry"], False)
    assert client.post(cancel).status_code == 409
    assert client.post(retry).json()["stage"] == "queued"
    assert signed_in(theo).post(cancel).status_code == 404
    assert client.get(reverse("api-office:jobs"), {"state": "nonsense"}).status_code == 400
    acts = JournalEntry.objects.filter(subject_type="job").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["core.job_cancelled", "core.job_retried"]


@pytest.mark.usefixtures("known")
def test_acting_on_a_job_takes_few_statements(
    tess: User, signed_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    job, client = make(tess, "queued"), signed_in(tess)
    for name in ("cancel-job", "retry-job"):
        with django_assert_max_num_queries(24):
            assert client.post(reverse(f"office:{name}", args=[job.pk])).status_code == 302
