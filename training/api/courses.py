"""Courses, their revisions and the bank of questions by API. Papers are handed in on the page."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from patrol_ops.core import clock
from patrol_ops.core.api import actor_of
from patrol_ops.core.doors import KEY, IdOut, Key, Lines, NothingIn, Oldest, Said, heard, once, status_of
from training import commands
from training.access import Permission
from training.models import Course, Question
from training.reports import courses as reports
from training.rules import CourseDraft, Programme, QuestionDraft, Topic


class RevisionOut(serializers.Serializer[Any]):
    """Minutes of each topic; without a pass mark attending is enough. ``material``: keys of stored files."""

    version = serializers.IntegerField(source="row.version")
    title = serializers.CharField(source="row.title")
    aim = serializers.CharField(source="row.aim", allow_blank=True)
    law = serializers.IntegerField(source="row.law")
    duties = serializers.IntegerField(source="row.duties")
    procedures = serializers.IntegerField(source="row.procedures")
    finding = serializers.IntegerField(source="row.finding")
    pass_mark = serializers.IntegerField(source="row.pass_mark", allow_null=True)
    theory = serializers.BooleanField(source="row.theory")
    material = serializers.SerializerMethodField()

    def get_material(self, line: reports.RevisionLine) -> list[str]:
        return [file.key for file in line.material]


class CourseLineOut(serializers.Serializer[Any]):
    """A course by its latest revision."""

    id = serializers.IntegerField(source="row.pk")
    place_id = serializers.IntegerField(source="row.place_id")
    programme = serializers.CharField(source="row.programme")
    retired_at = serializers.DateTimeField(source="row.retired_at", allow_null=True)
    questions = serializers.IntegerField(source="row.asked")
    latest = RevisionOut()


class CourseOut(CourseLineOut):
    """With every revision, the latest first."""

    revisions = RevisionOut(many=True)


class ReviseCourseIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=60)
    aim = serializers.CharField(max_length=500, allow_blank=True, required=False, default="")
    law = serializers.IntegerField(min_value=0, max_value=4800, default=0)
    duties = serializers.IntegerField(min_value=0, max_value=4800, default=0)
    procedures = serializers.IntegerField(min_value=0, max_value=4800, default=0)
    finding = serializers.IntegerField(min_value=0, max_value=4800, default=0)
    pass_mark = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, required=False, default=None)
    theory = serializers.BooleanField(default=False)

    def draft(self, programme: Programme) -> CourseDraft:
        said = self.validated_data
        minutes = (said["law"], said["duties"], said["procedures"], said["finding"])
        return CourseDraft(programme, said["title"], said["aim"], minutes, said["pass_mark"], said["theory"])


class DesignCourseIn(ReviseCourseIn):
    place_id = Key()
    programme = Said(Programme)


class QuestionOut(serializers.ModelSerializer[Question]):
    """``answer`` counts from 0."""

    answer = serializers.IntegerField()
    options = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Question
        fields = ("id", "course_id", "topic", "text", "options", "answer", "added_at")
        read_only_fields = fields


class QuestionIn(serializers.Serializer[Any]):
    topic = Said(Topic)
    text = serializers.CharField(max_length=300)
    options = serializers.ListField(child=serializers.CharField(max_length=120), min_length=2, max_length=5)
    answer = serializers.IntegerField(min_value=0, max_value=4)

    def draft(self) -> QuestionDraft:
        said = self.validated_data
        return QuestionDraft(said["topic"], said["text"], tuple(said["options"]), said["answer"])


class Courses(Lines):
    """Courses of the district."""

    queryset = Course.objects.none()
    pagination_class = Oldest
    line, whole = CourseLineOut, CourseOut

    def rows(self) -> Any:
        return reports.courses_shown_to(actor_of(self.request))

    def lines(self, rows: list[Any]) -> list[Any]:
        return reports.course_lines(rows)

    def file(self, row: Any) -> Any:
        return reports.course_lines([row], material=True)[0]


class DesignCourse(APIView):
    @extend_schema(request=DesignCourseIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        said, now = heard(DesignCourseIn, request), clock.now()
        place_id, draft = said.validated_data["place_id"], said.draft(said.validated_data["programme"])
        answer = once(
            request,
            "training.design_course",
            [place_id, draft],
            lambda: commands.design_course(actor=actor_of(request), place_id=place_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class ReviseCourse(APIView):
    """The next revision; the answer's id is the course's."""

    @extend_schema(request=ReviseCourseIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, course_id: int) -> Response:
        said, now, actor = heard(ReviseCourseIn, request), clock.now(), actor_of(request)
        course = Course.objects.visible_to(actor, Permission.VIEW_COURSE).filter(pk=course_id).first()
        draft = said.draft(Programme(course.programme) if course else Programme.ANNUAL)
        answer = once(
            request,
            f"training.revise_course/{course_id}",
            draft,
            lambda: commands.revise_course(actor=actor, course_id=course_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": course_id}).data, status=status_of(answer))


class RetireCourse(APIView):
    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, course_id: int) -> Response:
        commands.retire_course(actor=actor_of(request), course_id=course_id, at=clock.now())
        return Response(IdOut({"id": course_id}).data)


class Questions(mixins.ListModelMixin, viewsets.GenericViewSet[Question]):
    """The bank of a course that is asked from, for whoever keeps it."""

    queryset = Question.objects.none()
    serializer_class = QuestionOut
    pagination_class = Oldest

    def get_queryset(self) -> Any:
        actor = actor_of(self.request)
        courses = Course.objects.visible_to(actor, Permission.MANAGE_QUESTIONS)
        course = get_object_or_404(courses, pk=self.kwargs.get("course_id", 0))
        return Question.objects.visible_to(actor, Permission.MANAGE_QUESTIONS).asked().filter(course=course)


class AddQuestion(APIView):
    @extend_schema(request=QuestionIn, responses={201: IdOut, 200: IdOut}, parameters=[KEY])
    def post(self, request: Request, course_id: int) -> Response:
        draft, now = heard(QuestionIn, request).draft(), clock.now()
        answer = once(
            request,
            f"training.add_question/{course_id}",
            draft,
            lambda: commands.add_question(actor=actor_of(request), course_id=course_id, draft=draft, at=now),
        )
        return Response(IdOut({"id": answer.subject_id}).data, status=status_of(answer))


class RetireQuestion(APIView):
    @extend_schema(request=NothingIn, responses=IdOut)
    def post(self, request: Request, question_id: int) -> Response:
        commands.retire_question(actor=actor_of(request), question_id=question_id, at=clock.now())
        return Response(IdOut({"id": question_id}).data)
