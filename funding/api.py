"""The insurance register by API."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from funding import commands
from funding.forms import PolicyFilter
from funding.models import Cover, InsurancePolicy
from funding.reports import insurance as reports
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft
from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Code, IdOut, Key, Lines, NothingIn, Oldest, Said, heard, once, status_of
from teams.reports import members_shown_to


class PolicyOut(serializers.Serializer[Any]):
    """``last_day`` is the last day in force; ``people`` how many are covered to the end of it."""

    id = serializers.IntegerField(source="policy_id")
    place = serializers.CharField()
    kind = Code()
    insurer = serializers.CharField()
    number = serializers.CharField()
    payer = Code()
    premium = serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True, coerce_to_string=True)
    starts_on = serializers.DateField()
    last_day = serializers.DateField()
    people = serializers.IntegerField()
    state = Code()
    renews = serializers.IntegerField(allow_null=True)
    renewed_by = serializers.IntegerField(allow_null=True)


class CoverOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file."""

    id = serializers.IntegerField(source="cover_id")
    policy_id = serializers.IntegerField()
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField()
    kind = Code()
    since = serializers.DateField()
    last_day = serializers.DateField()
    state = Code()


class RenewPolicyIn(serializers.Serializer[Any]):
    """``premium``: yuan for one person."""

    insurer = serializers.CharField(max_length=80)
    number = serializers.CharField(max_length=40)
    payer = Said(Payer)
    premium = serializers.DecimalField(
        max_digits=8, decimal_places=2, min_value=0, required=False, allow_null=True, default=None
    )
    starts_on = serializers.DateField()
    last_day = serializers.DateField()


class EnterPolicyIn(RenewPolicyIn):
    place_id = Key()
    kind = Said(InsuranceKind)


class CoverMembersIn(serializers.Serializer[Any]):
    """These members, or everybody who serves in the team."""

    since = serializers.DateField()
    members = serializers.ListField(child=Key(), required=False, default=list, max_length=500)
    team = Key(required=False, allow_null=True, default=None)

    def draft(self) -> CoverDraft:
        said = self.validated_data
        return CoverDraft(since=said["since"], members=tuple(said["members"]), team=said["team"])


class EndCoverIn(serializers.Serializer[Any]):
    """``until`` is the first day without it."""

    until = serializers.DateField()


class Policies(Lines):
    """Policies within reach that are in force or to come, unless others are asked for."""

    queryset = InsurancePolicy.objects.none()
    filterset_class = PolicyFilter
    line, whole = PolicyOut, PolicyOut

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def rows(self) -> Any:
        return reports.policies_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.policy_lines(rows, clock.today())

    def file(self, row: Any) -> Any:
        return reports.policy_line(row, clock.today())


class PolicyCovers(Lines):
    """Whom one policy covers, or covered."""

    queryset = Cover.objects.none()
    pagination_class = Oldest
    line = CoverOut

    def rows(self) -> Any:
        policy_id = self.kwargs["policy_id"]
        get_object_or_404(reports.policies_shown_to(actor_of(self.request)), pk=policy_id)
        return reports.covers_of(actor_of(self.request), policy_id, clock.today())

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.cover_lines(rows, clock.today())


class MemberCovers(APIView):
    """Under which policies a member is, or was."""

    @extend_schema(responses=CoverOut(many=True))
    def get(self, request: Request, member_id: int) -> Response:
        actor, today = actor_of(request), clock.today()
        get_object_or_404(members_shown_to(actor), pk=member_id)
        lines = reports.cover_lines(reports.covers_of_member(actor, member_id, today), today)
        return Response(CoverOut(lines, many=True).data)


class EnterPolicy(APIView):
    @extend_schema(request=EnterPolicyIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said = dict(heard(EnterPolicyIn, request).validated_data)
        place_id, actor, now = said.pop("place_id"), actor_of(request), clock.now()
        draft = PolicyDraft(**said)
        answer = once(
            request,
            "funding.enter_policy",
            [place_id, draft],
            lambda: commands.enter_policy(actor=actor, place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class RenewPolicy(APIView):
    """The next period, as a policy of its own: the answer's id is that one's."""

    @extend_schema(request=RenewPolicyIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, policy_id: int) -> Response:
        said, actor, now = heard(RenewPolicyIn, request).validated_data, actor_of(request), clock.now()
        row = get_object_or_404(reports.policies_shown_to(actor), pk=policy_id)
        draft = PolicyDraft(kind=InsuranceKind(row.kind), **said)
        answer = once(
            request,
            f"funding.renew_policy/{policy_id}",
            [draft],
            lambda: commands.renew_policy(actor=actor, policy_id=policy_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class CoverMembers(APIView):
    @extend_schema(request=CoverMembersIn, responses=IdOut)
    def post(self, request: Request, policy_id: int) -> Response:
        draft = heard(CoverMembersIn, request).draft()
        commands.cover_members(actor=actor_of(request), policy_id=policy_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": policy_id}).data)


class EndCover(APIView):
    @extend_schema(request=EndCoverIn, responses=IdOut)
    def post(self, request: Request, cover_id: int) -> Response:
        until = heard(EndCoverIn, request).validated_data["until"]
        commands.end_cover(actor=actor_of(request), cover_id=cover_id, until=until, at=clock.now())
        return Response(IdOut({"id": cover_id}).data)


class CancelPolicy(APIView):
    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, policy_id: int) -> Response:
        commands.cancel_policy(actor=actor_of(request), policy_id=policy_id, at=clock.now())
        return Response(IdOut({"id": policy_id}).data)
