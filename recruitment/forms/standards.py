"""What is typed of the hiring standard: its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Judged, Said
from patrol_ops.core.forms import Form
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from recruitment.models import Criterion
from recruitment.rules import MAX_CRITERIA, CriterionDraft, Gate, PostKind, StandardDraft


class _Text(Judged, forms.CharField):
    pass


class _Kind(Judged, Said):
    pass


class CriterionForm(RowForm):
    """A line left empty is left out."""

    speaks = ("text",)
    gate = Said(Gate, "gate", label=_("种类"))
    post_kind = _Kind(PostKind, "post-kind", none=_("各类岗位"), label=_("用于"))
    text = _Text(label=_("条件"), max_length=200)


_Lines = forms.formset_factory(
    CriterionForm, formset=Rows, extra=0, can_delete=True, max_num=MAX_CRITERIA, absolute_max=MAX_CRITERIA + 1
)


class StandardForms(FormWithRows):
    def __init__(self, data: QueryDict | None, before: list[Criterion]) -> None:
        """Begins with the version before; the first with an empty line of each kind that is needed."""
        lines: list[dict[str, Any]] = [
            {"gate": line.gate, "post_kind": line.post_kind, "text": line.text} for line in before
        ] or [
            {"gate": Gate.AGE},
            {"gate": Gate.COMPETENCE},
            *({"gate": Gate.POST, "post_kind": kind} for kind in PostKind),
        ]
        super().__init__(Form(data), _Lines(data, initial=lines, prefix="criteria"))

    def draft(self) -> StandardDraft:
        return StandardDraft(
            tuple(CriterionDraft(line["gate"], line["text"], line["post_kind"]) for line in self.rows.said())
        )
