"""Roles held somewhere, for a time, by a login or a member."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, ordered, together, two_hands
from patrol_ops.core.models import User
from teams.models.members import Member
from teams.models.places import PatrolArea, Place, Unit
from teams.models.teams import Team
from teams.queries import AppointmentQuerySet
from teams.rules import Role


def _exactly_one(*fields: str) -> Q:
    cases = Q()
    for chosen in fields:
        cases |= Q(**{f"{name}__isnull": name != chosen for name in fields})
    return cases


class Appointment(models.Model):
    """Exactly one holder, exactly one place to hold it; in force once approved. ``path`` is the territory it covers."""

    role = models.CharField(max_length=8)
    deputy = models.BooleanField(default=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="appointments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="appointments")
    area = models.ForeignKey(PatrolArea, models.PROTECT, null=True, related_name="appointments")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="appointments")
    path = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            only("role", Role),
            ordered("since", "until", "span"),
            together("ended_at", "until", name="end"),
            models.CheckConstraint(condition=_exactly_one("user", "member"), name="teams_appointment_holder"),
            models.CheckConstraint(
                condition=_exactly_one("team", "area", "place", "unit"), name="teams_appointment_over_one"
            ),
            models.CheckConstraint(condition=Q(deputy=False) | Q(role="ldr"), name="teams_only_leaders_have_deputies"),
            # Nobody appoints themselves; the first administrator is appointed by the system.
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(proposed_by__isnull=True) | ~Q(user=F("proposed_by")),
                name="teams_appointment_by_another",
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(role="ldr", deputy=False, until__isnull=True),
                name="teams_one_leader_a_team",
            ),
            models.UniqueConstraint(
                fields=["area"], condition=Q(role="aco", until__isnull=True), name="teams_one_contact_an_area"
            ),
            two_hands("proposed_by", "approved_by"),
        ]
        indexes = [
            models.Index(fields=["user", "until"], name="appointment_user"),
            models.Index(fields=["role", "path", "until"], name="appointment_role"),
            models.Index(fields=["path", "role"], name="appointment_place"),
        ]

    def __str__(self) -> str:
        return f"{self.role} over {self.path}"
