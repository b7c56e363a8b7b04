"""Filters that page and API share."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from duty.forms.choices import choices_of
from duty.models import LogEntry, PatrolLog
from duty.rules import (
    FOLLOWED_UP,
    LogStage,
)
from patrol_ops.core import clock
from patrol_ops.core.forms import (
    BareForm,
    DayField,
)


class IdFilter(django_filters.Filter):
    """An id as the database can hold it."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=2**63 - 1, **kwargs)


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class PlaceFilter(django_filters.CharFilter):
    """Everything in a division, by its code (significant digits)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            method="in_place",
            label=_("地方"),
            widget=forms.HiddenInput,
            help_text=_("行政区划代码：6 位到区县，9 位到街道，12 位到社区。"),
            **kwargs,
        )


class PatrolLogFilter(django_filters.FilterSet):
    """The same for the page's list and the API."""

    place = PlaceFilter()
    team = IdFilter(field_name="team_id", label=_("队伍"), widget=forms.HiddenInput)
    first = DayFilter(field_name="day", lookup_expr="gte", label=_("从"))
    last = DayFilter(field_name="day", lookup_expr="lte", label=_("到"))
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    late = django_filters.BooleanFilter(
        label=_("是否迟交"),
        widget=forms.Select(choices=[("", _("全部")), ("true", _("迟交")), ("false", _("按时"))]),
    )

    class Meta:
        model = PatrolLog
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["stage"].extra["choices"] = choices_of(LogStage, "log-stage")

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        return (
            queryset.under(value)
            if value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
            else queryset.none()
        )


class LogEntryFilter(django_filters.FilterSet):
    """Entries that wait for an outcome, by place and by whether they are overdue."""

    place = PlaceFilter()
    kind = django_filters.ChoiceFilter(label=_("种类"), empty_label=_("全部"))
    overdue = django_filters.BooleanFilter(method="past_due", label=_("只看超期"), widget=forms.CheckboxInput)

    class Meta:
        model = LogEntry
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = choices_of(sorted(FOLLOWED_UP), "entry")

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        return (
            queryset.under(value)
            if value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
            else queryset.none()
        )

    def past_due(self, queryset: Any, name: str, value: bool) -> Any:
        return queryset.filter(due_on__lt=clock.today()) if value else queryset
