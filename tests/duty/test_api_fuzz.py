"""Whatever is sent: never an error of ours, and what is refused has changed nothing."""

import json
import uuid

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duty.rules import EntryKind, Mode, NoPatrol, ToldTo
from patrol_ops.core import clock
from tests.duty.conftest import DAY
from tests.duty.saying import rows

NOW = clock.at(DAY, 22)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)


def nested(some):
    return st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3)


anything = st.recursive(scalars, nested, max_leaves=8)
times = st.times().map(lambda t: t.isoformat()) | st.sampled_from(["19:00", "24:00", "25:61", "", "7 Uhr"])
days = st.dates().map(lambda d: d.isoformat()) | st.sampled_from(["2026-11-17", "2026-02-30", "0000-00-00"])
words = st.text(max_size=60) | st.sampled_from(["路灯不亮", "13812345678", "粤B12345", "\u0000", "<b>", "字" * 600])
ids = st.integers(1, 40) | st.integers()


def maybe(**fields):
    """An object with some of these fields, and sometimes with nonsense in one."""
    return st.fixed_dictionaries({}, optional={name: some | anything for name, some in fields.items()})


walkers = maybe(member_id=ids, insignia=st.booleans())
patrols = maybe(
    started=times,
    ended=times,
    area_id=ids,
    mode=st.sampled_from(list(Mode)),
    post=words,
    joint=st.booleans(),
    walkers=st.lists(walkers, max_size=3),
)
entries = maybe(
    kind=st.sampled_from(list(EntryKind)),
    at=times,
    place=words,
    category=words,
    count=st.integers(),
    hours=st.integers(),
    topic=words,
    material=words,
    text=words,
    told_to=st.sampled_from(list(ToldTo)),
    told_at=times,
    reference=words,
    contained_at=times,
    protected_at=times,
    due_on=days,
    outcome=words,
)
logs = maybe(
    day=days,
    version=st.integers(),
    patrols=st.lists(patrols, max_size=3),
    entries=st.lists(entries, max_size=3),
    no_patrol=st.sampled_from(list(NoPatrol)),
    no_patrol_note=words,
    hand_over=words,
)
# Mostly right, with one thing spoilt: gets further in.
nearly = st.builds(lambda base, spoilt: {**base, **spoilt}, st.just({"day": "2026-11-17", "no_patrol": "REST"}), logs)


@pytest.fixture
def sent(lena, harbour, filed, signed_in):
    """Sends one body to one door, looks at what it left, and takes it back."""
    client = signed_in(lena)

    def check(path, body, key):
        before, headers = rows(), {"Idempotency-Key": key}
        with transaction.atomic():
            answer = client.post(f"/api/v1/duty/{path}", json.dumps(body), "application/json", headers=headers)
            assert answer.status_code < 500, (path, body, answer.content)
            if answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json"
                assert rows() == before
            transaction.set_rollback(True)

    return check


many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(body=logs | nearly | anything, key=st.just("") | st.uuids().map(str) | st.text("abc-", max_size=12))
def test_a_log_of_anything(body, key, sent, harbour):
    with time_machine.travel(NOW, tick=False):
        sent(f"teams/{harbour.pk}/logs/", body, key)


AFTERWARDS = (
    "logs/{log}/review/",
    "logs/{log}/return/",
    "logs/{log}/addenda/",
    "entries/{entry}/follow-up/",
    "teams/{team}/backfill/",
)
FILTERS = ("place", "team", "first", "last", "stage", "late", "page_size", "cursor", "page", "overdue", "kind")


@many
@given(
    path=st.sampled_from(AFTERWARDS),
    body=maybe(version=st.integers(), reason=words, text=words, outcome=words, day=days) | anything,
)
def test_what_comes_afterwards_of_anything(path, body, sent, filed):
    with time_machine.travel(NOW, tick=False):
        path = path.format(log=filed.pk, entry=filed.entries.get().pk, team=filed.team_id)
        sent(path, body, str(uuid.uuid4()))


@many
@given(query=st.dictionaries(st.sampled_from(FILTERS), words | days, max_size=3))
def test_a_list_asked_for_anything(query, filed, kai, signed_in):
    client = signed_in(kai)
    for path in ("/api/v1/duty/logs/", "/duty/logs/", "/duty/entries/"):
        assert client.get(path, query).status_code < 500
