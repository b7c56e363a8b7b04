"""What the first floor offers: what it makes due, who answers for what, what is still held, and its own panels."""

import datetime as dt

from django.urls import reverse

from patrol_ops.core import files, notices, obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.sockets import Panel, plug, plug_figure
from teams import reports
from teams.access import Permission
from teams.models import Export
from teams.rules import WORKBOOK_KEPT, Owed

_DAY = dt.timedelta(days=1)


def _team(row: Obligation) -> str:
    return reverse("teams:show-team", args=[row.subject_id])


def _its_team(row: Obligation) -> str:
    return reverse("teams:show-team", args=[row.team_id])


def _appointment(row: Obligation) -> str:
    return reverse("teams:show-appointment", args=[row.subject_id])


def _reorganisation(row: Obligation) -> str:
    return reverse("teams:show-reorganisation", args=[row.subject_id])


def _step(name: str, days: int, level: int = 0) -> obligations.Step:
    return obligations.Step(name, days * _DAY, level)


def _statement(row: Obligation) -> str:
    return reverse("teams:list-duty-statements")


def _roster(row: Obligation) -> str:
    return reverse("teams:show-roster", args=[row.subject_id])


def _equipment_standard(row: Obligation) -> str:
    return reverse("teams:list-equipment-standards")


def _kit(row: Obligation) -> str:
    return reverse("teams:take-back-equipment", args=[row.team_id])


obligations.set_addressing(reports.addressees)
notices.set_reachability(reports.reachable)
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_TEAM,
        steps=(
            obligations.Step("asked", -7 * _DAY),
            obligations.Step("today", -1 * _DAY),
            obligations.Step("overdue", 1 * _DAY),
        ),
        notice="teams.remind-approve-team",
        url=_team,
    )
)
# A silent team: the street and the office hear of it, then the office decides, then the street plans.
for _kind, _notice, _steps in (
    (
        Owed.WAKE_TEAM,
        "teams.remind-wake-team",
        (_step("warned", -400), _step("warned-office", -400, 1)),
    ),
    (
        Owed.CONFIRM_DORMANT,
        "teams.remind-confirm-dormant",
        (_step("asked", -30), _step("overdue", 1), _step("escalated", 3, 1)),
    ),
    (
        Owed.WRITE_REVIVAL_PLAN,
        "teams.remind-write-revival-plan",
        (_step("asked", -100), _step("soon", -2), _step("overdue", 1), _step("escalated", 3, 1)),
    ),
    (
        Owed.REVIVE_TEAM,
        "teams.remind-revive-team",
        (_step("soon", -3), _step("overdue", 1), _step("escalated", 7, 1)),
    ),
):
    obligations.register(obligations.Kind(name=_kind, steps=_steps, notice=_notice, url=_team))
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_REORGANISATION,
        steps=(
            obligations.Step("asked", -93 * _DAY),
            obligations.Step("soon", -1 * _DAY),
            obligations.Step("overdue", 1 * _DAY),
        ),
        notice="teams.remind-approve-reorganisation",
        url=_reorganisation,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.APPROVE_LEADER,
        steps=(
            obligations.Step("asked", -30 * _DAY),
            obligations.Step("soon", -1 * _DAY),
            obligations.Step("overdue", 0 * _DAY),
            obligations.Step("escalated", 1 * _DAY, level=1),
        ),
        notice="teams.remind-approve-leader",
        url=_appointment,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.ACKNOWLEDGE_DUTY_STATEMENT,
        steps=(
            obligations.Step("asked", -90 * _DAY),
            obligations.Step("soon", -2 * _DAY),
            obligations.Step("overdue", 0 * _DAY),
        ),
        notice="teams.remind-acknowledge-duty-statement",
        url=_statement,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.CONFIRM_ROSTER,
        steps=(obligations.Step("asked", -1 * _DAY), obligations.Step("soon", dt.timedelta(hours=-3))),
        notice="teams.remind-confirm-roster",
        url=_roster,
    )
)
obligations.register(
    obligations.Kind(
        name=Owed.AGREE_EQUIPMENT_STANDARD,
        steps=(_step("asked", -60), _step("soon", -1), _step("overdue", 0), _step("escalated", 2, 1)),
        notice="teams.remind-equipment-standard",
        url=_equipment_standard,
    )
)
# EQP-06: out in the morning, back the same day.
obligations.register(
    obligations.Kind(
        name=Owed.RETURN_KIT,
        steps=(
            obligations.Step("soon", dt.timedelta(hours=-4)),
            obligations.Step("overdue", 0 * _DAY),
            obligations.Step("escalated", dt.timedelta(hours=12), level=1),
        ),
        notice="teams.remind-return-kit",
        url=_kit,
        told=_its_team,
    )
)

# A member reads what they bear, and no stock: whoever reads the standard reads how a team compares with it.
plug(Panel("team", "teams.panel.equipment", "teams:team-equipment", Permission.VIEW_EQUIPMENT_STANDARD))
plug(Panel("member", "teams.panel.equipment", "teams:member-equipment", Permission.VIEW_EQUIPMENT))
# 5.3: whoever leaves has given everything back; a team that is dissolved has nothing left.
plug_figure("before-leaving", "teams.kit-held", reports.held_by)
plug_figure("before-dissolving", "teams.kit-left", reports.left_in)


def may_fetch_workbook(actor: Actor, export_id: int) -> bool:
    """Whoever exported it, while they may export what stands in it."""
    exports = Export.objects.visible_to(actor, Permission.EXPORT_MEMBERS)
    return actor.is_person and exports.filter(pk=export_id, made_by_id=actor.person_id).exists()


files.register_scope("export", may_fetch_workbook, term=WORKBOOK_KEPT)
