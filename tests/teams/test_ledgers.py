"""Ledgers out: who may, masked or by name, with a reason, in the journal, and readable again as they were written."""

from __future__ import annotations

import io
import re

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import NotPermitted
from teams import commands, reports
from teams.models import Export, ExportedLine, Member, Membership
from teams.rules import MEMBER_HEADINGS, TEAM_HEADINGS, ExportKind, LedgerQuestion
from tests.cast import identity
from tests.teams.saying import refused, said

READS, ACTS = 12, 24
EVERYBODY = LedgerQuestion()


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def export(at):
    def act(actor, question=EVERYBODY, kind=ExportKind.WORKBOOK, reason="年度核对"):
        return commands.export_members(actor=actor, question=question, kind=kind, reason=reason, at=at)

    return act


def book(answer):
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))


def pages_of(export):
    """Every line of an export's workbook, sheet by sheet, as somebody reads it back."""
    return {
        sheet.name: [tuple(str(cell) for cell in row) for row in sheet.rows] for sheet in reports.member_sheets(export)
    }


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-05")
def test_export_members_keeps_who_when_why_and_whose(export, piet, piet_actor, at):
    row = export(piet_actor)
    assert (row.made_by, row.made_at, row.role, row.reason) == (piet, at, "psl", "年度核对")
    assert (row.path, row.lines, row.with_names) == ("990102001", 13, True)
    lines = ExportedLine.objects.filter(export=row)
    assert {line.membership.team.place.path[:9] for line in lines} == {"990102001"}
    assert lines.count() == lines.filter(in_full=True).count() == 13


def test_export_members_is_not_for_just_anybody(
    export, liz_actor, mara_actor, aud_actor, ada_actor, vera_actor, ivo_actor, district
):
    nora = district.actor("nora")
    for actor in (liz_actor, mara_actor, aud_actor, ada_actor, vera_actor, ivo_actor, nora):
        with pytest.raises(NotPermitted):
            export(actor)
    assert not Export.objects.exists()


def test_export_members_without_a_reason_or_anybody_writes_nothing(export, piet_actor, otto_actor, at):
    refused("teams.reason-needed", export, piet_actor, reason=" ")
    refused("core.text-has-phone-number", export, piet_actor, reason="请打 13800001111")
    refused("teams.export-empty", export, otto_actor, LedgerQuestion(place="990102001"))
    refused("teams.export-empty", export, piet_actor, LedgerQuestion(place="nonsense"))
    assert not Export.objects.exists()
    assert not ExportedLine.objects.exists()
    assert not said("teams.members_exported", at)


def test_export_members_is_said_once_without_a_name(export, lena_actor, at):
    row = export(lena_actor, LedgerQuestion(q="李"))
    (entry,) = said("teams.members_exported", at)
    assert (entry.subject_type, entry.subject_id, entry.path) == ("export", row.pk, "990102001001")
    assert entry.facts == {"export_id": row.pk, "form": "WORKBOOK", "lines": 1, "with_names": True}
    assert row.question == {"by_name": True}


@pytest.mark.parametrize(
    ("who", "lines", "with_names"),
    [
        ("gus", 25, False), ("gwen", 25, False), ("tess", 13, False), ("petra", 25, True), ("piet", 13, True),
        ("kai", 5, True), ("lena", 5, True), ("otto", 4, True),
    ],
)  # fmt: skip
def test_export_members_reaches_what_the_post_reaches_and_masks_for_the_office(
    export, district, who, lines, with_names
):
    row = export(district.actor(who))
    assert (row.lines, row.with_names) == (lines, with_names)
    shown = list(reports.ledger_lines(row))
    assert len(shown) == lines
    assert all(("*" in line.name) is not with_names and ("****" in line.phone) is not with_names for line in shown)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (LedgerQuestion(place="990102001001"), 5),
        (LedgerQuestion(place="990102001"), 13),
        (LedgerQuestion(q="lina"), 1),
        (LedgerQuestion(employment_class="FULL_TIME"), 25),
        (LedgerQuestion(standing="ACTIVE", place="990102002"), 8),
    ],
)
def test_export_members_asks_what_the_list_asks(export, petra_actor, question, lines):
    assert export(petra_actor, question).lines == lines


def test_who_has_left_is_on_no_ledger(export, kai_actor, harbour, mara_member, at):
    commands.end_membership(
        actor=kai_actor, team_id=harbour.pk, member_id=mara_member.pk, why="RESIGNED", until=at.date(), at=at
    )
    assert "马兰" not in [line.name for line in reports.ledger_lines(export(kai_actor))]


# --- the workbook ---------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-03", "LOG-05")
def test_the_workbook_has_a_sheet_a_street_under_the_uniform_title(export, petra_actor):
    pages = pages_of(export(petra_actor))
    assert list(pages) == ["启明区", "锦川街道", "清水街道"]
    sheets = list(reports.member_sheets(Export.objects.get()))
    assert {sheet.title for sheet in sheets} == {"社会治安巡防队队员台账"}
    assert {sheet.above for sheet in sheets} == {("填报日期：2026年11月18日",)}
    assert all(tuple(column.heading for column in sheet.columns) == MEMBER_HEADINGS for sheet in sheets)


def test_a_line_says_what_is_read_in_again(export, kai_actor, gus_actor, harbour, lena_member, at):
    badge = commands.allocate_badge(actor=gus_actor, team_id=harbour.pk, member_id=lena_member.pk, at=at)
    rows = {row[1]: row for row in pages_of(export(kai_actor, LedgerQuestion(q="李娜")))["锦川街道"]}
    number = f"M{lena_member.pk:06d}"
    assert rows["李娜"] == (
        number, "李娜", "锦川街道", "港口社区", harbour.name, "专职", "队长", lena_member.phone, "",
        badge.number, "在岗",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_workbook_is_the_same_whatever_its_reader_reads(signed_in, kai, language):
    client = signed_in(kai)
    client.cookies["django_language"] = language
    answer = client.post(reverse("teams:export-members"), {"kind": "WORKBOOK", "reason": "年度核对"})
    rows = book(answer).get_sheet_by_name("锦川街道").to_python()
    assert rows[0][0] == "社会治安巡防队队员台账"
    assert rows[1][0] == "填报日期：2026年11月18日"
    assert tuple(rows[2]) == MEMBER_HEADINGS
    assert [row[6] for row in rows[3:8]].count("队长") == 1
    assert rows[8][:2] == ["合计", 5.0]
    assert rows[9][0] == "填表人："
    assert rows[9][3] == "审核人："
    assert len(rows) == 10


def test_no_identity_number_and_no_birth_leaves(export, petra_actor):
    shown = str(pages_of(export(petra_actor)))
    assert "1985" not in shown
    assert all(identity(number * 10 + index) not in shown for number in range(1, 7) for index in range(1, 6))


def test_it_takes_no_more_statements_for_more_people(
    export, kai_actor, harbour, at, django_assert_num_queries, django_assert_max_num_queries, mara_member
):
    few = export(kai_actor)
    with django_assert_num_queries(1):
        list(reports.ledger_lines(few))
    fields = {f.attname: getattr(mara_member, f.attname) for f in Member._meta.concrete_fields if f.attname != "id"}
    people = Member.objects.bulk_create(
        Member(**fields | {"identity_index": f"x{n}", "user_id": None, "identity": None}) for n in range(900)
    )
    Membership.objects.bulk_create(
        Membership(member=person, team=harbour, employment_class="FULL_TIME", since=at.date(), entered_at=at)
        for person in people
    )
    with django_assert_max_num_queries(8 + 3):  # three batches of lines
        many = export(kai_actor)
    assert many.lines == 905
    with django_assert_num_queries(1):
        assert sum(1 for _ in reports.ledger_lines(many)) == 905


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    def act(who, query="", **fields):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(ACTS):
            answer = client.post(
                reverse("teams:export-members") + query, {"kind": "WORKBOOK", "reason": "年度核对", **fields}
            )
        return answer

    return act


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args) + query)

    return act


def test_export_members_asks_first_and_says_what_it_will_tell(visit):
    asked = visit("piet", "teams:export-members", query="?place=990102001001").content.decode()
    assert "港口社区" in asked
    assert "其中 5 人写明姓名" in asked
    masked = visit("gus", "teams:export-members").content.decode()
    assert "姓名和手机号码隐去一部分" in masked
    assert "没有符合条件" in visit("gus", "teams:export-members", query="?place=x").content.decode()
    assert not Export.objects.exists()


@pytest.mark.parametrize("who", ["liz", "mara", "aud", "ada", "vera", "ivo", "tom", "nora"])
def test_export_members_is_not_found_by_anybody_else(visit, send, who):
    assert visit(who, "teams:export-members").status_code == 404
    assert send(who).status_code == 404
    assert not Export.objects.exists()


def test_export_members_answers_with_the_workbook_and_keeps_no_file(send, settings, tmp_path):
    answer = send("piet", "?place=990102001001&q=")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "李娜" in [row[1] for row in book(answer).get_sheet_by_index(0).to_python()]
    assert not list(tmp_path.rglob("*.xlsx"))
    assert Export.objects.get().question == {"place": "990102001001"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"reason": ""}, "还没有填"), ({"reason": "x 13800001111"}, "手机号码"), ({"kind": "SCROLL"}, "选择")],
)
def test_export_members_says_no_in_words(send, fields, words):
    answer = send("piet", **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.req("ORG-03")
def test_a_printed_ledger_is_an_export_too(send):
    answer = send("kai", kind="PAPER")
    paper = answer.content.decode()
    assert "社会治安巡防队队员台账" in paper
    assert "马兰" in paper
    assert "填表人" in paper
    assert answer["Cache-Control"] == "no-store"
    assert Export.objects.get().kind == "PAPER"
    assert "马兰" not in send("tess", kind="PAPER").content.decode()


def printed(paper):
    """Title and headings of each sheet of a printed ledger, in order."""
    titles = re.findall(r"<h1>([^<]*)</h1>", paper)
    heads = [re.findall(r"<th[^>]*>([^<]*)</th>", head) for head in re.findall(r"<thead>(.*?)</thead>", paper, re.S)]
    return list(zip(titles, heads, strict=True))


@pytest.mark.req("LOG-08")
def test_one_template_for_every_team_in_whichever_street(send, visit):
    members = [sheet for who in ("piet", "pia") for sheet in printed(send(who, kind="PAPER").content.decode())]
    teams = [sheet for who in ("tess", "theo") for sheet in printed(visit(who, "teams:print-teams").content.decode())]
    for sheets, title in ((members, "社会治安巡防队队员台账"), (teams, "社会治安巡防队伍台账")):
        assert len(sheets) == 2
        assert sheets[0] == sheets[1]
        assert sheets[0][0] == title
        assert len(sheets[0][1]) == 9


@pytest.mark.parametrize("name", ["teams:print-teams", "teams:export-teams"])
@pytest.mark.parametrize(("who", "count"), [("gus", 6), ("tess", 3), ("lena", 1), ("nora", 0), ("aud", 0)])
def test_the_ledger_of_teams_reaches_what_the_list_reaches(visit, name, who, count, harbour):
    answer = visit(who, name)
    assert answer.status_code == 200
    if name == "teams:print-teams":
        assert sum(len(lines) for _, lines in answer.context["streets"]) == count
        assert ("社会治安巡防队伍台账" in answer.content.decode()) is True
        return
    pages = book(answer)
    rows = [row for sheet in pages.sheet_names for row in pages.get_sheet_by_name(sheet).to_python()]
    assert len([row for row in rows if len(row) > 2 and str(row[2]).endswith("队")]) == count
    if count:
        assert tuple(rows[2]) == TEAM_HEADINGS


def test_the_ledger_of_teams_names_nobody_and_keeps_the_filter(visit):
    answer = visit("gus", "teams:print-teams", query="?tier=SQUADRON&place=990102001")
    assert [street for street, _ in answer.context["streets"]] == ["锦川街道"]
    assert "锦川派出所" in answer.content.decode()
    assert "李娜" not in visit("gus", "teams:print-teams").content.decode()


def test_list_exports_is_read_by_those_who_watch(visit, export, piet_actor, gus_actor, pia_actor):
    for actor in (piet_actor, gus_actor, pia_actor):
        export(actor)
    for who in ("aud", "gwen"):
        shown = visit(who, "teams:list-exports")
        assert len(shown.context["lines"]) == 3
        assert "皮涛" in shown.content.decode()
        assert "李娜" not in shown.content.decode()
    assert len(visit("aud", "teams:list-exports", query="?names=True").context["lines"]) == 2
    assert len(visit("aud", "teams:list-exports", query="?place=990102002").context["lines"]) == 1
    for who in ("piet", "gus", "lena", "ada", "nora"):
        assert visit(who, "teams:list-exports").status_code == 404


def test_the_lists_offer_their_ledger_with_the_same_filter(visit):
    assert (
        "members/export/?place=990102001"
        in visit("piet", "teams:list-members", query="?place=990102001").content.decode()
    )
    assert "members/export" not in visit("liz", "teams:list-members").content.decode()
    teams = visit("gus", "teams:list-teams", query="?tier=SQUADRON").content.decode()
    assert "/teams/print/?tier=SQUADRON" in teams
    assert "/teams/export/?tier=SQUADRON" in teams


@pytest.mark.req("ORG-03")
def test_the_list_says_the_uniform_title(visit):
    assert "社会治安巡防队队员" in visit("kai", "teams:list-members").content.decode()


# --- API ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tell(request, signed_in, django_assert_max_num_queries):
    def act(who, body, **headers):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(ACTS):
            return client.post("/api/v1/teams/members/export/", body, content_type="application/json", headers=headers)

    return act


def test_export_members_by_api(tell, at):
    answer = tell("piet", {"reason": "年度核对", "place": "990102001001"}, Accept="*/*")
    assert answer.status_code == 200
    assert len(book(answer).get_sheet_by_index(0).to_python()) == 3 + 5 + 2
    assert len(said("teams.members_exported", at)) == 1


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("piet", {}, 400), ("piet", {"reason": "x"}, 422), ("piet", {"reason": "核对", "place": "9"}, 400),
        ("piet", {"reason": "核对", "place": "990102002"}, 422), ("mara", {"reason": "核对"}, 404),
        ("piet", {"reason": "核对", "team": 10**30}, 400), ("nora", {"reason": "核对"}, 403),
    ],
)  # fmt: skip
def test_export_members_by_api_says_no_in_one_shape(tell, who, body, status):
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for accept in ("application/json", xlsx):
        answer = tell(who, body, Accept=accept)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Export.objects.exists()


def test_exports_by_api(visit, signed_in, aud, piet, export, piet_actor, at):
    row = export(piet_actor)
    (line,) = signed_in(aud).get("/api/v1/teams/exports/").json()["results"]
    assert (line["id"], line["who"], line["lines"], line["with_names"]) == (row.pk, "皮涛", 13, True)
    assert signed_in(aud).get(f"/api/v1/teams/exports/{row.pk}/").json() == line
    assert signed_in(piet).get("/api/v1/teams/exports/").json()["results"] == []
    assert signed_in(piet).get(f"/api/v1/teams/exports/{row.pk}/").status_code == 404


def test_nothing_goes_into_the_journal_by_looking(visit, signed_in, piet):
    before = JournalEntry.objects.count()
    visit("piet", "teams:export-members")
    signed_in(piet).get("/api/v1/teams/members/export/")
    assert JournalEntry.objects.count() == before
