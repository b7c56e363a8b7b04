"""The rules in force: read by all staff, decided by the head of the office from a day on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock, policy
from patrol_ops.core.models import JournalEntry, PolicyValue, User
from patrol_ops.core.wording import known
from patrol_ops.office.reports.policies import EVERYWHERE
from tests.cast import District
from tests.office.conftest import TODAY, text_of

DISTRICT, STREET = "990102", "990102001"


@pytest.fixture
def url() -> str:
    return reverse("office:list-policy-values")


def decide(district: District, value: str, since: dt.date, path: str = DISTRICT, key: str = "log.cutoff") -> None:
    at = clock.at(min(since, TODAY), 8)
    policy.set_policy_value(actor=district.actor("gwen"), key=key, value=value, since=since, path=path, at=at)


def rule(answer: Any, key: str = "log.cutoff") -> Any:
    return next(rule for group in answer.context["groups"] for rule in group.rules if rule.key == key)


def test_every_parameter_is_named_and_explained() -> None:
    for key in policy.parameters():
        assert known(f"policy.{key}"), key
        assert known(f"policy-why.{key}"), key


def test_what_nobody_decided_is_the_default(gwen: User, signed_in: Callable[..., Client], url: str) -> None:
    answer = signed_in(gwen).get(url)

    assert len([rule for group in answer.context["groups"] for rule in group.rules]) == len(policy.parameters())
    assert rule(answer).value == "10 时(次日)"
    assert rule(answer).bounds == "0–23"
    assert rule(answer).decision is None


def test_the_value_of_the_nearest_place_is_in_force_with_its_history(
    district: District, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    decide(district, "9", TODAY - dt.timedelta(days=20))
    decide(district, "11", TODAY - dt.timedelta(days=10))
    decide(district, "8", TODAY - dt.timedelta(days=5), STREET)
    decide(district, "12", TODAY + dt.timedelta(days=3))
    client = signed_in(gwen)

    whole, street = rule(client.get(url)), rule(client.get(url, {"place": STREET}))

    assert (whole.value, whole.decision.by, whole.decision.since) == (
        "11 时(次日)",
        "关文",
        TODAY - dt.timedelta(days=10),
    )
    assert [past.value for past in whole.history] == ["9 时(次日)"]
    assert [ahead.value for ahead in whole.ahead] == ["12 时(次日)"]
    assert street.value == "8 时(次日)"
    for place in (DISTRICT, STREET):
        shown = rule(client.get(url, {"place": place})).value
        assert shown == f"{policy.parameters()['log.cutoff'].on(TODAY, place)} 时(次日)"


@pytest.mark.parametrize(
    ("who", "status"),
    [("gus", 200), ("tess", 200), ("tom", 200), ("aud", 200), ("lena", 404), ("vera", 404), ("nora", 404)],
)  # fmt: skip
def test_rules_are_read_by_staff(
    district: District, signed_in: Callable[..., Client], url: str, who: str, status: int
) -> None:
    assert signed_in(User.objects.get(username=who)).get(url).status_code == status


def test_set_policy_value_begins_on_its_day_and_stands_in_the_journal(
    district: District, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    client = signed_in(gwen)
    form = client.get(reverse("office:set-policy-value", args=["log.cutoff"]))
    key = form.context["form"]["idempotency_key"].value()
    said = {"value": "12", "since": "2026-12-01", "path": STREET, "idempotency_key": key}

    answers = [client.post(reverse("office:set-policy-value", args=["log.cutoff"]), said) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row = PolicyValue.objects.get(key="log.cutoff")
    assert (row.value, row.since, row.path, row.set_by_id) == (12, dt.date(2026, 12, 1), STREET, gwen.pk)
    assert JournalEntry.objects.filter(act="core.policy_value_set").count() == 1
    assert "2026年12月1日起改为 12 时(次日)" in text_of(client.get(url, {"place": STREET}))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"value": "24"}, "数值要在 0 到 23 之间"),
        ({"value": "-1"}, "数值要在 0 到 23 之间"),
        ({"value": "十"}, "数值的格式不对"),
        ({"since": "2026-11-17"}, "只能从今天或以后开始生效"),
        ({"since": "2026-02-30"}, ""),
        ({"path": "990103"}, ""),
        ({"value": ""}, ""),
    ],
)
def test_set_policy_value_says_no_in_words(
    gwen: User, signed_in: Callable[..., Client], said: dict[str, str], sentence: str
) -> None:
    whole = {"value": "12", "since": TODAY.isoformat(), "path": DISTRICT} | said

    answer = signed_in(gwen).post(reverse("office:set-policy-value", args=["log.cutoff"]), whole)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not PolicyValue.objects.filter(key="log.cutoff").exists()


def test_what_is_read_before_sign_in_is_decided_for_everywhere(gwen: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(gwen)
    for key in EVERYWHERE:
        value = "adm" if policy.parameters()[key].words else 5
        said = {"value": str(value), "since": TODAY.isoformat(), "path": ""}
        assert client.post(reverse("office:set-policy-value", args=[key]), said).status_code == 302
        assert policy.parameters()[key].on(TODAY) == value

    page = client.get(reverse("office:list-policy-values"))
    assert rule(page, "login.session_days").value == "5 天"


def test_a_yes_or_no_is_tapped(gwen: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(gwen)
    url = reverse("office:set-policy-value", args=["photos.allowed"])

    assert 'type="radio"' in client.get(url).content.decode()
    assert client.post(url, {"value": "true", "since": TODAY.isoformat(), "path": DISTRICT}).status_code == 302
    assert policy.parameters()["photos.allowed"].on(TODAY, STREET) is True


@pytest.mark.parametrize("who", ["gus", "tess", "liz", "aud", "kai", "lena", "nora"])
def test_set_policy_value_is_not_there_for_others(
    signed_in: Callable[..., Client], district: District, who: str
) -> None:
    client = signed_in(User.objects.get(username=who))
    url = reverse("office:set-policy-value", args=["log.cutoff"])

    assert client.get(url).status_code == 404
    assert client.post(url, {"value": "12", "since": TODAY.isoformat(), "path": DISTRICT}).status_code == 404
    assert not PolicyValue.objects.filter(key="log.cutoff").exists()


def test_a_rule_that_does_not_exist_is_not_there(gwen: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(gwen).get(reverse("office:set-policy-value", args=["no.such"])).status_code == 404


def test_rules_take_as_many_statements_with_a_long_history(
    district: District, gwen: User, signed_in: Callable[..., Client], statements: Any, url: str
) -> None:
    client = signed_in(gwen)
    few = statements(client, url)
    for n in range(30):
        decide(district, str(n % 23), TODAY - dt.timedelta(days=n))

    assert statements(client, url) == few == 6


def test_roles_are_chosen_and_said_in_words(gwen: User, signed_in: Callable[..., Client]) -> None:
    client = signed_in(gwen)
    url = reverse("office:set-policy-value", args=["totp.required_roles"])
    shown = client.get(url).content.decode()
    assert 'type="checkbox" name="value" value="gov"' in shown
    form = {"value": ["gov", "adm"], "since": clock.today().isoformat(), "path": ""}
    assert client.post(url, form).status_code == 302
    assert PolicyValue.objects.get(key="totp.required_roles").value == "adm,gov"
    listed = text_of(client.get(reverse("office:list-policy-values")))
    assert "系统管理员、综治办工作人员" in listed
    assert "adm,gov" not in listed
    assert re.search(r'value="adm"[^>]*checked', client.get(url).content.decode())

    assert client.post(url, {**form, "value": ["nobody"]}).status_code == 422
    del form["value"]
    assert client.post(url, form).status_code == 302
    assert PolicyValue.objects.get(key="totp.required_roles").value == ""
