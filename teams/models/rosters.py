"""Lists of old teams on their way in, and the register of what was absorbed."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, together, when
from patrol_ops.core.models import Job, User
from patrol_ops.core.secrets import EncryptedJSONField
from teams.models.members import Member
from teams.models.teams import Team
from teams.queries import LegacyUnitQuerySet, RosterQuerySet, RosterRowQuerySet
from teams.rules import EmploymentClass, Form, Tier
from teams.rules.rosters import LegacyKind, RosterStage, UnitAnswer, Verdict


class Roster(models.Model):
    """One list that somebody handed in. The file itself is not kept; ``sheets`` says how its columns were taken."""

    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=12)  # the territory of whoever handed it in
    report_on = models.DateField()  # ages are judged on this day
    report_found = models.BooleanField()  # the file named the day itself
    default_class = models.CharField(max_length=12, blank=True)
    sheets = models.JSONField(default=list)
    counts = models.JSONField(default=dict)  # rows by verdict
    above = models.JSONField(default=list)  # teams that have to be made first: path and tier
    makes_teams = models.BooleanField(default=False)
    stage = models.CharField(max_length=12)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+")

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = [
            only("stage", RosterStage),
            only("default_class", ["", *EmploymentClass]),
            together("confirmed_by", "confirmed_at", "job", name="confirmation"),
            when("stage", RosterStage.CONFIRMED, then=Q(confirmed_at__isnull=False), name="confirmed_by_somebody"),
            when("stage", RosterStage.BROUGHT_IN, then=Q(confirmed_at__isnull=False), name="brought_in_confirmed"),
            # A list that makes teams is confirmed by another hand than the one that handed it in.
            models.CheckConstraint(
                condition=Q(makes_teams=False) | Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("uploaded_by")),
                name="teams_roster_two_hands",
            ),
        ]
        indexes = [models.Index(fields=["stage", "uploaded_at"], name="roster_stage")]

    def __str__(self) -> str:
        return f"roster {self.pk}"


class RosterUnit(models.Model):
    """A team of the list, and the team it is about to be."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="units")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    compact = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=12)
    tier = models.CharField(max_length=12)
    form = models.CharField(max_length=20)
    chosen_form = models.CharField(max_length=20, blank=True)
    hamlet = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=8, blank=True)
    asked = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    joins = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    heads = models.PositiveIntegerField(default=0)  # who will serve there
    listed = models.PositiveIntegerField(default=0)  # who stands in the list, understood or not

    class Meta:
        constraints = [
            only("kind", LegacyKind),
            only("tier", Tier),
            only("form", Form),
            only("answer", ["", *UnitAnswer]),
            models.UniqueConstraint(fields=["roster", "path", "compact"], name="teams_roster_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}: {self.name}"


class RosterRow(models.Model):
    """A person's row: what may be kept of it, encrypted, until it is brought in or a day old."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField()
    row = models.PositiveIntegerField()
    texts = EncryptedJSONField()
    hidden = models.BooleanField(default=False)
    formula = models.BooleanField(default=False)
    unit = models.ForeignKey(RosterUnit, models.SET_NULL, null=True, related_name="rows")
    verdict = models.CharField(max_length=10)
    code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    post = models.CharField(max_length=8, blank=True)
    main = models.BooleanField(default=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        constraints = [
            only("verdict", Verdict),
            models.UniqueConstraint(fields=["roster", "sheet", "row"], name="teams_roster_row_once"),
        ]
        indexes = [models.Index(fields=["roster", "verdict"], name="roster_row_verdict")]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.sheet}:{self.row}"


class LegacyUnit(models.Model):
    """ORG-04: a line of the consolidation register: what was absorbed, into which team, by which document."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=12)
    team = models.ForeignKey(Team, models.PROTECT, related_name="legacy_units")
    heads_before = models.PositiveIntegerField()
    heads_after = models.PositiveIntegerField(default=0)
    absorbed_on = models.DateField()
    document = models.CharField(max_length=120)
    roster = models.ForeignKey(Roster, models.PROTECT, null=True, related_name="+")
    absorbed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    absorbed_at = models.DateTimeField()

    objects = LegacyUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", LegacyKind),
            models.UniqueConstraint(fields=["team", "name"], name="teams_legacy_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.team_id}"
