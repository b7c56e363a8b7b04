"""Ten-household units: volunteers who consented, and who of them watches on which day. No address, no household."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.models import User
from patrol_ops.core.secrets import EncryptedTextField
from teams.models.teams import Team
from teams.queries import HouseholdUnitQuerySet, VolunteerQuerySet


class TenHouseholdUnit(models.Model):
    """ORG-28: a few neighbours under a voluntary detachment. Of those who withdrew only the number stays."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="household_units")
    name = models.CharField(max_length=20)
    withdrawn = models.PositiveSmallIntegerField(default=0)
    founded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    founded_at = models.DateTimeField()

    objects = HouseholdUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="teams_household_unit_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class HouseholdVolunteer(models.Model):
    """Somebody who consented to be on the roster; the row goes with the consent."""

    unit = models.ForeignKey(TenHouseholdUnit, models.CASCADE, related_name="volunteers")
    name = models.CharField(max_length=40)
    phone = EncryptedTextField(blank=True, default=b"")
    consented_on = models.DateField()
    coordinates = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="teams_volunteer_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(coordinates=True), name="teams_one_coordinator"),
        ]

    def __str__(self) -> str:
        return f"volunteer {self.pk}"


class HouseholdDuty(models.Model):
    """Who watches on a day; nobody any more where a volunteer of the past has withdrawn."""

    unit = models.ForeignKey(TenHouseholdUnit, models.CASCADE, related_name="duties")
    day = models.DateField()
    volunteer = models.ForeignKey(HouseholdVolunteer, models.SET_NULL, null=True, related_name="duties")
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="teams_one_watch_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
