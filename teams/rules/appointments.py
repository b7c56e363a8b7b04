"""Roles, where each is held, who appoints, and who stands above whom."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused


class Role(StrEnum):
    GOVERNANCE = "gov"
    GOVERNANCE_HEAD = "gvh"
    LEADING_GROUP = "lgm"
    TOWNSHIP = "twn"
    SUB_BUREAU = "psb"
    STATION_LIAISON = "psl"
    COMMUNITY_OFFICER = "cpo"
    LEADER = "ldr"
    MEMBER = "mbr"
    INSPECTOR = "insp"
    TRAINER = "trn"
    FINANCE = "fin"
    FINANCE_APPROVER = "fap"
    VILLAGE = "vil"
    AREA_CONTACT = "aco"
    AUDITOR = "aud"
    ADMINISTRATOR = "adm"


class Owed(StrEnum):
    """What the first floor makes due for somebody."""

    APPROVE_TEAM = "teams.approve_team"
    APPROVE_LEADER = "teams.approve_leader"
    APPROVE_REORGANISATION = "teams.approve_reorganisation"
    WAKE_TEAM = "teams.wake_team"
    CONFIRM_DORMANT = "teams.confirm_dormant"
    WRITE_REVIVAL_PLAN = "teams.write_revival_plan"
    REVIVE_TEAM = "teams.revive_team"
    ACKNOWLEDGE_DUTY_STATEMENT = "teams.acknowledge_duty_statement"
    CONFIRM_ROSTER = "teams.confirm_roster"
    AGREE_EQUIPMENT_STANDARD = "teams.agree_equipment_standard"
    RETURN_KIT = "teams.return_kit"


TEAM_ROLES = frozenset({Role.LEADER, Role.MEMBER})
LEADERSHIP = frozenset({Role.LEADER})

# What a post of each role is over: a team, an area, or a place of these tiers (ORG-06, ORG-41).
APPOINTED_OVER: dict[Role, frozenset[str]] = {
    Role.GOVERNANCE: frozenset({"DISTRICT"}),
    Role.GOVERNANCE_HEAD: frozenset({"DISTRICT"}),
    Role.LEADING_GROUP: frozenset({"DISTRICT"}),
    Role.TOWNSHIP: frozenset({"STREET"}),
    Role.SUB_BUREAU: frozenset({"DISTRICT"}),
    Role.STATION_LIAISON: frozenset({"STREET"}),
    Role.COMMUNITY_OFFICER: frozenset({"COMMUNITY"}),
    Role.LEADER: frozenset({"TEAM"}),
    Role.MEMBER: frozenset({"TEAM"}),
    Role.INSPECTOR: frozenset({"DISTRICT", "STREET"}),
    Role.TRAINER: frozenset({"DISTRICT", "STREET"}),
    Role.FINANCE: frozenset({"DISTRICT", "STREET"}),
    Role.FINANCE_APPROVER: frozenset({"DISTRICT", "STREET"}),
    Role.VILLAGE: frozenset({"COMMUNITY"}),
    Role.AREA_CONTACT: frozenset({"AREA"}),
    Role.AUDITOR: frozenset({"DISTRICT"}),
    Role.ADMINISTRATOR: frozenset({"DISTRICT"}),
}

# The police hand over a team of each tier: reviews its logs, approves its leader (ORG-06).
REVIEWER_OF: dict[str, Role] = {
    "BRIGADE": Role.SUB_BUREAU,
    "SQUADRON": Role.STATION_LIAISON,
    "DETACHMENT": Role.COMMUNITY_OFFICER,
}

# Whom a reminder goes to when nobody moved (ORG-24): from the leader up to the head of the office.
_LADDERS: dict[str, tuple[Role, ...]] = {
    "DETACHMENT": (
        Role.LEADER,
        Role.COMMUNITY_OFFICER,
        Role.STATION_LIAISON,
        Role.TOWNSHIP,
        Role.GOVERNANCE,
        Role.GOVERNANCE_HEAD,
    ),
    "SQUADRON": (Role.LEADER, Role.STATION_LIAISON, Role.TOWNSHIP, Role.GOVERNANCE, Role.GOVERNANCE_HEAD),
    "BRIGADE": (Role.LEADER, Role.SUB_BUREAU, Role.GOVERNANCE, Role.GOVERNANCE_HEAD),
}


def role_above(role: Role, tier: str, level: int) -> Role | None:
    """The role ``level`` steps up from ``role`` for a team of ``tier``; the top stays the top; None if not on it."""
    ladder = _LADDERS[tier]
    if role not in ladder:
        return role if level == 0 else Role.GOVERNANCE_HEAD
    return ladder[min(ladder.index(role) + level, len(ladder) - 1)]


@dataclass(frozen=True)
class AppointmentDraft:
    role: Role
    since: dt.date
    deputy: bool = False


def judge_appointment(draft: AppointmentDraft, over: str, *, today: dt.date, serves_there: bool = True) -> None:
    """The role fits where it is held; a leader is one of the team; no post begins long before it is written down."""
    if over not in APPOINTED_OVER[draft.role]:
        raise Refused("teams.role-not-held-there", field="role", role=f"role.{draft.role}")
    if draft.deputy and draft.role not in LEADERSHIP:
        raise Refused("teams.deputy-only-of-leader", field="deputy")
    if not serves_there:
        raise Refused("teams.leader-not-of-team", field="member")
    if not today - dt.timedelta(days=366) <= draft.since <= today + dt.timedelta(days=366):
        raise Refused("teams.appointment-date-odd", field="since")


def judge_approval(proposed_by: int | None, approved_by: int | None) -> None:
    """The hand that proposes a leader does not approve (boundaries, negative test 8)."""
    judge_other_hand(proposed_by, approved_by, "teams.approved-by-proposer")


def judge_appointing(by: int | None, user: int | None) -> None:
    """Nobody gives a post to themselves."""
    judge_other_hand(by, user, "teams.appointed-oneself")


def judge_end(since: dt.date, until: dt.date, today: dt.date) -> None:
    """``until`` is the first day without the post: not before it began, not in the future, so that the login can
    close with the last post at once. A post that has not begun ends on the day it would have begun."""
    if not since <= until <= max(today, since):
        raise Refused("teams.end-date-odd", field="until")
