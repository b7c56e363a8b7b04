"""What opens a door besides a password: tokens for machines, and the second step of signing in."""

from typing import Self

from django.db import models
from django.db.models import Q

from patrol_ops.core.access import Actor
from patrol_ops.core.constraints import ordered
from patrol_ops.core.models.people import User
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet
from patrol_ops.core.secrets import EncryptedTextField


class AccessTokenQuerySet(ScopedQuerySet["AccessToken"]):
    scope = Scope(user="owner_id", territory="path")

    def of(self, actor: Actor) -> Self:
        """One's own, whatever post one holds today."""
        return self.filter(NOTHING if actor.person_id is None else Q(owner_id=actor.person_id))


class AccessToken(models.Model):
    """A key with which a machine acts for its owner, within ``permissions``; only its digest is kept.

    ``path`` is the territory that the owner's posts had in common: whose administrator may end it.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    permissions = models.JSONField(default=list)
    path = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # Nobody, where it ended with its owner's login.
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            ordered("created_at", "expires_at", "span"),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False), name="core_token_revoked_when"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="token_owner")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class SecondStep(models.Model):
    """The key that a person's phone shares with us, and the last time step that was used; since when says the login."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_step")
    key = EncryptedTextField()
    last_step = models.BigIntegerField()

    def __str__(self) -> str:
        return f"second step of {self.user_id}"


class RecoveryCode(models.Model):
    """A code on paper for when the phone is not at hand; only its digest is kept, and it opens once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
