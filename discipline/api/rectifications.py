"""Rectifications by API: the list, the one file of a matter, each act. Papers are uploaded on the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.forms.rectifications import RectificationFilter
from discipline.models import Rectification
from discipline.reports import rectifications as reports
from discipline.rules import IssueDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, WhyIn, heard, once, status_of

MOST_FINDINGS = 20


class RectificationFindingOut(serializers.Serializer[Any]):
    """What was found, the weak point behind it, the help that was offered (INS-06)."""

    id = serializers.IntegerField(source="pk")
    number = serializers.IntegerField()
    text = serializers.CharField()
    weak_point = serializers.CharField()
    help_offered = serializers.CharField()


class RectificationStepOut(serializers.Serializer[Any]):
    """``by`` is the login."""

    at = serializers.DateTimeField()
    by = serializers.IntegerField(source="by_id", allow_null=True)
    move = serializers.CharField()
    stage = serializers.CharField()
    text = serializers.CharField()


class RectificationPaperOut(serializers.Serializer[Any]):
    """``key`` is the last part of the file's address."""

    key = serializers.CharField()
    title = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    uploaded_at = serializers.DateTimeField()


class RectificationRow(serializers.Serializer[Any]):
    """``due_on`` is the last day; ``age`` days since it was issued, ``late`` days after its last day."""

    id = serializers.IntegerField(source="row.pk")
    number = serializers.CharField(source="row.number")
    inspection_id = serializers.IntegerField(source="row.inspection_id", allow_null=True)
    team_id = serializers.IntegerField(source="row.team_id")
    path = serializers.CharField(source="row.path")
    matter = serializers.CharField(source="row.matter")
    demands = serializers.CharField(source="row.demands")
    stage = serializers.CharField(source="row.stage")
    level = serializers.CharField(source="row.level")
    due_on = serializers.DateField(source="row.due_on")
    first_due_on = serializers.DateField(source="row.first_due_on")
    issued_at = serializers.DateTimeField(source="row.issued_at")
    issued_by = serializers.IntegerField(source="row.issued_by_id", allow_null=True)
    rechecker = serializers.IntegerField(source="row.rechecker_id", allow_null=True)
    age = serializers.IntegerField()
    late = serializers.IntegerField()


class RectificationOut(serializers.Serializer[Any]):
    rectification = RectificationRow(source="line")
    findings = RectificationFindingOut(many=True)
    submitted_at = serializers.DateTimeField(source="row.submitted_at", allow_null=True)
    rechecked_at = serializers.DateTimeField(source="row.rechecked_at", allow_null=True)
    limited_from = serializers.DateField(source="row.limited_from", allow_null=True)
    limited_until = serializers.DateField(source="row.limited_until", allow_null=True)
    extension_until = serializers.DateField(source="row.extension_until", allow_null=True)
    extension_why = serializers.CharField(source="row.extension_why")
    extension_granted = serializers.BooleanField(source="row.extension_granted", allow_null=True)
    steps = RectificationStepOut(many=True)
    papers = RectificationPaperOut(many=True)


class Rectifications(Lines):
    """Without ``tab`` all within reach, open or not; the latest first."""

    queryset = Rectification.objects.none()
    filterset_class = RectificationFilter
    line, whole = RectificationRow, RectificationOut

    def rows(self) -> Any:
        return reports.shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        today = clock.today()
        return [reports.line_of(row, today) for row in rows]

    def file(self, row: Any) -> Any:
        return reports.file_of(row, clock.today())


# --- acts -----------------------------------------------------------------------------------------------------------


class RectificationIssueIn(serializers.Serializer[Any]):
    matter = serializers.CharField(max_length=120)
    demands = serializers.CharField(max_length=1000)
    due_on = serializers.DateField()
    finding_ids = serializers.ListField(child=Key(), min_length=1, max_length=MOST_FINDINGS)
    rechecker_id = Key(allow_null=True, default=None)

    def draft(self) -> IssueDraft:
        said = self.validated_data
        return IssueDraft(**{**said, "finding_ids": frozenset(said["finding_ids"])})


class RectificationPlanIn(serializers.Serializer[Any]):
    plan = serializers.CharField(max_length=1000)


class RectificationTextIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=1000)


class RectificationResultIn(serializers.Serializer[Any]):
    result = serializers.CharField(max_length=1000)


class RectificationUntilIn(serializers.Serializer[Any]):
    until = serializers.DateField()
    reason = serializers.CharField(max_length=1000)


class ExtensionDecisionIn(serializers.Serializer[Any]):
    granted = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000)


class RectificationSendBackIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)


class RecheckerIn(serializers.Serializer[Any]):
    rechecker_id = Key()


class IssueRectification(APIView):
    """Out of a record in effect: each of its findings is ordered once."""

    @extend_schema(request=RectificationIssueIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, inspection_id: int) -> Response:
        draft, now = heard(RectificationIssueIn, request).draft(), clock.now()
        answer = once(
            request,
            "discipline.issue_rectification",
            [inspection_id, draft.matter, draft.demands, draft.due_on, sorted(draft.finding_ids)],
            lambda: commands.issue_rectification(
                actor=actor_of(request), inspection_id=inspection_id, draft=draft, at=now
            ),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class NoteProgress(APIView):
    @extend_schema(request=RectificationTextIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, rectification_id: int) -> Response:
        text, now = heard(RectificationTextIn, request).validated_data["text"], clock.now()
        answer = once(
            request,
            "discipline.note_progress",
            [rectification_id, text],
            lambda: commands.note_progress(
                actor=actor_of(request), rectification_id=rectification_id, text=text, at=now
            ),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class AcknowledgeRectification(APIView):
    @extend_schema(request=RectificationPlanIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationPlanIn, request).validated_data
        commands.acknowledge_rectification(
            actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said
        )
        return Response(IdOut({"id": rectification_id}).data)


class AskExtension(APIView):
    """Once, while there is time."""

    @extend_schema(request=RectificationUntilIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationUntilIn, request).validated_data
        commands.ask_extension(actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said)
        return Response(IdOut({"id": rectification_id}).data)


class SubmitRectification(APIView):
    @extend_schema(request=RectificationResultIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationResultIn, request).validated_data
        commands.submit_rectification(
            actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said
        )
        return Response(IdOut({"id": rectification_id}).data)


class DecideExtension(APIView):
    """Another hand than the one that asked."""

    @extend_schema(request=ExtensionDecisionIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(ExtensionDecisionIn, request).validated_data
        commands.decide_extension(actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said)
        return Response(IdOut({"id": rectification_id}).data)


class LimitRectification(APIView):
    """INS-12, one level up: from today until a day."""

    @extend_schema(request=RectificationUntilIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationUntilIn, request).validated_data
        commands.limit_rectification(actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said)
        return Response(IdOut({"id": rectification_id}).data)


class WithdrawRectification(APIView):
    @extend_schema(request=WhyIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(WhyIn, request).validated_data
        commands.withdraw_rectification(
            actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said
        )
        return Response(IdOut({"id": rectification_id}).data)


class AssignRechecker(APIView):
    """Somebody who may look again, and who did not issue it."""

    @extend_schema(request=RecheckerIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RecheckerIn, request).validated_data
        commands.assign_rechecker(actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said)
        return Response(IdOut({"id": rectification_id}).data)


class AcceptRectification(APIView):
    """By neither whoever issued it nor whoever did it."""

    @extend_schema(request=RectificationTextIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationTextIn, request).validated_data
        commands.accept_rectification(
            actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said
        )
        return Response(IdOut({"id": rectification_id}).data)


class SendBackRectification(APIView):
    @extend_schema(request=RectificationSendBackIn, responses=IdOut)
    def post(self, request: Request, rectification_id: int) -> Response:
        said = heard(RectificationSendBackIn, request).validated_data
        commands.send_back_rectification(
            actor=actor_of(request), rectification_id=rectification_id, at=clock.now(), **said
        )
        return Response(IdOut({"id": rectification_id}).data)
