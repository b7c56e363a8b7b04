"""The one hiring standard of the district: proposed, agreed by another hand, kept by version (REC-07)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from patrol_ops.core import clock
from recruitment import commands
from recruitment.models import Criterion, Standard
from recruitment.rules import Gate, Owed
from teams.rules import Role
from tests.recruitment.saying import also_holds, finds_nothing, nothing_written, one, owed, refused, said, within
from tests.recruitment.story import standard_draft

MONDAY = dt.date(2026, 10, 12)
AT = clock.at(MONDAY, 9)


@pytest.fixture
def propose(district):
    def act(**values):
        whole = {
            "actor": district.actor("gus"), "place_id": district.places["990102"], "draft": standard_draft(), "at": AT,
        }  # fmt: skip
        return commands.propose_standard(**whole | values)

    return act


@pytest.fixture
def agree(district):
    def act(standard, **values):
        whole = {"actor": district.actor("petra"), "standard_id": standard.pk, "at": AT}
        return commands.agree_standard(**whole | values)

    return act


@pytest.mark.req("REC-07", "REC-08", "REC-09")
def test_propose_standard_is_the_next_version_and_waits(propose, gus):
    standard = propose()

    assert (standard.version, standard.proposed_by_id, standard.agreed_at) == (1, gus.pk, None)
    lines = Criterion.objects.filter(standard=standard).order_by("number")
    assert [(line.number, line.gate, line.post_kind) for line in lines] == [
        (1, Gate.AGE, ""),
        (2, Gate.COMPETENCE, ""),
        (3, Gate.POST, "PATROL_MEMBER"),
        (4, Gate.POST, "SECURITY_GUARD"),
        (5, Gate.POST, "MEDIATION_HEAD"),
    ]
    assert owed(Owed.AGREE_STANDARD) == [(Role.SUB_BUREAU, "990102", within(MONDAY, 5), "")]


def test_propose_standard_by_another_finds_nothing(propose, district):
    finds_nothing(propose, *(district.actor(who) for who in ("gwen", "petra", "tess", "piet", "lena", "ada", "nora")))


@pytest.mark.req("REC-07")
def test_propose_standard_refused_writes_nothing(propose, district):
    street = district.places["990102001"]
    short = dataclasses.replace(standard_draft(), criteria=standard_draft().criteria[:2])
    with nothing_written():
        assert refused("recruitment.standard-of-district", propose, place_id=street).field == "place"
        refused("recruitment.standard-without-post", propose, draft=short)
    propose()
    with nothing_written():
        refused("recruitment.standard-waits", propose)


def test_propose_standard_is_said_once(propose):
    standard = propose()
    assert one("recruitment.standard_proposed", AT).facts == {"standard_id": standard.pk, "version": 1}


@pytest.mark.req("REC-07")
def test_agree_standard_by_another_hand_puts_it_in_force(propose, agree, petra):
    first = agree(propose())
    assert (first.agreed_by_id, first.agreed_at) == (petra.pk, AT)
    assert owed(Owed.AGREE_STANDARD) == []
    second = propose()
    assert second.version == 2
    assert list(Standard.objects.agreed()) == [first]
    assert owed(Owed.AGREE_STANDARD, second.pk) == [(Role.SUB_BUREAU, "990102", within(MONDAY, 5), "")]


def test_agree_standard_by_another_finds_nothing(propose, agree, district):
    standard = propose()
    who = ("gus", "gwen", "piet", "pia", "tess", "lena", "nora")
    finds_nothing(agree, *(district.actor(key) for key in who), standard=standard)


@pytest.mark.req("REC-11")
def test_agree_standard_refused_writes_nothing(propose, agree, district):
    """Who holds both posts still does not agree with themselves; nobody agrees twice."""
    both = also_holds(district, "gus", Role.SUB_BUREAU, "990102", MONDAY)
    standard = propose()
    with nothing_written():
        refused("recruitment.standard-same-hand", agree, standard, actor=both)
    agree(standard)
    with nothing_written():
        refused("core.stale", agree, standard)


def test_agree_standard_is_said_once(propose, agree):
    standard = agree(propose())
    refused("core.stale", agree, standard)
    assert one("recruitment.standard_agreed", AT).facts == {"standard_id": standard.pk, "version": 1}
    assert len(said("recruitment.standard_proposed", AT)) == 1
