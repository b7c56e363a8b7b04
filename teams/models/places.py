"""The territory: divisions, units in them, patrol areas."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, ordered
from patrol_ops.core.models import User
from teams.queries import AreaQuerySet, PlaceQuerySet, UnitQuerySet
from teams.rules import AreaForm, AreaKind, PlaceTier, UnitKind


class Place(models.Model):
    """A division: the printed twelve digits in ``code``, the significant ones in ``path``."""

    code = models.CharField(max_length=12, unique=True)
    path = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    tier = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    population = models.PositiveIntegerField(default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            only("tier", PlaceTier),
            models.CheckConstraint(
                condition=Q(tier="DISTRICT", parent__isnull=True) | ~Q(tier="DISTRICT") & Q(parent__isnull=False),
                name="teams_place_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A body that leads, sets up, manages, inspects or funds teams."""

    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="units")
    founded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    founded_at = models.DateTimeField()

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", UnitKind),
            models.UniqueConstraint(fields=["place", "name"], name="teams_unit_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PatrolArea(models.Model):
    """One tree of areas (X47); the path is its place's digits and two of its own a level."""

    path = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    form = models.CharField(max_length=10)
    place = models.ForeignKey(Place, models.PROTECT, related_name="areas")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    # ORG-25: exactly one of each answers for it.
    responsible_team = models.ForeignKey("teams.Team", models.PROTECT, related_name="areas")
    responsible_unit = models.ForeignKey(Unit, models.PROTECT, related_name="areas")
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField()

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", AreaKind),
            only("form", AreaForm),
            models.UniqueConstraint(fields=["place", "name"], name="teams_area_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AreaDesignation(models.Model):
    """SCH-01: the managing police unit designates areas to teams; a patrol walks in these unless it is joint."""

    area = models.ForeignKey(PatrolArea, models.PROTECT, related_name="designations")
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="designations")
    since = models.DateField()
    until = models.DateField(null=True)
    designated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    designated_at = models.DateTimeField()

    class Meta:
        constraints = [
            ordered("since", "until", "span"),
            models.UniqueConstraint(
                fields=["area", "team"], condition=Q(until__isnull=True), name="teams_designated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} → {self.team_id}"
