"""The pages of signing in and out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from patrol_ops.core import autosave, clock, half, signin
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request, opens_before_enrolment
from patrol_ops.core.models import User
from patrol_ops.core.refusals import Refused
from patrol_ops.core.signin_forms import ClaimLoginForm, SetPasswordForm, SignInForm
from patrol_ops.core.wording import say

_BACKEND = "patrol_ops.core.signin.PhoneOrNameBackend"


def next_page(request: HttpRequest) -> str:
    """Where to go on: a page of this site, or the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else resolve_url("home")


def begin_session(request: HttpRequest, user: User) -> None:
    login(request, user, backend=_BACKEND)
    request.session.set_expiry(signin.SESSION_DAYS.on(clock.today()) * 24 * 3600)


def _go_on(request: HttpRequest, user: User) -> HttpResponse:
    """The password was right: in, or to the code that this login asks for as well."""
    if user.second_step_since is None:
        begin_session(request, user)
        return HttpResponseRedirect(next_page(request))
    half.begin(request, user)
    return redirect_to_login(next_page(request), reverse("sign-in-code"))


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """By phone number or user name; a lock-out is answered by the axes middleware."""
    if request.method == "GET" and request.user.is_authenticated:
        return HttpResponseRedirect(next_page(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if user is not None:
            return _go_on(request, user)
        form.add_error(None, say("core.sign-in-failed"))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next") or ""}
    return render(request, "core/sign_in.html", context, status=form.status)


@opens_before_enrolment
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Nothing of this person stays on a shared phone, nor what they were typing on the server."""
    autosave.clear(request.user.pk)
    logout(request)
    response = redirect("sign-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("code", "new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def claim_login(request: HttpRequest) -> HttpResponse:
    """Opens a login with the code of a slip, and signs in."""
    guard = signin.Guard(request, "claim-login")
    if guard.closed():
        return signin.locked_out(request, None)
    form = ClaimLoginForm(request.POST or None, initial={"code": request.GET.get("code", "")[:40]})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            user = signin.claim_login(
                actor=Actor.public(),
                code=typed["code"],
                username=typed["username"] or None,
                password=typed["new_password1"],
                at=clock.now(),
            )
        except Refused as refused:
            if refused.field == "code":
                guard.failed()
            form.refuse(refused)
        else:
            begin_session(request, user)
            return redirect("home")
    context = {"form": form, "hours": signin.SLIP_HOURS.on(clock.today())}
    return render(request, "core/claim_login.html", context, status=form.status)


@never_cache
@sensitive_post_parameters("password", "new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def set_password(request: Request) -> HttpResponse:
    """One's own password, anew; this session goes on, all others end."""
    guard = signin.Guard(request, f"set-password-{request.user.pk}")
    if guard.closed():
        return signin.locked_out(request, None)
    form = SetPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            user = signin.change_password(
                actor=request.actor,
                password=typed["password"],
                new_password=typed["new_password1"],
                at=clock.now(),
            )
        except Refused as refused:
            if refused.field == "password":
                guard.failed()
            form.refuse(refused)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已经修改，其他设备上的登录已经结束。"))
            return redirect("home")
    return render(request, "core/set_password.html", {"form": form}, status=form.status)
