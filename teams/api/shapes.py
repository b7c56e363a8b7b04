"""What goes in and out by API. An identity number goes in and never comes out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from patrol_ops.core.doors import Key, Said
from teams.models import PatrolArea, Place, Team, Unit
from teams.rules import (
    AppointmentDraft,
    AreaDraft,
    AreaForm,
    AreaKind,
    BadgeEnd,
    Form,
    LeavingKind,
    Relation,
    Role,
    TeamDraft,
    Tier,
    UnitKind,
)

# --- out ------------------------------------------------------------------------------------------------------------


class PlaceOut(serializers.ModelSerializer[Place]):
    # Said here because a number taken from the model carries the bounds of the database it stands in.
    population = serializers.IntegerField(read_only=True)

    class Meta:
        model = Place
        fields = ("id", "code", "path", "name", "tier", "parent_id", "population")


class UnitOut(serializers.ModelSerializer[Unit]):
    class Meta:
        model = Unit
        fields = ("id", "kind", "name", "place_id")


class AreaOut(serializers.ModelSerializer[PatrolArea]):
    class Meta:
        model = PatrolArea
        fields = (
            "id",
            "path",
            "name",
            "kind",
            "form",
            "place_id",
            "parent_id",
            "responsible_team_id",
            "responsible_unit_id",
        )


class TeamOut(serializers.ModelSerializer[Team]):
    path = serializers.CharField(source="place.path", read_only=True)
    authorised = serializers.IntegerField(read_only=True)
    actual = serializers.IntegerField(read_only=True)
    has_leader = serializers.BooleanField(source="led", read_only=True)

    class Meta:
        model = Team
        fields = (
            "id",
            "name",
            "tier",
            "form",
            "stage",
            "place_id",
            "path",
            "parent_id",
            "authorised",
            "actual",
            "has_leader",
        )


class MemberOut(serializers.Serializer[Any]):
    """A line of the report: the name as far as the reader may know it."""

    id = serializers.IntegerField(source="member_id")
    name = serializers.CharField()
    badge = serializers.CharField()
    team_id = serializers.IntegerField(allow_null=True)
    employment_class = serializers.CharField()
    standing = serializers.CharField()
    holds = serializers.ListField(child=serializers.CharField())
    transition_until = serializers.DateField(source="legacy_until", allow_null=True)


class MemberFileOut(serializers.Serializer[Any]):
    """One file; the phone is masked for whoever may not read it."""

    member = MemberOut(source="line")
    phone = serializers.CharField()
    birth_year = serializers.IntegerField(allow_null=True)


class AppointmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="row.pk")
    role = serializers.CharField(source="row.role")
    deputy = serializers.BooleanField(source="row.deputy")
    who = serializers.CharField()
    team_id = serializers.IntegerField(source="row.team_id", allow_null=True)
    path = serializers.CharField(source="row.path")
    since = serializers.DateField(source="row.since")
    until = serializers.DateField(source="row.until", allow_null=True)
    state = serializers.ChoiceField(source="stage", choices=["waiting", "held", "to-come", "ended"])


class BadgeOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    member_id = serializers.IntegerField()
    allocated_on = serializers.DateField()
    handed_over_on = serializers.DateField(allow_null=True)
    revoked_on = serializers.DateField(allow_null=True)


class DoneOut(serializers.Serializer[Any]):
    """What was made or changed, by its id."""

    id = serializers.IntegerField()


class SlipOut(serializers.Serializer[Any]):
    """The code is told once; a repeated submission gets none."""

    appointment_id = serializers.IntegerField()
    username = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)
    expires_at = serializers.DateTimeField(allow_null=True)


# --- in -------------------------------------------------------------------------------------------------------------


class PlanTeamIn(serializers.Serializer[Any]):
    place_id = Key()
    tier = Said(Tier)
    form = Said(Form)
    authorised = serializers.IntegerField(min_value=1, max_value=2000)
    hamlet = serializers.CharField(required=False, allow_blank=True, default="", max_length=20)
    former_name = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)

    def draft(self) -> TeamDraft:
        said = self.validated_data
        return TeamDraft(**{name: said[name] for name in ("form", "authorised", "hamlet", "former_name")})


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class PlaqueIn(serializers.Serializer[Any]):
    hung_on = serializers.DateField()


class StrengthIn(ReasonIn):
    authorised = serializers.IntegerField(min_value=1, max_value=2000)


class RelateUnitIn(serializers.Serializer[Any]):
    unit_id = Key()
    relation = Said(Relation)


class FoundUnitIn(serializers.Serializer[Any]):
    place_id = Key()
    kind = Said(UnitKind)
    name = serializers.CharField(max_length=80)


class DrawAreaIn(serializers.Serializer[Any]):
    place_id = Key()
    name = serializers.CharField(max_length=20)
    kind = Said(AreaKind)
    form = Said(AreaForm)
    responsible_team_id = Key()
    responsible_unit_id = Key()
    parent_id = Key(required=False, allow_null=True, default=None)

    def draft(self) -> AreaDraft:
        return AreaDraft(**{name: self.validated_data[name] for name in ("name", "kind", "form")})

    def facts(self) -> dict[str, Any]:
        wanted = ("place_id", "responsible_team_id", "responsible_unit_id", "parent_id")
        return {name: self.validated_data[name] for name in wanted}


class DesignateAreaIn(serializers.Serializer[Any]):
    team_id = Key()


class EndMembershipIn(serializers.Serializer[Any]):
    """``badge`` says of a number badge that is worn what became of it; asked with the last exit only."""

    why = Said(LeavingKind)
    until = serializers.DateField()
    badge = Said(BadgeEnd, required=False, allow_null=True, default=None)


class RevokeBadgeIn(serializers.Serializer[Any]):
    why = Said(BadgeEnd)


class ProposeLeaderIn(serializers.Serializer[Any]):
    member_id = Key()
    role = Said(Role)
    since = serializers.DateField()
    deputy = serializers.BooleanField(default=False)

    def draft(self) -> AppointmentDraft:
        return AppointmentDraft(**{name: self.validated_data[name] for name in ("role", "since", "deputy")})


class AppointStaffIn(serializers.Serializer[Any]):
    """Over a place or an area; for a login that exists, or for a new one of that user name."""

    role = Said(Role)
    since = serializers.DateField()
    place_id = Key(required=False, allow_null=True, default=None)
    area_id = Key(required=False, allow_null=True, default=None)
    user_id = Key(required=False, allow_null=True, default=None)
    username = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)
    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)

    def draft(self) -> AppointmentDraft:
        return AppointmentDraft(role=self.validated_data["role"], since=self.validated_data["since"])

    def facts(self) -> dict[str, Any]:
        wanted = ("place_id", "area_id", "user_id", "username", "name")
        return {name: self.validated_data[name] for name in wanted}


class EndAppointmentIn(serializers.Serializer[Any]):
    until = serializers.DateField()
