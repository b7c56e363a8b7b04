"""How many leave and how many stay (CON-07): the formula as tables, then a place, a page and the API."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.refusals import Refused
from teams import reports
from teams.models import Membership
from teams.rules import Service, Turnover, judge_period, turnover_by
from teams.rules.turnover import serving_since

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
DAY = dt.date(2026, 11, 18)


def row(member: int, since: str, until: str = "", why: str = "", **values) -> Service:
    whole = {"team_id": 1, "path": "990102001001", "employment_class": "FULL_TIME", **values}
    return Service(
        member_id=member,
        since=dt.date.fromisoformat(since),
        until=dt.date.fromisoformat(until) if until else None,
        left_why=why,
        **whole,
    )


def figures(*rows: Service) -> Turnover:
    return turnover_by(rows, FIRST, LAST, lambda row: "")[""]


# --- the formula ----------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-07")
def test_turnover_is_exits_divided_by_average_strength() -> None:
    found = figures(
        row(1, "2025-01-01"),
        row(2, "2025-01-01"),
        row(3, "2025-01-01", "2026-06-01", "RESIGNED"),
        row(4, "2025-01-01", "2026-07-01", "DISMISSED"),
        row(5, "2026-03-01"),
        row(6, "2026-03-01", "2026-04-01", "RETIRED"),
    )
    # Four on the first day, three on the last: three exits by 3.5.
    assert (found.at_first, found.at_last, found.exits, found.stayed) == (4, 3, 3, 2)
    assert (found.turnover, found.retention) == (85.7, 50.0)


@pytest.mark.req("CON-07")
def test_a_transfer_or_change_of_class_is_no_exit() -> None:
    moved = [
        row(1, "2025-01-01", "2026-06-01", "TRANSFERRED"),
        row(1, "2026-06-01", team_id=2),
        row(2, "2025-01-01", "2026-06-01", "CLASS_CHANGED"),
        row(2, "2026-06-01", employment_class="PART_TIME"),
    ]
    by_team = turnover_by(moved, FIRST, LAST, lambda row: row.team_id)
    assert (by_team[1].exits, by_team[1].at_first, by_team[1].at_last, by_team[1].retention) == (0, 2, 1, 100.0)
    assert (by_team[2].at_first, by_team[2].at_last, by_team[2].retention, by_team[2].turnover) == (0, 1, None, 0.0)
    by_class = turnover_by(moved, FIRST, LAST, lambda row: row.employment_class)
    assert by_class["PART_TIME"].exits == by_class["FULL_TIME"].exits == 0


@pytest.mark.req("CON-07")
def test_only_the_last_membership_is_an_exit_and_counts_where_it_was() -> None:
    rows = [
        row(1, "2025-01-01", "2026-05-01", "RESIGNED"),
        row(1, "2025-01-01", "2026-06-01", "RESIGNED", team_id=2),
        row(2, "2025-01-01", "2026-05-01", "RESIGNED"),
        row(2, "2025-01-01", team_id=2),
    ]
    by_team = turnover_by(rows, FIRST, LAST, lambda row: row.team_id)
    assert (by_team[1].exits, by_team[2].exits) == (0, 1)
    assert figures(*rows).at_first == 2


@pytest.mark.parametrize(
    ("until", "exits"), [("2026-01-01", 0), ("2026-01-02", 1), ("2026-12-31", 1), ("2027-01-01", 0)]
)
def test_an_exit_is_one_of_the_period(until, exits) -> None:
    assert figures(row(1, "2025-01-01", until, "RESIGNED"), row(2, "2025-01-01")).exits == exits


def test_where_nobody_served_there_is_no_share() -> None:
    assert Turnover(0, 0, 0, 0).turnover is None
    assert Turnover(0, 0, 0, 0).retention is None
    assert Turnover(0, 0, 0, 0).tenure is None
    assert turnover_by([], FIRST, LAST, lambda row: "") == {}
    came_and_went = figures(row(1, "2026-02-01", "2026-03-01", "RESIGNED"))
    assert (came_and_went.exits, came_and_went.turnover) == (1, None)


@pytest.mark.parametrize(
    ("rows", "since"),
    [
        ([row(1, "2026-01-01")], "2026-01-01"),
        ([row(1, "2025-01-01", "2026-01-01", "TRANSFERRED"), row(1, "2026-01-01")], "2025-01-01"),
        ([row(1, "2024-01-01", "2025-06-01", "RESIGNED"), row(1, "2026-01-01")], "2026-01-01"),
        ([row(1, "2026-01-01", joined_on=dt.date(2019, 5, 1))], "2019-05-01"),
        ([row(1, "2025-01-01"), row(1, "2026-03-01", team_id=2)], "2025-01-01"),
        ([row(1, "2025-01-01", "2026-01-01", "RESIGNED")], None),
        ([row(1, "2027-01-01")], None),
    ],
)
def test_serving_since(rows, since) -> None:
    assert serving_since(rows, LAST) == (dt.date.fromisoformat(since) if since else None)


@pytest.mark.req("CON-07")
def test_tenure_is_the_mean_of_months_without_a_break() -> None:
    assert (
        figures(row(1, "2025-12-31"), row(2, "2024-12-31"), row(3, "2020-01-01", "2026-02-01", "RESIGNED")).tenure
        == 18.0
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [(LAST, FIRST), (FIRST, FIRST), (FIRST, LAST + dt.timedelta(days=1)), (dt.date(2010, 1, 1), LAST)],
)
def test_judge_period_refuses(first, last) -> None:
    judge_period(FIRST, LAST, LAST)
    with pytest.raises(Refused) as no:
        judge_period(first, last, LAST)
    assert no.value.code == "teams.period-odd"


# --- a place --------------------------------------------------------------------------------------------------------


@pytest.fixture
def left(district, time_machine):
    """Of harbour's five one resigned in October; one of willow's was dismissed."""
    time_machine.move_to(clock.at(DAY, 9), tick=False)
    for name, why in (("何平", "RESIGNED"), ("柳青", "DISMISSED")):
        Membership.objects.filter(member=district.members[name]).update(
            until=dt.date(2026, 10, 1), left_why=why, ended_at=clock.at(DAY, 8)
        )
    return district


@pytest.mark.req("CON-07")
def test_turnover_by_street_by_team_and_by_class(left, gwen_actor, tess_actor, django_assert_num_queries) -> None:
    first = dt.date(2026, 9, 2)
    with django_assert_num_queries(3):
        table = reports.turnover(gwen_actor, "990102", first, DAY)
    assert {line.path: (line.figures.at_first, line.figures.exits) for line in table.places} == {
        "990102": (4, 0),
        "990102001": (13, 1),
        "990102002": (8, 1),
    }
    assert (table.total.at_first, table.total.at_last, table.total.exits) == (25, 23, 2)
    assert (table.total.turnover, table.total.retention) == (8.3, 92.0)
    assert [line.employment_class for line in table.classes] == ["FULL_TIME"]

    with django_assert_num_queries(3):
        street = reports.turnover(tess_actor, "990102001", first, DAY)
    harbour = next(line for line in street.places if line.team_id == left.teams["harbour"])
    assert (harbour.figures.turnover, harbour.figures.retention) == (22.2, 80.0)
    assert reports.turnover(tess_actor, "990102002", first, DAY).total.at_first == 0


@pytest.mark.req("CON-07")
def test_the_page_opens_each_row(left, signed_in, gwen, lena, django_assert_max_num_queries) -> None:
    client, address = signed_in(gwen), reverse("teams:turnover")
    with django_assert_max_num_queries(12):
        page = client.get(f"{address}?first=2026-09-02").content.decode()
    assert "8.3%" in page
    assert "?place=990102001&amp;first=2026-09-02&amp;last=2026-11-18" in page
    inside = client.get(f"{address}?place=990102001&first=2026-09-02").content.decode()
    assert reverse("teams:show-team", args=[left.teams["harbour"]]) in inside
    assert "22.2%" in inside
    usual = client.get(address)
    assert (usual.status_code, 'value="2025-11-18"' in usual.content.decode()) == (200, True)
    for wrong in ("first=2026-11-18", "last=2026-11-19", "first=x", "last=2026-01-01&first=2026-02-01"):
        assert client.get(f"{address}?{wrong}").status_code == 422, wrong
    assert "这段时间没有人在队" in client.get(f"{address}?place=99").content.decode()
    assert signed_in(lena).get(address).status_code == 404


def test_turnover_by_api(left, signed_in, petra, lena) -> None:
    address = reverse("api-teams:turnover")
    found = signed_in(petra).get(f"{address}?place=990102001&first=2026-09-02").json()
    assert (found["total"]["exits"], found["total"]["at_first"], found["last"]) == (1, 13, "2026-11-18")
    assert found["classes"][0]["figures"]["retention"] == 92.3
    assert signed_in(petra).get(f"{address}?last=2030-01-01").status_code == 400
    assert signed_in(lena).get(address).status_code == 404
