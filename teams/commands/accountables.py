"""Who answers for a body by name (ORG-16): named, followed by another, ended."""

import datetime as dt

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.access import Permission
from teams.events import AccountableEnded, AccountableNamed
from teams.models import Unit, UnitPost
from teams.rules import AccountableDraft, AccountableKind, judge_accountable, judge_accountable_end, judge_succession


@command
def name_accountable(*, actor: Actor, unit_id: int, draft: AccountableDraft, at: dt.datetime) -> UnitPost:
    """Somebody answers for the body from a day on; whoever did before is kept with the last day."""
    unit = claim(Unit, unit_id, actor=actor, to=Permission.NAME_ACCOUNTABLE, related=("place",))
    draft = judge_accountable(draft, at.date())
    held = UnitPost.objects.open().filter(unit=unit, kind=draft.kind).first()
    judge_succession(draft, _said(held) if held else None)

    if held is not None:
        held.until, held.ended_at, held.ended_by_id = draft.since, at, actor.person_id
        held.save()
    row = UnitPost.objects.create(
        unit=unit,
        kind=draft.kind,
        name=draft.name,
        title=draft.title,
        since=draft.since,
        named_by_id=actor.person_id,
        named_at=at,
    )

    event = AccountableNamed(at=at, accountable_id=row.pk, unit_id=unit.pk, post=draft.kind)
    announce(event, actor=actor, path=unit.place.path)
    return row


def _said(row: UnitPost) -> AccountableDraft:
    return AccountableDraft(kind=AccountableKind(row.kind), name=row.name, title=row.title, since=row.since)


@command
def end_accountable(*, actor: Actor, accountable_id: int, until: dt.date, at: dt.datetime) -> UnitPost:
    """Nobody follows yet: the post stands empty from ``until`` on, and is flagged."""
    row = claim(UnitPost, accountable_id, actor=actor, to=Permission.NAME_ACCOUNTABLE, related=("unit__place",))
    if row.ended_at is not None:
        raise Refused("teams.accountable-ended-already")
    judge_accountable_end(row.since, until, at.date())

    row.until, row.ended_at, row.ended_by_id = until, at, actor.person_id
    row.save()

    event = AccountableEnded(at=at, accountable_id=row.pk, unit_id=row.unit_id, until=until)
    announce(event, actor=actor, path=row.unit.place.path)
    return row
