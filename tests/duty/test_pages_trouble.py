"""Bad input by page: a clear message at its place, nothing changed, nothing lost."""

import datetime as dt
import re

import pytest
import time_machine

from duty.models import PatrolLog
from patrol_ops.core import clock
from teams.models import Hold
from tests.duty.conftest import DAY
from tests.duty.filling import drawn, log_form, words
from tests.duty.saying import nothing_written

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)
TODAY = NOW.date()
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _at_that_evening(district):
    with time_machine.travel(NOW, tick=False):
        yield


def alert(answer):
    """What stands at the top, as text."""
    page = words(answer)
    start = page.index('role="alert"')
    return re.sub(r"<[^>]+>|\s+", " ", page[start : page.index("</div>\n  </div>", start)])


# --- the day --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-02-30", "morgen", "0001-01-01", "9999-12-31", "1999-12-31", "2026-11-18T00:00"])
def test_a_day_that_is_none_is_not_found(day, phone, url):
    with nothing_written():
        assert phone.get(f"{url}?day={day}").status_code == 404
        assert phone.post(url, log_form(day=day)).status_code == 404


def test_a_day_to_come_is_refused_before_anything_is_typed(phone, url):
    answer = phone.get(f"{url}?day=2026-11-19")
    assert answer.status_code == 422
    assert "不能提前写以后的日志" in words(answer)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-19", "不能提前写以后的日志"),
        ("2026-11-10", "超过 7 天的日志要先由街道(乡镇)综治专干开放补报"),
        ("2026-08-31", "这一天本队不在勤"),
    ],
)
def test_a_no_to_the_day_stands_where_it_is_read(day, sentence, phone, url, patrol):
    """The field of the day is hidden; its no is not."""
    with nothing_written():
        answer = phone.post(url, log_form(patrols=(patrol,), day=day))
    assert answer.status_code == 422
    assert sentence in alert(answer)


# --- at the field and at the top ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"patrols-0-walkers": []}, "patrols-0-walkers", "请选择参加这次巡逻的队员"),
        ({"patrols-0-started": "25:61"}, "patrols-0-started", "时间"),
        ({"patrols-0-ended": ""}, "patrols-0-ended", "这一项还没有填"),
        ({"patrols-0-area": ""}, "patrols-0-area", "请选择一项"),
        ({"patrols-0-area": "999999"}, "patrols-0-area", "这个区域没有指定给本队"),
        ({"patrols-0-mode": "FIXED_POST"}, "patrols-0-post", "定点守候要写明守候的地点"),
        ({"patrols-0-mode": "PLAIN_CLOTHES"}, "patrols-0-mode", "PLAIN_CLOTHES"),
        ({"patrols-0-ended": "23:00"}, "patrols-0-ended", "这次巡逻还没有结束"),
        ({"patrols-0-post": "粤B12345 旁"}, "patrols-0-post", "车牌号"),
        ({"hand_over": "请打 13812345678"}, "hand_over", "手机号码"),
        ({"hand_over": "字" * 501}, "hand_over", "500"),
        ({"no_patrol_note": "下雨了"}, "no_patrol", "请先选原因"),
        ({"entries-0-place": ""}, "entries-0-place", "这一项还没有填"),
        ({"entries-0-category": "AWFUL"}, "entries-0-category", "AWFUL"),
        ({"entries-0-told_to": "DEPARTMENT"}, "entries-0-told_at", "几点报告"),
        ({"entries-0-due_on": "2027-11-18"}, "entries-0-due_on", "2026年12月3日"),
        ({"entries-0-at": "22:00"}, "entries-0-at", "这个时间还没有到"),
        ({"entries-0-text": "字" * 10_000}, "entries-0-text", "500"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_at_the_top(changes, field, sentence, phone, url, patrol):
    hazard = {"kind": "HAZARD", "place": "三号码头", "text": "路灯不亮", "category": "LOW"}
    form = log_form(patrols=(patrol,), entries=(hazard,), day=str(TODAY), hand_over="留意路灯。")
    with nothing_written():
        answer = phone.post(url, form | changes)

    page = words(answer)
    assert answer.status_code == 422
    assert sentence in alert(answer)
    at_field = page.split(f'data-field="{field}"')[1].split("data-field=")[0]
    assert sentence in at_field
    linked = re.findall(r'<a href="#([^"]+)">', page[page.index('role="alert"') :])
    assert linked
    assert all(f'id="{name}"' in page for name in linked)
    assert drawn(answer)["hand_over"] == [changes.get("hand_over", "留意路灯。")]


def test_who_is_not_fit_is_named_to_the_leader(phone, url, patrol, newcomer):
    page = phone.get(f"{url}?day={DAY}").content.decode()
    assert re.search(rf'value="{newcomer}"[^>]*disabled', page)
    with nothing_written():
        answer = phone.post(url, log_form(patrols=({**patrol, "walkers": [str(newcomer)]},)))
    assert answer.status_code == 422
    assert re.search("辛然当天不能上岗：.*?(编号牌|培训)", alert(answer))


@pytest.mark.parametrize("field", ["patrols-0-walkers", "patrols-0-area", "patrols-0-bare"])
@pytest.mark.parametrize("value", ["9" * 30, "-1", "x", "1;2", "j", "٣"])
def test_ids_that_are_none_are_refused(field, value, phone, url, patrol):
    with nothing_written():
        answer = phone.post(url, log_form(patrols=(patrol,)) | {field: value})
    assert answer.status_code == 422


def test_a_member_of_another_team_is_refused(phone, url, patrol, otto_member):
    with nothing_written():
        answer = phone.post(url, log_form(patrols=({**patrol, "walkers": [str(otto_member.pk)]},)))
    assert "选中的队员那一天不在本队" in alert(answer)
    assert "欧涛" not in words(answer)


# --- markup, weight, broken forms -----------------------------------------------------------------------------------


def test_markup_is_text_wherever_it_is_typed(phone, url, patrol, filed, kai, signed_in):
    entry = {
        "kind": "INCIDENT",
        "at": "20:10",
        "place": SCRIPT,
        "text": SCRIPT,
        "told_to": "POLICE_ROOM",
        "told_at": "20:11",
        "reference": SCRIPT,
    }
    form = log_form(patrols=({**patrol, "post": SCRIPT},), entries=(entry,), day=str(TODAY), hand_over=SCRIPT)
    assert phone.post(url, form).status_code == 302
    log = PatrolLog.objects.get(day=TODAY)
    phone.post(f"/duty/logs/{log.pk}/addenda/new/", {"text": SCRIPT})
    phone.post(f"/duty/entries/{log.entries.get().pk}/follow-up/", {"outcome": SCRIPT})
    returning = {"version": "1", "reason": SCRIPT}
    for path in (f"/duty/logs/{log.pk}/", f"/duty/logs/{log.pk}/print/", f"{url}?day=2026-11-18", "/duty/entries/"):
        assert "<script>alert" not in phone.get(path, follow=True).content.decode()
    signed_in(kai).post(f"/duty/logs/{log.pk}/return/", returning)
    book = f"/duty/teams/{log.team_id}/book/2026/11/"
    for path in (f"/duty/logs/{log.pk}/mend/", f"/duty/logs/{log.pk}/", "/duty/today/", book):
        answer = phone.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)" in phone.get(f"/duty/logs/{log.pk}/").content.decode()


@pytest.mark.parametrize("name", ["idempotency_key", "version", "day", "patrols-0-kind", "entries-0-kind", "no_patrol"])
def test_markup_in_what_is_not_typed_is_refused_or_dropped(name, phone, url, patrol):
    entry = {"kind": "HELP", "category": "WAY", "count": "1"}
    answer = phone.post(url, log_form(patrols=(patrol,), entries=(entry,)) | {name: SCRIPT})
    assert answer.status_code in {302, 404, 422}
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("missing", ["patrols-TOTAL_FORMS", "entries-INITIAL_FORMS"])
def test_a_form_without_its_counts_is_refused_in_plain_words(missing, phone, url, patrol):
    form = log_form(patrols=(patrol,))
    del form[missing]
    with nothing_written():
        answer = phone.post(url, form)
    assert answer.status_code == 422
    assert "提交的内容无法读取" in alert(answer)
    assert "ManagementForm" not in words(answer)


@pytest.mark.parametrize(("total", "sentence"), [("99999", "最多 12 次巡逻"), ("-1", ""), ("x", "无法读取")])
def test_counts_that_are_none_are_refused(total, sentence, phone, url, patrol):
    with nothing_written():
        answer = phone.post(url, log_form(patrols=(patrol,)) | {"patrols-TOTAL_FORMS": total})
    assert answer.status_code == 422
    assert sentence in alert(answer)


def test_an_empty_form_asks_for_patrol_or_reason(phone, url):
    with nothing_written():
        answer = phone.post(url, {})
    assert answer.status_code == 422


def test_a_body_that_is_too_large_is_413(phone, url, patrol):
    with nothing_written():
        answer = phone.post(url, log_form(patrols=(patrol,)) | {"hand_over": "字" * 400_000})
    assert answer.status_code == 413


def test_a_body_of_too_many_fields_is_400(phone, url):
    with nothing_written():
        assert phone.post(url, {f"x{n}": "1" for n in range(2_500)}).status_code == 400


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/duty/logs/{log}/return/", {"reason": "字" * 10_000, "version": "1"}),
        ("/duty/logs/{log}/return/", {"reason": "", "version": "1"}),
        ("/duty/logs/{log}/return/", {"reason": "请补充", "version": "x"}),
        ("/duty/logs/{log}/addenda/new/", {"text": "字" * 10_000}),
        ("/duty/logs/{log}/addenda/new/", {"text": "证件 110101199003072316"}),
        ("/duty/entries/{entry}/follow-up/", {"outcome": " "}),
    ],
)
def test_what_comes_afterwards_is_checked_too(path, form, filed, kai, signed_in):
    with nothing_written():
        answer = signed_in(kai).post(path.format(log=filed.pk, entry=filed.entries.get().pk), form)
    assert answer.status_code == 422
    assert "还不能提交" in words(answer)


@pytest.mark.parametrize("day", ["2026-02-30", "", "2026-11-17", "2026-11-30", "1066-10-14"])
def test_a_day_that_cannot_be_opened_says_why(day, tess, harbour, signed_in):
    with nothing_written():
        answer = signed_in(tess).post(f"/duty/teams/{harbour.pk}/backfill/", {"day": day, "reason": "系统停用"})
    assert answer.status_code == 422
    assert "还不能提交" in words(answer)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "٣"])
def test_a_review_without_a_version_that_can_be_read_is_taken_as_it_stands(version, filed, kai, signed_in):
    answer = signed_in(kai).post(f"/duty/logs/{filed.pk}/review/", {"version": version})
    assert answer.status_code == 302


def test_a_number_no_database_holds_is_not_found(phone, signed_in, kai):
    for path in ("logs/{n}/", "logs/{n}/mend/", "teams/{n}/logs/new/", "entries/{n}/follow-up/", "teams/{n}/logs/"):
        assert phone.get("/duty/" + path.format(n=10**30)).status_code == 404
    assert signed_in(kai).post(f"/duty/logs/{10**30}/review/").status_code == 404


def test_the_hold_is_shown_beside_the_name(phone, url, newcomer):
    kinds = set(Hold.objects.filter(member_id=newcomer).values_list("kind", flat=True))
    assert kinds == {"BADGE", "TRAINING"}
    page = phone.get(f"{url}?day={DAY}").content.decode()
    chip = page[page.index(f'value="{newcomer}"') :]
    assert re.search(r"<small>[^<]+</small>", chip[:400])
