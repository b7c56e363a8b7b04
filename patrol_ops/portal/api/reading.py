"""Campaigns and notices, as everybody reads them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.paginator import Paginator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.portal.api.doors import PAGE, Open
from patrol_ops.portal.reports import board, campaigns

A_PAGE = 100


class PublicCampaignRow(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    title = serializers.CharField()
    place = serializers.CharField()
    stage = serializers.CharField()
    apply_from = serializers.DateField()
    apply_until = serializers.DateField()
    places = serializers.IntegerField()
    is_open = serializers.BooleanField()


class PublicPostOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    employment_class = serializers.CharField()
    team = serializers.CharField()
    place = serializers.CharField()
    number = serializers.IntegerField()


class CriterionLine(serializers.Serializer[Any]):
    gate = serializers.CharField()
    post_kind = serializers.CharField(allow_blank=True)
    text = serializers.CharField()


class PublicCampaignOut(PublicCampaignRow):
    posts = PublicPostOut(many=True)
    criteria = CriterionLine(many=True)
    notices = serializers.ListField(child=serializers.IntegerField())
    assess_on = serializers.DateField()
    assess_at = serializers.CharField()
    methods = serializers.ListField(child=serializers.CharField())
    threshold = serializers.IntegerField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()
    applied = serializers.IntegerField()
    approved_on = serializers.DateField()


class NoticeStepOut(serializers.Serializer[Any]):
    move = serializers.CharField()
    on = serializers.DateField()
    reason = serializers.CharField(allow_blank=True)
    last_day = serializers.DateField(allow_null=True)


class NoticeRow(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    campaign_id = serializers.IntegerField()
    campaign = serializers.CharField()
    place = serializers.CharField()
    stage = serializers.CharField()
    published_on = serializers.DateField()
    counted_from = serializers.DateField()
    last_day = serializers.DateField()
    days = serializers.IntegerField()
    listed = serializers.IntegerField()
    provisional = serializers.BooleanField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()


class ListedLineOut(serializers.Serializer[Any]):
    applicant_id = serializers.IntegerField()
    name = serializers.CharField(help_text="Masked.")
    post = serializers.CharField()
    team = serializers.CharField()


class PublicNoticeOut(NoticeRow):
    steps = NoticeStepOut(many=True)
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    lines = ListedLineOut(many=True)


class CampaignsOut(serializers.Serializer[Any]):
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = PublicCampaignRow(many=True)


class NoticesOut(serializers.Serializer[Any]):
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = NoticeRow(many=True)


def _paged(request: Request, rows: Any) -> Any:
    return Paginator(rows, A_PAGE).get_page(request.query_params.get("page"))


class ListCampaigns(Open):
    """Open ones first, then those that select, then ended ones; a hundred a page."""

    @extend_schema(operation_id="portal_campaigns_list", responses=CampaignsOut, parameters=[PAGE])
    def get(self, request: Request) -> Response:
        found, today = _paged(request, campaigns.public_campaigns(actor_of(request))), clock.today()
        body = {
            "page": found.number,
            "pages": found.paginator.num_pages,
            "results": [asdict(campaigns.card_of(row, today)) for row in found],
        }
        return Response(CampaignsOut(body).data)


class ShowCampaign(Open):
    @extend_schema(responses=PublicCampaignOut)
    def get(self, request: Request, campaign_id: int) -> Response:
        sheet = campaigns.campaign_sheet(actor_of(request), campaign_id, clock.today())
        if sheet is None:
            raise NotPermitted
        said = asdict(sheet)
        lines = [{"gate": gate, "post_kind": kind, "text": text} for gate, kind, text in sheet.criteria]
        return Response(PublicCampaignOut({**said.pop("card"), **said, "criteria": lines}).data)


class ListNotices(Open):
    """Running ones first, then those that closed within a year; a hundred a page."""

    @extend_schema(operation_id="portal_notices_list", responses=NoticesOut, parameters=[PAGE])
    def get(self, request: Request) -> Response:
        found = _paged(request, board.public_notices(actor_of(request), clock.today()))
        body = {
            "page": found.number,
            "pages": found.paginator.num_pages,
            "results": [board.sheet_of(row) for row in found],
        }
        return Response(NoticesOut(body).data)


class ShowNotice(Open):
    """With its list, names masked, a hundred a page; of one that was withdrawn the list is gone."""

    @extend_schema(responses=PublicNoticeOut, parameters=[PAGE])
    def get(self, request: Request, notice_id: int) -> Response:
        row = board.notice_of(actor_of(request), notice_id)
        if row is None:
            raise NotPermitted
        sheet = board.sheet_of(row, board.steps_of(row))
        listed = _paged(request, [] if sheet.is_withdrawn else board.listed_on(row))
        body = {
            **asdict(sheet),
            "page": listed.number,
            "pages": listed.paginator.num_pages,
            "lines": board.listed_lines(listed),
        }
        return Response(PublicNoticeOut(body).data)
