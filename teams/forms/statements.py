"""What is typed about the duty of a post, and how those who know it are looked through."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Said, words
from patrol_ops.core.forms import DayField, LongTextField, LongTextInput, OneChip
from patrol_ops.core.forms import Form as CoreForm
from teams.forms.filters import InPlace
from teams.models import Membership
from teams.rules import Role, StatementDraft

STATES = ("open", "done")


class StatementForm(CoreForm):
    """The three parts of a duty; it opens with the version in force."""

    role = Said(Role, "role", label=_("岗位"), widget=OneChip)
    clear_duty = LongTextField(
        label=_("职责明确"), max_length=2000, widget=LongTextInput(rows=5), help_text=_("这个岗位负责什么。")
    )
    clear_task = LongTextField(
        label=_("任务明确"), max_length=2000, widget=LongTextInput(rows=5), help_text=_("每天、每周要做哪些事。")
    )
    complementary = LongTextField(
        label=_("工作互补"), max_length=2000, widget=LongTextInput(rows=5), help_text=_("和别的岗位怎么配合、补位。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, Said)
        role.offer((Role.LEADER, Role.MEMBER))

    def draft(self) -> StatementDraft:
        said = self.cleaned_data
        return StatementDraft(
            role=said["role"],
            clear_duty=said["clear_duty"],
            clear_task=said["clear_task"],
            complementary=said["complementary"],
        )


class PaperSignatureForm(CoreForm):
    signed_on = DayField(label=_("签字日期"), help_text=_("只登记日期，签字的纸由本队保存。"))


class AcknowledgementFilter(InPlace):
    """Of one team, and whether they know their duty."""

    team = django_filters.NumberFilter(method="in_team", label=_("队伍"), widget=forms.HiddenInput)
    state = django_filters.ChoiceFilter(method="known", label=_("确认情况"), empty_label=_("全部"))

    class Meta(InPlace.Meta):
        model = Membership

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", words(STATES, "acknowledgement"))

    def in_team(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset.filter(team_id=int(value)) if 0 < value < 2**63 else queryset.none()

    def known(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(known_on__isnull=value == "open")
