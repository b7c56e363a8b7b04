"""Whoever is signed in becomes an Actor, once a request; and everybody reads Chinese unless they chose otherwise."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from patrol_ops.core import clock, logs, public
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request
from patrol_ops.core.models import User
from teams.reports import actor_for


class PublicMiddleware:
    """At a public address nobody is signed in: of the cookies only the one that guards forms is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if public.is_public(request):
            known = {settings.CSRF_COOKIE_NAME} & request.COOKIES.keys()
            request.COOKIES = {name: request.COOKIES[name] for name in known}
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page wants a sign-in unless it says otherwise; at a public address nobody is asked who they are."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> Any:
        if not public.is_public(request):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return self.handle_no_permission(request, view_func) if getattr(view_func, "login_required", True) else None


class ActorMiddleware:
    """Puts ``request.actor``: the posts of the day, or nobody; the public at its own addresses, without asking.

    Whoever has to set up a second step of signing in has no post until that is done, and every page leads there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if public.is_public(request):
            cast(Request, request).actor = Actor.public()
            return self.get_response(request)
        known = request.user.is_authenticated
        actor = actor_for(cast(User, request.user), clock.today()) if known else Actor.nobody()
        if actor.must_enrol:
            actor = replace(actor, posts=())
        cast(Request, request).actor = actor
        logs.know(person=actor.person_id)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """To the page where it is set up, and back; the API says so itself (core.api)."""
        open_to_all = not getattr(view, "login_required", True) or getattr(view, "opens_before_enrolment", False)
        if not cast(Request, request).actor.must_enrol or open_to_all or request.path.startswith("/api/"):
            return None
        return redirect_to_login(request.get_full_path(), reverse("enrol-second-step"))


class ReadableAddressMiddleware:
    """A NUL in a question to the API is nobody's, and PostgreSQL falls over it; the pages' forms see to theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/") and "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class ChosenLanguageMiddleware(LocaleMiddleware):
    """The language chosen at the top of the page; a phone that happens to be set to English has chosen nothing.

    At a public address it stands in the address, so that everybody who has it reads the same.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(public.PAGES):
            language = public.language_asked(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
            return
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.path.startswith("/api/"):
            asked = asked or translation.get_language_from_request(request)
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What does not differ by header does not say so."""
        if not request.path_info.startswith(public.PAGES):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
