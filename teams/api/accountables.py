"""Who answers for a body, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Reading, Said, heard, once, status_of
from teams import commands
from teams.access import Permission
from teams.api.shapes import DoneOut
from teams.models import UnitPost
from teams.rules import AccountableDraft, AccountableKind


class AccountableOut(serializers.ModelSerializer[UnitPost]):
    class Meta:
        model = UnitPost
        fields = ("id", "unit_id", "kind", "name", "title", "since", "until")


class NameAccountableIn(serializers.Serializer[Any]):
    kind = Said(AccountableKind)
    name = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=40)
    since = serializers.DateField()

    def draft(self) -> AccountableDraft:
        return AccountableDraft(**{name: self.validated_data[name] for name in ("kind", "name", "title", "since")})


class EndAccountableIn(serializers.Serializer[Any]):
    until = serializers.DateField()


class Accountables(Reading):
    """Those who answer for bodies within reach, now and before."""

    queryset = UnitPost.objects.none()
    serializer_class = AccountableOut

    def rows(self) -> Any:
        return UnitPost.objects.visible_to(actor_of(self.request), Permission.VIEW_UNIT)


class NameAccountable(APIView):
    """Whoever answered before is kept with the last day."""

    @extend_schema(request=NameAccountableIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request, unit_id: int) -> Response:
        said, now = heard(NameAccountableIn, request), clock.now()
        answer = once(
            request,
            f"teams.name_accountable/{unit_id}",
            said.validated_data,
            lambda: commands.name_accountable(actor=actor_of(request), unit_id=unit_id, draft=said.draft(), at=now),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class EndAccountable(APIView):
    @extend_schema(request=EndAccountableIn, responses=DoneOut)
    def post(self, request: Request, accountable_id: int) -> Response:
        until = heard(EndAccountableIn, request).validated_data["until"]
        commands.end_accountable(actor=actor_of(request), accountable_id=accountable_id, until=until, at=clock.now())
        return Response(DoneOut({"id": accountable_id}).data)
