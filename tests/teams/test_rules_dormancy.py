"""When a team is silent, what a person may confirm, and what a plan says."""

import datetime as dt

import pytest

from teams.rules import (
    LifeSigns,
    RevivalPlanDraft,
    Watch,
    judge_plan,
    judge_proposed,
    judge_revival,
    silent_since,
    watch,
)
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)


def ago(days):
    return TODAY - dt.timedelta(days=days)


@pytest.mark.req("ORG-31")
@pytest.mark.parametrize(
    ("signs", "days"),
    [
        (LifeSigns(active_since=ago(40)), 40),
        (LifeSigns(active_since=ago(40), last_sign=ago(3)), 3),
        (LifeSigns(active_since=ago(10), last_sign=ago(30)), 10),  # before it was suspended and resumed
        (LifeSigns(active_since=ago(40), last_sign=ago(3), empty_since=ago(20)), 20),
        (LifeSigns(active_since=ago(10), empty_since=ago(60)), 10),
        (LifeSigns(active_since=ago(40), kept_on=ago(5)), 5),
        (LifeSigns(active_since=ago(40), last_sign=ago(2), kept_on=ago(5)), 2),
        (LifeSigns(active_since=ago(40), empty_since=ago(20), kept_on=ago(5)), 5),
    ],
)
def test_a_team_is_silent_since_its_last_sign_or_since_nobody_serves(signs, days):
    assert silent_since(signs) == ago(days)


@pytest.mark.req("ORG-31")
@pytest.mark.parametrize(
    ("days", "state"),
    [(0, Watch.AWAKE), (13, Watch.AWAKE), (14, Watch.WARN), (29, Watch.WARN), (30, Watch.PROPOSE), (99, Watch.PROPOSE)],
)
def test_fourteen_days_warn_and_thirty_propose(days, state):
    assert watch(ago(days), TODAY, warn=14, dormant=30) is state
    if days >= 14:
        assert watch(ago(days), TODAY, warn=20, dormant=14) is Watch.PROPOSE


@pytest.mark.req("ORG-31")
def test_a_person_confirms_what_is_proposed_and_still_so():
    judge_proposed(True, Watch.PROPOSE)
    refused("teams.dormancy-not-proposed", judge_proposed, False, Watch.PROPOSE)
    for now in (Watch.AWAKE, Watch.WARN):
        refused("teams.awake-again", judge_proposed, True, now)


@pytest.mark.req("ORG-30")
@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"causes": " "}, "teams.plan-text-needed", "causes"),
        ({"measures": "长" * 1001}, "teams.plan-text-needed", "measures"),
        ({"causes": "找 13812345678"}, "core.text-has-phone-number", "causes"),
        ({"measures": "车 京A12345"}, "core.text-has-plate", "measures"),
        ({"due_on": TODAY}, "teams.plan-day-odd", "due_on"),
        ({"due_on": TODAY + dt.timedelta(days=367)}, "teams.plan-day-odd", "due_on"),
    ],
)
def test_a_plan_says_why_what_and_until_when(values, code, field):
    whole = {"causes": " 队长调走 ", "measures": "另选队长", "due_on": TODAY + dt.timedelta(days=20)}
    assert judge_plan(RevivalPlanDraft(**whole), TODAY).causes == "队长调走"
    assert refused(code, judge_plan, RevivalPlanDraft(**{**whole, **values}), TODAY).field == field


@pytest.mark.req("ORG-30")
def test_a_team_is_woken_by_a_plan_and_with_people():
    judge_revival(planned=True, serving=1)
    refused("teams.plan-missing", judge_revival, planned=False, serving=5)
    refused("teams.nobody-serves", judge_revival, planned=True, serving=0)
