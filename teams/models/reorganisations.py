"""What is ordered about teams for a day, and what became of them."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, together, two_hands, when
from patrol_ops.core.models import User
from teams.models.members import Member
from teams.models.teams import Team
from teams.queries import ReorganisationQuerySet
from teams.rules import Form, ReorganisationKind, ReorganisationStage, SuccessionKind

_S = ReorganisationStage


class Reorganisation(models.Model):
    """One order: ordered by one hand, approved by another, carried out at the beginning of its day.

    ``team`` is the successor of a merger, the team that is split, renamed or dissolved. What a kind does not need is
    empty. A failure is the refusal that it met on its day.
    """

    kind = models.CharField(max_length=10)
    stage = models.CharField(max_length=10)
    team = models.ForeignKey(Team, models.PROTECT, related_name="reorganisations")
    merging = models.ManyToManyField(Team, related_name="merging_orders")
    moving = models.ManyToManyField(Member, related_name="+")
    form = models.CharField(max_length=20, blank=True)
    hamlet = models.CharField(max_length=20, blank=True)
    authorised = models.PositiveSmallIntegerField(null=True)
    effective_on = models.DateField()
    reason = models.CharField(max_length=300)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    failure_facts = models.JSONField(default=dict)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", ReorganisationKind),
            only("stage", ReorganisationStage),
            only("form", ["", *Form]),
            two_hands("ordered_by", "approved_by"),
            together("approved_by", "approved_at", name="approval"),
            when("stage", _S.APPROVED, then=Q(approved_at__isnull=False), name="approved"),
            when(
                "stage",
                ReorganisationStage.DONE,
                then=Q(approved_at__isnull=False, ended_at__isnull=False),
                name="done",
            ),
            when("stage", _S.CANCELLED, then=Q(ended_at__isnull=False), name="cancelled"),
            when("stage", _S.FAILED, then=~Q(failure="") & Q(ended_at__isnull=False), name="failed"),
            models.CheckConstraint(
                condition=~Q(kind="SPLIT") | Q(authorised__isnull=False) & ~Q(form=""), name="teams_split_says_what"
            ),
            models.CheckConstraint(condition=~Q(kind="RENAME") | ~Q(hamlet=""), name="teams_rename_says_what"),
            models.CheckConstraint(condition=~Q(reason=""), name="teams_reorganisation_reason"),
        ]
        indexes = [models.Index(fields=["stage", "effective_on"], name="reorganisation_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.team_id} #{self.pk}"


class TeamSuccession(models.Model):
    """Append-only: what became of a team. By it a figure of the past finds the team that its team is now."""

    kind = models.CharField(max_length=10)
    predecessor = models.ForeignKey(Team, models.PROTECT, related_name="became")
    successor = models.ForeignKey(Team, models.PROTECT, related_name="came_from")
    effective_on = models.DateField()
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="successions")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            only("kind", SuccessionKind),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="teams_succeeded_by_another"),
            models.UniqueConstraint(fields=["predecessor"], condition=Q(kind="MERGE"), name="teams_merged_into_one"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
