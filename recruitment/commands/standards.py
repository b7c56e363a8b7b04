"""The hiring standard of the district: proposed by the office, agreed by the police (REC-07)."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.hands import judge_other_hand
from patrol_ops.core.refusals import Refused, Stale
from recruitment.access import Permission
from recruitment.commands.owing import _within
from recruitment.events import StandardAgreed, StandardProposed
from recruitment.models import Criterion, Standard
from recruitment.rules import Owed, StandardDraft, judge_standard
from teams.models import Place
from teams.policy import APPROVAL_DAYS
from teams.rules import PlaceTier, Role


@command
def propose_standard(*, actor: Actor, place_id: int, draft: StandardDraft, at: dt.datetime) -> Standard:
    """The next version for the whole district; it holds once the sub-bureau has agreed. Only one waits at a time."""
    place = claim(Place, place_id, actor=actor, to=Permission.PROPOSE_STANDARD)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("recruitment.standard-of-district", field="place")
    judge_standard(draft)
    before = Standard.objects.of_district(place.path).order_by("-version").first()
    if before is not None and before.agreed_at is None:
        raise Refused("recruitment.standard-waits")

    standard = Standard.objects.create(
        place=place,
        version=before.version + 1 if before else 1,
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    Criterion.objects.bulk_create(
        Criterion(
            standard=standard,
            number=number,
            gate=line.gate,
            post_kind=line.post_kind or "",
            text=line.text.strip(),
        )
        for number, line in enumerate(draft.criteria, 1)
    )
    due = obligations.Due(
        subject_type="standard",
        subject_id=standard.pk,
        due_at=_within(at, APPROVAL_DAYS.on(at.date(), place.path)),
        path=place.path,
        role=Role.SUB_BUREAU,
    )
    obligations.owe(Owed.AGREE_STANDARD, [due], at=at, fresh=True)

    announce(StandardProposed(at=at, standard_id=standard.pk, version=standard.version), actor=actor, path=place.path)
    return standard


@command
def agree_standard(*, actor: Actor, standard_id: int, at: dt.datetime) -> Standard:
    """From now on campaigns are held by this version; earlier campaigns keep theirs."""
    standard = claim(Standard, standard_id, actor=actor, to=Permission.AGREE_STANDARD, related=("place",))
    if standard.agreed_at is not None:
        raise Stale
    judge_other_hand(standard.proposed_by_id, actor.person_id, "recruitment.standard-same-hand")

    standard.agreed_by_id, standard.agreed_at = actor.person_id, at
    standard.save()
    obligations.settle(Owed.AGREE_STANDARD, subject_type="standard", subject_id=standard.pk, at=at)

    event = StandardAgreed(at=at, standard_id=standard.pk, version=standard.version)
    announce(event, actor=actor, path=standard.place.path)
    return standard
