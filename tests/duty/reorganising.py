"""A district under the hands of everybody: it reorganises itself, files logs and lets days pass, and knows its past."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from typing import Any

import time_machine
from django.db import transaction
from hypothesis import strategies as st

from duty import commands as duty
from duty import reports as figures
from duty.rules import Mode, PatrolDraft, PatrolLogDraft, WalkerDraft
from duty.tasks import owe_daily_logs
from patrol_ops.core import clock, outbox
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import Refused
from teams import commands, tasks
from teams.models import Membership, Reorganisation, Team
from teams.reports import served_on, structure
from teams.rules import (
    FINAL,
    TEAM_ROLES,
    EmploymentClass,
    Form,
    MoveDraft,
    OrderDraft,
    TeamDraft,
    Tier,
    tier_above,
)
from tests.cast import District

DISTRICT = "990102"
START = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)
HAMLETS = ("上湾", "下湾", "东坡", "西坡")
CLASSES = tuple(EmploymentClass)

number = st.integers(0, 99)
step = st.one_of(
    st.tuples(st.just("transfer"), number, number),
    st.tuples(st.just("change_class"), number, number),
    st.tuples(st.just("second_post"), number, number),
    st.tuples(st.just("merge"), number, number, st.integers(0, 4)),
    st.tuples(st.just("split"), number, number, st.integers(0, 4)),
    st.tuples(st.just("rename"), number, number, st.integers(0, 4)),
    st.tuples(st.just("empty_and_dissolve"), number, number, st.integers(0, 4)),
    st.tuples(st.just("suspend"), number),
    st.tuples(st.just("resume"), number),
    st.tuples(st.just("file_log"), number),
    st.tuples(st.just("advance"), st.integers(1, 5)),
)


class Ledger:
    """The district under the hands of everybody, with what each past day said when it ended."""

    def __init__(self, district: District) -> None:
        self.district, self.today = district, START
        self.served: dict[dt.date, dict[int, int]] = {}
        self.done: dict[dt.date, dict[int, Any]] = {}
        self.happened: Counter[str] = Counter()
        self.actor = {key: district.actor(key, START) for key in ("gus", "gwen", "petra", "lena", "otto")}
        self.remember(START - 3 * DAY)

    @property
    def at(self) -> dt.datetime:
        return clock.at(self.today, 12)

    def run(self, name: str, *numbers: int) -> None:
        """One step; what the rules refuse is no step."""
        with time_machine.travel(self.at, tick=False):
            try:
                with transaction.atomic():
                    getattr(self, name)(*numbers)
            except Refused:
                return
            self.happened[name] += 1
            outbox.deliver()

    # --- the steps --------------------------------------------------------------------------------------------------

    def team(self, n: int, **which: Any) -> Team:
        teams = list(Team.objects.unfinished().filter(**which).order_by("pk"))
        return teams[n % len(teams)]

    def membership(self, n: int) -> Membership:
        rows = list(Membership.objects.open().order_by("pk"))
        return rows[n % len(rows)]

    def order(self, days: int) -> OrderDraft:
        return OrderDraft(effective_on=self.today + days * DAY, reason="辖区调整")

    def decide(self, row: Reorganisation) -> None:
        commands.approve_reorganisation(actor=self.actor["gwen"], reorganisation_id=row.pk, at=self.at)

    def transfer(self, who: int, where: int) -> None:
        row = self.membership(who)
        commands.transfer_member(
            actor=self.actor["petra"], team_id=row.team_id, member_id=row.member_id, to_team_id=self.team(where).pk,
            draft=MoveDraft(employment_class=EmploymentClass(row.employment_class), on=self.today), at=self.at,
        )  # fmt: skip

    def change_class(self, who: int, which: int) -> None:
        row = self.membership(who)
        draft = MoveDraft(employment_class=CLASSES[which % 2], on=self.today)
        commands.change_class(
            actor=self.actor["petra"], team_id=row.team_id, member_id=row.member_id, draft=draft, at=self.at
        )

    def second_post(self, who: int, where: int) -> None:
        row = self.membership(who)
        commands.add_second_post(
            actor=self.actor["petra"], team_id=row.team_id, member_id=row.member_id, to_team_id=self.team(where).pk,
            draft=MoveDraft(employment_class=EmploymentClass(row.employment_class), on=self.today), seen=True,
            at=self.at,
        )  # fmt: skip

    def merge(self, which: int, others: int, days: int) -> None:
        team = self.team(which, tier__in=(Tier.SQUADRON, Tier.DETACHMENT))
        alike = Team.objects.unfinished().filter(tier=team.tier).exclude(pk=team.pk).order_by("pk")
        chosen = [pk for n, pk in enumerate(alike.values_list("pk", flat=True)) if (others or 1) >> n & 1]
        self.decide(
            commands.merge_teams(
                actor=self.actor["gus"], team_id=team.pk, predecessor_ids=chosen, draft=self.order(days), at=self.at
            )
        )

    def split(self, which: int, who: int, days: int) -> None:
        team = self.team(which, tier=Tier.DETACHMENT)
        serving = Membership.objects.open().filter(team=team).order_by("pk")[: 1 + who % 3]
        for row in serving:
            if row.employment_class == EmploymentClass.FULL_TIME:
                draft = MoveDraft(employment_class=EmploymentClass.PART_TIME, on=self.today)
                commands.change_class(
                    actor=self.actor["petra"], team_id=team.pk, member_id=row.member_id, draft=draft, at=self.at
                )
        draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet=HAMLETS[who % len(HAMLETS)])
        self.decide(
            commands.split_team(
                actor=self.actor["gus"], team_id=team.pk, member_ids=[row.member_id for row in serving],
                team_draft=draft, draft=self.order(days), at=self.at,
            )
        )  # fmt: skip

    def rename(self, which: int, name: int, days: int) -> None:
        hamlet = HAMLETS[name % len(HAMLETS)]
        self.decide(
            commands.rename_team(
                actor=self.actor["gus"], team_id=self.team(which).pk, hamlet=hamlet, draft=self.order(days), at=self.at
            )
        )

    def empty_and_dissolve(self, which: int, where: int, days: int) -> None:
        team, other = self.team(which, tier=Tier.DETACHMENT), self.team(where, tier=Tier.DETACHMENT)
        for row in Membership.objects.open().filter(team=team):
            draft = MoveDraft(employment_class=EmploymentClass(row.employment_class), on=self.today)
            commands.transfer_member(
                actor=self.actor["petra"], team_id=team.pk, member_id=row.member_id, to_team_id=other.pk, draft=draft,
                at=self.at,
            )  # fmt: skip
        self.decide(
            commands.dissolve_team(actor=self.actor["gus"], team_id=team.pk, draft=self.order(days), at=self.at)
        )

    def suspend(self, which: int) -> None:
        commands.suspend_team(actor=self.actor["gwen"], team_id=self.team(which).pk, reason="人员不足", at=self.at)

    def resume(self, which: int) -> None:
        commands.resume_team(actor=self.actor["gwen"], team_id=self.team(which).pk, at=self.at)

    def file_log(self, who: int) -> None:
        key, home = (("lena", "harbour"), ("otto", "willow"))[who % 2]
        actor = self.district.actor(key, self.today)
        serving = Membership.objects.on(self.today).filter(team=self.district.teams[home]).order_by("pk")
        walkers = tuple(WalkerDraft(pk) for pk in serving.values_list("member", flat=True)[: 1 + who % 3])
        patrol = PatrolDraft(
            started=dt.time(8), ended=dt.time(9 + who % 3), area_id=self.district.areas[home], mode=Mode.FOOT,
            walkers=walkers,
        )  # fmt: skip
        draft = PatrolLogDraft(day=self.today, patrols=(patrol,))
        duty.submit_patrol_log(actor=actor, team_id=self.district.teams[home], draft=draft, at=self.at)

    def advance(self, days: int) -> None:
        """The clock, a day at a time, with what it does at the beginning of each."""
        for _ in range(days):
            self.today += DAY
            with time_machine.travel(clock.at(self.today, 0, 1), tick=False):
                tasks.carry_out_reorganisations()
                tasks.carry_out_reorganisations()
                owe_daily_logs()
                outbox.deliver()
        self.remember(self.today - (days + 1) * DAY)

    # --- what has to hold -------------------------------------------------------------------------------------------

    def remember(self, first: dt.date) -> None:
        """What the days that have ended say, the first time they are asked."""
        day = first
        while day < self.today:
            self.served.setdefault(day, served_on(DISTRICT, day))
            self.done.setdefault(day, figures.team_figures(DISTRICT, day, day))
            day += DAY

    def check(self) -> None:
        now = structure()
        for day, served in self.served.items():
            assert served_on(DISTRICT, day) == served, day
            by_heir = served_on(DISTRICT, day, now)
            assert sum(by_heir.values()) == sum(served.values()), day
            assert set(by_heir) == {now.heir(pk) for pk in served}, day
            done = self.done[day]
            assert figures.team_figures(DISTRICT, day, day) == done, day
            by_heir = figures.team_figures(DISTRICT, day, day, now)
            for name in ("filed", "late", "patrols"):
                assert sum(getattr(f, name) for f in by_heir.values()) == sum(getattr(f, name) for f in done.values())
            walked = [sum((f.walked for f in sheet.values()), dt.timedelta()) for sheet in (by_heir, done)]
            assert walked[0] == walked[1], day
        self.check_structure(now)
        self.check_people()

    def check_structure(self, now: Any) -> None:
        teams = {team.pk: team for team in Team.objects.all()}
        for team in teams.values():
            if team.stage in FINAL:
                assert now.heir(team.pk) == team.pk or team.stage == "MERGED"
                continue
            above = tier_above(Tier(team.tier))
            parent = teams.get(team.parent_id)
            assert (parent.tier if parent else None) == above, team
            assert parent is None or parent.stage not in FINAL, team
            assert now.heir(team.pk) == team.pk
        over = [pk for pk, team in teams.items() if team.stage in FINAL]
        assert not Obligation.objects.open().filter(team_id__in=over, role__in=TEAM_ROLES).exists()
        about = Obligation.objects.open().filter(subject_type="team", subject_id__in=over)
        assert not about.exists()
        assert not Team.objects.active_on(self.today).filter(pk__in=over).exists()
        standing = [(t.place_id, t.tier, t.hamlet) for t in teams.values() if t.stage not in FINAL]
        assert len(standing) == len(set(standing))

    def check_people(self) -> None:
        spans: dict[tuple[int, int], list[Membership]] = {}
        main: Counter[int] = Counter()
        for row in Membership.objects.select_related("team").order_by("since", "pk"):
            spans.setdefault((row.member_id, row.team_id), []).append(row)
            if row.until is None:
                assert row.team.stage not in FINAL
                main[row.member_id] += row.main
        assert max(main.values()) == min(main.values()) == 1
        for rows in spans.values():
            lived = [row for row in rows if row.until is None or row.until > row.since]
            for before, after in pairwise(lived):
                assert before.until is not None
                assert before.until <= after.since
