"""The police's word: by its own tier, another hand than the screener, its reason for itself (REC-08, REC-11, X53)."""

from __future__ import annotations

import pytest
from django.db import connection

from patrol_ops.core import clock
from recruitment import commands
from recruitment.access import Permission
from recruitment.models import Applicant, PoliceVerdict
from recruitment.rules import Owed, VerdictCode, VerdictDraft, months_after
from teams.models import Team
from teams.rules import Role
from tests.recruitment.saying import DAY, also_holds, finds_nothing, nothing_written, one, owed, refused, within
from tests.recruitment.story import ASSESS_ON, CLOSED, PUBLIC, STREET, VETTED, Story

AT = clock.at(VETTED, 9)
SELECTED = ASSESS_ON + DAY
ACADEMY = "990102001002"
C = VerdictCode
REASON = "有法律规定不能从事这项工作的情形"


@pytest.fixture
def asked(story):
    """Two went to the police, the third stands on the reserve list."""
    return story.until_selected("赵一", "钱二", "孙三")


def reviewing(story, name="赵一", verdict=C.SUITABLE, **values):
    def act(actor=None, at=AT, **more):
        whole = {"verdict": verdict, "unrelated": True} | values | more
        draft = VerdictDraft(whole.pop("verdict"), **whole)
        actor = actor or story.who(story.police, VETTED)
        return commands.record_police_review(actor=actor, applicant_id=story.ids[name], draft=draft, at=at)

    return act


def on_case(story, command, name="赵一", who="tess", at=AT, **values):
    def act(actor=None, **more):
        actor = actor or story.who(who, at.date())
        return getattr(commands, command)(actor=actor, applicant_id=story.ids[name], at=at, **values | more)

    return act


@pytest.mark.req("REC-08", "REC-11", "X53")
def test_record_police_review_suitable_until_a_day(asked, piet):
    applicant = reviewing(asked)()
    applicant.refresh_from_db()
    until = months_after(VETTED, 12)
    assert (applicant.stage, applicant.suitable_until) == ("PROPOSED", until)
    assert (applicant.reviewed_by_id, applicant.reviewed_at, applicant.note) == (piet.pk, AT, "")
    verdict = PoliceVerdict.objects.get()
    assert (verdict.code, verdict.reason, verdict.holds_until, verdict.unrelated) == ("SUITABLE", "", until, True)
    assert owed(Owed.RECORD_POLICE_REVIEW, applicant.pk) == []
    shorter = reviewing(asked, "钱二")(holds_until=VETTED + DAY)
    assert shorter.suitable_until == VETTED + DAY


@pytest.mark.req("REC-11", "X53")
def test_record_police_review_not_suitable_keeps_the_reason_with_the_police(asked):
    applicant = reviewing(asked, verdict=C.NOT_SUITABLE, reason=f" {REASON} ")()
    applicant.refresh_from_db()
    assert (applicant.stage, applicant.rejected_why, applicant.over_at) == ("REJECTED", "NOT_SUITABLE", AT)
    assert (applicant.note, applicant.suitable_until) == ("", None)
    assert PoliceVerdict.objects.get().reason == REASON
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM recruitment_policeverdict")
        assert REASON.encode() not in bytes(cursor.fetchone()[0])
    to = Permission.VIEW_POLICE_VERDICT
    seen = {
        key for key in asked.district.users if PoliceVerdict.objects.visible_to(asked.who(key, VETTED), to).exists()
    }
    assert seen == {"piet"}
    entry = one("recruitment.police_review_recorded", AT)
    assert entry.facts == {
        "applicant_id": applicant.pk, "campaign_id": asked.campaign_id, "outcome": "NOT_SUITABLE",
    }  # fmt: skip


@pytest.mark.req("REC-11")
def test_record_police_review_asks_and_supply_facts_answers_in_rounds(asked, tess):
    for number, day in enumerate((VETTED, VETTED + 2 * DAY), 1):
        at = clock.at(day, 9)
        question = f"请补充最近居住情况，第{number}次"
        applicant = reviewing(asked, verdict=C.FACTS_NEEDED)(question=question, at=at)
        assert (applicant.stage, applicant.note, applicant.reviewed_by) == ("FACTS_NEEDED", question, None)
        assert owed(Owed.RECORD_POLICE_REVIEW, applicant.pk) == []
        assert owed(Owed.SUPPLY_FACTS) == [(Role.TOWNSHIP, STREET, within(day, 5), f"{number}")]
        later = clock.at(day + DAY, 9)
        applicant = on_case(asked, "supply_facts", at=later)(facts=f" 已核实，第{number}次 ")
        assert (applicant.stage, applicant.note) == ("POLICE_REVIEW", f"已核实，第{number}次")
        assert (applicant.vetting_asked_by_id, applicant.vetting_asked_at) == (tess.pk, later)
        assert owed(Owed.SUPPLY_FACTS) == []
        due = (Role.STATION_LIAISON, ACADEMY, within(later.date(), 5), f"{number}")
        assert owed(Owed.RECORD_POLICE_REVIEW, applicant.pk) == [due]
        assert one("recruitment.facts_supplied", later).facts["applicant_id"] == applicant.pk
    assert reviewing(asked)(at=clock.at(VETTED + 4 * DAY, 9)).stage == "PROPOSED"


@pytest.mark.req("REC-11")
def test_record_police_review_by_another_finds_nothing(asked):
    """Not the office, not the sub-bureau of a station's recruits, not another street's station."""
    who = ("petra", "pia", "kai", "tess", "gus", "gwen", "lena", "nora")
    finds_nothing(reviewing(asked), *(asked.who(key, VETTED) for key in who))


@pytest.mark.req("REC-11")
def test_the_police_finds_a_recruit_only_once_it_is_asked(story):
    story.until_open()
    story.apply("赵一")
    piet = story.who("piet", VETTED)
    assert not Applicant.objects.visible_to(piet, Permission.VIEW_APPLICANT).exists()
    finds_nothing(reviewing(story), piet)


@pytest.mark.req("REC-11")
def test_the_brigades_recruits_are_the_sub_bureaus(district):
    Team.objects.filter(pk=district.teams["brigade"]).update(authorised=90)
    story = Story(district, street="990102", team="brigade", office="gus", police="petra", assessors=("tess", "tom"))
    story.until_selected("赵一", "钱二")
    assert owed(Owed.RECORD_POLICE_REVIEW, story.ids["赵一"]) == [(Role.SUB_BUREAU, "990102", within(SELECTED, 5), "")]
    finds_nothing(reviewing(story), *(story.who(key, VETTED) for key in ("piet", "pia", "tess", "gwen")))
    assert reviewing(story)().reviewed_by.username == "petra"
    facts = reviewing(story, "钱二", verdict=C.FACTS_NEEDED)(question="请补充居住情况")
    assert owed(Owed.SUPPLY_FACTS, facts.pk) == [(Role.GOVERNANCE, "990102", within(VETTED, 5), "1")]


@pytest.mark.req("REC-11")
def test_a_district_campaign_for_a_detachment_is_vetted_by_its_station(district):
    Team.objects.filter(pk=district.teams["academy"]).update(authorised=8)
    story = Story(district, street="990102", office="gus", police="petra")
    story.until_selected("赵一")
    finds_nothing(reviewing(story), story.who("petra", VETTED))
    assert reviewing(story)(actor=story.who("piet", VETTED)).stage == "PROPOSED"


@pytest.mark.req("REC-11", "REC-08")
def test_record_police_review_refused_writes_nothing(asked, district):
    both = also_holds(district, "tess", Role.STATION_LIAISON, STREET, VETTED)
    act = reviewing(asked)
    with nothing_written():
        assert refused("recruitment.officer-related", act, unrelated=False).field == "unrelated"
        refused("recruitment.verdict-unexplained", act, verdict=C.NOT_SUITABLE)
        refused("recruitment.question-missing", act, verdict=C.FACTS_NEEDED)
        refused("core.text-has-phone-number", act, verdict=C.FACTS_NEEDED, question="请打 13912345678")
        refused("recruitment.verdict-holds-odd", act, holds_until=VETTED)
        refused("recruitment.screener-reviews", act, actor=both)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
        refused("core.wrong-stage", act, verdict=C.NOT_SUITABLE, reason=REASON)


def test_supply_facts_by_another_finds_nothing(asked):
    reviewing(asked, verdict=C.FACTS_NEEDED)(question="请补充居住情况")
    act = on_case(asked, "supply_facts", facts="已核实")
    finds_nothing(act, *(asked.who(key, VETTED) for key in ("gwen", "theo", "piet", "petra", "lena")))


def test_supply_facts_refused_writes_nothing(asked):
    act = on_case(asked, "supply_facts")
    with nothing_written():
        refused("core.wrong-stage", act, facts="已核实")
    reviewing(asked, verdict=C.FACTS_NEEDED)(question="请补充居住情况")
    with nothing_written():
        assert refused("recruitment.reason-missing", act, facts=" ").field == "facts"
        refused("core.text-has-phone-number", act, facts="电话 13912345678")
        refused("recruitment.reason-missing", act, facts="情" * 301)


# --- a verdict that no longer holds ---------------------------------------------------------------------------------

LAPSED = VETTED + 2 * DAY


@pytest.fixture
def lapsing(asked):
    """Suitable until tomorrow."""
    for name in ("赵一", "钱二"):
        reviewing(asked, name)(holds_until=VETTED + DAY)
    return asked


@pytest.mark.req("REC-11")
def test_vet_again_asks_anew_once_the_verdict_lapsed(lapsing, tess):
    with nothing_written():
        no = refused("recruitment.still-suitable", on_case(lapsing, "vet_again", at=clock.at(VETTED + DAY, 9)))
        assert no.facts == {"until": VETTED + DAY}
    at = clock.at(LAPSED, 9)
    applicant = on_case(lapsing, "vet_again", at=at)()
    applicant.refresh_from_db()
    assert (applicant.stage, applicant.suitable_until, applicant.reviewed_by, applicant.reviewed_at) == (
        "POLICE_REVIEW", None, None, None,
    )  # fmt: skip
    assert (applicant.vetting_asked_by_id, applicant.vetting_asked_at) == (tess.pk, at)
    assert owed(Owed.RECORD_POLICE_REVIEW, applicant.pk) == [(Role.STATION_LIAISON, ACADEMY, within(LAPSED, 5), "1")]
    assert one("recruitment.review_asked_again", at).facts["applicant_id"] == applicant.pk
    with nothing_written():
        refused("core.wrong-stage", on_case(lapsing, "vet_again", at=at))
    assert reviewing(lapsing)(at=at).stage == "PROPOSED"


@pytest.mark.req("REC-02")
def test_reject_recruit_gives_the_place_free_for_the_reserve(lapsing):
    at = clock.at(LAPSED, 9)
    with nothing_written():
        refused("recruitment.still-suitable", on_case(lapsing, "reject_recruit", at=clock.at(VETTED + DAY, 23)))
    applicant = on_case(lapsing, "reject_recruit", at=at)()
    assert (applicant.stage, applicant.rejected_why, applicant.over_at) == ("REJECTED", "VETTING_EXPIRED", at)
    assert one("recruitment.recruit_rejected", at).facts["why"] == "VETTING_EXPIRED"
    assert on_case(lapsing, "call_up_reserve", "孙三", at=at)().stage == "POLICE_REVIEW"


def test_reject_recruit_of_whoever_is_not_so_far_is_refused(lapsing):
    at = clock.at(LAPSED, 9)
    with nothing_written():
        refused("core.wrong-stage", on_case(lapsing, "reject_recruit", "孙三", at=at))


@pytest.mark.parametrize("name", ["vet_again", "reject_recruit"])
def test_vet_again_and_reject_recruit_by_another_find_nothing(lapsing, name):
    act = on_case(lapsing, name, at=clock.at(LAPSED, 9))
    finds_nothing(act, *(lapsing.who(key, LAPSED) for key in ("gwen", "theo", "piet", "petra", "lena")))


@pytest.mark.req("REC-11")
def test_nobody_is_listed_published_or_offered_on_a_verdict_that_lapsed(lapsing):
    with nothing_written():
        refused("recruitment.vetting-expired", lapsing.prepare, LAPSED)
    lapsing.prepare(VETTED + DAY)
    with nothing_written():
        refused("recruitment.vetting-expired", lapsing.publish, LAPSED)
    lapsing.publish(VETTED + DAY)
    lapsing.close_notice(CLOSED)
    with nothing_written():
        refused("recruitment.vetting-expired", lapsing.offer, "赵一")
        refused("core.wrong-stage", on_case(lapsing, "vet_again", at=clock.at(CLOSED, 9)))
    assert on_case(lapsing, "reject_recruit", at=clock.at(CLOSED, 9))().rejected_why == "VETTING_EXPIRED"


def test_whoever_withdrew_is_vetted_no_more(asked):
    commands.withdraw_application(actor=PUBLIC, secret=asked.secrets["赵一"], at=AT)
    assert owed(Owed.RECORD_POLICE_REVIEW, asked.ids["赵一"]) == []
    with nothing_written():
        refused("core.wrong-stage", reviewing(asked))
