"""Filters that page and API share."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock
from patrol_ops.core.choices import words
from patrol_ops.core.forms import BareForm
from patrol_ops.core.wording import say
from teams import reports
from teams.models import Appointment, Member, PatrolArea, Place, Team, Unit
from teams.policy import CONCURRENT_WARN
from teams.rules import FINAL, EmploymentClass, Form, LedgerQuestion, PlaceTier, Role, Stage, Tier, UnitKind

FLAGS = ("under-strength", "no-leader", "silent")
MEMBER_FLAGS = ("concurrent", "legacy")
STANDINGS = ("ACTIVE", "TRAINEE", "OFF_DUTY", "ON_LEAVE", "SUSPENDED")


class InPlace(django_filters.FilterSet):
    """Base: ``place`` is a path, chosen by the place switcher and kept by the form."""

    place = django_filters.CharFilter(method="in_place", label=_("地方"), widget=forms.HiddenInput)

    class Meta:
        fields: list[str] = []
        form = BareForm

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        known = value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
        return queryset.under(value) if known else queryset.none()

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices


class TeamFilter(InPlace):
    """``flag`` asks for what needs somebody: too few people, nobody who leads."""

    q = django_filters.CharFilter(method="by_name", label=_("队伍名称"))
    tier = django_filters.ChoiceFilter(label=_("级别"), empty_label=_("全部"))
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    kind = django_filters.ChoiceFilter(field_name="form", label=_("形式"), empty_label=_("全部"))
    flag = django_filters.ChoiceFilter(method="flagged", label=_("需要处理"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Team

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tier", words(Tier, "tier"))
        self.offer("stage", words(Stage, "team-stage"))
        self.offer("kind", words(Form, "form"))
        self.offer("flag", words(FLAGS, "team-flag"))
        self.filters["q"].extra["widget"] = forms.TextInput({"placeholder": say("teams.search-team"), "type": "search"})

    def filter_queryset(self, queryset: Any) -> Any:
        """Merged and dissolved teams are shown to whoever asks for their stage."""
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("stage") in FINAL else found.unfinished()

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def flagged(self, queryset: Any, name: str, value: str) -> Any:
        day = clock.today()
        teams = queryset.active()
        if value == "silent":
            return teams.filter(pk__in=reports.warned_of())
        return teams.under_strength(day) if value == "under-strength" else teams.without_leader(day)


class MemberFilter(InPlace):
    q = django_filters.CharFilter(method="by_name", label=_("姓名或编号"))
    team = django_filters.NumberFilter(method="in_team", label=_("队伍"), widget=forms.HiddenInput)
    employment_class = django_filters.ChoiceFilter(method="of_class", label=_("用工类别"), empty_label=_("全部"))
    standing = django_filters.ChoiceFilter(method="standing_so", label=_("在岗情况"), empty_label=_("全部"))
    flag = django_filters.ChoiceFilter(method="flagged", label=_("需要处理"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Member

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("employment_class", words(EmploymentClass, "class"))
        self.offer("standing", words(STANDINGS, "standing"))
        self.offer("flag", words(MEMBER_FLAGS, "member-flag"))
        self.filters["q"].extra["widget"] = forms.TextInput(
            {"placeholder": say("teams.search-member"), "type": "search"}
        )

    def question(self) -> LedgerQuestion:
        """The same asked of the ledger; what cannot be understood finds nobody."""
        if not self.is_valid():
            return LedgerQuestion(place="?")
        said = {key: value for key, value in self.form.cleaned_data.items() if value}
        team, flag = int(said.pop("team", 0)), said.pop("flag", "")
        return LedgerQuestion(
            **said,
            team=team if 0 < team < 2**63 else None,
            legacy=flag == "legacy",
            concurrent_from=self._warned_from() if flag == "concurrent" else 0,
        )

    def _warned_from(self) -> int:
        return CONCURRENT_WARN.on(clock.today(), (self.data or {}).get("place", ""))

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        known = value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
        return queryset.serving_under(value, clock.today()) if known else queryset.none()

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)

    def in_team(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.serving_in(int(value), clock.today()) if 0 < value < 2**63 else queryset.none()

    def of_class(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.serving_as(value, clock.today())

    def flagged(self, queryset: Any, name: str, value: str) -> Any:
        """Whoever serves in as many teams at once as are warned of (ORG-23), or is still to be regularised (X50)."""
        day = clock.today()
        return queryset.under_transition(day) if value == "legacy" else queryset.concurrent(day, self._warned_from())

    def standing_so(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.standing_so(value, clock.today())


class PlaceFilter(InPlace):
    tier = django_filters.ChoiceFilter(label=_("级别"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Place

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tier", words(PlaceTier, "place"))


class UnitFilter(InPlace):
    kind = django_filters.ChoiceFilter(label=_("种类"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Unit

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words(UnitKind, "unit"))


class AreaFilter(InPlace):
    class Meta(InPlace.Meta):
        model = PatrolArea


class AppointmentFilter(InPlace):
    """Posts held now, or all that ever were."""

    role = django_filters.ChoiceFilter(label=_("岗位"), empty_label=_("全部"))
    past = django_filters.BooleanFilter(method="with_past", label=_("包括已结束的"), widget=forms.CheckboxInput)

    class Meta(InPlace.Meta):
        model = Appointment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("role", words(Role, "role"))

    def with_past(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("past") else found.from_day(clock.today())
