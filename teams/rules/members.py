"""Members, their identity, their employment and what keeps them off duty."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pypinyin import Style, lazy_pinyin

from patrol_ops.core.refusals import Refused


class EmploymentClass(StrEnum):
    """ORG-34."""

    FULL_TIME = "FULL_TIME"
    PART_TIME = "PART_TIME"
    VOLUNTEER = "VOLUNTEER"


class HoldKind(StrEnum):
    """Why somebody is off duty. Each is placed and lifted only by the act that owns it."""

    TRAINING = "TRAINING"  # before duty (TRN-01)
    CERTIFICATE = "CERTIFICATE"  # none in force: not issued yet, expired or revoked (TRN-05, TRN-06)
    HOURS = "HOURS"  # the certificate is suspended: the training of a year is missing (TRN-02, X30)
    BADGE = "BADGE"
    INSURANCE = "INSURANCE"  # no accident cover where it is a condition (CON-03)
    LEAVE = "LEAVE"
    DISCIPLINE = "DISCIPLINE"


# What a paper lacks may be passed over in an emergency; what somebody was never taught, or was decided, may not.
OVERRIDABLE = frozenset({HoldKind.CERTIFICATE, HoldKind.HOURS, HoldKind.BADGE, HoldKind.INSURANCE})


class BadgeEnd(StrEnum):
    """Why a number badge is no longer worn. Its number is never given again (EQP-01)."""

    LOST = "LOST"
    DAMAGED = "DAMAGED"
    RETURNED = "RETURNED"
    UNUSED = "UNUSED"  # allocated, but its bearer left before it was handed over


# What can be said of a badge that somebody wears.
BADGE_ENDS = (BadgeEnd.RETURNED, BadgeEnd.LOST, BadgeEnd.DAMAGED)


class LeavingKind(StrEnum):
    """Why a membership ended."""

    RESIGNED = "RESIGNED"
    CONTRACT_EXPIRED = "CONTRACT_EXPIRED"
    RELEASED = "RELEASED"
    DISMISSED = "DISMISSED"
    RETIRED = "RETIRED"
    DECEASED = "DECEASED"
    TRANSFERRED = "TRANSFERRED"
    CLASS_CHANGED = "CLASS_CHANGED"


# What a person leaves for; a transfer and a change of class end a row only to begin the next one.
EXITS = tuple(kind for kind in LeavingKind if kind not in {LeavingKind.TRANSFERRED, LeavingKind.CLASS_CHANGED})


class LeaveKind(StrEnum):
    """What a leave is for: a kind and never a word more, so that nobody's health stands anywhere."""

    PERSONAL = "PERSONAL"
    FAMILY = "FAMILY"
    SICK = "SICK"
    STUDY = "STUDY"
    OTHER = "OTHER"


@dataclass(frozen=True)
class MemberDraft:
    """A newcomer. ``identity`` is checked and kept as a blind index; the number only where there is a contract."""

    name: str
    phone: str
    identity: str
    employment_class: EmploymentClass
    legacy: bool = False


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af·•.A-Za-z ]{1,40}")


def judge_person_name(text: str) -> str:
    """A person's name, without blanks around it."""
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise Refused("teams.person-name-invalid", field="name")
    return name


def normalise_identity(text: str) -> str:
    """Without blanks, full-width digits made plain, x made X."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "").upper()


def judge_identity(text: str, today: dt.date) -> tuple[str, dt.date]:
    """The number and the birth date in it; Refused unless it fits GB 11643 (check digit and a real date).

    The area code is not judged: codes come and go, and true numbers carry codes of their year of issue.
    """
    number = normalise_identity(text)
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise Refused("teams.identity-invalid", field="identity")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    if "10X98765432"[total % 11] != number[17]:
        raise Refused("teams.identity-invalid", field="identity")
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Refused("teams.identity-invalid", field="identity") from None
    if born.year < 1900 or born > today:
        raise Refused("teams.identity-invalid", field="identity")
    return number, born


def judge_enrolment(
    draft: MemberDraft, born: dt.date, since: dt.date, *, allowed: frozenset[EmploymentClass], ages: tuple[int, int]
) -> None:
    """ORG-27, ORG-34, age gates as policy."""
    judge_person_name(draft.name)
    if draft.employment_class not in allowed:
        raise Refused("teams.class-not-of-form", field="employment_class")
    low, high = ages
    if not low <= age_on(since, born) <= high:
        raise Refused("teams.age-out-of-bounds", field="identity", minimum=low, maximum=high)


def age_on(day: dt.date, born: dt.date) -> int:
    """Full years on ``day``. Who was born on 29 February is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def joined_on(since: dt.date, legacy: bool, said: dt.date | None) -> dt.date | None:
    """The day of joining as ledgers say it: of whoever came in with a legacy team the day that the old list gave, also
    under a contract since; without one, none, as the day of coming in says nothing of the years before."""
    return said or (None if legacy else since)


def judge_leaving(since: dt.date, until: dt.date, today: dt.date) -> None:
    """``until`` is the first day out of the team: not before the first day in it, not in the future."""
    if not since <= until <= today:
        raise Refused("teams.leaving-date-odd", field="until")


def judge_return(out: dt.date | None, since: dt.date) -> None:
    """Whoever comes back begins on the day on which they were ``out`` or later: nobody serves one day twice."""
    if out is not None and since < out:
        raise Refused("teams.returned-before-leaving", field="since")


def pinyin_of(name: str) -> str:
    """李伟 → liwei."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")[:120]


def initials_of(name: str) -> str:
    """李伟 → lw."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")[:40]


def next_badge_number(path: str, last: str | None) -> str:
    """The next number of a street's series (nine digits of the territory, then five); never one used before."""
    following = int(last[9:]) + 1 if last else 1
    if following > 99_999:
        raise Refused("teams.badge-series-full")
    return f"{path[:9].ljust(9, '0')}{following:05d}"


def transition_ends(entered: dt.date, days: int) -> dt.date:
    """X50: the day on which the holds of somebody from a legacy team begin, counted from the day they came in."""
    return entered + dt.timedelta(days=days)


def standing(kinds: Iterable[str]) -> str:
    """What the open holds say of a serving member; not a second truth to keep in step (house §3)."""
    held = set(kinds)
    if HoldKind.DISCIPLINE in held:
        return "SUSPENDED"
    if HoldKind.TRAINING in held or HoldKind.BADGE in held:
        return "TRAINEE"
    if held & {HoldKind.CERTIFICATE, HoldKind.HOURS, HoldKind.INSURANCE}:
        return "OFF_DUTY"
    if HoldKind.LEAVE in held:
        return "ON_LEAVE"
    return "ACTIVE"
