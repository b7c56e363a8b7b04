"""What the columns of an office's list hold: recognised by their headings, else by what stands in them.

Only what may be kept (boundaries, personal-data inventory) is ever recognised. Everything else in a list is left where
it is: sex, ethnicity, schooling, remarks and whatever else offices used to ask.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from teams.rules.rosters.cells import Cell, looks_like_identity, looks_like_phone, text_of


class Column(StrEnum):
    """The columns of a list that may be kept."""

    NUMBER = "NUMBER"
    NAME = "NAME"
    IDENTITY = "IDENTITY"
    PHONE = "PHONE"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    TEAM = "TEAM"
    CLASS = "CLASS"
    POST = "POST"
    JOINED = "JOINED"


# Asked in this order; the first that fits speaks. What is left out stands before what is taken up.
_NEVER = re.compile(
    r"民族|性别|政治|党|团员|籍贯|户籍|户口|住址|地址|出生|生日|年龄|周岁|文化|学历|学位|婚|宗教|信仰|健康|血型|身高|体重|银行|账号|帐号"
    r"|工资|照片|相片|指纹|家庭|家属|紧急|备注|说明|签名|签字|车牌|微信|QQ|邮箱"
)
_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile(r"(?:人员|队员|成员)(?:编号|序号|代码)")),
    (Column.IDENTITY, re.compile(r"身份证|公民身份|身份号|证件号|证件编号")),
    (Column.PHONE, re.compile(r"电话|手机|联系方式|联系号码|移动号|^联系$|^号码$")),
    (Column.JOINED, re.compile(r"(?:入队|参加|加入|聘用|入职|上岗|招聘|到岗|任职)(?:时间|日期|年月|年份)|何时|起始")),
    (Column.CLASS, re.compile(r"性质|专/?兼职|专职/?兼职|人员类[别型]|用工|聘用形式|队员类[别型]|^类[别型]$")),
    (Column.POST, re.compile(r"职务|职位|岗位|担任")),
    (Column.TEAM, re.compile(r"队伍|队名|队别|(?:联防|巡逻|巡防|护村|保安)队|组织名称|(?:原|所属|所在)(?:单位|队)"
                             r"|^单位(?:名称)?$|^[大中分小]队$")),
    (Column.COMMUNITY, re.compile(r"社区|行政村|村居|村\(居\)|村委|居委|^村$|(?:所属|所在|辖区)村|村名")),
    (Column.STREET, re.compile(r"街道|乡镇|镇街|镇乡|办事处|^[乡镇]$")),
    (Column.NAME, re.compile(r"姓名|名字|^人员$|^队员$|^成员$")),
)  # fmt: skip


# What stands over a whole list is no heading of a column.
_TITLE = re.compile(r":|花名册|名单|名册|登记表|一览表|统计表|汇总表")


def plain_heading(cell: Cell) -> str:
    """As people mean it: without blanks and line ends, full-width marks made plain."""
    return re.sub(r"[\s*]+", "", unicodedata.normalize("NFKC", text_of(cell))).rstrip(":")


def may_never_be_kept(heading: str) -> bool:
    return bool(_NEVER.search(heading))


def recognise(heading: str) -> Column | None:
    """The column that a heading names, or nothing."""
    if not heading or len(heading) > 20 or _TITLE.search(heading) or may_never_be_kept(heading):
        return None
    return next((column for column, pattern in _HEADINGS if pattern.search(heading)), None)


def recognise_all(headings: Sequence[str]) -> dict[int, Column]:
    """Which position holds what; a column named twice is the first of that name."""
    found: dict[int, Column] = {}
    for index, heading in enumerate(headings):
        column = recognise(heading)
        if column is not None and column not in found.values():
            found[index] = column
    return found


_SAMPLE = 200
_PLACE_WORD = re.compile(r".{1,20}(?:社区|村|居委会|村委会)")
_TEAM_WORD = re.compile(r".{2,40}队")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+[·•][\u4e00-\u9fff]+")
_POST_WORD = re.compile(r"(?:副?队长|队员|组长|组员|班长)")
_GUESSES = (
    (Column.IDENTITY, looks_like_identity),
    (Column.PHONE, looks_like_phone),
    (Column.POST, lambda text: bool(_POST_WORD.fullmatch(text))),
    (Column.TEAM, lambda text: bool(_TEAM_WORD.fullmatch(text)) and not _POST_WORD.fullmatch(text)),
    (Column.COMMUNITY, lambda text: bool(_PLACE_WORD.fullmatch(text))),
    (Column.NAME, lambda text: bool(_PERSON.fullmatch(text)) and not text.endswith(("村", "队", "族", "职"))),
)


def guess_by_content(
    rows: Sequence[Sequence[Cell]], known: Mapping[int, Column], headings: Sequence[str]
) -> dict[int, Column]:
    """What no heading says: a column most of whose cells look like one thing holds that thing.

    A heading that names what may never be kept is believed; its column is not looked into.
    """
    found = dict(known)
    width = max((len(row) for row in rows), default=0)
    texts: dict[int, list[str]] = {
        index: [text for row in rows[:_SAMPLE] if index < len(row) and (text := text_of(row[index]).strip())]
        for index in range(width)
        if index not in found and not (index < len(headings) and may_never_be_kept(headings[index]))
    }
    for column, fits in _GUESSES:
        if column in found.values():
            continue
        scores = Counter({index: _share(cells, fits) for index, cells in texts.items() if index not in found})
        best = scores.most_common(1)
        if best and best[0][1] >= 0.6:
            found[best[0][0]] = column
    return found


def _share(cells: list[str], fits: object) -> float:
    assert callable(fits)
    return sum(map(fits, cells)) / len(cells) if cells else 0.0
