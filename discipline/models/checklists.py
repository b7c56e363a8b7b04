"""Checklists with their versions."""

from django.db import models
from django.db.models import Q

from discipline.queries import ChecklistQuerySet, RevisionQuerySet
from discipline.rules import ChecklistKind
from patrol_ops.core.constraints import only, together, two_hands
from patrol_ops.core.models import User
from teams.models import Place


class Checklist(models.Model):
    """A checklist of a district. What it asks stands in its versions; old records keep theirs."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [only("kind", ChecklistKind)]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class ChecklistRevision(models.Model):
    """Proposed by the office, in force once its head has agreed. ``items``: texts with points, in their order."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="revisions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    items = models.JSONField()
    asks_insignia = models.BooleanField()
    asks_documents = models.BooleanField()
    min_interviews = models.PositiveSmallIntegerField()
    min_sites = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checklist", "version"], name="discipline_checklist_version"),
            # One version waits at a time.
            models.UniqueConstraint(
                fields=["checklist"], condition=Q(agreed_at__isnull=True), name="discipline_one_version_waits"
            ),
            two_hands("proposed_by", "agreed_by"),
            together("agreed_by", "agreed_at", name="agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.checklist_id} v{self.version}"

    @property
    def points(self) -> list[int]:
        return [item["points"] for item in self.items]
