"""Records of inspections: they exist once they are recorded, for both sides alike."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


class InspectionQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="path", user="inspector_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """The own ones beside those of the post: whoever is lent to a round makes them elsewhere."""
        return super().reached(actor, post, reach) | super().reached(actor, post, Reach.SELF)

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))

    def effective(self) -> Self:
        """Signed by both, or upheld."""
        return self.filter(stage__in=("SIGNED_BOTH", "UPHELD"))

    def standing(self) -> Self:
        """Effective, and not replaced by a correction that is."""
        corrections = self.model._default_manager.filter(corrects=OuterRef("pk"), stage__in=("SIGNED_BOTH", "UPHELD"))
        return self.effective().filter(~Exists(corrections))

    def made(self) -> Self:
        """Somebody was there: whatever became of the paper, an overturned one aside; corrections count once."""
        return self.filter(corrects__isnull=True).exclude(stage="OVERTURNED")

    def unsigned(self) -> Self:
        """Waiting for a signature."""
        return self.filter(stage__in=("RECORDED", "SIGNED_ONE"))

    def disputed(self) -> Self:
        return self.filter(stage="DISPUTED")

    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(day__gte=first, day__lte=last)

    def last_of(self, team: str) -> Any:
        """For a subquery: the days of a team's inspections, the latest first."""
        return self.made().filter(Q(team=OuterRef(team))).order_by("-day").values("day")


class FindingQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="inspection__team_id", territory="inspection__path", user="inspection__inspector_id")

    def to_rectify(self) -> Self:
        return self.filter(to_rectify=True)
