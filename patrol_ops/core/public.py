"""What everybody may read without signing in: drawn for nobody, kept for a minute, in the language of its address.

A reading page is drawn from a request that carries nothing of whoever asks: no cookie, no header, and of the query only
what the page names. So one body is right for all, and a repeated read costs no statement.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core.access import Actor

V = TypeVar("V", bound=Callable[..., HttpResponse])
View = Callable[..., HttpResponseBase]

PAGES = "/public/"
DOORS = (PAGES, "/api/v1/portal/")
# What asks here is a machine that watches over this one; it is nobody either (patrol_ops.operations).
MACHINES = ("/health/", "/ready/", "/metrics/")
LANGUAGE = "lang"
KEPT_FOR = 60
_EDITION = "public:edition"


def is_public(request: HttpRequest) -> bool:
    """Whether the address is one at which nobody is signed in."""
    return request.path_info.startswith((*DOORS, *MACHINES))


# --- the language stands in the address -----------------------------------------------------------------------------


def language_asked(request: HttpRequest) -> str:
    """What the address says; the site's own language where it says nothing that we speak."""
    asked = request.GET.get(LANGUAGE, "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def in_language(address: str, language: str | None = None) -> str:
    """``address`` with ``language`` (by default the reader's) carried on; the site's own needs no word."""
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != LANGUAGE]
    if language != settings.LANGUAGE_CODE:
        asked.append((LANGUAGE, language))
    return urlunsplit(parts._replace(query=urlencode(asked)))


# --- pages that are read --------------------------------------------------------------------------------------------


class Personal(RuntimeError):
    """A page that is kept for all holds what is one asker's: a form that writes, or a cookie."""


def public_page(*names: str) -> Callable[[View], View]:
    """A reading page for everybody; ``names`` are the parameters of the query that count.

    The first answer is kept for all, by path, parameters and language. What is not found is not kept.
    """

    def keeping(view: View) -> View:
        @login_not_required
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            nobody = _of_nobody(request, names)
            key = _key(nobody)
            kept: tuple[bytes, str, str] | None = cache.get(key)
            if kept is None:
                drawn = view(nobody, *args, **kwargs)
                if drawn.status_code != 200 or not isinstance(drawn, HttpResponse):
                    return drawn
                if "CSRF_COOKIE" in nobody.META or drawn.cookies:
                    raise Personal(request.path)
                kept = drawn.content, drawn.headers["Content-Type"], f'"{hashlib.sha256(drawn.content).hexdigest()}"'
                cache.set(key, kept, KEPT_FOR)
            body, kind, etag = kept
            response = HttpResponse(body, content_type=kind, headers={"Cache-Control": f"public, max-age={KEPT_FOR}"})
            response["ETag"] = etag
            return get_conditional_response(request, etag, None, response) or response

        return answer

    return keeping


def _of_nobody(request: HttpRequest, names: tuple[str, ...]) -> HttpRequest:
    """The same address, asked by nobody in particular."""
    asked = [(name, value) for name in names for value in request.GET.getlist(name) if value and "\0" not in value]
    language = translation.get_language()
    if language and language != settings.LANGUAGE_CODE:
        asked.append((LANGUAGE, language))
    nobody = HttpRequest()
    nobody.method, nobody.path, nobody.path_info = "GET", request.path, request.path_info
    nobody.META = {"REQUEST_METHOD": "GET", "QUERY_STRING": urlencode(asked)}
    nobody.GET = QueryDict(nobody.META["QUERY_STRING"])
    nobody.resolver_match = request.resolver_match
    nobody.actor = Actor.public()  # type: ignore[attr-defined]  # as views know it (core.html.Request)
    return nobody


def _key(nobody: HttpRequest) -> str:
    edition = cache.get_or_set(_EDITION, lambda: uuid.uuid4().hex, None)
    asked = f"{edition} {translation.get_language()} {nobody.get_full_path()}"
    return f"public:{hashlib.sha256(asked.encode()).hexdigest()}"


def forget() -> None:
    """Draw every public page anew, in this process at once; other processes follow within ``KEPT_FOR`` seconds."""
    cache.set(_EDITION, uuid.uuid4().hex, None)


# --- pages that write -----------------------------------------------------------------------------------------------


def public_form(view: V) -> V:
    """A page with a form for whoever comes: open without signing in, and kept nowhere."""
    return login_not_required(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))
