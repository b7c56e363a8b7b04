"""What is said of ledgers, of who took them out and of who looked."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "teams.view_turnover": _("查看人员流动"),
        "teams.period-odd": _("请填已经过去的一段时间，结束日期晚于开始日期，最长十年。"),
        # ORG-03: the one title of everybody who serves, on cards, badges, lists and certificates.
        "teams.member-title": _("社会治安巡防队队员"),
        "teams.ledger-of-members": _("{title}台账"),
        "teams.ledger-of-teams": _("社会治安巡防队伍台账"),
        "teams.ledger-day": _("填报日期：{day}"),
        "teams.ledger-total": _("合计"),
        "teams.ledger-filled-by": _("填表人"),
        "teams.ledger-checked-by": _("审核人"),
        "teams.ledger-led": _("有"),
        "teams.ledger-not-led": _("无"),
        "ledger.leader": _("队长"),
        "ledger.deputy": _("副队长"),
        "ledger.member": _("队员"),
        "export.WORKBOOK": _("电子表格"),
        "export.PAPER": _("打印"),
        "export.with-names": _("含姓名"),
        "export.masked": _("隐去姓名"),
    }
)

register(
    {
        "teams.export-empty": _("没有符合条件的在队队员，没有可以导出的内容。请换个条件。"),
        "teams.export-too-long-for-paper": _(
            "共 {lines} 人，打印一次最多 {maximum} 人。请选一个街道(乡镇)再打印，或者改为导出电子表格。"
        ),
        "teams.members_exported": _("导出队员台账"),
        "teams.export_members": _("导出和打印队员台账"),
        "teams.keep_workbook": _("保存做好的台账表格"),
        "teams.workbook_kept": _("做好台账表格"),
        "teams.workbook-known": _("这份台账表格已经做好了。"),
        "teams.draw_workbook": _("制作队员台账表格"),
        "job-made.teams.draw_workbook": _("下载台账"),
        "teams.own-record": _("这是您自己的档案，查看不留记录。"),
        "teams.record_viewed": _("查看队员档案全文"),
        "teams.view_record_views": _("查看谁看过档案"),
        "view-door.page": _("查看档案"),
        "view-door.api": _("通过接口查看档案"),
        "taken.WORKBOOK": _("连姓名导出台账"),
        "taken.PAPER": _("连姓名打印台账"),
        "teams.view_export": _("查看台账导出记录"),
    }
)

# ORG-16: who answers for a body.
register(
    {
        "accountable.TOP_EXECUTIVE": _("行政一把手"),
        "accountable.DEPUTY_IN_CHARGE": _("主管领导"),
        "accountable-missing.TOP_EXECUTIVE": _("缺行政一把手"),
        "accountable-missing.DEPUTY_IN_CHARGE": _("缺主管领导"),
        "teams.accountable-title-invalid": _("职务应为 2 到 40 个字，例如「街道办事处主任」。"),
        "teams.accountable-unchanged": _("登记的就是这个人和这个职务，没有变化。"),
        "teams.accountable-since-too-early": _("前一位从 {since} 起负责，接任的日期要晚于这一天。"),
        "teams.accountable-until-odd": _("结束日期不能早于开始负责的那天，也不能晚于今天。"),
        "teams.accountable-ended-already": _("这项登记已经结束。"),
        "teams.accountable_named": _("登记单位责任人"),
        "teams.accountable_ended": _("结束单位责任人"),
        "teams.name_accountable": _("登记和更换单位责任人"),
    }
)

# ORG-44: the duty of a post.
register(
    {
        "acknowledgement.open": _("还没有确认"),
        "acknowledgement.done": _("已经确认"),
        "duty-statement.clear_duty": _("职责明确"),
        "duty-statement.clear_task": _("任务明确"),
        "duty-statement.complementary": _("工作互补"),
        "teams.statement-of-no-post": _("岗位职责分队长和队员两种，请选一种。"),
        "teams.statement-text-needed": _("请写清楚(2 到 {most} 个字)。"),
        "teams.statement-unchanged": _("内容和现行的一样，没有变化。"),
        "teams.statement-published-today": _("今天已经发布过一版，下一版从明天起发布。"),
        "teams.statement-of-the-district": _("岗位职责由区县统一发布。"),
        "teams.statement-superseded": _("职责已经换了新的一版，或者不是您岗位的职责。请看现行的一版再确认。"),
        "teams.statement-acknowledged-already": _("已经确认过。"),
        "teams.nothing-to-acknowledge": _("现在没有需要确认的岗位职责。"),
        "teams.signs-by-login": _("这位队员有登录账号，请本人登录确认。"),
        "teams.signed-on-odd": _("签字日期要在 {since} 到今天之间。"),
        "teams.acknowledge_duty_statement": _("确认岗位职责"),
        "teams.remind-acknowledge-duty-statement": _("有一份岗位职责等您阅读确认。"),
        "teams.duty_statement_published": _("发布岗位职责"),
        "teams.duty_statement_owed": _("更新待确认的岗位职责"),
        "teams.duty_statement_acknowledged": _("已确认岗位职责"),
        "teams.view_duty_statement": _("查看岗位职责"),
        "teams.publish_duty_statement": _("发布岗位职责新版"),
        "teams.owe_duty_statement": _("登记待确认的岗位职责"),
        "teams.record_contract_signature": _("随合同登记职责签字"),
        "teams.record_paper_signature": _("补登纸质签字"),
        "teams.view_acknowledgement": _("查看岗位职责确认情况"),
        "duty_statement.days": _("岗位职责确认期限"),
    }
)

# ORG-28: ten-household units.
register(
    {
        "teams.household-unit-only-voluntary": _("只有义务巡逻型的分队可以建立十户联防小组。"),
        "teams.household-unit-team-not-active": _("本队不在勤，批准成立或恢复执勤后才能建立。"),
        "teams.household-unit-known": _("本队已经有同名的小组。"),
        "teams.household-unit-full": _("一个小组最多 {size} 人，已经满了。可以另建一个小组。"),
        "teams.household-unit-empty": _("小组还没有志愿者，请先添加。"),
        "teams.consent-in-the-future": _("同意的日期不能晚于今天。"),
        "teams.volunteer-known": _("小组里已经有这个姓名。"),
        "teams.volunteer-unknown": _("小组里没有这个人，请另选。"),
        "teams.coordinates-already": _("这个人已经是负责人。"),
        "teams.roster-in-the-past": _("过去的日子不能再排。"),
        "teams.roster-too-long": _("一次最多排 {most} 天。"),
        "teams.roster-full": _("{first} 到 {last} 每天都已经排好，不用再排。要改请逐天换人。"),
        "teams.household_unit_founded": _("建立十户联防小组"),
        "teams.household_volunteer_added": _("添加联防志愿者"),
        "teams.household_consent_withdrawn": _("联防志愿者撤回同意"),
        "teams.household_coordinator_named": _("确定联防小组负责人"),
        "teams.household_days_rostered": _("联防小组排班"),
        "teams.household_duty_changed": _("联防小组换人值守"),
        "teams.view_household_unit": _("查看十户联防小组"),
        "teams.manage_household_unit": _("管理十户联防小组"),
        "ten_household.size": _("十户联防小组最多人数"),
    }
)

# ORG-22, ORG-23, LOG-12: what somebody has to look at.
register(
    {
        "alarm.NO_LEADER": _("没有队长"),
        "alarm.NOBODY": _("有队无人"),
        "alarm.NAME_OFF": _("名称不规范"),
        "alarm.NO_MANAGING_UNIT": _("没有管理的公安单位"),
        "alarm.STALE": _("台账久未更新"),
        "alarm.NO_PLAQUE": _("没有挂牌"),
        "alarm.IN_NAME_ONLY": _("挂名不上岗"),
        "teams.hang_plaque": _("登记挂牌"),
        "teams.plaque_hung": _("登记队伍挂牌"),
        "teams.plaque-day-odd": _("挂牌日期不能晚于今天。"),
        "member.idle_days": _("多少天没有上岗算挂名"),
        "alarm.NO_PHONE": _("没有手机号码"),
        "alarm.NO_BADGE": _("到期未领编号牌"),
        "alarm.NOT_ACKNOWLEDGED": _("到期未确认职责"),
        "alarm.CONCURRENT": _("兼任多队"),
        "alarm.NO_ACCOUNTABLE": _("单位缺责任人"),
        "teams.check_ledgers": _("查看台账体检"),
        "concurrent.warn": _("同时在几支队伍时提醒"),
        "ledger.stale_days": _("台账更新期限"),
    }
)
