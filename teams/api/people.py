"""Members, badges, posts and logins by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, NothingIn, Reading, heard, once, status_of
from teams import commands, reports
from teams.access import Permission
from teams.api.shapes import (
    AppointmentOut,
    AppointStaffIn,
    BadgeOut,
    DoneOut,
    EndAppointmentIn,
    EndMembershipIn,
    MemberFileOut,
    MemberOut,
    ProposeLeaderIn,
    RevokeBadgeIn,
    SlipOut,
)
from teams.commands.logins import Slip
from teams.forms import AppointmentFilter, MemberFilter
from teams.models import Appointment, Member
from teams.rules import ViewDoor

_WHOLE = ("user", "member__user", "team", "area", "place")


class Members(Reading):
    """Members within reach; masked for the offices, in full for whoever may read the file."""

    queryset = Member.objects.none()
    serializer_class = MemberOut
    filterset_class = MemberFilter

    def rows(self) -> Any:
        return reports.members_shown_to(actor_of(self.request))

    @extend_schema(responses=MemberOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(MemberOut(reports.member_lines(rows, clock.today()), many=True).data)

    @extend_schema(responses=MemberFileOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        member, actor = self.get_object(), actor_of(request)
        if member.readable and member.pk != actor.member_id:
            commands.record_view(actor=actor, member_id=member.pk, door=ViewDoor.API, at=clock.now())
        return Response(MemberFileOut(reports.member_file(member, clock.today())).data)


class Appointments(Reading):
    """Posts within reach."""

    queryset = Appointment.objects.none()
    serializer_class = AppointmentOut
    filterset_class = AppointmentFilter

    def rows(self) -> Any:
        posts = Appointment.objects.visible_to(actor_of(self.request), Permission.VIEW_APPOINTMENT)
        return posts.select_related(*_WHOLE)

    @extend_schema(responses=AppointmentOut(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(AppointmentOut(_lines(request, rows), many=True).data)

    @extend_schema(responses=AppointmentOut)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(AppointmentOut(_lines(request, [self.get_object()])[0]).data)


def _lines(request: Request, rows: list[Any]) -> list[reports.PostLine]:
    return reports.post_lines(rows, actor_of(request), clock.today())


class EndMembership(APIView):
    @extend_schema(request=EndMembershipIn, responses=DoneOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        facts = heard(EndMembershipIn, request).validated_data
        commands.end_membership(actor=actor_of(request), team_id=team_id, member_id=member_id, at=clock.now(), **facts)
        return Response(DoneOut({"id": member_id}).data)


class AllocateBadge(APIView):
    @extend_schema(request=NothingIn, responses=BadgeOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        badge = commands.allocate_badge(actor=actor_of(request), team_id=team_id, member_id=member_id, at=clock.now())
        return Response(BadgeOut(badge).data)


class HandOverBadge(APIView):
    @extend_schema(request=NothingIn, responses=BadgeOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        badge = commands.hand_over_badge(actor=actor_of(request), team_id=team_id, member_id=member_id, at=clock.now())
        return Response(BadgeOut(badge).data)


class RevokeBadge(APIView):
    @extend_schema(request=RevokeBadgeIn, responses=BadgeOut)
    def post(self, request: Request, team_id: int, member_id: int) -> Response:
        why = heard(RevokeBadgeIn, request).validated_data["why"]
        badge = commands.revoke_badge(
            actor=actor_of(request), team_id=team_id, member_id=member_id, why=why, at=clock.now()
        )
        return Response(BadgeOut(badge).data)


class ProposeLeader(APIView):
    """A leader, a deputy, or a member with a login."""

    @extend_schema(request=ProposeLeaderIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said, now = heard(ProposeLeaderIn, request), clock.now()
        answer = once(
            request,
            f"teams.propose_leader/{team_id}",
            said.validated_data,
            lambda: commands.propose_leader(
                actor=actor_of(request),
                team_id=team_id,
                member_id=said.validated_data["member_id"],
                draft=said.draft(),
                at=now,
            ),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class ApproveLeader(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, appointment_id: int) -> Response:
        commands.approve_leader(actor=actor_of(request), appointment_id=appointment_id, at=clock.now())
        return Response(DoneOut({"id": appointment_id}).data)


class DeclineLeader(APIView):
    @extend_schema(request=NothingIn, responses=DoneOut)
    def post(self, request: Request, appointment_id: int) -> Response:
        commands.decline_leader(actor=actor_of(request), appointment_id=appointment_id, at=clock.now())
        return Response(DoneOut({"id": appointment_id}).data)


class AppointStaff(APIView):
    """A police or office post."""

    @extend_schema(request=AppointStaffIn, responses={201: DoneOut, 200: DoneOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(AppointStaffIn, request), clock.now()
        answer = once(
            request,
            "teams.appoint_staff",
            said.validated_data,
            lambda: commands.appoint_staff(actor=actor_of(request), draft=said.draft(), at=now, **said.facts()),
        )
        return Response(DoneOut({"id": answer.subject_id}).data, status=status_of(answer))


class EndAppointment(APIView):
    @extend_schema(request=EndAppointmentIn, responses=DoneOut)
    def post(self, request: Request, appointment_id: int) -> Response:
        until = heard(EndAppointmentIn, request).validated_data["until"]
        commands.end_appointment(actor=actor_of(request), appointment_id=appointment_id, until=until, at=clock.now())
        return Response(DoneOut({"id": appointment_id}).data)


class OpenLogin(APIView):
    """A slip with a one-time code; whoever repeats the submission is not told the code again."""

    @extend_schema(request=NothingIn, responses={201: SlipOut, 200: SlipOut}, parameters=[KEY])
    def post(self, request: Request, appointment_id: int) -> Response:
        made: list[Slip] = []

        def act() -> Slip:
            made.append(commands.open_login(actor=actor_of(request), appointment_id=appointment_id, at=clock.now()))
            return made[0]

        answer = once(request, f"teams.open_login/{appointment_id}", None, act)
        told = {"appointment_id": appointment_id, "username": "", "code": "", "expires_at": None}
        if made:
            slip = made[0]
            told |= {"username": slip.user.username, "code": slip.code, "expires_at": slip.expires_at}
        response = Response(SlipOut(told).data, status=status_of(answer))
        response["Cache-Control"] = "no-store"
        return response
