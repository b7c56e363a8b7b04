"""Forms that ask for a team list those nearby; the others are looked for by name, and what is chosen stays."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from teams import reports
from teams.models import Team

NAMES = ("brigade", "squadron", "harbour", "academy", "other_squadron", "willow")


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def few(monkeypatch):
    """A page lists one team beside those chosen."""
    monkeypatch.setattr("teams.reports.choosing.AT_ONCE", 1)


@pytest.fixture
def choose(request, django_assert_num_queries):
    def ask(near, find="", chosen=()):
        path, ids = near.place.path, [row.pk for row in chosen]
        with django_assert_num_queries(1):
            choice = reports.teams_to_choose(Team.objects.all(), near=path, find=find, chosen=ids)
        keys = {request.getfixturevalue(name).pk: name for name in NAMES}
        return [keys[pk] for pk, _name in choice.rows], choice.more, choice.searched

    return ask


def test_a_few_are_all_listed_the_nearest_first(choose, harbour, willow, academy):
    street, other = ["squadron", "harbour", "academy"], ["other_squadron", "willow"]
    assert choose(harbour) == (["harbour", "squadron", "academy", "brigade", *other], False, False)
    assert choose(willow) == (["willow", "other_squadron", "brigade", *street], False, False)
    assert choose(willow, chosen=[academy])[0][:3] == ["academy", "willow", "other_squadron"]


def test_of_very_many_a_page_lists_those_nearby(few, choose, harbour, willow, academy):
    assert choose(harbour) == (["harbour"], True, True)
    assert choose(harbour, chosen=[willow, academy]) == (["academy", "willow", "harbour"], True, True)


@pytest.mark.parametrize("said", ["柳林", " 柳林 ", "liulin", "ll"])
def test_others_are_found_by_name_and_what_is_chosen_stays(choose, harbour, academy, said):
    assert choose(harbour, find=said) == (["willow"], False, True)
    assert choose(harbour, find=said, chosen=[academy]) == (["academy", "willow"], False, True)


def test_a_name_that_nobody_has_finds_nothing(choose, harbour):
    assert choose(harbour, find="没有这样的") == ([], False, True)


@pytest.fixture
def read(signed_in, tess):
    def act(team, **asked):
        answer = signed_in(tess).get(reverse("teams:merge-teams", args=[team.pk]), asked)
        assert answer.status_code == 200
        return answer

    return act


def test_the_page_offers_to_look_for_others_where_there_are_any(monkeypatch, read, harbour, academy):
    page = read(harbour)
    assert [value for value, _ in page.context["form"].fields["predecessors"].choices] == [str(academy.pk)]
    assert 'name="find"' not in page.content.decode()
    monkeypatch.setattr("teams.reports.choosing.AT_ONCE", 0)
    assert 'name="find"' in read(harbour).content.decode()
    assert "没有找到名称里有「柳林」的队伍" in read(harbour, find="柳林").content.decode()  # out of reach


def test_what_is_chosen_is_still_ticked_after_looking_for_another(few, read, harbour, academy, willow):
    page = read(harbour, find="没有这样的", predecessors=[academy.pk, willow.pk, "x", "9" * 30])
    (chip,) = page.context["form"]["predecessors"].subwidgets
    assert (chip.data["value"], chip.data["selected"]) == (str(academy.pk), True)


def test_a_team_that_the_page_did_not_list_may_be_sent(monkeypatch, signed_in, tess, harbour, academy, at):
    monkeypatch.setattr("teams.reports.choosing.AT_ONCE", 0)
    fields = {"predecessors": [academy.pk], "effective_on": at.date().isoformat(), "reason": "两个社区合并管理"}
    assert signed_in(tess).post(reverse("teams:merge-teams", args=[harbour.pk]), fields).status_code == 302
