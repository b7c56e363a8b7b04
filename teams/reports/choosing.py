"""Teams to choose from: a district has more than anybody reads, so those nearby are listed, the others looked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, When

from patrol_ops.core.querysets import within

# As many as a page lists: a street's teams, or a screen or two on a phone.
AT_ONCE = 60
_STREET = 9


@dataclass(frozen=True)
class TeamChoice:
    """The teams listed, as id and name; what was looked for, by name; and whether there are more than these."""

    rows: list[tuple[int, str]]
    find: str
    more: bool

    @property
    def searched(self) -> bool:
        """Whether the page needs a field to look for others."""
        return self.more or bool(self.find)


def teams_to_choose(teams: Any, *, near: str, find: str = "", chosen: Collection[int] = ()) -> TeamChoice:
    """Of ``teams`` within reach: those ``chosen`` already, then those at the path ``near``, those of its street, and
    the others by place; of a name like ``find``, if that is given. One statement."""
    looked_for = teams.model.objects.matching(find).values("pk")
    listed = teams.filter(Q(pk__in=chosen) | Q(pk__in=looked_for)) if find.strip() else teams
    nearness = Case(
        When(pk__in=chosen, then=0),
        When(within("place__path", near), then=1),
        When(within("place__path", near[:_STREET]), then=2),
        default=3,
        output_field=IntegerField(),
    )
    most = AT_ONCE + len(chosen)
    rows = list(listed.order_by(nearness, "place__path", "hamlet", "pk").values_list("pk", "name")[: most + 1])
    return TeamChoice(rows=rows[:most], find=find.strip(), more=len(rows) > most)
