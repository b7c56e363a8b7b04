"""Sessions, who takes part, how it ended, and online tests."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, together, two_hands, when
from patrol_ops.core.models import User
from teams.models import Member, Place, Team
from teams.rules import Tier
from training.models.courses import CourseRevision, PlanLine
from training.queries import AttemptQuerySet, EnrolmentQuerySet, SessionQuerySet
from training.rules import CheckIn, DeliveryMode, EnrolmentStage, SessionStage


class Session(models.Model):
    """A course held for teams of a tier at a place, or the study item of a team's meeting (``team`` set, TRN-14)."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    tier = models.CharField(max_length=10)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(CourseRevision, models.PROTECT, null=True, related_name="sessions")
    subject = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=14)
    plan_line = models.ForeignKey(PlanLine, models.PROTECT, null=True, related_name="held")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    venue = models.CharField(max_length=60, blank=True)
    capacity = models.PositiveSmallIntegerField()
    trainer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    trainer_name = models.CharField(max_length=40, blank=True)
    cost_planned = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    cost_actual = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    funded = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    secret = models.CharField(max_length=32)
    stage = models.CharField(max_length=10)
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", SessionStage),
            only("mode", DeliveryMode),
            only("tier", Tier),
            two_hands("completed_by", "confirmed_by"),
            together("confirmed_by", "confirmed_at", name="confirmation"),
            when("stage", SessionStage.CONFIRMED, then=Q(confirmed_at__isnull=False), name="confirmed_by_somebody"),
            when("stage", SessionStage.CANCELLED, then=~Q(cancelled_why=""), name="cancelled_says_why"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_session_takes_time"),
            # A course, or a team's study item with its topic.
            models.CheckConstraint(
                condition=Q(revision__isnull=False, topic="")
                | Q(revision__isnull=True, team__isnull=False) & ~Q(topic=""),
                name="training_course_or_study",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} #{self.pk}"

    @property
    def topics(self) -> tuple[int, int, int, int]:
        """Minutes of each topic group, in the order of ``Topic``."""
        if self.revision is not None:
            return self.revision.topics
        law, duties, procedures, finding = (
            self.minutes if topic == self.topic else 0 for topic in ("LAW", "DUTIES", "PROCEDURES", "FINDING")
        )
        return law, duties, procedures, finding


class Enrolment(models.Model):
    """A member, or somebody of the staff (TRN-12), in a session. Attendance and results; no opinions (TRN-08)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="enrolments")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retake = models.BooleanField(default=False)
    stage = models.CharField(max_length=10)
    check_in = models.CharField(max_length=8, blank=True)
    checked_in_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    mark = models.PositiveSmallIntegerField(null=True)
    credited = models.PositiveSmallIntegerField(null=True)
    credit_year = models.PositiveSmallIntegerField(null=True)
    enrolled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    enrolled_at = models.DateTimeField()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", EnrolmentStage),
            only("check_in", ["", *CheckIn]),
            together("credited", "credit_year", name="credit"),
            models.CheckConstraint(
                condition=Q(member__isnull=False, user__isnull=True) | Q(member__isnull=True, user__isnull=False),
                name="training_member_or_staff",
            ),
            models.UniqueConstraint(fields=["session", "member"], name="training_enrolled_once"),
            models.UniqueConstraint(fields=["session", "user"], name="training_staff_enrolled_once"),
        ]
        indexes = [models.Index(fields=["member", "credit_year"], name="enrolment_credit")]

    def __str__(self) -> str:
        return f"{self.member_id or self.user_id} in {self.session_id}"


class TheoryAttempt(models.Model):
    """An online test: what was asked, what was answered, how it ended."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    revision = models.ForeignKey(CourseRevision, models.PROTECT, related_name="+")
    questions = models.JSONField()
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            together("submitted_at", "score", "passed", name="result"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="training_test_takes_time"),
        ]
        indexes = [models.Index(fields=["member", "revision"], name="attempt_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.revision_id} #{self.pk}"
