"""The figures of teams by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import reports
from duty.access import Permission
from patrol_ops.core.api import actor_of
from patrol_ops.core.refusals import NotPermitted
from teams.reports import place_choices


class TeamFiguresIn(serializers.Serializer[Any]):
    """``structure``: the teams as they were on each day (old), or as what they have become (new)."""

    place = serializers.RegexField(r"^[0-9]{6}([0-9]{3}){0,2}$")
    first = serializers.DateField()
    last = serializers.DateField()
    structure = serializers.ChoiceField(choices=["old", "new"], default="new")


class TeamFiguresOut(serializers.Serializer[Any]):
    team_id = serializers.IntegerField()
    name = serializers.CharField()
    members = serializers.IntegerField()
    filed = serializers.IntegerField(source="figures.filed")
    late = serializers.IntegerField(source="figures.late")
    patrols = serializers.IntegerField(source="figures.patrols")
    walked = serializers.DurationField(source="figures.walked")


class ListTeamFigures(APIView):
    """What each team of a place did over some days; both structures have one sum."""

    @extend_schema(parameters=[TeamFiguresIn], responses=TeamFiguresOut(many=True))
    def get(self, request: Request) -> Response:
        said = TeamFiguresIn(data=request.query_params)
        said.is_valid(raise_exception=True)
        asked = said.validated_data
        places = place_choices(actor_of(request), Permission.VIEW_PATROL_LOG)
        if asked["place"] not in {spot.path for spot in places}:
            raise NotPermitted
        ledger = reports.team_ledger(
            asked["place"], asked["first"], asked["last"], by_heirs=asked["structure"] == "new"
        )
        return Response(TeamFiguresOut(ledger.lines, many=True).data)
