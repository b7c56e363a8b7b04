"""The online test by API: questions go out without the answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Key, NothingIn, heard, once, status_of
from patrol_ops.core.refusals import NotPermitted
from training import commands
from training.reports import theory as reports
from training.reports.rolls import own_place


class AskingOut(serializers.Serializer[Any]):
    question_id = serializers.IntegerField(source="pk")
    topic = serializers.CharField()
    text = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField())


class AttemptOut(serializers.Serializer[Any]):
    """``questions`` in the order drawn; an answer counts the options from 0."""

    id = serializers.IntegerField()
    ends_at = serializers.DateTimeField()
    questions = AskingOut(many=True)


class AnswerIn(serializers.Serializer[Any]):
    question_id = Key()
    answer = serializers.IntegerField(min_value=0, max_value=9)


class AnswersIn(serializers.Serializer[Any]):
    answers = AnswerIn(many=True)

    def draft(self) -> dict[int, int]:
        return {row["question_id"]: row["answer"] for row in self.validated_data["answers"]}


class ScoreOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    score = serializers.IntegerField()
    passed = serializers.BooleanField()


class StartTheoryTest(APIView):
    """Of the course of a session one is enrolled in."""

    @extend_schema(request=NothingIn, responses={201: AttemptOut, 200: AttemptOut}, parameters=[KEY])
    def post(self, request: Request, session_id: int) -> Response:
        actor, now = actor_of(request), clock.now()
        if own_place(actor, session_id) is None:
            raise NotPermitted
        answer = once(
            request,
            f"training.start_theory_test/{session_id}",
            "",
            lambda: commands.start_theory_test(actor=actor, session_id=session_id, at=now),
        )
        attempt = reports.attempts_of(actor).get(pk=answer.subject_id)
        questions = reports.questions_of(attempt)
        body = AttemptOut({"id": attempt.pk, "ends_at": attempt.ends_at, "questions": questions}).data
        return Response(body, status=status_of(answer))


class SubmitTheoryTest(APIView):
    """Marked at once; what is not answered is wrong."""

    @extend_schema(request=AnswersIn, responses=ScoreOut)
    def post(self, request: Request, attempt_id: int) -> Response:
        answers = heard(AnswersIn, request).draft()
        attempt = commands.submit_theory_test(
            actor=actor_of(request), attempt_id=attempt_id, answers=answers, at=clock.now()
        )
        return Response(ScoreOut(attempt).data)
