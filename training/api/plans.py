"""The yearly plan by API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, NothingIn, Oldest, Said, WhyIn, heard, once, status_of
from teams.rules import Tier
from training import commands
from training.models import TrainingPlan
from training.reports import plans as reports
from training.rules import DeliveryMode, PlanDraft, PlanLineDraft


class PlanRow(serializers.Serializer[Any]):
    """``planned``: sessions of all lines; ``cost`` in yuan."""

    id = serializers.IntegerField(source="pk")
    place_id = serializers.IntegerField()
    year = serializers.IntegerField()
    version = serializers.IntegerField()
    stage = serializers.CharField()
    planned = serializers.IntegerField()
    cost = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    returned_why = serializers.CharField(allow_blank=True)


class PlanLineOut(serializers.Serializer[Any]):
    """``held`` of ``sessions``; ``shortfall``: what of the sessions' cost nobody pays yet (TRN-13)."""

    id = serializers.IntegerField(source="row.pk")
    quarter = serializers.IntegerField(source="row.quarter")
    tier = serializers.CharField(source="row.tier")
    course_id = serializers.IntegerField(source="row.course_id")
    title = serializers.CharField()
    mode = serializers.CharField(source="row.mode")
    sessions = serializers.IntegerField(source="row.sessions")
    arranged = serializers.IntegerField(source="held.arranged")
    held = serializers.IntegerField(source="held.held")
    cost = serializers.IntegerField(source="row.cost")
    spent = serializers.DecimalField(max_digits=12, decimal_places=2, source="held.spent")
    shortfall = serializers.DecimalField(max_digits=12, decimal_places=2, source="held.shortfall")
    dropped = serializers.SerializerMethodField()

    def get_dropped(self, line: reports.PlanLineShown) -> bool:
        return line.row.dropped_at is not None


class PlanOut(serializers.Serializer[Any]):
    plan = PlanRow()
    lines = PlanLineOut(many=True)


class PlanLineIn(serializers.Serializer[Any]):
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    tier = Said(Tier)
    course_id = Key()
    mode = Said(DeliveryMode)
    sessions = serializers.IntegerField(min_value=1, max_value=200)
    cost = serializers.IntegerField(min_value=0, max_value=10_000_000, default=0)


class DraftPlanIn(serializers.Serializer[Any]):
    place_id = Key()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    lines = PlanLineIn(many=True)

    def draft(self) -> PlanDraft:
        said = self.validated_data
        return PlanDraft(said["year"], tuple(PlanLineDraft(**line) for line in said["lines"]))


class Plans(Lines):
    """One a year."""

    queryset = TrainingPlan.objects.none()
    pagination_class = Oldest
    line, whole = PlanRow, PlanOut

    def rows(self) -> Any:
        return reports.plans_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return rows

    def file(self, row: Any) -> Any:
        return {"plan": row, "lines": [line for quarter in reports.plan_quarters(row) for line in quarter.lines]}


class DraftPlan(APIView):
    """All lines of the year, until it is submitted."""

    @extend_schema(request=DraftPlanIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(DraftPlanIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft()
        answer = once(
            request,
            "training.draft_plan",
            [place_id, draft],
            lambda: commands.draft_plan(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class _Step(APIView):
    """A step without words."""

    command: Callable[..., Any]

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, plan_id: int) -> Response:
        type(self).command(actor=actor_of(request), plan_id=plan_id, at=clock.now())
        return Response(IdOut({"id": plan_id}).data)


class SubmitPlan(_Step):
    command = commands.submit_plan


class ApprovePlan(_Step):
    command = commands.approve_plan


class AmendPlan(_Step):
    command = commands.amend_plan


class ReturnPlan(APIView):
    @extend_schema(request=WhyIn, responses=IdOut)
    def post(self, request: Request, plan_id: int) -> Response:
        reason = heard(WhyIn, request).validated_data["reason"]
        commands.return_plan(actor=actor_of(request), plan_id=plan_id, reason=reason, at=clock.now())
        return Response(IdOut({"id": plan_id}).data)
