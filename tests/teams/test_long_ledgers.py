"""A workbook too long to wait for: a job draws it, says how far it is, and it is there for a day for who asked."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from python_calamine import CalamineWorkbook

from patrol_ops.core import clock, files, jobs, tasks
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Job, JournalEntry, StoredFile
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.core.secrets import unseal
from patrol_ops.core.sheets.writing import WAITS, write
from teams import commands, reports
from teams.models import Appointment, Export, ExportedLine
from teams.reports import ledgers
from teams.rules import WORKBOOK_AT_ONCE, ExportKind, LedgerQuestion, Role
from teams.views import ledgers as views
from tests.teams.saying import refused, said

EVERYBODY = LedgerQuestion()
HOUR = dt.timedelta(hours=1)


class Killed(BaseException):
    """What no job can hold: the worker is gone."""


@pytest.fixture(autouse=True)
def _now(at, monkeypatch):
    """Thirteen people in piet's street are too many to wait for, and are read five at a time."""
    monkeypatch.setattr(views, "WORKBOOK_AT_ONCE", 12)
    monkeypatch.setattr(ledgers, "PIECE", 5)
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def begun(at):
    def act(actor, question=EVERYBODY, reason="年度核对"):
        return commands.begin_export(actor=actor, question=question, reason=reason, at=at)

    return act


def fresh(job):
    return Job.objects.get(pk=job.pk)


def rows_of(body):
    return [
        row for sheet in CalamineWorkbook.from_filelike(io.BytesIO(body)).sheet_names for row in _sheet(body, sheet)
    ]


def _sheet(body, name):
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name(name).to_python()


# --- the commands ---------------------------------------------------------------------------------------------------


def test_begin_export_is_an_export_with_its_reason_and_its_lines(begun, piet, piet_actor, at):
    job = begun(piet_actor)

    export = Export.objects.get()
    assert (export.kind, export.reason, export.made_by, export.lines) == ("WORKBOOK", "年度核对", piet, 13)
    assert ExportedLine.objects.filter(export=export, in_full=True).count() == 13
    (entry,) = said("teams.members_exported", at)
    assert (entry.actor_id, entry.subject_id) == (piet.pk, export.pk)
    assert (job.kind, job.facts, job.total, job.path) == (
        "teams.draw_workbook", {"export_id": export.pk}, 13, "990102001",
    )  # fmt: skip


def test_begin_export_is_not_for_just_anybody(begun, liz_actor, aud_actor, ada_actor):
    for actor in (liz_actor, aud_actor, ada_actor):
        with pytest.raises(NotPermitted):
            begun(actor)
    assert not Export.objects.exists()
    assert not Job.objects.exists()


def test_begin_export_without_a_reason_writes_nothing(begun, piet_actor):
    refused("teams.reason-needed", begun, piet_actor, reason=" ")
    assert not Export.objects.exists()
    assert not Job.objects.exists()


def test_keep_workbook_is_the_jobs_alone_and_counts_once(begun, piet_actor, at):
    begun(piet_actor)
    export = Export.objects.get()

    def kept(actor):
        return commands.keep_workbook(actor=actor, export_id=export.pk, made=io.BytesIO(b"x"), at=at)

    with pytest.raises(NotPermitted):
        kept(piet_actor)
    kept(Actor.system("draw-workbook"))
    refused("teams.workbook-known", kept, Actor.system("draw-workbook"))
    assert StoredFile.objects.count() == 1
    (entry,) = said("teams.workbook_kept", at)
    assert (entry.subject_type, entry.subject_id, entry.facts["size"]) == ("export", export.pk, 1)


# --- the job --------------------------------------------------------------------------------------------------------


def test_the_job_says_how_far_it_is_and_draws_the_same_workbook(begun, petra_actor, monkeypatch):
    seen, hold = [], jobs.Run.hold

    def told(run, **more):
        hold(run, **more)
        seen.append(Job.objects.get(pk=run.job_id).done)

    monkeypatch.setattr(jobs.Run, "hold", told)
    job = begun(petra_actor)
    assert jobs.work()

    assert seen == [5, 10, 15, 20, 25]
    assert (fresh(job).stage, fresh(job).done, fresh(job).total) == ("done", 25, 25)
    export, kept = Export.objects.get(), StoredFile.objects.get()
    with default_storage.open(f"{kept.key[:2]}/{kept.key}") as file:
        sealed = file.read()
    # Numbers that stand encrypted in the database do not lie open on the disk for a day.
    assert not sealed.startswith(b"PK")
    body = unseal(sealed)
    assert len(body) == kept.size
    with write(reports.member_sheets(export), at=export.made_at) as at_once:
        assert rows_of(body) == rows_of(at_once.read())
    assert len([row for row in rows_of(body) if str(row[0]).startswith("M0")]) == 25


def test_it_takes_a_statement_a_piece_for_its_lines(begun, petra_actor, django_assert_num_queries):
    begun(petra_actor)
    export = Export.objects.get()
    with django_assert_num_queries(1 + 5):
        assert len(list(reports.lines_in_pieces(export, lambda done: None))) == 25


def test_a_job_whose_worker_is_killed_draws_it_anew(begun, piet_actor, monkeypatch, at):
    hold, times = jobs.Run.hold, []

    def told(run, **more):
        hold(run, **more)
        times.append(run.done)
        if times == [5, 10]:
            raise Killed

    monkeypatch.setattr(jobs.Run, "hold", told)
    job = begun(piet_actor)
    with pytest.raises(Killed):
        jobs.work()
    assert (fresh(job).stage, fresh(job).done) == ("running", 10)
    assert not StoredFile.objects.exists()

    with time_machine.travel(at + HOUR, tick=False):
        assert jobs.work()
    assert (fresh(job).stage, fresh(job).done, times) == ("done", 13, [5, 10, 5, 10, 13])
    assert StoredFile.objects.count() == 1


def test_a_workbook_that_kills_every_worker_is_given_up(begun, piet_actor, monkeypatch, at):
    hold = jobs.Run.hold

    def told(run, **more):
        hold(run, **more)
        raise Killed

    monkeypatch.setattr(jobs.Run, "hold", told)
    job = begun(piet_actor)
    for n in range(jobs.ATTEMPTS):
        with time_machine.travel(at + n * HOUR, tick=False), pytest.raises(Killed):
            jobs.work()
    with time_machine.travel(at + 9 * HOUR, tick=False):
        jobs.work()
    assert fresh(job).stage == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_one_stops_and_leaves_no_file(begun, piet_actor, monkeypatch, at):
    hold = jobs.Run.hold
    job = begun(piet_actor)

    def told(run, **more):
        jobs.cancel_job(actor=piet_actor, job_id=job.pk, at=at)
        hold(run, **more)

    monkeypatch.setattr(jobs.Run, "hold", told)
    jobs.work()
    assert (fresh(job).stage, fresh(job).done) == ("cancelled", 5)
    assert not StoredFile.objects.exists()


# --- the pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(signed_in, piet):
    """What piet's form answers, with everybody of the street."""
    client = signed_in(piet)

    def act(**fields):
        return client.post(reverse("teams:export-members"), {"kind": "WORKBOOK", "reason": "年度核对", **fields})

    return act


def test_a_long_workbook_leads_to_the_page_that_says_how_far_it_is(
    asked, signed_in, piet, django_assert_max_num_queries
):
    page = signed_in(piet).get(reverse("teams:export-members")).content.decode()
    assert "电子表格在后台制作" in page
    assert 'data-prepares="正在准备 13 人的台账…"' in page

    answer = asked()
    job = Job.objects.get()
    url = reverse("office:show-job", args=[job.pk])
    assert answer["Location"] == url
    Job.objects.update(stage="running", done=5)
    client = signed_in(piet)
    with django_assert_max_num_queries(8):
        shown = client.get(url).content.decode()
    assert "制作队员台账表格" in shown
    assert "5 / 13" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "job-made" not in shown


def test_what_was_drawn_is_fetched_by_whoever_asked_until_its_term(asked, signed_in, piet, gwen, petra, at):
    asked()
    jobs.work()
    job, kept = Job.objects.get(), StoredFile.objects.get()
    page, file = reverse("office:show-job", args=[job.pk]), reverse("file", args=[kept.key])

    shown = signed_in(piet).get(page).content.decode()
    assert f'href="{file}"' in shown
    assert "下载台账" in shown
    assert "保留到 2026年11月19日 09:00" in shown
    answer = signed_in(piet).get(file)
    assert answer["Content-Disposition"].startswith("attachment")
    assert ".xlsx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert "李娜" in {row[1] for row in rows_of(b"".join(answer.streaming_content))}

    for other in (gwen, petra):
        assert signed_in(other).get(file).status_code == 404
    watched = signed_in(gwen).get(page)
    assert watched.status_code == 200
    assert file not in watched.content.decode()
    assert signed_in(gwen).get(reverse("api-office:show-job", args=[job.pk])).json()["made"] == ""
    assert signed_in(piet).get(reverse("api-office:show-job", args=[job.pk])).json()["made"] == file

    with time_machine.travel(at + 25 * HOUR, tick=False):
        assert signed_in(piet).get(file).status_code == 404
        assert file not in signed_in(piet).get(page).content.decode()


def test_whoever_may_export_no_longer_fetches_nothing(asked, signed_in, piet, at):
    asked()
    jobs.work()
    file = reverse("file", args=[StoredFile.objects.get().key])
    Appointment.objects.filter(user=piet).update(role=Role.INSPECTOR)
    assert signed_in(piet).get(file).status_code == 404


def test_what_was_drawn_is_gone_after_a_day(asked, at):
    asked()
    jobs.work()
    kept = StoredFile.objects.get()
    place = f"{kept.key[:2]}/{kept.key}"
    files.sweep(clock.now() + 23 * HOUR)
    assert default_storage.exists(place)

    with time_machine.travel(at + 24 * HOUR, tick=False):
        tasks.purge()
    assert not default_storage.exists(place)
    assert not StoredFile.objects.exists()
    assert Export.objects.exists()
    assert JournalEntry.objects.filter(act="teams.workbook_kept").count() == 1


def test_a_short_workbook_and_paper_are_answered_at_once(asked, monkeypatch):
    assert asked(kind="PAPER").status_code == 200
    monkeypatch.setattr(views, "WORKBOOK_AT_ONCE", WORKBOOK_AT_ONCE)
    answer = asked()
    assert answer.status_code == 200
    assert answer.cookies[WAITS]["max-age"] == 0, "the page waits no more"
    assert not Job.objects.exists()
    assert Export.objects.filter(kind=ExportKind.WORKBOOK).count() == 1


def test_a_long_workbook_says_no_in_words(asked):
    answer = asked(reason="x 13800001111")
    assert answer.status_code == 422
    assert "手机号码" in answer.content.decode()
    assert not Export.objects.exists()
    assert not Job.objects.exists()


def test_the_list_of_teams_says_while_its_workbook_is_in_preparation(signed_in, gwen):
    assert 'data-prepares="正在准备…"' in signed_in(gwen).get(reverse("teams:list-teams")).content.decode()
