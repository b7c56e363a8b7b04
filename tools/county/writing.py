"""All of it in one go: tables, ground, history, check."""

from __future__ import annotations

import sys

from django.core.management import call_command
from django.db import connection, transaction

from patrol_ops.core import clock
from patrol_ops.core.models import User
from tools.county import history, papers
from tools.county.bulk import Teller, ask, count_on
from tools.county.check import check
from tools.county.ground import Builder, Numbers
from tools.county.shape import FIRST_CODE, Shape, Span

GROUND_TABLES = (
    "core_user",
    "teams_place",
    "teams_unit",
    "teams_team",
    "teams_activespan",
    "teams_teamunit",
    "teams_patrolarea",
    "teams_areadesignation",
    "teams_member",
    "teams_membership",
    "teams_numberbadge",
    "teams_appointment",
    "training_certificate",
)


class NotEmpty(Exception):
    """Nothing is written where something is."""


def write(scale: float, counties: int, seed: int) -> dict[str, int]:
    """Returns the counts; each was held against what it must be. A kill leaves nothing: it is one transaction."""
    if connection.vendor != "postgresql":
        raise NotEmpty("A county is written into PostgreSQL: set DATABASE_URL, or run it by tools/services.sh.")
    print("  [  0%] tables, which takes a little", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        raise NotEmpty("The database holds something already. A county needs an empty one.")
    shape, span = Shape(scale), Span(clock.today())
    teller = Teller(2 * counties + history.STEPS + 4)
    with transaction.atomic():
        ask(
            "SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'; SET LOCAL synchronous_commit = off"
        )
        squads, numbers = [], Numbers()
        for number in range(counties):
            builder = Builder(shape, span, numbers, seed + number)
            builder.build(FIRST_CODE + number)
            teller.say(f"{shape.people:>9,} people thought up")
            builder.save()
            squads += builder.squads
            teller.say(f"{shape.people:>9,} people in {shape.teams:,} teams")
        count_on(*GROUND_TABLES)
        teller.say(f"{papers.recruit(span):>9,} applicants")
        teller.say(f"{papers.inspect(squads, span):>9,} inspections")
        history.tell(squads, span, teller.say)
    ask("ANALYZE")
    teller.say("statistics")
    found = check(shape, span, counties)
    teller.say("counted")
    return found
