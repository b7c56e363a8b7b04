"""The check-up of the ledgers by API: by team, in numbers, nobody's name."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.refusals import NotPermitted
from teams import reports
from teams.access import Permission
from teams.forms import HealthFilter
from teams.rules import OF_MEMBERS, OF_TEAMS


class TeamHealthOut(serializers.Serializer[Any]):
    """One team: its alarms, how many of its people each alarm is about, and how good its ledger is in per cent."""

    team_id = serializers.IntegerField(source="pk")
    path = serializers.CharField()
    alarms = serializers.ListField(child=serializers.ChoiceField([alarm.value for alarm in OF_TEAMS]))
    about = serializers.DictField(child=serializers.IntegerField(), help_text=", ".join(OF_MEMBERS))
    complete = serializers.IntegerField(source="quality.complete_share")
    clear = serializers.IntegerField(source="quality.clear_share")
    fresh = serializers.IntegerField(source="quality.fresh_share")


class LedgerHealth(APIView):
    """Every active team within reach."""

    @extend_schema(
        parameters=[OpenApiParameter("place", str, description="The path of a place.")],
        responses=TeamHealthOut(many=True),
    )
    def get(self, request: Request) -> Response:
        actor, day = actor_of(request), clock.today()
        if not actor.may(Permission.CHECK_LEDGERS):
            raise NotPermitted
        place = HealthFilter(request.query_params).asked().place
        return Response(TeamHealthOut(reports.check_up(actor, place, day).teams, many=True).data)
