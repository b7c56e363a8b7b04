"""A campaign told through the commands, step by step: each step leaves it where the next one begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from recruitment import commands
from recruitment.models import Applicant, Campaign, Criterion, Objection, PublicNotice, ScoreSheet, Standard
from recruitment.reports.links import secret_for
from recruitment.rules import (
    ApplicationDraft,
    CampaignDraft,
    ContractDraft,
    ContractKind,
    CriterionDraft,
    Decision,
    DecisionDraft,
    Gate,
    Method,
    ObjectionDraft,
    PostDraft,
    PostKind,
    Schooling,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    StandardDraft,
    VerdictCode,
    VerdictDraft,
    months_after,
)
from teams import commands as teams
from teams.rules import EmploymentClass, Role, StatementDraft
from tests.cast import District, identity

PUBLIC = Actor.public()
CLOCK = Actor.system("clock")
STREET = "990102001"
PLANNED = dt.date(2026, 10, 12)
APPLY_FROM, APPLY_UNTIL, ASSESS_ON = dt.date(2026, 10, 14), dt.date(2026, 10, 23), dt.date(2026, 10, 26)
VETTED = dt.date(2026, 10, 28)
# Published on a Thursday; seven working days later is Monday, 9 November.
PUBLISHED, LAST_DAY = dt.date(2026, 10, 29), dt.date(2026, 11, 9)
CLOSED = LAST_DAY + dt.timedelta(days=1)
NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八", "冯九", "陈十")


def standard_draft() -> StandardDraft:
    return StandardDraft(
        (
            CriterionDraft(Gate.AGE, "年满十八周岁，不超过规定的上限"),
            CriterionDraft(Gate.COMPETENCE, "身体健康，能参加夜间巡逻"),
            CriterionDraft(Gate.POST, "熟悉本社区道路", PostKind.PATROL_MEMBER),
            CriterionDraft(Gate.POST, "能看守固定岗位", PostKind.SECURITY_GUARD),
            CriterionDraft(Gate.POST, "有调解工作经验", PostKind.MEDIATION_HEAD),
        )
    )


def statement_draft() -> StatementDraft:
    return StatementDraft(
        role=Role.MEMBER,
        clear_duty="按时巡逻，发现情况及时报告。",
        clear_task="完成队长交给的任务。",
        complementary="不得盘问、搜查、拘留、处罚任何人。",
    )


@dataclass
class Story:
    """The ids of one campaign, and who does what in it: in the street of Lena's harbour, or of Otto's willow."""

    district: District = field(repr=False)
    number: int = 2
    street: str = STREET
    team: str = "academy"
    office: str = "tess"
    police: str = "piet"
    assessors: tuple[str, ...] = ("gus", "lena")
    campaign_id: int = 0
    secrets: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def who(self, key: str, day: dt.date) -> Actor:
        return self.district.actor(key, day)

    def at(self, day: dt.date, hour: int = 9) -> dt.datetime:
        return clock.at(day, hour)

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(pk=self.campaign_id)

    def applicant(self, name: str) -> Applicant:
        return Applicant.objects.get(pk=self.ids[name])

    def notice(self) -> PublicNotice:
        return PublicNotice.objects.get(campaign=self.campaign_id)

    # --- the steps --------------------------------------------------------------------------------------------------

    def agree_standard(self) -> Standard:
        """The district's, once; with it the duties that a contract carries."""
        known = Standard.objects.agreed().first()
        if known is not None:
            return known
        at = self.at(dt.date(2026, 10, 8))
        place = self.district.places["990102"]
        standard = commands.propose_standard(
            actor=self.who("gus", at.date()), place_id=place, draft=standard_draft(), at=at
        )
        teams.publish_duty_statement(actor=self.who("gus", at.date()), place_id=place, draft=statement_draft(), at=at)
        return commands.agree_standard(actor=self.who("petra", at.date()), standard_id=standard.pk, at=at)

    def draft(self, **values: object) -> CampaignDraft:
        team = self.district.teams[self.team]
        whole = {
            "title": "锦川街道公开招聘巡防队员",
            "apply_from": APPLY_FROM,
            "apply_until": APPLY_UNTIL,
            "assess_on": ASSESS_ON,
            "assess_at": "街道综治中心二楼",
            "methods": (Method.INTERVIEW, Method.PHYSICAL),
            "threshold": 60,
            "contact": "锦川街道综治中心",
            "contact_phone": "0371-65000000",
            "posts": (PostDraft(team, PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, self.number),),
        }
        return CampaignDraft(**{**whole, **values})  # type: ignore[arg-type]

    def plan(self, **values: object) -> Campaign:
        at = self.at(PLANNED)
        place = self.district.places[self.street]
        campaign = commands.plan_campaign(
            actor=self.who(self.office, PLANNED), place_id=place, draft=self.draft(**values), at=at
        )
        self.campaign_id = campaign.pk
        return campaign

    def submit(self) -> Campaign:
        return commands.submit_campaign(
            actor=self.who(self.office, PLANNED), campaign_id=self.campaign_id, at=self.at(PLANNED, 10)
        )

    def approve(self) -> Campaign:
        at = self.at(dt.date(2026, 10, 13))
        commands.approve_campaign_police(actor=self.who(self.police, at.date()), campaign_id=self.campaign_id, at=at)
        return commands.approve_campaign(actor=self.who("gwen", at.date()), campaign_id=self.campaign_id, at=at)

    def open(self) -> Campaign:
        return commands.open_campaign(actor=CLOCK, campaign_id=self.campaign_id, at=self.at(APPLY_FROM, 0))

    def application(self, name: str, /, **values: object) -> ApplicationDraft:
        number = NAMES.index(name) if name in NAMES else len(name)
        post = self.campaign.posts.order_by("pk").first()
        assert post is not None
        whole = {
            "post_id": post.pk,
            "name": name,
            "identity": identity(700 + number, "19920607"),
            "phone": f"137000000{number:02d}",
            "schooling": Schooling.SENIOR,
            "local": True,
            "priority": False,
            "reserve": True,
            "declared": True,
            "informed": True,
        }
        return ApplicationDraft(**{**whole, **values})  # type: ignore[arg-type]

    def apply(self, name: str, day: dt.date = APPLY_FROM, /, **values: object) -> Applicant:
        secret = secret_for(f"key-of-{self.street}-{name}", "application")
        applicant = commands.submit_application(
            actor=PUBLIC,
            campaign_id=self.campaign_id,
            draft=self.application(name, **values),
            secret=secret,
            at=self.at(day),
        )
        self.secrets[name], self.ids[name] = secret, applicant.pk
        return applicant

    def close_applying(self) -> Campaign:
        day = APPLY_UNTIL + dt.timedelta(days=1)
        return commands.close_campaign(actor=CLOCK, campaign_id=self.campaign_id, at=self.at(day, 0))

    def name_assessors(self, *keys: str) -> None:
        for key in keys or self.assessors:
            commands.name_assessor(
                actor=self.who(self.office, APPLY_FROM),
                campaign_id=self.campaign_id,
                user_id=self.district.users[key],
                at=self.at(APPLY_FROM, 10),
            )

    def screen(self, name: str, verdict: Screening = Screening.SHORTLIST, **values: object) -> Applicant:
        day = APPLY_UNTIL + dt.timedelta(days=1)
        applicant = self.applicant(name)
        met = Criterion.objects.filter(standard=self.campaign.standard).exclude(
            post_kind__in=[PostKind.SECURITY_GUARD, PostKind.MEDIATION_HEAD]
        )
        whole = {
            "verdict": verdict,
            "met": frozenset(met.values_list("pk", flat=True)),
            "local": True if applicant.local else None,
            "priority": True if applicant.priority else None,
        }
        return commands.screen_applicant(
            actor=self.who(self.office, day),
            applicant_id=applicant.pk,
            draft=ScreeningDraft(**{**whole, **values}),  # type: ignore[arg-type]
            at=self.at(day),
        )

    def score(self, name: str, *marks: int) -> None:
        """The same mark in all four factors by each assessor in turn: ``score("赵一", 20, 18)``."""
        sheets = ScoreSheet.objects.filter(applicant=self.ids[name]).order_by("pk")
        for sheet, mark in zip(sheets, marks, strict=True):
            draft = ScoreDraft(True, mark, mark, mark, mark, unrelated=True)
            user = User.objects.get(pk=sheet.assessor_id)
            actor = self.who(user.username, ASSESS_ON)
            commands.submit_score_sheet(actor=actor, score_sheet_id=sheet.pk, draft=draft, at=self.at(ASSESS_ON))

    def select(self) -> Campaign:
        day = ASSESS_ON + dt.timedelta(days=1)
        return commands.select_recruits(actor=self.who(self.office, day), campaign_id=self.campaign_id, at=self.at(day))

    def vet(self, name: str, code: VerdictCode = VerdictCode.SUITABLE, day: dt.date = VETTED, **values: object) -> None:
        reason = "有法律规定不能从事这项工作的情形" if code is VerdictCode.NOT_SUITABLE else ""
        question = "请补充最近三年的居住情况" if code is VerdictCode.FACTS_NEEDED else ""
        whole = {"code": code, "unrelated": True, "reason": reason, "question": question}
        commands.record_police_review(
            actor=self.who(self.police, day),
            applicant_id=self.ids[name],
            draft=VerdictDraft(**{**whole, **values}),  # type: ignore[arg-type]
            at=self.at(day),
        )

    def prepare(self, day: dt.date = VETTED) -> PublicNotice:
        return commands.prepare_notice(actor=self.who("gus", day), campaign_id=self.campaign_id, at=self.at(day, 11))

    def publish(self, day: dt.date = PUBLISHED) -> PublicNotice:
        return commands.publish_notice(actor=self.who("gwen", day), notice_id=self.notice().pk, at=self.at(day))

    def object(self, name: str, day: dt.date = LAST_DAY, **values: object) -> Objection:
        whole = {"applicant_id": self.ids[name], "reason": "听说这个人考核那天没有到场。", **values}
        secret = secret_for(f"objection-{self.street}-{name}-{Objection.objects.count()}", "objection")
        self.secrets["objection"] = secret
        return commands.lodge_objection(
            actor=PUBLIC,
            notice_id=self.notice().pk,
            draft=ObjectionDraft(**whole),  # type: ignore[arg-type]
            secret=secret,
            at=self.at(day, 23),
        )

    def decide(self, objection: Objection, decision: Decision, day: dt.date = CLOSED) -> Objection:
        """Gwen takes and decides it: Gus put the list forward."""
        gwen, at = self.who("gwen", day), self.at(day, 14)
        commands.take_objection(actor=gwen, objection_id=objection.pk, at=at)
        return commands.decide_objection(
            actor=gwen, objection_id=objection.pk, draft=DecisionDraft(decision, "已经核查，答复如下。"), at=at
        )

    def close_notice(self, day: dt.date = CLOSED) -> PublicNotice:
        return commands.close_notice(actor=CLOCK, notice_id=self.notice().pk, at=self.at(day, 0))

    def offer(self, name: str, day: dt.date = CLOSED) -> Applicant:
        return commands.offer_post(actor=self.who("gus", day), applicant_id=self.ids[name], at=self.at(day))

    def contract(self, day: dt.date = CLOSED, **values: object) -> ContractDraft:
        whole = {
            "kind": ContractKind.LABOUR,
            "signed_on": day,
            "starts_on": day,
            "ends_on": months_after(day, 24),
            "probation_until": None,
            "both_signed": True,
            "duties_signed": True,
        }
        return ContractDraft(**{**whole, **values})  # type: ignore[arg-type]

    def sign(self, name: str, day: dt.date = CLOSED, **values: object):
        return commands.sign_contract(
            actor=self.who("gus", day),
            applicant_id=self.ids[name],
            draft=self.contract(day, **values),
            at=self.at(day, 15),
        )

    # --- so far -----------------------------------------------------------------------------------------------------

    def until_open(self, **values: object) -> Story:
        self.agree_standard()
        self.plan(**values)
        self.submit()
        self.approve()
        self.open()
        return self

    def until_selected(self, *names: str) -> Story:
        """Everybody named applied and was scored, the first best; the two places go to the police."""
        self.until_open()
        self.name_assessors()
        for name in names:
            self.apply(name)
        self.close_applying()
        for rank, name in enumerate(names):
            self.screen(name)
            self.score(name, 22 - rank, 21 - rank)
        self.select()
        return self

    def until_noticed(self, *names: str) -> Story:
        self.until_selected(*names)
        for name in names[: self.number]:
            self.vet(name)
        self.prepare()
        self.publish()
        return self

    def until_cleared(self, *names: str) -> Story:
        self.until_noticed(*names)
        self.close_notice()
        return self

    def until_offered(self, *names: str) -> Story:
        self.until_cleared(*names)
        for name in names[: self.number]:
            self.offer(name)
        return self
