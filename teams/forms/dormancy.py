"""What is typed about teams that fell asleep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.forms import DayField, LongTextField, OneChip
from patrol_ops.core.forms import Form as CoreForm
from teams.forms.teams import ReasonForm
from teams.rules import DormancyCause, RevivalPlanDraft


class ConfirmDormantForm(ReasonForm):
    cause = Said(DormancyCause, "cause", label=_("休眠原因"), widget=OneChip)
    field_order = ("cause", "reason")


class RevivalPlanForm(CoreForm):
    """ORG-30: why, what, until when."""

    causes = LongTextField(
        label=_("原因分析"), max_length=1000, help_text=_("写队伍的情况，不写个人号码。"), strip=True
    )
    measures = LongTextField(label=_("整顿措施"), max_length=1000, strip=True)
    due_on = DayField(label=_("完成日期"))

    def draft(self) -> RevivalPlanDraft:
        said = self.cleaned_data
        return RevivalPlanDraft(causes=said["causes"], measures=said["measures"], due_on=said["due_on"])


class ReviveForm(CoreForm):
    result = LongTextField(label=_("整顿结果"), max_length=300, help_text=_("写明情况，不写个人号码。"), strip=True)
