"""The district itself: divisions, bodies, posts, teams, members, areas."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from duty.commands import write_procedure_card
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.core.signin import claim_login
from patrol_ops.demo.cards import CARDS
from patrol_ops.demo.people import CONTACT, LEADER, MEMBER, PASSWORD, STAFF, People
from teams import commands
from teams.models import Appointment, Place, Team
from teams.reports import actor_for
from teams.rules import (
    AppointmentDraft,
    AreaDraft,
    AreaForm,
    AreaKind,
    EmploymentClass,
    Form,
    MemberDraft,
    PlaceTier,
    Relation,
    Role,
    TeamDraft,
    Tier,
    UnitKind,
)
from teams.rules.places import read_place

DAYS = 92
BEFORE = 8  # days between the founding and the first log that is told
DEMO = Actor.system("demo")
DIVISIONS = Path(__file__).with_name("divisions.csv")

# What makes the district interesting: numbers of detachments, counted from one.
SUBMITTED, PLANNED, SUSPENDED = 97, 98, 60
WITHOUT_LEADER = {41, 73}
LEADER_WAITS = 12
VOLUNTARY_EVERY = 6


@dataclass
class District:
    """Who acts for whom while the district is built and while its days are played."""

    founded: dt.date
    people: People = field(default_factory=People)
    places: dict[str, Place] = field(default_factory=dict)
    units: dict[tuple[str, UnitKind], int] = field(default_factory=dict)
    police: dict[str, Actor] = field(default_factory=dict)
    staff: dict[str, Actor] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)

    @property
    def at(self) -> dt.datetime:
        return clock.at(self.founded, 6)

    @property
    def path(self) -> str:
        return next(iter(self.places))


def build(today: dt.date) -> District:
    """Everything but the days: some four thousand commands."""
    it = District(founded=today - dt.timedelta(days=DAYS + BEFORE))
    _places(it)
    _units(it)
    _staff(it)
    _teams(it)
    _areas(it)
    _changes(it, today)
    for position, card in enumerate(CARDS):
        write_procedure_card(actor=it.staff["zongzhi"], position=position, at=it.at, **card)
    return it


def _places(it: District) -> None:
    with DIVISIONS.open(encoding="utf-8-sig", newline="") as lines:
        rows = [read_place(line, number) for number, line in enumerate(csv.DictReader(lines), 2)]
    commands.load_places(actor=DEMO, rows=rows, at=it.at)
    it.places = {place.path: place for place in Place.objects.select_related("parent").order_by("path")}


def _units(it: District) -> None:
    district = it.places[it.path]
    bodies = [
        (district, UnitKind.PARTY_GOVERNMENT, "启明区委、区政府"),
        (district, UnitKind.POLITICAL_LEGAL, "启明区委政法委"),
        (district, UnitKind.GOVERNANCE_OFFICE, "启明区综治办"),
        (district, UnitKind.SUB_BUREAU, "启明公安分局"),
        (district, UnitKind.FINANCE_OFFICE, "启明区财政局"),
    ]
    for place in it.places.values():
        short = place.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        if place.tier == PlaceTier.STREET:
            bodies.append((place, UnitKind.POLICE_STATION, f"{short}派出所"))
            bodies.append((place, UnitKind.GOVERNANCE_CENTRE, f"{place.name}综治中心"))
    rooms = [place for place in it.places.values() if place.tier == PlaceTier.COMMUNITY][::2][:42]
    bodies += [(place, UnitKind.POLICE_ROOM, f"{place.name}警务室") for place in rooms]
    for place, kind, name in bodies:
        unit = commands.found_unit(actor=DEMO, place_id=place.pk, kind=kind, name=name, at=it.at)
        it.units[place.path, kind] = unit.pk


def appoint(it: District, role: Role, place: Place, username: str, name: str) -> Appointment:
    draft = AppointmentDraft(role=role, since=it.founded)
    return commands.appoint_staff(actor=DEMO, draft=draft, place_id=place.pk, username=username, name=name, at=it.at)


def _sign_up(post: Appointment, username: str, at: dt.datetime) -> User:
    slip = commands.open_login(actor=DEMO, appointment_id=post.pk, at=at)
    return claim_login(actor=Actor.public(), code=slip.code, username=username, password=PASSWORD, at=at)


def _staff(it: District) -> None:
    """One sign-in for each role in the first street, and police for every street and community."""
    streets = [place for place in it.places.values() if place.tier == PlaceTier.STREET]
    communities = [place for place in it.places.values() if place.tier == PlaceTier.COMMUNITY]
    first = {6: it.places[it.path], 9: streets[0], 12: communities[0]}
    for username, name, role, width in STAFF:
        post = appoint(it, role, first[width], username, name)
        it.staff[username] = actor_for(_sign_up(post, username, it.at), it.founded)
    it.police[it.path] = it.staff["fenju"]
    it.police[streets[0].path] = it.staff["paichusuo"]
    it.police[communities[0].path] = it.staff["minjing"]
    for number, street in enumerate(streets[1:], 2):
        post = appoint(it, Role.STATION_LIAISON, street, f"pcs{number:02d}", it.people.name())
        it.police[street.path] = actor_of(post, it)
        appoint(it, Role.TOWNSHIP, street, f"zg{number:02d}", it.people.name())
    # An officer looks after two or three communities of one street.
    officer: dict[str, int] = {}
    held: dict[str, int] = {}
    for number, community in enumerate(communities[1:], 2):
        street_path = community.path[:9]
        if held.get(street_path, 0) % 3 == 0:
            post = appoint(it, Role.COMMUNITY_OFFICER, community, f"mj{number:03d}", it.people.name())
            officer[street_path] = post.user_id or 0
        else:
            draft = AppointmentDraft(role=Role.COMMUNITY_OFFICER, since=it.founded)
            post = commands.appoint_staff(
                actor=DEMO, draft=draft, place_id=community.pk, user_id=officer[street_path], at=it.at
            )
        held[street_path] = held.get(street_path, 0) + 1
        it.police[community.path] = actor_of(post, it)


def actor_of(post: Appointment, it: District) -> Actor:
    """Whoever holds the post, as an actor; a login that nobody has opened yet acts all the same here."""
    user = User.objects.get(pk=post.user_id) if post.user_id else None
    assert user is not None
    return actor_for(user, it.founded)


def _teams(it: District) -> None:
    number = 0
    for place in it.places.values():  # ordered by path: parents before children
        tier = {"DISTRICT": Tier.BRIGADE, "STREET": Tier.SQUADRON}.get(place.tier, Tier.DETACHMENT)
        if tier is Tier.DETACHMENT:
            number += 1
        _team(it, place, tier, number if tier is Tier.DETACHMENT else 0)


def _team(it: District, place: Place, tier: Tier, number: int) -> None:
    voluntary = number and number % VOLUNTARY_EVERY == 0
    form = Form.VOLUNTARY_PATROL if voluntary else Form.FULL_TIME_PATROL
    authorised = {Tier.BRIGADE: 80, Tier.SQUADRON: 15, Tier.DETACHMENT: 5}[tier]
    team = commands.plan_team(
        actor=DEMO, place_id=place.pk, tier=tier, draft=TeamDraft(form=form, authorised=authorised), at=it.at
    )
    it.teams[place.path] = team
    for relation, kind in (
        (Relation.MANAGING, UnitKind.SUB_BUREAU if tier is Tier.BRIGADE else UnitKind.POLICE_STATION),
        (Relation.ESTABLISHING, UnitKind.POLITICAL_LEGAL if tier is Tier.BRIGADE else UnitKind.GOVERNANCE_CENTRE),
    ):
        unit = it.units[place.path[:9] if tier is not Tier.BRIGADE else place.path, kind]
        commands.relate_unit(actor=DEMO, team_id=team.pk, unit_id=unit, relation=relation, at=it.at)
    if number == PLANNED:
        return
    commands.submit_team(actor=it.staff["zongzhi"], team_id=team.pk, at=it.at)
    if number == SUBMITTED:
        return
    commands.activate_team(actor=it.staff["zhuren"], team_id=team.pk, at=it.at)
    _crew(it, team, tier, number, bool(voluntary))


def _crew(it: District, team: Team, tier: Tier, number: int, voluntary: bool) -> None:
    chance = it.people.chance
    size = {Tier.BRIGADE: 76, Tier.SQUADRON: chance.randint(12, 18), Tier.DETACHMENT: chance.randint(3, 8)}[tier]
    police = it.police[team.place.path]
    members = []
    for n in range(size):
        usual = EmploymentClass.VOLUNTEER if voluntary else EmploymentClass.FULL_TIME
        of_class = EmploymentClass.PART_TIME if n % 5 == 4 else usual
        draft = MemberDraft(
            name=it.people.name(),
            identity=it.people.identity(it.founded),
            phone=it.people.phone(),
            employment_class=of_class,
            legacy=True,
        )
        members.append(commands.enrol_member(actor=DEMO, team_id=team.pk, draft=draft, at=it.at))
    if number in WITHOUT_LEADER:
        return
    post = commands.propose_leader(
        actor=it.staff["zongzhi"],
        team_id=team.pk,
        member_id=members[0].pk,
        draft=AppointmentDraft(role=Role.LEADER, since=it.founded),
        at=it.at,
    )
    if number == LEADER_WAITS:
        return
    commands.approve_leader(actor=police, appointment_id=post.pk, at=it.at)
    if number == 1:
        _sign_up(post, LEADER, it.at)
        own = commands.propose_leader(
            actor=it.staff["zongzhi"],
            team_id=team.pk,
            member_id=members[1].pk,
            draft=AppointmentDraft(role=Role.MEMBER, since=it.founded),
            at=it.at,
        )
        _sign_up(own, MEMBER, it.at)
    else:
        commands.open_login(actor=DEMO, appointment_id=post.pk, at=it.at)


def _areas(it: District) -> None:
    """One area a community, two in the large ones; the squadron above may patrol there as well."""
    first = True
    for path, team in it.teams.items():
        if len(path) != 12:
            continue
        street = path[:9]
        names = ("东片区", "西片区") if it.places[path].population > 6000 else ("片区",)
        for name in names:
            area = commands.draw_area(
                actor=it.police[street],
                place_id=it.places[path].pk,
                draft=AreaDraft(name=f"{it.places[path].name}{name}", kind=AreaKind.AREA, form=AreaForm.AREA),
                responsible_team_id=team.pk,
                responsible_unit_id=it.units[street, UnitKind.POLICE_STATION],
                at=it.at,
            )
            if name != "西片区":
                commands.designate_area(actor=it.police[street], area_id=area.pk, team_id=it.teams[street].pk, at=it.at)
            if name != "西片区" and path.endswith("001"):
                commands.designate_area(
                    actor=it.police[it.path], area_id=area.pk, team_id=it.teams[it.path].pk, at=it.at
                )
            if first:
                first = False
                post = commands.appoint_staff(
                    actor=DEMO,
                    draft=AppointmentDraft(role=Role.AREA_CONTACT, since=it.founded),
                    area_id=area.pk,
                    username=CONTACT,
                    name="包国安",
                    at=it.at,
                )
                _sign_up(post, CONTACT, it.at)


def _changes(it: District, today: dt.date) -> None:
    """One team was stopped, one needs a stronger establishment."""
    recent = clock.at(today - dt.timedelta(days=6), 10)
    detachments = [team for path, team in it.teams.items() if len(path) == 12]
    commands.suspend_team(
        actor=it.staff["zhuren"],
        team_id=detachments[SUSPENDED - 1].pk,
        reason="办公场所搬迁，暂停执勤",
        at=clock.at(today - dt.timedelta(days=20), 9),
    )
    commands.authorise_strength(
        actor=it.staff["zhuren"], team_id=detachments[0].pk, authorised=8, reason="人口较多，增加编制", at=recent
    )
