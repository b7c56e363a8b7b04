"""A district of a given size, made in bulk, and its daily pages as the people read them who open them. See bench.py."""

from __future__ import annotations

import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duty.models import PatrolLog
from patrol_ops.core import clock
from patrol_ops.core.models import Obligation, User
from teams.models import ActiveSpan, Appointment, Member, Membership, Place, Team

DAYS = 30
ROUNDS = 5


def measure(streets: int, communities: int) -> None:
    call_command("migrate", verbosity=0)
    json.dump(Bench((streets, communities)).run(), sys.stdout)


class Bench:
    """Fills a database in bulk and reads its first pages as the people who open them daily."""

    def __init__(self, size: tuple[int, int]) -> None:

        self.size = size
        self.now = clock.now()
        self.today = clock.today()
        self.begun = self.today - dt.timedelta(days=400)
        self.zone = timezone.get_current_timezone()

    def run(self) -> dict[str, tuple[float, int]]:

        with transaction.atomic():
            self.fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return dict(self.read())

    def fill(self) -> None:

        streets, communities = self.size
        district = self.place(Place, "990102", None, "DISTRICT", "启明区")
        inner = [self.place(Place, f"990102{n:03d}", district, "STREET", f"第{n}街道") for n in range(1, streets + 1)]
        Place.objects.bulk_create(
            Place(code=f"{s.path}{n:03d}", path=f"{s.path}{n:03d}", name=f"第{n}社区", tier="COMMUNITY", parent=s)
            for s in inner for n in range(1, communities + 1)
        )  # fmt: skip
        head = User.objects.create(username="head", name="关文", password="!", is_active=True)
        made: dict[str, Any] = {
            "form": "FULL_TIME_PATROL",
            "stage": "ACTIVE",
            "activated_by": head,
            "activated_at": self.now,
        }
        brigade = Team.objects.create(tier="BRIGADE", place=district, name="启明区大队", authorised=80, **made)
        squadrons = [
            Team.objects.create(tier="SQUADRON", place=s, parent=brigade, name=f"{s.name}中队", authorised=15, **made)
            for s in inner
        ]
        above = {team.place_id: team for team in squadrons}
        lowest = list(Place.objects.filter(tier="COMMUNITY").order_by("pk"))
        Team.objects.bulk_create(
            Team(tier="DETACHMENT", place=p, parent=above[p.parent_id], name=f"{p.path}分队", authorised=5, **made)
            for p in lowest
        )  # fmt: skip
        teams = list(Team.objects.select_related("place").order_by("pk"))
        ActiveSpan.objects.bulk_create(ActiveSpan(team=t, since=self.begun) for t in teams)
        Member.objects.bulk_create(
            Member(name=f"队员{n}", pinyin=f"dui{n}", initials=f"d{n}", identity_index=f"{n:064}", birth_year=1980)
            for n in range(4 * len(teams))
        )  # fmt: skip
        members = list(Member.objects.order_by("pk"))
        serving: dict[str, Any] = {"employment_class": "FULL_TIME", "since": self.begun, "legacy": True}
        Membership.objects.bulk_create(
            Membership(member=m, team=teams[n // 4], entered_at=self.now, **serving)
            for n, m in enumerate(members)
        )  # fmt: skip
        Appointment.objects.bulk_create(
            Appointment(
                role="ldr", member=members[4 * n], team=t, path=t.place.path, since=self.begun, proposed_at=self.now,
                approved_at=self.now,
            )
            for n, t in enumerate(teams)
        )  # fmt: skip
        days = [self.today - dt.timedelta(days=n) for n in range(1, DAYS + 1)]
        filed = {"stage": "SUBMITTED", "version": 1, "first_submitted_at": self.now, "submitted_at": self.now}
        # Every tenth team misses the latest day.
        PatrolLog.objects.bulk_create(
            [
                PatrolLog(team=t, day=day, no_patrol="REST", **filed)
                for n, t in enumerate(teams) for day in days if n % 10 or day != days[0]
            ],
            batch_size=2000,
        )  # fmt: skip
        Obligation.objects.bulk_create(
            [
                Obligation(
                    kind="duty.submit_patrol_log", subject_type="team", subject_id=t.pk, period=day.isoformat(),
                    team_id=t.pk, path=t.place.path, role="ldr", created_at=self.now,
                    due_at=dt.datetime.combine(day + dt.timedelta(days=1), dt.time(10), self.zone),
                    settled_at=self.now if n % 10 or day != days[0] else None,
                )
                for n, t in enumerate(teams) for day in days
            ],
            batch_size=2000,
        )  # fmt: skip
        self.people(district, inner[0], teams[-1], members[-4])

    def place(self, model: Any, path: str, parent: Any, tier: str, name: str) -> Any:
        return model.objects.create(code=path.ljust(12, "0"), path=path, name=name, tier=tier, parent=parent)

    def people(self, district: Any, street: Any, team: Any, leader: Any) -> None:

        for name, role, place in (("gus", "gov", district), ("piet", "psl", street), ("aud", "aud", district)):
            user = User.objects.create(username=name, name=name, password="!", is_active=True)
            Appointment.objects.create(
                role=role, user=user, place=place, path=place.path, since=self.begun, proposed_at=self.now,
                approved_at=self.now,
            )  # fmt: skip
        leader.user = User.objects.create(username="lena", name="lena", password="!", is_active=True)
        leader.save()
        self.team = team

    def read(self) -> Iterator[tuple[str, tuple[float, int]]]:

        pages = [
            ("gus", "office:situation", []),
            ("gus", "office:to-do", []),
            ("piet", "office:to-do", []),
            ("gus", "teams:list-teams", []),
            ("gus", "teams:list-members", []),
            ("gus", "duty:list-patrol-logs", []),
            ("piet", "duty:list-patrol-logs", []),
            ("lena", "duty:today", []),
            ("lena", "duty:submit-patrol-log", [self.team.pk]),
            ("aud", "office:journal", []),
            ("gus", "api-duty:patrol-logs", []),
        ]
        for who, name, arguments in pages:
            client = Client()
            client.force_login(User.objects.get(username=who), backend="patrol_ops.core.signin.PhoneOrNameBackend")
            path = reverse(name, args=arguments)
            times = []
            for _round in range(ROUNDS + 1):
                with CaptureQueriesContext(connection) as asked:
                    began = time.perf_counter()
                    answer = client.get(path)
                    times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, f"{who} {path}: {answer.status_code}"
            yield f"{who} {name}", (statistics.median(times[1:]), len(asked))
