"""What becomes of a contract, by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import IdOut, NothingIn, Said, heard
from recruitment import commands
from recruitment.rules import ContractEndDraft, EndReason, RenewalDraft


class RenewContractIn(serializers.Serializer[Any]):
    """``ends_on`` is a last day; without one the next term is open-ended. ``asked_fixed``: at the member's wish."""

    signed_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)
    asked_fixed = serializers.BooleanField(default=False)
    both_signed = serializers.BooleanField(default=False)

    def draft(self) -> RenewalDraft:
        return RenewalDraft(**self.validated_data)


class EndContractIn(serializers.Serializer[Any]):
    last_day = serializers.DateField()
    reason = Said(EndReason)

    def draft(self) -> ContractEndDraft:
        return ContractEndDraft(**self.validated_data)


class RenewContract(APIView):
    """The next term begins on the day after the present last one."""

    @extend_schema(request=RenewContractIn, responses=IdOut)
    def post(self, request: Request, contract_id: int) -> Response:
        draft = heard(RenewContractIn, request).draft()
        commands.renew_contract(actor=actor_of(request), contract_id=contract_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": contract_id}).data)


class EndProbation(APIView):
    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, contract_id: int) -> Response:
        commands.end_probation(actor=actor_of(request), contract_id=contract_id, at=clock.now())
        return Response(IdOut({"id": contract_id}).data)


class EndContract(APIView):
    @extend_schema(request=EndContractIn, responses=IdOut)
    def post(self, request: Request, contract_id: int) -> Response:
        draft = heard(EndContractIn, request).draft()
        commands.end_contract(actor=actor_of(request), contract_id=contract_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": contract_id}).data)
