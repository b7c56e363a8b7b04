"""The ledgers of teams and members: what is asked of them, what stands in them, and when they may go out."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from patrol_ops.core.refusals import Refused
from teams.rules.teams import judge_reason

# What is written down again by hand comes in again by these headings, in this order: they are part of the format and
# stand in the language of the district whoever asks.
MEMBER_HEADINGS = (
    "人员编号",
    "姓名",
    "街道(乡镇)",
    "村(社区)",
    "队伍名称",
    "人员性质",
    "职务",
    "联系电话",
    "入队日期",
    "编号牌",
    "上岗状态",
)
TEAM_HEADINGS = (
    "街道(乡镇)",
    "村(社区)",
    "队伍名称",
    "级别",
    "队伍形式",
    "上级队伍",
    "管理单位",
    "编制人数",
    "实有人数",
    "队长",
    "状态",
    "成立日期",
)
# As many lines as a browser still lays out as paper; a whole district goes into a workbook.
PAPER_LINES = 2000
# As many as a page waits for: a second or two. A job draws what is longer, and it is kept for this long.
WORKBOOK_AT_ONCE = 5000
WORKBOOK_KEPT = dt.timedelta(days=1)


class ExportKind(StrEnum):
    """What a ledger of people goes out as."""

    WORKBOOK = "WORKBOOK"
    PAPER = "PAPER"


class ViewDoor(StrEnum):
    """Through which door a file was opened."""

    PAGE = "page"
    API = "api"


@dataclass(frozen=True)
class LedgerQuestion:
    """Which of the people who serve: the same that the list is asked. What is empty asks nothing."""

    place: str = ""
    team: int | None = None
    q: str = ""
    employment_class: str = ""
    standing: str = ""
    legacy: bool = False  # X50: whoever serves under the transition of a legacy team
    concurrent_from: int = 0  # ORG-23: whoever serves in so many teams at once; 0 asks nothing

    def plain(self) -> dict[str, str | int | bool]:
        """What may be kept of it: of a name only that one was looked for."""
        said: dict[str, str | int | bool] = {
            "place": self.place,
            "team": self.team or 0,
            "employment_class": self.employment_class,
            "standing": self.standing,
            "legacy": self.legacy,
            "concurrent_from": self.concurrent_from,
            "by_name": bool(self.q),
        }
        return {key: value for key, value in said.items() if value}


def member_number(member_id: int) -> str:
    """``M`` and the member's id, six digits or more: how a line of the ledger is known again."""
    return f"M{member_id:06d}"


def post_said(leads: bool, deputy: bool) -> str:
    """The wording code of what somebody is in the team."""
    return "ledger.leader" if leads else "ledger.deputy" if deputy else "ledger.member"


def shared_path(paths: Iterable[str]) -> str:
    """The smallest place that holds all of ``paths``; empty where there is none."""
    first, last = min(paths := list(paths), default=""), max(paths, default="")
    common = 0
    while common < min(len(first), len(last)) and first[common] == last[common]:
        common += 1
    return first[: next((width for width in (12, 9, 6) if width <= common), 0)]


def judge_export(reason: str, kind: ExportKind, lines: int) -> str:
    """boundaries, negative test 6: people leave the system only with a reason, and only where there are any."""
    reason = judge_reason(reason)
    if not lines:
        raise Refused("teams.export-empty")
    if kind is ExportKind.PAPER and lines > PAPER_LINES:
        raise Refused("teams.export-too-long-for-paper", field="kind", lines=lines, maximum=PAPER_LINES)
    return reason


def judge_view(reader_member_id: int | None, member_id: int) -> None:
    """boundaries, negative test 10: a file is read by its owner without anybody keeping a note of it."""
    if reader_member_id == member_id:
        raise Refused("teams.own-record")
