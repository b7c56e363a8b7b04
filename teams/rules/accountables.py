"""ORG-16: who answers for a body by name, its top executive in person and the deputy in charge in particular."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from teams.rules.members import judge_person_name


class AccountableKind(StrEnum):
    """The two posts every body fills."""

    TOP_EXECUTIVE = "TOP_EXECUTIVE"
    DEPUTY_IN_CHARGE = "DEPUTY_IN_CHARGE"


@dataclass(frozen=True)
class AccountableDraft:
    """Who answers from ``since`` on: name and official title, nothing else."""

    kind: AccountableKind
    name: str
    title: str
    since: dt.date


def judge_accountable(draft: AccountableDraft, today: dt.date) -> AccountableDraft:
    """The draft without blanks around its words; from a day that has come."""
    name, title = judge_person_name(draft.name), draft.title.strip()
    if not 2 <= len(title) <= 40 or not title.isprintable():
        raise Refused("teams.accountable-title-invalid", field="title")
    judge_free_text(title, "title")
    if draft.since > today:
        raise Refused("teams.since-in-the-future", field="since")
    return AccountableDraft(kind=draft.kind, name=name, title=title, since=draft.since)


def judge_succession(draft: AccountableDraft, held: AccountableDraft | None) -> None:
    """Another follows from a later day on; the same person in the same title is no change."""
    if held is None:
        return
    if (held.name, held.title) == (draft.name, draft.title):
        raise Refused("teams.accountable-unchanged", field="name")
    if draft.since <= held.since:
        raise Refused("teams.accountable-since-too-early", field="since", since=held.since)


def judge_accountable_end(since: dt.date, until: dt.date, today: dt.date) -> None:
    """``until`` is the first day without the post: not before its first day, not in the future."""
    if not since <= until <= today:
        raise Refused("teams.accountable-until-odd", field="until")
