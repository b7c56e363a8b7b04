"""Who asked is told how it was decided."""

from django.urls import reverse

from patrol_ops.core import notices
from patrol_ops.core.outbox import on
from teams.events import LeaderApproved, LeaderDeclined, RosterBroughtIn, TeamActivated, TeamReturned
from teams.models import Appointment, Roster, Team


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


def _tell_submitter(event: TeamActivated | TeamReturned, template: str) -> None:
    asked_by = Team.objects.values_list("submitted_by_id", flat=True).get(pk=event.team_id)
    url = reverse("teams:show-team", args=[event.team_id])
    notices.post(to=[asked_by] if asked_by else [], template=template, facts={}, at=event.at, url=url)


def _tell_proposer(event: LeaderApproved | LeaderDeclined, template: str) -> None:
    asked_by = Appointment.objects.values_list("proposed_by_id", flat=True).get(pk=event.appointment_id)
    url = reverse("teams:show-appointment", args=[event.appointment_id])
    notices.post(to=[asked_by] if asked_by else [], template=template, facts={}, at=event.at, url=url)


@on(RosterBroughtIn)
def tell_who_handed_the_list_in(event: RosterBroughtIn) -> None:
    to = Roster.objects.values_list("uploaded_by_id", flat=True).get(pk=event.roster_id)
    url = reverse("teams:show-roster", args=[event.roster_id])
    facts = {"added": event.added, "changed": event.changed, "left": event.left}
    notices.post(to=[to], template="teams.notice-roster-brought-in", facts=facts, at=event.at, url=url)
