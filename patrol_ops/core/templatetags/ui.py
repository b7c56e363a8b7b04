"""``{% load ui %}``: icons drawn into the page, and how long something may still wait."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from patrol_ops.core import clock
from patrol_ops.core.wording import say

register = template.Library()

ICON_ROOT = Path(settings.NPM_ROOT) / "@tabler" / "icons" / "icons"
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
_EMPTY_GROUND = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/?>')


class NoSuchIcon(template.TemplateSyntaxError):
    """The name is not one of Tabler's."""


@lru_cache(maxsize=512)
def drawing(name: str) -> str:
    """The inner drawing of ``name`` (outline) or ``filled/name``; empty when there is none."""
    path = ICON_ROOT / (f"{name}.svg" if name.startswith("filled/") else f"outline/{name}.svg")
    if not re.fullmatch(r"(filled/)?[a-z0-9-]+", name) or not path.is_file():
        return ""
    match = _DRAWING.search(path.read_text("utf-8"))
    body = _EMPTY_GROUND.sub("", match.group(1)) if match else ""
    return re.sub(r">\s+<", "><", body).strip()


@register.simple_tag
@lru_cache(maxsize=1024)  # a page has dozens, out of few
def icon(name: str, css: str = "") -> SafeString:
    """The Tabler icon ``name`` as inline SVG; decoration only, so a word always stands beside it."""
    body = drawing(name)
    if not body and settings.DEBUG:
        raise NoSuchIcon(name)
    paint = 'fill="currentColor"' if name.startswith("filled/") else 'fill="none" stroke="currentColor"'
    return format_html(
        '<svg class="icon {}" width="24" height="24" viewBox="0 0 24 24" {} stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        mark_safe(paint),
        mark_safe(body),
    )


@register.filter
def word(code: str) -> str:
    """The sentence of a wording code: ``{{ log.stage|word }}``."""
    return say(str(code))


@register.inclusion_tag("components/status.html")
def due(moment: dt.datetime, settled: bool = False) -> dict[str, Any]:
    """How long something may still wait, or by how much it is late; ``settled`` says it is done."""
    if settled:
        return {"kind": "done", "text": _("已完成")}
    left = moment - clock.now()
    late = left < dt.timedelta(0)
    span = _span(-left if late else left)
    text = _("已超过 {span}").format(span=span) if late else _("还有 {span}").format(span=span)
    return {"kind": "overdue" if late else "waits", "text": text}


def _span(span: dt.timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes >= 48 * 60:
        return _("{n} 天").format(n=minutes // (24 * 60))
    if minutes >= 60:
        return _("{n} 小时").format(n=minutes // 60)
    return _("{n} 分钟").format(n=max(minutes, 1))
