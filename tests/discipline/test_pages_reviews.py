"""Reviews of responsibility, and the coordination duty of units, on pages."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from discipline.models import AccountabilityReview, CoordinationDuty
from tests.discipline.rectify_doors import acts_in, on, see, send, text  # noqa: F401

DAY = dt.date(2026, 11, 19)
OPENED = {"trigger": "ACCIDENT", "title": "港口仓库起火", "happened_on": "2026-11-17", "reference": "港公消〔2026〕17"}
FACTS = {"facts": "当晚的巡逻少走了一段，仓库门口没有人看。", "negligence": "yes", "proposal": "队伍补充夜间路线。"}


@pytest.fixture
def today(on):  # noqa: F811
    on(DAY)


@pytest.fixture
def review(district, today, send):  # noqa: F811
    send("gus", "discipline:open-review", query="?place=990102001", **OPENED, team_id=district.teams["harbour"])
    return AccountabilityReview.objects.get()


# --- reviews --------------------------------------------------------------------------------------------------------


@pytest.mark.req("INC-08", "INS-10")
def test_open_review_at_a_place_and_name_nobody(district, today, see, send):  # noqa: F811
    page = text(see("gus", "discipline:open-review", query="?place=990102001"))
    assert "不写任何人的姓名" in page
    for who in ("gwen", "tess", "petra", "piet", "kai", "lena", "mara", "nora"):
        assert see(who, "discipline:open-review").status_code == 404, who
        assert send(who, "discipline:open-review", **OPENED).status_code == 404, who
    named = send("gus", "discipline:open-review", **{**OPENED, "title": "找到 13800138000 的人"})
    assert (named.status_code, AccountabilityReview.objects.count()) == (422, 0)
    ahead = send("gus", "discipline:open-review", **{**OPENED, "happened_on": "2026-11-20"})
    assert "请填三年内已经发生的日期" in text(ahead)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send(
            "ivo", "discipline:open-review", query="?place=990102001", **OPENED, team_id="", idempotency_key=key
        )
    made = AccountabilityReview.objects.get()
    assert answer["Location"] == reverse("discipline:show-review", args=[made.pk])
    assert (made.path, made.trigger) == ("990102001", "ACCIDENT")


@pytest.mark.req("INC-08")
def test_list_reviews_and_show_review(review, see):  # noqa: F811
    for who in ("gwen", "gus", "tess", "petra", "piet", "ivo"):
        assert "港口仓库起火" in text(see(who, "discipline:list-reviews")), who
        page = text(see(who, "discipline:show-review", review.pk))
        for said in ("重大事故", "2026年11月17日", "港公消〔2026〕17", "正在核查", "启动责任倒查", "顾思"):
            assert said in page, (who, said)
    for who in ("theo", "pia"):
        assert "没有责任倒查" in text(see(who, "discipline:list-reviews")), who
        assert see(who, "discipline:show-review", review.pk).status_code == 404, who
    for who in ("kai", "lena", "mara", "nora", "vera"):
        assert see(who, "discipline:list-reviews").status_code == 404, who
        assert see(who, "discipline:show-review", review.pk).status_code == 404, who
    found = see("gus", "discipline:list-reviews", query="?stage=DECIDED&trigger=ACCIDENT")
    assert list(found.context["page"]) == []
    assert see("gus", "discipline:list-reviews", query="?stage=x").status_code == 422


@pytest.mark.req("INC-08")
def test_propose_review_send_it_back_and_decide_it(review, see, send):  # noqa: F811
    pk = review.pk
    for name in ("decide-review", "send-back-review"):
        for who in ("gus", "ivo", "tess", "lena"):
            assert see(who, f"discipline:{name}", pk).status_code == 404, (name, who)
    assert acts_in(see("gus", "discipline:show-review", pk)) == {"propose"}
    assert acts_in(see("gwen", "discipline:show-review", pk)) == set()
    early = send("gwen", "discipline:decide-review", pk, negligence="no", decision="不追究")
    assert early.status_code == 409
    short = send("gus", "discipline:propose-review", pk, **{**FACTS, "facts": "不清楚"})
    assert (short.status_code, "请写 10 到 2000 个字" in text(short)) == (422, True)
    send("gus", "discipline:propose-review", pk, **FACTS)
    assert acts_in(see("gwen", "discipline:show-review", pk)) == {"decide", "send-back"}
    assert acts_in(see("gus", "discipline:show-review", pk)) == set()
    send("gwen", "discipline:send-back-review", pk, reason="请补充路线图")
    assert "请补充路线图" in text(see("ivo", "discipline:show-review", pk))
    opened = see("ivo", "discipline:propose-review", pk)
    assert opened.context["form"].initial == FACTS
    send("ivo", "discipline:propose-review", pk, **FACTS)
    assert "当晚的巡逻少走了一段" in text(see("gwen", "discipline:decide-review", pk))
    blank = send("gwen", "discipline:decide-review", pk, decision="不追究个人")
    assert (blank.status_code, "请选择一项" in text(blank)) == (422, True)
    done = send("gwen", "discipline:decide-review", pk, negligence="no", decision="不追究个人，改路线。")
    assert done["Location"] == reverse("discipline:show-review", args=[pk])
    page = text(see("piet", "discipline:show-review", pk))
    for said in ("已决定", "没有失职", "不追究个人，改路线。", "退回倒查意见", "作出倒查决定", "关文"):
        assert said in page, said


# --- the coordination duty of units ---------------------------------------------------------------------------------


@pytest.mark.req("INS-16")
def test_record_coordination_follow_it_up_and_end_it(district, today, on, see, send):  # noqa: F811
    said = {
        "unit_id": district.units["station"], "duty": "每月和街道一起看一次夜巡", "contact_post": "值班室",
        "since": "2026-11-01",
    }  # fmt: skip
    assert "还没有登记" in text(see("tess", "discipline:list-coordination"))
    for who in ("gwen", "petra", "piet", "lena", "mara", "nora"):
        assert see(who, "discipline:record-coordination").status_code == 404, who
    outside = send("theo", "discipline:record-coordination", **said)
    assert (outside.status_code, CoordinationDuty.objects.count()) == (422, 0)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send("tess", "discipline:record-coordination", **said, idempotency_key=key)
    assert answer["Location"] == reverse("discipline:list-coordination")
    duty = CoordinationDuty.objects.get()
    for who in ("gwen", "gus", "tess", "petra", "piet"):
        page = text(see(who, "discipline:list-coordination"))
        assert ("每月和街道一起看一次夜巡" in page, "值班室" in page) == (True, True), who
    for who in ("lena", "mara", "ivo", "nora"):
        assert see(who, "discipline:list-coordination").status_code == 404, who
    for who in ("theo", "gwen", "piet"):
        assert see(who, "discipline:follow-up-coordination", duty.pk).status_code == 404, who
        assert send(who, "discipline:end-coordination", duty.pk).status_code == 404, who
    key = str(uuid.uuid4())
    for _ in range(2):
        send("gus", "discipline:follow-up-coordination", duty.pk, text="11 月看过一次", idempotency_key=key)
    assert [row.text for row in duty.follow_ups.all()] == ["11 月看过一次"]
    assert "11 月看过一次" in text(see("piet", "discipline:list-coordination"))
    assert "11 月看过一次" in text(see("tess", "discipline:follow-up-coordination", duty.pk))
    on(DAY + dt.timedelta(days=120))
    assert "120 天没有登记情况" in text(see("gwen", "discipline:list-coordination"))
    send("tess", "discipline:end-coordination", duty.pk)
    assert "还没有登记" in text(see("tess", "discipline:list-coordination"))
    assert "每月和街道一起看一次夜巡" in text(see("tess", "discipline:list-coordination", query="?ended=on"))
    over = send("tess", "discipline:end-coordination", duty.pk)
    assert (over.status_code, "这项职责已经结束" in text(over)) == (422, True)
