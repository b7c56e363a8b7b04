"""Procedure cards are written by the office (DUT-10)."""

import datetime as dt

from django.db import IntegrityError, transaction

from duty.access import Permission
from duty.events import ProcedureCardWritten
from duty.models import ProcedureCard
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command
from patrol_ops.core.refusals import NotPermitted, Refused, Stale


@command
def write_procedure_card(
    *, actor: Actor, title: str, steps: str, never: str, position: int, at: dt.datetime
) -> ProcedureCard:
    """A new card, or the next version of the one with this title."""
    if not actor.may(Permission.WRITE_PROCEDURE_CARD):
        raise NotPermitted
    title, steps, never = title.strip(), steps.strip(), never.strip()
    for name, text, most in (("title", title, 60), ("steps", steps, 2000), ("never", never, 1000)):
        if not 2 <= len(text) <= most:
            raise Refused("duty.card-text-needed", field=name, most=most)
    if not 0 <= position <= 99:
        raise Refused("duty.number-odd", field="position", most=99)

    card = ProcedureCard.objects.select_for_update().filter(title=title).first()
    card = card or ProcedureCard(title=title, version=0)
    card.steps, card.never, card.position = steps, never, position
    card.version += 1
    card.written_by_id, card.written_at = actor.person_id, at
    try:
        with transaction.atomic():
            card.save()
    except IntegrityError:  # somebody else wrote a first card of this title a moment ago
        raise Stale from None

    path = next((post.path[:6] for post, _ in actor.reaches(Permission.WRITE_PROCEDURE_CARD)), "")
    announce(ProcedureCardWritten(at=at, procedure_card_id=card.pk, version=card.version), actor=actor, path=path)
    return card
