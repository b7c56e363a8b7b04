"""Places, bodies, areas and teams by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, NothingIn, Reading, heard, once, status_of
from teams import commands
from teams.access import Permission
from teams.api.shapes import (
    AreaOut,
    DesignateAreaIn,
    DoneOut,
    DrawAreaIn,
    FoundUnitIn,
    PlaceOut,
    PlanTeamIn,
    PlaqueIn,
    ReasonIn,
    RelateUnitIn,
    StrengthIn,
    TeamOut,
    UnitOut,
)
from teams.forms import AreaFilter, PlaceFilter, TeamFilter, UnitFilter
from teams.models import PatrolArea, Place, Team, Unit


class Places(Reading):
    """Divisions within reach."""

    queryset = Place.objects.none()
    serializer_class = PlaceOut
    filterset_class = PlaceFilter

    def rows(self) -> Any:
        return Place.objects.visible_to(actor_of(self.request), Permission.VIEW_PLACE)


class Units(Reading):
    """Bodies within reach."""

    queryset = Unit.objects.none()
    serializer_class = UnitOut
    filterset_class = UnitFilter

    def rows(self) -> Any:
        return Unit.objects.visible_to(actor_of(self.request), Permission.VIEW_UNIT)


class Areas(Reading):
    """Patrol areas within reach."""

    queryset = PatrolArea.objects.none()
    serializer_class = AreaOut
    filterset_class = AreaFilter

    def rows(self) -> Any:
        return PatrolArea.objects.visible_to(actor_of(self.request), Permission.VIEW_AREA)


class Teams(Reading):
    """Teams within reach, with the strength of today."""

    queryset = Team.objects.none()
    serializer_class = TeamOut
    filterset_class = TeamFilter

    def rows(self) -> Any:
        day = clock.today()
        teams = Team.objects.visible_to(actor_of(self.request), Permission.VIEW_TEAM).select_related("place")
        return teams.with_strength(day).with_leader(day)

    def filter_queryset(self, queryset: Any) -> Any:
        """One team asked for by its id is shown whatever its stage."""
        return queryset if self.action == "retrieve" else super().filter_queryset(queryset)


def _team(request: Request, team_id: int | None) -> dict[str, Any]:
    """The team as whoever acted may see it; by its id alone where they may not."""
    day = clock.today()
    teams = Team.objects.visible_to(actor_of(request), Permission.VIEW_TEAM).select_related("place")
    team = teams.with_strength(day).with_leader(day).get(pk=team_id)
    return dict(TeamOut(team).data)


class PlanTeam(APIView):
    """A team on paper; parent and name follow from tier and place."""

    @extend_schema(request=PlanTeamIn, responses={201: TeamOut, 200: TeamOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said = heard(PlanTeamIn, request)
        draft, facts, now = said.draft(), said.validated_data, clock.now()
        answer = once(
            request,
            "teams.plan_team",
            facts,
            lambda: commands.plan_team(
                actor=actor_of(request), place_id=facts["place_id"], tier=facts["tier"], draft=draft, at=now
            ),
        )
        return Response(_team(request, answer.subject_id), status=status_of(answer))


class SubmitTeam(APIView):
    @extend_schema(request=NothingIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        commands.submit_team(actor=actor_of(request), team_id=team_id, at=clock.now())
        return Response(_team(request, team_id))


class ActivateTeam(APIView):
    @extend_schema(request=NothingIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        commands.activate_team(actor=actor_of(request), team_id=team_id, at=clock.now())
        return Response(_team(request, team_id))


class ReturnTeam(APIView):
    @extend_schema(request=ReasonIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        reason = heard(ReasonIn, request).validated_data["reason"]
        commands.return_team(actor=actor_of(request), team_id=team_id, reason=reason, at=clock.now())
        return Response(_team(request, team_id))


class SuspendTeam(APIView):
    @extend_schema(request=ReasonIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        reason = heard(ReasonIn, request).validated_data["reason"]
        commands.suspend_team(actor=actor_of(request), team_id=team_id, reason=reason, at=clock.now())
        return Response(_team(request, team_id))


class ResumeTeam(APIView):
    @extend_schema(request=NothingIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        commands.resume_team(actor=actor_of(request), team_id=team_id, at=clock.now())
        return Response(_team(request, team_id))


class HangPlaque(APIView):
    @extend_schema(request=PlaqueIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(PlaqueIn, request).validated_data
        commands.hang_plaque(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(_team(request, team_id))


class AuthoriseStrength(APIView):
    @extend_schema(request=StrengthIn, responses=TeamOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(StrengthIn, request).validated_data
        commands.authorise_strength(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(_team(request, team_id))


class RelateUnit(APIView):
    @extend_schema(request=RelateUnitIn, responses=DoneOut)
    def post(self, request: Request, team_id: int) -> Response:
        facts = heard(RelateUnitIn, request).validated_data
        row = commands.relate_unit(actor=actor_of(request), team_id=team_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": row.pk}).data)


class FoundUnit(APIView):
    @extend_schema(request=FoundUnitIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        facts, now = heard(FoundUnitIn, request).validated_data, clock.now()
        answer = once(
            request,
            "teams.found_unit",
            facts,
            lambda: commands.found_unit(actor=actor_of(request), at=now, **facts),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class DrawArea(APIView):
    @extend_schema(request=DrawAreaIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(DrawAreaIn, request), clock.now()
        answer = once(
            request,
            "teams.draw_area",
            said.validated_data,
            lambda: commands.draw_area(actor=actor_of(request), draft=said.draft(), at=now, **said.facts()),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class DesignateArea(APIView):
    @extend_schema(request=DesignateAreaIn, responses=DoneOut)
    def post(self, request: Request, area_id: int) -> Response:
        facts = heard(DesignateAreaIn, request).validated_data
        row = commands.designate_area(actor=actor_of(request), area_id=area_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": row.pk}).data)
