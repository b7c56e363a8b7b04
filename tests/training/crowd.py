"""A crowd written straight into the tables, each row by chance: whatever the commands would let stand, and more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from patrol_ops.core import clock
from patrol_ops.core.models import PolicyValue
from teams.models import Hold, Member, Membership
from teams.rules import EmploymentClass, HoldKind, LeaveKind
from tests.cast import District
from training.models import Certificate, Course, CourseRevision, Enrolment, Session
from training.rules import CertificateStage, DeliveryMode, EnrolmentStage, Programme, SessionStage, Topic

DAY = dt.date(2027, 11, 16)
AT = clock.at(DAY, 9)


@dataclass
class Crowd:
    district: District = field(repr=False)
    chance: Random
    members: list[Member] = field(default_factory=list)

    def some(self, share: float) -> bool:
        return self.chance.random() < share

    def day(self, first: int, last: int) -> dt.date:
        return DAY + dt.timedelta(days=self.chance.randint(first, last))

    def come(self, number: int = 80) -> None:
        """People with posts, some with two, some to end, some over."""
        made = [
            Member(name=f"人{n}", pinyin="ren", initials="r", identity_index=f"crowd{n}", birth_year=1990)
            for n in range(number)
        ]
        self.members = Member.objects.bulk_create(made)
        teams = list(self.district.teams.values())
        for member in self.members:
            team, other = self.chance.sample(teams, 2)
            self._post(member, team, until=None if self.some(0.8) else self.day(-20, 20))
            if self.some(0.3):
                self._post(member, other, main=False)
            if self.some(0.1):
                self._post(member, team, until=self.day(1, 20), main=self.some(0.3))

    def _post(self, member: Member, team_id: int, until: dt.date | None = None, main: bool = True) -> None:
        kind = self.chance.choice(list(EmploymentClass))
        ended = {"until": until, "ended_at": AT} if until else {}
        since = self.day(-600, -30) if self.some(0.95) else self.day(1, 30)
        if until and until < since:
            since = until
        Membership.objects.create(
            member=member, team_id=team_id, employment_class=kind, since=since, main=main, entered_at=AT, **ended
        )

    def keep_off_duty(self) -> None:
        """Holds of every kind: begun or to come, open, ended or lifted."""
        for member in self.members:
            for kind in self.chance.choices(list(HoldKind), k=self.chance.choice((0, 0, 1, 2))):
                self._hold(member, kind)
            if self.some(0.15):
                self._hold(member, HoldKind.TRAINING)

    def _hold(self, member: Member, kind: str) -> None:
        since = self.day(-90, 90)
        leave = {"leave_kind": self.chance.choice(list(LeaveKind))} if kind == HoldKind.LEAVE else {}
        until = since + dt.timedelta(days=self.chance.randint(0, 120)) if leave or self.some(0.4) else None
        lifted = AT if until and self.some(0.5) else None
        Hold.objects.create(member=member, kind=kind, since=since, until=until, placed_at=AT, lifted_at=lifted, **leave)

    def certify(self) -> None:
        for member in self.members:
            for stage in self._stages():
                last = self.day(-30, 120)
                stopped = stage == CertificateStage.SUSPENDED
                Certificate.objects.create(
                    member=member,
                    number=f"{member.pk}-{stage}",
                    key=f"{member.pk}{stage}"[:26],
                    path="990102",
                    team_id=self.district.teams["harbour"],
                    stage=stage,
                    starts_on=last - dt.timedelta(days=700),
                    last_day=last,
                    on_duty_since=self._since(),
                    hours_checked_for=2026,
                    issued_at=AT,
                    suspended_for=2026 if stopped else None,
                    suspended_at=AT if stopped else None,
                )

    def _stages(self) -> list[str]:
        old = [CertificateStage.EXPIRED] if self.some(0.2) else []
        now = [self.chance.choice((CertificateStage.VALID, CertificateStage.SUSPENDED))] if self.some(0.8) else []
        return [*old, *now]

    def _since(self) -> dt.date:
        day = self.day(-320, 60) if self.some(0.7) else self.day(-900, -320)
        return day.replace(day=1) if self.some(0.3) else day

    def train(self) -> None:
        """Sessions of every programme, mode and stage, and who took part."""
        sessions = [self._session(n) for n in range(24)]
        for member in self.members:
            for session in self.chance.sample(sessions, self.chance.randint(0, 6)):
                credit = {"credited": self.chance.choice((0, 60, 120, 240, 360)), "credit_year": 2027}
                if self.some(0.1):
                    credit["credit_year"] = 2026
                Enrolment.objects.create(
                    session=session,
                    member=member,
                    stage=EnrolmentStage.PASSED if self.some(0.9) else EnrolmentStage.ATTENDED,
                    enrolled_at=AT,
                    **(credit if self.some(0.95) else {}),
                )

    def _session(self, number: int) -> Session:
        place = self.district.places["990102"]
        what: dict[str, Any] = {"topic": Topic.LAW, "team_id": self.district.teams["harbour"]}
        if self.some(0.8):
            programme = self.chance.choice(list(Programme))
            course = Course.objects.create(place_id=place, programme=programme)
            minutes = dict.fromkeys(("law", "duties", "procedures", "finding"), 60)
            what = {
                "revision": CourseRevision.objects.create(course=course, version=1, title="课", made_at=AT, **minutes)
            }
        confirmed = self.some(0.85)
        return Session.objects.create(
            place_id=place,
            path="990102",
            tier="DETACHMENT",
            minutes=240,
            mode=self.chance.choice(list(DeliveryMode)),
            starts_at=AT - dt.timedelta(days=30 + number),
            ends_at=AT - dt.timedelta(days=30 + number, hours=-4),
            capacity=99,
            secret="s",
            stage=SessionStage.CONFIRMED if confirmed else SessionStage.COMPLETED,
            planned_at=AT,
            confirmed_at=AT if confirmed else None,
            confirmed_by_id=self.district.users["kai"] if confirmed else None,
            **what,
        )

    def decide(self) -> None:
        """The district may ask for other hours, and let meetings make up more or less of them."""
        for key, values in (("training.annual_hours", (8, 16, 23)), ("training.meeting_share", (0, 33, 100))):
            value = self.chance.choice(values)
            PolicyValue.objects.create(
                key=key, since=DAY.replace(month=1, day=1), path="990102", value=value, set_at=AT
            )
