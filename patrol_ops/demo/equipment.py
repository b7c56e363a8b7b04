"""What teams wear and carry: a standard, stock of every team, a street that has it all and streets that do not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from patrol_ops.core import clock, policy
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.demo.ground import District
from patrol_ops.demo.people import LEADER
from teams import commands
from teams.models import Equipment, EquipmentIssue, Membership, Team
from teams.reports import actor_for
from teams.rules import Form, PlaceTier, Tier
from teams.rules.equipment import (
    Condition,
    EquipmentKind,
    EquipmentStage,
    ReturnDraft,
    ReturnOutcome,
    StockDraft,
    wears_uniform,
)
from teams.rules.equipment_needs import EquipmentLineDraft, EquipmentStandardDraft, Per

DAY = dt.timedelta(days=1)
K = EquipmentKind
# For everybody; for the team by its tier.
EACH = (K.ARMBAND, K.REFLECTIVE_VEST, K.TORCH, K.WHISTLE)
OF_TEAM = {
    Tier.BRIGADE: {K.RADIO: 10, K.ELECTRIC_VEHICLE: 4, K.FIRST_AID_KIT: 4},
    Tier.SQUADRON: {K.RADIO: 4, K.ELECTRIC_VEHICLE: 2, K.FIRST_AID_KIT: 2},
    Tier.DETACHMENT: {K.RADIO: 2, K.FIRST_AID_KIT: 1},
}
# What the second version would give more.
MORE = {K.RAINCOAT: 1}
WITHOUT_RADIO = 3  # which team of the second street, its squadron being none
UNSERVED = 4  # every fourth street has had armbands for half of its people only


@dataclass
class Store:
    """Who serves where, read once; what is handed out, by whom."""

    it: District
    crews: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        rows = Membership.objects.open().order_by("pk").values_list("team_id", "member_id", "employment_class")
        for team_id, member_id, of_class in rows:
            self.crews[team_id].append((member_id, of_class))

    def stock(
        self, by: Actor, team: Team, kind: EquipmentKind, number: int, at: dt.datetime, bought: int = 200
    ) -> None:
        """So many pieces, bought so many days before; radios and vehicles bear a serial."""
        day = at.date() - bought * DAY
        serials: tuple[str, ...] = ()
        if kind in (K.RADIO, K.ELECTRIC_VEHICLE):
            serials = tuple(f"{kind[0]}{team.pk:04d}-{n:02d}" for n in range(1, number + 1))
        size = "L" if kind in (K.UNIFORM, K.REFLECTIVE_VEST) else ""
        draft = StockDraft(kind, day, number=number, serials=serials, size=size)
        commands.stock_equipment(actor=by, team_id=team.pk, draft=draft, at=at)

    def supply(self, by: Actor, team: Team, at: dt.datetime, *, but: Iterable[EquipmentKind] = ()) -> None:
        """All that the standard asks for, with a torch to spare."""
        crew, left_out = self.crews[team.pk], set(but)
        wanted = {kind: len(crew) + (kind is K.TORCH) for kind in EACH} | OF_TEAM[Tier(team.tier)]
        wanted[K.UNIFORM] = sum(wears_uniform(team.tier, of_class) for _, of_class in crew)
        for kind, number in wanted.items():
            if number and kind not in left_out:
                self.stock(by, team, kind, number, at)

    def hand_out(self, by: Actor, team: Team, at: dt.datetime) -> None:
        """To everybody one of each that is for one person, and radios to the first two."""
        pieces: dict[str, list[int]] = defaultdict(list)
        rows = Equipment.objects.filter(team=team, stage=EquipmentStage.IN_STOCK).order_by("-pk")
        for pk, kind in rows.values_list("pk", "kind"):
            pieces[kind].append(pk)
        for n, (member_id, of_class) in enumerate(self.crews[team.pk]):
            kinds = [*EACH, *([K.UNIFORM] if wears_uniform(team.tier, of_class) else []), *([K.RADIO] if n < 2 else [])]
            ids = [pieces[kind].pop() for kind in kinds if pieces[kind]]
            if ids:
                commands.issue_equipment(actor=by, team_id=team.pk, member_id=member_id, equipment_ids=ids, at=at)

    def give_back(
        self, by: Actor, team: Team, kind: EquipmentKind, draft: ReturnDraft, at: dt.datetime, skip: int = 0
    ) -> int:
        """The piece of whoever is last in the list but ``skip``; its id."""
        out = EquipmentIssue.objects.open().filter(item__team=team, kind=kind).order_by("-pk")[skip]
        commands.take_back_equipment(actor=by, team_id=team.pk, issue_ids=[out.pk], draft=draft, at=at)
        return int(out.item_id)


def equip(it: District, now: dt.datetime) -> None:
    """Everything by whoever would do it: the office, the first street, the leader one may sign in as."""
    store = Store(it)
    office, head = it.staff["zongzhi"], it.staff["zhuren"]
    streets = [place.path for place in it.places.values() if place.tier == PlaceTier.STREET]
    _standards(it, now)
    policy.set_policy_value(
        actor=head, key="equipment.armband_months", value="3", since=it.founded, path=streets[1], at=it.at
    )
    at = clock.at(it.founded + DAY, 10)
    leader = actor_for(User.objects.get(username=LEADER), it.founded)
    store.supply(office, it.teams[it.path], at, but=(K.UNIFORM, K.ELECTRIC_VEHICLE))
    for number, street in enumerate(streets):
        teams = _teams(street)
        if number == 0:
            _first(store, teams, leader, at)
        elif number == 1:
            _second(store, teams, at)
        else:
            _little(store, teams, number, at)
    _afterwards(store, _teams(streets[0]), leader, now)


def _teams(street: str) -> list[Team]:
    """Those on duty there: the squadron, then the detachments in the order of their places."""
    return list(Team.objects.active().under(street).select_related("place").order_by("place__path", "pk"))


def _standards(it: District, now: dt.datetime) -> None:
    """EQP-07: the first version is in force, the second, with a raincoat for everybody, waits for the sub-bureau."""
    office, district = it.staff["zongzhi"], it.places[it.path]
    lines = [EquipmentLineDraft(kind, Per.MEMBER, 1) for kind in EACH]
    lines += [EquipmentLineDraft(K.UNIFORM, Per.MEMBER, 1, tier) for tier in (Tier.BRIGADE, Tier.SQUADRON)]
    lines += [
        EquipmentLineDraft(kind, Per.TEAM, number, tier)
        for tier, wanted in OF_TEAM.items()
        for kind, number in wanted.items()
    ]
    draft = EquipmentStandardDraft(tuple(lines))
    first = commands.propose_equipment_standard(actor=office, place_id=district.pk, draft=draft, at=it.at)
    commands.agree_equipment_standard(actor=it.staff["fenju"], equipment_standard_id=first.pk, at=it.at + 2 * DAY)
    lines += [EquipmentLineDraft(kind, Per.MEMBER, number) for kind, number in MORE.items()]
    lines.append(EquipmentLineDraft(K.BICYCLE, Per.TEAM, 2, Tier.DETACHMENT, Form.FULL_TIME_PATROL))
    draft = EquipmentStandardDraft(tuple(lines))
    commands.propose_equipment_standard(actor=office, place_id=district.pk, draft=draft, at=now - 2 * DAY)


def _first(store: Store, teams: list[Team], leader: Actor, at: dt.datetime) -> None:
    """Well equipped; the last team of the street has no first-aid kit yet."""
    street = store.it.staff["zhuangan"]
    for number, team in enumerate(teams):
        store.supply(street, team, at, but=(K.FIRST_AID_KIT,) if number == len(teams) - 1 else ())
        store.hand_out(leader if number == 1 else street, team, at + DAY)


def _second(store: Store, teams: list[Team], at: dt.datetime) -> None:
    """Its armbands, changed every three months here, are due; some uniforms are worn; a team is out of reach."""
    office = store.it.staff["zongzhi"]
    squadron, detachments = teams[0], teams[1:]
    for number, team in enumerate(teams[:4]):
        silent = (K.RADIO,) if number == WITHOUT_RADIO else ()
        store.supply(office, team, at, but=(K.WHISTLE, K.ELECTRIC_VEHICLE, *silent))
        store.hand_out(office, team, at)
    for team in detachments[3:]:
        store.stock(office, team, K.RADIO, 1, at)
        store.stock(office, team, K.ARMBAND, len(store.crews[team.pk]), at)
    # Half of the squadron brought its uniforms in; two of them went out once more for want of others.
    back = at + 60 * DAY
    worn = ReturnDraft(ReturnOutcome.RETURNED, Condition.WORN)
    rows = EquipmentIssue.objects.open().filter(item__team=squadron, kind=K.UNIFORM).order_by("pk")
    issues = list(rows.values_list("pk", "item_id", "member_id"))[::2]
    ids = [pk for pk, _, _ in issues]
    commands.take_back_equipment(actor=office, team_id=squadron.pk, issue_ids=ids, draft=worn, at=back)
    for _, item_id, member_id in issues[:2]:
        commands.issue_equipment(
            actor=office, team_id=squadron.pk, member_id=member_id, equipment_ids=[item_id], at=back + DAY
        )


def _little(store: Store, teams: list[Team], number: int, at: dt.datetime) -> None:
    """Armbands and a radio; every second street has torches, the last of every street have fewer armbands."""
    office = store.it.staff["zongzhi"]
    for position, team in enumerate(teams):
        people = len(store.crews[team.pk])
        few = number % UNSERVED == 0 or position == len(teams) - 1
        store.stock(office, team, K.ARMBAND, max(1, people // 2) if few else people, at)
        store.stock(office, team, K.RADIO, 1 + (position == 0), at)
        if number % 2 == 0 and position < 3:
            store.stock(office, team, K.TORCH, people, at)


def _afterwards(store: Store, teams: list[Team], leader: Actor, now: dt.datetime) -> None:
    """In the first street: a torch came back, one was lost, one broke and was scrapped, a radio does not work."""
    street, (squadron, own) = store.it.staff["zhuangan"], teams[:2]
    at = clock.at(now.date() - 9 * DAY, 17)
    whole = ReturnDraft(ReturnOutcome.RETURNED, Condition.WORN)
    store.give_back(leader, own, K.TORCH, whole, at)
    store.give_back(leader, own, K.TORCH, ReturnDraft(ReturnOutcome.LOST), at + DAY)
    broken = ReturnDraft(ReturnOutcome.DAMAGED)
    torch = store.give_back(street, squadron, K.TORCH, broken, at)
    commands.scrap_equipment(
        actor=street, team_id=squadron.pk, equipment_ids=[torch], reason="灯头损坏，无法修理", at=at + 3 * DAY
    )
    store.give_back(street, squadron, K.RADIO, broken, at + 4 * DAY)
