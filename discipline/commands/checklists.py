"""Checklists by version: the office proposes, its head agrees; from then on visits use it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max

from discipline.access import Permission
from discipline.events import ChecklistAgreed, ChecklistProposed, ChecklistRetired
from discipline.models import Checklist, ChecklistRevision
from discipline.rules import ChecklistDraft, Owed, judge_checklist
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused
from teams.models import Place
from teams.policy import APPROVAL_DAYS
from teams.rules import PlaceTier, Role


@command
def propose_checklist(
    *, actor: Actor, place_id: int, draft: ChecklistDraft, at: dt.datetime, checklist_id: int | None = None
) -> ChecklistRevision:
    """A new checklist of the district, or the next version of one; what waits already is replaced."""
    place = claim(Place, place_id, actor=actor, to=Permission.PROPOSE_CHECKLIST)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("discipline.of-the-district", field="place")
    judge_checklist(draft)
    if checklist_id is None:
        checklist = Checklist.objects.create(place=place, kind=draft.kind)
    else:
        checklist = claim(Checklist, checklist_id, actor=actor, to=Permission.PROPOSE_CHECKLIST)
        if checklist.retired_at is not None or checklist.place_id != place.pk:
            raise Refused("discipline.checklist-unknown", field="checklist_id")
        if checklist.kind != draft.kind:
            raise Refused("discipline.kind-fixed", field="kind")

    waiting = checklist.revisions.filter(agreed_at__isnull=True).first()
    last = checklist.revisions.filter(agreed_at__isnull=False).aggregate(v=Max("version"))["v"] or 0
    revision: ChecklistRevision = waiting or ChecklistRevision(checklist=checklist)
    revision.version = last + 1
    revision.title = draft.title.strip()
    revision.items = [{"text": item.text.strip(), "points": item.points} for item in draft.items]
    revision.asks_insignia, revision.asks_documents = draft.asks_insignia, draft.asks_documents
    revision.min_interviews, revision.min_sites = draft.min_interviews, draft.min_sites
    revision.proposed_by_id, revision.proposed_at = actor.person_id, at
    revision.save()
    due = obligations.Due(
        subject_type="checklist",
        subject_id=checklist.pk,
        due_at=start_of(add_working_days(at.date(), APPROVAL_DAYS.on(at.date(), place.path)) + dt.timedelta(days=1)),
        period=f"v{revision.version}",
        path=place.path,
        role=Role.GOVERNANCE_HEAD,
    )
    obligations.owe(Owed.AGREE_CHECKLIST, [due], at=at)

    event = ChecklistProposed(at=at, checklist_id=checklist.pk, version=revision.version)
    announce(event, actor=actor, path=place.path)
    return revision


@command
def agree_checklist(*, actor: Actor, checklist_id: int, at: dt.datetime) -> ChecklistRevision:
    """Another hand than the one that proposed it: the version that waits is in force."""
    checklist = claim(Checklist, checklist_id, actor=actor, to=Permission.AGREE_CHECKLIST, related=("place",))
    revision: ChecklistRevision | None = checklist.revisions.select_for_update().filter(agreed_at__isnull=True).first()
    if revision is None or checklist.retired_at is not None:
        raise Refused("discipline.nothing-waits")
    judge_other_hand(revision.proposed_by_id, actor.person_id, "discipline.agreed-by-proposer")

    revision.agreed_by_id, revision.agreed_at = actor.person_id, at
    revision.save()
    obligations.settle(Owed.AGREE_CHECKLIST, subject_type="checklist", subject_id=checklist.pk, at=at)

    event = ChecklistAgreed(at=at, checklist_id=checklist.pk, version=revision.version)
    announce(event, actor=actor, path=checklist.place.path)
    return revision


@command
def retire_checklist(*, actor: Actor, checklist_id: int, at: dt.datetime) -> Checklist:
    """Nothing new is planned with it; what was recorded keeps it."""
    checklist = claim(Checklist, checklist_id, actor=actor, to=Permission.PROPOSE_CHECKLIST, related=("place",))
    if checklist.retired_at is not None:
        raise Refused("discipline.checklist-unknown")

    checklist.retired_at, checklist.retired_by_id = at, actor.person_id
    checklist.save()
    obligations.cancel(at=at, kind=Owed.AGREE_CHECKLIST, subject_type="checklist", subject_id=checklist.pk)

    announce(ChecklistRetired(at=at, checklist_id=checklist.pk), actor=actor, path=checklist.place.path)
    return checklist
