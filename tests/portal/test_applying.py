"""Applying without an account: one form, one application, one link, however often it is sent (REC-01, REC-02)."""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from patrol_ops.core import clock
from patrol_ops.core.models import DoorUse, IdempotencyKey, JournalEntry, PolicyValue
from recruitment.models import Applicant
from recruitment.rules import PostDraft, PostKind
from teams.rules import EmploymentClass
from tests.cast import identity
from tests.portal.conftest import Visitor, application, link_of, secret_of, the_applicant
from tests.recruitment.story import APPLY_UNTIL, Story

LIMIT = "application.hourly_limit"


def address(story: Story) -> str:
    return reverse("portal:submit-application", args=[story.campaign_id])


@pytest.fixture
def open_story(story: Story) -> Story:
    return story.until_open()


@pytest.mark.req("REC-01")
def test_submit_application_leads_to_the_own_page(open_story: Story, visitor: Visitor) -> None:
    answer = visitor.apply(open_story)

    row = the_applicant()
    assert (row.name, row.phone, row.local, row.priority, row.reserve) == ("江小渔", "13788887777", True, False, True)
    assert link_of(answer) == reverse("portal:follow-application", args=[secret_of(answer)])
    assert JournalEntry.objects.filter(act="recruitment.application_submitted").count() == 1
    said = visitor.get(link_of(answer)).content.decode()
    assert "已收到您的报名" in said
    assert row.case_number in said
    assert "请保存这个链接" in said
    assert f"http://testserver{link_of(answer)}" in said
    assert "<svg" in said


@pytest.mark.req("REC-01")
def test_without_the_declaration_of_own_will_nobody_applies(open_story: Story, visitor: Visitor) -> None:
    answer = visitor.apply(open_story, declared=None)

    assert answer.status_code == 422
    assert "请确认是本人自愿报名" in answer.content.decode()
    assert not Applicant.objects.exists()


def test_at_most_nine_things_and_one_post_is_not_asked_for(open_story: Story, visitor: Visitor) -> None:
    said = visitor.get(address(open_story)).content.decode()

    assert said.count('class="po-field') == 8
    assert "巡防队员 · 专职" in said
    assert reverse("portal:privacy") in said
    assert "noindex" in said


def test_of_several_posts_the_one_asked_for_is_chosen(story: Story, visitor: Visitor) -> None:
    team = story.district.teams["academy"]
    story.until_open(
        posts=(
            PostDraft(team, PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, 1),
            PostDraft(team, PostKind.SECURITY_GUARD, EmploymentClass.FULL_TIME, 1),
        )
    )
    second = story.campaign.posts.order_by("pk")[1]
    said = visitor.get(f"{address(story)}?post={second.pk}").content.decode()

    assert said.count('class="po-field') == 9
    assert f'value="{second.pk}" class' in said or f'value="{second.pk}" required' in said or "checked" in said
    assert visitor.apply(story).status_code == 422
    secret_of(visitor.apply(story, post=str(second.pk)))
    assert the_applicant().post_id == second.pk


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"identity": "99010219931122871"}, "identity", "身份证"),
        ({"identity": identity(871, "19931122")[:17] + "?"}, "identity", "身份证"),
        ({"identity": identity(1, "20150101")}, "identity", "周岁"),
        ({"phone": "12"}, "phone", "手机号码应当是 11 位"),
        ({"name": "1"}, "name", ""),
        ({"schooling": "DOCTOR"}, "schooling", ""),
        ({"local": ""}, "local", ""),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    open_story: Story, visitor: Visitor, typed: dict[str, str], field: str, why: str
) -> None:
    answer = visitor.apply(open_story, **typed)
    said = answer.content.decode()

    assert answer.status_code == 422
    assert f'<div class="po-field has-error" data-field="{field}"' in said
    assert why in said
    assert typed.get("phone", "13788887777") in said
    assert not Applicant.objects.exists()
    assert not IdempotencyKey.objects.exists()


def test_the_same_person_applies_once(open_story: Story, visitor: Visitor) -> None:
    visitor.apply(open_story)
    answer = visitor.apply(open_story, name="江大渔")

    assert answer.status_code == 422
    assert "已经报过名" in answer.content.decode()
    assert "江大渔" in answer.content.decode()
    assert Applicant.objects.count() == 1


def test_closed_it_says_so_and_takes_nothing(open_story: Story, visitor: Visitor, moment: Traveller) -> None:
    typed = {**visitor.opened(address(open_story)), **application()}
    moment.move_to(clock.at(APPLY_UNTIL, 23, 59))
    assert "本次招聘现在不接受报名" not in visitor.read("portal:submit-application", open_story.campaign_id)
    moment.shift(120)
    typed["guard_opened"] = visitor.opened(address(open_story))["guard_opened"]
    said = visitor.read("portal:submit-application", open_story.campaign_id)

    assert "本次招聘现在不接受报名" in said
    assert "<form" not in said
    answer = visitor.post(address(open_story), typed)
    assert answer.status_code == 422
    assert not Applicant.objects.exists()


def test_a_campaign_that_is_not_public_has_no_form(story: Story, visitor: Visitor) -> None:
    story.agree_standard()
    story.plan()

    assert visitor.get(address(story)).status_code == 404
    assert visitor.post(address(story), application()).status_code == 404


def test_a_machine_is_sent_back_with_everything_typed(open_story: Story, visitor: Visitor) -> None:
    quick = visitor.send(address(open_story), application(), wait=0)
    trapped = visitor.send(address(open_story), {**application(), "guard_website": "http://spam.example"})

    for answer in (quick, trapped):
        assert answer.status_code == 422
        assert "提交得太快了" in answer.content.decode()
        assert "江小渔" in answer.content.decode()
    assert not Applicant.objects.exists()


# --- once ------------------------------------------------------------------------------------------------------------


def test_a_resend_after_a_lost_answer_is_the_same_application(open_story: Story, visitor: Visitor) -> None:
    data = {**visitor.opened(address(open_story)), **application()}
    visitor.moment.shift(5)
    first, again = visitor.post(address(open_story), data), visitor.post(address(open_story), data)

    assert link_of(first) == link_of(again)
    assert Applicant.objects.count() == 1
    assert DoorUse.objects.get().count == 1


def test_the_same_key_with_another_body_is_told_in_words(open_story: Story, visitor: Visitor) -> None:
    data = {**visitor.opened(address(open_story)), **application()}
    visitor.moment.shift(5)
    visitor.post(address(open_story), data)
    answer = visitor.post(address(open_story), {**data, "phone": "13700001111"})

    assert answer.status_code == 409
    assert "同一个提交编号" in answer.content.decode()
    assert "13700001111" in answer.content.decode()
    assert the_applicant().phone == "13788887777"


def test_a_form_without_its_key_has_a_link_of_its_own(open_story: Story, visitor: Visitor) -> None:
    first = visitor.apply(open_story, idempotency_key="")
    second = visitor.apply(open_story, idempotency_key="x", identity=identity(872, "19931122"))

    assert link_of(first) != link_of(second)
    assert Applicant.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_application(
    open_story: Story, visitor: Visitor, at_once: Callable[..., list[Any]]
) -> None:
    data = {**visitor.opened(address(open_story)), **application()}
    visitor.moment.shift(5)
    answers = at_once(*[lambda: Client().post(address(open_story), data)] * 6)

    assert len({link_of(answer) for answer in answers}) == 1
    assert Applicant.objects.count() == 1
    assert JournalEntry.objects.filter(act="recruitment.application_submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_another_body_under_one_key_one_is_taken(
    open_story: Story, visitor: Visitor, at_once: Callable[..., list[Any]]
) -> None:
    data = {**visitor.opened(address(open_story)), **application()}
    visitor.moment.shift(5)
    other = {**data, "identity": identity(872, "19931122")}
    answers = at_once(*(lambda d=d: Client().post(address(open_story), d) for d in (data, other)))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert Applicant.objects.count() == 1


# --- how often -------------------------------------------------------------------------------------------------------


def test_one_hall_may_send_sixty_in_an_hour_and_is_told_when_to_come_again(open_story: Story, visitor: Visitor) -> None:
    PolicyValue.objects.create(key=LIMIT, path="", since="2026-01-01", value=5, set_at=clock.now())
    for number in range(5):
        link_of(visitor.apply(open_story, identity=identity(800 + number, "19931122")))
    answer = visitor.apply(open_story, identity=identity(810, "19931122"))

    assert answer.status_code == 429
    assert "11:00" in answer.content.decode()
    assert "江小渔" in answer.content.decode()
    visitor.address = "10.0.0.9"
    link_of(visitor.apply(open_story, identity=identity(810, "19931122")))


def test_a_replay_is_no_use_of_the_door_even_at_the_limit(open_story: Story, visitor: Visitor) -> None:
    PolicyValue.objects.create(key=LIMIT, path="", since="2026-01-01", value=5, set_at=clock.now())
    data = {**visitor.opened(address(open_story)), **application()}
    visitor.moment.shift(5)
    for _ in range(8):
        link_of(visitor.post(address(open_story), data))

    assert DoorUse.objects.get().count == 1


# --- what stays nowhere ----------------------------------------------------------------------------------------------


def test_the_number_stands_in_no_log_no_address_and_no_row_in_the_clear(
    open_story: Story, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    monkeypatch.setattr(ours, "stream", io.StringIO())
    number = identity(871, "19931122")
    refused = visitor.apply(open_story, phone="12")
    answer = visitor.apply(open_story)
    visitor.get(link_of(answer))
    visitor.send(f"{link_of(answer)}correct/", application(phone="12"))
    lines = ours.stream.getvalue()

    assert refused.status_code == 422
    assert " POST portal:correct-application 422 " in lines
    assert number not in lines
    assert secret_of(answer) not in lines
    assert number not in link_of(answer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, door, key FROM core_idempotencykey")
        assert number not in str(cursor.fetchall())


def test_the_digest_of_a_submission_cannot_be_guessed_from_a_number(open_story: Story, visitor: Visitor) -> None:
    key = str(uuid.uuid4())
    visitor.apply(open_story, idempotency_key=key)
    first = IdempotencyKey.objects.get(key=key).digest

    assert len(first) == 64
    assert key not in first
