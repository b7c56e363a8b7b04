"""The rules in force: each number with its bounds, since when, who decided it, and what it was before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from patrol_ops.core.access import Actor
from patrol_ops.core.models import PolicyValue
from patrol_ops.core.policy import Parameter, may_decide_at, parameters
from patrol_ops.core.wording import known, say
from patrol_ops.office.reports.territory import Territory

# Read for the whole house and never for a place: sign-in happens before anybody knows where one belongs.
EVERYWHERE = frozenset({"login.slip_hours", "login.session_days", "token.max_days", "totp.required_roles"})
_GROUPS = {
    "strength": "strength",
    "age": "members",
    "legacy": "members",
    "approval": "members",
    "duty_statement": "members",
    "concurrent": "members",
    "insurance": "members",
    "ledger": "strength",
    "ten_household": "strength",
    "log": "logs",
    "rectification": "entries",
    **dict.fromkeys(
        ("notice", "application", "screening", "objection", "contract", "vetting", "recruitment", "retention"),
        "recruiting",
    ),
    "login": "system",
    "token": "system",
    "totp": "system",
    "photos": "system",
    "outside": "outside",
}
_ELSEWHERE = {"log.incident_days": "entries"}
_ORDER = ("strength", "members", "recruiting", "logs", "entries", "outside", "system", "other")


@dataclass(frozen=True)
class Decision:
    """A value that was decided: from when on, where, by whom."""

    value: str
    since: dt.date
    path: str
    by: str
    decided_at: dt.datetime


@dataclass(frozen=True)
class Rule:
    """A parameter as people read it. ``decision`` is what is in force; None is the default."""

    key: str
    name: str
    why: str
    unit: str
    value: str
    default: str
    bounds: str
    decision: Decision | None
    ahead: tuple[Decision, ...]
    history: tuple[Decision, ...]


@dataclass(frozen=True)
class Group:
    name: str
    rules: tuple[Rule, ...]


def spoken(parameter: Parameter[Any], value: Any) -> str:
    """A value with its unit, as people say it."""
    if isinstance(value, bool):
        return say("office.yes" if value else "office.no")
    if parameter.words:
        return _("、").join(say(parameter.words + code) for code in value.split(",") if code) or say("office.none")
    unit = say(parameter.unit) if parameter.unit else ""
    return f"{value} {unit}".strip()


def rules_at(path: str, day: dt.date) -> list[Group]:
    """Every parameter at a place on a day: one statement."""
    around = {path[:width] for width in (0, 6, 9, 12)}
    rows = PolicyValue.objects.filter(path__in=around).order_by("since", "pk").select_related("set_by")
    decided: dict[str, list[PolicyValue]] = {}
    for row in rows:
        if row.key not in EVERYWHERE or not row.path:
            decided.setdefault(row.key, []).append(row)
    grouped: dict[str, list[Rule]] = {}
    for key, parameter in parameters().items():
        group = _ELSEWHERE.get(key) or _GROUPS.get(key.split(".")[0], "other")
        grouped.setdefault(group, []).append(_rule(parameter, decided.get(key, []), day))
    return [Group(say(f"policy-group.{name}"), tuple(grouped[name])) for name in _ORDER if name in grouped]


def _rule(parameter: Parameter[Any], rows: list[PolicyValue], day: dt.date) -> Rule:
    begun = [row for row in rows if row.since <= day]
    current = max(begun, key=lambda row: (len(row.path), row.since), default=None)
    why = f"policy-why.{parameter.key}"
    return Rule(
        key=parameter.key,
        name=say(f"policy.{parameter.key}"),
        why=say(why) if known(why) else "",
        unit=say(parameter.unit) if parameter.unit else "",
        value=spoken(parameter, current.value if current else parameter.default),
        default=spoken(parameter, parameter.default),
        bounds=f"{parameter.minimum}–{parameter.maximum}" if parameter.minimum is not None else "",
        decision=_decision(parameter, current) if current else None,
        ahead=tuple(_decision(parameter, row) for row in rows if row.since > day),
        history=tuple(_decision(parameter, row) for row in reversed(begun) if row is not current),
    )


def _decision(parameter: Parameter[Any], row: PolicyValue) -> Decision:
    return Decision(
        value=spoken(parameter, row.value),
        since=row.since,
        path=row.path,
        by=row.set_by.name if row.set_by else "",
        decided_at=row.set_at,
    )


def deciding_places(actor: Actor, territory: Territory, key: str) -> list[str]:
    """Where this actor may decide it: district and streets; the whole house for what is read nowhere else."""
    if key in EVERYWHERE:
        return [""] if may_decide_at(actor, "") else []
    return [s.path for s in territory.spots if len(s.path) <= 9 and may_decide_at(actor, s.path)]
