"""REC-06 in the database itself: rows written straight into the tables, past every command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from recruitment.models import Applicant, Contract, PublicNotice
from recruitment.rules import AFTER_NOTICE, NoticeStage, ObjectionStage, Stage
from tests.cast import District
from tests.recruitment.rows import AT, COUNTED_FROM, LAST_DAY, NEXT_DAY, Rows

DAY = dt.timedelta(days=1)
BEYOND = sorted(AFTER_NOTICE)
HIRING = [Stage.OFFERED, Stage.CONTRACTED, Stage.ONBOARDED]


@pytest.fixture
def rows(district: District) -> Rows:
    return Rows(district)


def refused(write: Callable[..., Any], *args: Any, **values: Any) -> None:
    """The database says no; in a transaction of its own, so that the test can go on."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write(*args, **values)


def moved(applicant: Applicant, to: str, rows: Rows, **values: Any) -> int:
    """The same row, moved to a stage beyond the notice with all that the stage demands."""
    whole = rows.applicant_values(to)
    needed = {key: whole[key] for key in ("cleared_on", "member_id") if key in whole}
    return Applicant.objects.filter(pk=applicant.pk).update(stage=to, **needed | values)


@pytest.mark.parametrize("stage", BEYOND)
def test_nobody_comes_beyond_the_notice_without_one(rows: Rows, stage: str) -> None:
    refused(rows.applicant, stage)
    refused(moved, rows.applicant(Stage.PROPOSED), stage, rows)


@pytest.mark.parametrize("stage", BEYOND)
@pytest.mark.parametrize("standing", [NoticeStage.DRAFT, NoticeStage.PUBLISHED, NoticeStage.WITHDRAWN])
def test_nobody_comes_beyond_a_notice_that_is_not_closed(rows: Rows, stage: str, standing: str) -> None:
    notice = rows.notice(standing)
    refused(rows.applicant, stage, notice=notice)
    refused(moved, rows.applicant(Stage.ON_NOTICE, notice=notice), stage, rows)


@pytest.mark.parametrize("stage", BEYOND)
@pytest.mark.parametrize("cleared_on", [None, COUNTED_FROM, LAST_DAY])
def test_nobody_is_cleared_before_the_day_after_its_last(rows: Rows, stage: str, cleared_on: dt.date | None) -> None:
    notice = rows.notice()
    refused(rows.applicant, stage, notice=notice, cleared_on=cleared_on)
    refused(moved, rows.applicant(Stage.ON_NOTICE, notice=notice), stage, rows, cleared_on=cleared_on)


@pytest.mark.parametrize("stage", BEYOND)
@pytest.mark.parametrize(
    "objection", [ObjectionStage.RECEIVED, ObjectionStage.INVESTIGATING, ObjectionStage.UPHELD]
)  # fmt: skip
def test_nobody_comes_beyond_an_objection_that_is_open_or_upheld(rows: Rows, stage: str, objection: str) -> None:
    applicant = rows.applicant(Stage.HELD, notice=rows.notice())
    rows.objection(applicant, ObjectionStage.NOT_UPHELD)
    rows.objection(applicant, objection)
    refused(moved, applicant, stage, rows)


@pytest.mark.parametrize("stage", BEYOND)
def test_a_closed_notice_without_open_objections_lets_people_through(rows: Rows, stage: str) -> None:
    notice = rows.notice()
    rows.applicant(stage, notice=notice)
    applicant = rows.applicant(Stage.HELD, notice=notice)
    rows.objection(applicant, ObjectionStage.NOT_UPHELD)
    rows.objection(applicant, ObjectionStage.SCREENED_OUT)
    # What is said of somebody else holds nobody up.
    rows.objection(rows.applicant(Stage.HELD, notice=notice), ObjectionStage.RECEIVED)
    assert moved(applicant, stage, rows) == 1


@pytest.mark.parametrize("stage", BEYOND)
def test_nobody_beyond_loses_or_changes_the_notice_afterwards(rows: Rows, stage: str) -> None:
    people = Applicant.objects.filter(pk=rows.applicant(stage, notice=rows.notice()).pk)
    refused(people.update, notice=None)
    refused(people.update, notice=rows.notice(NoticeStage.PUBLISHED))
    refused(people.update, cleared_on=LAST_DAY)
    assert people.update(rank=1) == 1


@pytest.mark.parametrize("stage", [one for one in Stage if one not in AFTER_NOTICE])
def test_the_gate_stands_in_nobodys_way_before(rows: Rows, stage: str) -> None:
    why = "NOT_SELECTED" if stage == Stage.REJECTED else ""
    applicant = rows.applicant(stage, notice=rows.notice(NoticeStage.PUBLISHED), rejected_why=why)
    rows.objection(applicant, ObjectionStage.RECEIVED)
    assert Applicant.objects.filter(pk=applicant.pk).update(rank=1) == 1


@pytest.mark.parametrize("standing", [None, NoticeStage.DRAFT, NoticeStage.PUBLISHED, NoticeStage.WITHDRAWN])
def test_no_contract_stands_without_a_closed_notice(rows: Rows, standing: str | None) -> None:
    notice = rows.notice(standing) if standing else None
    applicant = rows.applicant(Stage.ON_NOTICE if notice else Stage.PROPOSED, notice=notice)
    refused(rows.contract, applicant)


@pytest.mark.parametrize("stage", [Stage.ON_NOTICE, Stage.HELD, Stage.CLEARED])
def test_no_contract_stands_without_an_offer(rows: Rows, stage: str) -> None:
    refused(rows.contract, rows.applicant(stage, notice=rows.notice()))


@pytest.mark.parametrize(
    "values",
    [
        {"signed_on": LAST_DAY},
        {"signed_on": COUNTED_FROM},
        # Nor does it help to say that the notice ended sooner, or later.
        {"notice_last_day": LAST_DAY - DAY, "signed_on": LAST_DAY},
        {"notice_last_day": LAST_DAY + DAY, "signed_on": NEXT_DAY + DAY},
    ],
)
def test_no_contract_is_signed_before_the_notice_is_over(rows: Rows, values: dict[str, Any]) -> None:
    applicant = rows.applicant(Stage.OFFERED, notice=rows.notice())
    refused(rows.contract, applicant, **values)
    contract = rows.contract(applicant)
    refused(Contract.objects.filter(pk=contract.pk).update, **values)


@pytest.mark.parametrize("stage", HIRING)
@pytest.mark.parametrize("signed_on", [NEXT_DAY, NEXT_DAY + 5 * DAY])
def test_a_contract_stands_from_the_day_after_the_notice(rows: Rows, stage: str, signed_on: dt.date) -> None:
    applicant = rows.applicant(stage, notice=rows.notice())
    contract = rows.contract(applicant, signed_on=signed_on, starts_on=signed_on)
    assert Contract.objects.filter(pk=contract.pk).update(probation_until=signed_on + DAY) == 1


@pytest.mark.parametrize("stage", [NoticeStage.PUBLISHED, NoticeStage.CLOSED, NoticeStage.WITHDRAWN])
def test_a_notice_once_published_is_never_shortened(rows: Rows, stage: str) -> None:
    notices = PublicNotice.objects.filter(pk=rows.notice(stage, days=5).pk)
    refused(notices.update, last_day=LAST_DAY - DAY)
    refused(notices.update, last_day=None)
    refused(notices.update, stage=NoticeStage.DRAFT, last_day=LAST_DAY - DAY)
    assert notices.update(last_day=LAST_DAY) == 1


@pytest.mark.parametrize(
    ("stage", "back"),
    [
        (NoticeStage.PUBLISHED, NoticeStage.DRAFT),
        *((NoticeStage.CLOSED, stage) for stage in NoticeStage if stage != NoticeStage.CLOSED),
        *((NoticeStage.WITHDRAWN, stage) for stage in NoticeStage if stage != NoticeStage.WITHDRAWN),
    ],
)
def test_a_notice_never_goes_back(rows: Rows, stage: str, back: str) -> None:
    notices = PublicNotice.objects.filter(pk=rows.notice(stage).pk)
    refused(notices.update, stage=back, closed_on=NEXT_DAY)


def test_a_notice_goes_its_way(rows: Rows) -> None:
    notices = PublicNotice.objects.filter(pk=rows.notice(NoticeStage.DRAFT).pk)
    assert notices.update(last_day=LAST_DAY) == notices.update(last_day=LAST_DAY - DAY) == 1  # nobody has read it yet
    published = {"published_by": rows.user("gwen"), "published_at": AT, "counted_from": COUNTED_FROM, "days": 7}
    assert notices.update(stage=NoticeStage.PUBLISHED, last_day=LAST_DAY, **published) == 1
    assert notices.update(last_day=LAST_DAY + DAY) == 1
    assert notices.update(stage=NoticeStage.CLOSED, closed_on=LAST_DAY + 2 * DAY) == 1
    # A draft that is put aside was never counted, and may still be written to.
    aside = PublicNotice.objects.filter(pk=rows.notice(NoticeStage.DRAFT).pk)
    assert aside.update(stage=NoticeStage.WITHDRAWN) == aside.update(listed=0) == 1
    taken_back = PublicNotice.objects.filter(pk=rows.notice(NoticeStage.PUBLISHED).pk)
    assert taken_back.update(stage=NoticeStage.WITHDRAWN) == 1


@pytest.mark.django_db(transaction=True)
def test_the_gate_can_be_taken_down_and_put_up_again(rows: Rows) -> None:
    applicant = rows.applicant(Stage.PROPOSED)
    notice = rows.notice(NoticeStage.PUBLISHED)
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate([("recruitment", "0001_recruitment")])
        assert moved(applicant, Stage.CLEARED, rows, notice=notice) == 1
        assert moved(applicant, Stage.PROPOSED, rows, notice=None, cleared_on=None) == 1
    finally:
        MigrationExecutor(connection).migrate(everything)
    refused(moved, applicant, Stage.CLEARED, rows, notice=notice)
    refused(PublicNotice.objects.filter(pk=notice.pk).update, last_day=LAST_DAY - DAY)
