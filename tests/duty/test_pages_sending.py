"""A log sent twice, from two phones, too late, after a session that ended; mended after a return."""

import datetime as dt

import pytest
import time_machine

from duty import commands
from duty.models import Addendum, PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.models import Autosave, IdempotencyKey
from tests.duty.conftest import DAY
from tests.duty.filling import drawn, log_form, words
from tests.duty.saying import nothing_written, said

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)
TODAY = NOW.date()
HAZARD = {"kind": "HAZARD", "place": "三号码头", "text": "路灯不亮", "category": "LOW"}


@pytest.fixture(autouse=True)
def _at_that_evening(district):
    with time_machine.travel(NOW, tick=False):
        yield


def opened(phone, url, day=TODAY):
    return drawn(phone.get(f"{url}?day={day}"))


# --- sent twice, sent from two phones, sent too late ----------------------------------------------------------------


def test_a_double_submit_makes_one_log(phone, url, patrol):
    form = log_form(patrols=(patrol,))
    first, second = phone.post(url, form), phone.post(url, form)

    assert first["Location"] == second["Location"] == f"/duty/logs/{PatrolLog.objects.get().pk}/"
    assert len(said("duty.patrol_log_submitted", NOW)) == 1


def test_a_form_that_was_sent_before_its_answer_was_lost_and_grew(phone, url, patrol):
    """The first sending arrived. What was typed since is shown beside it, under a new key."""
    form = log_form(patrols=(patrol,))
    phone.post(url, form)
    with nothing_written():
        answer = phone.post(url, form | {"hand_over": "还有一句。"})

    assert answer.status_code == 409
    kept = drawn(answer, "addendum")
    assert "还有一句。" in kept["text"][0]
    assert kept["idempotency_key"][0] not in {"", form["idempotency_key"]}
    assert phone.post(f"/duty/logs/{PatrolLog.objects.get().pk}/addenda/new/", kept).status_code == 302
    assert "还有一句。" in Addendum.objects.get().text


def test_the_second_phone_sees_the_filed_log_and_adds_what_it_typed(lena, signed_in, url, filed):
    first, second = signed_in(lena), signed_in(lena)
    one, other = opened(first, url), opened(second, url)
    first.post(url, one | {"hand_over": ["第一部手机写的。"]})
    typed = {"hand_over": ["第二部手机写的。"], "entries-TOTAL_FORMS": ["1"]} | {
        f"entries-0-{name}": [value] for name, value in HAZARD.items()
    }
    with nothing_written():
        answer = second.post(url, other | typed)

    page, log = words(answer), PatrolLog.objects.get(day=TODAY)
    assert answer.status_code == 409
    assert "第一部手机写的。" in page
    text = drawn(answer, "addendum")["text"][0]
    assert text == "隐患 三号码头 轻微 路灯不亮\n第二部手机写的。"
    added = second.post(f"/duty/logs/{log.pk}/addenda/new/", drawn(answer, "addendum"))
    assert added["Location"] == f"/duty/logs/{log.pk}/"
    assert added.cookies["sent"].value == other["idempotency_key"][0]
    assert "第二部手机写的。" in words(second.get(added["Location"]))


def test_an_addendum_by_two_phones_names_nobody_in_full(phone, url, filed, patrol):
    answer = phone.post(url, log_form(patrols=({**patrol, "ended": "20:00"},)))
    text = drawn(answer, "addendum")["text"][0]
    assert "19:00–20:00" in text
    assert "李*、马*" in text
    assert "李娜" not in text


def test_everything_that_was_typed_stands_in_the_addendum(phone, url, filed):
    told = {
        "kind": "INCIDENT",
        "at": "20:10",
        "place": "北门",
        "text": "两车相碰",
        "told_to": "EMERGENCY_CENTRE",
        "told_at": "20:12",
        "reference": "A-17",
    }
    form = log_form(entries=(told,), no_patrol="OTHER", no_patrol_note="全队搬迁", hand_over="留意路灯。")
    text = drawn(phone.post(url, form), "addendum")["text"][0]
    assert text.splitlines() == [
        "突发情况 20:10 北门 两车相碰 110 指挥中心 20:12 A-17",
        "其他原因 全队搬迁",
        "留意路灯。",
    ]


def test_a_form_opened_before_the_log_came_back_is_shown_what_it_is_now(phone, url, filed, patrol, kai_actor):
    form = log_form(patrols=(patrol,), hand_over="新写的一句。")
    commands.return_patrol_log(actor=kai_actor, log_id=filed.pk, reason="请补充路灯位置", at=NOW)
    with nothing_written():
        answer = phone.post(url, form)

    page = words(answer)
    assert answer.status_code == 409
    for word in ("别人已经改过", "请补充路灯位置", "日志现在是这样的", "三号码头"):
        assert word in page
    again = drawn(answer)
    assert (again["version"], again["hand_over"]) == (["1"], ["新写的一句。"])
    assert phone.post(url, again).status_code == 302


def test_a_session_that_ended_loses_nothing(phone, url, lena, client, filed):
    form = opened(phone, url) | {"hand_over": ["留意路灯。"]}
    kept = {"form": "duty.patrol_log", "subject": f"{filed.team_id}:{TODAY}:0", "revision": 1_000, "payload": form}
    assert phone.post("/autosave/", kept, content_type="application/json").status_code == 200
    with nothing_written():
        answer = client.post(f"{url}?day={TODAY}", form)

    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={url}%3Fday%3D{TODAY}"
    held = phone.get(f"/autosave/?form=duty.patrol_log&subject={filed.team_id}:{TODAY}:0").json()
    assert held["payload"]["hand_over"] == ["留意路灯。"]
    assert Autosave.objects.get().user_id == lena.pk
    assert not IdempotencyKey.objects.exists()
    assert f'data-subject="{filed.team_id}:{TODAY}:0"' in phone.get(f"{url}?day={TODAY}").content.decode()


# --- mended ---------------------------------------------------------------------------------------------------------


def test_a_returned_log_opens_as_it_was_with_the_reason(phone, url, returned):
    answer = phone.get(f"{url}?day={DAY}")
    assert answer["Location"] == f"/duty/logs/{returned.pk}/mend/"
    page = phone.get(answer["Location"])

    assert "请补充路灯位置" in words(page)
    form = drawn(page)
    assert (form["version"], form["entries-0-text"], form["patrols-0-started"]) == (["1"], ["路灯不亮"], ["19:00"])
    sent = phone.post(url, form | {"entries-0-place": ["三号码头东侧"]})
    assert sent["Location"] == f"/duty/logs/{returned.pk}/"
    mended = PatrolLog.objects.get()
    assert (mended.version, mended.stage, mended.entries.get().place) == (2, "SUBMITTED", "三号码头东侧")


def test_what_a_returned_log_says_is_no_mere_suggestion(phone, url, returned):
    form = drawn(phone.get(f"/duty/logs/{returned.pk}/mend/")) | {"no_patrol": ["REST"]}
    assert phone.post(url, form).status_code == 422
