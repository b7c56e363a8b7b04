"""The API's side of the ground: who may knock, and every no in one shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from patrol_ops.core.access import Actor, Post
from patrol_ops.core.api import actor_of, document_problems, idempotency_key
from patrol_ops.core.models import User
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage

pytestmark = pytest.mark.django_db

LEADER = Actor("person", 1, posts=(Post("leader", team_id=1),))


class Door(APIView):
    no: Exception | None = None

    def get(self, request: Request) -> Response:
        if self.no is not None:
            raise self.no
        return Response({"person": actor_of(request).person_id, "key": idempotency_key(request)})


@pytest.fixture
def knock(make_user: Callable[..., User]) -> Callable[..., Any]:
    user = make_user("lena")

    def do(no: Exception | None = None, *, actor: Actor | None = LEADER, signed_in: bool = True, **headers: str) -> Any:
        request = APIRequestFactory().get("/api/v1/x/", headers=headers)
        if actor is not None:
            request.actor = actor
        if signed_in:
            force_authenticate(request, user)
        return Door.as_view(no=no)(request).render()

    return do


def told(answer: Any) -> dict[str, Any]:
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.content)
    assert body["type"] == "about:blank"
    assert body["status"] == answer.status_code
    assert body["detail"]
    assert body["detail"] != body["code"]
    return body


def test_a_person_with_a_post_is_let_in(knock: Callable[..., Any]) -> None:
    assert knock().data == {"person": 1, "key": ""}


def test_without_a_post_there_is_nothing(knock: Callable[..., Any]) -> None:
    for actor in (Actor.nobody(), Actor("person", 1), None):
        answer = knock(actor=actor)
        assert (answer.status_code, told(answer)["code"]) == (403, "core.no-post")


def test_nobody_is_asked_to_sign_in(knock: Callable[..., Any]) -> None:
    answer = knock(signed_in=False)
    assert (answer.status_code, told(answer)["code"]) == (401, "core.not-signed-in")


@pytest.mark.parametrize(
    ("no", "status", "code", "field"),
    [
        (Refused("core.policy-unknown", field="key"), 422, "core.policy-unknown", "key"),
        (NotPermitted(), 404, "core.not-found", None),
        (WrongStage("review", "x"), 409, "core.wrong-stage", None),
        (Http404(), 404, "core.not-found", None),
        (PermissionDenied("secret"), 403, "core.no-post", None),
        (exceptions.PermissionDenied("CSRF Failed: x"), 403, "core.csrf", None),
        (exceptions.MethodNotAllowed("PUT"), 405, "core.method-not-allowed", None),
        (exceptions.ParseError("secret"), 400, "core.malformed", None),
        (exceptions.UnsupportedMediaType("x"), 415, "core.malformed", None),
        (exceptions.NotAcceptable(), 406, "core.malformed", None),
        (exceptions.Throttled(wait=7), 429, "core.throttled", None),
        (RequestDataTooBig(), 413, "core.body-too-large", None),
    ],
)
def test_every_no_has_one_shape(
    knock: Callable[..., Any], no: Exception, status: int, code: str, field: str | None
) -> None:
    answer = knock(no)
    body = told(answer)
    assert (answer.status_code, body["code"], body["field"]) == (status, code, field)
    assert "secret" not in answer.content.decode()
    assert answer.get("Retry-After") == ("7" if status == 429 else None)


def test_out_of_reach_reads_like_not_there(knock: Callable[..., Any]) -> None:
    assert knock(NotPermitted()).content == knock(Http404()).content


def test_what_was_typed_wrongly_is_said_field_by_field(knock: Callable[..., Any]) -> None:
    answer = knock(serializers.ValidationError({"day": ["No such day."]}))
    body = told(answer)
    assert (answer.status_code, body["code"], body["errors"]) == (400, "core.invalid", {"day": ["No such day."]})


def test_a_bug_stays_a_bug(knock: Callable[..., Any]) -> None:
    with pytest.raises(ZeroDivisionError):
        knock(ZeroDivisionError())


def test_a_key_is_a_uuid(knock: Callable[..., Any]) -> None:
    key = "0d4c6f3e-5b1a-4f0e-9a57-3f3b7d1c2a11"
    assert knock(**{"Idempotency-Key": key.upper()}).data["key"] == key
    answer = knock(**{"Idempotency-Key": "once"})
    assert (answer.status_code, told(answer)["code"]) == (422, "core.malformed")


def test_the_schema_documents_every_no() -> None:
    schema: dict[str, Any] = {"paths": {"/x/": {"get": {"responses": {"200": {}}}, "post": {}, "parameters": []}}}
    made = document_problems(schema, None, None, True)
    assert set(made["paths"]["/x/"]["get"]["responses"]) == {"200", "400", "401", "403", "404", "406"}
    assert {"409", "413", "415", "422"} <= set(made["paths"]["/x/"]["post"]["responses"])
    assert "code" in made["components"]["schemas"]["Problem"]["properties"]
