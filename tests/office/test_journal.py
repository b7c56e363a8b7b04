"""The journal's page: who, what, about what, when, where; names only for who may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duty import commands as duty
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, User
from patrol_ops.office.reports.journal import Asked, entries, journal_page, read_cursor
from tests.cast import District
from tests.office.conftest import TODAY, text_of

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def url() -> str:
    return reverse("office:journal")


@pytest.fixture
def acts(district: District, file_log: Any) -> Any:
    """Lena and Otto filed, Kai reviewed."""
    log = file_log(day=YESTERDAY)
    file_log("willow", day=YESTERDAY)
    duty.review_patrol_log(actor=district.actor("kai"), log_id=log.pk, version=1, at=clock.at(TODAY, 9))
    return log


def shown(answer: Any) -> list[tuple[str, str]]:
    return [(row["who"], row["act"]) for row in answer.context["rows"]]


RECENT = {"first": YESTERDAY.isoformat()}


def test_the_auditor_sees_who_did_what(acts: Any, aud: User, signed_in: Callable[..., Client], url: str) -> None:
    answer = signed_in(aud).get(url, RECENT)

    assert shown(answer) == [("凯文", "审阅巡逻日志"), ("", "提交巡逻日志"), ("", "提交巡逻日志")]
    # Ids of what they are not shown: no names of members, no names of teams, no link to the log.
    said = text_of(answer)
    assert "李娜" not in said
    assert "港口社区社会治安巡防分队" not in said
    assert reverse("duty:show-patrol-log", args=[acts.pk]) not in answer.content.decode()


def test_the_head_of_the_office_sees_members_masked(
    acts: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    answer = signed_in(gwen).get(url, RECENT)

    assert shown(answer) == [("凯文", "审阅巡逻日志"), ("欧*", "提交巡逻日志"), ("李*", "提交巡逻日志")]
    assert reverse("duty:show-patrol-log", args=[acts.pk]) in answer.content.decode()


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["gus", "liz", "tess", "piet", "kai", "lena", "mara", "ada", "ivo", "nora"])
def test_the_journal_is_not_there_for_others(acts: Any, signed_in: Callable[..., Client], url: str, who: str) -> None:
    assert signed_in(User.objects.get(username=who)).get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "凯"}, ["审阅巡逻日志"]),
        ({"who": "kw"}, ["审阅巡逻日志"]),
        ({"who": "kaiwen"}, ["审阅巡逻日志"]),
        ({"who": "谁也不是"}, []),
        ({"act": "duty.patrol_log_submitted"}, ["提交巡逻日志", "提交巡逻日志"]),
        ({"place": "990102002"}, ["提交巡逻日志"]),
        ({"last": YESTERDAY.isoformat()}, ["提交巡逻日志", "提交巡逻日志"]),
        ({"first": TODAY.isoformat()}, ["审阅巡逻日志"]),
        ({"first": "2026-11-19"}, []),
    ],
)
def test_the_journal_is_filtered_by_each(
    acts: Any, gwen: User, signed_in: Callable[..., Client], url: str, asked: dict[str, str], found: list[str]
) -> None:
    assert [act for _who, act in shown(signed_in(gwen).get(url, RECENT | asked))] == found


def test_the_journal_is_filtered_by_subject_and_by_the_id_of_who_acted(
    acts: Any, kai: User, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    client = signed_in(gwen)

    log = client.get(url, {"subject_type": "patrol_log", "subject_id": acts.pk})
    by_id = client.get(url, RECENT | {"who": str(kai.pk)})

    assert [act for _who, act in shown(log)] == ["审阅巡逻日志", "提交巡逻日志"]
    assert shown(by_id) == [("凯文", "审阅巡逻日志")]


def test_nobody_finds_out_a_masked_name_by_searching_it(
    acts: Any, gwen: User, aud: User, signed_in: Callable[..., Client], url: str
) -> None:
    for reader in (gwen, aud):
        for who in ("李娜", "ln", "lina"):
            assert shown(signed_in(reader).get(url, RECENT | {"who": who})) == []


def test_the_journal_pages_by_keys_both_ways(
    district: District, file_log: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    # Many in the same moment: the id decides.
    moment = clock.at(TODAY, 9)
    rows = [JournalEntry(at=moment, actor_kind="system", act="duty.daily_logs_owed", path="990102") for _ in range(120)]
    JournalEntry.objects.bulk_create(rows)
    client = signed_in(gwen)

    def ids(answer: Any) -> list[Any]:
        return [(row["at"], row["act"]) for row in answer.context["rows"]]

    first = client.get(url, RECENT)
    second = client.get(url + first.context["older"])
    third = client.get(url + second.context["older"])
    back = client.get(url + third.context["newer"])

    assert [len(ids(answer)) for answer in (first, second, third)] == [50, 50, 20]
    assert first.context["newer"] == third.context["older"] == ""
    assert ids(back) == ids(second)
    assert "first=2026-11-17" in first.context["older"]


def test_pages_by_key_neither_repeat_nor_leave_out(district: District) -> None:
    actor = district.actor("gwen")
    whole = list(entries(actor, Asked()).order_by("-at", "-pk").values_list("pk", flat=True))
    read, cursor = [], None
    while True:
        found = journal_page(entries(actor, Asked()), cursor, 7)
        read += [row.pk for row in found.rows]
        if found.older is None:
            break
        cursor = read_cursor(str(found.older))

    assert read == whole
    assert len(whole) > 50


def test_the_journal_never_counts(acts: Any, gwen: User, signed_in: Callable[..., Client], url: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        signed_in(gwen).get(url)

    assert not [query for query in asked if "COUNT(" in query["sql"] and "core_journalentry" in query["sql"]]


@pytest.mark.parametrize(("who", "pinned"), [("gwen", 9), ("aud", 7)])
def test_the_journal_takes_as_many_statements_with_fifty_lines_as_with_three(
    acts: Any, signed_in: Callable[..., Client], statements: Any, url: str, who: str, pinned: int
) -> None:
    client = signed_in(User.objects.get(username=who))

    few = statements(client, url + "?first=2026-11-17")

    assert few == pinned
    assert statements(client, url) == few
    assert statements(client, url + "?who=kw") <= 12


@pytest.mark.parametrize(
    "asked",
    [
        "place=abc", "place=990103", "first=2026-02-30", "last=x", "act=nothing", "subject_type=x&subject_id=y",
        "subject_id=" + "9" * 40, "who=" + "x" * 500, "who=%00", "who=%3Cscript%3E", "cursor=x", "cursor=o1-",
        "cursor=o" + "9" * 90 + "-1", "cursor=n0-0", "cursor=o-1-2", "first=2026-11-18&last=2026-11-01",
        "who=" + "9" * 40,
    ],
)  # fmt: skip
def test_the_journal_answers_nonsense_kindly(
    acts: Any, gwen: User, signed_in: Callable[..., Client], url: str, asked: str
) -> None:
    assert signed_in(gwen).get(f"{url}?{asked}").status_code == 200


def test_the_journal_holds_no_person_in_its_rows(acts: Any) -> None:
    said = str(list(JournalEntry.objects.filter(at__gte=clock.start_of(YESTERDAY)).values()))

    assert "李娜" not in said
    assert "凯文" not in said


def test_what_the_system_does_is_the_systems(
    district: District, owe: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    owe(TODAY)

    said = text_of(signed_in(gwen).get(url, {"act": "duty.daily_logs_owed"}))

    assert "系统 当天日志开始计时" in said
    assert not Actor.system("x").is_person


@pytest.mark.parametrize("asked", [Asked(), Asked(place="990102"), Asked(first=YESTERDAY)])
def test_the_newest_come_from_an_index_unsorted(district: District, on_postgresql: bool, asked: Asked) -> None:
    """The million older rows are not touched. (PostgreSQL has to be kept from sorting so few as these.)"""
    with connection.cursor() as cursor:
        for way in ("seqscan", "sort", "bitmapscan") if on_postgresql else ():
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = entries(district.actor("gwen"), asked).order_by("-at", "-pk")[:51].explain()

    assert "journal_at" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort  (" not in plan  # months that come in order are put together by their keys
