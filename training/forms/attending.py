"""Roll-call, check-in and results: a line for each participant, and only what has changed is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import Form, OneChip
from training.reports.rolls import Participant
from training.rules import EnrolmentStage, ResultDraft

_HERE, _AWAY = "present", "absent"


def _seen(person: Participant) -> str:
    if person.stage == EnrolmentStage.ABSENT:
        return _AWAY
    return _HERE if person.came else ""


@dataclass(frozen=True)
class Line:
    """A participant with the fields of that person's row."""

    person: Participant
    fields: tuple[Any, ...]

    @property
    def shown(self) -> list[Any]:
        return [field for field in self.fields if not field.is_hidden]

    @property
    def hidden(self) -> list[Any]:
        return [field for field in self.fields if field.is_hidden]

    @property
    def errors(self) -> list[str]:
        return [error for field in self.fields for error in field.errors]


class RollForm(Form):
    """What was shown comes back with what is said: whoever checked in meanwhile is not sent away by an old page."""

    def __init__(self, data: Any, people: Sequence[Participant]) -> None:
        super().__init__(data)
        self.people = list(people)
        for person in self.people:
            pk, seen = person.enrolment_id, _seen(person)
            self.fields[f"roll-{pk}"] = forms.ChoiceField(
                label=person.name, choices=[(_HERE, _("到")), (_AWAY, _("没到"))], required=False, initial=seen,
                widget=OneChip,
            )  # fmt: skip
            self.fields[f"seen-{pk}"] = forms.CharField(required=False, initial=seen, widget=forms.HiddenInput)

    @property
    def lines(self) -> list[Line]:
        return [
            Line(person, (self[f"roll-{person.enrolment_id}"], self[f"seen-{person.enrolment_id}"]))
            for person in self.people
        ]

    def draft(self, *, everybody: bool = False) -> tuple[frozenset[int], frozenset[int]]:
        """Who is said to be here and who is not; ``everybody``: those of whom nothing is said are here, too."""
        present: set[int] = set()
        absent: set[int] = set()
        for person in self.people:
            pk = person.enrolment_id
            said, seen = self.cleaned_data[f"roll-{pk}"], self.cleaned_data[f"seen-{pk}"]
            if not said and everybody and not person.came:
                present.add(pk)
            elif said != seen and said:
                (present if said == _HERE else absent).add(pk)
        return frozenset(present), frozenset(absent)


class CheckInForm(Form):
    code = forms.CharField(
        label=_("签到码"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "po-code"}
        ),
    )

    def clean_code(self) -> str:
        """As somebody types what stands on the wall in two groups."""
        return "".join(mark for mark in self.cleaned_data["code"].upper() if mark.isalnum())


class ResultsForm(Form):
    """Present, minutes and mark of each; ``total``: minutes of the whole session."""

    def __init__(self, data: Any, people: Sequence[Participant], *, total: int, marked: bool) -> None:
        super().__init__(data)
        self.people, self.total, self.marked = list(people), total, marked
        for person in self.people:
            pk, seen = person.enrolment_id, _HERE if person.came else ""
            self.fields[f"present-{pk}"] = forms.BooleanField(
                label=_("到场"), required=False, initial=person.came,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )  # fmt: skip
            self.fields[f"minutes-{pk}"] = forms.IntegerField(
                label=_("参加分钟"), required=False, min_value=0, max_value=30_000,
                initial=total if person.minutes is None else person.minutes, widget=self._number(total),
            )  # fmt: skip
            if marked:
                self.fields[f"mark-{pk}"] = forms.IntegerField(
                    label=_("分数"), required=False, min_value=0, max_value=100, initial=person.mark,
                    widget=self._number(100),
                )  # fmt: skip
            self.fields[f"seen-{pk}"] = forms.CharField(required=False, initial=seen, widget=forms.HiddenInput)

    @staticmethod
    def _number(most: int) -> forms.NumberInput:
        return forms.NumberInput({"class": "form-control", "inputmode": "numeric", "min": 0, "max": most})

    @property
    def lines(self) -> list[Line]:
        names = ("present", "minutes", *(("mark",) if self.marked else ()), "seen")
        return [Line(p, tuple(self[f"{name}-{p.enrolment_id}"] for name in names)) for p in self.people]

    def draft(self) -> dict[int, ResultDraft]:
        """Whoever checked in after the page was drawn is not said to have stayed away."""
        said, results = self.cleaned_data, {}
        for person in self.people:
            pk = person.enrolment_id
            if said[f"present-{pk}"]:
                minutes = said[f"minutes-{pk}"]
                whole = minutes is None or minutes == self.total
                results[pk] = ResultDraft(True, None if whole else minutes, said.get(f"mark-{pk}"))
            elif said[f"seen-{pk}"] or not person.came:
                results[pk] = ResultDraft(False)
        return results
