"""Certificates and shortages by API. Names are whole only for whoever may read the member's file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import ByNumber, actor_of
from patrol_ops.core.doors import KEY, Code, IdOut, Key, Lines, Said, heard, once, status_of
from patrol_ops.core.wording import say
from training import commands
from training.access import Permission
from training.forms import CertificateFilter, ShortageFilter
from training.models import Certificate, Enrolment
from training.reports import certificates as reports
from training.reports import renewals
from training.reports import shortages as lacking
from training.reports.team_lacks import KINDS
from training.rules import RevokedWhy


class CertificateLineOut(serializers.Serializer[Any]):
    """``state``: the stage, or ``soon`` where it ends within sixty days. ``last_day`` is included."""

    id = serializers.IntegerField(source="certificate_id")
    number = serializers.CharField()
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField()
    starts_on = serializers.DateField()
    last_day = serializers.DateField()
    state = Code()


class CertificateStepOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    what = Code()
    note = serializers.CharField(allow_blank=True)


class CollectedOut(serializers.Serializer[Any]):
    """``begins`` and ``ends``: of the new certificate, where it can be renewed now."""

    days = serializers.DecimalField(max_digits=7, decimal_places=2)
    days_required = serializers.IntegerField(source="required")
    begins = serializers.DateField(allow_null=True)
    ends = serializers.DateField(allow_null=True)


class CertificateOut(serializers.Serializer[Any]):
    certificate = CertificateLineOut(source="line")
    on_duty_since = serializers.DateField()
    suspended_for = serializers.IntegerField(allow_null=True)
    collected = CollectedOut()
    history = CertificateStepOut(many=True)


class WaitingOut(serializers.Serializer[Any]):
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField()
    since = serializers.DateField()
    due_at = serializers.DateTimeField(allow_null=True)


class RenewableOut(serializers.Serializer[Any]):
    certificate = CertificateLineOut()
    collected = CollectedOut()


class ShortageOut(serializers.Serializer[Any]):
    """``missing``: minutes of this year, of whoever has a certificate; ``next_session_id``: enrolled in, or open."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team_id = serializers.IntegerField()
    team = serializers.CharField()
    since = serializers.DateField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    missing = serializers.IntegerField(source="hours.missing", default=None, allow_null=True)
    next_session_id = serializers.IntegerField(source="coming.session_id", default=None, allow_null=True)
    enrolled = serializers.BooleanField(source="coming.enrolled", default=False)


class MembersIn(serializers.Serializer[Any]):
    members = serializers.ListField(child=Key(), min_length=1, max_length=500)


class MadeOut(serializers.Serializer[Any]):
    """The first of those that were made; each member's is found in the list."""

    id = serializers.IntegerField()


class RevokeIn(serializers.Serializer[Any]):
    why = Said(RevokedWhy)


class Certificates(Lines):
    """Those in people's hands, unless others are asked for."""

    queryset = Certificate.objects.none()
    filter_backends = (DjangoFilterBackend,)
    filterset_class = CertificateFilter
    line, whole = CertificateLineOut, CertificateOut

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def rows(self) -> Any:
        return reports.certificates_shown_to(actor_of(self.request), clock.today())

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.certificate_lines(rows, clock.today())

    def file(self, row: Any) -> Any:
        day = clock.today()
        collected = renewals.collected_by([row], renewals.renewal_values(day, row.path))[row.pk]
        return {
            "line": reports.certificate_line(row, day),
            "on_duty_since": row.on_duty_since,
            "suspended_for": row.suspended_for,
            "collected": collected,
            "history": reports.history_of(row),
        }


def _place(request: Request) -> str:
    asked = request.query_params.get("place", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) in (6, 9, 12)):
        raise serializers.ValidationError({"place": say("core.malformed")})
    return str(asked)


class WaitingForCertificates(APIView):
    """Who has passed the pre-duty programme and has none; ``place`` narrows it."""

    @extend_schema(operation_id="training_certificates_waiting", responses=WaitingOut(many=True))
    def get(self, request: Request) -> Response:
        lines = renewals.waiting_for_certificates(actor_of(request), _place(request), clock.today())
        return Response(WaitingOut(lines, many=True).data)


class RenewableCertificates(APIView):
    """Whose training days renew it today; ``place`` narrows it."""

    @extend_schema(operation_id="training_certificates_renewable", responses=RenewableOut(many=True))
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        lines = renewals.renewable(actor, _place(request), clock.today())
        return Response(RenewableOut(lines, many=True).data)


class Shortages(GenericAPIView[Any]):
    """Newcomers who are not trained and members short of hours; ``place``, ``team`` and ``kind`` narrow it."""

    queryset = Enrolment.objects.none()  # of which it is worked out; the schema asks
    pagination_class = ByNumber

    @extend_schema(operation_id="training_shortages", responses=ShortageOut(many=True))
    def get(self, request: Request) -> Response:
        actor, asked = actor_of(request), ShortageFilter(request.query_params).question()
        if asked is None:
            raise serializers.ValidationError({"detail": say("core.malformed")})
        reads = actor.may(Permission.VIEW_ENROLMENT)
        found: Any = lacking.shortages(actor, clock.today(), **asked) if reads else []
        lines = lacking.with_coming(self.paginate_queryset(found) or [], actor, clock.now())
        return self.get_paginated_response(ShortageOut(lines, many=True).data)


class _ForMembers(APIView):
    """One command for all of them, or for none."""

    door: str
    command: Callable[..., list[Certificate]]

    @extend_schema(request=MembersIn, responses={201: MadeOut, 200: MadeOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        ids = sorted(set(heard(MembersIn, request).validated_data["members"]))
        actor, now, command = actor_of(request), clock.now(), type(self).command
        answer = once(request, self.door, ids, lambda: command(actor=actor, member_ids=ids, at=now)[0])
        return Response(MadeOut({"id": answer.subject_id}).data, status=status_of(answer))


class IssueCertificates(_ForMembers):
    door = "training.issue_certificates"
    command = commands.issue_certificates


class RenewCertificates(_ForMembers):
    door = "training.renew_certificates"
    command = commands.renew_certificates


class RevokeCertificate(APIView):
    """It holds no more from today on."""

    @extend_schema(request=RevokeIn, responses=IdOut)
    def post(self, request: Request, certificate_id: int) -> Response:
        why = heard(RevokeIn, request).validated_data["why"]
        commands.revoke_certificate(actor=actor_of(request), certificate_id=certificate_id, why=why, at=clock.now())
        return Response(IdOut({"id": certificate_id}).data)
