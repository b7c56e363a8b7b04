"""The insurance register: papers entered, people covered, renewed, ended (CON-03)."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import F

from funding.access import Permission
from funding.commands.cover_holds import _keep
from funding.events import CoverEnded, MembersCovered, PolicyCancelled, PolicyEntered, PolicyRenewed
from funding.models import Cover, InsurancePolicy
from funding.rules import (
    CoverDraft,
    Owed,
    PolicyDraft,
    judge_covering,
    judge_ending,
    judge_policy,
    judge_renewal,
)
from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from teams.models import Membership, Place
from teams.rules import PlaceTier, Role

_DAY = dt.timedelta(days=1)
_SUBJECT = "insurance_policy"


def _entered(
    place: Place, draft: PolicyDraft, actor: Actor, at: dt.datetime, renews: InsurancePolicy | None = None
) -> InsurancePolicy:
    known = InsurancePolicy.objects.standing().filter(
        insurer=draft.insurer, number=draft.number, starts_on=draft.starts_on
    )
    if known.exists():
        raise Refused("funding.policy-known", field="number")
    return InsurancePolicy.objects.create(
        place=place,
        kind=draft.kind,
        insurer=draft.insurer,
        number=draft.number,
        payer=draft.payer,
        premium=draft.premium,
        starts_on=draft.starts_on,
        last_day=draft.last_day,
        renews=renews,
        entered_by_id=actor.person_id,
        entered_at=at,
    )


def _cover(
    policy: InsurancePolicy, member_ids: Iterable[int], since: dt.date, actor: Actor, at: dt.datetime
) -> list[int]:
    """These are covered until the policy ends; its renewal is owed from now on, and holds follow."""
    ids = sorted(member_ids)
    Cover.objects.bulk_create(
        Cover(
            policy=policy,
            member_id=pk,
            since=since,
            until=policy.last_day + _DAY,
            added_by_id=actor.person_id,
            added_at=at,
        )
        for pk in ids
    )
    if ids:
        _owe_renewal(policy, at)
        _keep(ids, at, policy.place.path)
    return ids


def _owe_renewal(policy: InsurancePolicy, at: dt.datetime, period: str = "") -> None:
    due = obligations.Due(
        subject_type=_SUBJECT,
        subject_id=policy.pk,
        due_at=start_of(policy.last_day + _DAY),
        period=period,
        path=policy.place.path,
        role=Role.GOVERNANCE,
    )
    obligations.owe(Owed.RENEW_INSURANCE, [due], at=at)


@command
def enter_policy(*, actor: Actor, place_id: int, draft: PolicyDraft, at: dt.datetime) -> InsurancePolicy:
    """A paper as it stands; whom it covers is said next. Refused: of a community, over already, entered before."""
    place = claim(Place, place_id, actor=actor, to=Permission.ENTER_POLICY)
    if place.tier == PlaceTier.COMMUNITY:
        raise Refused("funding.place-too-small", field="place")
    policy = _entered(place, judge_policy(draft, at.date()), actor, at)

    event = PolicyEntered(at=at, insurance_policy_id=policy.pk, insurance=policy.kind, last_day=policy.last_day)
    announce(event, actor=actor, path=place.path)
    return policy


def _claimed(policy_id: int, actor: Actor, to: Permission) -> InsurancePolicy:
    policy = claim(InsurancePolicy, policy_id, actor=actor, to=to, related=("place", "renews__place"))
    if policy.cancelled_at is not None:
        raise Refused("funding.policy-cancelled")
    return policy


@command
def cover_members(*, actor: Actor, policy_id: int, draft: CoverDraft, at: dt.datetime) -> InsurancePolicy:
    """Some members, or a whole team, are covered from a day on; who is covered already stays so.

    Refused: a policy that is over, a day outside it, somebody who does not serve at its place, nobody new.
    """
    policy = _claimed(policy_id, actor, Permission.COVER_MEMBERS)
    judge_covering(draft, starts_on=policy.starts_on, last_day=policy.last_day, today=at.date())
    serving = Membership.objects.on(at.date()).under(policy.place.path)
    rows = serving.filter(team=draft.team) if draft.team is not None else serving.filter(member__in=draft.members)
    wanted = set(rows.values_list("member_id", flat=True))
    if set(draft.members) - wanted:
        raise Refused("funding.not-serving-there", field="members")
    if draft.team is not None and draft.members:
        wanted &= set(draft.members)
    covered = Cover.objects.filter(policy=policy, until__gt=draft.since).counting()
    fresh = wanted - set(covered.values_list("member_id", flat=True))
    if not fresh:
        raise Refused("funding.covered-already", field="members")

    _cover(policy, fresh, draft.since, actor, at)

    event = MembersCovered(at=at, insurance_policy_id=policy.pk, people=len(fresh), since=draft.since)
    announce(event, actor=actor, path=policy.place.path)
    return policy


@command
def end_cover(*, actor: Actor, cover_id: int, until: dt.date, at: dt.datetime) -> Cover:
    """Somebody leaves the policy before it ends: ``until`` is the first day without. With the last of them nothing is
    left to renew."""
    cover = claim(Cover, cover_id, actor=actor, to=Permission.END_COVER, related=("policy__place",))
    if cover.policy.cancelled_at is not None:
        raise Refused("funding.policy-cancelled")
    judge_ending(until, since=cover.since, covered_until=cover.until)

    cover.until = until
    cover.ended_at, cover.ended_by_id = at, actor.person_id
    cover.save()
    policy = cover.policy
    if not policy.covers.filter(ended_at__isnull=True).exists():
        obligations.cancel(kind=Owed.RENEW_INSURANCE, subject_type=_SUBJECT, subject_id=policy.pk, at=at)
    _keep([cover.member_id], at, policy.place.path)

    event = CoverEnded(at=at, cover_id=cover.pk, insurance_policy_id=policy.pk, member_id=cover.member_id, until=until)
    announce(event, actor=actor, path=policy.place.path)
    return cover


@command
def renew_policy(*, actor: Actor, policy_id: int, draft: PolicyDraft, at: dt.datetime) -> InsurancePolicy:
    """The next period, as a policy of its own: whoever was covered to the end and still serves goes over.

    Refused: renewed already, cancelled, of another kind, days that overlap.
    """
    before = _claimed(policy_id, actor, Permission.RENEW_POLICY)
    if InsurancePolicy.objects.filter(renews=before).exists():
        raise Refused("funding.renewed-already")
    said = judge_policy(draft, at.date())
    judge_renewal(said, kind=before.kind, last_day=before.last_day)

    policy = _entered(before.place, said, actor, at, renews=before)
    serving = Membership.objects.on(at.date()).under(before.place.path).values("member")
    kept = Cover.objects.filter(policy=before, ended_at__isnull=True, member__in=serving)
    people = _cover(policy, kept.values_list("member_id", flat=True), policy.starts_on, actor, at)
    obligations.settle(Owed.RENEW_INSURANCE, subject_type=_SUBJECT, subject_id=before.pk, at=at)

    event = PolicyRenewed(
        at=at,
        insurance_policy_id=policy.pk,
        renewed_id=before.pk,
        people=len(people),
        last_day=policy.last_day,
    )
    announce(event, actor=actor, path=policy.place.path)
    return policy


@command
def cancel_policy(*, actor: Actor, policy_id: int, at: dt.datetime) -> InsurancePolicy:
    """Entered by mistake, or given up by the insurer: nobody is covered by it from today on, and what had not begun
    never was. Refused: cancelled already, or renewed."""
    policy = _claimed(policy_id, actor, Permission.CANCEL_POLICY)
    if InsurancePolicy.objects.filter(renews=policy).exists():
        raise Refused("funding.renewed-already")

    today = at.date()
    rows = Cover.objects.filter(policy=policy, until__gt=today)
    people = list(rows.values_list("member_id", flat=True))
    closing = {"ended_at": at, "ended_by_id": actor.person_id}
    rows.filter(since__gt=today).update(until=F("since"), **closing)
    rows.filter(since__lte=today).update(until=today, **closing)
    before, policy.renews = policy.renews, None
    policy.cancelled_at, policy.cancelled_by_id = at, actor.person_id
    policy.save()
    obligations.cancel(kind=Owed.RENEW_INSURANCE, subject_type=_SUBJECT, subject_id=policy.pk, at=at)
    if before is not None:  # what it renewed is to be renewed again
        _owe_renewal(before, at, period=f"{policy.pk}")
    _keep(people, at, policy.place.path)

    event = PolicyCancelled(at=at, insurance_policy_id=policy.pk, people=len(people))
    announce(event, actor=actor, path=policy.place.path)
    return policy
