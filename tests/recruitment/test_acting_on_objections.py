"""Objections: everybody concerned sees that there is one; its words are the handler's alone (PUB-04)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from recruitment.models import Objection
from tests.recruitment.story import PUBLISHED

NAMES = ("赵一", "钱二", "孙三")
WORDS, REACH = "这个人考核那天不在场", "东街七号门房转"
SEEING = ("gwen", "gus", "liz", "tess", "piet", "petra")
OUTSIDE = ("kai", "lena", "mara", "theo", "pia", "ada", "aud", "nora", "vera", "ivo")


@pytest.fixture
def objected(story, on):
    """One objection to Qian Er, not taken yet."""
    story.until_noticed(*NAMES)
    objection = story.object("钱二", PUBLISHED, reason=WORDS, contact=REACH)
    on(PUBLISHED, 23)
    return objection


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.req("PUB-04")
def test_the_words_are_the_handlers_alone(objected, see, send, ask):
    pk = objected.pk
    for who in SEEING[:5]:
        for page in (see(who, "recruitment:show-objection", pk), see(who, "recruitment:list-objections")):
            assert "钱*" in text(page), who
            assert WORDS not in text(page), who
            assert REACH not in text(page), who
    assert send("gwen", "recruitment:take-objection", pk).status_code == 302
    page = text(see("gwen", "recruitment:show-objection", pk))
    assert WORDS in page
    assert REACH in page
    for who in ("gus", "liz", "tess", "piet"):
        page = text(see(who, "recruitment:show-objection", pk))
        assert "关文" in page, who  # who handles it, and how far it is
        assert WORDS not in page, who
        assert REACH not in page, who
        said = ask(who, f"objections/{pk}/")
        assert (said["mine"], said["reason"], said["contact"]) == (False, "", "")
    said = ask("gwen", f"objections/{pk}/")
    assert (said["mine"], said["reason"], said["contact"]) == (True, WORDS, REACH)


@pytest.mark.parametrize("who", OUTSIDE)
def test_objections_are_not_there_for_others(objected, see, send, ask, tell, who):
    pk = objected.pk
    assert see(who, "recruitment:show-objection", pk).status_code == 404
    assert see(who, "recruitment:decide-objection", pk).status_code == 404
    assert send(who, "recruitment:take-objection", pk).status_code == 404
    listed = see(who, "recruitment:list-objections")
    assert listed.status_code == 404 or listed.context["lines"] == []
    if who != "nora":
        ask(who, f"objections/{pk}/", expected=404)
        assert ask(who, "objections/")["results"] == []
        tell(who, f"objections/{pk}/take/", {}, 404)
    assert Objection.objects.get().stage == "RECEIVED"


def test_take_objection_by_whoever_proposed_is_refused(objected, send, see, tell):
    """Gus prepared the notice: he may not look into what is said against it."""
    assert "由我受理核查" in text(see("gwen", "recruitment:show-objection", objected.pk))
    assert "由我受理核查" not in text(see("gus", "recruitment:show-objection", objected.pk))
    assert "由我受理核查" not in text(see("piet", "recruitment:show-objection", objected.pk))
    answer = send("gus", "recruitment:take-objection", objected.pk)
    assert answer.status_code == 422
    assert "不能核查对这份公示的异议" in text(answer)
    answer = send("gus", "recruitment:take-objection", objected.pk, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#said"
    assert tell("gus", f"objections/{objected.pk}/take/", {}, 422)["code"] == "recruitment.handler-proposed"
    assert send("gwen", "recruitment:take-objection", objected.pk).status_code == 302
    assert send("gwen", "recruitment:take-objection", objected.pk).status_code == 409


def test_decide_objection(objected, send, see, story):
    pk = objected.pk
    assert see("gwen", "recruitment:decide-objection", pk).status_code == 302  # not taken yet: back to it
    send("gwen", "recruitment:take-objection", pk)
    page = text(see("gwen", "recruitment:decide-objection", pk))
    assert WORDS in page
    fields = {"decision": "NOT_UPHELD", "answer": "已经核查，当天到场。"}
    for who in ("tess", "piet", "lena", "nora"):
        assert send(who, "recruitment:decide-objection", pk, **fields).status_code == 404
    answer = send("gus", "recruitment:decide-objection", pk, **fields)
    assert (answer.status_code, "由另一个人核查" in text(answer), WORDS in text(answer)) == (422, True, False)
    answer = send("gwen", "recruitment:decide-objection", pk, decision="NOT_UPHELD", answer="请打 13712345678")
    assert answer.status_code == 422
    assert "13712345678" in text(answer)
    answer = send("gwen", "recruitment:decide-objection", pk, answer="已经核查。")
    assert answer.context["form"].errors.keys() == {"decision"}
    assert send("gwen", "recruitment:decide-objection", pk, **fields).status_code == 302
    assert story.applicant("钱二").stage == "ON_NOTICE"
    page = text(see("tess", "recruitment:show-objection", pk))
    assert "异议不成立" in page
    assert "当天到场" not in page
    assert "当天到场" in text(see("gwen", "recruitment:show-objection", pk))
    assert send("gwen", "recruitment:decide-objection", pk, **fields).status_code == 409


def test_the_list_begins_with_what_waits(objected, see, story):
    first = story.object("赵一", PUBLISHED)
    story.decide(first, "NOT_UPHELD", PUBLISHED)
    assert [line.objection_id for line in see("gwen", "recruitment:list-objections").context["lines"]] == [objected.pk]
    lines = see("gwen", "recruitment:list-objections", query="?stage=NOT_UPHELD").context["lines"]
    assert [line.objection_id for line in lines] == [first.pk]
    assert see("gwen", "recruitment:list-objections", query="?place=990102002").context["lines"] == []


def test_more_objections_cost_no_more_statements(objected, signed_in, gwen, story, django_assert_num_queries):
    client, url = signed_in(gwen), reverse("recruitment:list-objections")
    client.get(url)
    for name in ("赵一", "钱二", "赵一"):
        with django_assert_num_queries(7):
            client.get(url)
        story.object(name, PUBLISHED)


def test_objections_by_api(objected, ask, tell, story):
    path = f"objections/{objected.pk}/"
    line = ask("tess", "objections/")["results"][0]
    assert (line["about"], line["stage"], line["handler"]) == ("钱*", "RECEIVED", "")
    assert WORDS not in str(line)
    tell("gwen", path + "take/")
    tell("gwen", path + "decide/", {"decision": "MAYBE", "answer": "x"}, 400)
    assert tell("gwen", path + "decide/", {"decision": "UPHELD", "answer": "x"}, 422)["field"] == "answer"
    tell("gwen", path + "decide/", {"decision": "UPHELD", "answer": "经核查属实。"})
    assert story.applicant("钱二").rejected_why == "OBJECTION_UPHELD"
    assert ask("gwen", "objections/")["results"] == []
    assert ask("gwen", "objections/?stage=UPHELD")["results"][0]["id"] == objected.pk
