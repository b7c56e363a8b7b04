"""Teams: which, where, how strong."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from patrol_ops.core.querysets import Scope, ScopedQuerySet, within


def serving(day: dt.date, prefix: str = "") -> Q:
    """A dated row holds on ``day``: ``until`` is exclusive."""
    since = Q(**{f"{prefix}since__lte": day})
    return since & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))


class TeamQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="pk", territory="place__path")

    def under(self, path: str) -> Self:
        return self.filter(within("place__path", path))

    def matching(self, text: str) -> Self:
        """By name, former name, pinyin or initials."""
        text = text.strip()[:60]
        if not text:
            return self
        low = text.lower().replace(" ", "")
        aliases = self.model.aliases.rel.related_model._default_manager
        found = Q(name__contains=text) | Q(Exists(aliases.filter(team=OuterRef("pk"), name__contains=text)))
        if text.isascii():
            found |= Q(pinyin__contains=low) | Q(initials__contains=low)
        return self.filter(found)

    def unfinished(self) -> Self:
        """Neither merged nor dissolved."""
        return self.exclude(stage__in=("MERGED", "DISSOLVED"))

    def active(self) -> Self:
        return self.filter(stage="ACTIVE")

    def active_on(self, day: dt.date) -> Self:
        """Active on that day, from the spans of being active; the day of a suspension is no longer one."""
        spans = self.model.active_spans.rel.related_model._default_manager
        return self.filter(Exists(spans.filter(serving(day), team=OuterRef("pk"))))

    def with_sleep(self) -> Self:
        """``sleep_…``: of the sleep a team is in, for its own page; empty for all others. At most one is open."""
        rows = self.annotate(
            asleep_now=FilteredRelation("dormant_spells", condition=Q(dormant_spells__revived_at__isnull=True))
        )
        fields = ("cause", "reason", "confirmed_at", "causes", "measures", "due_on", "planned_at")
        return rows.annotate(**{f"sleep_{name}": F(f"asleep_now__{name}") for name in fields})

    def with_strength(self, day: dt.date) -> Self:
        """``actual``: how many serve in each team that day (ORG-05)."""
        memberships = self.model.memberships.rel.related_model._default_manager
        there = memberships.filter(serving(day), team=OuterRef("pk")).order_by().values("team")
        counted = there.annotate(n=Count("member", distinct=True)).values("n")
        return self.annotate(actual=Coalesce(Subquery(counted), 0))

    def under_strength(self, day: dt.date) -> Self:
        return self.with_strength(day).filter(actual__lt=F("authorised"))

    def with_leader(self, day: dt.date) -> Self:
        """``led``: whether somebody holds the approved post of leader; a deputy does not count (ORG-47)."""
        return self.annotate(led=Exists(self._leaders(day)))

    def without_leader(self, day: dt.date) -> Self:
        return self.filter(~Exists(self._leaders(day)))

    def _leaders(self, day: dt.date) -> Any:
        posts = self.model.appointments.rel.related_model._default_manager
        return posts.filter(serving(day), team=OuterRef("pk"), role="ldr", deputy=False, approved_at__isnull=False)
