"""The API's side of the ground: who may knock, how lists page, and a Refused as problem+json."""

from __future__ import annotations

import json
import uuid
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import DataError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination, PageNumberPagination
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import say

if TYPE_CHECKING:  # the framework reads this module while it makes its own views
    from rest_framework.views import APIView


class InPerson(Refused):
    """A door that asks for no permission, only who one is: a token, which is a choice of permissions, has none here."""

    status = 403

    def __init__(self) -> None:
        super().__init__("core.in-person-only")


class SecondStepNeeded(Refused):
    """One of the person's roles needs a second step of signing in; a token issued before goes on."""

    status = 403

    def __init__(self) -> None:
        super().__init__("core.second-step-needed")


class HasPost(BasePermission):
    """A person (or token) with a post; whoever has none sees nothing. ``in_person`` on a view keeps tokens out."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_authenticated:
            return False
        actor = actor_of(request)
        if actor.token_id is not None and getattr(view, "in_person", False):
            raise InPerson
        if actor.must_enrol and actor.token_id is None:
            raise SecondStepNeeded
        return bool(actor.posts)


class JSONOnly(BaseParser):
    """JSON in UTF-8, no larger than a form may be; whatever cannot be read is malformed, never a fault of ours."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            return json.loads(body.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise exceptions.ParseError from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


class ByCursor(CursorPagination):
    """Pages that do not shift while one reads. A cursor that we did not draw leads nowhere."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering: tuple[str, ...] = ("-pk",)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        if self.cursor_query_param not in request.query_params:
            return super().paginate_queryset(queryset, request, view)
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError, OverflowError, DataError):
            raise exceptions.NotFound from None


class ByNumber(PageNumberPagination):
    """Numbered pages of what is worked out at the moment of asking: it has no column to draw a cursor from."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def actor_of(request: Request) -> Actor:
    """The Actor that the middleware or a token put on the request."""
    actor = getattr(request._request, "actor", None)
    return actor if isinstance(actor, Actor) else Actor.nobody()


def idempotency_key(request: Request) -> str:
    """The client's UUID, or nothing; anything else is malformed."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return ""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        raise Refused("core.malformed") from None


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Every expected no in one shape: ``application/problem+json`` with code, detail and field."""
    if isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if isinstance(exc, Http404):
        exc = NotPermitted()
    if isinstance(exc, Refused):
        body: dict[str, Any] = {"code": exc.code, "detail": say(exc.code, **exc.facts), "field": exc.field}
        return _answer(exc.status, body)
    if isinstance(exc, RequestDataTooBig):
        return _answer(413, {"code": "core.body-too-large", "detail": say("core.body-too-large"), "field": None})
    if isinstance(exc, exceptions.ValidationError):
        body = {"code": "core.invalid", "detail": say("core.invalid"), "field": None, "errors": exc.detail}
        return _answer(400, body)
    if isinstance(exc, exceptions.APIException):
        code = _CODES.get(type(exc), "core.malformed")
        status = exc.status_code
        if isinstance(exc, exceptions.PermissionDenied):
            code = "core.csrf" if str(exc.detail).startswith("CSRF") else "core.no-post"
        answer = _answer(status, {"code": code, "detail": say(code), "field": None})
        header = getattr(exc, "auth_header", None)
        if header:
            answer["WWW-Authenticate"] = header
        wait = getattr(exc, "wait", None)
        if wait:
            answer["Retry-After"] = str(int(wait))
        return answer
    return None


_CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "core.not-signed-in",
    exceptions.AuthenticationFailed: "core.not-signed-in",
    exceptions.NotFound: "core.not-found",
    exceptions.MethodNotAllowed: "core.method-not-allowed",
    exceptions.Throttled: "core.throttled",
    exceptions.ParseError: "core.malformed",
    exceptions.UnsupportedMediaType: "core.malformed",
}


def _answer(status: int, body: dict[str, Any]) -> Response:
    return Response(
        {"type": "about:blank", "status": status, **body}, status=status, content_type="application/problem+json"
    )


_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "field": {"type": "string", "nullable": True},
        "errors": {"type": "object", "additionalProperties": True},
    },
}
_SAID = {
    "400": "Malformed",
    "401": "Not signed in, or a token that is unknown, expired or revoked",
    "403": "No post, or not by token",
    "404": "Not found, or out of reach",
    "406": "Not acceptable",
}
_SAID_ON_WRITE = {"409": "Has moved on", "413": "Too large", "415": "Not JSON", "422": "Refused, with the reason"}
_TOO_OFTEN = {"429": "Too often from one place within the hour"}
_PUBLIC = "/api/v1/portal/"


def document_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Documents in the schema what ``problem`` answers."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for address, path in result.get("paths", {}).items():
        for method, operation in path.items():
            if not isinstance(operation, dict):
                continue
            said = dict(_SAID) if method == "get" else {**_SAID, **_SAID_ON_WRITE}
            if method != "get" and address.startswith(_PUBLIC):
                said |= _TOO_OFTEN
            for status, text in said.items():
                operation.setdefault("responses", {}).setdefault(status, {"description": text, "content": content})
    return result
