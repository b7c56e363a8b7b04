"""The checklist, line by line, and what the papers said (REC-03, REC-04, REC-08, REC-09)."""

from __future__ import annotations

import pytest

from patrol_ops.core import clock
from recruitment import commands
from recruitment.models import Criterion, CriterionCheck, ScoreSheet
from recruitment.reports.standing import criteria_for
from recruitment.rules import Owed, Screening, ScreeningDraft
from tests.recruitment.saying import DAY, finds_nothing, nothing_written, one, owed, refused, within
from tests.recruitment.story import APPLY_UNTIL, ASSESS_ON, STREET

NEXT = APPLY_UNTIL + DAY
AT = clock.at(NEXT, 9)


@pytest.fixture
def applied(story):
    """Three have applied: two assessors will mark whoever is passed."""
    story.until_open()
    story.name_assessors()
    for name in ("赵一", "钱二", "孙三"):
        story.apply(name, priority=name == "赵一", local=name != "孙三")
    story.close_applying()
    return story


def screening(story, name="赵一", verdict=Screening.SHORTLIST, **values):
    applicant = story.applicant(name)
    met = frozenset(line.pk for line in criteria_for(applicant))
    whole = {"verdict": verdict, "met": met, "local": True, "priority": True} | values

    def act(actor=None, at=AT, **more):
        return commands.screen_applicant(
            actor=actor or story.who("tess", NEXT),
            applicant_id=applicant.pk,
            draft=ScreeningDraft(**whole | more),
            at=at,
        )

    return act


@pytest.mark.req("REC-03", "REC-04", "REC-08", "REC-09")
def test_screen_applicant_passes_a_complete_checklist(applied, tess):
    applicant = screening(applied)()
    applicant.refresh_from_db()

    assert (applicant.stage, applicant.screened_by_id, applicant.screened_at) == ("SHORTLISTED", tess.pk, AT)
    assert (applicant.local_verified, applicant.priority_verified, applicant.note) == (True, True, "")
    lines = CriterionCheck.objects.filter(applicant=applicant).order_by("criterion__number")
    assert [(line.criterion.post_kind, line.met) for line in lines] == [
        ("", True), ("", True), ("PATROL_MEMBER", True),
    ]  # fmt: skip
    assert owed(Owed.SCREEN_APPLICANT, applicant.pk) == []
    assert owed(Owed.SCORE_APPLICANT) == [(who, STREET, within(ASSESS_ON, 2), "") for who in ("gus", "lena")]
    assert ScoreSheet.objects.filter(applicant=applicant, submitted_at__isnull=True).count() == 2


@pytest.mark.req("REC-03", "REC-04")
def test_screen_applicant_keeps_what_the_papers_said_and_only_of_what_was_claimed(applied):
    first = screening(applied, local=False, priority=False)()
    assert (first.local_verified, first.priority_verified) == (False, False)
    other = screening(applied, "孙三")()
    assert (other.local_verified, other.priority_verified) == (None, None)


@pytest.mark.req("REC-02", "REC-08", "REC-09")
def test_screen_applicant_turns_away_by_a_named_line(applied):
    lines = criteria_for(applied.applicant("钱二"))
    applicant = screening(applied, "钱二", Screening.REJECT, met=frozenset({lines[0].pk, lines[2].pk}))()
    applicant.refresh_from_db()
    assert (applicant.stage, applicant.rejected_why, applicant.over_at) == ("REJECTED", "CRITERION_UNMET", AT)
    assert applicant.failed_criterion == lines[1]
    assert [check.met for check in applicant.checks.order_by("criterion__number")] == [True, False, True]
    assert owed(Owed.SCREEN_APPLICANT, applicant.pk) == owed(Owed.SCORE_APPLICANT) == []


def test_screen_applicant_returns_with_what_to_mend_and_checks_anew(applied):
    applicant = screening(applied, verdict=Screening.RETURN, met=frozenset(), note=" 请补学历证明 ")()
    assert (applicant.stage, applicant.note) == ("RETURNED", "请补学历证明")
    assert [check.met for check in applicant.checks.all()] == [False] * 3
    commands.correct_application(
        actor=applied.who("nora", NEXT).public(), secret=applied.secrets["赵一"],
        draft=applied.application("赵一", priority=True), at=clock.at(NEXT, 10),
    )  # fmt: skip
    screening(applied)(at=clock.at(NEXT, 11))
    assert [check.met for check in CriterionCheck.objects.filter(applicant=applicant)] == [True] * 3
    assert owed(Owed.SCREEN_APPLICANT, applicant.pk) == []


@pytest.mark.req("REC-04")
def test_what_is_kept_of_the_papers_is_yes_or_no(applied):
    """Neither the category nor the proof has a place in the tables."""
    assert screening(applied)().priority_verified is True
    kept = {field.name for field in type(applied.applicant("赵一"))._meta.get_fields()}
    assert {name for name in kept if "priority" in name or "proof" in name} == {"priority", "priority_verified"}


def test_screen_applicant_by_another_finds_nothing(applied):
    who = ("gwen", "theo", "piet", "petra", "pia", "kai", "lena", "liz", "nora")
    finds_nothing(screening(applied), *(applied.who(key, NEXT) for key in who))


@pytest.mark.req("REC-02", "REC-08", "REC-09")
def test_screen_applicant_refused_writes_nothing(applied):
    alien = Criterion.objects.filter(post_kind="SECURITY_GUARD").get()
    act = screening(applied)
    with nothing_written():
        refused("recruitment.checklist-incomplete", act, met=frozenset())
        refused("core.malformed", act, met=frozenset({alien.pk}))
        refused("recruitment.claim-unverified", act, local=None)
        refused("recruitment.claim-unverified", act, priority=None)
        refused("recruitment.reject-without-rule", act, verdict=Screening.REJECT)
        refused("recruitment.return-unexplained", act, verdict=Screening.RETURN, note="")
        refused("recruitment.text-length", act, note="好" * 301)
    act()
    with nothing_written():
        refused("core.wrong-stage", act)
        refused("core.wrong-stage", act, verdict=Screening.REJECT, met=frozenset())


def test_screen_applicant_is_said_once_without_names(applied):
    lines = criteria_for(applied.applicant("赵一"))
    applicant = screening(applied, verdict=Screening.REJECT, met=frozenset())()
    assert one("recruitment.applicant_screened", AT).facts == {
        "applicant_id": applicant.pk,
        "campaign_id": applied.campaign_id,
        "verdict": "REJECT",
        "criterion_id": lines[0].pk,
    }
