"""Rounds and plans that repeat, and who was not looked at in a period (INS-01, INS-02, INS-05, INS-14)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from discipline import commands, tasks
from discipline.models import Visit
from discipline.rules import InspectorDraft, Method, Organiser, SeriesDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from teams.rules import Tier
from tests.discipline.saying import DAY, costs, not_permitted, nothing_written, owed, refused, said
from tests.discipline.story import HELD, PLANNED, serves_too
from tests.discipline.test_commands_visits import moment

CLOCK = Actor.system("plan-series")
WATCH = Actor.system("watch-areas")


def begin(it, by="gus", place="990102", people=("ivo", "petra"), organiser=Organiser.SUPERVISION, **values):
    draft = SeriesDraft(
        organised_by=organiser, tier=Tier.DETACHMENT, checklist_id=it.checklist_id,
        **{"announced": True, "inspector_ids": frozenset(it.district.users[key] for key in people), **values},
    )  # fmt: skip
    return commands.begin_series(actor=it.who(by), place_id=it.district.places[place], draft=draft, at=it.at(PLANNED))


def night(it, series, day=PLANNED):
    return commands.plan_series_visits(actor=CLOCK, series_id=series.pk, at=it.at(day, 1))


def watch(it, day=PLANNED, place="990102", actor=WATCH):
    return commands.watch_areas(actor=actor, place_id=it.district.places[place], at=it.at(day, 1))


# --- rounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("INS-02", "INS-14")
def test_plan_round_registers_who_looks_and_who_lent_them(supervision, district):
    supervision.agreed()
    lent = InspectorDraft(district.users["piet"], "990102001", "锦川街道")
    with costs():
        supervision.round(lent)
    (entry,) = said("discipline.round_planned", supervision.at(PLANNED))
    assert entry.facts["method"] == "CROSS_AREA"


@pytest.mark.parametrize("by", ["gwen", "liz", "kai", "ivo", "lena", "ada"])
def test_plan_round_is_the_planners(supervision, by):
    supervision.agreed()
    not_permitted(
        commands.plan_round, actor=supervision.who(by), place_id=supervision.district.places["990102"],
        draft=None, at=supervision.at(PLANNED),
    )  # fmt: skip


def test_plan_round_refuses(supervision, district):
    supervision.agreed()
    with nothing_written():
        refused("discipline.organiser-another", supervision.round, organised_by=Organiser.TOWNSHIP)
        refused("discipline.inspector-unknown", supervision.round, InspectorDraft(district.users["mara"]))
        refused("discipline.inspector-unknown", supervision.round, InspectorDraft(999_999))
        for home in ("990102001001", "990103001"):
            refused("discipline.home-unknown", supervision.round, InspectorDraft(district.users["ivo"], home))
        refused("discipline.checklist-unknown", supervision.round, checklist_id=999_999)


@pytest.mark.req("INS-14")
def test_report_round_once_nothing_is_left_to_make(supervision):
    supervision.agreed()
    round_id = supervision.round()
    supervision.plan(round_id=round_id)

    def report(by="gus", text="检查一支队伍，日志缺两天。"):
        return commands.report_round(
            actor=supervision.who(by, HELD), round_id=round_id, report=text, at=supervision.at(HELD, 20)
        )

    with nothing_written():
        refused("discipline.visits-open", report)
        refused("discipline.text-odd", report, text="太短")
    for by in ("gwen", "ivo", "tess", "lena"):
        not_permitted(report, by)
    supervision.record()
    with costs():
        report()
    (entry,) = said("discipline.round_reported", supervision.at(HELD, 20))
    assert entry.facts["inspected"] == 1
    with nothing_written():
        refused("core.wrong-stage", report)
        refused("discipline.round-closed", supervision.plan, round_id=round_id, day=HELD)


def test_cancel_round_calls_its_visits_off(supervision, district):
    supervision.agreed()
    round_id = supervision.round(method=Method.CENTRALISED)
    supervision.plan(round_id=round_id)
    supervision.plan(round_id=round_id, team_id=district.teams["willow"], announced=False)
    supervision.plan("tess", organised_by=Organiser.TOWNSHIP, starts_at=moment(HELD + DAY))

    def cancel(by="gus"):
        return commands.cancel_round(
            actor=supervision.who(by), round_id=round_id, reason="改到明年", at=supervision.at(PLANNED, 12)
        )

    for by in ("gwen", "ivo", "tess"):
        not_permitted(cancel, by)
    with costs():
        cancel()
    assert {(visit.stage, visit.cancelled_why) for visit in Visit.objects.filter(round=round_id)} == {
        ("CANCELLED", "改到明年")
    }
    # What the township has announced for the day after stays.
    assert [kind for kind, _, _ in owed()] == ["make_visit", "receive_visit"]
    assert len(said("discipline.round_cancelled", supervision.at(PLANNED, 12))) == 1
    with nothing_written():
        refused("core.wrong-stage", cancel)


# --- series ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("INS-01", "INS-05")
def test_plan_series_visits_once_a_period(supervision):
    supervision.agreed()
    with costs():
        series = begin(supervision)
    with costs():
        assert night(supervision, series) == 3
    assert len(said("discipline.series_visits_planned", supervision.at(PLANNED, 1))) == 1
    visits = Visit.objects.filter(series=series)
    assert {visit.period for visit in visits} == {"2026-10"}
    assert len({visit.team_id for visit in visits}) == 3
    # A week to be reminded, on days that are worked.
    assert min(visit.starts_at for visit in visits) >= supervision.at(PLANNED + 8 * DAY, 0)
    assert {kind for kind, _, _ in owed()} == {"make_visit", "receive_visit"}
    with nothing_written():
        refused("discipline.nothing-to-plan", night, supervision, series, PLANNED + DAY)
    # Ten days before the next quarter it is planned as well.
    assert night(supervision, series, dt.date(2026, 12, 22)) == 3
    assert {visit.period for visit in visits.all()} == {"2026-10", "2027-01"}


@pytest.mark.req("INS-04")
def test_plan_series_visits_without_a_word(supervision):
    supervision.agreed()
    night(supervision, begin(supervision, announced=False))
    assert {kind for kind, _, _ in owed()} == {"make_unseen_visit"}


@pytest.mark.req("INS-03")
def test_plan_series_visits_sends_nobody_to_the_own_team(supervision, district):
    supervision.agreed()
    series = begin(supervision, people=("ivo",))
    serves_too(district, "ivo")
    assert night(supervision, series) == 2
    assert not Visit.objects.filter(team=district.teams["harbour"]).exists()
    # Whose login is closed makes no visit either; the next night tries again.
    User.objects.filter(pk=district.users["ivo"]).update(is_active=False)
    with nothing_written():
        refused("discipline.nothing-to-plan", night, supervision, series, dt.date(2026, 12, 22))


def test_plan_series_visits_keeps_announced_days_apart(supervision, district):
    """X06 holds for the clock, too; and a period whose last day has come leaves no day over."""
    supervision.agreed()
    supervision.plan("tess", organised_by=Organiser.TOWNSHIP, starts_at=moment(dt.date(2026, 12, 31)))
    series = begin(supervision, place="990102001001")
    assert night(supervision, series, dt.date(2026, 12, 30)) == 1  # of the next quarter alone
    assert {visit.period for visit in series.visits.all()} == {"2027-01"}
    with nothing_written():
        refused("discipline.nothing-to-plan", night, supervision, series, dt.date(2026, 12, 31))


def test_begin_series_refuses(supervision, district):
    supervision.agreed()
    with nothing_written():
        refused("discipline.inspectors-odd", begin, supervision, inspector_ids=frozenset())
        refused("discipline.inspector-unknown", begin, supervision, people=("mara",))
        refused("discipline.organiser-another", begin, supervision, "tess", "990102001")
    for by in ("gwen", "ivo", "lena", "kai"):
        not_permitted(begin, supervision, by)
    begin(supervision)
    with nothing_written():
        refused("discipline.series-runs", begin, supervision)


def test_end_series_plans_nothing_more(supervision):
    supervision.agreed()
    series = begin(supervision)
    night(supervision, series)

    def end(by="gus"):
        return commands.end_series(actor=supervision.who(by), series_id=series.pk, at=supervision.at(PLANNED, 12))

    for by in ("tess", "piet", "ivo", "gwen"):
        not_permitted(end, by)
    with costs():
        end()
    assert Visit.objects.planned().count() == 3
    assert len(said("discipline.series_ended", supervision.at(PLANNED, 12))) == 1
    with nothing_written():
        refused("discipline.series-over", end)
        refused("discipline.series-over", night, supervision, series, dt.date(2026, 12, 22))


def test_plan_series_visits_is_no_bodys_but_the_planners_and_the_clocks(supervision):
    supervision.agreed()
    series = begin(supervision)
    for by in ("lena", "ivo", "kai", "gwen", "tess"):
        not_permitted(
            commands.plan_series_visits, actor=supervision.who(by), series_id=series.pk, at=supervision.at(PLANNED)
        )


# --- who was not looked at ------------------------------------------------------------------------------------------


@pytest.mark.req("INS-01")
def test_watch_areas_owes_what_the_police_has_not_looked_at(supervision):
    with costs():
        assert watch(supervision) == 5
    rows = {(whom, due.date() - DAY) for kind, whom, due in owed() if kind == "cover_area"}
    month, quarter = dt.date(2026, 11, 30), dt.date(2026, 12, 31)
    assert rows == {
        ("psb 990102", month), ("psl 990102001", month), ("psl 990102001", quarter), ("psl 990102002", month),
        ("psl 990102002", quarter),
    }  # fmt: skip
    with nothing_written():
        refused("discipline.nothing-to-watch", watch, supervision, PLANNED + DAY)


@pytest.mark.req("INS-01")
def test_watch_areas_is_settled_by_records_of_the_police(supervision, district):
    watch(supervision)
    supervision.agreed()
    supervision.team, supervision.inspector = "willow", "pia"
    for organiser, by, who, left in (
        (Organiser.SUPERVISION, "gus", "ivo", 5),
        (Organiser.POLICE_STATION, "pia", "pia", 4),
    ):
        supervision.inspector = who
        day = HELD if who == "ivo" else HELD + DAY
        supervision.plan(
            by, organised_by=organiser, inspector_id=district.users[who], starts_at=moment(day), announced=False
        )
        supervision.record(day)
        if left == 5:
            with nothing_written():
                refused("discipline.nothing-to-watch", watch, supervision, day + DAY)
        else:
            watch(supervision, day + DAY)
        assert len([1 for kind, _, _ in owed() if kind == "cover_area"]) == left


def test_watch_areas_calls_off_what_is_long_over(supervision):
    watch(supervision)
    watch(supervision, dt.date(2026, 12, 20))
    due = {due.date() - DAY for kind, _, due in owed() if kind == "cover_area"}
    assert due == {dt.date(2026, 12, 31)}


def test_watch_areas_is_the_clocks(supervision):
    for by in ("gus", "petra", "ada"):
        not_permitted(watch, supervision, actor=supervision.who(by))
    not_permitted(watch, supervision, place="990102001")


def test_the_tasks_run_twice_without_harm(supervision):
    supervision.agreed()
    begin(supervision)
    with time_machine.travel(clock.at(PLANNED, 1), tick=False):
        for _ in range(2):
            tasks.plan_series(told_by="an older worker")
            tasks.watch_areas(told_by="an older worker")
    assert Visit.objects.count() == 3
    assert len([1 for kind, _, _ in owed() if kind == "cover_area"]) == 5
