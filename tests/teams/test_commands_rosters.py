"""Handing a list in, correcting and deciding it, confirming it, and what the clock throws away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core import jobs
from patrol_ops.core.access import Actor
from patrol_ops.core.models import Job, JobProblem, Notice, Obligation
from patrol_ops.core.outbox import deliver
from patrol_ops.core.refusals import NotPermitted, WrongStage
from patrol_ops.core.sheets.reading import Sheet
from teams import commands, tasks
from teams.commands.rosters import Correction
from teams.models import (
    Appointment,
    Hold,
    LegacyUnit,
    Member,
    Membership,
    Roster,
    RosterRow,
    RosterUnit,
    Team,
    TeamUnit,
)
from teams.rules import EmploymentClass, Form, LeavingKind, MemberDraft
from teams.rules.rosters import Answer, Column, Question, UnitAnswer
from tests.cast import identity
from tests.teams.rosters import listed, upload, work_at
from tests.teams.saying import refused, said

CLOCK = Actor.system("discard-stale-rosters")
HELPER = Actor.system("import-roster")


def person(
    n: int, name: str = "周正", place: str = "书院社区", team: str = "书院护村队", **more: str
) -> tuple[str, ...]:
    given = {"phone": f"1991000{n:04d}", "class": "专职", "post": "队员", "joined": "2020-01-01", **more}
    return (
        "",
        place,
        team,
        name,
        identity(n, "19900101"),
        given["phone"],
        given["class"],
        given["post"],
        given["joined"],
    )


@pytest.fixture
def _street(more_places: dict[str, int]) -> Any:
    """A street without any team of its own, in a district that has some: ``桥头社区``."""
    return more_places


@pytest.fixture
def hand_in(gus_actor, district, at, _street):
    def act(*people: tuple[str, ...], actor: Actor | None = None, moment: dt.datetime | None = None) -> Roster:
        place = district.places["990102"]
        return commands.upload_roster(
            actor=actor or gus_actor, place_id=place, title="名单.xlsx", digest=str(len(people)),
            sheets=listed(*people), at=moment or at,
        )  # fmt: skip

    return act


NEW = person(601, place="桥头社区", team="桥头联防队", post="队长")


@pytest.mark.req("REC-12")
def test_upload_roster_stages_encrypted_and_writes_nobody(hand_in, at) -> None:
    before = Member.objects.count(), Team.objects.count()

    roster = hand_in(NEW, person(602, "吴双", "桥头社区", "桥头联防队"))

    assert roster.counts == {"NEW": 2}
    assert roster.makes_teams
    assert roster.above == [["990102003", "SQUADRON"]]
    assert (Member.objects.count(), Team.objects.count()) == before
    assert len(said("teams.roster_uploaded", at)) == 1
    row = RosterRow.objects.extra(select={"raw": "texts"}).first()
    assert NEW[3].encode() not in bytes(row.raw)
    assert Obligation.objects.filter(kind="teams.confirm_roster", role="gvh").count() == 1


@pytest.mark.parametrize("who", ["piet", "lena", "gwen", "ada", "nora"])
def test_upload_roster_is_the_offices(request, hand_in, who: str) -> None:
    with pytest.raises(NotPermitted):
        hand_in(NEW, actor=request.getfixturevalue(f"{who}_actor"))
    assert not Roster.objects.exists()


def test_upload_roster_of_another_street_finds_nothing_of_it(tess_actor, district, at) -> None:
    people = (person(601, place="柳林社区"), person(602))
    roster = commands.upload_roster(
        actor=tess_actor, place_id=district.places["990102001"], title="名单", digest="1", sheets=listed(*people), at=at
    )

    rows = list(RosterRow.objects.filter(roster=roster).order_by("row"))
    assert [row.code for row in rows] == ["teams.roster-community-unknown", "teams.roster-unit-waits"]


def test_upload_roster_without_people_is_refused(gus_actor, district, at) -> None:
    no = refused("teams.roster-no-people", upload, gus_actor, _district(district), listed(("说明",)), at)

    assert no.field == "file"
    assert not Roster.objects.exists()


def _district(district: Any) -> Any:
    class Place:
        pk = district.places["990102"]

    return Place


def test_what_may_not_be_kept_is_not_staged(gus_actor, district, at) -> None:
    headings = ("姓名", "民族", "身份证号", "社区", "队伍", "家庭住址", "性质")
    row = ("周正", "汉族", identity(601), "书院社区", "护村队", "某路 1 号", "义务")
    roster = upload(gus_actor, _district(district), listed(row, headings=headings), at)

    assert RosterRow.objects.get(roster=roster).texts == {
        "0": "周正", "2": identity(601), "3": "书院社区", "4": "护村队", "6": "义务",
    }  # fmt: skip
    assert [heading["never"] for heading in roster.sheets[0]["headings"]] == [
        False,
        True,
        False,
        False,
        False,
        True,
        False,
    ]


# --- correcting -----------------------------------------------------------------------------------------------------


def correct(actor: Actor, roster: Roster, at: dt.datetime, **said: Any) -> Roster:
    sheets, digest = said.pop("sheets", None), said.pop("digest", "")
    correction = Correction(**{"report_on": at.date(), **said})
    return commands.correct_roster(
        actor=actor, roster_id=roster.pk, correction=correction, sheets=sheets, digest=digest, at=at
    )


def test_correct_roster_judges_ages_on_another_day(hand_in, gus_actor, at) -> None:
    roster = hand_in(NEW)

    roster = correct(gus_actor, roster, at, report_on=dt.date(2017, 1, 1))

    assert roster.report_on == dt.date(2017, 1, 1)
    assert RosterRow.objects.get().notes == ["teams.roster-joined-later"]
    assert len(said("teams.roster_corrected", at)) == 1


def test_correct_roster_takes_kept_columns_otherwise(hand_in, gus_actor, at) -> None:
    roster = hand_in(NEW)

    correct(gus_actor, roster, at, columns={(0, 7): None}, default_class=EmploymentClass.PART_TIME)

    row = RosterRow.objects.get()
    assert (row.post, row.verdict) == ("", "NEW")
    correct(gus_actor, roster, at, columns={(0, 7): Column.POST})
    assert RosterRow.objects.get().post == "LEADER"


def test_correct_roster_reads_the_same_file_again_for_a_column_that_was_not_kept(gus_actor, district, at) -> None:
    headings = ("姓名", "身份证号", "社区", "队伍", "性质", "甲列")
    sheets = listed(("周正", identity(601), "书院社区", "护村队", "义务", "2020-01-01"), headings=headings)
    roster = upload(gus_actor, _district(district), sheets, at)
    columns = {(0, 5): Column.JOINED}
    refused("teams.roster-column-not-kept", correct, gus_actor, roster, at, columns=columns)
    refused("teams.roster-other-file", correct, gus_actor, roster, at, columns=columns, sheets=sheets, digest="x")

    correct(gus_actor, roster, at, columns=columns, sheets=sheets, digest=roster.digest)

    assert RosterRow.objects.get().texts["5"] == "2020-01-01"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"report_on": dt.date(2026, 11, 19)}, "teams.roster-day-odd"),
        ({"report_on": dt.date(2010, 1, 1)}, "teams.roster-day-odd"),
        ({"columns": {(0, 3): None}}, "teams.roster-name-column"),
        ({"columns": {(0, 5): Column.NAME}}, "teams.roster-column-twice"),
    ],
)
def test_correct_roster_refused_changes_nothing(hand_in, gus_actor, at, change: dict[str, Any], code: str) -> None:
    roster = hand_in(NEW)

    refused(code, correct, gus_actor, roster, at, **change)

    assert Roster.objects.get().sheets == roster.sheets
    assert RosterRow.objects.get().verdict == "NEW"


def test_correct_roster_by_another_street_finds_nothing(hand_in, theo_actor, at) -> None:
    with pytest.raises(NotPermitted):
        correct(theo_actor, hand_in(NEW), at)


def test_what_was_decided_survives_a_correction(hand_in, gus_actor, at) -> None:
    roster = hand_in(NEW, person(601, place="桥头社区", team="桥头护村队", **{"class": "义务"}))
    unit = RosterUnit.objects.get(asked=True)
    commands.decide_roster_unit(
        actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk, answer=UnitAnswer.APART, hamlet="后街", at=at
    )
    row = RosterRow.objects.get(verdict="DECIDE")
    answers = {Question.SECOND_POST: Answer.TAKE}
    commands.decide_roster_row(actor=gus_actor, roster_id=roster.pk, row_id=row.pk, answers=answers, at=at)

    roster = correct(gus_actor, roster, at)

    assert roster.counts == {"NEW": 2}


# --- deciding -------------------------------------------------------------------------------------------------------


TWICE = (NEW, person(601, place="桥头社区", team="桥头联防队"), person(602, place="桥头社区", team="桥头护村队"))


@pytest.mark.req("ORG-04")
def test_decide_roster_unit_of_a_second_team(hand_in, gus_actor, at) -> None:
    roster = hand_in(*TWICE)
    assert roster.counts == {"NEW": 1, "SAME": 1, "DECIDE": 1}
    assert not Obligation.objects.open().filter(kind="teams.confirm_roster").exists()
    unit = RosterUnit.objects.get(asked=True)

    commands.decide_roster_unit(actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk, answer=UnitAnswer.JOIN, at=at)

    roster.refresh_from_db()
    assert roster.counts == {"NEW": 2, "SAME": 1}
    assert Obligation.objects.open().filter(kind="teams.confirm_roster").count() == 1
    assert len(said("teams.roster_decided", at)) == 1


def test_decide_roster_unit_gives_it_another_form(hand_in, gus_actor, at) -> None:
    roster = hand_in(NEW)
    unit = RosterUnit.objects.get()

    commands.decide_roster_unit(
        actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk, form=Form.SECURITY_CONTRACT, at=at
    )

    unit.refresh_from_db()
    assert unit.form == "SECURITY_CONTRACT"


@pytest.mark.parametrize(
    ("hamlet", "code"),
    [("", "teams.name-part-invalid"), ("(后街)", "teams.name-part-invalid"), ("x" * 21, "teams.name-part-invalid")],
)
def test_decide_roster_unit_refused(hand_in, gus_actor, at, hamlet: str, code: str) -> None:
    roster = hand_in(*TWICE)
    unit = RosterUnit.objects.get(asked=True)

    refused(
        code, commands.decide_roster_unit, actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk,
        answer=UnitAnswer.APART, hamlet=hamlet, at=at,
    )  # fmt: skip

    unit.refresh_from_db()
    assert unit.asked


def test_two_units_do_not_take_one_hamlet(hand_in, gus_actor, at) -> None:
    third = person(603, place="桥头社区", team="桥头保安队")
    roster = hand_in(*TWICE, third)
    first, second = RosterUnit.objects.filter(asked=True)

    def apart(unit: RosterUnit) -> Roster:
        return commands.decide_roster_unit(
            actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk, answer=UnitAnswer.APART, hamlet="后街", at=at
        )

    apart(first)
    refused("teams.team-known", apart, second)


def test_decide_roster_row_of_another_list_is_gone(hand_in, gus_actor, at) -> None:
    roster, other = hand_in(NEW), hand_in(*TWICE)
    row = RosterRow.objects.filter(roster=other).first()

    for row_id, answers, code in (
        (row.pk, {Question.SECOND_POST: Answer.TAKE}, "teams.roster-row-gone"),
        (RosterRow.objects.get(roster=roster).pk, {}, "teams.roster-row-gone"),
        (RosterRow.objects.get(roster=roster).pk, {Question.SECOND_POST: Answer.TAKE}, "teams.roster-answer-odd"),
    ):
        refused(
            code,
            commands.decide_roster_row,
            actor=gus_actor,
            roster_id=roster.pk,
            row_id=row_id,
            answers=answers,
            at=at,
        )


@pytest.mark.parametrize("act", ["decide_roster_row", "decide_roster_unit", "leave_open_rows_out"])
def test_deciding_is_for_whoever_may_hand_in(hand_in, piet_actor, at, act: str) -> None:
    roster = hand_in(*TWICE)
    more = {"decide_roster_row": {"row_id": 1, "answers": {}}, "decide_roster_unit": {"unit_id": 1}}.get(act, {})

    with pytest.raises(NotPermitted):
        getattr(commands, act)(actor=piet_actor, roster_id=roster.pk, at=at, **more)


def test_leave_open_rows_out(hand_in, gus_actor, at) -> None:
    hidden = person(604, "吴双", "桥头社区", "桥头联防队", post="队长")
    roster = hand_in(*TWICE, hidden)
    assert roster.counts == {"NEW": 1, "SAME": 1, "DECIDE": 2}

    roster = commands.leave_open_rows_out(actor=gus_actor, roster_id=roster.pk, at=at)

    assert roster.counts == {"NEW": 2, "SAME": 1, "LEFT_OUT": 1}
    assert sorted(RosterRow.objects.filter(verdict="NEW").values_list("post", flat=True)) == ["", "LEADER"]
    assert len(said("teams.roster_decided", at)) == 1


# --- confirming -----------------------------------------------------------------------------------------------------


def confirm(actor: Actor, roster: Roster, at: dt.datetime) -> Roster:
    return commands.confirm_roster(actor=actor, roster_id=roster.pk, at=at)


@pytest.mark.req("REC-12")
def test_confirm_roster_by_the_head(hand_in, gwen_actor, gus, at) -> None:
    roster = confirm(gwen_actor, hand_in(NEW), at)

    assert roster.stage == "CONFIRMED"
    assert len(said("teams.roster_confirmed", at)) == 1
    work_at(at)
    deliver()
    team = Team.objects.get(place__path="990102003001")
    assert (team.stage, team.submitted_by_id, team.activated_by_id) == ("ACTIVE", gus.pk, gwen_actor.person_id)
    assert team.parent.name == "三桥街道社会治安巡防中队"
    assert team.authorised == 5
    assert team.active_spans.get().since == at.date()
    assert Notice.objects.filter(user=gus, template="teams.notice-roster-brought-in").count() == 1
    assert len(said("teams.roster_brought_in", at)) == 1


@pytest.mark.req("REC-12")
def test_confirm_roster_that_makes_teams_is_the_heads_and_another_hands(hand_in, gus_actor, tess_actor, at) -> None:
    roster = hand_in(NEW)

    refused("teams.roster-for-the-head", confirm, gus_actor, roster, at)
    with pytest.raises(NotPermitted):
        confirm(tess_actor, roster, at)

    assert not Job.objects.exists()
    assert Roster.objects.get().stage == "PREVIEW"


@pytest.mark.req("REC-12")
def test_confirm_roster_that_makes_no_team_by_whoever_handed_it_in(tess_actor, district, at) -> None:
    people = (person(601, team="锦川街道书院社区社会治安巡防分队"),)
    roster = commands.upload_roster(
        actor=tess_actor, place_id=district.places["990102001"], title="名单", digest="1", sheets=listed(*people), at=at
    )
    assert not roster.makes_teams

    confirm(tess_actor, roster, at)
    work_at(at)

    assert Membership.objects.get(member__name="周正").team_id == district.teams["academy"]
    assert not LegacyUnit.objects.exists()


@pytest.mark.parametrize("rows", [TWICE, ()])
def test_confirm_roster_refused(hand_in, gwen_actor, gus_actor, at, rows: tuple[Any, ...]) -> None:
    nobody = (*person(601)[:4], "1", *person(601)[5:])
    roster = hand_in(*(rows or (nobody,)))

    refused("teams.roster-questions-open" if rows else "teams.roster-nothing-new", confirm, gwen_actor, roster, at)

    assert not Job.objects.exists()


def test_confirm_roster_twice_is_once(hand_in, gwen_actor, at) -> None:
    roster = hand_in(NEW)
    confirm(gwen_actor, roster, at)

    with pytest.raises(WrongStage):
        confirm(gwen_actor, roster, at)
    with pytest.raises(WrongStage):
        commands.discard_roster(actor=gwen_actor, roster_id=roster.pk, at=at)

    assert Job.objects.count() == 1
    assert len(said("teams.roster_confirmed", at)) == 1


def test_nothing_is_decided_any_more_once_it_is_confirmed(hand_in, gwen_actor, gus_actor, at) -> None:
    roster = confirm(gwen_actor, hand_in(NEW), at)

    with pytest.raises(WrongStage):
        correct(gus_actor, roster, at)


# --- putting away ---------------------------------------------------------------------------------------------------


def test_discard_roster_forgets_what_was_staged(hand_in, gus_actor, at) -> None:
    roster = commands.discard_roster(actor=gus_actor, roster_id=hand_in(NEW).pk, at=at)

    assert roster.stage == "DISCARDED"
    assert not RosterRow.objects.exists()
    assert not Obligation.objects.open().filter(kind="teams.confirm_roster").exists()
    assert len(said("teams.roster_discarded", at)) == 1


def test_discard_roster_is_not_for_everybody(hand_in, piet_actor, at) -> None:
    with pytest.raises(NotPermitted):
        commands.discard_roster(actor=piet_actor, roster_id=hand_in(NEW).pk, at=at)


def test_the_clock_forgets_a_list_after_a_day_and_not_before(hand_in, at, time_machine) -> None:
    roster = hand_in(NEW)
    refused(
        "teams.roster-young", commands.discard_roster, actor=CLOCK, roster_id=roster.pk, at=at + dt.timedelta(hours=23)
    )
    for hours, left in ((23, 1), (25, 0), (26, 0)):
        time_machine.move_to(at + dt.timedelta(hours=hours), tick=False)
        tasks.discard_stale_rosters()
        assert RosterRow.objects.count() == left


def test_the_clock_forgets_what_a_stopped_import_left(hand_in, gwen_actor, at, time_machine) -> None:
    """Whoever has come in by then stays; what nobody tries again within a day goes."""
    roster = confirm(gwen_actor, hand_in(NEW), at)
    jobs.cancel_job(actor=gwen_actor, job_id=roster.job_id, at=at)
    with pytest.raises(WrongStage):
        commands.discard_roster(actor=gwen_actor, roster_id=roster.pk, at=at)
    for hours, left in ((23, 1), (25, 0)):
        time_machine.move_to(at + dt.timedelta(hours=hours), tick=False)
        tasks.discard_stale_rosters()
        assert RosterRow.objects.count() == left
    assert Roster.objects.get().stage == "DISCARDED"


# --- coming in ------------------------------------------------------------------------------------------------------


def test_only_the_job_of_a_confirmed_list_brings_in(hand_in, gwen_actor, at) -> None:
    roster = hand_in(NEW)
    unit = RosterUnit.objects.get()
    acts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (commands.make_team_above, {"path": "990102003", "tier": "SQUADRON"}),
        (commands.absorb_unit, {"unit_id": unit.pk}),
        (commands.bring_in_rows, {"unit_id": unit.pk, "second_posts": False}),
        (commands.finish_roster, {"added": 0, "changed": 0}),
    )
    for act, facts in acts:
        with pytest.raises(NotPermitted):
            act(actor=gwen_actor, roster_id=roster.pk, at=at, **facts)
        with pytest.raises(WrongStage):
            act(actor=HELPER, roster_id=roster.pk, at=at, **facts)
    assert not Member.objects.filter(name="周正").exists()


def brought_in(hand_in: Any, gwen_actor: Actor, at: dt.datetime, *people: tuple[str, ...]) -> Roster:
    roster = hand_in(*people)
    confirm(gwen_actor, roster, at)
    work_at(at)
    roster.refresh_from_db()
    assert roster.stage == "BROUGHT_IN", list(JobProblem.objects.values())
    return roster


@pytest.mark.req("ORG-06")
def test_the_managing_unit_is_taken_where_only_one_can_be_meant(gus_actor, gwen_actor, district, at, hand_in) -> None:
    brought_in(hand_in, gwen_actor, at, NEW)

    squadron = Team.objects.get(place__path="990102003")
    assert not TeamUnit.objects.filter(team=squadron).exists()  # the street has no police station yet
    hamlet = person(605, "郑直", "书院社区", "书院后街护村队", **{"class": "义务"})
    roster = hand_in(hamlet)
    unit = RosterUnit.objects.get(roster=roster)
    commands.decide_roster_unit(
        actor=gus_actor, roster_id=roster.pk, unit_id=unit.pk, answer=UnitAnswer.APART, hamlet="后街", at=at
    )
    confirm(gwen_actor, roster, at)
    work_at(at)
    managing = TeamUnit.objects.get(team__hamlet="后街")
    assert (managing.relation, managing.unit_id) == ("MANAGING", district.units["station"])


@pytest.mark.req("REC-12")
def test_what_a_later_list_says_otherwise(hand_in, gus_actor, gwen_actor, at) -> None:
    brought_in(hand_in, gwen_actor, at, NEW)
    team = Team.objects.get(place__path="990102003001")
    roster = hand_in(person(601, "周政", "桥头社区", "桥头联防队", phone="19910009999", joined="", **{"class": "兼职"}))
    row = RosterRow.objects.get()
    assert row.questions == ["OTHER_NAME", "OTHER_CLASS"]
    answers = {Question.OTHER_NAME: Answer.TAKE, Question.OTHER_CLASS: Answer.TAKE}
    commands.decide_roster_row(actor=gus_actor, roster_id=roster.pk, row_id=row.pk, answers=answers, at=at)
    commands.confirm_roster(actor=gus_actor, roster_id=roster.pk, at=at)
    later = at + dt.timedelta(hours=1)
    work_at(later)

    member = Member.objects.get(name="周政")
    assert (member.phone, member.initials) == ("19910009999", "zz")
    assert Membership.objects.open().get(member=member).employment_class == "PART_TIME"
    assert Membership.objects.open().get(member=member).team_id == team.pk
    before, after = Membership.objects.filter(member=member, team=team).order_by("pk")
    assert (before.until, before.left_why, after.since) == (at.date(), "CLASS_CHANGED", at.date())
    assert len(said("teams.class_changed", later)) == 1
    (entry,) = said("teams.member_corrected", later)
    assert sorted(entry.facts["fields"]) == ["CLASS", "NAME", "PHONE"]
    assert "19910009999" not in str(entry.facts)


def test_a_joining_date_is_added_where_none_was(hand_in, gwen_actor, gus_actor, at) -> None:
    brought_in(hand_in, gwen_actor, at, person(601, place="桥头社区", team="桥头联防队", joined=""))
    roster = hand_in(person(601, place="桥头社区", team="桥头联防队"))
    assert RosterRow.objects.get().changes == ["JOINED"]

    confirm(gus_actor, roster, at)
    work_at(at)

    assert Membership.objects.get(member__name="周正").joined_on == dt.date(2020, 1, 1)


def test_who_comes_back_is_the_same_person_and_serves_under_the_transition(
    hand_in, gwen_actor, gus_actor, petra_actor, district, at
) -> None:
    brought_in(hand_in, gwen_actor, at, NEW)
    member = Member.objects.get(name="周正")
    membership = Membership.objects.get(member=member)
    commands.end_membership(
        actor=petra_actor, team_id=membership.team_id, member_id=member.pk, why=LeavingKind.RESIGNED,
        until=at.date(), at=at,
    )  # fmt: skip
    Hold.objects.filter(member=member, kind="TRAINING").update(lifted_at=at, until=at.date() + dt.timedelta(days=180))

    roster = hand_in(NEW)
    confirm(gus_actor, roster, at)
    work_at(at)

    assert Member.objects.filter(name="周正").count() == 1
    assert Membership.objects.filter(member=member).count() == 2
    assert sorted(Hold.objects.filter(member=member, lifted_at__isnull=True).values_list("kind", flat=True)) == [
        "BADGE", "TRAINING",
    ]  # fmt: skip


@pytest.mark.req("REC-12")
def test_who_was_enrolled_elsewhere_since_the_preview_is_left(hand_in, gwen_actor, district, at) -> None:
    roster = hand_in(NEW, person(602, "吴双", "桥头社区", "桥头联防队"))
    draft = MemberDraft(name="周正", phone="", identity=NEW[4], employment_class=EmploymentClass.FULL_TIME)
    commands.enrol_member(actor=Actor.system("begin"), team_id=district.teams["academy"], draft=draft, at=at)
    confirm(gwen_actor, roster, at)
    work_at(at)

    assert Membership.objects.filter(member__name="周正").count() == 1
    assert JobProblem.objects.get().code == "teams.roster-changed-meanwhile"
    result = Job.objects.get().result
    assert (result["added"], result["changed"]) == (1, 0)
    assert result["made"]["page"] == "teams:show-roster"


def test_a_rule_that_changed_since_the_preview_holds(hand_in, gwen_actor, at, monkeypatch) -> None:
    roster = confirm(gwen_actor, hand_in(NEW), at)
    Roster.objects.update(report_on=dt.date(1999, 1, 1))
    work_at(at)

    assert JobProblem.objects.get(row="名单 2").code == "teams.roster-under-age"
    roster.refresh_from_db()
    assert roster.stage == "BROUGHT_IN"


def test_a_second_leader_that_came_in_meanwhile_is_told(hand_in, gwen_actor, gus_actor, at) -> None:
    first, second = hand_in(NEW), hand_in(person(602, "吴双", "桥头社区", "桥头联防队", post="队长"))
    confirm(gwen_actor, first, at)
    confirm(gwen_actor, second, at)
    work_at(at)

    assert Appointment.objects.filter(team__place__path="990102003001", role="ldr").count() == 1
    assert JobProblem.objects.get().code == "teams.leader-there-already"


@pytest.mark.req("REC-12")
def test_a_killed_import_goes_on_where_it_was(hand_in, gwen_actor, at, monkeypatch) -> None:
    """Killed after each of its steps in turn; in the end everybody is in once."""
    people = [person(600 + n, place="桥头社区", team="桥头联防队") for n in range(5)]
    monkeypatch.setattr("teams.commands.bringing_in.AT_A_TIME", 2)
    confirm(gwen_actor, hand_in(*people), at)

    class Killed(BaseException):
        pass

    for steps in range(1, 9):
        left = [steps]

        def step(self: jobs.Run, _real: Any = jobs.Run.step, _left: list[int] = left, **kwargs: Any) -> None:
            _left[0] -= 1
            if not _left[0]:
                raise Killed
            _real(self, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(jobs.Run, "step", step)
            try:
                work_at(at + dt.timedelta(minutes=2 * steps))
            except Killed:
                continue
    Job.objects.update(attempts=0)
    work_at(at + dt.timedelta(hours=1))

    job = Job.objects.get()
    assert (job.stage, job.done, job.result["added"]) == ("done", 5, 5)
    assert Membership.objects.filter(team__place__path="990102003001").count() == 5
    assert Member.objects.filter(identity_index__isnull=False, name="周正").count() == 5
    assert LegacyUnit.objects.get().heads_after == 5


@pytest.mark.req("REC-12")
@pytest.mark.usefixtures("_street")
def test_a_list_of_its_own_for_each_team_says_which_in_its_title(gus_actor, district, at) -> None:
    """Neither a column for the team nor one for the place: the sheet's title is where it stands."""
    headings = ("序号", "姓名", "身份证号", "联系电话", "人员性质", "职务")
    sheets = [
        Sheet(name, ((f"{title}花名册",) * 6, headings, (1, who, identity(n, "19900101"), "", "专职", "队长")))
        for n, (name, title, who) in enumerate(
            (("一", "桥头社区治安联防队", "周正"), ("书院社区护村队", "人员", "吴双")), 650
        )
    ]
    roster = upload(gus_actor, _district(district), sheets, at)

    assert [(unit.name, unit.path) for unit in RosterUnit.objects.filter(roster=roster).order_by("position")] == [
        ("桥头社区治安联防队", "990102003001"), ("书院社区护村队", "990102001002"),
    ]  # fmt: skip


@pytest.mark.req("REC-12")
@pytest.mark.usefixtures("_street")
def test_teams_named_in_rows_of_their_own(gus_actor, district, at) -> None:
    headings = ("姓名", "身份证号", "人员性质")
    rows = (
        headings,
        ("桥头社区治安联防队", None, None),
        ("周正", identity(660, "19900101"), "专职"),
        ("书院社区",) * 3,
        ("吴双", identity(661, "19900101"), "专职"),
    )
    roster = upload(gus_actor, _district(district), [Sheet("名单", rows)], at)

    units = RosterUnit.objects.filter(roster=roster).order_by("position")
    assert [(unit.name, unit.path, unit.team_id) for unit in units] == [
        ("桥头社区治安联防队", "990102003001", None), ("", "990102001002", district.teams["academy"]),
    ]  # fmt: skip
    correct(gus_actor, roster, at)
    assert RosterUnit.objects.filter(roster=roster).count() == 2
