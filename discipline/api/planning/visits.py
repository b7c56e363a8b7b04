"""Visits by API, and what a team is told of those to come."""

from __future__ import annotations

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.forms.visits import VisitQuestion
from discipline.models import Visit
from discipline.reports import calendar
from discipline.rules import Organiser, VisitDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Reading, Said, WhyIn, heard, once, status_of


class VisitRow(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    team_id = serializers.IntegerField()
    team = serializers.CharField(source="team.name")
    path = serializers.CharField()
    round_id = serializers.IntegerField(allow_null=True)
    series_id = serializers.IntegerField(allow_null=True)
    organised_by = serializers.CharField()
    method = serializers.CharField()
    announced = serializers.BooleanField()
    checklist_id = serializers.IntegerField()
    inspector_id = serializers.IntegerField()
    inspector = serializers.CharField(source="inspector.name")
    starts_at = serializers.DateTimeField()
    stage = serializers.CharField()
    cancelled_why = serializers.CharField(allow_blank=True)


class Visits(Reading):
    """One calendar; what is not announced only for whoever makes or plans it."""

    queryset = Visit.objects.none()
    serializer_class = VisitRow
    filterset_class = VisitQuestion

    def rows(self) -> Any:
        return calendar.visits_shown_to(actor_of(self.request))


class PlanVisitIn(serializers.Serializer[Any]):
    """``starts_at`` is local where no zone is said. A visit of a round takes organiser and checklist from it."""

    team_id = Key()
    inspector_id = Key()
    starts_at = serializers.DateTimeField()
    announced = serializers.BooleanField()
    organised_by = Said(Organiser)
    checklist_id = Key()
    round_id = Key(required=False, allow_null=True, default=None)

    def draft(self) -> VisitDraft:
        said = self.validated_data
        return VisitDraft(**{**said, "starts_at": _naive(said["starts_at"])})


def _naive(moment: dt.datetime) -> dt.datetime:
    """As the clock on the wall says it."""
    return clock.local(moment).replace(tzinfo=None)


class PlanVisit(APIView):
    @extend_schema(request=PlanVisitIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        draft, now = heard(PlanVisitIn, request).draft(), clock.now()
        answer = once(
            request,
            "discipline.plan_visit",
            draft,
            lambda: commands.plan_visit(actor=actor_of(request), draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class RescheduleVisitIn(serializers.Serializer[Any]):
    """Without ``inspector_id`` the same one goes."""

    starts_at = serializers.DateTimeField()
    inspector_id = Key(required=False, allow_null=True, default=None)


class RescheduleVisit(APIView):
    @extend_schema(request=RescheduleVisitIn, responses=IdOut)
    def post(self, request: Request, visit_id: int) -> Response:
        said = heard(RescheduleVisitIn, request).validated_data
        commands.reschedule_visit(
            actor=actor_of(request),
            visit_id=visit_id,
            starts_at=_naive(said["starts_at"]),
            inspector_id=said["inspector_id"],
            at=clock.now(),
        )
        return Response(IdOut({"id": visit_id}).data)


class CancelVisit(APIView):
    @extend_schema(request=WhyIn, responses=IdOut)
    def post(self, request: Request, visit_id: int) -> Response:
        reason = heard(WhyIn, request).validated_data["reason"]
        commands.cancel_visit(actor=actor_of(request), visit_id=visit_id, reason=reason, at=clock.now())
        return Response(IdOut({"id": visit_id}).data)


class ComingOut(serializers.Serializer[Any]):
    """Without any id: a number in it would count visits that are not announced (INS-04)."""

    starts_at = serializers.DateTimeField()
    organised_by = serializers.CharField()
    method = serializers.CharField()
    team = serializers.CharField()
    checklist = serializers.CharField()
    items = serializers.ListField(child=serializers.CharField())
    asks_documents = serializers.BooleanField()
    asks_insignia = serializers.BooleanField()
    min_interviews = serializers.IntegerField()
    min_sites = serializers.IntegerField()


class ComingVisits(APIView):
    """Announced visits of the own team, the next one first, in one piece: a page's cursor would be a number, too."""

    @extend_schema(operation_id="discipline_coming", responses=ComingOut(many=True))
    def get(self, request: Request) -> Response:
        return Response(ComingOut(calendar.coming_to(actor_of(request), clock.today()), many=True).data)
