"""Pieces of equipment: into stock, into somebody's hands, back again, to another team, and off the books (EQP-05)."""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused, Stale
from teams import policy, reports
from teams.access import Permission
from teams.commands.badges import _serving
from teams.events import EquipmentIssued, EquipmentMoved, EquipmentScrapped, EquipmentStocked, EquipmentTakenBack
from teams.models import Equipment, EquipmentIssue, KitAuthorisation, Member, Membership, Team
from teams.rules import FINAL, Owed, Role, judge_reason
from teams.rules.equipment import (
    KIT_MOVES,
    RESTRICTED,
    Bearer,
    Condition,
    EquipmentKind,
    ReturnDraft,
    ReturnOutcome,
    StockDraft,
    judge_all_found,
    judge_issue,
    judge_kind,
    judge_stock,
    worn_out_on,
)


@command
def stock_equipment(*, actor: Actor, team_id: int, draft: StockDraft, at: dt.datetime) -> Team:
    """Several pieces of one kind come into the stock of a team, with or without serial numbers."""
    team = claim(Team, team_id, actor=actor, to=Permission.STOCK_EQUIPMENT, related=("place",))
    if team.stage in FINAL:
        raise Refused("teams.team-finished")
    judge_kind(draft.kind, enabled=policy.RESTRICTED_ENABLED.on(at.date(), team.place.path))
    serials = judge_stock(draft, today=at.date())

    pieces = [
        Equipment(
            team=team,
            kind=draft.kind,
            serial=serial,
            size=draft.size,
            condition=Condition.GOOD,
            stage=KIT_MOVES.after("stock", None),
            acquired_on=draft.acquired_on,
            stocked_by_id=actor.person_id,
            stocked_at=at,
        )
        for serial in serials
    ]
    try:
        with transaction.atomic():
            Equipment.objects.bulk_create(pieces)
    except IntegrityError:
        raise Refused("teams.serial-known", field="serials") from None

    event = EquipmentStocked(at=at, team_id=team.pk, what=draft.kind, pieces=len(pieces))
    announce(event, actor=actor, path=team.place.path)
    return team


def _pieces(team: Team, ids: Collection[int]) -> list[Equipment]:
    """Those of the team by their ids, locked in one order; a stranger among them refuses them all."""
    rows = Equipment.objects.filter(team=team, pk__in=ids).select_for_update().order_by("pk")
    found = list(rows)
    judge_all_found(ids, [piece.pk for piece in found])
    return found


@command
def issue_equipment(
    *, actor: Actor, team_id: int, member_id: int, equipment_ids: Collection[int], at: dt.datetime
) -> Member:
    """Several pieces of the team into one member's hands. Restricted kit is due back by the end of the day (EQP-06)."""
    team = claim(Team, team_id, actor=actor, to=Permission.ISSUE_EQUIPMENT, related=("place",))
    member = _serving(team, member_id, at.date())
    pieces = _pieces(team, equipment_ids)
    decided = ground.values_on(
        at.date(), team.place.path, policy.RESTRICTED_ENABLED, policy.UNIFORM_MONTHS, policy.ARMBAND_MONTHS
    )
    restricted = any(piece.kind in RESTRICTED for piece in pieces)
    if restricted:
        judge_other_hand(member.user_id, actor.person_id, "teams.kit-to-oneself")
    bearer = _bearer(team, member, at.date(), restricted=restricted)
    bears = set(bearer.bears)
    for piece in pieces:
        to = Bearer(bearer.tier, bearer.employment_class, frozenset(bears), bearer.barred_by, bearer.authorised)
        judge_issue(EquipmentKind(piece.kind), piece.condition, to, enabled=decided[policy.RESTRICTED_ENABLED.key])
        piece.stage = KIT_MOVES.after("issue", piece.stage)
        bears.add(piece.kind)

    cycles = {
        EquipmentKind.UNIFORM: decided[policy.UNIFORM_MONTHS.key],
        EquipmentKind.ARMBAND: decided[policy.ARMBAND_MONTHS.key],
    }
    issues = [
        EquipmentIssue(
            item=piece,
            kind=piece.kind,
            member=member,
            issued_on=at.date(),
            issued_at=at,
            issued_by_id=actor.person_id,
            condition_out=piece.condition,
        )
        for piece in pieces
    ]
    for piece in pieces:
        piece.replace_on = piece.replace_on or worn_out_on(EquipmentKind(piece.kind), at.date(), cycles)
    Equipment.objects.bulk_update(pieces, ["stage", "replace_on"])
    EquipmentIssue.objects.bulk_create(issues)
    dues = [
        obligations.Due(
            subject_type="equipment_issue",
            subject_id=issue.pk,
            team_id=team.pk,
            path=team.place.path,
            role=Role.LEADER,
            due_at=start_of(at.date() + dt.timedelta(days=1)),
        )
        for issue in issues
        if issue.kind in RESTRICTED
    ]
    if dues:
        obligations.owe(Owed.RETURN_KIT, dues, at=at, fresh=True)

    event = EquipmentIssued(at=at, member_id=member.pk, team_id=team.pk, issue_ids=tuple(issue.pk for issue in issues))
    announce(event, actor=actor, path=team.place.path)
    return member


def _bearer(team: Team, member: Member, day: dt.date, *, restricted: bool) -> Bearer:
    """What the rules must know of whoever is given something; fitness and authorisation only where they matter."""
    serving = Membership.objects.on(day).filter(team=team, member=member)
    bears = EquipmentIssue.objects.open().filter(member=member).values_list("kind", flat=True)
    barred, authorised = None, frozenset[str]()
    if restricted:
        barred = next(iter(reports.fitness_of(member.pk, day).kinds), None)
        given = KitAuthorisation.objects.on(day).filter(member=member, team=team)
        authorised = frozenset(given.values_list("kind", flat=True))
    return Bearer(
        tier=team.tier,
        employment_class=serving.values_list("employment_class", flat=True)[0],
        bears=frozenset(bears),
        barred_by=barred,
        authorised=authorised,
    )


@command
def take_back_equipment(
    *, actor: Actor, team_id: int, issue_ids: Collection[int], draft: ReturnDraft, at: dt.datetime
) -> Team:
    """Several pieces of the team come back, broken or whole, or are known to be lost. Nobody is charged for it."""
    team = claim(Team, team_id, actor=actor, to=Permission.ISSUE_EQUIPMENT, related=("place",))
    rows = EquipmentIssue.objects.filter(item__team=team, pk__in=issue_ids).select_related("item")
    issues = list(rows.select_for_update(of=("self", "item")).order_by("pk"))
    judge_all_found(issue_ids, [issue.pk for issue in issues])
    if any(issue.closed_on is not None for issue in issues):
        raise Stale
    lost, found = draft.outcome is ReturnOutcome.LOST, draft.found

    for issue in issues:
        issue.closed_on, issue.closed_at, issue.closed_by_id = at.date(), at, actor.person_id
        issue.outcome, issue.condition_back = draft.outcome, found or ""
        issue.item.stage = KIT_MOVES.after("lose" if lost else "take_back", issue.item.stage)
        issue.item.condition = found or issue.item.condition
    pieces = [issue.item for issue in issues]
    EquipmentIssue.objects.bulk_update(issues, ["closed_on", "closed_at", "closed_by", "outcome", "condition_back"])
    Equipment.objects.bulk_update(pieces, ["stage", "condition"])
    for issue in issues:
        if issue.kind in RESTRICTED:
            obligations.settle(Owed.RETURN_KIT, subject_type="equipment_issue", subject_id=issue.pk, at=at)

    event = EquipmentTakenBack(
        at=at, team_id=team.pk, issue_ids=tuple(issue.pk for issue in issues), outcome=draft.outcome
    )
    announce(event, actor=actor, path=team.place.path)
    return team


@command
def scrap_equipment(
    *, actor: Actor, team_id: int, equipment_ids: Collection[int], reason: str, at: dt.datetime
) -> Team:
    """Pieces in stock come off the books, with the reason; what is out is taken back first."""
    team = claim(Team, team_id, actor=actor, to=Permission.STOCK_EQUIPMENT, related=("place",))
    pieces = _pieces(team, equipment_ids)
    why = judge_reason(reason)
    for piece in pieces:
        piece.stage = KIT_MOVES.after("scrap", piece.stage)
        piece.scrapped_at, piece.scrapped_by_id, piece.scrapped_why = at, actor.person_id, why

    Equipment.objects.bulk_update(pieces, ["stage", "scrapped_at", "scrapped_by", "scrapped_why"])

    event = EquipmentScrapped(at=at, team_id=team.pk, equipment_ids=tuple(piece.pk for piece in pieces))
    announce(event, actor=actor, path=team.place.path)
    return team


@command
def move_equipment(
    *, actor: Actor, team_id: int, to_team_id: int, equipment_ids: Collection[int], at: dt.datetime
) -> Team:
    """Pieces in stock go to another team, both within reach: before a team is dissolved nothing of it may be left."""
    if team_id == to_team_id:
        raise Refused("teams.moved-nowhere", field="to_team")
    to = Permission.STOCK_EQUIPMENT
    both = {pk: claim(Team, pk, actor=actor, to=to, related=("place",)) for pk in sorted({team_id, to_team_id})}
    team, to_team = both[team_id], both[to_team_id]
    if to_team.stage in FINAL:
        raise Refused("teams.team-finished", field="to_team")
    pieces = _pieces(team, equipment_ids)
    for piece in pieces:
        piece.stage = KIT_MOVES.after("move", piece.stage)
        piece.team = to_team

    Equipment.objects.bulk_update(pieces, ["team"])

    event = EquipmentMoved(
        at=at, team_id=team.pk, to_team_id=to_team.pk, equipment_ids=tuple(piece.pk for piece in pieces)
    )
    announce(event, actor=actor, path=team.place.path)
    return to_team
