"""What everybody reads of campaigns (REC-02) and of volunteering (PUB-09): the whole announcement, and counts only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from patrol_ops.core.models import User
from recruitment.models import Campaign
from recruitment.rules import PostDraft, PostKind
from teams.models import Team
from teams.rules import EmploymentClass
from tests.portal.conftest import Visitor
from tests.recruitment.story import Story


def volunteers(story: Story) -> tuple[PostDraft, ...]:
    return (PostDraft(story.district.teams["academy"], PostKind.PATROL_MEMBER, EmploymentClass.VOLUNTEER, 2),)


@pytest.fixture
def volunteer_story(story: Story) -> Story:
    Team.objects.filter(pk=story.district.teams["academy"]).update(form="VOLUNTARY_PATROL")
    return story.until_open(posts=volunteers(story), title="书院社区志愿巡防队员")


@pytest.mark.req("REC-02")
def test_show_campaign_holds_the_whole_announcement(story: Story, visitor: Visitor) -> None:
    story.until_open()
    story.apply("赵一")
    said = visitor.read("portal:show-campaign", story.campaign_id)

    for word in (
        "锦川街道公开招聘巡防队员", "990102-2026-1", "巡防队员", "专职", "书院社区", "2 人", "年满十八周岁",
        "熟悉本社区道路",
        "2026年10月14日 到 2026年10月23日", "2026年10月26日", "街道综治中心二楼", "面试", "体能测试", "合格线 60 分",
        "分数一样的", "锦川街道综治中心", "0371-65000000", "都已批准", "已有 1 人报名", "7 个工作日",
    ):  # fmt: skip
        assert word in said, word
    assert "能看守固定岗位" not in said
    assert reverse("portal:submit-application", args=[story.campaign_id]) in said
    assert "赵一" not in said


def test_the_button_is_there_while_it_is_open(story: Story, visitor: Visitor) -> None:
    story.until_open()
    assert "我要报名" in visitor.read("portal:show-campaign", story.campaign_id)
    visitor.moment.shift(10 * 24 * 3600)
    assert "我要报名" not in visitor.read("portal:show-campaign", story.campaign_id)
    story.close_applying()
    assert "正在选拔" in visitor.read("portal:show-campaign", story.campaign_id)


@pytest.mark.parametrize("how_far", ["plan", "submit", "approve"])
def test_before_it_opens_nobody_reads_it(story: Story, visitor: Visitor, how_far: str) -> None:
    story.agree_standard()
    for step in ("plan", "submit", "approve"):
        getattr(story, step)()
        if step == how_far:
            break

    assert visitor.get(reverse("portal:show-campaign", args=[story.campaign_id])).status_code == 404
    assert "锦川街道公开招聘" not in visitor.read("portal:list-campaigns")


def another(story: Story, stage: str, serial: int, **values: Any) -> Campaign:
    row = story.campaign
    row.pk, row.stage, row.serial, row.title = None, stage, serial, f"{stage}{serial}"
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def test_open_first_then_running_then_ended(story: Story, visitor: Visitor) -> None:
    story.until_open()
    another(story, "FINALISED", 2, ended_on=story.campaign.assess_on)
    another(story, "SELECTING", 3)
    another(story, "CANCELLED", 4, ended_on=story.campaign.assess_on)
    said = visitor.read("portal:list-campaigns")

    assert said.index("锦川街道公开招聘") < said.index("SELECTING3") < said.index("FINALISED2")
    assert "CANCELLED4" not in said


def test_a_hundred_a_page(story: Story, visitor: Visitor) -> None:
    story.until_open()
    for serial in range(2, 103):
        another(story, "SELECTING", serial)

    assert visitor.read("portal:list-campaigns").count("<h2>") == 100
    assert visitor.read("portal:list-campaigns", page="2").count("<h2>") == 2


@pytest.mark.req("PUB-09")
def test_volunteer_shows_open_posts_by_street(volunteer_story: Story, visitor: Visitor) -> None:
    said = visitor.read("portal:volunteer")

    assert "锦川街道" in said
    assert "书院社区" in said
    assert reverse("portal:show-campaign", args=[volunteer_story.campaign_id]) in said


@pytest.mark.req("PUB-09")
def test_where_none_is_open_the_page_says_whom_to_call(story: Story, visitor: Visitor) -> None:
    story.until_open()
    said = visitor.read("portal:volunteer")

    assert "现在没有正在报名的志愿岗位" in said
    assert "锦川街道综治中心" in said
    assert "0371-65000000" in said
    assert "清水街道综治中心" in said


def test_the_home_page_leads_to_what_is_open(story: Story, visitor: Visitor) -> None:
    assert "现在没有正在报名的招聘" in visitor.read("portal:home")
    story.until_open()
    assert reverse("portal:show-campaign", args=[story.campaign_id]) in visitor.read("portal:home")


def test_privacy_says_how_long(story: Story, visitor: Visitor) -> None:
    said = visitor.read("portal:privacy")

    assert "6 个月自动删除" in said
    assert "本区县综治办" in said


PAGES = [("portal:home", 3), ("portal:list-campaigns", 2), ("portal:show-campaign", 5), ("portal:volunteer", 3)]


@pytest.mark.parametrize(("page", "statements"), PAGES)
def test_statements_are_counted_once_and_then_none(
    story: Story,
    visitor: Visitor,
    signed_in: Callable[..., Client],
    django_assert_num_queries: Callable[..., Any],
    page: str,
    statements: int,
) -> None:
    story.until_open()
    url = reverse(page, args=[story.campaign_id] if page == "portal:show-campaign" else [])
    client = signed_in(User.objects.get(username="lena"))
    cache.clear()
    with django_assert_num_queries(statements):
        first = Client().get(url)
    with django_assert_num_queries(0):
        again = client.get(url)

    assert again.content == first.content
    assert again["Cache-Control"] == "public, max-age=60"
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
