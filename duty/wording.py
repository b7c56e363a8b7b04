"""Every sentence of duty that Python must know."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "log-stage.SUBMITTED": _("待审阅"),
        "log-stage.RETURNED": _("已退回"),
        "log-stage.REVIEWED": _("已审阅"),
        "log-stage.LOCKED": _("未审阅已锁定"),
        "log-move.submit": _("提交"),
        "log-move.return": _("退回"),
        "log-move.review": _("审阅通过"),
        "log-move.lock": _("锁定"),
        "mode.FOOT": _("步巡"),
        "mode.BICYCLE": _("自行车巡"),
        "mode.MOTOR": _("机动车巡"),
        "mode.FORMATION": _("列队巡逻"),
        "mode.FIXED_POST": _("定点守候"),
        "no-patrol.WEATHER": _("恶劣天气"),
        "no-patrol.REST": _("轮休"),
        "no-patrol.TRAINING": _("全队培训"),
        "no-patrol.OTHER_TASK": _("执行其他任务"),
        "no-patrol.OTHER": _("其他原因"),
        "entry.HAZARD": _("隐患"),
        "entry.INCIDENT": _("突发情况"),
        "entry.ACT_STOPPED": _("制止违法行为"),
        "entry.OBSERVATION": _("向公安机关报告"),
        "entry.PUBLICITY": _("防范宣传"),
        "entry.MOBILISATION": _("发动群众"),
        "entry.HELP": _("服务群众"),
        "entry-stage.OPEN": _("待跟进"),
        "entry-stage.CLOSED": _("已办结"),
        "told.EMERGENCY_CENTRE": _("110 指挥中心"),
        "told.POLICE_ROOM": _("警务室"),
        "told.POLICE_STATION": _("派出所"),
        "told.DEPARTMENT": _("主管部门"),
        "told.COMMITTEE": _("村(居)委会"),
        "category.HIGH": _("严重"),
        "category.MEDIUM": _("一般"),
        "category.LOW": _("轻微"),
        "category.PLACE": _("地点"),
        "category.OBJECT": _("物品"),
        "category.WAY": _("指路"),
        "category.ELDERLY": _("帮助老人"),
        "category.LOST_PROPERTY": _("失物招领"),
        "category.CARRYING": _("搬运"),
        "category.OTHER": _("其他"),
        "duty.open": _("打开"),
        "duty.panel-logs": _("最近的巡逻日志"),
    }
)

# What is due, and how one is reminded of it.
register(
    {
        "duty.submit_patrol_log": _("写巡逻日志"),
        "duty.mend_patrol_log": _("修改被退回的日志"),
        "duty.review_patrol_log": _("审阅巡逻日志"),
        "duty.follow_up_entry": _("跟进隐患或情况"),
        "duty.remind-log": _("{period} 的巡逻日志还没有提交。"),
        "duty.remind-mend": _("有一篇被退回的巡逻日志等待修改。"),
        "duty.remind-review": _("有一篇巡逻日志等待审阅。"),
        "duty.remind-follow-up": _("有一条隐患或情况等待跟进。"),
        "duty.notice-day-opened": _("{day} 的巡逻日志已开放补报，现在可以写了。"),
        "duty.notice-log-returned": _("{day} 的巡逻日志被退回，请按意见修改。"),
    }
)

# Refusals: what, why, and what to do next.
register(
    {
        "duty.log-filed-already": _("这一天的日志已经提交。您写的内容可以作为补充加到日志里。"),
        "duty.log-is-empty": _("请填写至少一次巡逻；如果当天没有巡逻，请选择原因。"),
        "duty.patrol-or-reason": _("上面写了巡逻，这里又选了没有巡逻。请删去上面的巡逻，或把这里改回「有巡逻」。"),
        "duty.note-without-reason": _("写了没有巡逻的说明，请先选原因；有巡逻就把说明删去。"),
        "duty.reason-in-words": _("请用几个字写明原因。"),
        "duty.log-too-long": _("一篇日志最多 12 次巡逻、30 条记事。"),
        "duty.text-too-long": _("文字太长，最多 {length} 个字。"),
        "duty.day-in-the-future": _("不能提前写以后的日志。"),
        "duty.day-too-old": _("超过 {days} 天的日志要先由街道(乡镇)综治专干开放补报。"),
        "duty.day-still-open": _("这一天还可以直接补报，不用开放。"),
        "duty.day-filed-already": _("这一天的日志已经提交，不用开放。"),
        "duty.day-opened-already": _("这一天已经开放补报。"),
        "duty.team-not-active-that-day": _("这一天本队不在勤，不用写日志。"),
        "duty.patrol-too-long": _("结束时间不对：一次巡逻最长 {hours} 小时。跨过零点的巡逻照常填写结束时间即可。"),
        "duty.patrol-not-over": _("这次巡逻还没有结束。请结束后再提交。"),
        "duty.nobody-walked": _("请选择参加这次巡逻的队员。"),
        "duty.walker-twice": _("同一名队员选了两次。"),
        "duty.the-chosen": _("选中的队员"),
        "duty.walker-not-serving": _("{who}那一天不在本队，请重新选择。"),
        "duty.walker-not-fit": _("{who}当天不能上岗：{hold}。请换人；{lifts}"),
        "duty.walker-in-two-patrols": _("{who}不能同时参加两次巡逻。请改时间或换人。"),
        "duty.area-not-designated": _("这个区域没有指定给本队。联合巡逻请勾选「联合巡逻」。"),
        "duty.post-needs-place": _("定点守候要写明守候的地点。"),
        "duty.entry-incomplete": _("「{kind}」还缺这一项，请补上。"),
        "duty.entry-says-too-much": _("「{kind}」不记录这一项，请删去。"),
        "duty.category-unknown": _("请选择类别。"),
        "duty.number-odd": _("数字应在 0 到 {most} 之间。"),
        "duty.tell-the-police": _("这类情况要报告公安机关：请选择 110 指挥中心、派出所或警务室。"),
        "duty.told-when-and-whom": _("报告给谁、几点报告，要一起填写。"),
        "duty.time-in-the-future": _("这个时间还没有到，请核对。"),
        "duty.before-it-happened": _("这个时间早于事情发生的时间，请核对。"),
        "duty.due-date-odd": _("跟进期限应在当天到 {latest} 之间。"),
        "duty.outcome-needed": _("请写明处理结果(2 到 300 个字)。"),
        "duty.entry-closed-already": _("这一条已经办结。"),
        "duty.return-needs-reason": _("请写明理由(2 到 300 个字)。"),
        "duty.addendum-needs-text": _("请写明要补充的内容(2 到 1000 个字)。"),
        "duty.mend-instead": _("日志已退回，要等队长修改后重新提交。"),
        "duty.reviewed-by-author": _("写日志的人不能自己审阅，请由另一位民警审阅。"),
        "duty.nothing-to-hand-up": _("没有要转交的记事。"),
        "duty.nothing-to-owe": _("这一天没有新的日志要写。"),
        "duty.not-yet-locked": _("还没有到锁定的时间。"),
        "duty.card-text-needed": _("这一项应为 2 到 {most} 个字。"),
    }
)

# What stands in the way of dissolving a team.
register(
    {
        "duty.logs-left": _("没有审阅完的日志"),
        "duty.entries-left": _("没有办结的记事"),
    }
)

# What happened, as the journal says it.
register(
    {
        "duty.daily_logs_owed": _("当天日志开始计时"),
        "duty.patrol_log_submitted": _("提交巡逻日志"),
        "duty.patrol_log_returned": _("退回巡逻日志"),
        "duty.patrol_log_reviewed": _("审阅巡逻日志"),
        "duty.patrol_log_locked": _("锁定未审阅日志"),
        "duty.addendum_added": _("补充巡逻日志"),
        "duty.backfill_opened": _("开放补报"),
        "duty.entry_followed_up": _("办结记事"),
        "duty.entries_handed_up": _("未办结记事转交街道"),
        "duty.procedure_card_written": _("编写工作指引"),
    }
)

# What may be done, and the numbers people decide.
register(
    {
        "duty.hand_up_entries": _("转交记事"),
        "duty.view_patrol_log": _("查看巡逻日志"),
        "duty.add_addendum": _("补充日志"),
        "duty.open_backfill": _("开放补报日期"),
        "duty.owe_daily_logs": _("每天登记应写的日志"),
        "duty.lock_patrol_log": _("锁定日志"),
        "duty.write_procedure_card": _("编写指引"),
        "log.cutoff": _("日志截止时间"),
        "log.backfill_days": _("可补报天数"),
        "log.lock_days": _("未审阅日志锁定天数"),
        "log.review_days": _("日志审阅时限"),
        "log.mend_days": _("退回后修改时限"),
        "log.incident_days": _("事件跟进时限"),
        "rectification.hazard_high": _("重大隐患整改时限"),
        "rectification.hazard_medium": _("较大隐患整改时限"),
        "rectification.hazard_low": _("一般隐患整改时限"),
    }
)
