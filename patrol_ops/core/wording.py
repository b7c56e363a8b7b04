"""The sentences Python must know, by code. Each app registers its own; a house test misses none."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise
_SENTENCES: dict[str, Sentence] = {}
_DAY = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_MOMENT = re.compile(_DAY.pattern + r"T\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")


def register(sentences: Mapping[str, Sentence]) -> None:
    """Make an app's sentences known; the same code twice is a mistake."""
    twice = _SENTENCES.keys() & sentences.keys()
    if twice:
        raise ValueError(f"Worded twice: {sorted(twice)}")
    _SENTENCES.update(sentences)


def codes(prefix: str) -> list[str]:
    """What is worded under ``prefix``, without it."""
    return [code.removeprefix(prefix) for code in _SENTENCES if code.startswith(prefix)]


def known(code: str) -> bool:
    return code in _SENTENCES


def say(code: str, /, **facts: Any) -> str:
    """The sentence of ``code`` in the reader's language; the code itself only if nobody worded it."""
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return code
    return str(sentence).format_map(_Facts({key: _spoken(value) for key, value in facts.items()}))


class _Facts(dict[str, Any]):
    """A fact that was not told leaves a gap in the sentence, never an error page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _spoken(value: Any) -> Any:
    """A fact that is itself a code (a stage, a role) is said in words; days and moments as the reader writes them."""
    if isinstance(value, str):
        if value in _SENTENCES:
            return say(value)
        if _DAY.fullmatch(value):
            value = dt.date.fromisoformat(value)
        elif _MOMENT.fullmatch(value):
            value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return formats.date_format(value, "DATE_FORMAT")
    return "—" if value is None else value


register(
    {
        "core.not-found": _("没有找到。它可能不存在，也可能不在您的管理范围内。"),
        "core.wrong-stage": _("情况已经变化，这一步现在不能做了。请刷新页面后再看。"),
        "core.stale": _("您打开页面以后，别人已经改过这条记录。请核对最新内容后再提交。"),
        "core.same-key-other-content": _("同一个提交编号已经用于另一份内容，请重新打开表单。"),
        "core.text-has-identity-number": _(
            "文字里有身份证号码。这里不记录个人身份信息，请删去号码，只写时间、地点和事情。"
        ),
        "core.text-has-phone-number": _("文字里有手机号码。这里不记录个人联系方式，请删去号码后再提交。"),
        "core.text-has-plate": _("文字里有车牌号。这里不记录车辆号牌，请删去后只写「车辆」和地点。"),
        "core.policy-unknown": _("没有这一项规则。"),
        "core.policy-out-of-bounds": _("数值要在 {minimum} 到 {maximum} 之间。"),
        "core.policy-wrong-type": _("数值的格式不对，应当像「{default}」这样填写。"),
        "core.policy-in-the-past": _("新数值只能从今天或以后开始生效，过去的统计不会改变。"),
        "core.invalid": _("填写的内容有误，请看各项下面的说明。"),
        "core.body-too-large": _("提交的内容太大了。"),
        "core.not-signed-in": _("请先登录。"),
        "core.no-post": _("您目前没有任何岗位，看不到业务内容。请联系任命您的单位。"),
        "core.method-not-allowed": _("这个地址不接受这种请求。"),
        "core.too-many": _("这一小时里从您这里提交的次数太多了。请在 {until} 以后再试，填写的内容都还在。"),
        "core.form-too-quick": _("提交得太快了。请再看一遍填写的内容，过几秒再点一次提交。"),
        "core.form-too-old": _("这一页打开得太久了。填写的内容都还在，请过几秒再点一次提交。"),
        "core.throttled": _("请求太频繁，请稍后再试。"),
        "core.malformed": _("提交的内容无法读取。"),
        "core.policy_value_set": _("设定规则"),
        "core.csrf": _("页面打开得太久了，为了安全请刷新后再提交。"),
        "core.phone-invalid": _("手机号码应当是 11 位数字，以 1 开头。请核对后再填。"),
        "core.slip-unusable": _(
            "一次性号码不对，或者已经用过、作废、过期。请核对凭条；还是不行，请向任命您的单位要新的。"
        ),
        "core.username-taken": _("这个用户名已经有人用了，请换一个。"),
        "core.username-invalid": _("用户名用 3 到 30 个汉字、字母或数字，不能全是数字，也不要用手机号或证件号。"),
        "core.password-weak": _("密码不够安全：{why}"),
        "core.password-too-short": _("至少要 8 位。"),
        "core.password-too-common": _("太常见，别人一猜就中。"),
        "core.password-too-similar": _("和姓名、用户名或手机号太像。"),
        "core.password-wrong": _("原密码不对。"),
        "core.password-differs": _("两次填写的密码不一样。"),
        "core.sign-in-failed": _("用户名(手机号)或密码不对。忘记密码时，请向任命您的单位要一张新的登录凭条。"),
        "core.locked-out": _("尝试的次数太多，为了安全先停一会儿。请 {minutes} 分钟后再试。"),
        "core.already-sent": _("这张表已经提交，不再另存。"),
        "core.autosave-too-large": _("正在填写的内容太长，服务器没有保存这一份。请先提交，或者写短一些。"),
        "core.file-too-large": _("文件太大，最多 {megabytes} MB。请压缩后再传。"),
        "core.sheet-too-large": _("文件超过 {megabytes} MB。请拆成几个文件，分几次导入。"),
        "core.sheet-unpacks-too-large": _("工作簿展开后超过 {megabytes} MB，不能读取。请只保留花名册，另存后再上传。"),
        "core.sheet-too-many-rows": _("表格太大：每张表最多 {rows} 行、{columns} 列。请拆成几个文件，分几次导入。"),
        "core.sheet-broken": _("文件已损坏，读不出来。请用表格软件打开后另存为 .xlsx，再上传。"),
        "core.sheet-empty": _("文件是空的。"),
        "core.sheet-old-or-locked": _("这是旧版 .xls 或加了密码的工作簿。请用表格软件打开，另存为不带密码的 .xlsx。"),
        "core.sheet-no-workbook": _("这不是表格文件。请上传 .xlsx 工作簿，或用逗号、制表符分列的 .csv 文本。"),
        "core.sheet-encoding": _("认不出文字编码。请另存为 UTF-8 编码的 .csv，或直接上传 .xlsx。"),
        "core.file-kind": _("只能上传图片(JPEG、PNG、WebP)或 PDF 文件。"),
        "core.file-broken": _("这个文件打不开，可能没有传完整。请重新选择。"),
        "core.file-too-many-pixels": _("图片尺寸太大。请缩小后再传。"),
        "core.photos-off": _("本地区没有开放照片上传。请用文字说明，或者上传 PDF 文件。"),
        "core.job-kind-gone": _("这种任务已经不再办理，不能再试。"),
        "core.job-under-way": _("这项任务正在办理，办完再提交下一次。"),
        "core.routine-piece-failed": _("没有办成({why})。其他几项照常办理，夜里会再办一次。"),
        "core.job-gave-up": _("做了几次都没有成功，已经停下({why})。请联系管理员。"),
        "core.login_claimed": _("领取登录账号"),
        "core.password_changed": _("修改密码"),
        "core.calendar_day_set": _("设定工作日"),
        "core.view_journal": _("查看工作留痕"),
        "core.view_policy": _("查看规则"),
        "core.set_policy_value": _("设定规则"),
        "core.view_job": _("查看任务"),
        "core.issue_token": _("发放自己的接口令牌"),
        "core.revoke_token": _("停用他人的接口令牌"),
        "core.token_issued": _("发放接口令牌"),
        "core.token_revoked": _("停用接口令牌"),
        "core.second_step_enrolled": _("开启两步验证"),
        "core.second_step_passed": _("用动态验证码或恢复码登录"),
        "core.recovery_codes_renewed": _("更换恢复码"),
        "core.second_step_switched_off": _("取消两步验证"),
        "core.code-wrong": _("验证码不对，或者已经用过。请等手机上换出下一个再填；手机不在身边，请用恢复码。"),
        "core.second-step-stale": _("这一页打开得太久了，请重新打开，再扫一次码。"),
        "core.second-step-required": _(
            "您的岗位必须开启两步验证，不能取消。换手机时，请任命您的单位开一张新的登录凭条。"
        ),
        "core.second-step-needed": _("您的岗位必须开启两步验证。请先在网页上登录并开启。"),
        "core.policy-unknown-choice": _("所选的里面有不认识的一项，请重新选择。"),
        "totp.required_roles": _("必须开启两步验证的岗位"),
        "core.token-nameless": _("请写清令牌用在哪里，不要换行。"),
        "core.token-powerless": _("请至少选一项。"),
        "core.token-beyond-owner": _("所选的里面有您自己现在也不能做的，请重新选择。"),
        "core.token-too-long": _("有效天数要在 1 到 {most} 之间。"),
        "core.token-too-many": _("您已经有 {most} 个可用的令牌。请先停用不再需要的。"),
        "core.channel_added": _("添加提醒方式"),
        "core.channel_code_renewed": _("重新发送验证码"),
        "core.channel_confirmed": _("确认提醒方式"),
        "core.channel_switched": _("开启或关闭提醒方式"),
        "core.channel_removed": _("删除提醒方式"),
        "core.wishes_set": _("设定提醒时间"),
        "core.view_delivery": _("查看站外提醒的发送情况"),
        "core.unsubscribe_channel": _("用邮件里的链接退订"),
        "core.channel-something": _("您有一件事要办，请登录后查看。"),
        "core.channel-not-offered": _("本系统没有开通这种提醒方式。"),
        "core.channel-address-odd": _("地址的格式不对，请核对后再填。"),
        "core.channel-known": _("这个地址已经添加过了。"),
        "core.channel-too-many": _("最多添加 {most} 个提醒方式，请先删除不用的。"),
        "core.channel-code-wrong": _("验证码不对，或者已经过期。请核对，或者重新发送一个。"),
        "core.channel-hour-odd": _("时间要么都不填，要么两个都填整点，0 到 23。"),
        "core.channel-always-quiet": _("一天里至少要留 {hours} 个小时可以提醒。"),
        "core.channel-digest-quiet": _("这个钟点在免打扰时间里，请换一个。"),
        "core.unit-hour": _("时"),
        "outside.quiet_from": _("免打扰开始时间"),
        "outside.quiet_until": _("免打扰结束时间"),
        "outside.digest_above": _("合并提醒的件数"),
        "channel-kind.EMAIL": _("电子邮件"),
        "channel-kind.WECOM": _("企业微信"),
        "channel-kind.DINGTALK": _("钉钉"),
        "channel-kind.SMS": _("短信"),
        "delivery-stage.WAITING": _("等待发送"),
        "delivery-stage.SENDING": _("正在发送"),
        "delivery-stage.SENT": _("已发送"),
        "delivery-stage.FAILED": _("没有发出"),
        "delivery-stage.DROPPED": _("不再发送"),
        "core.in-person-only": _("这里只看本人是谁，不能用令牌打开。请本人登录后办理。"),
        "login.slip_hours": _("登录凭条有效时间"),
        "login.session_days": _("登录保持天数"),
        "token.max_days": _("接口令牌最长有效天数"),
        "photos.allowed": _("允许上传照片"),
        "core.unit-hours": _("小时"),
        "core.unit-minutes": _("分钟"),
        "core.unit-hour-next-day": _("时(次日)"),
        "core.unit-days": _("天"),
        "core.unit-working-days": _("个工作日"),
        "core.unit-months": _("个月"),
        "core.unit-years": _("岁"),
        "core.unit-percent": "%",
        "core.job-queued": _("等待中"),
        "core.job-running": _("进行中"),
        "core.job-done": _("已完成"),
        "core.job-failed": _("没有完成"),
        "core.job-cancelled": _("已取消"),
        "core.job-stopping": _("正在停下"),
        "core.cancel_job": _("取消任务"),
        "core.retry_job": _("重新办理任务"),
        "core.job_cancelled": _("取消任务"),
        "core.job_retried": _("重新办理任务"),
        "core.start_routine": _("补办夜间例行工作"),
        "core.routine_started": _("补办夜间例行工作"),
        "core.routine": _("夜间例行工作"),
        "core.unit-people": _("人"),
        "core.unit-teams": _("支队伍"),
        "core.unit-questions": _("道题"),
        "core.unit-times": _("次"),
        "core.unit-pieces": _("件"),
    }
)
