"""How one wishes to be told outside: addresses with their codes, at once or once a day, and when not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.access import Permission
from patrol_ops.core.channels import own
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from patrol_ops.office.forms import ChannelCodeForm, ChannelForm, WishesForm
from patrol_ops.office.reports import channels as report
from patrol_ops.office.reports import deliveries


@never_cache
@require_safe
def list_channels(request: Request) -> HttpResponse:
    """One's own addresses and wishes, whatever post one holds."""
    context = {
        "lines": report.channel_lines(report.channels_of(request.actor)),
        "wishes": report.wishes_shown_to(request.actor, clock.today()),
        "offered": report.kinds_offered(),
        "most": own.MOST,
    }
    return page(request, "office/list_channels.html", context)


@never_cache
@sensitive_post_parameters("address")
@require_http_methods(["GET", "POST"])
def add_channel(request: Request) -> HttpResponse:
    """A new address; what comes next is its code."""
    form = ChannelForm(request.POST or None, offered=report.kinds_offered())
    if request.method == "POST" and form.is_valid():
        actor, draft, now = request.actor, form.draft(), clock.now()
        language = translation.get_language() or ""
        try:
            own.count_code(actor, now)
            answer = idempotency.once(
                actor=actor, key=form.key, door="office.add_channel", body=form.sealed, at=now,
                act=lambda: own.add_channel(actor=actor, draft=draft, language=language, at=now),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "office:confirm-channel", channel_id=answer.subject_id)
    return page(request, "office/add_channel.html", {"form": form}, status=form.status)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def confirm_channel(request: Request, channel_id: int) -> HttpResponse:
    """The code that came to the new address."""
    channel = report.channels_of(request.actor).filter(pk=channel_id, confirmed_at__isnull=True).first()
    if channel is None:
        raise Http404
    form = ChannelCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            own.count_guess(request.actor, now)
            own.confirm_channel(
                actor=request.actor, channel_id=channel_id, code=form.cleaned_data["code"], at=now
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已经确认，从现在起也会在这里提醒您。"))
            return done(request, "office:list-channels")
    (line,) = report.channel_lines([channel])
    return page(request, "office/confirm_channel.html", {"form": form, "line": line}, status=form.status)


@require_POST
@answering_refusals
def renew_channel_code(request: Request, channel_id: int) -> HttpResponse:
    request.POST  # noqa: B018  # read first: with a body that is too large nothing is done
    now = clock.now()
    if not report.channels_of(request.actor).filter(pk=channel_id).exists():
        raise Http404  # what is not one's own counts as no try
    own.count_code(request.actor, now)
    own.renew_channel_code(actor=request.actor, channel_id=channel_id, at=now)
    messages.success(request, _("新的验证码已经发出，以前的不再有效。"))
    return done(request, "office:confirm-channel", channel_id=channel_id)


@require_POST
@answering_refusals
def switch_channel(request: Request, channel_id: int) -> HttpResponse:
    on = request.POST.get("on") == "1"
    own.switch_channel(actor=request.actor, channel_id=channel_id, on=on, at=clock.now())
    messages.success(request, _("已经开启。") if on else _("已经关闭，消息仍然写在「消息」里。"))
    return done(request, "office:list-channels")


@require_POST
@answering_refusals
def remove_channel(request: Request, channel_id: int) -> HttpResponse:
    request.POST  # noqa: B018  # read first: with a body that is too large nothing is done
    own.remove_channel(actor=request.actor, channel_id=channel_id, at=clock.now())
    messages.success(request, _("已经删除，这个地址不再保存。"))
    return done(request, "office:list-channels")


@never_cache
@require_http_methods(["GET", "POST"])
def set_wishes(request: Request) -> HttpResponse:
    """At once or once a day, and quiet for longer."""
    wishes = report.wishes_shown_to(request.actor, clock.today())
    form = WishesForm(request.POST or None, wishes=wishes, reading=translation.get_language() or "")
    if request.method == "POST" and form.is_valid():
        try:
            own.set_wishes(actor=request.actor, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("提醒时间已经设定。"))
            return done(request, "office:list-channels")
    return page(request, "office/set_wishes.html", {"form": form, "wishes": wishes}, status=form.status)


@require_safe
def list_deliveries(request: Request) -> HttpResponse:
    """What was told outside, in numbers."""
    if not request.actor.may(Permission.VIEW_DELIVERY):
        raise Http404
    today = clock.today()
    context = {
        "days": deliveries.by_day(request.actor, today),
        "reasons": deliveries.by_reason(request.actor, today),
        "last": deliveries.DAYS,
    }
    return page(request, "office/list_deliveries.html", context)
