"""A whole list at once: places, units, verdicts and questions, without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core.refusals import Refused
from teams.rules import EmploymentClass, Form, Tier
from teams.rules.rosters import (
    Answer,
    Answers,
    Change,
    Column,
    Decided,
    Gazetteer,
    KnownPerson,
    KnownTeam,
    LegacyKind,
    Outcome,
    Question,
    Reading,
    UnitAnswer,
    Verdict,
    World,
    judge_confirming,
    judge_roster,
    read_person,
    team_in,
)
from teams.rules.rosters.units import kind_of
from tests.cast import identity

DAY = dt.date(2026, 11, 18)
READING = Reading(DAY, DAY, (18, 60))
PLACES = (
    ("990102", "启明区", "DISTRICT"),
    ("990102001", "锦川街道", "STREET"),
    ("990102001001", "港口社区", "COMMUNITY"),
    ("990102001002", "书院社区", "COMMUNITY"),
    ("990102002", "清水镇", "STREET"),
    ("990102002001", "柳林村", "COMMUNITY"),
    ("990102002002", "港口社区", "COMMUNITY"),
)
GAZETTEER = Gazetteer(PLACES)
ABOVE = (
    KnownTeam(1, "990102", Tier.BRIGADE, Form.FULL_TIME_PATROL, frozenset({"启明区社会治安巡防大队"})),
    KnownTeam(2, "990102001", Tier.SQUADRON, Form.FULL_TIME_PATROL, frozenset({"锦川街道社会治安巡防中队"})),
)


def row(n: int, **said: str) -> dict[Column, str]:
    given = {
        "NAME": f"周{'甲乙丙丁戊己庚'[n % 7]}",
        "IDENTITY": identity(n),
        "COMMUNITY": "书院社区",
        "TEAM": "书院巡防队",
        "CLASS": "专职",
        "PHONE": "19900001111",
    }
    return {Column(key): value for key, value in {**given, **said}.items()}


def judge(
    *rows: dict[Column, str],
    teams: tuple[KnownTeam, ...] = ABOVE,
    people: dict[str, KnownPerson] | None = None,
    answers: Answers | None = None,
    street: str | None = "990102001",
    reading: Reading = READING,
    hidden: int = -1,
) -> Outcome:
    read = [(read_person(n, texts, reading, hidden=n == hidden), street) for n, texts in enumerate(rows)]
    return judge_roster(read, World(GAZETTEER, teams, people or {}), answers or Answers())


def verdicts(outcome: Outcome) -> list[tuple[str, str]]:
    return [(str(one.verdict), one.code) for one in outcome.rows]


@pytest.mark.parametrize(
    ("said", "path", "tier"),
    [
        ({"COMMUNITY": "书院社区"}, "990102001002", Tier.DETACHMENT),
        ({"COMMUNITY": "书院"}, "990102001002", Tier.DETACHMENT),
        ({"COMMUNITY": "书院社区居委会"}, "990102001002", Tier.DETACHMENT),
        ({"COMMUNITY": "柳林村村民委员会", "STREET": "清水镇"}, "990102002001", Tier.DETACHMENT),
        ({"COMMUNITY": "柳林村"}, "990102002001", Tier.DETACHMENT),  # the title named another street
        ({"COMMUNITY": "", "TEAM": "书院社区护村队"}, "990102001002", Tier.DETACHMENT),
        ({"COMMUNITY": "", "TEAM": "锦川街道书院社区联防队"}, "990102001002", Tier.DETACHMENT),
        ({"COMMUNITY": "", "TEAM": "锦川街道社会治安巡防中队"}, "990102001", Tier.SQUADRON),
        ({"COMMUNITY": "", "TEAM": "清水镇巡防中队", "STREET": "清水镇"}, "990102002", Tier.SQUADRON),
        ({"COMMUNITY": "", "TEAM": "区巡防大队"}, "990102", Tier.BRIGADE),
        ({"COMMUNITY": "港口社区", "STREET": "清水"}, "990102002002", Tier.DETACHMENT),
    ],
)
@pytest.mark.req("ORG-01")
def test_where_a_row_belongs(said: dict[str, str], path: str, tier: Tier) -> None:
    unit = judge(row(1, **said)).units[0]

    assert (unit.path, unit.tier) == (path, tier)


@pytest.mark.parametrize(
    ("said", "street", "code"),
    [
        ({"COMMUNITY": "无名村"}, "990102001", "teams.roster-community-unknown"),
        ({"COMMUNITY": "港口社区"}, None, "teams.roster-community-twice"),
        ({"COMMUNITY": "", "TEAM": "联防队"}, "990102001", "teams.roster-community-missing"),
        ({"COMMUNITY": "", "TEAM": "巡防中队"}, None, "teams.roster-community-missing"),
        ({"STREET": "无名街道"}, "990102001", "teams.roster-street-unknown"),
        ({"CLASS": "群众"}, "990102001", "teams.roster-class-unknown"),
        ({"CLASS": ""}, "990102001", "teams.roster-class-missing"),
        ({"NUMBER": "12", "IDENTITY": ""}, "990102001", "teams.roster-number-unknown"),
        ({"NUMBER": "M000012", "IDENTITY": ""}, "990102001", "teams.roster-number-unknown"),
    ],
)
def test_rows_that_cannot_come_in(said: dict[str, str], street: str | None, code: str) -> None:
    assert verdicts(judge(row(1, **said), street=street)) == [("REFUSED", code)]


@pytest.mark.parametrize(
    ("born", "code"),
    [("20081119", "teams.roster-under-age"), ("20081118", ""), ("19660101", ""), ("19651117", "teams.roster-over-age")],
)
@pytest.mark.req("REC-12")
def test_ages_are_judged_on_the_day_of_the_report(born: str, code: str) -> None:
    assert judge(row(1, IDENTITY=identity(1, born))).rows[0].code == code


@pytest.mark.parametrize(
    ("joined", "note"),
    [
        ("2003-03-13", "teams.roster-joined-young"),
        ("2003-03-14", ""),
        ("2026-11-19", "teams.roster-joined-later"),
        ("2026-11-18", ""),
        ("某年", "teams.roster-joined-unclear"),
        ("", ""),
    ],
)
def test_a_joining_date_that_cannot_be_stops_nobody(joined: str, note: str) -> None:
    one = judge(row(1, JOINED=joined)).rows[0]

    assert one.verdict is Verdict.NEW
    assert one.notes == ([note] if note else [])


def test_a_formula_and_a_missing_phone() -> None:
    assert read_person(1, row(1), READING, formula=True).refused is not None
    assert judge(row(1, PHONE="")).rows[0].notes == ["teams.roster-phone-missing"]


def test_what_the_list_does_not_say_is_what_somebody_chose() -> None:
    chosen = Reading(DAY, DAY, (18, 60), EmploymentClass.VOLUNTEER)
    outcome = judge(row(1, CLASS=""), reading=chosen)

    assert verdicts(outcome) == [("NEW", "")]
    assert outcome.units[0].form is Form.VOLUNTARY_PATROL


@pytest.mark.parametrize(
    ("classes", "form"),
    [
        (("专职", "兼职"), "FULL_TIME_PATROL"),
        (("义务", "义务", "兼职"), "VOLUNTARY_PATROL"),
        (("兼职",), "FULL_TIME_PATROL"),
    ],
)
@pytest.mark.req("ORG-27", "ORG-34")
def test_the_form_is_the_one_most_can_serve_in(classes: tuple[str, ...], form: str) -> None:
    outcome = judge(*(row(n, CLASS=said) for n, said in enumerate(classes)))

    assert outcome.units[0].form == form


@pytest.mark.req("ORG-27")
def test_who_does_not_fit_the_form_is_refused_until_the_form_is_changed() -> None:
    rows = (row(1, CLASS="专职"), row(2, CLASS="专职"), row(3, CLASS="义务"))
    key = ("990102001002", "书院巡防队")

    assert verdicts(judge(*rows))[2] == ("REFUSED", "teams.roster-class-not-of-form")
    changed = Answers(units={key: Decided(form=Form.VOLUNTARY_PATROL)})
    assert [one[0] for one in verdicts(judge(*rows, answers=changed))] == ["REFUSED", "REFUSED", "NEW"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("七星村护村队", "VILLAGE_PROTECTION"),
        ("高桥社区保安队", "SECURITY"),
        ("土地社区治安联防队", "JOINT_DEFENCE"),
        ("治安巡逻队", "PATROL"),
        ("巡防队", "PATROL"),
        ("义务消防队", "OTHER"),
    ],
)
@pytest.mark.req("ORG-04", "ORG-46")
def test_kinds_of_legacy_units(name: str, kind: str) -> None:
    assert kind_of(name) is LegacyKind(kind)


SECOND = (row(1), row(2, TEAM="书院护村队", CLASS="义务"))
SECOND_KEY = ("990102001002", "书院护村队")


@pytest.mark.req("ORG-04")
def test_a_second_unit_of_a_community_waits_for_a_decision() -> None:
    outcome = judge(*SECOND)

    assert verdicts(outcome) == [("NEW", ""), ("DECIDE", "teams.roster-unit-waits")]
    assert outcome.units[1].asked


def decided(*rows: dict[Column, str], **kwargs: Any) -> Outcome:
    said = {key: kwargs.pop(key) for key in ("answer", "hamlet") if key in kwargs}
    return judge(*rows, answers=Answers(units={SECOND_KEY: Decided(**said)}), **kwargs)


def test_a_second_unit_joins_stands_apart_or_stays_out() -> None:
    joined = decided(SECOND[0], row(2, TEAM="书院护村队", CLASS="兼职"), answer=UnitAnswer.JOIN)
    assert verdicts(joined) == [("NEW", ""), ("NEW", "")]
    assert joined.units[1].target == joined.units[0].key
    apart = decided(*SECOND, answer=UnitAnswer.APART, hamlet="后街")
    assert [one[0] for one in verdicts(apart)] == ["NEW", "NEW"]
    assert (apart.units[1].hamlet, apart.units[1].form) == ("后街", Form.VOLUNTARY_PATROL)
    out = decided(*SECOND, answer=UnitAnswer.LEAVE)
    assert [one[0] for one in verdicts(out)] == ["NEW", "LEFT_OUT"]


def detachment(**said: Any) -> KnownTeam:
    given: dict[str, Any] = {"form": Form.FULL_TIME_PATROL, "names": frozenset({"锦川街道书院社区社会治安巡防分队"})}
    return KnownTeam(7, "990102001002", Tier.DETACHMENT, **{**given, **said})


@pytest.mark.parametrize(
    ("team", "team_id", "asked"),
    [
        (detachment(), 7, False),  # planned, empty: the unit is what it was planned for
        (detachment(people=4), None, True),
        (detachment(absorbed=True), None, True),
        (detachment(people=4, names=frozenset({"书院巡防队"})), 7, False),
    ],
)
def test_a_detachment_that_is_there_already(team: KnownTeam, team_id: int | None, asked: bool) -> None:
    unit = judge(row(1), teams=(*ABOVE, team)).units[0]

    assert (unit.team_id, unit.asked) == (team_id, asked)


def test_a_second_unit_joins_the_detachment_that_is_there() -> None:
    outcome = decided(row(1, TEAM="书院护村队"), teams=(*ABOVE, detachment(people=3)), answer=UnitAnswer.JOIN)

    assert outcome.units[0].team_id == 7
    assert not outcome.makes_teams


def test_a_team_found_by_its_own_name_without_a_place() -> None:
    team = detachment(people=3)
    outcome = judge(row(1, COMMUNITY="", TEAM=next(iter(team.names))), teams=(*ABOVE, team))

    assert outcome.units[0].team_id == 7


def test_a_suspended_team_takes_nobody() -> None:
    outcome = judge(row(1), teams=(*ABOVE, detachment(suspended=True, active=False)))

    assert verdicts(outcome) == [("REFUSED", "teams.team-suspended")]


@pytest.mark.req("ORG-01")
def test_what_has_to_stand_above_is_made_first() -> None:
    outcome = judge(row(1), teams=())

    assert outcome.above == [("990102", Tier.BRIGADE), ("990102001", Tier.SQUADRON)]
    assert outcome.makes_teams
    assert judge(row(1, IDENTITY=""), teams=()).above == []


def test_one_person_twice() -> None:
    again = judge(row(1), row(1))
    assert verdicts(again) == [("NEW", ""), ("SAME", "teams.roster-repeat")]

    other = judge(row(1), row(1, COMMUNITY="港口社区", TEAM="港口队"))
    assert other.rows[1].questions == [Question.SECOND_POST]
    for answer, verdict in ((Answer.TAKE, "NEW"), (Answer.LEAVE, "LEFT_OUT")):
        said = Answers(rows={1: {Question.SECOND_POST: answer}})
        taken = judge(row(1), row(1, COMMUNITY="港口社区", TEAM="港口队"), answers=said)
        assert (str(taken.rows[1].verdict), taken.rows[1].main) == (verdict, verdict == "LEFT_OUT")


@pytest.mark.parametrize(
    ("answer", "posts"),
    [(Answer.DEPUTY, ["LEADER", "DEPUTY"]), (Answer.MEMBER, ["LEADER", ""]), (Answer.LEADER, ["DEPUTY", "LEADER"])],
)
def test_a_second_leader(answer: Answer, posts: list[str]) -> None:
    rows = (row(1, POST="队长"), row(2, POST="队长"))
    assert judge(*rows).rows[1].questions == [Question.SECOND_LEADER]

    outcome = judge(*rows, answers=Answers(rows={1: {Question.SECOND_LEADER: answer}}))

    assert [one.post for one in outcome.rows] == posts


def test_a_leader_in_office_is_not_replaced_by_a_list() -> None:
    team = detachment(people=3, led=True, names=frozenset({"书院巡防队"}))
    said = Answers(rows={0: {Question.SECOND_LEADER: Answer.LEADER}})
    outcome = judge(row(1, POST="队长"), teams=(*ABOVE, team), answers=said)

    assert verdicts(outcome) == [("DECIDE", "teams.roster-leader-in-office")]


def test_a_hidden_row() -> None:
    assert judge(row(1), hidden=0).rows[0].questions == [Question.HIDDEN_ROW]
    for answer, verdict in ((Answer.TAKE, Verdict.NEW), (Answer.LEAVE, Verdict.LEFT_OUT)):
        said = Answers(rows={0: {Question.HIDDEN_ROW: answer}})
        assert judge(row(1), hidden=0, answers=said).rows[0].verdict is verdict


HERE = detachment(people=3, names=frozenset({"书院巡防队"}))


def known(**said: Any) -> dict[str, KnownPerson]:
    given: dict[str, Any] = {"name": "周乙", "phone": "19900001111", "serves": {7: EmploymentClass.FULL_TIME}}
    return {identity(1): KnownPerson(5, **{**given, **said})}


@pytest.mark.parametrize(
    ("texts", "person", "answers", "verdict", "changes"),
    [
        ({}, {}, {}, "SAME", []),
        ({"PHONE": ""}, {}, {}, "SAME", []),
        ({"PHONE": "19900002222"}, {}, {}, "CHANGED", [Change.PHONE]),
        ({"CLASS": ""}, {}, {}, "SAME", []),
        ({"CLASS": "兼职"}, {}, {Question.OTHER_CLASS: Answer.TAKE}, "CHANGED", [Change.CLASS]),
        ({"CLASS": "兼职"}, {}, {Question.OTHER_CLASS: Answer.KEEP}, "SAME", []),
        ({"CLASS": "兼职"}, {}, {}, "DECIDE", []),
        ({}, {"name": "周易"}, {}, "DECIDE", []),
        ({}, {"name": "周易"}, {Question.OTHER_NAME: Answer.TAKE}, "CHANGED", [Change.NAME]),
        ({}, {"name": "周易"}, {Question.OTHER_NAME: Answer.KEEP}, "SAME", []),
        ({}, {"name": "周易"}, {Question.OTHER_NAME: Answer.LEAVE}, "LEFT_OUT", []),
        ({"POST": "队长"}, {}, {}, "CHANGED", [Change.POST]),
        ({"POST": "队长"}, {"leads": frozenset({7})}, {}, "SAME", []),
        ({"JOINED": "2020-01-01"}, {}, {}, "CHANGED", [Change.JOINED]),
        ({"JOINED": "2020-01-01"}, {"joined_on": {7: dt.date(2019, 1, 1)}}, {}, "SAME", []),
    ],
)
def test_somebody_known(
    texts: dict[str, str], person: dict[str, Any], answers: dict[Question, Answer], verdict: str, changes: list[Change]
) -> None:
    said = Answers(rows={0: answers})
    one = judge(row(1, **texts), teams=(*ABOVE, HERE), people=known(**person), answers=said).rows[0]

    assert (str(one.verdict), one.changes, one.member_id) == (verdict, changes, 5)


def test_somebody_known_by_the_number_of_our_own_ledgers() -> None:
    people = {"M5": known()[identity(1)]}
    one = judge(row(1, IDENTITY="", NUMBER="M000005"), teams=(*ABOVE, HERE), people=people).rows[0]

    assert (one.verdict, one.member_id) == (Verdict.SAME, 5)


def test_somebody_who_served_before_or_serves_elsewhere() -> None:
    back = judge(row(1), teams=(*ABOVE, HERE), people=known(serves={})).rows[0]
    assert (back.verdict, back.notes, back.main) == (Verdict.NEW, ["teams.roster-served-before"], True)

    elsewhere = known(serves={99: EmploymentClass.FULL_TIME})
    assert judge(row(1), teams=(*ABOVE, HERE), people=elsewhere).rows[0].questions == [Question.SECOND_POST]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"open_questions": 2}, "teams.roster-questions-open"),
        ({"to_bring_in": 0}, "teams.roster-nothing-new"),
        ({"makes_teams": True}, "teams.roster-for-the-head"),
        ({"makes_teams": True, "heads_the_office": True, "confirmed_by": 1}, "teams.roster-confirmed-by-uploader"),
        ({"makes_teams": True, "heads_the_office": True}, ""),
        ({"confirmed_by": 1}, ""),
    ],
)
@pytest.mark.req("REC-12")
def test_who_confirms(facts: dict[str, Any], code: str) -> None:
    given = {
        "makes_teams": False,
        "heads_the_office": False,
        "uploaded_by": 1,
        "confirmed_by": 2,
        "open_questions": 0,
        "to_bring_in": 5,
        **facts,
    }
    if not code:
        judge_confirming(**given)  # type: ignore[arg-type]
        return
    with pytest.raises(Refused, match=code):
        judge_confirming(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"COMMUNITY": "锦川街道书院社区"}, "990102001002"),
        ({"COMMUNITY": "清水镇港口社区"}, "990102002002"),
        ({"COMMUNITY": "书院社区", "STREET": "锦川街道办事处"}, "990102001002"),
        ({"COMMUNITY": "柳林村", "STREET": "清水镇人民政府"}, "990102002001"),
    ],
)
def test_places_as_offices_write_them(said: dict[str, str], path: str) -> None:
    assert judge(row(1, **said), street=None).units[0].path == path


@pytest.mark.parametrize(
    ("title", "team"),
    [
        ("书院社区治安巡逻队花名册", "书院社区治安巡逻队"),
        ("锦川街道书院社区护村队人员名单", "锦川街道书院社区护村队"),
        ("锦川街道群防群治队伍人员花名册", ""),
        ("各街道现有联防、巡防、护村、保安队伍人员花名册", ""),
        ("名单", ""),
    ],
)
def test_the_team_in_a_title(title: str, team: str) -> None:
    assert team_in(title) == team


def test_the_community_in_a_title() -> None:
    assert GAZETTEER.community_in("锦川街道书院社区治安巡逻队花名册", "990102001") == "书院社区"
    assert GAZETTEER.community_in("书院社区、柳林村花名册", None) == "书院社区"  # the longest name
    assert GAZETTEER.community_in("锦川街道花名册", "990102001") == ""
