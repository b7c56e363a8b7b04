"""What goes in and out by API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from duty.models import LogEntry
from duty.reports import patrols_shown
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


class WalkerIn(serializers.Serializer[Any]):
    member_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    insignia = serializers.BooleanField(default=True)


class PatrolIn(serializers.Serializer[Any]):
    started = serializers.TimeField()
    ended = serializers.TimeField()
    area_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
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
    """The name is whole only for whoever may read the member's file."""

    member_id = serializers.IntegerField()
    name = serializers.CharField()
    badge = serializers.CharField()
    insignia = serializers.BooleanField()


class PatrolOut(serializers.Serializer[Any]):
    started_at = serializers.DateTimeField(source="patrol.started_at")
    ended_at = serializers.DateTimeField(source="patrol.ended_at")
    area_id = serializers.IntegerField(source="patrol.area_id")
    area = serializers.CharField(source="patrol.area.name")
    mode = serializers.ChoiceField(choices=[m.value for m in Mode], source="patrol.mode")
    post = serializers.CharField(source="patrol.post")
    joint = serializers.BooleanField(source="patrol.joint")
    walkers = WalkerOut(many=True, source="people")


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
    patrols = serializers.SerializerMethodField()
    entries = EntryOut(many=True)
    addenda = AddendumOut(many=True)

    @extend_schema_field(PatrolOut(many=True))
    def get_patrols(self, log: Any) -> Any:
        return PatrolOut(patrols_shown(self.context["actor"], log), many=True).data


class VersionIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=0, max_value=32_000)


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
