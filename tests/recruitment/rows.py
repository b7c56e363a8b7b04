"""Rows of recruiting as they stand in the tables, without a command: for what the database itself refuses."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from patrol_ops.core import clock
from recruitment.models import (
    Applicant,
    Campaign,
    CampaignPost,
    Contract,
    Objection,
    PublicNotice,
    ScoreSheet,
    Standard,
)
from recruitment.rules import CampaignStage, ContractKind, NoticeStage, ObjectionStage, PostKind, Stage
from teams.models import DutyStatement
from teams.rules import EmploymentClass, Role
from tests.cast import District

COUNTED_FROM = dt.date(2026, 11, 2)
LAST_DAY = dt.date(2026, 11, 11)
NEXT_DAY = dt.date(2026, 11, 12)
AT = clock.at(COUNTED_FROM, 9)
VETTED = {Stage.PROPOSED, Stage.ON_NOTICE, Stage.HELD, Stage.CLEARED, Stage.OFFERED, Stage.CONTRACTED, Stage.ONBOARDED}
HIRED = {Stage.CONTRACTED, Stage.ONBOARDED}


class Rows:
    """Writes one row after the other, each whole unless told otherwise: ``rows.applicant(stage="CLEARED")``."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.numbers = count(1)
        standard = self.write(Standard, place_id=self.place, version=1, proposed_by_id=self.user("gus"), proposed_at=AT)
        self.standard = standard
        self.campaign = self.write(Campaign, **self.campaign_values())
        self.post = self.write(
            CampaignPost,
            campaign=self.campaign,
            team_id=district.teams["harbour"],
            kind=PostKind.PATROL_MEMBER,
            employment_class=EmploymentClass.FULL_TIME,
            number=2,
        )

    @property
    def place(self) -> int:
        return self.district.places["990102"]

    def user(self, key: str) -> int:
        return self.district.users[key]

    @staticmethod
    def write(model: Any, **values: Any) -> Any:
        return model._default_manager.bulk_create([model(**values)])[0]

    def campaign_values(self, **values: Any) -> dict[str, Any]:
        return {
            "place_id": self.place,
            "year": 2026,
            "serial": next(self.numbers),
            "district": "990102",
            "stage": CampaignStage.SELECTING,
            "title": "招聘巡防队员",
            "standard": self.standard,
            "apply_from": dt.date(2026, 10, 1),
            "apply_until": dt.date(2026, 10, 9),
            "assess_on": dt.date(2026, 10, 12),
            "assess_at": "三楼",
            "methods": ["INTERVIEW"],
            "threshold": 60,
            "contact": "综治办",
            "contact_phone": "0700-1234567",
            "planned_by_id": self.user("gus"),
            "planned_at": AT,
            "police_approved_by_id": self.user("petra"),
            "police_approved_at": AT,
            "approved_by_id": self.user("gwen"),
            "approved_at": AT,
        } | values

    def notice(self, stage: str = NoticeStage.CLOSED, **values: Any) -> PublicNotice:
        given: dict[str, Any] = {
            "campaign": self.campaign,
            "number": next(self.numbers),
            "stage": stage,
            "prepared_by_id": self.user("gus"),
            "prepared_at": AT,
        }
        if stage != NoticeStage.DRAFT:
            given |= {"published_by_id": self.user("gwen"), "published_at": AT, "counted_from": COUNTED_FROM}
            given |= {"days": 7, "last_day": LAST_DAY}
        if stage == NoticeStage.CLOSED:
            given["closed_on"] = NEXT_DAY
        return self.write(PublicNotice, **given | values)

    def applicant_values(self, stage: str, **values: Any) -> dict[str, Any]:
        number = next(self.numbers)
        given: dict[str, Any] = {
            "campaign": self.campaign,
            "post": self.post,
            "case_number": f"990102-2026-1-{number:04d}",
            "link_digest": f"{number:064d}",
            "stage": stage,
            "identity_index": f"{number:064d}",
            "applied_at": AT,
            "screened_by_id": self.user("gus"),
            "screened_at": AT,
        }
        if stage in VETTED:
            given |= {"reviewed_by_id": self.user("petra"), "reviewed_at": AT, "suitable_until": dt.date(2027, 11, 1)}
        if stage in VETTED - {Stage.PROPOSED, Stage.ON_NOTICE, Stage.HELD}:
            given["cleared_on"] = NEXT_DAY
        if stage in HIRED:
            given["member_id"] = self.district.members["mara"]
        return given | values

    def applicant(self, stage: str, **values: Any) -> Applicant:
        return self.write(Applicant, **self.applicant_values(stage, **values))

    def objection(self, applicant: Applicant, stage: str, **values: Any) -> Objection:
        given: dict[str, Any] = {
            "notice_id": applicant.notice_id,
            "applicant": applicant,
            "link_digest": f"{next(self.numbers):064d}",
            "stage": stage,
            "lodged_at": AT,
        }
        if stage != ObjectionStage.RECEIVED:
            given |= {"handler_id": self.user("gwen"), "taken_at": AT}
        if stage not in {ObjectionStage.RECEIVED, ObjectionStage.INVESTIGATING}:
            given |= {"decided_by_id": self.user("gwen"), "decided_at": AT}
        return self.write(Objection, **given | values)

    def contract(self, applicant: Applicant, **values: Any) -> Contract:
        given: dict[str, Any] = {
            "applicant": applicant,
            "member_id": self.district.members["mara"],
            "team_id": self.district.teams["harbour"],
            "employment_class": EmploymentClass.FULL_TIME,
            "kind": ContractKind.LABOUR,
            "statement_id": self.statement(),
            "notice_last_day": LAST_DAY,
            "signed_on": NEXT_DAY,
            "starts_on": NEXT_DAY,
            "signed_at": clock.at(NEXT_DAY, 9),
        }
        return self.write(Contract, **given | values)

    def statement(self) -> int:
        said = {"clear_duty": "巡逻", "clear_task": "记日志", "complementary": "不执法"}
        known = DutyStatement.objects.filter(place_id=self.place, role=Role.MEMBER).first()
        if known is None:
            known = self.write(
                DutyStatement,
                place_id=self.place,
                role=Role.MEMBER,
                since=COUNTED_FROM,
                published_by_id=self.user("gus"),
                published_at=AT,
                **said,
            )
        return int(known.pk)

    def sheet(self, applicant: Applicant, **values: Any) -> ScoreSheet:
        return self.write(ScoreSheet, applicant=applicant, **{"assessor_id": self.user("tom")} | values)
