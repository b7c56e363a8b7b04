"""What is typed about pieces of equipment: into stock, into hands, back, off the books, to another team."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row, Said, words
from patrol_ops.core.forms import DayField, Form, LongTextField, OneChip, Stepper
from patrol_ops.core.wording import say
from teams.forms.filters import InPlace
from teams.forms.reorganisations import Several
from teams.models import Equipment
from teams.reports import IssueLine
from teams.rules import known_path
from teams.rules.equipment import (
    MOST_PIECES,
    RESTRICTED,
    Condition,
    EquipmentKind,
    EquipmentStage,
    KitDraft,
    ReturnDraft,
    ReturnOutcome,
    StockDraft,
)
from teams.rules.equipment_needs import ANY_COMMUNICATION

Alike = list[tuple[int, str, list[int]]]


def alike(pieces: Iterable[Any]) -> Alike:
    """Pieces that nobody can tell apart stand in one line: the id of the first, how it reads, and the ids of all."""

    def look(piece: Any) -> tuple[str, ...]:
        return piece.kind, piece.size, piece.condition, piece.serial

    found: Alike = []
    for (kind, size, condition, serial), group in groupby(sorted(pieces, key=look), key=look):
        ids = [piece.pk for piece in group]
        parts = [say(f"equipment-kind.{kind}"), serial, size]
        parts += [say(f"condition.{condition}")] if condition != Condition.GOOD else []
        text = " · ".join(part for part in parts if part)
        found.append((ids[0], text if len(ids) == 1 else f"{text} ×{len(ids)}", ids))
    return found


class StockForm(Form):
    kind = Said(EquipmentKind, "equipment-kind", label=_("装备"))
    number = forms.IntegerField(
        label=_("件数"),
        min_value=1,
        max_value=MOST_PIECES,
        required=False,
        widget=Stepper({"min": 1, "max": MOST_PIECES}, unit=_("件")),
        help_text=_("写了编号的，按编号计件。"),
    )
    serials = LongTextField(
        label=_("编号"), required=False, max_length=9000, help_text=_("有编号的，每行写一个。没有编号的不用写。")
    )
    size = forms.CharField(label=_("尺码"), max_length=12, required=False, help_text=_("只有服装写，例如「175/92A」。"))
    acquired_on = DayField(label=_("购置日期"))

    def offer_kinds(self, *, restricted: bool) -> None:
        field = self.fields["kind"]
        assert isinstance(field, Said)
        field.offer((kind for kind in EquipmentKind if restricted or kind not in RESTRICTED), none=True)

    def draft(self) -> StockDraft:
        said = self.cleaned_data
        return StockDraft(
            kind=said["kind"],
            acquired_on=said["acquired_on"],
            number=said["number"] or 1,
            serials=tuple(line.strip() for line in said["serials"].splitlines() if line.strip()),
            size=said["size"].strip(),
        )


class _ChoosingForm(OfferingForm):
    """Some pieces by id; those that look alike are one choice."""

    def offer_pieces(self, rows: Iterable[tuple[int, str]]) -> None:
        field = self.fields["equipment"]
        assert isinstance(field, Several)
        field.offer(rows)


class IssueForm(_ChoosingForm):
    member = Row(label=_("发给谁"))
    equipment = Several(label=_("发放的装备"))


class TakeBackForm(_ChoosingForm):
    """Whoever lost something says so; it has no consequence for them."""

    equipment = Several(label=_("收回的装备"))
    outcome = Said(ReturnOutcome, "outcome", label=_("情况"), widget=OneChip, initial=ReturnOutcome.RETURNED)
    condition = Said(Condition, "condition", label=_("交还时的状况"), widget=OneChip, initial=Condition.GOOD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["condition"]
        assert isinstance(field, Said)
        field.offer((Condition.GOOD, Condition.WORN))

    def offer_lines(self, lines: Iterable[IssueLine]) -> None:
        self.offer_pieces(
            (line.issue_id, " · ".join(part for part in (line.name, say(line.code), line.serial) if part))
            for line in lines
        )

    def draft(self) -> ReturnDraft:
        return ReturnDraft(outcome=self.cleaned_data["outcome"], condition=self.cleaned_data["condition"])


class ScrapForm(OfferingForm):
    piece = Row(label=_("报废的装备"))
    number = forms.IntegerField(
        label=_("件数"), min_value=1, max_value=MOST_PIECES, initial=1, widget=Stepper({"min": 1}, unit=_("件"))
    )
    reason = LongTextField(label=_("理由"), max_length=300, help_text=_("写明情况，不写个人号码。"), strip=True)

    def offer_alike(self, lines: Alike) -> None:
        self.ids = {first: ids for first, _text, ids in lines}
        self.offer("piece", [(first, text) for first, text, _ids in lines])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        there = self.ids.get(said.get("piece", 0), [])
        if there and (said.get("number") or 1) > len(there):
            self.add_error("number", _("没有这么多件。"))
        return said

    def chosen(self) -> list[int]:
        return self.ids[self.cleaned_data["piece"]][: self.cleaned_data["number"]]


class MoveEquipmentForm(_ChoosingForm):
    """What looks alike goes together."""

    to_team = Row(label=_("移交给哪支队伍"))
    equipment = Several(label=_("移交的装备"))

    def offer_alike(self, lines: Alike) -> None:
        self.ids = {first: ids for first, _text, ids in lines}
        self.offer_pieces((first, text) for first, text, _ids in lines)

    def chosen(self) -> list[int]:
        return [pk for first in self.cleaned_data["equipment"] for pk in self.ids[first]]


class KitForm(OfferingForm):
    member = Row(label=_("队员"))
    kind = Said(EquipmentKind, "equipment-kind", label=_("器械"))
    since = DayField(label=_("从哪天起"))
    until = DayField(label=_("到哪天为止"), help_text=_("从这一天起不能再携带。"))
    basis = LongTextField(
        label=_("法律依据和批准文件"),
        max_length=300,
        help_text=_("写明依据的法律规定和批准文号，不写个人情况。"),
        strip=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, Said)
        field.offer(sorted(RESTRICTED))

    def draft(self) -> KitDraft:
        said = self.cleaned_data
        return KitDraft(kind=said["kind"], since=said["since"], until=said["until"], basis=said["basis"])


class EquipmentFilter(InPlace):
    """Pieces of a place, by kind, team and stage."""

    team = django_filters.NumberFilter(method="of_team", label=_("队伍"))
    kind = django_filters.ChoiceFilter(label=_("装备"), empty_label=_("全部"))
    stage = django_filters.ChoiceFilter(label=_("状态"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Equipment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", words(EquipmentKind, "equipment-kind"))
        self.offer("stage", words(EquipmentStage, "kit-stage"))

    def of_team(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(team_id=int(value)) if 0 < value < 2**63 else queryset.none()


class GapFilter(forms.Form):
    """Which gaps: of a place, of one kind."""

    place = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    kind = forms.ChoiceField(required=False, label=_("装备"), widget=forms.Select({"class": "form-select"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [*(kind for kind in EquipmentKind if kind not in RESTRICTED), ANY_COMMUNICATION]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *words(kinds, "equipment-kind")]

    def asked(self) -> tuple[str, str] | None:
        """The place and the kind; none where either is no place or kind."""
        if not self.is_valid():
            return None
        place = self.cleaned_data["place"]
        return (place, self.cleaned_data["kind"]) if not place or known_path(place) else None
