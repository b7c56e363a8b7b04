"""What is kept between two writes is what counting anew would say, whatever was written and in which order."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from duty.reports import team_ledger
from patrol_ops.core import clock, kept
from patrol_ops.office.reports.readiness import readiness_by_team
from patrol_ops.office.reports.recruiting import recruiting_of
from patrol_ops.office.reports.tally import sheet_of
from teams.models import Hold, Member, Membership, Team
from teams.reports import check_up, gaps_shown_to, turnover
from teams.rules import HoldKind
from tests.cast import District
from tests.duty.reorganising import DISTRICT, Ledger
from training.reports.shortages import lacks_within

STREET = "990102001"
STEPS = (
    ("file_log", 0),
    ("file_log", 1),
    ("advance", 1),
    ("transfer", 3, 5),
    ("change_class", 4, 0),
    ("second_post", 2, 4),
    ("suspend", 1),
    ("advance", 2),
    ("resume", 1),
    ("file_log", 0),
    ("split", 0, 2, 1),
    ("rename", 2, 1, 0),
    ("merge", 0, 3, 1),
    ("advance", 3),
    ("empty_and_dissolve", 1, 3, 1),
    ("advance", 2),
)
Question = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


@pytest.fixture
def shared(settings: Any) -> Iterator[Any]:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
    settings.CACHES = {**settings.CACHES, kept.SHARED: memory}
    yield caches[kept.SHARED]
    caches[kept.SHARED].clear()


def questions(ledger: Ledger) -> dict[str, Question]:
    """Every report that is kept, asked of the district and of a street."""
    gus, today, at = ledger.actor["gus"], ledger.today, ledger.at
    month = today - dt.timedelta(days=30)
    asked: dict[str, Question] = {}
    for path in (DISTRICT, STREET):
        asked |= {
            f"sheet {path}": (sheet_of, (path, at), {"with_members": True}),
            f"recruiting {path}": (recruiting_of, (path, at), {}),
            f"readiness {path}": (readiness_by_team, (path, today), {}),
            f"ledger {path}": (team_ledger, (path, month, today), {"by_heirs": False}),
            f"ledger by heirs {path}": (team_ledger, (path, month, today), {"by_heirs": True}),
            f"turnover {path}": (turnover, (gus, path, month, today), {}),
            f"check-up {path}": (check_up, (gus, path, today), {}),
            f"lacks {path}": (lacks_within, (gus, today), {"path": path}),
            f"gaps {path}": (gaps_shown_to, (gus, path, today), {}),
        }
    return asked


def name_of(report: Callable[..., Any]) -> str:
    return f"{report.__module__}.{report.__qualname__}"


def answers(ledger: Ledger, *, anew: bool = False) -> dict[str, str]:
    with time_machine.travel(ledger.at, tick=False):
        return {
            name: repr(vars(report)["__wrapped__"](*args, **words) if anew else report(*args, **words))
            for name, (report, args, words) in questions(ledger).items()
        }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [None, 1])
def test_kept_is_what_counting_anew_says(shared: Any, district: District, seed: int | None) -> None:
    steps = list(STEPS)
    if seed is not None:
        random.Random(seed).shuffle(steps)
    ledger = Ledger(district)
    assert {name_of(report) for report, _, _ in questions(ledger).values()} == set(kept.RESTS_ON)
    said = answers(ledger)
    changed: set[str] = set()
    for name, *numbers in steps:
        before = said
        ledger.run(name, *numbers)
        if name == "resume":  # in bulk, which no signal tells of
            lena = Membership.objects.filter(member__user=district.users["lena"]).values_list("member", flat=True)
            held = {"kind": HoldKind.TRAINING, "since": ledger.today, "placed_at": ledger.at}
            Hold.objects.bulk_create(Hold(member_id=pk, **held) for pk in set(lena))
        said = answers(ledger)
        assert said == answers(ledger, anew=True), name
        changed |= {question for question, answer in said.items() if before[question] != answer}
    assert sum(ledger.happened.values()) > len(steps) // 2
    # Each had something new to say at least once, but for contracts and vetting, of which this district has none.
    assert set(said) - changed <= {f"recruiting {DISTRICT}", f"recruiting {STREET}"}


@pytest.mark.django_db(transaction=True)
def test_asked_again_it_counts_nothing(shared: Any, district: District) -> None:
    ledger = Ledger(district)
    first = answers(ledger)
    with CaptureQueriesContext(connection) as asked:
        assert answers(ledger) == first
    assert [query["sql"] for query in asked.captured_queries] == []


def test_every_table_that_a_kept_report_reads_is_one_it_rests_on(district: District) -> None:
    ledger = Ledger(district)
    ledger.run("file_log", 0)
    tables = connection.introspection.table_names()
    for name, (report, args, words) in questions(ledger).items():
        rests_on = kept.RESTS_ON[name_of(report)]
        with time_machine.travel(ledger.at, tick=False), CaptureQueriesContext(connection) as asked:
            report(*args, **words)
        said = " ".join(query["sql"] for query in asked.captured_queries)
        read = {table for table in tables if f'"{table}"' in said}
        assert read, name
        assert {table for table in read if not {table, table.partition("_")[0]} & rests_on} == set(), name


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_kept_and_forgets_nothing(shared: Any, district: District) -> None:
    ledger = Ledger(district)
    asked = (DISTRICT, ledger.today - dt.timedelta(days=30), ledger.today)
    first = team_ledger(*asked, by_heirs=False)
    editions = {name: shared.get(f"kept:edition:{name}") for name in ("duty", "teams")}
    with transaction.atomic():
        Team.objects.filter(pk=district.teams["harbour"]).update(name="别名")
        assert team_ledger(*asked, by_heirs=False) != first
        transaction.set_rollback(True)
    assert {name: shared.get(f"kept:edition:{name}") for name in editions} == editions
    assert team_ledger(*asked, by_heirs=False) == first


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_taken_back_does_not_hide_the_write_that_stands(shared: Any, district: District) -> None:
    ledger = Ledger(district)
    asked = (DISTRICT, ledger.today - dt.timedelta(days=30), ledger.today)
    team_ledger(*asked, by_heirs=False)
    harbour = Team.objects.filter(pk=district.teams["harbour"])
    with transaction.atomic():
        with transaction.atomic():
            harbour.update(name="先写的")
            transaction.set_rollback(True)
        harbour.update(name="留下的")
    assert "留下的" in repr(team_ledger(*asked, by_heirs=False))


@pytest.mark.django_db(transaction=True)
def test_a_write_that_leaves_out_what_is_there_is_noticed_too(shared: Any, district: District) -> None:
    edition = "kept:edition:teams"
    kept.forget("teams")
    before = shared.get(edition)
    member = Member.objects.get(user=district.users["lena"])
    held = Hold(member=member, kind=HoldKind.TRAINING, since=Ledger(district).today, placed_at=clock.now())
    Hold.objects.bulk_create([held], ignore_conflicts=True)
    assert shared.get(edition) != before


@pytest.mark.django_db(transaction=True)
def test_without_its_store_everything_is_counted_and_everything_is_written(settings: Any, district: District) -> None:
    nobody = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, kept.SHARED: nobody}
    ledger = Ledger(district)
    asked = (DISTRICT, ledger.today - dt.timedelta(days=30), ledger.today)
    team_ledger(*asked, by_heirs=False)
    Team.objects.filter(pk=district.teams["harbour"]).update(name="别名")
    assert "别名" in repr(team_ledger(*asked, by_heirs=False))
