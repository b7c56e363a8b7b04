"""One row as a person: what they are called, how they are told apart, where and as what they serve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from patrol_ops.core.refusals import Refused
from teams.rules.members import EmploymentClass, age_on
from teams.rules.places import PlaceTier
from teams.rules.rosters.cells import compact, read_class, read_day, read_identity, read_name, read_phone, read_post
from teams.rules.rosters.headings import Column


@dataclass(frozen=True)
class Reading:
    """What holds for a whole list while it is read. ``as_of`` is the day on which ages are judged."""

    on: dt.date
    as_of: dt.date
    ages: tuple[int, int]
    default_class: EmploymentClass | None = None


@dataclass(frozen=True)
class Person:
    """A row that is understood; ``refused`` says why it is not, and then only the place and the post count."""

    row_id: int
    name: str = ""
    identity: str = ""
    birth_year: int | None = None
    number: int | None = None
    phone: str = ""
    employment_class: EmploymentClass | None = None
    post: str = ""
    joined_on: dt.date | None = None
    street: str = ""
    community: str = ""
    team: str = ""
    hidden: bool = False
    notes: tuple[str, ...] = ()
    refused: Refused | None = None


def read_person(
    row_id: int, texts: Mapping[Column, str], reading: Reading, *, hidden: bool = False, formula: bool = False
) -> Person:
    """The row as a person. Whatever may not stand is refused with its reason; what is only missing is noted."""
    street, community, team = (compact(texts.get(c, "")) for c in (Column.STREET, Column.COMMUNITY, Column.TEAM))
    stands = Person(row_id, street=street, community=community, team=team, hidden=hidden)
    try:
        if formula:
            raise Refused("teams.roster-formula")
        name, aside = read_name(texts.get(Column.NAME, ""))
        number = _number(texts.get(Column.NUMBER, ""))
        identity, born = "", None
        if texts.get(Column.IDENTITY) or number is None:
            identity, born = read_identity(texts.get(Column.IDENTITY, ""), reading.on)
            _judge_age(born, reading)
        phone = read_phone(texts.get(Column.PHONE, ""))
        employment_class = read_class(texts.get(Column.CLASS, "")) or reading.default_class
    except Refused as refused:
        return replace(stands, refused=refused)
    joined, note = _joined(texts.get(Column.JOINED, ""), born, reading)
    return replace(
        stands,
        name=name,
        identity=identity,
        birth_year=born.year if born else None,
        number=number,
        phone=phone,
        employment_class=employment_class,
        post=read_post(texts.get(Column.POST, "")) or read_post(aside),
        joined_on=joined,
        notes=tuple(code for code in (note, "" if phone else "teams.roster-phone-missing") if code),
    )


def _number(text: str) -> int | None:
    """``M000123``: the number that our own ledgers give everybody."""
    said = compact(text).upper()
    if not said:
        return None
    if not (said.startswith("M") and said[1:].isascii() and said[1:].isdigit() and len(said) < 20):
        raise Refused("teams.roster-number-unknown", field="NUMBER")
    return int(said[1:])


def _judge_age(born: dt.date, reading: Reading) -> None:
    low, high = reading.ages
    age = age_on(reading.as_of, born)
    if age < low:
        raise Refused("teams.roster-under-age", field="IDENTITY", minimum=low, day=reading.as_of.isoformat())
    if age > high:
        raise Refused("teams.roster-over-age", field="IDENTITY", maximum=high, day=reading.as_of.isoformat())


def _joined(text: str, born: dt.date | None, reading: Reading) -> tuple[dt.date | None, str]:
    """The day of joining, or none with the reason: no date stops a row."""
    if not compact(text):
        return None, ""
    day = read_day(text)
    if day is None:
        return None, "teams.roster-joined-unclear"
    if day > reading.as_of:
        return None, "teams.roster-joined-later"
    if born is not None and age_on(day, born) < reading.ages[0]:
        return None, "teams.roster-joined-young"
    return day, ""


# --- places by the names people use ---------------------------------------------------------------------------------

_SUFFIXES = ("居民委员会", "村民委员会", "社区居委会", "居委会", "村委会", "委会")


class Gazetteer:
    """The places within reach of whoever hands the list in: (path, name, tier)."""

    def __init__(self, places: Iterable[tuple[str, str, str]]) -> None:
        self.names: dict[str, str] = {}
        self._streets: dict[str, str] = {}
        self._communities: dict[str, list[str]] = {}
        self.district = ""
        for path, name, tier in places:
            self.names[path] = name
            if tier == PlaceTier.COMMUNITY:
                self._communities.setdefault(compact(name), []).append(path)
            elif tier == PlaceTier.STREET:
                self._streets[compact(name)] = path
            else:
                self.district = path

    def street(self, text: str) -> str | None:
        """``锦川街道`` by its name, or by its name without the kind."""
        if text in self._streets:
            return self._streets[text]
        offices = [
            path for name, path in self._streets.items() if text.startswith(name)
        ]  # 锦川街道办事处, 双桥镇人民政府
        if len(offices) == 1:
            return offices[0]
        found = [path for name, path in self._streets.items() if text and name[:-1].removesuffix("街") == text]
        return found[0] if len(found) == 1 else None

    def street_in(self, text: str) -> str | None:
        """The one street whose name stands in a title."""
        found = {path for name, path in self._streets.items() if name in text}
        return found.pop() if len(found) == 1 else None

    def communities(self, text: str, street: str | None) -> list[str]:
        """Every community of that name, in the street where one is named; written with or without its kind, with or
        without its street before it (``锦川街道明德社区``)."""
        for name, path in self._streets.items():
            if text.startswith(name) and len(text) > len(name):
                text, street = text[len(name) :], street or path
        bare = next((text[: -len(end)] for end in _SUFFIXES if text.endswith(end) and len(text) > len(end)), text)
        forms = dict.fromkeys((text, bare, f"{bare}社区", f"{bare}村", bare.removesuffix("社区"), f"{bare[:-1]}社区"))
        for form in forms:
            found = [path for path in self._communities.get(form, ()) if street is None or path.startswith(street)]
            if found:
                return found
        return []

    def community_in(self, text: str, street: str | None) -> str:
        """The name of the one community that a title names, the longest of those that stand in it; else nothing."""
        names = [name for name in self._communities if name in text and self.communities(name, street)]
        longest = max(map(len, names), default=0)
        found = [name for name in names if len(name) == longest]
        return found[0] if len(found) == 1 else ""

    def communities_in(self, text: str, street: str | None) -> list[str]:
        """Communities with whose name a team's name begins, perhaps behind the street's: the longest name wins."""
        said = next((text[len(name) :] for name in self._streets if text.startswith(name)), text)
        names = sorted((name for name in self._communities if said.startswith(name)), key=len, reverse=True)
        return self.communities(names[0], street) if names else []
