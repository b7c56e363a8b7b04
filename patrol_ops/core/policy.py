"""Numbers people decide, with the day they begin: typed, bounded, nearest ancestor place wins."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from patrol_ops.core.access import Actor, Permission, Reach, covers
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import PolicyValue
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.wording import known

T = TypeVar("T", int, bool, str)


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """One number of the policy. ``unit`` is a wording code (days, hours, people); bounds are inclusive.

    With ``words`` it is a list of codes with commas, maybe empty, each worded under that prefix: ``role.``.
    """

    key: str
    default: T
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    words: str = ""

    def on(self, day: dt.date, path: str = "") -> T:
        """The value in force that day at that place."""
        return values_on(day, path, self)[self.key]  # type: ignore[no-any-return]

    def parse(self, text: str) -> T:
        """Typed and bounded, or Refused in words."""
        value: Any
        if isinstance(self.default, bool):
            if text not in {"true", "false", "on", "off", "1", "0"}:
                raise Refused("core.policy-wrong-type", field="value", default="true")
            value = text in {"true", "on", "1"}
        elif isinstance(self.default, int):
            if not re.fullmatch(r"-?[0-9]{1,9}", text.strip()):
                raise Refused("core.policy-wrong-type", field="value", default=self.default)
            value = int(text)
            low, high = self.minimum, self.maximum
            if (low is not None and value < low) or (high is not None and value > high):
                raise Refused("core.policy-out-of-bounds", field="value", minimum=low, maximum=high)
        elif self.words:
            value = ",".join(sorted({part.strip() for part in text.split(",")} - {""}))
            if not all(known(self.words + part) for part in value.split(",") if part):
                raise Refused("core.policy-unknown-choice", field="value")
        else:
            value = text.strip()
            if (
                not value.isprintable()
                or not 0 < len(value) <= 60
                or (self.pattern and not re.fullmatch(self.pattern, value))
            ):
                raise Refused("core.policy-wrong-type", field="value", default=self.default)
        return value  # type: ignore[no-any-return]


_PARAMETERS: dict[str, Parameter[Any]] = {}


def parameter(
    key: str,
    default: T,
    *,
    unit: str = "",
    minimum: int | None = None,
    maximum: int | None = None,
    pattern: str = "",
    words: str = "",
) -> Parameter[T]:
    """Declare a parameter; each key once, its default within its own bounds.

    ``pattern`` bounds a text, ``words`` a list.
    """
    if key in _PARAMETERS:
        raise ValueError(f"{key} is declared twice")
    made = Parameter(key, default, unit, minimum, maximum, pattern, words)
    made.parse(str(default).lower() if isinstance(default, bool) else str(default))
    _PARAMETERS[key] = made
    return made


def parameters() -> dict[str, Parameter[Any]]:
    return dict(_PARAMETERS)


def values_on(day: dt.date, path: str, *wanted: Parameter[Any]) -> dict[str, Any]:
    """The values of several parameters at one place, in one statement."""
    return values_by_place(day, {path}, *wanted)[path]


def values_by_place(day: dt.date, paths: Iterable[str], *wanted: Parameter[Any]) -> dict[str, dict[str, Any]]:
    """The values of several parameters at several places, in one statement."""
    around = {path: {path[:width] for width in (0, 6, 9, 12)} for path in paths}
    places = set().union(*around.values())
    rows = PolicyValue.objects.filter(path__in=places, key__in=[p.key for p in wanted], since__lte=day)
    latest: dict[tuple[str, str], Any] = {}
    for key, place, value in rows.order_by("since").values_list("key", "path", "value"):
        latest[key, place] = value
    return {path: {p.key: _nearest(latest, p, near) for p in wanted} for path, near in around.items()}


def _nearest(latest: Mapping[tuple[str, str], Any], wanted: Parameter[Any], places: set[str]) -> Any:
    decided = [place for place in places if (wanted.key, place) in latest]
    return latest[wanted.key, max(decided, key=len)] if decided else wanted.default


def values_at(day: dt.date, paths: Iterable[str], wanted: Parameter[T]) -> dict[str, T]:
    """The value of one parameter at many places, in one statement; the nearest place around each one wins."""
    latest: dict[str, T] = dict(
        PolicyValue.objects.filter(key=wanted.key, since__lte=day).order_by("since").values_list("path", "value")
    )

    def nearest(path: str) -> T:
        around = (path[:width] for width in (12, 9, 6, 0) if width <= len(path))
        return next((latest[place] for place in around if place in latest), wanted.default)

    return {path: nearest(path) for path in paths}


@dataclass(frozen=True, kw_only=True)
class PolicyValueSet(Event):
    policy_value_id: int
    key: str
    value: int | bool | str
    since: dt.date
    place: str

    subject_field = "policy_value_id"


def may_decide_at(actor: Actor, path: str) -> bool:
    """Whoever decides for a district also decides for the whole house; a post without a territory decides nothing."""
    for post, reach in actor.reaches(Permission.SET_POLICY_VALUE):
        if reach is Reach.ALL:
            return True
        if reach is Reach.TERRITORY and post.path and (covers(post.path, path) or (not path and len(post.path) <= 6)):
            return True
    return False


@command
def set_policy_value(*, actor: Actor, key: str, value: str, since: dt.date, path: str, at: dt.datetime) -> PolicyValue:
    """Decide a value from a day on. What is past stays as it was decided then."""
    if not may_decide_at(actor, path):
        raise NotPermitted
    if path and not re.fullmatch(r"[0-9]{6}([0-9]{3}([0-9]{3})?)?", path):
        raise Refused("core.malformed", field="path")
    if key not in _PARAMETERS:
        raise Refused("core.policy-unknown", field="key")
    parsed = _PARAMETERS[key].parse(value)
    if since < at.date():
        raise Refused("core.policy-in-the-past", field="since")

    row, _ = PolicyValue.objects.update_or_create(
        key=key, since=since, path=path, defaults={"value": parsed, "set_by_id": actor.person_id, "set_at": at}
    )

    event = PolicyValueSet(at=at, policy_value_id=row.pk, key=key, value=parsed, since=since, place=path)
    announce(event, actor=actor, path=path)
    return row
