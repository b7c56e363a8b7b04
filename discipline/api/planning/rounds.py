"""Rounds by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.forms.rounds import RoundFilter
from discipline.models import SupervisionRound
from discipline.reports import rounds as reports
from discipline.rules import InspectorDraft, Method, Organiser, RoundDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, Said, WhyIn, heard, once, status_of


class RoundRow(serializers.Serializer[Any]):
    """``to_make`` and ``made``: visits of it, as far as they may be seen."""

    id = serializers.IntegerField(source="pk")
    path = serializers.CharField()
    name = serializers.CharField()
    organised_by = serializers.CharField()
    method = serializers.CharField()
    starts_on = serializers.DateField()
    last_day = serializers.DateField()
    checklist_id = serializers.IntegerField()
    stage = serializers.CharField()
    to_make = serializers.IntegerField()
    made = serializers.IntegerField()


class LentOut(serializers.Serializer[Any]):
    """``home``: the street they are lent from, ``lent_by``: the unit."""

    user_id = serializers.IntegerField()
    name = serializers.CharField()
    home = serializers.CharField(allow_blank=True)
    lent_by = serializers.CharField(allow_blank=True)


class RoundOut(serializers.Serializer[Any]):
    round = RoundRow()
    report = serializers.CharField(allow_blank=True)
    inspectors = LentOut(many=True)


class Rounds(Lines):
    """Those of the own organiser, and those one inspects in."""

    queryset = SupervisionRound.objects.none()
    filterset_class = RoundFilter
    line, whole = RoundRow, RoundOut

    def rows(self) -> Any:
        return reports.rounds_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return rows

    def file(self, row: Any) -> Any:
        return {"round": row, "report": row.report, "inspectors": reports.lent_to(row)}


class InspectorIn(serializers.Serializer[Any]):
    """``home``: the path of a street, or nothing."""

    user_id = Key()
    home = serializers.CharField(max_length=12, allow_blank=True, default="")
    lent_by = serializers.CharField(max_length=60, allow_blank=True, default="")


class PlanRoundIn(serializers.Serializer[Any]):
    place_id = Key()
    name = serializers.CharField(max_length=60)
    organised_by = Said(Organiser)
    method = Said(Method)
    starts_on = serializers.DateField()
    last_day = serializers.DateField()
    checklist_id = Key()
    inspectors = InspectorIn(many=True)

    def draft(self) -> RoundDraft:
        said = {name: value for name, value in self.validated_data.items() if name not in ("place_id", "inspectors")}
        return RoundDraft(**said, inspectors=tuple(InspectorDraft(**row) for row in self.validated_data["inspectors"]))


class PlanRound(APIView):
    @extend_schema(request=PlanRoundIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(PlanRoundIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft()
        answer = once(
            request,
            "discipline.plan_round",
            [place_id, draft],
            lambda: commands.plan_round(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class ReportIn(serializers.Serializer[Any]):
    report = serializers.CharField(max_length=2000)


class ReportRound(APIView):
    """Once none of its visits waits any more."""

    @extend_schema(request=ReportIn, responses=IdOut)
    def post(self, request: Request, round_id: int) -> Response:
        report = heard(ReportIn, request).validated_data["report"]
        commands.report_round(actor=actor_of(request), round_id=round_id, report=report, at=clock.now())
        return Response(IdOut({"id": round_id}).data)


class CancelRound(APIView):
    """What is still planned of it is off."""

    @extend_schema(request=WhyIn, responses=IdOut)
    def post(self, request: Request, round_id: int) -> Response:
        reason = heard(WhyIn, request).validated_data["reason"]
        commands.cancel_round(actor=actor_of(request), round_id=round_id, reason=reason, at=clock.now())
        return Response(IdOut({"id": round_id}).data)
