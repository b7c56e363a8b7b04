"""What is typed into the insurance register, and how it is searched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from funding.models import InsurancePolicy
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft, PolicyState
from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace, OfferingForm, Row, Said, words
from patrol_ops.core.forms import Chips, DayField, Form, OneChip

SOON, LAPSED = PolicyState.SOON, PolicyState.LAPSED


class RenewPolicyForm(Form):
    """The next period of a paper; kind and place stay."""

    insurer = forms.CharField(label=_("保险公司"), max_length=80)
    number = forms.CharField(label=_("保单号"), max_length=40)
    payer = Said(Payer, "payer", label=_("谁交保费"), widget=OneChip)
    premium = forms.DecimalField(
        label=_("每人保费(元)"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text=_("保单上写明的，没有就不填。"),
    )
    starts_on = DayField(label=_("从哪天起"))
    last_day = DayField(label=_("最后一天"), help_text=_("按保单写，这一天还在保。"))

    def paper(self, kind: InsuranceKind) -> PolicyDraft:
        said = self.cleaned_data
        names = ("insurer", "number", "payer", "premium", "starts_on", "last_day")
        return PolicyDraft(kind=kind, **{name: said[name] for name in names})


class EnterPolicyForm(RenewPolicyForm, OfferingForm):
    place = Row(label=_("地方"))
    kind = Said(InsuranceKind, "insurance", label=_("保险种类"), widget=OneChip)

    field_order = ("place", "kind", "insurer", "number", "payer", "premium", "starts_on", "last_day")

    def draft(self) -> PolicyDraft:
        return self.paper(self.cleaned_data["kind"])


class CoverMembersForm(Form):
    since = DayField(label=_("从哪天起参保"), help_text=_("在保单期内。"))
    members = forms.TypedMultipleChoiceField(label=_("参保人员"), coerce=int, widget=Chips)

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        field = self.fields["members"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(pk), text) for pk, text in people]

    def draft(self) -> CoverDraft:
        return CoverDraft(since=self.cleaned_data["since"], members=tuple(self.cleaned_data["members"]))


class EndCoverForm(Form):
    until = DayField(label=_("从哪天起不再参保"), help_text=_("这一天起没有保险。"))

    @property
    def until_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        return day


class PolicyFilter(InPlace):
    """What is in force or to come, unless something else is asked for."""

    state = django_filters.ChoiceFilter(method="so_far", label=_("状态"), empty_label=_("在保的"))
    kind = django_filters.ChoiceFilter(label=_("保险种类"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = InsurancePolicy

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words((SOON, LAPSED, PolicyState.CANCELLED), "policy-state"))
        self.offer("kind", words(InsuranceKind, "insurance"))

    def so_far(self, queryset: Any, name: str, value: str) -> Any:
        day = clock.today()
        if value == PolicyState.CANCELLED:
            return queryset.filter(cancelled_at__isnull=False)
        return queryset.lapsed(day) if value == LAPSED else queryset.ending(day)

    def filter_queryset(self, queryset: Any) -> Any:
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.lasting(clock.today())
