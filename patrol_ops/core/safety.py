"""With which settings the site will not start, and what a browser may do on its pages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Anybody guesses these first. The example's own words are among them, so that nobody goes on with them.
GUESSED = {"patrol", "postgres", "password", "secret", "admin", "demo", "123456", "changeme", "change-me", "example"}
EXAMPLE = "change-me"
_MAKE_ONE = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
_MAKE_A_KEY = "Make one: python3 -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())'"


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Every sentence at once: whoever sets a server up should not have to start it seven times."""
    found = [*_keys(settings), *_doors(settings), *(_secrets(settings) if settings["HTTPS"] else ())]
    if found:
        raise ImproperlyConfigured("\n".join(["These settings are not safe:", *(f"- {line}" for line in found)]))


def _keys(settings: Mapping[str, Any]) -> Iterator[str]:
    for key in settings["FIELD_KEYS"]:
        try:
            fits = len(base64.b64decode(key, validate=True)) == 32
        except (binascii.Error, ValueError):
            fits = False
        if not fits:
            yield f"FIELD_KEYS must each be 32 bytes in base64. {_MAKE_A_KEY}"
            return


def _doors(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["BEHIND_PROXY"] and not settings["HTTPS"]:
        yield (
            "BEHIND_PROXY is on and HTTPS is off: anybody could say who they are, and cookies would travel in the "
            "clear. Let the proxy speak TLS and take HTTPS=off away, or set BEHIND_PROXY=off."
        )
    if not settings["HTTPS"]:
        return
    if any("*" in host for host in settings["ALLOWED_HOSTS"]):
        yield "ALLOWED_HOSTS lets any name pass. Name the ones under which the site is reached, by comma."
    if any(not origin.startswith("https://") for origin in settings["CSRF_TRUSTED_ORIGINS"]):
        yield "CSRF_TRUSTED_ORIGINS names a site without https://. Write https:// and the name."
    if settings["SITE_URL"] and not settings["SITE_URL"].startswith("https://"):
        yield "SITE_URL must begin with https://, for people follow it out of messages."


def _secrets(settings: Mapping[str, Any]) -> Iterator[str]:
    """Only where it is in earnest: a machine of one's own has random keys anyway."""
    for name, least in (("SECRET_KEY", 50), ("INDEX_KEY", 32)):
        held: str = settings[name]
        if len(held) < least or len(set(held)) < 5 or held.startswith(("django-insecure-", EXAMPLE)):
            yield f"{name} can be guessed: it wants {least} random characters. {_MAKE_ONE}"
    password = str(settings["DATABASES"]["default"].get("PASSWORD") or "")
    if password and (len(password) < 12 or _guessed(password)):
        yield f"The password in DATABASE_URL can be guessed. {_MAKE_ONE}"
    token = settings["METRICS_TOKEN"]
    if token and (len(token) < 32 or _guessed(token)):
        yield f"METRICS_TOKEN can be guessed: it wants 32 random characters. {_MAKE_ONE}"


def _guessed(value: str) -> bool:
    return value.lower() in GUESSED or value.lower().startswith(EXAMPLE) or len(set(value)) < 5
