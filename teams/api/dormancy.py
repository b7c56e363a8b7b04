"""Dormant teams by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Said, heard
from teams import commands
from teams.api.shapes import DoneOut, ReasonIn
from teams.rules import DormancyCause, RevivalPlanDraft


class ConfirmDormantIn(ReasonIn):
    cause = Said(DormancyCause)


class RevivalPlanIn(serializers.Serializer[Any]):
    causes = serializers.CharField(max_length=1000)
    measures = serializers.CharField(max_length=1000)
    due_on = serializers.DateField()

    def draft(self) -> RevivalPlanDraft:
        return RevivalPlanDraft(**self.validated_data)


class ReviveTeamIn(serializers.Serializer[Any]):
    result = serializers.CharField(max_length=300)


class ConfirmDormant(APIView):
    """What the clock proposed is confirmed by a person."""

    @extend_schema(request=ConfirmDormantIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(ConfirmDormantIn, request).validated_data
        commands.confirm_dormant(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": team_id}).data)


class KeepActive(APIView):
    """The proposal is declined; asked again after as many silent days more."""

    @extend_schema(request=ReasonIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        reason = heard(ReasonIn, request).validated_data["reason"]
        commands.keep_active(actor=actor_of(request), team_id=team_id, reason=reason, at=clock.now())
        return Response(DoneOut({"id": team_id}).data)


class WriteRevivalPlan(APIView):
    @extend_schema(request=RevivalPlanIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        draft = heard(RevivalPlanIn, request).draft()
        commands.write_revival_plan(actor=actor_of(request), team_id=team_id, draft=draft, at=clock.now())
        return Response(DoneOut({"id": team_id}).data)


class ReviveTeam(APIView):
    @extend_schema(request=ReviveTeamIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        result = heard(ReviveTeamIn, request).validated_data["result"]
        commands.revive_team(actor=actor_of(request), team_id=team_id, result=result, at=clock.now())
        return Response(DoneOut({"id": team_id}).data)
