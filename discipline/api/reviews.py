"""Reviews of responsibility and the coordination duty of units, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.forms.reviews import CoordinationFilter, ReviewFilter
from discipline.models import AccountabilityReview, CoordinationDuty
from discipline.reports import reviews as reports
from discipline.rules import CoordinationDraft, ProposalDraft, ReviewDraft, Trigger
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, NothingIn, Reading, Said, WhyIn, heard, once, status_of


class ReviewRow(serializers.Serializer[Any]):
    """Facts, proposal and decision name nobody; ``…_by`` is the login."""

    id = serializers.IntegerField(source="pk")
    place_id = serializers.IntegerField()
    path = serializers.CharField()
    team_id = serializers.IntegerField(allow_null=True)
    trigger = serializers.CharField()
    happened_on = serializers.DateField()
    title = serializers.CharField()
    reference = serializers.CharField()
    stage = serializers.CharField()
    facts = serializers.CharField()
    negligence = serializers.BooleanField(allow_null=True)
    proposal = serializers.CharField()
    returned_why = serializers.CharField()
    decision = serializers.CharField()
    opened_by = serializers.IntegerField(source="opened_by_id", allow_null=True)
    opened_at = serializers.DateTimeField()
    proposed_by = serializers.IntegerField(source="proposed_by_id", allow_null=True)
    proposed_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class Reviews(Reading):
    """The latest opened first."""

    queryset = AccountabilityReview.objects.none()
    serializer_class = ReviewRow
    filterset_class = ReviewFilter

    def rows(self) -> Any:
        return reports.reviews_shown_to(actor_of(self.request))


class ReviewIn(serializers.Serializer[Any]):
    place_id = Key()
    trigger = Said(Trigger)
    happened_on = serializers.DateField()
    title = serializers.CharField(max_length=120)
    reference = serializers.CharField(max_length=60, allow_blank=True, default="")
    team_id = Key(allow_null=True, default=None)

    def draft(self) -> ReviewDraft:
        return ReviewDraft(**{name: value for name, value in self.validated_data.items() if name != "place_id"})


class ReviewProposalIn(serializers.Serializer[Any]):
    facts = serializers.CharField(max_length=2000)
    negligence = serializers.BooleanField()
    proposal = serializers.CharField(max_length=1000)


class ReviewDecisionIn(serializers.Serializer[Any]):
    negligence = serializers.BooleanField()
    decision = serializers.CharField(max_length=1000)


class OpenReview(APIView):
    """No person is named in it."""

    @extend_schema(request=ReviewIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(ReviewIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft()
        answer = once(
            request,
            "discipline.open_review",
            [place_id, draft],
            lambda: commands.open_review(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class ProposeReview(APIView):
    @extend_schema(request=ReviewProposalIn, responses=IdOut)
    def post(self, request: Request, review_id: int) -> Response:
        draft = ProposalDraft(**heard(ReviewProposalIn, request).validated_data)
        commands.propose_review(actor=actor_of(request), review_id=review_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": review_id}).data)


class SendBackReview(APIView):
    @extend_schema(request=WhyIn, responses=IdOut)
    def post(self, request: Request, review_id: int) -> Response:
        said = heard(WhyIn, request).validated_data
        commands.send_back_review(actor=actor_of(request), review_id=review_id, at=clock.now(), **said)
        return Response(IdOut({"id": review_id}).data)


class DecideReview(APIView):
    """Another hand than the one that proposed."""

    @extend_schema(request=ReviewDecisionIn, responses=IdOut)
    def post(self, request: Request, review_id: int) -> Response:
        said = heard(ReviewDecisionIn, request).validated_data
        commands.decide_review(actor=actor_of(request), review_id=review_id, at=clock.now(), **said)
        return Response(IdOut({"id": review_id}).data)


# --- the coordination duty of units ---------------------------------------------------------------------------------


class CoordinationFollowUpOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    text = serializers.CharField()
    by = serializers.IntegerField(source="by_id", allow_null=True)


class CoordinationRow(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    unit_id = serializers.IntegerField()
    duty = serializers.CharField()
    contact_post = serializers.CharField()
    since = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()
    follow_ups = CoordinationFollowUpOut(source="follow_ups.all", many=True)


class Coordination(Reading):
    """What has ended only where ``ended`` asks for it."""

    queryset = CoordinationDuty.objects.none()
    serializer_class = CoordinationRow
    filterset_class = CoordinationFilter

    def rows(self) -> Any:
        return reports.duties_shown_to(actor_of(self.request))


class CoordinationIn(serializers.Serializer[Any]):
    unit_id = Key()
    duty = serializers.CharField(max_length=300)
    contact_post = serializers.CharField(max_length=60)
    since = serializers.DateField()


class CoordinationFollowUpIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500)


class RecordCoordination(APIView):
    @extend_schema(request=CoordinationIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = dict(heard(CoordinationIn, request).validated_data), clock.now()
        unit_id = said.pop("unit_id")
        draft = CoordinationDraft(**said)
        answer = once(
            request,
            "discipline.record_coordination",
            [unit_id, draft],
            lambda: commands.record_coordination(actor=actor_of(request), unit_id=unit_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class FollowUpCoordination(APIView):
    @extend_schema(request=CoordinationFollowUpIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, duty_id: int) -> Response:
        text, now = heard(CoordinationFollowUpIn, request).validated_data["text"], clock.now()
        answer = once(
            request,
            "discipline.follow_up_coordination",
            [duty_id, text],
            lambda: commands.follow_up_coordination(actor=actor_of(request), duty_id=duty_id, text=text, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class EndCoordination(APIView):
    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, duty_id: int) -> Response:
        commands.end_coordination(actor=actor_of(request), duty_id=duty_id, at=clock.now())
        return Response(IdOut({"id": duty_id}).data)
