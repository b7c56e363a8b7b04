"""What is typed about teams, bodies and areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row, Said
from patrol_ops.core.forms import DayField, LongTextField, OneChip, Stepper
from patrol_ops.core.forms import Form as CoreForm
from teams.rules import AreaDraft, AreaForm, AreaKind, Form, Relation, TeamDraft, UnitKind


class PlanTeamForm(OfferingForm):
    """Tier, parent and name follow from the place."""

    place = Row(label=_("设在哪里"), help_text=_("区县设大队，街道(乡镇)设中队，社区(村)设分队。名称由系统生成。"))
    form = Said(Form, "form", label=_("队伍形式"), widget=OneChip, initial=Form.FULL_TIME_PATROL)
    authorised = forms.IntegerField(
        label=_("编制人数"), min_value=1, max_value=2000, widget=Stepper({"min": 1, "max": 2000}, unit=_("人"))
    )
    hamlet = forms.CharField(
        label=_("自然村"), max_length=20, required=False, help_text=_("只有义务巡逻型分队可以带自然村名称。")
    )
    former_name = forms.CharField(
        label=_("原名称"), max_length=60, required=False, help_text=_("由原有队伍整合而来时填写，方便按旧名查找。")
    )

    def draft(self) -> TeamDraft:
        said = self.cleaned_data
        return TeamDraft(
            form=said["form"],
            authorised=said["authorised"],
            hamlet=said["hamlet"],
            former_name=said["former_name"],
        )


class ReasonForm(CoreForm):
    reason = LongTextField(label=_("理由"), max_length=300, help_text=_("写明情况，不写个人号码。"), strip=True)


class PlaqueForm(CoreForm):
    hung_on = DayField(label=_("挂牌日期"), help_text=_("队牌挂出的那一天。"))


class StrengthForm(ReasonForm):
    authorised = forms.IntegerField(
        label=_("编制人数"), min_value=1, max_value=2000, widget=Stepper({"min": 1, "max": 2000}, unit=_("人"))
    )
    field_order = ("authorised", "reason")


class RelateUnitForm(OfferingForm):
    relation = Said(Relation, "relation", label=_("什么关系"))
    unit = Row(label=_("单位"))


class FoundUnitForm(OfferingForm):
    place = Row(label=_("在哪里"))
    kind = Said(UnitKind, "unit", label=_("种类"))
    name = forms.CharField(label=_("单位名称"), max_length=80)


class DrawAreaForm(OfferingForm):
    """An area of a community; who answers for it is filled in where there is no choice (ORG-25)."""

    name = forms.CharField(label=_("区域名称"), max_length=20)
    kind = Said(AreaKind, "area-kind", label=_("种类"), widget=OneChip, initial=AreaKind.AREA)
    form = Said(AreaForm, "area-form", label=_("布防形式"), widget=OneChip, initial=AreaForm.AREA)
    parent = Row(label=_("属于哪个上级区域"), required=False)
    responsible_team = Row(label=_("负责的队伍"))
    responsible_unit = Row(label=_("负责的单位"))

    def draft(self) -> AreaDraft:
        said = self.cleaned_data
        return AreaDraft(name=said["name"], kind=said["kind"], form=said["form"])

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "parent_id": said["parent"],
            "responsible_team_id": said["responsible_team"],
            "responsible_unit_id": said["responsible_unit"],
        }


class DesignateAreaForm(OfferingForm):
    team = Row(label=_("指定给哪支队伍"))
