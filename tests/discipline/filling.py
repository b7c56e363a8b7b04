"""A record as a phone's form sends it, and as a machine does."""

from __future__ import annotations

from typing import Any

from tests.discipline.story import HELD


def typed(**changed: Any) -> dict[str, Any]:
    """The record of the story, field by field; ``None`` leaves one out."""
    whole: dict[str, Any] = {
        "version": "1", "day": HELD.isoformat(), "begun": "14:30", "ended": "15:20", "present": "5", "worn": "4",
        "certified": "5", "answers-1-verdict": "GOOD", "answers-1-remark": "", "answers-2-verdict": "PARTLY",
        "answers-2-remark": "有两人说不清", "answers-3-verdict": "GOOD", "answers-3-remark": "",
        "documents-PLAN-kept": "1", "documents-PLAN-due": "1", "documents-WORK_RECORD-kept": "28",
        "documents-WORK_RECORD-due": "30", "documents-WORK_RECORD-remark": "缺两天", "documents-FILES-kept": "3",
        "documents-FILES-due": "3", "summary": "总体较好。",
        **rows("interviews", {"seen": "DAILY", "at_night": "yes", "enough": "yes"},
               {"seen": "RARELY", "at_night": "no", "enough": "no"}),
        **rows("sites", {"kind": "SCHOOL", "name": "港口小学门口", "there": ["duty", "patrol"], "guards_due": "2",
                         "guards_there": "1"}),
        **rows("findings", {"text": "缺两天的巡逻日志", "weak_point": "没有人替队长写",
                            "help_offered": "街道派人教一次", "to_rectify": "on"}, {"text": "灯不亮"}),
    }  # fmt: skip
    anew = tuple(f"{name.removesuffix('INITIAL_FORMS')}" for name in changed if name.endswith("-INITIAL_FORMS"))
    kept = {name: value for name, value in whole.items() if not (anew and name.startswith(anew))}
    return {name: value for name, value in {**kept, **changed}.items() if value is not None}


def rows(prefix: str, *lines: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, line in enumerate(lines):
        said |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return said


def body(**changed: Any) -> dict[str, Any]:
    """The same by API."""
    whole: dict[str, Any] = {
        "begun_at": f"{HELD}T14:30", "ended_at": f"{HELD}T15:20:30", "present": 5, "worn": 4, "certified": 5,
        "answers": [{"number": 1, "verdict": "GOOD"}, {"number": 2, "verdict": "PARTLY", "remark": "有两人说不清"},
                    {"number": 3, "verdict": "GOOD"}],
        "documents": [{"kind": "PLAN", "kept": 1, "due": 1}, {"kind": "WORK_RECORD", "kept": 28, "due": 30},
                      {"kind": "FILES", "kept": 3, "due": 3}],
        "interviews": [{"seen": "DAILY", "at_night": True, "enough": True},
                       {"seen": "RARELY", "at_night": False, "enough": False}],
        "sites": [{"kind": "SCHOOL", "name": "港口小学门口", "duty": True, "patrol": True, "fixed_post": False,
                   "guards_due": 2, "guards_there": 1}],
        "findings": [{"text": "缺两天的巡逻日志", "to_rectify": True}, {"text": "灯不亮"}],
        "summary": "总体较好。", "version": 1,
    }  # fmt: skip
    return {**whole, **changed}
