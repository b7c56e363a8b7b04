"""Sessions by API: reading, planning, enrolling, confirming, study items, costs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Key, NothingIn, Reading, Said, WhyIn, heard, once, status_of
from teams.rules import Tier
from training import commands
from training.forms import SessionFilter
from training.models import Session
from training.reports import rolls
from training.reports import sessions as reports
from training.rules import DeliveryMode, SessionDraft, StudyDraft, Topic

MOST = 2000


class ParticipantOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file, and for the trainer."""

    enrolment_id = serializers.IntegerField()
    member_id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    team = serializers.CharField()
    stage = serializers.CharField()
    check_in = serializers.CharField()
    checked_in_at = serializers.DateTimeField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    mark = serializers.IntegerField(allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    credited = serializers.IntegerField(allow_null=True)
    credit_year = serializers.IntegerField(allow_null=True)


class SessionRow(serializers.Serializer[Any]):
    """A session in a list. ``taking``: how many are enrolled."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    path = serializers.CharField()
    tier = serializers.CharField()
    team_id = serializers.IntegerField(allow_null=True)
    mode = serializers.CharField()
    stage = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    venue = serializers.CharField()
    capacity = serializers.IntegerField()
    taking = serializers.IntegerField()
    mine = serializers.BooleanField()


class SessionOut(SessionRow):
    """One of them, with whoever takes part and is within reach."""

    trainer_name = serializers.SerializerMethodField()
    cancelled_why = serializers.CharField()
    participants = serializers.SerializerMethodField()

    def get_trainer_name(self, session: Any) -> str:
        return session.trainer.name if session.trainer else ""

    @extend_schema_field(ParticipantOut(many=True))
    def get_participants(self, session: Any) -> Any:
        return ParticipantOut(session.people, many=True).data


class Sessions(Reading):
    """Sessions within reach, those one trains and those one takes part in."""

    queryset = Session.objects.none()
    filterset_class = SessionFilter

    def get_serializer_class(self) -> Any:
        return SessionOut if self.action == "retrieve" else SessionRow

    def rows(self) -> Any:
        return reports.whole(actor_of(self.request)).with_numbers()

    def get_object(self) -> Any:
        session = super().get_object()
        session.people = rolls.participants(session, actor_of(self.request))
        return session


def session_answer(request: Request, session_id: int | None, status: int = 200) -> Response:
    """The session as it stands in a list, for whoever still sees it."""
    row = reports.whole(actor_of(request)).with_numbers().filter(pk=session_id).first()
    return Response(SessionRow(row).data if row else {"id": session_id}, status=status)


class PlanSessionIn(serializers.Serializer[Any]):
    """``starts_at`` and ``ends_at`` are local where no zone is said."""

    place_id = Key()
    course_id = Key()
    tier = Said(Tier)
    mode = Said(DeliveryMode)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    venue = serializers.CharField(max_length=60)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST)
    trainer_id = Key()
    trainer_name = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    plan_line_id = Key(required=False, allow_null=True, default=None)
    cost_planned = serializers.DecimalField(max_digits=9, decimal_places=2, required=False, default=Decimal(0))

    def draft(self) -> SessionDraft:
        said = {name: value for name, value in self.validated_data.items() if name != "place_id"}
        moments = {name: _naive(said[name]) for name in ("starts_at", "ends_at")}
        return SessionDraft(**{**said, **moments})


def _naive(moment: Any) -> Any:
    """As the clock on the wall says it."""
    return clock.local(moment).replace(tzinfo=None)


class PlanSession(APIView):
    @extend_schema(request=PlanSessionIn, responses={201: SessionRow, 200: SessionRow}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(PlanSessionIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft()
        answer = once(
            request,
            "training.plan_session",
            [place_id, draft],
            lambda: commands.plan_session(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return session_answer(request, answer.subject_id, status_of(answer))


class CancelSession(APIView):
    @extend_schema(request=WhyIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        reason = heard(WhyIn, request).validated_data["reason"]
        commands.cancel_session(actor=actor_of(request), session_id=session_id, reason=reason, at=clock.now())
        return session_answer(request, session_id)


class EnrolMembersIn(serializers.Serializer[Any]):
    member_ids = serializers.ListField(child=Key(), max_length=MOST, required=False, default=list)
    team_ids = serializers.ListField(child=Key(), max_length=MOST, required=False, default=list)
    user_ids = serializers.ListField(child=Key(), max_length=MOST, required=False, default=list)


class EnrolMembers(APIView):
    """Members by id, whole teams, staff. Who is enrolled already stays so, so it may be sent again."""

    @extend_schema(request=EnrolMembersIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        said = heard(EnrolMembersIn, request).validated_data
        commands.enrol_members(actor=actor_of(request), session_id=session_id, at=clock.now(), **said)
        return session_answer(request, session_id)


class WithdrawEnrolment(APIView):
    @extend_schema(request=NothingIn, responses=SessionRow)
    def post(self, request: Request, enrolment_id: int) -> Response:
        pk = commands.withdraw_enrolment(actor=actor_of(request), enrolment_id=enrolment_id, at=clock.now())
        return session_answer(request, pk)


class SessionStep(APIView):
    """A step without words."""

    command: Callable[..., Any]

    @extend_schema(request=NothingIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        type(self).command(actor=actor_of(request), session_id=session_id, at=clock.now())
        return session_answer(request, session_id)


class EnrolLacking(SessionStep):
    """Whoever of the tier here lacks what the course teaches, as many as there is room."""

    command = commands.enrol_lacking


class ConfirmSession(SessionStep):
    """By the police that answers for the tier, and another hand than the trainer's."""

    command = commands.confirm_session


class ReopenSession(SessionStep):
    command = commands.reopen_session


class CostIn(serializers.Serializer[Any]):
    cost = serializers.DecimalField(max_digits=9, decimal_places=2)
    funded = serializers.DecimalField(max_digits=9, decimal_places=2)


class NoteCost(APIView):
    """In yuan; what is not funded is the shortfall."""

    @extend_schema(request=CostIn, responses=SessionRow)
    def post(self, request: Request, session_id: int) -> Response:
        said = heard(CostIn, request).validated_data
        commands.note_cost(actor=actor_of(request), session_id=session_id, at=clock.now(), **said)
        return session_answer(request, session_id)


class StudyIn(serializers.Serializer[Any]):
    day = serializers.DateField()
    topic = Said(Topic)
    minutes = serializers.IntegerField(min_value=1, max_value=1440)
    subject = serializers.CharField(max_length=60)
    member_ids = serializers.ListField(child=Key(), max_length=200)

    def draft(self) -> StudyDraft:
        said = self.validated_data
        return StudyDraft(**{**said, "member_ids": frozenset(said["member_ids"])})


class HoldStudy(APIView):
    """The study item of a meeting of this team."""

    @extend_schema(request=StudyIn, responses={201: SessionRow, 200: SessionRow}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        draft, now = heard(StudyIn, request).draft(), clock.now()
        answer = once(
            request,
            f"training.hold_study/{team_id}",
            [draft.day, draft.topic, draft.minutes, draft.subject, sorted(draft.member_ids)],
            lambda: commands.hold_study(actor=actor_of(request), team_id=team_id, draft=draft, at=now),
        )
        return session_answer(request, answer.subject_id, status_of(answer))
