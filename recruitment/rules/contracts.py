"""What is signed with whom, for how long (CON-01, CON-08, X07). Bounds are those of the Labour Contract Law."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.months import months_after
from patrol_ops.core.refusals import Refused
from teams.rules import EmploymentClass


class ContractKind(StrEnum):
    LABOUR = "LABOUR"
    PART_TIME_LABOUR = "PART_TIME_LABOUR"
    SERVICE = "SERVICE"
    VOLUNTEER = "VOLUNTEER"


# X07: what each employment class signs.
KINDS_OF: dict[EmploymentClass, tuple[ContractKind, ...]] = {
    EmploymentClass.FULL_TIME: (ContractKind.LABOUR,),
    EmploymentClass.PART_TIME: (ContractKind.PART_TIME_LABOUR, ContractKind.SERVICE),
    EmploymentClass.VOLUNTEER: (ContractKind.VOLUNTEER,),
}
# The sooner reminder of a contract that ends, in days before; the same steps for every kind (appendix B).
REMINDED_BEFORE = (60, 30, 7)


@dataclass(frozen=True)
class ContractDraft:
    """``ends_on`` and ``probation_until`` are last days; without an end it is open-ended. ``both_signed`` says that the
    member has signed, too, and ``duties_signed`` that the statement of duties is part of what was signed (CON-08)."""

    kind: ContractKind
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date | None
    probation_until: dt.date | None
    both_signed: bool
    duties_signed: bool


def longest_probation(starts_on: dt.date, ends_on: dt.date | None) -> dt.date | None:
    """The last day of the longest lawful probation, or None where there may be none.

    Labour Contract Law, article 19: none below three months, one month below a year, two below three years, else six.
    """
    if ends_on is None:
        months = 6
    else:
        after = ends_on + dt.timedelta(days=1)
        if after < months_after(starts_on, 3):
            return None
        months = 1 if after < months_after(starts_on, 12) else 2 if after < months_after(starts_on, 36) else 6
    return months_after(starts_on, months) - dt.timedelta(days=1)


def judge_contract(
    draft: ContractDraft, employment_class: EmploymentClass, *, notice_last_day: dt.date, today: dt.date
) -> None:
    """Of the kind of its class, signed by both after the notice (X52) and not ahead of time; within a month of the
    first day of work (Labour Contract Law, article 10), probation within article 19 (none part-time: article 70)."""
    if draft.kind not in KINDS_OF[employment_class]:
        raise Refused("recruitment.contract-kind", field="kind")
    if not draft.both_signed:
        raise Refused("recruitment.not-both-signed", field="both_signed")
    if not draft.duties_signed:
        raise Refused("recruitment.duties-unsigned", field="duties_signed")
    if draft.signed_on <= notice_last_day:
        raise Refused("recruitment.signed-before-notice", field="signed_on", until=notice_last_day)
    if draft.signed_on > today:
        raise Refused("recruitment.signed-in-the-future", field="signed_on")
    if not draft.signed_on <= draft.starts_on <= months_after(draft.signed_on, 1):
        raise Refused("recruitment.start-odd", field="starts_on")
    if draft.ends_on is not None and draft.ends_on <= draft.starts_on:
        raise Refused("recruitment.end-odd", field="ends_on")
    if draft.probation_until is None:
        return
    longest = longest_probation(draft.starts_on, draft.ends_on) if draft.kind is ContractKind.LABOUR else None
    if longest is None:
        raise Refused("recruitment.no-probation", field="probation_until")
    if not draft.starts_on <= draft.probation_until <= longest:
        raise Refused("recruitment.probation-too-long", field="probation_until", longest=longest)
