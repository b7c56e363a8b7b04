"""Three tiers, standard names, strength, life-cycle, relations and areas of teams."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules.members import EmploymentClass
from teams.rules.places import PlaceTier, UnitKind


class Tier(StrEnum):
    BRIGADE = "BRIGADE"
    SQUADRON = "SQUADRON"
    DETACHMENT = "DETACHMENT"


class Form(StrEnum):
    """ORG-27: each form has its own rules for pay, contract and shifts."""

    FULL_TIME_PATROL = "FULL_TIME_PATROL"
    VOLUNTARY_PATROL = "VOLUNTARY_PATROL"
    SECURITY_CONTRACT = "SECURITY_CONTRACT"


class Stage(StrEnum):
    PLANNED = "PLANNED"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    DORMANT = "DORMANT"
    MERGED = "MERGED"
    DISSOLVED = "DISSOLVED"


# What a team was is kept; what it is not any more comes back only as another team.
FINAL = frozenset({Stage.MERGED, Stage.DISSOLVED})
_ESTABLISHED = {Stage.ACTIVE, Stage.SUSPENDED, Stage.DORMANT}

MOVES = Moves(
    {
        "plan": ({None}, Stage.PLANNED),
        "submit": ({Stage.PLANNED, Stage.RETURNED}, Stage.SUBMITTED),
        "return": ({Stage.SUBMITTED}, Stage.RETURNED),
        "activate": ({Stage.SUBMITTED}, Stage.ACTIVE),
        # A legacy team stands by the confirmation of the list it came in with.
        "adopt": ({None, Stage.PLANNED, Stage.SUBMITTED, Stage.RETURNED}, Stage.ACTIVE),
        "suspend": ({Stage.ACTIVE}, Stage.SUSPENDED),
        "resume": ({Stage.SUSPENDED}, Stage.ACTIVE),
        "rest": ({Stage.ACTIVE}, Stage.DORMANT),
        "keep": ({Stage.ACTIVE}, Stage.ACTIVE),  # proposed as dormant, and kept on duty by a person
        "revive": ({Stage.DORMANT}, Stage.ACTIVE),
        "merge": (_ESTABLISHED, Stage.MERGED),
        "dissolve": (_ESTABLISHED, Stage.DISSOLVED),
    }
)


class Relation(StrEnum):
    """ORG-07: five relations; ORG-12: three responsibilities that can be delegated."""

    LEADERSHIP = "LEADERSHIP"
    ESTABLISHING = "ESTABLISHING"
    MANAGING = "MANAGING"
    INSPECTING = "INSPECTING"
    FUNDING = "FUNDING"
    RESPONSIBLE_MANAGEMENT = "RESPONSIBLE_MANAGEMENT"
    RESPONSIBLE_TRAINING = "RESPONSIBLE_TRAINING"
    RESPONSIBLE_DEPLOYMENT = "RESPONSIBLE_DEPLOYMENT"


# ORG-06, X05: who manages is fixed by the tier. A community officer works from a police room or the station itself.
MANAGING_KINDS = {
    Tier.BRIGADE: frozenset({UnitKind.SUB_BUREAU}),
    Tier.SQUADRON: frozenset({UnitKind.POLICE_STATION}),
    Tier.DETACHMENT: frozenset({UnitKind.POLICE_STATION, UnitKind.POLICE_ROOM}),
}
# ORG-08 to ORG-10: who sets a team up. Led by the political-legal department, the street, its governance centre.
_ESTABLISHING_KINDS = {
    Tier.BRIGADE: frozenset({UnitKind.POLITICAL_LEGAL}),
    Tier.SQUADRON: frozenset({UnitKind.PARTY_GOVERNMENT, UnitKind.GOVERNANCE_CENTRE}),
    Tier.DETACHMENT: frozenset({UnitKind.PARTY_GOVERNMENT, UnitKind.GOVERNANCE_CENTRE}),
}
_POLICE = frozenset({UnitKind.SUB_BUREAU, UnitKind.POLICE_STATION, UnitKind.POLICE_ROOM})

_ABOVE = {Tier.SQUADRON: Tier.BRIGADE, Tier.DETACHMENT: Tier.SQUADRON}
_PLACE = {
    Tier.BRIGADE: PlaceTier.DISTRICT,
    Tier.SQUADRON: PlaceTier.STREET,
    Tier.DETACHMENT: PlaceTier.COMMUNITY,
}
# ORG-27, X07: which employment classes a form may hold.
_CLASSES = {
    Form.FULL_TIME_PATROL: frozenset({EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME}),
    Form.VOLUNTARY_PATROL: frozenset({EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER}),
    Form.SECURITY_CONTRACT: frozenset({EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME}),
}


class AreaKind(StrEnum):
    """X47: one tree of areas."""

    AREA = "AREA"
    GRID = "GRID"
    SECTION = "SECTION"
    SITE = "SITE"


class AreaForm(StrEnum):
    """SCH-12: deployment on a point, along a line, over an area."""

    POINT = "POINT"
    LINE = "LINE"
    AREA = "AREA"


@dataclass(frozen=True)
class TeamDraft:
    """What planning a team decides. Its name is generated, never typed; a former one is kept so that it is found."""

    form: Form
    authorised: int
    hamlet: str = ""
    former_name: str = ""


@dataclass(frozen=True)
class AreaDraft:
    name: str
    kind: AreaKind
    form: AreaForm


def tier_above(tier: Tier) -> Tier | None:
    """The tier a parent must have; a brigade has no parent (ORG-01)."""
    return _ABOVE.get(tier)


def place_tier_of(tier: Tier) -> PlaceTier:
    return _PLACE[tier]


def classes_of(form: Form) -> frozenset[EmploymentClass]:
    return _CLASSES[form]


def standard_name(tier: Tier, place: str, street: str = "", hamlet: str = "") -> str:
    """ORG-02, X49: the one name a team has, from its tier and place; a detachment's begins with its street, and a
    hamlet stands in brackets."""
    if tier is Tier.BRIGADE:
        return f"{place}社会治安巡防大队"
    if tier is Tier.SQUADRON:
        return f"{place}社会治安巡防中队"
    return f"{street}{place}{f'({hamlet})' if hamlet else ''}社会治安巡防分队"


def judge_team(draft: TeamDraft, tier: Tier, place_tier: PlaceTier, parent_tier: Tier | None) -> None:
    """ORG-01: exactly one parent exactly one tier up, at a place of the tier's kind."""
    if place_tier is not place_tier_of(tier):
        raise Refused("teams.team-place-wrong-tier", field="place")
    if parent_tier is not tier_above(tier):
        raise Refused("teams.team-parent-wrong-tier", field="parent")
    if tier is not Tier.DETACHMENT and draft.form is not Form.FULL_TIME_PATROL:
        raise Refused("teams.form-not-of-tier", field="form")
    judge_strength(draft.authorised)
    if draft.former_name and (not 2 <= len(draft.former_name) <= 60 or not draft.former_name.isprintable()):
        raise Refused("teams.former-name-invalid", field="former_name")
    if draft.hamlet:
        if tier is not Tier.DETACHMENT or draft.form is not Form.VOLUNTARY_PATROL:
            raise Refused("teams.hamlet-only-voluntary", field="hamlet")
        judge_name(draft.hamlet, "hamlet")


_BREAKING = frozenset("()\uff08\uff09<>{}[]【】\"'“”‘’\\/")


def judge_name(text: str, field: str) -> None:
    """The one part of a name that is typed, a hamlet or an area: short, and no marks that would break the pattern."""
    if not 1 <= len(text) <= 20 or text != text.strip() or not text.isprintable() or set(text) & _BREAKING:
        raise Refused("teams.name-part-invalid", field=field)


def judge_reason(text: str) -> str:
    """Why, in a sentence that stays; without numbers of persons."""
    reason = text.strip()
    if not 2 <= len(reason) <= 300:
        raise Refused("teams.reason-needed", field="reason")
    judge_free_text(reason, "reason")
    return reason


def judge_plaque(hung_on: dt.date, today: dt.date) -> None:
    """ORG-22: a plaque hangs, or it does not: it was not hung tomorrow, nor before there were such teams."""
    if not dt.date(1980, 1, 1) <= hung_on <= today:
        raise Refused("teams.plaque-day-odd", field="hung_on")


def judge_strength(authorised: int) -> None:
    if not 1 <= authorised <= 2000:
        raise Refused("teams.strength-out-of-bounds", field="authorised")


def judge_submission(tier: Tier, managing: UnitKind | None) -> None:
    """A team goes for approval with its managing police unit named (ORG-06)."""
    if managing is None or managing not in MANAGING_KINDS[tier]:
        raise Refused("teams.managing-unit-missing")


def judge_relation(tier: Tier, relation: Relation, kind: UnitKind) -> None:
    """ORG-06, ORG-12: police relations are fixed by tier; what is delegated stays with the police."""
    if relation is Relation.MANAGING and kind not in MANAGING_KINDS[tier]:
        raise Refused("teams.managing-unit-wrong-kind", field="unit")
    if relation is Relation.ESTABLISHING and kind not in _ESTABLISHING_KINDS[tier]:
        raise Refused("teams.establishing-unit-wrong-kind", field="unit")
    responsible = {Relation.RESPONSIBLE_MANAGEMENT, Relation.RESPONSIBLE_TRAINING, Relation.RESPONSIBLE_DEPLOYMENT}
    if relation in responsible and kind not in _POLICE:
        raise Refused("teams.responsibility-not-police", field="unit")


def judge_area(draft: AreaDraft, place_tier: PlaceTier, parent_kind: AreaKind | None, siblings: int) -> None:
    """X47: a grid lies in an area, a section in a grid or an area, a site anywhere; two digits number the siblings.

    All lie in a community: two digits after a street's code would read as the beginning of a community's.
    """
    if place_tier is not PlaceTier.COMMUNITY:
        raise Refused("teams.area-in-community", field="place")
    judge_name(draft.name, "name")
    allowed: dict[AreaKind, set[AreaKind | None]] = {
        AreaKind.AREA: {None},
        AreaKind.GRID: {None, AreaKind.AREA},
        AreaKind.SECTION: {None, AreaKind.AREA, AreaKind.GRID},
        AreaKind.SITE: {None, AreaKind.AREA, AreaKind.GRID, AreaKind.SECTION},
    }
    if parent_kind not in allowed[draft.kind]:
        raise Refused("teams.area-parent-wrong", field="parent")
    if draft.kind is AreaKind.SITE and draft.form is not AreaForm.POINT:
        raise Refused("teams.site-is-a-point", field="form")
    if siblings >= 99:
        raise Refused("teams.areas-full")


@dataclass(frozen=True)
class Strength:
    """ORG-05, X02, X03: what is authorised, who serves, and the standard of the tier (80 / 15 / 5 unless decided
    otherwise). What is lacking is a flag, never an error."""

    authorised: int
    actual: int
    standard: int

    @property
    def lacking(self) -> int:
        return max(self.authorised - self.actual, 0)

    @property
    def over(self) -> int:
        return max(self.actual - self.authorised, 0)

    @property
    def below_standard(self) -> bool:
        """The establishment itself is smaller than the standard of the tier."""
        return self.authorised < self.standard
