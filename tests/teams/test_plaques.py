"""A team's plaque: when it was hung, who says so, and the alarm while none hangs; and who serves in name only."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from patrol_ops.core.refusals import NotPermitted
from patrol_ops.core.sockets import figures
from teams import commands, reports
from teams.models import Team
from teams.rules import Alarm
from tests.cast import FOUNDED
from tests.teams.saying import refused, said


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


def hang(actor, team, at, hung_on=None):
    return commands.hang_plaque(actor=actor, team_id=team.pk, hung_on=hung_on or at.date(), at=at)


@pytest.mark.req("ORG-22")
@pytest.mark.parametrize("who", ["gus", "tess", "lena"])
def test_hang_plaque(request, harbour, at, who):
    hang(request.getfixturevalue(f"{who}_actor"), harbour, at)

    harbour.refresh_from_db()
    assert harbour.plaque_hung_on == at.date()
    assert len(said("teams.plaque_hung", at)) == 1


@pytest.mark.parametrize("who", ["otto", "piet", "gwen", "ada", "mara"])
def test_hang_plaque_out_of_reach_finds_nothing(request, harbour, at, who):
    with pytest.raises(NotPermitted):
        hang(request.getfixturevalue(f"{who}_actor"), harbour, at)
    assert Team.objects.get(pk=harbour.pk).plaque_hung_on == FOUNDED


@pytest.mark.parametrize("days", [1, -20_000])
def test_hang_plaque_on_an_odd_day_is_refused(gus_actor, harbour, at, days):
    day = at.date() + dt.timedelta(days=days)
    assert refused("teams.plaque-day-odd", hang, gus_actor, harbour, at, day).field == "hung_on"
    assert Team.objects.get(pk=harbour.pk).plaque_hung_on == FOUNDED
    assert not said("teams.plaque_hung", at)


@pytest.mark.req("ORG-22")
def test_a_team_without_a_plaque_rings_until_it_hangs(gus_actor, tess, signed_in, harbour, at, send):
    Team.objects.filter(pk=harbour.pk).update(plaque_hung_on=None)
    client = signed_in(tess)
    page = client.get(reverse("teams:check-ledgers") + f"?alarm={Alarm.NO_PLAQUE}").content.decode()
    assert harbour.name in page
    assert reverse("teams:hang-plaque", args=[harbour.pk]) in page

    assert send("tess", "teams:hang-plaque", harbour.pk, hung_on="2100-01-01").status_code == 422
    assert send("tess", "teams:hang-plaque", harbour.pk, hung_on=at.date().isoformat()).status_code == 302

    page = client.get(reverse("teams:check-ledgers") + f"?alarm={Alarm.NO_PLAQUE}").content.decode()
    assert reverse("teams:hang-plaque", args=[harbour.pk]) not in page


def test_hang_plaque_by_api(signed_in, tess, harbour, at):
    path = f"/api/v1/teams/teams/{harbour.pk}/plaque/"
    answer = signed_in(tess).post(path, {"hung_on": "2026-10-01"}, content_type="application/json")

    assert answer.status_code == 200
    assert Team.objects.get(pk=harbour.pk).plaque_hung_on == dt.date(2026, 10, 1)


@pytest.mark.req("ORG-22")
def test_who_never_walks_serves_in_name_only(kai_actor, district, at, monkeypatch):
    """Nobody of the cast has walked; from the policy's number of days on that is told of each, and of no newcomer."""

    def idle(day, walked=()):
        by = reports.yardstick(kai_actor, "", day)
        return reports.members_with(Alarm.IN_NAME_ONLY, kai_actor, "", by).exclude(member__in=walked).count()

    assert idle(FOUNDED + dt.timedelta(days=89)) == 0
    assert idle(FOUNDED + dt.timedelta(days=90)) == 5
    assert figures("members-on-duty", since=FOUNDED)["duty.walkers"].count() == 0
