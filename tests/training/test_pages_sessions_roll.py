"""The day of a session, on pages: the code on the wall, checking in, the roll, results, confirmation."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patrol_ops.core import clock
from tests.training.story import CONFIRMED, HELD
from tests.training.walking import text
from training.models import Enrolment
from training.rules import check_in_code, minute_of

STRANGERS = ("gus", "kai", "mara", "otto", "nora", "tess", "olga")


def code_of(session, at=None):
    return check_in_code(session.secret, session.pk, minute_of(at or clock.now()))


def test_begin_session(enrolled, on, see, send):
    pk = enrolled.session_id
    on(HELD, 7, 30)
    page = text(see("tom", "training:show-session", pk))
    assert "起可以开始签到" in page
    assert send("tom", "training:begin-session", pk).status_code == 422
    on(HELD, 8, 30)
    for who in STRANGERS:
        assert send(who, "training:begin-session", pk).status_code == 404
    answer = send("tom", "training:begin-session", pk)
    assert answer["Location"] == reverse("training:call-roll", args=[pk])
    assert send("tom", "training:begin-session", pk).status_code == 409


@pytest.mark.req("TRN-05")
def test_show_check_in_code(running, see, on):
    pk = running.session_id
    for who in STRANGERS:
        assert see(who, "training:show-check-in-code", pk).status_code == 404
    answer = see("tom", "training:show-check-in-code", pk)
    code = code_of(running.session)
    assert code[:5] in text(answer)
    assert code[5:] in text(answer)
    assert "<svg" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert '<noscript><meta http-equiv="refresh" content="20">' in answer.content.decode()
    part = see("tom", "training:show-check-in-code", pk, **{"HX-Request": "true", "HX-Target": "check-in-code"})
    assert part.content.decode().lstrip().startswith('<div id="check-in-code"')
    on(HELD, 9, 6)
    assert code[:5] not in text(see("tom", "training:show-check-in-code", pk))


@pytest.mark.req("TRN-05")
def test_check_in(running, see, send, on):
    pk, code = running.session_id, code_of(running.session)
    page = see("mara", "training:check-in", pk, query=f"?code={code}")
    assert f'value="{code}"' in page.content.decode()
    assert "岗前培训" in text(page)
    wrong = send("mara", "training:check-in", pk, code="AAAAAAAAAA")
    assert (wrong.status_code, "签到码已经过期" in text(wrong)) == (422, True)
    typed = f"{code[:5].lower()} {code[5:]}"
    answer = send("mara", "training:check-in", pk, code=typed)
    assert answer["Location"] == reverse("training:check-in", args=[pk])
    assert send("mara", "training:check-in", pk, code=code).status_code == 302
    assert "已签到" in text(see("mara", "training:check-in", pk))
    row = running.enrolment("mara")
    assert (row.stage, row.check_in) == ("ATTENDED", "QR")
    on(HELD, 9, 7)
    late = send("lena", "training:check-in", pk, code=code)
    assert "签到码已经过期" in text(late)


def test_whoever_has_no_place_is_told_the_same_for_every_session(running, see, send):
    there = see("otto", "training:check-in", running.session_id)
    nowhere = see("otto", "training:check-in", 987654)
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert "您没有报这期培训的名" in text(there)
    assert text(there) == text(nowhere)
    assert send("otto", "training:check-in", running.session_id, code="x").status_code == 404


def test_whoever_is_not_signed_in_comes_back_to_the_code(running, client):
    address = reverse("training:check-in", args=[running.session_id]) + "?code=ABC"
    answer = client.get(address)
    assert answer.status_code == 302
    assert "check-in" in answer["Location"]
    assert "code%3DABC" in answer["Location"]


def test_checking_in_before_and_after(enrolled, on, see):
    pk = enrolled.session_id
    on(HELD, 8)
    assert "还没有开始签到" in text(see("mara", "training:check-in", pk))
    enrolled.begin()
    enrolled.results(lena=80, mara=None, 赵一=70)
    enrolled.complete()
    on(HELD, 18)
    assert "签到已经结束" in text(see("mara", "training:check-in", pk))


@pytest.mark.req("TRN-05")
def test_call_roll(running, see, send):
    pk = running.session_id
    lena, mara, new = (running.enrolment(name).pk for name in ("lena", "mara", "赵一"))
    for who in STRANGERS:
        assert see(who, "training:call-roll", pk).status_code == 404
        assert send(who, "training:call-roll", pk).status_code == 404
    page = text(see("tom", "training:call-roll", pk))
    assert "马兰" in page
    assert "已到 0 / 3 人" in page
    send("tom", "training:call-roll", pk, **{f"roll-{lena}": "present", f"roll-{mara}": "absent"})
    assert [running.enrolment(n).stage for n in ("lena", "mara", "赵一")] == ["ATTENDED", "ABSENT", "ENROLLED"]
    # An old page that was drawn while Mara was away does not send her away again.
    send("mara", "training:check-in", pk, code=code_of(running.session))
    send("tom", "training:call-roll", pk, **{f"roll-{mara}": "absent", f"seen-{mara}": "absent", "everybody": "1"})
    assert [running.enrolment(n).stage for n in ("lena", "mara", "赵一")] == ["ATTENDED"] * 3
    assert running.enrolment("mara").check_in == "QR"
    assert f"roll-{new}" in see("tom", "training:call-roll", pk).content.decode()


@pytest.mark.req("TRN-05", "TRN-06")
def test_record_results_and_complete_session(running, see, send):
    pk = running.session_id
    lena, mara, new = (running.enrolment(name).pk for name in ("lena", "mara", "赵一"))
    fields = {f"present-{lena}": "on", f"minutes-{lena}": "960", f"mark-{lena}": "88"}
    for who in STRANGERS:
        assert see(who, "training:record-results", pk).status_code == 404
        assert send(who, "training:record-results", pk, **fields).status_code == 404
        assert send(who, "training:complete-session", pk).status_code == 404
    missing = send("tom", "training:record-results", pk, **{f"present-{lena}": "on"})
    assert (missing.status_code, "请填到场人员的分数" in text(missing)) == (422, True)
    send("mara", "training:check-in", pk, code=code_of(running.session))
    # The page was drawn before Mara came: nothing is said of her.
    answer = send("tom", "training:record-results", pk, **fields)
    assert answer["Location"] == reverse("training:show-session", args=[pk])
    assert [running.enrolment(n).stage for n in ("lena", "mara", "赵一")] == ["PASSED", "ATTENDED", "ABSENT"]
    waiting = send("tom", "training:complete-session", pk)
    assert (waiting.status_code, "还有已签到的人没有登记结果" in text(waiting)) == (422, True)
    page = see("tom", "training:record-results", pk).content.decode()
    assert 'value="88"' in page
    fields |= {f"present-{mara}": "on", f"minutes-{mara}": "300", f"mark-{mara}": "90", f"seen-{mara}": "present"}
    send("tom", "training:record-results", pk, **fields)
    assert running.enrolment("mara").stage == "FAILED"
    assert running.enrolment("mara").minutes == 300
    assert send("tom", "training:complete-session", pk).status_code == 302
    assert Enrolment.objects.get(pk=new).stage == "ABSENT"
    assert see("tom", "training:record-results", pk)["Location"] == reverse("training:show-session", args=[pk])


@pytest.fixture
def completed(running, on):
    running.results(lena=88, mara=40, 赵一=None)
    running.complete()
    on(CONFIRMED)
    return running


@pytest.mark.req("TRN-09")
def test_confirm_session(completed, see, send):
    pk = completed.session_id
    for who in ("tom", "gus", "piet", "petra", "lena", "olga", "nora"):
        assert see(who, "training:confirm-session", pk).status_code == 404
        assert send(who, "training:confirm-session", pk).status_code == 404
    page = text(see("kai", "training:confirm-session", pk))
    assert "3 人中 1 人通过" in page
    assert "960 分钟" in page
    # What follows for holds and certificates is done in the same act.
    assert send("kai", "training:confirm-session", pk, at_most=40).status_code == 302
    assert completed.enrolment("lena").credited == 960
    shown = text(see("lena", "training:show-session", pk))
    assert "960 分钟" in shown
    assert see("kai", "training:confirm-session", pk).status_code == 302
    assert send("kai", "training:confirm-session", pk).status_code == 409


@pytest.mark.req("TRN-09")
def test_reopen_session(completed, see, send):
    pk = completed.session_id
    for who in ("tom", "gus", "lena", "olga", "nora"):
        assert send(who, "training:reopen-session", pk).status_code == 404
    assert send("kai", "training:reopen-session", pk).status_code == 302
    assert completed.session.stage == "RUNNING"
    assert "退回培训重新核对" in text(see("tom", "training:show-session", pk))
    assert see("tom", "training:record-results", pk).status_code == 200


def test_more_participants_cost_no_more_statements(running, see):
    def cost(name):
        args = () if name == "training:list-sessions" else (running.session_id,)
        with CaptureQueriesContext(connection) as ran:
            assert see("tom", name, *args).status_code == 200
        return len(ran)

    names = ("training:call-roll", "training:record-results", "training:show-session", "training:list-sessions")
    cost(names[0])
    few = [cost(name) for name in names]
    session, team = running.session, running.district.teams["harbour"]
    for number in range(12):
        pk = running.newcomer(f"孙{'甲乙丙丁戊己庚辛壬癸子丑'[number]}", number=50 + number)
        Enrolment.objects.create(
            session=session, member_id=pk, team_id=team, stage="ENROLLED", enrolled_at=session.planned_at
        )
    assert [cost(name) for name in names] == few


def test_a_code_is_made_of_plain_marks(running):
    code = code_of(running.session, clock.now() + dt.timedelta(minutes=9))
    assert re.fullmatch(r"[34679A-Z]{10}", code)
