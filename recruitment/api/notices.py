"""Public notices by API, on the office's side."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Code, IdOut, Lines, NothingIn, Oldest, heard, once, status_of
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import NoticeFilter
from recruitment.models import Applicant, PublicNotice
from recruitment.reports import notices as reports


class CorrectionOut(serializers.Serializer[Any]):
    move = Code()
    on = serializers.DateTimeField()
    reason = serializers.CharField()
    last_day = serializers.DateField(allow_null=True)


class NoticeLineOut(serializers.Serializer[Any]):
    """``provisional``: counted while the working days of a year it touches were not published yet."""

    id = serializers.IntegerField(source="notice_id")
    campaign_id = serializers.IntegerField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    place = serializers.CharField()
    stage = Code()
    listed = serializers.IntegerField()
    days = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    last_day = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    provisional = serializers.BooleanField()


class NoticeFileOut(NoticeLineOut):
    corrections = CorrectionOut(many=True)


class ListedOut(serializers.Serializer[Any]):
    """Masked: nothing else is told of anybody on a list."""

    applicant_id = serializers.IntegerField()
    name = serializers.CharField()
    post = Code()
    team = serializers.CharField()
    street = serializers.CharField()


class NoticeReasonIn(serializers.Serializer[Any]):
    """Everybody reads it."""

    reason = serializers.CharField(max_length=300)


class Notices(Lines):
    """Notices within reach, in preparation, running and closed."""

    queryset = PublicNotice.objects.none()
    filterset_class = NoticeFilter
    line, whole = NoticeLineOut, NoticeFileOut

    def rows(self) -> Any:
        return reports.notice_board(actor_of(self.request), Permission.VIEW_NOTICE)

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.notices_shown(rows)

    def file(self, row: Any) -> Any:
        return reports.notice_shown(row)


class NoticeNames(Lines):
    """Who stands on a notice, masked."""

    queryset = Applicant.objects.none()
    pagination_class = Oldest
    line = ListedOut

    def rows(self) -> Any:
        rows = reports.notice_board(actor_of(self.request), Permission.VIEW_NOTICE)
        return reports.listed_on(get_object_or_404(rows, pk=self.kwargs["notice_id"]))

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.listed_lines(rows)


class PrepareNotice(APIView):
    """Everybody whom the police has found suitable, as a list that waits to be published."""

    @extend_schema(request=NothingIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, campaign_id: int) -> Response:
        actor, now = actor_of(request), clock.now()
        answer = once(
            request,
            f"recruitment.prepare_notice/{campaign_id}",
            [],
            lambda: commands.prepare_notice(actor=actor, campaign_id=campaign_id, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class PublishNotice(APIView):
    """By another hand than it was prepared."""

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, notice_id: int) -> Response:
        commands.publish_notice(actor=actor_of(request), notice_id=notice_id, at=clock.now())
        return Response(IdOut({"id": notice_id}).data)


class CorrectNotice(APIView):
    """Something on it was wrong: it says so, and runs anew."""

    @extend_schema(request=NoticeReasonIn, responses=IdOut)
    def post(self, request: Request, notice_id: int) -> Response:
        reason = heard(NoticeReasonIn, request).validated_data["reason"]
        commands.correct_notice(actor=actor_of(request), notice_id=notice_id, reason=reason, at=clock.now())
        return Response(IdOut({"id": notice_id}).data)


class WithdrawNotice(APIView):
    """Taken back: nobody on it is cleared by it."""

    @extend_schema(request=NoticeReasonIn, responses=IdOut)
    def post(self, request: Request, notice_id: int) -> Response:
        reason = heard(NoticeReasonIn, request).validated_data["reason"]
        commands.withdraw_notice(actor=actor_of(request), notice_id=notice_id, reason=reason, at=clock.now())
        return Response(IdOut({"id": notice_id}).data)
