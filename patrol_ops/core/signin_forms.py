"""What the sign-in pages ask: syntax only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from patrol_ops.core.forms import BareForm
from patrol_ops.core.wording import say


def _secret(label: Any, complete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget)


class SignInForm(BareForm):
    username = forms.CharField(
        label=_("手机号或用户名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _secret(_("密码"), "current-password")


class CodeForm(BareForm):
    """A code of the phone, or one of the paper."""

    code = forms.CharField(
        label=_("动态验证码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class EnrolForm(CodeForm):
    """The first code of a new key, which comes back sealed with the form."""

    seal = forms.CharField(max_length=300, widget=forms.HiddenInput)


class _NewPassword(BareForm):
    """Twice the same, as whoever cannot see what they type needs."""

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        first, second = typed.get("new_password1"), typed.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", say("core.password-differs"))
        return typed


class ClaimLoginForm(_NewPassword):
    code = forms.CharField(
        label=_("一次性号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    username = forms.CharField(
        label=_("用户名(可以不填，以后用手机号登录)"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    new_password1 = _secret(_("设定密码(至少 8 位)"), "new-password")
    new_password2 = _secret(_("再输入一次密码"), "new-password")


class SetPasswordForm(_NewPassword):
    password = _secret(_("原密码"), "current-password")
    new_password1 = _secret(_("新密码(至少 8 位)"), "new-password")
    new_password2 = _secret(_("再输入一次新密码"), "new-password")
