"""What of the coverage is shown: in whose name it was inspected, which tier, and how far it is."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from discipline.rules import Organiser
from patrol_ops.core.choices import InPlace, words
from patrol_ops.core.forms import BareForm
from teams.models import Team
from teams.rules import Tier

STATES = (
    ("left", _("本期还没检查")),
    ("never", _("从来没有检查")),
    ("covered", _("本期已检查")),
    ("all", _("全部队伍")),
)


class CoverageFilter(InPlace):
    """Over teams with ``covered`` and ``last_inspected``; ``organiser`` has been asked before they were counted."""

    organiser = django_filters.ChoiceFilter(method="as_it_is", label=_("谁组织的检查"), empty_label=_("全部"))
    tier = django_filters.ChoiceFilter(label=_("哪一级队伍"), empty_label=_("全部"))
    state = django_filters.ChoiceFilter(method="by_state", label=_("情况"), empty_label=None, choices=STATES)

    class Meta:
        model = Team
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organiser", words(Organiser, "organiser"))
        self.offer("tier", words(Tier, "tier"))

    def as_it_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset

    def by_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "never":
            return queryset.filter(last_inspected__isnull=True)
        return queryset if value == "all" else queryset.filter(covered=value == "covered")


def organiser_in(text: str) -> Organiser | None:
    """As it stands in an address."""
    return Organiser(text) if text in {str(one) for one in Organiser} else None
