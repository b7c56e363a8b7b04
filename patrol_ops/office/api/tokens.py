"""Tokens by API: which there are, and their end. Only in person: a token neither sees nor ends tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock, tokens
from patrol_ops.core.api import ByCursor, actor_of
from patrol_ops.office.api.doors import Lines
from patrol_ops.office.api.shapes import TokenOut
from patrol_ops.office.reports import tokens as report


class NewestToken(ByCursor):
    ordering = ("-created_at", "-pk")


class Tokens(Lines):
    """One's own tokens and, for the administrator, those of the district; never their secrets."""

    in_person = True
    serializer_class = TokenOut
    pagination_class = NewestToken

    def get_queryset(self) -> Any:
        return report.tokens_of(self.actor)

    def worded(self, rows: list[Any]) -> Sequence[Any]:
        return report.token_lines(rows, self.actor, clock.now())


class RevokeToken(APIView):
    """Ends a token at once."""

    in_person = True

    @extend_schema(request=None, responses=TokenOut)
    def post(self, request: Request, token_id: int) -> Response:
        actor, now = actor_of(request), clock.now()
        token = tokens.revoke_token(actor=actor, token_id=token_id, at=now)
        (line,) = report.token_lines([token], actor, now)
        return Response(TokenOut(line).data)
