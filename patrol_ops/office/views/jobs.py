"""The long work one may watch, stop and try again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core import jobs as core_jobs
from patrol_ops.core import routine as core_routine
from patrol_ops.core.access import Permission
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.sheets.writing import prepared
from patrol_ops.office.forms import JobFilter
from patrol_ops.office.reports import jobs as report

JOBS, PROBLEMS = 30, 50


@require_safe
def jobs(request: Request) -> HttpResponse:
    """The long work within reach, newest first, each with how far it is."""
    if not request.actor.may(Permission.VIEW_JOB):
        raise Http404
    form = JobFilter(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = report.wanted(
        report.jobs_of(request.actor), request.actor, whose=asked.get("whose", ""), state=asked.get("state", "")
    )
    paging = paged(request, rows, JOBS)
    shown = [report.worded(job) for job in paging["page"].object_list]
    may_start = request.actor.may(Permission.START_ROUTINE)
    context = {
        **paging,
        "filter": form,
        "filtered": any(asked.values()),
        "rows": shown,
        "moving": any(row.moving for row in shown),
        "may_start": may_start,
        "pieces": len(core_routine.routine()),
        "routine": report.last_routine(request.actor) if may_start else None,
    }
    return page(request, "office/jobs.html", context, part="job-list")


@require_safe
def show_job(request: Request, job_id: int) -> HttpResponse:
    """One piece of work: how far it is, what came of it, and which rows were refused why. It may be left."""
    job = get_object_or_404(report.jobs_of(request.actor), pk=job_id)
    paging = paged(request, report.problems_of(job), PROBLEMS)
    (work,) = report.steered([job], request.actor)
    problems = report.problem_lines(paging["page"].object_list)
    return page(
        request, "office/show_job.html", {**paging, "work": work, "job": job, "problems": problems}, part="job-state"
    )


@require_safe
def job_problems(request: Request, job_id: int) -> HttpResponseBase:
    """Every row that was refused, for a spreadsheet."""
    job = get_object_or_404(report.jobs_of(request.actor), pk=job_id)
    answer = StreamingHttpResponse(report.problem_sheet(job), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="job-{job.pk}-problems.csv"'
    answer["Cache-Control"] = "private, no-store"
    return prepared(answer)


@require_POST
@answering_refusals
def start_routine(request: Request) -> HttpResponse:
    job = core_routine.start_routine(actor=request.actor, at=clock.now())
    return done(request, "office:show-job", job_id=job.pk)


@require_POST
@answering_refusals
def cancel_job(request: Request, job_id: int) -> HttpResponse:
    job = core_jobs.cancel_job(actor=request.actor, job_id=job_id, at=clock.now())
    if job.stage == core_jobs.CANCELLED:
        messages.success(request, _("任务已取消。"))
    else:
        messages.info(request, _("任务做完手上这一步就停下，已经做好的不会撤回。"))
    return done(request, "office:show-job", job_id=job_id)


@require_POST
@answering_refusals
def retry_job(request: Request, job_id: int) -> HttpResponse:
    core_jobs.retry_job(actor=request.actor, job_id=job_id, at=clock.now())
    messages.success(request, _("任务重新排队，从上次停下的地方接着做。"))
    return done(request, "office:show-job", job_id=job_id)
