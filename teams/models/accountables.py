"""Who answers for a body by name."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, ordered, together
from patrol_ops.core.models import User
from teams.models.places import Unit
from teams.queries import UnitPostQuerySet
from teams.rules import AccountableKind


class UnitPost(models.Model):
    """ORG-16: an official answers for the unit by name, from ``since`` until ``until`` (exclusive), one at a time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = UnitPostQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", AccountableKind),
            ordered("since", "until", "span"),
            together("until", "ended_at", name="end"),
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(until__isnull=True), name="teams_one_accountable_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.unit_id}"
