"""Coverage by API: counted from records alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline.access import Permission
from discipline.forms.coverage import CoverageFilter, organiser_in
from discipline.reports import coverage as reports
from discipline.rules import Organiser
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Lines, Oldest
from teams.models import Team
from teams.reports import place_choices

ORGANISER = OpenApiParameter("organiser", str, enum=[one.value for one in Organiser])


class CoverageOut(serializers.Serializer[Any]):
    """Teams of a tier in a place; ``left`` of them were not inspected in the period of their tier, ``never`` at all."""

    path = serializers.CharField()
    place = serializers.CharField()
    tier = serializers.CharField()
    teams = serializers.IntegerField()
    covered = serializers.IntegerField()
    left = serializers.IntegerField()
    never = serializers.IntegerField()


class Coverage(APIView):
    """By street and tier; at a street by community. Without ``place`` the highest within reach."""

    @extend_schema(
        operation_id="discipline_coverage",
        parameters=[OpenApiParameter("place", str, description="The path of a place."), ORGANISER],
        responses=CoverageOut(many=True),
    )
    def get(self, request: Request) -> Response:
        actor, asked = actor_of(request), request.query_params
        names = {spot.path: spot.text for spot in place_choices(actor, Permission.VIEW_VISIT)}
        path = asked.get("place") or next(iter(names), "")
        if path not in names:
            return Response([])
        organiser = organiser_in(asked.get("organiser", ""))
        teams = reports.looked_at(actor, Permission.VIEW_VISIT, path, clock.today(), organiser)
        return Response(CoverageOut(reports.coverage_lines(teams, path, names), many=True).data)


class CoverageTeamOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    tier = serializers.CharField()
    path = serializers.CharField(source="place.path")
    last_inspected = serializers.DateField(allow_null=True)
    covered = serializers.BooleanField()


class CoverageTeams(Lines):
    """Teams with the day of their last inspection."""

    queryset = Team.objects.none()
    pagination_class = Oldest
    filterset_class = CoverageFilter
    line = CoverageTeamOut

    def rows(self) -> Any:
        actor, organiser = actor_of(self.request), organiser_in(self.request.query_params.get("organiser", ""))
        paths = [spot.path for spot in place_choices(actor, Permission.VIEW_VISIT)]
        district = paths[0][:6] if paths else ""
        return reports.looked_at(actor, Permission.VIEW_VISIT, district, clock.today(), organiser)

    def lines(self, rows: list[Any]) -> list[Any]:
        return rows
