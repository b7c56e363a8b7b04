"""The page's side of the ground: how a view answers, and how a page says no."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import segno
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import RequestDataTooBig
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.template import loader
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from patrol_ops.core import autosave, public
from patrol_ops.core.access import Actor
from patrol_ops.core.idempotency import is_key
from patrol_ops.core.models import User
from patrol_ops.core.paging import BoundedPaginator
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import say

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponse])

# Tells the next page that the server has taken what was typed, so that the device may forget its copy (static/js).
SENT_COOKIE = "sent"
# A form that is kept on the device while it is sent: a plain redirect would be followed out of its sight.
KEPT_FORM_HEADER = "X-Kept-Form"
TYPE_SIZE_COOKIE = "type_size"


class Request(HttpRequest):
    """A request as views see it: signed in, with its Actor, and knowing htmx."""

    actor: Actor
    user: User
    htmx: HtmxDetails


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    part: str | tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, or only the named part of it when htmx asks for the element of that name."""
    parts = (part,) if isinstance(part, str) else part
    htmx = getattr(request, "htmx", None)
    target = htmx.target if htmx and not htmx.history_restore_request else None
    name = f"{template}#{target}" if target in parts else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def paged(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = 50) -> dict[str, Any]:
    """A numbered page of ``rows`` for the context, with the addresses of the pages beside it; the filter stays."""
    current = BoundedPaginator(rows, size).page_asked(request.GET.get("page"))

    def address(number: int) -> str:
        asked = request.GET.copy()
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "page": current,
        "previous": address(current.previous_page_number()) if current.has_previous() else "",
        "next": address(current.next_page_number()) if current.has_next() else "",
    }


def done(request: HttpRequest, to: str, /, **kwargs: Any) -> HttpResponse:
    """It is done: on to another page (a URL name with its arguments), by redirect or for scripts by ``HX-Redirect``."""
    url = resolve_url(to, **kwargs)
    if public.is_public(request):
        url = public.in_language(url)
    scripted = bool(getattr(request, "htmx", None)) or KEPT_FORM_HEADER in request.headers
    response: HttpResponse = HttpResponseClientRedirect(url) if scripted else HttpResponseRedirect(url)
    key = request.POST.get("idempotency_key", "")
    if is_key(key):
        if request.user.is_authenticated:
            autosave.forget_sent(request.user.pk, key)
        response.set_cookie(SENT_COOKIE, key, max_age=600, samesite="Lax", secure=request.is_secure())
    return response


def answering_refusals(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """For views without a form to put a refusal on: out of reach is 404, anything else a page that says why."""

    @wraps(view)
    def answer(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as refused:
            raise Http404 from refused
        except Refused as refused:
            return refusal(request, refused)

    return answer


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """What a refusal looks like where no form shows it; htmx puts it at the top of the page it came from."""
    sentence = say(refused.code, **refused.facts)
    back = _same_site(request, request.headers.get("Referer", ""))
    context = {**around(request), "sentence": sentence, "back": back, "status": refused.status}
    if getattr(request, "htmx", None):
        response = render(request, "components/alert.html", {"kind": "danger", "text": sentence}, status=refused.status)
        response["HX-Retarget"] = "#said"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "core/refused.html", context, status=refused.status)


def around(request: HttpRequest) -> dict[str, Any]:
    """What stands around a page that both those signed in and the public may meet: its frame, and the way home."""
    if public.is_public(request):
        return {"outside": True, "frame": "layouts/public_message.html", "home": public.in_language(public.PAGES)}
    return {"outside": False, "frame": "layouts/plain.html", "home": reverse("home")}


def _same_site(request: HttpRequest, url: str) -> str:
    """The path of ``url`` when it is a page of ours, else nothing."""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def opens_before_enrolment(view: V) -> V:
    """For the few pages that open to whoever still has to set up the second step of signing in (``middleware``)."""
    view.opens_before_enrolment = True  # type: ignore[attr-defined]  # a mark, read from the view
    return view


def drawn(text: str) -> SafeString:
    """A QR code as inline SVG without styles."""
    return mark_safe(segno.make(text, error="m").svg_inline(scale=5, omitsize=True, border=2))


# --- when something is wrong ----------------------------------------------------------------------------------------


def _wrong(request: HttpRequest, template: str, status: int, code: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "status": status, "code": code, "detail": say(code), "field": None}
        return JsonResponse(body, status=status, content_type="application/problem+json")
    return render(request, template, around(request), status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _wrong(request, "413.html", 413, "core.body-too-large")
    return _wrong(request, "400.html", 400, "core.malformed")


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _wrong(request, "403.html", 403, "core.no-post")


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _wrong(request, "404.html", 404, "core.not-found")


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn from nothing but the template: whatever failed may fail again."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


_NOT_KEPT = ("csrfmiddlewaretoken", "password", "new_password1", "new_password2", "code")


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that stood open too long loses nothing: what was typed comes back with a button to send it again.

    Only what came from a page of ours is offered again; another site's form gets the bare message.
    """
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    ours = bool(origin) and url_has_allowed_host_and_scheme(
        origin, {request.get_host()}, require_https=request.is_secure()
    )
    secret = any(name in request.POST for name in _NOT_KEPT[1:])
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_KEPT and ours and not secret
    ]
    context = {**around(request), "kept": kept, "action": request.get_full_path()}
    return render(request, "core/csrf_failure.html", context, status=403)


# --- small doors of the ground --------------------------------------------------------------------------------------


@login_not_required
@require_POST
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Larger type for whoever wants it, remembered by the device."""
    size = "large" if request.POST.get("size") == "large" else "normal"
    response = HttpResponseRedirect(_same_site(request, request.POST.get("next", "")) or "/")
    response.set_cookie(TYPE_SIZE_COOKIE, size, max_age=365 * 24 * 3600, samesite="Lax", secure=request.is_secure())
    return response


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown for a page of which the device holds no copy."""
    return render(request, "core/offline.html")


SHELL = ("npm/tabler.css", "css/app.css", "js/app.js", "js/autosave.js", "django_htmx/htmx-2.min.js")


@login_not_required
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker at the root, so that it may answer for every page; told the names of the files it keeps."""
    found = finders.find("js/sw.js")
    if not found:
        raise Http404
    files = [reverse("offline"), *(staticfiles_storage.url(name) for name in SHELL)]
    body = f"const FILES = {json.dumps(files)};\n{Path(str(found)).read_text('utf-8')}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
