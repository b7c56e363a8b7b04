"""From a cleared recruit to a member: offer, contract, onboarding (REC-12, REC-15, CON-01, CON-08, X07)."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from patrol_ops.core import files, obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from recruitment import policy
from recruitment.access import Permission
from recruitment.commands.applying import _own
from recruitment.commands.contract_terms import _first_term, _owe_ends
from recruitment.commands.owing import _drop, _within
from recruitment.events import ApplicantOnboarded, ContractSigned, OfferDeclined, PostOffered
from recruitment.models import Applicant, Contract, PublicNotice
from recruitment.rules import (
    MOVES,
    ContractDraft,
    NoticeStage,
    Owed,
    judge_contract,
    judge_notice_over,
    judge_still_suitable,
)
from teams import commands as teams
from teams.models import Acknowledgement, DutyStatement, Hold, Membership, NumberBadge, Team
from teams.reports.statements import signer, statement_for
from teams.rules import EmploymentClass, HoldKind, MemberDraft, Role

_OF_THE_CASE = ("campaign__place", "post__team__place", "notice")
# The office's act carries what the lower floor does for it; nobody enrols by hand.
_BY = Actor.system("sign-contract")


@command
def offer_post(*, actor: Actor, applicant_id: int, at: dt.datetime) -> Applicant:
    """The cleared recruit is offered the post and reads it under the own link; the contract is owed by the office."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.OFFER_POST, related=_OF_THE_CASE)
    applicant.stage = MOVES.after("offer", applicant.stage)
    judge_still_suitable(applicant.suitable_until, at.date())

    applicant.offered_by_id, applicant.offered_at = actor.person_id, at
    applicant.save()
    path = applicant.post.team.place.path
    due = obligations.Due(
        subject_type="applicant",
        subject_id=applicant.pk,
        due_at=_within(at, policy.CONTRACT_DAYS.on(at.date(), path)),
        path=applicant.campaign.place.path,
        role=Role.GOVERNANCE,
    )
    obligations.owe(Owed.SIGN_CONTRACT, [due], at=at)

    event = PostOffered(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def decline_offer(*, actor: Actor, secret: str, at: dt.datetime) -> Applicant:
    """The applicant does not take the post; the place is free for the reserve."""
    applicant = _own(secret, actor)
    applicant.stage = MOVES.after("decline", applicant.stage)

    applicant.over_at = at
    applicant.save()
    _drop([applicant.pk], at)

    event = OfferDeclined(at=at, applicant_id=applicant.pk, campaign_id=applicant.campaign_id)
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant


@command
def sign_contract(
    *,
    actor: Actor,
    applicant_id: int,
    draft: ContractDraft,
    at: dt.datetime,
    scan: UploadedFile[Any] | IO[bytes] | None = None,
) -> Contract:
    """The office signs for the employer: only now, and only after a closed notice, the recruit is a member, a trainee
    with a number and with the holds of training and badge. The signed duties are part of it.

    Refused: no offer, a notice that is not closed, a verdict that has lapsed, no statement of duties in force, days
    that the law does not allow, a team at its strength.
    """
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.SIGN_CONTRACT, related=_OF_THE_CASE)
    applicant.stage = MOVES.after("contract", applicant.stage)
    notice: PublicNotice | None = applicant.notice
    if notice is None or notice.stage != NoticeStage.CLOSED or notice.last_day is None:
        raise Refused("recruitment.unheld")
    judge_notice_over(notice.last_day, at.date())
    judge_still_suitable(applicant.suitable_until, at.date())
    team = Team.objects.select_for_update(of=("self",)).select_related("place").get(pk=applicant.post.team_id)
    employment_class = EmploymentClass(applicant.post.employment_class)
    judge_contract(draft, employment_class, notice_last_day=notice.last_day, today=at.date())

    member_id = _take_in(applicant, team, employment_class, min(draft.starts_on, at.date()), at)
    applicant.member_id = member_id
    applicant.save()
    statement = _duties_signed(member_id, draft.signed_on, at)
    contract = Contract.objects.create(
        applicant=applicant,
        member_id=member_id,
        team=team,
        employment_class=employment_class,
        kind=draft.kind,
        statement=statement,
        notice_last_day=notice.last_day,
        signed_on=draft.signed_on,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        probation_until=draft.probation_until,
        signed_by_id=actor.person_id,
        signed_at=at,
    )
    if scan is not None:
        files.store(scan, "contract", contract.pk, actor, at, title=applicant.case_number, path=team.place.path)
    _drop([applicant.pk], at)
    obligations.settle(Owed.SIGN_CONTRACT, subject_type="applicant", subject_id=applicant.pk, at=at)
    _first_term(contract)
    _owe_ends(contract, team.place.path, at)

    event = ContractSigned(
        at=at,
        contract_id=contract.pk,
        applicant_id=applicant.pk,
        member_id=member_id,
        team_id=team.pk,
        contract_kind=draft.kind,
        transfer=applicant.transfer,
    )
    announce(event, actor=actor, path=team.place.path)
    return contract


def _take_in(
    applicant: Applicant, team: Team, employment_class: EmploymentClass, since: dt.date, at: dt.datetime
) -> int:
    """The member behind the contract: enrolled, or, who serves already, taken under it; with a number."""
    serving = Membership.objects.open().filter(member__identity_index=applicant.identity_index)
    row = serving.order_by("-main", "pk").first()
    comes_from_outside = row is None or not serving.filter(team=team).exists()
    if comes_from_outside and Membership.objects.on(at.date()).filter(team=team).count() >= team.authorised:
        raise Refused("recruitment.over-strength", team=team.name)
    if row is not None:
        teams.regularise_member(
            actor=_BY,
            member_id=row.member_id,
            team_id=team.pk,
            employment_class=employment_class,
            identity=applicant.identity,
            at=at,
        )
        member_id = row.member_id
    else:
        person = MemberDraft(
            name=applicant.name,
            phone=applicant.phone,
            identity=applicant.identity,
            employment_class=employment_class,
        )
        member_id = teams.enrol_member(actor=_BY, team_id=team.pk, draft=person, at=at, since=since).pk
    if not NumberBadge.objects.current().filter(member=member_id).exists():
        teams.allocate_badge(actor=_BY, team_id=team.pk, member_id=member_id, at=at)
    return int(member_id)


def _duties_signed(member_id: int, signed_on: dt.date, at: dt.datetime) -> DutyStatement:
    """CON-08, CON-10: the duties of the post and the limits of its authority, signed with the contract unless they were
    signed before."""
    post = signer(member_id, at.date())
    statement = statement_for(post, at.date()) if post else None
    if statement is None:
        raise Refused("recruitment.no-statement")
    if not Acknowledgement.objects.filter(statement=statement, member=member_id).exists():
        teams.record_contract_signature(
            actor=_BY, member_id=member_id, statement_id=statement.pk, signed_on=signed_on, at=at
        )
    return statement


@command
def onboard_applicant(*, actor: Actor, applicant_id: int, at: dt.datetime) -> Applicant:
    """REC-15: notice, contract, training with its certificate, and badge; the last of them makes the recruit ready."""
    applicant = claim(Applicant, applicant_id, actor=actor, to=Permission.ONBOARD_APPLICANT, related=_OF_THE_CASE)
    applicant.stage = MOVES.after("onboard", applicant.stage)
    holds = Hold.objects.filter(member=applicant.member_id)
    waiting = holds.waiting().filter(kind__in=(HoldKind.TRAINING, HoldKind.BADGE))
    uncertified = holds.on(at.date()).filter(kind=HoldKind.CERTIFICATE)
    if waiting.exists() or uncertified.exists():
        raise Refused("recruitment.not-fit-yet")

    applicant.onboarded_at = at
    applicant.save()

    assert applicant.member_id is not None
    event = ApplicantOnboarded(
        at=at, applicant_id=applicant.pk, member_id=applicant.member_id, campaign_id=applicant.campaign_id
    )
    announce(event, actor=actor, team_id=applicant.post.team_id, path=applicant.campaign.place.path)
    return applicant
