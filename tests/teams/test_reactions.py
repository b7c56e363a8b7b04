"""Who asked is told how it was decided; what the system asked for is told to nobody."""

import pytest

from patrol_ops.core import outbox
from patrol_ops.core.models import Notice
from teams import commands
from teams.models import Appointment
from teams.rules import Form, Relation, TeamDraft, Tier


def told(user):
    outbox.deliver()
    return list(Notice.objects.filter(user=user).values_list("template", "url"))


@pytest.fixture
def submitted(tess_actor, harbour_place, district, at):
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=8, hamlet="上湾")
    team = commands.plan_team(actor=tess_actor, place_id=harbour_place.pk, tier=Tier.DETACHMENT, draft=draft, at=at)
    commands.relate_unit(
        actor=tess_actor, team_id=team.pk, unit_id=district.units["station"], relation=Relation.MANAGING, at=at
    )
    return commands.submit_team(actor=tess_actor, team_id=team.pk, at=at)


def test_who_submitted_a_team_is_told(submitted, tess, tess_actor, gwen_actor, at):
    page = f"/teams/{submitted.pk}/"
    commands.return_team(actor=gwen_actor, team_id=submitted.pk, reason="名称待核", at=at)
    assert told(tess) == [("teams.notice-team-returned", page)]
    commands.submit_team(actor=tess_actor, team_id=submitted.pk, at=at)
    commands.activate_team(actor=gwen_actor, team_id=submitted.pk, at=at)
    assert told(tess)[1:] == [("teams.notice-team-activated", page)]


@pytest.mark.parametrize("decide", ["approve", "decline"])
def test_who_proposed_a_leader_is_told(proposed, officer, tess, decide, at):
    getattr(commands, f"{decide}_leader")(actor=officer, appointment_id=proposed.pk, at=at)
    ((template, url),) = told(tess)
    assert template == f"teams.notice-leader-{decide}d"
    assert url == f"/teams/appointments/{proposed.pk}/"


def test_nobody_is_told_of_what_the_system_asked_for(proposed, officer, at):
    Appointment.objects.filter(pk=proposed.pk).update(proposed_by=None)
    commands.approve_leader(actor=officer, appointment_id=proposed.pk, at=at)
    outbox.deliver()
    assert not Notice.objects.exists()
