"""What was done, what is due, who may, and the numbers people decide."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

# Events, as the journal says them.
register(
    {
        "training.course_designed": _("建立课程"),
        "training.course_revised": _("修订课程"),
        "training.course_retired": _("停用课程"),
        "training.material_attached": _("上传培训材料"),
        "training.question_added": _("增加考题"),
        "training.question_retired": _("停用考题"),
        "training.plan_drafted": _("拟定培训计划"),
        "training.plan_submitted": _("提交培训计划"),
        "training.plan_returned": _("退回培训计划"),
        "training.plan_approved": _("批准培训计划"),
        "training.plan_amended": _("调整培训计划"),
        "training.session_planned": _("安排培训"),
        "training.session_cancelled": _("取消培训"),
        "training.session_begun": _("开始签到"),
        "training.cost_noted": _("登记培训费用"),
        "training.study_held": _("登记例会学习"),
        "training.members_enrolled": _("培训报名"),
        "training.enrolment_withdrawn": _("取消报名"),
        "training.checked_in": _("培训签到"),
        "training.roll_called": _("培训点名"),
        "training.results_recorded": _("登记培训结果"),
        "training.session_completed": _("培训结束"),
        "training.session_reopened": _("退回培训重新核对"),
        "training.session_confirmed": _("确认培训"),
        "training.training_passed": _("通过岗前培训"),
        "training.certificates_reinstated": _("恢复上岗证"),
        "training.theory_test_started": _("开始在线考试"),
        "training.theory_test_submitted": _("在线考试交卷"),
        "training.certificates_issued": _("发上岗证"),
        "training.certificates_renewed": _("换上岗证"),
        "training.certificate_revoked": _("注销上岗证"),
        "training.certificates_expired": _("上岗证过期"),
        "training.hours_reviewed": _("核查年度培训学时"),
        "training.hours_owed": _("提醒年度培训学时"),
        "training.newcomers_followed": _("登记新队员待培训"),
        "training.leaver_released": _("离队人员不再安排培训和发证"),
        "training.reminder_moved": _("上岗证到期提醒转到新队伍"),
    }
)

# What is due (the word on the list), and how one is reminded of it.
register(
    {
        "training.train_newcomer": _("组织新队员岗前培训"),
        "training.issue_certificate": _("发上岗证"),
        "training.renew_certificate": _("上岗证到期，办理换证"),
        "training.collect_hours": _("补足年度培训学时"),
        "training.remind-plan": _("有一份培训计划等待批准。"),
        "training.remind-confirm": _("有一期培训等待确认。"),
        "training.remind-issue": _("有队员通过岗前培训，等待发上岗证。"),
        "training.remind-newcomer": _("有新队员还没有完成岗前培训。"),
        "training.remind-renewal": _("有上岗证即将到期。"),
        "training.remind-hours": _("队里有人今年的培训学时不足。"),
    }
)

# Permissions, as a token's page and the grants say them.
register(
    {
        "training.view_course": _("查看课程"),
        "training.design_course": _("制定课程"),
        "training.manage_questions": _("管理题库"),
        "training.view_plan": _("查看培训计划"),
        "training.draft_plan": _("拟定培训计划"),
        "training.approve_plan": _("批准培训计划"),
        "training.view_session": _("查看培训"),
        "training.plan_session": _("安排培训"),
        "training.enrol": _("培训报名"),
        "training.run_session": _("点名和登记结果"),
        "training.confirm_session": _("确认培训"),
        "training.reopen_session": _("退回培训"),
        "training.hold_study": _("登记例会学习"),
        "training.check_in": _("培训签到"),
        "training.take_test": _("参加在线考试"),
        "training.view_enrolment": _("查看培训记录"),
        "training.view_certificate": _("查看上岗证"),
        "training.revoke_certificate": _("注销上岗证"),
        "training.watch_certificates": _("到期和学时检查"),
        "training.follow_members": _("跟进新队员和调动"),
        "training.check_certificate": _("公开核验上岗证"),
    }
)

# Numbers people decide.
register(
    {
        "training.pre_duty_hours": _("岗前培训学时"),
        "training.annual_hours": _("年度培训学时"),
        "training.grace_days": _("年度学时补训期"),
        "training.factor_class": _("培训班学时折算"),
        "training.factor_meeting": _("以会代训学时折算"),
        "training.factor_special_topic": _("专题培训学时折算"),
        "training.factor_off_job": _("脱产培训学时折算"),
        "training.meeting_share": _("以会代训最多占年度学时"),
        "training.newcomer_days": _("新队员几天内完成岗前培训"),
        "training.confirm_days": _("培训几个工作日内确认"),
        "training.theory_questions": _("在线考试题数"),
        "training.theory_mark": _("在线考试合格线"),
        "training.theory_minutes": _("在线考试时间"),
        "training.theory_attempts": _("在线考试每天次数"),
        "certificate.months": _("上岗证有效期"),
        "certificate.renewal_days": _("换证需要的培训天数"),
        "certificate.reactivation_months": _("过期后多久还能换证"),
        "certificate.issue_days": _("几个工作日内发证"),
    }
)
