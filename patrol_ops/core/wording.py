"""The sentences Python must know, by code. Each app registers its own; a house test misses none."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise
_SENTENCES: dict[str, Sentence] = {}


def register(sentences: Mapping[str, Sentence]) -> None:
    """Make an app's sentences known; the same code twice is a mistake."""
    twice = _SENTENCES.keys() & sentences.keys()
    if twice:
        raise ValueError(f"Worded twice: {sorted(twice)}")
    _SENTENCES.update(sentences)


def known(code: str) -> bool:
    return code in _SENTENCES


def say(code: str, **facts: Any) -> str:
    """The sentence of ``code`` in the reader's language; the code itself only if nobody worded it."""
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return code
    return str(sentence).format(**{key: _spoken(value) for key, value in facts.items()}) if facts else str(sentence)


def _spoken(value: Any) -> Any:
    """A fact that is itself a code (a stage, a role) is said in words."""
    return say(value) if isinstance(value, str) and value in _SENTENCES else value


register(
    {
        "core.not-found": _("没有找到。它可能不存在,也可能不在您的管理范围内。"),
        "core.wrong-stage": _("情况已经变化,这一步现在不能做了。请刷新页面后再看。"),
        "core.stale": _("您打开页面以后,别人已经改过这条记录。请核对最新内容后再提交。"),
        "core.same-key-other-content": _("同一个提交编号已经用于另一份内容,请重新打开表单。"),
        "core.text-has-identity-number": _("文字里有身份证号码。这里不记录个人身份信息,请删去号码,只写时间、地点和事情。"),
        "core.text-has-phone-number": _("文字里有手机号码。这里不记录个人联系方式,请删去号码后再提交。"),
        "core.text-has-plate": _("文字里有车牌号。这里不记录车辆号牌,请删去后只写「车辆」和地点。"),
        "core.policy-unknown": _("没有这一项规则。"),
        "core.policy-out-of-bounds": _("数值要在 {minimum} 到 {maximum} 之间。"),
        "core.policy-wrong-type": _("数值的格式不对,应当像「{default}」这样填写。"),
        "core.policy-in-the-past": _("新数值只能从今天或以后开始生效,过去的统计不会改变。"),
        "core.invalid": _("填写的内容有误,请看各项下面的说明。"),
        "core.body-too-large": _("提交的内容太大了。"),
        "core.not-signed-in": _("请先登录。"),
        "core.no-post": _("您目前没有任何岗位,看不到业务内容。请联系任命您的单位。"),
        "core.method-not-allowed": _("这个地址不接受这种请求。"),
        "core.throttled": _("请求太频繁,请稍后再试。"),
        "core.malformed": _("提交的内容无法读取。"),
        "core.policy_value_set": _("设定规则"),
    }
)
