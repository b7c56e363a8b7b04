"""What is typed of the equipment standard: its lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.forms import Form as CoreForm
from patrol_ops.core.forms import Stepper
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from teams.models import EquipmentLine
from teams.rules import Form, Tier
from teams.rules.equipment import RESTRICTED, EquipmentKind
from teams.rules.equipment_needs import MOST_A_LINE, MOST_LINES, EquipmentLineDraft, EquipmentStandardDraft, Per


class EquipmentLineForm(RowForm):
    """A line without a number is left out."""

    speaks = ("number",)
    kind = Said(EquipmentKind, "equipment-kind", label=_("装备"))
    number = forms.IntegerField(
        label=_("数量"),
        required=False,
        min_value=1,
        max_value=MOST_A_LINE,
        widget=Stepper({"min": 1, "max": MOST_A_LINE}, unit=_("件")),
    )
    per = Said(Per, "per", label=_("按"))
    tier = Said(Tier, "tier", none=_("各级队伍"), required=False, label=_("级别"))
    form = Said(Form, "form", none=_("各种形式"), required=False, label=_("形式"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, Said)
        field.offer(kind for kind in EquipmentKind if kind not in RESTRICTED)


_Lines = forms.formset_factory(
    EquipmentLineForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES + 1
)


class EquipmentStandardForms(FormWithRows):
    def __init__(self, data: QueryDict | None, before: Iterable[EquipmentLine]) -> None:
        """Begins with the version before; the first with what nobody walks without."""
        fields = ("kind", "number", "per", "tier", "form")
        lines: list[dict[str, Any]] = [{name: getattr(line, name) for name in fields} for line in before] or [
            {"kind": EquipmentKind.REFLECTIVE_VEST, "per": Per.MEMBER},
            {"kind": EquipmentKind.TORCH, "per": Per.MEMBER},
            {"kind": EquipmentKind.RADIO, "per": Per.TEAM},
        ]
        super().__init__(CoreForm(data), _Lines(data, initial=lines, prefix="lines"))

    def draft(self) -> EquipmentStandardDraft:
        return EquipmentStandardDraft(
            tuple(
                EquipmentLineDraft(
                    kind=line["kind"], per=line["per"], number=line["number"], tier=line["tier"], form=line["form"]
                )
                for line in self.rows.said()
            )
        )
