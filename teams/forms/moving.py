"""What is typed when people move, take a second post, go on leave or leave the team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row, Said
from patrol_ops.core.forms import DayField, OneChip
from patrol_ops.core.forms import Form as CoreForm
from teams.rules import BADGE_ENDS, EXITS, BadgeEnd, EmploymentClass, LeaveDraft, LeaveKind, LeavingKind, MoveDraft


class ClassForm(OfferingForm):
    """As what, from which day. The number is asked only of whose number was not kept."""

    employment_class = Said(EmploymentClass, "class", label=_("身份"), widget=OneChip)
    on = DayField(label=_("从哪天起"), help_text=_("今天或更早的一天，不早于在本队服务的第一天。"))
    identity = forms.CharField(
        label=_("身份证号码"),
        max_length=30,
        required=False,
        help_text=_("转为专职或兼职时填写，只用来核对是不是同一个人，不在任何页面显示。"),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )

    def ask_identity(self, needed: bool) -> None:
        if not needed:
            del self.fields["identity"]

    def draft(self) -> MoveDraft:
        said = self.cleaned_data
        return MoveDraft(employment_class=said["employment_class"], on=said["on"], identity=said.get("identity", ""))


class TransferForm(ClassForm):
    to_team = Row(label=_("调到哪支队伍"))
    field_order = ("to_team", "employment_class", "on", "identity")


class SecondPostForm(ClassForm):
    """ORG-23: who decides ticks that the warning was seen."""

    to_team = Row(label=_("兼任哪支队伍"))
    seen = forms.BooleanField(label=_("我已知道这个人同时在几支队伍，仍然办理"), required=False)
    field_order = ("to_team", "employment_class", "on", "identity", "seen")


class LeaveForm(CoreForm):
    """Granting leave: a kind and two days, no words."""

    kind = Said(LeaveKind, "leave", label=_("请假种类"), widget=OneChip)
    since = DayField(label=_("从哪天起"))
    until = DayField(label=_("返岗日期"), help_text=_("从这一天起又可以执勤。"))

    def draft(self) -> LeaveDraft:
        said = self.cleaned_data
        return LeaveDraft(kind=said["kind"], since=said["since"], until=said["until"])


class EndLeaveForm(CoreForm):
    until = DayField(label=_("返岗日期"), help_text=_("从这一天起又可以执勤。还没有开始的请假，填今天就是取消。"))


class ExitForm(CoreForm):
    """Leaving the team; of a badge that is worn it is said what became of it."""

    why = Said(LeavingKind, "leaving", label=_("离队原因"))
    until = DayField(label=_("离队日期"), help_text=_("从这一天起不在队。"))
    badge = Said(BadgeEnd, "badge-why", label=_("编号牌"), required=False, widget=OneChip)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("why", EXITS), ("badge", BADGE_ENDS)):
            field = self.fields[name]
            assert isinstance(field, Said)
            field.offer(offered)

    def ask_badge(self, worn: bool) -> None:
        if not worn:
            del self.fields["badge"]
