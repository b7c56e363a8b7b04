"""Offers and contracts by API. The scan of the paper is handed in on the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, Code, IdOut, Lines, NothingIn, Said, heard, once, status_of
from recruitment import commands
from recruitment.forms import ContractFilter
from recruitment.models import Contract
from recruitment.reports import contracts as reports
from recruitment.rules import ContractDraft, ContractKind


class ContractLineOut(serializers.Serializer[Any]):
    """The name is whole only for whoever may read the member's file."""

    id = serializers.IntegerField(source="contract_id")
    member_id = serializers.IntegerField()
    name = serializers.CharField()
    team = serializers.CharField()
    kind = Code()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    probation_until = serializers.DateField(allow_null=True)
    state = Code()


class TermOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    signed_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class ContractOut(serializers.Serializer[Any]):
    """``scans``: keys of stored files, for whoever may read them."""

    contract = ContractLineOut(source="line")
    case_number = serializers.CharField()
    employment_class = Code()
    signed_on = serializers.DateField()
    probation_until = serializers.DateField(allow_null=True)
    notice_last_day = serializers.DateField()
    scans = serializers.ListField(child=serializers.CharField())
    terms = TermOut(many=True)
    confirmed_on = serializers.DateField(allow_null=True)
    end_reason = Code()


class SignContractIn(serializers.Serializer[Any]):
    """``ends_on`` and ``probation_until`` are last days; without an end it is open-ended."""

    kind = Said(ContractKind)
    signed_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    probation_until = serializers.DateField(required=False, allow_null=True, default=None)
    both_signed = serializers.BooleanField(default=False)
    duties_signed = serializers.BooleanField(default=False)

    def draft(self) -> ContractDraft:
        return ContractDraft(**self.validated_data)


class Contracts(Lines):
    """Contracts within reach that have not ended, unless others are asked for."""

    queryset = Contract.objects.none()
    filterset_class = ContractFilter
    line, whole = ContractLineOut, ContractOut

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def rows(self) -> Any:
        return reports.contracts_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.contract_lines(rows, clock.today())

    def file(self, row: Any) -> Any:
        return reports.contract_file(actor_of(self.request), row, clock.today())


class OfferPost(APIView):
    """The cleared recruit is offered the post."""

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, applicant_id: int) -> Response:
        commands.offer_post(actor=actor_of(request), applicant_id=applicant_id, at=clock.now())
        return Response(IdOut({"id": applicant_id}).data)


class SignContract(APIView):
    """The recruit is a member from here on; the answer's id is the contract's."""

    @extend_schema(request=SignContractIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, applicant_id: int) -> Response:
        draft, actor, now = heard(SignContractIn, request).draft(), actor_of(request), clock.now()
        answer = once(
            request,
            f"recruitment.sign_contract/{applicant_id}",
            [draft, ""],
            lambda: commands.sign_contract(actor=actor, applicant_id=applicant_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))
