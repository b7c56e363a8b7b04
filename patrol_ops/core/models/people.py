"""Logins, the slips that open them, and what a login is in the middle of."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from patrol_ops.core.constraints import ordered
from patrol_ops.core.secrets import EncryptedJSONField, EncryptedTextField


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A login. What it may do follows from appointments, never from the login itself."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = EncryptedTextField(blank=True, default=b"")
    phone_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001  # unique only where known
    is_active = models.BooleanField(default=True)
    # Part of every session's hash: a new one ends all sessions at once.
    session_mark = models.CharField(max_length=32, blank=True)
    # Since when signing in asks for a code as well (core.second_step).
    second_step_since = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        return salted_hmac("patrol_ops.session", self.password + self.session_mark, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        return iter(())


class LoginSlip(models.Model):
    """A one-time code on paper or screen that opens a login; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    code_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ordered("made_at", "expires_at", "span"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="core_one_open_slip",
            ),
        ]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class Autosave(models.Model):
    """What somebody is typing: newest revision wins, read by its owner only. Not a fact (house §6)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    payload = EncryptedJSONField()
    revision = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form", "subject"], name="core_autosave_one")]

    def __str__(self) -> str:
        return f"{self.form}/{self.subject} r{self.revision}"


class IdempotencyKey(models.Model):
    """A submission that has been answered: the same key and body get the first result, another body a 409."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=64)
    door = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    subject_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="core_idempotency_once"),
            # NULL differs from NULL: what the public sends needs its own line.
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(user__isnull=True), name="core_idempotency_once_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.key}"
