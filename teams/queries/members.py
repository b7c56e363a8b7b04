"""Members, memberships, appointments, holds, badges."""

import datetime as dt
from typing import Any, Self

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from patrol_ops.core.access import Actor, Post, Reach
from patrol_ops.core.querysets import NOTHING, Scope, ScopedQuerySet, within
from teams.queries.teams import serving
from teams.rules import OVERRIDABLE, LedgerQuestion, known_path


class MembershipQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path", member="member_id")

    def on(self, day: dt.date) -> Self:
        return self.filter(serving(day))

    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def teams_of(self, member_id: int, day: dt.date) -> int:
        """ORG-23: in how many teams somebody serves that day. Who leads a team serves in it."""
        return self.on(day).filter(member=member_id).order_by().values("team").distinct().count()

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))

    def answering(self, asked: LedgerQuestion, day: dt.date) -> Self:
        """Those of ``day`` that the ledger is asked for; a place that is none holds nobody."""
        rows = self.on(day)
        members = self.model.member.field.related_model._default_manager
        if asked.place:
            rows = rows.filter(within("team__place__path", asked.place)) if known_path(asked.place) else rows.none()
        if asked.team is not None:
            rows = rows.filter(team_id=asked.team)
        if asked.employment_class:
            rows = rows.filter(employment_class=asked.employment_class)
        if asked.standing:
            rows = rows.filter(member__in=members.standing_so(asked.standing, day))
        if asked.q:
            rows = rows.filter(member__in=members.matching(asked.q))
        if asked.legacy:
            rows = rows.filter(legacy=True)
        if asked.concurrent_from:
            rows = rows.filter(member__in=members.concurrent(day, asked.concurrent_from))
        return rows


class MemberQuerySet(ScopedQuerySet[Any]):
    """A member is reached through where they serve or served; EXISTS, so that no row doubles."""

    scope = Scope(member="pk")

    def reached(self, actor: Actor, post: Post, reach: Reach) -> Q:
        memberships = self.model.memberships.rel.related_model._default_manager.filter(member=OuterRef("pk"))
        if reach is Reach.TEAM and post.team_id is not None:  # who has left is no longer the leader's to read about
            return Q(Exists(memberships.filter(team_id=post.team_id, until__isnull=True)))
        if reach is Reach.TERRITORY and post.path:
            return Q(Exists(memberships.filter(within("team__place__path", post.path))))
        if reach in (Reach.TEAM, Reach.TERRITORY):
            return NOTHING
        return super().reached(actor, post, reach)

    def serving_in(self, team: Any, day: dt.date) -> Self:
        """Who belongs to ``team`` (a row or an id) that day."""
        memberships = self.model.memberships.rel.related_model._default_manager
        return self.filter(Exists(memberships.filter(serving(day), member=OuterRef("pk"), team=team)))

    def serving_under(self, path: str, day: dt.date) -> Self:
        """Who serves that day in a team of this place or of one in it."""
        memberships = self.model.memberships.rel.related_model._default_manager
        there = memberships.filter(serving(day), within("team__place__path", path), member=OuterRef("pk"))
        return self.filter(Exists(there))

    def under_transition(self, day: dt.date) -> Self:
        """X50: who came in with a legacy team and is still to become a regular member."""
        memberships = self.model.memberships.rel.related_model._default_manager
        return self.filter(Exists(memberships.filter(serving(day), member=OuterRef("pk"), legacy=True)))

    def serving_as(self, employment_class: str, day: dt.date) -> Self:
        memberships = self.model.memberships.rel.related_model._default_manager
        rows = memberships.filter(serving(day), member=OuterRef("pk"), employment_class=employment_class)
        return self.filter(Exists(rows))

    def concurrent(self, day: dt.date, least: int) -> Self:
        """ORG-23: who serves in ``least`` teams or more that day."""
        memberships = self.model.memberships.rel.related_model._default_manager
        there = memberships.filter(serving(day)).order_by().values("member")
        # Counted once for all of them, not member by member.
        several = there.annotate(n=Count("team", distinct=True)).filter(n__gte=least).values("member")
        return self.filter(pk__in=several) if least > 0 else self

    def standing_so(self, standing: str, day: dt.date) -> Self:
        """What the holds of the day say, in the order of ``rules.standing``: one of its words."""
        holds = self.model.holds.rel.related_model._default_manager.barring(day).filter(member=OuterRef("pk"))
        suspended = Exists(holds.filter(kind="DISCIPLINE"))
        trainee = Exists(holds.filter(kind__in=("TRAINING", "BADGE")))
        off_duty = Exists(holds.filter(kind__in=("CERTIFICATE", "HOURS", "INSURANCE")))
        memberships = self.model.memberships.rel.related_model._default_manager
        rows = self.filter(Exists(memberships.filter(serving(day), member=OuterRef("pk"))))
        return {
            "SUSPENDED": rows.filter(suspended),
            "TRAINEE": rows.filter(trainee, ~suspended),
            "OFF_DUTY": rows.filter(off_duty, ~trainee, ~suspended),
            "ON_LEAVE": rows.filter(Exists(holds.filter(kind="LEAVE")), ~off_duty, ~trainee, ~suspended),
            "ACTIVE": rows.filter(~Exists(holds)),
        }[standing]

    def fit_for_duty(self, day: dt.date) -> Self:
        """Nothing keeps them off duty that day. The one question duty asks (house §3)."""
        holds = self.model.holds.rel.related_model._default_manager.barring(day).filter(member=OuterRef("pk"))
        return self.filter(~Exists(holds))

    def matching(self, text: str) -> Self:
        """By name, pinyin, initials or badge number: ``lw`` finds 李伟."""
        text = text.strip()[:60]
        if not text:
            return self
        badges = self.model.badges.rel.related_model._default_manager.filter(
            member=OuterRef("pk"), number__endswith=text, revoked_on__isnull=True
        )
        low = text.lower().replace(" ", "")
        found = Q(name__contains=text) | Q(pinyin__startswith=low) | Q(initials__startswith=low)
        return self.filter(found | Q(Exists(badges))) if text.isascii() else self.filter(name__contains=text)


class AppointmentQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="path", user="user_id", member="member_id")

    def under(self, path: str) -> Self:
        return self.filter(within("path", path))

    def on(self, day: dt.date) -> Self:
        """In force: approved, begun, not ended."""
        return self.filter(serving(day), approved_at__isnull=False)

    def from_day(self, day: dt.date) -> Self:
        """Held on ``day`` or to come, approved or not."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day))

    def of(self, user_id: int) -> Self:
        """Those of a login and of the member behind it. Who that is, is asked first: each half then has its index."""
        members = self.model.member.field.related_model._default_manager
        behind = Subquery(members.filter(user_id=user_id).order_by().values("pk")[:1])
        return self.filter(Q(user_id=user_id) | Q(member_id=behind))


class HoldQuerySet(ScopedQuerySet[Any]):
    scope = Scope(member="member_id")

    def ending_after(self, day: dt.date) -> Self:
        """Those that cover ``day`` or are still to come."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day)).exclude(until__lte=F("since"))

    def on(self, day: dt.date) -> Self:
        return self.filter(serving(day))

    def barring(self, day: dt.date) -> Self:
        """Those that keep their member off duty that day: what the police passed over for an emergency does not."""
        overrides = self.model.member.field.related_model.overrides.rel.related_model._default_manager
        passed_over = Exists(overrides.filter(serving(day), member=OuterRef("member_id")))
        return self.on(day).exclude(passed_over, kind__in=sorted(OVERRIDABLE))

    def waiting(self) -> Self:
        """Not lifted yet, begun or not."""
        return self.filter(lifted_at__isnull=True)


class OverrideQuerySet(ScopedQuerySet[Any]):
    scope = Scope(team="team_id", territory="team__place__path", member="member_id")

    def on(self, day: dt.date) -> Self:
        return self.filter(serving(day))

    def ending_after(self, day: dt.date) -> Self:
        return self.filter(until__gt=day).exclude(until__lte=F("since"))

    def under(self, path: str) -> Self:
        return self.filter(within("team__place__path", path))


class BadgeQuerySet(ScopedQuerySet[Any]):
    scope = Scope(territory="path", member="member_id")

    def current(self) -> Self:
        return self.filter(revoked_on__isnull=True)
