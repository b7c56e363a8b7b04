"""Courses, their revisions and papers, and the bank of questions (TRN-03)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from patrol_ops.core import clock, files, idempotency
from patrol_ops.core.html import Request, answering_refusals, done, page
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.rules import PlaceTier
from training import commands
from training.access import Permission
from training.forms import CourseForm, MaterialForm, QuestionForm, RevisionForm
from training.forms.courses import as_it_stands
from training.models import Course, Question
from training.reports import courses as reports


@require_safe
def list_courses(request: Request) -> HttpResponse:
    actor = request.actor
    if not actor.may(Permission.VIEW_COURSE):
        raise Http404
    context = {
        "lines": reports.course_lines(reports.courses_shown_to(actor)),
        "may_design": _district(request) is not None if actor.may(Permission.DESIGN_COURSE) else False,
        "sees_plans": actor.may(Permission.VIEW_PLAN),
    }
    return page(request, "training/list_courses.html", context)


def _district(request: Request) -> Place | None:
    """The district whose courses this actor makes."""
    places = Place.objects.visible_to(request.actor, Permission.DESIGN_COURSE).filter(tier=PlaceTier.DISTRICT)
    return places.order_by("path").first()


def _drawn(request: Request, course_id: int, form: MaterialForm) -> HttpResponse:
    actor = request.actor
    row = get_object_or_404(reports.courses_shown_to(actor), pk=course_id)
    line = reports.course_lines([row], material=True)[0]
    path = row.place.path
    context = {
        "line": line,
        "form": form,
        "may_design": row.retired_at is None and reports.may_in_district(actor, Permission.DESIGN_COURSE, path),
        "sees_questions": reports.may_in_district(actor, Permission.MANAGE_QUESTIONS, path),
    }
    return page(request, "training/show_course.html", context, status=form.status)


@require_safe
def show_course(request: Request, course_id: int) -> HttpResponse:
    return _drawn(request, course_id, MaterialForm())


@require_POST
def attach_material(request: Request, course_id: int) -> HttpResponse:
    """From the form at the foot of the course; a no comes back on it."""
    rows = Course.objects.visible_to(request.actor, Permission.DESIGN_COURSE)
    get_object_or_404(rows, pk=course_id)
    form = MaterialForm(request.POST, request.FILES)
    if files.too_large(request):
        form.refuse_the_size()
    elif form.is_valid():
        said, now = form.cleaned_data, clock.now()
        try:
            commands.attach_material(
                actor=request.actor, course_id=course_id, upload=said["file"], title=said["title"], at=now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-course", course_id=course_id)
    return _drawn(request, course_id, form)


@require_http_methods(["GET", "POST"])
def design_course(request: Request) -> HttpResponse:
    district = _district(request)
    if district is None:
        raise Http404
    form = CourseForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            answer = idempotency.once(
                actor=request.actor,
                key=form.key,
                door="training.design_course",
                body=[district.pk, draft],
                at=now,
                act=lambda: commands.design_course(actor=request.actor, place_id=district.pk, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-course", course_id=answer.subject_id)

    return page(request, "training/design_course.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
def revise_course(request: Request, course_id: int) -> HttpResponse:
    """An edit is the next revision: what was held stays as it was."""
    makes = Course.objects.visible_to(request.actor, Permission.DESIGN_COURSE).filter(retired_at__isnull=True)
    get_object_or_404(makes, pk=course_id)
    row = get_object_or_404(reports.courses_shown_to(request.actor), pk=course_id)
    line = reports.course_lines([row])[0]
    form = RevisionForm(request.POST or None, initial=as_it_stands(line.latest.row))

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(row.programme), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"training.revise_course/{course_id}",
                body=draft,
                at=now,
                act=lambda: commands.revise_course(actor=request.actor, course_id=course_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:show-course", course_id=course_id)

    return page(request, "training/revise_course.html", {"form": form, "line": line}, status=form.status)


@require_POST
@answering_refusals
def retire_course(request: Request, course_id: int) -> HttpResponse:
    commands.retire_course(actor=request.actor, course_id=course_id, at=clock.now())
    return done(request, "training:show-course", course_id=course_id)


# --- questions ------------------------------------------------------------------------------------------------------


@require_safe
def list_questions(request: Request, course_id: int) -> HttpResponse:
    """With the right answers, so only for whoever keeps the bank."""
    course, line = _bank(request, course_id)
    questions = Question.objects.visible_to(request.actor, Permission.MANAGE_QUESTIONS).asked().filter(course=course)
    banks = reports.bank_of(questions.order_by("topic", "pk"))
    number = sum(len(bank.questions) for bank in banks)
    context = {"line": line, "banks": banks, "number": number, "may_add": course.retired_at is None}
    return page(request, "training/list_questions.html", context)


def _bank(request: Request, course_id: int) -> tuple[Course, reports.CourseLine]:
    keeps = Course.objects.visible_to(request.actor, Permission.MANAGE_QUESTIONS)
    course: Course = get_object_or_404(keeps, pk=course_id)
    row = get_object_or_404(reports.courses_shown_to(request.actor), pk=course_id)
    return course, reports.course_lines([row])[0]


@require_http_methods(["GET", "POST"])
def add_question(request: Request, course_id: int) -> HttpResponse:
    _course, line = _bank(request, course_id)
    form = QuestionForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        draft, now = form.draft(), clock.now()
        try:
            idempotency.once(
                actor=request.actor,
                key=form.key,
                door=f"training.add_question/{course_id}",
                body=draft,
                at=now,
                act=lambda: commands.add_question(actor=request.actor, course_id=course_id, draft=draft, at=now),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return done(request, "training:list-questions", course_id=course_id)

    return page(request, "training/add_question.html", {"form": form, "line": line}, status=form.status)


@require_POST
@answering_refusals
def retire_question(request: Request, question_id: int) -> HttpResponse:
    question = commands.retire_question(actor=request.actor, question_id=question_id, at=clock.now())
    return done(request, "training:list-questions", course_id=question.course_id)
