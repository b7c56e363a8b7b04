"""What the public types: syntax here, and what is wrong with a number at its own field."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core import clock
from patrol_ops.core.forms import Form, LongTextField, OneChip
from patrol_ops.core.guarded import GuardedForm
from patrol_ops.core.refusals import Refused
from patrol_ops.core.signin import normalise_phone
from patrol_ops.core.wording import say
from patrol_ops.portal.reports.campaigns import PostLine
from recruitment.reports.notices import ListedLine
from recruitment.rules import ApplicationDraft, ObjectionDraft, Schooling
from teams.rules import judge_identity, judge_person_name

YES, NO = "yes", "no"


def _yes_or_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        widget=OneChip,
        choices=[(YES, _("是")), (NO, _("否"))],
        coerce=lambda said: said == YES,
        empty_value=None,
    )


def post_label(post: PostLine) -> str:
    kind, by = say(f"post-kind.{post.kind}"), say(f"class.{post.employment_class}")
    return f"{kind} · {by} · {post.team}"


class ApplicationForm(GuardedForm):
    """At most nine things. Of a campaign with one post that post is not asked for."""

    post = forms.ChoiceField(label=_("报哪个岗位"), widget=OneChip)
    name = forms.CharField(label=_("姓名"), max_length=40, widget=forms.TextInput({"autocomplete": "name"}))
    identity = forms.CharField(
        label=_("身份证号码"),
        help_text=_("18 位，最后一位可能是 X。用来核对年龄和是否重复报名，加密保存。"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("手机号码"),
        help_text=_("通知您考核和录用时用。"),
        max_length=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    schooling = forms.TypedChoiceField(
        label=_("文化程度"),
        widget=OneChip,
        coerce=Schooling,
        empty_value=None,
        choices=lambda: [(level.value, say(f"schooling.{level}")) for level in Schooling],
    )
    local = _yes_or_no(_("是本地居民(村民)吗"), _("不是本地的也可以报名，条件一样。"))
    priority = _yes_or_no(
        _("是下岗失业人员、退役军人或者低保对象吗"), _("只回答是不是，不用说是哪一种。只在成绩相同时优先。")
    )
    reserve = _yes_or_no(_("成绩合格但名额满了，愿意列入候补吗"), _("愿意的，资料会多保留一段时间，随时可以删除。"))
    declared = forms.BooleanField(
        label=_("我本人自愿报名，所填属实，并已阅读个人信息告知书。"),
        error_messages={"required": _("请确认是本人自愿报名，并已阅读个人信息告知书。")},
    )

    def __init__(self, *args: Any, posts: Sequence[PostLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts
        if len(posts) == 1:
            del self.fields["post"]
        else:
            self.fields["post"].choices = [(str(post.id), post_label(post)) for post in posts]  # type: ignore[attr-defined]

    def _judged(self, name: str, judge: Any, *more: Any) -> str:
        text = str(self.cleaned_data[name])
        try:
            judge(text, *more)
        except Refused as refused:
            raise forms.ValidationError(say(refused.code, **refused.facts)) from None
        return text

    def clean_name(self) -> str:
        return self._judged("name", judge_person_name)

    def clean_identity(self) -> str:
        return self._judged("identity", judge_identity, clock.today())

    def clean_phone(self) -> str:
        return self._judged("phone", normalise_phone)

    def draft(self) -> ApplicationDraft:
        said = self.cleaned_data
        return ApplicationDraft(
            post_id=int(said["post"]) if "post" in said else self.posts[0].id,
            declared=said["declared"],
            informed=said["declared"],
            **{name: said[name] for name in ("name", "identity", "phone", "schooling", "local", "priority", "reserve")},
        )


class ConfirmForm(Form):
    """One button; whoever holds the link has shown who they are."""


class ObjectionForm(GuardedForm):
    applicant = forms.TypedChoiceField(label=_("对名单上的哪一位"), coerce=int, empty_value=None)
    reason = LongTextField(
        label=_("理由"),
        help_text=_("写清楚什么事、什么时候、怎么知道的，5 到 2000 个字。"),
        min_length=5,
        max_length=2000,
        error_messages={"min_length": _("请写明理由，5 到 2000 个字。")},
    )
    contact = forms.CharField(
        label=_("您的联系方式"),
        help_text=_("可以不填。加密保存，只有核查的人看得到，不会告诉名单上的人。"),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, lines: Sequence[ListedLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(line.applicant_id), line_label(n, line)) for n, line in enumerate(lines, 1)]
        self.fields["applicant"].choices = [("", _("请选择")), *listed]  # type: ignore[attr-defined]

    def draft(self) -> ObjectionDraft:
        said = self.cleaned_data
        return ObjectionDraft(said["applicant"], said["reason"], said["contact"])


def line_label(number: int, line: ListedLine) -> str:
    return f"{number}. {line.name} · {say(line.post)} · {line.team}"


def key_of(form: Form) -> str:
    """The form's key; a form without one is a submission of its own, whose link nobody can guess."""
    return form.key or str(uuid.uuid4())
