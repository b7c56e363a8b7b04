"""Another hand reviews a log or sends it back; afterwards only addenda."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from duty import commands
from duty.models import PatrolLog, ReviewStep
from duty.rules import Owed
from patrol_ops.core import clock, outbox
from patrol_ops.core.models import Notice, Obligation
from patrol_ops.core.refusals import NotPermitted, WrongStage
from teams import commands as teams_commands
from teams.reports import actor_for
from teams.rules import AppointmentDraft, Role
from tests.duty.conftest import DAY
from tests.duty.saying import nothing_written, refused, said

MORNING = clock.at(dt.date(2026, 11, 18), 9)


def review(actor, log, **more):
    return commands.review_patrol_log(actor=actor, log_id=log.pk, at=MORNING, **more)


def send_back(actor, log, reason="请补充路灯位置", **more):
    return commands.return_patrol_log(actor=actor, log_id=log.pk, reason=reason, at=MORNING, **more)


# --- review ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["kai", "piet"])
def test_review_patrol_log_locks_it(request, who, filed):
    """Piet's station may stand in for its community officer."""
    reviewed = review(request.getfixturevalue(f"{who}_actor"), filed, version=1)

    user = request.getfixturevalue(who)
    assert (reviewed.stage, reviewed.reviewed_by_id, reviewed.reviewed_at) == ("REVIEWED", user.pk, MORNING)
    assert ReviewStep.objects.get(log=filed).verdict == "REVIEWED"
    assert Obligation.objects.get(kind=Owed.REVIEW_PATROL_LOG).settled_at == MORNING


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize(
    "who", ["otto", "mara", "nora", "gwen", "lena", "olga", "pia", "petra", "tess", "vera", "ada", "aud"]
)
@pytest.mark.parametrize("act", [review, send_back])
def test_review_patrol_log_by_another_finds_nothing(request, who, act, filed):
    """Petra's bureau answers for the brigade only (ORG-06)."""
    actor = request.getfixturevalue(f"{who}_actor")
    with nothing_written(), pytest.raises(NotPermitted):
        act(actor, filed)


def test_review_patrol_log_is_said_once(filed, kai_actor):
    review(kai_actor, filed)

    (entry,) = said("duty.patrol_log_reviewed", MORNING)
    assert entry.subject_id == filed.pk
    assert set(entry.facts) == {"patrol_log_id", "team_id", "day"}


@pytest.mark.parametrize("act", [review, send_back])
def test_a_reviewed_log_stays_as_it_is(filed, kai_actor, piet_actor, file, act):
    review(kai_actor, filed)
    with nothing_written(), pytest.raises(WrongStage):
        act(piet_actor, filed)
    with nothing_written():
        refused("duty.log-filed-already", file, version=1)


@pytest.mark.parametrize("act", [review, send_back])
def test_what_has_been_mended_since_it_was_read_is_stale(filed, kai_actor, act):
    with nothing_written():
        refused("core.stale", act, kai_actor, filed, version=2)


def both_posts(user, ada_actor, place_id):
    """Lena leads the team and is its station's liaison too."""
    at = clock.at(DAY, 8)
    draft = AppointmentDraft(role=Role.STATION_LIAISON, since=DAY)
    teams_commands.appoint_staff(actor=ada_actor, draft=draft, place_id=place_id, user_id=user.pk, at=at)
    return actor_for(user, DAY)


@pytest.mark.parametrize("act", [review, send_back])
def test_nobody_reviews_their_own_log_even_with_both_posts(lena, ada_actor, district, filed, act):
    lena_as_both = both_posts(lena, ada_actor, district.places["990102001"])
    with nothing_written():
        refused("duty.reviewed-by-author", act, lena_as_both, filed)


def test_the_database_knows_two_hands_too(filed, lena):
    with pytest.raises(IntegrityError), transaction.atomic():
        PatrolLog.objects.filter(pk=filed.pk).update(stage="REVIEWED", reviewed_by=lena, reviewed_at=MORNING)


def test_a_post_elsewhere_does_not_count_here(petra, ada_actor, district, filed):
    """Petra reaches every log of the district for the brigade's sake, and is liaison of the other street."""
    draft = AppointmentDraft(role=Role.STATION_LIAISON, since=DAY)
    teams_commands.appoint_staff(
        actor=ada_actor, draft=draft, place_id=district.places["990102002"], user_id=petra.pk, at=clock.at(DAY, 8)
    )
    with nothing_written(), pytest.raises(NotPermitted):
        review(actor_for(petra, DAY), filed)


# --- return ---------------------------------------------------------------------------------------------------------


def test_return_patrol_log_owes_the_mending(filed, kai_actor, harbour):
    back = send_back(kai_actor, filed, version=1)

    assert (back.stage, back.reviewed_by_id) == ("RETURNED", None)
    assert ReviewStep.objects.get(log=filed).reason == "请补充路灯位置"
    assert Obligation.objects.get(kind=Owed.REVIEW_PATROL_LOG).settled_at == MORNING
    mending = Obligation.objects.get(kind=Owed.MEND_PATROL_LOG)
    assert (mending.role, mending.team_id, mending.due_at) == ("ldr", harbour.pk, MORNING + dt.timedelta(days=2))


def test_return_patrol_log_refused_writes_nothing(filed, kai_actor):
    with nothing_written():
        refused("duty.return-needs-reason", send_back, kai_actor, filed, reason=" ")
        refused("core.text-has-phone-number", send_back, kai_actor, filed, reason="打 13812345678")


def test_return_patrol_log_is_said_once_and_the_leader_is_told(filed, kai_actor, lena, mara):
    send_back(kai_actor, filed)
    outbox.deliver()

    (entry,) = said("duty.patrol_log_returned", MORNING)
    assert "reason" not in entry.facts
    (notice,) = Notice.objects.filter(template="duty.notice-log-returned")
    assert (notice.user_id, notice.facts) == (lena.pk, {"day": "2026-11-17"})


def test_a_returned_log_is_not_returned_again(returned, kai_actor):
    with nothing_written(), pytest.raises(WrongStage):
        send_back(kai_actor, returned)


# --- other tiers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("team", "may", "may_not"),
    [("squadron", ["piet"], ["kai", "petra", "pia"]), ("brigade", ["petra"], ["piet", "kai"])],
)
def test_the_police_of_the_tier_review_its_logs(request, team, may, may_not, ordinary, district, gus_actor, at):
    """A leader is made for the team first; nobody leads it in the cast."""
    names = {"squadron": "沈一", "brigade": "卢山"}
    member = district.members[names[team]]
    post = teams_commands.propose_leader(
        actor=gus_actor,
        team_id=district.teams[team],
        member_id=member,
        draft=AppointmentDraft(role=Role.LEADER, since=DAY),
        at=clock.at(DAY, 8),
    )
    teams_commands.approve_leader(actor=district.actor(may[0]), appointment_id=post.pk, at=clock.at(DAY, 8))
    slip = teams_commands.open_login(actor=gus_actor, appointment_id=post.pk, at=clock.at(DAY, 8))
    leader = actor_for(slip.user, DAY)
    draft = ordinary(patrols=(), no_patrol="REST")
    log = commands.submit_patrol_log(actor=leader, team_id=district.teams[team], draft=draft, at=clock.at(DAY, 21, 30))
    assert Obligation.objects.get(kind=Owed.REVIEW_PATROL_LOG).role == {"squadron": "psl", "brigade": "psb"}[team]
    for who in may_not:
        with pytest.raises(NotPermitted):
            review(district.actor(who), log)
    assert review(district.actor(may[0]), log).stage == "REVIEWED"
