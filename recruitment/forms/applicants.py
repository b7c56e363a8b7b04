"""What is typed when an applicant is screened, scored, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Judged, Said
from patrol_ops.core.forms import Form, LongTextField, OneChip, Stepper
from recruitment.models import Applicant, Criterion
from recruitment.rules import MAX_MARK, ScoreDraft, Screening, ScreeningDraft

_YES_NO = [("yes", _("是")), ("no", _("否"))]


class YesNo(Judged, forms.TypedChoiceField):
    """Yes, no, or not looked at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_YES_NO,
            coerce=lambda said: said == "yes",
            empty_value=None,
            widget=OneChip,
            **kwargs,
        )


class ScreeningForm(Form):
    """The checklist of the standard; of what was declared, what the papers say."""

    met = forms.TypedMultipleChoiceField(
        label=_("逐条核对，符合的打勾"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    local = YesNo(label=_("核对材料：是本地居民"), help_text=_("当面看材料，看完退还，不留复印件。"))
    priority = YesNo(
        label=_("核对材料：是优先照顾对象"),
        help_text=_("下岗失业人员、退役军人、低保对象。只记是或否，不记是哪一类。"),
    )
    verdict = Said(Screening, "screening", label=_("审查结论"), widget=OneChip)
    note = LongTextField(
        label=_("请补正什么"), required=False, max_length=300, help_text=_("退回补正时填写，报名人看得到。")
    )

    def about(self, applicant: Applicant, criteria: Sequence[Criterion]) -> None:
        """The lines of this post; what was not declared is not asked."""
        self.fields["met"].choices = [(str(line.pk), line.text) for line in criteria]  # type: ignore[attr-defined]
        for claim in ("local", "priority"):
            if not getattr(applicant, claim):
                del self.fields[claim]

    def draft(self) -> ScreeningDraft:
        said = self.cleaned_data
        return ScreeningDraft(
            verdict=said["verdict"],
            met=frozenset(said["met"]),
            local=said.get("local"),
            priority=said.get("priority"),
            note=said["note"],
        )


def _mark(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MAX_MARK,
        initial=0,
        widget=Stepper({"min": 0, "max": MAX_MARK, "data-sums": "total"}, unit=_("分")),
    )


class ScoreForm(Form):
    came = forms.TypedChoiceField(
        label=_("是否到场"),
        choices=[("yes", _("到场")), ("no", _("没有到场"))],
        coerce=lambda said: said == "yes",
        initial="yes",
        widget=OneChip,
    )
    schooling = _mark(_("文化程度"))
    ability = _mark(_("工作能力"))
    responsibility = _mark(_("责任心"))
    standing = _mark(_("群众基础"))
    unrelated = forms.BooleanField(label=_("我与这名报名人没有亲属关系"), required=False)

    @property
    def marks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("schooling", "ability", "responsibility", "standing")]

    @property
    def total(self) -> int:
        """The sum as it was sent, so that a form that comes back shows it without script too."""
        said = [str(field.value() or "") for field in self.marks]
        return sum(int(text) for text in said if text.isascii() and text.isdigit() and len(text) < 4)

    def draft(self) -> ScoreDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}
        return ScoreDraft(**said)


class FactsForm(Form):
    facts = LongTextField(
        label=_("补充的情况"),
        max_length=300,
        help_text=_("只写事实，不写姓名、电话和证件号码。"),
    )
