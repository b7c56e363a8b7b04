"""The record of an inspection and what stands in it. Nothing of it changes once somebody has signed: the migration's
triggers hold that line, whoever writes."""

from django.db import models
from django.db.models import F, Q

from discipline.models.checklists import ChecklistRevision
from discipline.models.visits import Visit
from discipline.queries import FindingQuerySet, InspectionQuerySet
from discipline.rules import DocumentKind, InspectionStage, Method, Organiser, Seen, SiteKind, Verdict
from patrol_ops.core.constraints import only, ordered, together, two_hands, when
from patrol_ops.core.models import User
from teams.models import Team

_SIGNED = Q(signed_by__isnull=False, signed_at__isnull=False)
_COUNTERSIGNED = Q(countersigned_by__isnull=False, countersigned_at__isnull=False)


class Inspection(models.Model):
    """A page of the inspection record book (LOG-03). ``digest`` is of everything it says; both sign that."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="inspections")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    correction_why = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=20, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    organised_by = models.CharField(max_length=14)
    method = models.CharField(max_length=12)
    announced = models.BooleanField()
    revision = models.ForeignKey(ChecklistRevision, models.PROTECT, related_name="+")
    inspector = models.ForeignKey(User, models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    present = models.PositiveSmallIntegerField(null=True)
    worn = models.PositiveSmallIntegerField(null=True)
    certified = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    summary = models.CharField(max_length=500, blank=True)
    stage = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    statement = models.CharField(max_length=1000, blank=True)
    disputed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    disputed_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", InspectionStage),
            only("organised_by", Organiser),
            only("method", Method),
            ordered("begun_at", "ended_at", "span"),
            two_hands("signed_by", "countersigned_by"),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("inspector")),
                name="discipline_inspection_other_side",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | Q(signed_by=F("inspector")),
                name="discipline_inspection_inspector_signs",
            ),
            together("signed_by", "signed_at", name="signature"),
            together("countersigned_by", "countersigned_at", name="countersignature"),
            together("disputed_by", "disputed_at", name="dispute"),
            together("decided_by", "decided_at", name="decision"),
            when(
                "stage",
                InspectionStage.RECORDED,
                then=Q(signed_by__isnull=True, countersigned_by__isnull=True),
                name="recorded_is_unsigned",
            ),
            when("stage", InspectionStage.SIGNED_ONE, then=_SIGNED & ~_COUNTERSIGNED, name="signed_one"),
            when("stage", InspectionStage.SIGNED_BOTH, then=_SIGNED & _COUNTERSIGNED, name="signed_both"),
            when(
                "stage",
                InspectionStage.DISPUTED,
                then=_SIGNED & ~_COUNTERSIGNED & Q(disputed_at__isnull=False) & ~Q(statement=""),
                name="disputed_says_why",
            ),
            *(
                when(
                    "stage",
                    stage,
                    then=Q(disputed_at__isnull=False, decided_at__isnull=False) & ~Q(decision=""),
                    name=f"{stage.lower()}_was_decided",
                )
                for stage in (InspectionStage.UPHELD, InspectionStage.OVERTURNED)
            ),
            # LOG-04: whoever disputes does not decide, nor does the inspector.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("disputed_by")) & ~Q(decided_by=F("inspector")),
                name="discipline_inspection_judge",
            ),
            models.CheckConstraint(
                condition=Q(worn__isnull=True) | Q(present__isnull=False, worn__lte=F("present")),
                name="discipline_inspection_worn",
            ),
            models.CheckConstraint(
                condition=Q(certified__isnull=True) | Q(present__isnull=False, certified__lte=F("present")),
                name="discipline_inspection_certified",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="discipline_inspection_score"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_why=""), name="discipline_correction_says_why"
            ),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(corrects__isnull=True), name="discipline_recorded_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False) & ~Q(stage=InspectionStage.OVERTURNED.value),
                name="discipline_corrected_once",
            ),
        ]
        indexes = [models.Index(fields=["team", "day"], name="inspection_of_team")]

    def __str__(self) -> str:
        return self.number


class InspectionAnswer(models.Model):
    """What was found of an item of the checklist."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=14)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            only("verdict", Verdict),
            models.UniqueConstraint(fields=["inspection", "number"], name="discipline_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"


class DocumentCheck(models.Model):
    """LOG-10: how much of what should be there is there."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=12)
    kept = models.PositiveSmallIntegerField()
    due = models.PositiveSmallIntegerField()
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            only("kind", DocumentKind),
            models.UniqueConstraint(fields=["inspection", "kind"], name="discipline_document_once"),
            models.CheckConstraint(condition=Q(kept__lte=F("due")), name="discipline_document_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.kind}"


class Interview(models.Model):
    """PUB-12: an answer of somebody passing by. Nobody can be found by it: no name, no time, no words."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="interviews")
    number = models.PositiveSmallIntegerField()
    seen = models.CharField(max_length=6)
    at_night = models.BooleanField()
    enough = models.BooleanField()

    class Meta:
        constraints = [
            only("seen", Seen),
            models.UniqueConstraint(fields=["inspection", "number"], name="discipline_interview_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"


class SiteCheck(models.Model):
    """INS-09, INS-17: a place that was looked at, with head-counts of guards."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="sites")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    duty = models.BooleanField()
    patrol = models.BooleanField()
    fixed_post = models.BooleanField()
    guards_due = models.PositiveSmallIntegerField()
    guards_there = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            only("kind", SiteKind),
            models.UniqueConstraint(fields=["inspection", "number"], name="discipline_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"


class Finding(models.Model):
    """INS-06: what was found, the weak point behind it, the help that is offered."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    weak_point = models.CharField(max_length=200, blank=True)
    help_offered = models.CharField(max_length=200, blank=True)
    to_rectify = models.BooleanField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="discipline_finding_once")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.number}"
