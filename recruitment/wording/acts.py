"""What was done, what is due, who may, and the numbers people decide."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

# Events, as the journal says them.
register(
    {
        "recruitment.standard_proposed": _("提出招聘标准"),
        "recruitment.standard_agreed": _("同意招聘标准"),
        "recruitment.campaign_planned": _("拟定招聘"),
        "recruitment.campaign_redrafted": _("修改招聘方案"),
        "recruitment.campaign_submitted": _("提交招聘方案"),
        "recruitment.campaign_returned": _("退回招聘方案"),
        "recruitment.campaign_approved_by_police": _("公安同意招聘"),
        "recruitment.campaign_approved": _("批准招聘"),
        "recruitment.campaign_opened": _("开始报名"),
        "recruitment.campaign_closed": _("报名截止"),
        "recruitment.campaign_cancelled": _("取消招聘"),
        "recruitment.campaign_finalised": _("招聘办结"),
        "recruitment.assessor_named": _("指定考官"),
        "recruitment.application_submitted": _("报名"),
        "recruitment.application_corrected": _("修改报名信息"),
        "recruitment.application_withdrawn": _("撤回报名"),
        "recruitment.application_erased": _("应本人要求删除报名资料"),
        "recruitment.applicant_screened": _("资格审查"),
        "recruitment.score_sheet_submitted": _("提交评分表"),
        "recruitment.recruits_selected": _("按成绩确定人选"),
        "recruitment.reserve_called_up": _("候补递补"),
        "recruitment.facts_supplied": _("补充情况"),
        "recruitment.police_review_recorded": _("公安审核"),
        "recruitment.recruit_rejected": _("不予录用"),
        "recruitment.review_asked_again": _("重新送公安审核"),
        "recruitment.notice_prepared": _("拟定公示"),
        "recruitment.notice_published": _("发布公示"),
        "recruitment.notice_corrected": _("更正公示"),
        "recruitment.notice_lengthened": _("公示顺延"),
        "recruitment.notice_withdrawn": _("撤回公示"),
        "recruitment.notice_closed": _("公示结束"),
        "recruitment.objection_lodged": _("提出异议"),
        "recruitment.objection_taken": _("受理异议"),
        "recruitment.objection_decided": _("答复异议"),
        "recruitment.post_offered": _("通知录用"),
        "recruitment.offer_declined": _("放弃录用"),
        "recruitment.contract_signed": _("签订合同或协议"),
        "recruitment.contract_renewed": _("续签合同"),
        "recruitment.probation_ended": _("试用期满转正"),
        "recruitment.contract_ended": _("终止合同"),
        "recruitment.contract_duties_dropped": _("本人离队，合同待办取消"),
        "recruitment.applicant_onboarded": _("上岗"),
        "recruitment.recruits_forgotten": _("到期删除报名资料"),
        "recruitment.objections_forgotten": _("到期删除异议资料"),
    }
)

# What is due (the word on the list), and how one is reminded of it.
register(
    {
        "recruitment.end_probation": _("办理转正"),
        "recruitment.renew_contract": _("合同到期，续签或终止"),
        "recruitment.remind-standard": _("有一份招聘标准等待公安分局同意。"),
        "recruitment.remind-approval": _("有一份招聘方案等待批准。"),
        "recruitment.remind-screening": _("有报名人员等待资格审查。"),
        "recruitment.remind-scoring": _("有评分表等待填写。"),
        "recruitment.remind-review": _("有拟录用人员等待公安审核。"),
        "recruitment.remind-facts": _("公安审核需要补充情况。"),
        "recruitment.remind-notice": _("有一份公示等待批准发布。"),
        "recruitment.remind-objection": _("有一件公示异议等待核查答复。"),
        "recruitment.remind-contract": _("有录用人员等待签订合同。"),
        "recruitment.remind-probation": _("有队员的试用期即将结束。"),
        "recruitment.remind-contract-ends": _("有队员的合同即将到期。"),
    }
)

# Permissions, as a token's page and the grants say them.
register(
    {
        "recruitment.view_standard": _("查看招聘标准"),
        "recruitment.propose_standard": _("提出招聘标准"),
        "recruitment.agree_standard": _("同意招聘标准"),
        "recruitment.view_campaign": _("查看招聘"),
        "recruitment.plan_campaign": _("拟定招聘"),
        "recruitment.submit_campaign": _("提交招聘方案"),
        "recruitment.return_campaign": _("退回招聘方案"),
        "recruitment.approve_campaign_police": _("公安同意招聘"),
        "recruitment.approve_campaign": _("批准招聘"),
        "recruitment.cancel_campaign": _("取消招聘"),
        "recruitment.run_campaign": _("按时开始和截止报名"),
        "recruitment.finalise_campaign": _("办结招聘"),
        "recruitment.name_assessor": _("指定考官"),
        "recruitment.submit_application": _("报名"),
        "recruitment.follow_application": _("查询本人报名"),
        "recruitment.view_applicant": _("查看报名人员资料"),
        "recruitment.view_applicant_masked": _("查看报名人员(隐去姓名)"),
        "recruitment.screen_applicant": _("资格审查"),
        "recruitment.score_applicant": _("填写评分表"),
        "recruitment.select_recruits": _("按成绩确定人选"),
        "recruitment.supply_facts": _("补充情况"),
        "recruitment.record_police_review": _("公安审核"),
        "recruitment.view_police_verdict": _("查看公安审核意见"),
        "recruitment.view_notice": _("查看公示办理情况"),
        "recruitment.prepare_notice": _("拟定公示"),
        "recruitment.publish_notice": _("批准发布公示"),
        "recruitment.correct_notice": _("更正公示"),
        "recruitment.withdraw_notice": _("撤回公示"),
        "recruitment.close_notice": _("按时结束公示"),
        "recruitment.read_notice_board": _("查看公示栏"),
        "recruitment.lodge_objection": _("提出异议"),
        "recruitment.follow_objection": _("查询本人异议"),
        "recruitment.view_objection": _("查看异议办理情况"),
        "recruitment.take_objection": _("受理异议"),
        "recruitment.decide_objection": _("答复异议"),
        "recruitment.offer_post": _("通知录用"),
        "recruitment.sign_contract": _("签订合同"),
        "recruitment.end_contract": _("终止合同"),
        "recruitment.drop_contract_duties": _("离队后取消合同待办"),
        "recruitment.view_contract": _("查看合同"),
        "recruitment.read_contract_scan": _("查看合同扫描件"),
        "recruitment.onboard_applicant": _("确认上岗"),
        "recruitment.forget_recruits": _("到期删除资料"),
    }
)

# Policy values.
register(
    {
        "notice.days": _("公示天数"),
        "screening.days": _("资格审查时限"),
        "objection.days": _("异议答复时限"),
        "contract.days": _("签订合同时限"),
        "vetting.holds_months": _("公安审核有效期"),
        "recruitment.local_share_warn": _("本地居民比例提醒线"),
        "retention.applicant_months": _("未录用人员资料保留期"),
        "retention.reserve_months": _("候补人员资料保留期"),
        "retention.objection_months": _("异议资料保留期"),
    }
)
