"""When a team is taken for asleep, who wakes it, and what that takes (ORG-30, ORG-31)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused


class DormancyCause(StrEnum):
    NO_MEMBERS = "NO_MEMBERS"
    NO_LEADER = "NO_LEADER"
    NO_PATROLS = "NO_PATROLS"
    NO_RECORDS = "NO_RECORDS"
    NO_FUNDS = "NO_FUNDS"
    OTHER = "OTHER"


class Watch(StrEnum):
    AWAKE = "AWAKE"
    WARN = "WARN"
    PROPOSE = "PROPOSE"


@dataclass(frozen=True)
class LifeSigns:
    """What is known of a team: active since, its last sign of duty, since when nobody serves, last kept active on."""

    active_since: dt.date
    last_sign: dt.date | None = None
    empty_since: dt.date | None = None
    kept_on: dt.date | None = None


@dataclass(frozen=True)
class RevivalPlanDraft:
    """Why it fell asleep, what is done about it, until when."""

    causes: str
    measures: str
    due_on: dt.date


def silent_since(signs: LifeSigns) -> dt.date:
    """ORG-31: the day from which it is silent: of the last sign, or from which nobody serves. A decision to keep it
    active begins the count anew."""
    since = max(signs.active_since, signs.last_sign or signs.active_since)
    if signs.empty_since is not None:
        since = min(since, max(signs.active_since, signs.empty_since))
    return max(since, signs.kept_on or since)


def watch(since: dt.date, today: dt.date, *, warn: int, dormant: int) -> Watch:
    """ORG-31: 14 and 30 days unless decided otherwise; a warning that would come later than the proposal is none."""
    days = (today - since).days
    if days >= dormant:
        return Watch.PROPOSE
    return Watch.WARN if days >= warn else Watch.AWAKE


def judge_proposed(proposed: bool, now: Watch) -> None:
    """A person confirms what the clock proposed, while it is still so."""
    if not proposed:
        raise Refused("teams.dormancy-not-proposed")
    if now is not Watch.PROPOSE:
        raise Refused("teams.awake-again")


def _text(text: str, field: str) -> str:
    said = text.strip()
    if not 2 <= len(said) <= 1000:
        raise Refused("teams.plan-text-needed", field=field)
    judge_free_text(said, field)
    return said


def judge_plan(draft: RevivalPlanDraft, today: dt.date) -> RevivalPlanDraft:
    """ORG-30: causes, measures and a day to come, without numbers of persons; the plan without blanks around it."""
    causes, measures = _text(draft.causes, "causes"), _text(draft.measures, "measures")
    if not today < draft.due_on <= today + dt.timedelta(days=366):
        raise Refused("teams.plan-day-odd", field="due_on")
    return RevivalPlanDraft(causes=causes, measures=measures, due_on=draft.due_on)


def judge_revival(*, planned: bool, serving: int) -> None:
    """A team takes up duty again by a plan and with people."""
    if not planned:
        raise Refused("teams.plan-missing")
    if not serving:
        raise Refused("teams.nobody-serves")
