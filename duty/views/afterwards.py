"""Review and return, addenda, outcomes, opened days, procedure cards."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duty import commands, reports
from duty.access import Permission
from duty.forms import AddendumForm, BackfillForm, OutcomeForm, ProcedureCardForm, ReturnForm
from duty.models import LogEntry, PatrolLog, ProcedureCard
from duty.rules import MOVES, EntryStage, LogStage
from duty.views.reading import log_context
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import NotPermitted, Refused
from teams.models import Team


@require_POST
@answering_refusals
def review_patrol_log(request: Request, log_id: int) -> HttpResponse:
    version = request.POST.get("version", "")
    read = int(version) if version.isascii() and version.isdigit() and len(version) < 6 else None
    commands.review_patrol_log(actor=request.actor, log_id=log_id, version=read, at=clock.now())
    messages.success(request, _("已审阅。"))
    if request.POST.get("then"):
        return done(request, "office:to-do")
    return done(request, "duty:show-patrol-log", log_id=log_id)


@require_http_methods(["GET", "HEAD", "POST"])
def return_patrol_log(request: Request, log_id: int) -> HttpResponse:
    context = log_context(request, log_id)
    log: PatrolLog = context["log"]
    if not reports.answers_for(request.actor, log.team):
        raise Http404
    if request.method != "POST" and "return" not in MOVES.open_from(log.stage):
        messages.info(request, _("这篇日志不在等待审阅，不能再退回。"))
        return done(request, "duty:show-patrol-log", log_id=log_id)
    form = ReturnForm(request.POST or None, initial={"version": log.version})

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.return_patrol_log(
                actor=request.actor, log_id=log_id, reason=said["reason"], version=said["version"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已退回，队长会收到消息。"))
            return done(request, "duty:show-patrol-log", log_id=log_id)

    context["form"] = form
    return page(request, "duty/return_patrol_log.html", context, part="return-form", status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_addendum(request: Request, log_id: int) -> HttpResponse:
    context = log_context(request, log_id)
    log: PatrolLog = context["log"]
    if not reports.reaches(request.actor, Permission.ADD_ADDENDUM, log.team):
        raise Http404
    if request.method != "POST" and log.stage == LogStage.RETURNED:
        messages.info(request, _("日志已退回，请直接修改，不用补充。"))
        return done(request, "duty:show-patrol-log", log_id=log_id)
    form = AddendumForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        now, text = clock.now(), form.cleaned_data["text"]
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"duty.add_addendum/{log_id}",
                body=text,
                at=now,
                act=lambda: commands.add_addendum(actor=request.actor, log_id=log_id, text=text, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已加到日志里。"))
            return done(request, "duty:show-patrol-log", log_id=log_id)

    context["form"] = form
    return page(request, "duty/add_addendum.html", context, part="addendum-form", status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_entry(request: Request, entry_id: int) -> HttpResponse:
    entries = LogEntry.objects.visible_to(request.actor, Permission.FOLLOW_UP_ENTRY)
    entry = get_object_or_404(entries.select_related("log__team", "owner", "closed_by"), pk=entry_id)
    if request.method != "POST" and (entry.stage == EntryStage.CLOSED or entry.log.stage == LogStage.RETURNED):
        if entry.stage == EntryStage.CLOSED:
            messages.info(request, _("这一条已经办结。"))
        else:
            messages.info(request, _("日志已退回，要等队长修改后重新提交。"))
        return done(request, "duty:show-patrol-log", log_id=entry.log_id)
    form = OutcomeForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.follow_up_entry(
                actor=request.actor, entry_id=entry_id, outcome=form.cleaned_data["outcome"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已办结。"))
            return done(request, "duty:show-patrol-log", log_id=entry.log_id)

    context = {"entry": entry, "log": entry.log, "form": form, "today": clock.today()}
    return page(request, "duty/follow_up_entry.html", context, part="outcome-form", status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def open_backfill(request: Request, team_id: int) -> HttpResponse:
    teams = Team.objects.visible_to(request.actor, Permission.OPEN_BACKFILL)
    team = get_object_or_404(teams, pk=team_id)
    form = BackfillForm(request.POST or None, initial={"day": request.GET.get("day")})

    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"duty.open_backfill/{team_id}",
                body={name: form.cleaned_data[name] for name in ("day", "reason")},
                at=now,
                act=lambda: commands.open_backfill(
                    actor=request.actor,
                    team_id=team_id,
                    day=form.cleaned_data["day"],
                    reason=form.cleaned_data["reason"],
                    at=now,
                ),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("已开放补报，队长现在可以补写这一天的日志。"))
            return done(request, "teams:show-team", team_id=team_id)

    return page(
        request, "duty/open_backfill.html", {"team": team, "form": form}, part="backfill-form", status=form.status
    )


@require_safe
def list_procedure_cards(request: Request) -> HttpResponse:
    """For everybody who serves; whoever has no post sees nothing."""
    if not request.actor.posts:
        raise Http404
    context = {
        "cards": ProcedureCard.objects.order_by("position", "pk").select_related("written_by"),
        "may_write": request.actor.may(Permission.WRITE_PROCEDURE_CARD),
    }
    return page(request, "duty/list_procedure_cards.html", context, part="cards")


@require_http_methods(["GET", "HEAD", "POST"])
@answering_refusals
def write_procedure_card(request: Request) -> HttpResponse:
    if not request.actor.may(Permission.WRITE_PROCEDURE_CARD):
        raise NotPermitted
    asked = request.GET.get("card", "")
    known = ProcedureCard.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    initial = (
        {"title": known.title, "steps": known.steps, "never": known.never, "position": known.position} if known else {}
    )
    form = ProcedureCardForm(request.POST or None, initial=initial)

    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "steps", "never", "position")}
        try:
            commands.write_procedure_card(actor=request.actor, **said, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "duty:list-procedure-cards")

    return page(request, "duty/write_procedure_card.html", {"form": form}, part="card-form", status=form.status)
