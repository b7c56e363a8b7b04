"""Everybody begins at the page that already is the answer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core.models import User
from tests.cast import District
from tests.office.conftest import text_of

BEGINS = {
    "lena": "duty:today",
    "gwen": "office:situation",
    "gus": "office:situation",
    "liz": "office:situation",
    "tess": "office:situation",
    "piet": "office:to-do",
    "kai": "office:to-do",
    "mara": "office:to-do",
    "aud": "office:to-do",
    "tom": "office:to-do",
}


@pytest.mark.parametrize(("who", "where"), BEGINS.items())
def test_home_leads_on_by_role(district: District, signed_in: Callable[..., Client], who: str, where: str) -> None:
    answer = signed_in(User.objects.get(username=who)).get(reverse("home"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(where)


def test_home_without_a_post_says_so_kindly(nora: User, signed_in: Callable[..., Client]) -> None:
    answer = signed_in(nora).get(reverse("home"))

    assert answer.status_code == 200
    assert "您现在没有岗位" in text_of(answer)


def test_home_asks_a_stranger_to_sign_in(db: None) -> None:
    assert Client().get(reverse("home")).headers["Location"].startswith(reverse("sign-in"))
