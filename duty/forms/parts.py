"""One log's form, in parts: the day, a patrol, an entry. Syntax only; the rules judge."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.forms.choices import choices_of
from duty.reports import AreaChoice, PatrolStart
from duty.rules import (
    FIELDS_OF,
    NEEDED,
    POLICE,
    TO_POLICE,
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

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class PatrolLogForm(Form):
    """The day itself, and why nobody walked if nobody did."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32_000)
    day = DayField(widget=forms.HiddenInput)
    hand_over = LongTextField(label=_("交给下一班的事"), required=False, max_length=500)
    no_patrol = forms.ChoiceField(label=_("没有巡逻的原因"), required=False, widget=OneChip)
    no_patrol_note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no_patrol"].choices = [("", _("有巡逻")), *choices_of(NoPatrol, "no-patrol")]  # type: ignore[attr-defined]


# --- a patrol -------------------------------------------------------------------------------------------------------

_ID = re.compile(r"[0-9]{1,18}")
_AREA = re.compile(r"j?[0-9]{1,18}")


class IdsField(forms.TypedMultipleChoiceField):
    """Members by id. Which of them may be chosen the command asks under its lock, so the form need not ask as well."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, widget=Chips, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return bool(_ID.fullmatch(str(value)))


class AreaField(forms.TypedChoiceField):
    """An area by id; a neighbour's, walked jointly, is marked with a ``j``. Again the command asks which exist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=self._split, empty_value=None, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return bool(_AREA.fullmatch(str(value)))

    @staticmethod
    def _split(value: str) -> tuple[int, bool]:
        return int(value.removeprefix("j")), value.startswith("j")


def _area_value(area: int | None, joint: bool, areas: Mapping[int, AreaChoice]) -> str:
    if area is None:
        return ""
    neighbours = joint and area in areas and not areas[area].own
    return f"j{area}" if neighbours else str(area)


class PatrolForm(BareForm):
    """One patrol. Who walked is tapped; who wore no badge and armband is tapped as the exception (EQP-08)."""

    started = ClockField(label=_("开始"))
    ended = ClockField(label=_("结束"))
    walkers = IdsField(label=_("参加队员"), error_messages={"required": _("请选择参加这次巡逻的队员。")})
    area = AreaField(label=_("巡逻区域"))
    mode = forms.ChoiceField(label=_("方式"), widget=OneChip)
    bare = IdsField(label=_("谁没有佩戴编号牌、红袖标和上岗证"), required=False)
    post = forms.CharField(label=_("守候地点"), required=False, max_length=80, help_text=_("定点守候时填写。"))
    joint = forms.BooleanField(label=_("和别的队联合巡逻"), required=False)
    # A mark of what the row was filled with: whoever reports a day without patrol did not type it.
    as_before = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = choices_of(Mode, "mode")  # type: ignore[attr-defined]

    @staticmethod
    def filled(start: PatrolStart, areas: Mapping[int, AreaChoice], *, typed: bool = False) -> dict[str, Any]:
        """What a row begins with; ``typed`` when it is somebody's own words and not a suggestion."""
        area = _area_value(start.area, start.joint, areas)
        row: dict[str, Any] = {
            "started": start.started,
            "ended": start.ended,
            "area": area,
            "mode": start.mode,
            "walkers": list(start.walkers),
            "bare": list(start.bare),
            "post": start.post,
            "joint": start.joint and not area.startswith("j"),
        }
        clocks = [f"{start.started:%H:%M}", f"{start.ended:%H:%M}"]
        said = [*clocks, area, str(start.mode), start.post, "on" if row["joint"] else ""]
        row["as_before"] = "" if typed else _mark(said, start.walkers, start.bare)
        return row

    @property
    def untouched(self) -> bool:
        """Sent exactly as it was suggested."""
        said = [self.data.get(self.add_prefix(n), "") for n in ("started", "ended", "area", "mode", "post", "joint")]
        walkers, bare = (self.data.getlist(self.add_prefix(name)) for name in ("walkers", "bare"))  # type: ignore[attr-defined]
        return bool(self.data.get(self.add_prefix("as_before")) == _mark(said, walkers, bare))

    def dress(self, crew: Sequence[Standing], areas: Mapping[int, AreaChoice]) -> None:
        """Offer the people and areas of the day; only a form that is drawn needs them."""
        people = [(person.member_id, person.name) for person in crew]
        closed = {p.member_id: say(f"hold.{p.holds[0]}") for p in crew if p.holds}
        walkers, bare = self.fields["walkers"], self.fields["bare"]
        walkers.choices = people  # type: ignore[attr-defined]
        walkers.widget.closed, walkers.widget.notes = closed, {p.member_id: p.badge[-5:] for p in crew if p.badge}
        bare.choices = [person for person in people if person[0] not in closed]  # type: ignore[attr-defined]
        own = [(str(pk), area.name) for pk, area in areas.items() if area.own]
        neighbours = [(f"j{pk}", area.name) for pk, area in areas.items() if not area.own]
        groups: list[Any] = [("", _("请选择")), *own]
        if neighbours:
            groups.append((_("别队的区域(联合巡逻)"), neighbours))
        self.fields["area"].choices = groups  # type: ignore[attr-defined]

    def draft(self) -> PatrolDraft:
        said = self.cleaned_data
        bare, (area_id, with_neighbours) = set(said["bare"]), said["area"]
        return PatrolDraft(
            started=said["started"],
            ended=said["ended"],
            area_id=area_id,
            mode=Mode(said["mode"]),
            walkers=tuple(WalkerDraft(member_id=pk, insignia=pk not in bare) for pk in said["walkers"]),
            post=said["post"],
            joint=said["joint"] or with_neighbours,
        )


def _mark(said: Iterable[str], walkers: Iterable[Any], bare: Iterable[Any]) -> str:
    people = (",".join(sorted(str(pk) for pk in ids)) for ids in (walkers, bare))
    return hashlib.sha256("|".join((*said, *people)).encode()).hexdigest()[:16]


# --- an entry -------------------------------------------------------------------------------------------------------

_CATEGORIES: dict[str, type[Severity] | type[Sighted] | type[HelpKind]] = {
    EntryKind.HAZARD: Severity,
    EntryKind.OBSERVATION: Sighted,
    EntryKind.HELP: HelpKind,
}
_LABELS: dict[EntryKind, dict[str, str | StrPromise]] = {
    EntryKind.HAZARD: {"text": _("什么隐患"), "category": _("严重程度")},
    EntryKind.INCIDENT: {"text": _("发生了什么")},
    EntryKind.ACT_STOPPED: {"text": _("制止了什么行为")},
    EntryKind.OBSERVATION: {"category": _("看到的是")},
    EntryKind.PUBLICITY: {"topic": _("宣传主题"), "count": _("到场人数")},
    EntryKind.MOBILISATION: {"topic": _("活动主题"), "count": _("新招募的志愿者")},
    EntryKind.HELP: {"category": _("帮了什么"), "count": _("次数"), "text": _("说明")},
}
_HELP: dict[EntryKind, dict[str, str | StrPromise]] = {
    EntryKind.HAZARD: {
        "outcome": _("当场处理好了就写，没写就留着跟进。"),
        "due_on": _("不填就按严重程度的规定期限。"),
    },
    EntryKind.INCIDENT: {"outcome": _("已经处理完了就写，没写就留着跟进。"), "due_on": _("不填就按规定期限。")},
    EntryKind.OBSERVATION: {"place": _("只写地点，不描述任何人和车辆。")},
    EntryKind.MOBILISATION: {"hours": _("志愿者当天一共服务几小时。")},
}
_UNITS: dict[EntryKind, str | StrPromise] = {
    EntryKind.PUBLICITY: _("人"),
    EntryKind.MOBILISATION: _("人"),
    EntryKind.HELP: _("次"),
}
# In this order, at once; what a kind has besides is folded away.
_SHOWN: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.HAZARD: ("place", "text", "category", "outcome"),
    EntryKind.INCIDENT: ("at", "place", "text", "told_to", "told_at", "contained_at", "protected_at"),
    EntryKind.ACT_STOPPED: ("at", "place", "text", "told_to", "told_at"),
    EntryKind.OBSERVATION: ("at", "place", "category", "told_to", "told_at"),
    EntryKind.PUBLICITY: ("place", "topic", "count", "material"),
    EntryKind.MOBILISATION: ("topic", "count", "hours"),
    EntryKind.HELP: ("category", "count"),
}


class EntryForm(BareForm):
    """One entry; only the fields its kind has (LOG-02), those it needs marked so."""

    kind = forms.ChoiceField(widget=forms.HiddenInput)
    at = ClockField(label=_("时间"), required=False)
    place = forms.CharField(label=_("地点"), required=False, max_length=80)
    category = forms.ChoiceField(label=_("类别"), required=False, widget=OneChip)
    count = forms.IntegerField(label=_("数量"), required=False, min_value=0, max_value=100_000, widget=Stepper)
    hours = forms.IntegerField(label=_("服务小时"), required=False, min_value=0, max_value=10_000, widget=Stepper)
    topic = forms.CharField(label=_("主题"), required=False, max_length=80)
    material = forms.CharField(label=_("宣传材料"), required=False, max_length=80)
    text = LongTextField(label=_("情况"), required=False, max_length=500)
    told_to = forms.ChoiceField(label=_("报告给"), required=False)
    told_at = ClockField(label=_("几点报告"), required=False)
    reference = forms.CharField(label=_("接警编号"), required=False, max_length=40)
    contained_at = ClockField(label=_("几点控制住现场"), required=False)
    protected_at = ClockField(label=_("几点开始保护现场"), required=False)
    due_on = DayField(label=_("办结期限"), required=False)
    outcome = forms.CharField(label=_("处理结果"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data.get(self.add_prefix("kind")) if self.is_bound else (self.initial or {}).get("kind")
        self.entry_kind = EntryKind(said) if said in set(EntryKind) else None
        self.fields["kind"].choices = choices_of(EntryKind, "entry")  # type: ignore[attr-defined]
        if self.entry_kind is not None:
            self._fit(self.entry_kind)

    def _fit(self, kind: EntryKind) -> None:
        for name in set(self.fields) - FIELDS_OF[kind] - {"kind"}:
            del self.fields[name]
        if kind in _CATEGORIES:
            self.fields["category"].choices = choices_of(_CATEGORIES[kind], "category")  # type: ignore[attr-defined]
        told_to = self.fields.get("told_to")
        if told_to is not None and kind in TO_POLICE:
            told_to.widget = OneChip()
            told_to.choices = choices_of([t for t in ToldTo if t in POLICE], "told")  # type: ignore[attr-defined]
        elif told_to is not None:
            told_to.choices = [("", _("没有报告")), *choices_of(ToldTo, "told")]  # type: ignore[attr-defined]
        for name in NEEDED[kind]:
            self.fields[name].required = True
        for name, label in _LABELS.get(kind, {}).items():
            self.fields[name].label = label
        for name, text in _HELP.get(kind, {}).items():
            self.fields[name].help_text = text
        for name in ("count", "hours"):
            if name in self.fields:
                self.fields[name].widget.unit = _UNITS[kind] if name == "count" else _("小时")

    @property
    def title(self) -> str:
        return say(f"entry.{self.entry_kind}") if self.entry_kind else ""

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in _SHOWN[self.entry_kind]] if self.entry_kind else []

    @property
    def folded(self) -> list[forms.BoundField]:
        shown = _SHOWN[self.entry_kind] if self.entry_kind else ()
        return [field for field in self.visible_fields() if field.name not in {*shown, "DELETE"}]

    @property
    def unfolded(self) -> bool:
        """Whether something stands, or is wrong, in what is otherwise folded away."""
        return any(field.errors or field.value() for field in self.folded)

    def draft(self) -> EntryDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"kind", "DELETE"}}
        if "told_to" in said:
            said["told_to"] = ToldTo(said["told_to"]) if said["told_to"] else None
        return EntryDraft(kind=EntryKind(self.cleaned_data["kind"]), **said)
