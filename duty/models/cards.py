"""Procedure cards, opened from the log form (DUT-10)."""

from django.db import models

from patrol_ops.core.models import User


class ProcedureCard(models.Model):
    """How to act and what is not allowed, on one small card; a new text is a new version."""

    title = models.CharField(max_length=60, unique=True)
    steps = models.TextField(max_length=2000)
    never = models.TextField(max_length=1000)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
