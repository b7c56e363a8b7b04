"""What somebody is typing: newest wins, owner only, gone in time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from patrol_ops.core import autosave
from patrol_ops.core.models import Autosave, IdempotencyKey, User
from patrol_ops.core.refusals import Refused

pytestmark = pytest.mark.django_db

FORM, SUBJECT = "duty:submit-patrol-log", "7/2026-11-18"


@pytest.fixture
def lena(make_user: Callable[..., User]) -> User:
    return make_user("lena")


def ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def keep(user: User, text: str, revision: int, at: dt.datetime) -> autosave.Kept:
    return autosave.keep(user.pk, FORM, SUBJECT, {"summary": text}, revision, at)


def held(user: User) -> Any:
    kept = autosave.latest(user.pk, FORM, SUBJECT)
    return kept and (kept.payload["summary"], kept.revision)


def test_the_newest_revision_wins_whatever_the_order(lena: User, at: dt.datetime) -> None:
    assert keep(lena, "a", 100, at).revision == 100
    assert keep(lena, "c", 300, at).payload == {"summary": "c"}
    answer = keep(lena, "b", 200, at + dt.timedelta(minutes=1))
    assert (answer.payload, answer.revision, answer.saved_at) == ({"summary": "c"}, 300, at)
    keep(lena, "again", 300, at)
    assert held(lena) == ("c", 300)
    assert Autosave.objects.count() == 1


def test_each_login_form_and_subject_has_its_own(lena: User, at: dt.datetime, make_user: Callable[..., User]) -> None:
    otto = make_user("otto")
    keep(lena, "mine", 5, at)
    assert held(otto) is None
    keep(otto, "his", 1, at)
    autosave.keep(lena.pk, FORM, "8/2026-11-18", {"summary": "other"}, 1, at)
    assert held(lena) == ("mine", 5)
    assert held(otto) == ("his", 1)


def test_a_clock_that_runs_ahead_does_not_lock_out_the_other_phone(lena: User, at: dt.datetime) -> None:
    keep(lena, "from next year", ms(at + dt.timedelta(days=365)), at)
    later = at + dt.timedelta(minutes=6)
    keep(lena, "from today", ms(later), later)
    assert held(lena) == ("from today", ms(later))


def test_too_much_is_refused_and_changes_nothing(lena: User, at: dt.datetime) -> None:
    keep(lena, "a", 1, at)
    with pytest.raises(Refused) as no:
        keep(lena, "巡" * 20_001, 2, at)
    assert no.value.code == "core.autosave-too-large"
    assert held(lena) == ("a", 1)


@pytest.mark.parametrize(("form", "subject"), [("", "s"), ("f", ""), ("f" * 61, "s"), ("f", "s\n"), ("<b>", "s")])
def test_names_are_names(lena: User, at: dt.datetime, form: str, subject: str) -> None:
    with pytest.raises(Refused):
        autosave.keep(lena.pk, form, subject, {}, 1, at)


def test_clearing_and_purging(lena: User, at: dt.datetime) -> None:
    keep(lena, "a", 1, at)
    autosave.keep(lena.pk, FORM, "other", {}, 1, at - dt.timedelta(days=8))
    autosave.keep(lena.pk, "another", "x", {}, 1, at)
    assert autosave.purge(at) == 1
    assert autosave.clear(lena.pk, FORM, SUBJECT) == 1
    assert held(lena) is None
    assert autosave.clear(lena.pk) == 1
    assert not Autosave.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_keep_the_newest(lena: User, at: dt.datetime, at_once: Callable[..., list[Any]]) -> None:
    results = at_once(*[lambda n=n: keep(lena, str(n), n, at) for n in (3, 1, 5, 2, 4)])
    assert all(isinstance(result, autosave.Kept) for result in results), results
    assert held(lena) == ("5", 5)


class TestDoor:
    URL = "/autosave/"

    @pytest.fixture
    def client(self, lena: User, at: dt.datetime) -> Any:
        with time_machine.travel(at, tick=False):
            client = Client()
            client.force_login(lena, backend="patrol_ops.core.signin.PhoneOrNameBackend")
            yield client

    def post(self, client: Client, **body: Any) -> Any:
        said = {"form": FORM, "subject": SUBJECT, "payload": {"summary": "巡逻"}, "revision": 5, **body}
        return client.post(self.URL, json.dumps(said), content_type="application/json")

    def get(self, client: Client, **query: str) -> Any:
        return client.get(self.URL, {"form": FORM, "subject": SUBJECT, **query})

    def test_what_is_posted_comes_back(self, client: Client, at: dt.datetime) -> None:
        assert reverse("autosave") == self.URL
        assert self.get(client).status_code == 204
        answer = self.post(client)
        assert answer.json() == {"revision": 5, "saved_at": at.isoformat()}
        assert self.get(client).json() == {"payload": {"summary": "巡逻"}, "revision": 5, "saved_at": at.isoformat()}
        assert "no-store" in self.get(client)["Cache-Control"]

    def test_a_plain_form_body_is_kept_field_by_field(self, client: Client) -> None:
        fields = {"form": FORM, "subject": SUBJECT, "revision": "6", "summary": "好", "walked": ["1", "2"]}
        assert client.post(self.URL, fields).status_code == 200
        assert self.get(client).json()["payload"] == {"summary": "好", "walked": ["1", "2"]}
        fields = {"form": FORM, "subject": SUBJECT, "revision": "7", "payload": '{"summary": "x"}'}
        assert client.post(self.URL, fields).status_code == 200
        assert self.get(client).json()["payload"] == {"summary": "x"}

    def test_it_is_deleted_when_done(self, client: Client) -> None:
        self.post(client)
        assert client.delete(f"{self.URL}?form={FORM}&subject={SUBJECT}").status_code == 204
        assert self.get(client).status_code == 204

    @pytest.mark.parametrize(
        "wrong",
        [
            {"revision": "5"},
            {"revision": 5.5},
            {"revision": True},
            {"revision": -1},
            {"payload": "text"},
            {"payload": [1]},
            {"form": 3},
            {"form": ""},
            {"subject": None},
        ],
    )
    def test_the_unreadable_is_refused(self, client: Client, wrong: dict[str, Any]) -> None:
        answer = self.post(client, **wrong)
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "core.malformed"
        assert not Autosave.objects.exists()

    @pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 5000, '{"form": "f"}'])
    def test_a_body_that_is_none_is_refused(self, client: Client, body: str) -> None:
        assert client.post(self.URL, body, content_type="application/json").status_code == 422

    def test_an_oversized_body_is_said_to_be_so(self, client: Client) -> None:
        assert self.post(client, payload={"a": "x" * 70_000}).json()["code"] == "core.autosave-too-large"
        answer = self.post(client, payload={"a": "x" * 1_100_000})
        assert (answer.status_code, answer.json()["code"]) == (413, "core.autosave-too-large")

    def test_whoever_is_not_signed_in_is_told_so_plainly(self) -> None:
        answer = Client().get(self.URL)
        assert (answer.status_code, answer.json()["code"]) == (401, "core.not-signed-in")
        assert Client().post(self.URL).status_code == 401

    def test_only_the_owner_reads_it(self, client: Client, make_user: Callable[..., User]) -> None:
        self.post(client)
        client.force_login(make_user("otto"), backend="patrol_ops.core.signin.PhoneOrNameBackend")
        assert self.get(client).status_code == 204

    def test_another_sites_form_is_refused(self, lena: User) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(lena, backend="patrol_ops.core.signin.PhoneOrNameBackend")
        assert self.post(strict).status_code == 403
        assert not Autosave.objects.exists()

    def test_a_save_is_cheap(self, client: Client, django_assert_max_num_queries: Any) -> None:
        self.post(client)
        with django_assert_max_num_queries(12):
            self.post(client, revision=9)


# --- a form that has been sent --------------------------------------------------------------------------------------

KEY = "0d4c6f3e-5b1a-4f0e-9a57-3f3b7d1c2a11"


def save(client: Client, revision: int, key: Any = (KEY,)) -> Any:
    payload = {"summary": ["x"], "idempotency_key": list(key) if isinstance(key, tuple) else key}
    said = {"form": FORM, "subject": SUBJECT, "revision": revision, "payload": payload}
    return client.post(reverse("autosave"), json.dumps(said), content_type="application/json")


def send(user: User, at: dt.datetime, key: str = KEY) -> None:
    IdempotencyKey.objects.create(user=user, key=key, door="tests", digest="", at=at, subject_id=1)


@pytest.mark.parametrize("key", [(KEY,), KEY])
def test_a_save_that_arrives_after_its_form_was_sent_is_not_kept(
    lena: User, at: dt.datetime, signed_in: Callable[[User], Client], key: Any
) -> None:
    client = signed_in(lena)
    assert save(client, 1, key).status_code == 200
    send(lena, at)
    answer = save(client, 2, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "core.already-sent")
    assert not Autosave.objects.exists()


def test_the_next_form_is_kept_again(lena: User, at: dt.datetime, signed_in: Callable[[User], Client]) -> None:
    send(lena, at)
    assert save(signed_in(lena), 1, (KEY.replace("0d", "1d"),)).status_code == 200
    for no_key in ("once", 7, None, {}, (7,), ("\x00",)):
        assert save(signed_in(lena), 2, no_key).status_code == 200


def test_another_persons_key_is_not_mine(
    lena: User, at: dt.datetime, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    send(make_user("otto"), at)
    assert save(signed_in(lena), 1).status_code == 200


def test_what_was_sent_is_forgotten_with_the_answer(
    lena: User, at: dt.datetime, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    otto = make_user("otto")
    save(signed_in(lena), 1)
    save(signed_in(otto), 1)
    keep(lena, "another form", ms(at), at)
    autosave.keep(lena.pk, FORM, "8/2026-11-18", {"summary": "other"}, 1, at)
    save(signed_in(lena), ms(at) + 1)
    autosave.forget_sent(lena.pk, KEY)
    assert held(lena) is None
    assert autosave.latest(lena.pk, FORM, "8/2026-11-18")
    assert autosave.latest(otto.pk, FORM, SUBJECT)
