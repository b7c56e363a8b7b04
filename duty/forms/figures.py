"""What is asked for the figures of teams: from when until when, and by which teams."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import BareForm, DayField

LONGEST = dt.timedelta(days=366)


class FiguresForm(BareForm):
    """ORG-01: the past read by the teams as they were, or by what they have become."""

    STRUCTURES = (("old", _("当时的队伍")), ("new", _("现在的队伍")))

    place = forms.CharField(required=False, widget=forms.HiddenInput)
    first = DayField(label=_("从"))
    last = DayField(label=_("到"))
    structure = forms.ChoiceField(label=_("按哪种建制"), choices=STRUCTURES)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last", _("结束日期不能早于开始日期，最多看一年。"))
        return said
