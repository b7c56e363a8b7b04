"""What is typed of a round: its span and its group, inspectors as rows with the street and unit that lend them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from discipline.models import SupervisionRound
from discipline.rules import MOST_INSPECTORS, InspectorDraft, Method, Organiser, RoundDraft, RoundStage
from patrol_ops.core.choices import InPlace, Judged, OfferingForm, Row, Said, words
from patrol_ops.core.forms import BareForm, DayField, Form, LongTextField, LongTextInput, OneChip
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from patrol_ops.core.wording import say


class RoundFilter(InPlace):
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    organised_by = django_filters.ChoiceFilter(label=_("组织者"), empty_label=_("全部"))

    class Meta:
        model = SupervisionRound
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stage", words(RoundStage, "round-stage"))
        self.offer("organised_by", words(Organiser, "organiser"))


class RoundForm(OfferingForm):
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：四季度交叉督察"))
    organised_by = Said(Organiser, "organiser", label=_("组织者"), widget=OneChip)
    method = Said(Method, "inspection-method", label=_("方式"), widget=OneChip)
    starts_on = DayField(label=_("开始"))
    last_day = DayField(label=_("结束"))
    checklist_id = Row(label=_("检查表"), widget=OneChip)


class _Inspector(Judged, Row):
    pass


class InspectorForm(RowForm):
    """One inspector. A row in which nobody is chosen is left out."""

    speaks = ("user_id", "home", "lent_by")
    user_id = _Inspector(label=_("检查人"))
    home = forms.ChoiceField(label=_("来自哪个街道"), required=False, help_text=_("交叉督察时，不检查自己街道的队伍。"))
    lent_by = forms.CharField(label=_("派出单位"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.is_blank and not said.get("user_id") and "user_id" not in self.errors:
            self.add_error("user_id", now_("请选择检查人。"))
        return said


_Inspectors = forms.formset_factory(
    InspectorForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_INSPECTORS, absolute_max=MOST_INSPECTORS + 1
)


class RoundForms(FormWithRows):
    """``people``: id and name of those who may be sent; ``streets``: path and name."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        begins: dict[str, Any],
        organisers: list[Organiser],
        methods: list[Method],
        checklists: list[tuple[int, str]],
        people: list[tuple[int, str]],
        streets: list[tuple[str, str]],
    ) -> None:
        super().__init__(RoundForm(data, initial=begins), _Inspectors(data, initial=[{}], prefix="inspectors"))
        fields = self.main.fields
        fields["organised_by"].offer(organisers)  # type: ignore[attr-defined]
        fields["method"].offer(methods)  # type: ignore[attr-defined]
        chips(fields["checklist_id"], checklists)
        self.new_row = self.rows.added()
        for form in (*self.rows.forms, self.new_row):
            form.fields["user_id"].offer(people)
            form.fields["home"].choices = [("", now_("不属于街道")), *streets]

    def draft(self) -> RoundDraft:
        rows = tuple(InspectorDraft(row["user_id"], row["home"], row["lent_by"]) for row in self.rows.said())
        said = {name: value for name, value in self.main.cleaned_data.items() if name != "idempotency_key"}
        return RoundDraft(**said, inspectors=rows)

    def refuse(self, refused: Refused) -> None:
        """What is wrong with one inspector stands with the rows, by the number."""
        prefix, _dash, rest = (refused.field or "").partition("-")
        number = rest.partition("-")[0]
        super().refuse(refused)
        if prefix == "inspectors" and number.isdigit():
            said = say(refused.code, **refused.facts)
            self.rows_errors.append(now_("第 {n} 人：{said}").format(n=int(number) + 1, said=said))


def chips(field: forms.Field, rows: Iterable[tuple[int, str]]) -> None:
    """To tap one of: without a first line that says to choose; the only one there is, is chosen."""
    offered = [(str(pk), text) for pk, text in rows]
    field.choices = offered  # type: ignore[attr-defined]
    if len(offered) == 1 and field.initial is None:
        field.initial = offered[0][0]


class ReportForm(Form):
    report = LongTextField(
        label=_("督察报告"),
        max_length=2000,
        widget=LongTextInput(rows=8),
        help_text=_("检查了哪些队伍，做得好的、存在的问题和建议。不写个人的号码。"),
    )


class RoundReasonForm(Form):
    reason = LongTextField(label=_("原因"), max_length=300)
