"""Sessions and who takes part in them."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class SessionQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", user="trainer_id")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """A team reaches its own study items and what its people are enrolled in; a member the own sessions, beside
        those of which they are the trainer."""
        enrolments = self.model.enrolments.rel.related_model._default_manager.filter(session=OuterRef("pk"))
        if reach is Reach.TEAM:
            if post.team_id is None:
                return NOTHING
            return Q(team_id=post.team_id) | Q(Exists(enrolments.filter(team_id=post.team_id)))
        seen = super().reached(actor, post, reach)
        if reach is Reach.SELF and actor.member_id is not None:
            seen |= Q(Exists(enrolments.filter(member_id=actor.member_id)))
        return seen

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))

    def above(self, path: str) -> Self:
        """Held for a larger territory that this place belongs to."""
        return self.filter(path__in=[path[:length] for length in (6, 9, 12) if length < len(path)])

    def coming(self, now: dt.datetime) -> Self:
        return self.filter(stage="PLANNED", starts_at__gt=now)

    def with_numbers(self) -> Self:
        """``taking``: how many are enrolled."""
        enrolments = self.model.enrolments.rel.related_model._default_manager
        counted = enrolments.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk"))
        return self.annotate(taking=Coalesce(Subquery(counted.values("n")), 0))


class EnrolmentQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="session__path", member="member_id", user="user_id")

    def passed(self) -> Self:
        """In sessions that another hand has confirmed."""
        return self.filter(stage="PASSED", session__stage="CONFIRMED")

    def under(self, path: str) -> Self:
        return self.filter(within("session__path", path))


class AttemptQuerySet(ScopedQuerySet[Any]):
    scope = Scope(member="member_id")

    def passed(self) -> Self:
        return self.filter(passed=True)
