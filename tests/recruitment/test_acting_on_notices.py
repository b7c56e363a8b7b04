"""Public notices: the board masks, the office prepares, another hand publishes (REC-06, X52)."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from patrol_ops.core.access import Actor
from recruitment.access import Permission
from recruitment.models import Applicant, PublicNotice
from recruitment.reports import notices as reports
from recruitment.rules import Decision
from tests.recruitment.story import CLOSED, LAST_DAY, PUBLISHED, VETTED, Story

NAMES = ("赵一", "钱二", "孙三")
PUBLIC = Actor.public()


@pytest.fixture
def vetted(story, on):
    story.until_selected(*NAMES)
    for name in NAMES[:2]:
        story.vet(name)
    on(VETTED, 11)
    return story


@pytest.fixture
def noticed(vetted, on):
    vetted.prepare()
    vetted.publish()
    on(PUBLISHED)
    return vetted


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


# --- the report, as the public will read it -------------------------------------------------------------------------


@pytest.mark.req("REC-06")
def test_the_board_shows_masked_names_posts_and_teams_and_nothing_else(noticed):
    row = reports.notice_board(PUBLIC).get()
    shown = reports.notice_shown(row)
    lines = reports.listed_lines(reports.listed_on(row))
    assert [(line.name, line.post) for line in lines] == [
        ("赵*", "post-kind.PATROL_MEMBER"),
        ("钱*", "post-kind.PATROL_MEMBER"),
    ]
    assert (lines[0].team, lines[0].street) == ("锦川街道书院社区社会治安巡防分队", "锦川街道")
    assert (shown.first_day, shown.last_day, shown.days, shown.running) == (PUBLISHED, LAST_DAY, 7, True)
    said = repr((shown, lines))
    for name in NAMES[:2]:
        row = noticed.applicant(name)
        for secret in (row.name, row.identity, row.phone):
            assert secret not in said


def test_the_board_has_no_drafts_and_nothing_that_was_taken_back(vetted, on):
    notice = vetted.prepare()
    assert not reports.notice_board(PUBLIC).exists()
    assert not reports.notice_board(vetted.who("gus", VETTED)).exists()  # whoever is no public reads by VIEW_NOTICE
    assert reports.notice_board(vetted.who("gus", VETTED), Permission.VIEW_NOTICE).get() == notice
    vetted.publish()
    assert reports.notice_board(PUBLIC).get() == notice


def test_whoever_is_out_is_no_longer_shown(noticed):
    objection = noticed.object("钱二")
    row = reports.notice_board(PUBLIC).get()
    # That somebody is held is nobody's business: both stand there as before.
    assert len(reports.listed_lines(reports.listed_on(row))) == 2
    noticed.close_notice()
    noticed.decide(objection, Decision.UPHELD)
    assert [line.name for line in reports.listed_lines(reports.listed_on(row))] == ["赵*"]
    Applicant.objects.filter(pk=noticed.ids["赵一"]).update(forgotten_at=noticed.at(CLOSED), name="")
    assert reports.listed_lines(reports.listed_on(row)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_a_notice_costs_the_same_whatever_the_names(story, on, django_assert_num_queries, count):
    story.number = count
    story.until_noticed(*NAMES[:count])
    with django_assert_num_queries(3):
        row = reports.notice_board(PUBLIC).get()
        reports.notice_shown(row)
        assert len(reports.listed_lines(reports.listed_on(row))) == count


def test_a_provisional_last_day_is_said(noticed, see):
    PublicNotice.objects.update(provisional=True)
    assert reports.notice_shown(reports.notice_board(PUBLIC).get()).provisional
    for name in ("recruitment:show-notice", "recruitment:print-notice"):
        assert "暂定" in text(see("gwen", name, noticed.notice().pk))


# --- the office -----------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06")
def test_a_notices_life_on_pages(vetted, send, see, on):
    assert send("tess", "recruitment:prepare-notice", vetted.campaign_id).status_code == 404
    answer = send("gus", "recruitment:prepare-notice", vetted.campaign_id)
    notice = vetted.notice()
    assert answer["Location"] == reverse("recruitment:show-notice", args=[notice.pk])
    page = text(see("gwen", "recruitment:show-notice", notice.pk))
    assert "待批准公示" in page
    assert "批准并发布" in page
    assert "还没有发布" in page
    assert "赵一" not in page
    assert "批准并发布" not in text(see("gus", "recruitment:show-notice", notice.pk))
    assert see("gwen", "recruitment:print-notice", notice.pk).status_code == 404  # nothing to hang up yet

    answer = send("gus", "recruitment:prepare-notice", vetted.campaign_id)
    assert (answer.status_code, "还有一份公示没有办完" in text(answer)) == (422, True)
    for who in ("gus", "tess", "piet", "nora"):
        assert send(who, "recruitment:publish-notice", notice.pk).status_code == 404
    on(PUBLISHED)
    assert send("gwen", "recruitment:publish-notice", notice.pk).status_code == 302
    assert vetted.notice().last_day == LAST_DAY
    page = text(see("tess", "recruitment:show-notice", notice.pk))
    assert "公示 7 个工作日，到 2026年11月9日(星期一)当天结束" in page
    assert "赵*" in page
    answer = send("gwen", "recruitment:publish-notice", notice.pk)
    assert answer.status_code == 409


def test_correct_notice_says_so_and_runs_anew(noticed, send, see, on):
    pk = noticed.notice().pk
    assert see("gwen", "recruitment:correct-notice", pk).status_code == 200
    for who in ("gus", "tess", "piet", "nora"):
        assert see(who, "recruitment:correct-notice", pk).status_code == 404
        assert send(who, "recruitment:correct-notice", pk, reason="队伍名称写错").status_code == 404
    answer = send("gwen", "recruitment:correct-notice", pk, reason="请联系 13712345678")
    assert answer.status_code == 422
    assert "13712345678" in text(answer)
    assert answer.context["form"].errors.keys() == {"reason"}
    on(PUBLISHED + dt.timedelta(days=4))
    assert send("gwen", "recruitment:correct-notice", pk, reason="队伍名称写错，已经更正。").status_code == 302
    assert noticed.notice().last_day > LAST_DAY
    for name in ("recruitment:show-notice", "recruitment:print-notice"):
        assert "队伍名称写错，已经更正。" in text(see("gwen", name, pk))
    assert reports.notice_shown(reports.notice_board(PUBLIC).get()).corrections[0].reason == "队伍名称写错，已经更正。"


def test_withdraw_notice(noticed, send, see):
    pk = noticed.notice().pk
    assert see("gwen", "recruitment:withdraw-notice", pk).status_code == 200
    assert send("gus", "recruitment:withdraw-notice", pk, reason="有误").status_code == 404
    noticed.object("钱二", PUBLISHED)
    answer = send("gwen", "recruitment:withdraw-notice", pk, reason="名单有误")
    assert (answer.status_code, "还有异议没有办完" in text(answer), "名单有误" in text(answer)) == (422, True, True)
    noticed.decide(noticed.applicant("钱二").objections.get(), Decision.NOT_UPHELD, PUBLISHED)
    assert send("gwen", "recruitment:withdraw-notice", pk, reason="名单有误").status_code == 302
    assert noticed.applicant("赵一").stage == "PROPOSED"
    page = text(see("gwen", "recruitment:show-notice", pk))
    assert "已撤回" in page
    assert "名单有误" in page
    assert see("gwen", "recruitment:print-notice", pk).status_code == 404


def test_print_notice_is_the_sheet_to_hang_up(noticed, see):
    pk = noticed.notice().pk
    page = text(see("tess", "recruitment:print-notice", pk))
    for shown in (
        "公 示",
        "赵*",
        "钱*",
        "巡防队员",
        "0371-65000000",
        "锦川街道综治中心",
        "(盖章)",
        "2026年11月9日(星期一)",
    ):
        assert shown in page
    assert "赵一" not in page
    assert f"http://testserver/public/notices/{pk}/" in page
    assert "<svg" in page


def test_list_notices_counts_objections_for_whoever_may_know(noticed, see, district):
    noticed.object("钱二", PUBLISHED)
    page = text(see("gwen", "recruitment:list-notices"))
    assert "公示到" in page
    assert "异议 1 件，1 件没有答复" in page
    assert "没有公示" in text(see("gwen", "recruitment:list-notices", query="?stage=CLOSED"))
    assert see("gwen", "recruitment:list-notices", query="?place=990102002").context["lines"] == []
    assert see("theo", "recruitment:list-notices").context["lines"] == []
    assert see("theo", "recruitment:show-notice", noticed.notice().pk).status_code == 404
    for who in ("lena", "mara", "ada", "nora"):
        assert see(who, "recruitment:list-notices").status_code == 404


def test_the_lists_of_notices_cost_no_more_for_more_rows(noticed, district, signed_in, gwen, django_assert_num_queries):
    client = signed_in(gwen)
    urls = [reverse("recruitment:list-notices"), reverse("recruitment:show-notice", args=[noticed.notice().pk])]
    [client.get(url) for url in urls]
    counts = []
    for _ in range(2):
        for url in urls:
            with django_assert_num_queries(7 if url == urls[0] else 10) as seen:
                client.get(url)
            counts.append(len(seen))
        other = Story(district, number=1, street="990102002", team="willow", office="theo", police="pia",
                      assessors=("gus", "otto"))  # fmt: skip
        if not Applicant.objects.filter(campaign__place__path="990102002").exists():
            other.until_noticed("李四")
            noticed.object("钱二", PUBLISHED)
    assert counts[:2] == counts[2:]


# --- by API ---------------------------------------------------------------------------------------------------------


def test_notices_by_api(vetted, ask, tell, on):
    tell("tess", f"campaigns/{vetted.campaign_id}/notices/prepare/", {}, 404)
    key = str(uuid.uuid4())
    made = tell("gus", f"campaigns/{vetted.campaign_id}/notices/prepare/", {}, 201, key)
    assert tell("gus", f"campaigns/{vetted.campaign_id}/notices/prepare/", {}, 200, key) == made
    no = tell("gus", f"campaigns/{vetted.campaign_id}/notices/prepare/", {}, 422)
    assert no["code"] == "recruitment.notice-open"
    path = f"notices/{made['id']}/"
    on(PUBLISHED)
    tell("gus", path + "publish/", {}, 404)
    tell("gwen", path + "publish/")
    shown = ask("tess", path)
    assert (shown["stage"], shown["last_day"], shown["provisional"]) == ("PUBLISHED", LAST_DAY.isoformat(), False)
    assert [line["name"] for line in ask("tess", path + "names/")["results"]] == ["赵*", "钱*"]
    assert [line["id"] for line in ask("gwen", "notices/?stage=PUBLISHED")["results"]] == [made["id"]]
    for who in ("theo", "lena"):
        ask(who, path, expected=404)
        ask(who, path + "names/", expected=404)
    tell("gwen", path + "correct/", {}, 400)
    assert tell("gwen", path + "correct/", {"reason": "x"}, 422)["field"] == "reason"
    tell("gwen", path + "correct/", {"reason": "队伍名称写错"})
    assert ask("gwen", path)["corrections"][0]["reason"] == "队伍名称写错"
    tell("gus", path + "withdraw/", {"reason": "名单有误"}, 404)
    tell("gwen", path + "withdraw/", {"reason": "名单有误"})
    assert ask("gwen", path)["stage"] == "WITHDRAWN"
