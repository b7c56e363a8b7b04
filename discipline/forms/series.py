"""What is typed of a plan that repeats: whose, which tier, with which checklist, and who may be sent."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.forms.rounds import chips
from discipline.forms.visits import ANNOUNCED
from discipline.reports import Sent
from discipline.reports.planning import note_of
from discipline.rules import Organiser, SeriesDraft
from patrol_ops.core.choices import Row, Said
from patrol_ops.core.forms import Chips, Form, OneChip
from teams.rules import Tier


class SeriesForm(Form):
    organised_by = Said(Organiser, "organiser", label=_("组织者"), widget=OneChip)
    tier = Said(Tier, "tier", label=_("检查哪一级队伍"), widget=OneChip)
    checklist_id = Row(label=_("检查表"), widget=OneChip)
    announced = forms.ChoiceField(
        label=_("通知不通知"), choices=ANNOUNCED, widget=OneChip, help_text=_("不通知的，队伍看不到安排。")
    )
    inspector_ids = forms.TypedMultipleChoiceField(
        label=_("由谁去检查"),
        coerce=int,
        widget=Chips,
        help_text=_("可以选几个人，系统平均分派，不派人检查自己的队伍。"),
    )

    def offer(self, organisers: list[Organiser], checklists: list[tuple[int, str]], people: Iterable[Sent]) -> None:
        found = list(people)
        self.fields["organised_by"].offer(organisers)  # type: ignore[attr-defined]
        chips(self.fields["checklist_id"], checklists)
        field = self.fields["inspector_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        assert isinstance(field.widget, Chips)
        field.choices = [(str(one.user_id), one.name) for one in found]
        field.widget.notes = {str(one.user_id): note_of(one) for one in found}

    def draft(self) -> SeriesDraft:
        said = self.cleaned_data
        return SeriesDraft(
            organised_by=said["organised_by"],
            tier=said["tier"],
            checklist_id=said["checklist_id"],
            announced=said["announced"] == "yes",
            inspector_ids=frozenset(said["inspector_ids"]),
        )
