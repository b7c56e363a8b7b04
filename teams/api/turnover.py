"""Turnover and retention by API: numbers, nobody's name."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import say
from teams import reports
from teams.access import Permission
from teams.forms import TurnoverFilter


class FiguresOut(serializers.Serializer[Any]):
    """Turnover and retention in per cent, tenure in months; null where there is nobody to divide by."""

    at_first = serializers.IntegerField()
    at_last = serializers.IntegerField()
    exits = serializers.IntegerField()
    turnover = serializers.FloatField(allow_null=True)
    retention = serializers.FloatField(allow_null=True)
    tenure = serializers.FloatField(allow_null=True)


class TurnoverLineOut(serializers.Serializer[Any]):
    path = serializers.CharField()
    team_id = serializers.IntegerField(allow_null=True)
    employment_class = serializers.CharField()
    figures = FiguresOut()


class TurnoverOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    total = FiguresOut()
    places = TurnoverLineOut(many=True)
    classes = TurnoverLineOut(many=True)


class TurnoverFigures(APIView):
    """The last twelve months, unless days are given; by street for the district, by team below."""

    @extend_schema(
        parameters=[
            OpenApiParameter("place", str, description="The path of a place."),
            OpenApiParameter("first", str, description="A date."),
            OpenApiParameter("last", str, description="A date."),
        ],
        responses=TurnoverOut,
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        if not actor.may(Permission.VIEW_TURNOVER):
            raise NotPermitted
        try:
            asked = TurnoverFilter(request.query_params).asked(clock.today())
        except Refused as refused:
            raise ValidationError({refused.field or "first": [say(refused.code, **refused.facts)]}) from None
        return Response(TurnoverOut(reports.turnover(actor, asked.place, asked.first, asked.last)).data)
