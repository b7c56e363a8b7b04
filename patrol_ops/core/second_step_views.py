"""The pages of the second step of signing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, half, second_step, signin
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, drawn, opens_before_enrolment, page
from patrol_ops.core.models import User
from patrol_ops.core.refusals import Refused, WrongStage
from patrol_ops.core.signin_forms import CodeForm, EnrolForm
from patrol_ops.core.views import begin_session, next_page


def _guard(request: HttpRequest, user: User) -> signin.Guard:
    """Wrong codes are counted like wrong passwords, wherever they are typed."""
    return signin.Guard(request, f"code-{user.pk}")


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """After the password: the code of the phone or of the paper."""
    user = half.user_of(request)
    if user is None:
        return redirect_to_login(next_page(request), reverse("sign-in"))
    guard = _guard(request, user)
    if guard.closed():
        return signin.locked_out(request, None)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            second_step.pass_second_step(actor=Actor("person", user.pk), code=form.cleaned_data["code"], at=clock.now())
        except Refused as refused:
            guard.failed()
            form.refuse(refused)
        else:
            half.end(request)
            begin_session(request, user)
            return HttpResponseRedirect(next_page(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
    return page(request, "core/sign_in_code.html", context, status=form.status)


@never_cache
@require_safe
def show_second_step(request: Request) -> HttpResponse:
    """Whether it is on, how many codes are left on paper, and what one can do about it."""
    since = request.user.second_step_since
    context = {"since": since, "left": second_step.codes_left(request.user) if since else 0}
    return page(request, "core/show_second_step.html", context)


@opens_before_enrolment
@never_cache
@sensitive_post_parameters("code", "seal")
@require_http_methods(["GET", "POST"])
def enrol_second_step(request: Request) -> HttpResponse:
    """A new key as drawing and as letters, in force with its first code; then the codes on paper, once."""
    user = request.user
    if request.method == "GET" and user.second_step_since is not None:
        return redirect("show-second-step")
    form = EnrolForm(request.POST or None)
    key, codes = second_step.new_key(user.pk), []
    if request.method == "POST" and form.is_valid():
        seal, code = form.cleaned_data["seal"], form.cleaned_data["code"]
        try:
            codes = second_step.enrol_second_step(actor=request.actor, seal=seal, code=code, at=clock.now())
        except WrongStage:  # the page was sent twice
            return redirect("show-second-step")
        except Refused as refused:
            form.refuse(refused)
            key = _again(seal, user) or key
        else:
            user.refresh_from_db()
            update_session_auth_hash(request, user)
    context: dict[str, Any] = {"codes": codes, "required": request.actor.must_enrol, "next": next_page(request)}
    if not codes:
        drawing = drawn(key.address(user.username, _("社区巡防")))
        context |= {"form": form, "key": key, "drawing": drawing}
    return page(request, "core/enrol_second_step.html", context, status=form.status)


def _again(seal: str, user: User) -> second_step.NewKey | None:
    """The same key, for whoever only mistyped its code."""
    try:
        return second_step.key_of(seal, user.pk)
    except Refused:
        return None


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def renew_recovery_codes(request: Request) -> HttpResponse:
    """Ten new codes on paper, shown once."""
    if request.user.second_step_since is None:
        return redirect("show-second-step")
    guard = _guard(request, request.user)
    if guard.closed():
        return signin.locked_out(request, None)
    form, codes = CodeForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            codes = second_step.renew_recovery_codes(actor=request.actor, code=code, at=clock.now())
        except Refused as refused:
            guard.failed()
            form.refuse(refused)
    context = {"form": form, "codes": codes, "next": reverse("show-second-step")}
    return page(request, "core/renew_recovery_codes.html", context, status=form.status)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def switch_off_second_step(request: Request) -> HttpResponse:
    """Back to the password alone, where no role needs more."""
    if request.user.second_step_since is None:
        return redirect("show-second-step")
    guard = _guard(request, request.user)
    if guard.closed():
        return signin.locked_out(request, None)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            second_step.switch_off_second_step(actor=request.actor, code=code, at=clock.now())
        except Refused as refused:
            if refused.field == "code":
                guard.failed()
            form.refuse(refused)
        else:
            messages.success(request, _("两步验证已取消，以后登录只用密码。"))
            return redirect("show-second-step")
    return page(request, "core/switch_off_second_step.html", {"form": form}, status=form.status)
