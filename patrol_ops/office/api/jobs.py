"""Long work by API: how far it is, its refused rows, stopping it and trying it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core import jobs as core_jobs
from patrol_ops.core import routine as core_routine
from patrol_ops.core.api import ByCursor, actor_of
from patrol_ops.core.doors import KEY, once, status_of
from patrol_ops.core.models import Job
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.office.api import shapes
from patrol_ops.office.api.doors import Lines
from patrol_ops.office.forms import JobFilter
from patrol_ops.office.reports import jobs as report

FIRST_PROBLEMS = 200


class NewestJob(ByCursor):
    ordering = ("-created_at", "-pk")


class InOrder(ByCursor):
    ordering = ("pk",)


def _job(request: Request, job_id: int) -> Job:
    job = report.jobs_of(actor_of(request)).filter(pk=job_id).first()
    if job is None:
        raise NotPermitted
    return job


def _told(request: Request, job_id: int) -> dict[str, Any]:
    (work,) = report.steered([_job(request, job_id)], actor_of(request))
    return dict(shapes.JobOut(work).data)


@extend_schema(
    parameters=[OpenApiParameter("whose", enum=["mine"]), OpenApiParameter("state", enum=list(report.WANTED_STAGES))]
)
class Jobs(Lines):
    """Long work within reach, newest first."""

    serializer_class = shapes.JobOut
    pagination_class = NewestJob

    def get_queryset(self) -> Any:
        form = JobFilter(self.request.query_params)
        if not form.is_valid():
            raise ValidationError({name: [str(e) for e in errors] for name, errors in form.errors.items()})
        said = form.cleaned_data
        return report.wanted(report.jobs_of(self.actor), self.actor, whose=said["whose"], state=said["state"])

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return report.steered(rows, self.actor)


class ShowJob(APIView):
    """One piece of work with its first refused rows."""

    @extend_schema(responses=shapes.JobWithProblemsOut)
    def get(self, request: Request, job_id: int) -> Response:
        job = _job(request, job_id)
        problems = report.problem_lines(report.problems_of(job)[:FIRST_PROBLEMS])
        return Response({**_told(request, job_id), "problems": problems})


class JobProblems(Lines):
    """Every row that was refused, and why."""

    serializer_class = shapes.ProblemLineOut
    pagination_class = InOrder

    def get_queryset(self) -> Any:
        return report.problems_of(_job(self.request, self.kwargs["job_id"]))

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return report.problem_lines(rows)


class StartRoutine(APIView):
    """What the clock does over night, now; refused while it is being done."""

    @extend_schema(request=None, responses={201: shapes.JobOut, 200: shapes.JobOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        actor, now = actor_of(request), clock.now()
        answer = once(request, "office.start_routine", None, lambda: core_routine.start_routine(actor=actor, at=now))
        return Response(_told(request, answer.subject_id or 0), status=status_of(answer))


class CancelJob(APIView):
    """What waits is not begun; what is being done stops after its present step."""

    @extend_schema(request=None, responses=shapes.JobOut)
    def post(self, request: Request, job_id: int) -> Response:
        core_jobs.cancel_job(actor=actor_of(request), job_id=job_id, at=clock.now())
        return Response(_told(request, job_id))


class RetryJob(APIView):
    """What failed or was cancelled goes on from its last step."""

    @extend_schema(request=None, responses=shapes.JobOut)
    def post(self, request: Request, job_id: int) -> Response:
        core_jobs.retry_job(actor=actor_of(request), job_id=job_id, at=clock.now())
        return Response(_told(request, job_id))
