"""What is typed of a session: when, where, for whom, by whom; who takes part; and what it cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import InPlace, OfferingForm, Row, Said, words
from patrol_ops.core.forms import BareForm, Chips, ClockField, DayField, Form, LongTextField, OneChip, Stepper
from teams.reports import MemberLine
from teams.rules import Tier
from training.models import Session
from training.rules import DeliveryMode, Programme, SessionDraft, SessionStage
from training.rules.sessions import MOST_PEOPLE


class SessionFilter(InPlace):
    """Those of a place are those held there or below it."""

    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    programme = django_filters.ChoiceFilter(
        field_name="revision__course__programme", label=_("类别"), empty_label=_("全部")
    )
    mode = django_filters.ChoiceFilter(label=_("方式"), empty_label=_("全部"))
    mine = django_filters.BooleanFilter(method="only_mine", label=_("只看我的"), widget=forms.CheckboxInput)

    class Meta:
        model = Session
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("stage", words(SessionStage, "session-stage"))
        self.offer("programme", words(Programme, "programme"))
        self.offer("mode", words(DeliveryMode, "mode"))

    def only_mine(self, queryset: Any, name: str, value: bool | None) -> Any:
        return queryset.filter(mine=True) if value else queryset


class SessionForm(OfferingForm):
    """Day and hours are typed apart; without a last day it is over the same day."""

    course_id = Row(label=_("课程"))
    tier = Said(Tier, "tier", label=_("培训哪一级队伍"), widget=OneChip)
    mode = Said(DeliveryMode, "mode", label=_("方式"), widget=OneChip, initial=DeliveryMode.CLASS)
    day = DayField(label=_("日期"))
    starts_at = ClockField(label=_("开始"))
    ends_at = ClockField(label=_("结束"))
    last_day = DayField(label=_("最后一天"), required=False, help_text=_("只有一天的，不用填。"))
    venue = forms.CharField(label=_("地点"), max_length=60)
    capacity = forms.IntegerField(
        label=_("名额"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=Stepper({"min": 1, "max": MOST_PEOPLE}, unit=_("人")),
    )
    trainer_id = Row(label=_("教员"), help_text=_("由他负责点名、登记结果。"))
    trainer_name = forms.CharField(
        label=_("外请讲课人"), max_length=40, required=False, help_text=_("外请的人讲课时填写，点名仍由教员负责。")
    )
    plan_line_id = Row(label=_("对应年度计划"), required=False)
    cost_planned = forms.DecimalField(
        label=_("预计费用(元)"), min_value=0, max_digits=9, decimal_places=2, required=False
    )

    def draft(self) -> SessionDraft:
        said = self.cleaned_data
        return SessionDraft(
            course_id=said["course_id"],
            tier=said["tier"],
            mode=said["mode"],
            starts_at=dt.datetime.combine(said["day"], said["starts_at"]),
            ends_at=dt.datetime.combine(said["last_day"] or said["day"], said["ends_at"]),
            venue=said["venue"],
            capacity=said["capacity"],
            trainer_id=said["trainer_id"],
            trainer_name=said["trainer_name"],
            plan_line_id=said["plan_line_id"],
            cost_planned=said["cost_planned"] or Decimal(0),
        )


class SessionReasonForm(Form):
    reason = LongTextField(label=_("原因"), max_length=300)


class SessionConfirmForm(Form):
    """Nothing to fill in: only to be said yes to, once."""


class CostForm(Form):
    cost = forms.DecimalField(label=_("实际费用(元)"), min_value=0, max_digits=9, decimal_places=2)
    funded = forms.DecimalField(
        label=_("已落实经费(元)"), min_value=0, max_digits=9, decimal_places=2, help_text=_("没有落实的部分算缺口。")
    )


class EnrolForm(Form):
    """Whole teams, members found by name, staff by name."""

    teams = forms.TypedMultipleChoiceField(label=_("整队报名"), coerce=int, required=False, widget=Chips)
    members = forms.TypedMultipleChoiceField(label=_("单个队员"), coerce=int, required=False, widget=Chips)
    user = Row(label=_("工作人员"), required=False, help_text=_("参加培训的民警和综治人员。"))

    def offer(
        self, teams: Iterable[tuple[int, str, int]], members: Iterable[MemberLine], staff: Iterable[tuple[int, str]]
    ) -> None:
        units, lines = list(teams), list(members)
        whole, one, user = self.fields["teams"], self.fields["members"], self.fields["user"]
        assert isinstance(whole, forms.TypedMultipleChoiceField)
        assert isinstance(one, forms.TypedMultipleChoiceField)
        assert isinstance(user, Row)
        widget, people = whole.widget, one.widget
        assert isinstance(widget, Chips)
        assert isinstance(people, Chips)
        whole.choices = [(str(pk), name) for pk, name, _n in units]
        widget.notes = {str(pk): now_("{n} 人").format(n=n) for pk, _name, n in units if n}
        widget.closed = {str(pk): now_("没有要报名的人") for pk, _name, n in units if not n}
        one.choices = [(str(line.member_id), line.name) for line in lines]
        people.notes = {str(line.member_id): f"{line.team} {line.badge[-5:]}".strip() for line in lines}
        user.offer(staff)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said["teams"] or said["members"] or said["user"]):
            raise forms.ValidationError(now_("请选择队伍、队员或者工作人员。"))
        return said
