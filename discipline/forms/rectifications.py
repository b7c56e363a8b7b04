"""What is typed of a rectification: the notice, the team's answers, and the words of those who decide on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from discipline.models import Finding, Rectification
from discipline.reports.rectifications import TABS, in_tab, of_age
from discipline.rules import AGES, IssueDraft, Level
from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace, OfferingForm, Row, words
from patrol_ops.core.files import MEGABYTES
from patrol_ops.core.forms import BareForm, Chips, DayField, Form, LongTextField, LongTextInput, OneChip
from patrol_ops.core.refusals import Refused


def age_words() -> list[tuple[str, str]]:
    """``[("0", "7 天以内"), …, ("4", "60 天以上")]``."""
    said = [now_("{n} 天以内").format(n=AGES[0])]
    said += [now_("{first}–{last} 天").format(first=AGES[n - 1] + 1, last=AGES[n]) for n in range(1, len(AGES))]
    said.append(now_("{n} 天以上").format(n=AGES[-1]))
    return [(str(band), text) for band, text in enumerate(said)]


class RectificationFilter(InPlace):
    """``tab``: whose turn it is; without it all that are open."""

    tab = django_filters.ChoiceFilter(
        method="whose_turn", choices=[(tab, tab) for tab in TABS], widget=forms.HiddenInput, null_label=None
    )
    team = django_filters.NumberFilter(
        field_name="team__pk", min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    level = django_filters.ChoiceFilter(label=_("级别"), empty_label=_("全部"))
    age = django_filters.ChoiceFilter(method="how_old", label=_("已下发"), empty_label=_("不限"))

    class Meta:
        model = Rectification
        fields: list[str] = []
        form = BareForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("level", words(Level, "rectification-level"))
        self.offer("age", age_words())

    def whose_turn(self, queryset: Any, name: str, value: str) -> Any:
        return in_tab(queryset, value, clock.today())

    def how_old(self, queryset: Any, name: str, value: str) -> Any:
        return of_age(queryset, int(value), clock.today())


class IssueForm(OfferingForm):
    """Filled from what was found; whoever issues it may word it better."""

    finding_ids = forms.TypedMultipleChoiceField(label=_("要整改的问题"), coerce=int, widget=Chips)
    matter = forms.CharField(label=_("整改事项"), max_length=120)
    demands = LongTextField(label=_("整改要求"), max_length=1000, widget=LongTextInput(rows=5))
    due_on = DayField(label=_("整改期限"), help_text=_("这一天结束前要完成，并提交复查。"))
    rechecker_id = Row(label=_("谁来复查"), required=False, help_text=_("不选的，由当地派出所复查。不能是您自己。"))

    def offer_findings(self, findings: Iterable[Any]) -> None:
        """What stands in a notice already is shown and closed; a form that was sent twice still says the same."""
        findings = list(findings)
        field = self.fields["finding_ids"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(finding.pk, finding.text) for finding in findings]
        widget = field.widget
        assert isinstance(widget, Chips)
        widget.notes = {finding.pk: _behind(finding) for finding in findings}
        widget.closed = {finding.pk: now_("已经下发整改") for finding in findings if finding.ordered}

    def draft(self) -> IssueDraft:
        said = self.cleaned_data
        return IssueDraft(
            matter=said["matter"],
            demands=said["demands"],
            due_on=said["due_on"],
            finding_ids=frozenset(said["finding_ids"]),
            rechecker_id=said["rechecker_id"],
        )


def _behind(finding: Finding) -> str:
    """The weak point, and the help that was offered."""
    said = []
    if finding.weak_point:
        said.append(now_("薄弱环节：{text}").format(text=finding.weak_point))
    if finding.help_offered:
        said.append(now_("帮助：{text}").format(text=finding.help_offered))
    return now_("；").join(said)


def as_found(findings: Iterable[Any], due_on: dt.date) -> dict[str, Any]:
    """How the notice opens: everything that was marked to be put right, word by word."""
    wanted = [finding for finding in findings if finding.to_rectify and not finding.ordered]
    texts = [finding.text for finding in wanted]
    demands = texts if len(texts) < 2 else [f"{n}. {text}" for n, text in enumerate(texts, 1)]
    return {
        "finding_ids": [finding.pk for finding in wanted],
        "matter": texts[0][:120] if texts else "",
        "demands": "\n".join(demands)[:1000],
        "due_on": due_on,
    }


# --- the team's answers ---------------------------------------------------------------------------------------------


class PlanForm(Form):
    plan = LongTextField(
        label=_("怎么整改"), max_length=1000, widget=LongTextInput(rows=5), help_text=_("谁来做，做什么，哪天做完。")
    )


class ProgressForm(Form):
    text = LongTextField(label=_("进展"), max_length=1000, widget=LongTextInput(rows=5))


class EvidenceForm(Form):
    title = forms.CharField(label=_("材料名称"), max_length=60)
    file = forms.FileField(label=_("文件"), help_text=_("PDF 或图片，最多 {n} MB。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = str(field.help_text).format(n=MEGABYTES)

    def refuse_the_size(self) -> None:
        self.refuse(Refused("core.file-too-large", field="file", megabytes=MEGABYTES))


class ExtensionForm(Form):
    until = DayField(label=_("延到哪一天"))
    reason = LongTextField(label=_("为什么要延期"), max_length=1000)


class ResultForm(Form):
    result = LongTextField(
        label=_("整改结果"), max_length=1000, widget=LongTextInput(rows=5), help_text=_("每个问题做了什么，现在怎样。")
    )


# --- the words of those who decide ----------------------------------------------------------------------------------


class ExtensionDecisionForm(Form):
    granted = forms.TypedChoiceField(
        label=_("决定"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("同意延期")), ("no", _("不同意"))],
        widget=OneChip,
    )
    reason = LongTextField(label=_("理由"), max_length=1000)


class LimitForm(Form):
    until = DayField(label=_("限到哪一天"), help_text=_("从今天开始算。"))
    reason = LongTextField(label=_("理由"), max_length=1000)


class WithdrawalForm(Form):
    reason = LongTextField(label=_("撤销的原因"), max_length=300)


class RecheckerForm(OfferingForm):
    rechecker_id = Row(label=_("谁来复查"), help_text=_("不能是下发整改的人。"))


class AcceptanceForm(Form):
    text = LongTextField(label=_("复查情况"), max_length=1000, help_text=_("看了什么，怎么看的。"))


class SendBackForm(Form):
    reason = LongTextField(label=_("哪里还不行"), max_length=1000, help_text=_("队伍看得到。请写清还要做什么。"))
