"""The inbox: what waits for me and nobody else, decided from the line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from duty import commands as duty
from duty.models import PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.models import JournalEntry, User
from teams import commands as teams
from teams.rules import AppointmentDraft, Role
from tests.cast import District
from tests.office.conftest import TODAY, days_before, text_of

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def inbox() -> str:
    return reverse("office:to-do")


def test_to_do_shows_a_log_with_its_essence_and_the_decision(
    file_log: Any, kai: User, signed_in: Callable[..., Client], inbox: str
) -> None:
    log = file_log(day=YESTERDAY, hazard=True, insignia=False)

    answer = signed_in(kai).get(inbox)
    said = text_of(answer)

    assert "审阅巡逻日志 · 锦川街道港口社区社会治安巡防分队 · 11月17日" in said
    assert "巡逻 1 次" in said
    assert "19:00–21:00" in said
    assert "2 人，合计 4 小时" in said
    assert "记事 1 条，待跟进 1 条" in said
    assert "2 人未佩戴标志" in said
    body = answer.content.decode()
    assert f'action="{reverse("duty:review-patrol-log", args=[log.pk])}"' in body
    assert reverse("duty:return-patrol-log", args=[log.pk]) in body


def test_to_do_decides_without_leaving_the_list(
    file_log: Any, kai: User, signed_in: Callable[..., Client], inbox: str
) -> None:
    log = file_log(day=YESTERDAY)
    client = signed_in(kai)

    answer = client.post(
        reverse("duty:review-patrol-log", args=[log.pk]), {"version": log.version, "then": "to-do"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == inbox
    assert PatrolLog.objects.get(pk=log.pk).stage == "REVIEWED"
    assert "没有等您办的事" in text_of(answer)


def test_to_do_is_soonest_first_and_of_one_kind_if_asked(
    district: District, file_log: Any, lena: User, owe: Any, signed_in: Callable[..., Client], inbox: str
) -> None:
    owe(YESTERDAY)
    log = file_log(day=YESTERDAY - dt.timedelta(days=1), hazard=True)
    duty.return_patrol_log(actor=district.actor("kai"), log_id=log.pk, reason="时间不对", at=clock.now())
    client = signed_in(lena)

    said = text_of(client.get(inbox))
    assert said.index("写巡逻日志 ·") < said.index("修改被退回的日志 ·") < said.index("跟进隐患或情况 ·")

    only = text_of(client.get(inbox, {"kind": "duty.mend_patrol_log"}))
    assert "修改被退回的日志 ·" in only
    assert "写巡逻日志 ·" not in only


def test_to_do_names_the_person_of_an_appointment(
    district: District, kai: User, signed_in: Callable[..., Client], inbox: str
) -> None:
    teams.propose_leader(
        actor=district.actor("tess"),
        team_id=district.teams["harbour"],
        member_id=district.members["何平"],
        draft=AppointmentDraft(role=Role.LEADER, since=TODAY, deputy=True),
        at=clock.now(),
    )

    said = text_of(signed_in(kai).get(inbox))

    assert "审核队长任命 · 锦川街道港口社区社会治安巡防分队" in said
    assert "队长 · 何平" in said


@pytest.mark.parametrize("who", ["olga", "otto", "theo", "pia", "nora", "tom"])
def test_to_do_of_another_street_shows_nothing_of_it(
    district: District, file_log: Any, owe: Any, signed_in: Callable[..., Client], inbox: str, who: str
) -> None:
    owe(YESTERDAY)
    file_log(day=YESTERDAY)

    said = text_of(signed_in(User.objects.get(username=who)).get(inbox))

    assert "港口" not in said
    assert "锦川" not in said


def test_an_empty_list_says_what_comes_next(owe: Any, kai: User, signed_in: Callable[..., Client], inbox: str) -> None:
    owe(TODAY)

    said = text_of(signed_in(kai).get(inbox))

    assert "没有等您办的事" in said
    assert "接下来" in said
    assert "写巡逻日志 · 锦川街道港口社区社会治安巡防分队 · 11月18日" in said
    assert "11月19日 10:00 前由队长办理" in said


def test_review_selected_accepts_each_by_itself_and_reports(
    district: District, file_log: Any, kai: User, signed_in: Callable[..., Client]
) -> None:
    logs = [file_log(day=day) for day in days_before(3)]
    duty.return_patrol_log(actor=district.actor("kai"), log_id=logs[1].pk, reason="时间不对", at=clock.now())

    answer = signed_in(kai).post(
        reverse("office:review-selected"), {"log": [f"{log.pk}:{log.version}" for log in logs]}, follow=True
    )
    said = text_of(answer)

    assert [PatrolLog.objects.get(pk=log.pk).stage for log in logs] == ["REVIEWED", "RETURNED", "REVIEWED"]
    assert "已审阅 2 篇" in said
    assert "没有审阅 锦川街道港口社区社会治安巡防分队 11月16日：情况已经变化" in said


def test_review_selected_of_what_was_changed_meanwhile_is_refused(
    file_log: Any, kai: User, signed_in: Callable[..., Client]
) -> None:
    log = file_log(day=YESTERDAY)

    answer = signed_in(kai).post(
        reverse("office:review-selected"), {"log": [f"{log.pk}:{log.version + 1}"]}, follow=True
    )

    assert PatrolLog.objects.get(pk=log.pk).stage == "SUBMITTED"
    assert "别人已经改过这条记录" in text_of(answer)


def test_review_selected_out_of_reach_changes_nothing_and_names_nothing(
    file_log: Any, olga: User, signed_in: Callable[..., Client]
) -> None:
    log = file_log(day=YESTERDAY)
    before = JournalEntry.objects.count()

    answer = signed_in(olga).post(reverse("office:review-selected"), {"log": [f"{log.pk}:1", "999999:1"]}, follow=True)

    assert PatrolLog.objects.get(pk=log.pk).stage == "SUBMITTED"
    assert JournalEntry.objects.count() == before
    assert "港口" not in text_of(answer)


@pytest.mark.parametrize("picked", [[], ["x"], ["1:"], ["1:2:3"], ["-1:1"], ["<b>:1"], ["9" * 40 + ":1"]])
def test_review_selected_with_nothing_to_review_says_so(
    kai: User, signed_in: Callable[..., Client], picked: list[str]
) -> None:
    answer = signed_in(kai).post(reverse("office:review-selected"), {"log": picked}, follow=True)

    assert answer.status_code == 200
    assert "请先勾选要审阅的日志" in text_of(answer)


def test_to_do_takes_as_many_statements_with_thirty_lines_as_with_three(
    file_log: Any, kai: User, signed_in: Callable[..., Client], statements: Any, inbox: str
) -> None:
    client = signed_in(kai)
    for day in days_before(3):
        file_log(day=day)
    few = statements(client, inbox)

    for day in days_before(27, TODAY - dt.timedelta(days=3)):
        file_log(day=day)

    assert statements(client, inbox) == few == 9
    assert statements(client, inbox + "?page=2") == few


@pytest.mark.parametrize(
    "asked", ["page=999", "page=x", "kind=nothing", "kind=%00", "page=-1&kind=duty.review_patrol_log"]
)
def test_to_do_answers_nonsense_kindly(
    file_log: Any, kai: User, signed_in: Callable[..., Client], inbox: str, asked: str
) -> None:
    file_log(day=YESTERDAY)

    assert signed_in(kai).get(f"{inbox}?{asked}").status_code == 200
