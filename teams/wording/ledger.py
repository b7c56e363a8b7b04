"""People who move, teams that are reorganised or fall asleep, in words."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "leaving.TRANSFERRED": _("调动"),
        "leaving.CLASS_CHANGED": _("变更身份"),
        "badge-why.UNUSED": _("未发放"),
        "leave.PERSONAL": _("事假"),
        "leave.FAMILY": _("婚丧育假"),
        "leave.SICK": _("病假"),
        "leave.STUDY": _("学习培训"),
        "leave.OTHER": _("其他"),
        "member-flag.concurrent": _("兼任多队"),
        "team-stage.DORMANT": _("休眠"),
        "team-stage.MERGED": _("已合并"),
        "team-stage.DISSOLVED": _("已撤销"),
        "team-move.rest": _("确认休眠"),
        "team-move.revive": _("恢复活动"),
        "team-move.merge": _("并入其他队伍"),
        "team-move.dissolve": _("撤销"),
        "reorganisation.MERGE": _("合并"),
        "reorganisation.SPLIT": _("拆分"),
        "reorganisation.RENAME": _("更名"),
        "reorganisation.DISSOLVE": _("撤销队伍"),
        "reorganisation-stage.ORDERED": _("待审批"),
        "reorganisation-stage.APPROVED": _("已批准，待生效"),
        "reorganisation-stage.DONE": _("已生效"),
        "reorganisation-stage.CANCELLED": _("已取消"),
        "reorganisation-stage.FAILED": _("没有生效"),
        "reorganisation-move.order": _("提出"),
        "reorganisation-move.approve": _("批准调整"),
        "reorganisation-move.carry_out": _("生效"),
        "reorganisation-move.cancel": _("取消"),
        "reorganisation-move.fail": _("不再符合条件"),
    }
)

# Refusals: what, why, and what to do next.
register(
    {
        "teams.team-finished": _("这支队伍已经合并或撤销，不能再办理。"),
        "teams.serves-there-already": _("这个人已经在这支队伍里。请另选一支队伍。"),
        "teams.move-date-odd": _("日期不能早于在本队服务的第一天，也不能晚于今天。"),
        "teams.class-unchanged": _("身份没有变化，请另选一类。"),
        "teams.identity-needed": _("转为专职或兼职要签合同，请填写身份证号码核对。"),
        "teams.identity-not-theirs": _("这个号码和入队时核对的不是同一个人，请再核对。"),
        "teams.concurrent-unseen": _("办理后这个人同时在 {count} 支队伍，达到 {limit} 支就要提醒。确认知道后再提交。"),
        "teams.main-already": _("本队已经是这个人的主要队伍。"),
        "teams.leave-to-oneself": _("自己的请假由管理本队的公安人员或另一位队长办理。"),
        "teams.leave-begins-odd": _("请假从今天或以后开始，最晚在一年以内。"),
        "teams.leave-ends-odd": _("返岗日期要晚于开始日期，最长请一年。"),
        "teams.leave-overlaps": _("这段时间已经有请假。请先提前结束原来的，再办理。"),
        "teams.leave-unknown": _("没有这次请假，或者已经结束。"),
        "teams.leave-shortened-odd": _("提前返岗的日期应从今天起，并早于原定的返岗日期。"),
        "teams.badge-not-returned": _("编号牌还没有交回。请选择：交回、遗失或损坏。"),
        "teams.still-held": _("还有没办完的：{what} {count}。办完以后才能离队。"),
        "teams.reorganisation-open": _("这支队伍已有一项没有办完的调整。请先办完或取消。"),
        "teams.effective-day-odd": _("生效日期应从今天起，最晚在 92 天以内。过去的记录不会改变。"),
        "teams.not-yet-effective": _("还没有到生效的日子。"),
        "teams.approved-by-orderer": _("提出的人不能自己批准，请由另一位负责人批准。"),
        "teams.successor-not-active": _("只能并入在勤的队伍。"),
        "teams.merger-of-nothing": _("请至少选一支要并入的队伍。"),
        "teams.merged-into-itself": _("队伍不能并入自己。"),
        "teams.merger-other-tier": _("只有同一级的队伍才能合并。"),
        "teams.not-established": _("筹建中、已合并或已撤销的队伍不能办理。"),
        "teams.merger-class-not-of-form": _("要并入的队伍里有本队形式不设的队员类别。请先变更身份，或另选队伍。"),
        "teams.only-detachments-split": _("只有在勤的分队可以拆分。"),
        "teams.beside-needs-hamlet": _("社区(村)里已有标准分队。旁边再设的，应是义务巡逻型，并带自然村名称。"),
        "teams.split-without-members": _("请至少选一名转到新队的队员。"),
        "teams.split-member-gone": _("选定的队员里有人已经不在本队。"),
        "teams.name-is-standard": _("本队用标准名称，由级别和地名生成，不能另取。地名变了，队名自动跟着变。"),
        "teams.name-unchanged": _("自然村名称没有变化。"),
        "teams.children-left": _("下面还有队伍。请先合并或撤销下级队伍。"),
        "teams.areas-left": _("本队还有负责的巡逻区域，上面没有队伍可以接。"),
        "teams.members-left": _("还有 {count} 名队员。请先办理调动或离队。"),
        "teams.still-open": _("还有没办完的：{what} {count}。办完以后才能撤销。"),
        "teams.not-an-exit": _("调动和变更身份请用各自的办理入口。"),
    }
)

# What happened, as the journal says it.
register(
    {
        "teams.member_transferred": _("队员调动"),
        "teams.class_changed": _("变更队员身份"),
        "teams.second_post_added": _("队员兼任"),
        "teams.main_membership_chosen": _("选定主要队伍"),
        "teams.leave_granted": _("批准请假"),
        "teams.leave_ended": _("提前返岗"),
        "teams.reorganisation_ordered": _("提出队伍调整"),
        "teams.reorganisation_approved": _("批准队伍调整"),
        "teams.reorganisation_cancelled": _("取消队伍调整"),
        "teams.reorganisation_failed": _("队伍调整没有生效"),
        "teams.team_merged": _("队伍合并"),
        "teams.team_split": _("队伍拆分"),
        "teams.team_dissolved": _("队伍撤销"),
        "teams.remind-approve-reorganisation": _("有一项队伍调整等待批准。"),
        "teams.notice-reorganisation-approved": _("您提出的队伍调整已批准，{day} 生效。"),
        "teams.notice-reorganisation-cancelled": _("您提出的队伍调整已取消，请看理由。"),
        "teams.notice-reorganisation-failed": _("您提出的队伍调整到了日子却没有生效：{why}"),
    }
)

# What may be done, and the numbers people decide.
register(
    {
        "teams.transfer_member": _("办理调动"),
        "teams.change_class": _("办理身份变更"),
        "teams.add_second_post": _("办理兼任"),
        "teams.grant_leave": _("办理请假"),
        "teams.order_reorganisation": _("提出合并、拆分、更名、撤销"),
        "teams.approve_reorganisation": _("批准队伍的调整"),
        "teams.cancel_reorganisation": _("取消队伍的调整"),
        "teams.carry_out_reorganisation": _("到期实施队伍调整"),
        "concurrent.warn": _("同时在几支队伍时提醒"),
    }
)
