"""An applicant's case, from the application to the member, and what others say of it."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, together, two_hands
from patrol_ops.core.models import User
from patrol_ops.core.secrets import EncryptedTextField
from recruitment.models.campaigns import Campaign, CampaignPost, Criterion
from recruitment.models.notices import PublicNotice
from recruitment.queries import ApplicantQuerySet, ScoreSheetQuerySet, VerdictQuerySet
from recruitment.rules import MAX_MARK, RejectReason, Schooling, Stage, VerdictCode
from teams.models import Member

_VETTED = ("PROPOSED", "ON_NOTICE", "HELD", "CLEARED", "OFFERED", "CONTRACTED", "ONBOARDED")
_ON_A_NOTICE = ("ON_NOTICE", "HELD", "CLEARED", "OFFERED", "CONTRACTED", "ONBOARDED")
_CLEARED = ("CLEARED", "OFFERED", "CONTRACTED", "ONBOARDED")
_HIRED = ("CONTRACTED", "ONBOARDED")


class Applicant(models.Model):
    """One application. Personal fields are encrypted and forgotten after their time (``forgotten_at``)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="applicants")
    post = models.ForeignKey(CampaignPost, models.PROTECT, related_name="applicants")
    case_number = models.CharField(max_length=24, unique=True)
    # Of the secret in the link that the applicant follows; the secret itself stands nowhere.
    link_digest = models.CharField(max_length=64, unique=True)
    stage = models.CharField(max_length=16)
    name = EncryptedTextField(blank=True, default=b"")
    phone = EncryptedTextField(blank=True, default=b"")
    identity = EncryptedTextField(blank=True, default=b"")
    identity_index = models.CharField(max_length=64, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    schooling = models.CharField(max_length=12, blank=True)
    # As declared; ``…_verified`` is what the papers said that were shown and handed back (REC-03, REC-04).
    local = models.BooleanField(default=False)
    local_verified = models.BooleanField(null=True)
    priority = models.BooleanField(default=False)
    priority_verified = models.BooleanField(null=True)
    reserve = models.BooleanField(default=False)
    transfer = models.BooleanField(default=False)  # REC-12: serves in a legacy team
    applied_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    screened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    screened_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # what the applicant is asked to mend or to add
    merit = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    vetting_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    vetting_asked_at = models.DateTimeField(null=True)
    # X53: what the office may know of the verdict, and no more.
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    suitable_until = models.DateField(null=True)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, null=True, related_name="applicants")
    cleared_on = models.DateField(null=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    onboarded_at = models.DateTimeField(null=True)
    rejected_why = models.CharField(max_length=20, blank=True)
    failed_criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="+")
    over_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", Stage),
            only("schooling", ["", *Schooling]),
            only("rejected_why", ["", *RejectReason]),
            models.UniqueConstraint(
                fields=["campaign", "identity_index"],
                condition=~Q(identity_index="") & ~Q(stage="WITHDRAWN"),
                name="recruitment_one_application",
            ),
            together("reviewed_by", "reviewed_at", name="review"),
            two_hands("screened_by", "reviewed_by"),
            models.CheckConstraint(
                condition=~Q(stage__in=_VETTED) | Q(reviewed_at__isnull=False, suitable_until__isnull=False),
                name="recruitment_applicant_vetted",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=_ON_A_NOTICE) | Q(notice__isnull=False), name="recruitment_applicant_noticed"
            ),
            # That the notice is closed, too, is held by triggers: a check sees its own row only.
            models.CheckConstraint(
                condition=~Q(stage__in=_CLEARED) | Q(cleared_on__isnull=False), name="recruitment_applicant_cleared"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=_HIRED) | Q(member__isnull=False), name="recruitment_hired_is_a_member"
            ),
            models.CheckConstraint(
                condition=Q(stage="REJECTED") & ~Q(rejected_why="") | ~Q(stage="REJECTED") & Q(rejected_why=""),
                name="recruitment_rejected_why",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "stage"], name="applicant_stage"),
            models.Index(fields=["identity_index"], name="applicant_identity"),
        ]

    def __str__(self) -> str:
        return self.case_number


class CriterionCheck(models.Model):
    """REC-08, REC-09: the checklist of an applicant, line by line."""

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="checks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    met = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["applicant", "criterion"], name="recruitment_checked_once")]

    def __str__(self) -> str:
        return f"{self.applicant_id}/{self.criterion_id}"


class ScoreSheet(models.Model):
    """REC-05, REC-10: one assessor's marks of one applicant; empty until handed in, then never changed."""

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="sheets")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    schooling = models.PositiveSmallIntegerField(null=True)
    ability = models.PositiveSmallIntegerField(null=True)
    responsibility = models.PositiveSmallIntegerField(null=True)
    standing = models.PositiveSmallIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["applicant", "assessor"], name="recruitment_scored_once"),
            together("came", "schooling", "ability", "responsibility", "standing", "submitted_at", name="whole_sheet"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{factor}__isnull": True}) | Q(**{f"{factor}__lte": MAX_MARK}),
                    name=f"recruitment_mark_{factor}",
                )
                for factor in ("schooling", "ability", "responsibility", "standing")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant_id}/{self.assessor_id}"


class PoliceVerdict(models.Model):
    """X53: the police's own paper on a recruit. Its reason is read by the police of the tier and nobody else."""

    applicant = models.ForeignKey(Applicant, models.CASCADE, related_name="verdicts")
    code = models.CharField(max_length=16)
    reason = EncryptedTextField(blank=True, default=b"")
    holds_until = models.DateField(null=True)
    unrelated = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            only("code", VerdictCode),
            models.CheckConstraint(condition=Q(unrelated=True), name="recruitment_verdict_unrelated"),
            models.CheckConstraint(
                condition=Q(code="SUITABLE", holds_until__isnull=False)
                | ~Q(code="SUITABLE") & Q(holds_until__isnull=True),
                name="recruitment_verdict_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applicant_id} {self.code}"
