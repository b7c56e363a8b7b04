"""Logs by API: the same commands, the same scopes, the same filters as the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from duty import commands
from duty.access import Permission
from duty.forms import PatrolLogFilter
from duty.models import LogEntry, PatrolLog
from duty.rules import (
    EntryDraft,
    EntryKind,
    LogStage,
    Mode,
    NoPatrol,
    PatrolDraft,
    PatrolLogDraft,
    ToldTo,
    WalkerDraft,
)
from patrol_ops.core import clock, idempotency
from patrol_ops.core.api import ByCursor, actor_of, idempotency_key
from patrol_ops.core.privacy import masked
from teams import access as teams_access

KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER, description="Counts once.")


class WalkerIn(serializers.Serializer[Any]):
    member_id = serializers.IntegerField(min_value=1)
    insignia = serializers.BooleanField(default=True)


class PatrolIn(serializers.Serializer[Any]):
    started = serializers.TimeField()
    ended = serializers.TimeField()
    area_id = serializers.IntegerField(min_value=1)
    mode = serializers.ChoiceField(choices=[m.value for m in Mode])
    post = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    joint = serializers.BooleanField(default=False)
    walkers = WalkerIn(many=True)


class EntryIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=[k.value for k in EntryKind])
    at = serializers.TimeField(required=False, allow_null=True, default=None)
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    category = serializers.CharField(required=False, allow_blank=True, default="", max_length=14)
    count = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=100_000)
    hours = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=10_000)
    topic = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    material = serializers.CharField(required=False, allow_blank=True, default="", max_length=80)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    told_to = serializers.ChoiceField(choices=[t.value for t in ToldTo], required=False, allow_null=True, default=None)
    told_at = serializers.TimeField(required=False, allow_null=True, default=None)
    reference = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    contained_at = serializers.TimeField(required=False, allow_null=True, default=None)
    protected_at = serializers.TimeField(required=False, allow_null=True, default=None)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
    outcome = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)


class PatrolLogIn(serializers.Serializer[Any]):
    """The log of a day. ``version`` is that of the returned log being mended, 0 for a new one."""

    day = serializers.DateField()
    version = serializers.IntegerField(required=False, default=0, min_value=0, max_value=32_000)
    patrols = PatrolIn(many=True, required=False)
    entries = EntryIn(many=True, required=False)
    no_patrol = serializers.ChoiceField(
        choices=[n.value for n in NoPatrol], required=False, allow_null=True, default=None
    )
    no_patrol_note = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    hand_over = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)

    def draft(self) -> PatrolLogDraft:
        said = self.validated_data
        return PatrolLogDraft(
            day=said["day"],
            version=said["version"],
            patrols=tuple(
                PatrolDraft(
                    started=p["started"].replace(second=0, microsecond=0),
                    ended=p["ended"].replace(second=0, microsecond=0),
                    area_id=p["area_id"],
                    mode=Mode(p["mode"]),
                    post=p["post"],
                    joint=p["joint"],
                    walkers=tuple(WalkerDraft(**walker) for walker in p["walkers"]),
                )
                for p in said.get("patrols", ())
            ),
            entries=tuple(
                EntryDraft(
                    **{
                        **entry,
                        "kind": EntryKind(entry["kind"]),
                        "told_to": ToldTo(entry["told_to"]) if entry["told_to"] else None,
                    }
                )
                for entry in said.get("entries", ())
            ),
            no_patrol=NoPatrol(said["no_patrol"]) if said["no_patrol"] else None,
            no_patrol_note=said["no_patrol_note"],
            hand_over=said["hand_over"],
        )


class WalkerOut(serializers.Serializer[Any]):
    member_id = serializers.IntegerField()
    name = serializers.SerializerMethodField()
    insignia = serializers.BooleanField()

    def get_name(self, walker: Any) -> str:
        """Whole only for whoever may see members; else masked."""
        name = str(walker.member.name)
        return name if self.context.get("full") else masked(name)


class PatrolOut(serializers.Serializer[Any]):
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    area_id = serializers.IntegerField()
    area = serializers.CharField(source="area.name")
    mode = serializers.ChoiceField(choices=[m.value for m in Mode])
    post = serializers.CharField()
    joint = serializers.BooleanField()
    walkers = WalkerOut(many=True)


class EntryOut(serializers.ModelSerializer[LogEntry]):
    class Meta:
        model = LogEntry
        fields = (
            "id",
            "kind",
            "at",
            "place",
            "category",
            "count",
            "hours",
            "topic",
            "material",
            "text",
            "told_to",
            "told_at",
            "reference",
            "contained_at",
            "protected_at",
            "stage",
            "due_on",
            "outcome",
            "closed_at",
        )
        read_only_fields = fields


class AddendumOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


class PatrolLogRow(serializers.Serializer[Any]):
    """A log in a list."""

    id = serializers.IntegerField()
    team_id = serializers.IntegerField()
    team = serializers.CharField(source="team.name")
    day = serializers.DateField()
    stage = serializers.ChoiceField(choices=[s.value for s in LogStage])
    late = serializers.BooleanField()
    version = serializers.IntegerField()
    no_patrol = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    reviewed_at = serializers.DateTimeField(allow_null=True)


class PatrolLogOut(PatrolLogRow):
    """A log with everything in it."""

    no_patrol_note = serializers.CharField()
    hand_over = serializers.CharField()
    patrols = PatrolOut(many=True)
    entries = EntryOut(many=True)
    addenda = AddendumOut(many=True)


def _whole(request: Request, log_id: int | None) -> dict[str, Any]:
    actor = actor_of(request)
    log = PatrolLog.objects.visible_to(actor, Permission.VIEW_PATROL_LOG).whole().get(pk=log_id)
    full = actor.may(teams_access.Permission.VIEW_MEMBER)
    return dict(PatrolLogOut(log, context={"full": full}).data)


class Newest(ByCursor):
    ordering = ("-day", "-pk")


class PatrolLogs(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[PatrolLog]):
    """Logs within reach, newest first."""

    queryset = PatrolLog.objects.none()
    filterset_class = PatrolLogFilter
    pagination_class = Newest
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> Any:
        logs = PatrolLog.objects.visible_to(actor_of(self.request), Permission.VIEW_PATROL_LOG)
        return logs.whole() if self.action == "retrieve" else logs.select_related("team")

    def get_serializer_class(self) -> Any:
        return PatrolLogOut if self.action == "retrieve" else PatrolLogRow

    def get_serializer_context(self) -> dict[str, Any]:
        full = actor_of(self.request).may(teams_access.Permission.VIEW_MEMBER)
        return {**super().get_serializer_context(), "full": full}


class SubmitPatrolLog(APIView):
    """File the log of a team's day, or mend a returned one."""

    @extend_schema(request=PatrolLogIn, responses={201: PatrolLogOut, 200: PatrolLogOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said = PatrolLogIn(data=request.data)
        said.is_valid(raise_exception=True)
        draft, actor, now = said.draft(), actor_of(request), clock.now()
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.submit_patrol_log/{team_id}",
            body=draft,
            at=now,
            act=lambda: commands.submit_patrol_log(actor=actor, team_id=team_id, draft=draft, at=now),
        )
        return Response(_whole(request, answer.subject_id), status=200 if answer.replayed else 201)


class VersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0)


class ReturnIn(VersionIn):
    reason = serializers.CharField(max_length=300)


class TextIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=1000)


class OutcomeIn(serializers.Serializer[Any]):
    outcome = serializers.CharField(max_length=300)


class BackfillIn(serializers.Serializer[Any]):
    day = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class BackfillOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    team_id = serializers.IntegerField()
    day = serializers.DateField()


class ReviewPatrolLog(APIView):
    @extend_schema(request=VersionIn, responses=PatrolLogOut)
    def post(self, request: Request, log_id: int) -> Response:
        said = VersionIn(data=request.data)
        said.is_valid(raise_exception=True)
        commands.review_patrol_log(
            actor=actor_of(request), log_id=log_id, version=said.validated_data["version"], at=clock.now()
        )
        return Response(_whole(request, log_id))


class ReturnPatrolLog(APIView):
    @extend_schema(request=ReturnIn, responses=PatrolLogOut)
    def post(self, request: Request, log_id: int) -> Response:
        said = ReturnIn(data=request.data)
        said.is_valid(raise_exception=True)
        commands.return_patrol_log(actor=actor_of(request), log_id=log_id, **said.validated_data, at=clock.now())
        return Response(_whole(request, log_id))


class AddAddendum(APIView):
    @extend_schema(request=TextIn, responses={201: PatrolLogOut, 200: PatrolLogOut}, parameters=[KEY])
    def post(self, request: Request, log_id: int) -> Response:
        said = TextIn(data=request.data)
        said.is_valid(raise_exception=True)
        actor, now, text = actor_of(request), clock.now(), said.validated_data["text"]
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.add_addendum/{log_id}",
            body=text,
            at=now,
            act=lambda: commands.add_addendum(actor=actor, log_id=log_id, text=text, at=now),
        )
        return Response(_whole(request, log_id), status=200 if answer.replayed else 201)


class FollowUpEntry(APIView):
    @extend_schema(request=OutcomeIn, responses=EntryOut)
    def post(self, request: Request, entry_id: int) -> Response:
        said = OutcomeIn(data=request.data)
        said.is_valid(raise_exception=True)
        entry = commands.follow_up_entry(
            actor=actor_of(request), entry_id=entry_id, outcome=said.validated_data["outcome"], at=clock.now()
        )
        return Response(EntryOut(entry).data)


class OpenBackfill(APIView):
    @extend_schema(request=BackfillIn, responses={201: BackfillOut, 200: BackfillOut}, parameters=[KEY])
    def post(self, request: Request, team_id: int) -> Response:
        said = BackfillIn(data=request.data)
        said.is_valid(raise_exception=True)
        actor, now, facts = actor_of(request), clock.now(), said.validated_data
        answer = idempotency.once(
            actor=actor,
            key=idempotency_key(request),
            door=f"duty.open_backfill/{team_id}",
            body=facts,
            at=now,
            act=lambda: commands.open_backfill(actor=actor, team_id=team_id, **facts, at=now),
        )
        body = {"id": answer.subject_id, "team_id": team_id, "day": facts["day"]}
        return Response(BackfillOut(body).data, status=200 if answer.replayed else 201)
