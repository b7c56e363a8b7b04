"""What one is told, and the long work one may watch."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core import notices as core_notices
from patrol_ops.core.access import Permission
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.office.reports import desk as report

NOTICES, JOBS, PROBLEMS = 30, 30, 50


@require_safe
def notices(request: Request) -> HttpResponse:
    """My notices, newest first; reading the page marks nothing."""
    paging = paged(request, report.notices_of(request.actor), NOTICES)
    told = report.said(paging["page"].object_list, request.actor)
    context = {**paging, "told": told, "unread": any(line.notice.read_at is None for line in told)}
    return page(request, "office/notices.html", context)


@require_POST
def mark_notices_read(request: Request) -> HttpResponse:
    if request.actor.person_id is not None:
        core_notices.mark_read(user_id=request.actor.person_id, at=clock.now())
    return done(request, "office:notices")


@require_safe
def jobs(request: Request) -> HttpResponse:
    """The long work within reach, newest first, each with how far it is."""
    if not request.actor.may(Permission.VIEW_JOB):
        raise Http404
    paging = paged(request, report.jobs_of(request.actor), JOBS)
    rows = [report.worded(job) for job in paging["page"].object_list]
    context = {**paging, "rows": rows, "moving": any(row.moving for row in rows)}
    return page(request, "office/jobs.html", context, part="job-list")


@require_safe
def show_job(request: Request, job_id: int) -> HttpResponse:
    """One piece of work: how far it is, what came of it, and which rows were refused why. It may be left."""
    job = get_object_or_404(report.jobs_of(request.actor), pk=job_id)
    paging = paged(request, report.problems_of(job), PROBLEMS)
    context = {
        **paging,
        "work": report.worded(job),
        "job": job,
        "problems": report.problem_lines(paging["page"].object_list),
    }
    return page(request, "office/show_job.html", context, part="job-state")
