"""Equipment, who bears it, and who may bear what is restricted."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import Scope, ScopedQuerySet, within
from teams.queries.teams import serving
from teams.rules.equipment import AT_HAND, RESTRICTED, Condition


class EquipmentStandardQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def of_district(self, path: str) -> Self:
        """Those of the district in which ``path`` lies."""
        return self.filter(place__path=path[:6])

    def in_force(self) -> Self:
        """Of each district the newest that is agreed."""
        later = self.model._default_manager.filter(
            place=OuterRef("place"), agreed_at__isnull=False, version__gt=OuterRef("version")
        )
        return self.filter(Q(agreed_at__isnull=False), ~Q(Exists(later)))


class EquipmentQuerySet(ScopedQuerySet[Any]):
    """A member reaches what they bear; EXISTS, so that no row doubles."""

    scope = Scope(team="team_id", territory="team__place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        if reach is not Reach.SELF or actor.member_id is None:
            return super().reached(actor, post, reach)
        issues = self.model.issues.rel.related_model._default_manager
        return Q(Exists(issues.open().filter(item=OuterRef("pk"), member=actor.member_id)))

    def at_hand(self) -> Self:
        """In stock or out; neither lost nor scrapped."""
        return self.filter(stage__in=sorted(stage.value for stage in AT_HAND))

    def usable(self) -> Self:
        return self.at_hand().exclude(condition=Condition.BROKEN.value)

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))

    def worn_out(self, day: dt.date) -> Self:
        """Due for replacement (EQP-03)."""
        return self.at_hand().filter(replace_on__lte=day)


class EquipmentIssueQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="item__team_id", territory="item__team__place__path", member="member_id")

    def open(self) -> Self:
        """Still out."""
        return self.filter(closed_on__isnull=True)

    def restricted(self) -> Self:
        return self.filter(kind__in=sorted(kind.value for kind in RESTRICTED))

    def under(self, path: str) -> Self:
        return self.filter(within("item__team__place__path", path))


class KitAuthorisationQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path", member="member_id")

    def on(self, day: dt.date) -> Self:
        return self.filter(serving(day))

    def ending_after(self, day: dt.date) -> Self:
        """In force or to come; one that ended as it began never was."""
        return self.filter(until__gt=day).exclude(until__lte=F("since"))
