"""The log's form in three parts: the day, its patrols, its entries. Syntax only; the rules judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duty.models import LogEntry, PatrolLog
from duty.reports import LogStart
from duty.rules import (
    FIELDS_OF,
    EntryDraft,
    EntryKind,
    HelpKind,
    LogStage,
    Mode,
    NoPatrol,
    PatrolDraft,
    PatrolLogDraft,
    Severity,
    Sighted,
    ToldTo,
    WalkerDraft,
)
from duty.rules.logs import ENTRIES, PATROLS
from patrol_ops.core import clock
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
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams.reports import Standing


def _choices(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]


class PatrolLogForm(Form):
    """The day itself, and why nobody walked if nobody did."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32_000)
    day = DayField(widget=forms.HiddenInput)
    no_patrol = forms.ChoiceField(label=_("当天没有巡逻的原因"), required=False)
    no_patrol_note = forms.CharField(label=_("原因说明"), required=False, max_length=200)
    hand_over = LongTextField(label=_("交给下一班的事"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_patrol"].choices = [("", _("有巡逻")), *_choices(NoPatrol, "no-patrol")]  # type: ignore[attr-defined]


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
        self.fields["mode"].choices = _choices(Mode, "mode")  # type: ignore[attr-defined]

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
        self.fields["kind"].choices = _choices(EntryKind, "entry")  # type: ignore[attr-defined]
        self.fields["told_to"].choices = [("", _("没有报告")), *_choices(ToldTo, "told")]  # type: ignore[attr-defined]
        self.entry_kind = EntryKind(kind) if kind else None
        if self.entry_kind is None:
            return
        for name in set(self.fields) - FIELDS_OF[self.entry_kind] - {"kind"}:
            del self.fields[name]
        if self.entry_kind in _CATEGORIES:
            self.fields["category"].choices = _choices(_CATEGORIES[self.entry_kind], "category")  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        return say(f"entry.{self.entry_kind}") if self.entry_kind else ""

    def draft(self) -> EntryDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"kind", "DELETE"}}
        told = said.get("told_to")
        return EntryDraft(
            kind=EntryKind(self.cleaned_data["kind"]), **{**said, "told_to": ToldTo(told) if told else None}
        )


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of a log; one that was taken away, or never touched, says nothing."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True}

    def said(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and form.has_changed()
        ]


_PatrolRows = forms.formset_factory(
    PatrolForm, formset=_Rows, extra=0, can_delete=True, max_num=PATROLS, absolute_max=PATROLS + 1
)
_EntryRows = forms.formset_factory(
    EntryForm, formset=_Rows, extra=0, can_delete=True, max_num=ENTRIES, absolute_max=ENTRIES + 1
)


class LogForms:
    """The three parts as one form: valid together, refused at the right field, one draft."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        crew: list[Standing],
        areas: Mapping[int, str],
        initial: dict[str, Any] | None = None,
        patrols: list[dict[str, Any]] | None = None,
        entries: list[dict[str, Any]] | None = None,
    ) -> None:
        start = initial if data is None else None
        self.main = PatrolLogForm(data, initial=start)
        self.patrols: Any = _PatrolRows(
            data,
            initial=patrols if data is None else None,
            prefix="patrols",
            form_kwargs={"crew": crew, "areas": areas},
        )
        self.entries: Any = _EntryRows(data, initial=entries if data is None else None, prefix="entries")
        self.templates = [EntryForm(prefix="entries-__prefix__", initial={"kind": kind}) for kind in EntryKind]

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), self.patrols.is_valid(), self.entries.is_valid()])

    @property
    def status(self) -> int:
        """What the answer with this form on it has to be."""
        if self.main.status != 200:
            return self.main.status
        return 422 if any(form.errors for form in (*self.patrols.forms, *self.entries.forms)) else 200

    def refuse(self, refused: Refused) -> None:
        """``patrols-0-walkers`` is the field ``walkers`` of the first patrol that says something."""
        parts = (refused.field or "").split("-", 2)
        rows = {"patrols": self.patrols, "entries": self.entries}.get(parts[0])
        if rows is None or len(parts) != 3:
            self.main.refuse(refused)
            return
        form = rows.said()[int(parts[1])]
        form.refuse(refused_at(refused, parts[2]))
        self.main.refuse(refused_at(refused, None))

    def draft(self) -> PatrolLogDraft:
        said = self.main.cleaned_data
        no_patrol = NoPatrol(said["no_patrol"]) if said["no_patrol"] else None
        return PatrolLogDraft(
            day=said["day"],
            version=said["version"] or 0,
            patrols=() if no_patrol else tuple(form.draft() for form in self.patrols.said()),
            entries=tuple(form.draft() for form in self.entries.said()),
            no_patrol=no_patrol,
            no_patrol_note=said["no_patrol_note"] if no_patrol else "",
            hand_over=said["hand_over"],
        )


def refused_at(refused: Refused, field: str | None) -> Refused:
    """The same no at another field, with its own status."""
    moved = Refused(refused.code, field=field, **refused.facts)
    moved.status = refused.status
    return moved


def with_row_added(data: QueryDict) -> QueryDict | None:
    """The posted form with one more row, when a button asked for one; works without script."""
    for prefix in ("patrols", "entries"):
        wanted = data.get(f"add-{prefix}")
        if wanted is None:
            continue
        grown = data.copy()
        try:
            number = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), 40)
        except ValueError:
            number = 0
        grown[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        if prefix == "entries":
            grown[f"entries-{number}-kind"] = wanted if wanted in set(EntryKind) else EntryKind.HAZARD
        return grown
    return None


def rows_of_start(start: LogStart) -> list[dict[str, Any]]:
    """What a new form's patrols are filled with."""
    return [
        {
            "started": patrol.started,
            "ended": patrol.ended,
            "area": patrol.area,
            "mode": patrol.mode,
            "walkers": list(patrol.walkers),
            "post": patrol.post,
            "joint": patrol.joint,
        }
        for patrol in start.patrols
    ]


def rows_of_log(log: PatrolLog) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a returned log says, as rows to be mended."""
    patrols = [
        {
            "started": clock.local(patrol.started_at).time(),
            "ended": clock.local(patrol.ended_at).time(),
            "area": patrol.area_id,
            "mode": patrol.mode,
            "walkers": [walker.member_id for walker in patrol.walkers.all()],
            "bare": [walker.member_id for walker in patrol.walkers.all() if not walker.insignia],
            "post": patrol.post,
            "joint": patrol.joint,
        }
        for patrol in log.patrols.all()
    ]
    return patrols, [_row_of_entry(entry) for entry in log.entries.all()]


def _row_of_entry(entry: LogEntry) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": entry.kind}
    for name in FIELDS_OF[EntryKind(entry.kind)]:
        value = getattr(entry, name)
        row[name] = clock.local(value).time() if isinstance(value, dt.datetime) else value
    return row


class ReturnForm(Form):
    """Why a log goes back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = LongTextField(label=_("退回的理由"), max_length=300)


class AddendumForm(Form):
    text = LongTextField(label=_("补充的内容"), max_length=1000)


class OutcomeForm(Form):
    outcome = LongTextField(label=_("处理结果"), max_length=300)


class BackfillForm(Form):
    day = DayField(label=_("开放补报的日期"))
    reason = LongTextField(label=_("理由"), max_length=300)


class ProcedureCardForm(Form):
    title = forms.CharField(label=_("标题"), max_length=60)
    steps = LongTextField(label=_("怎么做(一行一步)"), max_length=2000)
    never = LongTextField(label=_("不允许(一行一条)"), max_length=1000)
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=99, initial=0, widget=Stepper)


class PatrolLogFilter(django_filters.FilterSet):
    """The same for the page's list and the API."""

    place = django_filters.CharFilter(method="in_place", label=_("地方"))
    team = django_filters.NumberFilter(field_name="team_id", label=_("队伍"), widget=forms.HiddenInput)
    first = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("从"))
    last = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("到"))
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))
    late = django_filters.BooleanFilter(label=_("迟交"))

    class Meta:
        model = PatrolLog
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["stage"].extra["choices"] = _choices(LogStage, "log-stage")

    def in_place(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.under(value) if value.isdigit() and len(value) in (6, 9, 12) else queryset.none()
