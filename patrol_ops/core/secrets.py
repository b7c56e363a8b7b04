"""Personal fields: encrypted at rest, found again by a blind index, masked by default.

AES-256-GCM with a random nonce; the first key of FIELD_KEYS encrypts, every key reads. The blind index is
HMAC-SHA256 over the normalised value with INDEX_KEY, so that equality can be asked without reading anything.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

_NONCE = 12
# What codes on paper are made of: nothing that looks like something else, no 0/O, 1/I/L, 2/Z, 5/S, 8/B.
CODE_MARKS = "34679ACDEFGHJKMNPQRTUVWXY"


@lru_cache(maxsize=4)
def _ciphers(keys: tuple[str, ...]) -> tuple[AESGCM, ...]:
    ciphers = []
    for key in keys:
        raw = base64.b64decode(key)
        if len(raw) != 32:
            raise ImproperlyConfigured("Each of FIELD_KEYS must be 32 bytes in base64.")
        ciphers.append(AESGCM(raw))
    return tuple(ciphers)


def seal(plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _ciphers(tuple(settings.FIELD_KEYS))[0].encrypt(nonce, plain, None)


def unseal(stored: bytes) -> bytes:
    """The plain bytes; InvalidTag when no key fits, which is never swallowed."""
    nonce, body = bytes(stored[:_NONCE]), bytes(stored[_NONCE:])
    for cipher in _ciphers(tuple(settings.FIELD_KEYS)):
        try:
            return cipher.decrypt(nonce, body, None)
        except InvalidTag:
            continue
    raise InvalidTag


def encrypt(plain: str) -> bytes:
    return seal(plain.encode())


def decrypt(stored: bytes) -> str:
    """The plain text, as ``unseal``."""
    return unseal(stored).decode()


def blind_index(value: str, kind: str) -> str:
    """A keyed digest of ``value``, the same for the same value; ``kind`` keeps phone and identity apart. Hex, 64."""
    message = f"{kind}:{value}".encode()
    return hmac.new(settings.INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()


if TYPE_CHECKING:
    _Bytes = models.BinaryField[Any, Any]
else:
    _Bytes = models.BinaryField


class _Sealed:
    """What both fields share: a migration that imports none of our code, and no comparisons."""

    name: str

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]  # mixed into a field
        return name, "django.db.models.BinaryField", args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        # A random nonce makes every comparison meaningless: ask the blind index.
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is encrypted; ask its blind index")
        return super().get_lookup(lookup_name)  # type: ignore[misc]


class EncryptedTextField(_Sealed, _Bytes):
    """Text that stands encrypted in the database and plain on the object. Empty stays empty."""

    def get_default(self) -> Any:
        return super().get_default() or ""

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value in (b"", ""):
            return None if value is None else b""
        if not isinstance(value, str):  # bytes would slip past the encryption
            raise TypeError(f"{self.name} takes text")
        return encrypt(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return decrypt(bytes(value)) if len(value) else ""


class EncryptedJSONField(_Sealed, _Bytes):
    """A JSON value, encrypted."""

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(decrypt(bytes(value)))

    def to_python(self, value: Any) -> Any:
        return value
