"""What is typed when a contract is entered, and how contracts are looked for."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock
from patrol_ops.core.choices import InPlace, Said, words
from patrol_ops.core.files import MEGABYTES
from patrol_ops.core.forms import DayField, Form, OneChip
from patrol_ops.core.refusals import Refused
from recruitment.models import Contract
from recruitment.rules import (
    KINDS_OF,
    REMINDED_BEFORE,
    ContractDraft,
    ContractEndDraft,
    ContractKind,
    EndReason,
    RenewalDraft,
    longest_probation,
    months_after,
)
from teams.rules import EmploymentClass

SOON, ENDED = "soon", "ended"


class ContractForm(Form):
    kind = Said(ContractKind, "contract-kind", label=_("合同种类"), widget=OneChip)
    signed_on = DayField(label=_("签订日期"), help_text=_("公示结束以后的一天，不能晚于今天。"))
    starts_on = DayField(label=_("开始工作的日期"), help_text=_("签订当天到一个月之内。"))
    ends_on = DayField(label=_("到期日"), required=False, help_text=_("合同的最后一天。不填就是无固定期限。"))
    probation_until = DayField(
        label=_("试用期到"), required=False, help_text=_("只有劳动合同可以约定。不填就是没有试用期。")
    )
    both_signed = forms.BooleanField(label=_("双方都已经签字"), required=False)
    duties_signed = forms.BooleanField(label=_("岗位职责书已经和合同一起签字"), required=False)
    file = forms.FileField(
        label=_("合同扫描件"),
        required=False,
        help_text=_("PDF 或图片，最多 {n} MB。只有综治办、派出所联络员和本人看得到。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = str(field.help_text).format(n=MEGABYTES)

    def offer(self, employment_class: EmploymentClass) -> None:
        """The kinds of that class only; probation only where the law knows one."""
        kinds = KINDS_OF[employment_class]
        field = self.fields["kind"]
        assert isinstance(field, Said)
        field.offer(kinds)
        if ContractKind.LABOUR not in kinds:
            del self.fields["probation_until"]

    def draft(self) -> ContractDraft:
        said = self.cleaned_data
        names = ("kind", "signed_on", "starts_on", "ends_on", "both_signed", "duties_signed")
        return ContractDraft(**{name: said[name] for name in names}, probation_until=said.get("probation_until"))

    @property
    def scan(self) -> Any:
        return self.cleaned_data.get("file") or None

    def digest(self) -> str:
        """What the scan is, so that the same submission with another paper is told apart."""
        scan = self.scan
        if scan is None:
            return ""
        digest = hashlib.sha256()
        for chunk in scan.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def refuse_the_size(self) -> None:
        self.refuse(Refused("core.file-too-large", field="file", megabytes=MEGABYTES))


def as_usual(employment_class: EmploymentClass, today: dt.date) -> dict[str, Any]:
    """What the form opens with: from today, two years, with the longest lawful probation."""
    kinds = KINDS_OF[employment_class]
    ends = months_after(today, 24) - dt.timedelta(days=1)
    probation = longest_probation(today, ends) if ContractKind.LABOUR in kinds else None
    return {
        "kind": kinds[0],
        "signed_on": today,
        "starts_on": today,
        "ends_on": ends,
        "probation_until": probation,
    }


class RenewContractForm(Form):
    signed_on = DayField(label=_("签订日期"), help_text=_("不能晚于今天。"))
    ends_on = DayField(label=_("新的到期日"), required=False, help_text=_("合同的最后一天。不填就是无固定期限。"))
    asked_fixed = forms.BooleanField(label=_("本人要求签订固定期限合同"), required=False)
    both_signed = forms.BooleanField(label=_("双方都已经签字"), required=False)

    def ask(self, needed: bool) -> None:
        """The wish is asked for only where the law would give an open term."""
        if not needed:
            del self.fields["asked_fixed"]

    def draft(self) -> RenewalDraft:
        said = self.cleaned_data
        return RenewalDraft(
            signed_on=said["signed_on"],
            ends_on=said["ends_on"],
            asked_fixed=said.get("asked_fixed", False),
            both_signed=said["both_signed"],
        )


class EndContractForm(Form):
    last_day = DayField(label=_("合同最后一天"))
    reason = Said(EndReason, "contract-end", label=_("原因"), widget=OneChip)

    def draft(self) -> ContractEndDraft:
        return ContractEndDraft(last_day=self.cleaned_data["last_day"], reason=self.cleaned_data["reason"])


class ContractFilter(InPlace):
    """What has not ended, unless it is asked for."""

    state = django_filters.ChoiceFilter(method="so_far", label=_("到期情况"), empty_label=_("还没有到期的"))

    class Meta(InPlace.Meta):
        model = Contract

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words((SOON, ENDED), "contract-state"))

    def so_far(self, queryset: Any, name: str, value: str) -> Any:
        day = clock.today()
        return queryset.ended(day) if value == ENDED else queryset.ending(day, REMINDED_BEFORE[0])

    def filter_queryset(self, queryset: Any) -> Any:
        found: Any = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.lasting(clock.today())
