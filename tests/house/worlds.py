"""Two worlds side by side, each with a row of everything that has an address: Lena's harbour and Otto's willow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from duty.commands import submit_patrol_log
from duty.models import LogEntry, PatrolLog
from duty.rules import EntryDraft, EntryKind, Mode, PatrolDraft, PatrolLogDraft, Severity, WalkerDraft
from funding.commands import cover_members, enter_policy
from funding.rules import CoverDraft, InsuranceKind, Payer, PolicyDraft
from patrol_ops.core import clock
from patrol_ops.core.access import Actor, Post
from patrol_ops.core.models import AccessToken, Job, Notice, Obligation, StoredFile
from patrol_ops.core.public import DOORS
from patrol_ops.core.sheets.reading import Sheet
from recruitment.models import ScoreSheet, Standard
from recruitment.rules import Decision
from teams.commands import (
    activate_team,
    add_household_volunteer,
    export_members,
    found_household_unit,
    name_accountable,
    plan_team,
    relate_unit,
    submit_team,
    upload_roster,
)
from teams.models import (
    Appointment,
    DutyOverride,
    Equipment,
    EquipmentIssue,
    EquipmentStandard,
    Hold,
    KitAuthorisation,
    NumberBadge,
    Reorganisation,
    Roster,
)
from teams.rules import (
    AccountableDraft,
    AccountableKind,
    ExportKind,
    Form,
    LedgerQuestion,
    Relation,
    Role,
    TeamDraft,
    Tier,
    VolunteerDraft,
)
from tests.cast import BUILDER, District, identity, read_out
from tests.recruitment.story import Story
from tests.training.story import Training
from training import commands as training
from training.models import Question, TheoryAttempt
from training.rules import DeliveryMode, PlanDraft, PlanLineDraft, QuestionDraft, Topic

DAY = dt.date(2026, 11, 18)
LIBRARIES = ("drf_spectacular", "rest_framework", "django")


class Worlds(tuple["World", "World"]):
    """Both, and the rows they are made of."""

    rows: District


@pytest.fixture(scope="session")
def _worlds_built(_built: District, django_db_blocker: Any) -> Worlds:
    """Built once a session, read out and rolled back: as the district itself, and for the same reason."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(clock.at(DAY, 21), tick=False):
        _built.insert()
        both = Worlds(
            (world(_built, "harbour", "lena", "990102001001"), world(_built, "willow", "otto", "990102002001"))
        )
        both.rows = District()
        read_out(both.rows, "core", "teams", "recruitment", "training", "duty", "funding")
        transaction.set_rollback(True)
    return both


@pytest.fixture
def worlds(db: None, _worlds_built: Worlds) -> Worlds:
    """Lena's and Otto's, in the test's own database."""
    _worlds_built.rows.insert()
    return _worlds_built


@dataclass(frozen=True)
class Route:
    """A path with its name, what it wants, and the view behind it."""

    name: str
    pattern: str
    wants: tuple[str, ...]
    view: Any

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("/api/")

    @property
    def is_public(self) -> bool:
        """At an address where nobody is signed in."""
        return self.pattern.startswith(DOORS)

    @property
    def is_ours(self) -> bool:
        return not (self.view.__module__ or "").startswith(LIBRARIES)


def routes(patterns: list[Any] | None = None, before: str = "/", namespace: str = "") -> list[Route]:
    found: list[Route] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, path, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}:{pattern.name}" if namespace else str(pattern.name)
            found.append(Route(name, path, tuple(pattern.pattern.converters), pattern.callback))
    return found


class NoSuchArgument(LookupError):
    """A path wants something that neither world has yet: give both one."""


@dataclass
class World:
    """Ids by the names that paths use."""

    ids: dict[str, Any]

    def path(self, route: Route) -> str:
        path = route.pattern
        for want in route.wants:
            value = self.value(route, want)
            start = path.index("<")
            path = path[:start] + str(value) + path[path.index(">") + 1 :]
        return path

    def value(self, route: Route, want: str) -> Any:
        key = self.key_of(route) if want == "pk" else want
        if want == "secret":
            key = "objection_secret" if "/objections/" in route.pattern else "application_secret"
        if key not in self.ids:
            raise NoSuchArgument(f"{route.name} wants {key}")
        return self.ids[key]

    @staticmethod
    def key_of(route: Route) -> str:
        """``pk`` of ``/api/v1/duty/logs/<int:pk>/`` is a log's."""
        return route.pattern.split("<")[0].strip("/").split("/")[-1].replace("-", "_").removesuffix("s") + "_id"


def world(district: District, team: str, leader: str, place: str) -> World:
    """One of the two, with a filed log, an open entry, and a row of everything else."""
    at = clock.at(DAY, 20)
    log = file_log(district, team, leader, at)
    members = [pk for name, pk in district.members.items() if name == leader]
    job = Job.objects.create(kind="test", stage="done", path=place, started_by_id=district.users[leader], created_at=at)
    Notice.objects.create(user_id=district.users[leader], template="core.not-found", at=at)
    file = StoredFile.objects.create(
        key=f"file-{team}", digest="0", content_type="text/plain", size=1, subject_type="patrol_log", subject_id=log.pk,
        uploaded_at=at,
    )  # fmt: skip
    leave = Hold.objects.create(
        member_id=members[0], kind="LEAVE", leave_kind="PERSONAL", since=DAY + dt.timedelta(days=9),
        until=DAY + dt.timedelta(days=11), placed_at=at,
    )  # fmt: skip
    order = Reorganisation.objects.create(
        kind="DISSOLVE", stage="ORDERED", team_id=district.teams[team], effective_on=DAY + dt.timedelta(days=30),
        reason="并入街道统一管理", ordered_by_id=district.users["gus"], ordered_at=at,
    )  # fmt: skip
    roster = hand_in(district, place[:9], at)
    token = AccessToken.objects.create(
        owner_id=district.users["gus"], name="x", digest=team, prefix="po_", path=place, created_at=at,
        expires_at=at + dt.timedelta(days=30),
    )  # fmt: skip
    unit = "station" if team == "harbour" else "other_station"
    named = name_accountable(
        actor=district.actor("ada"),
        unit_id=district.units[unit],
        draft=AccountableDraft(AccountableKind.TOP_EXECUTIVE, "钱丰", "所长", DAY),
        at=at,
    )
    voluntary = voluntary_team(district, place, at)
    village = Actor("person", posts=(Post(Role.VILLAGE, place),))
    unit_of_ten = found_household_unit(actor=village, team_id=voluntary, name="东巷", at=at)
    volunteer = add_household_volunteer(
        actor=village, household_unit_id=unit_of_ten.pk, draft=VolunteerDraft("吴邻", "", DAY), at=at
    )
    export = export_members(
        actor=district.actor(leader), question=LedgerQuestion(), kind=ExportKind.PAPER, reason="核对名册", at=at
    )
    recruiting = recruit(district, team, place[:9])
    certified = certify(district, team, place)
    passed_over = DutyOverride.objects.create(
        member_id=members[0], team_id=district.teams[team], since=DAY, until=DAY + dt.timedelta(days=2),
        reason="汛期巡堤", kinds="CERTIFICATE", given_at=at,
    )  # fmt: skip
    insured = insure(district, place[:9], members[0], at)
    ids = {
        **equip(district, team, members[0], at),
        "override_id": passed_over.pk,
        **insured,
        **recruiting,
        **certified,
        **train_people(district, team, leader, place),
        "team_id": district.teams[team],
        "log_id": log.pk,
        "patrol_log_id": log.pk,
        "entry_id": LogEntry.objects.get(log=log).pk,
        "log_entry_id": LogEntry.objects.get(log=log).pk,
        "member_id": members[0],
        "user_id": district.users[leader],
        "appointment_id": Appointment.objects.get(team_id=district.teams[team], role="ldr").pk,
        "badge_id": getattr(NumberBadge.objects.filter(member_id=members[0]).first(), "pk", 0),
        "hold_id": leave.pk,
        "place_id": district.places[place],
        "unit_id": district.units[unit],
        "roster_id": roster.pk,
        "row_id": roster.rows.get().pk,
        "roster_unit_id": roster.units.get().pk,
        "area_id": district.areas[team],
        "accountable_id": named.pk,
        "household_unit_id": unit_of_ten.pk,
        "volunteer_id": volunteer.pk,
        "export_id": export.pk,
        "job_id": job.pk,
        "reorganisation_id": order.pk,
        "token_id": token.pk,
        "obligation_id": Obligation.objects.filter(team_id=district.teams[team]).values_list("pk", flat=True).first()
        or 0,
        "key": file.key,
        "year": DAY.year,
        "month": DAY.month,
        "day": DAY.isoformat(),
        "path": place,
    }
    return World(ids)


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


def nowhere(like: World) -> World:
    """The same addresses with ids that nothing has."""
    strange = {key: 987654 if isinstance(value, int) else value for key, value in like.ids.items()}
    return World(strange | {"year": DAY.year, "month": DAY.month, "key": "file-of-nobody"})


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
