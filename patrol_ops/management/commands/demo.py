"""Loads the demo district into an empty database, and says who may sign in to it."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.core.wording import say
from patrol_ops.demo import (
    campaigns,
    contracts,
    equipment,
    ground,
    history,
    insurance,
    ledger,
    people,
    rosters,
    supervision,
    training,
)
from teams.models import Place
from teams.rules import Role


def count_rows() -> None:
    """Tells PostgreSQL what was written: nobody else sees the rows of a transaction, and a plan made without their
    number may take minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class Command(BaseCommand):
    help = "Loads a fictional district: its last seven days now, three months behind it by a job."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only prints one sign-in for each role")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self.sign_ins()
            return
        if settings.HTTPS and not settings.DEBUG:
            raise CommandError(
                "The demo's password is printed for everybody. It is for HTTPS=off, on a machine of one's own."
            )
        if User.objects.exists() or Place.objects.exists():
            raise CommandError("The demo district needs an empty database. Yours holds something already.")
        begun, now = time.monotonic(), clock.now()
        with transaction.atomic():  # all of it or nothing: a half-filled district helps nobody
            district = ground.build(now.date())
            count_rows()
            self.stdout.write(f"  District, teams and people: {time.monotonic() - begun:.0f} s")
            school = training.begin(district, now)
            count_rows()
            self.stdout.write(f"  Courses, sessions and certificates: {time.monotonic() - begun:.0f} s")
            equipment.equip(district, now)
            insurance.insure(district, now)
            self.stdout.write(f"  Equipment and insurance: {time.monotonic() - begun:.0f} s")
            count = history.play_last_days(now)
            ledger.keep(district, now)
            rosters.bring_in(district, now)
            count_rows()
            self.stdout.write(f"  {count} days of teams: {time.monotonic() - begun:.0f} s")
            campaigns.recruit(district, now)
            contracts.go_on(district, now)
            training.go_on(school, now)
            supervision.inspect(district, now)
            history.begin_demo(actor=Actor.system("demo"), at=now)
        self.stdout.write(
            f"  Recruiting, inspections: {time.monotonic() - begun:.0f} s. The months before follow as a job."
        )

    def sign_ins(self) -> None:
        rows = [(role, username) for username, _, role, _ in people.STAFF]
        rows += [(Role.LEADER, people.LEADER), (Role.MEMBER, people.MEMBER), (Role.AREA_CONTACT, people.CONTACT)]
        self.stdout.write(f"\n  Password of everyone: {people.PASSWORD}\n")
        for role, username in sorted(rows, key=lambda row: list(Role).index(row[0])):
            self.stdout.write(f"  {username:<12} {say(f'role.{role}')}")
