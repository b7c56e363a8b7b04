"""Checklists on pages: from a template to the version in force, and the next one (INS-07 to INS-09, INS-15, ORG-21)."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from discipline.models import Checklist, ChecklistRevision
from discipline.reports.checklists import draft_from
from discipline.rules import TEMPLATES, judge_checklist
from tests.discipline.looking import on, rows, see, send, text  # noqa: F401
from tests.discipline.story import AGREED

KEY = str(uuid.UUID(int=7))


@pytest.fixture
def fields():
    items = rows("items", {"text": "值班室有巡逻计划", "points": "3"}, {"text": "", "points": "1"})
    main = {"kind": "STREET", "title": "街面检查表", "asks_insignia": "on", "min_interviews": "2", "min_sites": "0"}
    return main | items


@pytest.fixture
def agreed(supervision, on):  # noqa: F811
    supervision.agreed()
    on(AGREED, 12)
    return supervision


@pytest.mark.req("INS-07", "INS-08", "INS-09", "INS-15", "INS-17", "ORG-21")
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.kind)
def test_every_template_is_a_checklist_as_it_stands(template):
    draft = draft_from(template)
    judge_checklist(draft)
    assert "checklist-template" not in draft.title
    assert all("checklist-template" not in item.text for item in draft.items)


def test_list_checklists(agreed, see):  # noqa: F811
    for who in ("gus", "gwen", "liz", "tess", "petra", "piet", "kai", "ivo", "lena"):
        assert "街面检查表" in text(see(who, "discipline:list-checklists")), who
    for who in ("ada", "tom", "mara", "nora"):
        assert see(who, "discipline:list-checklists").status_code == 404
    assert "拟定检查表" in text(see("gus", "discipline:list-checklists"))
    assert "拟定检查表" not in text(see("gwen", "discipline:list-checklists"))


def test_an_empty_list_says_how_to_begin(supervision, on, see):  # noqa: F811
    on(AGREED)
    assert "可以从模板开始" in text(see("gus", "discipline:list-checklists"))
    assert "还没有检查表" in text(see("piet", "discipline:list-checklists"))


def test_propose_checklist_from_a_template(supervision, on, see):  # noqa: F811
    on(AGREED)
    for who in ("gwen", "piet", "lena", "nora"):
        assert see(who, "discipline:propose-checklist").status_code == 404
    assert "从模板开始" in text(see("gus", "discipline:propose-checklist"))
    page = see("gus", "discipline:propose-checklist", query="?template=SIX_UNIFIED")
    assert page.context["form"]["kind"].value() == "SIX_UNIFIED"
    assert len(page.context["forms"].rows.forms) == 6
    assert "统一挂牌" in page.content.decode()
    assert see("gus", "discipline:propose-checklist", query="?template=NONE").context["template"] is None


def test_propose_agree_and_retire_checklist(supervision, fields, on, see, send):  # noqa: F811
    on(AGREED)
    for who in ("gwen", "piet", "lena"):
        assert send(who, "discipline:propose-checklist", **fields).status_code == 404
    answer = send("gus", "discipline:propose-checklist", idempotency_key=KEY, **fields)
    again = send("gus", "discipline:propose-checklist", idempotency_key=KEY, **fields)
    checklist = Checklist.objects.get()
    assert answer["Location"] == again["Location"] == reverse("discipline:show-checklist", args=[checklist.pk])
    revision = ChecklistRevision.objects.get()
    assert (revision.title, revision.items) == ("街面检查表", [{"text": "值班室有巡逻计划", "points": 3}])
    assert "等待批准" in text(see("lena", "discipline:show-checklist", checklist.pk))
    assert "批准检查表" in text(see("gwen", "discipline:show-checklist", checklist.pk))
    assert send("gus", "discipline:agree-checklist", checklist.pk).status_code == 404
    assert send("gwen", "discipline:agree-checklist", checklist.pk).status_code == 302
    assert send("gwen", "discipline:agree-checklist", checklist.pk).status_code == 422
    assert "第 1 版，使用中" in text(see("kai", "discipline:show-checklist", checklist.pk))
    assert send("gwen", "discipline:retire-checklist", checklist.pk).status_code == 404
    assert send("gus", "discipline:retire-checklist", checklist.pk).status_code == 302
    assert "已停用" in text(see("gus", "discipline:show-checklist", checklist.pk))
    assert see("gus", "discipline:propose-checklist", query=f"?checklist={checklist.pk}").status_code == 404


def test_the_next_version_begins_with_the_last_one(agreed, see, send):  # noqa: F811
    pk = agreed.checklist_id
    page = see("gus", "discipline:propose-checklist", query=f"?checklist={pk}")
    assert "kind" not in page.context["form"].fields
    assert page.context["forms"].rows.forms[0]["points"].value() == 3
    main = {"title": "街面检查表(新)", "asks_insignia": "on", "min_interviews": "3", "min_sites": "0"}
    main |= rows("items", {"text": "队员在岗", "points": "5"})
    answer = send("gus", "discipline:propose-checklist", query=f"?checklist={pk}", **main)
    assert answer["Location"] == reverse("discipline:show-checklist", args=[pk])
    page = text(see("gwen", "discipline:show-checklist", pk))
    assert "第 2 版，等待批准" in page
    assert "第 1 版，使用中" in page
    send("gwen", "discipline:agree-checklist", pk)
    assert "以前的第 1 版" in text(see("gwen", "discipline:show-checklist", pk))
    for query in ("?checklist=x", "?checklist=987654", "?checklist=", "?checklist=99999999999999999999"):
        assert see("gus", "discipline:propose-checklist", query=query).status_code == 404


def test_what_is_wrong_stands_at_its_place_and_nothing_is_lost(supervision, fields, on, send):  # noqa: F811
    on(AGREED)

    def wrong(**changed):
        answer = send("gus", "discipline:propose-checklist", **{**fields, **changed})
        assert answer.status_code == 422
        return text(answer), answer

    assert "第 1 项" in wrong(**{"items-0-text": "拨打 13912345678"})[0]
    assert "请填分值" in wrong(**{"items-0-points": ""})[0]
    assert "要核对标识佩戴" in wrong(min_interviews="0")[0]
    assert "正好 6 项" in wrong(kind="SIX_UNIFIED")[0]
    assert "值班室有巡逻计划" in wrong(title="")[1].content.decode()
    grown = send("gus", "discipline:propose-checklist", **fields, **{"add-items": ""})
    assert (grown.status_code, len(grown.context["forms"].rows.forms)) == (200, 3)
    assert not Checklist.objects.exists()


def test_show_checklist_that_is_not_there(agreed, see):  # noqa: F811
    assert see("gus", "discipline:show-checklist", 987654).status_code == 404
    for who in ("mara", "ada", "nora"):
        assert see(who, "discipline:show-checklist", agreed.checklist_id).status_code == 404
