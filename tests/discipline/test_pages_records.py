"""Writing a record on a phone: filled with what is known, nothing lost, once (LOG-03, LOG-10, EQP-13, INS-06 to 09)."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from discipline import commands
from discipline.models import Inspection
from discipline.reports import digest_now, parts_of
from patrol_ops.core import clock
from patrol_ops.core.models import Obligation, PolicyValue, StoredFile
from tests.discipline.filling import rows, typed
from tests.discipline.pages_records import on, see, send, text  # noqa: F401
from tests.discipline.story import HELD, checklist_draft

# What stands in a record is five inserts; its obligations, journal and outbox come to it.
WRITING = 36
ONE = {"seen": "DAILY", "at_night": "yes", "enough": "yes"}


@pytest.fixture
def visit(supervision, on):  # noqa: F811
    visit = supervision.until_planned()
    on(HELD, 14, 2)
    return visit


def test_record_inspection_opens_with_what_is_known(visit, see, supervision):  # noqa: F811
    days = [HELD - dt.timedelta(days=n) for n in (40, 9, 5, 1, 0)]
    for number, day in enumerate(days):
        Obligation.objects.create(
            kind="duty.submit_patrol_log", subject_type="team", subject_id=supervision.team_id, period=day.isoformat(),
            team_id=supervision.team_id, role="ldr", due_at=clock.at(day, 23), created_at=clock.at(day, 1),
            settled_at=clock.at(day, 22) if number == 1 else None,
            cancelled_at=clock.at(day, 22) if number == 2 else None,
        )  # fmt: skip

    page = see("ivo", "discipline:record-inspection", visit.pk)

    form = page.context["form"]
    assert (form.initial["day"], form.initial["begun"]) == (HELD, dt.time(14, 2))
    assert (form.initial["present"], form.initial.get("worn")) == (0, None)
    # One of two that were due: one is older than thirty days, one was called off, today's is not due yet.
    assert (form.initial["documents-WORK_RECORD-kept"], form.initial["documents-WORK_RECORD-due"]) == (1, 2)
    assert [len(form.forms) for form in page.context["forms"].rows.values()] == [2, 1, 0]
    said = text(page)
    for word in ("港口", "街面检查表", "1. 值班室有巡逻计划", "符合", "部分符合", "不适用", "再问一人", "提交，去签字"):
        assert word in said, word
    assert 'data-autosave="discipline.record_inspection"' in page.content.decode()
    assert len(gzip.compress(page.content)) < 11_000


@pytest.mark.parametrize("who", ["gwen", "gus", "tess", "piet", "kai", "lena", "otto", "mara", "nora", "ada"])
def test_record_inspection_is_for_its_inspector(visit, see, send, who):  # noqa: F811
    assert see(who, "discipline:record-inspection", visit.pk).status_code == 404
    assert send(who, "discipline:record-inspection", visit.pk, **typed()).status_code == 404


@pytest.mark.req("LOG-03")
@pytest.mark.req("INS-06")
@pytest.mark.req("INS-09")
@pytest.mark.req("PUB-12")
def test_record_inspection_takes_the_whole_record_once(visit, send, on):  # noqa: F811
    on(HELD)
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(), idempotency_key=key)
        made = Inspection.objects.get()
        assert answer["Location"] == reverse("discipline:show-inspection", args=[made.pk])
    parts = parts_of(made)
    assert (made.present, made.worn, made.certified, made.score) == (5, 4, 5, 83)
    assert [(row.number, row.verdict, row.remark) for row in parts.answers] == [
        (1, "GOOD", ""), (2, "PARTLY", "有两人说不清"), (3, "GOOD", "")
    ]  # fmt: skip
    assert [(row.kind, row.kept, row.due) for row in parts.documents] == [
        ("FILES", 3, 3), ("PLAN", 1, 1), ("WORK_RECORD", 28, 30)
    ]  # fmt: skip
    assert [(row.seen, row.at_night, row.enough) for row in parts.interviews] == [
        ("DAILY", True, True), ("RARELY", False, False)
    ]  # fmt: skip
    site = parts.sites[0]
    assert (site.duty, site.patrol, site.fixed_post, site.guards_due, site.guards_there) == (True, True, False, 2, 1)
    assert [(row.text, row.to_rectify) for row in parts.findings] == [("缺两天的巡逻日志", True), ("灯不亮", False)]
    assert digest_now(Inspection.objects.get()) == made.digest


def test_record_inspection_without_an_end_takes_the_moment_of_sending_and_counts_once(visit, send, on):  # noqa: F811
    key = str(uuid.uuid4())
    for minute in (30, 34):
        on(HELD, 15, minute)
        send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(ended=""), idempotency_key=key)

    assert clock.local(Inspection.objects.get().ended_at) == clock.at(HELD, 15, 30)


def test_record_inspection_past_midnight(supervision, on, send):  # noqa: F811
    visit = supervision.until_planned()
    on(HELD + dt.timedelta(days=1), 0, 20)
    send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(begun="23:40", ended="00:15"))

    made = Inspection.objects.get()
    assert (made.day, clock.local(made.ended_at).date()) == (HELD, HELD + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("changed", "said", "where"),
    [
        ({"answers-2-verdict": ""}, "这一项还没有选", "id_answers-2-verdict"),
        ({"worn": "6"}, "不能多于到场人数", "id_worn"),
        ({"worn": ""}, "请填到场人数和佩戴标识的人数", "id_worn"),
        ({"begun": "16:30"}, "检查时间要在最近 7 天内", "id_ended"),
        ({"answers-1-remark": "电话 13900001111"}, "手机号", "id_answers-1-remark"),
        ({"documents-PLAN-kept": "2"}, "已有的份数不能多于应有的份数", "id_documents-PLAN-kept"),
        ({"documents-FILES-due": ""}, "这一项还没有填", "id_documents-FILES-due"),
        (rows("interviews", ONE), "访问人数要在 2 到 50", "rows-interviews"),
        (rows("interviews", {"seen": "DAILY", "at_night": "no"}, {}), "这一项还没有填", "id_interviews-0-enough"),
        (rows("sites", {"kind": "SCHOOL", "name": ""}), "查看的点位要在 1 到 40", "rows-sites"),
        (rows("sites", {}, {"kind": "SCHOOL", "name": "校"}), "请写 2 到 60 个字", "id_sites-1-name"),
        (rows("sites", {"name": "东门"}), "这一项还没有填", "id_sites-0-kind"),
        (rows("findings", {}, {"text": "粤B12345 停在门口"}), "车牌", "id_findings-1-text"),
        (rows("findings", {"weak_point": "没人管"}), "这一项还没有填", "id_findings-0-text"),
        ({"sites-TOTAL_FORMS": "99"}, "", ""),
        ({"version": "7"}, "检查表刚刚更新", ""),
    ],
)  # fmt: skip
def test_record_inspection_refused_keeps_what_was_typed(visit, on, send, changed, said, where):  # noqa: F811
    on(HELD)
    answer = send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(**changed))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert f'href="#{where}"' in page if where else "还不能提交" in page
    assert f'id="{where}"' in page or not where
    assert "总体较好。" in page
    assert not Inspection.objects.exists()


def test_after_a_new_version_of_the_checklist_the_form_asks_again(visit, on, send, supervision, district):  # noqa: F811
    on(HELD)
    draft = checklist_draft(title="街面检查表(新)")
    commands.propose_checklist(
        actor=district.actor("gus"), place_id=district.places["990102"], checklist_id=supervision.checklist_id,
        draft=draft, at=clock.at(HELD, 8),
    )  # fmt: skip
    commands.agree_checklist(actor=district.actor("gwen"), checklist_id=supervision.checklist_id, at=clock.at(HELD, 9))

    first = send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed())
    assert (first.status_code, "检查表刚刚更新" in text(first)) == (422, True)
    assert 'name="version" value="2"' in first.content.decode()
    again = send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(version="2"))
    assert again.status_code == 302
    assert Inspection.objects.get().revision.version == 2


@pytest.mark.parametrize(("name", "number"), [("interviews", 2), ("sites", 1), ("findings", 2)])
def test_one_more_row_without_script(visit, send, name, number):  # noqa: F811
    sent = {**typed(), f"add-{name}": "", "answers-1-verdict": ""}
    answer = send("ivo", "discipline:record-inspection", visit.pk, **sent)

    assert answer.status_code == 200
    assert len(answer.context["forms"].rows[name].forms) == number + 1
    assert "还不能提交" not in text(answer)
    assert "缺两天的巡逻日志" in answer.content.decode()


def test_a_row_taken_away_says_nothing(visit, on, send):  # noqa: F811
    on(HELD)
    send("ivo", "discipline:record-inspection", visit.pk, at_most=WRITING, **typed(**{"findings-0-DELETE": "on"}))

    assert [row.text for row in Inspection.objects.get().findings.all()] == ["灯不亮"]


def test_record_inspection_again_leads_to_the_record(supervision, on, see, send):  # noqa: F811
    made = supervision.until_recorded()
    on(HELD, 17)
    answer = see("ivo", "discipline:record-inspection", supervision.visit_id)
    assert answer["Location"] == reverse("discipline:show-inspection", args=[made.pk])
    late = send("ivo", "discipline:record-inspection", supervision.visit_id, at_most=WRITING, **typed())
    assert (late.status_code, "情况已经变化" in text(late), "总体较好" in text(late)) == (409, True, True)


def test_record_inspection_of_a_visit_that_was_called_off(visit, district, see):  # noqa: F811
    commands.cancel_visit(actor=district.actor("gus"), visit_id=visit.pk, reason="下雨", at=clock.at(HELD, 9))
    assert see("ivo", "discipline:record-inspection", visit.pk).status_code == 409


# --- until it is signed, and afterwards -----------------------------------------------------------------------------


def test_amend_inspection_opens_with_what_stands_and_writes_it_anew(supervision, on, see, send):  # noqa: F811
    made = supervision.until_recorded()
    on(HELD, 17)
    page = see("ivo", "discipline:amend-inspection", made.pk)
    forms = page.context["forms"]
    assert (forms.main.initial["answers-2-remark"], forms.main.initial["ended"]) == ("有两人说不清", dt.time(15, 20))
    assert [len(rows.forms) for rows in forms.rows.values()] == [2, 1, 2]
    assert "修改检查记录" in text(page)
    for who in ("lena", "gus", "gwen", "piet"):
        assert see(who, "discipline:amend-inspection", made.pk).status_code == 404, who
    send("ivo", "discipline:amend-inspection", made.pk, at_most=WRITING, **typed(summary="看过两遍。"))
    after = Inspection.objects.get()
    assert (after.summary, after.digest != made.digest, after.findings.count()) == ("看过两遍。", True, 2)
    supervision.sign(hour=17)
    assert see("ivo", "discipline:amend-inspection", made.pk).status_code == 409
    late = send("ivo", "discipline:amend-inspection", made.pk, at_most=WRITING, **typed())
    assert (late.status_code, "情况已经变化" in text(late)) == (409, True)


def test_correct_inspection_makes_another_record_beside_the_old(supervision, on, see, send):  # noqa: F811
    made = supervision.until_recorded()
    on(HELD + dt.timedelta(days=30), 10)
    assert see("ivo", "discipline:correct-inspection", made.pk).status_code == 422
    supervision.sign()
    supervision.countersign()
    page = see("ivo", "discipline:correct-inspection", made.pk)
    assert "原来的记录不会改动" in text(page)
    wrong = send("ivo", "discipline:correct-inspection", made.pk, at_most=WRITING, **typed(), reason="")
    assert (wrong.status_code, "这一项还没有填" in text(wrong)) == (422, True)
    another = send(
        "ivo", "discipline:correct-inspection", made.pk, at_most=WRITING, **typed(day="2026-11-17"), reason="记错"
    )
    assert (another.status_code, "同一天" in text(another)) == (422, True)
    for who in ("lena", "gwen"):
        assert see(who, "discipline:correct-inspection", made.pk).status_code == 404, who
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send(
            "ivo", "discipline:correct-inspection", made.pk, at_most=WRITING, **typed(worn="5"), reason="数错一人",
            idempotency_key=key,
        )  # fmt: skip
    new = Inspection.objects.get(corrects=made)
    assert answer["Location"] == reverse("discipline:show-inspection", args=[new.pk])
    assert (new.worn, new.stage, new.correction_why) == (5, "RECORDED", "数错一人")
    old_page, new_page = (text(see("lena", "discipline:show-inspection", pk)) for pk in (made.pk, new.pk))
    assert f"这份记录有更正：{new.number}" in old_page
    assert f"这份记录更正 {made.number}" in new_page
    assert "数错一人" in new_page
    twice = send("ivo", "discipline:correct-inspection", made.pk, at_most=WRITING, **typed(), reason="再改")
    assert (twice.status_code, "已经更正过" in text(twice)) == (422, True)


# --- pictures and papers --------------------------------------------------------------------------------------------


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def test_attach_photo_only_where_the_policy_allows(supervision, on, see, send):  # noqa: F811
    made = supervision.until_recorded()
    on(HELD, 17)
    assert "本地没有开放照片" in text(see("ivo", "discipline:show-inspection", made.pk))
    refused = send("ivo", "discipline:attach-photo", made.pk, title="值班室", file=picture(), at_most=36)
    assert (refused.status_code, StoredFile.objects.count()) == (422, 0)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 plan")
    assert send("ivo", "discipline:attach-photo", made.pk, title="巡逻计划", file=paper).status_code == 302
    PolicyValue.objects.create(key="photos.allowed", value=True, since=HELD, path="990102", set_at=clock.at(HELD, 9))
    assert "照片里不要拍到群众的脸" in text(see("ivo", "discipline:show-inspection", made.pk))
    assert send("ivo", "discipline:attach-photo", made.pk, title="值班室", file=picture()).status_code == 302
    after = Inspection.objects.get()
    assert after.digest != made.digest
    assert digest_now(after) == after.digest
    assert "值班室" in text(see("lena", "discipline:show-inspection", made.pk))
    for who in ("lena", "gus"):
        assert send(who, "discipline:attach-photo", made.pk, title="x", file=picture()).status_code == 404, who
    supervision.sign(hour=17)
    assert send("ivo", "discipline:attach-photo", made.pk, title="x", file=picture()).status_code in (409, 422)
