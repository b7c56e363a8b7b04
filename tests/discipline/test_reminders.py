"""What the clock tells whom about visits, signatures and rectification: each once, though every task runs twice."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock, obligations, outbox
from patrol_ops.core.models import Notice, User
from teams.models import Appointment
from tests.discipline.saying import DAY, told
from tests.discipline.story import DUE, HELD, PLANNED
from tests.discipline.test_commands_visits import cancel, moment, move

D = dt.date


def mornings(it, first, last, hour=8, minute=30):
    """Every morning of these days the walk is made twice; what was told, by the day."""
    heard = {}
    day = first
    while day <= last:
        before = len(told())
        for _ in range(2):
            obligations.remind(it.at(day, hour, minute))
            outbox.deliver()
        if new := told()[before:]:
            heard[day] = sorted(new)
        day += DAY
    return heard


@pytest.mark.req("INS-05")
def test_an_announced_visit_is_told_to_both_sides_until_its_day(supervision):
    supervision.until_planned()
    both = [("remind-coming", "lena"), ("remind-visit", "ivo")]
    assert mornings(supervision, D(2026, 11, 10), HELD) == {
        HELD - 7 * DAY: both, HELD - DAY: both, HELD: both,
    }  # fmt: skip
    # Overdue it is the inspector's, and of those above; never of the team.
    later = mornings(supervision, HELD + DAY, HELD + 9 * DAY)
    assert {day: [who for _, who in rows] for day, rows in later.items()} == {
        HELD + DAY: ["gwen", "ivo"], HELD + 3 * DAY: ["ivo"], HELD + 7 * DAY: ["gwen", "ivo"],
    }  # fmt: skip
    assert {what for rows in later.values() for what, _ in rows} == {"remind-visit"}


@pytest.mark.req("INS-04")
def test_an_unannounced_visit_is_told_to_its_inspector_alone(supervision):
    """At no step, and at no level, does anybody else hear of it."""
    supervision.until_planned(announced=False)
    days = (HELD - 7 * DAY, HELD - DAY, HELD, HELD + DAY, HELD + 3 * DAY, HELD + 7 * DAY)
    heard = mornings(supervision, D(2026, 11, 10), HELD + 12 * DAY)
    assert heard == {day: [("remind-visit", "ivo")] for day in days}
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"ivo"}


def test_the_deputy_hears_as_the_leader_does(supervision, district):
    user = User.objects.create(username="dora", name="何平")
    leader = Appointment.objects.get(team=supervision.team_id, role="ldr")
    leader.pk, leader.deputy, leader.member_id = None, True, district.members["何平"]
    leader.member.user = user
    leader.member.save()
    leader.save()
    supervision.until_planned()
    heard = mornings(supervision, HELD, HELD)
    assert heard == {HELD: [("remind-coming", "dora"), ("remind-coming", "lena"), ("remind-visit", "ivo")]}


@pytest.mark.parametrize("announced", [True, False])
def test_a_visit_that_is_moved_is_told_anew_and_one_that_is_off_not_at_all(supervision, announced):
    supervision.until_planned(announced=announced)
    first = mornings(supervision, HELD - 7 * DAY, HELD - 7 * DAY)
    move(supervision, to=moment(HELD + 7 * DAY), day=HELD - 6 * DAY)
    again = mornings(supervision, HELD - 6 * DAY, HELD + DAY)
    assert list(again) == [HELD]
    assert again[HELD] == first[HELD - 7 * DAY]
    cancel(supervision)
    assert mornings(supervision, HELD + DAY, HELD + 9 * DAY) == {}


def test_a_visit_that_was_made_is_told_no_more(supervision):
    supervision.until_recorded(announced=False)
    supervision.sign()
    supervision.countersign()
    heard = mornings(supervision, HELD + DAY, HELD + 9 * DAY)
    assert "remind-visit" not in {what for rows in heard.values() for what, _ in rows}


@pytest.mark.req("LOG-04")
def test_a_signature_that_does_not_come_is_told_to_both_after_24_and_72_hours(supervision):
    """Asked at once; then by the hour, not by the day; then the next role up."""
    supervision.until_signed()
    signed = supervision.inspection.signed_at

    def at(**after):
        before = len(told())
        for _ in range(2):
            obligations.remind(signed + dt.timedelta(**after))
        return sorted(told()[before:])

    asked = ("remind-countersign", "lena")
    assert at(minutes=1) == [asked]
    assert at(hours=23) == []
    assert at(hours=24) == [asked, ("remind-unsigned", "ivo")]
    assert at(hours=71) == []
    third = at(hours=72)
    assert asked in third
    assert ("remind-unsigned", "ivo") in third
    # One role up of a detachment's leader is the police that manages it.
    assert {who for _, who in third} - {"lena", "ivo"} == {"kai"}
    assert at(hours=200) == []


def test_an_inspector_who_does_not_sign_is_told_too(supervision):
    supervision.until_recorded()
    recorded = supervision.inspection.recorded_at
    for hours, expected in ((23, 0), (24, 1), (71, 1), (72, 2), (200, 2)):
        for _ in range(2):
            obligations.remind(recorded + dt.timedelta(hours=hours))
        assert [row for row in told("discipline.remind-sign") if row[1] == "ivo"] == [("remind-sign", "ivo")] * expected


def test_signing_stops_the_reminders(supervision):
    supervision.until_effective()
    before = told()
    obligations.remind(supervision.at(HELD + 9 * DAY))
    assert [row for row in told()[len(before) :] if row[0] in ("remind-countersign", "remind-unsigned")] == []


@pytest.mark.req("INS-11", "INS-13")
def test_a_rectification_is_told_before_and_after_its_last_day(supervision):
    supervision.until_issued()
    supervision.acknowledge()
    heard = mornings(supervision, DUE - 8 * DAY, DUE + 9 * DAY)
    rectify = {day: [who for what, who in rows if what == "remind-rectify"] for day, rows in heard.items()}
    assert {day: who for day, who in rectify.items() if who} == {
        DUE - 7 * DAY: ["lena"],
        DUE - DAY: ["lena"],
        DUE: ["lena"],
        DUE + DAY: ["kai", "lena"],
        DUE + 3 * DAY: ["lena"],
        DUE + 7 * DAY: ["lena", "piet"],
    }
    # Whoever ordered it hears that it is overdue.
    issuer = [day for day, rows in heard.items() if ("remind-overdue", "ivo") in rows]
    assert issuer == [DUE + DAY, DUE + 7 * DAY]


def test_a_rectification_that_is_handed_in_is_the_recheckers_turn(supervision):
    supervision.until_submitted()
    heard = mornings(supervision, D(2026, 11, 24), D(2026, 12, 4), hour=10)
    assert {what for rows in heard.values() for what, _ in rows} == {"remind-recheck"}
    assert heard[D(2026, 11, 24)] == [("remind-recheck", "piet")]
    supervision.accept()
    assert mornings(supervision, D(2026, 12, 5), DUE + 9 * DAY) == {}


def test_every_reminder_is_worded_and_leads_somewhere(supervision):
    supervision.until_issued()
    mornings(supervision, PLANNED, DUE)
    for row in Notice.objects.filter(template__startswith="discipline."):
        assert row.url.startswith("/")
        assert clock.local(row.at).date() <= DUE
