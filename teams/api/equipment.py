"""Equipment by API: pieces, who bears them, what teams lack, and every act on them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import ByNumber, actor_of
from patrol_ops.core.doors import KEY, Key, Reading, Said, heard, once, status_of
from teams import commands, reports
from teams.api.shapes import DoneOut
from teams.forms import EquipmentFilter
from teams.models import Equipment, EquipmentIssue, Team
from teams.rules import known_path
from teams.rules.equipment import (
    INSCRIPTION,
    MOST_PIECES,
    Condition,
    EquipmentKind,
    ReturnDraft,
    ReturnOutcome,
    StockDraft,
)
from teams.rules.equipment_needs import Readiness


class EquipmentOut(serializers.ModelSerializer[Equipment]):
    inscription = serializers.SerializerMethodField()

    class Meta:
        model = Equipment
        fields = (
            "id",
            "team_id",
            "kind",
            "inscription",
            "serial",
            "size",
            "condition",
            "stage",
            "acquired_on",
            "replace_on",
        )

    def get_inscription(self, piece: Equipment) -> str:
        """EQP-02: what stands on an armband."""
        return INSCRIPTION if piece.kind == EquipmentKind.ARMBAND else ""


class EquipmentIssueOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file."""

    id = serializers.IntegerField(source="issue_id")
    equipment_id = serializers.IntegerField()
    team_id = serializers.IntegerField()
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.CharField()
    serial = serializers.CharField()
    condition = serializers.CharField()
    issued_on = serializers.DateField()
    replace_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()


class EquipmentGapOut(serializers.Serializer[Any]):
    """``gaps``: missing pieces by kind; ``COMMUNICATION`` is any means of it, short of the least a team must have."""

    team_id = serializers.IntegerField()
    team = serializers.CharField(source="name")
    path = serializers.CharField()
    needs = serializers.DictField(child=serializers.IntegerField())
    stock = serializers.DictField(child=serializers.IntegerField())
    gaps = serializers.DictField(child=serializers.IntegerField())
    missing = serializers.IntegerField()
    readiness = serializers.ChoiceField([ready.value for ready in Readiness])


class StockEquipmentIn(serializers.Serializer[Any]):
    """So many pieces, or one for each serial."""

    kind = Said(EquipmentKind)
    acquired_on = serializers.DateField()
    number = serializers.IntegerField(min_value=1, max_value=MOST_PIECES, default=1)
    serials = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=MOST_PIECES
    )
    size = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")

    def draft(self) -> StockDraft:
        said = self.validated_data
        return StockDraft(**{**said, "serials": tuple(said["serials"])})


def _ids() -> serializers.ListField:
    return serializers.ListField(child=Key(), max_length=MOST_PIECES)


class IssueEquipmentIn(serializers.Serializer[Any]):
    member_id = Key()
    equipment_ids = _ids()


class TakeBackEquipmentIn(serializers.Serializer[Any]):
    """``condition`` is that of what came back whole."""

    issue_ids = _ids()
    outcome = Said(ReturnOutcome)
    condition = Said(Condition, default=Condition.GOOD)

    def draft(self) -> ReturnDraft:
        return ReturnDraft(outcome=self.validated_data["outcome"], condition=self.validated_data["condition"])


class ScrapEquipmentIn(serializers.Serializer[Any]):
    equipment_ids = _ids()
    reason = serializers.CharField(max_length=300)


class MoveEquipmentIn(serializers.Serializer[Any]):
    equipment_ids = _ids()
    to_team_id = Key()


class Pieces(Reading):
    """Pieces within reach; a member finds what they bear."""

    queryset = Equipment.objects.none()
    serializer_class = EquipmentOut
    filterset_class = EquipmentFilter
    ordering = ("pk",)

    def rows(self) -> Any:
        return reports.pieces_shown_to(actor_of(self.request))


class EquipmentIssues(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Who bears what, and bore it, the newest first."""

    queryset = EquipmentIssue.objects.none()
    serializer_class = EquipmentIssueOut
    ordering = ("-pk",)

    def get_queryset(self) -> Any:
        return reports.issues_shown_to(actor_of(self.request))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(EquipmentIssueOut(reports.issue_lines(rows or []), many=True).data)


class EquipmentGaps(GenericAPIView[Any]):
    """Active teams within reach that lack something, in the order of their places."""

    queryset = Team.objects.none()  # of which it is worked out; the schema asks
    pagination_class = ByNumber

    @extend_schema(
        operation_id="teams_equipment_gaps_list",
        parameters=[OpenApiParameter("place", str, description="The digits of a place.")],
        responses=EquipmentGapOut(many=True),
    )
    def get(self, request: Request) -> Response:
        place = request.query_params.get("place", "")
        known = not place or known_path(place)
        gaps = reports.gaps_shown_to(actor_of(request), place, clock.today()) if known else []
        lines: Any = [gap for gap in gaps if gap.missing]
        return self.get_paginated_response(EquipmentGapOut(self.paginate_queryset(lines), many=True).data)


class StockEquipment(APIView):
    @extend_schema(request=StockEquipmentIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said, now = heard(StockEquipmentIn, request), clock.now()
        answer = once(
            request,
            f"teams.stock_equipment/{team_id}",
            said.validated_data,
            lambda: commands.stock_equipment(actor=actor_of(request), team_id=team_id, draft=said.draft(), at=now),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class IssueEquipment(APIView):
    @extend_schema(request=IssueEquipmentIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(IssueEquipmentIn, request).validated_data
        member = commands.issue_equipment(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": member.pk}).data)


class TakeBackEquipment(APIView):
    @extend_schema(request=TakeBackEquipmentIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        said = heard(TakeBackEquipmentIn, request)
        team = commands.take_back_equipment(
            actor=actor_of(request),
            team_id=team_id,
            issue_ids=said.validated_data["issue_ids"],
            draft=said.draft(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": team.pk}).data)


class ScrapEquipment(APIView):
    @extend_schema(request=ScrapEquipmentIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(ScrapEquipmentIn, request).validated_data
        team = commands.scrap_equipment(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": team.pk}).data)


class MoveEquipment(APIView):
    @extend_schema(request=MoveEquipmentIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(MoveEquipmentIn, request).validated_data
        team = commands.move_equipment(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": team.pk}).data)
