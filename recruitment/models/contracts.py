"""What was signed with a recruit."""

from django.db import models
from django.db.models import F, Q

from patrol_ops.core.constraints import only, ordered
from patrol_ops.core.models import User
from recruitment.models.applicants import Applicant
from recruitment.queries import ContractQuerySet
from recruitment.rules import ContractKind, EndReason
from teams.models import DutyStatement, Member, Team
from teams.rules import EmploymentClass


class Contract(models.Model):
    """CON-01, CON-08. The paper stays with the office; a scan is a stored file of this row, read by few."""

    applicant = models.OneToOneField(Applicant, models.PROTECT, related_name="contract")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    employment_class = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    # The duties and limits of authority that were signed with it (CON-08, CON-10).
    statement = models.ForeignKey(DutyStatement, models.PROTECT, related_name="+")
    notice_last_day = models.DateField()
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    probation_until = models.DateField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            only("employment_class", EmploymentClass),
            only("kind", ContractKind),
            # X52: appointing is possible from the day after the notice; that the notice is closed is held by a trigger.
            models.CheckConstraint(
                condition=Q(signed_on__gt=F("notice_last_day")), name="recruitment_signed_after_the_notice"
            ),
            ordered("signed_on", "starts_on", "start"),
            ordered("starts_on", "ends_on", "span"),
            ordered("starts_on", "probation_until", "probation"),
        ]
        indexes = [models.Index(fields=["team", "ends_on"], name="contract_team")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class ContractTerm(models.Model):
    """One term of a contract as it was signed, the first and each renewal: written once, so that old dates stay
    readable. ``ends_on`` is its last day; without one it is open-ended."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    signed_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    asked_fixed = models.BooleanField(default=False)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="recruitment_term_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="recruitment_term_counts"),
            ordered("starts_on", "ends_on", "span"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.contract_id}"


class ProbationEnd(models.Model):
    """The probation of a contract was passed; said once."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="probation_end")
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"probation of {self.contract_id}"


class ContractEnd(models.Model):
    """A contract is over, or will be: its last day and why, said once."""

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="ending")
    last_day = models.DateField()
    reason = models.CharField(max_length=12)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [only("reason", EndReason)]

    def __str__(self) -> str:
        return f"end of {self.contract_id}"
