"""What the checklists say that an office may begin with; everything is asked of papers, posts and places."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "checklist-template.DOCUMENTS": _("台账资料检查表"),
        "checklist-template.DOCUMENTS.1": _("当月巡逻计划已经制定，并且张贴在值班室"),
        "checklist-template.DOCUMENTS.2": _("巡逻日志每天都有，时间、路线、人员写得清楚"),
        "checklist-template.DOCUMENTS.3": _("民警带队和社区参与的情况有记录"),
        "checklist-template.DOCUMENTS.4": _("发现的隐患有上报、有处理结果"),
        "checklist-template.DOCUMENTS.5": _("队员花名册、培训和装备档案齐全，与实际相符"),
        "checklist-template.STREET": _("街面检查表"),
        "checklist-template.STREET.1": _("当班人员按计划在岗，人数与计划相符"),
        "checklist-template.STREET.2": _("着装规范，佩戴标识和上岗证"),
        "checklist-template.STREET.3": _("随身装备齐全、完好"),
        "checklist-template.STREET.4": _("按规定的路线和时段巡逻"),
        "checklist-template.STREET.5": _("队员知道自己的职责，知道遇到情况向谁报告"),
        "checklist-template.SITES": _("单位和要害部位检查表"),
        "checklist-template.SITES.1": _("小区院落有人值班，出入口有人管"),
        "checklist-template.SITES.2": _("单位内部有值班安排，有巡查记录"),
        "checklist-template.SITES.3": _("要害部位有专人看护，有固定岗"),
        "checklist-template.SITES.4": _("上学、放学时段学校周边有人巡逻"),
        "checklist-template.SITES.5": _("各点位与巡防队的联系方式有效"),
        "checklist-template.SIX_UNIFIED": _("六个统一检查表"),
        "checklist-template.SIX_UNIFIED.1": _("统一挂牌：牌子按规定悬挂"),
        "checklist-template.SIX_UNIFIED.2": _("统一名称：名称与批准的一致"),
        "checklist-template.SIX_UNIFIED.3": _("统一职责：岗位职责上墙，队员已经签收"),
        "checklist-template.SIX_UNIFIED.4": _("统一台账：人员、装备、巡逻台账齐全"),
        "checklist-template.SIX_UNIFIED.5": _("统一标准：着装、装备、勤务按同一标准"),
        "checklist-template.SIX_UNIFIED.6": _("统一考核：考核有办法、有结果"),
        "checklist-template.MECHANISMS": _("五项机制检查表"),
        "checklist-template.MECHANISMS.1": _("管理机制：有制度，有人负责，日常在执行"),
        "checklist-template.MECHANISMS.2": _("检查机制：定期检查，有记录"),
        "checklist-template.MECHANISMS.3": _("考核机制：按办法考核，结果公开"),
        "checklist-template.MECHANISMS.4": _("奖惩机制：奖励和处理有依据、有记录"),
        "checklist-template.MECHANISMS.5": _("监督机制：群众可以反映问题，反映的问题有答复"),
        "checklist-template.WATCH_POSTS": _("守望岗点检查表"),
        "checklist-template.WATCH_POSTS.1": _("岗点按时有人，人数与安排相符"),
        "checklist-template.WATCH_POSTS.2": _("值守人员在岗在位，不做与值守无关的事"),
        "checklist-template.WATCH_POSTS.3": _("岗点的标牌和照明完好"),
        "checklist-template.WATCH_POSTS.4": _("知道怎样联系巡防队和派出所"),
    }
)
