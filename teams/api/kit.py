"""By API: who may bear restricted kit, and the equipment standard by version."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Key, NothingIn, Said, heard, once, status_of
from teams import commands, reports
from teams.api.shapes import DoneOut
from teams.models import EquipmentLine, EquipmentStandard, KitAuthorisation
from teams.rules import Form, Tier
from teams.rules.equipment import EquipmentKind, KitDraft
from teams.rules.equipment_needs import (
    MOST_A_LINE,
    MOST_LINES,
    EquipmentLineDraft,
    EquipmentStandardDraft,
    Per,
)


class KitAuthorisationOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file."""

    id = serializers.IntegerField(source="authorisation_id")
    team_id = serializers.IntegerField()
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField()
    basis = serializers.CharField()
    open = serializers.BooleanField()


class AuthoriseKitIn(serializers.Serializer[Any]):
    """``until`` is the first day without it."""

    member_id = Key()
    kind = Said(EquipmentKind)
    since = serializers.DateField()
    until = serializers.DateField()
    basis = serializers.CharField(max_length=300)

    def draft(self) -> KitDraft:
        return KitDraft(**{name: self.validated_data[name] for name in ("kind", "since", "until", "basis")})


class EquipmentLineOut(serializers.ModelSerializer[EquipmentLine]):
    number = serializers.IntegerField(read_only=True)

    class Meta:
        model = EquipmentLine
        fields = ("kind", "per", "number", "tier", "form")


class EquipmentStandardOut(serializers.ModelSerializer[EquipmentStandard]):
    version = serializers.IntegerField(read_only=True)
    lines = EquipmentLineOut(many=True, read_only=True)

    class Meta:
        model = EquipmentStandard
        fields = ("id", "place_id", "version", "proposed_at", "agreed_at", "lines")


class EquipmentLineIn(serializers.Serializer[Any]):
    kind = Said(EquipmentKind)
    per = Said(Per)
    number = serializers.IntegerField(min_value=1, max_value=MOST_A_LINE)
    tier = Said(Tier, required=False, allow_null=True, default=None)
    form = Said(Form, required=False, allow_null=True, default=None)


class ProposeEquipmentStandardIn(serializers.Serializer[Any]):
    place_id = Key()
    lines = serializers.ListField(child=EquipmentLineIn(), max_length=MOST_LINES)

    def draft(self) -> EquipmentStandardDraft:
        return EquipmentStandardDraft(tuple(EquipmentLineDraft(**line) for line in self.validated_data["lines"]))


class KitAuthorisations(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Within reach, the newest first."""

    queryset = KitAuthorisation.objects.none()
    serializer_class = KitAuthorisationOut
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return reports.authorisations_shown_to(actor_of(self.request))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        lines = reports.authorisation_lines(rows or [], clock.today())
        return self.get_paginated_response(KitAuthorisationOut(lines, many=True).data)


class AuthoriseKit(APIView):
    @extend_schema(request=AuthoriseKitIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        said = heard(AuthoriseKitIn, request)
        row = commands.authorise_kit(
            actor=actor_of(request),
            team_id=team_id,
            member_id=said.validated_data["member_id"],
            draft=said.draft(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data)


class WithdrawKitAuthorisation(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, authorisation_id: int) -> Response:
        row = commands.withdraw_kit_authorisation(
            actor=actor_of(request), authorisation_id=authorisation_id, at=clock.now()
        )
        return Response(DoneOut({"id": row.pk}).data)


class EquipmentStandards(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """The standard by version, the newest first."""

    queryset = EquipmentStandard.objects.none()
    serializer_class = EquipmentStandardOut
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return reports.equipment_standards_shown_to(actor_of(self.request))


class ProposeEquipmentStandard(APIView):
    @extend_schema(request=ProposeEquipmentStandardIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(ProposeEquipmentStandardIn, request), clock.now()
        answer = once(
            request,
            "teams.propose_equipment_standard",
            said.validated_data,
            lambda: commands.propose_equipment_standard(
                actor=actor_of(request), place_id=said.validated_data["place_id"], draft=said.draft(), at=now
            ),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class AgreeEquipmentStandard(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, equipment_standard_id: int) -> Response:
        row = commands.agree_equipment_standard(
            actor=actor_of(request), equipment_standard_id=equipment_standard_id, at=clock.now()
        )
        return Response(DoneOut({"id": row.pk}).data)
