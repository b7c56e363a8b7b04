"""Certificates: issued, looked up, shown, printed, renewed, revoked (TRN-05, TRN-06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, drawn, page, paged
from patrol_ops.core.refusals import Refused
from teams.access import Permission as Teams
from teams.reports import may_on, place_choices, place_name
from training import commands
from training.access import Permission
from training.forms import CertificateFilter, PickForm, RevocationForm
from training.models import Certificate
from training.reports import certificates as reports
from training.reports import renewals
from training.reports.hours import year_values
from training.reports.years import year_hours
from training.rules import CERTIFICATE_MOVES, CURRENT

CARDS_A_SHEET = 8
_A_PAGE = 100


def _address(request: Request, key: str) -> str:
    """Where the printed code leads: says whether it holds, and nothing else."""
    return request.build_absolute_uri(f"/public/certificates/{key}/")


def _place(request: Request) -> str:
    asked = request.GET.get("place", "")
    return asked if asked.isascii() and asked.isdigit() and len(asked) in (6, 9, 12) else ""


@require_safe
def list_certificates(request: Request) -> HttpResponse:
    actor, day = request.actor, clock.today()
    if not actor.may(Permission.VIEW_CERTIFICATE):
        raise Http404
    rows = reports.certificates_shown_to(actor, day)
    found = CertificateFilter(request.GET, queryset=rows)
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    context = {
        "filter": found,
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_CERTIFICATE),
        "place": request.GET.get("place", ""),
        **paging,
        "lines": reports.certificate_lines(paging["page"].object_list, day),
        "asked": request.GET.urlencode(),
        "may_issue": actor.may(Permission.ISSUE_CERTIFICATE),
        "sees_shortages": actor.may(Permission.VIEW_ENROLMENT),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "training/list_certificates.html", context, part="certificate-list", status=status)


@require_safe
def show_certificate(request: Request, certificate_id: int) -> HttpResponse:
    """On the holder's own phone it is what they show on duty."""
    actor, day = request.actor, clock.today()
    rows = reports.certificates_shown_to(actor, day).select_related("member", "issued_by", "ended_by", "renews")
    row = get_object_or_404(rows, pk=certificate_id)
    line = reports.certificate_line(row, day)
    current = row.stage in CURRENT
    hours = None
    if current:
        since = {row.member_id: row.on_duty_since}
        hours = year_hours(since, day.year, year_values(day.year, row.path))[row.member_id]
    open_moves = CERTIFICATE_MOVES.open_from(row.stage)
    collected = None
    if "renew" in open_moves:
        collected = renewals.collected_by([row], renewals.renewal_values(day, row.path))[row.pk]
    own = row.member_id == actor.member_id
    context = {
        "line": line,
        "row": row,
        "own": own,
        "district": place_name(row.path),
        "code": drawn(_address(request, row.key)) if own and current else "",
        "hours": hours,
        "collected": collected,
        "history": reports.history_of(row),
        "sees_member": actor.may(Teams.VIEW_MEMBER) or actor.may(Teams.VIEW_MEMBER_MASKED),
        "may_print": current and may_on(actor, Permission.ISSUE_CERTIFICATE, path=row.path),
        "may_renew": bool(collected and collected.renews and actor.may(Permission.ISSUE_CERTIFICATE)),
        "may_revoke": "revoke" in open_moves and actor.may(Permission.REVOKE_CERTIFICATE),
    }
    return page(request, "training/show_certificate.html", context)


def _pick(
    request: Request, form: PickForm, door: str, command: Callable[..., list[Certificate]]
) -> HttpResponse | None:
    """One command for everybody who is ticked; the answer when it is done."""
    ids, now = form.picked, clock.now()
    try:
        idempotency.once(
            actor=request.actor,
            key=form.key,
            door=door,
            body=ids,
            at=now,
            act=lambda: command(actor=request.actor, member_ids=ids, at=now)[0],
        )
    except Refused as refused:
        form.refuse(refused)
        return None
    return done(request, reverse("training:list-certificates") + "?state=today")


@require_http_methods(["GET", "POST"])
def issue_certificates(request: Request) -> HttpResponse:
    """Everybody who has passed and waits, street by street."""
    actor = request.actor
    if not actor.may(Permission.ISSUE_CERTIFICATE):
        raise Http404
    form = PickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _pick(request, form, "training.issue_certificates", commands.issue_certificates)
        if answer is not None:
            return answer
    place = _place(request)
    context = _picking(request, form, renewals.waiting_for_certificates(actor, place, clock.today()), place)
    return page(request, "training/issue_certificates.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def renew_certificates(request: Request) -> HttpResponse:
    """Everybody whose training days are enough, with the new period."""
    actor = request.actor
    if not actor.may(Permission.ISSUE_CERTIFICATE):
        raise Http404
    form = PickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _pick(request, form, "training.renew_certificates", commands.renew_certificates)
        if answer is not None:
            return answer
    place = _place(request)
    context = _picking(request, form, renewals.renewable(actor, place, clock.today()), place)
    return page(request, "training/renew_certificates.html", context, status=form.status)


def _picking(request: Request, form: PickForm, lines: list[Any], place: str) -> dict[str, Any]:
    ticked = {str(pk) for pk in request.POST.getlist("members")} if request.method == "POST" else None
    return {
        "form": form,
        **paged(request, lines, _A_PAGE),
        "ticked": ticked,
        "places": place_choices(request.actor, Permission.ISSUE_CERTIFICATE),
        "place": place,
    }


@require_http_methods(["GET", "POST"])
def revoke_certificate(request: Request, certificate_id: int) -> HttpResponse:
    rows = reports.certificates_shown_to(request.actor, clock.today(), Permission.REVOKE_CERTIFICATE)
    row = get_object_or_404(rows, pk=certificate_id)
    form = RevocationForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.revoke_certificate(
                actor=request.actor, certificate_id=certificate_id, why=form.cleaned_data["why"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-certificate", certificate_id=certificate_id)

    context = {"line": reports.certificate_line(row, clock.today()), "form": form}
    return page(request, "training/revoke_certificate.html", context, status=form.status)


@require_safe
def print_certificates(request: Request) -> HttpResponse:
    """Cards to cut out, with the holder's whole name: whoever issues them has to make them out."""
    actor, day = request.actor, clock.today()
    if not actor.may(Permission.ISSUE_CERTIFICATE):
        raise Http404
    rows = reports.certificates_shown_to(actor, day, Permission.ISSUE_CERTIFICATE).current()
    if (one := request.GET.get("certificate", "")).isdigit() and len(one) < 19:
        rows = rows.filter(pk=int(one))
    found = CertificateFilter(request.GET, queryset=rows.order_by("number"))
    paging = paged(request, found.qs if found.is_valid() else rows.none(), 10 * CARDS_A_SHEET)
    shown = list(paging["page"].object_list)
    cards = [
        {"row": row, "name": row.member.name, "team": row.team_now, "code": drawn(_address(request, row.key))}
        for row in shown
    ]
    sheets = [cards[start : start + CARDS_A_SHEET] for start in range(0, len(cards), CARDS_A_SHEET)]
    context = {"sheets": sheets, **paging, "district": place_name(shown[0].path) if shown else ""}
    return page(request, "training/print_certificates.html", context)
