"""Courses, a plan, sessions at every stage and certificates in every state, told by whoever would act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from patrol_ops.core import clock, policy
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.demo.ground import District
from patrol_ops.demo.lessons import COURSES, QUESTIONS, REVISED
from patrol_ops.demo.people import LEADER
from teams import commands as teams
from teams.models import Membership, Place, Team
from teams.reports import actor_for
from teams.rules import OverrideDraft, PlaceTier, Tier
from training import commands
from training.models import Certificate, Course, Session
from training.rules import (
    DeliveryMode,
    PlanDraft,
    PlanLineDraft,
    QuestionDraft,
    ResultDraft,
    RevokedWhy,
    SessionDraft,
    StudyDraft,
    Topic,
)

DAY = dt.timedelta(days=1)


@dataclass
class School:
    """What the trainer and the office need to hold sessions."""

    it: District
    courses: dict[str, Course] = field(default_factory=dict)

    @property
    def trainer(self) -> Actor:
        return self.it.staff["peixun"]

    @property
    def office(self) -> Actor:
        return self.it.staff["zongzhi"]

    def plan(
        self,
        course: str,
        place: Place,
        tier: Tier,
        begins: dt.datetime,
        mode: DeliveryMode,
        capacity: int,
        days: int = 1,
    ) -> Session:
        """``days``: on how many days in a row."""
        at = max(self.it.at, begins - 10 * DAY)
        assert self.trainer.person_id is not None
        draft = SessionDraft(
            course_id=self.courses[course].pk,
            tier=tier,
            mode=mode,
            starts_at=begins.replace(tzinfo=None),
            ends_at=(begins + dt.timedelta(days=days - 1, hours=8)).replace(tzinfo=None),
            venue=f"{place.name}综治中心",
            capacity=capacity,
            trainer_id=self.trainer.person_id,
        )
        return commands.plan_session(actor=self.office, place_id=place.pk, draft=draft, at=at)

    def enrol(self, session: Session, teams: Collection[Team]) -> None:
        at = clock.local(session.starts_at) - dt.timedelta(hours=2)
        ids = [team.pk for team in teams]
        commands.enrol_members(actor=self.office, session_id=session.pk, member_ids=(), team_ids=ids, at=at)

    def teach(self, session: Session, *, absent: int = 0, failed: int = 0) -> None:
        """Begun, called over, with results, ended; the last few were absent or did not pass."""
        begins, ends = clock.local(session.starts_at), clock.local(session.ends_at)
        commands.begin_session(actor=self.trainer, session_id=session.pk, at=begins)
        rows = list(session.enrolments.order_by("pk").values_list("pk", flat=True))
        results = {
            pk: ResultDraft(present=n < len(rows) - absent, mark=50 if n < failed else 66 + (n * 7) % 30)
            for n, pk in enumerate(rows)
        }
        commands.record_results(actor=self.trainer, session_id=session.pk, results=results, at=ends)
        commands.complete_session(actor=self.trainer, session_id=session.pk, at=ends)

    def confirm(self, session: Session, by: Actor) -> None:
        at = clock.local(session.ends_at) + dt.timedelta(hours=15)
        commands.confirm_session(actor=by, session_id=session.pk, at=at)

    def issue(self, session: Session, at: dt.datetime, leave: int = 0) -> list[Certificate]:
        """To everybody who passed but the last ``leave``, who wait for theirs."""
        passed = session.enrolments.filter(stage="PASSED").order_by("pk").values_list("member_id", flat=True)
        ids = [pk for pk in passed if pk is not None]
        return commands.issue_certificates(actor=self.office, member_ids=ids[: len(ids) - leave], at=at)


def begin(it: District, now: dt.datetime) -> School:
    """What happened before the last days: a trial with short certificates in the first street, then the brigade."""
    school = School(it)
    _courses(school)
    _plans(school, now)
    district, streets = it.places[it.path], _streets(it)
    head = it.staff["zhuren"]
    policy.set_policy_value(actor=head, key="certificate.months", value="3", since=it.founded, path=it.path, at=it.at)
    policy.set_policy_value(
        actor=head, key="certificate.months", value="24", since=now.date() - 45 * DAY, path=it.path, at=it.at
    )
    policy.set_policy_value(
        actor=head, key="certificate.renewal_days", value="1", since=it.founded, path=it.path, at=it.at
    )
    first, station = streets[0], it.police[streets[0].path]
    # Two detachments were the first to be certified, for three months: theirs have run out. One was renewed in time.
    trial = school.plan(
        "whole", first, Tier.DETACHMENT, clock.at(it.founded + DAY, 9), DeliveryMode.OFF_JOB, 60, days=2
    )
    school.enrol(trial, _detachments(it, first)[2:4])
    school.teach(trial)
    school.confirm(trial, station)
    school.issue(trial, clock.at(it.founded + 4 * DAY, 10))
    # The squadron's end within the month, the brigade's hold for two years; some still wait for theirs.
    squad = school.plan(
        "whole", first, Tier.SQUADRON, clock.at(now.date() - 63 * DAY, 9), DeliveryMode.CLASS, 30, days=2
    )
    school.enrol(squad, [it.teams[first.path]])
    school.teach(squad, absent=1, failed=1)
    school.confirm(squad, station)
    school.issue(squad, clock.at(now.date() - 60 * DAY, 10))
    brigade = school.plan(
        "whole", district, Tier.BRIGADE, clock.at(now.date() - 40 * DAY, 9), DeliveryMode.OFF_JOB, 100, days=2
    )
    school.enrol(brigade, [it.teams[it.path]])
    school.teach(brigade, absent=5, failed=2)
    school.confirm(brigade, it.staff["fenju"])
    made = school.issue(brigade, clock.at(now.date() - 36 * DAY, 10), leave=6)
    commands.revoke_certificate(
        actor=head, certificate_id=made[-1].pk, why=RevokedWhy.LOST, at=clock.at(now.date() - 9 * DAY, 11)
    )
    _renew(school, first, now)
    return school


def go_on(school: School, now: dt.datetime) -> None:
    """What is under way: a session to be confirmed, one that runs, some to come, study items of a team."""
    it, streets = school.it, _streets(school.it)
    second, third = streets[1], streets[2]
    waiting = school.plan(
        "whole", second, Tier.SQUADRON, clock.at(now.date() - 4 * DAY, 9), DeliveryMode.CLASS, 30, days=2
    )
    school.enrol(waiting, [it.teams[second.path]])
    school.teach(waiting, absent=2, failed=1)
    begins = now.replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=1)
    running = school.plan("topic", third, Tier.DETACHMENT, begins, DeliveryMode.SPECIAL_TOPIC, 40)
    school.enrol(running, _detachments(it, third)[:3])
    commands.begin_session(actor=school.trainer, session_id=running.pk, at=begins)
    rows = list(running.enrolments.order_by("pk").values_list("pk", flat=True))
    commands.call_roll(actor=school.trainer, session_id=running.pk, present=rows[: len(rows) // 2], absent=(), at=now)
    # Recruits and newcomers wait for these; whoever lacks the course is enrolled by itself.
    for number, street in ((3, streets[5]), (6, streets[0]), (9, streets[4])):
        begins = clock.at(now.date() + number * DAY, 9)
        session = school.plan("whole", street, Tier.SQUADRON, begins, DeliveryMode.OFF_JOB, 20, days=2)
        commands.enrol_lacking(actor=school.office, session_id=session.pk, at=now)
    school.plan("theory", streets[0], Tier.DETACHMENT, clock.at(now.date() + 5 * DAY, 19), DeliveryMode.CLASS, 60)
    called_off = school.plan(
        "annual", third, Tier.SQUADRON, clock.at(now.date() + 12 * DAY, 9), DeliveryMode.OFF_JOB, 30
    )
    commands.cancel_session(
        actor=school.office, session_id=called_off.pk, reason="场地停电检修，改期另行通知", at=now - DAY
    )
    _let_walk(school, streets[0], now)
    leader = actor_for(User.objects.get(username=LEADER), now.date())
    _study(it, leader, _detachments(it, streets[0])[0], now)


def _study(it: District, leader: Actor, team: Team, now: dt.datetime) -> None:
    """TRN-14: two study items of the team whose leader one may sign in as; one is confirmed."""
    members = frozenset(Membership.objects.open().filter(team=team).values_list("member_id", flat=True))
    for ago, topic, subject in ((5, Topic.LAW, "治安管理处罚法要点"), (2, Topic.PROCEDURES, "现场保护的步骤")):
        day = now.date() - ago * DAY
        draft = StudyDraft(day, topic, 60, subject, members)
        session = commands.hold_study(actor=leader, team_id=team.pk, draft=draft, at=clock.at(day, 20))
        if ago > 3:
            commands.confirm_session(
                actor=it.police[team.place.path], session_id=session.pk, at=clock.at(day + DAY, 10)
            )


def _streets(it: District) -> list[Place]:
    return [place for place in it.places.values() if place.tier == PlaceTier.STREET]


def _detachments(it: District, street: Place) -> list[Team]:
    """Those on duty there, in the order of their places."""
    rows = Team.objects.active().filter(tier=Tier.DETACHMENT, place__parent=street).select_related("place")
    return list(rows.order_by("place__path"))


def _courses(school: School) -> None:
    district = school.it.places[school.it.path]
    for key, draft in COURSES.items():
        course = commands.design_course(actor=school.office, place_id=district.pk, draft=draft, at=school.it.at)
        school.courses[key] = course
    theory = school.courses["theory"]
    for topic, asked in QUESTIONS.items():
        for text, options, answer in asked:
            question = QuestionDraft(topic, text, options, answer)
            commands.add_question(actor=school.trainer, course_id=theory.pk, draft=question, at=school.it.at)
    commands.revise_course(actor=school.office, course_id=school.courses["annual"].pk, draft=REVISED, at=school.it.at)


def _plans(school: School, now: dt.datetime) -> None:
    """This year's is approved; the next one waits for the sub-bureau where the year is old enough."""
    it, courses = school.it, school.courses
    district = it.places[it.path]

    def lines(cost: int) -> tuple[PlanLineDraft, ...]:
        return tuple(
            PlanLineDraft(quarter, tier, courses[course].pk, mode, sessions, cost * sessions)
            for quarter in (1, 2, 3, 4)
            for tier, course, mode, sessions in (
                (Tier.BRIGADE, "annual", DeliveryMode.OFF_JOB, 1),
                (Tier.SQUADRON, "whole", DeliveryMode.CLASS, 6),
                (Tier.DETACHMENT, "topic", DeliveryMode.SPECIAL_TOPIC, 12),
            )
        )

    for year, at, approved in ((now.year, it.at, True), (now.year + 1, now - 2 * DAY, False)):
        draft = PlanDraft(year, lines(1200))
        plan = commands.draft_plan(actor=school.office, place_id=district.pk, draft=draft, at=at)
        commands.submit_plan(actor=school.office, plan_id=plan.pk, at=at)
        if approved:
            commands.approve_plan(actor=it.staff["fenju"], plan_id=plan.pk, at=at + DAY)


def _renew(school: School, street: Place, now: dt.datetime) -> None:
    """Three of the trial came to a day of training before theirs had run out, and were renewed by it."""
    session = school.plan(
        "annual", street, Tier.DETACHMENT, clock.at(now.date() - 20 * DAY, 9), DeliveryMode.OFF_JOB, 20
    )
    holders = Certificate.objects.filter(team__place__parent=street).order_by("pk").values_list("member_id", flat=True)
    ids = list(holders[:3])
    at = clock.local(session.starts_at) - dt.timedelta(hours=2)
    commands.enrol_members(actor=school.office, session_id=session.pk, member_ids=ids, at=at)
    school.teach(session)
    school.confirm(session, school.it.police[street.path])
    renewed = clock.at(now.date() - 18 * DAY, 10)
    commands.renew_certificates(actor=school.office, member_ids=ids, at=renewed)
    commands.expire_certificates(
        actor=Actor.system("expire-certificates"),
        certificate_ids=list(Certificate.objects.lapsed(now.date()).values_list("pk", flat=True)),
        at=clock.at(now.date(), 0, 15),
    )


def _let_walk(school: School, street: Place, now: dt.datetime) -> None:
    """For a flood watch the station lets one walk whose certificate has run out: seen by everybody."""
    expired = Certificate.objects.filter(stage="EXPIRED", team__place__parent=street).select_related("team")
    row = expired.order_by("pk")[0]
    draft = OverrideDraft(now.date(), now.date() + 2 * DAY, "连日降雨，河堤夜间值守缺人")
    teams.override_fitness(
        actor=school.it.police[street.path], team_id=row.team_id, member_id=row.member_id, draft=draft, at=now
    )
