"""Equipment and insignia: what there is, who may be given what, and what a team needs (EQP-02 to EQP-07, EQP-11)."""

import datetime as dt
from collections.abc import Collection, Set
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.months import months_after
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused
from patrol_ops.core.stages import Moves
from teams.rules.members import EmploymentClass
from teams.rules.teams import Tier

# EQP-02: what every armband says, in the words of the source.
INSCRIPTION = "治安巡邏"
MOST_PIECES = 200
FIRST_ACQUIRED = dt.date(2000, 1, 1)


class EquipmentCategory(StrEnum):
    INSIGNIA = "INSIGNIA"
    DRESS = "DRESS"
    TOOL = "TOOL"
    COMMUNICATION = "COMMUNICATION"
    TRANSPORT = "TRANSPORT"
    RESTRICTED = "RESTRICTED"


class EquipmentKind(StrEnum):
    ARMBAND = "ARMBAND"
    UNIFORM = "UNIFORM"
    REFLECTIVE_VEST = "REFLECTIVE_VEST"
    RAINCOAT = "RAINCOAT"
    TORCH = "TORCH"
    WHISTLE = "WHISTLE"
    FIRST_AID_KIT = "FIRST_AID_KIT"
    RADIO = "RADIO"
    PHONE = "PHONE"
    BICYCLE = "BICYCLE"
    ELECTRIC_VEHICLE = "ELECTRIC_VEHICLE"
    BATON = "BATON"


_C, _K = EquipmentCategory, EquipmentKind
CATEGORY_OF: dict[EquipmentKind, EquipmentCategory] = {
    _K.ARMBAND: _C.INSIGNIA,
    _K.UNIFORM: _C.DRESS,
    _K.REFLECTIVE_VEST: _C.DRESS,
    _K.RAINCOAT: _C.DRESS,
    _K.TORCH: _C.TOOL,
    _K.WHISTLE: _C.TOOL,
    _K.FIRST_AID_KIT: _C.TOOL,
    _K.RADIO: _C.COMMUNICATION,
    _K.PHONE: _C.COMMUNICATION,
    _K.BICYCLE: _C.TRANSPORT,
    _K.ELECTRIC_VEHICLE: _C.TRANSPORT,
    _K.BATON: _C.RESTRICTED,
}


def kinds_of(category: EquipmentCategory) -> tuple[EquipmentKind, ...]:
    return tuple(kind for kind in EquipmentKind if CATEGORY_OF[kind] is category)


RESTRICTED = frozenset(kinds_of(_C.RESTRICTED))
COMMUNICATION = frozenset(kinds_of(_C.COMMUNICATION))
# EQP-11: what supports a team on its way and keeps it in touch.
SUPPORT = COMMUNICATION | frozenset(kinds_of(_C.TRANSPORT))
SIZED = frozenset(kinds_of(_C.DRESS))
# One of these is enough for one person.
ONE_EACH = frozenset({_K.ARMBAND, _K.UNIFORM, *RESTRICTED})
# EQP-03, X24: who wears a uniform serves full-time in a team of these tiers.
UNIFORMED = frozenset({Tier.BRIGADE, Tier.SQUADRON})


class Condition(StrEnum):
    GOOD = "GOOD"
    WORN = "WORN"
    BROKEN = "BROKEN"


class EquipmentStage(StrEnum):
    IN_STOCK = "IN_STOCK"
    ISSUED = "ISSUED"
    LOST = "LOST"
    SCRAPPED = "SCRAPPED"


_S = EquipmentStage
KIT_MOVES = Moves(
    {
        "stock": ({None}, _S.IN_STOCK),
        "issue": ({_S.IN_STOCK}, _S.ISSUED),
        "take_back": ({_S.ISSUED}, _S.IN_STOCK),
        "lose": ({_S.ISSUED}, _S.LOST),
        "move": ({_S.IN_STOCK}, _S.IN_STOCK),  # from the stock of one team into that of another
        "scrap": ({_S.IN_STOCK}, _S.SCRAPPED),
    }
)
# What a team has; the rest is history.
AT_HAND = frozenset({EquipmentStage.IN_STOCK, EquipmentStage.ISSUED})


class ReturnOutcome(StrEnum):
    """What became of a piece that was out. Nobody is charged for what is lost or broken."""

    RETURNED = "RETURNED"
    DAMAGED = "DAMAGED"
    LOST = "LOST"


@dataclass(frozen=True)
class StockDraft:
    """Pieces of one kind: so many, or one for each serial number."""

    kind: EquipmentKind
    acquired_on: dt.date
    number: int = 1
    serials: tuple[str, ...] = ()
    size: str = ""


@dataclass(frozen=True)
class ReturnDraft:
    """``condition`` is that of a piece which came back whole."""

    outcome: ReturnOutcome
    condition: Condition = Condition.GOOD

    @property
    def found(self) -> Condition | None:
        """In which condition the piece is now; none for what is lost."""
        if self.outcome is ReturnOutcome.LOST:
            return None
        return Condition.BROKEN if self.outcome is ReturnOutcome.DAMAGED else self.condition


def judge_kind(kind: EquipmentKind, *, enabled: bool) -> None:
    """EQP-06, X25: restricted kit does not exist here until it is allowed by law and by decision."""
    if kind in RESTRICTED and not enabled:
        raise Refused("teams.kit-not-enabled", field="kind")


def judge_stock(draft: StockDraft, *, today: dt.date) -> tuple[str, ...]:
    """A serial for each piece, empty where pieces bear none; kit that must be told apart always bears one."""
    serials = tuple(serial.strip() for serial in draft.serials if serial.strip())
    if draft.kind in RESTRICTED and not serials:
        raise Refused("teams.serial-needed", field="serials")
    if any(len(serial) > 40 or not serial.isprintable() for serial in serials):
        raise Refused("teams.serial-invalid", field="serials")
    if len(set(serials)) != len(serials):
        raise Refused("teams.serial-twice", field="serials")
    if not 1 <= (len(serials) or draft.number) <= MOST_PIECES:
        raise Refused("teams.pieces-out-of-bounds", field="number", most=MOST_PIECES)
    if draft.size and draft.kind not in SIZED:
        raise Refused("teams.size-only-of-dress", field="size")
    if len(draft.size) > 12 or not draft.size.isprintable():
        raise Refused("teams.size-invalid", field="size")
    if not FIRST_ACQUIRED <= draft.acquired_on <= today:
        raise Refused("teams.acquired-day-odd", field="acquired_on")
    return serials or ("",) * draft.number


@dataclass(frozen=True)
class Bearer:
    """Whoever is to be given something: as what they serve, in a team of which tier, what they bear already, what keeps
    them off duty (``None``: nothing), and for which restricted kinds they are authorised."""

    tier: str
    employment_class: str
    bears: frozenset[str]
    barred_by: str | None = None
    authorised: frozenset[str] = frozenset()


def judge_issue(kind: EquipmentKind, condition: str, to: Bearer, *, enabled: bool) -> None:
    """EQP-02, EQP-03, EQP-06. Everybody on patrol wears a mark, so an armband has no further condition."""
    what = f"equipment-kind.{kind}"
    if condition == Condition.BROKEN:
        raise Refused("teams.equipment-broken", field="equipment", what=what)
    if kind in ONE_EACH and kind in to.bears:
        raise Refused("teams.equipment-borne-already", field="equipment", what=what)
    if kind == EquipmentKind.UNIFORM and not wears_uniform(to.tier, to.employment_class):
        raise Refused("teams.uniform-not-theirs", field="equipment")
    if kind not in RESTRICTED:
        return
    judge_kind(kind, enabled=enabled)
    if to.employment_class != EmploymentClass.FULL_TIME:
        raise Refused("teams.kit-full-time-only", field="equipment")
    if to.barred_by is not None:
        raise Refused("teams.kit-not-fit", field="equipment", hold=f"hold.{to.barred_by}")
    if kind not in to.authorised:
        raise Refused("teams.kit-not-authorised", field="equipment", what=what)


def wears_uniform(tier: str, employment_class: str) -> bool:
    return tier in UNIFORMED and employment_class == EmploymentClass.FULL_TIME


def worn_out_on(kind: EquipmentKind, issued_on: dt.date, months: dict[EquipmentKind, int]) -> dt.date | None:
    """EQP-03: the day from which a piece first issued then is due for replacement; none where there is no cycle."""
    return months_after(issued_on, months[kind]) if kind in months else None


@dataclass(frozen=True)
class KitDraft:
    """``until`` is the first day without it; ``basis`` the law and the decision it rests on."""

    kind: EquipmentKind
    since: dt.date
    until: dt.date
    basis: str


def judge_authorisation(
    draft: KitDraft, *, managing: str, roles: Set[str], employment_class: str, today: dt.date, longest: int
) -> str:
    """EQP-06: by the police that manages the team, of a full-time member, with its legal basis, for ``longest`` days at
    most. Whether somebody is fit is asked at each issue, not once."""
    if managing not in roles:
        raise Refused("teams.override-not-managing", role=f"role.{managing}")
    if draft.kind not in RESTRICTED:
        raise Refused("teams.kit-not-restricted", field="kind")
    if employment_class != EmploymentClass.FULL_TIME:
        raise Refused("teams.kit-full-time-only", field="member")
    if draft.since < today:
        raise Refused("teams.kit-begins-odd", field="since")
    if not draft.since < draft.until <= draft.since + dt.timedelta(days=longest):
        raise Refused("teams.kit-too-long", field="until", days=longest)
    basis = draft.basis.strip()
    if not 5 <= len(basis) <= 300:
        raise Refused("teams.kit-basis-needed", field="basis")
    judge_free_text(basis, "basis")
    return basis


def judge_all_found(asked: Collection[int], found: Collection[int]) -> None:
    """Pieces are named by id: at least one, and every one of them belongs here."""
    if not asked:
        raise Refused("teams.equipment-none-chosen", field="equipment")
    if set(asked) - set(found):
        raise Refused("teams.equipment-unknown", field="equipment")
