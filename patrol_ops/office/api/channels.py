"""Being told outside, by API: one's own addresses and wishes in person, and the numbers."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock, idempotency
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.api import actor_of, idempotency_key
from patrol_ops.core.channels import own
from patrol_ops.core.channels.rules import Kind
from patrol_ops.core.doors import KEY, Said, heard
from patrol_ops.core.refusals import NotPermitted
from patrol_ops.core.secrets import blind_index
from patrol_ops.office.reports import channels as report
from patrol_ops.office.reports import deliveries


class ChannelOut(serializers.Serializer[Any]):
    """One's own address, masked."""

    id = serializers.IntegerField(source="row.pk")
    kind = serializers.CharField(source="row.kind")
    address = serializers.CharField()
    state = serializers.CharField()


class ChannelIn(serializers.Serializer[Any]):
    kind = Said(Kind)
    address = serializers.CharField(max_length=300)


class ChannelCodeIn(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)


class SwitchIn(serializers.Serializer[Any]):
    on = serializers.BooleanField()


def _hour() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=23, allow_null=True, default=None)


class WishesIn(serializers.Serializer[Any]):
    """Hours of the day; what is null follows the district, or comes at once."""

    language = serializers.CharField(max_length=10)
    digest_hour = _hour()
    quiet_from = _hour()
    quiet_until = _hour()


class DeliveryDayOut(serializers.Serializer[Any]):
    """The messages of one day and way, in numbers."""

    day = serializers.DateField()
    kind = serializers.CharField(source="way")
    sent = serializers.IntegerField()
    waiting = serializers.IntegerField()
    failed = serializers.IntegerField()
    dropped = serializers.IntegerField()


class DeliveryReasonOut(serializers.Serializer[Any]):
    kind = serializers.CharField(source="way")
    stage = serializers.CharField()
    reason = serializers.CharField()
    count = serializers.IntegerField()


class DeliveriesOut(serializers.Serializer[Any]):
    days = DeliveryDayOut(many=True)
    reasons = DeliveryReasonOut(many=True)


def _said(channel: Any, status: int = 200) -> Response:
    (line,) = report.channel_lines([channel])
    return Response(ChannelOut(line).data, status=status)


class Channels(APIView):
    """One's own addresses; a new one, to which a code goes."""

    in_person = True

    @extend_schema(responses=ChannelOut(many=True))
    def get(self, request: Request) -> Response:
        lines = report.channel_lines(report.channels_of(actor_of(request)))
        return Response(ChannelOut(lines, many=True).data)

    @extend_schema(request=ChannelIn, responses={201: ChannelOut, 200: ChannelOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, actor, now = heard(ChannelIn, request).validated_data, actor_of(request), clock.now()
        draft, language = own.ChannelDraft(said["kind"], said["address"]), translation.get_language() or ""
        own.count_code(actor, now)
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door="office.add_channel",
            body=blind_index(f"{draft.kind}:{draft.address}", "submission"),
            at=now,
            act=lambda: own.add_channel(actor=actor, draft=draft, language=language, at=now),
        )
        channel = report.channels_of(actor).filter(pk=answer.subject_id or 0).first()
        if channel is None:
            raise NotPermitted
        return _said(channel, 200 if answer.replayed else 201)


class ConfirmChannel(APIView):
    """The code that came there."""

    in_person = True

    @extend_schema(request=ChannelCodeIn, responses=ChannelOut)
    def post(self, request: Request, channel_id: int) -> Response:
        said, actor, now = heard(ChannelCodeIn, request).validated_data, actor_of(request), clock.now()
        _own(actor, channel_id)
        own.count_guess(actor, now)
        return _said(own.confirm_channel(actor=actor, channel_id=channel_id, code=said["code"], at=now))


def _own(actor: Actor, channel_id: int) -> None:
    """What is not one's own is not found, and counts as no try."""
    if not report.channels_of(actor).filter(pk=channel_id).exists():
        raise NotPermitted


class RenewChannelCode(APIView):
    """Another code; the earlier one is void."""

    in_person = True

    @extend_schema(request=None, responses=ChannelOut)
    def post(self, request: Request, channel_id: int) -> Response:
        actor, now = actor_of(request), clock.now()
        _own(actor, channel_id)
        own.count_code(actor, now)
        return _said(own.renew_channel_code(actor=actor, channel_id=channel_id, at=now))


class SwitchChannel(APIView):
    """On, or off: the inbox keeps everything."""

    in_person = True

    @extend_schema(request=SwitchIn, responses=ChannelOut)
    def post(self, request: Request, channel_id: int) -> Response:
        on = heard(SwitchIn, request).validated_data["on"]
        return _said(own.switch_channel(actor=actor_of(request), channel_id=channel_id, on=on, at=clock.now()))


class RemoveChannel(APIView):
    """The address is forgotten."""

    in_person = True

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, channel_id: int) -> Response:
        own.remove_channel(actor=actor_of(request), channel_id=channel_id, at=clock.now())
        return Response(status=204)


class SetWishes(APIView):
    """At once or once a day, and quiet for longer."""

    in_person = True

    @extend_schema(request=WishesIn, responses=WishesIn)
    def post(self, request: Request) -> Response:
        draft = own.WishesDraft(**heard(WishesIn, request).validated_data)
        return Response(WishesIn(own.set_wishes(actor=actor_of(request), draft=draft, at=clock.now())).data)


class Deliveries(APIView):
    """What was told outside in the last thirty days, in numbers: neither whom nor what."""

    @extend_schema(responses=DeliveriesOut)
    def get(self, request: Request) -> Response:
        actor, today = actor_of(request), clock.today()
        if not actor.may(Permission.VIEW_DELIVERY):
            raise NotPermitted
        body = {"days": deliveries.by_day(actor, today), "reasons": deliveries.by_reason(actor, today)}
        return Response(DeliveriesOut(body).data)
