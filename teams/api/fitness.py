"""Fit for duty by API: the one report, and the act for an emergency."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import NothingIn, heard
from teams import commands, reports
from teams.api.shapes import DoneOut
from teams.models import DutyOverride
from teams.rules import HoldKind, OverrideDraft


class HeldOut(serializers.Serializer[Any]):
    """``until`` is the first day without it, where it ends by itself. ``passed_over``: the police let them walk."""

    kind = serializers.ChoiceField([kind.value for kind in HoldKind])
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    passed_over = serializers.BooleanField()


class FitnessOut(serializers.Serializer[Any]):
    """Whether a member may walk on a day, what keeps them off, and what is to come."""

    member_id = serializers.IntegerField()
    day = serializers.DateField()
    fit = serializers.BooleanField()
    held = HeldOut(many=True)
    ahead = HeldOut(many=True)
    override_until = serializers.DateField(allow_null=True)


class AskedDay(serializers.Serializer[Any]):
    day = serializers.DateField(required=False)


class OverrideIn(serializers.Serializer[Any]):
    """``until`` is the first day without it."""

    since = serializers.DateField()
    until = serializers.DateField()
    reason = serializers.CharField(max_length=300)

    def draft(self) -> OverrideDraft:
        return OverrideDraft(**self.validated_data)


class OverrideOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file."""

    id = serializers.IntegerField(source="override_id")
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    reason = serializers.CharField()
    given_at = serializers.DateTimeField()
    open = serializers.BooleanField()


class MemberFitness(APIView):
    """Fit or not on a day (today, unless another is asked), and why."""

    @extend_schema(parameters=[OpenApiParameter("day", str, description="A date.")], responses=FitnessOut)
    def get(self, request: Request, member_id: int) -> Response:
        get_object_or_404(reports.members_shown_to(actor_of(request)), pk=member_id)
        asked = AskedDay(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("day") or clock.today()
        state = reports.fitness_of(member_id, day)
        said = {"member_id": member_id, "day": day, "fit": state.fit, "held": state.held, "ahead": state.ahead}
        return Response(FitnessOut({**said, "override_until": state.override_until}).data)


class OverrideFitness(APIView):
    @extend_schema(request=OverrideIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        draft = heard(OverrideIn, request).draft()
        override = commands.override_fitness(
            actor=actor_of(request), team_id=team_id, member_id=member_id, draft=draft, at=clock.now()
        )
        return Response(DoneOut({"id": override.pk}).data)


class WithdrawOverride(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, override_id: int) -> Response:
        override = commands.withdraw_override(actor=actor_of(request), override_id=override_id, at=clock.now())
        return Response(DoneOut({"id": override.pk}).data)


class Overrides(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """What was passed over within reach, the newest first."""

    queryset = DutyOverride.objects.none()
    serializer_class = OverrideOut
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return reports.overrides_shown_to(actor_of(self.request), "")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(
            OverrideOut(reports.override_lines(rows or [], clock.today()), many=True).data
        )
