"""One log's form, in parts: the day, a patrol, an entry. Syntax only; the rules judge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.forms.choices import choices_of
from duty.rules import (
    FIELDS_OF,
    EntryDraft,
    EntryKind,
    HelpKind,
    Mode,
    NoPatrol,
    PatrolDraft,
    Severity,
    Sighted,
    ToldTo,
    WalkerDraft,
)
from patrol_ops.core.forms import (
    BareForm,
    Chips,
    ClockField,
    DayField,
    Form,
    LongTextField,
    OneChip,
    Stepper,
)
from patrol_ops.core.wording import say
from teams.reports import Standing


class PatrolLogForm(Form):
    """The day itself, and why nobody walked if nobody did."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32_000)
    day = DayField(widget=forms.HiddenInput)
    no_patrol = forms.ChoiceField(label=_("当天没有巡逻的原因"), required=False)
    no_patrol_note = forms.CharField(label=_("原因说明"), required=False, max_length=200)
    hand_over = LongTextField(label=_("交给下一班的事"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_patrol"].choices = [("", _("有巡逻")), *choices_of(NoPatrol, "no-patrol")]  # type: ignore[attr-defined]


class PatrolForm(BareForm):
    """One patrol. Who walked is tapped; who wore no badge and armband is tapped as the exception (EQP-08)."""

    started = ClockField(label=_("开始"))
    ended = ClockField(label=_("结束"))
    area = forms.TypedChoiceField(label=_("巡逻区域"), coerce=int, empty_value=None)
    mode = forms.ChoiceField(label=_("方式"), widget=OneChip)
    post = forms.CharField(label=_("守候地点"), required=False, max_length=80)
    walkers = forms.TypedMultipleChoiceField(label=_("参加队员"), coerce=int, required=False, widget=Chips)
    bare = forms.TypedMultipleChoiceField(label=_("谁没有佩戴编号牌和红袖标"), coerce=int, required=False, widget=Chips)
    joint = forms.BooleanField(label=_("联合巡逻(在别队的区域)"), required=False)

    def __init__(self, *args: Any, crew: list[Standing], areas: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(person.member_id, person.name) for person in crew]
        closed = {p.member_id: say(f"hold.{p.holds[0]}") for p in crew if p.holds}
        notes = {p.member_id: p.badge[-4:] for p in crew if p.badge}
        walkers, bare = self.fields["walkers"], self.fields["bare"]
        walkers.choices = people  # type: ignore[attr-defined]
        walkers.widget.closed, walkers.widget.notes = closed, notes
        bare.choices = [person for person in people if person[0] not in closed]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", _("请选择")), *areas.items()]  # type: ignore[attr-defined]
        self.fields["mode"].choices = choices_of(Mode, "mode")  # type: ignore[attr-defined]

    def draft(self) -> PatrolDraft:
        said = self.cleaned_data
        bare = set(said["bare"])
        walkers = tuple(WalkerDraft(member_id=pk, insignia=pk not in bare) for pk in said["walkers"])
        return PatrolDraft(
            started=said["started"],
            ended=said["ended"],
            area_id=said["area"],
            mode=Mode(said["mode"]),
            walkers=walkers,
            post=said["post"],
            joint=said["joint"],
        )


_CATEGORIES: dict[str, type[Severity] | type[Sighted] | type[HelpKind]] = {
    EntryKind.HAZARD: Severity,
    EntryKind.OBSERVATION: Sighted,
    EntryKind.HELP: HelpKind,
}


class EntryForm(BareForm):
    """One entry; only the fields its kind has (LOG-02)."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    at = ClockField(label=_("时间"), required=False)
    place = forms.CharField(label=_("地点"), required=False, max_length=80)
    category = forms.ChoiceField(label=_("类别"), required=False, widget=OneChip)
    count = forms.IntegerField(label=_("人数或件数"), required=False, min_value=0, max_value=100_000, widget=Stepper)
    hours = forms.IntegerField(label=_("服务小时"), required=False, min_value=0, max_value=10_000, widget=Stepper)
    topic = forms.CharField(label=_("主题"), required=False, max_length=80)
    material = forms.CharField(label=_("材料"), required=False, max_length=80)
    text = LongTextField(label=_("情况"), required=False, max_length=500)
    told_to = forms.ChoiceField(label=_("报告给"), required=False)
    told_at = ClockField(label=_("报告时间"), required=False)
    reference = forms.CharField(label=_("接警编号"), required=False, max_length=40)
    contained_at = ClockField(label=_("控制现场的时间"), required=False)
    protected_at = ClockField(label=_("保护现场的时间"), required=False)
    due_on = DayField(label=_("跟进期限"), required=False)
    outcome = forms.CharField(label=_("处理结果"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data.get(self.add_prefix("kind")) if self.is_bound else (self.initial or {}).get("kind")
        kind = said if said in set(EntryKind) else None
        self.fields["kind"].choices = choices_of(EntryKind, "entry")  # type: ignore[attr-defined]
        self.fields["told_to"].choices = [("", _("没有报告")), *choices_of(ToldTo, "told")]  # type: ignore[attr-defined]
        self.entry_kind = EntryKind(kind) if kind else None
        if self.entry_kind is None:
            return
        for name in set(self.fields) - FIELDS_OF[self.entry_kind] - {"kind"}:
            del self.fields[name]
        if self.entry_kind in _CATEGORIES:
            self.fields["category"].choices = choices_of(_CATEGORIES[self.entry_kind], "category")  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        return say(f"entry.{self.entry_kind}") if self.entry_kind else ""

    def draft(self) -> EntryDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"kind", "DELETE"}}
        told = said.get("told_to")
        return EntryDraft(
            kind=EntryKind(self.cleaned_data["kind"]), **{**said, "told_to": ToldTo(told) if told else None}
        )
