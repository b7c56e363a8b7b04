"""Certificates: reached through where their holder serves."""

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class CertificateQuerySet(ScopedQuerySet[Any]):
    scope = Scope(member="member_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        members = self.model.member.field.related_model
        memberships = members.memberships.rel.related_model._default_manager.filter(member=OuterRef("member_id"))
        if reach is Reach.TEAM and post.team_id is not None:
            return Q(Exists(memberships.filter(team_id=post.team_id, until__isnull=True)))
        if reach is Reach.TERRITORY and post.path:
            return Q(Exists(memberships.filter(within("team__place__path", post.path))))
        if reach in (Reach.TEAM, Reach.TERRITORY):
            return NOTHING
        return super().reached(actor, post, reach)

    def under(self, path: str) -> Self:
        """Of whoever serves there now."""
        members = self.model.member.field.related_model
        memberships = members.memberships.rel.related_model._default_manager.filter(member=OuterRef("member_id"))
        return self.filter(Exists(memberships.filter(within("team__place__path", path), until__isnull=True)))

    def current(self) -> Self:
        return self.filter(stage__in=("VALID", "SUSPENDED"))

    def lapsed(self, day: dt.date) -> Self:
        """Still called current, though the last day has passed: what the night run has to do."""
        return self.current().filter(last_day__lt=day)

    def ending(self, day: dt.date, days: int) -> Self:
        """Current ones whose last day is ``day`` or one of the ``days`` after it."""
        return self.current().filter(last_day__gte=day, last_day__lte=day + dt.timedelta(days=days))

    def unreviewed(self, year: int) -> Self:
        """Valid ones whose hours of ``year`` nobody has looked at."""
        return self.filter(stage="VALID", hours_checked_for__lt=year)
