"""Every sentence of the top storey that Python must know: what the rules are called, and what the journal speaks of."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

# What each number is called, and what it decides.
register(
    {
        "policy.strength.brigade": _("大队标准人数"),
        "policy-why.strength.brigade": _("大队编制低于这个人数时，队伍页面会提示。"),
        "policy.strength.squadron.min": _("中队标准人数"),
        "policy-why.strength.squadron.min": _("中队编制低于这个人数时，队伍页面会提示。"),
        "policy.strength.detachment.min": _("分队标准人数"),
        "policy-why.strength.detachment.min": _("分队编制低于这个人数时，队伍页面会提示。"),
        "policy.age.min": _("入队最低年龄"),
        "policy-why.age.min": _("入队当天的周岁，不到这个年龄不能登记。"),
        "policy.age.max": _("入队最高年龄"),
        "policy-why.age.max": _("入队当天的周岁，超过这个年龄不能登记。"),
        "policy.legacy.transition_days": _("原有队员过渡期"),
        "policy-why.legacy.transition_days": _("原有队伍的队员登记后，在这么多天里补齐培训和编号牌。"),
        "policy.approval.police_days": _("公安审核队长的期限"),
        "policy-why.approval.police_days": _("提名以后，管理本队的公安人员在这么多个工作日里审核。"),
        "policy.concurrent.warn": _("一个人同时在这么多支队伍时提醒核对"),
        "policy-why.concurrent.warn": _("达到这个数时，办理兼任的人要先确认知道；只是提醒，不会拒绝。"),
        "policy.ledger.stale_days": _("台账多久没有更新要核对"),
        "policy-why.ledger.stale_days": _("队伍的人员和情况这么多天没有变动登记，台账体检会提示核对。"),
        "policy.duty_statement.days": _("岗位职责确认期限"),
        "policy-why.duty_statement.days": _("新的岗位职责发布以后，本人在这么多天里阅读确认。"),
        "policy.ten_household.size": _("十户联防小组最多人数"),
        "policy-why.ten_household.size": _("一个小组最多登记这么多名自愿参加的人。"),
        "policy.log.cutoff": _("巡逻日志按时提交的时间"),
        "policy-why.log.cutoff": _("第二天这个钟点以前提交算按时，以后算迟交，没有提交算缺交。"),
        "policy.log.backfill_days": _("可以直接补报的天数"),
        "policy-why.log.backfill_days": _("更早的日志要先由街道(乡镇)综治专干开放补报。"),
        "policy.log.lock_days": _("未审阅日志的锁定期限"),
        "policy-why.log.lock_days": _("提交后这么多天还没有审阅的日志自动锁定，并注明未审阅。"),
        "policy.log.review_days": _("审阅日志的期限"),
        "policy-why.log.review_days": _("公安人员在日志提交后的这么多天里审阅。"),
        "policy.log.mend_days": _("修改退回日志的期限"),
        "policy-why.log.mend_days": _("日志被退回后，队长在这么多天里修改并重新提交。"),
        "policy.log.incident_days": _("跟进突发情况的期限"),
        "policy-why.log.incident_days": _("从发生当天算起，在这么多天里写明处理结果。"),
        "policy.rectification.hazard_high": _("严重隐患的整改期限"),
        "policy-why.rectification.hazard_high": _("从发现当天算起，严重隐患在这么多天里办结。"),
        "policy.rectification.hazard_medium": _("一般隐患的整改期限"),
        "policy-why.rectification.hazard_medium": _("从发现当天算起，一般隐患在这么多天里办结。"),
        "policy.rectification.hazard_low": _("轻微隐患的整改期限"),
        "policy-why.rectification.hazard_low": _("从发现当天算起，轻微隐患在这么多天里办结。"),
        "policy.photos.allowed": _("允许上传照片"),
        "policy-why.photos.allowed": _("不允许时，只能上传 PDF 文件和填写文字。"),
        "policy.login.slip_hours": _("登录凭条的有效时间"),
        "policy-why.login.slip_hours": _("凭条上的一次性号码在这么多小时里有效。"),
        "policy.login.session_days": _("保持登录的天数"),
        "policy-why.login.session_days": _("登录以后，在这么多天里不用再次登录。"),
        "policy-group.strength": _("队伍人数"),
        "policy-group.members": _("队员和队长"),
        "policy-group.logs": _("巡逻日志"),
        "policy-group.entries": _("隐患和突发情况"),
        "policy-group.system": _("登录和文件"),
        "policy-group.other": _("其他"),
        "office.yes": _("是"),
        "office.no": _("否"),
    }
)

# What an act was about.
register(
    {
        "subject.district": _("区县"),
        "subject.unit": _("单位"),
        "subject.area": _("巡逻区域"),
        "subject.team": _("队伍"),
        "subject.member": _("队员"),
        "subject.badge": _("编号牌"),
        "subject.export": _("台账导出"),
        "subject.accountable": _("单位责任人"),
        "subject.statement": _("岗位职责"),
        "subject.household_unit": _("十户联防小组"),
        "subject.appointment": _("任职"),
        "subject.user": _("登录账号"),
        "subject.patrol_log": _("巡逻日志"),
        "subject.log_entry": _("日志记事"),
        "subject.backfill_opening": _("补报开放"),
        "subject.procedure_card": _("工作指引"),
        "subject.policy_value": _("规则数值"),
        "subject.job": _("任务"),
        "subject.calendar_day": _("工作日历"),
        "actor-kind.person": _("工作人员"),
        "actor-kind.system": _("系统"),
        "actor-kind.public": _("公众"),
    }
)

register(
    {
        "office.notice-unknown": _("有一件事需要您知道。"),
        "office.job-unknown": _("后台任务"),
    }
)
