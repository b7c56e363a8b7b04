"""Pages of the hiring standard: proposed by the office, agreed by the sub-bureau, read by everybody in the district."""

from __future__ import annotations

import datetime as dt

import pytest

from recruitment.models import Standard
from tests.recruitment.doors import filled, text

STANDARD_DAY = dt.date(2026, 10, 8)


@pytest.mark.req("REC-07")
def test_propose_standard(send, see, on, district):
    on(STANDARD_DAY)
    assert "还没有招聘标准" in text(see("tess", "recruitment:list-standards"))
    fields = filled(see("gus", "recruitment:propose-standard"))
    assert fields["criteria-TOTAL_FORMS"] == 5  # a line of each kind that is needed
    for who in ("tess", "petra", "lena", "nora"):
        assert see(who, "recruitment:propose-standard").status_code == 404
        assert send(who, "recruitment:propose-standard", **fields).status_code == 404

    texts = {f"criteria-{n}-text": line for n, line in enumerate(("年满十八周岁", "能夜间巡逻", "熟悉道路"))}
    answer = send("gus", "recruitment:propose-standard", **fields, **texts)
    assert answer.status_code == 422
    assert "每类岗位至少要有一条自己的标准" in text(answer)
    assert "熟悉道路" in answer.content.decode()
    grown = send("gus", "recruitment:propose-standard", **fields, **texts, **{"add-criteria": ""})
    assert grown.status_code == 200
    assert len(grown.context["forms"].rows.forms) == 6
    assert "po-error" not in grown.content.decode()
    texts |= {"criteria-3-text": "能看守岗位", "criteria-4-text": "有调解经验"}
    assert send("gus", "recruitment:propose-standard", **fields, **texts).status_code == 302
    assert Standard.objects.get().criteria.count() == 5
    # Sent twice, it counts once; another waits until the first is agreed.
    assert send("gus", "recruitment:propose-standard", **fields, **texts).status_code == 302
    answer = send("gus", "recruitment:propose-standard", **{**fields, "idempotency_key": ""}, **texts)
    assert answer.status_code == 422
    assert "上一版标准" in text(answer)


@pytest.mark.req("REC-07")
def test_agree_standard(send, see, on, story):
    on(STANDARD_DAY)
    standard = story.agree_standard()
    Standard.objects.update(agreed_by=None, agreed_at=None)
    assert "等待公安分局同意" in text(see("kai", "recruitment:list-standards"))
    assert see("petra", "recruitment:list-standards").context["to_agree"] == standard
    for who in ("gus", "tess", "piet", "lena", "nora"):
        assert send(who, "recruitment:agree-standard", standard.pk).status_code == 404
    assert send("petra", "recruitment:agree-standard", standard.pk).status_code == 302
    assert send("petra", "recruitment:agree-standard", standard.pk).status_code == 409
    assert "公安分局已同意" in text(see("tess", "recruitment:list-standards"))
    assert see("gus", "recruitment:propose-standard").context["forms"].rows.initial[0]["text"].startswith("年满十八")
    for who in ("lena", "mara", "nora", "aud"):
        assert see(who, "recruitment:list-standards").status_code == 404
