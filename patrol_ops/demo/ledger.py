"""What keeps the ledger of teams alive: people who move or are away, orders that wait, duties, households, files."""

from __future__ import annotations

import datetime as dt

from patrol_ops.demo.ground import VOLUNTARY_EVERY, District, actor_of, appoint
from teams import commands
from teams.models import Membership, Team
from teams.rules import (
    AccountableDraft,
    AccountableKind,
    EmploymentClass,
    ExportKind,
    Form,
    LeaveDraft,
    LeaveKind,
    LedgerQuestion,
    MoveDraft,
    OrderDraft,
    PlaceTier,
    Role,
    StatementDraft,
    Tier,
    UnitKind,
    ViewDoor,
    VolunteerDraft,
)

DAY = dt.timedelta(days=1)
DUTIES = (
    (Role.LEADER, "带队巡逻，管好队员。", "每天排班、点名、写日志，发现隐患当天上报。", "与邻队、社区民警随时通气。"),
    (Role.MEMBER, "按班次上岗巡逻。", "佩戴编号牌和红袖标，发现情况立即报告。", "缺人时互相补位。"),
)
NO_PLAQUE_EVERY = 9


def keep(it: District, now: dt.datetime) -> None:
    """Everything through the commands, by whoever would do it."""
    teams = list(Team.objects.active().filter(tier=Tier.DETACHMENT).select_related("place").order_by("place__path"))
    _plaques(it, teams, now)
    _accountables(it, now)
    district = it.places[it.path]
    for role, clear_duty, clear_task, complementary in DUTIES:
        # The first version said less; recruits of the months between have signed it with their contracts.
        for at, task in ((now - 80 * DAY, "服从安排，完成任务。"), (now, clear_task)):
            draft = StatementDraft(role, clear_duty, task, complementary)
            commands.publish_duty_statement(actor=it.staff["zongzhi"], place_id=district.pk, draft=draft, at=at)
    _people(it, teams, now)
    order = OrderDraft(effective_on=now.date() + 20 * DAY, reason="两个社区合并管理，队伍同时合并")
    taken_up, successor = [team for team in teams if team.form == Form.FULL_TIME_PATROL][-2:]
    commands.merge_teams(
        actor=it.staff["zongzhi"], team_id=successor.pk, predecessor_ids=[taken_up.pk], draft=order, at=now
    )
    _households(it, teams[VOLUNTARY_EVERY - 1], now)


def _plaques(it: District, teams: list[Team], now: dt.datetime) -> None:
    for number, team in enumerate(teams, 1):
        if number % NO_PLAQUE_EVERY:
            commands.hang_plaque(actor=it.staff["zongzhi"], team_id=team.pk, hung_on=it.founded, at=now)


def _accountables(it: District, now: dt.datetime) -> None:
    """Every centre names both; every third has not named the deputy in charge."""
    streets = [place for place in it.places.values() if place.tier == PlaceTier.STREET]
    for number, street in enumerate(streets, 1):
        unit_id = it.units[street.path, UnitKind.GOVERNANCE_CENTRE]
        _name(it, unit_id, AccountableKind.TOP_EXECUTIVE, "主任", now)
        if number % 3:
            _name(it, unit_id, AccountableKind.DEPUTY_IN_CHARGE, "副主任", now)


def _name(it: District, unit_id: int, kind: AccountableKind, title: str, now: dt.datetime) -> None:
    draft = AccountableDraft(kind, it.people.name(), title, it.founded)
    commands.name_accountable(actor=it.staff["zongzhi"], unit_id=unit_id, draft=draft, at=now)


def _people(it: District, teams: list[Team], now: dt.datetime) -> None:
    """One is away, one will be, one serves in two teams; the station has taken its ledger out and read a file."""
    first, second, third = teams[:3]
    own, police = _crew(first), it.staff["paichusuo"]
    for member_id, kind, since in ((own[-1], LeaveKind.FAMILY, 0), (own[-2], LeaveKind.STUDY, 9)):
        begins = now.date() + since * DAY
        leave = LeaveDraft(kind=kind, since=begins, until=begins + 5 * DAY)
        commands.grant_leave(actor=police, team_id=first.pk, member_id=member_id, draft=leave, at=now)
    commands.add_second_post(
        actor=police,
        team_id=second.pk,
        member_id=_crew(second)[-1],
        to_team_id=third.pk,
        draft=MoveDraft(EmploymentClass.PART_TIME, now.date()),
        seen=True,
        at=now,
    )
    question = LedgerQuestion(team=first.pk)
    commands.export_members(actor=police, question=question, kind=ExportKind.PAPER, reason="年中核对名册", at=now)
    commands.record_view(actor=police, member_id=own[1], door=ViewDoor.PAGE, at=now)


def _crew(team: Team) -> list[int]:
    return list(Membership.objects.open().filter(team=team).order_by("pk").values_list("member_id", flat=True))


def _households(it: District, team: Team, now: dt.datetime) -> None:
    """A lane in which neighbours take turns, kept by the village committee of the place."""
    village = actor_of(appoint(it, Role.VILLAGE, team.place, "shequ06", it.people.name()), it)
    unit = commands.found_household_unit(actor=village, team_id=team.pk, name="东巷", at=now)
    for _ in range(6):
        volunteer = VolunteerDraft(it.people.name(), "", now.date())
        commands.add_household_volunteer(actor=village, household_unit_id=unit.pk, draft=volunteer, at=now)
    commands.roster_household_days(actor=village, household_unit_id=unit.pk, first=now.date(), days=14, at=now)
