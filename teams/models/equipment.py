"""Equipment and insignia: the standard, every piece, who bears it, who may bear what is restricted."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, ordered, together, two_hands, when
from patrol_ops.core.models import User
from teams.models.members import Member
from teams.models.places import Place
from teams.models.teams import Team
from teams.queries import (
    EquipmentIssueQuerySet,
    EquipmentQuerySet,
    EquipmentStandardQuerySet,
    KitAuthorisationQuerySet,
)
from teams.rules import Form, Tier
from teams.rules.equipment import ONE_EACH, RESTRICTED, Condition, EquipmentKind, EquipmentStage, ReturnOutcome
from teams.rules.equipment_needs import Per


class EquipmentStandard(models.Model):
    """EQP-07: the one equipment standard of the district, by version: proposed by the office, agreed by the police."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    objects = EquipmentStandardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "version"], name="teams_equipment_one_version"),
            models.UniqueConstraint(
                fields=["place"], condition=Q(agreed_at__isnull=True), name="teams_equipment_standard_waits"
            ),
            together("agreed_by", "agreed_at", name="agreement"),
            two_hands("proposed_by", "agreed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} v{self.version}"


class EquipmentLine(models.Model):
    """One line of the standard; without tier or form it holds for all."""

    standard = models.ForeignKey(EquipmentStandard, models.CASCADE, related_name="lines")
    tier = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20)
    per = models.CharField(max_length=6)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            only("tier", ["", *Tier]),
            only("form", ["", *Form]),
            only("kind", EquipmentKind),
            only("per", Per),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=200), name="teams_equipment_line_number"),
            models.UniqueConstraint(
                fields=["standard", "tier", "form", "kind", "per"], name="teams_equipment_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.kind}"


class Equipment(models.Model):
    """One piece of a team. ``replace_on``: EQP-03, counted from the day it was first given out."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="pieces")
    kind = models.CharField(max_length=20)
    serial = models.CharField(max_length=40, blank=True)
    size = models.CharField(max_length=12, blank=True)
    condition = models.CharField(max_length=8)
    stage = models.CharField(max_length=10)
    acquired_on = models.DateField()
    replace_on = models.DateField(null=True)
    stocked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stocked_at = models.DateTimeField()
    scrapped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    scrapped_at = models.DateTimeField(null=True)
    scrapped_why = models.CharField(max_length=300, blank=True)

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", EquipmentKind),
            only("condition", Condition),
            only("stage", EquipmentStage),
            models.UniqueConstraint(fields=["kind", "serial"], condition=~Q(serial=""), name="teams_equipment_serial"),
            when(
                "stage",
                EquipmentStage.SCRAPPED,
                then=Q(scrapped_at__isnull=False) & ~Q(scrapped_why=""),
                name="scrapped_why",
            ),
        ]
        indexes = [models.Index(fields=["team", "stage", "kind"], name="equipment_team")]

    def __str__(self) -> str:
        return f"{self.kind} {self.serial or f'#{self.pk}'}"


class EquipmentIssue(models.Model):
    """EQP-05: a piece in somebody's hands, from the day it was given out until it is back or known to be lost."""

    item = models.ForeignKey(Equipment, models.PROTECT, related_name="issues")
    kind = models.CharField(max_length=20)  # of the piece, which never changes
    member = models.ForeignKey(Member, models.PROTECT, related_name="equipment_issues")
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    condition_out = models.CharField(max_length=8)
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    condition_back = models.CharField(max_length=8, blank=True)

    objects = EquipmentIssueQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", EquipmentKind),
            only("condition_out", Condition),
            only("condition_back", ["", *Condition]),
            together("closed_on", "closed_at", name="closing"),
            ordered("issued_on", "closed_on", "span"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_on__isnull=True), name="teams_equipment_out_once"
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(closed_on__isnull=True, kind__in=sorted(kind.value for kind in ONE_EACH)),
                name="teams_equipment_one_each",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="", condition_back="")
                | Q(closed_on__isnull=False, outcome="LOST", condition_back="")
                | Q(closed_on__isnull=False, outcome="DAMAGED", condition_back="BROKEN")
                | Q(closed_on__isnull=False, outcome="RETURNED") & ~Q(condition_back=""),
                name="teams_equipment_outcome",
            ),
            only("outcome", ["", *ReturnOutcome]),
        ]
        indexes = [models.Index(fields=["member", "closed_on"], name="equipment_bearer")]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.member_id}"


class KitAuthorisation(models.Model):
    """EQP-06: the managing police lets a full-time member bear restricted kit, from ``since`` until ``until``
    (exclusive), on a legal basis; withdrawn, it ends early."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="kit_authorisations")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField()
    basis = models.CharField(max_length=300)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = KitAuthorisationQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", RESTRICTED),
            ordered("since", "until", "span"),
            models.CheckConstraint(condition=~Q(basis=""), name="teams_kit_has_basis"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(until__gt=F("since")), name="teams_kit_lasts"
            ),
        ]
        indexes = [models.Index(fields=["member", "since", "until"], name="kit_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.since}"
