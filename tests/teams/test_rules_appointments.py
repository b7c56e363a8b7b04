"""Who holds which role where, and who stands above."""

import datetime as dt

import pytest

from teams.rules import (
    APPOINTED_OVER,
    REVIEWER_OF,
    AppointmentDraft,
    Role,
    judge_appointing,
    judge_appointment,
    judge_approval,
    judge_end,
    role_above,
)
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)


@pytest.mark.req("ORG-06", "ORG-41")
@pytest.mark.parametrize("role", Role)
def test_every_role_is_held_over_something_of_its_own(role):
    draft = AppointmentDraft(role=role, since=TODAY)
    for over in ("DISTRICT", "STREET", "COMMUNITY", "AREA", "TEAM"):
        if over in APPOINTED_OVER[role]:
            judge_appointment(draft, over, today=TODAY)
        else:
            refused("teams.role-not-held-there", judge_appointment, draft, over, today=TODAY)


def test_only_leaders_have_deputies_and_come_from_the_team():
    judge_appointment(AppointmentDraft(role=Role.LEADER, since=TODAY, deputy=True), "TEAM", today=TODAY)
    trainer = AppointmentDraft(role=Role.TRAINER, since=TODAY, deputy=True)
    refused("teams.deputy-only-of-leader", judge_appointment, trainer, "DISTRICT", today=TODAY)
    leader = AppointmentDraft(role=Role.LEADER, since=TODAY)
    refused("teams.leader-not-of-team", judge_appointment, leader, "TEAM", today=TODAY, serves_there=False)


@pytest.mark.parametrize(("days", "fits"), [(-366, True), (-367, False), (366, True), (367, False)])
def test_a_post_begins_about_now(days, fits):
    draft = AppointmentDraft(role=Role.GOVERNANCE, since=TODAY + days * DAY)
    if fits:
        judge_appointment(draft, "DISTRICT", today=TODAY)
    else:
        refused("teams.appointment-date-odd", judge_appointment, draft, "DISTRICT", today=TODAY)


def test_two_hands():
    judge_approval(1, 2)
    refused("teams.approved-by-proposer", judge_approval, 2, 2)
    judge_appointing(None, 2)
    refused("teams.appointed-oneself", judge_appointing, 2, 2)


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (TODAY - DAY, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, True),
        (TODAY, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, False),
        (TODAY + 5 * DAY, TODAY + 5 * DAY, True),
        (TODAY + 5 * DAY, TODAY, False),
    ],
)
def test_a_post_ends_today_or_has_ended(since, until, fits):
    if fits:
        judge_end(since, until, TODAY)
    else:
        refused("teams.end-date-odd", judge_end, since, until, TODAY)


@pytest.mark.req("ORG-06")
def test_the_police_hand_over_a_team():
    assert REVIEWER_OF == {
        "BRIGADE": Role.SUB_BUREAU,
        "SQUADRON": Role.STATION_LIAISON,
        "DETACHMENT": Role.COMMUNITY_OFFICER,
    }


@pytest.mark.parametrize(
    ("role", "tier", "level", "above"),
    [
        (Role.LEADER, "DETACHMENT", 0, Role.LEADER),
        (Role.LEADER, "DETACHMENT", 1, Role.COMMUNITY_OFFICER),
        (Role.LEADER, "DETACHMENT", 2, Role.STATION_LIAISON),
        (Role.LEADER, "DETACHMENT", 3, Role.TOWNSHIP),
        (Role.LEADER, "DETACHMENT", 9, Role.GOVERNANCE_HEAD),
        (Role.LEADER, "SQUADRON", 1, Role.STATION_LIAISON),
        (Role.LEADER, "BRIGADE", 1, Role.SUB_BUREAU),
        (Role.COMMUNITY_OFFICER, "DETACHMENT", 1, Role.STATION_LIAISON),
        (Role.GOVERNANCE_HEAD, "DETACHMENT", 1, Role.GOVERNANCE_HEAD),
        (Role.TRAINER, "DETACHMENT", 0, Role.TRAINER),
        (Role.TRAINER, "DETACHMENT", 1, Role.GOVERNANCE_HEAD),
    ],
)
def test_who_stands_above(role, tier, level, above):
    assert role_above(role, tier, level) is above
