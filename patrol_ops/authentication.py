"""How a machine signs in: ``Authorization: Bearer …`` makes it its owner of today, narrowed to its token.

The API alone asks this; pages know sessions only. A token brings no cookie, so nothing of it can be forged from another
site: DRF asks it for no CSRF mark. A wrong token is a wrong guess and is counted by address like a wrong password; a
right one is never held up by the guesses of others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from patrol_ops.core import clock, html, logs, tokens
from patrol_ops.core.models import AccessToken, User
from patrol_ops.core.signin import LOCKED_MINUTES, Guard
from teams.reports import actor_for


class Bearer(BaseAuthentication):
    """Puts the Actor on the request; nothing when there is no such header, 401 when its token opens nothing."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        now = clock.now()
        token = tokens.recognise(secret.strip(), now)
        if token is None:
            _count(request._request)
            raise exceptions.AuthenticationFailed
        owner = actor_for(token.owner, now.date())
        allowed = frozenset(token.permissions)
        cast(html.Request, request._request).actor = replace(owner, token_id=token.pk, allowed=allowed)
        logs.know(person=owner.person_id, token=token.pk)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _count(request: HttpRequest) -> None:
    """One more wrong token from this address; what was asked and sent with it is kept nowhere."""
    bare = HttpRequest()
    bare.path, bare.META = request.path, {**request.META, "QUERY_STRING": ""}
    guard = Guard(bare, "token")
    if not guard.closed():
        guard.failed()
    if guard.closed():
        raise exceptions.Throttled(wait=LOCKED_MINUTES * 60)


class BearerScheme(OpenApiAuthenticationExtension):
    """Said in the schema beside the session's cookie."""

    target_class = Bearer
    name = "bearerAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token for a machine, issued on its own page."}
