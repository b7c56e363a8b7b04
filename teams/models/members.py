"""People who serve: one row for life, where and as what in dated rows beside it."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only, ordered, together
from patrol_ops.core.models import User
from patrol_ops.core.secrets import EncryptedTextField
from teams.models.teams import Team
from teams.queries import BadgeQuerySet, HoldQuerySet, MemberQuerySet, MembershipQuerySet, OverrideQuerySet
from teams.rules import BadgeEnd, EmploymentClass, HoldKind, LeaveKind, LeavingKind


class Member(models.Model):
    """One human who serves, found again by the blind index of the identity number."""

    name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=120, db_index=True)
    initials = models.CharField(max_length=40, db_index=True)
    phone = EncryptedTextField(blank=True, default=b"")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    identity = EncryptedTextField(null=True)  # only where the employment class has a contract
    identity_index = models.CharField(max_length=64, unique=True)
    birth_year = models.PositiveSmallIntegerField()
    user = models.OneToOneField(User, models.PROTECT, null=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Membership(models.Model):
    """Where and as what. A second post is a second row; a transfer ends one and begins the next."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    employment_class = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)
    main = models.BooleanField(default=True)
    # Since when with the team it came from, as the old list says; empty where that cannot be.
    joined_on = models.DateField(null=True)
    legacy = models.BooleanField(default=False)  # X50: came in with a legacy team, serves under the transition
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    left_why = models.CharField(max_length=20, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            only("employment_class", EmploymentClass),
            ordered("since", "until", "span"),
            together("until", "ended_at", name="end"),
            models.CheckConstraint(
                condition=Q(left_why="") | Q(until__isnull=False, left_why__in=[kind.value for kind in LeavingKind]),
                name="teams_membership_left_why",
            ),
            models.UniqueConstraint(
                fields=["member", "team"], condition=Q(until__isnull=True), name="teams_serves_once_in_a_team"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(until__isnull=True, main=True), name="teams_one_main_membership"
            ),
        ]
        indexes = [models.Index(fields=["team", "since", "until"], name="membership_team")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.team_id}"


class Hold(models.Model):
    """What keeps a member off duty from ``since`` until ``until`` (exclusive); placed and lifted by its owner."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=12)
    leave_kind = models.CharField(max_length=12, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            only("kind", HoldKind),
            # A leave says what it is for by a kind alone, and when it ends.
            models.CheckConstraint(
                condition=Q(kind="LEAVE", until__isnull=False, leave_kind__in=[kind.value for kind in LeaveKind])
                | ~Q(kind="LEAVE") & Q(leave_kind=""),
                name="teams_leave_has_kind_and_end",
            ),
            ordered("since", "until", "span"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(until__isnull=False), name="teams_hold_lifted_ends"
            ),
        ]
        indexes = [models.Index(fields=["member", "since", "until"], name="hold_member")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.member_id}"


class DutyOverride(models.Model):
    """For an emergency the managing police lets somebody walk whose papers are not in order: from ``since`` until
    ``until`` (exclusive), with a reason; withdrawn, it ends early."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="overrides")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=300)
    kinds = models.CharField(max_length=60)  # what kept them off duty at that moment
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            ordered("since", "until", "span"),
            models.CheckConstraint(condition=~Q(reason=""), name="teams_override_has_reason"),
        ]
        indexes = [models.Index(fields=["member", "since", "until"], name="override_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.since}"


class NumberBadge(models.Model):
    """EQP-01: a number is given once in the life of the district, also when the badge is lost or its bearer leaves."""

    number = models.CharField(max_length=14, unique=True)
    path = models.CharField(max_length=12)
    member = models.ForeignKey(Member, models.PROTECT, related_name="badges")
    allocated_on = models.DateField()
    allocated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    handed_over_on = models.DateField(null=True)
    handed_over_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_on = models.DateField(null=True)
    revoked_why = models.CharField(max_length=20, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(revoked_on__isnull=True), name="teams_one_badge_a_member"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_why="")
                | Q(revoked_on__isnull=False, revoked_why__in=[why.value for why in BadgeEnd]),
                name="teams_badge_revoked_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number
