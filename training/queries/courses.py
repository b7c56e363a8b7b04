"""Courses, the yearly plan, the bank of questions: of a district, read by everybody in it."""

from typing import Any, Self

from django.db.models import Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within


class OfDistrict(ScopedQuerySet[Any]):
    """What a district decides holds for all below it, so whoever has a post there reaches it."""

    scope = Scope(territory="place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        if reach is Reach.TERRITORY:
            return Q(**{str(self.scope.territory): post.path[:6]}) if post.path else NOTHING
        return super().reached(actor, post, reach)


class CourseQuerySet(OfDistrict):
    def of_district(self, path: str) -> Self:
        return self.filter(place__path=path[:6])

    def open(self) -> Self:
        return self.filter(retired_at__isnull=True)


class PlanQuerySet(OfDistrict):
    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path[:6]))


class QuestionQuerySet(OfDistrict):
    scope = Scope(territory="course__place__path")

    def asked(self) -> Self:
        return self.filter(retired_at__isnull=True)
