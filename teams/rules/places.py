"""Official division codes: district 6, street 9, community 12 significant digits of a printed twelve."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.refusals import Refused


class PlaceTier(StrEnum):
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"


WIDTHS = {PlaceTier.DISTRICT: 6, PlaceTier.STREET: 9, PlaceTier.COMMUNITY: 12}


class UnitKind(StrEnum):
    """Bodies that lead, set up, manage, inspect or fund teams."""

    PARTY_GOVERNMENT = "PARTY_GOVERNMENT"
    POLITICAL_LEGAL = "POLITICAL_LEGAL"
    GOVERNANCE_OFFICE = "GOVERNANCE_OFFICE"
    GOVERNANCE_CENTRE = "GOVERNANCE_CENTRE"
    SUB_BUREAU = "SUB_BUREAU"
    POLICE_STATION = "POLICE_STATION"
    POLICE_ROOM = "POLICE_ROOM"
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE"
    FINANCE_OFFICE = "FINANCE_OFFICE"


def code_to_path(code: str, tier: PlaceTier) -> str:
    """The significant digits of a printed code; Refused when the code does not fit the tier."""
    width = WIDTHS[tier]
    if len(code) != 12 or not code.isascii() or not code.isdigit() or code[width:].strip("0"):
        raise Refused("teams.place-code-invalid", field="code", code=code)
    path = code[:width]
    if tier is not PlaceTier.DISTRICT and path.endswith("000"):  # that is the code of the place above
        raise Refused("teams.place-code-invalid", field="code", code=code)
    return path


def known_path(text: str) -> bool:
    """Whether ``text`` looks like the path of a place: digits, as many as a tier has."""
    return text.isascii() and text.isdigit() and len(text) in WIDTHS.values()


def path_to_code(path: str) -> str:
    return path.ljust(12, "0")


def judge_place(path: str, tier: PlaceTier, parent_path: str | None) -> None:
    """A street lies in its district, a community in its street: the code says so itself."""
    if tier is PlaceTier.DISTRICT:
        if parent_path is not None:
            raise Refused("teams.place-parent-wrong", field="parent", code=path)
        return
    above = PlaceTier.DISTRICT if tier is PlaceTier.STREET else PlaceTier.STREET
    if parent_path is None or parent_path != path[: WIDTHS[above]]:
        raise Refused("teams.place-parent-wrong", field="parent", code=path)


@dataclass(frozen=True)
class PlaceRow:
    """A line of the official list of divisions."""

    code: str
    path: str
    name: str
    tier: PlaceTier
    parent_path: str | None
    population: int


def read_place(line: dict[str, str], number: int) -> PlaceRow:
    """A CSV line ``code,name,tier,parent,population`` as a row; Refused with the line number otherwise."""
    try:
        tier = PlaceTier(line["tier"].strip().upper())
        population = int(line.get("population") or 0)
        name, code, parent = line["name"].strip(), line["code"].strip(), line["parent"].strip()
    except (KeyError, ValueError, AttributeError):
        raise Refused("teams.place-line-unreadable", field="rows", line=number) from None
    if not 1 <= len(name) <= 60 or population < 0:
        raise Refused("teams.place-line-unreadable", field="rows", line=number)
    path = code_to_path(code, tier)
    above = {PlaceTier.STREET: PlaceTier.DISTRICT, PlaceTier.COMMUNITY: PlaceTier.STREET}
    return PlaceRow(
        code=code,
        path=path,
        name=name,
        tier=tier,
        parent_path=code_to_path(parent, above[tier]) if tier in above else None,
        population=population,
    )


def read_places(lines: Iterable[dict[str, str]]) -> list[PlaceRow]:
    """The whole list, its heading being line 1; whatever is wrong with it is refused with the line it stands in."""
    rows: dict[str, PlaceRow] = {}
    for number, line in enumerate(lines, 2):
        try:
            row = read_place(line, number)
            if row.path in rows:
                raise Refused("teams.places-doubled", field="rows")
            judge_place(row.path, row.tier, row.parent_path)
            if row.parent_path is not None and row.parent_path not in rows:
                raise Refused("teams.place-parent-wrong", field="rows", code=row.code)
        except Refused as no:
            raise Refused(no.code, field="rows", **{**no.facts, "line": number}) from None
        rows[row.path] = row
    return list(rows.values())
