"""Study items of meetings, and what a session of each mode counts (TRN-07, TRN-14)."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.models import PolicyValue
from tests.training.saying import DAY, nothing_written, owed, refused
from tests.training.story import ISSUED, PLANNED
from training import commands
from training.reports.hours import minutes_by_mode, missing_of, year_values
from training.rules import (
    DeliveryMode,
    StudyDraft,
    Topic,
)

D = dt.date


def study(training, day, minutes=60, subject="治安管理处罚法", *names):
    members = frozenset(training.members[name] for name in names or ("赵一",))
    draft = StudyDraft(day, Topic.LAW, minutes, subject, members)
    team = training.district.teams["harbour"]
    return commands.hold_study(actor=training.who("lena", day), team_id=team, draft=draft, at=training.at(day, 18))


@pytest.mark.req("TRN-14", "TRN-07")
def test_a_study_item_counts_once_the_police_confirms_by_half_and_up_to_its_share(training):
    training.until_certified("赵一")
    pk = training.members["赵一"]
    day = D(2026, 12, 1)
    session = study(training, day)
    assert (session.stage, session.mode, session.topics) == ("COMPLETED", "MEETING", (60, 0, 0, 0))
    assert minutes_by_mode([pk], 2026) == {}
    with nothing_written():
        refused("training.study-written-already", study, training, day)
    commands.confirm_session(actor=training.who("kai", day), session_id=session.pk, at=training.at(day, 19))
    assert minutes_by_mode([pk], 2026) == {pk: {"MEETING": 30}}
    for subject in ("道路交通安全法", "消防法"):
        more = study(training, day, 60, subject)
        commands.confirm_session(actor=training.who("kai", day), session_id=more.pk, at=training.at(day, 19))
    # Ninety minutes by now; a quarter of two hours counts.
    assert missing_of({pk: ISSUED}, 2026, year_values(2026, "990102")) == {pk: 120 - 30}


def test_hold_study_is_of_whoever_serves_in_the_team_that_day(training, district):
    training.newcomer("赵一", PLANNED)
    with nothing_written():
        refused("training.not-of-the-team", study, training, PLANNED - DAY)


@pytest.mark.req("TRN-07")
@pytest.mark.parametrize(
    ("mode", "credited"), [("CLASS", 960), ("SPECIAL_TOPIC", 960), ("OFF_JOB", 960), ("MEETING", 480)]
)
def test_a_session_counts_by_the_factor_of_its_mode(training, mode, credited):
    training.newcomer("赵一")
    training.plan(training.course(), mode=DeliveryMode(mode))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    training.confirm()
    assert training.enrolment("赵一").credited == credited


@pytest.mark.req("TRN-07")
def test_the_numbers_of_the_district_count_whatever_a_street_has_decided(training, gus):
    """The certificate is the district's: nobody passes by a street's hours and then waits for it in vain."""
    PolicyValue.objects.create(
        key="training.pre_duty_hours", path="990102001", value=8, since=PLANNED, set_at=training.at(PLANNED, 7),
        set_by=gus,
    )  # fmt: skip
    training.newcomer("赵一")
    training.plan(training.course(minutes=(120, 120, 120, 120)))
    training.enrol("赵一")
    training.begin()
    training.results(赵一=80)
    training.complete()
    training.confirm()
    assert owed("training.issue_certificate") == []
