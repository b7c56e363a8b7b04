"""What the database itself knows of our rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Value

from patrol_ops.core.constraints import only, ordered, together, two_hands, when
from patrol_ops.core.models import Job, JournalEntry, LoginSlip, Obligation, PolicyValue, User

pytestmark = pytest.mark.django_db


def lawful(constraint: models.CheckConstraint, **row: Any) -> bool:
    """What the condition says of a row, asked of the database in plain values."""
    kinds = {int: models.IntegerField(), str: models.CharField(), type(None): models.IntegerField()}
    values = {name: Value(value, output_field=kinds[type(value)]) for name, value in row.items()}
    return bool(Q(constraint.condition).check(values))


def test_only_known_values(at: dt.datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="k", stage="dancing", created_at=at)
    stages = only("stage", ("a", "b"))
    assert lawful(stages, stage="a")
    assert not lawful(stages, stage="c")


def test_together_or_not_at_all() -> None:
    pair = together("signed_by", "signed_at", name="signed")
    assert lawful(pair, signed_by=1, signed_at=2)
    assert lawful(pair, signed_by=None, signed_at=None)
    assert not lawful(pair, signed_by=1, signed_at=None)
    assert not lawful(pair, signed_by=None, signed_at=2)


def test_a_stage_demands_what_it_demands() -> None:
    cleared = when("stage", "cleared", then=Q(notice__isnull=False), name="cleared_by_a_notice")
    assert lawful(cleared, stage="cleared", notice=4)
    assert lawful(cleared, stage="proposed", notice=None)
    assert not lawful(cleared, stage="cleared", notice=None)


def test_two_hands_are_two_logins() -> None:
    hands = two_hands("submitted_by", "reviewed_by")
    assert lawful(hands, submitted_by=1, reviewed_by=2)
    assert lawful(hands, submitted_by=1, reviewed_by=None)
    assert lawful(hands, submitted_by=None, reviewed_by=None)
    assert not lawful(hands, submitted_by=1, reviewed_by=1)


def test_an_end_is_not_before_its_beginning(make_user: Callable[..., User], at: dt.datetime) -> None:
    span = ordered("since", "until", "span")
    assert lawful(span, since=1, until=None)
    assert lawful(span, since=1, until=1)
    assert not lawful(span, since=2, until=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoginSlip.objects.create(user=make_user(), code_digest="x", made_at=at, expires_at=at - dt.timedelta(1))


def test_names_fit_both_databases() -> None:
    for model in (Job, JournalEntry, LoginSlip, Obligation, PolicyValue):
        for constraint in model._meta.constraints:
            assert len(constraint.name) <= 63
            assert "%" not in constraint.name


def test_a_login_has_one_open_slip(make_user: Callable[..., User], at: dt.datetime) -> None:
    lena = make_user()
    terms = {"user": lena, "made_at": at, "expires_at": at + dt.timedelta(1)}
    LoginSlip.objects.create(code_digest="a", used_at=at, **terms)
    LoginSlip.objects.create(code_digest="b", cancelled_at=at, **terms)
    LoginSlip.objects.create(code_digest="c", **terms)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoginSlip.objects.create(code_digest="d", **terms)


def test_an_obligation_is_settled_or_cancelled_never_both(at: dt.datetime) -> None:
    terms = {"kind": "k", "subject_type": "t", "subject_id": 1, "role": "leader", "created_at": at, "due_at": at}
    Obligation.objects.create(settled_at=at, period="a", **terms)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(settled_at=at, cancelled_at=at, period="b", **terms)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.create(period="a", **terms)
