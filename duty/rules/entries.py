"""What each kind of entry must say, and which are followed up (LOG-07)."""

import datetime as dt

from duty.rules.drafts import EntryDraft, EntryKind, HelpKind, Severity, Sighted, ToldTo
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import Refused

# What a kind may say; whatever stands elsewhere is refused, so that an observation never describes anybody (DUT-08).
FIELDS_OF: dict[EntryKind, frozenset[str]] = {
    EntryKind.HAZARD: frozenset({"at", "place", "category", "text", "told_to", "told_at", "due_on", "outcome"}),
    EntryKind.INCIDENT: frozenset(
        {"at", "place", "text", "told_to", "told_at", "reference", "contained_at", "protected_at", "due_on", "outcome"}
    ),
    EntryKind.ACT_STOPPED: frozenset({"at", "place", "text", "told_to", "told_at", "reference", "outcome"}),
    EntryKind.OBSERVATION: frozenset({"at", "place", "category", "told_to", "told_at", "reference"}),
    EntryKind.PUBLICITY: frozenset({"at", "place", "topic", "material", "count"}),
    EntryKind.MOBILISATION: frozenset({"at", "place", "topic", "count", "hours"}),
    EntryKind.HELP: frozenset({"category", "count", "text"}),
}
NEEDED: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.HAZARD: ("place", "category", "text"),
    EntryKind.INCIDENT: ("at", "place", "text", "told_to", "told_at"),
    EntryKind.ACT_STOPPED: ("at", "place", "text", "told_to", "told_at"),
    EntryKind.OBSERVATION: ("at", "place", "category", "told_to", "told_at"),
    EntryKind.PUBLICITY: ("place", "topic", "count"),
    EntryKind.MOBILISATION: ("topic", "count"),
    EntryKind.HELP: ("category", "count"),
}
CATEGORIES: dict[EntryKind, frozenset[str]] = {
    EntryKind.HAZARD: frozenset(Severity),
    EntryKind.OBSERVATION: frozenset(Sighted),
    EntryKind.HELP: frozenset(HelpKind),
}
POLICE = frozenset({ToldTo.EMERGENCY_CENTRE, ToldTo.POLICE_ROOM, ToldTo.POLICE_STATION})
TO_POLICE = frozenset({EntryKind.INCIDENT, EntryKind.ACT_STOPPED, EntryKind.OBSERVATION})
# These stay open until somebody writes down the outcome; the others are done with being written down.
FOLLOWED_UP = frozenset({EntryKind.HAZARD, EntryKind.INCIDENT})
_LENGTHS = {"place": 80, "text": 500, "topic": 80, "material": 80, "reference": 40, "outcome": 300}


def judge_entry(draft: EntryDraft, row: str) -> None:
    """DUT-02 to DUT-08: all the kind needs, nothing it must not say, no personal data. ``row`` names the form row."""
    allowed = FIELDS_OF[draft.kind]
    for name in EntryDraft.__dataclass_fields__:
        value = getattr(draft, name)
        if name == "kind" or value in (None, "", 0):
            continue
        if name not in allowed:
            raise Refused("duty.entry-says-too-much", field=f"{row}-{name}", kind=f"entry.{draft.kind}")
    for name in NEEDED[draft.kind]:
        value = getattr(draft, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise Refused("duty.entry-incomplete", field=f"{row}-{name}", kind=f"entry.{draft.kind}")
    for name, length in _LENGTHS.items():
        text = getattr(draft, name)
        if len(text) > length:
            raise Refused("duty.text-too-long", field=f"{row}-{name}", length=length)
        judge_free_text(text, f"{row}-{name}")
    if draft.kind in CATEGORIES and draft.category not in CATEGORIES[draft.kind]:
        raise Refused("duty.category-unknown", field=f"{row}-category")
    for name, most in (("count", 100_000), ("hours", 10_000)):
        number = getattr(draft, name)
        if number is not None and not 0 <= number <= most:
            raise Refused("duty.number-odd", field=f"{row}-{name}", most=most)
    if draft.kind in TO_POLICE and draft.told_to not in POLICE:
        raise Refused("duty.tell-the-police", field=f"{row}-told_to")
    if (draft.told_to is None) != (draft.told_at is None):
        raise Refused("duty.told-when-and-whom", field=f"{row}-told_at")


def due_of(draft: EntryDraft, day: dt.date, row: str, *, days: dict[str, int], incident_days: int) -> dt.date | None:
    """Until when an open entry is to be followed up; hazards by severity (policy rectification.hazard_*)."""
    if draft.kind not in FOLLOWED_UP or draft.outcome.strip():
        return None
    default = day + dt.timedelta(days=days[draft.category] if draft.kind is EntryKind.HAZARD else incident_days)
    if draft.due_on is None:
        return default
    if not day <= draft.due_on <= default:
        raise Refused("duty.due-date-odd", field=f"{row}-due_on", latest=default.isoformat())
    return draft.due_on


def judge_outcome(outcome: str) -> str:
    """What came of it, in a few words without personal data."""
    outcome = outcome.strip()
    if not 2 <= len(outcome) <= 300:
        raise Refused("duty.outcome-needed", field="outcome")
    judge_free_text(outcome, "outcome")
    return outcome
