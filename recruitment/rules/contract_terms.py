"""What becomes of a contract afterwards: the next term, the end of probation, the end (CON-01)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.months import months_after
from patrol_ops.core.refusals import Refused
from recruitment.rules.contracts import ContractKind

# Labour Contract Law, article 14: after two fixed terms in a row the next is open-ended, unless the member asks.
FIXED_TERMS = 2
# How far ahead the end of an open-ended contract may be agreed, in months.
ENDS_WITHIN = 3


class EndReason(StrEnum):
    """Why a contract is over: a kind and never a word more."""

    EXPIRED = "EXPIRED"  # not renewed
    RESIGNED = "RESIGNED"
    AGREED = "AGREED"
    RELEASED = "RELEASED"
    LEFT = "LEFT"  # the member has left the teams already


@dataclass(frozen=True)
class RenewalDraft:
    """The next term, from the day after the present last one. ``ends_on`` is its last day; without one it is
    open-ended. ``asked_fixed``: the member asked for a fixed term where the law would give an open one."""

    signed_on: dt.date
    ends_on: dt.date | None
    asked_fixed: bool
    both_signed: bool


@dataclass(frozen=True)
class ContractEndDraft:
    last_day: dt.date
    reason: EndReason


def needs_asking(kind: str, fixed_terms: int) -> bool:
    """Whether a further fixed term is lawful only at the member's wish."""
    return kind == ContractKind.LABOUR and fixed_terms >= FIXED_TERMS


def judge_contract_renewal(
    draft: RenewalDraft, *, kind: str, fixed_terms: int, starts_on: dt.date, ends_on: dt.date | None, today: dt.date
) -> None:
    """Signed by both, not ahead of time, longer than now; there is no new probation (article 19: once only)."""
    if ends_on is None:
        raise Refused("recruitment.open-ended-already")
    if not draft.both_signed:
        raise Refused("recruitment.not-both-signed", field="both_signed")
    if draft.signed_on > today:
        raise Refused("recruitment.signed-in-the-future", field="signed_on")
    if draft.signed_on < starts_on:
        raise Refused("recruitment.renewal-before-it", field="signed_on", day=starts_on)
    if draft.ends_on is None:
        return
    if draft.ends_on <= ends_on:
        raise Refused("recruitment.renewal-not-longer", field="ends_on", day=ends_on)
    if needs_asking(kind, fixed_terms) and not draft.asked_fixed:
        raise Refused("recruitment.open-ended-due", field="asked_fixed")


def judge_probation_end(probation_until: dt.date | None, *, confirmed: bool) -> None:
    if probation_until is None:
        raise Refused("recruitment.probation-none")
    if confirmed:
        raise Refused("recruitment.probation-ended")


def judge_contract_end(draft: ContractEndDraft, *, starts_on: dt.date, ends_on: dt.date | None, today: dt.date) -> None:
    """Not before it began, not after it would end by itself; what simply expires ends on its own last day."""
    latest = ends_on or months_after(today, ENDS_WITHIN)
    if not starts_on <= draft.last_day <= latest:
        raise Refused("recruitment.contract-end-odd", field="last_day", first=starts_on, last=latest)
    if draft.reason is EndReason.EXPIRED and draft.last_day != ends_on:
        raise Refused("recruitment.expires-on-its-day", field="last_day")
