"""Reorganisations by API: ordered, read, approved, cancelled."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Key, NothingIn, Reading, Said, heard
from teams import commands, reports
from teams.api.shapes import DoneOut, ReasonIn
from teams.models import Reorganisation
from teams.rules import Form, OrderDraft, TeamDraft


class ReorganisationOut(serializers.ModelSerializer[Reorganisation]):
    merging_ids: Any = serializers.PrimaryKeyRelatedField(source="merging", many=True, read_only=True)

    class Meta:
        model = Reorganisation
        fields = (
            "id",
            "kind",
            "stage",
            "team_id",
            "merging_ids",
            "hamlet",
            "effective_on",
            "reason",
            "ordered_at",
            "approved_at",
            "ended_at",
            "failure",
        )


class OrderIn(ReasonIn):
    effective_on = serializers.DateField()

    def order(self) -> OrderDraft:
        return OrderDraft(**{name: self.validated_data[name] for name in ("effective_on", "reason")})


class MergeTeamsIn(OrderIn):
    predecessor_ids = serializers.ListField(child=Key(), max_length=20)


class SplitTeamIn(OrderIn):
    member_ids = serializers.ListField(child=Key(), max_length=200)
    form = Said(Form)
    authorised = serializers.IntegerField(min_value=1, max_value=2000)
    hamlet = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)

    def draft(self) -> TeamDraft:
        return TeamDraft(**{name: self.validated_data[name] for name in ("form", "authorised", "hamlet")})


class RenameTeamIn(OrderIn):
    hamlet = serializers.CharField(max_length=20)


class Reorganisations(Reading):
    """Orders about teams within reach."""

    queryset = Reorganisation.objects.none()
    serializer_class = ReorganisationOut

    def rows(self) -> Any:
        rows = reports.reorganisations_shown_to(actor_of(self.request))
        return rows.prefetch_related("merging")


class MergeTeams(APIView):
    """Ordered; in force on its day once the head of the office has approved."""

    @extend_schema(request=MergeTeamsIn, responses={201: DoneOut})
    def post(self, request: Request, team_id: int) -> Response:
        said = heard(MergeTeamsIn, request)
        row = commands.merge_teams(
            actor=actor_of(request),
            team_id=team_id,
            predecessor_ids=said.validated_data["predecessor_ids"],
            draft=said.order(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data, status=201)


class SplitTeam(APIView):
    @extend_schema(request=SplitTeamIn, responses={201: DoneOut})
    def post(self, request: Request, team_id: int) -> Response:
        said = heard(SplitTeamIn, request)
        row = commands.split_team(
            actor=actor_of(request),
            team_id=team_id,
            member_ids=said.validated_data["member_ids"],
            team_draft=said.draft(),
            draft=said.order(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data, status=201)


class RenameTeam(APIView):
    @extend_schema(request=RenameTeamIn, responses={201: DoneOut})
    def post(self, request: Request, team_id: int) -> Response:
        said = heard(RenameTeamIn, request)
        row = commands.rename_team(
            actor=actor_of(request),
            team_id=team_id,
            hamlet=said.validated_data["hamlet"],
            draft=said.order(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data, status=201)


class DissolveTeam(APIView):
    @extend_schema(request=OrderIn, responses={201: DoneOut})
    def post(self, request: Request, team_id: int) -> Response:
        draft = heard(OrderIn, request).order()
        row = commands.dissolve_team(actor=actor_of(request), team_id=team_id, draft=draft, at=clock.now())
        return Response(DoneOut({"id": row.pk}).data, status=201)


class ApproveReorganisation(APIView):
    """By another hand than the one that ordered; carried out at once where its day has come."""

    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, reorganisation_id: int) -> Response:
        commands.approve_reorganisation(actor=actor_of(request), reorganisation_id=reorganisation_id, at=clock.now())
        return Response(DoneOut({"id": reorganisation_id}).data)


class CancelReorganisation(APIView):
    @extend_schema(request=ReasonIn, responses=DoneOut)
    def post(self, request: Request, reorganisation_id: int) -> Response:
        reason = heard(ReasonIn, request).validated_data["reason"]
        commands.cancel_reorganisation(
            actor=actor_of(request), reorganisation_id=reorganisation_id, reason=reason, at=clock.now()
        )
        return Response(DoneOut({"id": reorganisation_id}).data)
