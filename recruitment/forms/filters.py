"""Filters that page and API share."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import words
from patrol_ops.core.forms import BareForm
from recruitment.models import Applicant, Campaign
from recruitment.rules import CampaignStage, Stage


class _IdFilter(django_filters.Filter):
    """An id as the database can hold it."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=2**63 - 1, **kwargs)


class CampaignFilter(django_filters.FilterSet):
    place = django_filters.CharFilter(method="in_place", label=_("地方"), widget=forms.HiddenInput)
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))

    class Meta:
        model = Campaign
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["stage"].extra["choices"] = words(CampaignStage, "campaign-stage")

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        known = value.isascii() and value.isdigit() and len(value) in (6, 9, 12)
        return queryset.under(value) if known else queryset.none()


class ApplicantFilter(django_filters.FilterSet):
    campaign = _IdFilter(field_name="campaign_id", label=_("招聘"), widget=forms.HiddenInput)
    post = _IdFilter(field_name="post_id", label=_("岗位"), widget=forms.HiddenInput)
    stage = django_filters.ChoiceFilter(label=_("办理情况"), empty_label=_("全部"))

    class Meta:
        model = Applicant
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["stage"].extra["choices"] = words(Stage, "applicant-stage")
