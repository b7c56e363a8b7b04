"""Of the record book: its name, and the headings of its workbook."""

from django.utils.translation import gettext_lazy as _

from patrol_ops.core.wording import register

register(
    {
        "discipline.record-book": _("巡防检查记录簿"),
        "discipline.record-book-day": _("导出日期：{day}"),
        "discipline.announced": _("事先通知"),
        "discipline.unannounced": _("没有通知"),
        "discipline.column-number": _("编号"),
        "discipline.column-day": _("日期"),
        "discipline.column-team": _("队伍"),
        "discipline.column-organiser": _("谁组织的"),
        "discipline.column-method": _("方式"),
        "discipline.column-announced": _("是否通知"),
        "discipline.column-checklist": _("检查表"),
        "discipline.column-stage": _("状态"),
        "discipline.column-score": _("得分"),
        "discipline.column-present": _("到场"),
        "discipline.column-worn": _("佩戴标识"),
        "discipline.column-certified": _("带上岗证"),
        "discipline.column-found": _("问题"),
        "discipline.column-to-rectify": _("要整改"),
    }
)
