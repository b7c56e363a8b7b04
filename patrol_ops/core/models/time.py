"""What is due, what people decide with a date, what people are told, and which days are working days."""

from typing import Self

from django.db import models
from django.db.models import Q

from patrol_ops.core.access import Actor
from patrol_ops.core.models.people import User
from patrol_ops.core.querysets import NOTHING, within


class PolicyValue(models.Model):
    """A number people decided, the day it begins, and where it holds (an empty path is everywhere)."""

    key = models.CharField(max_length=60)
    since = models.DateField()
    path = models.CharField(max_length=16, blank=True)
    value = models.JSONField()
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "since", "path"], name="core_policy_one_a_day")]

    def __str__(self) -> str:
        return f"{self.key} {self.path or '*'} {self.since}"


class CalendarDay(models.Model):
    """A day on which the office's word overrides the library's: a holiday, or a weekend day that is worked."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day}"


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def open(self) -> Self:
        """Neither settled nor cancelled."""
        return self.filter(settled_at__isnull=True, cancelled_at__isnull=True)

    def addressed_to(self, actor: Actor) -> Self:
        """What waits for this person, or for a role held at that very team or over that place; deputies included."""
        mine = Q(user_id=actor.person_id) if actor.person_id is not None else NOTHING
        for post in actor.posts:
            if post.team_id is not None:
                mine |= Q(role=post.role, team_id=post.team_id)
            elif post.path:
                mine |= Q(role=post.role) & within("path", post.path)
        return self.filter(mine)


class Obligation(models.Model):
    """One thing that is due: by whom, where, until when. Overdue is an open row past due, computed nowhere else."""

    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    period = models.CharField(max_length=20, blank=True)
    team_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=30, blank=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_type", "subject_id", "period"], name="core_owed_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(cancelled_at__isnull=True), name="core_settled_or_cancelled"
            ),
            models.CheckConstraint(condition=~Q(role="") | Q(user__isnull=False), name="core_owed_by_somebody"),
        ]
        indexes = [
            models.Index(
                fields=["team_id", "role", "due_at"],
                condition=Q(settled_at__isnull=True, cancelled_at__isnull=True),
                name="obligation_open_team",
            ),
            models.Index(
                fields=["path", "kind", "due_at"],
                condition=Q(settled_at__isnull=True, cancelled_at__isnull=True),
                name="obligation_open_path",
            ),
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(settled_at__isnull=True, cancelled_at__isnull=True),
                name="obligation_open_kind",
            ),
            models.Index(fields=["kind", "path", "due_at"], name="obligation_kind_path"),
            # What waits for a person is counted on every page.
            models.Index(
                fields=["role", "path", "due_at"],
                condition=Q(settled_at__isnull=True, cancelled_at__isnull=True),
                name="obligation_open_role",
            ),
            models.Index(
                fields=["user", "due_at"],
                condition=Q(settled_at__isnull=True, cancelled_at__isnull=True),
                name="obligation_open_user",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id} {self.period}"


class Reminder(models.Model):
    """That one person was reminded of one row at one step; its uniqueness is the engine's memory."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=30)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "step", "user"], name="core_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.step}"


class Notice(models.Model):
    """Something one person is told: a wording code with plain facts, said in the reader's language when read."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    template = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.template} #{self.pk}"
