"""What the police write about a recruit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.forms import DayField, Form, LongTextField, OneChip
from recruitment.rules import VerdictCode, VerdictDraft


class PoliceReviewForm(Form):
    code = Said(VerdictCode, "verdict", label=_("审核意见"), widget=OneChip)
    holds_until = DayField(label=_("有效期到"), required=False, help_text=_("选“适合”时有效。已填最长期限，可以改短。"))
    reason = LongTextField(
        label=_("不适合的原因"),
        required=False,
        max_length=1000,
        help_text=_("选“不适合”时填写。原因只留在公安机关，综治办和报名人都看不到。"),
    )
    question = LongTextField(
        label=_("需要补充什么"),
        required=False,
        max_length=300,
        help_text=_("选“需补充情况”时填写。综治办和报名人看得到，不要写证件号码和电话。"),
    )
    unrelated = forms.BooleanField(label=_("我与本人没有亲属关系"), required=False)

    def draft(self) -> VerdictDraft:
        said = self.cleaned_data
        return VerdictDraft(
            code=said["code"],
            unrelated=said["unrelated"],
            holds_until=said["holds_until"] if said["code"] is VerdictCode.SUITABLE else None,
            reason=said["reason"],
            question=said["question"],
        )
