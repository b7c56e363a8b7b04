"""The answers of an online test: one of the options of each question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from patrol_ops.core.forms import Form
from training.reports.theory import Asking


class AnswersForm(Form):
    def __init__(self, data: Any, questions: Sequence[Asking]) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for asking in self.questions:
            self.fields[f"question-{asking.pk}"] = forms.TypedChoiceField(
                label=asking.text, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect,
                choices=[(str(number), option) for number, option in enumerate(asking.options)],
            )  # fmt: skip

    @property
    def asked(self) -> list[Any]:
        return [self[f"question-{asking.pk}"] for asking in self.questions]

    def draft(self) -> dict[int, int]:
        said = {asking.pk: self.cleaned_data[f"question-{asking.pk}"] for asking in self.questions}
        return {pk: answer for pk, answer in said.items() if answer is not None}

    @property
    def unanswered(self) -> int:
        return len(self.questions) - len(self.draft())
