"""Ledgers out, and who took them, by API."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Key, Reading, heard
from patrol_ops.core.sheets import writing
from teams import commands, reports
from teams.access import Permission
from teams.forms import ExportFilter
from teams.forms.filters import STANDINGS
from teams.models import Export
from teams.rules import EmploymentClass, ExportKind, LedgerQuestion


class ExportMembersIn(serializers.Serializer[Any]):
    """Why, and who: the same that the list of members is asked."""

    reason = serializers.CharField(max_length=300)
    place = serializers.RegexField(r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$", required=False, allow_blank=True, default="")
    team = Key(required=False, allow_null=True, default=None)
    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    employment_class = serializers.ChoiceField(
        [kind.value for kind in EmploymentClass], required=False, allow_blank=True, default=""
    )
    standing = serializers.ChoiceField(STANDINGS, required=False, allow_blank=True, default="")

    def question(self) -> LedgerQuestion:
        said = self.validated_data
        return LedgerQuestion(**{name: said[name] for name in ("place", "team", "q", "employment_class", "standing")})


class ExportOut(serializers.Serializer[Any]):
    """Who took out what, when and why; whom it told of is not said."""

    id = serializers.IntegerField(source="row.pk")
    kind = serializers.ChoiceField([kind.value for kind in ExportKind], source="row.kind")
    made_at = serializers.DateTimeField(source="row.made_at")
    who = serializers.CharField()
    role = serializers.CharField(source="row.role")
    path = serializers.CharField(source="row.path")
    lines = serializers.IntegerField(source="row.lines")
    with_names = serializers.BooleanField(source="row.with_names")
    reason = serializers.CharField(source="row.reason")


class WorkbookRenderer(JSONRenderer):
    """Lets a client ask for a workbook by name; what it cannot have is still said in JSON."""

    media_type = writing.XLSX
    format = "xlsx"


class ExportMembers(APIView):
    """The ledger of members as a workbook; each call is an export of its own, with its own reason."""

    renderer_classes = [JSONRenderer, WorkbookRenderer]

    @extend_schema(request=ExportMembersIn, responses={(200, writing.XLSX): OpenApiTypes.BINARY})
    def post(self, request: Request) -> HttpResponseBase:
        said = heard(ExportMembersIn, request)
        export = commands.export_members(
            actor=actor_of(request),
            question=said.question(),
            kind=ExportKind.WORKBOOK,
            reason=said.validated_data["reason"],
            at=clock.now(),
        )
        return writing.download(
            reports.member_sheets(export), name=f"members-{export.made_at.date().isoformat()}", at=export.made_at
        )


class Exports(Reading):
    """Exports of members' data within reach of whoever watches over them."""

    queryset = Export.objects.none()
    serializer_class = ExportOut
    filterset_class = ExportFilter

    def rows(self) -> Any:
        return Export.objects.visible_to(actor_of(self.request), Permission.VIEW_EXPORT).select_related("made_by")

    @extend_schema(responses=ExportOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(ExportOut(reports.export_lines(rows), many=True).data)

    @extend_schema(responses=ExportOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(ExportOut(reports.export_lines([self.get_object()])[0]).data)


class RecordViewOut(serializers.Serializer[Any]):
    """Who looked, from which post, which day, how and what for."""

    day = serializers.DateField()
    who = serializers.CharField()
    role = serializers.CharField()
    what = serializers.CharField()
    why = serializers.CharField()
    times = serializers.IntegerField()


class RecordViews(APIView):
    """Who opened a member's file or took it out by name, the newest 200: for that member."""

    @extend_schema(responses=RecordViewOut(many=True))
    def get(self, request: Request, member_id: int) -> Response:
        member = get_object_or_404(reports.whose_views(actor_of(request)), pk=member_id)
        return Response(RecordViewOut(reports.view_lines(reports.views_of(member)[:200]), many=True).data)
