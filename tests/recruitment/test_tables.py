"""What the tables of recruiting refuse by themselves: two hands, whole sheets, one application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from recruitment.models import (
    Applicant,
    Campaign,
    CampaignAssessor,
    CampaignPost,
    CampaignStep,
    Criterion,
    CriterionCheck,
    PoliceVerdict,
    PublicNotice,
    ScoreSheet,
    Standard,
)
from recruitment.rules import AFTER_NOTICE, CampaignStage, NoticeStage, ObjectionStage, Stage, VerdictCode
from tests.cast import District
from tests.recruitment.rows import AT, COUNTED_FROM, LAST_DAY, NEXT_DAY, VETTED, Rows

DAY = dt.timedelta(days=1)
MARKS = {"came": True, "schooling": 25, "ability": 0, "responsibility": 12, "standing": 20, "submitted_at": AT}


@pytest.fixture
def rows(district: District) -> Rows:
    return Rows(district)


def refused(write: Callable[..., Any], *args: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*args, **values)


def campaign(rows: Rows, **values: Any) -> Campaign:
    users = {f"{key}_id": rows.user(values.pop(key)) for key in list(values) if key.endswith("_by")}
    return rows.write(Campaign, **rows.campaign_values(**values, **users))


@pytest.mark.parametrize(
    "values",
    [
        {"approved_by": "petra"},  # one person for the police and for the office
        {"police_approved_by": "gwen"},
        {"approved_by": "gus"},  # the planner
        {"approved_at": None},
        {"approved_by_id": None},
        {"approved_by_id": None, "approved_at": None},
        {"police_approved_by_id": None},
        {"police_approved_by_id": None, "police_approved_at": None},
        {"apply_until": dt.date(2026, 9, 30)},
        {"assess_on": dt.date(2026, 10, 9)},
        {"threshold": 0},
        {"threshold": 101},
        {"stage": "ASSESSED"},
        {"ended_on": NEXT_DAY},
        {"stage": CampaignStage.FINALISED},
        {"stage": CampaignStage.CANCELLED},
    ],
)
def test_a_campaign_that_cannot_stand(rows: Rows, values: dict[str, Any]) -> None:
    refused(campaign, rows, **values)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"stage": CampaignStage.FINALISED, "ended_on": NEXT_DAY},
        {"stage": CampaignStage.CANCELLED, "ended_on": NEXT_DAY, "approved_by_id": None, "approved_at": None},
        {"stage": CampaignStage.SUBMITTED, "approved_by_id": None, "approved_at": None},
        {"stage": CampaignStage.SUBMITTED, "police_approved_by_id": None, "police_approved_at": None},
        {"apply_until": dt.date(2026, 10, 1), "assess_on": dt.date(2026, 10, 2)},
        {"threshold": 1},
        {"threshold": 100},
    ],
)
def test_a_campaign_that_stands(rows: Rows, values: dict[str, Any]) -> None:
    campaign(rows, **values)


@pytest.mark.parametrize("stage", [CampaignStage.APPROVED, CampaignStage.OPEN, CampaignStage.SELECTING])
@pytest.mark.parametrize("side", ["approved", "police_approved"])
def test_no_campaign_goes_on_without_both_approvals(rows: Rows, stage: str, side: str) -> None:
    refused(campaign, rows, stage=stage, **{f"{side}_by_id": None, f"{side}_at": None})


def test_a_campaign_has_its_number_once(rows: Rows) -> None:
    refused(campaign, rows, serial=rows.campaign.serial)
    campaign(rows, serial=rows.campaign.serial, year=2027)


def test_the_standard_has_two_hands_and_waits_alone(rows: Rows) -> None:
    gus, petra = rows.user("gus"), rows.user("petra")
    standards = Standard.objects.filter(pk=rows.standard.pk)
    refused(standards.update, agreed_by=gus, agreed_at=AT)
    values = {"place_id": rows.place, "proposed_by_id": gus, "proposed_at": AT}
    refused(rows.write, Standard, version=2, **values)  # the first still waits
    assert standards.update(agreed_by=petra, agreed_at=AT) == 1
    refused(rows.write, Standard, version=1, **values)
    rows.write(Standard, version=2, **values)


@pytest.mark.parametrize("values", [{"number": 0}, {"number": 201}, {"kind": "COOK"}, {"employment_class": "SPARE"}])
def test_a_post_that_cannot_be(rows: Rows, values: dict[str, Any]) -> None:
    refused(CampaignPost.objects.filter(pk=rows.post.pk).update, **values)


def test_a_post_an_assessor_and_a_criterion_stand_once(rows: Rows) -> None:
    post = {"team_id": rows.post.team_id, "kind": rows.post.kind, "employment_class": rows.post.employment_class}
    refused(rows.write, CampaignPost, campaign=rows.campaign, number=1, **post)
    named = {"campaign": rows.campaign, "user_id": rows.user("tom"), "named_at": AT}
    rows.write(CampaignAssessor, **named)
    refused(rows.write, CampaignAssessor, **named)
    line = {"standard": rows.standard, "number": 1, "gate": "AGE", "text": "成年"}
    criterion = rows.write(Criterion, **line)
    refused(rows.write, Criterion, **line)
    refused(rows.write, Criterion, **line | {"number": 2, "gate": "POLITICAL"})
    refused(rows.write, Criterion, **line | {"number": 2, "post_kind": "COOK"})
    check = {"applicant": rows.applicant(Stage.SUBMITTED), "criterion": criterion, "met": True}
    rows.write(CriterionCheck, **check)
    refused(rows.write, CriterionCheck, **check)


def test_a_return_says_why(rows: Rows) -> None:
    step = {"campaign": rows.campaign, "move": "return", "stage": "DRAFT", "at": AT}
    refused(rows.write, CampaignStep, **step)
    rows.write(CampaignStep, **step, reason="岗位写错了")
    rows.write(CampaignStep, **step | {"move": "submit"})


def test_whoever_prepared_a_notice_does_not_publish_it(rows: Rows) -> None:
    refused(rows.notice, NoticeStage.PUBLISHED, published_by_id=rows.user("gus"))
    refused(rows.notice, NoticeStage.CLOSED, prepared_by_id=rows.user("gwen"))


@pytest.mark.parametrize("stage", [NoticeStage.PUBLISHED, NoticeStage.CLOSED])
@pytest.mark.parametrize(
    "values",
    [
        {"published_at": None}, {"counted_from": None}, {"days": None}, {"days": 4}, {"last_day": COUNTED_FROM},
        {"last_day": None},
    ],
)  # fmt: skip
def test_a_published_notice_is_counted(rows: Rows, stage: str, values: dict[str, Any]) -> None:
    refused(rows.notice, stage, **values)
    rows.notice(stage, days=5)


@pytest.mark.parametrize("closed_on", [None, LAST_DAY])
def test_a_notice_is_closed_after_its_last_day(rows: Rows, closed_on: dt.date | None) -> None:
    refused(rows.notice, NoticeStage.CLOSED, closed_on=closed_on)
    notices = PublicNotice.objects.filter(pk=rows.notice(NoticeStage.PUBLISHED).pk)
    refused(notices.update, stage=NoticeStage.CLOSED, closed_on=closed_on)


def test_whoever_screened_does_not_review(rows: Rows) -> None:
    refused(rows.applicant, Stage.PROPOSED, reviewed_by_id=rows.user("gus"))
    rows.applicant(Stage.PROPOSED)


@pytest.mark.parametrize("stage", sorted(VETTED))
@pytest.mark.parametrize(
    "values", [{"reviewed_at": None, "reviewed_by_id": None}, {"reviewed_at": None}, {"suitable_until": None}]
)
def test_nobody_is_proposed_without_the_police(rows: Rows, stage: str, values: dict[str, Any]) -> None:
    refused(rows.applicant, stage, notice=rows.notice(), **values)


@pytest.mark.parametrize("stage", [Stage.ON_NOTICE, Stage.HELD])
def test_nobody_is_on_notice_without_one(rows: Rows, stage: str) -> None:
    refused(rows.applicant, stage)


@pytest.mark.parametrize("stage", [Stage.CONTRACTED, Stage.ONBOARDED])
def test_whoever_has_a_contract_is_a_member(rows: Rows, stage: str) -> None:
    assert stage in AFTER_NOTICE
    refused(rows.applicant, stage, notice=rows.notice(), member_id=None)


def test_a_rejection_says_why_and_nothing_else_does(rows: Rows) -> None:
    refused(rows.applicant, Stage.REJECTED)
    refused(rows.applicant, Stage.REJECTED, rejected_why="DISLIKED")
    refused(rows.applicant, Stage.ASSESSED, rejected_why="NOT_SELECTED")
    rows.applicant(Stage.REJECTED, rejected_why="NOT_SELECTED")


def test_one_application_a_person_and_campaign(rows: Rows) -> None:
    person = {"identity_index": "a" * 64}
    first = rows.applicant(Stage.SUBMITTED, **person)
    refused(rows.applicant, Stage.SUBMITTED, **person)
    elsewhere = campaign(rows)
    rows.applicant(Stage.SUBMITTED, campaign=elsewhere, **person)
    # Withdrawn, one may apply anew; forgotten, nobody is the same as anybody.
    assert Applicant.objects.filter(pk=first.pk).update(stage=Stage.WITHDRAWN) == 1
    rows.applicant(Stage.SUBMITTED, **person)
    refused(Applicant.objects.filter(pk=first.pk).update, stage=Stage.SUBMITTED)
    for _ in range(2):
        rows.applicant(Stage.REJECTED, rejected_why="NOT_SELECTED", identity_index="")


@pytest.mark.parametrize("left_out", sorted(MARKS))
def test_a_score_sheet_is_whole_or_empty(rows: Rows, left_out: str) -> None:
    applicant = rows.applicant(Stage.SHORTLISTED)
    refused(rows.sheet, applicant, **MARKS | {left_out: None})
    refused(rows.sheet, applicant, **{left_out: MARKS[left_out]})
    sheet = rows.sheet(applicant)
    refused(rows.sheet, applicant)
    assert ScoreSheet.objects.filter(pk=sheet.pk).update(**MARKS) == 1


@pytest.mark.parametrize("factor", ["schooling", "ability", "responsibility", "standing"])
@pytest.mark.parametrize("mark", [-1, 26])
def test_no_mark_is_over_its_bound(rows: Rows, factor: str, mark: int) -> None:
    refused(rows.sheet, rows.applicant(Stage.SHORTLISTED), **MARKS | {factor: mark})


@pytest.mark.parametrize(
    "values",
    [
        {"unrelated": False},
        {"holds_until": None},
        {"code": VerdictCode.NOT_SUITABLE},
        {"code": VerdictCode.FACTS_NEEDED},
        {"code": "DOUBTFUL"},
    ],
)
def test_a_verdict_that_cannot_stand(rows: Rows, values: dict[str, Any]) -> None:
    whole = {"code": VerdictCode.SUITABLE, "unrelated": True, "holds_until": LAST_DAY, "at": AT}
    applicant = rows.applicant(Stage.POLICE_REVIEW)
    refused(rows.write, PoliceVerdict, applicant=applicant, **whole | values)
    rows.write(PoliceVerdict, applicant=applicant, **whole)
    for code in (VerdictCode.NOT_SUITABLE, VerdictCode.FACTS_NEEDED):
        rows.write(PoliceVerdict, applicant=applicant, **whole | {"code": code, "holds_until": None})


@pytest.mark.parametrize(
    ("stage", "values"),
    [
        (ObjectionStage.INVESTIGATING, {"handler_id": None}), (ObjectionStage.INVESTIGATING, {"taken_at": None}),
        (ObjectionStage.UPHELD, {"handler_id": None}), (ObjectionStage.UPHELD, {"decided_at": None}),
        (ObjectionStage.SCREENED_OUT, {"decided_at": None}), (ObjectionStage.RECEIVED, {"decided_at": AT}),
        (ObjectionStage.INVESTIGATING, {"decided_at": AT}), ("LOST", {}),
    ],
)  # fmt: skip
def test_an_objection_that_cannot_stand(rows: Rows, stage: str, values: dict[str, Any]) -> None:
    applicant = rows.applicant(Stage.HELD, notice=rows.notice(NoticeStage.PUBLISHED))
    refused(rows.objection, applicant, stage, **values)


@pytest.mark.parametrize("stage", list(ObjectionStage))
def test_an_objection_that_stands(rows: Rows, stage: str) -> None:
    rows.objection(rows.applicant(Stage.HELD, notice=rows.notice(NoticeStage.PUBLISHED)), stage)


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": LAST_DAY}, {"ends_on": LAST_DAY}, {"probation_until": LAST_DAY}, {"kind": "HANDSHAKE"},
        {"employment_class": "SPARE"},
    ],
)  # fmt: skip
def test_a_contract_that_cannot_stand(rows: Rows, values: dict[str, Any]) -> None:
    applicant = rows.applicant(Stage.OFFERED, notice=rows.notice())
    refused(rows.contract, applicant, **values)
    rows.contract(applicant, ends_on=NEXT_DAY, probation_until=NEXT_DAY)
    refused(rows.contract, applicant)
