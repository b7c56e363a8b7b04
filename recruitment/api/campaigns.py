"""The standard and campaigns by API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, NothingIn, Reading, WhyIn, heard, once, status_of
from recruitment import commands
from recruitment.access import Permission
from recruitment.api.shapes import (
    CampaignOut,
    CampaignRow,
    NameAssessorIn,
    PlanCampaignIn,
    RedraftCampaignIn,
    StandardIn,
    StandardOut,
)
from recruitment.forms import CampaignFilter
from recruitment.models import Campaign, Standard
from recruitment.reports import applicants as cases
from recruitment.reports import campaigns as reports
from recruitment.reports.standards import standards_shown_to


class Standards(mixins.ListModelMixin, viewsets.GenericViewSet[Standard]):
    """The hiring standard of the district, by version."""

    queryset = Standard.objects.none()
    serializer_class = StandardOut

    def get_queryset(self) -> Any:
        return standards_shown_to(actor_of(self.request))


class ProposeStandard(APIView):
    @extend_schema(request=StandardIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(StandardIn, request), clock.now()
        facts, draft = said.validated_data, said.draft()
        answer = once(
            request,
            "recruitment.propose_standard",
            facts,
            lambda: commands.propose_standard(actor=actor_of(request), place_id=facts["place_id"], draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class AgreeStandard(APIView):
    """By the sub-bureau; from then on campaigns are held by this version."""

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, standard_id: int) -> Response:
        commands.agree_standard(actor=actor_of(request), standard_id=standard_id, at=clock.now())
        return Response(IdOut({"id": standard_id}).data)


class Campaigns(Reading):
    """Campaigns within reach, newest first."""

    queryset = Campaign.objects.none()
    filterset_class = CampaignFilter

    def get_serializer_class(self) -> Any:
        return CampaignOut if self.action == "retrieve" else CampaignRow

    def rows(self) -> Any:
        campaigns = Campaign.objects.visible_to(actor_of(self.request), Permission.VIEW_CAMPAIGN)
        return campaigns.select_related("place").with_numbers()

    def get_object(self) -> Any:
        campaign, day = super().get_object(), clock.today()
        seen = cases.seen_by(actor_of(self.request)).filter(campaign=campaign)
        campaign.numbers = reports.numbers_of(campaign, seen, day)
        campaign.post_lines = reports.posts_of(campaign)
        campaign.assessor_lines = reports.assessors_of(campaign)
        return campaign


def _campaign(request: Request, campaign_id: int | None) -> Response:
    """The campaign as it stands in a list."""
    rows = Campaign.objects.visible_to(actor_of(request), Permission.VIEW_CAMPAIGN).select_related("place")
    return Response(CampaignRow(rows.with_numbers().get(pk=campaign_id)).data)


class PlanCampaign(APIView):
    """Of a district or a street, by the standard in force."""

    @extend_schema(request=PlanCampaignIn, responses={201: CampaignRow, 200: CampaignRow}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(PlanCampaignIn, request), clock.now()
        facts, draft = said.validated_data, said.draft()
        answer = once(
            request,
            "recruitment.plan_campaign",
            [facts["place_id"], draft],
            lambda: commands.plan_campaign(actor=actor_of(request), place_id=facts["place_id"], draft=draft, at=now),
        )
        response = _campaign(request, answer.subject_id)
        response.status_code = status_of(answer)
        return response


class RedraftCampaign(APIView):
    @extend_schema(request=RedraftCampaignIn, responses=CampaignRow)
    def post(self, request: Request, campaign_id: int) -> Response:
        draft = heard(RedraftCampaignIn, request).draft()
        commands.redraft_campaign(actor=actor_of(request), campaign_id=campaign_id, draft=draft, at=clock.now())
        return _campaign(request, campaign_id)


class _Step(APIView):
    """A step without words."""

    command: Callable[..., Any]

    @extend_schema(request=NothingIn, responses=CampaignRow)
    def post(self, request: Request, campaign_id: int) -> Response:
        type(self).command(actor=actor_of(request), campaign_id=campaign_id, at=clock.now())
        return _campaign(request, campaign_id)


class SubmitCampaign(_Step):
    command = commands.submit_campaign


class ApproveCampaignPolice(_Step):
    command = commands.approve_campaign_police


class ApproveCampaign(_Step):
    command = commands.approve_campaign


class FinaliseCampaign(_Step):
    command = commands.finalise_campaign


class SelectRecruits(_Step):
    """The ranking is carried out as it stands."""

    command = commands.select_recruits


class _StepWithReason(APIView):
    command: Callable[..., Any]

    @extend_schema(request=WhyIn, responses=CampaignRow)
    def post(self, request: Request, campaign_id: int) -> Response:
        reason = heard(WhyIn, request).validated_data["reason"]
        type(self).command(actor=actor_of(request), campaign_id=campaign_id, reason=reason, at=clock.now())
        return _campaign(request, campaign_id)


class ReturnCampaign(_StepWithReason):
    command = commands.return_campaign


class CancelCampaign(_StepWithReason):
    command = commands.cancel_campaign


class NameAssessor(APIView):
    """Somebody with a post in the district gives marks."""

    @extend_schema(request=NameAssessorIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, campaign_id: int) -> Response:
        user_id, now = heard(NameAssessorIn, request).validated_data["user_id"], clock.now()
        answer = once(
            request,
            f"recruitment.name_assessor/{campaign_id}",
            user_id,
            lambda: commands.name_assessor(actor=actor_of(request), campaign_id=campaign_id, user_id=user_id, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))
