"""What is typed of a checklist: what it is called, what it asks beside its items, and the items as rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from discipline.rules import MOST_INTERVIEWS, MOST_ITEMS, ChecklistDraft, ChecklistKind, ItemDraft
from patrol_ops.core.choices import Judged, Said
from patrol_ops.core.forms import Form, LongTextInput, OneChip, Stepper
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from patrol_ops.core.wording import say


class ChecklistForm(Form):
    kind = Said(ChecklistKind, "checklist-kind", label=_("类别"), widget=OneChip)
    title = forms.CharField(label=_("名称"), max_length=60)
    asks_documents = forms.BooleanField(label=_("核对巡逻计划、工作记录和档案"), required=False)
    asks_insignia = forms.BooleanField(label=_("清点到场人数和佩戴标识的人数"), required=False)
    min_interviews = forms.IntegerField(
        label=_("至少访问多少名群众"),
        min_value=0,
        max_value=MOST_INTERVIEWS,
        widget=Stepper({"min": 0, "max": MOST_INTERVIEWS}, unit=_("人")),
        help_text=_("不问姓名，只问看到巡逻的次数。不访问的填 0。"),
    )
    min_sites = forms.IntegerField(
        label=_("至少查看多少个点位"),
        min_value=0,
        max_value=MOST_ITEMS,
        widget=Stepper({"min": 0, "max": MOST_ITEMS}, unit=_("个")),
        help_text=_("单位、学校、要害部位等。不看的填 0。"),
    )


class _Text(Judged, forms.CharField):
    pass


class _Points(Judged, forms.IntegerField):
    pass


class ItemForm(RowForm):
    """One item. A row without text is left out."""

    speaks = ("text",)
    text = _Text(label=_("检查什么"), max_length=120, widget=LongTextInput(rows=1))
    points = _Points(
        label=_("分值"), min_value=0, max_value=100, initial=1, widget=Stepper({"min": 0, "max": 100}, unit=_("分"))
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("text") and said.get("points") is None and "points" not in self.errors:
            self.add_error("points", now_("请填分值。"))
        return said


_Items = forms.formset_factory(
    ItemForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS + 1
)


class ChecklistForms(FormWithRows):
    """``begins``: what stands in it at first. ``kind``: of the checklist whose next version this is."""

    def __init__(
        self, data: QueryDict | None, *, begins: ChecklistDraft | None = None, kind: ChecklistKind | None = None
    ) -> None:
        main: dict[str, Any] = {"min_interviews": 0, "min_sites": 0}
        items: list[dict[str, Any]] = [{"points": 1}] * 3
        if begins is not None:
            names = ("kind", "title", "asks_documents", "asks_insignia", "min_interviews", "min_sites")
            main = {name: getattr(begins, name) for name in names}
            items = [{"text": item.text, "points": item.points} for item in begins.items]
        super().__init__(ChecklistForm(data, initial=main), _Items(data, initial=items, prefix="items"))
        self.kind = kind
        if kind is not None:
            del self.main.fields["kind"]
        self.new_row = self.rows.added()

    def draft(self) -> ChecklistDraft:
        said = self.main.cleaned_data
        names = ("title", "asks_documents", "asks_insignia", "min_interviews", "min_sites")
        items = tuple(ItemDraft(row["text"], row["points"]) for row in self.rows.said())
        return ChecklistDraft(kind=self.kind or said["kind"], items=items, **{name: said[name] for name in names})

    def refuse(self, refused: Refused) -> None:
        """What is wrong with one item stands with the rows, by its number."""
        prefix, _dash, rest = (refused.field or "").partition("-")
        number = rest.partition("-")[0]
        super().refuse(refused)
        if prefix == "items" and number.isdigit():
            said = say(refused.code, **refused.facts)
            self.rows_errors.append(now_("第 {n} 项：{said}").format(n=int(number) + 1, said=said))
