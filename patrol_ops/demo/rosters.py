"""Old lists of the demo district: one that has come in, and one that waits for whoever handed it in."""

from __future__ import annotations

import datetime as dt

from patrol_ops.core import jobs
from patrol_ops.core.access import Actor
from patrol_ops.core.sheets.reading import Cell, Sheet
from patrol_ops.demo.ground import District
from teams import commands
from teams.models import Roster, RosterUnit, Team
from teams.rules import Tier
from teams.rules.rosters import UnitAnswer

HEADINGS = ("序号", "村/社区", "原队伍名称", "姓 名", "民族", "身份证号", "联系电话", "人员性质", "职务", "参加时间")


def bring_in(it: District, now: dt.datetime) -> None:
    """Two village teams joined their detachments last week; a street's list of today has doubts to be decided."""
    active = set(Team.objects.active().filter(tier=Tier.DETACHMENT).values_list("place__path", flat=True))
    communities = [place for path, place in it.places.items() if path in active]
    joining = [place for place in communities if place.name.endswith("村")][:2]
    rows = [_row(it, now, place.name, f"{place.name}护村队", "兼职") for place in joining for _ in range(2)]
    done = _upload(it.staff["zongzhi"], it, it.path, "村级护村队花名册.xlsx", rows, now)
    for unit in RosterUnit.objects.filter(roster=done, asked=True):
        commands.decide_roster_unit(
            actor=it.staff["zongzhi"], roster_id=done.pk, unit_id=unit.pk, answer=UnitAnswer.JOIN, at=now
        )
    commands.confirm_roster(actor=it.staff["zhuren"], roster_id=done.pk, at=now)
    jobs.work()

    street = communities[0].path[:9]
    first, second = [place for place in communities if place.path.startswith(street)][1:3]
    people = [_row(it, now, first.name, f"{first.name}治安联防队", "专职") for _ in range(3)]
    people += [_row(it, now, second.name, f"{second.name}义务巡逻队", "义务") for _ in range(2)]
    people[1] = (*people[1][:5], str(people[1][5])[:17], *people[1][6:])  # a digit short
    people[2] = (*people[2][:5], 9.90102198810e17, *people[2][6:])  # a number cell keeps fifteen digits
    people.append((*people[0][:1], second.name, f"{second.name}义务巡逻队", *people[0][3:7], "兼职", *people[0][8:]))
    _upload(it.staff["zhuangan"], it, street, "锦川街道群防群治队伍花名册.xlsx", people, now)


def _row(it: District, now: dt.datetime, place: str, team: str, kind: str) -> tuple[Cell, ...]:
    it.people.count += 1
    number = it.people.identity(now.date())
    return (it.people.count, place, team, it.people.name(), "汉族", number, it.people.phone(), kind, "队员", "2019.5")


def _upload(
    actor: Actor, it: District, path: str, title: str, rows: list[tuple[Cell, ...]], now: dt.datetime
) -> Roster:
    name = title.removesuffix(".xlsx")
    sheet = Sheet(name, ((name,) * len(HEADINGS), HEADINGS, *rows))
    return commands.upload_roster(
        actor=actor, place_id=it.places[path].pk, title=title, digest=title, sheets=[sheet], at=now
    )
