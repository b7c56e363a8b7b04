"""A submission counts once, however often and however closely it arrives."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from patrol_ops.core.access import Actor
from patrol_ops.core.idempotency import AnotherBody, Answer, digest_of, once
from patrol_ops.core.models import CalendarDay, IdempotencyKey, User
from patrol_ops.core.refusals import Refused

pytestmark = pytest.mark.django_db

KEY = "0d4c6f3e-5b1a-4f0e-9a57-3f3b7d1c2a11"
DAY = dt.date(2026, 11, 18)


@pytest.fixture
def lena() -> Actor:
    return Actor("person", User.objects.create(username="lena", name="lena").pk)


def mark() -> CalendarDay:
    return CalendarDay.objects.create(day=DAY + dt.timedelta(CalendarDay.objects.count()), is_working=True)


def send(actor: Actor, at: dt.datetime, *, key: str = KEY, body: Any = "a", act: Callable[[], Any] = mark) -> Answer:
    return once(actor=actor, key=key, door="mark-day", body=body, at=at, act=act)


def test_the_first_result_is_the_answer(lena: Actor, at: dt.datetime) -> None:
    first = send(lena, at)
    second = send(lena, at)
    assert (first.replayed, second.replayed) == (False, True)
    assert first.subject_id == second.subject_id == CalendarDay.objects.get().pk


def test_another_body_or_another_door_is_a_mistake(lena: Actor, at: dt.datetime) -> None:
    send(lena, at)
    with pytest.raises(AnotherBody) as no:
        send(lena, at, body="b")
    assert no.value.status == 409
    with pytest.raises(AnotherBody):
        once(actor=lena, key=KEY, door="other", body="a", at=at, act=mark)
    assert CalendarDay.objects.count() == 1


def test_the_same_key_of_another_person_is_another_submission(lena: Actor, at: dt.datetime) -> None:
    otto = Actor("person", User.objects.create(username="otto", name="otto").pk)
    assert not send(lena, at).replayed
    assert not send(otto, at).replayed
    assert CalendarDay.objects.count() == 2


def test_the_public_counts_once_too(at: dt.datetime) -> None:
    assert not send(Actor.public(), at).replayed
    assert send(Actor.public(), at).replayed
    with pytest.raises(IntegrityError):
        IdempotencyKey.objects.create(key=KEY, door="mark-day", digest="x", at=at)


def test_a_refused_submission_leaves_no_key(lena: Actor, at: dt.datetime) -> None:
    def refuse() -> CalendarDay:
        mark()
        raise Refused("tests.no")

    with pytest.raises(Refused):
        send(lena, at, act=refuse)
    assert not IdempotencyKey.objects.exists()
    assert not CalendarDay.objects.exists()
    assert not send(lena, at).replayed


def test_without_a_key_everything_counts(lena: Actor, at: dt.datetime) -> None:
    assert not send(lena, at, key="").replayed
    assert not send(lena, at, key="").replayed
    assert CalendarDay.objects.count() == 2


def test_a_key_of_any_length_is_refused(lena: Actor, at: dt.datetime) -> None:
    with pytest.raises(Refused):
        send(lena, at, key="k" * 65)


def test_a_clash_inside_the_act_stays_a_clash(lena: Actor, at: dt.datetime) -> None:
    CalendarDay.objects.create(day=DAY, is_working=True)
    with pytest.raises(IntegrityError):
        send(lena, at, act=lambda: CalendarDay.objects.create(day=DAY, is_working=True))


def test_a_body_is_what_it_means() -> None:
    assert digest_of({"a": 1, "b": [1, 2]}) == digest_of({"b": [1, 2], "a": 1})
    assert digest_of({"day": DAY}) == digest_of({"day": "2026-11-18"})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
    assert digest_of([1, 2]) != digest_of([2, 1])


@pytest.mark.django_db(transaction=True)
def test_copies_that_arrive_together_count_once(
    lena: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    answers = at_once(*[lambda: send(lena, at) for _ in range(6)])
    assert {answer.subject_id for answer in answers} == {CalendarDay.objects.get().pk}
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_the_second_goes_on_when_the_first_is_refused(
    lena: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    turn = threading.Lock()
    tried: list[int] = []

    def first_is_refused() -> CalendarDay:
        with turn:
            tried.append(1)
            if len(tried) == 1:
                raise Refused("tests.no")
        return mark()

    results = at_once(*[lambda: send(lena, at, act=first_is_refused) for _ in range(4)])
    assert sum(isinstance(result, Refused) for result in results) == 1
    answers = [result for result in results if isinstance(result, Answer)]
    assert len(answers) == 3
    assert sum(not answer.replayed for answer in answers) == 1
    assert CalendarDay.objects.count() == 1
