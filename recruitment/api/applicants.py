"""Applicants, marks and the ranking by API; names are masked, and marks stay hidden until all are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, NothingIn, Reading, heard, once, status_of
from recruitment import commands
from recruitment.access import Permission
from recruitment.api.shapes import (
    ApplicantOut,
    ApplicantRow,
    FactsIn,
    RankingOut,
    ScoreIn,
    ScoreSheetRow,
    ScreenIn,
)
from recruitment.forms import ApplicantFilter
from recruitment.models import Applicant, Campaign, ScoreSheet
from recruitment.reports import applicants as reports

_CASE = ("campaign__ranked_by", "post__team", "failed_criterion", "screened_by", "vetting_asked_by", "reviewed_by",
         "offered_by")  # fmt: skip


class Applicants(Reading):
    """Applicants within reach."""

    queryset = Applicant.objects.none()
    filterset_class = ApplicantFilter

    def get_serializer_class(self) -> Any:
        return ApplicantOut if self.action == "retrieve" else ApplicantRow

    def rows(self) -> Any:
        rows = reports.seen_by(actor_of(self.request))
        return rows.select_related(*_CASE) if self.action == "retrieve" else rows.select_related("post__team")

    def get_object(self) -> Any:
        return reports.applicant_file(super().get_object(), actor_of(self.request), clock.today())


class ScoreSheets(Reading):
    """The asker's own sheets."""

    queryset = ScoreSheet.objects.none()
    serializer_class = ScoreSheetRow

    def rows(self) -> Any:
        return ScoreSheet.objects.visible_to(actor_of(self.request), Permission.SCORE_APPLICANT)


class ScreenApplicant(APIView):
    @extend_schema(request=ScreenIn, responses=IdOut)
    def post(self, request: Request, applicant_id: int) -> Response:
        draft = heard(ScreenIn, request).draft()
        commands.screen_applicant(actor=actor_of(request), applicant_id=applicant_id, draft=draft, at=clock.now())
        return Response(IdOut({"id": applicant_id}).data)


class SubmitScoreSheet(APIView):
    """Once, and never changed."""

    @extend_schema(request=ScoreIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, score_sheet_id: int) -> Response:
        draft, now = heard(ScoreIn, request).draft(), clock.now()
        answer = once(
            request,
            f"recruitment.submit_score_sheet/{score_sheet_id}",
            draft,
            lambda: commands.submit_score_sheet(
                actor=actor_of(request), score_sheet_id=score_sheet_id, draft=draft, at=now
            ),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class Ranking(APIView):
    """What carrying out the ranking would do now."""

    @extend_schema(responses=RankingOut)
    def get(self, request: Request, campaign_id: int) -> Response:
        rows = Campaign.objects.visible_to(actor_of(request), Permission.SELECT_RECRUITS)
        campaign = get_object_or_404(rows.select_related("place"), pk=campaign_id)
        return Response(RankingOut(reports.ranking_of(campaign, clock.today())).data)


class SupplyFacts(APIView):
    @extend_schema(request=FactsIn, responses=IdOut)
    def post(self, request: Request, applicant_id: int) -> Response:
        facts = heard(FactsIn, request).validated_data["facts"]
        commands.supply_facts(actor=actor_of(request), applicant_id=applicant_id, facts=facts, at=clock.now())
        return Response(IdOut({"id": applicant_id}).data)


class _Act(APIView):
    """An act without words."""

    command: Callable[..., Any]

    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, applicant_id: int) -> Response:
        type(self).command(actor=actor_of(request), applicant_id=applicant_id, at=clock.now())
        return Response(IdOut({"id": applicant_id}).data)


class CallUpReserve(_Act):
    command = commands.call_up_reserve


class VetAgain(_Act):
    command = commands.vet_again


class RejectRecruit(_Act):
    command = commands.reject_recruit
