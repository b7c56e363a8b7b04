"""Audit and transport: two tables, written by one call (``commands.announce``)."""

from typing import Any

from django.db import models

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, unindexed


class JournalStands(TypeError):
    """What the journal says is never changed and never taken back; on PostgreSQL a trigger says the same."""


class JournalQuerySet(ScopedQuerySet["JournalEntry"]):
    scope = Scope(territory="path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> models.Q:
        """A post over a territory also sees what belongs to no place, such as settings of the whole district."""
        seen = super().reached(actor, post, reach)
        if reach is not Reach.TERRITORY or seen == NOTHING or len(post.path) > 6:
            return seen
        # Nearly every row fits: the newest come from the index of moments.
        return unindexed(seen | models.Q(path=""))

    def update(self, **kwargs: Any) -> int:
        raise JournalStands

    def delete(self) -> tuple[int, dict[str, int]]:
        raise JournalStands

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]


class JournalEntry(models.Model):
    """Who did what to which, and when. Unchanging; no foreign keys, no names, kept as long as the law says."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=16, blank=True)
    facts = models.JSONField(default=dict)

    objects = JournalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="journal_at"),
            models.Index(fields=["path", "-at"], name="journal_path"),
            models.Index(fields=["act", "-at"], name="journal_act"),
            models.Index(fields=["actor_id", "-at"], name="journal_actor"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="journal_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.act} #{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise JournalStands
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise JournalStands


class OutboxMessage(models.Model):
    """An announcement on its way to one reaction; deleted when done."""

    kind = models.CharField(max_length=80)
    reaction = models.CharField(max_length=160)
    facts = models.JSONField()
    happened_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} → {self.reaction}"
