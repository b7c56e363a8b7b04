"""Restricted kit: who may bear it is for the police that manages the team to say, on a legal basis (EQP-06)."""

import datetime as dt

from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams import policy
from teams.access import Permission
from teams.commands.badges import _serving
from teams.events import KitAuthorisationWithdrawn, KitAuthorised
from teams.models import EquipmentIssue, KitAuthorisation, Membership, Team
from teams.rules import OVERRIDES_FOR
from teams.rules.equipment import KitDraft, judge_authorisation, judge_kind


@command
def authorise_kit(*, actor: Actor, team_id: int, member_id: int, draft: KitDraft, at: dt.datetime) -> KitAuthorisation:
    """A full-time member may bear restricted kit on these days; where it is not enabled, nobody may."""
    team = claim(Team, team_id, actor=actor, to=Permission.AUTHORISE_KIT, related=("place",))
    member = _serving(team, member_id, at.date())
    decided = ground.values_on(at.date(), team.place.path, policy.RESTRICTED_ENABLED, policy.AUTHORISATION_DAYS)
    judge_kind(draft.kind, enabled=decided[policy.RESTRICTED_ENABLED.key])
    judge_other_hand(member.user_id, actor.person_id, "teams.kit-to-oneself")
    basis = judge_authorisation(
        draft,
        managing=OVERRIDES_FOR[team.tier],
        roles=actor.roles_over(team.place.path),
        employment_class=Membership.objects.on(at.date()).get(team=team, member=member).employment_class,
        today=at.date(),
        longest=decided[policy.AUTHORISATION_DAYS.key],
    )
    same = KitAuthorisation.objects.ending_after(draft.since).filter(member=member, team=team, kind=draft.kind)
    if same.filter(since__lt=draft.until).exists():
        raise Refused("teams.kit-authorised-already", field="since")

    row = KitAuthorisation.objects.create(
        member=member,
        team=team,
        kind=draft.kind,
        since=draft.since,
        until=draft.until,
        basis=basis,
        given_by_id=actor.person_id,
        given_at=at,
    )

    event = KitAuthorised(
        at=at,
        authorisation_id=row.pk,
        member_id=member.pk,
        team_id=team.pk,
        what=draft.kind,
        since=draft.since,
        until=draft.until,
    )
    announce(event, actor=actor, path=team.place.path)
    return row


@command
def withdraw_kit_authorisation(*, actor: Actor, authorisation_id: int, at: dt.datetime) -> KitAuthorisation:
    """From today on it no longer holds; what is out is asked back first."""
    to = Permission.AUTHORISE_KIT
    row = claim(KitAuthorisation, authorisation_id, actor=actor, to=to, related=("team__place",))
    if row.withdrawn_at is not None or row.until <= at.date():
        raise Refused("teams.kit-over")
    if EquipmentIssue.objects.open().filter(member=row.member_id, kind=row.kind, item__team=row.team_id).exists():
        raise Refused("teams.kit-still-out")

    row.until = max(at.date(), row.since)
    row.withdrawn_at, row.withdrawn_by_id = at, actor.person_id
    row.save()

    event = KitAuthorisationWithdrawn(
        at=at, authorisation_id=row.pk, member_id=row.member_id, team_id=row.team_id, until=row.until
    )
    announce(event, actor=actor, path=row.team.place.path)
    return row
