"""What is typed to order a reorganisation: from which day, why, and what it needs beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said
from patrol_ops.core.forms import Chips, DayField, LongTextField, OneChip, Stepper
from patrol_ops.core.forms import Form as CoreForm
from teams.rules import Form, OrderDraft, TeamDraft


class OrderForm(CoreForm):
    """A day, today or to come, and a reason that stays."""

    effective_on = DayField(
        label=_("生效日期"), help_text=_("今天或以后 92 天内的一天。到那天零点自动生效，以前的记录不变。")
    )
    reason = LongTextField(label=_("理由"), max_length=300, help_text=_("写明情况，不写个人号码。"), strip=True)

    def order(self) -> OrderDraft:
        return OrderDraft(effective_on=self.cleaned_data["effective_on"], reason=self.cleaned_data["reason"])


class Several(forms.TypedMultipleChoiceField):
    """Some of the rows the view offers, by id."""

    widget = Chips

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        self.choices = [(str(pk), text) for pk, text in rows]


class MergeForm(OrderForm):
    predecessors = Several(label=_("要并入的队伍"))
    field_order = ("predecessors", "effective_on", "reason")

    def offer(self, name: str, rows: Iterable[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, Several)
        field.offer(rows)


class SplitForm(OrderForm):
    members = Several(label=_("转到新队的队员"))
    form = Said(Form, "form", label=_("新队形式"), widget=OneChip, initial=Form.VOLUNTARY_PATROL)
    hamlet = forms.CharField(
        label=_("自然村"), max_length=20, required=False, help_text=_("社区(村)里已有标准分队时必须填写。")
    )
    authorised = forms.IntegerField(
        label=_("新队编制人数"), min_value=1, max_value=2000, widget=Stepper({"min": 1, "max": 2000}, unit=_("人"))
    )
    field_order = ("members", "form", "hamlet", "authorised", "effective_on", "reason")

    def offer(self, rows: Iterable[tuple[int, str]]) -> None:
        field = self.fields["members"]
        assert isinstance(field, Several)
        field.offer(rows)

    def draft(self) -> TeamDraft:
        said = self.cleaned_data
        return TeamDraft(form=said["form"], authorised=said["authorised"], hamlet=said["hamlet"])


class RenameForm(OrderForm):
    hamlet = forms.CharField(label=_("新的自然村名称"), max_length=20)
    field_order = ("hamlet", "effective_on", "reason")
