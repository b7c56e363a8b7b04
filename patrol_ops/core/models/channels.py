"""Where people are told outside the product, how they wish it, and what is on its way there."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from patrol_ops.core.access import Actor
from patrol_ops.core.constraints import only, together, when
from patrol_ops.core.models.people import User
from patrol_ops.core.models.time import Notice
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet
from patrol_ops.core.secrets import EncryptedTextField

KINDS = ("EMAIL", "WECOM", "DINGTALK", "SMS")
# What has ended stands at one of the last three.
OPEN, STAGES = ("WAITING", "SENDING"), ("WAITING", "SENDING", "SENT", "FAILED", "DROPPED")


class ChannelQuerySet(models.QuerySet["Channel"]):
    def of(self, actor: Actor) -> Self:
        """One's own, whatever post one holds today."""
        return self.filter(NOTHING if actor.person_id is None else Q(user_id=actor.person_id))

    def usable(self) -> Self:
        """Confirmed, and not turned off."""
        return self.filter(confirmed_at__isnull=False, is_on=True)


class Channel(models.Model):
    """A person's own address outside. Nothing but its code is sent there before it is confirmed.

    ``code_mark`` is what the code is worked out from: the code itself stands nowhere. ``path`` is the territory that
    the person's posts had in common, ``next_at`` until when what waits for it need not be looked at.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10)
    address = EncryptedTextField()
    path = models.CharField(max_length=16, blank=True)
    added_at = models.DateTimeField()
    code_mark = models.CharField(max_length=32, blank=True)
    code_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    is_on = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [only("kind", KINDS)]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Wishes(models.Model):
    """How a person wishes to be told outside: once a day at an hour, quiet for longer than the district says."""

    user = models.OneToOneField(User, models.CASCADE, related_name="wishes")
    language = models.CharField(max_length=10)
    digest_hour = models.PositiveSmallIntegerField(null=True)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            together("quiet_from", "quiet_until", name="quiet"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": 24}), name=f"core_wishes_{name}"
                )
                for name in ("digest_hour", "quiet_from", "quiet_until")
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of {self.user_id}"


class OutsideQuerySet(ScopedQuerySet["Outside"]):
    scope = Scope(territory="path")


class Outside(models.Model):
    """One message that leaves the house: a code, or one notice or several. Never its text, nor whom it is for by name.

    ``key`` is the same at every attempt, so that a receiver can tell a repeat. ``due_at`` is when it may be taken up:
    of one that is being sent, when its sender is taken for dead. The number of attempts says whose turn it is.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    path = models.CharField(max_length=16, blank=True)
    is_code = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, default="WAITING")
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=30, blank=True)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", KINDS),
            only("stage", STAGES),
            when("stage", "SENT", then=Q(sent_at__isnull=False), name="sent_when"),
            when("stage", "FAILED", then=~Q(reason=""), name="failed_why"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(stage__in=OPEN), name="outside_due"),
            models.Index(fields=["made_at"], name="outside_made"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Delivery(models.Model):
    """That one notice is told through one channel: once, says the database; with which message, once that is made."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    message: models.ForeignKey[Any, Any] = models.ForeignKey(
        Outside, models.SET_NULL, null=True, related_name="deliveries"
    )
    # Set with the message and staying when that is forgotten: what was taken up is never taken up again.
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="core_told_once")]
        indexes = [models.Index(fields=["channel"], condition=Q(taken_at__isnull=True), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel_id}"
