"""The police's desk: the queue, one case, several at once; on pages and by API (REC-11, X53)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from patrol_ops.core.models import Obligation
from recruitment import commands
from recruitment.models import PoliceVerdict
from recruitment.rules import Owed, VerdictCode
from tests.recruitment.story import ASSESS_ON, VETTED, Story

NAMES = ("赵一", "钱二", "孙三")
HTMX = {"HX-Request": "true", "HX-Target": "vetting-list"}
OUTSIDERS = ("lena", "gus", "tess", "gwen", "kai", "pia", "petra", "ada", "aud", "nora", "mara")
MASKED = ("gus", "tess", "gwen")


@pytest.fixture
def waiting(story, on):
    """Two recruits wait for Piet."""
    story.until_selected(*NAMES)
    on(VETTED)
    return story


@pytest.fixture
def other_world(waiting, district):
    """And one for Pia in the other street."""
    other = Story(district, number=1, street="990102002", team="willow", office="theo", police="pia",
                  assessors=("gus", "otto"))  # fmt: skip
    other.until_selected("李四")
    return other


def text(answer):
    return answer.content.decode()


@pytest.mark.req("REC-11")
def test_list_vetting_is_the_own_queue_and_no_more(waiting, other_world, see):
    page = text(see("piet", "recruitment:list-vetting"))
    assert "赵一" in page
    assert "钱二" in page
    assert "孙三" not in page  # on the reserve list: the police is not asked
    assert "李四" not in page
    number = waiting.applicant("赵一").identity
    assert number not in page
    assert number[-4:] in page
    assert waiting.applicant("赵一").phone not in page
    assert "李四" in text(see("pia", "recruitment:list-vetting"))
    assert "没有等待审核的人" in text(see("petra", "recruitment:list-vetting"))


@pytest.mark.parametrize("who", ["lena", "gus", "tess", "gwen", "kai", "ada", "aud", "nora", "mara"])
def test_list_vetting_is_not_there_for_others(waiting, see, ask, who):
    assert see(who, "recruitment:list-vetting").status_code == 404
    if who != "nora":
        assert ask(who, "vetting/")["results"] == []
    else:
        ask(who, "vetting/", expected=403)


def test_the_longest_overdue_stand_first(waiting, see, on):
    first, second = (waiting.ids[name] for name in ("赵一", "钱二"))
    row = Obligation.objects.get(kind=Owed.RECORD_POLICE_REVIEW, subject_id=second)
    Obligation.objects.filter(pk=row.pk).update(due_at=row.due_at - dt.timedelta(days=2))
    on(ASSESS_ON + dt.timedelta(days=9))
    answer = see("piet", "recruitment:list-vetting")
    assert [line.applicant_id for line in answer.context["lines"]] == [second, first]
    assert answer.context["overdue"] == 2
    assert "2 人已经超期" in text(answer)
    assert "已超过" in text(answer)


def test_a_longer_queue_costs_no_more_statements(waiting, see, signed_in, piet, django_assert_num_queries):
    client = signed_in(piet)
    client.get(reverse("recruitment:list-vetting"))
    with django_assert_num_queries(6):
        client.get(reverse("recruitment:list-vetting"))
    waiting.vet("钱二")
    with django_assert_num_queries(6):
        client.get(reverse("recruitment:list-vetting"))


@pytest.mark.req("REC-11")
def test_record_police_review_opens_filled_and_records(waiting, see, send):
    pk = waiting.ids["赵一"]
    answer = see("piet", "recruitment:record-police-review", pk)
    page, row = text(answer), waiting.applicant("赵一")
    for shown in (row.name, row.identity, row.phone, str(row.birth_year), row.case_number):
        assert shown in page
    assert 'value="2027-10-28"' in page  # the longest, filled in
    assert "原因只留在公安机关" in page

    fields = {"code": "SUITABLE", "holds_until": "2027-06-30", "unrelated": "on"}
    assert send("piet", "recruitment:record-police-review", pk, **fields)["Location"] == reverse(
        "recruitment:list-vetting"
    )
    row = waiting.applicant("赵一")
    assert (row.stage, row.suitable_until) == ("PROPOSED", dt.date(2027, 6, 30))
    assert row.reviewed_by.username == "piet"
    page = text(see("piet", "recruitment:record-police-review", pk))
    assert 'id="act"' not in page
    assert "适合" in page


@pytest.mark.parametrize("who", OUTSIDERS)
def test_record_police_review_is_for_the_police_of_the_tier(waiting, see, send, tell, who):
    pk = waiting.ids["赵一"]
    answer = see(who, "recruitment:record-police-review", pk)
    if who in MASKED:  # who is told that a vetting is late finds the case, without what only the police may see
        assert (answer.status_code, answer["Location"]) == (302, f"/recruitment/applicants/{pk}/")
    else:
        assert answer.status_code == 404
    fields = {"code": "SUITABLE", "unrelated": "on"}
    assert send(who, "recruitment:record-police-review", pk, **fields).status_code == 404
    if who != "nora":
        tell(who, f"vetting/{pk}/record/", {"code": "SUITABLE", "unrelated": True}, 404)
    assert waiting.applicant("赵一").stage == "POLICE_REVIEW"


def test_a_refusal_keeps_what_was_typed(waiting, send):
    pk = waiting.ids["赵一"]
    why = "有法律规定的情形"
    answer = send("piet", "recruitment:record-police-review", pk, code="NOT_SUITABLE", reason=why)
    assert answer.status_code == 422
    assert why in text(answer)
    assert "请声明与本人没有亲属关系" in text(answer)
    answer = send("piet", "recruitment:record-police-review", pk, code="NOT_SUITABLE", unrelated="on")
    assert answer.context["form"].errors.keys() == {"reason"}
    answer = send("piet", "recruitment:record-police-review", pk, code="FACTS_NEEDED", unrelated="on")
    assert answer.context["form"].errors.keys() == {"question"}
    fields = {"code": "SUITABLE", "unrelated": "on", "holds_until": "2030-01-01"}
    answer = send("piet", "recruitment:record-police-review", pk, **fields)
    assert answer.context["form"].errors.keys() == {"holds_until"}
    assert not PoliceVerdict.objects.exists()


def test_a_form_that_is_sent_twice_counts_once(waiting, send):
    pk, key = waiting.ids["赵一"], str(uuid.uuid4())
    for _ in range(2):
        fields = {"code": "SUITABLE", "unrelated": "on", "idempotency_key": key}
        assert send("piet", "recruitment:record-police-review", pk, **fields).status_code == 302
    assert PoliceVerdict.objects.count() == 1
    fields["idempotency_key"] = str(uuid.uuid4())
    assert send("piet", "recruitment:record-police-review", pk, **fields).status_code == 409


def test_facts_are_asked_for_and_come_back_to_the_queue(waiting, send, see):
    pk = waiting.ids["赵一"]
    fields = {"code": "FACTS_NEEDED", "unrelated": "on", "question": "请补充居住情况"}
    assert send("piet", "recruitment:record-police-review", pk, **fields).status_code == 302
    assert "赵一" not in text(see("piet", "recruitment:list-vetting"))
    commands.supply_facts(
        actor=waiting.who("tess", VETTED), applicant_id=pk, facts="一直住在书院社区", at=waiting.at(VETTED, 10)
    )
    page = text(see("piet", "recruitment:list-vetting"))
    assert "一直住在书院社区" in page
    page = text(see("piet", "recruitment:record-police-review", pk))
    assert "一直住在书院社区" in page
    assert "需补充情况" in page


# --- several at once ------------------------------------------------------------------------------------------------


def test_record_police_reviews_of_several(waiting, send, see):
    ids = [waiting.ids[name] for name in ("赵一", "钱二")]
    answer = send("piet", "recruitment:record-police-reviews", applicant=ids, unrelated="on")
    assert answer["Location"] == reverse("recruitment:list-vetting")
    assert {waiting.applicant(name).stage for name in ("赵一", "钱二")} == {"PROPOSED"}
    assert waiting.applicant("赵一").suitable_until == dt.date(2027, 10, 28)
    assert "没有等待审核的人" in text(see("piet", "recruitment:list-vetting"))


def test_one_that_is_refused_holds_up_no_other(waiting, other_world, send):
    waiting.vet("钱二", VerdictCode.FACTS_NEEDED)
    ids = [waiting.ids["赵一"], waiting.ids["钱二"], other_world.ids["李四"], 987654]
    answer = send("piet", "recruitment:record-police-reviews", applicant=ids, unrelated="on", headers=HTMX)
    assert answer.status_code == 200
    assert waiting.applicant("赵一").stage == "PROPOSED"
    assert waiting.applicant("钱二").stage == "FACTS_NEEDED"
    assert other_world.applicant("李四").stage == "POLICE_REVIEW"
    page = text(answer)
    assert page.lstrip().startswith('<div id="vetting-list"')
    assert f"已记录适合 1 人：{waiting.applicant('赵一').case_number}" in page
    assert f"没有记录 {waiting.applicant('钱二').case_number}" in page
    assert page.count("po-danger") == 3
    # What is out of reach is said like what does not exist, without a number.
    assert other_world.applicant("李四").case_number not in page


def test_one_button_decides_one_whatever_is_ticked(waiting, send):
    answer = send(
        "piet", "recruitment:record-police-reviews", one=waiting.ids["赵一"], applicant=[waiting.ids["钱二"]],
        unrelated="on",
    )  # fmt: skip
    assert answer.status_code == 302
    assert waiting.applicant("赵一").stage == "PROPOSED"
    assert waiting.applicant("钱二").stage == "POLICE_REVIEW"


def test_without_the_declaration_nothing_is_recorded_and_the_ticks_stay(waiting, send):
    pk = waiting.ids["赵一"]
    answer = send("piet", "recruitment:record-police-reviews", applicant=[pk])
    assert answer.status_code == 422
    assert "请先勾选上面的亲属关系声明" in text(answer)
    assert f'value="{pk}" data-key="x" checked' in text(answer)
    assert waiting.applicant("赵一").stage == "POLICE_REVIEW"
    answer = send("piet", "recruitment:record-police-reviews", unrelated="on", headers=HTMX)
    assert (answer.status_code, "请先勾选审核合格的人" in text(answer)) == (422, True)
    for who in ("lena", "gus", "tess", "kai", "nora"):
        assert send(who, "recruitment:record-police-reviews", applicant=[pk], unrelated="on").status_code == 404
    for who in ("pia", "petra"):
        answer = send(who, "recruitment:record-police-reviews", applicant=[pk], unrelated="on")
        assert answer.status_code == 422
        assert waiting.applicant("赵一").case_number not in text(answer)


# --- by API ---------------------------------------------------------------------------------------------------------


def test_vetting_and_vetting_one_by_api(waiting, ask, tell):
    first, second = waiting.ids["赵一"], waiting.ids["钱二"]
    lines = ask("piet", "vetting/")["results"]
    assert [line["id"] for line in lines] == [first, second]
    row = waiting.applicant("赵一")
    assert (lines[0]["name"], lines[0]["identity_tail"], lines[0]["post"]) == (
        "赵一",
        row.identity[-4:],
        "PATROL_MEMBER",
    )
    assert "identity" not in lines[0]
    case = ask("piet", f"vetting/{first}/")
    assert (case["identity"], case["phone"], case["stage"]) == (row.identity, row.phone, "POLICE_REVIEW")
    for who in ("lena", "gus", "pia"):
        ask(who, f"vetting/{first}/", expected=404)
    body = {"code": "NOT_SUITABLE", "unrelated": True}
    assert tell("piet", f"vetting/{first}/record/", body, 422)["field"] == "reason"
    tell("piet", f"vetting/{first}/record/", {"code": "GOOD"}, 400)
    key = str(uuid.uuid4())
    body = {**body, "reason": "有法律规定的情形"}
    assert tell("piet", f"vetting/{first}/record/", body, 201, key) == {"id": first}
    assert tell("piet", f"vetting/{first}/record/", body, 200, key) == {"id": first}
    assert tell("piet", f"vetting/{first}/record/", {**body, "reason": "另一个原因"}, 409, key)["code"]
    assert tell("piet", f"vetting/{first}/record/", body, 409)["code"] == "core.wrong-stage"


def test_record_police_reviews_by_api(waiting, tell):
    first, second = waiting.ids["赵一"], waiting.ids["钱二"]
    answer = tell("piet", "vetting/record-several/", {"applicant_ids": [first, 987654], "unrelated": True})
    assert answer["recorded"] == [first]
    assert [(no["applicant_id"], no["code"]) for no in answer["refused"]] == [(987654, "core.not-found")]
    answer = tell("piet", "vetting/record-several/", {"applicant_ids": [second], "unrelated": False})
    assert answer["refused"][0]["code"] == "recruitment.officer-related"
    tell("piet", "vetting/record-several/", {"applicant_ids": []}, 400)
    assert tell("gus", "vetting/record-several/", {"applicant_ids": [second], "unrelated": True})["recorded"] == []
