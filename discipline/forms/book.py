"""What the record book may be asked."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.models import Inspection
from discipline.rules import InspectionStage, Organiser
from patrol_ops.core.choices import InPlace, words
from patrol_ops.core.forms import BareForm, DayField, DayInput

UNSIGNED, EFFECTIVE = "unsigned", "effective"


class _Days(django_filters.DateFilter):
    field_class = DayField


class InspectionFilter(InPlace):
    stage = django_filters.ChoiceFilter(method="so_far", label=_("状态"), empty_label=_("全部"))
    organised_by = django_filters.ChoiceFilter(label=_("谁组织的"), empty_label=_("全部"))
    first = _Days(field_name="day", lookup_expr="gte", label=_("从哪天"), widget=DayInput)
    last = _Days(field_name="day", lookup_expr="lte", label=_("到哪天"), widget=DayInput)
    # An id as the database can hold it.
    team = django_filters.NumberFilter(
        field_name="team__pk", label=_("队伍"), min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    class Meta(InPlace.Meta):
        model = Inspection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(UNSIGNED, _("等待签字")), (EFFECTIVE, _("已生效"))]
        self.offer("stage", [*groups, *words(InspectionStage, "inspection-stage")])  # type: ignore[list-item]
        self.offer("organised_by", words(Organiser, "organiser"))

    def so_far(self, queryset: Any, name: str, value: str) -> Any:
        if value == UNSIGNED:
            return queryset.unsigned()
        return queryset.effective() if value == EFFECTIVE else queryset.filter(stage=value)


class BookForm(BareForm):
    """Of which year, or of which month of it; nothing said is this year."""

    year = forms.IntegerField(min_value=2000, max_value=2100, required=False)
    month = forms.IntegerField(min_value=1, max_value=12, required=False)

    def span(self, today: dt.date) -> tuple[dt.date, dt.date]:
        year, month = self.cleaned_data["year"] or today.year, self.cleaned_data["month"]
        if not month:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
