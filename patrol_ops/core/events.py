"""What happened, as a frozen value: past tense, ids and plain values, never names or texts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar

_KINDS: dict[str, type[Event]] = {}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all announcements. ``subject_field`` names the field with the id the journal files it under."""

    at: dt.datetime

    kind: ClassVar[str] = ""
    subject_field: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        parts = cls.__module__.removeprefix("patrol_ops.").split(".")
        app = parts[0]
        cls.kind = f"{app}.{_snake(cls.__name__)}"
        known = _KINDS.setdefault(cls.kind, cls)
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"{cls.kind} is announced by two classes")
        _KINDS[cls.kind] = cls

    @property
    def subject(self) -> tuple[str, int | None]:
        """What kind of thing it is about, and its id: ``("patrol_log", 7)``."""
        if not self.subject_field:
            return "", None
        return self.subject_field.removesuffix("_id"), getattr(self, self.subject_field)

    def facts(self) -> dict[str, Any]:
        """Everything but the moment, as JSON can hold it."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "at"}

    @staticmethod
    def revive(kind: str, facts: dict[str, Any], at: dt.datetime) -> Event:
        """The event as it was announced; fields that newer code added take their defaults."""
        cls = _KINDS[kind]
        values: dict[str, Any] = {}
        for f in fields(cls):
            if f.name in facts:
                values[f.name] = _typed(facts[f.name], str(f.type))
        return cls(at=at, **values)


def kinds() -> dict[str, type[Event]]:
    return dict(_KINDS)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any, annotation: str) -> Any:
    names = set(re.findall(r"\w+", annotation.replace("datetime.", "").replace("dt.", "")))
    if isinstance(value, list):
        inner = " ".join(names - {"tuple", "frozenset"})
        items = [_typed(item, inner) for item in value]
        return frozenset(items) if "frozenset" in names else tuple(items)
    if isinstance(value, str):
        for name, kind in (("datetime", dt.datetime), ("date", dt.date), ("time", dt.time)):
            if name in names:
                return kind.fromisoformat(value)
    return value
