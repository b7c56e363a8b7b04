"""What is typed of a review of responsibility and of the coordination duty of a unit. No person is named in either."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.models import AccountabilityReview, CoordinationDuty
from discipline.rules import CoordinationDraft, ProposalDraft, ReviewDraft, ReviewStage, Trigger
from patrol_ops.core.choices import InPlace, OfferingForm, Row, Said, words
from patrol_ops.core.forms import BareForm, DayField, Form, LongTextField, LongTextInput, OneChip

NEGLIGENCE: list[tuple[str, Any]] = [("no", _("没有失职")), ("yes", _("有失职"))]
# Places, categories and numbers of the police say enough; who it was is in no field of ours.
UNNAMED = _("不写人名，写岗位和队伍。")


class ReviewFilter(InPlace):
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    trigger = django_filters.ChoiceFilter(label=_("起因"), empty_label=_("全部"))

    class Meta:
        model = AccountabilityReview
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stage", words(ReviewStage, "review-stage"))
        self.offer("trigger", words(Trigger, "review-trigger"))


class ReviewForm(OfferingForm):
    trigger = Said(Trigger, "review-trigger", label=_("起因"), widget=OneChip)
    title = forms.CharField(label=_("发生了什么"), max_length=120, help_text=UNNAMED)
    happened_on = DayField(label=_("哪一天"))
    team_id = Row(label=_("哪支队伍的辖区"), required=False)
    reference = forms.CharField(
        label=_("公安机关的编号"), max_length=60, required=False, help_text=_("接警或立案的编号，只写编号。")
    )

    def draft(self) -> ReviewDraft:
        said = self.cleaned_data
        return ReviewDraft(
            trigger=said["trigger"],
            happened_on=said["happened_on"],
            title=said["title"],
            reference=said["reference"],
            team_id=said["team_id"],
        )


def _negligence(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=lambda value: value == "yes", choices=NEGLIGENCE, widget=OneChip, empty_value=None
    )


class ProposalForm(Form):
    facts = LongTextField(label=_("查明的事实"), max_length=2000, widget=LongTextInput(rows=6), help_text=UNNAMED)
    negligence = _negligence(_("有没有失职"))
    proposal = LongTextField(label=_("处理意见"), max_length=1000, help_text=UNNAMED)

    def draft(self) -> ProposalDraft:
        said = self.cleaned_data
        return ProposalDraft(facts=said["facts"], negligence=said["negligence"], proposal=said["proposal"])


class ReviewReturnForm(Form):
    reason = LongTextField(label=_("还要查什么"), max_length=300)


class DecisionForm(Form):
    negligence = _negligence(_("有没有失职"))
    decision = LongTextField(label=_("决定"), max_length=1000, widget=LongTextInput(rows=5), help_text=UNNAMED)


# --- the coordination duty of units ---------------------------------------------------------------------------------


class CoordinationFilter(InPlace):
    ended = django_filters.BooleanFilter(
        method="with_ended", label=_("也看已结束的"), widget=forms.CheckboxInput, initial=False
    )

    class Meta:
        model = CoordinationDuty
        fields: list[str] = []
        form = BareForm

    def with_ended(self, queryset: Any, name: str, value: bool | None) -> Any:
        """``qs`` leaves out what has ended, also where nothing is said of it."""
        return queryset

    @property
    def qs(self) -> Any:
        rows: Any = super().qs
        return rows if self.form.cleaned_data.get("ended") else rows.open()


class CoordinationForm(OfferingForm):
    unit_id = Row(label=_("单位"))
    duty = LongTextField(label=_("协调督促什么"), max_length=300)
    contact_post = forms.CharField(label=_("联系哪个岗位"), max_length=60, help_text=_("写岗位，不写人名和手机号。"))
    since = DayField(label=_("从哪天起"))

    def draft(self) -> CoordinationDraft:
        said = self.cleaned_data
        return CoordinationDraft(duty=said["duty"], contact_post=said["contact_post"], since=said["since"])


class FollowUpForm(Form):
    text = LongTextField(label=_("协调督促的情况"), max_length=500, help_text=UNNAMED)
