"""What one team hands to another: its people and what they bear, its areas, its names."""

import datetime as dt
from collections.abc import Collection

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from teams.commands.logins import _close_if_last
from teams.commands.memberships import _end_posts
from teams.models import AreaDesignation, Equipment, EquipmentIssue, Membership, PatrolArea, Team, TeamAlias
from teams.rules import LeavingKind, Owed, Role, Tier, initials_of, pinyin_of, standard_name
from teams.rules.equipment import RESTRICTED


def _hand_over_members(
    team: Team, to_team: Team, only: Collection[int] | None, day: dt.date, actor: Actor, at: dt.datetime
) -> int:
    """Everybody who serves in ``team``, or those in ``only``: one row ends, the next begins, posts in the old team end.

    Who serves in both already keeps one row, the main one if either was. Returns how many moved.
    """
    rows = Membership.objects.open().filter(team=team).select_related("member__user")
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    leaving = list(rows.filter(member__in=only) if only is not None else rows)
    there = {row.member_id: row for row in Membership.objects.open().filter(team=to_team)}
    Membership.objects.filter(pk__in=[row.pk for row in leaving]).update(
        until=day, left_why=LeavingKind.TRANSFERRED, ended_at=at, ended_by_id=actor.person_id
    )
    Membership.objects.bulk_create(
        Membership(
            member_id=row.member_id,
            team=to_team,
            employment_class=row.employment_class,
            since=day,
            main=row.main,
            legacy=row.legacy,
            entered_by_id=actor.person_id,
            entered_at=at,
        )
        for row in leaving
        if row.member_id not in there
    )
    now_main = [there[row.member_id].pk for row in leaving if row.main and row.member_id in there]
    Membership.objects.filter(pk__in=now_main).update(main=True)
    _end_posts(team, [row.member_id for row in leaving], day, actor, at)
    if only is not None:  # where all go, the whole stock goes along
        _hand_over_kit(team, to_team, [row.member_id for row in leaving])
    for row in leaving:
        if row.member.user is not None:
            _close_if_last(row.member.user, at)
    return len(leaving)


def _hand_over_areas(team: Team, to_team: Team | None, day: dt.date, actor: Actor, at: dt.datetime) -> None:
    """Areas it answers for, and areas it may walk in; whoever may walk there already is not told twice."""
    designated = AreaDesignation.objects.filter(team=team, until__isnull=True)
    areas = set(designated.values_list("area", flat=True))
    designated.update(until=day)
    if to_team is None:
        return
    PatrolArea.objects.filter(responsible_team=team).update(responsible_team=to_team)
    known = set(AreaDesignation.objects.filter(team=to_team, until__isnull=True).values_list("area", flat=True))
    AreaDesignation.objects.bulk_create(
        AreaDesignation(area_id=area, team=to_team, since=day, designated_by_id=actor.person_id, designated_at=at)
        for area in sorted(areas - known)
    )


def _hand_over_kit(team: Team, to_team: Team, member_ids: Collection[int]) -> None:
    """What people bear goes with them; restricted kit never, it comes back the same day."""
    out = EquipmentIssue.objects.open().filter(member__in=member_ids)
    pieces = Equipment.objects.filter(team=team, pk__in=out.values("item"))
    pieces.exclude(kind__in=sorted(RESTRICTED)).update(team=to_team)


def _hand_over_stock(team: Team, to_team: Team, at: dt.datetime) -> None:
    """All that is left of a team that is no more, in stock or out; what is due back is due back there."""
    Equipment.objects.at_hand().filter(team=team).update(team=to_team)
    out = EquipmentIssue.objects.open().restricted().filter(item__team=to_team)
    dues = [
        obligations.Due(
            subject_type="equipment_issue",
            subject_id=pk,
            team_id=to_team.pk,
            path=to_team.place.path,
            role=Role.LEADER,
            due_at=start_of(issued_on + dt.timedelta(days=1)),
        )
        for pk, issued_on in out.values_list("pk", "issued_on")
    ]
    if dues:
        obligations.owe(Owed.RETURN_KIT, dues, at=at)


def _keep_names(team: Team, to_team: Team, at: dt.datetime) -> None:
    """ORG-02: whoever looks for the old team by any of its names finds the new one."""
    names = {team.name, *TeamAlias.objects.filter(team=team).values_list("name", flat=True)} - {to_team.name}
    TeamAlias.objects.bulk_create(
        [TeamAlias(team=to_team, name=name, kept_at=at) for name in sorted(names)], ignore_conflicts=True
    )


def _renamed(team: Team, at: dt.datetime) -> None:
    """The name that follows from tier, place and hamlet; the former one is kept to be found by (ORG-02)."""
    street = team.place.parent.name if team.place.parent else ""
    name = standard_name(Tier(team.tier), team.place.name, street, team.hamlet)
    TeamAlias.objects.get_or_create(team=team, name=team.name, defaults={"kept_at": at})
    team.name, team.pinyin, team.initials = name, pinyin_of(name)[:240], initials_of(name)[:80]
    team.save()
