"""What is typed about ten-household units. Nothing about a household is asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row
from patrol_ops.core.forms import DayField, Stepper
from patrol_ops.core.forms import Form as CoreForm
from teams.forms.filters import InPlace
from teams.models import TenHouseholdUnit
from teams.rules import VolunteerDraft
from teams.rules.households import LONGEST_ROSTER


class HouseholdUnitForm(CoreForm):
    name = forms.CharField(
        label=_("名称"), max_length=20, help_text=_("用地点取名，例如「东巷」。不写住户的姓名和门牌。")
    )


class VolunteerForm(CoreForm):
    """Name, consent, and a phone only if they wish."""

    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    phone = forms.CharField(
        label=_("手机号码"),
        max_length=30,
        required=False,
        help_text=_("本人愿意留才填。"),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    consented_on = DayField(label=_("本人同意的日期"))

    def draft(self) -> VolunteerDraft:
        said = self.cleaned_data
        return VolunteerDraft(name=said["name"], phone=said["phone"], consented_on=said["consented_on"])


class RosterForm(CoreForm):
    first = DayField(label=_("从哪天起"))
    days = forms.IntegerField(
        label=_("排几天"),
        min_value=1,
        max_value=LONGEST_ROSTER,
        initial=14,
        widget=Stepper({"min": 1, "max": LONGEST_ROSTER}, unit=_("天")),
        help_text=_("已经排好的日子不变，空着的按轮到的先后排。"),
    )


class DutyForm(OfferingForm):
    day = DayField(label=_("哪一天"))
    volunteer = Row(label=_("谁值守"))


class WithdrawForm(CoreForm):
    """Nothing is asked."""


class HouseholdUnitFilter(InPlace):
    class Meta(InPlace.Meta):
        model = TenHouseholdUnit
