"""The queue of the police by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import ByCursor, actor_of
from patrol_ops.core.doors import KEY, Code, IdOut, Lines, Said, heard, once, status_of
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from recruitment import commands
from recruitment.models import Applicant
from recruitment.reports import vetting as reports
from recruitment.rules import VerdictCode, VerdictDraft


class VettingLineOut(serializers.Serializer[Any]):
    """Of the identity number only the end: the whole of it stands on the case."""

    id = serializers.IntegerField(source="applicant_id")
    case_number = serializers.CharField()
    name = serializers.CharField()
    identity_tail = serializers.CharField(source="tail")
    birth_year = serializers.IntegerField(allow_null=True)
    post = Code()
    team = serializers.CharField()
    facts = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)


class VettingCaseOut(serializers.Serializer[Any]):
    """For the police of the tier alone."""

    id = serializers.IntegerField(source="applicant_id")
    case_number = serializers.CharField()
    waits = serializers.BooleanField()
    stage = Code()
    name = serializers.CharField()
    identity = serializers.CharField()
    phone = serializers.CharField()
    birth_year = serializers.IntegerField(allow_null=True)
    post = Code()
    employment_class = Code()
    transfer = serializers.BooleanField()
    team = serializers.CharField()
    facts = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    suitable_until = serializers.DateField(allow_null=True)
    longest = serializers.DateField()


class RecordPoliceReviewIn(serializers.Serializer[Any]):
    """``reason`` of a verdict that is not suitable stays with the police; ``question`` is read by the office."""

    code = Said(VerdictCode)
    unrelated = serializers.BooleanField(default=False)
    holds_until = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000, write_only=True)
    question = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)

    def draft(self) -> VerdictDraft:
        return VerdictDraft(**self.validated_data)


class RecordPoliceReviewsIn(serializers.Serializer[Any]):
    """Suitable, of several at once."""

    applicant_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), min_length=1, max_length=50
    )
    unrelated = serializers.BooleanField(default=False)


class RefusedOut(serializers.Serializer[Any]):
    applicant_id = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()


class RecordPoliceReviewsOut(serializers.Serializer[Any]):
    recorded = serializers.ListField(child=serializers.IntegerField())
    refused = RefusedOut(many=True)


class Longest(ByCursor):
    ordering = ("vetting_asked_at", "pk")


class Vetting(Lines):
    """Recruits who wait for the caller's word, the longest waiting first; one of them in full, decided ones too."""

    queryset = Applicant.objects.none()
    pagination_class = Longest
    lookup_field = "pk"
    lookup_url_kwarg = "applicant_id"
    line, whole = VettingLineOut, VettingCaseOut

    def rows(self) -> Any:
        actor = actor_of(self.request)
        return reports.vetting_queue(actor) if self.action == "list" else reports.vetting_cases(actor)

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.vetting_lines(rows)

    def file(self, row: Any) -> Any:
        return reports.vetting_case(actor_of(self.request), row, clock.today())


class RecordPoliceReview(APIView):
    """The police's word on one recruit."""

    @extend_schema(request=RecordPoliceReviewIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, applicant_id: int) -> Response:
        draft, actor, now = heard(RecordPoliceReviewIn, request).draft(), actor_of(request), clock.now()
        answer = once(
            request,
            f"recruitment.record_police_review/{applicant_id}",
            draft,
            lambda: commands.record_police_review(actor=actor, applicant_id=applicant_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class RecordPoliceReviews(APIView):
    """Suitable, of several: each by itself, and the answer says which were refused and why. Sent again it refuses
    what is recorded already, so it wants no key."""

    @extend_schema(request=RecordPoliceReviewsIn, responses=RecordPoliceReviewsOut)
    def post(self, request: Request) -> Response:
        said, actor, now = heard(RecordPoliceReviewsIn, request).validated_data, actor_of(request), clock.now()
        draft = VerdictDraft(code=VerdictCode.SUITABLE, unrelated=said["unrelated"])
        recorded, refused = [], []
        for pk in dict.fromkeys(said["applicant_ids"]):
            try:
                commands.record_police_review(actor=actor, applicant_id=pk, draft=draft, at=now)
            except Refused as no:
                refused.append({"applicant_id": pk, "code": no.code, "detail": say(no.code, **no.facts)})
            else:
                recorded.append(pk)
        return Response(RecordPoliceReviewsOut({"recorded": recorded, "refused": refused}).data)
