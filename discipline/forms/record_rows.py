"""The rows of a record: passers-by in three taps, places, findings. A row nobody wrote into says nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from discipline.rules import (
    MOST_FINDINGS,
    MOST_INTERVIEWS,
    MOST_ITEMS,
    FindingDraft,
    InterviewDraft,
    Seen,
    SiteDraft,
    SiteKind,
)
from patrol_ops.core.choices import Judged, Said
from patrol_ops.core.forms import Chips, LongTextField, OneChip, Stepper
from patrol_ops.core.rows import RowForm, Rows

MOST = {"interviews": MOST_INTERVIEWS, "sites": MOST_ITEMS, "findings": MOST_FINDINGS}
MOST_GUARDS = 500


class RowSet(Rows):
    @classmethod
    def of(cls, row: type[RowForm], most: int) -> Any:
        return forms.formset_factory(row, formset=cls, extra=0, can_delete=True, max_num=most, absolute_max=most + 1)

    def speaking(self) -> list[Any]:
        """The rows that say something, in their order: as the rules count them."""
        return [
            form
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and not form.is_blank
        ]


class _Row(RowForm):
    """``needed``: what a row must say once it says anything."""

    needed: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        # A "no" that was tapped is something said.
        return all(self.cleaned_data.get(name) in (None, "", []) for name in self.speaks)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.is_blank and not said.get("DELETE"):
            for name in self.needed:
                if said.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, now_("这一项还没有填。"))
        return said


class _Said(Judged, Said):
    pass


class _Text(Judged, LongTextField):
    pass


class _Name(Judged, forms.CharField):
    pass


class _YesNo(Judged, forms.TypedChoiceField):
    def __init__(self, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=OneChip,
            **kwargs,
        )


class InterviewRow(_Row):
    """PUB-12: three taps, nothing of the person."""

    speaks = needed = ("seen", "at_night", "enough")
    seen = _Said(Seen, "seen", label=_("平时多久看到一次巡逻"), widget=OneChip)
    at_night = _YesNo(_("晚上见过"), _("晚上没见过"), label=_("晚上见过吗"))
    enough = _YesNo(_("够"), _("不够"), label=_("觉得够不够"))

    def draft(self) -> InterviewDraft:
        said = self.cleaned_data
        return InterviewDraft(said["seen"], said["at_night"], said["enough"])


def _guards(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_GUARDS,
        widget=Stepper({"min": 0, "max": MOST_GUARDS}, unit=_("人")),
    )


class SiteRow(_Row):
    """INS-09, INS-17: a place; guards are counted, never named."""

    THERE = (("duty", _("有人值守")), ("patrol", _("有人巡逻")), ("fixed_post", _("设有固定岗")))
    speaks = ("name", "there", "guards_due", "guards_there")
    needed = ("kind", "name")
    kind = _Said(SiteKind, "site-kind", label=_("哪一类点位"), widget=OneChip)
    name = _Name(label=_("点位名称"), max_length=60, help_text=_("只写地方，不写人名。"))
    there = forms.MultipleChoiceField(label=_("看到的情况"), choices=THERE, required=False, widget=Chips)
    guards_due = _guards(_("保安应到"))
    guards_there = _guards(_("保安实到"))

    def draft(self) -> SiteDraft:
        said = self.cleaned_data
        there = set(said["there"])
        return SiteDraft(
            kind=said["kind"],
            name=said["name"],
            duty="duty" in there,
            patrol="patrol" in there,
            fixed_post="fixed_post" in there,
            guards_due=said["guards_due"] or 0,
            guards_there=said["guards_there"] or 0,
        )


class FindingRow(_Row):
    """INS-06."""

    speaks = ("text", "weak_point", "help_offered")
    needed = ("text",)
    text = _Text(label=_("发现什么问题"), max_length=300)
    weak_point = forms.CharField(label=_("薄弱环节在哪里"), required=False, max_length=200)
    help_offered = forms.CharField(label=_("可以怎么帮助"), required=False, max_length=200)
    to_rectify = forms.BooleanField(label=_("需要整改"), required=False)

    def draft(self) -> FindingDraft:
        said = self.cleaned_data
        return FindingDraft(said["text"], said["weak_point"], said["help_offered"], said["to_rectify"])
