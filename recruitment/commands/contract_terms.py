"""What becomes of a contract: renewed, probation ended, ended (CON-01). That it has run out keeps nobody off duty."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import Refused
from recruitment.access import Permission
from recruitment.commands.owing import _end_of
from recruitment.events import ContractDutiesDropped, ContractEnded, ContractRenewed, ProbationEnded
from recruitment.models import Contract, ContractEnd, ContractTerm, ProbationEnd
from recruitment.rules import (
    ContractEndDraft,
    EndReason,
    Owed,
    RenewalDraft,
    judge_contract_end,
    judge_contract_renewal,
    judge_probation_end,
)
from teams.models import Membership
from teams.rules import Role

_SUBJECT = "contract"


def _first_term(contract: Contract) -> ContractTerm:
    """What was signed at first."""
    return ContractTerm.objects.create(
        contract=contract,
        number=1,
        signed_on=contract.signed_on,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        signed_by_id=contract.signed_by_id,
        signed_at=contract.signed_at,
    )


def _owe_ends(contract: Contract, path: str, at: dt.datetime) -> None:
    """The ends of probation and contract are owed from the first day, so that nobody forgets them (CON-01)."""
    if contract.probation_until is not None:
        due = _due(contract, path, contract.probation_until)
        obligations.owe(Owed.END_PROBATION, [due], at=at, fresh=True)
    _owe_renewal(contract, path, at)


def _owe_renewal(contract: Contract, path: str, at: dt.datetime, period: str = "") -> None:
    if contract.ends_on is not None:
        due = _due(contract, path, contract.ends_on, period)
        obligations.owe(Owed.RENEW_CONTRACT, [due], at=at, fresh=True)


def _due(contract: Contract, path: str, last_day: dt.date, period: str = "") -> obligations.Due:
    return obligations.Due(
        subject_type=_SUBJECT,
        subject_id=contract.pk,
        due_at=_end_of(last_day),
        period=period,
        team_id=contract.team_id,
        path=path,
        role=Role.GOVERNANCE,
    )


def _claimed(contract_id: int, actor: Actor, to: Permission) -> Contract:
    contract = claim(Contract, contract_id, actor=actor, to=to, related=("team__place",))
    if ContractEnd.objects.filter(contract=contract).exists():
        raise Refused("recruitment.contract-over")
    return contract


@command
def renew_contract(*, actor: Actor, contract_id: int, draft: RenewalDraft, at: dt.datetime) -> Contract:
    """The office signs the next term for the employer; the end of that one is owed in turn.

    Refused: ended, open-ended already, no longer than now, a third fixed term that the member did not ask for.
    """
    contract = _claimed(contract_id, actor, Permission.RENEW_CONTRACT)
    known = ContractTerm.objects.filter(contract=contract)
    numbers = list(known.order_by("number").values_list("number", "starts_on"))
    judge_contract_renewal(
        draft,
        kind=contract.kind,
        fixed_terms=len(numbers),
        starts_on=numbers[-1][1],
        ends_on=contract.ends_on,
        today=at.date(),
    )

    assert contract.ends_on is not None  # judged: what is open-ended is not renewed
    number = numbers[-1][0] + 1
    ContractTerm.objects.create(
        contract=contract,
        number=number,
        signed_on=draft.signed_on,
        starts_on=contract.ends_on + dt.timedelta(days=1),
        ends_on=draft.ends_on,
        asked_fixed=draft.asked_fixed,
        signed_by_id=actor.person_id,
        signed_at=at,
    )
    contract.ends_on = draft.ends_on
    contract.save(update_fields=["ends_on"])
    obligations.settle(Owed.RENEW_CONTRACT, subject_type=_SUBJECT, subject_id=contract.pk, at=at)
    _owe_renewal(contract, contract.team.place.path, at, period=f"{number}")

    event = ContractRenewed(
        at=at,
        contract_id=contract.pk,
        member_id=contract.member_id,
        team_id=contract.team_id,
        number=number,
        last_day=draft.ends_on,
    )
    announce(event, actor=actor, path=contract.team.place.path)
    return contract


@command
def end_probation(*, actor: Actor, contract_id: int, at: dt.datetime) -> Contract:
    """The member has passed the probation, on its last day or before."""
    contract = _claimed(contract_id, actor, Permission.END_PROBATION)
    confirmed = ProbationEnd.objects.filter(contract=contract).exists()
    judge_probation_end(contract.probation_until, confirmed=confirmed)

    ProbationEnd.objects.create(
        contract=contract, confirmed_on=at.date(), confirmed_by_id=actor.person_id, confirmed_at=at
    )
    obligations.settle(Owed.END_PROBATION, subject_type=_SUBJECT, subject_id=contract.pk, at=at)

    event = ProbationEnded(at=at, contract_id=contract.pk, member_id=contract.member_id, team_id=contract.team_id)
    announce(event, actor=actor, path=contract.team.place.path)
    return contract


@command
def end_contract(*, actor: Actor, contract_id: int, draft: ContractEndDraft, at: dt.datetime) -> Contract:
    """The contract ends on a day, for a reason that is a kind. It ends no membership: that is the police's act.

    Refused: ended already, a day outside it.
    """
    contract = _claimed(contract_id, actor, Permission.END_CONTRACT)
    judge_contract_end(draft, starts_on=contract.starts_on, ends_on=contract.ends_on, today=at.date())

    ContractEnd.objects.create(
        contract=contract, last_day=draft.last_day, reason=draft.reason, ended_by_id=actor.person_id, ended_at=at
    )
    contract.ends_on = draft.last_day
    contract.save(update_fields=["ends_on"])
    if draft.reason is EndReason.EXPIRED:  # not to renew was what there was to decide
        obligations.settle(Owed.RENEW_CONTRACT, subject_type=_SUBJECT, subject_id=contract.pk, at=at)
    _cancel(contract.pk, at)

    event = ContractEnded(
        at=at,
        contract_id=contract.pk,
        member_id=contract.member_id,
        team_id=contract.team_id,
        last_day=draft.last_day,
        why=draft.reason,
    )
    announce(event, actor=actor, path=contract.team.place.path)
    return contract


def _cancel(contract_id: int, at: dt.datetime) -> int:
    kinds = (Owed.END_PROBATION, Owed.RENEW_CONTRACT)
    return obligations.cancel(kind__in=kinds, subject_type=_SUBJECT, subject_id=contract_id, at=at)


@command
def drop_contract_duties(*, actor: Actor, contract_id: int, at: dt.datetime) -> Contract:
    """Whoever has left is neither renewed nor put on probation any longer. The contract itself the office ends.

    Refused: still serving, nothing open.
    """
    contract = claim(Contract, contract_id, actor=actor, to=Permission.DROP_CONTRACT_DUTIES, related=("team__place",))
    if Membership.objects.open().filter(member=contract.member_id, team=contract.team_id).exists():
        raise Refused("recruitment.still-serving")
    if not _cancel(contract.pk, at):
        raise Refused("recruitment.nothing-due")

    event = ContractDutiesDropped(
        at=at, contract_id=contract.pk, member_id=contract.member_id, team_id=contract.team_id
    )
    announce(event, actor=actor, path=contract.team.place.path)
    return contract
