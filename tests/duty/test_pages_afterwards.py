"""Review, return, addenda, outcomes, opened days and procedure cards by page."""

import datetime as dt
import re

import pytest
import time_machine

from duty import commands
from duty.models import PatrolLog, ProcedureCard
from patrol_ops.core import clock
from tests.duty.filling import drawn, log_form, words
from tests.duty.saying import nothing_written

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)


@pytest.fixture(autouse=True)
def _at_that_evening(district):
    with time_machine.travel(NOW, tick=False):
        yield


# --- afterwards -----------------------------------------------------------------------------------------------------


def test_review_return_and_outcome_by_page(filed, kai, lena, signed_in):
    officer, leader = signed_in(kai), signed_in(lena)
    reason = drawn(officer.get(f"/duty/logs/{filed.pk}/return/"), "return-form") | {"reason": "请补充路灯位置"}
    officer.post(f"/duty/logs/{filed.pk}/return/", reason)
    with time_machine.travel(NOW + dt.timedelta(minutes=10), tick=False):
        form = drawn(leader.get(f"/duty/logs/{filed.pk}/mend/"))
        leader.post(f"/duty/teams/{filed.team_id}/logs/new/", form)
        entry = PatrolLog.objects.get().entries.get()
        leader.post(f"/duty/entries/{entry.pk}/follow-up/", {"outcome": "已换灯泡"})
    with time_machine.travel(NOW + dt.timedelta(minutes=20), tick=False):
        review = drawn(officer.get(f"/duty/logs/{filed.pk}/"), "review")
        answer = officer.post(f"/duty/logs/{filed.pk}/review/", review)

    assert answer["Location"] == f"/duty/logs/{filed.pk}/"
    page = words(officer.get(answer["Location"]))
    assert "已换灯泡" in page
    history = re.sub(r"<[^>]+>", " ", page[page.index('class="po-history"') :])
    assert list(re.findall(r"提交|退回|审阅通过", history)) == ["提交", "退回", "提交", "审阅通过"]
    assert "请补充路灯位置" in history


@pytest.mark.parametrize(
    ("path", "said_of_it"),
    [
        ("/duty/logs/{log}/return/", "不在等待审阅"),
        ("/duty/logs/{log}/addenda/new/", "请直接修改"),
        ("/duty/entries/{entry}/follow-up/", "要等队长修改"),
    ],
)
def test_a_page_whose_moment_has_passed_says_so_kindly(path, said_of_it, returned, kai, signed_in):
    officer = signed_in(kai)
    answer = officer.get(path.format(log=returned.pk, entry=returned.entries.get().pk))
    assert answer["Location"] == f"/duty/logs/{returned.pk}/"
    assert said_of_it in words(officer.get(answer["Location"]))


def test_a_log_that_needs_no_mending_says_so_kindly(filed, phone):
    answer = phone.get(f"/duty/logs/{filed.pk}/mend/")
    assert answer["Location"] == f"/duty/logs/{filed.pk}/"
    assert "不用修改了" in words(phone.get(answer["Location"]))


def test_an_entry_that_is_closed_says_so_kindly(filed, phone, lena_actor):
    entry = filed.entries.get()
    commands.follow_up_entry(actor=lena_actor, entry_id=entry.pk, outcome="已换灯泡", at=NOW)
    assert phone.get(f"/duty/entries/{entry.pk}/follow-up/").status_code == 302


def test_a_review_that_comes_too_late_changes_nothing(filed, kai, piet_actor, signed_in):
    commands.review_patrol_log(actor=piet_actor, log_id=filed.pk, at=NOW)
    with nothing_written():
        answer = signed_in(kai).post(f"/duty/logs/{filed.pk}/review/", {"version": "1"})
        returning = signed_in(kai).post(f"/duty/logs/{filed.pk}/return/", {"version": "1", "reason": "请补充"})
    assert (answer.status_code, returning.status_code) == (409, 409)
    assert "情况已经变化" in words(answer)
    assert "情况已经变化" in words(returning)


def test_a_day_is_opened_by_page_and_then_written(filed, tess, phone, url, signed_in, patrol):
    form = {"day": "2026-11-05", "reason": "系统停用", "idempotency_key": ""}
    answer = signed_in(tess).post(f"/duty/teams/{filed.team_id}/backfill/", form)
    assert answer.status_code == 302
    assert phone.post(url, log_form(patrols=(patrol,), day="2026-11-05")).status_code == 302
    assert PatrolLog.objects.get(day="2026-11-05").late


def test_a_procedure_card_is_written_and_written_anew(gus, signed_in, district):
    client, path = signed_in(gus), "/duty/procedure-cards/write/"
    card = {"title": "发现火情", "steps": "先报警\n再疏散", "never": "不进火场", "position": "1"}
    assert client.post(path, card)["Location"] == "/duty/procedure-cards/"
    known = ProcedureCard.objects.get()
    assert drawn(client.get(f"{path}?card={known.pk}"), "card-form")["never"] == ["不进火场"]
    client.post(path, card | {"never": "不进火场\n不围观"})
    assert ProcedureCard.objects.get().version == 2
    with nothing_written():
        refused = client.post(path, card | {"title": "火"})
    assert refused.status_code == 422
    assert "2 到 60 个字" in words(refused)
    assert client.get(f"{path}?card=999").status_code == client.get(f"{path}?card=x").status_code == 200


def test_what_was_reviewed_from_the_inbox_leads_back_to_it(filed, kai, signed_in):
    answer = signed_in(kai).post(f"/duty/logs/{filed.pk}/review/", {"version": "1", "then": "to-do"})
    assert answer["Location"] == "/to-do/"


def test_an_outcome_that_comes_too_late_changes_nothing(filed, phone, kai_actor):
    entry = filed.entries.get()
    commands.follow_up_entry(actor=kai_actor, entry_id=entry.pk, outcome="已换灯泡", at=NOW)
    with nothing_written():
        answer = phone.post(f"/duty/entries/{entry.pk}/follow-up/", {"outcome": "已报修"})
    assert answer.status_code == 422
    assert "这一条已经办结" in words(answer)
