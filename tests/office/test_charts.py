"""The charts answer a question: in words, in a drawing, and in a table for whoever sees no drawing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core.models import User
from patrol_ops.office.reports.situation import empty_hours
from tests.office.conftest import text_of


@pytest.fixture
def url() -> str:
    return reverse("office:situation")


def test_charts_answer_a_question_in_words_and_in_a_table(
    week: None, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    answer = signed_in(gwen).get(url)
    said = text_of(answer)

    assert "哪些时段没有人巡逻？" in said
    assert "近 7 天没有人巡逻的时段：21:00–19:00。" in said
    assert "日志按时交了吗？" in said
    assert "近 14 天应交 18 篇，按时 2 篇，占 11%。" in said
    assert answer.context["hours"][19:21] == [(19, 3), (20, 3)]
    assert [day.missing for day in answer.context["days"]][-4:] == [6, 5, 4, 0]


@pytest.mark.parametrize(
    ("busy", "stretches"),
    [
        (set(), [(0, 24)]),
        (set(range(24)), []),
        ({19, 20}, [(21, 19)]),
        ({0, 23}, [(1, 23)]),
        ({8, 12, 18}, [(9, 12), (13, 18), (19, 8)]),
        (set(range(1, 24)), [(0, 1)]),
    ],
)
def test_empty_hours_are_stretches(busy: set[int], stretches: list[tuple[int, int]]) -> None:
    assert empty_hours([int(hour in busy) for hour in range(24)]) == stretches
