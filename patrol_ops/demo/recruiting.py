"""Campaigns of sixteen places, each at another interesting stage, told through the commands by whoever would act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import User
from patrol_ops.demo.ground import District
from recruitment import commands
from recruitment.models import Applicant, Campaign, PublicNotice, ScoreSheet
from recruitment.reports.links import secret_for
from recruitment.reports.standing import criteria_for
from recruitment.rules import (
    ApplicationDraft,
    CampaignDraft,
    CriterionDraft,
    Gate,
    Method,
    PostDraft,
    PostKind,
    Schooling,
    ScoreDraft,
    Screening,
    ScreeningDraft,
    Stage,
    StandardDraft,
    VerdictCode,
    VerdictDraft,
)
from teams import commands as teams
from teams.models import Membership, Place
from teams.reports import actor_for
from teams.rules import EmploymentClass, PlaceTier

DAY = dt.timedelta(days=1)
PUBLIC, CLOCK = Actor.public(), Actor.system("clock")
STANDARD = (
    CriterionDraft(Gate.AGE, "年满十八周岁，不超过六十周岁"),
    CriterionDraft(Gate.COMPETENCE, "身体健康，能参加夜间巡逻"),
    CriterionDraft(Gate.COMPETENCE, "会用普通话与群众交流，能写简单的记录"),
    CriterionDraft(Gate.POST, "熟悉本街道道路和社区", PostKind.PATROL_MEMBER),
    CriterionDraft(Gate.POST, "能看守固定岗位，会用消防器材", PostKind.SECURITY_GUARD),
    CriterionDraft(Gate.POST, "有两年以上调解工作经验", PostKind.MEDIATION_HEAD),
)
# Sixteen places in the squadron of a street: kind, class, places, who applies.
POSTS = (
    (PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, 10, 13),
    (PostKind.SECURITY_GUARD, EmploymentClass.PART_TIME, 4, 5),
    (PostKind.MEDIATION_HEAD, EmploymentClass.FULL_TIME, 2, 4),
)
PLACES = sum(places for _, _, places, _ in POSTS)


def agree_standard(it: District, now: dt.datetime) -> None:
    """The one standard of the district, agreed long before the first campaign."""
    district = it.places[it.path]
    at = now - 90 * DAY
    standard = commands.propose_standard(
        actor=it.staff["zongzhi"], place_id=district.pk, draft=StandardDraft(STANDARD), at=at
    )
    commands.agree_standard(actor=it.staff["fenju"], standard_id=standard.pk, at=at + DAY)


@dataclass
class Hiring:
    """One campaign on its way. ``first`` and ``last`` are the days of applying, ``assess`` that of selection."""

    it: District
    street: Place
    first: dt.date
    last: dt.date
    assess: dt.date
    title: str = ""
    campaign: Campaign = field(init=False)
    applicants: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.team = self.it.teams[self.street.path]
        streets = [p.path for p in self.it.places.values() if p.tier == PlaceTier.STREET]
        number = streets.index(self.street.path) + 1
        name = "zhuangan" if number == 1 else f"zg{number:02d}"
        self.office = actor_for(User.objects.get(username=name), self.it.founded)
        self.police = self.it.police[self.street.path]
        self.gov, self.head = self.it.staff["zongzhi"], self.it.staff["zhuren"]
        self.assessors = (self.gov, self.it.staff["zhuangan"])

    def plan(self) -> Hiring:
        at = clock.at(self.first - 6 * DAY, 9)
        serving = Membership.objects.open().filter(team=self.team).count()
        teams.authorise_strength(
            actor=self.head, team_id=self.team.pk, authorised=serving + PLACES, reason="夜间巡逻增加班次", at=at
        )
        draft = CampaignDraft(
            title=self.title or f"{self.street.name}公开招聘巡防人员",
            apply_from=self.first,
            apply_until=self.last,
            assess_on=self.assess,
            assess_at=f"{self.street.name}综治中心",
            methods=(Method.INTERVIEW, Method.PHYSICAL),
            threshold=60,
            contact=f"{self.street.name}综治中心",
            contact_phone="0990-6500100",
            posts=tuple(PostDraft(self.team.pk, kind, of_class, places) for kind, of_class, places, _ in POSTS),
        )
        self.campaign = commands.plan_campaign(actor=self.office, place_id=self.street.pk, draft=draft, at=at)
        return self

    def submit(self) -> Hiring:
        at = clock.at(self.first - 5 * DAY, 10)
        commands.submit_campaign(actor=self.office, campaign_id=self.campaign.pk, at=at)
        return self

    def approve(self) -> Hiring:
        at = clock.at(self.first - 3 * DAY, 10)
        commands.approve_campaign_police(actor=self.police, campaign_id=self.campaign.pk, at=at)
        commands.approve_campaign(actor=self.head, campaign_id=self.campaign.pk, at=at)
        for assessor in self.assessors:
            assert assessor.person_id is not None
            commands.name_assessor(actor=self.office, campaign_id=self.campaign.pk, user_id=assessor.person_id, at=at)
        return self

    def open(self) -> Hiring:
        commands.open_campaign(actor=CLOCK, campaign_id=self.campaign.pk, at=clock.at(self.first, 0))
        return self

    def apply(self, share: int = 100) -> Hiring:
        """So many per cent of those who will apply, one after another over the first days."""
        chance = self.it.people.chance
        number = 0
        for post, (_, _, _, coming) in zip(self.campaign.posts.order_by("pk"), POSTS, strict=True):
            for _ in range(max(coming * share // 100, 1)):
                number += 1
                draft = ApplicationDraft(
                    post_id=post.pk,
                    name=self.it.people.name(),
                    identity=self.it.people.identity(self.first),
                    phone=self.it.people.phone(),
                    schooling=chance.choice(list(Schooling)),
                    local=chance.random() < 0.7,
                    priority=chance.random() < 0.2,
                    reserve=chance.random() < 0.7,
                    declared=True,
                    informed=True,
                )
                applicant = commands.submit_application(
                    actor=PUBLIC,
                    campaign_id=self.campaign.pk,
                    draft=draft,
                    secret=secret_for(f"demo-{self.campaign.pk}-{number}", "application"),
                    at=clock.at(self.first + (number % 3) * DAY, 8 + number % 12),
                )
                self.applicants.append(applicant.pk)
        return self

    def close(self) -> Hiring:
        at = clock.at(self.last + DAY, 0)
        commands.close_campaign(actor=CLOCK, campaign_id=self.campaign.pk, at=at)
        return self

    def screen(self, leave: int = 0) -> Hiring:
        """Everybody but the last ``leave``; the first of all has no experience of the post and is told so."""
        at = clock.at(self.last + 2 * DAY, 14)
        for position, applicant_id in enumerate(self.applicants[: len(self.applicants) - leave]):
            applicant = Applicant.objects.select_related("campaign", "post").get(pk=applicant_id)
            lines = [line.pk for line in criteria_for(applicant)]
            verdict, met, note = Screening.SHORTLIST, frozenset(lines), ""
            if position == 0 and leave:
                verdict, met = Screening.REJECT, frozenset(lines[:-1])
            elif position == 1 and leave:
                verdict, note = Screening.RETURN, "手机号码打不通，请核对后改正。"
            draft = ScreeningDraft(
                verdict=verdict,
                met=met,
                local=True if applicant.local else None,
                priority=position % 3 > 0 if applicant.priority else None,
                note=note,
            )
            commands.screen_applicant(actor=self.office, applicant_id=applicant_id, draft=draft, at=at)
        return self

    def score(self, share: int = 100) -> Hiring:
        """Each assessor by themselves; of the last of a post, too little to pass."""
        chance = self.it.people.chance
        sheets = ScoreSheet.objects.waiting().filter(applicant__campaign=self.campaign).order_by("assessor_id", "pk")
        some = list(sheets)
        for sheet in some[: len(some) * share // 100]:
            mark = 10 if sheet.applicant_id == self.applicants[-1] else chance.randint(16, 23)
            draft = ScoreDraft(True, mark, mark, min(mark + 1, 25), mark, unrelated=True)
            actor = next(one for one in self.assessors if one.person_id == sheet.assessor_id)
            at = clock.at(self.assess, 10)
            commands.submit_score_sheet(actor=actor, score_sheet_id=sheet.pk, draft=draft, at=at)
        return self

    def select(self) -> Hiring:
        at = clock.at(self.assess + 2 * DAY, 9)
        commands.select_recruits(actor=self.office, campaign_id=self.campaign.pk, at=at)
        return self

    def at_stage(self, *stages: Stage) -> list[Applicant]:
        return list(Applicant.objects.filter(campaign=self.campaign, stage__in=stages).order_by("rank", "pk"))

    def vet(self, leave: int = 0) -> Hiring:
        """All but the last ``leave``, of whom one is asked for more; one is not suitable where some are left."""
        at = clock.at(self.assess + 4 * DAY, 15)
        waiting = self.at_stage(Stage.POLICE_REVIEW)
        for position, applicant in enumerate(waiting[: len(waiting) - leave]):
            draft = VerdictDraft(VerdictCode.SUITABLE, unrelated=True)
            if leave and position == 2:
                draft = VerdictDraft(VerdictCode.NOT_SUITABLE, unrelated=True, reason="演示：原因只留在公安机关。")
            elif leave and position == 5:
                draft = VerdictDraft(
                    VerdictCode.FACTS_NEEDED, unrelated=True, question="请补充最近一份工作的单位和起止时间。"
                )
            commands.record_police_review(actor=self.police, applicant_id=applicant.pk, draft=draft, at=at)
        return self

    def publish(self, day: dt.date) -> PublicNotice:
        notice = commands.prepare_notice(actor=self.gov, campaign_id=self.campaign.pk, at=clock.at(day, 9))
        return commands.publish_notice(actor=self.head, notice_id=notice.pk, at=clock.at(day, 11))


def hire(it: District, street: Place, first: dt.date, *, lasts: int = 9) -> Hiring:
    """A campaign whose days of applying begin on ``first``; selection is three days after their end."""
    last = first + lasts * DAY
    return Hiring(it, street, first, last, last + 3 * DAY)
