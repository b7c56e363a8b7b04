"""What is typed about people, posts and logins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.choices import OfferingForm, Row, Said
from patrol_ops.core.forms import DayField, OneChip
from patrol_ops.core.forms import Form as CoreForm
from teams.rules import BADGE_ENDS, TEAM_ROLES, AppointmentDraft, BadgeEnd, Role

STAFF_ROLES = tuple(role for role in Role if role not in TEAM_ROLES)


class RevokeBadgeForm(CoreForm):
    why = Said(BadgeEnd, "badge-why", label=_("注销原因"), widget=OneChip)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        assert isinstance(field, Said)
        field.offer(BADGE_ENDS)


class ProposeForm(OfferingForm):
    """One of the team's own as leader, deputy, or with a login of their own."""

    POSTS = (("leader", _("队长")), ("deputy", _("副队长")), ("member", _("队员(开通登录)")))

    member = Row(label=_("谁"))
    post = forms.ChoiceField(label=_("任什么职"), choices=POSTS, widget=OneChip, initial="leader")
    since = DayField(label=_("从哪天起"))

    def draft(self) -> AppointmentDraft:
        post = self.cleaned_data["post"]
        return AppointmentDraft(
            role=Role.MEMBER if post == "member" else Role.LEADER,
            since=self.cleaned_data["since"],
            deputy=post == "deputy",
        )


class AppointForm(OfferingForm):
    """A police or office post: for a login that exists, or for a new one."""

    role = Said(Role, "role", label=_("岗位"))
    over = forms.ChoiceField(label=_("负责哪里"))
    user = Row(label=_("已有账号的人"), required=False, help_text=_("没有账号的人，请在下面填姓名和用户名。"))
    name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    username = forms.CharField(
        label=_("用户名"), max_length=30, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    since = DayField(label=_("从哪天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, Said)
        role.offer(STAFF_ROLES, none=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("user") and "name" not in self.errors and "username" not in self.errors:
            for name in ("name", "username"):
                if not said.get(name):
                    self.add_error(name, forms.Field.default_error_messages["required"])
        return said

    def offer_posts(
        self,
        places: Iterable[tuple[int, str, str]],
        areas: Iterable[tuple[int, str]],
        logins: Iterable[tuple[int, str]],
    ) -> None:
        """Places as a tree, areas after them; logins within reach."""
        over = [(f"place:{pk}", "\u3000" * ((len(path) - 6) // 3) + name) for pk, path, name in places]
        over += [(f"area:{pk}", name) for pk, name in areas]
        field = self.fields["over"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("请选择")), *over]
        self.offer("user", logins)

    def draft(self) -> AppointmentDraft:
        return AppointmentDraft(role=self.cleaned_data["role"], since=self.cleaned_data["since"])

    def facts(self) -> dict[str, Any]:
        """``over`` is ``place:7`` or ``area:3``."""
        kind, _colon, pk = self.cleaned_data["over"].partition(":")
        said = self.cleaned_data
        return {
            f"{kind}_id": int(pk),
            "user_id": said["user"],
            "username": "" if said["user"] else said["username"],
            "name": "" if said["user"] else said["name"],
        }


class EndAppointmentForm(CoreForm):
    until = DayField(label=_("结束日期"), help_text=_("从这一天起不再担任。最后一个岗位结束时，登录同时关闭。"))


class OpenLoginForm(CoreForm):
    """Nothing is asked; the key makes two taps one slip."""
