"""Another hand confirms a session: from then on it counts. What follows for holds follows in the same act."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from patrol_ops.core import obligations
from patrol_ops.core import policy as ground
from patrol_ops.core.access import Actor
from patrol_ops.core.clock import local
from patrol_ops.core.commands import announce, claim, command
from patrol_ops.core.months import months_after
from teams import commands as teams
from teams.models import Hold, Member
from teams.rules import HoldKind
from training import policy
from training.access import Permission
from training.commands.certificates import _owe_certificates
from training.events import CertificatesReinstated, SessionConfirmed, TrainingPassed
from training.models import Certificate, Enrolment, Session
from training.reports.hours import missing_of, pre_duty_sessions, year_values
from training.rules import (
    CERTIFICATE_MOVES,
    SESSION_MOVES,
    CertificateStage,
    EnrolmentStage,
    Owed,
    Programme,
    credit,
    judge_confirming,
    pre_duty_missing,
    year_credited,
)

_BY = Actor.system("training")


@command
def confirm_session(*, actor: Actor, session_id: int, at: dt.datetime) -> Session:
    """The police that answers for the tier (TRN-09) confirms who was taught what: hours are credited, whoever has
    passed the pre-duty programme is no longer held for training, whoever made up a year's hours is reinstated."""
    session = claim(
        Session, session_id, actor=actor, to=Permission.CONFIRM_SESSION, related=("revision__course", "place")
    )
    session.stage = SESSION_MOVES.after("confirm", session.stage)
    judge_confirming(
        session.tier,
        actor.roles_over(session.path),
        completed_by=session.completed_by_id,
        trainer=session.trainer_id,
        by=actor.person_id,
    )
    values = ground.values_on(
        at.date(), session.path[:6], policy.FACTORS[session.mode], policy.PRE_DUTY_HOURS, policy.CERTIFICATE_MONTHS
    )
    passed = list(session.enrolments.select_for_update().filter(stage=EnrolmentStage.PASSED))

    session.confirmed_by_id, session.confirmed_at = actor.person_id, at
    session.save()
    obligations.settle(Owed.CONFIRM_SESSION, subject_type="session", subject_id=session.pk, at=at)
    pre_duty = session.revision is not None and session.revision.course.programme == Programme.PRE_DUTY
    suspended = {} if pre_duty else _suspended(passed)
    _credit(session, passed, values[policy.FACTORS[session.mode].key], suspended, counts=not pre_duty)

    announce(SessionConfirmed(at=at, session_id=session.pk, passed=len(passed)), actor=actor, path=session.path)
    if pre_duty:
        _pass_newcomers(session, passed, values, actor, at)
    elif suspended:
        _reinstate(session, suspended, actor, at)
    return session


def _suspended(passed: Sequence[Enrolment]) -> dict[int, Certificate]:
    """The suspended certificates of those who passed, by member, locked."""
    rows = Certificate.objects.select_for_update().filter(
        member__in=[row.member_id for row in passed if row.member_id], stage=CertificateStage.SUSPENDED
    )
    return {row.member_id: row for row in rows.order_by("pk")}


def _credit(
    session: Session, passed: Sequence[Enrolment], factor: int, suspended: Mapping[int, Certificate], *, counts: bool
) -> None:
    """TRN-07, X30: by the mode, for the year it counts for."""
    day = local(session.ends_at).date()
    short: Mapping[int, int] = {}
    grace = 0
    if counts:
        values = year_values(day.year - 1, session.path)
        grace = values[policy.GRACE_DAYS.key]
        members = [row.member_id for row in passed if row.member_id]
        holders = Certificate.objects.filter(member__in=members, stage=CertificateStage.VALID)
        since = dict(holders.values_list("member_id", "on_duty_since"))
        short = missing_of(since, day.year - 1, values)
    for row in passed:
        row.credited = credit(session.minutes if row.minutes is None else row.minutes, factor)
        certificate = suspended.get(row.member_id or 0)
        row.credit_year = year_credited(
            day,
            suspended_for=certificate.suspended_for if certificate else None,
            short_before=bool(short.get(row.member_id or 0)),
            grace_days=grace,
        )
    Enrolment.objects.bulk_update(passed, ["credited", "credit_year"])


def _pass_newcomers(
    session: Session, passed: Sequence[Enrolment], values: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> None:
    """TRN-01: whoever has all of the programme now. The hold of training ends; until a certificate is issued the hold
    of the certificate stands in its place, from the day on which the other stood or would have."""
    waiting = Hold.objects.waiting().filter(
        kind=HoldKind.TRAINING, member__in=[row.member_id for row in passed if row.member_id]
    )
    # Locked before it is added up: of two halves confirmed at once, the second confirmation sees the first.
    people = Member.objects.filter(pk__in=waiting.values("member")).order_by("pk").select_for_update()
    held = set(people.values_list("pk", flat=True))
    since = months_after(at.date(), -values[policy.CERTIFICATE_MONTHS.key])
    taught = pre_duty_sessions(held, since)
    hours = values[policy.PRE_DUTY_HOURS.key]
    ready = sorted(pk for pk in held if pre_duty_missing(taught[pk], hours=hours) == (0, ()))
    if not ready:
        return
    begun = teams.set_holds(actor=_BY, kind=HoldKind.TRAINING, begins=dict.fromkeys(ready), at=at, path=session.path)
    holders = set(Certificate.objects.current().filter(member__in=ready).values_list("member_id", flat=True))
    begins = {pk: max(at.date(), begun[pk]) for pk in ready if pk not in holders}
    if begins:
        teams.set_holds(actor=_BY, kind=HoldKind.CERTIFICATE, begins=begins, at=at, path=session.path)
    obligations.settle(Owed.TRAIN_NEWCOMER, subject_type="member", subject_id=ready, at=at)
    _owe_certificates(list(begins), at)

    event = TrainingPassed(at=at, session_id=session.pk, member_ids=tuple(ready))
    announce(event, actor=actor, path=session.path)


def _reinstate(session: Session, suspended: Mapping[int, Certificate], actor: Actor, at: dt.datetime) -> None:
    """X30: with the hours made up the certificate is good again, from today on."""
    back: list[Certificate] = []
    for year in sorted({row.suspended_for for row in suspended.values() if row.suspended_for}):
        those = {pk: row for pk, row in suspended.items() if row.suspended_for == year}
        missing = missing_of(
            {pk: row.on_duty_since for pk, row in those.items()}, year, year_values(year, session.path)
        )
        back += [row for pk, row in those.items() if not missing[pk]]
    if not back:
        return
    for row in back:
        row.stage = CERTIFICATE_MOVES.after("reinstate", row.stage)
        row.suspended_for = row.suspended_at = None
    Certificate.objects.bulk_update(back, ["stage", "suspended_for", "suspended_at"])
    ids = sorted(row.member_id for row in back)
    teams.set_holds(actor=_BY, kind=HoldKind.HOURS, begins=dict.fromkeys(ids), at=at, path=session.path)

    event = CertificatesReinstated(at=at, session_id=session.pk, member_ids=tuple(ids))
    announce(event, actor=actor, path=session.path)
