"""What every public door shares: open to whoever knocks, counted by place and hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of, idempotency_key
from patrol_ops.core.limits import Knock, origin_of, spend
from patrol_ops.core.policy import Parameter
from patrol_ops.core.refusals import Refused
from patrol_ops.portal import policy
from recruitment.reports.links import secret_for

KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER, required=True, description="Counts once."
)
PAGE = OpenApiParameter("page", OpenApiTypes.INT, OpenApiParameter.QUERY, description="From 1 on.")


class Open(APIView):
    """Nobody is signed in here, whatever a client sends along."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class Personal(Open):
    """What is behind a personal link is kept by no cache."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer


class LinkOut(serializers.Serializer[Any]):
    """What to keep: whoever has it can follow, and nobody else."""

    secret = serializers.CharField()
    link = serializers.CharField(help_text="The page for people.")


def once(
    request: Request,
    door: str,
    subject: int,
    *,
    kind: str,
    page: str,
    most: Parameter[int],
    body: Any,
    act: Callable[[str], models.Model],
) -> Response:
    """Run one command under the client's key; the link in the answer is the same for the same key."""
    key, now = idempotency_key(request), clock.now()
    if not key:
        raise Refused("portal.key-missing")
    secret = secret_for(key, kind)
    knock = Knock(actor_of(request), origin_of(request._request), now, most.on(now.date()))
    knock.once(door, subject, key=key, body=body, act=lambda: act(secret))
    link = request.build_absolute_uri(reverse(page, args=[secret]))
    return Response(LinkOut({"secret": secret, "link": link}).data, status=201)


def use(request: Request) -> None:
    """One act behind a personal link."""
    now = clock.now()
    most = policy.APPLICATIONS_AN_HOUR.on(now.date())
    spend("portal.own_application", origin_of(request._request), at=now, most=most)
