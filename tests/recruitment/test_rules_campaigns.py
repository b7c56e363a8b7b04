"""The hiring standard, what a campaign must say, its quota and its days."""

import dataclasses
import datetime as dt

import pytest

from patrol_ops.core.refusals import WrongStage
from recruitment.rules import (
    CAMPAIGN_MOVES,
    ENDED,
    MAX_CRITERIA,
    MAX_POSTS,
    PUBLIC_STAGES,
    CampaignDraft,
    CampaignStage,
    CriterionDraft,
    Gate,
    Method,
    PostDraft,
    PostKind,
    StandardDraft,
    judge_campaign,
    judge_closing,
    judge_opening,
    judge_quota,
    judge_reason,
    judge_standard,
    police_role,
)
from teams.rules import EmploymentClass, PlaceTier, Role
from tests.cast import identity
from tests.teams.saying import refused

TODAY = dt.date(2026, 11, 18)
DAY = dt.timedelta(days=1)
C = CampaignStage
ONE_EACH = tuple(CriterionDraft(Gate.POST, f"会{kind.value}的工作", kind) for kind in PostKind)
DRAFT = CampaignDraft(
    title="港口社区招聘巡防队员",
    apply_from=TODAY,
    apply_until=TODAY + 9 * DAY,
    assess_on=TODAY + 10 * DAY,
    assess_at="街道办事处三楼",
    methods=(Method.INTERVIEW,),
    threshold=60,
    contact="综治办顾思",
    contact_phone="0700-1234567",
    posts=(PostDraft(1, PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, 2),),
)


def changed(**values):
    return dataclasses.replace(DRAFT, **values)


@pytest.mark.parametrize(
    ("move", "sources", "target"),
    [
        ("plan", {None}, C.DRAFT),
        ("submit", {C.DRAFT}, C.SUBMITTED),
        ("return", {C.SUBMITTED}, C.DRAFT),
        ("approve", {C.SUBMITTED}, C.APPROVED),
        ("open", {C.APPROVED}, C.OPEN),
        ("close", {C.OPEN}, C.SELECTING),
        ("finalise", {C.SELECTING}, C.FINALISED),
        ("cancel", set(C) - set(ENDED), C.CANCELLED),
    ],
)
def test_every_move_leads_from_its_stages_and_no_other(move, sources, target):
    for stage in (None, *C):
        if stage in sources:
            assert CAMPAIGN_MOVES.after(move, stage) == target
        else:
            with pytest.raises(WrongStage):
                CAMPAIGN_MOVES.after(move, stage)


def test_the_public_sees_what_is_approved_and_begun_and_nothing_leaves_an_end():
    assert set(PUBLIC_STAGES) == {C.OPEN, C.SELECTING, C.FINALISED}
    for stage in ENDED:
        assert CAMPAIGN_MOVES.open_from(stage) == frozenset()


@pytest.mark.req("REC-09")
@pytest.mark.parametrize("missing", list(PostKind))
@pytest.mark.parametrize("general", [(), (CriterionDraft(Gate.AGE, "年满十八周岁"),)])
def test_every_kind_of_post_has_a_criterion_of_its_own(missing, general):
    criteria = (*general, *(line for line in ONE_EACH if line.post_kind is not missing))
    assert refused("recruitment.standard-without-post", judge_standard, StandardDraft(criteria)).field == "criteria"
    judge_standard(StandardDraft((*general, *ONE_EACH)))


def _many(count):
    return (*ONE_EACH, *(CriterionDraft(Gate.COMPETENCE, f"第{number}条") for number in range(count - len(ONE_EACH))))


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ((), "recruitment.standard-size"),
        (_many(MAX_CRITERIA + 1), "recruitment.standard-size"),
        ((*ONE_EACH, CriterionDraft(Gate.AGE, " 好 ")), "recruitment.criterion-length"),
        ((*ONE_EACH, CriterionDraft(Gate.AGE, "好" * 201)), "recruitment.criterion-length"),
        ((*ONE_EACH, CriterionDraft(Gate.AGE, "找 13912345678")), "core.text-has-phone-number"),
        ((*ONE_EACH, dataclasses.replace(ONE_EACH[0], text=ONE_EACH[0].text + " ")), "recruitment.criterion-twice"),
        ((*ONE_EACH, dataclasses.replace(ONE_EACH[0], gate=Gate.AGE)), "recruitment.criterion-twice"),
    ],
)
def test_what_is_no_standard(criteria, code):
    assert refused(code, judge_standard, StandardDraft(criteria)).field == "criteria"


def test_a_standard_at_its_bounds():
    judge_standard(StandardDraft(_many(MAX_CRITERIA)))
    judge_standard(StandardDraft((*ONE_EACH, CriterionDraft(Gate.AGE, "成年"), CriterionDraft(Gate.AGE, "好" * 200))))
    # The same words for another kind of post are another criterion.
    judge_standard(StandardDraft((*ONE_EACH, *(CriterionDraft(Gate.POST, "会说本地话", kind) for kind in PostKind))))


def test_a_campaign_that_may_be_planned():
    judge_campaign(DRAFT, TODAY)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": "招人啦"}, "recruitment.title-length", "title"),
        ({"title": "招" * 81}, "recruitment.title-length", "title"),
        ({"title": f"招聘 {identity(5)}"}, "core.text-has-identity-number", "title"),
        ({"assess_at": " "}, "recruitment.campaign-incomplete", "assess_at"),
        ({"assess_at": "楼" * 121}, "recruitment.text-length", "assess_at"),
        ({"contact": "人" * 81}, "recruitment.text-length", "contact"),
        ({"contact_phone": "1" * 31}, "recruitment.text-length", "contact_phone"),
        ({"assess_at": "打 13912345678"}, "core.text-has-phone-number", "assess_at"),
        ({"contact": ""}, "recruitment.campaign-incomplete", "contact"),
        ({"contact": "顾思 13912345678"}, "core.text-has-phone-number", "contact"),
        ({"contact_phone": " "}, "recruitment.campaign-incomplete", "contact_phone"),
        ({"apply_from": TODAY - DAY}, "recruitment.applying-in-the-past", "apply_from"),
        ({"apply_until": TODAY - DAY}, "recruitment.applying-ends-first", "apply_until"),
        ({"assess_on": TODAY + 9 * DAY}, "recruitment.selection-too-early", "assess_on"),
        ({"methods": ()}, "recruitment.method-missing", "methods"),
        ({"threshold": 0}, "recruitment.threshold-odd", "threshold"),
        ({"threshold": 101}, "recruitment.threshold-odd", "threshold"),
        ({"posts": ()}, "recruitment.posts-missing", "posts"),
    ],
)
def test_what_a_campaign_must_say(values, code, field):
    assert refused(code, judge_campaign, changed(**values), TODAY).field == field


@pytest.mark.parametrize(
    "values",
    [
        {"title": "招人启事"}, {"title": "招" * 80}, {"threshold": 1}, {"threshold": 100},
        {"apply_until": TODAY, "assess_on": TODAY + DAY}, {"methods": tuple(Method)},
    ],
)  # fmt: skip
def test_a_campaign_at_its_bounds(values):
    judge_campaign(changed(**values), TODAY)


def posts(*numbers):
    return tuple(PostDraft(team, PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, number) for team, number in numbers)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (posts(*((team, 1) for team in range(MAX_POSTS + 1))), "recruitment.posts-missing"),
        (posts((1, 0)), "recruitment.post-number-odd"),
        (posts((1, 201)), "recruitment.post-number-odd"),
        (posts((1, 1), (1, 2)), "recruitment.post-twice"),
    ],
)
def test_posts_that_cannot_be(wanted, code):
    assert refused(code, judge_campaign, changed(posts=wanted), TODAY).field == "posts"


def test_posts_at_their_bounds():
    judge_campaign(changed(posts=posts(*((team, 1) for team in range(MAX_POSTS)))), TODAY)
    judge_campaign(changed(posts=posts((1, 1), (2, 200))), TODAY)
    other_class = PostDraft(1, PostKind.PATROL_MEMBER, EmploymentClass.PART_TIME, 1)
    other_kind = PostDraft(1, PostKind.SECURITY_GUARD, EmploymentClass.FULL_TIME, 1)
    judge_campaign(changed(posts=(*posts((1, 1)), other_class, other_kind)), TODAY)


@pytest.mark.parametrize(
    ("wanted", "free", "asked", "left"),
    [
        ([(1, 3)], {1: 2}, 3, 2),
        ([(1, 2), (1, 1)], {1: 2}, 3, 2),
        ([(2, 1), (1, 1)], {2: 1}, 1, 0),
        ([(1, 1)], {1: -4}, 1, 0),
    ],
)
def test_no_team_asks_for_more_than_it_has_places(wanted, free, asked, left):
    no = refused("recruitment.quota-exceeded", judge_quota, wanted, free, {1: "港口分队"})
    assert (no.field, no.facts) == ("posts", {"team": "港口分队", "wanted": asked, "free": left})


def test_a_team_may_fill_its_last_place():
    judge_quota([(1, 2), (1, 1), (2, 1)], {1: 3, 2: 1}, {})
    judge_quota([], {}, {})


@pytest.mark.parametrize(
    ("tier", "role"),
    [
        (PlaceTier.DISTRICT, Role.SUB_BUREAU), (PlaceTier.STREET, Role.STATION_LIAISON),
        (PlaceTier.COMMUNITY, Role.STATION_LIAISON),
    ],
)  # fmt: skip
def test_the_police_of_the_tier(tier, role):
    assert police_role(tier) is role


def test_a_reason_is_said_in_a_line_without_personal_data():
    assert judge_reason("  没有 经费  ") == "没有 经费"
    assert judge_reason("好" * 2) == "好好"
    assert len(judge_reason("好" * 300)) == 300
    for text in ("", " 好 ", "好" * 301):
        assert refused("recruitment.reason-missing", judge_reason, text).field == "reason"
    assert refused("core.text-has-phone-number", judge_reason, "打 13912345678", "answer").field == "answer"


def test_applying_opens_with_its_first_day_and_closes_after_its_last():
    assert refused("recruitment.not-yet-applying", judge_opening, TODAY + DAY, TODAY).facts == {"since": TODAY + DAY}
    judge_opening(TODAY, TODAY)
    judge_opening(TODAY - DAY, TODAY)
    assert refused("recruitment.still-applying", judge_closing, TODAY, TODAY).facts == {"until": TODAY}
    judge_closing(TODAY - DAY, TODAY)
