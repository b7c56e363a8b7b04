"""The yearly plan: drafted by the office, approved by the sub-bureau, held against what was done (TRN-04, TRN-13)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page, paged
from patrol_ops.core.refusals import Refused
from patrol_ops.core.rows import with_row_added
from teams.models import Place
from teams.rules import PlaceTier
from training import commands
from training.access import Permission
from training.forms import PlanForms, PlanReasonForm
from training.models import Course, TrainingPlan
from training.reports import plans as reports
from training.rules import PlanStage
from training.rules.courses import MOST_LINES


@require_safe
def list_plans(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_PLAN):
        raise Http404
    context = {
        **paged(request, reports.plans_shown_to(actor), size=20),
        "may_draft": actor.may(Permission.DRAFT_PLAN),
    }
    return page(request, "training/list_plans.html", context)


@require_safe
def show_plan(request: Request, plan_id: int) -> HttpResponse:
    plan = get_object_or_404(reports.plans_shown_to(request.actor), pk=plan_id)
    quarters = reports.plan_quarters(plan)
    context = {
        "plan": plan,
        "quarters": quarters,
        "totals": reports.totals_of(quarters),
        "acts": reports.acts_on(plan, request.actor),
        "history": reports.history_of(plan),
    }
    return page(request, "training/show_plan.html", context)


@require_http_methods(["GET", "POST"])
def draft_plan(request: Request) -> HttpResponse:
    """``?year=``: whose plan; as it stands, or from the lines of the year before."""
    actor, this_year = request.actor, clock.today().year
    places = Place.objects.visible_to(actor, Permission.DRAFT_PLAN).filter(tier=PlaceTier.DISTRICT)
    district = places.order_by("path").first()
    if district is None:
        raise Http404
    years = (this_year, this_year + 1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(one) for one in years} else this_year
    own = TrainingPlan.objects.visible_to(actor, Permission.DRAFT_PLAN).filter(place=district)
    plans = {plan.year: plan for plan in own.filter(year__in=(year - 1, year))}
    if year in plans and plans[year].stage != PlanStage.DRAFT and request.method != "POST":
        return done(request, "training:show-plan", plan_id=plans[year].pk)
    grown = with_row_added(request.POST, "lines", MOST_LINES)
    form = PlanForms(
        grown or request.POST or None,
        year=year,
        years=years,
        lines=reports.lines_of(plans.get(year) or plans.get(year - 1)),
        courses=reports.course_choices(
            Course.objects.visible_to(actor, Permission.VIEW_COURSE).of_district(district.path)
        ),
    )

    if grown is not None:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.main.key,
                door="training.draft_plan",
                body=[district.pk, draft],
                at=now,
                act=lambda: commands.draft_plan(actor=actor, place_id=district.pk, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-plan", plan_id=answer.subject_id)

    context = {"forms": form, "form": form.main, "new_row": form.new_row, "plan": plans.get(year)}
    return page(request, "training/draft_plan.html", context, status=200 if grown is not None else form.status)


@require_POST
@answering_refusals
def submit_plan(request: Request, plan_id: int) -> HttpResponse:
    commands.submit_plan(actor=request.actor, plan_id=plan_id, at=clock.now())
    return done(request, "training:show-plan", plan_id=plan_id)


@require_http_methods(["GET", "POST"])
def return_plan(request: Request, plan_id: int) -> HttpResponse:
    plans = TrainingPlan.objects.visible_to(request.actor, Permission.APPROVE_PLAN).select_related("place")
    plan = get_object_or_404(plans, pk=plan_id)
    form = PlanReasonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            commands.return_plan(
                actor=request.actor, plan_id=plan_id, reason=form.cleaned_data["reason"], at=clock.now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-plan", plan_id=plan_id)

    return page(request, "training/return_plan.html", {"plan": plan, "form": form}, status=form.status)


@require_POST
@answering_refusals
def approve_plan(request: Request, plan_id: int) -> HttpResponse:
    commands.approve_plan(actor=request.actor, plan_id=plan_id, at=clock.now())
    return done(request, "training:show-plan", plan_id=plan_id)


@require_POST
@answering_refusals
def amend_plan(request: Request, plan_id: int) -> HttpResponse:
    """Open again as the next version, to be submitted and approved anew."""
    commands.amend_plan(actor=request.actor, plan_id=plan_id, at=clock.now())
    return done(request, "training:show-plan", plan_id=plan_id)
