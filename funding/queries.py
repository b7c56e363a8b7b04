"""Policies and whom they cover."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q

from funding.rules import REMINDED_BEFORE, InsuranceKind
from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class InsurancePolicyQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path))

    def standing(self) -> Self:
        """Not cancelled: the paper is there, whatever its days say."""
        return self.filter(cancelled_at__isnull=True)

    def lasting(self, day: dt.date) -> Self:
        """In force, or about to begin."""
        return self.standing().filter(last_day__gte=day)

    def ending(self, day: dt.date) -> Self:
        """Soon over, and nothing follows yet."""
        soon = day + dt.timedelta(days=REMINDED_BEFORE[0])
        return self.lasting(day).filter(last_day__lte=soon, renewed_by__isnull=True)

    def lapsed(self, day: dt.date) -> Self:
        """Over, and nothing follows."""
        return self.standing().filter(last_day__lt=day, renewed_by__isnull=True)


class CoverQuerySet(ScopedQuerySet[Any]):
    """An office reaches them by the policy's place, a leader those of who serves in the team, a member the own."""

    scope = Scope(territory="policy__place__path", member="member_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """EXISTS, so that no row doubles."""
        if reach is not Reach.TEAM:
            return super().reached(actor, post, reach)
        if post.team_id is None:
            return NOTHING
        memberships = self.model.member.field.related_model.memberships.rel.related_model._default_manager
        serving = memberships.filter(member=OuterRef("member"), team_id=post.team_id, until__isnull=True)
        return Q(Exists(serving))

    def counting(self) -> Self:
        """A cover that ends on the day it begins never was."""
        return self.filter(until__gt=F("since"))

    def accident(self) -> Self:
        return self.filter(policy__kind=InsuranceKind.ACCIDENT.value)

    def on(self, day: dt.date) -> Self:
        return self.filter(Q(since__lte=day) & Q(until__gt=day))

    def from_day(self, day: dt.date) -> Self:
        """Of ``day`` or still to come."""
        return self.counting().filter(until__gt=day)
