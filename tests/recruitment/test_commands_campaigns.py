"""Campaigns: planned, submitted, approved by two hands who did not plan them, returned, cancelled, ended."""

from __future__ import annotations

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import Obligation
from recruitment import commands
from recruitment.models import Standard
from recruitment.rules import Method, Owed, PostDraft, PostKind
from teams import commands as teams
from teams.rules import EmploymentClass, Role
from tests.recruitment.saying import also_holds, finds_nothing, nothing_written, one, owed, refused, said, within
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, ASSESS_ON, PLANNED, STREET

AT = clock.at(PLANNED, 10)
LATER = clock.at(PLANNED, 11)
FULL = EmploymentClass.FULL_TIME


@pytest.fixture
def drafted(story):
    story.agree_standard()
    story.plan()
    return story


@pytest.fixture
def submitted(drafted):
    drafted.submit()
    return drafted


def acting(story, name, who, at=LATER, **values):
    """``acting(story, "approve_campaign", "gwen")``: that command on the campaign, by another where told."""

    def act(actor=None, **more):
        whole = {"actor": actor or story.who(who, PLANNED), "campaign_id": story.campaign_id, "at": at}
        return getattr(commands, name)(**whole | values | more)

    return act


def planning(story, **values):
    def act(actor=None, place="990102001", **more):
        return commands.plan_campaign(
            actor=actor or story.who("tess", PLANNED), place_id=story.district.places[place],
            draft=story.draft(**values | more), at=AT,
        )  # fmt: skip

    return act


# --- plan and redraft -----------------------------------------------------------------------------------------------


@pytest.mark.req("REC-02", "REC-07")
def test_plan_campaign_holds_all_that_is_published(story, tess):
    standard = story.agree_standard()
    campaign = story.plan()

    assert (campaign.stage, campaign.district, campaign.year, campaign.serial) == ("DRAFT", "990102", 2026, 1)
    assert (campaign.standard_id, campaign.planned_by_id, campaign.planned_at.date()) == (standard.pk, tess.pk, PLANNED)
    assert (campaign.apply_from, campaign.apply_until, campaign.assess_on) == (APPLY_FROM, APPLY_UNTIL, ASSESS_ON)
    assert (campaign.methods, campaign.threshold) == (["INTERVIEW", "PHYSICAL"], 60)
    assert (campaign.contact, campaign.contact_phone) == ("锦川街道综治中心", "0371-65000000")
    (post,) = campaign.posts.all()
    assert (post.team_id, post.kind, post.employment_class, post.number) == (
        story.district.teams["academy"], "PATROL_MEMBER", "FULL_TIME", 2,
    )  # fmt: skip
    assert [step.move for step in campaign.steps.all()] == ["plan"]
    second = planning(story)(actor=story.who("gus", PLANNED), place="990102")
    assert (second.serial, second.place.path) == (2, "990102")


def test_plan_campaign_by_another_finds_nothing(story):
    story.agree_standard()
    who = ("gwen", "petra", "piet", "pia", "theo", "kai", "lena", "liz", "ada", "nora")
    finds_nothing(planning(story), *(story.who(key, PLANNED) for key in who))


@pytest.mark.req("REC-02", "REC-07", "REC-13")
def test_plan_campaign_refused_writes_nothing(story, district):
    plan = planning(story)
    gus = story.who("gus", PLANNED)
    academy, willow = district.teams["academy"], district.teams["willow"]

    def post(team, number=1, employment_class=FULL):
        return (PostDraft(team, PostKind.PATROL_MEMBER, employment_class, number),)

    with nothing_written():
        refused("recruitment.no-standard", plan)
    story.agree_standard()
    with nothing_written():
        refused("recruitment.campaign-place", plan, actor=gus, place="990102001002")
        refused("recruitment.title-length", plan, title="招")
        refused("recruitment.text-length", plan, contact_phone="0" * 31)
        assert refused("core.malformed", plan, posts=post(willow)).field == "posts"
        refused("recruitment.class-not-of-form", plan, posts=post(academy, 1, EmploymentClass.VOLUNTEER))
        assert refused("recruitment.quota-exceeded", plan, posts=post(academy, 9)).facts["free"] == 8
    teams.suspend_team(actor=story.who("gwen", PLANNED), team_id=academy, reason="人员不足", at=AT)
    with nothing_written():
        refused("recruitment.team-not-active", plan)


def test_plan_campaign_is_said_once(story):
    story.agree_standard()
    campaign = planning(story)()
    facts = one("recruitment.campaign_planned", AT).facts
    assert facts == {"campaign_id": campaign.pk, "standard_id": campaign.standard_id, "number": 2}


@pytest.mark.req("REC-02", "REC-07")
def test_redraft_campaign_changes_the_paper_and_keeps_its_standard(drafted, district):
    kept = drafted.campaign.standard_id
    Standard.objects.create(
        place_id=district.places["990102"],
        version=2,
        proposed_at=AT,
        agreed_at=AT,
        proposed_by_id=district.users["gus"],
    )
    posts = (PostDraft(district.teams["squadron"], PostKind.SECURITY_GUARD, EmploymentClass.PART_TIME, 3),)
    acting(drafted, "redraft_campaign", "tess")(draft=drafted.draft(posts=posts, methods=(Method.WRITTEN,)))
    campaign = drafted.campaign
    assert (campaign.methods, campaign.standard_id, campaign.stage) == (["WRITTEN"], kept, "DRAFT")
    assert list(campaign.posts.values_list("kind", "number")) == [("SECURITY_GUARD", 3)]
    assert one("recruitment.campaign_redrafted", LATER).facts == {"campaign_id": campaign.pk, "number": 3}


def test_redraft_campaign_by_another_finds_nothing(drafted):
    act = acting(drafted, "redraft_campaign", "tess", draft=drafted.draft())
    finds_nothing(act, *(drafted.who(key, PLANNED) for key in ("theo", "gwen", "piet", "petra", "lena")))


def test_redraft_campaign_refused_writes_nothing(drafted, district):
    act = acting(drafted, "redraft_campaign", "tess")
    many = (PostDraft(district.teams["academy"], PostKind.PATROL_MEMBER, FULL, 9),)
    with nothing_written():
        refused("recruitment.method-missing", act, draft=drafted.draft(methods=()))
        refused("recruitment.quota-exceeded", act, draft=drafted.draft(posts=many))
    drafted.submit()
    with nothing_written():
        refused("core.wrong-stage", act, draft=drafted.draft())


# --- submit ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-11")
def test_submit_campaign_owes_both_approvals(submitted):
    last = within(PLANNED, 5)
    assert submitted.campaign.stage == "SUBMITTED"
    assert owed(Owed.APPROVE_CAMPAIGN_POLICE) == [(Role.STATION_LIAISON, STREET, last, "2")]
    assert owed(Owed.APPROVE_CAMPAIGN) == [(Role.GOVERNANCE_HEAD, STREET, last, "2")]
    acting(submitted, "return_campaign", "piet", reason="请减少人数")()
    assert owed(Owed.APPROVE_CAMPAIGN_POLICE) + owed(Owed.APPROVE_CAMPAIGN) == []
    submitted.submit()
    assert [period for *_, period in owed(Owed.APPROVE_CAMPAIGN_POLICE)] == ["4"]


@pytest.mark.req("REC-11")
def test_a_district_campaign_is_the_sub_bureaus(story):
    story.agree_standard()
    story.campaign_id = planning(story)(actor=story.who("gus", PLANNED), place="990102").pk
    acting(story, "submit_campaign", "gus")()
    assert owed(Owed.APPROVE_CAMPAIGN_POLICE) == [(Role.SUB_BUREAU, "990102", within(PLANNED, 5), "2")]
    finds_nothing(acting(story, "approve_campaign_police", "petra"), story.who("piet", PLANNED))
    assert acting(story, "approve_campaign_police", "petra")().police_approved_by.username == "petra"


def test_submit_campaign_by_another_finds_nothing(drafted):
    act = acting(drafted, "submit_campaign", "tess")
    finds_nothing(act, *(drafted.who(key, PLANNED) for key in ("theo", "gwen", "piet", "lena")))


def test_submit_campaign_refused_writes_nothing_and_is_said_once(drafted):
    act = acting(drafted, "submit_campaign", "tess", at=AT)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
    assert one("recruitment.campaign_submitted", AT).facts == {"campaign_id": drafted.campaign_id}


# --- return and approve ---------------------------------------------------------------------------------------------


@pytest.mark.req("REC-02", "REC-11")
def test_return_campaign_says_why_and_takes_back_what_was_approved(submitted, gwen):
    acting(submitted, "approve_campaign_police", "piet", at=AT)()
    campaign = acting(submitted, "return_campaign", "gwen", reason=" 请写清考核地点 ")()
    campaign.refresh_from_db()
    assert (campaign.stage, campaign.police_approved_by, campaign.police_approved_at) == ("DRAFT", None, None)
    step = campaign.steps.latest("pk")
    assert (step.move, step.by_id, step.reason) == ("return", gwen.pk, "请写清考核地点")
    assert not Obligation.objects.open().filter(subject_type="campaign").exists()
    assert one("recruitment.campaign_returned", LATER).facts == {"campaign_id": campaign.pk}


def test_return_campaign_by_another_finds_nothing(submitted):
    act = acting(submitted, "return_campaign", "gwen", reason="请改")
    finds_nothing(act, *(submitted.who(key, PLANNED) for key in ("tess", "gus", "petra", "pia", "kai", "lena")))


def test_return_campaign_refused_writes_nothing(submitted):
    act = acting(submitted, "return_campaign", "gwen", reason="请改")
    with nothing_written():
        refused("recruitment.reason-missing", act, reason=" ")
        refused("core.text-has-phone-number", act, reason="请打 13912345678")
    act()
    with nothing_written():
        refused("core.wrong-stage", act)


@pytest.mark.req("REC-02", "REC-11")
@pytest.mark.parametrize("police_first", [True, False])
def test_approve_campaign_and_approve_campaign_police_in_either_order(submitted, police_first, gwen, piet):
    by = {"approve_campaign_police": "piet", "approve_campaign": "gwen"}
    first, second = sorted(by, reverse=police_first)
    assert acting(submitted, first, by[first], at=AT)().stage == "SUBMITTED"
    assert len(owed(Owed.APPROVE_CAMPAIGN) + owed(Owed.APPROVE_CAMPAIGN_POLICE)) == 1
    campaign = acting(submitted, second, by[second])()
    assert (campaign.stage, campaign.approved_by, campaign.police_approved_by) == ("APPROVED", gwen, piet)
    assert owed(Owed.APPROVE_CAMPAIGN) + owed(Owed.APPROVE_CAMPAIGN_POLICE) == []
    told = {name: one(f"recruitment.{name}", at) for name, at in (
        ("campaign_approved" if first == "approve_campaign" else "campaign_approved_by_police", AT),
        ("campaign_approved" if second == "approve_campaign" else "campaign_approved_by_police", LATER),
    )}  # fmt: skip
    assert [entry.facts["complete"] for entry in told.values()] == [False, True]


@pytest.mark.req("REC-11")
def test_approve_campaign_police_by_another_finds_nothing(submitted):
    act = acting(submitted, "approve_campaign_police", "piet")
    finds_nothing(act, *(submitted.who(key, PLANNED) for key in ("petra", "pia", "kai", "gwen", "tess", "lena")))


def test_approve_campaign_by_another_finds_nothing(submitted):
    act = acting(submitted, "approve_campaign", "gwen")
    finds_nothing(act, *(submitted.who(key, PLANNED) for key in ("gus", "liz", "piet", "petra", "tess")))


@pytest.mark.req("REC-11")
@pytest.mark.parametrize(
    ("name", "who", "role", "other"),
    [
        ("approve_campaign", "gwen", Role.GOVERNANCE_HEAD, "piet"),
        ("approve_campaign_police", "piet", Role.STATION_LIAISON, "gwen"),
    ],
)
def test_approve_campaign_refused_writes_nothing(submitted, district, name, who, role, other):
    """Neither the planner nor the one who approved for the other side, even where they hold the post."""
    path = "990102" if role == Role.GOVERNANCE_HEAD else STREET
    planner = also_holds(district, "tess", role, path, PLANNED)
    both = also_holds(district, other, role, path, PLANNED)
    act = acting(submitted, name, who)
    with nothing_written():
        refused("recruitment.planner-approves", act, actor=planner)
    opposite = {"approve_campaign": "approve_campaign_police", "approve_campaign_police": "approve_campaign"}[name]
    acting(submitted, opposite, other)(actor=both)
    with nothing_written():
        refused("recruitment.approver-same", act, actor=both)
        refused("recruitment.approved-already", acting(submitted, opposite, other), actor=both)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
        refused("core.wrong-stage", acting(submitted, opposite, other), actor=both)
    assert len(said("recruitment.campaign_approved", LATER)) == 1
