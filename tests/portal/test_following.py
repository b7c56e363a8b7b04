"""Following, correcting, withdrawing, declining and erasing the own application by its link; nobody else finds it."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from patrol_ops.core import clock
from recruitment.models import Applicant
from recruitment.rules import Screening, VerdictCode
from tests.cast import identity
from tests.portal.conftest import Visitor, application, link_of, nowhere, secret_of, the_applicant
from tests.recruitment.story import ASSESS_ON, CLOSED, LAST_DAY, Story

ACTS = ("correct", "withdraw", "decline", "erase")
NUMBER = identity(700, "19920607")


@pytest.fixture
def secret(story: Story, visitor: Visitor) -> str:
    return secret_of(visitor.apply(story.until_open()))


def own(secret: str, act: str = "") -> str:
    return reverse("portal:follow-application", args=[secret]) + (f"{act}/" if act else "")


def stage(story: Story, name: str = "赵一") -> str:
    return story.applicant(name).stage


def said(visitor: Visitor, secret: str) -> str:
    answer = visitor.get(own(secret))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    text: str = answer.content.decode()
    assert 'content="noindex, nofollow"' in text
    return text


def test_follow_application_shows_the_own_data_numbers_masked(secret: str, visitor: Visitor) -> None:
    text = said(visitor, secret)

    assert "江小渔" in text
    assert "137****7777" in text
    assert "990102********" in text
    assert identity(871, "19931122") not in text
    assert "13788887777" not in text


@pytest.mark.parametrize("act", ["", *ACTS, "data"])
def test_a_wrong_secret_is_answered_like_an_address_that_is_none(secret: str, visitor: Visitor, act: str) -> None:
    other = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    nothing = nowhere(visitor, "/public/nowhere/")
    for wrong in (other, "x", "0" * 40, secret.upper()):
        assert nowhere(visitor, own(wrong, act)) == nothing
    if act not in ("", "data"):
        assert visitor.post(own(other, act), application()).status_code == 404
    assert Applicant.objects.count() == 1


def test_correct_application_with_the_form_filled(secret: str, visitor: Visitor) -> None:
    text = visitor.get(own(secret, "correct")).content.decode()
    assert 'value="江小渔"' in text
    assert identity(871, "19931122") in text

    wrong = visitor.send(own(secret, "correct"), application(phone="12"))
    assert wrong.status_code == 422
    assert "江小渔" in wrong.content.decode()
    link_of(visitor.send(own(secret, "correct"), application(phone="13700001111", local="no")))
    row = the_applicant()
    assert (row.phone, row.local) == ("13700001111", False)


def test_once_screened_it_cannot_be_corrected_and_the_page_says_whom_to_ask(
    story: Story, secret: str, visitor: Visitor
) -> None:
    story.ids["江"] = the_applicant().pk
    story.name_assessors()
    story.close_applying()
    story.screen("江")
    visitor.moment.move_to(clock.at(ASSESS_ON, 9))
    answer = visitor.send(own(secret, "correct"), application(name="别人"))

    assert answer.status_code == 422
    assert "请联系公告上的联系人" in answer.content.decode()
    assert the_applicant().name == "江小渔"


def test_what_to_mend_is_said_when_it_comes_back_and_mended_there(story: Story, secret: str, visitor: Visitor) -> None:
    story.ids["江"] = the_applicant().pk
    story.close_applying()
    story.screen("江", Screening.RETURN, note="请补充居住地")

    assert "请补充居住地" in said(visitor, secret)
    assert "请补充居住地" in visitor.get(own(secret, "correct")).content.decode()
    link_of(visitor.send(own(secret, "correct"), application()))
    assert the_applicant().stage == "SUBMITTED"
    assert "请补充居住地" not in said(visitor, secret)


def test_withdraw_application_is_confirmed_first(secret: str, visitor: Visitor) -> None:
    assert "确认撤回" in visitor.get(own(secret, "withdraw")).content.decode()
    assert the_applicant().stage == "SUBMITTED"
    link_of(visitor.send(own(secret, "withdraw"), {}))

    assert the_applicant().stage == "WITHDRAWN"
    assert "您撤回了报名" in said(visitor, secret)
    again = visitor.send(own(secret, "withdraw"), {})
    assert again.status_code == 409
    assert "情况已经变化" in again.content.decode()


def test_whoever_withdrew_may_apply_again_under_another_link(story: Story, secret: str, visitor: Visitor) -> None:
    visitor.send(own(secret, "withdraw"), {})
    answer = visitor.apply(story)

    assert secret_of(answer) != secret
    assert Applicant.objects.count() == 2


@pytest.mark.req("REC-02")
def test_the_reason_names_the_criterion(story: Story, secret: str, visitor: Visitor) -> None:
    story.ids["江"] = the_applicant().pk
    story.close_applying()
    story.screen("江", Screening.REJECT, met=frozenset())

    assert "年满十八周岁，不超过规定的上限" in said(visitor, secret)
    assert "不符合招聘条件" in said(visitor, secret)


def test_the_polices_reason_and_question_are_never_told(story: Story, visitor: Visitor) -> None:
    story.until_selected("赵一", "钱二")
    story.vet("赵一", VerdictCode.NOT_SUITABLE)
    story.vet("钱二", VerdictCode.FACTS_NEEDED)

    text = said(visitor, story.secrets["赵一"]) + said(visitor, story.secrets["钱二"])
    assert "公安审核未通过" in text
    assert "有法律规定不能从事" not in text
    assert "最近三年的居住情况" not in text
    for name in ("赵一", "钱二"):
        data = visitor.get(own(story.secrets[name], "data")).content.decode()
        assert "有法律规定" not in data
        assert "最近三年" not in data


def test_the_offer_has_its_days_and_can_be_declined(story: Story, visitor: Visitor) -> None:
    story.until_offered("赵一", "钱二")
    visitor.moment.move_to(clock.at(CLOSED, 12))
    text = said(visitor, story.secrets["赵一"])

    assert "您被录用了" in text
    assert "2026年11月10日 通知录用，请在 2026年11月24日 以前来办" in text
    assert "放弃录用" in text
    assert "确认放弃" in visitor.get(own(story.secrets["赵一"], "decline")).content.decode()
    link_of(visitor.send(own(story.secrets["赵一"], "decline"), {}))
    assert stage(story) == "DECLINED"
    assert visitor.send(own(story.secrets["赵一"], "decline"), {}).status_code == 409


def test_copy_own_data_as_a_file(secret: str, visitor: Visitor) -> None:
    answer = visitor.get(own(secret, "data"))
    data = json.loads(answer.content)

    assert answer["Content-Disposition"] == f'attachment; filename="{the_applicant().case_number}.json"'
    assert "no-store" in answer["Cache-Control"]
    assert (data["name"], data["identity"], data["phone"]) == ("江小渔", identity(871, "19931122"), "13788887777")
    assert "江小渔" in answer.content.decode()


def test_erase_application_says_goodbye_and_leaves_nothing(secret: str, visitor: Visitor) -> None:
    assert "确认删除" in visitor.get(own(secret, "erase")).content.decode()
    answer = visitor.send(own(secret, "erase"), {})

    assert link_of(answer) == reverse("portal:application-erased")
    assert "您的资料已经删除" in visitor.get(link_of(answer)).content.decode()
    assert not Applicant.objects.exists()
    assert visitor.get(own(secret)).status_code == 404


def test_what_the_law_keeps_is_not_erased_and_the_page_says_so_politely(story: Story, visitor: Visitor) -> None:
    story.until_noticed("赵一", "钱二")
    visitor.moment.move_to(clock.at(LAST_DAY, 12))
    answer = visitor.send(own(story.secrets["赵一"], "erase"), {})

    assert answer.status_code == 422
    assert "依法还不能删除" in answer.content.decode()
    assert stage(story) == "ON_NOTICE"


def test_every_stage_has_its_words(story: Story, visitor: Visitor) -> None:
    story.until_noticed("赵一", "钱二")
    story.object("钱二")

    assert "有人提出意见，正在核实" in said(visitor, story.secrets["钱二"])
    assert "您已列入拟录用公示" in said(visitor, story.secrets["赵一"])
    assert reverse("portal:show-notice", args=[story.notice().pk]) in said(visitor, story.secrets["赵一"])
    for name in ("赵一", "钱二"):
        assert "application-" not in said(visitor, story.secrets[name])
