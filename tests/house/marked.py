"""What few may read, in words that are met nowhere else: a campaign in Lena's street, beside both worlds.

The reason of a verdict, identity and phone numbers and whole names are the police's of the tier; the words of an
objection and who wrote it are its handler's; nobody else meets them anywhere (X53, PUB-04, boundaries).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import time_machine

from patrol_ops.core import clock, outbox
from patrol_ops.core.obligations import remind
from recruitment import commands
from recruitment.rules import VerdictCode
from teams.models import Team
from tests.cast import District, built_once, identity, read_out
from tests.house.worlds import APPS, DAY, Route, World, Worlds
from tests.recruitment.story import PUBLISHED, VETTED, Story

REASON = "标记：此人有法定的从业禁止情形"
OBJECTION, CONTACT = "标记：听说考核当天由别人代替", "标记：西街十九号门房转交"
PEOPLE = {"柏樟榕": 881, "楠桦椴": 882, "槐栾枫": 883, "梧桐檀": 884}
CLEARED, OBJECTED, REFUSED, WAITING = PEOPLE
# Who may read it, by what it is.
READERS = {
    "reason": {"piet"},
    "objection": {"gwen"},
    "contact": {"gwen"},
    "name": {"piet"},
    "identity": {"piet"},
    "phone": {"piet"},
}


def number_of(name: str) -> str:
    return identity(PEOPLE[name], "19930708")


def phone_of(name: str) -> str:
    return f"1370000{PEOPLE[name]}9"


MARKS = {
    "reason": (REASON,),
    "objection": (OBJECTION,),
    "contact": (CONTACT,),
    "name": tuple(PEOPLE),
    "identity": tuple(number_of(name) for name in PEOPLE),
    "phone": tuple(phone_of(name) for name in PEOPLE),
}


def kinds_in(text: str) -> set[str]:
    """The kinds of mark a text holds."""
    return {kind for kind, marks in MARKS.items() if any(mark in text for mark in marks)}


@dataclass
class Marked:
    """Lena's world with the marked campaign in it, and Otto's, which has none."""

    near: World
    far: World
    story: Story
    rows: District

    def paths(self, route: Route) -> list[str]:
        """The route in Lena's world: where it is about an applicant, for her own and for each marked one."""
        if "applicant_id" not in route.wants and "/applicants/" not in route.pattern:
            return [self.near.path(route)]
        about = [self.near.ids["applicant_id"], *self.story.ids.values()]
        return [World(self.near.ids | {"applicant_id": pk}).path(route) for pk in about]


def mark(both: Worlds) -> Marked:
    """In her street a campaign in which one was found not suitable, one is objected to, one waits."""
    Team.objects.filter(pk=both.district.teams["academy"]).update(authorised=20)
    story = Story(both.district, number=4)
    story.until_open()
    story.name_assessors()
    for name in PEOPLE:
        story.apply(name, identity=number_of(name), phone=phone_of(name))
    story.close_applying()
    for name in PEOPLE:
        story.screen(name)
        story.score(name, 20, 20)
    story.select()
    story.vet(CLEARED)
    story.vet(OBJECTED)
    story.vet(REFUSED, VerdictCode.NOT_SUITABLE, reason=REASON)
    story.prepare()
    story.publish()
    objection = story.object(OBJECTED, PUBLISHED, reason=OBJECTION, contact=CONTACT)
    commands.take_objection(actor=story.who("gwen", PUBLISHED), objection_id=objection.pk, at=story.at(PUBLISHED, 10))
    story.close_notice()
    remind(clock.now())
    outbox.deliver()
    assert story.applicant(WAITING).stage == "POLICE_REVIEW"
    assert VETTED < DAY
    ids = {"notice_id": story.notice().pk, "objection_id": objection.pk, "campaign_id": story.campaign_id}
    return Marked(World(both[0].ids | ids), both[1], story, District())


@pytest.fixture(scope="session")
def _marked_built(_worlds_built: Worlds, django_db_blocker: Any) -> Marked:
    """Built once a session, as the worlds are."""
    with built_once(django_db_blocker), time_machine.travel(clock.at(DAY, 21), tick=False):
        _worlds_built.rows.insert()
        it = mark(_worlds_built)
        read_out(it.rows, *APPS)
    return it


@pytest.fixture
def marked(db: None, _marked_built: Marked) -> Marked:
    """Both worlds and the marked campaign, in the test's own database."""
    _marked_built.rows.insert()
    return _marked_built
