"""The site as a process of its own, at a moment of our choosing: ``python -m tests.journeys.serve PORT ISO-MOMENT``.
Port 0 only builds.

An empty database gets the small district of the cast first, with a log of the Harbour team from the day before
yesterday, everybody's logs of yesterday and today still owed, and what is kept beside the teams: a duty statement of
members, a ledger that went out, a file that was read, a ten-household unit under a voluntary detachment.
"""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

django.setup()

import time_machine  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from duty import commands  # noqa: E402
from duty.rules import Mode, PatrolDraft, PatrolLogDraft, WalkerDraft  # noqa: E402
from patrol_ops.core import clock, jobs, obligations, outbox  # noqa: E402
from patrol_ops.core.access import Actor  # noqa: E402
from patrol_ops.core.channels import sending  # noqa: E402
from patrol_ops.core.models import User  # noqa: E402
from patrol_ops.wsgi import application  # noqa: E402
from recruitment.tasks import close_due_notices, run_campaigns  # noqa: E402
from teams import commands as teams  # noqa: E402
from teams.rules import (  # noqa: E402
    DormancyCause,
    ExportKind,
    LeaveDraft,
    LeaveKind,
    LedgerQuestion,
    OrderDraft,
    RevivalPlanDraft,
    Role,
    StatementDraft,
    ViewDoor,
    VolunteerDraft,
)
from tests import cast  # noqa: E402
from tests.house.world_rows import voluntary_team  # noqa: E402
from training.tasks import expire_certificates  # noqa: E402


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """The browser's requests are no news."""


def build() -> None:
    """The cast through the commands, and the clock's part of the last days."""
    call_command("migrate", verbosity=0)
    if User.objects.exists():
        return
    today = clock.today()
    with transaction.atomic():
        district = cast.build()
        for ago in (2, 1, 0):
            day = today - dt.timedelta(days=ago)
            place = district.places["990102"]
            commands.owe_daily_logs(actor=Actor.system("test"), district_id=place, day=day, at=clock.at(day, 0, 1))
        day = today - dt.timedelta(days=2)
        patrol = PatrolDraft(
            started=dt.time(19),
            ended=dt.time(21),
            area_id=district.areas["harbour"],
            mode=Mode.FOOT,
            walkers=(WalkerDraft(district.members["lena"]), WalkerDraft(district.members["mara"])),
        )
        draft = PatrolLogDraft(day=day, patrols=(patrol,), hand_over="码头路灯请留意。")
        lena = district.actor("lena", day)
        commands.submit_patrol_log(actor=lena, team_id=district.teams["harbour"], draft=draft, at=clock.at(day, 21, 20))
        _ledger(district, today)
        keep(district, clock.at(today, 7))
    outbox.deliver()


def _ledger(district: cast.District, today: dt.date) -> None:
    """A leave to come, an order that waits, silent teams, and one that is asleep with its plan: each has its pages."""
    at = clock.at(today, 8)
    gus = district.actor("gus", today)
    soon = today + dt.timedelta(days=10)
    leave = LeaveDraft(kind=LeaveKind.FAMILY, since=soon, until=soon + dt.timedelta(days=3))
    teams.grant_leave(
        actor=district.actor("kai", today),
        team_id=district.teams["harbour"],
        member_id=district.members["何乐"],
        draft=leave,
        at=at,
    )
    order = OrderDraft(effective_on=today + dt.timedelta(days=30), reason="并入街道统一管理")
    teams.merge_teams(
        actor=gus,
        team_id=district.teams["other_squadron"],
        predecessor_ids=[district.teams["squadron"]],
        draft=order,
        at=at,
    )
    teams.watch_teams(actor=Actor.system("watch-teams"), district_id=district.places["990102"], at=at)
    academy = district.teams["academy"]
    teams.confirm_dormant(actor=gus, team_id=academy, cause=DormancyCause.NO_PATROLS, reason="一直没有组织巡逻", at=at)
    plan = RevivalPlanDraft(causes="没有队长，无人组织。", measures="选任队长，每周巡逻三次。", due_on=soon)
    teams.write_revival_plan(actor=district.actor("tess", today), team_id=academy, draft=plan, at=at)


def keep(district: cast.District, at: dt.datetime) -> None:
    """A row of everything that is kept beside the teams, so that every page has something to show."""
    draft = StatementDraft(Role.MEMBER, "负责本片区巡逻。", "每天傍晚巡逻两小时。", "邻队缺人时互相补位。")
    teams.publish_duty_statement(actor=district.actor("gus"), place_id=district.places["990102"], draft=draft, at=at)
    kai, vera = district.actor("kai"), district.actor("vera")
    question = LedgerQuestion(team=district.teams["harbour"])
    teams.export_members(actor=kai, question=question, kind=ExportKind.PAPER, reason="核对名册", at=at)
    teams.record_view(actor=kai, member_id=district.members["mara"], door=ViewDoor.PAGE, at=at)
    unit = teams.found_household_unit(
        actor=vera, team_id=voluntary_team(district, "990102001001", at), name="东巷", at=at
    )
    for name in ("吴邻", "郑里"):
        volunteer = VolunteerDraft(name, "", at.date())
        teams.add_household_volunteer(actor=vera, household_unit_id=unit.pk, draft=volunteer, at=at)
    teams.roster_household_days(actor=vera, household_unit_id=unit.pk, first=at.date(), days=5, at=at)


def work() -> None:
    """The worker's part: what follows a moment later, and long work that waits, is done soon."""
    while True:
        outbox.deliver()
        jobs.work()
        sending.send_due()
        time.sleep(0.5)


def wake() -> None:
    """What the clock would have done by itself up to this moment."""
    run_campaigns()
    close_due_notices()
    expire_certificates()
    while outbox.deliver():
        pass
    obligations.remind()


def main() -> None:
    port, moment = int(sys.argv[1]), dt.datetime.fromisoformat(sys.argv[2])
    with time_machine.travel(moment, tick=True):
        build()
        if not port:
            return
        wake()
        threading.Thread(target=work, daemon=True).start()
        server = make_server("127.0.0.1", port, application, Threaded, Quiet)
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
