"""ORG-44: what a post's duty is, in three parts, and that whoever holds the post knows it."""

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from teams.rules.appointments import Role

LONGEST = 2000


@dataclass(frozen=True)
class StatementDraft:
    """The duty of a post: what it is, what is to be done, how one complements the others."""

    role: Role
    clear_duty: str
    clear_task: str
    complementary: str


def role_of_duty(leads: bool) -> Role:
    """Whose statement somebody acknowledges: leaders and deputies that of leaders, everybody else that of members."""
    return Role.LEADER if leads else Role.MEMBER


def judge_statement(draft: StatementDraft, before: StatementDraft | None) -> StatementDraft:
    """The draft without blanks around its texts; a new version says something new."""
    if draft.role not in (Role.LEADER, Role.MEMBER):
        raise Refused("teams.statement-of-no-post", field="role")
    said = {}
    for name in ("clear_duty", "clear_task", "complementary"):
        text = getattr(draft, name).strip()
        if not 2 <= len(text) <= LONGEST:
            raise Refused("teams.statement-text-needed", field=name, most=LONGEST)
        judge_free_text(text, name)
        said[name] = text
    judged = StatementDraft(role=draft.role, **said)
    if judged == before:
        raise Refused("teams.statement-unchanged", field="clear_duty")
    return judged


def judge_acknowledgement(asked: int, in_force: int, done: bool) -> None:
    """One acknowledges the version in force for the own post, once."""
    if asked != in_force:
        raise Refused("teams.statement-superseded")
    if done:
        raise Refused("teams.statement-acknowledged-already")


def judge_paper_signature(signed_on: dt.date, since: dt.date, today: dt.date, has_login: bool) -> None:
    """On paper signs who has no login, on a day between the version's first and today."""
    if has_login:
        raise Refused("teams.signs-by-login")
    if not since <= signed_on <= today:
        raise Refused("teams.signed-on-odd", field="signed_on", since=since)
