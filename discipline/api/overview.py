"""Inspections and rectification of a place in figures, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline.access import Permission
from discipline.reports.overview import overview
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from teams.reports import place_choices


class SupervisionFiguresOut(serializers.Serializer[Any]):
    """``ages``: open rectifications by days since they were issued: 7, 15, 30, 60, more."""

    visits_overdue = serializers.IntegerField()
    teams = serializers.IntegerField()
    never = serializers.IntegerField()
    uncovered = serializers.IntegerField()
    unsigned = serializers.IntegerField()
    unsigned_24 = serializers.IntegerField()
    unsigned_72 = serializers.IntegerField()
    disputes = serializers.IntegerField()
    open = serializers.IntegerField()
    recheck = serializers.IntegerField()
    overdue = serializers.IntegerField()
    limited = serializers.IntegerField()
    ages = serializers.ListField(child=serializers.IntegerField())


class SupervisionBelowOut(SupervisionFiguresOut):
    path = serializers.CharField()


class SupervisionOverviewOut(serializers.Serializer[Any]):
    path = serializers.CharField()
    total = SupervisionFiguresOut()
    below = SupervisionBelowOut(many=True)


class Overview(APIView):
    """Of a place within reach, and of what lies one level below it; without ``place``, of the highest."""

    @extend_schema(
        responses=SupervisionOverviewOut,
        parameters=[OpenApiParameter("place", OpenApiTypes.STR, OpenApiParameter.QUERY)],
    )
    def get(self, request: Request) -> Response:
        actor, asked = actor_of(request), request.query_params.get("place", "")
        paths = [spot.path for spot in place_choices(actor, Permission.VIEW_INSPECTION)]
        path = asked if asked in paths else "" if asked else next(iter(paths), "")
        if not path:
            raise NotFound
        found = overview(actor, path, clock.now())
        below = [{"path": where, **vars(found.of(where))} for where in sorted(found.below)]
        return Response(SupervisionOverviewOut({"path": path, "total": found.total, "below": below}).data)
