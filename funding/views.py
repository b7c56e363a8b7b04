"""The insurance register: papers, who is covered, and the acts on them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funding import commands
from funding.access import Permission
from funding.forms import CoverMembersForm, EndCoverForm, EnterPolicyForm, PolicyFilter, RenewPolicyForm
from funding.reports import insurance as reports
from funding.rules import InsuranceKind
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.access import Permission as Teams
from teams.reports import members_shown_to, place_choices

# As many papers as a register on paper holds; a place with more prints its streets one by one.
PRINTED = 500


def _found(request: Request) -> tuple[Any, Any]:
    if not request.actor.may(Permission.VIEW_INSURANCE):
        raise Http404
    rows = reports.policies_shown_to(request.actor)
    found = PolicyFilter(request.GET, queryset=rows)
    return found, found.qs if found.is_valid() else rows.none()


@require_safe
def list_policies(request: Request) -> HttpResponse:
    found, rows = _found(request)
    paging = paged(request, rows)
    places = [] if request.htmx else place_choices(request.actor, Permission.VIEW_INSURANCE)
    context = {
        "filter": found,
        "places": places,
        "place": request.GET.get("place") or (places[0].path if places else ""),
        **paging,
        "lines": reports.policy_lines(paging["page"].object_list, clock.today()),
        "may_enter": request.actor.may(Permission.ENTER_POLICY),
        "asked": request.GET.urlencode(),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "funding/list_policies.html", context, part="policy-list", status=status)


@require_safe
def print_policies(request: Request) -> HttpResponse:
    """The register of the same question on paper."""
    _, rows = _found(request)
    context = {
        "lines": reports.policy_lines(rows[:PRINTED], clock.today()),
        "day": clock.today(),
        "asked": request.GET.urlencode(),
    }
    return page(request, "funding/print_policies.html", context)


@require_safe
def show_policy(request: Request, policy_id: int) -> HttpResponse:
    row = get_object_or_404(reports.policies_shown_to(request.actor), pk=policy_id)
    today = clock.today()
    paging = paged(request, reports.covers_of(request.actor, policy_id, today))
    line = reports.policy_line(row, today)
    standing = row.cancelled_at is None
    context = {
        "line": line,
        **paging,
        "covers": reports.cover_lines(paging["page"].object_list, today),
        "history": reports.policy_history(row),
        "may_cover": standing and row.last_day >= today and request.actor.may(Permission.COVER_MEMBERS),
        "may_renew": standing and line.renewed_by is None and request.actor.may(Permission.RENEW_POLICY),
        "may_cancel": standing and line.renewed_by is None and request.actor.may(Permission.CANCEL_POLICY),
        "may_end": request.actor.may(Permission.END_COVER),
        "sees_member": request.actor.may(Teams.VIEW_MEMBER) or request.actor.may(Teams.VIEW_MEMBER_MASKED),
    }
    return page(request, "funding/show_policy.html", context)


@require_http_methods(["GET", "POST"])
def enter_policy(request: Request) -> HttpResponse:
    places = [p for p in place_choices(request.actor, Permission.ENTER_POLICY) if p.level < 2]
    if not places:
        raise Http404
    today = clock.today()
    usual = {"starts_on": today, "last_day": _a_year_after(today), "kind": InsuranceKind.ACCIDENT}
    form = EnterPolicyForm(request.POST or None, initial=usual)
    form.offer("place", [(place.place_id, place.text) for place in places])

    if request.method == "POST" and form.is_valid():
        now, draft, place_id = clock.now(), form.draft(), form.cleaned_data["place"]
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="funding.enter_policy",
                body=[place_id, draft],
                at=now,
                act=lambda: commands.enter_policy(actor=request.actor, place_id=place_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "funding:show-policy", policy_id=answer.subject_id)

    return page(request, "funding/enter_policy.html", {"form": form}, status=form.status)


def _a_year_after(day: dt.date) -> dt.date:
    """The last day of a year that begins on ``day``."""
    following = (
        day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
    )
    return following - dt.timedelta(days=1)


@require_http_methods(["GET", "POST"])
def renew_policy(request: Request, policy_id: int) -> HttpResponse:
    row = get_object_or_404(reports.policies_shown_to(request.actor, Permission.RENEW_POLICY), pk=policy_id)
    begins = row.last_day + dt.timedelta(days=1)
    usual = {
        "insurer": row.insurer,
        "payer": row.payer,
        "premium": row.premium,
        "starts_on": begins,
        "last_day": _a_year_after(begins),
    }
    form = RenewPolicyForm(request.POST or None, initial=usual)

    if request.method == "POST" and form.is_valid():
        now, draft = clock.now(), form.paper(InsuranceKind(row.kind))
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"funding.renew_policy/{policy_id}",
                body=[draft],
                at=now,
                act=lambda: commands.renew_policy(actor=request.actor, policy_id=policy_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "funding:show-policy", policy_id=answer.subject_id)

    context = {"line": reports.policy_line(row, clock.today()), "form": form}
    return page(request, "funding/renew_policy.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def cover_members(request: Request, policy_id: int) -> HttpResponse:
    """First a team, then who of it: everybody, unless somebody is left out."""
    row = get_object_or_404(reports.policies_shown_to(request.actor, Permission.COVER_MEMBERS), pk=policy_id)
    today = clock.today()
    asked = request.GET.get("team", "")
    team_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    line = reports.policy_line(row, today)
    context: dict[str, Any] = {"line": line, "form": None}
    if team_id is None:
        context["teams"] = reports.teams_to_cover(row, today)
        return page(request, "funding/cover_members.html", context)

    people = reports.crew_to_cover(request.actor, row, team_id, today)
    usual = {"since": min(max(today, row.starts_on), row.last_day), "members": [str(pk) for pk, _ in people]}
    form = CoverMembersForm(request.POST or None, initial=usual)
    form.offer(people)
    if request.method == "POST" and form.is_valid():
        try:
            commands.cover_members(actor=request.actor, policy_id=policy_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "funding:show-policy", policy_id=policy_id)
    return page(request, "funding/cover_members.html", {**context, "form": form, "people": people}, status=form.status)


@require_http_methods(["GET", "POST"])
def end_cover(request: Request, cover_id: int) -> HttpResponse:
    today = clock.today()
    row = get_object_or_404(reports.cover_to_end(request.actor, cover_id, today))
    form = EndCoverForm(request.POST or None, initial={"until": today})

    if request.method == "POST" and form.is_valid():
        try:
            cover = commands.end_cover(actor=request.actor, cover_id=cover_id, until=form.until_day, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "funding:show-policy", policy_id=cover.policy_id)

    (line,) = reports.cover_lines([row], today)
    return page(request, "funding/end_cover.html", {"line": line, "form": form}, status=form.status)


@require_POST
@answering_refusals
def cancel_policy(request: Request, policy_id: int) -> HttpResponse:
    commands.cancel_policy(actor=request.actor, policy_id=policy_id, at=clock.now())
    return done(request, "funding:show-policy", policy_id=policy_id)


@require_safe
def member_covers(request: Request, member_id: int) -> HttpResponse:
    """The panel on a member's page: kinds and days."""
    get_object_or_404(members_shown_to(request.actor), pk=member_id)
    today = clock.today()
    rows = reports.covers_of_member(request.actor, member_id, today)
    template = "funding/member_covers.html"
    context = {"lines": reports.cover_lines(rows, today)}
    return render(request, f"{template}#member-covers" if request.htmx else template, context)
