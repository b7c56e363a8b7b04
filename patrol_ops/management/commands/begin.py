"""A real district begins: its divisions from a list, its first administrator with a slip to sign in, and no demo."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say
from teams import commands
from teams.commands.logins import Slip
from teams.models import Appointment
from teams.rules import AppointmentDraft, Role, read_places
from teams.rules.places import PlaceRow

BEGIN = Actor.system("begin")


class Command(BaseCommand):
    help = "Loads the divisions of a district and opens the first administrator's login."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--divisions", required=True, metavar="FILE.csv", help="code,name,tier,parent,population")
        parser.add_argument("--username", required=True, help="of the first administrator")
        parser.add_argument("--name", required=True, help="of the first administrator, as people know them")
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where people reach the site")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                slip = self._again(options["username"]) or self._begin(options)
            except Refused as no:
                line = f"Line {no.facts['line']}: " if "line" in no.facts else ""
                raise CommandError(f"{line}{say(no.code, **no.facts)} Nothing was written.") from None
        self.stdout.write(f"\n  Address     {options['address'].rstrip('/')}{reverse('claim-login')}")
        self.stdout.write(f"  User name   {slip.user.username}")
        self.stdout.write(f"  Code        {slip.code}")
        self.stdout.write(f"  Valid until {clock.local(slip.expires_at):%Y-%m-%d %H:%M}, once\n")

    def _again(self, username: str) -> Slip | None:
        """A first slip that was lost before anybody used it is given anew; a district that lives is left alone."""
        posts = Appointment.objects.on(clock.today()).filter(role=Role.ADMINISTRATOR).select_related("user")
        begun = [post for post in posts if post.user is not None]
        if not begun:
            return None
        unused = [post for post in begun if post.user and post.user.opened_at is None]
        mine = next((post for post in unused if post.user and post.user.username == username.strip().lower()), None)
        if mine is None or len(unused) != len(begun):
            raise CommandError(
                "This district has begun: it has an administrator, who opens further logins under Appointments."
            )
        self.stdout.write("  This district has begun, but nobody has signed in yet. A new slip; the old one is void.")
        return commands.open_login(actor=BEGIN, appointment_id=mine.pk, at=clock.now())

    def _begin(self, options: dict[str, Any]) -> Slip:
        rows, now = _read(Path(options["divisions"])), clock.now()
        with transaction.atomic():
            district = commands.load_places(actor=BEGIN, rows=rows, at=now)
            post = commands.appoint_staff(
                actor=BEGIN,
                draft=AppointmentDraft(role=Role.ADMINISTRATOR, since=now.date()),
                place_id=district.pk,
                username=options["username"],
                name=options["name"],
                at=now,
            )
            slip = commands.open_login(actor=BEGIN, appointment_id=post.pk, at=now)
        self.stdout.write(f"  {district.name}: {len(rows)} divisions.")
        return slip


def _read(path: Path) -> list[PlaceRow]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return read_places(csv.DictReader(file))
    except OSError as problem:
        raise CommandError(f"{path} cannot be opened ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8. Save it as CSV UTF-8 and try again.") from None
    except csv.Error as problem:
        raise CommandError(f"{path} is no CSV file ({problem}).") from None
