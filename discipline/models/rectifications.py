"""Rectifications, each with its file of steps; reviews of responsibility; the coordination duty of units."""

from django.db import models
from django.db.models import F, Q

from discipline.models.records import Finding, Inspection
from discipline.queries import CoordinationQuerySet, RectificationQuerySet, ReviewQuerySet
from discipline.rules import Level, RectificationStage, ReviewStage, Trigger
from patrol_ops.core.constraints import only, ordered, together, two_hands, when
from patrol_ops.core.models import User
from teams.models import Place, Team, Unit


class Rectification(models.Model):
    """One matter, one file (LOG-09, INS-11). ``due_on`` is its last day, an extension or a limit already in it."""

    number = models.CharField(max_length=20, unique=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="rectifications")
    findings = models.ManyToManyField(Finding, related_name="rectifications")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    matter = models.CharField(max_length=120)
    demands = models.CharField(max_length=1000)
    stage = models.CharField(max_length=12)
    level = models.CharField(max_length=12)
    due_on = models.DateField(db_index=True)
    first_due_on = models.DateField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    rechecker = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    rechecked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    # INS-12: time-limited, from when to when, by whose word.
    limited_from = models.DateField(null=True)
    limited_until = models.DateField(null=True)
    limited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Asked for once, decided by the head.
    extension_until = models.DateField(null=True)
    extension_why = models.CharField(max_length=1000, blank=True)
    extension_asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    extension_asked_at = models.DateTimeField(null=True)
    extension_granted = models.BooleanField(null=True)
    extension_decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    extension_decided_at = models.DateTimeField(null=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", RectificationStage),
            only("level", Level),
            together("submitted_by", "submitted_at", name="answer"),
            together("rechecked_by", "rechecked_at", name="recheck"),
            two_hands("submitted_by", "rechecked_by"),
            models.CheckConstraint(
                condition=Q(rechecked_by__isnull=True) | Q(issued_by__isnull=True) | ~Q(rechecked_by=F("issued_by")),
                name="discipline_rectification_other_eye",
            ),
            models.CheckConstraint(
                condition=Q(rechecker__isnull=True) | Q(issued_by__isnull=True) | ~Q(rechecker=F("issued_by")),
                name="discipline_rechecker_other_eye",
            ),
            models.CheckConstraint(
                condition=Q(extension_decided_by__isnull=True)
                | Q(extension_asked_by__isnull=False) & ~Q(extension_decided_by=F("extension_asked_by")),
                name="discipline_extension_two_hands",
            ),
            together("extension_asked_by", "extension_asked_at", "extension_until", name="extension"),
            together("extension_decided_by", "extension_decided_at", "extension_granted", name="extension_word"),
            together("limited_from", "limited_until", "limited_by", name="limit"),
            ordered("limited_from", "limited_until", "limit"),
            when("stage", RectificationStage.SUBMITTED, then=Q(submitted_at__isnull=False), name="was_submitted"),
            when("stage", RectificationStage.CLOSED, then=Q(rechecked_at__isnull=False), name="was_rechecked"),
            when("level", Level.TIME_LIMITED, then=Q(limited_until__isnull=False), name="limited_until_a_day"),
        ]
        indexes = [models.Index(fields=["stage", "due_on"], name="rectification_open")]

    def __str__(self) -> str:
        return self.number


class RectificationStep(models.Model):
    """Append-only: the plan, the progress, the result, the word of whoever looked again."""

    rectification = models.ForeignKey(Rectification, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=14)
    stage = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.rectification_id} {self.move}"


class AccountabilityReview(models.Model):
    """INC-08, INS-10: after something grave: the facts, whether somebody was negligent, what is decided. No names."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    trigger = models.CharField(max_length=10)
    happened_on = models.DateField()
    title = models.CharField(max_length=120)
    reference = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=10)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    facts = models.CharField(max_length=2000, blank=True)
    negligence = models.BooleanField(null=True)
    proposal = models.CharField(max_length=1000, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", ReviewStage),
            only("trigger", Trigger),
            two_hands("proposed_by", "decided_by"),
            together("proposed_by", "proposed_at", name="proposal"),
            together("decided_by", "decided_at", name="decision"),
            when(
                "stage",
                ReviewStage.DECIDED,
                then=Q(decided_at__isnull=False, negligence__isnull=False) & ~Q(decision=""),
                name="decided_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trigger} #{self.pk}"


class CoordinationDuty(models.Model):
    """INS-16: what a unit has to coordinate or supervise, and the post by which it is reached."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=300)
    contact_post = models.CharField(max_length=60)
    since = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        constraints = [ordered("since", "ended_on", "span")]

    def __str__(self) -> str:
        return f"{self.unit_id} #{self.pk}"


class CoordinationFollowUp(models.Model):
    """Append-only: what became of it on a day."""

    duty = models.ForeignKey(CoordinationDuty, models.PROTECT, related_name="follow_ups")
    day = models.DateField()
    text = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.duty_id} {self.day}"
