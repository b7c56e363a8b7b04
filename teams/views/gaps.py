"""What a team lacks, as the first lines of its page, each with a button for whoever may fill it (ORG-47)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from teams.access import Permission
from teams.models import Team
from teams.reports import InCharge, Surroundings
from teams.rules import FINAL, Relation, Stage


@dataclass(frozen=True)
class Gap:
    """A line of the list: what is missing, and where it is filled."""

    text: str
    kind: str = "waits"
    note: str = ""
    url: str = ""
    action: str = ""


def gaps_of(
    team: Team, in_charge: InCharge, around: Surroundings, *, offers: Callable[[Permission], bool]
) -> list[Gap]:
    """Before approval a team needs its police unit; from then on somebody who leads, manages and operates."""
    if team.stage in {Stage.PLANNED, Stage.RETURNED}:
        if any(relation == Relation.MANAGING for relation, _name in around.units):
            return []
        url = f"{reverse('teams:relate-unit', args=[team.pk])}?relation={Relation.MANAGING}"
        text = _("还没有登记管理(指导)本队的公安单位，不能提交批准")
        return [_offered(text, url, _("登记"), offers(Permission.RELATE_UNIT))]
    if team.stage in FINAL:
        return []
    propose = reverse("teams:propose-leader", args=[team.pk])
    may_propose = offers(Permission.APPOINT_LEADER)
    gaps = []
    if not in_charge.leading:
        gaps.append(_offered(_("没有队长"), propose, _("提名队长"), may_propose))
    if not in_charge.managing:
        gaps.append(Gap(text=_("没有负责管理的公安人员"), note=_("由系统管理员任命。")))
    if not in_charge.operating:
        text = _("没有副队长，队长不在时无人值守")
        gaps.append(_offered(text, f"{propose}?post=deputy", _("提名副队长"), may_propose, kind="quiet"))
    return gaps


def _offered(text: str, url: str, action: str, may: bool, kind: str = "waits") -> Gap:
    return Gap(text=text, kind=kind, url=url if may else "", action=action if may else "")
