"""What goes in and out by API. No name, phone or identity number of an applicant ever comes out whole."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from patrol_ops.core.doors import Key, Said
from recruitment.models import Applicant, Criterion, ScoreSheet
from recruitment.reports.applicants import line_of
from recruitment.rules import (
    MAX_MARK,
    CampaignDraft,
    CriterionDraft,
    Gate,
    Method,
    PostDraft,
    PostKind,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    StandardDraft,
)
from teams.rules import EmploymentClass

# --- the standard and campaigns -------------------------------------------------------------------------------------


class CriterionIn(serializers.Serializer[Any]):
    gate = Said(Gate)
    text = serializers.CharField(max_length=200)
    post_kind = Said(PostKind, required=False, allow_null=True, default=None)


class StandardIn(serializers.Serializer[Any]):
    place_id = Key()
    criteria = CriterionIn(many=True)

    def draft(self) -> StandardDraft:
        return StandardDraft(tuple(CriterionDraft(**line) for line in self.validated_data["criteria"]))


class CriterionOut(serializers.ModelSerializer[Criterion]):
    number = serializers.IntegerField()

    class Meta:
        model = Criterion
        fields = ("id", "number", "gate", "post_kind", "text")


class StandardOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    place_id = serializers.IntegerField()
    version = serializers.IntegerField()
    proposed_at = serializers.DateTimeField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    criteria = CriterionOut(many=True)


class PostIn(serializers.Serializer[Any]):
    team_id = Key()
    kind = Said(PostKind)
    employment_class = Said(EmploymentClass)
    number = serializers.IntegerField(min_value=1, max_value=200)


class RedraftCampaignIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=80)
    apply_from = serializers.DateField()
    apply_until = serializers.DateField()
    assess_on = serializers.DateField()
    assess_at = serializers.CharField(max_length=120)
    methods = serializers.ListField(child=Said(Method), max_length=len(Method))
    threshold = serializers.IntegerField(min_value=1, max_value=100)
    contact = serializers.CharField(max_length=80)
    contact_phone = serializers.CharField(max_length=30)
    posts = PostIn(many=True)

    def draft(self) -> CampaignDraft:
        said = {name: value for name, value in self.validated_data.items() if name != "place_id"}
        posts = tuple(PostDraft(**post) for post in said.pop("posts"))
        return CampaignDraft(**{**said, "methods": tuple(said["methods"])}, posts=posts)


class PlanCampaignIn(RedraftCampaignIn):
    place_id = Key()


class PostOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="row.pk")
    team_id = serializers.IntegerField(source="row.team_id")
    kind = serializers.CharField(source="row.kind")
    employment_class = serializers.CharField(source="row.employment_class")
    number = serializers.IntegerField(source="row.number")
    left = serializers.IntegerField()


class CampaignRow(serializers.Serializer[Any]):
    """A campaign in a list."""

    id = serializers.IntegerField()
    place_id = serializers.IntegerField()
    path = serializers.CharField(source="place.path")
    year = serializers.IntegerField()
    serial = serializers.IntegerField()
    title = serializers.CharField()
    stage = serializers.CharField()
    standard_id = serializers.IntegerField()
    apply_from = serializers.DateField()
    apply_until = serializers.DateField()
    assess_on = serializers.DateField()
    wanted = serializers.IntegerField()
    applied = serializers.IntegerField()
    hired = serializers.IntegerField()


class AssessorOut(serializers.Serializer[Any]):
    user_id = serializers.IntegerField()
    name = serializers.CharField()
    waiting = serializers.IntegerField()


class CampaignOut(CampaignRow):
    """All of it; numbers by stage are of the applicants that the asker sees."""

    assess_at = serializers.CharField()
    methods = serializers.ListField(child=serializers.CharField())
    threshold = serializers.IntegerField()
    contact = serializers.CharField()
    contact_phone = serializers.CharField()
    police_approved_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    ranked_at = serializers.DateTimeField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    posts = PostOut(many=True, source="post_lines")
    assessors = AssessorOut(many=True, source="assessor_lines")
    by_stage = serializers.DictField(child=serializers.IntegerField(), source="numbers.by_stage")
    local_share = serializers.IntegerField(source="numbers.local_share", allow_null=True)
    few_locals = serializers.BooleanField(source="numbers.few_locals")


class NameAssessorIn(serializers.Serializer[Any]):
    user_id = Key()


# --- applicants -----------------------------------------------------------------------------------------------------


class ApplicantRow(serializers.Serializer[Any]):
    """An applicant in a list: masked for everybody."""

    id = serializers.IntegerField(source="pk")
    case_number = serializers.CharField()
    name = serializers.CharField()
    campaign_id = serializers.IntegerField()
    post_id = serializers.IntegerField()
    stage = serializers.CharField()
    local = serializers.BooleanField()
    priority = serializers.BooleanField()
    reserve = serializers.BooleanField()
    merit = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    applied_at = serializers.DateTimeField()

    def to_representation(self, instance: Any) -> Any:
        return super().to_representation(line_of(instance) if isinstance(instance, Applicant) else instance)


class CheckOut(serializers.Serializer[Any]):
    criterion_id = serializers.IntegerField()
    met = serializers.BooleanField()


class SheetOut(serializers.Serializer[Any]):
    """Marks are empty until every sheet of the applicant is in, but for one's own."""

    id = serializers.IntegerField(source="pk")
    assessor = serializers.CharField()
    own = serializers.BooleanField()
    handed_in = serializers.BooleanField()
    came = serializers.BooleanField(allow_null=True)
    marks = serializers.SerializerMethodField()
    total = serializers.IntegerField(allow_null=True)

    def get_marks(self, line: Any) -> dict[str, int | None]:
        return dict(line.marks)


class ApplicantOut(serializers.Serializer[Any]):
    applicant = ApplicantRow(source="line")
    schooling = serializers.CharField()
    age = serializers.IntegerField(allow_null=True)
    checks = CheckOut(many=True)
    sheets = SheetOut(many=True)


class ScreenIn(serializers.Serializer[Any]):
    verdict = Said(Screening)
    met = serializers.ListField(child=Key(), max_length=40)
    local = serializers.BooleanField(required=False, allow_null=True, default=None)
    priority = serializers.BooleanField(required=False, allow_null=True, default=None)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)

    def draft(self) -> ScreeningDraft:
        said = self.validated_data
        return ScreeningDraft(**{**said, "met": frozenset(said["met"])})


class ScoreSheetRow(serializers.ModelSerializer[ScoreSheet]):
    """One's own sheet."""

    class Meta:
        model = ScoreSheet
        fields = ("id", "applicant_id", "came", "schooling", "ability", "responsibility", "standing", "submitted_at")
        read_only_fields = fields


class ScoreIn(serializers.Serializer[Any]):
    came = serializers.BooleanField()
    schooling = serializers.IntegerField(min_value=0, max_value=MAX_MARK, default=0)
    ability = serializers.IntegerField(min_value=0, max_value=MAX_MARK, default=0)
    responsibility = serializers.IntegerField(min_value=0, max_value=MAX_MARK, default=0)
    standing = serializers.IntegerField(min_value=0, max_value=MAX_MARK, default=0)
    unrelated = serializers.BooleanField(default=False)

    def draft(self) -> ScoreDraft:
        return ScoreDraft(**self.validated_data)


class FactsIn(serializers.Serializer[Any]):
    facts = serializers.CharField(max_length=300)


class RankOut(serializers.Serializer[Any]):
    rank = serializers.IntegerField(allow_null=True)
    applicant = ApplicantRow(source="line")
    merit = serializers.DecimalField(max_digits=5, decimal_places=2)
    outcome = serializers.ChoiceField(choices=["select", "reserve", "others", "below"])
    tie = serializers.ChoiceField(choices=["", "priority", "local", "first"])


class RankingOut(serializers.Serializer[Any]):
    threshold = serializers.IntegerField()
    lines = RankOut(many=True)
