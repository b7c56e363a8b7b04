"""What was seen and done on patrol; each with owner, stage, due date and outcome (LOG-07)."""

from django.db import models
from django.db.models import Q

from duty.models.logs import PatrolLog
from duty.queries import LogEntryQuerySet
from duty.rules import EntryKind, EntryStage, ToldTo
from patrol_ops.core.constraints import only, when
from patrol_ops.core.models import User


class LogEntry(models.Model):
    """A place, a time, a category, a count: never a person as its subject."""

    log = models.ForeignKey(PatrolLog, models.CASCADE, related_name="entries")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14)
    at = models.DateTimeField(null=True)
    place = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=14, blank=True)
    count = models.PositiveIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    topic = models.CharField(max_length=80, blank=True)
    material = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=500, blank=True)
    told_to = models.CharField(max_length=18, blank=True)
    told_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    contained_at = models.DateTimeField(null=True)
    protected_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=8)
    # The login that answers for it: whoever filed, until it is handed on.
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", EntryKind),
            only("stage", EntryStage),
            only("told_to", ["", *ToldTo]),
            models.UniqueConstraint(fields=["log", "number"], name="duty_entry_number"),
            when("stage", EntryStage.OPEN, then=Q(due_on__isnull=False), name="open_has_due_date"),
            when("stage", EntryStage.CLOSED, then=Q(closed_at__isnull=False), name="closed_when"),
            models.CheckConstraint(
                condition=~Q(kind__in=["HAZARD", "INCIDENT"], stage="CLOSED") | ~Q(outcome=""),
                name="duty_followed_up_has_outcome",
            ),
            models.CheckConstraint(condition=~Q(kind="OBSERVATION") | Q(text=""), name="duty_observation_no_text"),
        ]
        indexes = [models.Index(fields=["kind", "stage", "due_on"], name="entry_stage")]

    def __str__(self) -> str:
        return f"{self.log_id}#{self.number}"
