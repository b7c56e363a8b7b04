"""Logs by API: the same commands, the same scopes, the same filters as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import commands
from duty.access import Permission
from duty.api.shapes import (
    BackfillIn,
    BackfillOut,
    EntryOut,
    OutcomeIn,
    PatrolLogIn,
    PatrolLogOut,
    PatrolLogRow,
    ReturnIn,
    TextIn,
    VersionIn,
)
from duty.forms import PatrolLogFilter
from duty.models import PatrolLog
from patrol_ops.core import clock, idempotency
from patrol_ops.core.api import ByCursor, actor_of, idempotency_key
from patrol_ops.core.doors import KEY


def _row(request: Request, log_id: int | None) -> dict[str, Any]:
    """The log as it stands in a list; who wants all of it asks for it."""
    log = PatrolLog.objects.visible_to(actor_of(request), Permission.VIEW_PATROL_LOG).select_related("team")
    return dict(PatrolLogRow(log.get(pk=log_id)).data)


class Newest(ByCursor):
    ordering = ("-day", "-pk")


class PatrolLogs(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[PatrolLog]):
    """Logs within reach, newest first."""

    queryset = PatrolLog.objects.none()
    filterset_class = PatrolLogFilter
    pagination_class = Newest
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> Any:
        logs = PatrolLog.objects.visible_to(actor_of(self.request), Permission.VIEW_PATROL_LOG)
        return logs.whole() if self.action == "retrieve" else logs.select_related("team")

    def get_serializer_class(self) -> Any:
        return PatrolLogOut if self.action == "retrieve" else PatrolLogRow

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "actor": actor_of(self.request)}


class SubmitPatrolLog(APIView):
    """File the log of a team's day, or mend a returned one."""

    @extend_schema(request=PatrolLogIn, responses={201: PatrolLogRow, 200: PatrolLogRow}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said = PatrolLogIn(data=request.data)
        said.is_valid(raise_exception=True)
        draft, actor, now = said.draft(), actor_of(request), clock.now()
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.submit_patrol_log/{team_id}",
            body=draft,
            at=now,
            act=lambda: commands.submit_patrol_log(actor=actor, team_id=team_id, draft=draft, at=now),
        )
        return Response(_row(request, answer.subject_id), status=200 if answer.replayed else 201)


class ReviewPatrolLog(APIView):
    @extend_schema(request=VersionIn, responses=PatrolLogRow)
    def post(self, request: Request, log_id: int) -> Response:
        said = VersionIn(data=request.data)
        said.is_valid(raise_exception=True)
        commands.review_patrol_log(
            actor=actor_of(request), log_id=log_id, version=said.validated_data["version"], at=clock.now()
        )
        return Response(_row(request, log_id))


class ReturnPatrolLog(APIView):
    @extend_schema(request=ReturnIn, responses=PatrolLogRow)
    def post(self, request: Request, log_id: int) -> Response:
        said = ReturnIn(data=request.data)
        said.is_valid(raise_exception=True)
        commands.return_patrol_log(actor=actor_of(request), log_id=log_id, **said.validated_data, at=clock.now())
        return Response(_row(request, log_id))


class AddAddendum(APIView):
    @extend_schema(request=TextIn, responses={201: PatrolLogRow, 200: PatrolLogRow}, parameters=[KEY])
    def post(self, request: Request, log_id: int) -> Response:
        said = TextIn(data=request.data)
        said.is_valid(raise_exception=True)
        actor, now, text = actor_of(request), clock.now(), said.validated_data["text"]
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.add_addendum/{log_id}",
            body=text,
            at=now,
            act=lambda: commands.add_addendum(actor=actor, log_id=log_id, text=text, at=now),
        )
        return Response(_row(request, log_id), status=200 if answer.replayed else 201)


class FollowUpEntry(APIView):
    @extend_schema(request=OutcomeIn, responses=EntryOut)
    def post(self, request: Request, entry_id: int) -> Response:
        said = OutcomeIn(data=request.data)
        said.is_valid(raise_exception=True)
        entry = commands.follow_up_entry(
            actor=actor_of(request), entry_id=entry_id, outcome=said.validated_data["outcome"], at=clock.now()
        )
        return Response(EntryOut(entry).data)


class OpenBackfill(APIView):
    @extend_schema(request=BackfillIn, responses={201: BackfillOut, 200: BackfillOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said = BackfillIn(data=request.data)
        said.is_valid(raise_exception=True)
        actor, now, facts = actor_of(request), clock.now(), said.validated_data
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.open_backfill/{team_id}",
            body=facts,
            at=now,
            act=lambda: commands.open_backfill(actor=actor, team_id=team_id, **facts, at=now),
        )
        body = {"id": answer.subject_id, "team_id": team_id, "day": facts["day"]}
        return Response(BackfillOut(body).data, status=200 if answer.replayed else 201)
