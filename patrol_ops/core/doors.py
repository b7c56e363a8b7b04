"""What every door of the API shares: reading through a scope, and one act that counts once."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from patrol_ops.core import clock, idempotency
from patrol_ops.core.api import ByCursor, actor_of, idempotency_key

KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER, description="Counts once.")


def heard(shape: type[serializers.Serializer[Any]], request: Request) -> Any:
    """What came in, valid, or a 400 that says what is wrong."""
    said = shape(data=request.data)
    said.is_valid(raise_exception=True)
    return said


def once(request: Request, door: str, body: Any, act: Callable[[], Any]) -> idempotency.Answer:
    """Run one command, unless this very submission has been answered."""
    return idempotency.once(
        actor=actor_of(request), key=idempotency_key(request), door=door, body=body, at=clock.now(), act=act
    )


def status_of(answer: idempotency.Answer) -> int:
    return 200 if answer.replayed else 201


class Said(serializers.ChoiceField):
    """A member of an enum; what comes in is the member itself."""

    def __init__(self, enum: type[StrEnum], **kwargs: Any) -> None:
        self.enum = enum
        super().__init__(choices=[member.value for member in enum], **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        return self.enum(value) if value else value


class Key(serializers.IntegerField):
    """An id as it may come in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)


class Code(serializers.CharField):
    """A wording code of a report as the bare code: ``post-kind.PATROL_MEMBER`` is ``PATROL_MEMBER``."""

    def to_representation(self, value: Any) -> str:
        return str(value).rpartition(".")[2]


class NothingIn(serializers.Serializer[Any]):
    """The address says it all."""


class IdOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()


class WhyIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class Reading(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Rows within reach: a list and one of them. ``rows`` says which."""

    lookup_value_regex = "[0-9]{1,18}"

    def rows(self) -> Any:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return self.rows()


class Oldest(ByCursor):
    ordering = ("pk",)


class Lines(viewsets.GenericViewSet[Any]):
    """Lines of a report, a page at a time, and one of them in full."""

    queryset: Any = None
    pagination_class: type[ByCursor] = ByCursor
    lookup_value_regex = "[0-9]{1,18}"
    line: type[serializers.Serializer[Any]]
    whole: type[serializers.Serializer[Any]] | None = None

    def rows(self) -> Any:
        raise NotImplementedError

    def lines(self, rows: list[Any]) -> list[Any]:
        raise NotImplementedError

    def file(self, row: Any) -> Any:
        raise NotImplementedError

    def get_queryset(self) -> Any:
        return self.rows()

    def get_serializer_class(self) -> Any:
        return self.line if self.action == "list" else self.whole

    def list(self, request: Request, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.line(self.lines(list(page or [])), many=True).data)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        assert self.whole is not None
        return Response(self.whole(self.file(self.get_object())).data)
