"""``{% load public %}``: addresses that carry the language on, and who runs the site."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from patrol_ops.core.public import LANGUAGE, in_language

register = template.Library()


@register.simple_tag
def public_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Like ``{% url %}``, with the reader's language in it; for links and for the action of a form that is posted."""
    return in_language(reverse(name, args=args, kwargs=kwargs))


@register.simple_tag
def public_language() -> SafeString | str:
    """For a form that asks (``method="get"``): its fields replace the query, so the language is one of them."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', LANGUAGE, language)


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[dict[str, str]]:
    """This very page in the languages it is not in now."""
    here = context["request"].get_full_path() if "request" in context else "/"
    now = translation.get_language()
    return [
        {"code": code, "name": str(name), "url": in_language(here, code)}
        for code, name in settings.LANGUAGES
        if code != now
    ]


@register.simple_tag
def run_by() -> str:
    """Who answers for the site, as its operator says; empty where nobody said it."""
    return str(settings.PUBLIC_RUN_BY)
