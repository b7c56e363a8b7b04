"""Rounds with their inspectors, visits to come, plans that repeat."""

from django.db import models
from django.db.models import Q

from discipline.models.checklists import Checklist
from discipline.queries import RoundQuerySet, SeriesQuerySet, VisitQuerySet
from discipline.rules import Method, Organiser, RoundStage, VisitStage
from patrol_ops.core.constraints import only, ordered, when
from patrol_ops.core.models import User
from teams.models import Place, Team
from teams.rules import Tier


class SupervisionRound(models.Model):
    """INS-02, INS-14: a round of inspections by one organiser, registered before and reported after."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=60)
    organised_by = models.CharField(max_length=14)
    method = models.CharField(max_length=12)
    starts_on = models.DateField()
    last_day = models.DateField()
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10)
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    report = models.CharField(max_length=2000, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            only("organised_by", Organiser),
            only("method", Method),
            only("stage", RoundStage),
            ordered("starts_on", "last_day", "span"),
            when("stage", RoundStage.REPORTED, then=~Q(report=""), name="reported_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.organised_by} #{self.pk}"


class RoundInspector(models.Model):
    """Who looks in a round; ``home`` is the street they are lent from, ``lent_by`` the unit (INS-02)."""

    round = models.ForeignKey(SupervisionRound, models.CASCADE, related_name="inspectors")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    home = models.CharField(max_length=12, blank=True)
    lent_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="discipline_inspector_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.round_id}"


class VisitSeries(models.Model):
    """INS-01, INS-05: each team of a tier once in each period of the policy; the clock plans the visits."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    organised_by = models.CharField(max_length=14)
    tier = models.CharField(max_length=12)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    announced = models.BooleanField()
    inspectors = models.ManyToManyField(User, related_name="+")
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            only("organised_by", Organiser),
            only("tier", Tier),
            models.UniqueConstraint(
                fields=["place", "organised_by", "tier", "checklist"],
                condition=Q(ended_at__isnull=True),
                name="discipline_series_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organised_by} {self.tier} #{self.pk}"


class Visit(models.Model):
    """An inspection that is to be made. Once made it is an ``Inspection``: a table of its own, so that nothing the
    inspected side can count, not even a number, tells of visits that are not announced (INS-04)."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    path = models.CharField(max_length=12, db_index=True)
    round = models.ForeignKey(SupervisionRound, models.PROTECT, null=True, related_name="visits")
    series = models.ForeignKey(VisitSeries, models.PROTECT, null=True, related_name="visits")
    period = models.CharField(max_length=7, blank=True)
    organised_by = models.CharField(max_length=14)
    method = models.CharField(max_length=12)
    announced = models.BooleanField()
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+")
    inspector = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(db_index=True)
    stage = models.CharField(max_length=10)
    planned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField()
    moved_from = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            only("organised_by", Organiser),
            only("method", Method),
            only("stage", VisitStage),
            when("stage", VisitStage.CANCELLED, then=~Q(cancelled_why=""), name="cancelled_says_why"),
            models.UniqueConstraint(
                fields=["series", "period", "team"],
                condition=Q(series__isnull=False),
                name="discipline_visit_once_a_period",
            ),
        ]
        indexes = [models.Index(fields=["stage", "starts_at"], name="visit_coming")]

    def __str__(self) -> str:
        return f"visit #{self.pk}"
