"""Duty statements (ORG-44): published as versions, owed to whoever holds the post, acknowledged."""

import datetime as dt

from patrol_ops.core import obligations
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import start_of
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import reports
from teams.access import Permission
from teams.events import DutyStatementAcknowledged, DutyStatementOwed, DutyStatementPublished
from teams.models import Acknowledgement, DutyStatement, Member, Place, Team
from teams.policy import STATEMENT_DAYS
from teams.rules import (
    Owed,
    PlaceTier,
    Role,
    StatementDraft,
    judge_acknowledgement,
    judge_paper_signature,
    judge_statement,
)


@command
def publish_duty_statement(*, actor: Actor, place_id: int, draft: StatementDraft, at: dt.datetime) -> DutyStatement:
    """A version for the whole district from today; everybody of the post with a login owes to acknowledge it."""
    place = claim(Place, place_id, actor=actor, to=Permission.PUBLISH_DUTY_STATEMENT)
    if place.tier != PlaceTier.DISTRICT:
        raise Refused("teams.statement-of-the-district", field="place")
    before = DutyStatement.objects.of_district(place.path).in_force(at.date()).filter(role=draft.role).first()
    draft = judge_statement(draft, _said(before) if before else None)
    if before is not None and before.since == at.date():
        raise Refused("teams.statement-published-today")

    statement = DutyStatement.objects.create(
        place=place,
        role=draft.role,
        clear_duty=draft.clear_duty,
        clear_task=draft.clear_task,
        complementary=draft.complementary,
        since=at.date(),
        published_by_id=actor.person_id,
        published_at=at,
    )
    earlier = DutyStatement.objects.earlier_than(statement).values_list("pk", flat=True)
    obligations.cancel(kind=Owed.ACKNOWLEDGE_DUTY_STATEMENT, period__in=[str(pk) for pk in earlier], at=at)
    people = reports.signers(place.path, Role(draft.role), at.date())
    dues = [_due(statement, person, at) for person in people]
    owed = obligations.owe(Owed.ACKNOWLEDGE_DUTY_STATEMENT, dues, at=at, fresh=True)

    event = DutyStatementPublished(at=at, statement_id=statement.pk, role=draft.role, owed=owed)
    announce(event, actor=actor, path=place.path)
    return statement


def _said(row: DutyStatement) -> StatementDraft:
    return StatementDraft(
        role=Role(row.role), clear_duty=row.clear_duty, clear_task=row.clear_task, complementary=row.complementary
    )


def _due(statement: DutyStatement, person: reports.Signer, at: dt.datetime) -> obligations.Due:
    days = STATEMENT_DAYS.on(at.date(), statement.place.path)
    return obligations.Due(
        subject_type="member",
        subject_id=person.member_id,
        period=str(statement.pk),
        team_id=person.team_id,
        path=person.path,
        user_id=person.user_id,
        due_at=start_of(at.date() + dt.timedelta(days=days + 1)),
    )


@command
def owe_duty_statement(*, actor: Actor, member_id: int, at: dt.datetime) -> Member:
    """A login opened, a post begun or ended: what the member has to acknowledge now, and nothing else."""
    member = claim(Member, member_id, actor=actor, to=Permission.OWE_DUTY_STATEMENT)
    post = reports.signer(member.pk, at.date())
    statement = reports.statement_for(post, at.date()) if post else None
    waiting = {"kind": Owed.ACKNOWLEDGE_DUTY_STATEMENT, "subject_type": "member", "subject_id": member.pk}
    now = str(statement.pk) if statement else ""
    gone = [period for period in reports.statements_owed(member.pk) if period != now]
    done = statement is None or _knows(member, statement)

    cancelled = obligations.cancel(**waiting, period__in=gone, at=at) if gone else 0
    owed = 0
    if post is not None and post.user_id is not None and statement is not None and not done:
        owed = obligations.owe(Owed.ACKNOWLEDGE_DUTY_STATEMENT, [_due(statement, post, at)], at=at)
    if not owed and not cancelled:
        raise Refused("teams.nothing-to-acknowledge")

    event = DutyStatementOwed(at=at, member_id=member.pk, owed=owed, cancelled=cancelled)
    announce(event, actor=actor, team_id=post.team_id if post else None, path=post.path if post else "")
    return member


@command
def acknowledge_duty_statement(*, actor: Actor, statement_id: int, at: dt.datetime) -> Acknowledgement:
    """The member has read the version in force for the own post."""
    if actor.member_id is None:
        raise NotPermitted
    member = claim(Member, actor.member_id, actor=actor, to=Permission.ACKNOWLEDGE_DUTY_STATEMENT)
    post, statement = _duty(member, at.date())
    judge_acknowledgement(statement_id, statement.pk, _knows(member, statement))

    return _acknowledged(actor, member, post, statement, at.date(), False, at)


def _duty(member: Member, day: dt.date) -> tuple[reports.Signer, DutyStatement]:
    """The member's post and the version in force for it; Refused where there is none."""
    post = reports.signer(member.pk, day)
    statement = reports.statement_for(post, day) if post else None
    if post is None or statement is None:
        raise Refused("teams.nothing-to-acknowledge")
    return post, statement


def _knows(member: Member, statement: DutyStatement) -> bool:
    return Acknowledgement.objects.filter(statement=statement, member=member).exists()


@command
def record_paper_signature(
    *, actor: Actor, team_id: int, member_id: int, signed_on: dt.date, at: dt.datetime
) -> Acknowledgement:
    """The leader records that a member without a login signed the version in force on paper; the date is all."""
    team = claim(Team, team_id, actor=actor, to=Permission.RECORD_PAPER_SIGNATURE)
    member = (
        Member.objects.serving_in(team.pk, at.date())
        .select_related("user")
        .select_for_update(of=("self",))
        .filter(pk=member_id)
        .first()
    )
    if member is None:
        raise Refused("teams.member-not-serving", field="member")
    post, statement = _duty(member, at.date())
    judge_acknowledgement(statement.pk, statement.pk, _knows(member, statement))
    has_login = member.user is not None and member.user.is_active
    judge_paper_signature(signed_on, statement.since, at.date(), has_login)

    return _acknowledged(actor, member, post, statement, signed_on, True, at)


@command
def record_contract_signature(
    *, actor: Actor, member_id: int, statement_id: int, signed_on: dt.date, at: dt.datetime
) -> Acknowledgement:
    """CON-08: the duties were signed as part of a contract, before anything else is signed; also by who has a login."""
    member = claim(Member, member_id, actor=actor, to=Permission.RECORD_CONTRACT_SIGNATURE)
    post, statement = _duty(member, at.date())
    judge_acknowledgement(statement_id, statement.pk, _knows(member, statement))

    return _acknowledged(actor, member, post, statement, signed_on, True, at)


def _acknowledged(
    actor: Actor,
    member: Member,
    post: reports.Signer,
    statement: DutyStatement,
    day: dt.date,
    on_paper: bool,
    at: dt.datetime,
) -> Acknowledgement:
    row = Acknowledgement.objects.create(
        statement=statement,
        member=member,
        acknowledged_on=day,
        on_paper=on_paper,
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )
    obligations.settle(Owed.ACKNOWLEDGE_DUTY_STATEMENT, subject_type="member", subject_id=member.pk, at=at)
    event = DutyStatementAcknowledged(
        at=at, statement_id=statement.pk, member_id=member.pk, team_id=post.team_id, on_paper=on_paper
    )
    announce(event, actor=actor, path=post.path)
    return row
