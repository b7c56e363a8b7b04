"""Applying and following by API (REC-01): the secret of the link is all that is asked for."""

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
from patrol_ops.portal.api.doors import KEY, LinkOut, Open, Personal, once, use
from patrol_ops.portal.reports.applications import own_application, own_data
from recruitment import commands
from recruitment.rules import ApplicationDraft, Schooling


class ApplicationIn(serializers.Serializer[Any]):
    post_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    name = serializers.CharField(max_length=40)
    identity = serializers.CharField(max_length=40)
    phone = serializers.CharField(max_length=30)
    schooling = serializers.ChoiceField([level.value for level in Schooling])
    local = serializers.BooleanField()
    priority = serializers.BooleanField(help_text="One of the three categories, never which.")
    reserve = serializers.BooleanField(help_text="Consent to stand on the reserve list.")
    declared = serializers.BooleanField(help_text="Applies of one's own will.")
    informed = serializers.BooleanField(help_text="Has read the privacy notice.")

    def draft(self) -> ApplicationDraft:
        said = dict(self.validated_data)
        return ApplicationDraft(**{**said, "schooling": Schooling(said["schooling"])})


class OwnApplicationOut(serializers.Serializer[Any]):
    """One's own data; never the police's reason."""

    case_number = serializers.CharField()
    campaign = serializers.CharField()
    campaign_number = serializers.CharField()
    post_kind = serializers.CharField()
    employment_class = serializers.CharField()
    team = serializers.CharField()
    stage = serializers.CharField()
    applied_on = serializers.DateField()
    name = serializers.CharField(allow_blank=True)
    identity = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    schooling = serializers.CharField(allow_blank=True)
    local = serializers.BooleanField()
    priority = serializers.BooleanField()
    reserve = serializers.BooleanField()
    to_mend = serializers.CharField(allow_blank=True)
    rejected_why = serializers.CharField(allow_blank=True)
    criterion = serializers.CharField(allow_blank=True)
    offered_on = serializers.DateField(allow_null=True)
    answer_by = serializers.DateField(allow_null=True)
    merit = serializers.CharField(allow_null=True)


def _answer(request: Request, secret: str) -> Response:
    own = own_application(actor_of(request), secret)
    if own is None:
        raise NotPermitted
    return Response(OwnApplicationOut(own_data(own)).data)


class SubmitApplication(Open):
    """Apply: the answer holds the link. The same key and body get the same link again."""

    @extend_schema(request=ApplicationIn, responses={201: LinkOut}, parameters=[KEY])
    def post(self, request: Request, campaign_id: int) -> Response:
        draft, actor = heard(ApplicationIn, request).draft(), actor_of(request)
        return once(
            request,
            "portal.submit_application",
            campaign_id,
            kind="application",
            page="portal:follow-application",
            most=policy.APPLICATIONS_AN_HOUR,
            body=draft,
            act=lambda secret: commands.submit_application(
                actor=actor, campaign_id=campaign_id, draft=draft, secret=secret, at=clock.now()
            ),
        )


class FollowApplication(Personal):
    @extend_schema(responses=OwnApplicationOut)
    def get(self, request: Request, secret: str) -> Response:
        return _answer(request, secret)


class CorrectApplication(Personal):
    @extend_schema(request=ApplicationIn, responses=OwnApplicationOut)
    def post(self, request: Request, secret: str) -> Response:
        draft = heard(ApplicationIn, request).draft()
        use(request)
        commands.correct_application(actor=actor_of(request), secret=secret, draft=draft, at=clock.now())
        return _answer(request, secret)


class WithdrawApplication(Personal):
    @extend_schema(request=None, responses=OwnApplicationOut)
    def post(self, request: Request, secret: str) -> Response:
        use(request)
        commands.withdraw_application(actor=actor_of(request), secret=secret, at=clock.now())
        return _answer(request, secret)


class DeclineOffer(Personal):
    @extend_schema(request=None, responses=OwnApplicationOut)
    def post(self, request: Request, secret: str) -> Response:
        use(request)
        commands.decline_offer(actor=actor_of(request), secret=secret, at=clock.now())
        return _answer(request, secret)


class EraseApplication(Personal):
    """Gone at once, unless the law keeps it."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, secret: str) -> Response:
        use(request)
        commands.erase_application(actor=actor_of(request), secret=secret, at=clock.now())
        return Response(status=204)
