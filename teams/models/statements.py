"""The duty of a post, by version, and who knows it."""

from django.db import models
from django.db.models import Q

from patrol_ops.core.constraints import only
from patrol_ops.core.models import User
from teams.models.members import Member
from teams.models.places import Place
from teams.queries import DutyStatementQuerySet
from teams.rules import TEAM_ROLES


class DutyStatement(models.Model):
    """ORG-44: the duty of a district's leaders or members from a day on; an edit is a new version, none changes."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="duty_statements")
    role = models.CharField(max_length=8)
    clear_duty = models.TextField(max_length=2000)
    clear_task = models.TextField(max_length=2000)
    complementary = models.TextField(max_length=2000)
    since = models.DateField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    objects = DutyStatementQuerySet.as_manager()

    class Meta:
        constraints = [
            only("role", TEAM_ROLES),
            models.UniqueConstraint(fields=["place", "role", "since"], name="teams_one_statement_a_day"),
            models.CheckConstraint(
                condition=~(Q(clear_duty="") | Q(clear_task="") | Q(complementary="")), name="teams_statement_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.since}"


class Acknowledgement(models.Model):
    """That a member knows a version: by the own login, or signed on paper and recorded by the leader."""

    statement = models.ForeignKey(DutyStatement, models.PROTECT, related_name="acknowledgements")
    member = models.ForeignKey(Member, models.CASCADE, related_name="acknowledgements")
    acknowledged_on = models.DateField()
    on_paper = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "member"], name="teams_acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} by {self.member_id}"
