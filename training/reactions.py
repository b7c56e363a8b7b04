"""What follows a moment after a fact, in training."""

import logging

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from teams.events import MemberEnrolled, MembershipEnded, MemberTransferred
from teams.models import Membership
from training import commands
from training.events import SessionCancelled, SessionPlanned
from training.models import Certificate, Enrolment, Session
from training.rules import Programme, RevokedWhy

logger = logging.getLogger(__name__)
_BY = Actor.system("training")


@on(MemberEnrolled)
def newcomers_are_to_be_trained(event: MemberEnrolled) -> None:
    """TRN-01: somebody owes it, and a session with room takes them in."""
    _follow(event.member_id)
    _enrol_in_the_next(event.member_id)


@on(MemberTransferred)
def transferees_go_on_where_they_are_now(event: MemberTransferred) -> None:
    """What they lack is taught there, and the people there are reminded of it and of their certificate."""
    _follow(event.member_id)
    _enrol_in_the_next(event.member_id)
    for pk in Certificate.objects.current().filter(member=event.member_id).values_list("pk", flat=True):
        try:
            commands.move_reminder(actor=_BY, certificate_id=pk, at=clock.now())
        except Refused as refused:
            logger.debug("The reminder of certificate %s stays: %s", pk, refused.code)


@on(SessionPlanned)
def whoever_lacks_it_is_enrolled(event: SessionPlanned) -> None:
    """A pre-duty session takes in those who wait for one."""
    planned = Session.objects.filter(pk=event.session_id, revision__course__programme=Programme.PRE_DUTY)
    if planned.exists():
        _enrol_lacking(event.session_id)


@on(MembershipEnded)
def whoever_has_left_has_no_certificate(event: MembershipEnded) -> None:
    """5.3: revoked with the last exit; sessions to come go on without them."""
    if Membership.objects.open().filter(member=event.member_id).exists():
        return
    for pk in Certificate.objects.current().filter(member=event.member_id).values_list("pk", flat=True):
        commands.revoke_certificate(actor=_BY, certificate_id=pk, why=RevokedWhy.EXIT, at=clock.now())
    coming = Enrolment.objects.filter(member=event.member_id, session__stage="PLANNED")
    for pk in coming.values_list("pk", flat=True):
        commands.withdraw_enrolment(actor=_BY, enrolment_id=pk, at=clock.now())
    try:
        commands.release_leaver(actor=_BY, member_id=event.member_id, at=clock.now())
    except Refused as refused:
        logger.debug("Nothing was owed of member %s: %s", event.member_id, refused.code)


@on(SessionCancelled)
def whoever_was_enrolled_is_enrolled_elsewhere(event: SessionCancelled) -> None:
    """A pre-duty session that is not held: its newcomers go into the next that has room."""
    rows = Enrolment.objects.filter(
        session=event.session_id, session__revision__course__programme=Programme.PRE_DUTY, member__isnull=False
    )
    for member_id in rows.order_by("pk").values_list("member_id", flat=True):
        _enrol_in_the_next(member_id)


def _follow(member_id: int) -> None:
    try:
        commands.follow_newcomers(actor=_BY, member_ids=[member_id], at=clock.now())
    except Refused as refused:
        logger.info("Nothing new is owed of member %s: %s", member_id, refused.code)


def _enrol_in_the_next(member_id: int) -> None:
    """The coming pre-duty sessions whose place the member serves in, the earliest first: the first with room."""
    now = clock.now()
    row = Membership.objects.on(now.date()).filter(member=member_id, main=True).select_related("team__place").first()
    if row is None:
        return
    path = row.team.place.path
    around = [path[:length] for length in (6, 9, 12) if length <= len(path)]
    coming = Session.objects.coming(now).filter(
        path__in=around, tier=row.team.tier, revision__course__programme=Programme.PRE_DUTY
    )
    for session_id in coming.order_by("starts_at").values_list("pk", flat=True)[:3]:
        _enrol_lacking(session_id)
        if Enrolment.objects.filter(session=session_id, member=member_id).exists():
            return


def _enrol_lacking(session_id: int) -> None:
    try:
        commands.enrol_lacking(actor=_BY, session_id=session_id, at=clock.now())
    except Refused as refused:
        logger.debug("Session %s takes in nobody more: %s", session_id, refused.code)
