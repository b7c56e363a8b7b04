"""Every command of training at a moment at which it would succeed, and who may do it then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from patrol_ops.core import clock
from tests.training.acts_on_papers import (
    Act,
    expire_certificates,
    follow_newcomers,
    issue_certificates,
    move_reminder,
    owe_hours,
    release_leaver,
    renew_certificates,
    review_hours,
    revoke_certificate,
)
from tests.training.story import CLOCK, CONFIRMED, HELD, PLANNED, WHOLE, Training
from training import commands
from training.rules import (
    CourseDraft,
    DeliveryMode,
    PlanDraft,
    PlanLineDraft,
    Programme,
    QuestionDraft,
    ResultDraft,
    SessionDraft,
    StudyDraft,
    Topic,
    check_in_code,
    minute_of,
)

EVERYBODY = (
    "ada", "aud", "gwen", "gus", "liz", "petra", "ivo", "tom", "tess", "piet", "kai", "vera", "theo", "pia", "olga",
    "lena", "mara", "otto", "nora",
)  # fmt: skip


DRAFT = CourseDraft(Programme.PRE_DUTY, "岗前培训", "", WHOLE, pass_mark=60)
MORNING = clock.at(PLANNED, 9)
BEGINS = clock.at(HELD, 9)
ENDS = clock.at(HELD, 17)
QUESTION = QuestionDraft(Topic.LAW, "可以搜身吗？", ("不可以", "可以"), 0)


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF", "application/pdf")


def _district(t: Training) -> int:
    return t.district.places["990102"]


def design_course(t: Training) -> Act:
    return Act("course_designed", "gus", ("gus", "petra", "tom"), MORNING, {"place_id": _district(t), "draft": DRAFT})


def revise_course(t: Training) -> Act:
    return Act("course_revised", "tom", ("gus", "petra", "tom"), MORNING, {"course_id": t.course().pk, "draft": DRAFT})


def retire_course(t: Training) -> Act:
    return Act("course_retired", "petra", ("gus", "petra", "tom"), MORNING, {"course_id": t.course().pk})


def attach_material(t: Training) -> Act:
    kwargs = {"course_id": t.course().pk, "upload": _paper(), "title": "讲义"}
    return Act("material_attached", "tom", ("gus", "petra", "tom"), MORNING, kwargs)


def add_question(t: Training) -> Act:
    return Act("question_added", "tom", ("petra", "tom"), MORNING, {"course_id": t.course().pk, "draft": QUESTION})


def retire_question(t: Training) -> Act:
    row = commands.add_question(actor=t.who("tom"), course_id=t.course().pk, draft=QUESTION, at=t.at(PLANNED, 8, 30))
    return Act("question_retired", "petra", ("petra", "tom"), MORNING, {"question_id": row.pk})


def _plan(t: Training) -> PlanDraft:
    return PlanDraft(2026, (PlanLineDraft(4, "DETACHMENT", t.course().pk, DeliveryMode.CLASS, 3, 900),))


def draft_plan(t: Training) -> Act:
    return Act("plan_drafted", "gus", ("gus",), MORNING, {"place_id": _district(t), "draft": _plan(t)})


def _drafted(t: Training) -> dict[str, int]:
    at = t.at(PLANNED, 8, 10)
    return {"plan_id": commands.draft_plan(actor=t.who("gus"), place_id=_district(t), draft=_plan(t), at=at).pk}


def submit_plan(t: Training) -> Act:
    return Act("plan_submitted", "gus", ("gus",), MORNING, _drafted(t))


def _submitted(t: Training) -> dict[str, int]:
    plan = _drafted(t)
    commands.submit_plan(actor=t.who("gus"), at=t.at(PLANNED, 8, 20), **plan)
    return plan


def return_plan(t: Training) -> Act:
    return Act("plan_returned", "petra", ("petra",), MORNING, {**_submitted(t), "reason": "期数太少"})


def approve_plan(t: Training) -> Act:
    return Act("plan_approved", "petra", ("petra",), MORNING, _submitted(t))


def amend_plan(t: Training) -> Act:
    plan = _submitted(t)
    commands.approve_plan(actor=t.who("petra"), at=t.at(PLANNED, 8, 30), **plan)
    return Act("plan_amended", "gus", ("gus",), MORNING, plan)


def plan_session(t: Training) -> Act:
    begins = dt.datetime.combine(HELD, dt.time(9))
    draft = SessionDraft(
        course_id=t.course().pk, tier="DETACHMENT", mode=DeliveryMode.CLASS, starts_at=begins,
        ends_at=begins + dt.timedelta(hours=8), venue="港口社区", capacity=9, trainer_id=t.district.users["tom"],
    )  # fmt: skip
    place = t.district.places["990102001001"]
    kwargs = {"place_id": place, "draft": draft}
    return Act("session_planned", "kai", ("gus", "petra", "piet", "kai", "tom"), MORNING, kwargs)


def _planned(t: Training) -> dict[str, int]:
    t.until_planned("赵一")
    return {"session_id": t.session_id}


def cancel_session(t: Training) -> Act:
    kwargs = {**_planned(t), "reason": "会场停电"}
    return Act("session_cancelled", "kai", ("gus", "petra", "piet", "kai", "tom"), clock.at(PLANNED, 10), kwargs)


def note_cost(t: Training) -> Act:
    kwargs = {**_planned(t), "cost": Decimal(900), "funded": Decimal(400)}
    return Act("cost_noted", "gus", ("gus", "petra", "piet", "kai", "tom"), clock.at(PLANNED, 10), kwargs)


def hold_study(t: Training) -> Act:
    members = frozenset({t.district.members["lena"], t.district.members["mara"]})
    draft = StudyDraft(PLANNED, Topic.LAW, 45, "治安管理处罚法", members)
    kwargs = {"team_id": t.district.teams["harbour"], "draft": draft}
    return Act("study_held", "lena", ("lena",), clock.at(PLANNED, 18), kwargs)


def enrol_members(t: Training) -> Act:
    kwargs = {**_planned(t), "member_ids": [t.members["赵一"]]}
    return Act("members_enrolled", "gus", ("gus", "petra", "piet", "kai", "tom"), clock.at(PLANNED, 10), kwargs)


def enrol_lacking(t: Training) -> Act:
    may = ("gus", "petra", "piet", "kai", "tom")
    return Act("members_enrolled", CLOCK, may, clock.at(PLANNED, 10), _planned(t))


def withdraw_enrolment(t: Training) -> Act:
    _planned(t)
    t.enrol("赵一")
    may = ("gus", "petra", "piet", "kai", "tom")
    kwargs = {"enrolment_id": t.enrolment("赵一").pk}
    return Act("enrolment_withdrawn", "tom", may, clock.at(PLANNED, 11), kwargs)


def begin_session(t: Training) -> Act:
    kwargs = _planned(t)
    t.enrol("赵一")
    return Act("session_begun", "tom", ("tom",), BEGINS, kwargs)


def _running(t: Training, *more: str) -> int:
    _planned(t)
    for name in more:
        t.members[name] = t.district.members[name]
    t.enrol("赵一", *more)
    t.begin()
    return t.session_id


def check_in(t: Training) -> Act:
    pk, at = _running(t, "mara"), clock.at(HELD, 9, 2)
    code = check_in_code(t.session.secret, pk, minute_of(at))
    return Act("checked_in", "mara", ("mara",), at, {"session_id": pk, "code": code})


def call_roll(t: Training) -> Act:
    kwargs = {"session_id": _running(t), "present": [t.enrolment("赵一").pk], "absent": []}
    return Act("roll_called", "tom", ("tom",), clock.at(HELD, 9, 5), kwargs)


def record_results(t: Training) -> Act:
    kwargs = {"session_id": _running(t), "results": {t.enrolment("赵一").pk: ResultDraft(True, mark=80)}}
    return Act("results_recorded", "tom", ("tom",), ENDS, kwargs)


def complete_session(t: Training) -> Act:
    kwargs = {"session_id": _running(t)}
    return Act("session_completed", "tom", ("tom",), ENDS, kwargs)


def _completed(t: Training) -> dict[str, int]:
    _running(t)
    t.results(赵一=80)
    t.complete()
    return {"session_id": t.session_id}


def reopen_session(t: Training) -> Act:
    return Act("session_reopened", "piet", ("petra", "piet", "kai"), clock.at(CONFIRMED, 9), _completed(t))


def confirm_session(t: Training) -> Act:
    return Act("session_confirmed", "kai", ("petra", "piet", "kai"), clock.at(CONFIRMED, 9), _completed(t))


def _with_test(t: Training) -> dict[str, int]:
    course = t.course(theory=True)
    for topic in Topic:
        for n in range(5):
            draft = QuestionDraft(topic, f"{topic} 第 {n} 题？", ("对", "错"), 0)
            commands.add_question(actor=t.who("tom"), course_id=course.pk, draft=draft, at=t.at(PLANNED, 8, 30))
    t.members["mara"] = t.district.members["mara"]
    t.plan(course)
    t.enrol("mara")
    return {"session_id": t.session_id}


def start_theory_test(t: Training) -> Act:
    return Act("theory_test_started", "mara", ("mara",), clock.at(HELD, 8), _with_test(t))


def submit_theory_test(t: Training) -> Act:
    session = _with_test(t)
    row = commands.start_theory_test(actor=t.who("mara", HELD), at=clock.at(HELD, 8), **session)
    answers = dict.fromkeys(row.questions, 0)
    kwargs = {"attempt_id": row.pk, "answers": answers}
    return Act("theory_test_submitted", "mara", ("mara",), clock.at(HELD, 8, 20), kwargs)


ACTS: dict[str, Callable[[Training], Act]] = {
    act.__name__: act
    for act in (
        design_course, revise_course, retire_course, attach_material, add_question, retire_question, draft_plan,
        submit_plan, return_plan, approve_plan, amend_plan, plan_session, cancel_session, note_cost, hold_study,
        enrol_members, enrol_lacking, withdraw_enrolment, begin_session, check_in, call_roll, record_results,
        complete_session, reopen_session, confirm_session, start_theory_test, submit_theory_test, issue_certificates,
        renew_certificates, revoke_certificate, expire_certificates, review_hours, owe_hours, follow_newcomers,
        move_reminder, release_leaver,
    )
}  # fmt: skip
