"""What is typed of a campaign: what is announced, the days, and the posts as rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import Judged, Row, Said, words
from patrol_ops.core.forms import Chips, DayField, Form, LongTextField, Stepper
from patrol_ops.core.rows import FormWithRows, RowForm, Rows
from recruitment.models import Campaign
from recruitment.rules import MAX_POSTS, CampaignDraft, Method, PostDraft, PostKind
from teams.rules import EmploymentClass

APPLYING, PREPARING = dt.timedelta(days=10), dt.timedelta(days=3)
Free = list[tuple[int, str, int]]


class CampaignForm(Form):
    title = forms.CharField(label=_("标题"), max_length=80)
    apply_from = DayField(label=_("报名开始"))
    apply_until = DayField(label=_("报名截止(含当天)"))
    assess_on = DayField(label=_("考核日期"))
    assess_at = forms.CharField(label=_("考核地点"), max_length=120)
    methods = forms.TypedMultipleChoiceField(label=_("考核方式"), coerce=Method, widget=Chips)
    threshold = forms.IntegerField(
        label=_("合格线"), min_value=1, max_value=100, widget=Stepper({"min": 1, "max": 100, "step": 1}, unit=_("分"))
    )
    contact = forms.CharField(label=_("联系单位"), max_length=80)
    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=30, help_text=_("印在公告上，请填单位的电话。"), widget=forms.TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["methods"].choices = words(Method, "method")  # type: ignore[attr-defined]


class _Team(Judged, Row):
    pass


class _Number(Judged, forms.IntegerField):
    pass


class PostForm(RowForm):
    """A post. A row without team and number is left out."""

    speaks = ("team", "number")
    team = _Team(label=_("队伍"))
    kind = Said(PostKind, "post-kind", label=_("岗位"), initial=PostKind.PATROL_MEMBER)
    employment_class = Said(EmploymentClass, "class", label=_("身份"), initial=EmploymentClass.FULL_TIME)
    number = _Number(
        label=_("人数"),
        min_value=1,
        max_value=200,
        widget=Stepper({"min": 1, "max": 200}, unit=_("人")),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.is_blank or self.errors:
            return said
        if not said.get("team"):
            self.add_error("team", now_("请选择队伍。"))
        if not said.get("number"):
            self.add_error("number", now_("请填招多少人。"))
        return said


_Posts = forms.formset_factory(
    PostForm, formset=Rows, extra=0, can_delete=True, max_num=MAX_POSTS, absolute_max=MAX_POSTS + 1
)


class CampaignForms(FormWithRows):
    """``free``: id, name and free places of the teams that may still take somebody."""

    def __init__(
        self, data: QueryDict | None, *, initial: dict[str, Any], posts: list[dict[str, Any]], free: Free
    ) -> None:
        if not posts:
            posts = [{"team": free[0][0], "number": free[0][2]} if len(free) == 1 else {}]
        super().__init__(CampaignForm(data, initial=initial), _Posts(data, initial=posts, prefix="posts"))
        offered = [(pk, now_("{team}，空 {n} 个名额").format(team=name, n=n)) for pk, name, n in free]
        self.new_row = self.rows.added()
        for form in (*self.rows.forms, self.new_row):
            form.fields["team"].offer(offered)

    def draft(self) -> CampaignDraft:
        said = dict(self.main.cleaned_data)
        said.pop("idempotency_key")
        posts = tuple(
            PostDraft(row["team"], row["kind"], row["employment_class"], row["number"]) for row in self.rows.said()
        )
        return CampaignDraft(**{**said, "methods": tuple(said["methods"])}, posts=posts)


def beginning(place: str, today: dt.date, last: Campaign | None) -> dict[str, Any]:
    """What a new campaign opens with: from today, ten days to apply, and the place and contact of the last one."""
    until = today + APPLYING
    return {
        "title": now_("{place}公开招聘社区巡防队员").format(place=place),
        "apply_from": today,
        "apply_until": until,
        "assess_on": until + PREPARING,
        "assess_at": last.assess_at if last else "",
        "methods": last.methods if last else [Method.INTERVIEW.value],
        "threshold": last.threshold if last else 60,
        "contact": last.contact if last else "",
        "contact_phone": last.contact_phone if last else "",
    }


def as_it_stands(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in CampaignForm.base_fields if name != "idempotency_key"}


def rows_of(campaign: Campaign) -> list[dict[str, Any]]:
    rows = campaign.posts.order_by("pk").values("team_id", "kind", "employment_class", "number")
    return [
        {"team": r["team_id"], "kind": r["kind"], "employment_class": r["employment_class"], "number": r["number"]}
        for r in rows
    ]


class ReasonForm(Form):
    reason = LongTextField(label=_("原因"), max_length=300)


class AssessorForm(Form):
    user = Row(label=_("考官"), help_text=_("在本区任职的人员。与报名人有亲属关系的不能评分。"))


class ConfirmForm(Form):
    """Nothing to fill in: only to be said yes to, once."""
