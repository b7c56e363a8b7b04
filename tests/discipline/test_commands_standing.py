"""A team stops, goes on, or becomes another: visits are off, records stay, and what is to be put right has an owner."""

from __future__ import annotations

import datetime as dt

import pytest

from discipline import commands, reactions
from discipline.models import Visit
from discipline.reports.left import open_rectifications, unsigned_inspections
from patrol_ops.core import outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Notice
from teams import commands as teams
from teams.events import TeamDissolved
from teams.models import Team
from teams.rules import OrderDraft
from tests.discipline.saying import costs, not_permitted, nothing_written, owed, refused, told
from tests.discipline.story import HELD, PLANNED
from tests.discipline.test_commands_visits import moment

SYSTEM = Actor.system("discipline")
NEXT = HELD + dt.timedelta(days=7)


def suspend(it, day=HELD):
    teams.suspend_team(actor=it.who("gwen", day), team_id=it.team_id, reason="整顿队伍", at=it.at(day, 20))
    outbox.deliver()


def resume(it, day=NEXT):
    teams.resume_team(actor=it.who("gwen", day), team_id=it.team_id, at=it.at(day, 20))
    outbox.deliver()


def merge(it, into="academy", day=HELD):
    order = teams.merge_teams(
        actor=it.who("gus", day), team_id=it.district.teams[into], predecessor_ids=[it.team_id],
        draft=OrderDraft(effective_on=day, reason="合并管理"), at=it.at(day, 20),
    )  # fmt: skip
    teams.approve_reorganisation(actor=it.who("gwen", day), reorganisation_id=order.pk, at=it.at(day, 21))
    outbox.deliver()


def call_off(it, actor=SYSTEM):
    return commands.call_off_visits(actor=actor, team_id=it.team_id, at=it.at(HELD, 21))


@pytest.mark.parametrize("announced", [True, False])
def test_a_team_that_stops_is_not_visited(supervision, announced):
    supervision.until_planned(announced=announced)
    suspend(supervision, PLANNED)
    assert (supervision.visit.stage, supervision.visit.cancelled_why) == ("CANCELLED", "队伍已停止运行")
    assert owed() == []
    # Whoever was to make it is told; nobody of the team is (INS-04).
    assert told() == [("notice-visits-off", "ivo")]


def test_visits_of_others_and_records_stay(supervision, district):
    supervision.until_effective()
    supervision.plan(day=HELD, starts_at=moment(NEXT), team_id=district.teams["willow"])
    with nothing_written():
        refused("discipline.nothing-waits", call_off, supervision)
    suspend(supervision)
    assert supervision.inspection.stage == "SIGNED_BOTH"
    assert Visit.objects.planned().get().team_id == district.teams["willow"]
    assert not Notice.objects.filter(template="discipline.notice-visits-off").exists()


def test_call_off_visits_is_the_systems_alone(supervision):
    supervision.until_planned()
    for by in ("gus", "gwen", "petra", "lena", "ivo"):
        who = supervision.who(by)
        not_permitted(call_off, supervision, who)
        not_permitted(commands.take_up_duties, actor=who, team_id=supervision.team_id, at=supervision.at(HELD))
        not_permitted(
            commands.hand_over_rectifications, actor=who, team_id=supervision.team_id,
            successor_id=supervision.district.teams["willow"], at=supervision.at(HELD),
        )  # fmt: skip
    not_permitted(commands.call_off_visits, actor=SYSTEM, team_id=999_999, at=supervision.at(HELD))
    with costs():
        call_off(supervision)


@pytest.mark.parametrize("how_far", ["issued", "in progress", "signed by one"])
def test_a_team_that_goes_on_owes_again_what_it_had_left(supervision, how_far):
    if how_far == "signed by one":
        supervision.until_signed()
    else:
        supervision.until_issued()
        if how_far == "in progress":
            supervision.acknowledge()
    mine = {(kind, whom) for kind, whom, _ in owed() if "team" in whom}
    assert mine
    suspend(supervision, HELD + dt.timedelta(days=1))
    assert not {row for row in owed() if "team" in row[1]}
    resume(supervision)
    assert {(kind, whom) for kind, whom, _ in owed() if "team" in whom} == mine
    # Told twice, owed once.
    assert len(owed()) == len({(kind, whom) for kind, whom, _ in owed()})


def test_a_team_that_goes_on_and_had_left_nothing(supervision):
    suspend(supervision)
    with nothing_written():
        refused(
            "discipline.nothing-waits", commands.take_up_duties, actor=SYSTEM, team_id=supervision.team_id,
            at=supervision.at(NEXT),
        )  # fmt: skip
    resume(supervision)
    assert owed() == []


def test_who_takes_up_a_team_puts_right_what_it_had_to(supervision, district):
    supervision.until_issued()
    supervision.plan(day=HELD, starts_at=moment(NEXT))
    merge(supervision)
    row = supervision.rectification
    assert (row.team_id, row.path) == (district.teams["academy"], "990102001002")
    assert [step.move for step in row.steps.order_by("pk")] == ["issue", "hand_over"]
    assert supervision.visit.stage == "CANCELLED"
    assert supervision.inspection.team_id == district.teams["harbour"]
    assert {(kind, whom) for kind, whom, _ in owed()} == {
        ("acknowledge_rectification", "ldr 990102001002 team"),
        ("rectify", "ldr 990102001002 team"),
        ("follow_rectification", "ivo"),
    }


def test_what_waits_for_another_look_is_handed_over_as_it_is(supervision, district):
    supervision.until_submitted()
    merge(supervision, day=dt.date(2026, 11, 25))
    assert supervision.rectification.stage == "SUBMITTED"
    assert [kind for kind, _, _ in owed()] == ["recheck_rectification"]
    with nothing_written():
        refused(
            "discipline.nothing-waits", commands.hand_over_rectifications, actor=SYSTEM, team_id=supervision.team_id,
            successor_id=district.teams["academy"], at=supervision.at(NEXT),
        )  # fmt: skip


def test_what_stands_in_the_way_of_dissolving(supervision):
    """Open rectifications, and records that would never be signed."""
    team = supervision.team_id
    assert (open_rectifications(team), unsigned_inspections(team)) == (0, 0)
    supervision.until_planned(announced=False)
    assert (open_rectifications(team), unsigned_inspections(team)) == (0, 0)  # a hidden visit blocks nothing
    supervision.record()
    supervision.sign()
    assert unsigned_inspections(team) == 1
    supervision.refuse()
    assert unsigned_inspections(team) == 1
    supervision.decide(True)
    supervision.issue(hour=19)
    assert (open_rectifications(team), unsigned_inspections(team)) == (1, 0)
    supervision.acknowledge()
    supervision.submit()
    supervision.accept()
    assert (open_rectifications(team), unsigned_inspections(team)) == (0, 0)


def test_a_dissolved_team_is_not_visited(supervision):
    supervision.until_planned()
    Team.objects.filter(pk=supervision.team_id).update(stage="DISSOLVED")
    reactions.a_dissolved_team_is_not_visited(
        TeamDissolved(at=supervision.at(HELD), team_id=supervision.team_id, on=HELD)
    )
    assert supervision.visit.stage == "CANCELLED"
