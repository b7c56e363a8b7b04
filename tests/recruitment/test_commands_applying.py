"""What applicants do themselves: apply, correct, withdraw, have their data erased."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from recruitment import commands
from recruitment.models import Applicant, CriterionCheck, PoliceVerdict, ScoreSheet
from recruitment.reports.links import digest_of, secret_for
from recruitment.rules import Decision, Owed, RejectReason, Screening
from teams import commands as teams
from teams.models import Membership
from teams.rules import LeavingKind, Role
from tests.cast import identity
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused, said, within
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, CLOSED, PUBLIC, STREET

AT = clock.at(APPLY_FROM, 9)
MEND = clock.at(APPLY_FROM, 12)
NEXT = APPLY_UNTIL + DAY


@pytest.fixture
def opened(story):
    return story.until_open()


def applying(story, name="赵一", /, **values):
    def act(actor=PUBLIC, at=AT, secret="", **more):
        return commands.submit_application(
            actor=actor, campaign_id=story.campaign_id, draft=story.application(name, **values | more),
            secret=secret or secret_for(f"key-{name}", "application"), at=at,
        )  # fmt: skip

    return act


def own(story, command, name="赵一", at=MEND, **values):
    def act(actor=PUBLIC, secret=None, **more):
        secret = story.secrets[name] if secret is None else secret
        return getattr(commands, command)(actor=actor, secret=secret, at=at, **values | more)

    return act


# --- apply ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-01", "REC-03", "REC-04")
def test_submit_application_keeps_what_was_declared(opened):
    applicant = applying(opened, priority=True)()
    applicant.refresh_from_db()

    assert (applicant.stage, applicant.case_number) == ("SUBMITTED", "990102-26001-0001")
    assert (applicant.name, applicant.phone, applicant.birth_year) == ("赵一", "13700000000", 1992)
    assert (applicant.identity, applicant.schooling) == (identity(700, "19920607"), "SENIOR")
    assert (applicant.local, applicant.local_verified) == (True, None)
    assert (applicant.priority, applicant.priority_verified, applicant.transfer) == (True, None, False)
    assert applicant.link_digest == digest_of(secret_for("key-赵一", "application"))
    assert owed(Owed.SCREEN_APPLICANT) == [(Role.TOWNSHIP, STREET, within(APPLY_UNTIL, 5), "")]
    assert opened.campaign.applied == 1
    assert applying(opened, "钱二")().case_number == "990102-26001-0002"


@pytest.mark.req("REC-01")
def test_submit_application_by_whoever_works_here_finds_nothing(opened):
    """A leader, an officer, the police: nobody applies for another."""
    finds_nothing(applying(opened), *(opened.who(key, APPLY_FROM) for key in ("lena", "gus", "tess", "piet", "kai")))


@pytest.mark.req("REC-01", "X31")
def test_submit_application_refused_writes_nothing(opened, mara_member):
    apply = applying(opened)
    mara = {"identity": mara_member.identity, "name": "马兰"}
    Membership.objects.filter(member=mara_member).update(legacy=False)
    with nothing_written():
        assert refused("recruitment.not-own-will", apply, declared=False).field == "declared"
        assert refused("recruitment.not-informed", apply, informed=False).field == "informed"
        refused("recruitment.post-unknown", apply, post_id=0)
        refused("teams.identity-invalid", apply, identity="990102199206077000")
        refused("teams.age-out-of-bounds", apply, identity=identity(3, "20090101"))
        refused("core.phone-invalid", apply, phone="12")
        assert refused("recruitment.serves-already", apply, **mara).field == "identity"
        refused("recruitment.not-open", apply, at=clock.at(APPLY_UNTIL + DAY, 0))
        refused("recruitment.not-open", apply, at=clock.at(APPLY_FROM - DAY, 23))
    apply()
    with nothing_written():
        refused("recruitment.applied-already", apply, secret="another")
        refused("recruitment.applied-already", applying(opened, "钱二"), secret=secret_for("key-赵一", "application"))
    opened.close_applying()
    with nothing_written():
        refused("recruitment.not-open", applying(opened, "孙三"))


def test_submit_application_until_the_last_second(opened):
    last = clock.start_of(NEXT) - dt.timedelta(seconds=1)
    assert applying(opened)(at=last).stage == "SUBMITTED"
    refused("recruitment.not-open", applying(opened, "钱二"), at=clock.start_of(NEXT))


def test_submit_application_is_said_once_without_names(opened):
    applicant = applying(opened)()
    entry = one("recruitment.application_submitted", AT)
    assert entry.facts == {"applicant_id": applicant.pk, "campaign_id": opened.campaign_id, "transfer": False}
    assert (entry.actor_kind, entry.actor_id, entry.actor_name) == ("public", None, "")


@pytest.mark.req("REC-12", "X50")
@pytest.mark.parametrize(("name", "team"), [("舒文", "academy"), ("马兰", "harbour")])
def test_submit_application_of_a_legacy_member_is_marked_transfer(opened, district, name, team):
    number = Membership.objects.get(member=district.members[name]).member.identity
    applicant = applying(opened, "赵一", name=name, identity=number)()
    assert applicant.transfer is True
    assert said("recruitment.application_submitted", AT)[0].facts["transfer"] is True


def test_submit_application_of_a_former_member_is_an_ordinary_one(opened, district, kai_actor, mara_member):
    teams.end_membership(
        actor=kai_actor, team_id=district.teams["harbour"], member_id=mara_member.pk, why=LeavingKind.RESIGNED,
        until=APPLY_FROM, at=AT,
    )  # fmt: skip
    assert applying(opened, name="马兰", identity=mara_member.identity)().transfer is False


def test_who_withdrew_may_apply_again(opened):
    opened.apply("赵一")
    own(opened, "withdraw_application")()
    assert applying(opened)().case_number.endswith("0002")


# --- correct --------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-01")
def test_correct_application_until_it_is_screened(opened):
    opened.apply("赵一")
    draft = opened.application("赵一", name="赵壹", local=False)
    applicant = own(opened, "correct_application", draft=draft)()
    applicant.refresh_from_db()
    assert (applicant.name, applicant.local, applicant.stage, applicant.corrected_at) == (
        "赵壹",
        False,
        "SUBMITTED",
        MEND,
    )
    assert len(owed(Owed.SCREEN_APPLICANT)) == 1
    entry = one("recruitment.application_corrected", MEND)
    assert entry.facts == {"applicant_id": applicant.pk, "campaign_id": opened.campaign_id}


def test_correct_application_after_it_was_returned_is_screened_again(opened):
    opened.apply("赵一", priority=True)
    opened.close_applying()
    opened.screen("赵一", Screening.RETURN, note="请补学历证明")
    assert owed(Owed.SCREEN_APPLICANT) == []
    later = clock.at(NEXT + DAY, 10)
    applicant = own(opened, "correct_application", at=later, draft=opened.application("赵一"))()
    assert (applicant.stage, applicant.note, applicant.local_verified, applicant.priority_verified) == (
        "SUBMITTED", "", None, None,
    )  # fmt: skip
    ((role, path, last, period),) = owed(Owed.SCREEN_APPLICANT)
    assert (role, path, last) == (Role.TOWNSHIP, STREET, within(NEXT + DAY, 5))
    assert 0 < len(period) <= Obligation._meta.get_field("period").max_length


def test_correct_application_without_the_link_finds_nothing(opened):
    opened.apply("赵一")
    act = own(opened, "correct_application", draft=opened.application("赵一"))
    finds_nothing(act, opened.who("tess", APPLY_FROM), opened.who("gus", APPLY_FROM))
    with nothing_written(), pytest.raises(NotPermitted):
        act(secret="guessed")


def test_correct_application_refused_writes_nothing(opened):
    opened.apply("赵一")
    opened.apply("钱二")
    act = own(opened, "correct_application", draft=opened.application("赵一"))
    taken = opened.application("赵一", identity=opened.application("钱二").identity)
    with nothing_written():
        refused("recruitment.not-own-will", act, draft=opened.application("赵一", declared=False))
        refused("recruitment.applied-already", act, draft=taken)
    opened.close_applying()
    opened.screen("赵一")
    with nothing_written():
        refused("recruitment.not-editable", act)
    commands.cancel_campaign(
        actor=opened.who("gwen", NEXT), campaign_id=opened.campaign_id, reason="取消招聘", at=clock.at(NEXT, 9)
    )
    with nothing_written():
        refused("recruitment.not-editable", own(opened, "correct_application", "钱二", draft=taken))


def test_correct_application_of_a_campaign_that_has_ended(opened):
    """Not by a way round either: whoever was left SUBMITTED by hand in an ended campaign corrects nothing."""
    opened.apply("赵一")
    type(opened.campaign).objects.update(stage="FINALISED", ended_on=NEXT)
    refused("recruitment.not-editable", own(opened, "correct_application", draft=opened.application("赵一")))


# --- withdraw -------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-01")
def test_withdraw_application_leaves_nothing_due(opened):
    opened.apply("赵一")
    applicant = own(opened, "withdraw_application")()
    assert (applicant.stage, applicant.over_at, owed(Owed.SCREEN_APPLICANT)) == ("WITHDRAWN", MEND, [])
    entry = one("recruitment.application_withdrawn", MEND)
    assert entry.facts["stage"] == "SUBMITTED"


def test_withdraw_application_drops_the_sheets_that_wait(opened):
    opened.name_assessors()
    opened.apply("赵一")
    opened.close_applying()
    opened.screen("赵一")
    assert len(owed(Owed.SCORE_APPLICANT)) == 2
    own(opened, "withdraw_application", at=clock.at(NEXT, 12))()
    assert owed(Owed.SCORE_APPLICANT) == []


def test_withdraw_application_without_the_link_finds_nothing(opened):
    opened.apply("赵一")
    act = own(opened, "withdraw_application")
    finds_nothing(act, opened.who("tess", APPLY_FROM), Actor.system("clock"))
    with nothing_written(), pytest.raises(NotPermitted):
        act(secret="")


def test_withdraw_application_refused_writes_nothing(story):
    story.until_offered("赵一", "钱二")
    story.sign("赵一")
    act = own(story, "withdraw_application", at=clock.at(CLOSED, 16))
    with nothing_written():
        refused("core.wrong-stage", act)
    own(story, "withdraw_application", "钱二", at=clock.at(CLOSED, 16))()
    with nothing_written():
        refused("core.wrong-stage", own(story, "withdraw_application", "钱二"))


# --- erase (boundaries, negative test 10) ---------------------------------------------------------------------------


def test_erase_application_leaves_nothing_of_the_person(story):
    story.until_selected("赵一", "钱二", "孙三")
    story.vet("赵一")
    pk = story.ids["赵一"]
    own(story, "erase_application", at=clock.at(CLOSED, 9))()
    assert not Applicant.objects.filter(pk=pk).exists()
    for model in (ScoreSheet, CriterionCheck, PoliceVerdict):
        assert not model.objects.filter(applicant_id=pk).exists()
    assert not Obligation.objects.open().filter(subject_type="applicant", subject_id=pk).exists()
    entry = one("recruitment.application_erased", clock.at(CLOSED, 9))
    assert entry.facts == {"applicant_id": pk, "campaign_id": story.campaign_id}
    with pytest.raises(NotPermitted):
        own(story, "erase_application")()


def test_erase_application_without_the_link_finds_nothing(opened):
    opened.apply("赵一")
    act = own(opened, "erase_application")
    finds_nothing(act, opened.who("gus", APPLY_FROM), opened.who("gwen", APPLY_FROM))


def test_erase_application_refused_writes_nothing(story):
    """On a notice, with an objection that is open, or hired: what the law has kept."""
    story.until_noticed("赵一", "钱二", "孙三")
    objection = story.object("赵一")
    now = clock.at(CLOSED, 16)
    with nothing_written():
        refused("recruitment.not-erasable", own(story, "erase_application", "赵一"))
        refused("recruitment.not-erasable", own(story, "erase_application", "钱二"))
    own(story, "withdraw_application", "赵一", at=now)()
    with nothing_written():
        refused("recruitment.not-erasable", own(story, "erase_application", "赵一"))
    story.close_notice()
    story.offer("钱二")
    story.sign("钱二")
    with nothing_written():
        refused("recruitment.not-erasable", own(story, "erase_application", "钱二"))
    story.decide(objection, Decision.NOT_UPHELD)
    own(story, "erase_application", "赵一", at=now)()
    objection.refresh_from_db()
    assert (objection.applicant, objection.stage) == (None, "NOT_UPHELD")
    assert RejectReason.NOT_SELECTED not in set(Applicant.objects.values_list("rejected_why", flat=True))
