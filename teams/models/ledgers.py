"""What was seen of people: who took their lines out, when and why, and who opened their file."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only
from patrol_ops.core.models import User
from teams.models.members import Member, Membership
from teams.queries import ExportQuerySet
from teams.rules import ExportKind, ViewDoor


class Export(models.Model):
    """A ledger of members that went out, with its reason (boundaries, negative test 6). ``path`` holds all its teams.

    ``question`` is what was asked for as plain values; what went out is gone with the answer, or kept for a day.
    """

    kind = models.CharField(max_length=10)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    role = models.CharField(max_length=8)
    path = models.CharField(max_length=12, blank=True)
    question = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    lines = models.PositiveIntegerField()
    with_names = models.BooleanField()

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", ExportKind),
            models.CheckConstraint(condition=~Q(reason=""), name="teams_export_reason"),
            models.CheckConstraint(condition=Q(lines__gte=1), name="teams_export_lines"),
        ]
        indexes = [models.Index(fields=["path", "-made_at"], name="export_path")]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportedLine(models.Model):
    """Who stood in an export, and whether by name: a member asks it for every export that told theirs."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="exported")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="exported")
    in_full = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "membership"], name="teams_exported_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.membership_id}"


class RecordView(models.Model):
    """That somebody else opened a member's file in full: one row a reader, day and door, with how often."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="record_views")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    day = models.DateField()
    door = models.CharField(max_length=5)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            only("door", ViewDoor),
            models.UniqueConstraint(fields=["member", "reader", "day", "door"], name="teams_viewed_once"),
            models.CheckConstraint(condition=Q(times__gte=1), name="teams_viewed_times"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} by {self.reader_id}"
