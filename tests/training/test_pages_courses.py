"""Courses with revisions and papers, the bank of questions, and the yearly plan on pages (TRN-03, TRN-04, TRN-13)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from patrol_ops.core.models import Obligation, StoredFile
from tests.training.pages import on, see, send, text  # noqa: F401
from tests.training.story import HELD, PLANNED
from training.models import Course, PlanLine, Question, Session, TrainingPlan
from training.rules import Owed

COURSE = {
    "programme": "PRE_DUTY", "title": "岗前培训", "aim": "会巡逻", "law": "240", "duties": "240", "procedures": "240",
    "finding": "240", "pass_mark": "60", "theory": "on",
}  # fmt: skip
QUESTION = {"topic": "LAW", "text": "巡防队员能不能执法？", "option_1": "能", "option_3": "不能", "answer": "3"}
PAPER = b"%PDF-1.4 slides"


@pytest.fixture
def today(on):  # noqa: F811
    on(PLANNED)


@pytest.fixture
def course(training, today):
    return training.course()


# --- courses --------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-03")
def test_design_course(district, today, see, send):  # noqa: F811
    assert "还没有课程" in text(see("gus", "training:list-courses"))
    for who in ("gwen", "tess", "kai", "lena", "mara", "nora"):
        assert see(who, "training:design-course").status_code == 404, who
        assert send(who, "training:design-course", **COURSE).status_code == 404, who
    wrong = send("tom", "training:design-course", **{**COURSE, "law": 0, "duties": 0, "procedures": 0, "finding": 0})
    assert (wrong.status_code, "请填各部分的分钟数" in text(wrong)) == (422, True)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send("tom", "training:design-course", **COURSE, idempotency_key=key)
    made = Course.objects.get()
    assert answer["Location"] == reverse("training:show-course", args=[made.pk])
    page = text(see("mara", "training:show-course", made.pk))
    for said in ("岗前培训", "会巡逻", "240", "960", "60 分", "要通过"):
        assert said in page, said
    for who in ("gus", "petra", "kai", "lena", "otto", "theo"):
        assert "岗前培训" in text(see(who, "training:list-courses")), who
    for who in ("nora", "vera", "ada"):
        assert see(who, "training:list-courses").status_code == 404, who
        assert see(who, "training:show-course", made.pk).status_code == 404, who


@pytest.mark.req("TRN-03")
def test_revise_course_makes_the_next_version(course, see, send):  # noqa: F811
    page = see("gus", "training:revise-course", course.pk)
    assert "已经安排和办过的培训仍按原来的版本" in text(page)
    assert page.context["form"].initial["law"] == 240
    assert "programme" not in page.context["form"].fields
    for who in ("kai", "lena", "mara", "nora"):
        assert see(who, "training:revise-course", course.pk).status_code == 404, who
    answer = send("gus", "training:revise-course", course.pk, **{**COURSE, "title": "岗前培训(新)", "law": "300"})
    assert answer["Location"] == reverse("training:show-course", args=[course.pk])
    assert [row.version for row in course.revisions.order_by("version")] == [1, 2]
    page = text(see("kai", "training:show-course", course.pk))
    assert "第 2 版" in page
    assert "以前的版本" in page
    assert "修订课程" not in page


def test_retire_course(course, see, send):  # noqa: F811
    assert send("kai", "training:retire-course", course.pk).status_code == 404
    assert send("gus", "training:retire-course", course.pk).status_code == 302
    assert "已停用" in text(see("gus", "training:show-course", course.pk))
    assert send("gus", "training:retire-course", course.pk).status_code == 422
    assert see("gus", "training:revise-course", course.pk).status_code == 404
    assert "已停用" in text(see("gus", "training:list-courses"))


@pytest.mark.req("TRN-03")
def test_attach_material(course, see, send, signed_in, request):  # noqa: F811
    for who in ("kai", "lena", "mara", "nora"):
        paper = SimpleUploadedFile("讲义.pdf", PAPER, "application/pdf")
        assert send(who, "training:attach-material", course.pk, title="讲义", file=paper).status_code == 404, who
    bad = SimpleUploadedFile("讲义.pdf", b"MZ not a paper", "application/pdf")
    assert send("gus", "training:attach-material", course.pk, title="讲义", file=bad).status_code == 422
    assert send("gus", "training:attach-material", course.pk, title="讲义").status_code == 422
    assert not StoredFile.objects.exists()
    paper = SimpleUploadedFile("讲义.pdf", PAPER, "application/pdf")
    assert send("gus", "training:attach-material", course.pk, title="讲义", file=paper).status_code == 302
    stored = StoredFile.objects.get()
    for who in ("mara", "otto", "tom"):
        assert reverse("file", args=[stored.key]) in see(who, "training:show-course", course.pk).content.decode(), who
        answer = signed_in(request.getfixturevalue(who)).get(reverse("file", args=[stored.key]))
        assert b"".join(answer.streaming_content) == PAPER, who
    for who in ("nora", "vera"):
        answer = signed_in(request.getfixturevalue(who)).get(reverse("file", args=[stored.key]))
        assert answer.status_code == 404, who


def test_questions_show_the_right_answer_only_to_whoever_keeps_them(course, see, send):  # noqa: F811
    for who in ("gus", "kai", "lena", "mara", "nora"):
        for name in ("list-questions", "add-question"):
            assert see(who, f"training:{name}", course.pk).status_code == 404, (who, name)
        assert send(who, "training:add-question", course.pk, **QUESTION).status_code == 404, who
    for wrong, said in (
        ({"answer": "2"}, "请指定正确的选项"),
        ({"option_3": "能"}, "选项不能重复"),
        ({"option_1": ""}, "还没有填"),
    ):
        asked = {**QUESTION, "option_2": "看情况", **wrong}
        if wrong == {"answer": "2"}:
            asked["answer"] = "5"
        answer = send("tom", "training:add-question", course.pk, **asked)
        assert (answer.status_code, said in text(answer)) == (422, True), wrong
    answer = send("tom", "training:add-question", course.pk, **QUESTION, option_2="看情况")
    assert answer["Location"] == reverse("training:list-questions", args=[course.pk])
    made = Question.objects.get()
    assert (made.options, made.answer) == (["能", "看情况", "不能"], 2)
    page = text(see("petra", "training:list-questions", course.pk))
    assert re.search(r"不能\s+正确", page)
    assert "这一部分还没有题" in page
    assert "1 道题" in text(see("mara", "training:show-course", course.pk))
    for who in ("gus", "kai", "lena"):
        assert send(who, "training:retire-question", made.pk).status_code == 404, who
    assert send("tom", "training:retire-question", made.pk).status_code == 302
    assert send("tom", "training:retire-question", made.pk).status_code == 422
    assert "能不能执法" not in text(see("tom", "training:list-questions", course.pk))


# --- the plan -------------------------------------------------------------------------------------------------------


def rows(*lines, **more):
    said = {"lines-TOTAL_FORMS": str(len(lines)), "lines-INITIAL_FORMS": "0", "year": "2026", **more}
    for number, (quarter, tier, course_id, sessions, cost) in enumerate(lines):
        values = {"quarter": quarter, "tier": tier, "course": course_id, "sessions": sessions, "cost": cost}
        said |= {f"lines-{number}-{name}": str(value) for name, value in values.items()}
        said[f"lines-{number}-mode"] = "CLASS"
    return said


@pytest.fixture
def plan(course, send):  # noqa: F811
    lines = ((4, "DETACHMENT", course.pk, 2, 500), (1, "SQUADRON", course.pk, 1, ""), ("", "", "", "", ""))
    answer = send("gus", "training:draft-plan", **rows(*lines[:2]))
    assert answer.status_code == 302, text(answer)
    return TrainingPlan.objects.get()


@pytest.mark.req("TRN-04")
def test_draft_plan(course, see, send):  # noqa: F811
    page = see("gus", "training:draft-plan")
    assert [title for _, title in page.context["new_row"].fields["course"].choices] == ["岗前培训"]
    for who in ("gwen", "tess", "kai", "tom", "petra", "lena", "nora"):
        assert see(who, "training:draft-plan").status_code == 404, who
        assert send(who, "training:draft-plan", **rows((4, "DETACHMENT", course.pk, 2, 0))).status_code == 404, who
    grown = send("gus", "training:draft-plan", **rows((4, "DETACHMENT", course.pk, 2, 0), **{"add-lines": ""}))
    assert (grown.status_code, len(grown.context["forms"].rows.forms)) == (200, 2)
    assert send("gus", "training:draft-plan", **rows()).status_code == 422
    half = send("gus", "training:draft-plan", **rows((4, "DETACHMENT", course.pk, "", 0)))
    assert (half.status_code, "请填办几期" in text(half)) == (422, True)
    assert send("gus", "training:draft-plan", **rows((4, "DETACHMENT", 987, 1, 0))).status_code == 422
    answer = send("gus", "training:draft-plan", **rows((4, "DETACHMENT", course.pk, 2, 500)))
    made = TrainingPlan.objects.get()
    assert answer["Location"] == reverse("training:show-plan", args=[made.pk])
    again = see("gus", "training:draft-plan", query="?year=2026")
    assert [form.initial["sessions"] for form in again.context["forms"].rows.forms] == [2]
    assert "2026 年(第 1 版)" in text(see("gus", "training:list-plans"))
    next_year = see("gus", "training:draft-plan", query="?year=2027")
    assert [form.initial["sessions"] for form in next_year.context["forms"].rows.forms] == [2]


@pytest.mark.req("TRN-04")
def test_a_plan_is_submitted_returned_approved_and_amended(plan, see, send, course):  # noqa: F811
    pk = plan.pk
    for who in ("kai", "tom", "tess", "petra"):
        assert send(who, "training:submit-plan", pk).status_code == 404, who
    assert send("gus", "training:submit-plan", pk)["Location"] == reverse("training:show-plan", args=[pk])
    assert Obligation.objects.open().get(kind=Owed.APPROVE_TRAINING_PLAN).subject_id == pk
    assert "批准计划" not in text(see("gus", "training:show-plan", pk))
    assert see("gus", "training:draft-plan").status_code == 302
    assert "批准计划" in text(see("petra", "training:show-plan", pk))
    for who in ("gus", "kai", "tom"):
        assert see(who, "training:return-plan", pk).status_code == 404, who
        assert send(who, "training:approve-plan", pk).status_code == 404, who
    assert send("petra", "training:return-plan", pk, reason="").status_code == 422
    assert send("petra", "training:return-plan", pk, reason="四季度太晚").status_code == 302
    assert "四季度太晚" in text(see("gus", "training:show-plan", pk))
    send("gus", "training:submit-plan", pk)
    assert send("petra", "training:approve-plan", pk).status_code == 302
    assert send("petra", "training:approve-plan", pk).status_code == 409
    assert "已批准" in text(see("kai", "training:show-plan", pk))
    assert send("petra", "training:amend-plan", pk).status_code == 404
    assert send("gus", "training:amend-plan", pk).status_code == 302
    assert "第 2 版" in text(see("gus", "training:show-plan", pk))
    for who in ("lena", "mara", "nora", "vera"):
        assert see(who, "training:show-plan", pk).status_code == 404, who
        assert see(who, "training:list-plans").status_code == 404, who


@pytest.mark.req("TRN-04", "TRN-13")
def test_show_plan_sums_what_was_held_and_what_nobody_pays(plan, course, training, see, send, on):  # noqa: F811
    send("gus", "training:submit-plan", plan.pk)
    send("petra", "training:approve-plan", plan.pk)  # sessions are held under lines of an approved plan
    line = PlanLine.objects.get(quarter=4)
    for day, actual, funded in ((HELD, Decimal(300), Decimal(100)), (HELD + dt.timedelta(days=7), None, Decimal(0))):
        session = training.plan(course, day, plan_line_id=line.pk, cost_planned=Decimal(200))
        Session.objects.filter(pk=session.pk).update(cost_actual=actual, funded=funded)
    Session.objects.filter(starts_at__day=HELD.day).update(stage="COMPLETED")
    page = see("kai", "training:show-plan", plan.pk)
    quarters = page.context["quarters"]
    assert [quarter.number for quarter in quarters] == [1, 4]
    held = quarters[1].lines[0].held
    assert (held.arranged, held.held, held.spent, held.shortfall) == (2, 1, 300, 400)
    assert "计划 3 期，已安排 2 期，已办 1 期" in text(page)
    assert "400 元没有落实" in text(page)
    assert "已安排 2" in text(page)
