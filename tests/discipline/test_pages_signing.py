"""Two signatures on a page, or a dispute; the record as a page of the book (LOG-03, LOG-04, INS-04, PUB-12)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.urls import reverse

from discipline.models import Inspection
from patrol_ops.core.sheets.reading import read_sheets
from tests.discipline.pages_records import on, see, send, text  # noqa: F401
from tests.discipline.story import HELD

LATER = dt.date(2026, 12, 2)
PARTIES = ("ivo", "lena", "gus", "gwen", "tess", "piet", "petra", "liz", "kai")
SAID = (
    "伊文", "区督导组", "日常检查", "事先通知", "2026年11月18日", "14:30–15:20", "5 人", "佩戴标识 4 人", "(80%)",
    "值班室有巡逻计划", "部分符合", "有两人说不清", "得分 83", "巡逻计划", "28 / 30 份", "缺两天", "匿名访问 2 人",
    "几乎每天 1", "很少 1", "晚上见过巡逻 1 人，觉得够 1 人", "港口小学门口", "保安应到 2 人，实到 1 人",
    "缺两天的巡逻日志", "没有人替队长写", "街道派人教一次", "需要整改", "总体较好", "还没有签字", "待检查人签字",
)  # fmt: skip
OTHERS = ("otto", "theo", "pia", "olga", "mara", "vera", "nora", "ada")


@pytest.fixture
def made(supervision, on):  # noqa: F811
    made = supervision.until_recorded()
    on(HELD, 17)
    return made


@pytest.mark.req("LOG-03")
@pytest.mark.req("EQP-13")
@pytest.mark.req("LOG-10")
def test_show_inspection_reads_like_a_page_of_the_book(made, see):  # noqa: F811
    for who in PARTIES:
        page = text(see(who, "discipline:show-inspection", made.pk))
        for said in (made.number, *SAID):
            assert said in page, (who, said)
        assert ("签字确认" in page) == (who == "ivo"), who
    for who in OTHERS:
        assert see(who, "discipline:show-inspection", made.pk).status_code == 404, who


@pytest.mark.req("LOG-04")
def test_sign_inspection_carries_the_digest_that_was_read(made, see, send):  # noqa: F811
    for who in ("lena", "gus", "gwen", "otto"):
        answer = send(who, "discipline:sign-inspection", made.pk, seen=made.digest)
        assert answer.status_code == 404, who
    assert send("ivo", "discipline:sign-inspection", made.pk).status_code == 422
    assert send("ivo", "discipline:sign-inspection", made.pk, seen="0" * 64).status_code == 422
    assert f'name="seen" value="{made.digest}"' in see("ivo", "discipline:show-inspection", made.pk).content.decode()
    answer = send("ivo", "discipline:sign-inspection", made.pk, seen=made.digest)
    assert answer["Location"] == reverse("discipline:show-inspection", args=[made.pk])
    page = text(see("ivo", "discipline:show-inspection", made.pk))
    for said in ("待队长签字", "和签字时一致", "撤回签字"):
        assert said in page, said
    assert send("ivo", "discipline:sign-inspection", made.pk, seen=made.digest).status_code == 409


@pytest.mark.req("LOG-04")
def test_countersign_inspection_is_the_leaders(supervision, made, see, send):  # noqa: F811
    assert send("lena", "discipline:countersign-inspection", made.pk, seen=made.digest).status_code == 409
    supervision.sign(hour=17)
    page = see("lena", "discipline:show-inspection", made.pk)
    for said in ("签字确认", "不签字", "请看完全部内容再签字", "伊文"):
        assert said in text(page), said
    assert reverse("discipline:refuse-signature", args=[made.pk]) in page.content.decode()
    for who in ("ivo", "gus", "kai", "otto", "mara"):
        assert send(who, "discipline:countersign-inspection", made.pk, seen=made.digest).status_code == 404, who
    assert send("lena", "discipline:countersign-inspection", made.pk, seen="1" * 64).status_code == 422
    send("lena", "discipline:countersign-inspection", made.pk, seen=made.digest)
    assert Inspection.objects.get().stage == "SIGNED_BOTH"
    page = text(see("gus", "discipline:show-inspection", made.pk))
    for said in ("双方已签字", "李娜", "和签字时一致", "队长签字"):
        assert said in page, said


def test_take_back_signature_opens_the_record_again(supervision, made, see, send):  # noqa: F811
    supervision.sign(hour=17)
    for who in ("lena", "gus", "nora"):
        assert send(who, "discipline:take-back-signature", made.pk).status_code == 404, who
    assert "撤回签字" not in text(see("lena", "discipline:show-inspection", made.pk))
    send("ivo", "discipline:take-back-signature", made.pk)
    assert Inspection.objects.get().stage == "RECORDED"
    assert send("ivo", "discipline:take-back-signature", made.pk).status_code == 409


@pytest.mark.req("LOG-04")
def test_refuse_signature_says_why_and_the_head_decides(supervision, made, see, send):  # noqa: F811
    supervision.sign(hour=17)
    page = see("lena", "discipline:refuse-signature", made.pk)
    assert "为什么不签字" in text(page)
    assert "值班室有巡逻计划" in text(page)
    for who in ("ivo", "gus", "otto", "mara"):
        assert see(who, "discipline:refuse-signature", made.pk).status_code == 404, who
        assert (
            send(who, "discipline:refuse-signature", made.pk, seen=made.digest, statement="不对不对").status_code == 404
        )
    short = send("lena", "discipline:refuse-signature", made.pk, seen=made.digest, statement="不")
    assert (short.status_code, "请写 5 到 1000 个字" in text(short)) == (422, True)
    told = send("lena", "discipline:refuse-signature", made.pk, seen=made.digest, statement="电话 13900001111 可以问")
    assert (told.status_code, "13900001111" in told.content.decode()) == (422, True)
    stale = send("lena", "discipline:refuse-signature", made.pk, seen="0" * 64, statement="人数不对，当天到了六人。")
    assert (stale.status_code, f'value="{made.digest}"' in stale.content.decode()) == (422, True)
    answer = send(
        "lena", "discipline:refuse-signature", made.pk, seen=made.digest, statement="人数不对，当天到了六人。"
    )
    assert answer.status_code == 302
    assert see("lena", "discipline:refuse-signature", made.pk).status_code == 409
    for who in ("ivo", "lena", "gus"):
        page = text(see(who, "discipline:show-inspection", made.pk))
        assert "人数不对，当天到了六人。" in page, who
        assert "有异议，待裁定" in page, who
        assert see(who, "discipline:decide-dispute", made.pk).status_code == 404, who
    assert (
        reverse("discipline:decide-dispute", args=[made.pk])
        in see("gwen", "discipline:show-inspection", made.pk).content.decode()
    )
    assert "人数不对" in text(see("gwen", "discipline:decide-dispute", made.pk))
    empty = send("gwen", "discipline:decide-dispute", made.pk, upheld="", decision="")
    assert (empty.status_code, "请选择一项" in text(empty)) == (422, True)
    send("gwen", "discipline:decide-dispute", made.pk, upheld="no", decision="照片上是六人。")
    assert Inspection.objects.get().stage == "OVERTURNED"
    page = text(see("lena", "discipline:show-inspection", made.pk))
    for said in ("裁定无效", "照片上是六人。", "关文", "不作为考核依据"):
        assert said in page, said
    assert see("gwen", "discipline:decide-dispute", made.pk).status_code == 409
    assert send("gwen", "discipline:decide-dispute", made.pk, upheld="yes", decision="再看一次").status_code == 409


def test_decide_dispute_upheld_takes_effect(supervision, made, send, see):  # noqa: F811
    supervision.sign(hour=17)
    supervision.refuse(hour=17)
    send("gwen", "discipline:decide-dispute", made.pk, upheld="yes", decision="核对了报备记录。")
    assert Inspection.objects.get().stage == "UPHELD"
    assert "裁定有效" in text(see("lena", "discipline:show-inspection", made.pk))


def test_what_no_longer_fits_its_digest_is_said(supervision, made, see, monkeypatch):  # noqa: F811
    """The triggers let nobody change a signed text; should it happen below them, the page tells."""
    supervision.sign(hour=17)
    monkeypatch.setattr("discipline.reports.records.digest_of", lambda content: "0" * 64)
    page = text(see("lena", "discipline:show-inspection", made.pk))
    assert "和签字时不一致，请联系综治办" in page


@pytest.mark.req("INS-04")
def test_an_unannounced_inspection_is_there_once_it_is_recorded(supervision, on, see):  # noqa: F811
    supervision.until_planned(announced=False)
    on(HELD, 17)
    for name, args in (("list-inspections", ()), ("team-inspections", (supervision.team_id,))):
        assert HELD.strftime("%Y") not in text(see("lena", f"discipline:{name}", *args)).split("检查记录")[-1][:40]
    assert see("lena", "discipline:record-inspection", supervision.visit_id).status_code == 404
    made = supervision.record()
    page = text(see("lena", "discipline:show-inspection", made.pk))
    assert "没有通知" in page


# --- the book -------------------------------------------------------------------------------------------------------


@pytest.fixture
def book(supervision, on):  # noqa: F811
    """Two of the harbour: one in effect, one that waits; one of the willow."""
    first = supervision.until_effective()
    supervision.plan(day=dt.date(2026, 11, 19), starts_at=dt.datetime.combine(LATER, dt.time(14)))
    second = supervision.record(LATER, findings=())
    supervision.team, supervision.leader = "willow", "otto"
    supervision.plan(
        day=dt.date(2026, 11, 19), starts_at=dt.datetime.combine(LATER, dt.time(16)), team_id=supervision.team_id
    )
    other = supervision.record(LATER)
    on(dt.date(2026, 12, 3), 10)
    return first, second, other


def numbers(answer) -> list[str]:
    return [row.number for row in answer.context["page"].object_list]


def test_list_inspections(book, see):  # noqa: F811
    first, second, other = (row.number for row in book)
    assert numbers(see("gus", "discipline:list-inspections")) == [other, second, first]
    assert numbers(see("ivo", "discipline:list-inspections")) == [other, second, first]
    assert numbers(see("lena", "discipline:list-inspections")) == [second, first]
    assert numbers(see("tess", "discipline:list-inspections")) == [second, first]
    assert numbers(see("otto", "discipline:list-inspections")) == [other]
    for who in ("mara", "nora", "ada", "vera", "fin"):
        assert see(who, "discipline:list-inspections").status_code == 404, who
    for query, wanted in {
        "?stage=unsigned": [other, second],
        "?stage=effective": [first],
        "?stage=DISPUTED": [],
        "?place=990102001": [second, first],
        "?organised_by=TOWNSHIP": [],
        "?first=2026-12-01": [other, second],
        "?last=2026-11-30": [first],
        f"?team={book[2].team_id}": [other],
    }.items():
        assert numbers(see("gus", "discipline:list-inspections", query=query)) == wanted, query
    assert "没有符合条件的检查记录" in text(see("gus", "discipline:list-inspections", query="?stage=DISPUTED"))
    for query in ("?team=99999999999999999999", "?first=x", "?stage=NEVER", "?place=7"):
        assert see("gus", "discipline:list-inspections", query=query).status_code in (200, 422), query
    part = see(
        "gus", "discipline:list-inspections", query="?stage=effective",
        **{"HX-Request": "true", "HX-Target": "inspection-list"},
    )  # fmt: skip
    assert part.content.decode().strip().startswith('<div id="inspection-list">')
    assert "要整改 1" in text(part)


def test_list_inspections_while_there_is_none(district, on, see):  # noqa: F811
    on(HELD)
    assert "还没有检查记录" in text(see("gus", "discipline:list-inspections"))
    assert see("gus", "discipline:export-inspections").status_code == 200


def test_export_inspections_names_nobody(book, see):  # noqa: F811
    from_list = see("gus", "discipline:export-inspections", query="?stage=effective")
    sheet = read_sheets(io.BytesIO(b"".join(from_list.streaming_content)))[0]
    said = " ".join(str(cell) for row in sheet.rows for cell in row)
    assert book[0].number in said
    assert book[1].number not in said
    for name in ("伊文", "李娜", "关文"):
        assert name not in said
    assert see("mara", "discipline:export-inspections").status_code == 404


def test_team_inspections(book, supervision, see, district):  # noqa: F811
    harbour, willow = district.teams["harbour"], district.teams["willow"]
    panel = see("lena", "discipline:team-inspections", harbour, **{"HX-Request": "true"})
    assert "待检查人签字" in text(panel)
    assert "<html" not in panel.content.decode()
    assert "双方已签字" in text(see("gus", "discipline:team-inspections", harbour))
    assert see("lena", "discipline:team-inspections", willow).status_code == 404
    assert see("mara", "discipline:team-inspections", harbour).status_code == 404
    assert "还没有检查记录" in text(see("gus", "discipline:team-inspections", district.teams["academy"]))


@pytest.mark.req("LOG-03")
def test_print_inspection(book, see):  # noqa: F811
    page = text(see("lena", "discipline:print-inspection", book[0].pk))
    for said in (
        "巡防检查记录簿",
        book[0].number,
        "检查人：",
        "伊文",
        "李娜",
        "17:00",
        "值班室有巡逻计划",
        "港口小学门口",
    ):
        assert said in page, said
    assert "本记录没有生效" in text(see("lena", "discipline:print-inspection", book[1].pk))
    assert see("otto", "discipline:print-inspection", book[0].pk).status_code == 404


def test_print_inspections_is_the_book_of_a_month_or_a_year(book, see, district):  # noqa: F811
    harbour = district.teams["harbour"]
    year = text(see("tess", "discipline:print-inspections", harbour, query="?year=2026"))
    assert (book[0].number in year, book[1].number in year, book[2].number in year) == (True, True, False)
    month = text(see("lena", "discipline:print-inspections", harbour, query="?year=2026&month=11"))
    assert (book[0].number in month, book[1].number in month, "2026年11月" in month) == (True, False, True)
    assert "这段时间没有检查记录" in text(see("lena", "discipline:print-inspections", harbour, query="?year=2025"))
    for query in ("?year=3000", "?month=13", "?year=x"):
        assert see("lena", "discipline:print-inspections", harbour, query=query).status_code == 404, query
    assert see("otto", "discipline:print-inspections", harbour).status_code == 404
    assert see("mara", "discipline:print-inspections", harbour).status_code == 404
