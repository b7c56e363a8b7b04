"""What is typed of the yearly plan: the year, and its lines as rows; a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Judged, Row, Said
from patrol_ops.core.forms import Form, LongTextField, OneChip, Stepper
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from patrol_ops.core.wording import say
from teams.rules import Tier
from training.rules import DeliveryMode, PlanDraft, PlanLineDraft
from training.rules.courses import MOST_LINES

QUARTERS = ((1, _("一季度")), (2, _("二季度")), (3, _("三季度")), (4, _("四季度")))


class PlanForm(Form):
    year = forms.TypedChoiceField(label=_("年度"), coerce=int, widget=OneChip)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year}") for year in years]  # type: ignore[attr-defined]


class _Course(Judged, Row):
    pass


class _Number(Judged, forms.IntegerField):
    pass


class LineForm(RowForm):
    """A line of the plan. A row without course and number is left out."""

    speaks = ("course", "sessions")
    quarter = forms.TypedChoiceField(label=_("季度"), coerce=int, choices=QUARTERS)
    tier = Said(Tier, "tier", label=_("哪一级队伍"), initial=Tier.DETACHMENT)
    course = _Course(label=_("课程"))
    mode = Said(DeliveryMode, "mode", label=_("方式"), initial=DeliveryMode.CLASS)
    sessions = _Number(
        label=_("期数"), min_value=1, max_value=200, widget=Stepper({"min": 1, "max": 200}, unit=_("期"))
    )
    cost = forms.IntegerField(
        label=_("经费(元)"), min_value=0, max_value=10_000_000, required=False, widget=forms.NumberInput({"min": 0})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.is_blank or self.errors:
            return said
        if not said.get("course"):
            self.add_error("course", now_("请选择课程。"))
        if not said.get("sessions"):
            self.add_error("sessions", now_("请填办几期。"))
        return said


_Lines = forms.formset_factory(
    LineForm, formset=Rows, extra=0, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES + 1
)


class PlanForms(FormWithRows):
    """``courses``: id and title of those that may be planned."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        year: int,
        years: Iterable[int],
        lines: list[dict[str, Any]],
        courses: list[tuple[int, str]],
    ) -> None:
        first = lines or [{"quarter": 1}]
        super().__init__(
            PlanForm(data, years=years, initial={"year": year}), _Lines(data, initial=first, prefix="lines")
        )
        self.new_row = self.rows.added()
        for form in (*self.rows.forms, self.new_row):
            form.fields["course"].offer(courses)

    def draft(self) -> PlanDraft:
        lines = tuple(
            PlanLineDraft(row["quarter"], row["tier"], row["course"], row["mode"], row["sessions"], row["cost"] or 0)
            for row in self.rows.said()
        )
        return PlanDraft(year=self.main.cleaned_data["year"], lines=lines)

    def refuse(self, refused: Refused) -> None:
        """What is wrong with one line stands with the rows, by its number."""
        prefix, _dash, rest = (refused.field or "").partition("-")
        number = rest.partition("-")[0]
        super().refuse(refused)
        if prefix == "lines" and number.isdigit():
            said = say(refused.code, **refused.facts)
            self.rows_errors.append(now_("第 {n} 行：{said}").format(n=int(number) + 1, said=said))


class PlanReasonForm(Form):
    reason = LongTextField(label=_("要改什么"), max_length=300)
