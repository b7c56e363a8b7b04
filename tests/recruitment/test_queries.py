"""Who reaches what of recruiting, and the words in which it is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core.access import Actor, Post
from recruitment.access import Permission
from recruitment.models import (
    Applicant,
    Campaign,
    Contract,
    Criterion,
    Objection,
    PoliceVerdict,
    PublicNotice,
    ScoreSheet,
    Standard,
)
from recruitment.reports.links import digest_of, secret_for
from recruitment.reports.places import newcomers_free, places_left, places_to_offer
from recruitment.reports.standing import candidates, criteria_for
from recruitment.rules import Decision, PostDraft, PostKind
from teams.models import Team
from teams.rules import EmploymentClass, Role
from tests.cast import identity
from tests.recruitment.saying import DAY
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, CLOSED, LAST_DAY, PLANNED, Story

P = Permission


def seers(district, rows, permission, day=CLOSED):
    """Who of the whole cast finds anything of ``rows``."""
    return {key for key in district.users if rows.visible_to(district.actor(key, day), permission).exists()}


@pytest.fixture
def signed(story):
    """A campaign of the academy's street, told until one has signed and one was objected to."""
    story.until_noticed("赵一", "钱二", "孙三")
    objection = story.object("钱二")
    story.close_notice()
    story.offer("赵一")
    story.sign("赵一")
    story.decide(objection, Decision.UPHELD)
    return story


@pytest.mark.req("REC-11", "X53")
def test_street_a_finds_nothing_of_street_b(signed, district):
    """Theo, Pia, Olga and Otto are of the other street; whoever is not of recruiting finds nothing at all."""
    office, police = {"gwen", "gus", "liz", "tess"}, {"piet"}
    assert seers(district, Campaign.objects.all(), P.VIEW_CAMPAIGN) == office | police
    assert seers(district, Applicant.objects.all(), P.VIEW_APPLICANT) == police
    assert seers(district, Applicant.objects.all(), P.VIEW_APPLICANT_MASKED) == office
    assert seers(district, PoliceVerdict.objects.all(), P.VIEW_POLICE_VERDICT) == police
    assert seers(district, PublicNotice.objects.all(), P.VIEW_NOTICE) == office | police | {"petra"}
    assert seers(district, Objection.objects.all(), P.VIEW_OBJECTION) == office | police | {"petra"}
    assert seers(district, Contract.objects.all(), P.VIEW_CONTRACT) == {"gwen", "gus", "tess", "piet", "petra"}
    assert seers(district, ScoreSheet.objects.all(), P.SCORE_APPLICANT) == {"gus", "lena"}


@pytest.mark.req("REC-07")
def test_the_standard_is_read_by_every_office_and_all_police_above_it(signed, district):
    assert seers(district, Standard.objects.all(), P.VIEW_STANDARD) == {"gwen", "gus", "liz", "petra"}
    assert Standard.objects.visible_to(Actor.system("clock"), P.VIEW_STANDARD).exists()


def test_a_leader_finds_the_own_teams_campaign_and_recruits_only(district):
    Team.objects.filter(pk__in=[district.teams["harbour"], district.teams["academy"]]).update(authorised=12)
    story = Story(district, team="harbour", assessors=("gus", "tess"))
    story.agree_standard()
    academy = district.teams["academy"]
    ours = story.draft().posts
    story.plan(posts=(*ours, PostDraft(academy, PostKind.PATROL_MEMBER, EmploymentClass.FULL_TIME, 1)))
    story.submit()
    story.approve()
    story.open()
    story.apply("赵一")
    story.apply("钱二", post_id=story.campaign.posts.get(team=academy).pk)
    lena, otto = district.actor("lena", APPLY_FROM), district.actor("otto", APPLY_FROM)
    assert Campaign.objects.visible_to(lena, P.VIEW_CAMPAIGN).get().pk == story.campaign_id
    assert not Campaign.objects.visible_to(otto, P.VIEW_CAMPAIGN).exists()
    assert [row.name for row in Applicant.objects.visible_to(lena, P.VIEW_APPLICANT_MASKED)] == ["赵一"]
    assert not Applicant.objects.visible_to(lena, P.VIEW_APPLICANT).exists()


def test_a_leaders_post_without_a_team_reaches_no_campaign(signed):
    nobody = Actor(kind="person", person_id=1, posts=(Post(role=Role.LEADER),))
    assert not Campaign.objects.visible_to(nobody, P.VIEW_CAMPAIGN).exists()


@pytest.mark.req("REC-11")
def test_the_sub_bureau_finds_the_districts_campaigns_and_the_brigades_recruits(signed, district):
    petra = district.actor("petra", CLOSED)
    assert not Campaign.objects.visible_to(petra, P.VIEW_CAMPAIGN).exists()
    assert not Applicant.objects.visible_to(petra, P.VIEW_APPLICANT).exists()
    Team.objects.filter(pk=district.teams["brigade"]).update(authorised=90)
    brigade = Story(district, street="990102", team="brigade", office="gus", police="petra", assessors=("tess", "tom"))
    brigade.until_open()
    brigade.name_assessors()
    brigade.apply("李四")
    assert [one.pk for one in Campaign.objects.visible_to(petra, P.VIEW_CAMPAIGN)] == [brigade.campaign_id]
    assert not Applicant.objects.visible_to(petra, P.VIEW_APPLICANT).exists()
    brigade.close_applying()
    brigade.screen("李四")
    brigade.score("李四", 20, 20)
    brigade.select()
    brigade.vet("李四")
    assert [one.name for one in Applicant.objects.visible_to(petra, P.VIEW_APPLICANT)] == ["李四"]
    assert [one.applicant_id for one in PoliceVerdict.objects.visible_to(petra, P.VIEW_POLICE_VERDICT)] == [
        brigade.ids["李四"]
    ]


def test_the_words_of_campaigns(story):
    story.agree_standard()
    story.plan()
    assert not Campaign.objects.public().exists()
    assert Campaign.objects.unfinished().count() == 1
    story.submit()
    story.approve()
    assert not Campaign.objects.to_open(APPLY_FROM - DAY).exists()
    assert Campaign.objects.to_open(APPLY_FROM).count() == 1
    story.open()
    assert Campaign.objects.public().count() == 1
    assert not Campaign.objects.to_close(APPLY_UNTIL).exists()
    assert Campaign.objects.to_close(APPLY_UNTIL + DAY).count() == 1
    assert Campaign.objects.under("990102001").count() == Campaign.objects.under("990102").count() == 1
    assert not Campaign.objects.under("990102002").exists()
    story.apply("赵一")
    Campaign.objects.update(stage="CANCELLED", ended_on=PLANNED)
    assert not Campaign.objects.public().exists()
    assert not Campaign.objects.unfinished().exists()
    assert not Campaign.objects.with_something_to_forget(PLANNED + 27 * DAY).exists()
    assert Campaign.objects.with_something_to_forget(PLANNED + 28 * DAY).count() == 1
    Applicant.objects.update(forgotten_at=story.at(PLANNED))
    assert not Campaign.objects.with_something_to_forget(PLANNED + 28 * DAY).exists()


def test_the_words_of_standards(story, district):
    standard = story.agree_standard()
    assert list(Standard.objects.of_district("990102001002").agreed()) == [standard]
    assert not Standard.objects.of_district("990103").exists()


def test_the_words_of_notices_objections_and_contracts(signed):
    notice = signed.notice()
    assert list(PublicNotice.objects.public()) == [notice]
    assert not PublicNotice.objects.running().exists()
    assert list(PublicNotice.objects.under("990102001")) == list(PublicNotice.objects.with_decided_objections())
    assert not PublicNotice.objects.under("990102002").exists()
    assert not PublicNotice.objects.due(CLOSED).exists()
    assert not Objection.objects.undecided().exists()
    contract = Contract.objects.get()
    assert list(Contract.objects.in_force(CLOSED)) == [contract]
    assert not Contract.objects.in_force(CLOSED - DAY).exists()
    assert not Contract.objects.in_force(contract.ends_on + DAY).exists()
    assert list(Contract.objects.under("990102001002")) == [contract]
    Contract.objects.update(ends_on=None)
    assert Contract.objects.in_force(dt.date(2050, 1, 1)).exists()


def test_a_notice_is_due_the_day_after_its_last(story):
    story.until_noticed("赵一", "钱二")
    assert PublicNotice.objects.running().count() == 1
    assert not PublicNotice.objects.due(LAST_DAY).exists()
    assert PublicNotice.objects.due(CLOSED).count() == 1
    assert not PublicNotice.objects.with_decided_objections().exists()
    story.object("赵一")
    assert Objection.objects.undecided().count() == 1
    assert Applicant.objects.undisputed().filter(notice__isnull=False).get().name == "钱二"


def test_applicants_under_a_path_and_at_a_stage(signed):
    assert Applicant.objects.under("990102001").count() == 3
    assert not Applicant.objects.under("990102002").exists()
    assert Applicant.objects.at("CONTRACTED", "RESERVE").count() == 2
    assert not ScoreSheet.objects.waiting().exists()


# --- reports --------------------------------------------------------------------------------------------------------


def test_places_take_a_fixed_number_of_statements(signed, district, django_assert_num_queries):
    ids = [district.teams[key] for key in ("academy", "harbour", "squadron")]
    with django_assert_num_queries(4):
        assert places_to_offer(ids, CLOSED)[district.teams["squadron"]] == 15
    with django_assert_num_queries(3):
        assert newcomers_free(ids, CLOSED)[district.teams["squadron"]] == 11
    with django_assert_num_queries(1):
        assert list(places_left(signed.campaign_id).values()) == [1]
    assert places_to_offer([10**9], CLOSED) == newcomers_free([10**9], CLOSED) == {10**9: 0}


@pytest.mark.req("REC-08", "REC-09")
def test_criteria_for_a_post_are_the_general_ones_and_its_own(story):
    story.until_open()
    applicant = story.apply("赵一")
    assert [line.number for line in criteria_for(applicant)] == [1, 2, 3]
    applicant.post.kind = "MEDIATION_HEAD"
    assert [line.number for line in criteria_for(applicant)] == [1, 2, 5]
    assert Criterion.objects.count() == 5


@pytest.mark.req("REC-10", "X32")
def test_the_ranking_looks_at_marks_and_what_was_verified_and_at_nothing_else(story):
    story.until_open()
    story.name_assessors()
    story.apply("赵一", identity=identity(9, "19800101"))
    story.close_applying()
    story.screen("赵一", local=False)
    story.score("赵一", 20, 21)
    (one,) = candidates(story.campaign)
    assert (one.applicant_id, one.merit, one.priority, one.local, one.reserve) == (
        story.ids["赵一"],
        82,
        False,
        False,
        True,
    )
    assert set(one.__dataclass_fields__) == {
        "applicant_id", "post_id", "merit", "priority", "local", "case_number", "reserve",
    }  # fmt: skip


def test_links_are_the_same_for_the_same_submission_and_kept_as_a_digest():
    assert secret_for("mark", "application") == secret_for("mark", "application")
    assert secret_for("mark", "application") != secret_for("mark", "objection")
    assert len(secret_for("mark", "application")) == 40
    assert digest_of("secret") != "secret"
