"""Applicants, their score sheets and the police's verdicts."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import Scope, ScopedQuerySet, within
from teams.rules import Role

POLICE = (Role.SUB_BUREAU, Role.STATION_LIAISON)


class ApplicantQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="post__team_id", territory="post__team__place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        """The police sees recruits of the tier it manages, from the moment it is asked about them (REC-11)."""
        seen = super().reached(actor, post, reach)
        if post.role in POLICE:
            seen &= Q(vetting_asked_at__isnull=False)
        if post.role == Role.SUB_BUREAU:
            seen &= Q(post__team__tier="BRIGADE")
        return seen

    def under(self, path: str) -> Self:
        return self.filter(within("post__team__place__path", path))

    def at(self, *stages: str) -> Self:
        return self.filter(stage__in=[str(stage) for stage in stages])

    def undisputed(self) -> Self:
        """Against whom no objection is open."""
        objections = self.model.objections.rel.related_model._default_manager
        return self.filter(~Exists(objections.undecided().filter(applicant=OuterRef("pk"))))


class ScoreSheetQuerySet(ScopedQuerySet[Any]):
    """An assessor reaches the own sheets only; nobody reads another's until all are in (reports)."""

    scope = Scope(territory="applicant__post__team__place__path", user="assessor_id")

    def waiting(self) -> Self:
        return self.filter(submitted_at__isnull=True)


class VerdictQuerySet(ScopedQuerySet[Any]):
    """X53: with its reason it is the police's alone."""

    scope = Scope(territory="applicant__post__team__place__path")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        seen = super().reached(actor, post, reach)
        return seen & Q(applicant__post__team__tier="BRIGADE") if post.role == Role.SUB_BUREAU else seen
