"""Reviews of responsibility and the coordination duty of units, as their readers see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, IntegerField, Prefetch, When

from discipline.access import Permission
from discipline.models import AccountabilityReview, CoordinationDuty, CoordinationFollowUp
from discipline.rules import ReviewStage
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry
from teams.models import Team, Unit
from teams.reports import may_on
from teams.reports.posts import people_of


def reviews_shown_to(actor: Actor) -> Any:
    """What is not decided first, then what happened last."""
    rows = AccountabilityReview.objects.visible_to(actor, Permission.VIEW_REVIEW)
    over = Case(When(stage=ReviewStage.DECIDED, then=1), default=0, output_field=IntegerField())
    listed = rows.annotate(over=over).select_related("place", "team", "opened_by", "proposed_by", "decided_by")
    return listed.order_by("over", "-happened_on", "-pk")


def acts_on_review(review: AccountabilityReview, actor: Actor) -> list[str]:
    """Another hand than the one that proposed decides; asks no row."""
    decides = may_on(actor, Permission.DECIDE_REVIEW, path=review.path) and review.stage == ReviewStage.PROPOSED
    open_to = {
        "propose-review": review.stage == ReviewStage.OPEN and may_on(actor, Permission.OPEN_REVIEW, path=review.path),
        "decide-review": decides and review.proposed_by_id != actor.person_id,
        "send-back-review": decides,
    }
    return [stem for stem, is_open in open_to.items() if is_open]


def history_of(review: AccountabilityReview) -> list[dict[str, Any]]:
    """Who did what when, from the journal, oldest first: two statements."""
    entries = JournalEntry.objects.filter(subject_type="review", subject_id=review.pk).order_by("at", "pk")
    lines = list(entries.values("at", "actor_id", "act"))
    names = people_of({line["actor_id"] for line in lines if line["actor_id"]})
    return [
        {"at": line["at"], "who": names.get(line["actor_id"] or 0, ""), "what": line["act"], "note": ""}
        for line in lines
    ]


def teams_under(path: str) -> list[tuple[int, str]]:
    return list(Team.objects.under(path).active().order_by("place__path", "pk").values_list("pk", "name"))


# --- the coordination duty of units ---------------------------------------------------------------------------------


def duties_shown_to(actor: Actor) -> Any:
    """With what became of them, the latest first; what has ended comes last."""
    told = CoordinationFollowUp.objects.select_related("by").order_by("-at", "-pk")
    over = Case(When(ended_on__isnull=True, then=0), default=1, output_field=IntegerField())
    rows = CoordinationDuty.objects.visible_to(actor, Permission.VIEW_COORDINATION).annotate(over=over)
    listed = rows.select_related("unit__place", "recorded_by").prefetch_related(Prefetch("follow_ups", told))
    return listed.order_by("over", "unit__place__path", "unit_id", "since", "pk")


def units_to_charge(actor: Actor) -> list[tuple[int, str]]:
    """The units within reach by name, with the place where that does not say it: one statement."""
    rows = Unit.objects.visible_to(actor, Permission.RECORD_COORDINATION).order_by("place__path", "kind", "pk")
    return [
        (pk, name if place in name else f"{name} ({place})")
        for pk, name, place in rows.values_list("pk", "name", "place__name")
    ]


def may_record(actor: Actor, duty: CoordinationDuty) -> bool:
    return duty.ended_on is None and may_on(actor, Permission.RECORD_COORDINATION, path=duty.unit.place.path)


def quiet_days(duty: CoordinationDuty, today: dt.date) -> int:
    """Days since anything was heard of it."""
    heard = max([row.day for row in duty.follow_ups.all()], default=duty.since)
    return max((today - heard).days, 0)
