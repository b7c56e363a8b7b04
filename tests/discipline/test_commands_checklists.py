"""Checklists by version: proposed by the office, agreed by its head, retired; nothing in silence, nothing twice."""

from __future__ import annotations

import datetime as dt

import pytest

from discipline import commands
from discipline.models import Checklist
from discipline.rules import ChecklistKind, ItemDraft
from tests.discipline.saying import costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import AGREED, ITEMS, checklist_draft

LATER = dt.date(2026, 11, 9)


def propose(it, by="gus", day=AGREED, place="990102", checklist_id=None, **values):
    return commands.propose_checklist(
        actor=it.who(by, day), place_id=it.district.places[place], draft=checklist_draft(**values),
        checklist_id=checklist_id, at=it.at(day),
    )  # fmt: skip


def agree(it, by="gwen", day=AGREED, hour=10):
    return commands.agree_checklist(actor=it.who(by, day), checklist_id=it.checklist_id, at=it.at(day, hour))


def retire(it, by="gus", day=LATER):
    return commands.retire_checklist(actor=it.who(by, day), checklist_id=it.checklist_id, at=it.at(day))


@pytest.mark.req("INS-07", "INS-08", "INS-09")
def test_propose_checklist_waits_for_the_head(supervision):
    with costs():
        supervision.checklist_id = propose(supervision).checklist_id
    (row,) = supervision.checklist.revisions.all()
    assert (row.version, row.title, row.agreed_at, row.points) == (1, "街面检查表", None, [3, 2, 1])
    ((kind, whom, due),) = owed()
    assert (kind, whom, due.hour) == ("agree_checklist", "gvh 990102", 0)
    (entry,) = said("discipline.checklist_proposed", supervision.at(AGREED))
    assert (entry.subject_id, entry.facts["version"]) == (supervision.checklist_id, 1)


@pytest.mark.parametrize("by", ["gwen", "tess", "petra", "piet", "ivo", "lena", "kai", "ada", "nora"])
def test_propose_checklist_is_the_offices(supervision, by):
    not_permitted(propose, supervision, by)


def test_propose_checklist_refuses_what_is_not_in_order(supervision):
    with nothing_written():
        refused("discipline.of-the-district", propose, supervision, place="990102001")
        refused("discipline.kind-asks-street", propose, supervision, min_interviews=0)


def test_propose_checklist_again_replaces_what_waits(supervision):
    supervision.propose()
    propose(supervision, day=LATER, checklist_id=supervision.checklist_id, items=ITEMS[:1])
    (row,) = supervision.checklist.revisions.all()
    assert (row.version, len(row.items)) == (1, 1)
    assert len(owed()) == 1


def test_a_new_version_leaves_the_old_in_force_until_it_is_agreed(supervision):
    supervision.agreed()
    propose(supervision, day=LATER, checklist_id=supervision.checklist_id, items=(ItemDraft("新的一项"),))
    versions = supervision.checklist.revisions.order_by("version")
    assert [(row.version, row.agreed_at is not None) for row in versions] == [(1, True), (2, False)]
    agree(supervision, day=LATER)
    assert [(row.version, row.agreed_at is not None) for row in versions.all()] == [(1, True), (2, True)]
    assert owed() == []


def test_propose_checklist_keeps_kind_and_district(supervision):
    supervision.agreed()
    with nothing_written():
        refused(
            "discipline.kind-fixed", propose, supervision, checklist_id=supervision.checklist_id,
            kind=ChecklistKind.GENERAL,
        )  # fmt: skip
    retire(supervision)
    with nothing_written():
        refused("discipline.checklist-unknown", propose, supervision, checklist_id=supervision.checklist_id)


def test_agree_checklist_puts_it_in_force(supervision):
    supervision.propose()
    with costs():
        row = agree(supervision)
    assert (row.agreed_by_id, row.agreed_at) == (supervision.district.users["gwen"], supervision.at(AGREED, 10))
    assert owed() == []
    assert len(said("discipline.checklist_agreed", supervision.at(AGREED, 10))) == 1
    with nothing_written():
        refused("discipline.nothing-waits", agree, supervision)


@pytest.mark.parametrize("by", ["gus", "liz", "tess", "petra", "ivo", "lena"])
def test_agree_checklist_is_the_heads(supervision, by):
    supervision.propose()
    not_permitted(agree, supervision, by)


def test_agree_checklist_by_the_hand_that_proposed_it(supervision, district):
    """Somebody who holds both posts: the rule says no where the grant would not."""
    supervision.propose()
    supervision.checklist.revisions.update(proposed_by_id=district.users["gwen"])
    with nothing_written():
        refused("discipline.agreed-by-proposer", agree, supervision)


def test_retire_checklist_takes_what_waits_along(supervision):
    supervision.propose()
    with costs():
        retire(supervision)
    assert owed() == []
    assert Checklist.objects.open().count() == 0
    assert len(said("discipline.checklist_retired", supervision.at(LATER))) == 1
    with nothing_written():
        refused("discipline.checklist-unknown", retire, supervision)
        # A version that waited when the list was retired is not agreed to any more.
        refused("discipline.nothing-waits", agree, supervision, day=LATER, hour=11)


@pytest.mark.parametrize("by", ["gwen", "tess", "petra", "lena"])
def test_retire_checklist_is_the_offices(supervision, by):
    supervision.agreed()
    not_permitted(retire, supervision, by)
