"""A submission counts once: key, door, body digest, subject id; no stored answers."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction

from patrol_ops.core.access import Actor
from patrol_ops.core.models import IdempotencyKey
from patrol_ops.core.refusals import Refused

M = TypeVar("M", bound=models.Model)
MAX_KEY = 64


class AnotherBody(Refused):
    """The same key with another body is a mistake of the sender."""

    status = 409

    def __init__(self) -> None:
        super().__init__("core.same-key-other-content")


@dataclass(frozen=True)
class Answer:
    """The subject of a submission, and whether it had been answered before."""

    subject_id: int | None
    replayed: bool


def is_key(text: str) -> bool:
    """Whether ``text`` is a submission key as forms draw them: a UUID."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def digest_of(body: Any) -> str:
    """A digest of the meaning of ``body`` (anything JSON can hold), whatever the order of its keys."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def once(*, actor: Actor, key: str, door: str, body: Any, at: dt.datetime, act: Callable[[], models.Model]) -> Answer:
    """Run ``act`` (one command) unless this key has been answered; then the first subject is the answer.

    The key is written in the command's own transaction: a refused command leaves no key, and of two copies that arrive
    together the second waits, then finds the first one's answer.
    """
    if not key:
        return Answer(act().pk, replayed=False)
    if len(key) > MAX_KEY:
        raise Refused("core.malformed")
    digest = digest_of(body)
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(user_id=actor.person_id, key=key, door=door, digest=digest, at=at)
            subject = act()
            IdempotencyKey.objects.filter(pk=row.pk).update(subject_id=subject.pk)
            return Answer(subject.pk, replayed=False)
    except IntegrityError:
        earlier = _earlier(actor, key, door, digest)
        if earlier is None:
            raise
        return earlier


def answered(actor: Actor, key: str) -> bool:
    """Whether something has been answered under this key, whatever it was."""
    return _under(actor, key).exists()


def _under(actor: Actor, key: str) -> models.QuerySet[IdempotencyKey]:
    rows, by = IdempotencyKey.objects.filter(key=key), actor.person_id
    return rows.filter(user__isnull=True) if by is None else rows.filter(user_id=by)


def _earlier(actor: Actor, key: str, door: str, digest: str) -> Answer | None:
    row = _under(actor, key).first()
    if row is None:
        return None
    if (row.door, row.digest) != (door, digest):
        raise AnotherBody
    return Answer(row.subject_id, replayed=True)
