"""What is typed of a visit: when, who goes, announced or not; and what of the calendar is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from discipline.forms.people import Person, Unoffered
from discipline.forms.rounds import chips
from discipline.models import SupervisionRound, Visit
from discipline.reports import calendar
from discipline.reports.planning import Candidate
from discipline.rules import Organiser, VisitDraft
from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace, Said, words
from patrol_ops.core.forms import FIRST_DAY, LAST_DAY, BareForm, ClockField, DayField, Form, LongTextField, OneChip

_DAY = dt.timedelta(days=1)
ANNOUNCED = (("yes", _("事先通知")), ("no", _("不通知")))


class VisitsAsked(InPlace):
    """What both doors ask of the calendar."""

    organised_by = django_filters.ChoiceFilter(label=_("组织者"), empty_label=_("全部"))
    announced = django_filters.ChoiceFilter(
        method="by_notice", label=_("通知"), empty_label=_("全部"), choices=ANNOUNCED
    )
    overdue = django_filters.BooleanFilter(method="only_overdue", label=_("只看过期没做的"), widget=forms.CheckboxInput)

    class Meta:
        model = Visit
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organised_by", words(Organiser, "organiser"))

    def by_notice(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(announced=value == "yes")

    def only_overdue(self, queryset: Any, name: str, value: bool | None) -> Any:
        return calendar.overdue(queryset, clock.today()) if value else queryset


class VisitQuestion(VisitsAsked):
    """By API; ``first`` and ``last`` are days."""

    first = django_filters.DateFilter(method="from_day", widget=forms.HiddenInput)
    last = django_filters.DateFilter(method="to_day", widget=forms.HiddenInput)

    def from_day(self, queryset: Any, name: str, value: dt.date) -> Any:
        known = FIRST_DAY <= value <= LAST_DAY
        return queryset.filter(starts_at__gte=clock.start_of(value)) if known else queryset.none()

    def to_day(self, queryset: Any, name: str, value: dt.date) -> Any:
        known = FIRST_DAY <= value <= LAST_DAY
        return queryset.filter(starts_at__lt=clock.start_of(value + _DAY)) if known else queryset.none()


class VisitFilter(VisitsAsked):
    """``span`` and ``day`` say which week or month; what is overdue is shown whenever it was."""

    inspector = django_filters.ChoiceFilter(field_name="inspector_id", label=_("检查人"), empty_label=_("全部"))
    span = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)
    day = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)

    def __init__(self, *args: Any, inspectors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["overdue"] = self.filters.pop("overdue")
        self.offer("inspector", [(str(pk), name) for pk, name in inspectors])
        if not inspectors:
            del self.filters["inspector"]

    def as_it_is(self, queryset: Any, name: str, value: str) -> Any:
        return queryset


class TeamSearch(BareForm):
    q = forms.CharField(
        label=_("队伍"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search", "placeholder": _("队名、拼音或首字母")}),
    )
    round = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, widget=forms.HiddenInput)


class MomentForm(Form):
    """Day and hour are typed apart."""

    day = DayField(label=_("日期"))
    hour = ClockField(label=_("几点到"))
    inspector_id = Person(label=_("检查人"))

    def offer_people(self, people: Iterable[Candidate]) -> None:
        field = self.fields["inspector_id"]
        assert isinstance(field, Person)
        field.offer_people(people)

    def refuse(self, refused: Any) -> None:
        """A refused moment stands at its day."""
        if refused.field == "starts_at":
            refused.field = "day"
        super().refuse(refused)

    @property
    def starts_at(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"])


class VisitForm(MomentForm):
    announced = forms.ChoiceField(
        label=_("通知不通知"),
        choices=ANNOUNCED,
        widget=OneChip,
        help_text=_("事先通知的，队长会收到提醒。不通知的，队伍看不到，记录以后才看得到。"),
    )
    organised_by = Said(Organiser, "organiser", label=_("组织者"), widget=OneChip)
    checklist_id = Unoffered(label=_("检查表"))

    def __init__(
        self,
        *args: Any,
        organisers: list[Organiser],
        round_: SupervisionRound | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round = round_
        if round_ is not None:
            # Organiser and checklist are the round's.
            del self.fields["organised_by"], self.fields["checklist_id"]
            return
        self.fields["organised_by"].offer(organisers)  # type: ignore[attr-defined]

    def offer_checklists(self, checklists: list[tuple[int, str]]) -> None:
        if self.round is None:
            chips(self.fields["checklist_id"], checklists)

    def draft(self, team_id: int) -> VisitDraft:
        said, round_ = self.cleaned_data, self.round
        return VisitDraft(
            team_id=team_id,
            inspector_id=said["inspector_id"],
            starts_at=self.starts_at,
            announced=said["announced"] == "yes",
            organised_by=Organiser(round_.organised_by) if round_ else said["organised_by"],
            checklist_id=round_.checklist_id if round_ else said["checklist_id"],
            round_id=round_.pk if round_ else None,
        )


class VisitReasonForm(Form):
    reason = LongTextField(label=_("原因"), max_length=300, help_text=_("记在这次检查里。"))
