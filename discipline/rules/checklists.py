"""What is looked at: checklists by version, proposed by the office and agreed by its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused

MOST_ITEMS = 40
MOST_INTERVIEWS = 50


class ChecklistKind(StrEnum):
    """The four checks of INS-07 to INS-09 (the fourth is a review, INS-10), the six unities, the five mechanisms, watch
    posts, and whatever else a round looks at."""

    DOCUMENTS = "DOCUMENTS"
    STREET = "STREET"
    SITES = "SITES"
    SIX_UNIFIED = "SIX_UNIFIED"
    MECHANISMS = "MECHANISMS"
    WATCH_POSTS = "WATCH_POSTS"
    GENERAL = "GENERAL"


# ORG-21: plaque, name, duties, ledger, standard, assessment. INS-15: management, inspection, assessment, reward and
# penalty, supervision.
FIXED_ITEMS = {ChecklistKind.SIX_UNIFIED: 6, ChecklistKind.MECHANISMS: 5}


class Verdict(StrEnum):
    """What was found of one item."""

    GOOD = "GOOD"
    PARTLY = "PARTLY"
    MISSING = "MISSING"
    NOT_APPLICABLE = "NOT_APPLICABLE"


_SHARE = {Verdict.GOOD: 2, Verdict.PARTLY: 1, Verdict.MISSING: 0}


@dataclass(frozen=True)
class ItemDraft:
    text: str
    points: int = 1


@dataclass(frozen=True)
class ChecklistDraft:
    """``asks_insignia``: worn over present is counted (EQP-13). ``asks_documents``: the three papers of LOG-10.
    ``min_interviews``, ``min_sites``: how many passers-by (PUB-12) and places (INS-09, INS-17) at least."""

    kind: ChecklistKind
    title: str
    items: tuple[ItemDraft, ...]
    asks_insignia: bool = False
    asks_documents: bool = False
    min_interviews: int = 0
    min_sites: int = 0


def judge_checklist(draft: ChecklistDraft) -> None:
    """Named, with items that can be answered, and with what its kind cannot do without."""
    judge_text(draft.title, "title", least=2, most=60)
    fixed = FIXED_ITEMS.get(draft.kind)
    if fixed is not None and len(draft.items) != fixed:
        raise Refused("discipline.items-fixed", field="items", number=fixed)
    if not 1 <= len(draft.items) <= MOST_ITEMS:
        raise Refused("discipline.items-odd", field="items", most=MOST_ITEMS)
    for number, item in enumerate(draft.items):
        judge_text(item.text, f"items-{number}-text", least=2, most=120)
        if not 0 <= item.points <= 100:
            raise Refused("discipline.points-odd", field=f"items-{number}-points")
    if not any(item.points for item in draft.items):
        raise Refused("discipline.points-odd", field="items-0-points")
    if not 0 <= draft.min_interviews <= MOST_INTERVIEWS:
        raise Refused("discipline.interviews-odd", field="min_interviews", most=MOST_INTERVIEWS)
    if not 0 <= draft.min_sites <= MOST_ITEMS:
        raise Refused("discipline.sites-odd", field="min_sites", most=MOST_ITEMS)
    if draft.kind == ChecklistKind.DOCUMENTS and not draft.asks_documents:
        raise Refused("discipline.kind-asks-documents", field="asks_documents")
    if draft.kind == ChecklistKind.STREET and not (draft.asks_insignia and draft.min_interviews):
        raise Refused("discipline.kind-asks-street", field="min_interviews")
    if draft.kind in (ChecklistKind.SITES, ChecklistKind.WATCH_POSTS) and not draft.min_sites:
        raise Refused("discipline.kind-asks-sites", field="min_sites")


def judge_text(text: str, field: str, *, least: int, most: int) -> None:
    """A text of a length, without numbers of persons or cars; nothing at all where ``least`` is 0."""
    said = text.strip()
    if not least <= len(said) <= most:
        raise Refused("discipline.text-odd", field=field, least=least, most=most)
    judge_free_text(said, field)


def score(points: Sequence[int], verdicts: Mapping[int, Verdict]) -> int | None:
    """Of 100, rounded down: GOOD gets an item's points, PARTLY half of them; what does not apply counts on neither
    side. None where nothing applied. ``points`` by the order of items, ``verdicts`` by number from 1."""
    got = possible = 0
    for number, worth in enumerate(points, 1):
        verdict = verdicts.get(number, Verdict.NOT_APPLICABLE)
        if verdict != Verdict.NOT_APPLICABLE:
            got += worth * _SHARE[verdict]
            possible += worth * 2
    return 100 * got // possible if possible else None
