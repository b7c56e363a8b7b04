"""What of a page is Chinese though its reader chose English: neither a name nor what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from teams.rules.equipment import INSCRIPTION

# Letters, and the punctuation that goes with them.
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")
# The language's own name, which whoever reads no English looks for; and what stands on the cloth of every armband.
OWN_NAMES = ("中文", INSCRIPTION)
MASKED = re.compile(r"[\u3400-\u9fff]\*+")


def data() -> list[str]:
    """What people named and wrote, longest first: names of people, places and bodies, and free text."""
    found = set(OWN_NAMES)
    for model in apps.get_models():
        kinds = models.CharField | models.TextField | models.JSONField
        texts = [f.attname for f in model._meta.concrete_fields if isinstance(f, kinds)]
        encrypted = [f.attname for f in model._meta.concrete_fields if isinstance(f, models.BinaryField)]
        for row in model._default_manager.values_list(*texts, *encrypted) if texts or encrypted else ():
            found |= {text for value in row for text in texts_in(value) if CHINESE.search(text)}
    return sorted(found, key=len, reverse=True)


def texts_in(value: Any) -> Iterator[str]:
    """A text, or those inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def left_over(page: str, names: list[str]) -> set[str]:
    """Chinese of the page that nobody's name or text accounts for."""
    rest = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    for name in names:
        rest = rest.replace(name, "")
    return set(CHINESE.findall(MASKED.sub("", rest)))


def said(answer: Any) -> str:
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if html and not answer.streaming else ""
