"""Visits are planned, moved and called off: who may, who is told, and what nobody hears of (INS-03, INS-04, X06)."""

from __future__ import annotations

import datetime as dt

import pytest

from discipline import commands
from discipline.access import Permission
from discipline.models import Visit
from discipline.rules import InspectorDraft, Method, Organiser
from patrol_ops.core.models import Obligation, User
from teams.commands import suspend_team
from tests.discipline.saying import DAY, costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import HELD, PLANNED, serves_too

TWO = dt.time(14)


def moment(day, time=TWO):
    return dt.datetime.combine(day, time)


def move(it, by="gus", to=None, day=PLANNED, hour=11, **values):
    return commands.reschedule_visit(
        actor=it.who(by, day), visit_id=it.visit_id, starts_at=to or moment(HELD + DAY), at=it.at(day, hour), **values
    )


def cancel(it, by="gus", reason="检查组另有任务"):
    return commands.cancel_visit(actor=it.who(by), visit_id=it.visit_id, reason=reason, at=it.at(PLANNED, 12))


@pytest.mark.req("INS-03")
def test_plan_visit_announced_is_owed_by_both_sides(supervision):
    supervision.agreed()
    with costs():
        visit = supervision.plan()
    assert (visit.stage, visit.announced, visit.method, visit.path) == ("PLANNED", True, "ROUTINE", "990102001001")
    at = supervision.at(HELD, 14)
    assert owed() == [("make_visit", "ivo", at), ("receive_visit", "ldr 990102001001 team", at)]
    (entry,) = said("discipline.visit_planned", supervision.at(PLANNED))
    assert (entry.subject_id, entry.facts["announced"]) == (visit.pk, True)


@pytest.mark.req("INS-04")
def test_plan_visit_unannounced_is_owed_by_the_inspector_alone(supervision):
    supervision.agreed()
    with costs():
        supervision.plan(announced=False)
    assert owed() == [("make_unseen_visit", "ivo", supervision.at(HELD, 14))]
    row = Obligation.objects.get(kind="discipline.make_unseen_visit")
    assert (row.team_id, row.path, row.role) == (None, "", "")


@pytest.mark.req("INS-04")
def test_what_the_team_owes_counts_no_visits(supervision):
    """A day's reception: neither its number nor its subject tells how many visits there are."""
    supervision.agreed()
    supervision.plan(announced=False)
    supervision.plan()
    row = Obligation.objects.get(kind="discipline.receive_visit")
    assert (row.subject_type, row.subject_id, row.period) == ("team", supervision.team_id, HELD.isoformat())


@pytest.mark.parametrize("by", ["gwen", "liz", "tess", "theo", "piet", "kai", "ivo", "lena", "mara", "ada", "nora"])
def test_plan_visit_for_the_supervision_group_is_the_offices(supervision, by):
    supervision.agreed()
    if by in ("tess", "piet"):
        with nothing_written():
            refused("discipline.organiser-another", supervision.plan, by)
    else:
        not_permitted(supervision.plan, by)


@pytest.mark.req("INS-01", "INS-05")
@pytest.mark.parametrize(
    ("by", "organised_by"),
    [
        ("tess", Organiser.TOWNSHIP),
        ("piet", Organiser.POLICE_STATION),
        ("petra", Organiser.POLICE_STATION),
        ("gus", Organiser.SUPERVISION),
    ],
)
def test_plan_visit_by_each_organiser(supervision, by, organised_by):
    """X06: all may look at a village's team; the visit says whose it is."""
    supervision.agreed()
    assert supervision.plan(by, organised_by=organised_by).organised_by == organised_by


@pytest.mark.req("INS-03")
def test_plan_visit_refuses_an_inspector_of_the_own_team(supervision, district):
    supervision.agreed()
    serves_too(district, "ivo")
    with nothing_written():
        no = refused("discipline.inspects-own-team", supervision.plan)
        assert no.field == "inspector_id"


@pytest.mark.parametrize("who", ["mara", "kai", "tom", "fin", "gwen", "nora", "otto", "lena"])
def test_plan_visit_sends_only_who_could_record_it(supervision, district, who):
    supervision.agreed()
    with nothing_written():
        refused("discipline.inspector-unknown", supervision.plan, inspector_id=district.users[who])


def test_plan_visit_refuses_a_closed_login(supervision, district):
    supervision.agreed()
    User.objects.filter(pk=district.users["ivo"]).update(is_active=False)
    with nothing_written():
        refused("discipline.inspector-unknown", supervision.plan)


def test_plan_visit_refuses_a_team_that_stands_still(supervision):
    supervision.agreed()
    suspend_team(
        actor=supervision.who("gwen"), team_id=supervision.team_id, reason="整顿队伍", at=supervision.at(PLANNED, 8)
    )
    with nothing_written():
        refused("discipline.team-not-active", supervision.plan)


def test_plan_visit_wants_a_checklist_in_force(supervision):
    supervision.propose()
    with nothing_written():
        refused("discipline.checklist-unknown", supervision.plan)
        refused("discipline.checklist-unknown", supervision.plan, checklist_id=999_999)


@pytest.mark.parametrize("day", [PLANNED - DAY, PLANNED + 401 * DAY])
def test_plan_visit_on_an_odd_day(supervision, day):
    supervision.agreed()
    with nothing_written():
        refused("discipline.visit-day-odd", supervision.plan, starts_at=moment(day))


# --- one shared calendar (X06) --------------------------------------------------------------------------------------


@pytest.mark.req("INS-04")
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("second", [True, False])
def test_only_what_is_announced_blocks_a_day(supervision, first, second):
    supervision.agreed()
    supervision.plan(announced=first)
    again = {"announced": second, "organised_by": Organiser.TOWNSHIP, "starts_at": moment(HELD, dt.time(9))}
    if first and second:
        with nothing_written():
            no = refused("discipline.visited-already", supervision.plan, "tess", **again)
            assert no.field == "starts_at"
    else:
        supervision.plan("tess", **again)


def test_a_day_that_was_called_off_is_free_again(supervision):
    supervision.until_planned()
    cancel(supervision)
    supervision.plan()
    assert len(owed("discipline.receive_visit")) == 1


def test_a_day_on_which_a_visit_was_made_is_taken(supervision):
    supervision.until_recorded()
    with nothing_written():
        refused(
            "discipline.visited-already", supervision.plan, day=HELD, starts_at=moment(HELD, dt.time(18)),
        )  # fmt: skip


# --- moved ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("announced", [True, False])
def test_reschedule_visit_twice(supervision, announced):
    """Each time both hear of the new day as of the first; nothing of the old day is left."""
    supervision.until_planned(announced=announced)
    with costs():
        move(supervision)
    move(supervision, to=moment(HELD + 2 * DAY), hour=12)
    visit = supervision.visit
    assert (visit.starts_at, visit.moved_from) == (supervision.at(HELD + 2 * DAY, 14), supervision.at(HELD + DAY, 14))
    at = supervision.at(HELD + 2 * DAY, 14)
    whole = [("make_visit", "ivo", at), ("receive_visit", "ldr 990102001001 team", at)]
    assert owed() == (whole if announced else [("make_unseen_visit", "ivo", at)])
    assert len(said("discipline.visit_rescheduled", supervision.at(PLANNED, 12))) == 1


def test_reschedule_visit_and_back_again(supervision):
    supervision.until_planned()
    move(supervision)
    move(supervision, to=moment(HELD), hour=12)
    at = supervision.at(HELD, 14)
    assert owed() == [("make_visit", "ivo", at), ("receive_visit", "ldr 990102001001 team", at)]


def test_reschedule_visit_within_its_own_day(supervision):
    supervision.until_planned()
    move(supervision, to=moment(HELD, dt.time(16)))
    assert [due.hour for _, _, due in owed()] == [16, 16]


def test_reschedule_visit_to_another_inspector(supervision, district):
    supervision.until_planned(announced=False)
    move(supervision, to=moment(HELD), inspector_id=district.users["petra"])
    assert owed() == [("make_unseen_visit", "petra", supervision.at(HELD, 14))]
    mine = Visit.objects.visible_to(supervision.who("ivo"), Permission.VIEW_VISIT)
    assert not mine.exists()


def test_reschedule_visit_meets_another_day(supervision):
    supervision.until_planned()
    first = supervision.visit_id
    supervision.plan("tess", organised_by=Organiser.TOWNSHIP, starts_at=moment(HELD + DAY))
    supervision.visit_id = first
    with nothing_written():
        refused("discipline.visited-already", move, supervision)


@pytest.mark.parametrize("by", ["gwen", "ivo", "lena", "theo", "kai"])
def test_reschedule_visit_and_cancel_it_are_the_planners(supervision, by):
    supervision.until_planned()
    not_permitted(move, supervision, by)
    not_permitted(cancel, supervision, by)


def test_one_organiser_does_not_move_what_another_has_announced(supervision):
    supervision.until_planned()
    for by in ("tess", "piet"):
        with nothing_written():
            refused("discipline.organiser-another", move, supervision, by)
            refused("discipline.organiser-another", cancel, supervision, by)


@pytest.mark.req("INS-04")
def test_what_is_hidden_is_hidden_from_other_organisers_too(supervision):
    supervision.until_planned(announced=False)
    for by in ("tess", "piet", "petra"):
        not_permitted(move, supervision, by)
        not_permitted(cancel, supervision, by)


@pytest.mark.parametrize("announced", [True, False])
def test_cancel_visit_is_owed_by_nobody(supervision, announced):
    supervision.until_planned(announced=announced)
    with costs():
        cancel(supervision)
    assert (supervision.visit.stage, supervision.visit.cancelled_why) == ("CANCELLED", "检查组另有任务")
    assert owed() == []
    assert len(said("discipline.visit_cancelled", supervision.at(PLANNED, 12))) == 1
    with nothing_written():
        refused("core.wrong-stage", cancel, supervision)
        refused("core.wrong-stage", move, supervision)
        refused("core.wrong-stage", supervision.record)


def test_cancel_visit_says_why(supervision):
    supervision.until_planned()
    with nothing_written():
        refused("teams.reason-needed", cancel, supervision, reason=" ")


# --- of a round -----------------------------------------------------------------------------------------------------


def test_a_visit_of_a_round_takes_after_it(supervision):
    supervision.agreed()
    round_id = supervision.round()
    with costs():
        visit = supervision.plan(round_id=round_id, organised_by=Organiser.TOWNSHIP, checklist_id=999_999)
    assert (visit.organised_by, visit.method, visit.checklist_id, visit.round_id) == (
        "SUPERVISION", "CROSS_AREA", supervision.checklist_id, round_id,
    )  # fmt: skip


@pytest.mark.req("INS-02", "INS-03")
def test_an_inspector_lent_by_a_street_does_not_look_at_it(supervision, district):
    """Piet of the harbour's street is lent to the district's round: the willow, yes; the harbour, no."""
    supervision.agreed()
    lent = InspectorDraft(district.users["piet"], "990102001", "锦川街道")
    ivo = InspectorDraft(district.users["ivo"], "990102002", "清水街道")
    round_id = supervision.round(lent, ivo)
    with nothing_written():
        refused("discipline.inspects-own-area", supervision.plan, round_id=round_id, inspector_id=lent.user_id)
        # The street that lends counts, though Ivo's own post is over all of the district.
        refused("discipline.inspects-own-area", supervision.plan, round_id=round_id, team_id=district.teams["willow"])
    supervision.plan(round_id=round_id, inspector_id=lent.user_id, team_id=district.teams["willow"])
    supervision.plan(round_id=round_id)


def test_an_inspector_lent_elsewhere_makes_the_visit_there(supervision, district):
    """Outside the own street, and only this visit."""
    supervision.agreed()
    lent = InspectorDraft(district.users["piet"], "990102001", "锦川街道")
    supervision.team, supervision.inspector, supervision.leader = "willow", "piet", "otto"
    supervision.plan(round_id=supervision.round(lent), announced=False)
    supervision.plan(organised_by=Organiser.SUPERVISION, inspector_id=district.users["ivo"], announced=False)
    mine = Visit.objects.visible_to(supervision.who("piet"), Permission.VIEW_VISIT)
    assert [visit.inspector_id for visit in mine] == [district.users["piet"]]
    supervision.visit_id = mine.get().pk
    supervision.record()
    supervision.sign()
    supervision.countersign()


def test_a_visit_that_does_not_fit_its_round(supervision, district):
    supervision.agreed()
    round_id = supervision.round()
    with nothing_written():
        after = moment(dt.date(2027, 1, 1))
        refused("discipline.visit-outside-round", supervision.plan, round_id=round_id, starts_at=after)
        refused("discipline.round-closed", supervision.plan, round_id=999_999)
        other = district.users["petra"]
        refused("discipline.inspector-of-another-round", supervision.plan, round_id=round_id, inspector_id=other)


def test_a_round_of_one_street_does_not_reach_the_next(supervision, district):
    supervision.agreed()
    round_id = supervision.round(method=Method.CENTRALISED, place="990102002")
    with nothing_written():
        no = refused("discipline.team-of-another-place", supervision.plan, round_id=round_id)
        assert no.field == "team_id"
    supervision.plan(round_id=round_id, team_id=district.teams["willow"])
