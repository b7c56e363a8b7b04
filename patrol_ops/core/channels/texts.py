"""What is said outside: the notices' own sentences, without anything that a stranger must not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from patrol_ops.core import obligations
from patrol_ops.core.channels import links
from patrol_ops.core.channels.codes import code_of
from patrol_ops.core.channels.senders import Letter
from patrol_ops.core.models import Channel, Notice
from patrol_ops.core.wording import known, say

LINES = 20
# A year, quarter, month, day or moment; nothing else of digits, which might be somebody's number.
_TIME = re.compile(r"(?:19|20)\d\d(?:-(?:Q[1-4]|\d\d(?:-\d\d(?:T[\d:.+-]+)?)?))?")


def code_letter(key: str, channel: Channel, language: str) -> Letter:
    with translation.override(language):
        text = _("您的验证码是 {code}，30 分钟内有效。如果不是您本人在操作，请不要理会。").format(code=code_of(channel))
        return Letter(key, _("社区巡防：验证码"), text, text)


def letter(key: str, channel: Channel, notices: Sequence[Notice], language: str) -> Letter:
    """One notice with its link, or several as one message with their counts and the way to the inbox."""
    with translation.override(language):
        if len(notices) == 1:
            subject, link = _sentence(notices[0]), _link(notices[0])
            lines = [subject]
        else:
            subject, link = _("您有 {n} 件事待办").format(n=len(notices)), links.inbox()
            lines = [subject, *_grouped(notices)]
        stop = links.stop(channel.pk) if channel.kind == "EMAIL" else ""
        foot = [_("打开：{link}").format(link=link), _("怎样提醒由您决定：{link}").format(link=links.channels())]
        if stop:
            foot.append(_("不想再收到邮件：{link}").format(link=stop))
        return Letter(key, subject, "\n".join([*lines, "", *foot]), f"{subject} {link}", stop)


def _grouped(notices: Sequence[Notice]) -> list[str]:
    counts = Counter(_sentence(notice) for notice in notices)
    lines = [f"- {text}" if n == 1 else f"- {text} × {n}" for text, n in counts.most_common(LINES)]
    left = sum(counts.values()) - sum(n for _text, n in counts.most_common(LINES))
    return [*lines, _("……还有 {n} 件").format(n=left)] if left else lines


def _sentence(notice: Notice) -> str:
    """Its own sentence with days, numbers and words only. What is secret says that there is something, no more."""
    if not known(notice.template) or notice.template in _secret():
        return say("core.channel-something")
    return say(notice.template, **{name: fact for name, fact in notice.facts.items() if _harmless(fact)})


def _link(notice: Notice) -> str:
    if notice.template in _secret() or not notice.url.startswith("/"):
        return links.inbox()
    return settings.SITE_URL + notice.url


def _secret() -> set[str]:
    secret = [kind for kind in obligations.kinds().values() if kind.secret]
    return {kind.notice for kind in secret} | {step.notice for kind in secret for step in kind.steps if step.notice}


def _harmless(fact: Any) -> bool:
    """Text that somebody typed, or a name, is left out of the sentence: a gap gives nothing away."""
    return not isinstance(fact, str) or bool(_TIME.fullmatch(fact)) or known(fact)
