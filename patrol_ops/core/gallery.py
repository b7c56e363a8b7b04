"""Every component on one page, with invented content: for whoever builds pages. Mounted only in development."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from patrol_ops.core import clock
from patrol_ops.core.forms import BareForm, Chips, ClockField, DayField, Form, LongTextField, OneChip, Stepper
from patrol_ops.core.html import page

PEOPLE = [(1, "王建国 01"), (2, "李伟 02"), (3, "张敏 03"), (4, "赵强 04"), (5, "陈静 05")]
MODES = [("foot", "步巡"), ("bicycle", "自行车巡"), ("motor", "机动车巡"), ("post", "定点守候")]


class SampleForm(Form):
    day = DayField(label="日期")
    starts = ClockField(label="开始")
    walked = forms.TypedMultipleChoiceField(
        label="谁参加了巡逻",
        help_text="点一下编号牌就选上，再点一下就去掉。",
        coerce=int,
        choices=PEOPLE,
        widget=Chips(notes={1: "队长"}, closed={4: "上岗证已到期"}),
    )
    mode = forms.ChoiceField(label="巡逻方式", choices=MODES, widget=OneChip)
    hazards = forms.IntegerField(label="发现隐患", min_value=0, max_value=99, widget=Stepper(unit="处"))
    place = forms.ChoiceField(label="片区", choices=[("", "请选择"), ("1", "码头东路"), ("2", "文化街")])
    note = LongTextField(label="情况", max_length=500, required=False, help_text="不写姓名、身份证号码、电话和车牌。")
    insignia = forms.BooleanField(label="全部佩戴标识", required=False)


class SampleFilter(BareForm):
    search = forms.CharField(label="查找", required=False, help_text="")
    stage = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("late", "迟交"), ("done", "已审核")]
    )


def show_components(request: HttpRequest) -> HttpResponse:
    form = SampleForm(request.POST) if request.method == "POST" else SampleForm(initial=first_values())
    return page(request, "core/show_components.html", sample_content() | {"form": form}, status=form.status)


def first_values() -> dict[str, Any]:
    return {"day": clock.today(), "starts": dt.time(18), "walked": [1, 2], "mode": "foot", "hazards": 1}


def sample_content() -> dict[str, Any]:
    now = clock.now()
    return {
        "now": now,
        "soon": now + dt.timedelta(hours=3),
        "late": now - dt.timedelta(days=3),
        "filter": SampleFilter(),
        "trail": [{"text": "戚区", "url": "#"}, {"text": "港口街道", "url": "#"}, {"text": "码头社区"}],
        "places": [
            {"path": "320412", "text": "戚区", "level": 0},
            {"path": "320412001", "text": "港口街道", "level": 1},
            {"path": "320412001001", "text": "码头社区", "level": 2},
        ],
        "place": "320412001",
        "facts": [
            {"text": "巡防队", "value": "港口街道码头社区社会治安巡防分队", "url": "#"},
            {"text": "时间", "value": "18:00–22:00"},
            {"text": "状态", "value": "待审核", "status": "waits"},
            {"text": "交接事项", "value": ""},
        ],
        "lines": [
            {"who": "王建国", "what": "提交", "at": now - dt.timedelta(hours=9)},
            {"who": "刘民警", "what": "退回", "at": now - dt.timedelta(hours=2), "note": "请补写隐患地点。"},
        ],
        "rows": [
            {"team": "码头社区巡防分队", "street": "港口街道", "hours": 12, "kind": "overdue", "state": "未交"},
            {"team": "文化街社区巡防分队", "street": "港口街道", "hours": 36, "kind": "waits", "state": "待审核"},
            {"team": "北园社区巡防分队", "street": "北园街道", "hours": 48, "kind": "done", "state": "已审核"},
        ],
        "words": {
            "title": "组件一览",
            "lead": "每个组件一次，内容都是虚构的。",
            "states": "状态",
            "alerts": "提示",
            "figures": "数字",
            "exceptions": "需要处理",
            "table": "表格",
            "record": "记录",
            "form": "表单",
            "empty": "没有内容",
            "buttons": "按钮",
            "main": "写日志",
            "second": "导出",
            "danger": "撤销",
            "phrase": "一切正常",
            "submit": "提交日志",
            "team": "巡防队",
            "street": "街道",
            "hours": "小时",
            "state": "状态",
            "missing": "昨天的日志还没有交",
            "remind": "去写",
            "where": "港口街道 · 码头社区",
            "kept": "保存好了。",
            "warn": "今天 22:00 以后提交算迟交。",
            "no": "张*的上岗证 5 月 3 日到期，今天不能排班。可以：安排复训 / 换人。",
            "info": "新规则从 12 月 1 日起生效。",
            "nothing": "今天没有要办的事",
            "next": "下一件：12 月 1 日前交旬报。",
            "count": "支",
            "late_logs": "迟交日志",
            "open_reviews": "待审核",
            "on_duty": "今天在岗",
            "understrength": "人数不足",
        },
    }
