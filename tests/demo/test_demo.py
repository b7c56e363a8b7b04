"""The demo district: as large as promised, interesting from the first look, gone on with after a kill."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Sum

from discipline.models import Inspection, Rectification, Visit
from discipline.rules import InspectionStage, Level
from duty.models import PatrolLog
from funding.models import Cover, InsurancePolicy
from funding.reports import expiring_by_team, uncovered_by_team
from funding.rules import state_of
from patrol_ops.core import clock, jobs
from patrol_ops.core.models import Job, Obligation, User
from patrol_ops.demo import days, ground, history
from recruitment.models import Applicant, Campaign, CampaignPost, Contract, ContractEnd, ContractTerm, ProbationEnd
from recruitment.rules import CampaignStage
from teams.models import (
    Appointment,
    DutyOverride,
    Equipment,
    EquipmentIssue,
    EquipmentStandard,
    Hold,
    LegacyUnit,
    Member,
    Place,
    Roster,
    Team,
)
from teams.reports import team_gaps
from teams.rules import Role
from teams.rules.equipment import RESTRICTED, EquipmentStage
from teams.rules.equipment_needs import Readiness
from training.models import Certificate, Session
from training.rules import SessionStage

NOW = dt.datetime.fromisoformat("2026-11-22T11:30:00+08:00")


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The district with its last two days; the job with two days more."""
    monkeypatch.setattr(history, "AT_ONCE", 2)
    monkeypatch.setattr(history, "DAYS", 3)
    with time_machine.travel(NOW, tick=False):
        call_command("demo")


def test_the_district_is_there(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    """One test for all of it: building the district is the slow part."""
    with time_machine.travel(NOW, tick=False):
        tiers = [Team.objects.filter(tier=tier).count() for tier in ("BRIGADE", "SQUADRON", "DETACHMENT")]
        assert tiers == [1, 12, 99]
        assert 700 <= Member.objects.count() <= 900
        day = clock.today()
        assert Team.objects.active().under_strength(day).exists()
        assert Team.objects.active().without_leader(day).exists()
        assert {"ACTIVE", "SUSPENDED", "SUBMITTED", "PLANNED"} <= set(Team.objects.values_list("stage", flat=True))
        assert 0 < Member.objects.fit_for_duty(day).count() < Member.objects.count()
        assert Obligation.objects.open().filter(kind="duty.submit_patrol_log", due_at__lt=NOW).exists()
        assert {"SUBMITTED", "REVIEWED"} <= set(PatrolLog.objects.values_list("stage", flat=True))

        # One old list has come in, another waits with its doubts.
        assert LegacyUnit.objects.count() == 2
        waiting = Roster.objects.get(stage="PREVIEW")
        assert {"DECIDE", "REFUSED"} <= set(waiting.counts)

        # Inspections signed, waiting and disputed, one that nobody there knows of; rectifications of every age.
        assert set(Inspection.objects.values_list("stage", flat=True)) == set(InspectionStage)
        assert Visit.objects.planned().filter(announced=False, starts_at__gt=NOW).exists()
        assert Obligation.objects.open().filter(kind="discipline.make_visit", due_at__lt=NOW).exists()
        open_ = Rectification.objects.open()
        assert {"ISSUED", "IN_PROGRESS"} == set(open_.values_list("stage", flat=True))
        assert set(open_.values_list("level", flat=True)) == set(Level)
        assert open_.overdue(day).count() == 1
        assert Obligation.objects.open().filter(kind="discipline.decide_extension").exists()
        assert Rectification.objects.filter(stage="CLOSED").exists()

        # Sessions and certificates at nearly every stage; one walks by leave of the police although theirs has run out.
        assert set(Session.objects.values_list("stage", flat=True)) == set(SessionStage)
        assert {"VALID", "EXPIRED", "RENEWED", "REVOKED"} <= set(Certificate.objects.values_list("stage", flat=True))
        assert Obligation.objects.open().filter(kind="training.issue_certificate").exists()
        assert DutyOverride.objects.on(day).count() == 1
        barred = set(Hold.objects.barring(day).values_list("kind", flat=True))
        assert {"TRAINING", "CERTIFICATE", "BADGE"} <= barred

        # A campaign of sixteen places at each stage, recruits at nearly each of theirs, one vetting that is late.
        assert set(Campaign.objects.values_list("stage", flat=True)) == set(CampaignStage)
        stages = set(Applicant.objects.values_list("stage", flat=True))
        assert {"SUBMITTED", "RETURNED", "POLICE_REVIEW", "FACTS_NEEDED", "PROPOSED", "ON_NOTICE", "HELD"} <= stages
        assert {"OFFERED", "CONTRACTED", "RESERVE", "REJECTED"} <= stages
        places = CampaignPost.objects.values("campaign").annotate(n=Sum("number")).values_list("n", flat=True)
        assert list(places).count(16) == 10
        assert Obligation.objects.open().filter(kind="recruitment.record_police_review", due_at__lt=NOW).exists()
        trainees = Contract.objects.values("member")
        assert trainees.exists()
        assert not Member.objects.fit_for_duty(day).filter(pk__in=trainees).exists()

        _equipped(day)
        _insured(day)
        assert ProbationEnd.objects.count() == ContractEnd.objects.count() == 1
        assert ContractTerm.objects.filter(number=2).count() == 1
        soon = Contract.objects.filter(ends_on__lte=day + dt.timedelta(days=30), ending__isnull=True)
        assert soon.exists()

        # One sign-in for each role, with the password that is printed.
        roles = set(Appointment.objects.on(day).values_list("role", flat=True))
        assert roles == set(Role)
        call_command("demo", "--sign-ins")
        printed = capsys.readouterr().out
        for username in (*(row[0] for row in ground.STAFF), ground.LEADER, ground.MEMBER, ground.CONTACT):
            assert username in printed
            assert User.objects.get(username=username).check_password(ground.PASSWORD)

        # The months before come behind it, and a worker that is killed goes on where it was.
        before = PatrolLog.objects.count()
        job = Job.objects.get(kind="demo.history")
        _killed_after(3, monkeypatch=pytest.MonkeyPatch())
        job.refresh_from_db()
        assert 0 < job.done < job.total
        Job.objects.update(held_until=NOW)
        assert jobs.work()
        job.refresh_from_db()
        assert (job.stage, job.done) == ("done", job.total)
        assert PatrolLog.objects.count() > before
        first = clock.today() - dt.timedelta(days=3)
        assert PatrolLog.objects.filter(day=first).count() > 90

        with pytest.raises(CommandError, match="empty database"):
            call_command("demo")
        assert Place.objects.filter(tier="DISTRICT").count() == 1


def _equipped(day: dt.date) -> None:
    """A standard in force and one that waits; the first street has nearly all, the others lack much."""
    agreed = list(EquipmentStandard.objects.order_by("version").values_list("agreed_at", flat=True))
    assert len(agreed) == 2
    assert agreed[0] is not None
    assert agreed[1] is None
    assert set(Equipment.objects.values_list("stage", flat=True)) == set(EquipmentStage)
    assert set(Equipment.objects.values_list("condition", flat=True)) == {"GOOD", "WORN", "BROKEN"}
    assert not Equipment.objects.filter(kind__in=RESTRICTED).exists()
    assert {"RETURNED", "DAMAGED", "LOST"} <= set(EquipmentIssue.objects.values_list("outcome", flat=True))
    gaps = team_gaps(Team.objects.active(), day)
    assert [gap.readiness for gap in gaps].count(Readiness.NOT_READY) == 1
    assert any(gap.worn_out.get("ARMBAND") for gap in gaps)
    own = Appointment.objects.on(day).get(role=Role.LEADER, member__user__username=ground.LEADER).team_id
    assert next(gap for gap in gaps if gap.team_id == own).missing == 0
    first = min(gap.street for gap in gaps if len(gap.path) == 9)
    assert sum(gap.missing for gap in gaps if gap.street == first) < 10
    others = {gap.street for gap in gaps} - {first}
    assert all(sum(gap.missing for gap in gaps if gap.street == street) > 50 for street in others)


def _insured(day: dt.date) -> None:
    """Papers in every state but those to come; where cover is required, some are off duty for want of it."""
    papers = InsurancePolicy.objects.select_related("renewed_by")
    states = {
        state_of(day, starts_on=row.starts_on, last_day=row.last_day, renewed=hasattr(row, "renewed_by"))
        for row in papers
    }
    assert states == {"RUNNING", "SOON", "RENEWED", "LAPSED"}
    assert {row.kind for row in papers} == {"ACCIDENT", "PENSION"}
    assert Cover.objects.filter(ended_at__isnull=False).count() == 1
    assert expiring_by_team("990102", day)
    without = sum(uncovered_by_team("990102", day).values())
    assert without > 0
    assert Hold.objects.barring(day).filter(kind="INSURANCE").count() == without
    assert Obligation.objects.open().filter(kind="funding.renew_insurance", due_at__lt=NOW).count() == 1


def _killed_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies in the middle: nothing is tidied up."""
    taken: list[int] = []
    true_step = jobs.Run.step

    def step(run: jobs.Run, **said: Any) -> None:
        if len(taken) == steps:
            raise KeyboardInterrupt
        taken.append(1)
        true_step(run, **said)

    monkeypatch.setattr(jobs.Run, "step", step)
    with pytest.raises(KeyboardInterrupt):
        jobs.work()
    monkeypatch.undo()


def test_a_day_comes_out_the_same_each_time() -> None:
    first, second = ground.People(), ground.People()
    assert [first.name() for _ in range(20)] == [second.name() for _ in range(20)]
    numbers = [first.identity(dt.date(2026, 11, 22)) for _ in range(1500)]
    assert len(set(numbers)) == 1500
    assert days.HAZARDS
