"""The office's side of public notices: prepared, published, corrected, taken back, printed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock
from patrol_ops.core.html import Request, answering_refusals, done, drawn, page, paged
from patrol_ops.core.refusals import Refused
from recruitment import commands
from recruitment.access import Permission
from recruitment.forms import NoticeFilter, NoticeReasonForm
from recruitment.reports import notices as reports
from recruitment.reports import objections
from recruitment.rules import NoticeStage
from teams.reports import may_on, place_choices


@require_safe
def list_notices(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.VIEW_NOTICE):
        raise Http404
    rows = reports.with_objections(reports.notice_board(request.actor, Permission.VIEW_NOTICE))
    found = NoticeFilter(request.GET, queryset=rows)
    paging = paged(request, found.qs if found.is_valid() else rows.none())
    on_page = list(paging["page"].object_list)
    context = {
        "filter": found,
        **_places(request, Permission.VIEW_NOTICE),
        **paging,
        "lines": list(zip(reports.notices_shown(on_page), on_page, strict=True)),
        "sees_objections": request.actor.may(Permission.VIEW_OBJECTION),
    }
    status = 200 if found.is_valid() else 422
    return page(request, "recruitment/list_notices.html", context, part="notice-list", status=status)


def _places(request: Request, permission: str) -> dict[str, Any]:
    """The place switcher of a list: everything within reach, unless one place was asked for."""
    if request.htmx:
        return {}
    places = place_choices(request.actor, permission)
    return {"places": places, "place": request.GET.get("place") or (places[0].path if places else "")}


def _found(request: Request, notice_id: int, permission: str) -> Any:
    return get_object_or_404(reports.notice_board(request.actor, permission), pk=notice_id)


@require_safe
def show_notice(request: Request, notice_id: int) -> HttpResponse:
    row = _found(request, notice_id, Permission.VIEW_NOTICE)
    actor, path = request.actor, row.campaign.place.path
    paging = paged(request, reports.listed_on(row), size=reports.NAMES)
    objected = objections.objections_shown_to(actor).filter(notice=row.pk)

    def may(permission: str) -> bool:
        return may_on(actor, permission, path=path)

    context = {
        "notice": reports.notice_shown(row),
        **paging,
        "lines": reports.listed_lines(paging["page"].object_list),
        "objections": objections.objection_lines(objected[: reports.NAMES]),
        "history": reports.notice_history(row),
        "may": {
            "publish": row.stage == NoticeStage.DRAFT and may(Permission.PUBLISH_NOTICE),
            "correct": row.stage == NoticeStage.PUBLISHED and may(Permission.CORRECT_NOTICE),
            "withdraw": row.stage in (NoticeStage.DRAFT, NoticeStage.PUBLISHED) and may(Permission.WITHDRAW_NOTICE),
            "print": row.stage in (NoticeStage.PUBLISHED, NoticeStage.CLOSED),
        },
        "own_hand": row.prepared_by_id == actor.person_id,
    }
    return page(request, "recruitment/show_notice.html", context)


@require_safe
def print_notice(request: Request, notice_id: int) -> HttpResponse:
    """The sheet to hang up; only what has been published."""
    row = get_object_or_404(reports.notice_board(request.actor, Permission.VIEW_NOTICE).public(), pk=notice_id)
    address = request.build_absolute_uri(f"/public/notices/{row.pk}/")
    context = {
        "notice": reports.notice_shown(row),
        "lines": reports.listed_lines(reports.listed_on(row)),
        "address": address,
        "code": drawn(address),
    }
    return page(request, "recruitment/print_notice.html", context)


@require_POST
@answering_refusals
def prepare_notice(request: Request, campaign_id: int) -> HttpResponse:
    notice = commands.prepare_notice(actor=request.actor, campaign_id=campaign_id, at=clock.now())
    return done(request, "recruitment:show-notice", notice_id=notice.pk)


@require_POST
@answering_refusals
def publish_notice(request: Request, notice_id: int) -> HttpResponse:
    commands.publish_notice(actor=request.actor, notice_id=notice_id, at=clock.now())
    return done(request, "recruitment:show-notice", notice_id=notice_id)


@require_http_methods(["GET", "POST"])
def correct_notice(request: Request, notice_id: int) -> HttpResponse:
    row = _found(request, notice_id, Permission.CORRECT_NOTICE)
    form = NoticeReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.correct_notice(actor=request.actor, notice_id=notice_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-notice", notice_id=notice_id)

    context = {"notice": reports.notice_shown(row), "form": form}
    return page(request, "recruitment/correct_notice.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def withdraw_notice(request: Request, notice_id: int) -> HttpResponse:
    row = _found(request, notice_id, Permission.WITHDRAW_NOTICE)
    form = NoticeReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.withdraw_notice(actor=request.actor, notice_id=notice_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "recruitment:show-notice", notice_id=notice_id)

    context = {"notice": reports.notice_shown(row), "form": form}
    return page(request, "recruitment/withdraw_notice.html", context, status=form.status)
