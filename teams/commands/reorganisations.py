"""Teams are merged, split, renamed and dissolved by order: ordered by the office, approved by its head."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.commands.carrying import _carry_out, _still_open
from teams.commands.fitting import _judge_dissolve, _judge_merge, _judge_rename, _judge_split
from teams.events import ReorganisationApproved, ReorganisationCancelled, ReorganisationOrdered
from teams.models import Reorganisation, Team
from teams.rules import (
    REORGANISING,
    OrderDraft,
    Owed,
    ReorganisationKind,
    Role,
    TeamDraft,
    judge_effective_day,
    judge_reason,
)


def _claimed(ids: Collection[int], actor: Actor) -> dict[int, Team]:
    """The teams of an order, each within reach, locked always in one order; none of them under another order."""
    related = ("place", "place__parent", "parent")
    teams = {
        pk: claim(Team, pk, actor=actor, to=Permission.ORDER_REORGANISATION, related=related) for pk in sorted(ids)
    }
    if Reorganisation.objects.open().about(list(teams)).exists():
        raise Refused("teams.reorganisation-open")
    return teams


def _order(
    kind: ReorganisationKind, team: Team, draft: OrderDraft, actor: Actor, at: dt.datetime, **more: object
) -> Reorganisation:
    """The row, and its approval owed by the head of the office before its day begins."""
    row = Reorganisation.objects.create(
        kind=kind,
        stage=REORGANISING.after("order", None),
        team=team,
        effective_on=draft.effective_on,
        reason=judge_reason(draft.reason),
        ordered_by_id=actor.person_id,
        ordered_at=at,
        **more,
    )
    due = obligations.Due(
        subject_type="reorganisation",
        subject_id=row.pk,
        team_id=None,
        path=team.place.path,
        role=Role.GOVERNANCE_HEAD,
        due_at=max(start_of(draft.effective_on), at + dt.timedelta(days=1)),
    )
    obligations.owe(Owed.APPROVE_REORGANISATION, [due], at=at, fresh=True)
    event = ReorganisationOrdered(
        at=at, reorganisation_id=row.pk, team_id=team.pk, what=kind, effective_on=draft.effective_on
    )
    announce(event, actor=actor, path=team.place.path)
    return row


@command
def merge_teams(
    *, actor: Actor, team_id: int, predecessor_ids: Collection[int], draft: OrderDraft, at: dt.datetime
) -> Reorganisation:
    """Order that ``team_id`` takes up others of its tier on a day, with their members, areas and former names."""
    if team_id in predecessor_ids:
        raise Refused("teams.merged-into-itself", field="predecessors")
    teams = _claimed({team_id, *predecessor_ids}, actor)
    successor = teams.pop(team_id)
    judge_effective_day(draft.effective_on, at.date())
    _judge_merge(successor, list(teams.values()))

    row = _order(ReorganisationKind.MERGE, successor, draft, actor, at)
    row.merging.set(teams.values())
    return row


@command
def split_team(
    *,
    actor: Actor,
    team_id: int,
    member_ids: Collection[int],
    team_draft: TeamDraft,
    draft: OrderDraft,
    at: dt.datetime,
) -> Reorganisation:
    """Order that a new detachment beside ``team_id`` takes chosen members over on a day (X49)."""
    team = _claimed({team_id}, actor)[team_id]
    judge_effective_day(draft.effective_on, at.date())
    _judge_split(team, team_draft, member_ids)

    row = _order(
        ReorganisationKind.SPLIT,
        team,
        draft,
        actor,
        at,
        form=team_draft.form,
        hamlet=team_draft.hamlet,
        authorised=team_draft.authorised,
    )
    row.moving.set(member_ids)
    return row


@command
def rename_team(*, actor: Actor, team_id: int, hamlet: str, draft: OrderDraft, at: dt.datetime) -> Reorganisation:
    """Order another hamlet in the team's name from a day on; everything else in it is generated (ORG-02)."""
    team = _claimed({team_id}, actor)[team_id]
    judge_effective_day(draft.effective_on, at.date())
    _judge_rename(team, hamlet)
    return _order(ReorganisationKind.RENAME, team, draft, actor, at, hamlet=hamlet)


@command
def dissolve_team(*, actor: Actor, team_id: int, draft: OrderDraft, at: dt.datetime) -> Reorganisation:
    """Order that a team ends on a day, on which nobody may serve in it and nothing of it may be open any more."""
    still_open = _still_open(team_id)
    team = _claimed({team_id}, actor)[team_id]
    judge_effective_day(draft.effective_on, at.date())
    _judge_dissolve(team, still_open if draft.effective_on == at.date() else None)
    return _order(ReorganisationKind.DISSOLVE, team, draft, actor, at)


@command
def approve_reorganisation(*, actor: Actor, reorganisation_id: int, at: dt.datetime) -> Reorganisation:
    """The head of the office agrees, another hand than the one that ordered. Whose day has come is carried out at
    once, from today on: an approval that comes late moves the day and changes nothing that is past."""
    known = Reorganisation.objects.filter(pk=reorganisation_id).values_list("team_id", flat=True).first()
    still_open = _still_open(known or 0)
    to = Permission.APPROVE_REORGANISATION
    row = claim(Reorganisation, reorganisation_id, actor=actor, to=to, related=("team", "team__place"))
    row.stage = REORGANISING.after("approve", row.stage)
    judge_other_hand(row.ordered_by_id, actor.person_id, "teams.approved-by-orderer")

    row.approved_by_id, row.approved_at = actor.person_id, at
    row.effective_on = max(row.effective_on, at.date())
    row.save()
    obligations.settle(Owed.APPROVE_REORGANISATION, subject_type="reorganisation", subject_id=row.pk, at=at)
    event = ReorganisationApproved(
        at=at, reorganisation_id=row.pk, team_id=row.team_id, what=row.kind, effective_on=row.effective_on
    )
    announce(event, actor=actor, path=row.team.place.path)
    if row.effective_on == at.date():
        _carry_out(row, still_open, actor, at)
    return row


@command
def cancel_reorganisation(*, actor: Actor, reorganisation_id: int, reason: str, at: dt.datetime) -> Reorganisation:
    """Withdrawn or declined: until its day it can be cancelled, with the reason."""
    to = Permission.CANCEL_REORGANISATION
    row = claim(Reorganisation, reorganisation_id, actor=actor, to=to, related=("team", "team__place"))
    row.stage = REORGANISING.after("cancel", row.stage)
    row.end_reason = judge_reason(reason)

    row.ended_by_id, row.ended_at = actor.person_id, at
    row.save()
    obligations.cancel(kind=Owed.APPROVE_REORGANISATION, subject_type="reorganisation", subject_id=row.pk, at=at)

    event = ReorganisationCancelled(at=at, reorganisation_id=row.pk, team_id=row.team_id)
    announce(event, actor=actor, path=row.team.place.path)
    return row
