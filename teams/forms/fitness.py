"""What is typed when the police lets somebody walk in an emergency."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import DayField, Form
from teams.rules import OverrideDraft


class OverrideForm(Form):
    since = DayField(label=_("从哪天起"), help_text=_("今天或明天。"))
    until = DayField(label=_("到哪天为止"), help_text=_("从这一天起不再放行。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        help_text=_("写明什么紧急情况。会进入日志和总览，不写个人情况。"),
        widget=forms.Textarea({"rows": 3}),
    )

    def draft(self) -> OverrideDraft:
        said = self.cleaned_data
        return OverrideDraft(since=said["since"], until=said["until"], reason=said["reason"])
