"""Teams, their names, strength, relations and history."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, ordered, two_hands, when
from patrol_ops.core.models import User
from teams.models.places import Place, Unit
from teams.queries import TeamQuerySet
from teams.rules import FINAL, Form, Relation, Stage, Tier


class Team(models.Model):
    """A brigade, squadron or detachment. Under strength, without leader and overdue are asked, never stored."""

    tier = models.CharField(max_length=12)
    place = models.ForeignKey(Place, models.PROTECT, related_name="teams")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    # ORG-02: generated from tier and place; ``hamlet`` is its only typed part (X49).
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=240, blank=True)
    initials = models.CharField(max_length=80, blank=True)
    hamlet = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=20)
    authorised = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12)
    # ORG-21, ORG-22: the day on which its plaque was hung; nothing while no plaque hangs.
    plaque_hung_on = models.DateField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    activated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            only("tier", Tier),
            only("form", Form),
            only("stage", Stage),
            models.CheckConstraint(
                condition=Q(tier="BRIGADE", parent__isnull=True) | ~Q(tier="BRIGADE") & Q(parent__isnull=False),
                name="teams_team_parent",
            ),
            # A place is free again for a team once the one before it is no more.
            models.UniqueConstraint(
                fields=["place", "tier", "hamlet"],
                condition=~Q(stage__in=sorted(stage.value for stage in FINAL)),
                name="teams_one_a_place",
            ),
            models.CheckConstraint(
                condition=Q(hamlet="") | Q(tier="DETACHMENT", form="VOLUNTARY_PATROL"), name="teams_team_hamlet"
            ),
            models.CheckConstraint(condition=Q(authorised__gte=1, authorised__lte=2000), name="teams_team_authorised"),
            when("stage", Stage.ACTIVE, then=Q(activated_at__isnull=False), name="active_was_activated"),
            two_hands("submitted_by", "activated_by"),
        ]
        indexes = [models.Index(fields=["stage", "tier"], name="team_stage")]

    def __str__(self) -> str:
        return self.name


class TeamStep(models.Model):
    """Append-only: which move, when, by whom, why. The history shown at the foot of a team's page."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    stage = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.team_id} {self.move}"


class ActiveSpan(models.Model):
    """Days on which a team was active; a log is due on each of them. ``until`` is exclusive."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="active_spans")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            ordered("since", "until", "span"),
            models.UniqueConstraint(fields=["team"], condition=Q(until__isnull=True), name="teams_active_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.since}"


class TeamAlias(models.Model):
    """ORG-02: a former name by which people still look for the team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="teams_alias_once")]

    def __str__(self) -> str:
        return self.name


class StrengthDecision(models.Model):
    """ORG-05: the authorised strength from a moment on, with its reason and who decided."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="strength_decisions")
    authorised = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="teams_strength_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.authorised}"


class TeamUnit(models.Model):
    """ORG-07 and ORG-12: which body stands in which relation to the team, and since when."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="team_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="team_units")
    relation = models.CharField(max_length=30)
    since = models.DateField()
    until = models.DateField(null=True)
    related_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    related_at = models.DateTimeField()

    class Meta:
        constraints = [
            only("relation", Relation),
            ordered("since", "until", "span"),
            models.UniqueConstraint(
                fields=["team", "relation"], condition=Q(until__isnull=True), name="teams_one_unit_a_relation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.relation}"
