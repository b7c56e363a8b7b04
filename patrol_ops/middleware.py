"""Whoever is signed in becomes an Actor, once a request."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.html import Request
from patrol_ops.core.models import User
from teams.reports import actor_for


class ActorMiddleware:
    """Puts ``request.actor``: the posts of the day, or nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated
        actor = actor_for(cast(User, request.user), clock.today()) if known else Actor.nobody()
        cast(Request, request).actor = actor
        return self.get_response(request)
