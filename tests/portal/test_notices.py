"""The notice board: masked names and their days (REC-06, X52); objecting to somebody on it (PUB-04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.models import DoorUse, JournalEntry, User
from recruitment import commands
from recruitment.models import Applicant, Objection, PublicNotice
from recruitment.reports.notices import notice_board, notice_shown
from recruitment.rules import Decision
from tests.portal.conftest import Visitor, link_of, nowhere, secret_of
from tests.recruitment.story import LAST_DAY, PUBLIC, PUBLISHED, Story

REASON = "考核那天我在场，没有看见他。"


@pytest.fixture
def noticed(story: Story, visitor: Visitor) -> Story:
    story.until_noticed("赵一", "钱二")
    visitor.moment.move_to(clock.at(PUBLISHED, 12))
    return story


def shown(story: Story) -> str:
    return reverse("portal:show-notice", args=[story.notice().pk])


def objecting(story: Story) -> str:
    return reverse("portal:lodge-objection", args=[story.notice().pk])


def typed(story: Story, **values: Any) -> dict[str, Any]:
    return {"applicant": str(story.ids["赵一"]), "reason": REASON, "contact": "13766665555", **values}


def read(visitor: Visitor, story: Story, **query: str) -> str:
    return visitor.read("portal:show-notice", story.notice().pk, **query)


@pytest.mark.req("REC-06", "X52")
def test_show_notice_masks_names_and_says_its_days(noticed: Story, visitor: Visitor) -> None:
    said = read(visitor, noticed)

    assert '<th scope="row">赵*</th>' in said
    assert "巡防队员" in said
    assert "书院社区" in said
    assert "2026年10月29日 发布。公示第一天是发布的次日，满 7 个工作日，最后一天是 2026年11月9日，星期一" in said
    for name in ("赵一", "钱二", "1370000", "19920607"):
        assert name not in said
    assert objecting(noticed) in said


def test_list_notices_has_running_ones_first_and_no_older_than_a_year(noticed: Story, visitor: Visitor) -> None:
    row = noticed.notice()
    for number, ago in ((2, 30), (3, 400)):
        row.pk, row.number, row.stage = None, number, "CLOSED"
        row.counted_from = PUBLISHED - dt.timedelta(days=ago + 20)
        row.last_day = row.counted_from + dt.timedelta(days=10)
        row.closed_on = row.last_day + dt.timedelta(days=1)
        row.save(force_insert=True)
    said = visitor.read("portal:list-notices")

    assert said.index("第 1 次公示") < said.index("第 2 次公示")
    assert "第 3 次公示" not in said
    assert reverse("portal:show-notice", args=[noticed.ids["赵一"] and PublicNotice.objects.get(number=1).pk]) in said
    assert "锦川街道公开招聘" in visitor.read("portal:home")


def test_a_draft_is_nobodys_to_read(story: Story, visitor: Visitor) -> None:
    story.until_selected("赵一", "钱二")
    story.vet("赵一")
    story.prepare()

    assert visitor.get(shown(story)).status_code == 404
    assert visitor.get(objecting(story)).status_code == 404
    assert visitor.post(objecting(story), typed(story)).status_code == 404


def test_a_withdrawn_notice_says_so_and_names_nobody(noticed: Story, visitor: Visitor) -> None:
    gwen = noticed.who("gwen", PUBLISHED)
    pk = noticed.notice().pk
    commands.withdraw_notice(actor=gwen, notice_id=pk, reason="赵一的岗位写错了", at=noticed.at(PUBLISHED, 15))
    said = visitor.read("portal:show-notice", pk)

    assert "这份公示已经撤回" in said
    assert "赵*的岗位写错了" in said
    assert "赵一" not in said
    assert "<table" not in said
    assert "这份公示现在不能提出异议" in visitor.read("portal:lodge-objection", pk)


def test_a_correction_is_said_without_anybodys_name(noticed: Story, visitor: Visitor) -> None:
    gwen, pk = noticed.who("gwen", PUBLISHED), noticed.notice().pk
    commands.correct_notice(actor=gwen, notice_id=pk, reason="钱二的队伍写错了", at=noticed.at(PUBLISHED, 15))
    said = read(visitor, noticed)

    assert "更正并重新公示" in said
    assert "钱*的队伍写错了" in said


@pytest.mark.req("X52")
def test_put_up_early_in_the_morning_it_is_of_that_local_day(noticed: Story, visitor: Visitor) -> None:
    """At half past six it is still yesterday in the database."""
    PublicNotice.objects.update(published_at=clock.at(PUBLISHED, 6, 30))
    row = notice_board(PUBLIC).get()

    assert notice_shown(row).first_day == PUBLISHED
    assert "2026年10月29日 发布" in visitor.read("portal:list-notices")


def test_a_provisional_calendar_is_said(noticed: Story, visitor: Visitor) -> None:
    PublicNotice.objects.update(provisional=True)
    assert "放假安排还没有公布" in read(visitor, noticed)
    PublicNotice.objects.update(provisional=False)
    assert "放假安排还没有公布" not in read(visitor, noticed)


def test_whoever_withdrew_is_no_longer_on_it(noticed: Story, visitor: Visitor) -> None:
    at = noticed.at(PUBLISHED, 15)
    commands.withdraw_application(actor=PUBLIC, secret=noticed.secrets["赵一"], at=at)

    assert "赵*" not in read(visitor, noticed)
    assert "钱*" in read(visitor, noticed)


def test_who_is_objected_to_is_shown_like_everybody_else(noticed: Story, visitor: Visitor) -> None:
    before = read(visitor, noticed)
    noticed.object("赵一", PUBLISHED)

    assert read(visitor, noticed) == before


def test_a_hundred_names_a_page_in_constant_statements(
    noticed: Story, visitor: Visitor, django_assert_num_queries: Callable[..., Any]
) -> None:
    row = noticed.applicant("赵一")
    for n in range(150):
        row.pk, row.case_number, row.link_digest, row.identity_index = None, f"x-{n}", f"d{n}", f"i{n}"
        row.save(force_insert=True)
    address = shown(noticed)
    cache.clear()
    with django_assert_num_queries(4):
        said = Client().get(address).content.decode()

    assert said.count('<th scope="row">') == 100
    assert read(visitor, noticed, page="2").count('<th scope="row">') == 52


@pytest.mark.parametrize(("page", "statements"), [("portal:list-notices", 2), ("portal:show-notice", 4)])
def test_statements_are_counted_once_and_then_none(
    noticed: Story,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., Any],
    page: str,
    statements: int,
) -> None:
    url = reverse(page, args=[noticed.notice().pk] if page == "portal:show-notice" else [])
    client = signed_in(User.objects.get(username="lena"))
    cache.clear()
    with django_assert_num_queries(statements):
        first = Client().get(url)
    with django_assert_num_queries(0):
        again = client.get(url)

    assert again.content == first.content
    assert again["Cache-Control"] == "public, max-age=60"
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


# --- objecting -------------------------------------------------------------------------------------------------------


@pytest.mark.req("PUB-04")
def test_lodge_objection_holds_one_and_leads_to_the_answer(noticed: Story, visitor: Visitor) -> None:
    answer = visitor.send(objecting(noticed), typed(noticed))
    row = Objection.objects.get()

    assert (row.reason, row.contact, row.applicant_id) == (REASON, "13766665555", noticed.ids["赵一"])
    assert noticed.applicant("赵一").stage == "HELD"
    assert noticed.applicant("钱二").stage == "ON_NOTICE"
    got = visitor.get(link_of(answer))
    said = got.content.decode()
    assert "no-store" in got["Cache-Control"]
    assert "已经收到，等待核查" in said
    assert f"http://testserver{link_of(answer)}" in said
    assert REASON not in said
    noticed.close_notice()
    noticed.decide(row, Decision.NOT_UPHELD)
    assert "已经核查，答复如下。" in visitor.get(link_of(answer)).content.decode()


def test_follow_objection_finds_nothing_under_another_secret(noticed: Story, visitor: Visitor) -> None:
    answer = visitor.send(objecting(noticed), typed(noticed))
    nothing = nowhere(visitor, "/public/nowhere/")

    for wrong in ("x", "0" * 40, secret_of(answer)[:-1]):
        assert nowhere(visitor, reverse("portal:follow-objection", args=[wrong])) == nothing


@pytest.mark.parametrize(("wrong", "field"), [({"reason": "不"}, "reason"), ({"applicant": ""}, "applicant")])
def test_what_is_wrong_stands_at_its_field(noticed: Story, visitor: Visitor, wrong: Any, field: str) -> None:
    answer = visitor.send(objecting(noticed), typed(noticed, **wrong))

    assert answer.status_code == 422
    assert f'has-error" data-field="{field}"' in answer.content.decode()
    assert "13766665555" in answer.content.decode()
    assert not Objection.objects.exists()


def test_a_machine_objects_to_nobody(noticed: Story, visitor: Visitor) -> None:
    assert visitor.send(objecting(noticed), typed(noticed), wait=0).status_code == 422
    trapped = visitor.send(objecting(noticed), typed(noticed, guard_website="x"))

    assert trapped.status_code == 422
    assert REASON in trapped.content.decode()
    assert not Objection.objects.exists()


def test_after_the_last_day_nothing_is_taken_and_the_page_says_whom_to_tell(noticed: Story, visitor: Visitor) -> None:
    visitor.moment.move_to(clock.at(LAST_DAY, 23, 50))
    link_of(visitor.send(objecting(noticed), typed(noticed)))
    visitor.moment.move_to(clock.at(LAST_DAY + dt.timedelta(days=1), 0, 0))

    said = visitor.read("portal:lodge-objection", noticed.notice().pk)
    assert "0371-65000000" in said
    assert "<form" not in said
    assert objecting(noticed) not in read(visitor, noticed)


def test_a_resend_is_one_objection_and_another_body_is_told(noticed: Story, visitor: Visitor) -> None:
    data = {**visitor.opened(objecting(noticed)), **typed(noticed)}
    visitor.moment.shift(5)
    first, again = visitor.post(objecting(noticed), data), visitor.post(objecting(noticed), data)

    assert link_of(first) == link_of(again)
    assert Objection.objects.count() == 1
    assert DoorUse.objects.get().count == 1
    assert visitor.post(objecting(noticed), {**data, "contact": ""}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_objection(noticed: Story, visitor: Visitor, at_once: Callable[..., list[Any]]) -> None:
    data = {**visitor.opened(objecting(noticed)), **typed(noticed)}
    visitor.moment.shift(5)
    answers = at_once(*[lambda: Client().post(objecting(noticed), data)] * 5)

    assert len({link_of(answer) for answer in answers}) == 1
    assert Objection.objects.count() == 1
    assert JournalEntry.objects.filter(act="recruitment.objection_lodged").count() == 1


def test_too_many_from_one_place_are_told_when_to_come_again(noticed: Story, visitor: Visitor) -> None:
    visitor.get(objecting(noticed))
    DoorUse.objects.all().delete()
    link_of(visitor.send(objecting(noticed), typed(noticed)))
    DoorUse.objects.update(count=60)
    answer = visitor.send(objecting(noticed), typed(noticed, reason=REASON * 2))

    assert answer.status_code == 429
    assert REASON in answer.content.decode()
    assert Applicant.objects.filter(stage="HELD").count() == 1
