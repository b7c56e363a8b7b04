"""Objections by API: their words are the handler's alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Code, IdOut, Lines, NothingIn, Said, heard
from recruitment import commands
from recruitment.forms import ObjectionFilter
from recruitment.models import Objection
from recruitment.reports import objections as reports
from recruitment.rules import Decision, DecisionDraft


class ObjectionLineOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="objection_id")
    notice_id = serializers.IntegerField()
    title = serializers.CharField()
    about = serializers.CharField(help_text="Masked.")
    post = Code()
    team = serializers.CharField()
    stage = Code()
    lodged_at = serializers.DateTimeField()
    handler = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class ObjectionOut(serializers.Serializer[Any]):
    """``reason``, ``contact`` and ``answer`` are empty for everybody but its handler."""

    objection = ObjectionLineOut(source="line")
    mine = serializers.BooleanField()
    reason = serializers.CharField()
    contact = serializers.CharField()
    answer = serializers.CharField()


class DecideObjectionIn(serializers.Serializer[Any]):
    """``answer`` is read by the objector."""

    decision = Said(Decision)
    answer = serializers.CharField(max_length=300)

    def draft(self) -> DecisionDraft:
        return DecisionDraft(**self.validated_data)


class Objections(Lines):
    """Objections within reach, newest first; those not answered yet, unless others are asked for."""

    queryset = Objection.objects.none()
    filterset_class = ObjectionFilter
    line, whole = ObjectionLineOut, ObjectionOut

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def rows(self) -> Any:
        return reports.objections_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.objection_lines(rows)

    def file(self, row: Any) -> Any:
        return reports.objection_file(actor_of(self.request), row)


class TakeObjection(APIView):
    """Whoever takes it handles it to the end."""

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, objection_id: int) -> Response:
        commands.take_objection(actor=actor_of(request), objection_id=objection_id, at=clock.now())
        return Response(IdOut({"id": objection_id}).data)


class DecideObjection(APIView):
    @extend_schema(request=DecideObjectionIn, responses=IdOut)
    def post(self, request: Request, objection_id: int) -> Response:
        draft = heard(DecideObjectionIn, request).draft()
        commands.decide_objection(actor=actor_of(request), objection_id=objection_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": objection_id}).data)
