"""Whether a reorganisation fits, when it is ordered and again on its day: what is loaded for the rules to judge."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q

from patrol_ops.core.refusals import Refused
from teams.models import Membership, PatrolArea, Team
from teams.rules import (
    EmploymentClass,
    Form,
    TeamDraft,
    TeamState,
    Tier,
    judge_dissolution,
    judge_merger,
    judge_nothing_left,
    judge_renaming,
    judge_split,
)


def _state(team: Team) -> TeamState:
    return TeamState(tier=Tier(team.tier), stage=team.stage, form=Form(team.form), hamlet=team.hamlet)


def _classes(memberships: Q) -> set[EmploymentClass]:
    rows = Membership.objects.open().filter(memberships).order_by().values_list("employment_class", flat=True)
    return {EmploymentClass(kind) for kind in rows.distinct()}


def _judge_merge(successor: Team, predecessors: Sequence[Team]) -> None:
    children = Team.objects.unfinished().filter(parent__in=predecessors).values_list("tier", flat=True)
    judge_merger(
        _state(successor),
        [_state(team) for team in predecessors],
        children={Tier(tier) for tier in children},
        serving=_classes(Q(team__in=predecessors)),
    )


def _taken(team: Team, hamlet: str) -> bool:
    """Whether a team that is not over stands at the same place under that hamlet."""
    return Team.objects.unfinished().filter(place=team.place, tier=team.tier, hamlet=hamlet).exists()


def _judge_split(team: Team, draft: TeamDraft, member_ids: Collection[int]) -> None:
    chosen = Membership.objects.open().filter(team=team, member__in=member_ids)
    if chosen.count() != len(set(member_ids)):
        raise Refused("teams.split-member-gone", field="members")
    judge_split(
        _state(team),
        draft,
        standard_there=_taken(team, ""),
        taken=_taken(team, draft.hamlet),
        chosen=_classes(Q(team=team, member__in=member_ids)),
    )


def _judge_rename(team: Team, hamlet: str) -> None:
    judge_renaming(_state(team), hamlet, taken=_taken(team, hamlet))


def _judge_dissolve(team: Team, still_open: Mapping[str, int] | None) -> None:
    """``still_open`` is what the upper floors know of on the day itself; None while the day is yet to come."""
    children = Team.objects.unfinished().filter(parent=team).count()
    lost = team.parent is None and PatrolArea.objects.filter(responsible_team=team).exists()
    judge_dissolution(_state(team), children=children, areas_without_heir=lost)
    if still_open is not None:
        judge_nothing_left(Membership.objects.open().filter(team=team).count(), still_open)
