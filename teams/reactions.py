"""Who asked is told how it was decided; whose post changes is told its duty."""

import logging

from django.urls import reverse

from patrol_ops.core import clock, notices
from patrol_ops.core.access import Actor
from patrol_ops.core.outbox import on
from patrol_ops.core.refusals import Refused
from teams import commands
from teams.events import (
    AppointmentEnded,
    LeaderApproved,
    LeaderDeclined,
    LoginOpened,
    MembershipEnded,
    ReorganisationApproved,
    ReorganisationCancelled,
    ReorganisationFailed,
    RosterBroughtIn,
    TeamActivated,
    TeamReturned,
)
from teams.models import Appointment, Member, Reorganisation, Roster, Team

logger = logging.getLogger(__name__)


@on(TeamActivated)
def tell_who_submitted_that_it_stands(event: TeamActivated) -> None:
    _tell_submitter(event, "teams.notice-team-activated")


@on(TeamReturned)
def tell_who_submitted_to_mend(event: TeamReturned) -> None:
    _tell_submitter(event, "teams.notice-team-returned")


@on(LeaderApproved)
def tell_who_proposed_that_it_is_approved(event: LeaderApproved) -> None:
    _tell_proposer(event, "teams.notice-leader-approved")


@on(LeaderDeclined)
def tell_who_proposed_that_it_is_declined(event: LeaderDeclined) -> None:
    _tell_proposer(event, "teams.notice-leader-declined")


@on(ReorganisationApproved)
def tell_who_ordered_that_it_is_approved(event: ReorganisationApproved) -> None:
    _tell_orderer(event, "teams.notice-reorganisation-approved", {"day": event.effective_on.isoformat()})


@on(ReorganisationCancelled)
def tell_who_ordered_that_it_is_cancelled(event: ReorganisationCancelled) -> None:
    _tell_orderer(event, "teams.notice-reorganisation-cancelled", {})


@on(ReorganisationFailed)
def tell_who_ordered_that_it_no_longer_fits(event: ReorganisationFailed) -> None:
    _tell_orderer(event, "teams.notice-reorganisation-failed", {"why": event.code})


def _tell_orderer(
    event: ReorganisationApproved | ReorganisationCancelled | ReorganisationFailed, template: str, facts: dict[str, str]
) -> None:
    ordered_by = Reorganisation.objects.values_list("ordered_by_id", flat=True).get(pk=event.reorganisation_id)
    url = reverse("teams:show-reorganisation", args=[event.reorganisation_id])
    notices.post(to=[ordered_by] if ordered_by else [], template=template, facts=facts, at=event.at, url=url)


def _tell_submitter(event: TeamActivated | TeamReturned, template: str) -> None:
    asked_by = Team.objects.values_list("submitted_by_id", flat=True).get(pk=event.team_id)
    url = reverse("teams:show-team", args=[event.team_id])
    notices.post(to=[asked_by] if asked_by else [], template=template, facts={}, at=event.at, url=url)


def _tell_proposer(event: LeaderApproved | LeaderDeclined, template: str) -> None:
    asked_by = Appointment.objects.values_list("proposed_by_id", flat=True).get(pk=event.appointment_id)
    url = reverse("teams:show-appointment", args=[event.appointment_id])
    notices.post(to=[asked_by] if asked_by else [], template=template, facts={}, at=event.at, url=url)


@on(LoginOpened)
def a_new_login_owes_its_duty_statement(event: LoginOpened) -> None:
    _owe_duty_statement(Member.objects.filter(user_id=event.user_id).values_list("pk", flat=True).first())


@on(LeaderApproved)
def a_new_leader_owes_the_leaders_duty_statement(event: LeaderApproved) -> None:
    _owe_duty_statement(Appointment.objects.values_list("member_id", flat=True).get(pk=event.appointment_id))


@on(AppointmentEnded)
def a_former_leader_owes_the_members_duty_statement(event: AppointmentEnded) -> None:
    _owe_duty_statement(Appointment.objects.values_list("member_id", flat=True).get(pk=event.appointment_id))


@on(MembershipEnded)
def who_has_left_owes_no_duty_statement(event: MembershipEnded) -> None:
    _owe_duty_statement(event.member_id)


def _owe_duty_statement(member_id: int | None) -> None:
    """What the member has to acknowledge as things stand now, if anything."""
    if member_id is None:
        return
    try:
        commands.owe_duty_statement(actor=Actor.system("reaction"), member_id=member_id, at=clock.now())
    except Refused as refused:
        logger.info("Member %s owes no other duty statement: %s", member_id, refused.code)


@on(RosterBroughtIn)
def tell_who_handed_the_list_in(event: RosterBroughtIn) -> None:
    to = Roster.objects.values_list("uploaded_by_id", flat=True).get(pk=event.roster_id)
    url = reverse("teams:show-roster", args=[event.roster_id])
    facts = {"added": event.added, "changed": event.changed, "left": event.left}
    notices.post(to=[to], template="teams.notice-roster-brought-in", facts=facts, at=event.at, url=url)
