"""The equipment standard of the district: proposed by the office, agreed by the police (EQP-07)."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.calendar import add_working_days
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused, Stale
from teams.access import Permission
from teams.events import EquipmentStandardAgreed, EquipmentStandardProposed
from teams.models import EquipmentLine, EquipmentStandard, Place
from teams.policy import APPROVAL_DAYS
from teams.rules import Owed, PlaceTier, Role
from teams.rules.equipment_needs import EquipmentStandardDraft, judge_equipment_standard


@command
def propose_equipment_standard(
    *, actor: Actor, place_id: int, draft: EquipmentStandardDraft, at: dt.datetime
) -> EquipmentStandard:
    """The next version for the whole district; it holds once the sub-bureau has agreed. Only one waits at a time."""
    place = claim(Place, place_id, actor=actor, to=Permission.PROPOSE_EQUIPMENT_STANDARD)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("teams.standard-of-district", field="place")
    judge_equipment_standard(draft)
    before = EquipmentStandard.objects.of_district(place.path).order_by("-version").first()
    if before is not None and before.agreed_at is None:
        raise Refused("teams.standard-waits")

    standard = EquipmentStandard.objects.create(
        place=place,
        version=before.version + 1 if before else 1,
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    EquipmentLine.objects.bulk_create(
        EquipmentLine(
            standard=standard,
            tier=line.tier or "",
            form=line.form or "",
            kind=line.kind,
            per=line.per,
            number=line.number,
        )
        for line in draft.lines
    )
    due = obligations.Due(
        subject_type="equipment_standard",
        subject_id=standard.pk,
        due_at=start_of(add_working_days(at.date(), APPROVAL_DAYS.on(at.date(), place.path)) + dt.timedelta(days=1)),
        path=place.path,
        role=Role.SUB_BUREAU,
    )
    obligations.owe(Owed.AGREE_EQUIPMENT_STANDARD, [due], at=at, fresh=True)

    event = EquipmentStandardProposed(at=at, equipment_standard_id=standard.pk, version=standard.version)
    announce(event, actor=actor, path=place.path)
    return standard


@command
def agree_equipment_standard(*, actor: Actor, equipment_standard_id: int, at: dt.datetime) -> EquipmentStandard:
    """From now on what every team needs is counted by this version."""
    to = Permission.AGREE_EQUIPMENT_STANDARD
    standard = claim(EquipmentStandard, equipment_standard_id, actor=actor, to=to, related=("place",))
    if standard.agreed_at is not None:
        raise Stale
    judge_other_hand(standard.proposed_by_id, actor.person_id, "teams.standard-same-hand")

    standard.agreed_by_id, standard.agreed_at = actor.person_id, at
    standard.save()
    kind = Owed.AGREE_EQUIPMENT_STANDARD
    obligations.settle(kind, subject_type="equipment_standard", subject_id=standard.pk, at=at)

    event = EquipmentStandardAgreed(at=at, equipment_standard_id=standard.pk, version=standard.version)
    announce(event, actor=actor, path=standard.place.path)
    return standard
