"""Records by API: the whole record in its parts, and signatures that carry what was read."""

from __future__ import annotations

import uuid

import pytest

from discipline.models import Inspection
from tests.discipline.filling import body
from tests.discipline.pages_records import ask, on, tell  # noqa: F401
from tests.discipline.story import HELD

WRITING = 36


@pytest.fixture
def visit(supervision, on):  # noqa: F811
    visit = supervision.until_planned()
    on(HELD)
    return visit


def test_record_inspection_and_read_it_again(visit, tell, ask):  # noqa: F811
    key = str(uuid.uuid4())
    for status in (201, 200):
        made = tell("ivo", f"visits/{visit.pk}/record/", body(), expected=status, key=key, at_most=WRITING)
    for who in ("lena", "gus", "nora"):
        tell(who, f"visits/{visit.pk}/record/", body(), expected=403 if who == "nora" else 404, at_most=WRITING)
    line = ask("lena", "inspections/")["results"][0]
    assert (line["id"], line["found"], line["to_rectify"], line["stage"]) == (made["id"], 2, 1, "RECORDED")
    whole = ask("gwen", f"inspections/{made['id']}/")
    assert whole["inspection"]["number"] == line["number"]
    assert [row["verdict"] for row in whole["items"]] == ["GOOD", "PARTLY", "GOOD"]
    assert whole["items"][1]["remark"] == "有两人说不清"
    assert (whole["share_worn"], whole["untouched"], len(whole["digest"])) == (80, True, 64)
    assert [row["kept"] for row in whole["documents"]] == [3, 1, 28]
    assert whole["interviews"][1] == {"seen": "RARELY", "at_night": False, "enough": False}
    assert whole["sites"][0]["guards_there"] == 1
    assert whole["findings"][0]["to_rectify"] is True
    assert ask("otto", "inspections/")["results"] == []
    ask("otto", f"inspections/{made['id']}/", expected=404)
    ask("mara", "inspections/")
    assert ask("gus", "inspections/?stage=effective")["results"] == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"answers": [{"number": 1, "verdict": "GOOD"}]}, 422),
        ({"answers": [{"number": 1, "verdict": "GOOD"}] * 3}, 400),
        ({"answers": [{"number": 1, "verdict": "SUPERB"}]}, 400),
        ({"documents": [{"kind": "PLAN", "kept": 1, "due": 1}] * 2}, 400),
        ({"worn": 6}, 422),
        ({"version": 4}, 422),
        ({"summary": "身份证 990102198503140014"}, 422),
        ({"begun_at": "1999-01-01T00:00"}, 422),
    ],
)
def test_record_inspection_says_no(visit, tell, changed, status):  # noqa: F811
    tell("ivo", f"visits/{visit.pk}/record/", body(**changed), expected=status, at_most=WRITING)
    assert not Inspection.objects.exists()


@pytest.mark.req("LOG-04")
def test_sign_inspection_and_countersign_inspection_carry_what_was_read(visit, tell, ask, on):  # noqa: F811
    pk = tell("ivo", f"visits/{visit.pk}/record/", body(), expected=201, at_most=WRITING)["id"]
    tell("ivo", f"inspections/{pk}/amend/", body(summary="看过两遍。"), at_most=WRITING)
    digest = ask("ivo", f"inspections/{pk}/")["digest"]
    tell("ivo", f"inspections/{pk}/sign/", {}, expected=400)
    tell("ivo", f"inspections/{pk}/sign/", {"seen": "0" * 64}, expected=422)
    tell("lena", f"inspections/{pk}/sign/", {"seen": digest}, expected=404)
    tell("ivo", f"inspections/{pk}/sign/", {"seen": digest})
    on(HELD, 16)
    tell("ivo", f"inspections/{pk}/take-back/")
    tell("lena", f"inspections/{pk}/countersign/", {"seen": digest}, expected=409)
    tell("ivo", f"inspections/{pk}/sign/", {"seen": digest})
    tell("ivo", f"inspections/{pk}/countersign/", {"seen": digest}, expected=404)
    tell("otto", f"inspections/{pk}/countersign/", {"seen": digest}, expected=404)
    tell("lena", f"inspections/{pk}/countersign/", {"seen": digest})
    found = ask("lena", f"inspections/{pk}/")
    assert found["inspection"]["stage"] == "SIGNED_BOTH"
    assert found["countersigned_at"]
    key = str(uuid.uuid4())
    correction = {**body(worn=5), "reason": "数错一人"}
    for status in (201, 200):
        new = tell("ivo", f"inspections/{pk}/correct/", correction, expected=status, key=key, at_most=WRITING)
    assert ask("lena", f"inspections/{pk}/")["corrected_by_id"] == new["id"]
    assert ask("lena", f"inspections/{new['id']}/")["inspection"]["corrects_id"] == pk


@pytest.mark.req("LOG-04")
def test_refuse_signature_and_decide_dispute(supervision, visit, tell, ask, on):  # noqa: F811
    made = supervision.record()
    supervision.sign()
    on(HELD, 17)
    said = {"seen": made.digest, "statement": "人数不对，当天到了六人。"}
    tell("ivo", f"inspections/{made.pk}/refuse/", said, expected=404)
    tell("lena", f"inspections/{made.pk}/refuse/", {**said, "seen": "x"}, expected=422)
    tell("lena", f"inspections/{made.pk}/refuse/", said)
    decision = {"upheld": True, "decision": "核对了报备记录。"}
    tell("gus", f"inspections/{made.pk}/decide/", decision, expected=404)
    tell("gwen", f"inspections/{made.pk}/decide/", decision)
    tell("gwen", f"inspections/{made.pk}/decide/", decision, expected=409)
    found = ask("lena", f"inspections/{made.pk}/")
    assert (found["inspection"]["stage"], found["decision"]) == ("UPHELD", "核对了报备记录。")
