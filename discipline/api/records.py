"""Records of inspections by API: reading, writing, signing. A signature carries the digest of what was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.api.record_shapes import (
    CorrectionIn,
    DisputeDecisionIn,
    InspectionOut,
    InspectionRow,
    RecordIn,
    RefusalIn,
    SeenIn,
)
from discipline.forms.book import InspectionFilter
from discipline.models import Inspection
from discipline.reports import records as reports
from patrol_ops.core import clock
from patrol_ops.core.api import ByCursor, actor_of
from patrol_ops.core.doors import KEY, IdOut, Lines, NothingIn, heard, once, status_of


class Latest(ByCursor):
    ordering = ("-day", "-pk")


class Inspections(Lines):
    """Records within reach, the last first."""

    queryset = Inspection.objects.none()
    pagination_class = Latest
    filter_backends = [DjangoFilterBackend]
    filterset_class = InspectionFilter
    line, whole = InspectionRow, InspectionOut

    def rows(self) -> Any:
        actor = actor_of(self.request)
        full = self.action == "retrieve"
        return reports.with_counts(reports.records_in_full(actor) if full else reports.records_shown_to(actor))

    def lines(self, rows: list[Any]) -> list[Any]:
        return rows

    def file(self, row: Any) -> Any:
        return reports.record_shown(row, actor_of(self.request))


class _Writing(APIView):
    """One command that makes or changes a record, once."""

    shape: type[serializers.Serializer[Any]] = RecordIn
    door: str

    def written(self, request: Request, subject_id: int, act: Callable[[Any, Any], Any]) -> Response:
        said, now = heard(self.shape, request), clock.now()
        draft, reason = said.draft(), said.validated_data.get("reason", "")
        answer = once(
            request,
            f"discipline.{self.door}",
            [subject_id, draft, reason],
            lambda: act(said, {"draft": draft, "at": now}),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class RecordInspection(_Writing):
    door = "record_inspection"

    @extend_schema(request=RecordIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, visit_id: int) -> Response:
        return self.written(
            request,
            visit_id,
            lambda _said, rest: commands.record_inspection(actor=actor_of(request), visit_id=visit_id, **rest),
        )


class AmendInspection(APIView):
    @extend_schema(request=RecordIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        draft = heard(RecordIn, request).draft()
        commands.amend_inspection(actor=actor_of(request), inspection_id=inspection_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": inspection_id}).data)


class CorrectInspection(_Writing):
    door = "correct_inspection"
    shape = CorrectionIn

    @extend_schema(request=CorrectionIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.written(
            request,
            inspection_id,
            lambda said, rest: commands.correct_inspection(
                actor=actor_of(request),
                inspection_id=inspection_id,
                reason=said.validated_data["reason"],
                **rest,
            ),
        )


class _Step(APIView):
    """A step on a record; what comes in is what its command wants."""

    command: Callable[..., Any]
    shape: type[serializers.Serializer[Any]]

    def act(self, request: Request, inspection_id: int) -> Response:
        said = heard(self.shape, request).validated_data
        type(self).command(actor=actor_of(request), inspection_id=inspection_id, at=clock.now(), **said)
        return Response(IdOut({"id": inspection_id}).data)


class SignInspection(_Step):
    command, shape = commands.sign_inspection, SeenIn

    @extend_schema(request=SeenIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.act(request, inspection_id)


class TakeBackSignature(_Step):
    command, shape = commands.take_back_signature, NothingIn

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.act(request, inspection_id)


class CountersignInspection(_Step):
    command, shape = commands.countersign_inspection, SeenIn

    @extend_schema(request=SeenIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.act(request, inspection_id)


class RefuseSignature(_Step):
    command, shape = commands.refuse_signature, RefusalIn

    @extend_schema(request=RefusalIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.act(request, inspection_id)


class DecideDispute(_Step):
    command, shape = commands.decide_dispute, DisputeDecisionIn

    @extend_schema(request=DisputeDecisionIn, responses=IdOut)
    def post(self, request: Request, inspection_id: int) -> Response:
        return self.act(request, inspection_id)
