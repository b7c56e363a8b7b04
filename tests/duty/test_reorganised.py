"""What duty owes and counts when teams are reorganised: nothing is lost, and no figure of the past changes."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from duty import commands, reports
from duty.models import LogEntry
from duty.rules import Owed
from patrol_ops.core import clock, outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import commands as teams_commands
from teams.models import Membership
from teams.reports import AS_IT_WAS, served_on, structure
from teams.rules import EmploymentClass, MoveDraft, OrderDraft
from tests.duty.conftest import DAY, HAZARD
from tests.teams.saying import refused, said

NOW = clock.at(DAY + dt.timedelta(days=1), 15)


@pytest.fixture
def merged(filed, gus_actor, gwen_actor, harbour, academy):
    """The harbour, with a log and an open hazard, has become part of the academy on the day after."""
    with time_machine.travel(NOW, tick=False):
        row = teams_commands.merge_teams(
            actor=gus_actor, team_id=academy.pk, predecessor_ids=[harbour.pk],
            draft=OrderDraft(effective_on=NOW.date(), reason="两个社区合并管理"), at=NOW,
        )  # fmt: skip
        teams_commands.approve_reorganisation(actor=gwen_actor, reorganisation_id=row.pk, at=NOW)
        outbox.deliver()
    return harbour


@pytest.mark.req("ORG-01")
def test_figures_by_the_old_structure_and_by_the_new_one_have_one_sum(merged, academy, harbour):
    old = reports.team_figures("990102", DAY, DAY)
    new = reports.team_figures("990102", DAY, DAY, structure())

    assert old.keys() == {harbour.pk}
    assert new.keys() == {academy.pk}
    assert old[harbour.pk] == new[academy.pk]
    assert (new[academy.pk].filed, new[academy.pk].patrols) == (1, 1)
    assert new[academy.pk].walked == dt.timedelta(hours=4)
    # By place: the hours were walked in the harbour's community and are now its heir's, elsewhere.
    assert reports.hours_served("990102001001", DAY, DAY) == {harbour.pk: dt.timedelta(hours=4)}
    assert reports.hours_served("990102001001", DAY, DAY, structure()) == {}
    assert reports.hours_served("990102001002", DAY, DAY, structure()) == {academy.pk: dt.timedelta(hours=4)}


@pytest.mark.req("ORG-01")
def test_before_the_day_of_a_merger_its_structure_is_not_in_force(merged, harbour, academy):
    assert structure(DAY).heir(harbour.pk) == harbour.pk
    assert structure(NOW.date()).heir(harbour.pk) == academy.pk


def test_served_on_counts_for_the_team_of_that_day_or_for_its_heir(merged, harbour, academy):
    assert served_on("990102001", DAY, AS_IT_WAS)[harbour.pk] == 5
    assert served_on("990102001", DAY, structure())[academy.pk] == 9
    assert harbour.pk not in served_on("990102001", NOW.date())


def test_figures_cost_a_fixed_number_of_statements(merged, django_assert_num_queries):
    by = structure()
    with django_assert_num_queries(3):
        reports.team_figures("990102", DAY, DAY, by)


def test_hand_up_entries_gives_what_a_merged_team_left_open_to_the_street(merged, harbour):
    entry = LogEntry.objects.get(log__team=harbour)
    owed = Obligation.objects.open().get(kind=Owed.FOLLOW_UP_ENTRY, subject_id=entry.pk)
    assert (owed.role, owed.team_id, owed.path) == ("twn", None, "990102001001")
    assert not Obligation.objects.open().filter(team_id=harbour.pk, role__in=("ldr", "mbr")).exists()
    refused(
        "duty.nothing-to-hand-up",
        commands.hand_up_entries, actor=Actor.system("reaction"), team_id=harbour.pk, at=NOW,
    )  # fmt: skip
    assert len(said("duty.entries_handed_up", NOW)) == 1


def test_hand_up_entries_is_the_systems_and_of_teams_that_are_over(filed, merged, academy, gus_actor, tess_actor):
    for actor in (gus_actor, tess_actor):
        with pytest.raises(NotPermitted):
            commands.hand_up_entries(actor=actor, team_id=merged.pk, at=NOW)
    refused(
        "duty.nothing-to-hand-up",
        commands.hand_up_entries, actor=Actor.system("reaction"), team_id=academy.pk, at=NOW,
    )  # fmt: skip


def test_return_patrol_log_of_a_team_that_is_over_finds_nobody_to_mend_it(filed, merged, district):
    refused(
        "teams.team-finished",
        commands.return_patrol_log,
        actor=district.actor("kai"), log_id=filed.pk, reason="请补充", at=NOW, version=1,
    )  # fmt: skip
    commands.review_patrol_log(actor=district.actor("kai"), log_id=filed.pk, at=NOW, version=1)


def test_a_team_with_open_logs_or_entries_is_not_dissolved(
    file, kai_actor, piet_actor, tess_actor, harbour, squadron, district
):
    log = file(entries=(HAZARD,))
    move = MoveDraft(employment_class=EmploymentClass.FULL_TIME, on=NOW.date())
    for pk in list(Membership.objects.open().filter(team=harbour).values_list("member", flat=True)):
        teams_commands.transfer_member(
            actor=piet_actor, team_id=harbour.pk, member_id=pk, to_team_id=squadron.pk, draft=move, at=NOW
        )

    def dissolve():
        draft = OrderDraft(effective_on=NOW.date(), reason="人员已全部转走")
        return teams_commands.dissolve_team(actor=tess_actor, team_id=harbour.pk, draft=draft, at=NOW)

    assert refused("teams.still-open", dissolve).facts == {"what": "duty.entries-left", "count": 1}
    commands.follow_up_entry(actor=kai_actor, entry_id=LogEntry.objects.get(log=log).pk, outcome="路灯已修好", at=NOW)
    assert refused("teams.still-open", dissolve).facts == {"what": "duty.logs-left", "count": 1}
    commands.review_patrol_log(actor=kai_actor, log_id=log.pk, at=NOW, version=1)
    assert dissolve().stage == "ORDERED"


def test_list_team_figures_reads_the_past_by_either_structure(merged, signed_in, gus, kai, otto, academy, harbour):
    def figures(user, query=""):
        with time_machine.travel(NOW, tick=False):
            return signed_in(user).get(f"/duty/figures/?first={DAY}&last={DAY}{query}")

    old, new = figures(gus, "&structure=old").context["ledger"], figures(gus).context["ledger"]
    assert old.total == new.total
    assert {line.team_id: line.figures.filed for line in old.lines if line.figures.filed} == {harbour.pk: 1}
    assert {line.team_id: line.figures.filed for line in new.lines if line.figures.filed} == {academy.pk: 1}
    assert (new.total.members, new.total.hours) == (25, "4")
    # Kai's community has lost its team; what it did there is read by the old structure.
    assert figures(kai).context["ledger"].total.figures.filed == 0
    assert figures(kai, "&structure=old").context["ledger"].total.hours == "4"
    assert figures(otto).status_code == 404
    assert figures(gus, "&place=990102002").context["ledger"].total.figures.filed == 0
    assert figures(kai, "&place=990102").status_code == 404
    assert figures(gus, "&last=2020-01-01").status_code == 422
    assert figures(gus, "&structure=odd").status_code == 422


def test_list_team_figures_comes_in_pages_under_one_sum(merged, signed_in, gus, monkeypatch):
    monkeypatch.setattr("duty.views.figures.PAGE", 1)
    client = signed_in(gus)

    def figures(number):
        return client.get(f"/duty/figures/?first={DAY}&last={DAY}&page={number}")

    with time_machine.travel(NOW, tick=False):
        first, second = figures(1), figures(2)
    of = [answer.context["page"].object_list[0].team_id for answer in (first, second)]
    assert of == [line.team_id for line in first.context["ledger"].lines][:2]
    assert first.context["ledger"].total == second.context["ledger"].total
    shown = f"{len(first.context['ledger'].lines)} 支队伍合计"
    assert all(shown in answer.content.decode() for answer in (first, second))


def test_list_team_figures_within_the_statements_of_a_read(merged, signed_in, gwen, django_assert_max_num_queries):
    client = signed_in(gwen)
    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(12):
        assert client.get("/duty/figures/").status_code == 200


def test_list_team_figures_by_api(merged, signed_in, gus, kai, harbour, academy):
    asked = f"/api/v1/duty/figures/?first={DAY}&last={DAY}&place="
    with time_machine.travel(NOW, tick=False):
        new = signed_in(gus).get(asked + "990102").json()
        old = signed_in(gus).get(asked + "990102&structure=old").json()
        assert signed_in(kai).get(asked + "990102").status_code == 404
        assert signed_in(gus).get(asked + "99").status_code == 400
    assert [row["walked"] for row in new if row["team_id"] == academy.pk] == ["04:00:00"]
    assert [row["walked"] for row in old if row["team_id"] == harbour.pk] == ["04:00:00"]
