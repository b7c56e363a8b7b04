"""The study item of a meeting, written down on a phone."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.forms import Chips, DayField, Form, OneChip, Stepper
from training.rules import StudyDraft, Topic


class StudyForm(Form):
    day = DayField(label=_("哪天"), help_text=_("只能登记最近 7 天内开过的例会。"))
    topic = Said(Topic, "topic", label=_("学了什么"), widget=OneChip)
    subject = forms.CharField(label=_("题目"), max_length=60)
    minutes = forms.IntegerField(
        label=_("学了多久"),
        min_value=10,
        max_value=240,
        widget=Stepper({"min": 10, "max": 240, "step": 5}, unit=_("分钟")),
    )
    member_ids = forms.TypedMultipleChoiceField(label=_("谁到了"), coerce=int, widget=Chips)

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        field = self.fields["member_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(pk), name) for pk, name in people]

    def draft(self) -> StudyDraft:
        said = self.cleaned_data
        return StudyDraft(said["day"], said["topic"], said["minutes"], said["subject"], frozenset(said["member_ids"]))
