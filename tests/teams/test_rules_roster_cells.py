"""What offices type, as what it means: tables of cases."""

from __future__ import annotations

import datetime as dt

import pytest

from patrol_ops.core import clock
from patrol_ops.core.refusals import Refused
from teams.rules import EmploymentClass
from teams.rules.rosters import Column, find_table, read_lines, report_day, text_of
from teams.rules.rosters.cells import read_class, read_day, read_identity, read_name, read_phone, read_post
from teams.rules.rosters.headings import guess_by_content, may_never_be_kept, plain_heading, recognise, recognise_all
from tests.cast import identity

DAY = dt.date(2026, 11, 18)
GOOD = identity(7)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, ""),
        (3.0, "3"),
        (19900001111.0, "19900001111"),
        (9.901021998120442e17, "9.901021998120442e+17"),
        (2013.4, "2013.4"),
        (2015.1, "2015.1?"),
        (clock.at(dt.date(2013, 1, 6), 8), "2013-01-06"),
        (dt.date(2013, 1, 6), "2013-01-06"),
        ("  甲 ", "甲"),
    ],
)
def test_a_cell_is_staged_as_text(cell: object, text: str) -> None:
    assert text_of(cell) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "name", "aside"),
    [
        ("赵\u3000宇", "赵宇", ""),
        (" 刘 利 ", "刘利", ""),
        ("欧阳桂香", "欧阳桂香", ""),
        ("阿依古丽·买买提", "阿依古丽·买买提", ""),
        ("王明(队长)", "王明", "队长"),
        ("王明（副队长）", "王明", "副队长"),
        ("Anna  Li", "Anna Li", ""),
    ],
)
def test_names(typed: str, name: str, aside: str) -> None:
    assert read_name(typed) == (name, aside)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "teams.roster-name-missing"),
        ("(队长)", "teams.roster-name-missing"),
        ("王<b>", "teams.roster-name-odd"),
        ("王" * 41, "teams.roster-name-odd"),
    ],
)
def test_names_that_are_none(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_name(typed)


def wide(text: str) -> str:
    return "".join(chr(ord(mark) + 0xFEE0) for mark in text)


@pytest.mark.parametrize(
    "typed", [GOOD, f" {GOOD}\u3000", wide(GOOD), f"'{GOOD}", GOOD.lower(), f"{GOOD[:6]}-{GOOD[6:]}"]
)
def test_identity_numbers_in_every_dress(typed: str) -> None:
    assert read_identity(typed, DAY) == (GOOD, dt.date(1985, 3, 14))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "teams.roster-identity-missing"),
        ("9.901021998120442e+17", "teams.roster-identity-digits-lost"),
        ("9.90102E+17", "teams.roster-identity-digits-lost"),
        ("990102850314007", "teams.roster-identity-old"),
        (GOOD[:-1], "teams.roster-identity-length"),
        (GOOD + "1", "teams.roster-identity-length"),
        (GOOD[:-1] + str((int(GOOD[-1].replace("X", "0")) + 1) % 10), "teams.roster-identity-wrong"),
        (GOOD[:10] + "13" + GOOD[12:], "teams.roster-identity-wrong"),
        ("无", "teams.roster-identity-length"),
    ],
)
def test_identity_numbers_that_are_none(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_identity(typed, DAY)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("", ""),
        ("19900001111", "19900001111"),
        ("+86 199-0000-1111", "19900001111"),
        ("0086 19900001111", "19900001111"),
        ("０１９９", None),
        ("0871-1234567/19900001111", "19900001111"),
        ("199000024", None),
        ("１９９０００01111", "19900001111"),
    ],
)
def test_phones(typed: str, phone: str | None) -> None:
    if phone is None:
        with pytest.raises(Refused, match=r"teams\.roster-phone-wrong"):
            read_phone(typed)
    else:
        assert read_phone(typed) == phone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("专职", "FULL_TIME"),
        ("专职队员", "FULL_TIME"),
        ("聘用", "FULL_TIME"),
        ("全职", "FULL_TIME"),
        ("半专业", "PART_TIME"),
        ("兼职", "PART_TIME"),
        ("村干部兼任", "PART_TIME"),
        ("义务", "VOLUNTEER"),
        ("志愿者", "VOLUNTEER"),
        ("义务巡逻", "VOLUNTEER"),
        ("", None),
    ],
)
@pytest.mark.req("ORG-34")
def test_kinds_of_service_in_the_words_of_offices(typed: str, said: str | None) -> None:
    assert read_class(typed) == (EmploymentClass(said) if said else None)


def test_a_kind_of_service_that_nobody_knows() -> None:
    with pytest.raises(Refused, match=r"teams\.roster-class-unknown"):
        read_class("群众")


@pytest.mark.parametrize(
    ("typed", "post"),
    [("队长", "LEADER"), ("副队长", "DEPUTY"), ("副 队 长", "DEPUTY"), ("负责人", "LEADER"), ("队员", ""), ("", "")],
)
def test_posts(typed: str, post: str) -> None:
    assert read_post(typed) == post


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2013-01-06", (2013, 1, 6)),
        ("2015/07/03", (2015, 7, 3)),
        ("2013.4", (2013, 4, 1)),
        ("2020年7月", (2020, 7, 1)),
        ("2014年8月5日", (2014, 8, 5)),
        ("41803", (2014, 6, 13)),
        ("41803.5", (2014, 6, 13)),
        ("201408", (2014, 8, 1)),
        ("20140805", (2014, 8, 5)),
        ("2015.10", (2015, 10, 1)),
        ("2015.1?", None),
        ("2015", None),
        ("2015-13-01", None),
        ("2015-02-30", None),
        ("不详", None),
        ("", None),
        ("1920-01-01", None),
        ("99999", None),
    ],
)
def test_days(typed: str, day: tuple[int, int, int] | None) -> None:
    assert read_day(typed) == (dt.date(*day) if day else None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("填报日期:2026年6月30日", (2026, 6, 30)),
        ("截止 2026.6.30", (2026, 6, 30)),
        ("(2026年6月30日)", (2026, 6, 30)),
        ("填表人:王明  2026年13月1日", None),
        ("入队 2013年4月5日的人员", None),
    ],
)
def test_the_day_of_a_report_is_found_in_its_title_or_foot(line: str, day: tuple[int, int, int] | None) -> None:
    assert report_day([((line, None, None), ("姓名", "电话", "队伍"))]) == (dt.date(*day) if day else None)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("姓 名", Column.NAME),
        ("队员姓名", Column.NAME),
        ("公民身份号码", Column.IDENTITY),
        ("身份证号", Column.IDENTITY),
        ("手机", Column.PHONE),
        ("联系电话:", Column.PHONE),
        ("村/社区", Column.COMMUNITY),
        ("村(居)", Column.COMMUNITY),
        ("所属村(社区)", Column.COMMUNITY),
        ("街道(乡镇)", Column.STREET),
        ("原队伍名称", Column.TEAM),
        ("单位", Column.TEAM),
        ("专/兼职", Column.CLASS),
        ("人员性质", Column.CLASS),
        ("职务", Column.POST),
        ("何时加入", Column.JOINED),
        ("入队日期", Column.JOINED),
        ("人员编号", Column.NUMBER),
        ("编号", None),
        ("序号", None),
        ("备注", None),
        ("民族", None),
        ("性别", None),
        ("文化程度", None),
        ("家庭住址", None),
        ("出生年月", None),
        ("填报单位:锦川街道", None),
    ],
)
def test_headings(heading: str, column: Column | None) -> None:
    assert recognise(plain_heading(heading)) == column


@pytest.mark.parametrize(
    "heading", ["民族", "性别", "政治面貌", "文化程度", "户籍地址", "宗教信仰", "备注", "出生年月", "银行卡号"]
)
@pytest.mark.req("REC-12")
def test_what_may_not_be_kept_is_never_looked_into(heading: str) -> None:
    assert may_never_be_kept(heading)
    rows = [("甲乙", identity(n)) for n in range(5)]
    found = guess_by_content([(name, number, number) for name, number in rows], {}, ["", "", heading])
    assert 2 not in found


def test_a_column_is_taken_by_what_stands_in_it() -> None:
    rows = [(str(n), "周正", identity(n), "19900001111", "港口巡防队", "港口社区", "队员") for n in range(6)]

    assert guess_by_content(rows, {}, []) == {
        1: Column.NAME,
        2: Column.IDENTITY,
        3: Column.PHONE,
        4: Column.TEAM,
        5: Column.COMMUNITY,
        6: Column.POST,
    }


def test_a_heading_named_twice_is_the_first() -> None:
    assert recognise_all(["姓名", "电话", "姓名", "队伍"]) == {0: Column.NAME, 1: Column.PHONE, 3: Column.TEAM}


HEAD = ("序号", "队伍", "社区", "姓名", "身份证号")


def test_the_list_begins_under_its_titles_and_ends_before_its_signatures() -> None:
    rows = [
        ("某街道花名册",) * 5,
        ("填报单位:某街道",),
        HEAD,
        (1, "甲队", "港口社区", "周正", GOOD),
        (2, None, None, "吴双", GOOD),
        (3, "同上", "〃", "郑直", None),
        (None,) * 5,
        ("合计", None, 3, None, None),
        ("填表人:", None, None, "审核人:", None),
    ]
    table = find_table("表", rows)

    assert table is not None
    assert table.first_row == 4
    lines = read_lines(table, rows, frozenset({5}), frozenset({(6, 4), (6, 0)}))
    assert [(line.row, line.texts[1], line.texts[2], line.texts[3]) for line in lines] == [
        (4, "甲队", "港口社区", "周正"),
        (5, "甲队", "港口社区", "吴双"),
        (6, "甲队", "港口社区", "郑直"),
    ]
    assert [line.hidden for line in lines] == [False, True, False]
    assert [line.formulas for line in lines] == [(), (), (4,)]


def test_a_new_place_is_not_given_the_team_of_the_place_before() -> None:
    rows = [
        HEAD,
        (1, "甲队", "港口社区", "周正", GOOD),
        (2, None, "书院社区", "吴双", GOOD),
        (3, "乙队", None, "郑直", GOOD),
    ]
    table = find_table("表", rows)
    assert table is not None
    lines = read_lines(table, rows, frozenset(), frozenset())

    assert [(line.texts.get(1, ""), line.texts[2]) for line in lines] == [
        ("甲队", "港口社区"),
        ("", "书院社区"),
        ("乙队", "书院社区"),
    ]


def test_a_heading_of_two_lines() -> None:
    rows = [
        ("人员情况", "人员情况", "联系", "所在"),
        ("姓名", "身份证号", "电话", "社区"),
        ("周正", GOOD, "19900001111", "港口社区"),
    ]
    table = find_table("表", rows)

    assert table is not None
    assert (table.first_row, sorted(map(str, table.columns.values()))) == (
        3,
        ["COMMUNITY", "IDENTITY", "NAME", "PHONE"],
    )


def test_groups_over_columns_say_what_the_lines_below_do_not() -> None:
    rows = [
        ("姓名", "身份证", "联系电话", "队伍", "队伍"),
        (None, "号码", None, "名称", "类型"),
        ("周正", GOOD, "19900001111", "甲队", "x"),
    ]
    table = find_table("表", rows)

    assert table is not None
    assert table.columns[1] is Column.IDENTITY
    lines = read_lines(table, rows, None, frozenset())
    assert [(line.row, line.hidden) for line in lines if line.texts.get(0) == "周正"] == [(3, True)]


def test_a_list_without_headings() -> None:
    rows = [("名单",), *((n, "周正", identity(n), "港口社区") for n in range(5))]
    table = find_table("表", rows)

    assert table is not None
    assert table.first_row == 2
    assert [heading.text for heading in table.headings] == ["", "", ""]


@pytest.mark.parametrize("rows", [[("说明",), ("请按时填报",)], [("姓名", "电话")], []])
def test_a_sheet_without_people(rows: list[tuple[str, ...]]) -> None:
    assert find_table("表", rows) is None
