"""Rectifications on pages: issued from what was found, answered by the leader, looked at by another eye."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from discipline.models import Finding, Rectification
from patrol_ops.core.models import StoredFile
from tests.discipline.rectify_doors import acts_in, on, see, send, text  # noqa: F401
from tests.discipline.story import DUE, HELD

SHOW = "discipline:show-rectification"
NEXT = HELD + dt.timedelta(days=1)
# What may be chosen is asked beside what the command asks: number, finding, three obligations, journal.
DEARER = 28
PAPER = b"%PDF-1.4 proof"


@pytest.fixture
def issued(supervision, on):  # noqa: F811
    supervision.until_issued()
    on(NEXT)
    return supervision.rectification


@pytest.fixture
def running(supervision, issued):
    supervision.acknowledge(NEXT)
    return supervision.rectification


@pytest.fixture
def submitted(supervision, running, on):  # noqa: F811
    supervision.submit()
    on(dt.date(2026, 11, 25))
    return supervision.rectification


# --- issuing --------------------------------------------------------------------------------------------------------


@pytest.mark.req("INS-06", "INS-11")
def test_issue_rectification_is_filled_from_what_was_found(supervision, on, see, send):  # noqa: F811
    supervision.until_effective()
    on(HELD, 18)
    pk = supervision.inspection_id
    page = see("ivo", "discipline:issue-rectification", pk)
    form, finding = page.context["form"], Finding.objects.get(text="缺两天的巡逻日志")
    assert form.initial == {
        "finding_ids": [finding.pk],
        "matter": "缺两天的巡逻日志",
        "demands": "缺两天的巡逻日志",
        "due_on": HELD + dt.timedelta(days=30),
    }
    for said in ("薄弱环节：没有人替队长写", "帮助：街道派人教一次", "灯不亮"):
        assert said in text(page), said
    offered = {name for _pk, name in form.fields["rechecker_id"].choices}
    assert {"皮涛", "裴佳"} <= offered
    # Neither oneself, nor whoever could not say that it is done.
    assert not {"伊文", "彭雅", "顾思", "谭思"} & offered
    for who in ("lena", "otto", "theo", "pia", "kai", "mara", "nora", "vera"):
        assert see(who, "discipline:issue-rectification", pk).status_code == 404, who
    said = {"matter": "补齐巡逻日志", "demands": "补写两天。", "due_on": DUE, "rechecker_id": ""}
    empty = send("ivo", "discipline:issue-rectification", pk, **said)
    assert (empty.status_code, "请至少选一项" in text(empty)) == (422, True)
    late = send("ivo", "discipline:issue-rectification", pk, **{**said, "finding_ids": [finding.pk], "due_on": HELD})
    assert (late.status_code, "请选择明天起" in text(late), "补写两天。" in text(late)) == (422, True, True)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send(
            "ivo",
            "discipline:issue-rectification",
            pk,
            **said,
            finding_ids=[finding.pk],
            idempotency_key=key,
            at_most=DEARER,
        )
    made = Rectification.objects.get()
    assert answer["Location"] == reverse(SHOW, args=[made.pk])
    assert (made.matter, made.due_on, made.rechecker_id) == ("补齐巡逻日志", DUE, None)
    again = see("gus", "discipline:issue-rectification", pk)
    assert [row.text for row in again.context["left"]] == ["灯不亮"]


def test_issue_rectification_waits_for_both_signatures(supervision, on, see, send):  # noqa: F811
    supervision.until_signed()
    on(HELD, 17)
    assert "双方签字以后才生效" in text(see("ivo", "discipline:issue-rectification", supervision.inspection_id))
    fields = {"matter": "补齐", "demands": "补写", "due_on": DUE, "finding_ids": [Finding.objects.all()[0].pk]}
    answer = send("ivo", "discipline:issue-rectification", supervision.inspection_id, **fields)
    assert (answer.status_code, Rectification.objects.count()) == (422, 0)


# --- the list -------------------------------------------------------------------------------------------------------


@pytest.mark.req("INS-13")
def test_list_rectifications_by_whose_turn_it_is_and_by_age(supervision, issued, on, see):  # noqa: F811
    for who in ("gwen", "gus", "tess", "petra", "piet", "kai", "ivo", "lena"):
        assert "补齐巡逻日志" in text(see(who, "discipline:list-rectifications")), who
    for who in ("otto", "theo", "pia"):
        assert "这里没有整改" in text(see(who, "discipline:list-rectifications")), who
    for who in ("mara", "nora", "ada", "vera"):
        assert see(who, "discipline:list-rectifications").status_code == 404, who

    def shown(query):
        return len(see("gus", "discipline:list-rectifications", query=query).context["lines"])

    turns = [shown(f"?tab={tab}") for tab in ("team", "recheck", "overdue", "closed")]
    assert turns == [1, 0, 0, 0]
    assert [shown(f"?age={band}") for band in range(5)] == [1, 0, 0, 0, 0]
    assert [shown("?level=ORDINARY"), shown("?level=TIME_LIMITED")] == [1, 0]
    assert [shown("?place=990102001"), shown("?place=990102002"), shown("?place=x")] == [1, 0, 0]
    assert see("gus", "discipline:list-rectifications", query="?age=9").status_code == 422
    on(DUE)
    assert [shown("?tab=overdue"), shown("?age=1"), shown("?age=2")] == [0, 0, 1]
    on(DUE + dt.timedelta(days=1))
    late = see("gus", "discipline:list-rectifications", query="?tab=overdue")
    assert "待签收，逾期 1 天" in text(late)
    part = see("gus", "discipline:list-rectifications", **{"HX-Request": "true", "HX-Target": "rectification-list"})
    assert "<main" not in part.content.decode()
    assert 'id="rectification-list"' in part.content.decode()


def test_list_rectifications_of_what_is_over(supervision, submitted, see):  # noqa: F811
    supervision.accept()
    assert "已销号" in text(see("gus", "discipline:list-rectifications", query="?tab=closed"))
    assert "没有办结的 0" in text(see("gus", "discipline:list-rectifications"))


# --- the one file of a matter ---------------------------------------------------------------------------------------


@pytest.mark.req("LOG-09")
def test_show_rectification_is_the_whole_file(supervision, submitted, see):  # noqa: F811
    supervision.accept()
    for who in ("lena", "piet", "gus", "ivo", "kai"):
        page = see(who, SHOW, submitted.pk)
        for said in (
            submitted.number, "补齐巡逻日志", "补写两天的日志，指定一名副队长代写。", "缺两天的巡逻日志",
            "没有人替队长写", "街道派人教一次", supervision.inspection.number, "2026年12月18日",
            "本周内补写，副队长代写。", "两天的日志已补写，副队长已会写。", "已到现场看过。", "下发整改通知书",
            "签收", "提交复查", "复查通过", "已销号",
        ):  # fmt: skip
            assert said in text(page), (who, said)
        assert acts_in(page) == set()
    for who in ("otto", "theo", "pia", "mara", "nora"):
        assert see(who, SHOW, submitted.pk).status_code == 404, who
    assert see("gus", SHOW, 2**62).status_code == 404


def test_show_rectification_offers_only_what_is_open_to_the_reader(issued, supervision, on, see):  # noqa: F811
    def offered(who):
        return acts_in(see(who, SHOW, issued.pk))

    assert offered("lena") == {"acknowledge", "extension"}
    assert offered("gus") == {"rechecker"}
    assert offered("gwen") == {"limit", "withdraw"}
    assert offered("ivo") == offered("piet") == offered("tess") == set()
    supervision.acknowledge(NEXT)
    assert offered("lena") == {"submit", "progress", "evidence", "extension"}
    supervision.submit(NEXT)
    assert (offered("lena"), offered("piet")) == (set(), {"accept", "send-back"})
    # Whoever found it is not the other eye.
    assert offered("ivo") == set()
    assert offered("gwen") == {"limit"}
    on(DUE + dt.timedelta(days=1))
    assert "还有" not in text(see("lena", SHOW, issued.pk))


@pytest.mark.req("LOG-09")
def test_the_leader_answers_on_the_phone(district, issued, see, send):  # noqa: F811
    pk = issued.pk
    for name in (
        "acknowledge-rectification",
        "note-progress",
        "attach-evidence",
        "ask-extension",
        "submit-rectification",
    ):
        for who in ("otto", "gus", "piet", "ivo", "mara"):
            assert see(who, f"discipline:{name}", pk).status_code == 404, (name, who)
            assert send(who, f"discipline:{name}", pk, text="x").status_code == 404, (name, who)
        assert see("lena", f"discipline:{name}", pk).status_code == 200, name
    short = send("lena", "discipline:acknowledge-rectification", pk, plan="写")
    assert (short.status_code, "请写 2 到 1000 个字" in text(short)) == (422, True)
    done = send("lena", "discipline:acknowledge-rectification", pk, plan="本周补写")
    assert done["Location"] == reverse(SHOW, args=[pk])
    twice = send("lena", "discipline:acknowledge-rectification", pk, plan="本周补写")
    assert twice.status_code == 409
    key = str(uuid.uuid4())
    for _ in range(2):
        send("lena", "discipline:note-progress", pk, text="写了一天", idempotency_key=key)
    paper = SimpleUploadedFile("x.pdf", PAPER)
    send("lena", "discipline:attach-evidence", pk, title="补写的日志", file=paper)
    nothing = send("lena", "discipline:attach-evidence", pk, title="补写的日志")
    assert (nothing.status_code, StoredFile.objects.filter(subject_type="rectification").count()) == (422, 1)
    wrong = send("lena", "discipline:attach-evidence", pk, title="别的", file=SimpleUploadedFile("x.pdf", b"MZ"))
    assert wrong.status_code == 422
    page = see("lena", SHOW, pk)
    assert [step.text for step in page.context["file"].progress] == ["写了一天"]
    assert "补写的日志" in text(page)
    send("lena", "discipline:submit-rectification", pk, result="都补写了")
    assert Rectification.objects.get().stage == "SUBMITTED"
    assert "等待" not in text(see("lena", SHOW, pk)).split("经过")[0].split("结果")[0]
    assert send("lena", "discipline:submit-rectification", pk, result="都补写了").status_code == 409


@pytest.mark.req("INS-06")
def test_accept_rectification_or_send_it_back(supervision, submitted, see, send):  # noqa: F811
    pk = submitted.pk
    for name in ("accept-rectification", "send-back-rectification"):
        for who in ("lena", "gus", "gwen", "tess", "pia", "kai", "otto"):
            assert see(who, f"discipline:{name}", pk).status_code == 404, (name, who)
        assert "两天的日志已补写" in text(see("piet", f"discipline:{name}", pk)), name
    own = send("ivo", "discipline:accept-rectification", pk, text="看过了")
    assert (own.status_code, "下发整改的人不能自己复查" in text(own)) == (422, True)
    send("piet", "discipline:send-back-rectification", pk, reason="副队长还不会写")
    page = text(see("lena", SHOW, pk))
    assert "复查未通过，请继续整改" in page
    assert "副队长还不会写" in page
    send("lena", "discipline:submit-rectification", pk, result="又教了一次")
    done = send("piet", "discipline:accept-rectification", pk, text="当面写了一份")
    assert done["Location"] == reverse(SHOW, args=[pk])
    assert Rectification.objects.get().stage == "CLOSED"
    assert send("piet", "discipline:accept-rectification", pk, text="再看").status_code == 409


def test_ask_extension_and_decide_it(running, see, send):  # noqa: F811
    pk, until = running.pk, DUE + dt.timedelta(days=10)
    assert "最多延 30 天" in text(see("lena", "discipline:ask-extension", pk))
    far = send("lena", "discipline:ask-extension", pk, until=DUE + dt.timedelta(days=31), reason="等材料")
    assert (far.status_code, "延期要晚于现在的期限" in text(far)) == (422, True)
    send("lena", "discipline:ask-extension", pk, until=until, reason="等材料")
    assert acts_in(see("gwen", SHOW, pk)) == {"limit", "withdraw", "extension/decide"}
    for who in ("lena", "gus", "tess", "piet"):
        assert see(who, "discipline:decide-extension", pk).status_code == 404, who
    assert "等材料" in text(see("gwen", "discipline:decide-extension", pk))
    none = send("gwen", "discipline:decide-extension", pk, reason="合理")
    assert (none.status_code, "请选择一项" in text(none)) == (422, True)
    send("gwen", "discipline:decide-extension", pk, granted="yes", reason="合理")
    page = text(see("lena", SHOW, pk))
    for said in ("同意延期", "合理", "2026年12月28日", "原来是 2026年12月18日"):
        assert said in page, said
    twice = send("lena", "discipline:ask-extension", pk, until=until + dt.timedelta(days=5), reason="还要等")
    assert "只能申请一次" in text(twice)


@pytest.mark.req("INS-12")
def test_limit_rectification_withdraw_it_and_assign_a_rechecker(district, running, see, send):  # noqa: F811
    pk, until = running.pk, NEXT + dt.timedelta(days=7)
    for name in ("limit-rectification", "withdraw-rectification"):
        for who in ("gus", "lena", "piet", "tess"):
            assert see(who, f"discipline:{name}", pk).status_code == 404, (name, who)
        assert see("gwen", f"discipline:{name}", pk).status_code == 200
    for who in ("gwen", "lena", "tess"):
        assert see(who, "discipline:assign-rechecker", pk).status_code == 404, who
    past = send("gwen", "discipline:limit-rectification", pk, until=NEXT, reason="一直没动")
    assert (past.status_code, "请选择明天起" in text(past)) == (422, True)
    send("gwen", "discipline:limit-rectification", pk, until=until, reason="一直没动")
    page = text(see("lena", SHOW, pk))
    for said in ("限期整改", "2026年11月19日 – 2026年11月26日", "一直没动", "关文"):
        assert said in page, said
    assert "withdraw" in acts_in(see("gwen", SHOW, pk))
    assert "limit" not in acts_in(see("gwen", SHOW, pk))
    assert see("gus", "discipline:list-rectifications", query="?level=TIME_LIMITED").context["lines"]
    issuer = send("gus", "discipline:assign-rechecker", pk, rechecker_id=district.users["ivo"])
    assert issuer.status_code == 422
    send("gus", "discipline:assign-rechecker", pk, rechecker_id=district.users["piet"])
    assert Rectification.objects.get().rechecker_id == district.users["piet"]
    send("gwen", "discipline:withdraw-rectification", pk, reason="检查有误")
    assert "检查有误" in text(see("lena", SHOW, pk))
    assert acts_in(see("gwen", SHOW, pk)) == set()


@pytest.mark.req("INS-11")
def test_print_rectification_is_the_notice_with_the_file_behind_it(supervision, submitted, see):  # noqa: F811
    page = see("lena", "discipline:print-rectification", submitted.pk)
    assert page.content.decode().count('class="sheet"') == 2
    for said in ("整改通知书", submitted.number, "下发人", "签收人", "整改期限", "2026年12月18日", "整改档案", "经过"):
        assert said in text(page), said
    assert see("otto", "discipline:print-rectification", submitted.pk).status_code == 404
