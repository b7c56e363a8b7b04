"""The figures of teams by API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import reports
from duty.access import Permission
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.refusals import NotPermitted
from teams.reports import place_choices


class TeamFiguresIn(serializers.Serializer[Any]):
    """``structure``: the teams as they were on each day (old), or as what they have become (new).

    Unless asked otherwise of the last thirty days, at the first place within reach.
    """

    place = serializers.RegexField(r"^[0-9]{6}([0-9]{3}){0,2}$", required=False)
    first = serializers.DateField(required=False)
    last = serializers.DateField(required=False)
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
        places = [spot.path for spot in place_choices(actor_of(request), Permission.VIEW_PATROL_LOG)]
        if not places or asked.get("place", places[0]) not in places:
            raise NotPermitted
        last = asked.get("last", clock.today())
        ledger = reports.team_ledger(
            asked.get("place", places[0]),
            asked.get("first", last - dt.timedelta(days=29)),
            last,
            by_heirs=asked["structure"] == "new",
        )
        return Response(TeamFiguresOut(ledger.lines, many=True).data)
