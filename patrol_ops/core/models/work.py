"""Long work and files, as rows."""

from django.db import models

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.constraints import only, when
from patrol_ops.core.models.people import User
from patrol_ops.core.querysets import Scope, ScopedQuerySet

JOB_STAGES = ("queued", "running", "done", "failed", "cancelled")


class JobQuerySet(ScopedQuerySet["Job"]):
    scope = Scope(user="started_by_id", territory="path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> models.Q:
        """Whoever may watch a territory's work also watches what they started themselves, wherever it belongs."""
        seen = super().reached(actor, post, reach)
        return seen | super().reached(actor, post, Reach.SELF) if reach is Reach.TERRITORY else seen


class Job(models.Model):
    """A piece of long work: what, how far, with which result. The worker goes on from ``cursor`` after a kill."""

    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=16, blank=True)
    stage = models.CharField(max_length=10)
    cursor = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Somebody wants it to stop: the worker does at its next step.
    cancel_asked_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # A worker holds a job until this moment and renews it at every step; then anyone may take it over.
    held_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", JOB_STAGES),
            when("stage", "cancelled", then=models.Q(cancel_asked_at__isnull=False), name="cancelled_by_a_wish"),
        ]
        indexes = [models.Index(fields=["stage", "created_at"], name="job_stage")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class JobProblem(models.Model):
    """A row of a job that was refused: where, a wording code, plain facts."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="problems")
    row = models.CharField(max_length=60)
    code = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.job_id} {self.row}"


class Heartbeat(models.Model):
    """When the clock was last heard of by a worker: a row a part, written over and over."""

    part = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.part


class StoredFile(models.Model):
    """An upload: sniffed, bounded, stripped of metadata, served only through the scope of its subject."""

    key = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="file_subject")]

    def __str__(self) -> str:
        return self.key
