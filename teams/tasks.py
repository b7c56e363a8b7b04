"""What the clock and the worker ask of the first floor. Doors only: ids, the clock, one command a step."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.jobs import Run, job
from patrol_ops.core.refusals import Refused
from patrol_ops.core.sheets import writing
from teams import commands, reports
from teams.commands.staging import KEPT_FOR
from teams.models import Export, Place, Reorganisation, Roster
from teams.rules import WORKBOOK_KEPT, PlaceTier, Tier

logger = logging.getLogger(__name__)


@shared_task(name="teams.watch_teams")
def watch_teams(**_: object) -> None:
    """Silent teams of each district: warned of, proposed as dormant, or let go."""
    now = clock.now()
    for district_id in Place.objects.filter(tier=PlaceTier.DISTRICT).values_list("pk", flat=True):
        try:
            commands.watch_teams(actor=Actor.system("watch-teams"), district_id=district_id, at=now)
        except Refused as refused:
            logger.info("Teams of district %s: %s", district_id, refused.code)


@shared_task(name="teams.carry_out_reorganisations")
def carry_out_reorganisations(**_: object) -> None:
    """Whose day has begun, in the order of their days; each by itself, so that one that fails holds up no other."""
    now = clock.now()
    due = Reorganisation.objects.due(now.date()).order_by("effective_on", "pk").values_list("pk", flat=True)
    for pk in list(due):
        try:
            commands.carry_out_reorganisation(
                actor=Actor.system("carry-out-reorganisations"), reorganisation_id=pk, at=now
            )
        except Refused as refused:
            logger.info("Reorganisation %s left as it is: %s", pk, refused.code)


@job("teams.import_roster")
def import_roster(run: Run) -> None:
    """A confirmed list: the teams above, then unit by unit. A step that was done is not found again after a kill."""
    actor, roster_id = Actor.system("import-roster"), int(run.facts["roster_id"])
    run.made("teams:show-roster", roster_id=roster_id)
    above, units = reports.roster_steps(roster_id)
    for path, tier in above:
        commands.make_team_above(actor=actor, roster_id=roster_id, path=path, tier=Tier(tier), at=clock.now())
        run.step(done=run.done)
    counts = {name: int(run.result.get(name, 0)) for name in ("added", "changed")}
    for unit_id in units:
        commands.absorb_unit(actor=actor, roster_id=roster_id, unit_id=unit_id, at=clock.now())
    for second_posts, unit_id in ((second, unit_id) for second in (False, True) for unit_id in units):
        while True:
            # The rows, what was wrong with them and how many they were: after a kill all of it, or none.
            with transaction.atomic():
                brought = commands.bring_in_rows(
                    actor=actor, roster_id=roster_id, unit_id=unit_id, second_posts=second_posts, at=clock.now()
                )
                for where, code, facts in brought.problems:
                    run.problem(where, code, **facts)
                counts["added"] += brought.added
                counts["changed"] += brought.changed
                run.result |= counts
                run.step(done=run.done + brought.rows)
            if not brought.rows:
                break
    for where, code, facts in reports.refused_rows(roster_id):
        run.problem(where, code, **facts)
    try:
        commands.finish_roster(
            actor=actor, roster_id=roster_id, added=counts["added"], changed=counts["changed"], at=clock.now()
        )
    except Refused as refused:  # finished before a kill: nothing more to say
        logger.info("Roster %s: %s", roster_id, refused.code)


@job("teams.draw_workbook")
def draw_workbook(run: Run) -> None:
    """A workbook too long to wait for; after a kill it is drawn anew, for what was drawn is gone."""
    export = Export.objects.get(pk=run.facts["export_id"])
    lines = reports.lines_in_pieces(export, lambda done: run.hold(done=done))
    with writing.write(reports.member_sheets(export, lines), at=export.made_at) as made, transaction.atomic():
        now = clock.now()
        kept = commands.keep_workbook(actor=Actor.system("draw-workbook"), export_id=export.pk, made=made, at=now)
        run.made("file", own_until=now + WORKBOOK_KEPT, key=kept.key)
        run.step(done=export.lines)


@shared_task(name="teams.discard_stale_rosters")
def discard_stale_rosters(**_: object) -> None:
    """Lists that nobody has confirmed for a day: what was staged of them goes."""
    now = clock.now()
    for roster_id in Roster.objects.waiting_since(now - KEPT_FOR).values_list("pk", flat=True):
        try:
            commands.discard_roster(actor=Actor.system("discard-stale-rosters"), roster_id=roster_id, at=now)
        except Refused as refused:
            logger.info("Roster %s left as it is: %s", roster_id, refused.code)
