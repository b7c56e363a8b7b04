"""Courses with their revisions, the yearly plan, the bank of questions."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, together, two_hands, when
from patrol_ops.core.models import User
from teams.models import Place
from teams.rules import Tier
from training.queries import CourseQuerySet, PlanQuerySet, QuestionQuerySet
from training.rules import DeliveryMode, PlanStage, Programme, Topic


class Course(models.Model):
    """A course of a district. What is taught stands in its revisions; old results keep theirs."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    programme = models.CharField(max_length=10)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [only("programme", Programme)]

    def __str__(self) -> str:
        return f"{self.programme} #{self.pk}"


class CourseRevision(models.Model):
    """An edit makes a new one. ``law``, ``duties``, ``procedures``, ``finding``: minutes of each topic (TRN-03)."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="revisions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    aim = models.CharField(max_length=500, blank=True)
    law = models.PositiveSmallIntegerField()
    duties = models.PositiveSmallIntegerField()
    procedures = models.PositiveSmallIntegerField()
    finding = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField(null=True)
    theory = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "version"], name="training_course_version"),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__gte=1, pass_mark__lte=100),
                name="training_pass_mark_of_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    @property
    def topics(self) -> tuple[int, int, int, int]:
        return self.law, self.duties, self.procedures, self.finding

    @property
    def total(self) -> int:
        """Minutes."""
        return sum(self.topics)


class TrainingPlan(models.Model):
    """TRN-04: one a year for the whole district, drafted by the office, approved by the sub-bureau."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=10)
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=300, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", PlanStage),
            models.UniqueConstraint(fields=["place", "year"], name="training_one_plan_a_year"),
            two_hands("submitted_by", "approved_by"),
            together("approved_by", "approved_at", name="approval"),
            when("stage", PlanStage.APPROVED, then=Q(approved_at__isnull=False), name="approved_has_approval"),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


class PlanLine(models.Model):
    """So many sessions of a course in a quarter for teams of a tier. ``cost`` in yuan, for the budget (TRN-13)."""

    plan = models.ForeignKey(TrainingPlan, models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=10)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=14)
    sessions = models.PositiveSmallIntegerField()
    cost = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)  # amended away; sessions held under it keep pointing to it

    class Meta:
        constraints = [
            only("tier", Tier),
            only("mode", DeliveryMode),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="training_quarter_of_a_year"),
            models.CheckConstraint(condition=Q(sessions__gte=1), name="training_line_has_sessions"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class Question(models.Model):
    """One of the bank. Never edited: a better wording is another question, so that old tests keep what was asked."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="questions")
    topic = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    options = models.JSONField()
    answer = models.PositiveSmallIntegerField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            only("topic", Topic),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("added_at")), name="training_retired_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"
