"""Old teams as they become ours: a legacy unit is the detachment of its community (X49), unless somebody decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from patrol_ops.core.refusals import Refused
from teams.rules.members import EmploymentClass
from teams.rules.rosters.cells import compact
from teams.rules.rosters.people import Gazetteer, Person
from teams.rules.teams import Form, Tier, tier_above


class LegacyKind(StrEnum):
    """ORG-04, ORG-46: what the absorbed unit was."""

    JOINT_DEFENCE = "JOINT_DEFENCE"
    PATROL = "PATROL"
    VILLAGE_PROTECTION = "VILLAGE_PROTECTION"
    SECURITY = "SECURITY"
    OTHER = "OTHER"


class UnitAnswer(StrEnum):
    """What becomes of a second unit in one community (X49)."""

    JOIN = "JOIN"
    APART = "APART"
    LEAVE = "LEAVE"


@dataclass(frozen=True)
class KnownTeam:
    """A team that is there already. ``names`` are its own and its former ones, compact."""

    team_id: int
    path: str
    tier: Tier
    form: Form
    names: frozenset[str]
    hamlet: str = ""
    people: int = 0
    led: bool = False
    absorbed: bool = False
    active: bool = True
    suspended: bool = False


@dataclass(frozen=True)
class Decided:
    """What somebody said of a unit; empty where nobody said anything."""

    answer: UnitAnswer | None = None
    hamlet: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class LegacyUnit:
    """A unit of the list, and the team it is about to be. ``team_id`` is None where the team is still to be made."""

    key: tuple[str, str]  # path and compact name
    name: str
    kind: LegacyKind
    path: str
    tier: Tier
    form: Form
    hamlet: str = ""
    team_id: int | None = None
    asked: bool = False
    left_out: bool = False
    joins: tuple[str, str] | None = None  # the unit of this very list whose team it becomes part of

    @property
    def target(self) -> tuple[str, str] | int:
        """Where its people end up: the same for all who come into one team."""
        return self.team_id if self.team_id is not None else self.joins or self.key


_KINDS = (
    (LegacyKind.VILLAGE_PROTECTION, ("护村", "护院", "护厂")),
    (LegacyKind.SECURITY, ("保安", "护卫")),
    (LegacyKind.JOINT_DEFENCE, ("联防",)),
    (LegacyKind.PATROL, ("巡逻", "巡防")),
)


def kind_of(name: str) -> LegacyKind:
    return next((kind for kind, words in _KINDS if any(word in name for word in words)), LegacyKind.OTHER)


def locate(
    person: Person, places: Gazetteer, street_above: str | None, teams: Mapping[str, KnownTeam]
) -> tuple[str, Tier]:
    """The place and the tier of the team a row speaks of. ``teams`` are the known ones by every name of theirs.

    Refused where the place is not known, stands in two streets, or is not said at all.
    """
    known = teams.get(person.team)
    if known is not None and not person.community:
        return known.path, known.tier
    street = places.street(person.street) if person.street else street_above
    if person.street and street is None:
        raise Refused("teams.roster-street-unknown", field="STREET")
    if person.community:
        found = places.communities(person.community, street)
        if not found and not person.street:  # the title named another street than the row's community lies in
            found = places.communities(person.community, None)
        unknown = Refused("teams.roster-community-unknown", field="COMMUNITY")
    else:
        higher = _higher(person, places, street)
        if higher is not None:
            return higher
        found = places.communities_in(person.team, street)
        unknown = Refused("teams.roster-community-missing", field="COMMUNITY")
    if not found:
        raise unknown
    if len(found) > 1:
        raise Refused("teams.roster-community-twice", field="COMMUNITY")
    return found[0], Tier.DETACHMENT


def _higher(person: Person, places: Gazetteer, street: str | None) -> tuple[str, Tier] | None:
    """A squadron or a brigade, where the team's own name says so."""
    if "大队" in person.team and places.district:
        return places.district, Tier.BRIGADE
    if "中队" in person.team:
        there = street or places.street_in(person.team)
        return (there, Tier.SQUADRON) if there else None
    return None


@dataclass
class Found:
    """The people of one unit while the list is being sorted."""

    path: str
    tier: Tier
    name: str
    people: list[Person] = field(default_factory=list)


def judge_units(
    found: Iterable[Found], teams: Iterable[KnownTeam], decided: Mapping[tuple[str, str], Decided]
) -> list[LegacyUnit]:
    """What each unit of the list becomes, in the order of the list."""
    standing: dict[tuple[str, Tier], KnownTeam] = {}
    named: dict[tuple[str, str], KnownTeam] = {}
    for team in teams:
        if not team.hamlet:
            standing[team.path, team.tier] = team
        named |= {(team.path, name): team for name in team.names}
    units: list[LegacyUnit] = []
    first: dict[tuple[str, Tier], LegacyUnit] = {}
    for one in found:
        key = (one.path, compact(one.name))
        said = decided.get(key, Decided())
        form = said.form or form_of(one.tier, one.people)
        unit = LegacyUnit(key, one.name, kind_of(one.name), one.path, one.tier, form)
        there = standing.get((one.path, one.tier))
        before = first.get((one.path, one.tier))
        same = named.get(key) or (there if one.tier is not Tier.DETACHMENT or not one.name else None)
        if same is not None:
            unit = replace(unit, team_id=same.team_id, form=same.form, hamlet=same.hamlet)
        elif there is not None and not there.absorbed and not there.people:
            unit = replace(unit, team_id=there.team_id, form=there.form)
        elif there is not None or before is not None:
            unit = _second(unit, said, there, before)
        units.append(unit)
        if unit.joins is None and not unit.hamlet and not unit.asked and not unit.left_out:
            first.setdefault((one.path, one.tier), unit)
    return units


def _second(unit: LegacyUnit, said: Decided, there: KnownTeam | None, before: LegacyUnit | None) -> LegacyUnit:
    """X49: it joins the standard detachment, stands beside it under a hamlet's name, or stays out."""
    if said.answer is UnitAnswer.JOIN or unit.tier is not Tier.DETACHMENT:
        if there is not None:
            return replace(unit, team_id=there.team_id, form=there.form)
        assert before is not None
        return replace(unit, joins=before.key, form=before.form)
    if said.answer is UnitAnswer.APART and said.hamlet:
        return replace(unit, hamlet=said.hamlet, form=Form.VOLUNTARY_PATROL)
    return replace(unit, asked=said.answer is not UnitAnswer.LEAVE, left_out=said.answer is UnitAnswer.LEAVE)


def form_of(tier: Tier, people: Iterable[Person]) -> Form:
    """ORG-27: the form that most of its people can serve in; more volunteers than full-timers make a voluntary team."""
    if tier is not Tier.DETACHMENT:
        return Form.FULL_TIME_PATROL
    counted = Counter(person.employment_class for person in people if person.refused is None)
    volunteers, full = counted[EmploymentClass.VOLUNTEER], counted[EmploymentClass.FULL_TIME]
    return Form.VOLUNTARY_PATROL if volunteers > full else Form.FULL_TIME_PATROL


def missing_above(units: Iterable[LegacyUnit], teams: Iterable[KnownTeam]) -> list[tuple[str, Tier]]:
    """ORG-01: the brigade and the squadrons that have to be there first, highest first."""
    there = {(team.path, team.tier) for team in teams}
    units = [unit for unit in units if not unit.asked and not unit.left_out]
    there |= {(unit.path, unit.tier) for unit in units}
    wanted: set[tuple[str, Tier]] = set()
    for unit in units:
        tier = tier_above(unit.tier)
        while tier is not None:
            path = unit.path[: 9 if tier is Tier.SQUADRON else 6]
            if (path, tier) not in there:
                wanted.add((path, tier))
            tier = tier_above(tier)
    return sorted(wanted)
