"""Campaigns and the hiring standard."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within
from teams.rules import Role


class StandardQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def of_district(self, path: str) -> Self:
        return self.filter(place__path=path[:6])

    def agreed(self) -> Self:
        return self.filter(agreed_at__isnull=False)


class CampaignQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """The sub-bureau's are those of the district (ORG-06); a leader's those with a post in the own team."""
        if reach is Reach.TEAM:
            if post.team_id is None:
                return NOTHING
            posts = self.model.posts.rel.related_model._default_manager
            return Q(Exists(posts.filter(campaign=OuterRef("pk"), team_id=post.team_id)))
        seen = super().reached(actor, post, reach)
        return seen & Q(place__tier="DISTRICT") if post.role == Role.SUB_BUREAU else seen

    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path))

    def with_numbers(self) -> Self:
        """``wanted``: people asked for; ``hired``: of those who applied, who has signed."""
        posts = self.model.posts.rel.related_model._default_manager
        wanted = posts.filter(campaign=OuterRef("pk")).order_by().values("campaign").annotate(n=Sum("number"))
        applicants = self.model.applicants.rel.related_model._default_manager
        signed = applicants.filter(campaign=OuterRef("pk"), stage__in=("CONTRACTED", "ONBOARDED")).order_by()
        hired = signed.values("campaign").annotate(n=Count("pk"))
        return self.annotate(
            wanted=Coalesce(Subquery(wanted.values("n")), 0), hired=Coalesce(Subquery(hired.values("n")), 0)
        )

    def public(self) -> Self:
        """What the public may read: opened, and not cancelled since."""
        return self.filter(stage__in=("OPEN", "SELECTING", "FINALISED"))

    def to_open(self, day: dt.date) -> Self:
        return self.filter(stage="APPROVED", apply_from__lte=day)

    def to_close(self, day: dt.date) -> Self:
        return self.filter(stage="OPEN", apply_until__lt=day)

    def unfinished(self) -> Self:
        return self.exclude(stage__in=("FINALISED", "CANCELLED"))

    def with_something_to_forget(self, day: dt.date) -> Self:
        """Ended a month ago or more, with applications that still hold somebody's data."""
        applicants = self.model.applicants.rel.related_model._default_manager
        kept = applicants.filter(campaign=OuterRef("pk"), forgotten_at__isnull=True)
        return self.filter(Exists(kept), ended_on__lt=day - dt.timedelta(days=27))
