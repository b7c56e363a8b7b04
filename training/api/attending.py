"""The day of a session by API: the roll, checking in, results, the end."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Key, heard
from patrol_ops.core.refusals import NotPermitted
from training import commands
from training.api.sessions import MOST, SessionRow, SessionStep, session_answer
from training.reports.rolls import own_place
from training.rules import ResultDraft


class BeginSession(SessionStep):
    """By its trainer, an hour ahead at the earliest."""

    command = commands.begin_session


class CompleteSession(SessionStep):
    """By its trainer; whoever never came is absent."""

    command = commands.complete_session


class RollIn(serializers.Serializer[Any]):
    """By enrolment; of whom nothing is said, nothing changes."""

    present = serializers.ListField(child=Key(), max_length=MOST, required=False, default=list)
    absent = serializers.ListField(child=Key(), max_length=MOST, required=False, default=list)


class CallRoll(APIView):
    @extend_schema(request=RollIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        said = heard(RollIn, request).validated_data
        commands.call_roll(actor=actor_of(request), session_id=session_id, at=clock.now(), **said)
        return session_answer(request, session_id)


class CheckInIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)


class CheckedInOut(serializers.Serializer[Any]):
    enrolment_id = serializers.IntegerField(source="pk")
    session_id = serializers.IntegerField()
    stage = serializers.CharField()
    checked_in_at = serializers.DateTimeField()


class CheckIn(APIView):
    """By whoever takes part, with the code on the wall. Twice is once."""

    @extend_schema(request=CheckInIn, responses=CheckedInOut)
    def post(self, request: Request, session_id: int) -> Response:
        code = heard(CheckInIn, request).validated_data["code"]
        if own_place(actor_of(request), session_id) is None:
            raise NotPermitted
        place = commands.check_in(actor=actor_of(request), session_id=session_id, code=code, at=clock.now())
        return Response(CheckedInOut(place).data)


class ResultIn(serializers.Serializer[Any]):
    """Without ``minutes`` all of the session."""

    enrolment_id = Key()
    present = serializers.BooleanField()
    minutes = serializers.IntegerField(min_value=0, max_value=30_000, required=False, allow_null=True, default=None)
    mark = serializers.IntegerField(min_value=0, max_value=100, required=False, allow_null=True, default=None)


class ResultsIn(serializers.Serializer[Any]):
    results = ResultIn(many=True, allow_empty=False)

    def draft(self) -> dict[int, ResultDraft]:
        rows = self.validated_data["results"]
        return {row["enrolment_id"]: ResultDraft(row["present"], row["minutes"], row["mark"]) for row in rows}


class RecordResults(APIView):
    @extend_schema(request=ResultsIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        results = heard(ResultsIn, request).draft()
        commands.record_results(actor=actor_of(request), session_id=session_id, results=results, at=clock.now())
        return session_answer(request, session_id)
