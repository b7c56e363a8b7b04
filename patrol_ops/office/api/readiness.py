"""Who may walk, place by place, by API: the numbers of the page, in numbers and nobody's name."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.office.api.doors import PLACE, _territory
from patrol_ops.office.reports.readiness import readiness
from teams.access import Permission


class ReadinessOut(serializers.Serializer[Any]):
    """``covers``: accident covers that end soon; ``uncovered``: without one where it is a condition; ``equipment``:
    pieces missing from the standard."""

    serving = serializers.IntegerField()
    fit = serializers.IntegerField()
    overrides = serializers.IntegerField()
    shortages = serializers.IntegerField()
    certificates = serializers.IntegerField()
    contracts = serializers.IntegerField()
    covers = serializers.IntegerField()
    uncovered = serializers.IntegerField()
    equipment = serializers.IntegerField()


class ReadinessLineOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    path = serializers.CharField()
    team_id = serializers.IntegerField(allow_null=True)
    of = ReadinessOut()


class ReadinessOfPlace(serializers.Serializer[Any]):
    place = serializers.CharField()
    total = ReadinessOut()
    lines = ReadinessLineOut(many=True)


class ShowReadiness(APIView):
    """Counted now: the teams of the place, then the places below."""

    @extend_schema(parameters=[PLACE], responses=ReadinessOfPlace)
    def get(self, request: Request) -> Response:
        territory = _territory(request, Permission.VIEW_TEAM, Permission.VIEW_OVERRIDE)
        lines, total = readiness(territory.here, territory.below, clock.today())
        return Response(ReadinessOfPlace({"place": territory.place, "total": total, "lines": lines}).data)
