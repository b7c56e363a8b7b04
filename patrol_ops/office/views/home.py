"""Where somebody begins: the page that already is the answer for their role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from patrol_ops.core.html import Request, page
from teams.rules import Role

OFFICE = (Role.GOVERNANCE, Role.GOVERNANCE_HEAD, Role.LEADING_GROUP, Role.TOWNSHIP)


@require_safe
def home(request: Request) -> HttpResponse:
    """Today for a leader, the situation for the office, the inbox for everybody else who holds a post."""
    actor = request.actor
    if actor.holds(Role.LEADER):
        return redirect("duty:today")
    if actor.holds(*OFFICE):
        return redirect("office:situation")
    if actor.posts:
        return redirect("office:to-do")
    return page(request, "core/home.html")
