"""From a cleared recruit to a member who waits for training and badge (REC-13, REC-15, CON-01, CON-08, CON-10)."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter

import pytest

from patrol_ops.core import clock, obligations
from patrol_ops.core.models import Notice, Obligation, StoredFile
from recruitment import commands
from recruitment.access import Permission
from recruitment.models import Contract
from recruitment.reports.contracts import may_read_scan
from recruitment.rules import ContractKind, Owed, PostDraft, PostKind
from teams import commands as teams
from teams.models import Acknowledgement, DutyStatement, Hold, Member, Membership, NumberBadge, Team
from teams.rules import EmploymentClass, Form, HoldKind, Role, StatementDraft, TeamDraft, Tier
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused, said, within
from tests.recruitment.story import CLOCK, CLOSED, LAST_DAY, PUBLIC, STREET

AT = clock.at(CLOSED, 15)
MORNING = clock.at(CLOSED, 9)
END = dt.date(2028, 11, 9)
FULL, PART, VOLUNTEER = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.VOLUNTEER
K = ContractKind


@pytest.fixture
def cleared(story):
    return story.until_cleared("赵一", "钱二", "孙三")


@pytest.fixture
def offered(cleared):
    cleared.offer("赵一")
    cleared.offer("钱二")
    return cleared


def signing(story, name="赵一", **values):
    def act(actor=None, at=AT, scan=None, **more):
        return commands.sign_contract(
            actor=actor or story.who("gus", CLOSED), applicant_id=story.ids[name],
            draft=story.contract(CLOSED, **values | more), at=at, scan=scan,
        )  # fmt: skip

    return act


def offering(story, name="赵一"):
    def act(actor=None, at=MORNING):
        return commands.offer_post(actor=actor or story.who("gus", CLOSED), applicant_id=story.ids[name], at=at)

    return act


# --- offer ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-06")
def test_offer_post_owes_the_contract(cleared, gus):
    applicant = offering(cleared)()
    assert (applicant.stage, applicant.offered_by_id, applicant.offered_at) == ("OFFERED", gus.pk, MORNING)
    assert owed(Owed.SIGN_CONTRACT) == [(Role.GOVERNANCE, STREET, within(CLOSED, 10), "")]
    facts = one("recruitment.post_offered", MORNING).facts
    assert facts == {"applicant_id": applicant.pk, "campaign_id": cleared.campaign_id}


def test_offer_post_by_another_finds_nothing(cleared):
    who = ("gwen", "tess", "theo", "piet", "petra", "lena")
    finds_nothing(offering(cleared), *(cleared.who(key, CLOSED) for key in who))


@pytest.mark.req("REC-06")
def test_offer_post_refused_writes_nothing(story):
    story.until_noticed("赵一", "钱二")
    with nothing_written():
        refused("core.wrong-stage", offering(story))
    story.close_notice()
    offering(story)()
    with nothing_written():
        refused("core.wrong-stage", offering(story))


def test_decline_offer_gives_the_place_free(offered):
    def act(actor=PUBLIC, secret=None):
        return commands.decline_offer(actor=actor, secret=secret or offered.secrets["赵一"], at=AT)

    finds_nothing(act, offered.who("gus", CLOSED), offered.who("tess", CLOSED))
    finds_nothing(lambda actor: act(actor, "guessed"), PUBLIC)
    applicant = act()
    assert (applicant.stage, applicant.over_at) == ("DECLINED", AT)
    assert owed(Owed.SIGN_CONTRACT, applicant.pk) == []
    assert one("recruitment.offer_declined", AT).facts["applicant_id"] == applicant.pk
    with nothing_written():
        refused("core.wrong-stage", act)


# --- sign -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-15", "CON-01", "CON-08", "CON-10")
def test_sign_contract_makes_a_trainee_with_number_duties_and_ends(offered, gus):
    contract = signing(offered, ends_on=END, probation_until=CLOSED + 30 * DAY)()
    contract.refresh_from_db()

    assert (contract.kind, contract.employment_class, contract.notice_last_day) == ("LABOUR", "FULL_TIME", LAST_DAY)
    assert (contract.signed_on, contract.starts_on, contract.ends_on) == (CLOSED, CLOSED, END)
    assert (contract.signed_by_id, contract.signed_at) == (gus.pk, AT)
    applicant = offered.applicant("赵一")
    assert (applicant.stage, applicant.member_id) == ("CONTRACTED", contract.member_id)
    row = Membership.objects.get(member=contract.member_id)
    assert (row.team_id, row.since, row.legacy, row.employment_class) == (contract.team_id, CLOSED, False, "FULL_TIME")
    holds = Hold.objects.filter(member=contract.member_id, lifted_at__isnull=True)
    assert sorted(holds.values_list("kind", "since")) == [("BADGE", CLOSED), ("TRAINING", CLOSED)]
    badge = NumberBadge.objects.current().get(member=contract.member_id)
    assert badge.handed_over_on is None
    known = Acknowledgement.objects.get(member=contract.member_id)
    assert (known.statement, known.acknowledged_on) == (contract.statement, CLOSED)
    assert contract.statement.complementary  # the limits of authority are part of what was signed
    assert owed(Owed.SIGN_CONTRACT, applicant.pk) == []
    path = "990102001002"
    assert owed(Owed.END_PROBATION) == [(Role.GOVERNANCE, path, CLOSED + 30 * DAY, "")]
    assert owed(Owed.RENEW_CONTRACT) == [(Role.GOVERNANCE, path, END, "")]


def test_sign_contract_without_an_end_owes_none(offered):
    signing(offered, ends_on=None)()
    assert owed(Owed.RENEW_CONTRACT) == owed(Owed.END_PROBATION) == []


@pytest.mark.req("CON-01", "X07")
@pytest.mark.parametrize(
    ("employment_class", "kind"), [(PART, K.PART_TIME_LABOUR), (PART, K.SERVICE), (VOLUNTEER, K.VOLUNTEER)]
)
def test_sign_contract_of_each_class_is_of_its_kind(story, district, monkeypatch, employment_class, kind):
    gus = story.who("gus", dt.date(2026, 10, 8))
    place, at = district.places["990102001002"], clock.at(dt.date(2026, 10, 8), 8)
    if employment_class is VOLUNTEER:
        draft = TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾")
        team = teams.plan_team(actor=gus, place_id=place, tier=Tier.DETACHMENT, draft=draft, at=at)
        Team.objects.filter(pk=team.pk).update(stage="ACTIVE", activated_at=at, submitted_at=at)
        monkeypatch.setitem(district.teams, "hamlet", team.pk)
        story.team = "hamlet"
    team_id = district.teams[story.team]
    plan = story.plan
    story.plan = lambda: plan(posts=(PostDraft(team_id, PostKind.PATROL_MEMBER, employment_class, 2),))
    story.until_offered("赵一", "钱二")
    wrong = K.LABOUR if employment_class is PART else K.SERVICE
    with nothing_written():
        assert refused("recruitment.contract-kind", signing(story), kind=wrong).field == "kind"
        if kind is not K.VOLUNTEER:
            refused("recruitment.no-probation", signing(story), kind=kind, probation_until=CLOSED + DAY)
    assert signing(story)(kind=kind).employment_class == str(employment_class)


@pytest.mark.req("CON-01")
def test_sign_contract_keeps_the_scan_for_few(offered, lena_actor):
    contract = signing(offered)(scan=io.BytesIO(b"%PDF-1.4\nsigned by both\n%%EOF"))
    stored = StoredFile.objects.get()
    assert (stored.subject_type, stored.subject_id, stored.content_type) == ("contract", contract.pk, "application/pdf")
    readers = {key for key in offered.district.users if may_read_scan(offered.who(key, CLOSED), contract.pk)}
    assert readers == {"gus", "piet"}
    assert Contract.objects.visible_to(offered.who("theo", CLOSED), Permission.VIEW_CONTRACT).count() == 0


def test_sign_contract_with_what_is_no_paper_is_refused(offered):
    with nothing_written():
        refused("core.file-kind", signing(offered), scan=io.BytesIO(b"MZ nothing to sign"))


def test_sign_contract_by_another_finds_nothing(offered):
    who = ("gwen", "tess", "theo", "piet", "petra", "lena", "ada")
    finds_nothing(signing(offered), *(offered.who(key, CLOSED) for key in who))


@pytest.mark.req("REC-06", "REC-13", "CON-01", "CON-08", "CON-10")
def test_sign_contract_refused_writes_nothing(offered, gwen_actor):
    act = signing(offered)
    academy = offered.district.teams["academy"]
    with nothing_written():
        refused("recruitment.not-both-signed", act, both_signed=False)
        refused("recruitment.duties-unsigned", act, duties_signed=False)
        refused("recruitment.signed-before-notice", act, signed_on=LAST_DAY)
        refused("recruitment.start-odd", act, starts_on=CLOSED + 40 * DAY)
        refused("recruitment.vetting-expired", act, at=clock.at(dt.date(2027, 10, 29), 9), signed_on=CLOSED)
        refused("core.wrong-stage", signing(offered, "孙三"))
    Team.objects.filter(pk=academy).update(authorised=4)
    with nothing_written():
        assert refused("recruitment.over-strength", act).facts == {"team": Team.objects.get(pk=academy).name}
    Team.objects.filter(pk=academy).update(authorised=5)
    DutyStatement.objects.update(since=CLOSED + DAY)
    with nothing_written():
        refused("recruitment.no-statement", act)
    DutyStatement.objects.update(since=CLOSED)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
        refused("recruitment.over-strength", signing(offered, "钱二"))


@pytest.mark.req("REC-15")
def test_sign_contract_is_said_once_without_names(offered):
    contract = signing(offered)()
    entry = one("recruitment.contract_signed", AT)
    assert entry.facts == {
        "contract_id": contract.pk, "applicant_id": offered.ids["赵一"], "member_id": contract.member_id,
        "team_id": contract.team_id, "contract_kind": "LABOUR", "transfer": False,
    }  # fmt: skip
    assert len(said("teams.member_enrolled", AT)) == 1


def test_sign_contract_on_duties_signed_before_keeps_the_first_signature(offered):
    """The second version is another paper; the same one is not signed twice."""
    contract = signing(offered)()
    draft = StatementDraft(role=Role.LEADER, clear_duty="带队。", clear_task="记录。", complementary="不得执法。")
    teams.publish_duty_statement(
        actor=offered.who("gus", CLOSED), place_id=offered.district.places["990102"], draft=draft, at=AT
    )
    assert signing(offered, "钱二")().statement == contract.statement
    assert Acknowledgement.objects.count() == 2


# --- reminders (CON-01) ---------------------------------------------------------------------------------------------


@pytest.mark.req("CON-01")
def test_the_end_of_a_contract_is_told_sixty_thirty_and_seven_days_before(offered, gus, monkeypatch):
    monkeypatch.setattr("recruitment.plugs.reverse", lambda name, args=(): f"/{name}/{args[0]}")
    signing(offered, ends_on=END)()
    Obligation.objects.exclude(kind=Owed.RENEW_CONTRACT).delete()
    told = Counter()
    for before in (61, 60, 59, 31, 30, 8, 7, 1, 0, -3):
        day = END + DAY - before * DAY
        for hour in (6, 7):  # the clock asks more than once
            known = set(Notice.objects.values_list("pk", flat=True))
            obligations.remind(clock.at(day, hour))
            for notice in Notice.objects.exclude(pk__in=known):
                told[(notice.user.username, before, notice.template)] += 1
    assert told == {("gus", days, "recruitment.remind-contract-ends"): 1 for days in (60, 30, 7, 0)}
    assert Contract.objects.get().signed_by == gus


# --- onboarding (REC-15) --------------------------------------------------------------------------------------------


def lift(member_id, kind, at):
    """As its owner would: training is passed."""
    for hold in Hold.objects.filter(member=member_id, kind=kind, lifted_at__isnull=True):
        hold.until, hold.lifted_at = max(at.date(), hold.since), at
        hold.save()


def onboarding(story, name="赵一"):
    def act(actor=CLOCK, at=AT):
        return commands.onboard_applicant(actor=actor, applicant_id=story.ids[name], at=at)

    return act


@pytest.mark.req("REC-15")
def test_onboard_applicant_by_notice_contract_training_and_badge(offered, gus_actor):
    contract = signing(offered)()
    member = contract.member_id
    serving = Member.objects.serving_in(contract.team_id, CLOSED)
    with nothing_written():
        refused("recruitment.not-fit-yet", onboarding(offered))
    teams.hand_over_badge(actor=gus_actor, team_id=contract.team_id, member_id=member, at=AT)
    assert not serving.fit_for_duty(CLOSED).filter(pk=member).exists()
    with nothing_written():
        refused("recruitment.not-fit-yet", onboarding(offered))
    lift(member, HoldKind.TRAINING, AT)
    assert serving.fit_for_duty(CLOSED).filter(pk=member).exists()
    applicant = onboarding(offered)()
    assert (applicant.stage, applicant.onboarded_at) == ("ONBOARDED", AT)
    facts = one("recruitment.applicant_onboarded", AT).facts
    assert facts == {"applicant_id": applicant.pk, "member_id": member, "campaign_id": offered.campaign_id}
    with nothing_written():
        refused("core.wrong-stage", onboarding(offered))


def test_onboard_applicant_by_hand_finds_nothing(offered):
    signing(offered)()
    finds_nothing(onboarding(offered), *(offered.who(key, CLOSED) for key in ("gus", "gwen", "piet", "lena")), PUBLIC)
