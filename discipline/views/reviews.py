"""Reviews of responsibility after something grave: opened, proposed, decided by another hand (INC-08, INS-10)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from discipline import commands
from discipline.access import Permission
from discipline.forms.reviews import DecisionForm, ProposalForm, ReviewFilter, ReviewForm, ReviewReturnForm
from discipline.models import AccountabilityReview
from discipline.reports import reviews as reports
from patrol_ops.core import clock, idempotency
from patrol_ops.core.html import Request, done, page, paged
from patrol_ops.core.refusals import Refused
from teams.reports import place_choices


@require_safe
def list_reviews(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_REVIEW):
        raise Http404
    rows = reports.reviews_shown_to(actor)
    found = ReviewFilter(request.GET, queryset=rows)
    valid = found.is_valid()
    context = {
        "filter": found,
        **paged(request, found.qs if valid else rows.none()),
        "places": [] if request.htmx else place_choices(actor, Permission.VIEW_REVIEW),
        "place": request.GET.get("place", ""),
        "may_open": actor.may(Permission.OPEN_REVIEW),
    }
    return page(request, "discipline/list_reviews.html", context, part="review-list", status=200 if valid else 422)


@require_safe
def show_review(request: Request, review_id: int) -> HttpResponse:
    review = get_object_or_404(reports.reviews_shown_to(request.actor), pk=review_id)
    acts = reports.acts_on_review(review, request.actor)
    context = {"review": review, "acts": acts, "history": reports.history_of(review)}
    return page(request, "discipline/show_review.html", context)


@require_http_methods(["GET", "POST"])
def open_review(request: Request) -> HttpResponse:
    """``?place=``: where it happened."""
    actor, now = request.actor, clock.now()
    places = place_choices(actor, Permission.OPEN_REVIEW)
    if not places:
        raise Http404
    asked = request.GET.get("place", "")
    spot = next((spot for spot in places if spot.path == asked), places[0])
    form = ReviewForm(request.POST or None, initial={"happened_on": now.date()})
    form.offer("team_id", reports.teams_under(spot.path))

    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            answer = idempotency.once(
                actor=actor,
                key=form.key,
                door="discipline.open_review",
                body=[spot.place_id, draft],
                at=now,
                act=lambda: commands.open_review(actor=actor, place_id=spot.place_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-review", review_id=answer.subject_id)

    context = {"form": form, "places": places, "place": spot.path, "spot": spot}
    return page(request, "discipline/open_review.html", context, status=form.status)


def _review(request: Request, review_id: int, permission: str) -> AccountabilityReview:
    rows = AccountabilityReview.objects.visible_to(request.actor, permission).select_related("place", "proposed_by")
    review: AccountabilityReview = get_object_or_404(rows, pk=review_id)
    return review


@require_http_methods(["GET", "POST"])
def propose_review(request: Request, review_id: int) -> HttpResponse:
    """Sent back, it opens as it stood."""
    review = _review(request, review_id, Permission.OPEN_REVIEW)
    earlier = {
        "facts": review.facts,
        "proposal": review.proposal,
        "negligence": {True: "yes", False: "no"}.get(review.negligence) if review.negligence is not None else None,
    }
    form = ProposalForm(request.POST or None, initial=earlier)

    if request.method == "POST" and form.is_valid():
        try:
            commands.propose_review(actor=request.actor, review_id=review_id, draft=form.draft(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-review", review_id=review_id)

    return page(request, "discipline/propose_review.html", {"review": review, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def send_back_review(request: Request, review_id: int) -> HttpResponse:
    review = _review(request, review_id, Permission.DECIDE_REVIEW)
    form = ReviewReturnForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            commands.send_back_review(actor=request.actor, review_id=review_id, reason=reason, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-review", review_id=review_id)

    return page(request, "discipline/send_back_review.html", {"review": review, "form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def decide_review(request: Request, review_id: int) -> HttpResponse:
    review = _review(request, review_id, Permission.DECIDE_REVIEW)
    form = DecisionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            commands.decide_review(
                actor=request.actor,
                review_id=review_id,
                negligence=said["negligence"],
                decision=said["decision"],
                at=clock.now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "discipline:show-review", review_id=review_id)

    return page(request, "discipline/decide_review.html", {"review": review, "form": form}, status=form.status)
