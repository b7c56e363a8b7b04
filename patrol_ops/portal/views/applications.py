"""Applying without an account, and following the own application by its link (REC-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from patrol_ops.core import clock, public
from patrol_ops.core.html import Request, answering_refusals, done, drawn, page
from patrol_ops.core.limits import Knock, origin_of, spend
from patrol_ops.core.public import public_form, public_page
from patrol_ops.core.refusals import Refused
from patrol_ops.portal import policy
from patrol_ops.portal.forms import NO, YES, ApplicationForm, ConfirmForm, key_of, post_label
from patrol_ops.portal.reports import campaigns
from patrol_ops.portal.reports.applications import OwnApplication, own_application, own_data
from recruitment import commands
from recruitment.reports.links import secret_for

_OWN = "portal.own_application"


@public_form
@sensitive_post_parameters()
def submit_application(request: Request, campaign_id: int) -> HttpResponse:
    """A form that was sent twice is one application and leads to the same link."""
    now = clock.now()
    sheet = campaigns.campaign_sheet(request.actor, campaign_id, now.date())
    if sheet is None:
        raise Http404
    form = ApplicationForm(request.POST or None, posts=sheet.posts, initial={"post": request.GET.get("post")})
    if request.method == "POST" and form.is_valid():
        key, draft = key_of(form), form.draft()
        secret = secret_for(key, "application")
        knock = Knock(request.actor, origin_of(request), now, policy.APPLICATIONS_AN_HOUR.on(now.date()))
        try:
            knock.once(
                "portal.submit_application",
                campaign_id,
                key=key,
                body=draft,
                act=lambda: commands.submit_application(
                    actor=request.actor, campaign_id=campaign_id, draft=draft, secret=secret, at=now
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "portal:follow-application", secret=secret)

    only_post = post_label(sheet.posts[0]) if len(sheet.posts) == 1 else ""
    context = {"card": sheet.card, "sheet": sheet, "form": form, "only_post": only_post}
    return page(request, "portal/submit_application.html", context, status=form.status)


def _own(request: Request, secret: str) -> OwnApplication:
    own = own_application(request.actor, secret)
    if own is None:
        raise Http404
    return own


def _spend(request: Request) -> None:
    now = clock.now()
    spend(_OWN, origin_of(request), at=now, most=policy.APPLICATIONS_AN_HOUR.on(now.date()))


@public_form
@require_safe
def follow_application(request: Request, secret: str) -> HttpResponse:
    """How far it is and what comes next, with the link to keep as text and as a code."""
    own = _own(request, secret)
    address = public.in_language(reverse("portal:follow-application", args=[secret]))
    link = request.build_absolute_uri(address)
    context = {"own": own, "secret": secret, "link": link, "drawing": drawn(link)}
    return page(request, "portal/follow_application.html", context)


@public_form
@sensitive_post_parameters()
@answering_refusals
def correct_application(request: Request, secret: str) -> HttpResponse:
    """Until the office has screened it, or after it was returned."""
    own = _own(request, secret)
    if not own.may_correct:
        raise Refused("recruitment.not-editable")
    form = ApplicationForm(request.POST or None, posts=campaigns.posts_of(own.campaign_id), initial=_typed(own))
    if request.method == "POST" and form.is_valid():
        try:
            _spend(request)
            commands.correct_application(actor=request.actor, secret=secret, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "portal:follow-application", secret=secret)

    context = {"own": own, "secret": secret, "form": form}
    return page(request, "portal/correct_application.html", context, status=form.status)


def _typed(own: OwnApplication) -> dict[str, Any]:
    asked = {name: YES if getattr(own, name) else NO for name in ("local", "priority", "reserve")}
    plain = {name: getattr(own, name) for name in ("name", "identity", "phone", "schooling")}
    return {"post": str(own.post_id), **plain, **asked}


def _confirmed(
    request: Request, own_secret: str, template: str, act: Callable[..., Any], to: str, **where: str
) -> HttpResponse:
    """One button and the act behind it; whoever holds the link has shown who they are."""
    own = _own(request, own_secret)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _spend(request)
        act(actor=request.actor, secret=own_secret, at=clock.now())
        return done(request, to, **where)

    return page(request, template, {"own": own, "secret": own_secret, "form": form})


@public_form
@answering_refusals
def withdraw_application(request: Request, secret: str) -> HttpResponse:
    template, act = "portal/withdraw_application.html", commands.withdraw_application
    return _confirmed(request, secret, template, act, "portal:follow-application", secret=secret)


@public_form
@answering_refusals
def decline_offer(request: Request, secret: str) -> HttpResponse:
    template, act = "portal/decline_offer.html", commands.decline_offer
    return _confirmed(request, secret, template, act, "portal:follow-application", secret=secret)


@public_form
@answering_refusals
def erase_application(request: Request, secret: str) -> HttpResponse:
    """Gone at once, unless the law keeps it."""
    template, act = "portal/erase_application.html", commands.erase_application
    return _confirmed(request, secret, template, act, "portal:application-erased")


@public_page()
def application_erased(request: Request) -> HttpResponse:
    return page(request, "portal/application_erased.html")


@public_form
@require_safe
def copy_own_data(request: Request, secret: str) -> HttpResponse:
    """A copy of one's own data, as a file that people and machines can read."""
    own = _own(request, secret)
    answer = JsonResponse(own_data(own), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{own.case_number}.json"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
