"""People who move, take second posts and go on leave, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import Key, NothingIn, Said, heard
from teams import commands
from teams.api.shapes import DoneOut
from teams.rules import EmploymentClass, LeaveDraft, LeaveKind, MoveDraft


class ChangeClassIn(serializers.Serializer[Any]):
    """``identity`` is asked where a volunteer comes under a contract; it goes in and never comes out."""

    employment_class = Said(EmploymentClass)
    on = serializers.DateField()
    identity = serializers.CharField(required=False, allow_blank=True, default="", max_length=30, write_only=True)

    def draft(self) -> MoveDraft:
        return MoveDraft(**{name: self.validated_data[name] for name in ("employment_class", "on", "identity")})


class TransferMemberIn(ChangeClassIn):
    to_team_id = Key()


class AddSecondPostIn(TransferMemberIn):
    """``seen``: whoever decides knows in how many teams at once the person serves (a warning, not a refusal)."""

    seen = serializers.BooleanField(default=False)


class GrantLeaveIn(serializers.Serializer[Any]):
    """``until`` is the first day back."""

    kind = Said(LeaveKind)
    since = serializers.DateField()
    until = serializers.DateField()

    def draft(self) -> LeaveDraft:
        return LeaveDraft(**self.validated_data)


class EndLeaveIn(serializers.Serializer[Any]):
    until = serializers.DateField()


class TransferMember(APIView):
    """Ends one membership and begins the next in another team."""

    @extend_schema(request=TransferMemberIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        said = heard(TransferMemberIn, request)
        row = commands.transfer_member(
            actor=actor_of(request),
            team_id=team_id,
            member_id=member_id,
            to_team_id=said.validated_data["to_team_id"],
            draft=said.draft(),
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data)


class ChangeClass(APIView):
    @extend_schema(request=ChangeClassIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        draft = heard(ChangeClassIn, request).draft()
        row = commands.change_class(
            actor=actor_of(request), team_id=team_id, member_id=member_id, draft=draft, at=clock.now()
        )
        return Response(DoneOut({"id": row.pk}).data)


class AddSecondPost(APIView):
    @extend_schema(request=AddSecondPostIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        said = heard(AddSecondPostIn, request)
        row = commands.add_second_post(
            actor=actor_of(request),
            team_id=team_id,
            member_id=member_id,
            to_team_id=said.validated_data["to_team_id"],
            draft=said.draft(),
            seen=said.validated_data["seen"],
            at=clock.now(),
        )
        return Response(DoneOut({"id": row.pk}).data)


class ChooseMainMembership(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        row = commands.choose_main_membership(
            actor=actor_of(request), team_id=team_id, member_id=member_id, at=clock.now()
        )
        return Response(DoneOut({"id": row.pk}).data)


class GrantLeave(APIView):
    """Off duty from one day until another; the answer's id is that of the leave."""

    @extend_schema(request=GrantLeaveIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        draft = heard(GrantLeaveIn, request).draft()
        hold = commands.grant_leave(
            actor=actor_of(request), team_id=team_id, member_id=member_id, draft=draft, at=clock.now()
        )
        return Response(DoneOut({"id": hold.pk}).data)


class EndLeave(APIView):
    @extend_schema(request=EndLeaveIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int, hold_id: int) -> Response:
        until = heard(EndLeaveIn, request).validated_data["until"]
        hold = commands.end_leave(
            actor=actor_of(request),
            team_id=team_id,
            member_id=member_id,
            hold_id=hold_id,
            until=until,
            at=clock.now(),
        )
        return Response(DoneOut({"id": hold.pk}).data)
