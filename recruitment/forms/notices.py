"""What is typed about notices and objections."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import InPlace, Said, words
from patrol_ops.core.forms import Form, LongTextField, OneChip
from recruitment.models import Objection, PublicNotice
from recruitment.rules import UNDECIDED, Decision, DecisionDraft, NoticeStage, ObjectionStage


class NoticeReasonForm(Form):
    """Why a notice is corrected or taken back; the public reads it."""

    reason = LongTextField(
        label=_("原因"), max_length=300, help_text=_("会显示在公示页上，所有人都看得到，不要写姓名、证件号码和电话。")
    )


class DecisionForm(Form):
    decision = Said(Decision, "decision", label=_("核查结论"), widget=OneChip)
    answer = LongTextField(
        label=_("给提出人的答复"),
        max_length=300,
        help_text=_("提出人用查询链接看得到。不要写任何人的证件号码和电话。"),
    )

    def draft(self) -> DecisionDraft:
        return DecisionDraft(**{name: self.cleaned_data[name] for name in ("decision", "answer")})


class NoticeFilter(InPlace):
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = PublicNotice

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stage", words(NoticeStage, "notice-stage"))


class ObjectionFilter(InPlace):
    """Those that wait, unless others are asked for."""

    stage = django_filters.ChoiceFilter(method="so_far", label=_("状态"), empty_label=_("还没有答复的"))

    class Meta(InPlace.Meta):
        model = Objection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stage", words(ObjectionStage, "objection-stage"))

    def so_far(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(stage=value)

    def filter_queryset(self, queryset: Any) -> Any:
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("stage") else found.filter(stage__in=sorted(UNDECIDED))
