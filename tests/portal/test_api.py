"""The public API: what the pages do, with a link in the answer; nobody is signed in, and the same limits hold."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from patrol_ops.core import clock
from patrol_ops.core.models import DoorUse, User
from recruitment.models import Applicant, Objection
from tests.cast import identity
from tests.portal.conftest import the_applicant
from tests.recruitment.story import CLOSED, PUBLISHED, Story

API = "/api/v1/portal"
KEY = "7d1b0c1e-9a52-4c38-8b0e-2f6f0a7d3c11"


def get(path: str) -> tuple[int, Any]:
    answer = Client().get(API + path)
    return answer.status_code, answer.json()


def post(path: str, body: Any = None, key: str = "", client: Client | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return (client or Client()).post(API + path, body or {}, content_type="application/json", headers=headers)


def body(story: Story, **values: Any) -> dict[str, Any]:
    post_id = story.campaign.posts.order_by("pk")[0].pk
    whole = {
        "post_id": post_id,
        "name": "江小渔",
        "identity": identity(871, "19931122"),
        "phone": "13788887777",
        "schooling": "SENIOR",
        "local": True,
        "priority": False,
        "reserve": True,
        "declared": True,
        "informed": True,
    }
    return {**whole, **values}


@pytest.fixture
def opened(story: Story, moment: Traveller) -> Story:
    return story.until_open()


@pytest.fixture
def noticed(story: Story, moment: Traveller) -> Story:
    story.until_noticed("赵一", "钱二")
    moment.move_to(clock.at(PUBLISHED, 12))
    return story


def applied(story: Story) -> str:
    answer = post(f"/campaigns/{story.campaign_id}/apply/", body(story), KEY)
    assert answer.status_code == 201
    secret: str = answer.json()["secret"]
    return secret


def test_list_campaigns_and_show_campaign(opened: Story) -> None:
    status, listed = get("/campaigns/")
    _, shown = get(f"/campaigns/{opened.campaign_id}/")

    assert status == 200
    assert [row["number"] for row in listed["results"]] == ["990102-2026-1"]
    assert shown["posts"][0]["number"] == 2
    assert shown["threshold"] == 60
    assert {line["gate"] for line in shown["criteria"]} == {"AGE", "COMPETENCE", "POST"}
    assert get("/campaigns/999/")[0] == 404


def test_submit_application_once_under_its_key(opened: Story) -> None:
    path = f"/campaigns/{opened.campaign_id}/apply/"
    first, again = post(path, body(opened), KEY), post(path, body(opened), KEY)

    assert first.json() == again.json()
    secret = first.json()["secret"]
    assert first.json()["link"] == "http://testserver" + reverse("portal:follow-application", args=[secret])
    assert Applicant.objects.count() == 1
    assert DoorUse.objects.get().count == 1
    other = post(path, body(opened, phone="13700001111"), KEY)
    assert (other.status_code, other.json()["code"]) == (409, "core.same-key-other-content")


@pytest.mark.parametrize(
    ("values", "key", "status", "code"),
    [
        ({}, "", 422, "portal.key-missing"),
        ({}, "x", 422, "core.malformed"),
        ({"declared": False}, KEY, 422, "recruitment.not-own-will"),
        ({"informed": False}, KEY, 422, "recruitment.not-informed"),
        ({"identity": "1"}, KEY, 422, "teams.identity-invalid"),
        ({"post_id": 10**12}, KEY, 422, "recruitment.post-unknown"),
        ({"local": "perhaps"}, KEY, 400, "core.invalid"),
    ],
)
def test_submit_application_says_why_not(
    opened: Story, values: dict[str, Any], key: str, status: int, code: str
) -> None:
    answer = post(f"/campaigns/{opened.campaign_id}/apply/", body(opened, **values), key)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert not Applicant.objects.exists()


def test_follow_correct_and_withdraw_application(opened: Story) -> None:
    secret = applied(opened)
    answer = Client().get(f"{API}/applications/{secret}/")

    assert answer["Cache-Control"] == "no-store, private"
    assert (answer.json()["stage"], answer.json()["identity"]) == ("SUBMITTED", identity(871, "19931122"))
    corrected = post(f"/applications/{secret}/correct/", body(opened, phone="13700001111"))
    assert (corrected.status_code, corrected.json()["phone"]) == (200, "13700001111")
    assert post(f"/applications/{secret}/withdraw/").json()["stage"] == "WITHDRAWN"
    assert post(f"/applications/{secret}/withdraw/").status_code == 409


def test_erase_application(opened: Story) -> None:
    secret = applied(opened)

    assert post(f"/applications/{secret}/erase/").status_code == 204
    assert get(f"/applications/{secret}/")[0] == 404
    assert not Applicant.objects.exists()


def test_decline_offer(story: Story, moment: Traveller) -> None:
    story.until_offered("赵一", "钱二")
    moment.move_to(clock.at(CLOSED, 12))

    answer = post(f"/applications/{story.secrets['赵一']}/decline/")
    assert answer.json()["stage"] == "DECLINED"


@pytest.mark.parametrize("act", ["correct", "withdraw", "decline", "erase"])
def test_a_wrong_secret_finds_nothing(opened: Story, act: str) -> None:
    applied(opened)
    answer = post(f"/applications/{'0' * 40}/{act}/", body(opened))

    assert (answer.status_code, answer.json()["code"]) == (404, "core.not-found")
    assert get(f"/objections/{'0' * 40}/")[0] == 404


def test_list_notices_and_show_notice_masked(noticed: Story) -> None:
    notice = noticed.notice()
    status, shown = get(f"/notices/{notice.pk}/")

    assert status == 200
    assert [line["name"] for line in shown["lines"]] == ["赵*", "钱*"]
    assert (shown["counted_from"], shown["last_day"], shown["days"]) == ("2026-10-29", "2026-11-09", 7)
    assert [row["id"] for row in get("/notices/")[1]["results"]] == [notice.pk]
    assert get("/notices/999/")[0] == 404


def test_lodge_and_follow_objection(noticed: Story) -> None:
    path = f"/notices/{noticed.notice().pk}/object/"
    said = {"applicant_id": noticed.ids["赵一"], "reason": "考核那天没有看见他。", "contact": ""}
    first, again = post(path, said, KEY), post(path, said, KEY)

    assert first.json() == again.json()
    assert Objection.objects.count() == 1
    followed = Client().get(f"{API}/objections/{first.json()['secret']}/")
    assert followed.json()["stage"] == "RECEIVED"
    assert followed["Cache-Control"] == "no-store, private"
    assert post(path, {**said, "applicant_id": 10**12}, str(uuid.uuid4())).json()["code"] == (
        "recruitment.not-on-notice"
    )


def test_too_often_is_429_and_a_replay_is_not(opened: Story) -> None:
    secret = applied(opened)
    DoorUse.objects.update(count=60)
    path = f"/campaigns/{opened.campaign_id}/apply/"
    answer = post(path, body(opened, identity=identity(872, "19931122")), str(uuid.uuid4()))

    assert (answer.status_code, answer.json()["code"]) == (429, "core.too-many")
    assert post(path, body(opened), KEY).json()["secret"] == secret
    for _ in range(3):
        post(f"/applications/{secret}/withdraw/")
    DoorUse.objects.update(count=60)
    assert post(f"/applications/{secret}/erase/").status_code == 429
    assert the_applicant().stage == "WITHDRAWN"


def test_whoever_is_signed_in_is_nobody_here(opened: Story, signed_in: Callable[..., Client]) -> None:
    client = signed_in(User.objects.get(username="gwen"))
    answer = post(f"/campaigns/{opened.campaign_id}/apply/", body(opened), KEY, client)

    assert answer.status_code == 201
    bearer = Client(headers={"Authorization": "Bearer po_nothing"}).get(f"{API}/campaigns/")
    assert bearer.status_code == 200
