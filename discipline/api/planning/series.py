"""Plans that repeat, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from discipline import commands
from discipline.models import VisitSeries
from discipline.reports import series as reports
from discipline.rules import Organiser, SeriesDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, NothingIn, Said, heard, once, status_of
from teams.rules import Tier


class SeriesRow(serializers.Serializer[Any]):
    """``to_make`` and ``made``: visits of it."""

    id = serializers.IntegerField(source="pk")
    path = serializers.CharField()
    organised_by = serializers.CharField()
    tier = serializers.CharField()
    checklist_id = serializers.IntegerField()
    announced = serializers.BooleanField()
    inspector_ids = serializers.SerializerMethodField()
    begun_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    to_make = serializers.IntegerField()
    made = serializers.IntegerField()

    def get_inspector_ids(self, series: Any) -> list[int]:
        return [user.pk for user in series.people]


class Series(Lines):
    queryset = VisitSeries.objects.none()
    line = SeriesRow

    def rows(self) -> Any:
        return reports.series_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return rows


class BeginSeriesIn(serializers.Serializer[Any]):
    place_id = Key()
    organised_by = Said(Organiser)
    tier = Said(Tier)
    checklist_id = Key()
    announced = serializers.BooleanField()
    inspector_ids = serializers.ListField(child=Key(), min_length=1, max_length=30)

    def draft(self) -> SeriesDraft:
        said = {name: value for name, value in self.validated_data.items() if name != "place_id"}
        return SeriesDraft(**{**said, "inspector_ids": frozenset(said["inspector_ids"])})


class BeginSeries(APIView):
    """From now on each team of the tier once in each period; the clock plans the visits."""

    @extend_schema(request=BeginSeriesIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(BeginSeriesIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft()
        answer = once(
            request,
            "discipline.begin_series",
            {**said.validated_data, "inspector_ids": sorted(draft.inspector_ids)},
            lambda: commands.begin_series(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class EndSeries(APIView):
    """Nothing more is planned by it; what is planned stays."""

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, series_id: int) -> Response:
        commands.end_series(actor=actor_of(request), series_id=series_id, at=clock.now())
        return Response(IdOut({"id": series_id}).data)
