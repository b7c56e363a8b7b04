"""Marks by two or more, once and by themselves (REC-05, REC-10)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from patrol_ops.core import clock
from patrol_ops.core.models import User
from recruitment import commands
from recruitment.access import Permission
from recruitment.models import CampaignAssessor, ScoreSheet
from recruitment.rules import Owed, ScoreDraft
from teams import commands as teams
from teams.models import Appointment
from teams.rules import AppointmentDraft, Role
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused, said
from tests.recruitment.story import APPLY_FROM, APPLY_UNTIL, ASSESS_ON, PLANNED

NAMED = clock.at(APPLY_FROM, 10)
SCORED = clock.at(ASSESS_ON, 9)
MARKS = ScoreDraft(True, 20, 19, 18, 17, unrelated=True)


def naming(story, key="gus"):
    def act(actor=None, user=None, at=NAMED):
        return commands.name_assessor(
            actor=actor or story.who("tess", APPLY_FROM), campaign_id=story.campaign_id,
            user_id=user or story.district.users[key], at=at,
        )  # fmt: skip

    return act


@pytest.fixture
def shortlisted(story):
    """One passed screening; gus and lena mark."""
    story.until_open()
    story.name_assessors()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    return story


def scoring(story, who="gus", draft=MARKS):
    sheet = ScoreSheet.objects.get(assessor=story.district.users[who])

    def act(actor=None, at=SCORED, **values):
        given = ScoreDraft(**{**draft.__dict__, **values})
        actor = actor or story.who(who, ASSESS_ON)
        return commands.submit_score_sheet(actor=actor, score_sheet_id=sheet.pk, draft=given, at=at)

    return act


# --- naming ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-05")
def test_name_assessor_hands_out_what_is_passed_already(story, tess):
    story.until_open()
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    assert not ScoreSheet.objects.exists()
    row = naming(story)()
    assert (row.user_id, row.named_by_id, row.named_at) == (story.district.users["gus"], tess.pk, NAMED)
    assert ScoreSheet.objects.get().assessor_id == row.user_id
    assert [who for who, *_ in owed(Owed.SCORE_APPLICANT)] == ["gus"]
    facts = {"campaign_id": story.campaign_id, "user_id": row.user_id}
    assert one("recruitment.assessor_named", NAMED).facts == facts


def test_name_assessor_by_another_finds_nothing(story):
    story.until_open()
    finds_nothing(naming(story), *(story.who(key, APPLY_FROM) for key in ("gwen", "theo", "piet", "petra", "lena")))


def test_name_assessor_refused_writes_nothing(story, district, nora):
    story.agree_standard()
    story.plan()
    with nothing_written():
        refused("core.wrong-stage", naming(story), at=clock.at(PLANNED, 12))
    story.submit()
    story.approve()
    story.open()
    naming(story)()
    User.objects.filter(pk=district.users["otto"]).update(is_active=False)
    with nothing_written():
        refused("recruitment.assessor-known", naming(story))
        # No post, no login that opens, no post that may hand a sheet in: none of them could ever do it.
        for key in ("nora", "otto", "mara", "ivo", "ada"):
            assert refused("recruitment.assessor-unknown", naming(story, key)).field == "user"
        refused("recruitment.assessor-unknown", naming(story), user=10**9)


def test_name_assessor_of_another_district_is_refused(story, district):
    story.until_open()
    Appointment.objects.filter(user=district.users["tom"]).update(path="990103")
    with nothing_written():
        refused("recruitment.assessor-unknown", naming(story, "tom"))


@pytest.mark.req("REC-05")
def test_name_assessor_no_more_once_somebody_has_marked(shortlisted):
    scoring(shortlisted)()
    with nothing_written():
        refused("recruitment.assessors-fixed", naming(shortlisted, "tom"), at=SCORED)


# --- marking --------------------------------------------------------------------------------------------------------


@pytest.mark.req("REC-05", "REC-10")
def test_submit_score_sheet_the_last_one_fixes_the_mean(shortlisted):
    sheet = scoring(shortlisted)()
    assert (sheet.came, sheet.schooling, sheet.ability, sheet.responsibility, sheet.standing) == (True, 20, 19, 18, 17)
    assert shortlisted.applicant("赵一").stage == "SHORTLISTED"
    assert shortlisted.applicant("赵一").merit is None
    assert [who for who, *_ in owed(Owed.SCORE_APPLICANT)] == ["lena"]
    scoring(shortlisted, "lena")(standing=18)
    applicant = shortlisted.applicant("赵一")
    assert (applicant.stage, applicant.merit) == ("ASSESSED", Decimal("74.50"))
    assert owed(Owed.SCORE_APPLICANT) == []


@pytest.mark.req("REC-05")
def test_submit_score_sheet_is_nobody_elses(shortlisted):
    """Not the other assessor's, not the head's, not the police's; and of two sheets each sees the own."""
    who = ("lena", "gwen", "tess", "piet", "tom", "mara", "nora")
    finds_nothing(scoring(shortlisted), *(shortlisted.who(key, ASSESS_ON) for key in who))
    for key in ("gus", "lena"):
        seen = ScoreSheet.objects.visible_to(shortlisted.who(key, ASSESS_ON), Permission.SCORE_APPLICANT)
        assert [sheet.assessor.username for sheet in seen] == [key]
    assert not ScoreSheet.objects.visible_to(shortlisted.who("gwen", ASSESS_ON), Permission.SCORE_APPLICANT).exists()


@pytest.mark.req("REC-05", "REC-10")
def test_submit_score_sheet_refused_writes_nothing(shortlisted):
    act = scoring(shortlisted)
    with nothing_written():
        refused("recruitment.assessor-related", act, unrelated=False)
        refused("recruitment.selection-not-begun", act, at=clock.at(ASSESS_ON - DAY, 9))
        refused("recruitment.mark-odd", act, ability=26)
        refused("recruitment.absent-with-marks", act, came=False)
    act()
    with nothing_written():
        refused("recruitment.scored-already", act, ability=1)
    scoring(shortlisted, "lena")()
    with nothing_written():
        refused("recruitment.scored-already", scoring(shortlisted, "lena"))


@pytest.mark.req("REC-05")
def test_submit_score_sheet_by_a_single_assessor_is_refused(story):
    story.until_open()
    story.name_assessors("gus")
    story.apply("赵一")
    story.close_applying()
    story.screen("赵一")
    with nothing_written():
        assert refused("recruitment.too-few-assessors", scoring(story)).facts == {"least": 2}
    # Two are named, but the second has no sheet of this one: still one pair of eyes.
    CampaignAssessor.objects.create(campaign=story.campaign, user_id=story.district.users["lena"], named_at=NAMED)
    with nothing_written():
        refused("recruitment.too-few-assessors", scoring(story))


def test_submit_score_sheet_of_whoever_is_out_is_refused(shortlisted):
    commands.withdraw_application(
        actor=shortlisted.who("nora", ASSESS_ON).public(), secret=shortlisted.secrets["赵一"], at=SCORED
    )
    with nothing_written():
        refused("core.wrong-stage", scoring(shortlisted))


def test_submit_score_sheet_is_said_once_without_marks(shortlisted):
    sheet = scoring(shortlisted)()
    facts = one("recruitment.score_sheet_submitted", SCORED).facts
    applicant = shortlisted.ids["赵一"]
    assert facts == {
        "score_sheet_id": sheet.pk,
        "applicant_id": applicant,
        "campaign_id": shortlisted.campaign_id,
        "complete": False,
    }
    scoring(shortlisted, "lena")()
    assert [entry.facts["complete"] for entry in said("recruitment.score_sheet_submitted", SCORED)] == [False, True]


def test_an_assessor_named_later_marks_everybody_who_is_passed(shortlisted, ada_actor):
    draft = AppointmentDraft(role=Role.TRAINER, since=APPLY_FROM)
    place = shortlisted.district.places["990102001"]
    teams.appoint_staff(
        actor=ada_actor, draft=draft, place_id=place, user_id=shortlisted.district.users["tom"], at=NAMED
    )
    naming(shortlisted, "tom")(at=clock.at(APPLY_UNTIL + DAY, 12))
    assert ScoreSheet.objects.filter(applicant=shortlisted.ids["赵一"]).count() == 3
    assert dt.date(2026, 10, 28) in {last for _, _, last, _ in owed(Owed.SCORE_APPLICANT)}
