"""The hiring standard by version, as everybody in the district who works with it reads it."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from patrol_ops.core.access import Actor
from recruitment.access import Permission
from recruitment.models import Criterion, Standard


def standards_shown_to(actor: Actor) -> QuerySet[Standard]:
    """There is one for the whole district (REC-07): a street's office and police read it too, though it stands above
    their territory. Newest first, with its lines: two statements."""
    districts = {post.path[:6] for post, _ in actor.reaches(Permission.VIEW_STANDARD) if len(post.path) >= 6}
    lines = Prefetch("criteria", queryset=Criterion.objects.order_by("number"))
    rows = Standard.objects.filter(place__path__in=districts).select_related("place", "proposed_by", "agreed_by")
    return rows.prefetch_related(lines).order_by("place__path", "-version")


def criteria_before(path: str) -> list[Criterion]:
    """The lines of the newest version of the district, to begin the next one with: one statement."""
    rows = Criterion.objects.filter(standard=Standard.objects.of_district(path).order_by("-version").values("pk")[:1])
    return list(rows.order_by("number"))


def criteria_of(standard_id: int, kinds: set[str]) -> list[Criterion]:
    """The lines that hold for these kinds of post: one statement."""
    rows = Criterion.objects.filter(standard=standard_id, post_kind__in=["", *sorted(kinds)])
    return list(rows.order_by("post_kind", "number"))
