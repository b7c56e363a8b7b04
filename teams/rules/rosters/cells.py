"""What an office typed, as what it means: people's names, numbers, days, words for kinds of service.

Every reader gives the value, or refuses with what is wrong and what to do; none of them guesses.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from patrol_ops.core.refusals import Refused
from teams.rules.members import EmploymentClass, judge_identity, judge_person_name

Cell = str | float | bool | dt.date | None

_BLANKS = re.compile(r"\s+")
_EPOCH = dt.date(1899, 12, 30)  # day 0 of a workbook's calendar
_FIRST_SERIAL, _LAST_SERIAL = 14_000, 80_000  # 1938 to 2119: no year and no month is that large
_FIRST_DAY = dt.date(1930, 1, 1)


def text_of(cell: Cell) -> str:
    """A cell as it is staged: whole numbers without a point, days as ``2013-01-06``.

    A number cell shows 2015.10 and 2015.1 alike: what may be either month gets a question mark.
    """
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float | int):
        if float(cell).is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        said = repr(float(cell))
        return f"{said}?" if re.fullmatch(r"(?:19|20)\d\d\.1", said) else said
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else cell.strip()


def plain(text: str) -> str:
    """Full-width marks made plain, invisible ones and the quote that keeps a number a text gone."""
    said = unicodedata.normalize("NFKC", text)
    return re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", said).strip().lstrip("'‘’`").strip()


def compact(text: str) -> str:
    return _BLANKS.sub("", plain(text))


# --- people ---------------------------------------------------------------------------------------------------------

_ASIDE = re.compile(r"\(([^()]*)\)?$")


def read_name(text: str) -> tuple[str, str]:
    """The name, and what stands in brackets behind it (``王明(队长)``). Blanks inside a Chinese name are layout."""
    said = plain(text)
    aside = _ASIDE.search(said)
    bare = said[: aside.start()] if aside else said
    name = _BLANKS.sub("", bare) if re.search(r"[\u3400-\u9fff]", bare) else _BLANKS.sub(" ", bare)
    if not name:
        raise Refused("teams.roster-name-missing", field="NAME")
    try:
        return judge_person_name(name), compact(aside.group(1)) if aside else ""
    except Refused:
        raise Refused("teams.roster-name-odd", field="NAME") from None


def looks_like_identity(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{16}[0-9X]", _identity(text))) or _has_lost_digits(text)


def _identity(text: str) -> str:
    return re.sub(r"[\s\-‐–—_.]", "", plain(text)).upper()


def _has_lost_digits(text: str) -> bool:
    """A number of 18 digits that went through a number cell: only its first fifteen are left."""
    return bool(re.fullmatch(r"\d(?:\.\d+)?[eE]\+?1[67]", plain(text).replace(" ", "")))


def read_identity(text: str, today: dt.date) -> tuple[str, dt.date]:
    """The number and the birth date in it (GB 11643), or why it is none."""
    number = _identity(text)
    if not number:
        raise Refused("teams.roster-identity-missing", field="IDENTITY")
    if _has_lost_digits(text):
        raise Refused("teams.roster-identity-digits-lost", field="IDENTITY")
    if re.fullmatch(r"[1-9]\d{14}", number):
        raise Refused("teams.roster-identity-old", field="IDENTITY")
    if len(number) != 18:
        raise Refused("teams.roster-identity-length", field="IDENTITY", length=len(number))
    try:
        return judge_identity(number, today)
    except Refused:
        raise Refused("teams.roster-identity-wrong", field="IDENTITY") from None


def looks_like_phone(text: str) -> bool:
    return bool(re.fullmatch(r"1[3-9]\d{9}", _mobiles(text)[0]))


def _mobiles(text: str) -> list[str]:
    parts = [re.sub(r"[\s\-‐–—()]", "", part) for part in re.split(r"[/、,;,;]", plain(text))]
    return [re.sub(r"^(?:\+|00)?86(?=1)", "", part) for part in parts if part] or [""]


def read_phone(text: str) -> str:
    """The 11 digits of the first mobile number; empty where none is given."""
    numbers = _mobiles(text)
    if numbers == [""]:
        return ""
    for number in numbers:
        if re.fullmatch(r"1[3-9]\d{9}", number):
            return number
    raise Refused("teams.roster-phone-wrong", field="PHONE")


# --- words ----------------------------------------------------------------------------------------------------------

# Half a profession is no profession: part-time words first.
_CLASSES = (
    (EmploymentClass.PART_TIME, re.compile(r"半专业|半脱产|兼|临时|小时工|PART")),
    (EmploymentClass.VOLUNTEER, re.compile(r"义务|志愿|自愿|VOLUNT")),
    (EmploymentClass.FULL_TIME, re.compile(r"专职|全职|专业|聘|合同|正式|在编|脱产|FULL")),
)


def read_class(text: str) -> EmploymentClass | None:
    """ORG-34 in the words of the offices; None where nothing is said."""
    said = compact(text).upper()
    if not said:
        return None
    for employment_class, pattern in _CLASSES:
        if pattern.search(said):
            return employment_class
    raise Refused("teams.roster-class-unknown", field="CLASS")


def read_post(text: str) -> str:
    """``LEADER``, ``DEPUTY`` or nothing: every other word is an ordinary member's."""
    said = compact(text)
    if re.search(r"副(?:[大中分小]?队长|队|组长)|队副", said):
        return "DEPUTY"
    return "LEADER" if re.search(r"队长|负责人", said) else ""


# --- days -----------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:\s.*)?")
_RUN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?")


def read_day(text: str) -> dt.date | None:
    """A day; the first of the month where only the month is given. None where nothing certain is said.

    ``41803`` is a day as workbooks count; ``2015`` and ``2015.1`` out of a number cell are no certain month.
    """
    said = plain(text)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", said) and _FIRST_SERIAL <= float(said) <= _LAST_SERIAL:
        return _EPOCH + dt.timedelta(days=int(float(said)))
    match = _DAY.fullmatch(said) or _RUN.fullmatch(said)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        found = dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return found if found >= _FIRST_DAY else None


_REPORTED = re.compile(
    r"(?:填报|填表|填写|统计|截止|截至|上报|制表|编制|更新|报送)[^\d]{0,6}((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)"
)
_TAIL = re.compile(r"(?:截止|截至)?\(?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)\)?")


def read_report_day(text: str) -> dt.date | None:
    """The day a list was made, as its title or foot says: ``填报日期:2026年6月30日``."""
    said = compact(text)
    if len(said) > 80:
        return None
    match = _REPORTED.search(said) or _TAIL.fullmatch(said)
    return read_day(match.group(1)) if match else None
