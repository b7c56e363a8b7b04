"""Ten-household units by API: numbers for everybody who sees them, names for whoever manages them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Key, NothingIn, Reading, heard, once, status_of
from teams import commands, reports
from teams.access import Permission
from teams.api.shapes import DoneOut
from teams.forms import HouseholdUnitFilter
from teams.models import TenHouseholdUnit
from teams.rules import VolunteerDraft
from teams.rules.households import LONGEST_ROSTER


class HouseholdUnitOut(serializers.ModelSerializer[TenHouseholdUnit]):
    withdrawn = serializers.IntegerField(read_only=True)
    people = serializers.IntegerField(read_only=True)
    has_coordinator = serializers.BooleanField(source="led", read_only=True)
    covered = serializers.IntegerField(read_only=True)

    class Meta:
        model = TenHouseholdUnit
        fields = ("id", "team_id", "name", "people", "withdrawn", "has_coordinator", "covered")


class HouseholdVolunteerOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    phone = serializers.CharField()
    consented_on = serializers.DateField()
    coordinates = serializers.BooleanField()


class WatchOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    name = serializers.CharField(allow_blank=True)
    by_hand = serializers.BooleanField()


class HouseholdFileOut(serializers.Serializer[Any]):
    """One unit; volunteers and days are empty for whoever does not manage it."""

    unit = HouseholdUnitOut()
    volunteers = HouseholdVolunteerOut(many=True)
    watches = WatchOut(many=True)


class FoundHouseholdUnitIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=20)


class VolunteerIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40)
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)
    consented_on = serializers.DateField()

    def draft(self) -> VolunteerDraft:
        return VolunteerDraft(**{name: self.validated_data[name] for name in ("name", "phone", "consented_on")})


class RosterIn(serializers.Serializer[Any]):
    first = serializers.DateField()
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_ROSTER)


class DutyIn(serializers.Serializer[Any]):
    day = serializers.DateField()
    volunteer_id = Key()


class HouseholdUnits(Reading):
    """Units within reach, in numbers; one of them with names for its managers."""

    queryset = TenHouseholdUnit.objects.none()
    serializer_class = HouseholdUnitOut
    filterset_class = HouseholdUnitFilter

    def rows(self) -> Any:
        units = TenHouseholdUnit.objects.visible_to(actor_of(self.request), Permission.VIEW_HOUSEHOLD_UNIT)
        return units.select_related("team__place").with_counts(*reports.days_ahead(clock.today()))

    @extend_schema(responses=HouseholdFileOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        file = reports.household_file(actor_of(request), self.get_object(), clock.today())
        return Response(HouseholdFileOut(file).data)


class FoundHouseholdUnit(APIView):
    @extend_schema(request=FoundHouseholdUnitIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        facts, now = heard(FoundHouseholdUnitIn, request).validated_data, clock.now()
        answer = once(
            request,
            f"teams.found_household_unit/{team_id}",
            facts,
            lambda: commands.found_household_unit(actor=actor_of(request), team_id=team_id, at=now, **facts),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class AddHouseholdVolunteer(APIView):
    @extend_schema(request=VolunteerIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request, household_unit_id: int) -> Response:
        said, now = heard(VolunteerIn, request), clock.now()
        answer = once(
            request,
            f"teams.add_household_volunteer/{household_unit_id}",
            said.validated_data,
            lambda: commands.add_household_volunteer(
                actor=actor_of(request), household_unit_id=household_unit_id, draft=said.draft(), at=now
            ),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class WithdrawHouseholdConsent(APIView):
    """Name and phone are deleted at once."""

    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, volunteer_id: int) -> Response:
        commands.withdraw_household_consent(actor=actor_of(request), volunteer_id=volunteer_id, at=clock.now())
        return Response(DoneOut({"id": volunteer_id}).data)


class NameHouseholdCoordinator(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, volunteer_id: int) -> Response:
        commands.name_household_coordinator(actor=actor_of(request), volunteer_id=volunteer_id, at=clock.now())
        return Response(DoneOut({"id": volunteer_id}).data)


class RosterHouseholdDays(APIView):
    @extend_schema(request=RosterIn, responses=DoneOut)
    def post(self, request: Request, household_unit_id: int) -> Response:
        facts = heard(RosterIn, request).validated_data
        commands.roster_household_days(
            actor=actor_of(request), household_unit_id=household_unit_id, at=clock.now(), **facts
        )
        return Response(DoneOut({"id": household_unit_id}).data)


class ChangeHouseholdDuty(APIView):
    @extend_schema(request=DutyIn, responses=DoneOut)
    def post(self, request: Request, household_unit_id: int) -> Response:
        facts = heard(DutyIn, request).validated_data
        commands.change_household_duty(
            actor=actor_of(request), household_unit_id=household_unit_id, at=clock.now(), **facts
        )
        return Response(DoneOut({"id": household_unit_id}).data)
