"""Boundaries, negative test 3: no public page or API answer shows a full name, a number, a birth date or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from patrol_ops.core import clock
from patrol_ops.core.models import User
from recruitment import commands
from tests.cast import STAFF, TEAMS, identity
from tests.house.worlds import Route, routes
from tests.portal.conftest import Visitor
from tests.recruitment.story import CLOSED, PUBLISHED, Story

NAMES = ("赵一", "钱二", "孙三")
PEOPLE = (*NAMES, *(name for team in TEAMS for name in team[6]), *(row[1] for row in STAFF))
BORN = "1992-06-07", "19920607", "1992年6月7日"
PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9X](?![0-9])")


def reading() -> list[Route]:
    """Every public address that is not behind a personal link."""
    return [route for route in routes() if route.is_public and not {"secret", "unsubscribe_token"} & set(route.wants)]


def addresses(story: Story) -> Iterator[str]:
    ids = {"campaign_id": story.campaign_id, "notice_id": story.notice().pk, "certificate_key": "A" * 26}
    for route in reading():
        path = route.pattern
        for want in route.wants:
            path = re.sub(rf"<\w+:{want}>", str(ids[want]), path)
        yield path
        yield f"{path}?lang=en"


def look(story: Story) -> int:
    looked = 0
    for address in addresses(story):
        answer = Client().get(address)
        assert answer.status_code in (200, 405), address
        text = answer.content.decode()
        assert [word for word in (*PEOPLE, *BORN) if word in text] == [], address
        assert not PHONE.search(text), address
        assert not NUMBER.search(text), address
        looked += answer.status_code == 200
    return looked


@pytest.mark.req("REC-06")
def test_no_public_page_names_anybody_at_any_stage(story: Story, visitor: Visitor) -> None:
    assert identity(700, "19920607") == story_number()
    story.until_noticed(*NAMES)
    visitor.moment.move_to(clock.at(PUBLISHED, 12))
    gwen, pk = story.who("gwen", PUBLISHED), story.notice().pk
    commands.correct_notice(actor=gwen, notice_id=pk, reason="赵一和钱二写反了", at=story.at(PUBLISHED, 13))
    story.object("赵一", PUBLISHED, contact="13711112222", reason="赵一的电话是13711112222")
    assert User.objects.count() > 10

    assert look(story) >= 2 * 14


def test_nor_once_it_is_closed_and_somebody_is_hired(story: Story, visitor: Visitor) -> None:
    story.until_offered(*NAMES)
    story.sign("赵一")
    visitor.moment.move_to(clock.at(CLOSED, 18))

    assert look(story) >= 2 * 14


def story_number() -> str:
    """The number of the first applicant, so that what is looked for could be found at all."""
    return identity(700, "19920607")
