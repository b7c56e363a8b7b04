"""Icons, words and how long something may still wait; dates as both languages write them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation

from patrol_ops.core import clock
from patrol_ops.core.templatetags.ui import NoSuchIcon, drawing


def draw(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def test_icon_is_drawn_into_the_page_for_the_eye_only() -> None:
    drawn = draw('{% icon "check" "po-icon-after" %}')

    assert drawn.startswith('<svg class="icon po-icon-after"')
    assert 'aria-hidden="true"' in drawn
    assert '<path d="M5 12l5 5l10 -10"' in drawn
    assert "M0 0h24v24H0z" not in drawn


def test_icon_may_be_filled() -> None:
    assert 'fill="currentColor"' in draw('{% icon "filled/star" %}')


@pytest.mark.parametrize("name", ["no-such-icon", "../../package", "filled/../x", "", "Check"])
def test_a_missing_icon_breaks_no_page(name: str) -> None:
    assert drawing(name) == ""
    assert draw("{% icon name %}", name=name).endswith('focusable="false"></svg>')


def test_a_missing_icon_is_an_error_in_development(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(NoSuchIcon):
        draw('{% icon "no-such-icon" %}')


def test_word_says_a_code() -> None:
    assert draw('{{ "core.not-signed-in"|word }}') == "请先登录。"


NOW = dt.datetime(2026, 11, 18, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("minutes", "kind", "text"),
    [
        (30, "waits", "还有 30 分钟"),
        (3 * 60 + 5, "waits", "还有 3 小时"),
        (47 * 60, "waits", "还有 47 小时"),
        (72 * 60, "waits", "还有 3 天"),
        (0, "waits", "还有 1 分钟"),
        (-45, "overdue", "已超过 45 分钟"),
        (-49 * 60, "overdue", "已超过 2 天"),
    ],
)
def test_due_says_how_long(minutes: int, kind: str, text: str) -> None:
    with time_machine.travel(NOW, tick=False):
        drawn = draw("{% due moment %}", moment=clock.now() + dt.timedelta(minutes=minutes))

    assert f"po-status po-{kind}" in drawn
    assert text in drawn


def test_due_is_done_when_it_is_settled() -> None:
    assert "已完成" in draw("{% due moment settled=True %}", moment=NOW)


@pytest.mark.parametrize(
    ("language", "day", "moment", "short", "month"),
    [
        ("zh-hans", "2026年11月21日", "2026年11月21日 18:05", "11月21日", "2026年11月"),
        ("en", "21 November 2026", "21 November 2026, 18:05", "21 Nov", "November 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, day: str, moment: str, short: str, month: str) -> None:
    at = clock.at(dt.date(2026, 11, 21), 18).replace(minute=5)
    formats = ("DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT", "YEAR_MONTH_FORMAT")
    source = "|".join([f'{{{{ at|date:"{name}" }}}}' for name in formats] + ["{{ at|time }}"])
    with translation.override(language):
        assert draw(source, at=at).split("|") == [day, moment, short, month, "18:05"]
