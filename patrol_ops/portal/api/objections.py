"""Objecting to somebody on a notice, and following the objection (PUB-04)."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import heard
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.portal import policy
from patrol_ops.portal.api.doors import KEY, LinkOut, Open, Personal, once
from patrol_ops.portal.reports.applications import own_objection
from recruitment import commands
from recruitment.rules import ObjectionDraft


class ObjectionIn(serializers.Serializer[Any]):
    applicant_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    reason = serializers.CharField(max_length=2000)
    contact = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")

    def draft(self) -> ObjectionDraft:
        return ObjectionDraft(**self.validated_data)


class OwnObjectionOut(serializers.Serializer[Any]):
    notice_id = serializers.IntegerField()
    campaign = serializers.CharField()
    stage = serializers.CharField()
    lodged_on = serializers.DateField()
    decided_on = serializers.DateField(allow_null=True)
    answer = serializers.CharField(allow_blank=True)


class LodgeObjection(Open):
    """Object: the answer holds the link. The same key and body get the same link again."""

    @extend_schema(request=ObjectionIn, responses={201: LinkOut}, parameters=[KEY])
    def post(self, request: Request, notice_id: int) -> Response:
        draft, actor = heard(ObjectionIn, request).draft(), actor_of(request)
        return once(
            request,
            "portal.lodge_objection",
            notice_id,
            kind="objection",
            page="portal:follow-objection",
            most=policy.OBJECTIONS_AN_HOUR,
            body=draft,
            act=lambda secret: commands.lodge_objection(
                actor=actor, notice_id=notice_id, draft=draft, secret=secret, at=clock.now()
            ),
        )


class FollowObjection(Personal):
    @extend_schema(responses=OwnObjectionOut)
    def get(self, request: Request, secret: str) -> Response:
        own = own_objection(actor_of(request), secret)
        if own is None:
            raise NotPermitted
        return Response(OwnObjectionOut(own).data)
