"""Lists of old teams by API: a file goes in, verdicts come out, decisions and the confirmation follow."""

from __future__ import annotations

import hashlib
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock, files
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Key, NothingIn, Reading, Said, heard, once, status_of
from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets.reading import MEGABYTES, read_sheets
from teams import commands, reports
from teams.access import Permission
from teams.api.shapes import DoneOut
from teams.commands.rosters import Correction
from teams.forms import RosterRowFilter
from teams.models import Roster, RosterRow
from teams.rules import EmploymentClass, Form
from teams.rules.rosters import Answer, Column, Question, UnitAnswer


class RosterUnitOut(serializers.Serializer[Any]):
    """A team of the list: what it was, and the team it becomes."""

    id = serializers.IntegerField(source="row.pk")
    name = serializers.CharField(source="row.name")
    kind = serializers.CharField(source="row.kind")
    path = serializers.CharField(source="row.path")
    tier = serializers.CharField(source="row.tier")
    form = serializers.CharField(source="row.form")
    asked = serializers.BooleanField(source="row.asked")
    left_out = serializers.BooleanField(source="row.left_out")
    team_id = serializers.IntegerField(source="row.team_id", allow_null=True)
    heads = serializers.IntegerField(source="row.heads")
    listed = serializers.IntegerField(source="row.listed")
    becomes = serializers.CharField()


class RosterOut(serializers.ModelSerializer[Roster]):
    """``counts`` are rows by verdict; ``sheets`` say how the columns were taken."""

    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    sheets = serializers.ListField(child=serializers.DictField(), read_only=True)
    units = serializers.SerializerMethodField()

    class Meta:
        model = Roster
        fields = (
            "id",
            "title",
            "path",
            "stage",
            "report_on",
            "report_found",
            "default_class",
            "makes_teams",
            "counts",
            "sheets",
            "units",
            "uploaded_at",
            "confirmed_at",
            "ended_at",
            "job_id",
        )

    @extend_schema_field(RosterUnitOut(many=True))
    def get_units(self, roster: Roster) -> Any:
        return RosterUnitOut(reports.roster_units(roster), many=True).data


class RosterRowOut(serializers.Serializer[Any]):
    """A row: where it stands, what happens to it, and what a person has to say."""

    id = serializers.IntegerField(source="row_id")
    sheet = serializers.CharField()
    row = serializers.IntegerField()
    name = serializers.CharField()
    verdict = serializers.CharField()
    code = serializers.CharField()
    reason = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    changes = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.CharField())


class UploadRosterIn(serializers.Serializer[Any]):
    file = serializers.FileField(max_length=200)
    place_id = Key()


class ColumnIn(serializers.Serializer[Any]):
    sheet = serializers.IntegerField(min_value=0, max_value=1000)
    at = serializers.IntegerField(min_value=0, max_value=1000)
    column = Said(Column, required=False, default=None)


class CorrectRosterIn(serializers.Serializer[Any]):
    report_on = serializers.DateField()
    default_class = Said(EmploymentClass, required=False, default=None)
    columns = ColumnIn(many=True, required=False, default=list)

    def correction(self) -> Correction:
        said = self.validated_data
        columns = {(one["sheet"], one["at"]): one["column"] for one in said["columns"]}
        return Correction(said["report_on"], said["default_class"], columns)


class DecideRosterRowIn(serializers.Serializer[Any]):
    question = Said(Question)
    answer = Said(Answer)


class DecideRosterUnitIn(serializers.Serializer[Any]):
    answer = Said(UnitAnswer, required=False, default=None)
    hamlet = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    form = Said(Form, required=False, default=None)


class Rosters(Reading):
    """Lists within reach."""

    queryset = Roster.objects.none()
    serializer_class = RosterOut

    def rows(self) -> Any:
        return Roster.objects.visible_to(actor_of(self.request), Permission.VIEW_ROSTER)


class RosterRows(Reading):
    """The rows of a list that is still a preview, in the order of the file."""

    queryset = RosterRow.objects.none()
    serializer_class = RosterRowOut
    filterset_class = RosterRowFilter

    def rows(self) -> Any:
        rows = RosterRow.objects.visible_to(actor_of(self.request), Permission.VIEW_ROSTER)
        return rows.filter(roster=self.kwargs["roster_id"])

    @extend_schema(responses=RosterRowOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rosters = Roster.objects.visible_to(actor_of(request), Permission.VIEW_ROSTER)
        roster = get_object_or_404(rosters, pk=kwargs["roster_id"])
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        lines = reports.roster_lines(roster, rows, actor_of(request))
        out = RosterRowOut(
            [{**vars(line), "questions": row.questions} for line, row in zip(lines, rows, strict=True)], many=True
        )
        return self.get_paginated_response(out.data)


class UploadRoster(APIView):
    """A workbook or a text with columns, as multipart form data; it is read and not kept."""

    parser_classes = (MultiPartParser,)

    @extend_schema(request=UploadRosterIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        if files.too_large(request._request):
            raise Refused("core.sheet-too-large", field="file", megabytes=MEGABYTES)
        said = heard(UploadRosterIn, request).validated_data
        file, place_id, now = said["file"], said["place_id"], clock.now()
        digest = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        sheets = read_sheets(file)
        answer = once(
            request,
            "teams.upload_roster",
            [place_id, digest],
            lambda: commands.upload_roster(
                actor=actor_of(request), place_id=place_id, title=file.name or "", digest=digest, sheets=sheets, at=now
            ),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class _Act(APIView):
    """An act on a list, answered with its id."""

    @staticmethod
    def done(roster: Roster) -> Response:
        return Response(DoneOut({"id": roster.pk}).data)


class CorrectRoster(_Act):
    """Take kept columns otherwise, or judge ages on another day; a column that was not kept wants a new upload."""

    @extend_schema(request=CorrectRosterIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int) -> Response:
        correction = heard(CorrectRosterIn, request).correction()
        return self.done(
            commands.correct_roster(actor=actor_of(request), roster_id=roster_id, correction=correction, at=clock.now())
        )


class DecideRosterRow(_Act):
    @extend_schema(request=DecideRosterRowIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int, row_id: int) -> Response:
        said = heard(DecideRosterRowIn, request).validated_data
        answers = {said["question"]: said["answer"]}
        return self.done(
            commands.decide_roster_row(
                actor=actor_of(request), roster_id=roster_id, row_id=row_id, answers=answers, at=clock.now()
            )
        )


class DecideRosterUnit(_Act):
    @extend_schema(request=DecideRosterUnitIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int, roster_unit_id: int) -> Response:
        said = heard(DecideRosterUnitIn, request).validated_data
        return self.done(
            commands.decide_roster_unit(
                actor=actor_of(request), roster_id=roster_id, unit_id=roster_unit_id, at=clock.now(), **said
            )
        )


class LeaveOpenRowsOut(_Act):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int) -> Response:
        return self.done(commands.leave_open_rows_out(actor=actor_of(request), roster_id=roster_id, at=clock.now()))


class ConfirmRoster(_Act):
    """It comes in as shown, step by step; the job's progress is at ``jobs/<job_id>/``."""

    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int) -> Response:
        return self.done(commands.confirm_roster(actor=actor_of(request), roster_id=roster_id, at=clock.now()))


class DiscardRoster(_Act):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, roster_id: int) -> Response:
        return self.done(commands.discard_roster(actor=actor_of(request), roster_id=roster_id, at=clock.now()))
