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
    }
)

# What may be done, and the numbers people decide.
register(
    {
        "teams.transfer_member": _("办理调动"),
        "teams.change_class": _("办理身份变更"),
        "teams.add_second_post": _("办理兼任"),
        "teams.grant_leave": _("办理请假"),
        "concurrent.warn": _("同时在几支队伍时提醒"),
    }
)
