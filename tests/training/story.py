"""Training as it is told, step by step, by the people of the cast: each method is one act at a sane moment.

Tom trains and plans for the harbour's street; Kai, the community officer, answers for detachments and confirms; Gus of
the office issues certificates. ``Course`` of sixteen hours, over all four topics.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from teams import commands as teams
from teams.rules import BadgeEnd, EmploymentClass, LeavingKind, MemberDraft, MoveDraft
from tests.cast import BUILDER, District, identity
from training import commands
from training.models import Certificate, Course, Enrolment, Session
from training.rules import CourseDraft, DeliveryMode, Programme, ResultDraft, SessionDraft

CLOCK = Actor.system("training")
PLANNED = dt.date(2026, 11, 2)
HELD = dt.date(2026, 11, 9)
CONFIRMED = dt.date(2026, 11, 10)
ISSUED = dt.date(2026, 11, 11)
WHOLE = (240, 240, 240, 240)


@dataclass
class Training:
    district: District = field(repr=False)
    team: str = "harbour"
    place: str = "990102001001"
    officer: str = "kai"
    trainer: str = "tom"
    session_id: int = 0
    members: dict[str, int] = field(default_factory=dict)

    def who(self, key: str, day: dt.date = PLANNED) -> Actor:
        return self.district.actor(key, day)

    def at(self, day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
        return clock.at(day, hour, minute)

    @property
    def session(self) -> Session:
        return Session.objects.get(pk=self.session_id)

    def certificate(self, name: str) -> Certificate:
        return Certificate.objects.filter(member=self.members[name]).order_by("-pk")[0]

    def enrolment(self, name: str) -> Enrolment:
        return Enrolment.objects.get(session=self.session_id, member=self.members[name])

    # --- acts -------------------------------------------------------------------------------------------------------

    def course(self, programme: Programme = Programme.PRE_DUTY, **values: Any) -> Course:
        whole = {"programme": programme, "title": "岗前培训", "aim": "", "minutes": WHOLE, "pass_mark": 60}
        draft = CourseDraft(**{**whole, **values})
        place = self.district.places["990102"]
        return commands.design_course(actor=self.who("gus"), place_id=place, draft=draft, at=self.at(PLANNED, 8))

    def newcomer(self, name: str, day: dt.date = PLANNED, number: int | None = None) -> int:
        """Somebody new in the team, as a signed contract would bring them in."""
        draft = MemberDraft(
            name=name,
            phone="",
            identity=identity(500 + (len(self.members) if number is None else number)),
            employment_class=EmploymentClass.FULL_TIME,
        )
        member = teams.enrol_member(
            actor=BUILDER, team_id=self.district.teams[self.team], draft=draft, at=self.at(day, 8)
        )
        self.members[name] = member.pk
        return int(member.pk)

    def badge(self, name: str, day: dt.date = PLANNED) -> None:
        team = self.district.teams[self.team]
        gus, at, pk = self.who("gus", day), self.at(day, 11), self.members[name]
        teams.allocate_badge(actor=gus, team_id=team, member_id=pk, at=at)
        teams.hand_over_badge(actor=gus, team_id=team, member_id=pk, at=at)

    def plan(self, course: Course, day: dt.date = HELD, planned: dt.date | None = None, **values: Any) -> Session:
        begins = dt.datetime.combine(day, dt.time(9))
        whole = {
            "course_id": course.pk,
            "tier": "DETACHMENT",
            "mode": DeliveryMode.CLASS,
            "starts_at": begins,
            "ends_at": begins + dt.timedelta(hours=8),
            "venue": "街道综治中心",
            "capacity": 30,
            "trainer_id": self.district.users[self.trainer],
        }
        at = self.at(planned or min(PLANNED, day - dt.timedelta(days=7)), 9)
        session = commands.plan_session(
            actor=self.who("gus", at.date()),
            place_id=self.district.places[self.place],
            draft=SessionDraft(**{**whole, **values}),
            at=at,
        )
        self.session_id = session.pk
        return session

    def enrol(self, *names: str) -> None:
        day = clock.local(self.session.starts_at).date() - dt.timedelta(days=1)
        ids = [self.members[name] for name in names]
        commands.enrol_members(
            actor=self.who("gus", day), session_id=self.session_id, member_ids=ids, at=self.at(day, 10)
        )

    def begin(self) -> None:
        at = self.session.starts_at
        commands.begin_session(actor=self.who(self.trainer, at.date()), session_id=self.session_id, at=clock.local(at))

    def results(self, **marks: int | None) -> None:
        """``results(赵一=80, 钱二=None)``: None never came."""
        ends = clock.local(self.session.ends_at)
        results = {
            self.enrolment(name).pk: ResultDraft(present=mark is not None, mark=mark) for name, mark in marks.items()
        }
        commands.record_results(
            actor=self.who(self.trainer, ends.date()), session_id=self.session_id, results=results, at=ends
        )

    def complete(self) -> None:
        ends = clock.local(self.session.ends_at)
        commands.complete_session(actor=self.who(self.trainer, ends.date()), session_id=self.session_id, at=ends)

    def confirm(self, day: dt.date | None = None) -> None:
        day = day or clock.local(self.session.ends_at).date() + dt.timedelta(days=1)
        commands.confirm_session(actor=self.who(self.officer, day), session_id=self.session_id, at=self.at(day))

    def issue(self, *names: str, day: dt.date = ISSUED) -> list[Certificate]:
        ids = [self.members[name] for name in names]
        return commands.issue_certificates(actor=self.who("gus", day), member_ids=ids, at=self.at(day))

    def transfer(self, name: str, to: str, day: dt.date = ISSUED) -> None:
        draft = MoveDraft(EmploymentClass.FULL_TIME, day)
        teams.transfer_member(
            actor=self.who("petra", day),
            team_id=self.district.teams[self.team],
            member_id=self.members[name],
            to_team_id=self.district.teams[to],
            draft=draft,
            at=self.at(day, 11),
        )

    def leave(self, name: str, day: dt.date, badge: BadgeEnd | None = None) -> None:
        teams.end_membership(
            actor=self.who("petra", day),
            team_id=self.district.teams[self.team],
            member_id=self.members[name],
            why=LeavingKind.RESIGNED,
            until=day,
            at=self.at(day, 12),
            badge=badge,
        )

    # --- so far -----------------------------------------------------------------------------------------------------

    def until_planned(self, *names: str) -> Training:
        for name in names:
            self.newcomer(name)
        self.plan(self.course())
        return self

    def until_passed(self, *names: str) -> Training:
        self.until_planned(*names)
        self.enrol(*names)
        self.begin()
        self.results(**dict.fromkeys(names, 80))
        self.complete()
        self.confirm()
        return self

    def until_certified(self, *names: str) -> Training:
        self.until_passed(*names)
        self.issue(*names)
        return self

    def hold(self, *names: str, day: dt.date, minutes: int = 480, programme: Programme = Programme.ANNUAL) -> None:
        """A whole session of a day, from plan to confirmation, with everybody named passing it."""
        quarter = minutes // 4
        course = self.course(programme, title="年度培训", minutes=(quarter,) * 4, pass_mark=None)
        self.plan(course, day)
        self.enrol(*names)
        self.begin()
        self.results(**dict.fromkeys(names, 0))
        self.complete()
        self.confirm()
