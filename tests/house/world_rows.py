"""The rows that both worlds hold, told through the commands: each returns its ids by the names that paths use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from duty.commands import submit_patrol_log
from duty.models import PatrolLog
from duty.rules import EntryDraft, EntryKind, Mode, PatrolDraft, PatrolLogDraft, Severity, WalkerDraft
from funding.commands import cover_members, enter_policy
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft
from patrol_ops.core import clock
from patrol_ops.core.sheets.reading import Sheet
from recruitment.models import ScoreSheet, Standard
from recruitment.rules import Decision
from teams.commands import (
    activate_team,
    plan_team,
    relate_unit,
    submit_team,
    upload_roster,
)
from teams.models import (
    Equipment,
    EquipmentIssue,
    EquipmentStandard,
    KitAuthorisation,
    Roster,
)
from teams.rules import (
    Form,
    Relation,
    TeamDraft,
    Tier,
)
from tests.cast import BUILDER, District, identity
from tests.recruitment.story import Story
from tests.training.story import Training
from training import commands as training
from training.models import Question, TheoryAttempt
from training.rules import DeliveryMode, PlanDraft, PlanLineDraft, QuestionDraft, Topic

DAY = dt.date(2026, 11, 18)


def hand_in(district: District, street: str, at: dt.datetime) -> Roster:
    """A list with one person, waiting in the street of this world."""
    who = {"990102001": "tess", "990102002": "theo"}[street]
    community = {"990102001": "书院社区", "990102002": "柳林社区"}[street]
    person = ("柯一", identity(int(street[-1]), "19900101"), community, "护村队")
    return upload_roster(
        actor=district.actor(who), place_id=district.places[street], title="名单", digest=street,
        sheets=[Sheet("名单", (("姓名", "身份证号", "村(社区)", "队伍"), person))], at=at,
    )  # fmt: skip


def recruit(district: District, team: str, street: str) -> dict[str, Any]:
    """A campaign of this world that has come to its end: one hired after an objection, one on the reserve list."""
    office, police = {"990102001": ("tess", "piet"), "990102002": ("theo", "pia")}[street]
    leader = {"harbour": "lena", "willow": "otto"}[team]
    story = Story(district, number=1, street=street, team=team, office=office, police=police, assessors=("gus", leader))
    first, second = ("赵一", "钱二") if team == "harbour" else ("孙三", "李四")
    story.until_noticed(first, second)
    objection = story.object(first)
    story.close_notice()
    story.decide(objection, Decision.NOT_UPHELD)
    story.offer(first)
    contract = story.sign(first)
    return {
        "standard_id": Standard.objects.get().pk,
        "campaign_id": story.campaign_id,
        "applicant_id": story.ids[first],
        "score_sheet_id": ScoreSheet.objects.filter(applicant=story.ids[first]).order_by("pk")[0].pk,
        "notice_id": story.notice().pk,
        "objection_id": objection.pk,
        "objection_secret": story.secrets["objection"],
        "application_secret": story.secrets[first],
        "contract_id": contract.pk,
    }


def equip(district: District, team: str, member_id: int, at: dt.datetime) -> dict[str, Any]:
    """A torch in the leader's hands, and a baton they may bear; one standard for the whole district."""
    torch = Equipment.objects.create(
        team_id=district.teams[team], kind="TORCH", condition="GOOD", stage="ISSUED", acquired_on=DAY, stocked_at=at
    )
    EquipmentIssue.objects.create(
        item=torch, kind="TORCH", member_id=member_id, issued_on=DAY, issued_at=at, condition_out="GOOD"
    )
    kit = KitAuthorisation.objects.create(
        member_id=member_id, team_id=district.teams[team], kind="BATON", since=DAY, until=DAY + dt.timedelta(days=30),
        basis="分局第 8 号批复", given_at=at,
    )  # fmt: skip
    standard, _ = EquipmentStandard.objects.get_or_create(
        place_id=district.places["990102"], version=1, defaults={"proposed_at": at}
    )
    return {"equipment_id": torch.pk, "authorisation_id": kit.pk, "equipment_standard_id": standard.pk}


def insure(district: District, street: str, member_id: int, at: dt.datetime) -> dict[str, Any]:
    """An accident policy of this street that covers its leader."""
    paper = PolicyDraft(
        InsuranceKind.ACCIDENT, "安心保险", f"PA-{street}", Payer.STREET, None, DAY, DAY + dt.timedelta(days=364)
    )
    gus = district.actor("gus")
    policy = enter_policy(actor=gus, place_id=district.places[street], draft=paper, at=at)
    cover_members(actor=gus, policy_id=policy.pk, draft=CoverDraft(DAY, (member_id,)), at=at)
    return {"policy_id": policy.pk, "insurance_id": policy.pk, "cover_id": policy.covers.get().pk}


def certify(district: District, team: str, place: str) -> dict[str, Any]:
    """A course with a question, a plan, and a certificate of somebody of this world."""
    name, officer, year = ("周五", "kai", DAY.year) if team == "harbour" else ("吴六", "olga", DAY.year + 1)
    story = Training(district, team=team, place=place, officer=officer)
    story.newcomer(name, number=40 + (team == "willow"))
    course = story.course()
    story.plan(course)
    story.enrol(name)
    story.begin()
    story.results(**{name: 80})
    story.complete()
    story.confirm()
    certificate = story.issue(name)[0]
    question = training.add_question(
        actor=district.actor("tom"), course_id=course.pk, at=clock.at(DAY, 9),
        draft=QuestionDraft(Topic.LAW, "巡防队员能不能执法？", ("能", "不能"), 1),
    )  # fmt: skip
    line = PlanLineDraft(1, "DETACHMENT", course.pk, DeliveryMode.CLASS, 2, 500)
    plan = training.draft_plan(
        actor=district.actor("gus"), place_id=district.places["990102"], draft=PlanDraft(year, (line,)),
        at=clock.at(DAY, 9),
    )  # fmt: skip
    return {
        "course_id": course.pk,
        "question_id": question.pk,
        "plan_id": plan.pk,
        "certificate_id": certificate.pk,
        "certificate_key": certificate.key,
    }


def train_people(district: District, team: str, leader: str, place: str) -> dict[str, int]:
    """A session of this world whose roll is open, the leader in it, with an online test begun."""
    it = Training(district, team=team, place=place, officer="kai" if team == "harbour" else "olga")
    it.members[leader] = next(pk for name, pk in district.members.items() if name == leader)
    session = it.plan(it.course(theory=True, title=f"{team}-train"))
    it.enrol(leader)
    it.begin()
    at = clock.at(DAY, 20, 45)
    asked = [
        Question.objects.create(
            course=session.revision.course, topic=topic, text="巡逻几人一组？", options=["一人", "两人"], answer=1,
            added_at=at,
        ).pk
        for topic in Topic
    ]  # fmt: skip
    attempt = TheoryAttempt.objects.create(
        member_id=it.members[leader], revision=session.revision, questions=asked, started_at=at,
        ends_at=at + dt.timedelta(minutes=30),
    )  # fmt: skip
    return {
        "session_id": session.pk,
        "enrolment_id": it.enrolment(leader).pk,
        "attempt_id": attempt.pk,
    }


def file_log(district: District, team: str, leader: str, at: dt.datetime) -> PatrolLog:
    hazard = EntryDraft(kind=EntryKind.HAZARD, at=dt.time(19), place="东门", category=Severity.LOW, text="路灯不亮")
    walkers = tuple(WalkerDraft(pk) for name, pk in district.members.items() if name == leader)
    patrol = PatrolDraft(
        started=dt.time(18), ended=dt.time(19, 30), area_id=district.areas[team], mode=Mode.FOOT, walkers=walkers
    )
    draft = PatrolLogDraft(day=DAY, patrols=(patrol,), entries=(hazard,))
    actor = district.actor(leader)
    return submit_patrol_log(actor=actor, team_id=district.teams[team], draft=draft, at=at)


def voluntary_team(district: District, path: str, at: dt.datetime) -> int:
    """A voluntary detachment beside the standard one of a community, active; its id."""
    draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=8, hamlet="上湾")
    team = plan_team(actor=BUILDER, place_id=district.places[path], tier=Tier.DETACHMENT, draft=draft, at=at)
    station = district.units["station" if path.startswith("990102001") else "other_station"]
    relate_unit(actor=BUILDER, team_id=team.pk, unit_id=station, relation=Relation.MANAGING, at=at)
    submit_team(actor=BUILDER, team_id=team.pk, at=at)
    activate_team(actor=district.actor("gwen"), team_id=team.pk, at=at)
    return team.pk
