"""What the office's API says and hears: shapes only."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from patrol_ops.core.models import JournalEntry
from patrol_ops.office.reports.journal import by_token
from patrol_ops.office.reports.subjects import Subject
from patrol_ops.office.reports.to_do import Line


class TeamNameOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    street = serializers.CharField()


class LineOut(serializers.Serializer[Line]):
    """One thing that is due. Kind, subject and the day it is due say which; a number of its own would count what is due
    to others, an unannounced visit among it (INS-04)."""

    kind = serializers.CharField()
    subject_id = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    team = TeamNameOut(allow_null=True)
    day = serializers.DateField(allow_null=True)
    about = serializers.SerializerMethodField()
    url = serializers.CharField()
    may_review = serializers.BooleanField(source="reviews")
    version = serializers.SerializerMethodField()

    def get_about(self, line: Line) -> str:
        subject: Subject = line.subject
        return subject.text

    def get_version(self, line: Line) -> int | None:
        return int(line.log.version) if line.log is not None else None


class TallyOut(serializers.Serializer[Any]):
    """Counted at the moment of asking; logs and hours are of the last seven days."""

    teams = serializers.IntegerField()
    actual = serializers.IntegerField()
    authorised = serializers.IntegerField()
    on_time = serializers.IntegerField()
    late = serializers.IntegerField()
    missing = serializers.IntegerField()
    waiting = serializers.IntegerField()
    hazards = serializers.IntegerField()
    hours = serializers.IntegerField()


class DayOut(serializers.Serializer[Any]):
    day = serializers.DateField()
    on_time = serializers.IntegerField()
    late = serializers.IntegerField()
    missing = serializers.IntegerField()


class ExceptionOut(serializers.Serializer[Any]):
    sort = serializers.CharField()
    team_id = serializers.IntegerField(source="team.pk")
    team = serializers.CharField(source="team.name")
    count = serializers.IntegerField()


class PlaceTallyOut(TallyOut):
    path = serializers.CharField()
    name = serializers.CharField()


class SituationOut(serializers.Serializer[Any]):
    place = serializers.CharField()
    name = serializers.CharField()
    today = serializers.DateField()
    exceptions = ExceptionOut(many=True)
    total = TallyOut()
    days = DayOut(many=True)
    patrols_by_hour = serializers.ListField(child=serializers.IntegerField(), min_length=24, max_length=24)
    below = PlaceTallyOut(many=True)


class MissingLogOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    day = serializers.DateField()
    due_at = serializers.DateTimeField()
    team = TeamNameOut(allow_null=True)
    reminded_at = serializers.DateTimeField(allow_null=True)


class JournalEntryOut(serializers.Serializer[Any]):
    """Ids and acts only; who an id is, the page says to whoever may see it."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor_kind = serializers.CharField()
    actor_id = serializers.IntegerField(allow_null=True)
    act = serializers.CharField()
    subject_type = serializers.CharField()
    subject_id = serializers.IntegerField(allow_null=True)
    team_id = serializers.IntegerField(allow_null=True)
    path = serializers.CharField()
    token_id = serializers.SerializerMethodField()

    def get_token_id(self, entry: JournalEntry) -> int | None:
        """The token, where a machine acted for the person."""
        return by_token(entry)


class NoticeOut(serializers.Serializer[Any]):
    """Without a number: it would count what others are told (INS-04)."""

    at = serializers.DateTimeField(source="notice.at")
    read_at = serializers.DateTimeField(source="notice.read_at", allow_null=True)
    text = serializers.CharField()
    team = serializers.CharField()
    url = serializers.CharField(source="notice.url")


class JobOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="job.pk")
    kind = serializers.CharField(source="job.kind")
    title = serializers.CharField()
    stage = serializers.CharField(source="job.stage")
    stopping = serializers.BooleanField()
    done = serializers.IntegerField(source="job.done")
    total = serializers.IntegerField(source="job.total")
    at_hand = serializers.CharField(help_text="Which piece of it is being done, where it has names.")
    started_by = serializers.IntegerField(source="job.started_by_id", allow_null=True)
    created_at = serializers.DateTimeField(source="job.created_at")
    finished_at = serializers.DateTimeField(source="job.finished_at", allow_null=True)
    made = serializers.CharField(source="address", help_text="Where what came of it can be seen; empty while nothing.")
    moves = serializers.ListField(child=serializers.CharField(), help_text="What the asker may do with it now.")


class ProblemLineOut(serializers.Serializer[Any]):
    row = serializers.CharField()
    text = serializers.CharField()


class JobWithProblemsOut(JobOut):
    problems = ProblemLineOut(many=True)


class DecisionOut(serializers.Serializer[Any]):
    value = serializers.CharField()
    since = serializers.DateField()
    path = serializers.CharField()
    by = serializers.CharField()


class RuleOut(serializers.Serializer[Any]):
    """A parameter with its value in force, as people read it."""

    key = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()
    default = serializers.CharField()
    unit = serializers.CharField()
    decision = DecisionOut(allow_null=True)
    ahead = DecisionOut(many=True)
    history = DecisionOut(many=True)


class PolicyValueIn(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=60)
    value = serializers.CharField(max_length=120, allow_blank=True)
    since = serializers.DateField()
    place = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")


class PolicyValueOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    key = serializers.CharField()
    since = serializers.DateField()
    path = serializers.CharField()


class TokenOut(serializers.Serializer[Any]):
    """A token without its secret, which nobody holds but its machine."""

    id = serializers.IntegerField(source="row.pk")
    name = serializers.CharField(source="row.name")
    prefix = serializers.CharField(source="row.prefix")
    own = serializers.BooleanField()
    state = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField(), source="row.permissions")
    created_at = serializers.DateTimeField(source="row.created_at")
    expires_at = serializers.DateTimeField(source="row.expires_at")
    last_used_at = serializers.DateTimeField(source="row.last_used_at", allow_null=True)
    revoked_at = serializers.DateTimeField(source="row.revoked_at", allow_null=True)
