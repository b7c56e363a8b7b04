"""Study items on a phone, and the online test: drawn, answered, marked at once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patrol_ops.core.models import PolicyValue
from tests.training.story import HELD
from tests.training.walking import text
from training import policy
from training.models import Question, Session, TheoryAttempt
from training.rules import Topic

KEY = str(uuid.UUID(int=8))


@pytest.mark.req("TRN-14")
def test_hold_study(training, on, see, send):
    on(HELD, 19)
    district = training.district
    pk, lena, mara = district.teams["harbour"], district.members["lena"], district.members["mara"]
    fields = {
        "day": "2026-11-08",
        "topic": "LAW",
        "subject": "治安管理处罚法",
        "minutes": "40",
        "member_ids": [lena, mara],
    }
    for who in ("mara", "otto", "kai", "gus", "nora"):
        assert see(who, "training:hold-study", pk).status_code == 404
        assert send(who, "training:hold-study", pk, **fields).status_code == 404
    page = see("lena", "training:hold-study", pk)
    assert "马兰" in text(page)
    assert page.context["form"]["day"].value() == HELD
    nobody = send("lena", "training:hold-study", pk, **{**fields, "member_ids": []})
    assert nobody.status_code == 422
    old = send("lena", "training:hold-study", pk, **{**fields, "day": "2026-10-01"})
    assert "最近 7 天" in text(old)
    answer = send("lena", "training:hold-study", pk, idempotency_key=KEY, **fields)
    session = Session.objects.get()
    assert answer["Location"] == reverse("training:show-session", args=[session.pk])
    send("lena", "training:hold-study", pk, idempotency_key=KEY, **fields)
    assert Session.objects.count() == 1
    shown = text(see("mara", "training:show-session", session.pk))
    assert "治安管理处罚法" in shown
    assert "等待社区民警确认" in shown
    assert "20 分钟" in text(see("kai", "training:confirm-session", session.pk))
    assert "登记例会学习" in text(see("lena", "training:list-sessions"))
    send("kai", "training:reopen-session", session.pk)
    assert see("lena", "training:record-results", session.pk).status_code == 200
    assert see("lena", "training:call-roll", session.pk).status_code == 200


@pytest.fixture
def tested(training, on):
    """A course with an online test of four questions, one of each topic; Mara is enrolled."""
    course = training.course(theory=True)
    for topic in Topic:
        Question.objects.create(
            course=course, topic=topic, text=f"{topic}：哪一项对？", options=["甲", "乙", "丙"], answer=1,
            added_at=training.at(HELD - dt.timedelta(days=7)),
        )  # fmt: skip
    training.members["mara"] = training.district.members["mara"]
    training.plan(course)
    training.enrol("mara")
    PolicyValue.objects.create(
        key=policy.THEORY_QUESTIONS.key, since=HELD - dt.timedelta(days=30), value=4, set_at=training.at(HELD)
    )
    on(HELD, 8)
    return training


def answers(attempt, right):
    """``right`` of the questions answered as they should be, the others wrongly."""
    return {f"question-{pk}": "1" if n < right else "0" for n, pk in enumerate(attempt.questions)}


@pytest.mark.req("TRN-05")
def test_take_theory_test(tested, see, send):
    pk = tested.session_id
    for who in ("lena", "kai", "tom", "otto", "nora"):
        assert see(who, "training:take-theory-test", pk).status_code == 404
    page = text(see("mara", "training:take-theory-test", pk))
    assert "4 道单选题" in page
    assert "3 次" in page
    started = send("mara", "training:start-theory-test", pk)
    attempt = TheoryAttempt.objects.get()
    there = (pk, attempt.pk)
    assert started["Location"] == reverse("training:submit-theory-test", args=there)
    for who in ("lena", "kai", "tom", "otto", "nora"):
        assert see(who, "training:submit-theory-test", *there).status_code == 404
        assert send(who, "training:submit-theory-test", *there).status_code == 404
    sheet = see("mara", "training:submit-theory-test", *there)
    assert "还有 30 分钟" in text(sheet)
    assert sheet.content.decode().count('type="radio"') == 12
    part = see("mara", "training:submit-theory-test", *there, **{"HX-Request": "true", "HX-Target": "time-left"})
    assert part.content.decode().lstrip().startswith('<div id="time-left"')
    assert "继续考试" in text(see("mara", "training:take-theory-test", pk))
    assert "还没有交卷" in text(send("mara", "training:start-theory-test", pk))
    gap = send("mara", "training:submit-theory-test", *there, **{f"question-{attempt.questions[0]}": "1"})
    assert (gap.status_code, "还有 3 题没有答" in text(gap), "就这样交卷" in text(gap)) == (422, True, True)
    assert "checked" in gap.content.decode()
    send("mara", "training:submit-theory-test", *there, anyway="1", **{f"question-{attempt.questions[0]}": "1"})
    page = text(see("mara", "training:take-theory-test", pk))
    assert "25 分" in page
    assert "2 次" in page
    assert send("mara", "training:submit-theory-test", *there, anyway="1").status_code == 422
    assert see("mara", "training:submit-theory-test", *there).status_code == 302
    send("mara", "training:start-theory-test", pk)
    second = TheoryAttempt.objects.latest("pk")
    send("mara", "training:submit-theory-test", pk, second.pk, **answers(second, 4))
    assert "考试通过" in text(see("mara", "training:take-theory-test", pk))
    assert "在线 100" in text(see("tom", "training:show-session", pk))


def test_after_its_time_the_test_counts_nothing(tested, see, send, on):
    pk = tested.session_id
    send("mara", "training:start-theory-test", pk)
    attempt = TheoryAttempt.objects.get()
    on(HELD, 8, 40)
    assert "时间到了" in text(see("mara", "training:submit-theory-test", pk, attempt.pk))
    send("mara", "training:submit-theory-test", pk, attempt.pk, **answers(attempt, 4))
    assert TheoryAttempt.objects.get().score == 0
