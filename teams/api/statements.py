"""The duty of a post, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Key, Reading, Said, heard
from teams import commands, reports
from teams.access import Permission
from teams.api.shapes import DoneOut
from teams.forms import AcknowledgementFilter
from teams.models import DutyStatement, Membership
from teams.rules import Role, StatementDraft


class DutyStatementOut(serializers.ModelSerializer[DutyStatement]):
    class Meta:
        model = DutyStatement
        fields = ("id", "place_id", "role", "clear_duty", "clear_task", "complementary", "since")


class PublishDutyStatementIn(serializers.Serializer[Any]):
    place_id = Key()
    role = Said(Role)
    clear_duty = serializers.CharField(max_length=2000)
    clear_task = serializers.CharField(max_length=2000)
    complementary = serializers.CharField(max_length=2000)

    def draft(self) -> StatementDraft:
        wanted = ("role", "clear_duty", "clear_task", "complementary")
        return StatementDraft(**{name: self.validated_data[name] for name in wanted})


class AcknowledgeDutyStatementIn(serializers.Serializer[Any]):
    statement_id = Key()


class RecordPaperSignatureIn(serializers.Serializer[Any]):
    signed_on = serializers.DateField()


class AcknowledgementOut(serializers.Serializer[Any]):
    """One who serves, and since when they know their duty."""

    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team_id = serializers.IntegerField()
    known_on = serializers.DateField(allow_null=True)
    has_login = serializers.BooleanField()


class DutyStatements(Reading):
    """Every version around one's posts, the newest first."""

    queryset = DutyStatement.objects.none()
    serializer_class = DutyStatementOut

    def rows(self) -> Any:
        return DutyStatement.objects.visible_to(actor_of(self.request), Permission.VIEW_DUTY_STATEMENT)


class PublishDutyStatement(APIView):
    """A new version for the district, owed to everybody of the post who has a login."""

    @extend_schema(request=PublishDutyStatementIn, responses=DoneOut)
    def post(self, request: Request) -> Response:
        said = heard(PublishDutyStatementIn, request)
        row = commands.publish_duty_statement(
            actor=actor_of(request), place_id=said.validated_data["place_id"], draft=said.draft(), at=clock.now()
        )
        return Response(DoneOut({"id": row.pk}).data)


class AcknowledgeDutyStatement(APIView):
    @extend_schema(request=AcknowledgeDutyStatementIn, responses=DoneOut)
    def post(self, request: Request) -> Response:
        statement_id = heard(AcknowledgeDutyStatementIn, request).validated_data["statement_id"]
        commands.acknowledge_duty_statement(actor=actor_of(request), statement_id=statement_id, at=clock.now())
        return Response(DoneOut({"id": statement_id}).data)


class RecordPaperSignature(APIView):
    @extend_schema(request=RecordPaperSignatureIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        signed_on = heard(RecordPaperSignatureIn, request).validated_data["signed_on"]
        commands.record_paper_signature(
            actor=actor_of(request), team_id=team_id, member_id=member_id, signed_on=signed_on, at=clock.now()
        )
        return Response(DoneOut({"id": member_id}).data)


class Acknowledgements(Reading):
    """Who serves within reach and has a duty in force; names as far as the reader may know them."""

    queryset = Membership.objects.none()
    serializer_class = AcknowledgementOut
    filterset_class = AcknowledgementFilter

    def rows(self) -> Any:
        return reports.acknowledgement_rows(actor_of(self.request), clock.today())

    @extend_schema(responses=AcknowledgementOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(AcknowledgementOut(reports.acknowledgement_lines(rows), many=True).data)
