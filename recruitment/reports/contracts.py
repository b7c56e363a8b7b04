"""What was signed with whom, until when, and who may read the scan of it (CON-01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from patrol_ops.core.access import Actor
from patrol_ops.core.models import StoredFile
from patrol_ops.core.privacy import masked
from recruitment.access import Permission
from recruitment.models import Applicant, Contract
from recruitment.reports.vetting import due_by
from recruitment.rules import REMINDED_BEFORE, Owed, Stage, needs_asking
from teams.access import Permission as Teams
from teams.models import Member


def may_read_scan(actor: Actor, contract_id: int) -> bool:
    """The reader of stored files of a contract."""
    return Contract.objects.visible_to(actor, Permission.READ_CONTRACT_SCAN).filter(pk=contract_id).exists()


def contracts_shown_to(actor: Actor) -> QuerySet[Any]:
    """Contracts within reach, those that end soonest first, open-ended ones last."""
    readable = Member.objects.visible_to(actor, Teams.VIEW_MEMBER).filter(pk=OuterRef("member"))
    rows: QuerySet[Any] = Contract.objects.visible_to(actor, Permission.VIEW_CONTRACT)
    along = ("member", "team__place", "applicant", "signed_by", "ending__ended_by", "probation_end__confirmed_by")
    rows = rows.select_related(*along).annotate(readable=Exists(readable))
    soonest: QuerySet[Any] = rows.order_by(F("ends_on").asc(nulls_last=True), "pk")
    return soonest


@dataclass(frozen=True)
class ContractLine:
    """A contract in a list. ``state``: whether it runs, ends soon or has ended; ``kind`` is a wording code."""

    contract_id: int
    member_id: int
    name: str
    team: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None
    probation_until: dt.date | None
    state: str


def contract_lines(rows: Iterable[Any], today: dt.date) -> list[ContractLine]:
    """For rows of ``contracts_shown_to``: no statement."""
    return [_line(row, today) for row in rows]


def _line(row: Any, today: dt.date) -> ContractLine:
    return ContractLine(
        contract_id=row.pk,
        member_id=row.member_id,
        name=row.member.name if row.readable else masked(row.member.name),
        team=row.team.name,
        kind=f"contract-kind.{row.kind}",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        probation_until=row.probation_until if row.probation_until and row.probation_until >= today else None,
        state=f"contract-state.{_state(row, today)}",
    )


def _state(row: Any, today: dt.date) -> str:
    if row.ends_on is None:
        return "open"
    if row.ends_on < today:
        return "ended"
    return "soon" if row.ends_on <= today + dt.timedelta(days=REMINDED_BEFORE[0]) else "running"


@dataclass(frozen=True)
class ContractFile:
    """One contract with all its dates; ``scans`` are keys of stored files, for whoever may read them."""

    line: ContractLine
    case_number: str
    employment_class: str
    signed_on: dt.date
    probation_until: dt.date | None
    notice_last_day: dt.date
    scans: tuple[str, ...]
    history: tuple[dict[str, Any], ...]
    terms: tuple[Any, ...] = ()
    confirmed_on: dt.date | None = None
    end_reason: str = ""  # a wording code, once it was ended
    asks_for_fixed: bool = False  # whether a further fixed term is the member's to ask for


def contract_file(actor: Actor, row: Any, today: dt.date) -> ContractFile:
    """For a row of ``contracts_shown_to``: three statements."""
    scans: tuple[str, ...] = ()
    if may_read_scan(actor, row.pk):
        files = StoredFile.objects.filter(subject_type="contract", subject_id=row.pk).order_by("pk")
        scans = tuple(files.values_list("key", flat=True))
    who = row.signed_by.name if row.signed_by else ""
    steps: list[dict[str, Any]] = [
        {"at": row.signed_at, "who": who, "what": "recruitment.contract_signed", "note": ""},
    ]
    if row.applicant.onboarded_at is not None:
        steps.append({"at": row.applicant.onboarded_at, "who": "", "what": "applicant-move.onboard", "note": ""})
    terms = tuple(row.terms.select_related("signed_by").order_by("number"))
    ending, passed = getattr(row, "ending", None), getattr(row, "probation_end", None)
    acts = [(term.signed_at, term.signed_by, "recruitment.contract_renewed") for term in terms if term.number > 1]
    if passed is not None:
        acts.append((passed.confirmed_at, passed.confirmed_by, "recruitment.probation_ended"))
    if ending is not None:
        acts.append((ending.ended_at, ending.ended_by, "recruitment.contract_ended"))
    steps += [{"at": at, "who": by.name if by else "", "what": what, "note": ""} for at, by, what in acts]
    steps.sort(key=lambda step: step["at"])
    return ContractFile(
        line=_line(row, today),
        case_number=row.applicant.case_number,
        employment_class=f"class.{row.employment_class}",
        signed_on=row.signed_on,
        probation_until=row.probation_until,
        notice_last_day=row.notice_last_day,
        scans=scans,
        history=tuple(steps),
        terms=terms,
        confirmed_on=passed.confirmed_on if passed else None,
        end_reason=f"contract-end.{ending.reason}" if ending else "",
        asks_for_fixed=needs_asking(row.kind, len(terms)),
    )


def contracts_for(actor: Actor, to: Permission) -> QuerySet[Any]:
    """Contracts on which this actor may act, and which have not been ended."""
    shown = contracts_shown_to(actor)
    return shown.filter(pk__in=Contract.objects.visible_to(actor, to).values("pk"), ending__isnull=True)


# --- before there is one --------------------------------------------------------------------------------------------


def offers(actor: Actor) -> QuerySet[Any]:
    """Recruits with whom this actor may sign."""
    rows = Applicant.objects.visible_to(actor, Permission.SIGN_CONTRACT).select_related("post__team", "notice")
    found: QuerySet[Any] = rows.annotate(due_at=due_by(Owed.SIGN_CONTRACT, "applicant"))
    return found


@dataclass(frozen=True)
class RecruitLine:
    """A recruit on the way: masked, for which post, how far."""

    applicant_id: int
    case_number: str
    name: str
    post: str
    team: str
    stage: str
    due_at: dt.datetime | None


def recruit_line(row: Any) -> RecruitLine:
    return RecruitLine(
        applicant_id=row.pk,
        case_number=row.case_number,
        name=masked(row.name),
        post=f"post-kind.{row.post.kind}",
        team=row.post.team.name,
        stage=f"applicant-stage.{row.stage}",
        due_at=getattr(row, "due_at", None),
    )


# From the police to the first day of duty.
ON_THE_WAY = (
    Stage.POLICE_REVIEW,
    Stage.FACTS_NEEDED,
    Stage.PROPOSED,
    Stage.ON_NOTICE,
    Stage.HELD,
    Stage.CLEARED,
    Stage.OFFERED,
    Stage.CONTRACTED,
)


def recruits_of(actor: Actor, team_id: int) -> list[RecruitLine]:
    """Who is on the way to that team, as far as the reader may know: one statement."""
    rows: QuerySet[Any] = Applicant.objects.visible_to(actor, Permission.VIEW_APPLICANT_MASKED).at(*ON_THE_WAY)
    rows = rows.filter(post__team=team_id, forgotten_at__isnull=True).select_related("post__team")
    return [recruit_line(row) for row in rows.order_by("case_number")]
