"""Who asked is told how it was decided."""

from django.urls import reverse

from patrol_ops.core import notices
from patrol_ops.core.outbox import on
from teams.events import (
    LeaderApproved,
    LeaderDeclined,
    ReorganisationApproved,
    ReorganisationCancelled,
    ReorganisationFailed,
    TeamActivated,
    TeamReturned,
)
from teams.models import Appointment, Reorganisation, Team


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
