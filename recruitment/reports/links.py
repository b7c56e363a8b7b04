"""The secret in the link by which people without an account follow their own case."""

from __future__ import annotations

import hashlib

from patrol_ops.core.secrets import blind_index


def secret_for(key: str, kind: str) -> str:
    """The secret of a submission: the same for the same key (a form that was sent twice shows the same link), and
    nobody who does not hold our key can tell it. ``key`` is the random mark of the submission, ``kind`` what it was."""
    return blind_index(key, f"link-{kind}")[:40]


def digest_of(secret: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
