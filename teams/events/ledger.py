"""What is announced when people move, and when teams are reorganised or fall asleep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from patrol_ops.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MemberTransferred(Event):
    member_id: int
    team_id: int
    to_team_id: int
    on: dt.date
    employment_class: str
    login_closed: bool
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class MemberRegularised(Event):
    """From a legacy team under a contract: with ``team_id`` from now on, which may be where they served before."""

    member_id: int
    team_id: int
    from_team_id: int
    employment_class: str
    login_closed: bool
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class ClassChanged(Event):
    member_id: int
    team_id: int
    on: dt.date
    before: str
    employment_class: str
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class MainMembershipChosen(Event):
    member_id: int
    team_id: int
    subject_field = "member_id"


@dataclass(frozen=True, kw_only=True)
class LeaveGranted(Event):
    hold_id: int
    member_id: int
    team_id: int
    since: dt.date
    until: dt.date
    subject_field = "hold_id"


@dataclass(frozen=True, kw_only=True)
class LeaveEnded(Event):
    hold_id: int
    member_id: int
    team_id: int
    until: dt.date
    subject_field = "hold_id"


@dataclass(frozen=True, kw_only=True)
class ReorganisationOrdered(Event):
    reorganisation_id: int
    team_id: int
    what: str
    effective_on: dt.date
    subject_field = "reorganisation_id"


@dataclass(frozen=True, kw_only=True)
class ReorganisationApproved(Event):
    reorganisation_id: int
    team_id: int
    what: str
    effective_on: dt.date
    subject_field = "reorganisation_id"


@dataclass(frozen=True, kw_only=True)
class ReorganisationCancelled(Event):
    reorganisation_id: int
    team_id: int
    subject_field = "reorganisation_id"


@dataclass(frozen=True, kw_only=True)
class ReorganisationFailed(Event):
    reorganisation_id: int
    team_id: int
    code: str
    subject_field = "reorganisation_id"


@dataclass(frozen=True, kw_only=True)
class TeamMerged(Event):
    team_id: int
    successor_id: int
    on: dt.date
    members: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamSplit(Event):
    team_id: int
    new_team_id: int
    on: dt.date
    members: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamDissolved(Event):
    team_id: int
    on: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamRested(Event):
    team_id: int
    since: dt.date
    cause: str
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamKeptActive(Event):
    team_id: int
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class TeamRevived(Event):
    team_id: int
    since: dt.date
    subject_field = "team_id"


@dataclass(frozen=True, kw_only=True)
class DormancyWatched(Event):
    district_id: int
    day: dt.date
    warned: int
    proposed: int
    woken: int
    subject_field = "district_id"


@dataclass(frozen=True, kw_only=True)
class RevivalPlanWritten(Event):
    team_id: int
    dormant_spell_id: int
    due_on: dt.date
    subject_field = "team_id"
