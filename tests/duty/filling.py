"""The log's form as a browser sends it."""

from __future__ import annotations

import html
import uuid
from html.parser import HTMLParser
from typing import Any

from tests.duty.conftest import DAY


def log_form(*, patrols: tuple[dict[str, Any], ...] = (), entries: tuple[dict[str, Any], ...] = (), **main: Any) -> Any:
    """A whole form; keywords are fields of the day itself."""
    form: dict[str, Any] = {"idempotency_key": str(uuid.uuid4()), "day": DAY.isoformat(), "version": "0"}
    for prefix, rows in (("patrols", patrols), ("entries", entries)):
        form[f"{prefix}-TOTAL_FORMS"], form[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), "0"
        for number, row in enumerate(rows):
            form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form | main


class Drawn(HTMLParser):
    """What a page's form would send, untouched: names and values of one form, templates left out."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.asleep = form_id, False, 0
        self.fields: dict[str, list[str]] = {}
        self._select: str | None = None
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("id") == self.form_id
        if tag == "template":
            self.asleep += 1
        if not self.inside or self.asleep:
            return
        name, value = said.get("name") or "", said.get("value")
        if tag == "input" and name:
            ticks = said.get("type") in {"checkbox", "radio"}
            if "disabled" not in said and (not ticks or "checked" in said):
                self.fields.setdefault(name, []).append("on" if ticks and value is None else value or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in said:
            self.fields.setdefault(self._select, []).append(value or "")
        elif tag == "textarea":
            self._text = name
            self.fields.setdefault(name, [""])

    def handle_data(self, data: str) -> None:
        if self._text and self.inside and not self.asleep:
            self.fields[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "template":
            self.asleep -= 1
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text:
            self.fields[self._text][0] = self.fields[self._text][0].removeprefix("\n")
            self._text = None


def drawn(answer: Any, form_id: str = "log") -> dict[str, list[str]]:
    """The fields of a form as they were drawn, to be sent again."""
    parser = Drawn(form_id)
    parser.feed(answer.content.decode())
    return parser.fields


def words(answer: Any) -> str:
    """A page as it is read."""
    return html.unescape(answer.content.decode())
