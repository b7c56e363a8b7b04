"""What a checklist must have, how texts are judged, and what a score is; without a database."""

from __future__ import annotations

import pytest

from discipline.rules import (
    FIXED_ITEMS,
    MOST_INTERVIEWS,
    MOST_ITEMS,
    ChecklistKind,
    ItemDraft,
    Verdict,
    judge_checklist,
    judge_text,
    score,
)
from patrol_ops.core.refusals import Refused
from tests.discipline.story import checklist_draft

GOOD, PARTLY, MISSING, NOT = Verdict.GOOD, Verdict.PARTLY, Verdict.MISSING, Verdict.NOT_APPLICABLE


def items(count, points=1):
    return tuple(ItemDraft(f"第{number}项", points) for number in range(1, count + 1))


def plain(**values):
    whole = {
        "kind": ChecklistKind.GENERAL, "asks_insignia": False, "asks_documents": False, "min_interviews": 0,
        "min_sites": 0,
    }  # fmt: skip
    return checklist_draft(**{**whole, **values})


@pytest.mark.parametrize(
    "draft",
    [
        checklist_draft(),
        plain(items=items(1)),
        plain(items=items(MOST_ITEMS)),
        plain(items=(ItemDraft("有的项不计分", 0), ItemDraft("有的项计分", 100))),
        plain(title="二查"),
        plain(title="长" * 60),
        plain(kind=ChecklistKind.DOCUMENTS, asks_documents=True),
        plain(kind=ChecklistKind.SITES, min_sites=1),
        plain(kind=ChecklistKind.WATCH_POSTS, min_sites=MOST_ITEMS),
        plain(kind=ChecklistKind.SIX_UNIFIED, items=items(6)),
        plain(kind=ChecklistKind.MECHANISMS, items=items(5)),
        plain(kind=ChecklistKind.STREET, asks_insignia=True, min_interviews=MOST_INTERVIEWS),
    ],
)
def test_a_checklist_that_is_in_order(draft):
    judge_checklist(draft)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": " 查 "}, "text-odd", "title"),
        ({"title": "长" * 61}, "text-odd", "title"),
        ({"items": ()}, "items-odd", "items"),
        ({"items": items(MOST_ITEMS + 1)}, "items-odd", "items"),
        ({"items": (ItemDraft("好的项"), ItemDraft(" "))}, "text-odd", "items-1-text"),
        ({"items": (ItemDraft("长" * 121),)}, "text-odd", "items-0-text"),
        ({"items": (ItemDraft("分太多", 101),)}, "points-odd", "items-0-points"),
        ({"items": (ItemDraft("分太少", -1),)}, "points-odd", "items-0-points"),
        ({"items": items(3, points=0)}, "points-odd", "items-0-points"),
        ({"min_interviews": -1}, "interviews-odd", "min_interviews"),
        ({"min_interviews": MOST_INTERVIEWS + 1}, "interviews-odd", "min_interviews"),
        ({"min_sites": -1}, "sites-odd", "min_sites"),
        ({"min_sites": MOST_ITEMS + 1}, "sites-odd", "min_sites"),
        ({"kind": ChecklistKind.DOCUMENTS}, "kind-asks-documents", "asks_documents"),
        ({"kind": ChecklistKind.STREET, "asks_insignia": True}, "kind-asks-street", "min_interviews"),
        ({"kind": ChecklistKind.STREET, "min_interviews": 3}, "kind-asks-street", "min_interviews"),
        ({"kind": ChecklistKind.SITES}, "kind-asks-sites", "min_sites"),
        ({"kind": ChecklistKind.WATCH_POSTS}, "kind-asks-sites", "min_sites"),
        ({"kind": ChecklistKind.SIX_UNIFIED, "items": items(5)}, "items-fixed", "items"),
        ({"kind": ChecklistKind.MECHANISMS, "items": items(6)}, "items-fixed", "items"),
    ],
)
def test_a_checklist_that_is_not(values, code, field):
    with pytest.raises(Refused) as no:
        judge_checklist(plain(**values))
    assert (no.value.code, no.value.field) == (f"discipline.{code}", field)


@pytest.mark.req("ORG-21", "INS-15")
def test_six_unities_and_five_mechanisms():
    assert FIXED_ITEMS == {ChecklistKind.SIX_UNIFIED: 6, ChecklistKind.MECHANISMS: 5}


@pytest.mark.parametrize("text", ["他的身份证 11010519491231002X", "电话 13800138000", "打 13800138000 找他"])
def test_nobodys_numbers_stand_in_a_text(text):
    """The ground's own judgement of free text: identity and phone numbers stay outside."""
    with pytest.raises(Refused) as no:
        judge_text(text, "text", least=0, most=100)
    assert no.value.field == "text"


@pytest.mark.parametrize(("text", "least", "fine"), [("", 0, True), ("  ", 1, False), (" 两字 ", 2, True)])
def test_a_text_is_measured_without_its_edges(text, least, fine):
    if fine:
        judge_text(text, "text", least=least, most=4)
    else:
        with pytest.raises(Refused):
            judge_text(text, "text", least=least, most=4)


@pytest.mark.parametrize(
    ("points", "verdicts", "of_100"),
    [
        ([3, 2, 1], {1: GOOD, 2: GOOD, 3: GOOD}, 100),
        ([3, 2, 1], {1: MISSING, 2: MISSING, 3: MISSING}, 0),
        ([3, 2, 1], {1: GOOD, 2: PARTLY, 3: GOOD}, 83),  # 5 of 6: rounded down
        ([1, 1, 1], {1: GOOD, 2: PARTLY, 3: MISSING}, 50),
        ([1], {1: PARTLY}, 50),
        ([3, 2, 1], {1: NOT, 2: GOOD, 3: PARTLY}, 83),  # 2.5 of 3
        ([0, 1], {1: MISSING, 2: GOOD}, 100),
        ([0, 1], {1: GOOD, 2: NOT}, None),  # what is left is worth nothing
        ([3, 2], {1: NOT, 2: NOT}, None),
        ([3, 2], {}, None),
    ],
)
def test_score(points, verdicts, of_100):
    assert score(points, verdicts) == of_100
