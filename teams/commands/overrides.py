"""The one way round a hold: in an emergency, by the police that manages the team, dated, reasoned, seen by all."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.commands.badges import _serving
from teams.events import FitnessOverridden, OverrideWithdrawn
from teams.models import DutyOverride, Hold, Team
from teams.policy import OVERRIDE_DAYS
from teams.rules import OverrideDraft, judge_override


@command
def override_fitness(
    *, actor: Actor, team_id: int, member_id: int, draft: OverrideDraft, at: dt.datetime
) -> DutyOverride:
    """Somebody whose papers are not in order may walk on these days.

    Refused: not the managing police, too long, without a reason, oneself, whoever is untrained, on leave or suspended.
    """
    team = claim(Team, team_id, actor=actor, to=Permission.OVERRIDE_FITNESS, related=("place",))
    member = _serving(team, member_id, at.date())
    judge_other_hand(member.user_id, actor.person_id, "teams.override-of-oneself")
    kinds = frozenset(Hold.objects.barring(draft.since).filter(member=member).values_list("kind", flat=True))
    longest = OVERRIDE_DAYS.on(at.date(), team.place.path)
    roles = actor.roles_over(team.place.path)
    judge_override(draft, tier=team.tier, roles=roles, kinds=kinds, today=at.date(), longest=longest)

    override = DutyOverride.objects.create(
        member=member,
        team=team,
        since=draft.since,
        until=draft.until,
        reason=draft.reason.strip(),
        kinds=" ".join(sorted(kinds)),
        given_by_id=actor.person_id,
        given_at=at,
    )

    event = FitnessOverridden(
        at=at, override_id=override.pk, member_id=member.pk, team_id=team.pk, since=draft.since, until=draft.until
    )
    announce(event, actor=actor, path=team.place.path)
    return override


@command
def withdraw_override(*, actor: Actor, override_id: int, at: dt.datetime) -> DutyOverride:
    """The emergency is over earlier: from today on it no longer holds."""
    override = claim(DutyOverride, override_id, actor=actor, to=Permission.OVERRIDE_FITNESS, related=("team__place",))
    if override.until <= at.date() or override.withdrawn_at is not None:
        raise Refused("teams.override-over")

    override.until = max(at.date(), override.since)
    override.withdrawn_at, override.withdrawn_by_id = at, actor.person_id
    override.save()

    event = OverrideWithdrawn(
        at=at, override_id=override.pk, member_id=override.member_id, team_id=override.team_id, until=override.until
    )
    announce(event, actor=actor, path=override.team.place.path)
    return override
