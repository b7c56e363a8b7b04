"""Answers that are not rows: how a team stands, what a log begins with, whose names are shown, sums."""

import datetime as dt
from dataclasses import replace

import pytest

from duty import commands, reports
from duty.models import PatrolLog
from duty.reports import AreaChoice
from duty.rules import Mode, NoPatrol, PatrolDraft, WalkerDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from teams.models import Team
from teams.reports import crew as crew_of
from tests.duty.conftest import DAY, EVENING, HAZARD
from tests.duty.saying import statements

NEXT = DAY + dt.timedelta(days=1)
ONE = dt.timedelta(days=1)


@pytest.fixture
def owe(district):
    def run(*days):
        for day in days:
            place = district.places["990102"]
            actor, at = Actor.system("owe-daily-logs"), clock.at(day, 0, 1)
            commands.owe_daily_logs(actor=actor, district_id=place, day=day, at=at)

    return run


# --- today ----------------------------------------------------------------------------------------------------------


def stand(actor, team, at):
    with statements(3):
        return reports.team_today(actor, team.pk, at)


@pytest.mark.req("LOG-01")
@pytest.mark.parametrize(
    ("at", "filed_days", "today", "yesterday", "writes"),
    [
        (clock.at(NEXT, 9), (), "owed", "owed", DAY),
        (clock.at(NEXT, 10), (), "owed", "missing", NEXT),
        (clock.at(NEXT, 9), (DAY,), "owed", "filed", NEXT),
        (clock.at(NEXT, 22), (DAY, NEXT), "filed", "filed", DAY - ONE),
    ],
)
def test_how_a_team_stands_and_what_the_button_writes(
    owe, file, lena_actor, harbour, at, filed_days, today, yesterday, writes
):
    owe(DAY - ONE, DAY, NEXT)
    for day in filed_days:
        file(day=day, at=clock.at(day, 21, 30))

    found = stand(lena_actor, harbour, at)
    assert (found.today.state, found.yesterday.state) == (today, yesterday)
    assert [state.day for state in found.missing] == [DAY - ONE]
    assert found.to_write.day == writes


def test_what_comes_back_and_what_else_is_due_stand_on_today(owe, returned, lena_actor, harbour):
    owe(NEXT)
    found = stand(lena_actor, harbour, clock.at(NEXT, 9))
    assert [log.pk for log in found.returned] == [returned.pk]
    assert [(waiting.row.kind, waiting.about) for waiting in found.due] == [("duty.follow_up_entry", "三号码头")]


def test_a_team_that_owes_nothing_has_nothing_to_write(lena_actor, harbour, file):
    file()
    found = stand(lena_actor, harbour, clock.at(NEXT, 9))
    assert (found.today.state, found.yesterday.state, found.to_write) == ("none", "filed", None)


# --- what a log begins with -----------------------------------------------------------------------------------------


def start(team, day, now, *, seen=None):
    crew, areas = crew_of(team.pk, day), reports.areas_of(team, day)
    recent = reports.recent_logs(PatrolLog.objects.all(), team.pk, day)
    return reports.log_start(recent, day, now, crew, areas)


def test_the_first_log_begins_with_the_ordinary_evening(harbour, harbour_area, district):
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)
    begun = start(harbour, DAY, EVENING)

    (patrol,) = begun.patrols
    assert (patrol.started, patrol.ended, patrol.mode) == (dt.time(19), dt.time(21), "FOOT")
    assert patrol.area == harbour_area.pk
    assert len(patrol.walkers) == 5
    assert (begun.handed_over, begun.phrases) == ("", ())


def test_the_next_log_begins_as_the_last_one_that_had_a_patrol(file, harbour, lena_member, newcomer):
    evening = PatrolDraft(dt.time(18), dt.time(20), 0, Mode.BICYCLE, (WalkerDraft(lena_member.pk),))
    log = file(day=DAY - 2 * ONE, at=clock.at(DAY - 2 * ONE, 21, 30), hand_over="码头路灯请留意。")
    area = log.patrols.get().area_id
    file(day=DAY - ONE, at=clock.at(DAY - ONE, 23), patrols=(replace(evening, area_id=area),), hand_over="注意防火。")
    file(patrols=(), no_patrol=NoPatrol.WEATHER, hand_over="注意防火。")
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)

    begun = start(harbour, NEXT, clock.at(NEXT, 22))
    (patrol,) = begun.patrols
    assert (patrol.started, patrol.mode, patrol.walkers) == (dt.time(18), "BICYCLE", (lena_member.pk,))
    assert (begun.handed_over, begun.from_day) == ("注意防火。", DAY)
    assert begun.phrases == ("注意防火。", "码头路灯请留意。")


def test_who_may_not_walk_today_is_not_suggested(file, harbour, lena_member, mara_member):
    file(at=clock.at(dt.date(2027, 2, 27), 21, 30), day=dt.date(2027, 2, 27))
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)
    day = dt.date(2027, 2, 28)

    assert start(harbour, day, clock.at(day, 21, 30)).patrols[0].walkers == ()


@pytest.mark.parametrize(
    ("now", "ended"),
    [
        (clock.at(NEXT, 20, 33), dt.time(20, 30)),
        (clock.at(NEXT, 21), dt.time(21)),
        (clock.at(NEXT, 19, 29), dt.time(21)),
        (clock.at(NEXT, 18), dt.time(21)),
    ],
)
def test_who_comes_in_early_is_not_asked_for_the_end(filed, harbour, now, ended):
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)
    assert start(harbour, NEXT, now).patrols[0].ended == ended


def test_who_comes_in_early_from_a_night_patrol_is_not_asked_for_the_end_either(file, harbour):
    file(started=dt.time(22), ended=dt.time(4), at=clock.at(NEXT, 8))
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)
    assert start(harbour, NEXT, clock.at(NEXT + ONE, 1, 7)).patrols[0].ended == dt.time(1, 5)


@pytest.mark.req("SCH-01")
def test_areas_are_ones_own_first_and_the_neighbours_of_the_street(harbour, district):
    harbour = Team.objects.select_related("place").get(pk=harbour.pk)
    with statements(1):
        areas = reports.areas_of(harbour, DAY)
    assert areas == {
        district.areas["harbour"]: AreaChoice("李家片区", True),
        district.areas["academy"]: AreaChoice("舒家片区", False),
    }


# --- whose names ----------------------------------------------------------------------------------------------------


def shown(actor, log):
    log = PatrolLog.objects.visible_to(actor, "duty.view_patrol_log").whole().get(pk=log.pk)
    return [[person.name for person in patrol.people] for patrol in reports.patrols_shown(actor, log)]


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("lena", ["李娜", "马兰"]),
        ("kai", ["李娜", "马兰"]),
        ("piet", ["李娜", "马兰"]),
        ("gwen", ["李*", "马*"]),
        ("gus", ["李*", "马*"]),
        ("tess", ["李*", "马*"]),
        ("ivo", ["李*", "马*"]),
        ("mara", ["李*", "马兰"]),
    ],
)
def test_names_are_whole_only_for_whom_they_concern(request, who, names, filed):
    assert shown(request.getfixturevalue(f"{who}_actor"), filed) == [names]


def test_a_member_sees_the_patrols_they_walked_and_no_others(file, mara_actor, lena_member, mara_member, district):
    area = district.areas["harbour"]
    early = PatrolDraft(dt.time(9), dt.time(10), area, Mode.FOOT, (WalkerDraft(lena_member.pk),))
    late = PatrolDraft(dt.time(19), dt.time(20), area, Mode.FOOT, (WalkerDraft(mara_member.pk),))
    log = file(patrols=(early, late))
    without = file(day=DAY - ONE, at=EVENING, patrols=(early,))

    assert shown(mara_actor, log) == [["马兰"]]
    assert list(PatrolLog.objects.visible_to(mara_actor, "duty.view_patrol_log")) == [log]
    assert without.pk != log.pk


# --- sums -----------------------------------------------------------------------------------------------------------


def test_hours_are_person_hours_of_the_teams_of_a_territory(filed, harbour):
    with statements(1):
        hours = reports.hours_served("990102001", DAY, DAY)
    assert hours == {harbour.pk: dt.timedelta(hours=4)}
    assert reports.hours_served("990102002", DAY, DAY) == {}
    assert reports.hours_served("990102", NEXT, NEXT) == {}


def test_figures_count_rows(owe, filed, file, kai_actor, harbour):
    owe(DAY, NEXT)
    late = file(day=NEXT, at=clock.at(NEXT + ONE, 11))
    commands.review_patrol_log(actor=kai_actor, log_id=late.pk, at=clock.at(NEXT + ONE, 12))

    with statements(2):
        figures = reports.log_figures("990102001", DAY, NEXT, clock.at(NEXT + ONE, 12))
    assert figures == reports.LogFigures(filed=2, late=1, waiting=1, reviewed=1, missing=4)
    with statements(1):
        days = reports.logs_by_day("990102001", DAY, NEXT)
    assert days == [
        {"period": "2026-11-17", "owed": 2, "on_time": 0, "late": 0},
        {"period": "2026-11-18", "owed": 3, "on_time": 0, "late": 1},
    ]


def test_the_hours_of_the_day_in_which_the_street_is_walked(file):
    file(started=dt.time(22), ended=dt.time(1), at=clock.at(NEXT, 8))
    with statements(1):
        hours = reports.patrols_by_hour("990102", DAY, NEXT)
    assert [hour for hour, count in enumerate(hours) if count] == [0, 22, 23]


def test_the_months_book_has_every_day(filed, harbour):
    seen = PatrolLog.objects.all()
    with statements(8):
        days = reports.month_book(seen, harbour.pk, 2026, 11)
    assert len(days) == 30
    assert [line.day for line in days if line.log] == [DAY]
    assert all(line.active for line in days)
    assert not any(line.active for line in reports.month_book(seen, harbour.pk, 2026, 8))


def test_open_entries_wait_the_longest_overdue_first(file, filed):
    soon = file(day=NEXT, at=clock.at(NEXT, 21, 30), entries=(replace(HAZARD, category="HIGH"),))
    with statements(1):
        waiting = list(reports.open_entries("990102001"))
    assert [entry.log_id for entry in waiting] == [soon.pk, filed.pk]
