"""What is typed about those who answer for a body, and how bodies are looked through."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock
from patrol_ops.core.choices import Said, words
from patrol_ops.core.forms import DayField, OneChip
from patrol_ops.core.forms import Form as CoreForm
from teams.forms.filters import UnitFilter
from teams.rules import AccountableDraft, AccountableKind


class AccountableForm(CoreForm):
    """Name and official title, nothing else about the person."""

    kind = Said(AccountableKind, "accountable", label=_("什么责任"), widget=OneChip)
    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput({"autocomplete": "off"}))
    title = forms.CharField(label=_("职务"), max_length=40, help_text=_("例如：街道办事处主任。"))
    since = DayField(label=_("从哪天起"))

    def draft(self) -> AccountableDraft:
        said = self.cleaned_data
        return AccountableDraft(kind=said["kind"], name=said["name"], title=said["title"], since=said["since"])


class EndAccountableForm(CoreForm):
    until = DayField(label=_("结束日期"), help_text=_("从这一天起不再负责。已经有人接任的，直接登记接任的人。"))


class AccountableFilter(UnitFilter):
    """``missing`` asks for bodies for which a name is missing."""

    missing = django_filters.ChoiceFilter(method="lacking", label=_("责任人"), empty_label=_("全部"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("missing", words(AccountableKind, "accountable-missing"))

    def lacking(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.lacking(value, clock.today())
