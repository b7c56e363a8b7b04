"""Teams that fell asleep, and how they were woken."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, together
from patrol_ops.core.models import User
from teams.models.teams import Team
from teams.queries import DormantSpellQuerySet
from teams.rules import DormancyCause


class DormantSpell(models.Model):
    """ORG-30: one sleep of a team, from its confirmation over the revival plan to what came of it."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="dormant_spells")
    cause = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    causes = models.CharField(max_length=1000, blank=True)
    measures = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True)
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, blank=True)
    revived_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revived_at = models.DateTimeField(null=True)

    objects = DormantSpellQuerySet.as_manager()

    class Meta:
        constraints = [
            only("cause", DormancyCause),
            together("planned_at", "due_on", name="plan"),
            models.CheckConstraint(
                condition=Q(planned_at__isnull=True, causes="", measures="")
                | Q(planned_at__isnull=False) & ~Q(causes="") & ~Q(measures=""),
                name="teams_plan_says_why_and_what",
            ),
            models.CheckConstraint(
                condition=Q(revived_at__isnull=True, result="")
                | Q(revived_at__isnull=False, planned_at__isnull=False) & ~Q(result=""),
                name="teams_revived_by_a_plan",
            ),
            models.UniqueConstraint(fields=["team"], condition=Q(revived_at__isnull=True), name="teams_asleep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.cause}"
