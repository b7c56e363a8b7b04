"""The situation: exceptions first, figures that equal the rows they open, counted at the moment of asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.models import User
from patrol_ops.office.reports.tally import sheet_of
from teams import commands as teams
from teams.models import Membership, Team
from teams.rules import Form, Relation, TeamDraft, Tier
from tests.cast import District
from tests.office.conftest import TODAY, days_before, text_of

DISTRICT, STREET, OTHER_STREET, HARBOUR = "990102", "990102001", "990102002", "990102001001"
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def url() -> str:
    return reverse("office:situation")


def counted(answer: Any) -> dict[str, Any]:
    return {figure["key"]: figure for group in answer.context["figures"] for figure in group["figures"]}


# How each figure's list tells how many rows it has.
ROWS = {
    "day-filed": "page", "day-to-come": "page", "eve-on-time": "page", "eve-late": "page", "eve-missing": "page",
    "on-time": "page", "late": "page", "missing": "page", "waiting": "page", "hazards": "page", "teams": "page",
    "members": "page",
}  # fmt: skip


@pytest.mark.parametrize("who", ["gwen", "tess", "piet", "kai"])
@pytest.mark.parametrize("place", [DISTRICT, STREET, HARBOUR])
def test_every_figure_is_the_number_of_rows_it_opens(
    week: None, signed_in: Callable[..., Client], url: str, who: str, place: str
) -> None:
    client = signed_in(User.objects.get(username=who))
    figures = counted(client.get(url, {"place": place}))

    assert set(ROWS) <= set(figures)
    for key, name in ROWS.items():
        opened = client.get(figures[key]["url"])
        assert opened.status_code == 200, figures[key]["url"]
        assert opened.context[name].paginator.count == figures[key]["value"], figures[key]


@pytest.mark.parametrize("place", [DISTRICT, STREET, HARBOUR])
def test_every_number_below_is_the_number_of_rows_it_opens(
    week: None, gwen: User, signed_in: Callable[..., Client], url: str, place: str
) -> None:
    client = signed_in(gwen)
    rows = client.get(url, {"place": place}).context["below"]

    assert rows
    for row in rows:
        for name in ("on_time", "late", "missing", "waiting", "hazards", "teams"):
            if row[f"{name}_url"]:
                opened = client.get(row[f"{name}_url"])
                assert opened.context["page"].paginator.count == getattr(row["tally"], name), (row["name"], name)


def test_what_lies_below_adds_up_to_the_whole(
    week: None, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    answer = signed_in(gwen).get(url)
    sheet = sheet_of(DISTRICT, clock.now(), with_members=False)

    for name in ("teams", "actual", "authorised", "on_time", "late", "missing", "waiting", "hazards", "walked"):
        values = [getattr(row["tally"], name) for row in answer.context["below"]]
        assert sum(values[1:], values[0]) == getattr(sheet.total, name), name


def test_the_figures_count_what_happened(week: None, gwen: User, signed_in: Callable[..., Client], url: str) -> None:
    figures = counted(signed_in(gwen).get(url))

    shown = {key: figure["value"] for key, figure in figures.items()}
    assert shown | {
        "teams": 6, "strength": "25/126", "members": 25, "on-time": 2, "late": 1, "missing": 15, "eve-on-time": 2,
        "eve-missing": 4, "waiting": 2, "hazards": 1, "hours": 12,
    } == shown  # fmt: skip


@pytest.mark.req("LOG-01")
def test_a_log_filed_a_moment_ago_is_in_the_figures(
    owe: Any, file_log: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    owe(TODAY)
    client = signed_in(gwen)
    before = counted(client.get(url))
    file_log(day=TODAY, started=dt.time(9), ended=dt.time(11), at=clock.now())
    after = counted(client.get(url))

    def moved(key: str) -> int:
        return int(after[key]["value"]) - int(before[key]["value"])

    assert {key: moved(key) for key in ("day-filed", "day-to-come", "on-time", "waiting", "hours")} == {
        "day-filed": 1, "day-to-come": -1, "on-time": 1, "waiting": 1, "hours": 4,
    }  # fmt: skip


def test_exceptions_come_first_and_the_worst_before_others(
    district: District, owe: Any, file_log: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    owe(*days_before(5))
    for day in days_before(3):
        file_log("willow", day=day)
    plan = teams.plan_team(
        actor=district.actor("gus"),
        place_id=district.places["990102001001"],
        tier=Tier.DETACHMENT,
        draft=TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="东村"),
        at=clock.now(),
    )
    teams.relate_unit(
        actor=district.actor("gus"),
        team_id=plan.pk,
        unit_id=district.units["station"],
        relation=Relation.MANAGING,
        at=clock.now(),
    )
    teams.submit_team(actor=district.actor("gus"), team_id=plan.pk, at=clock.now())
    teams.suspend_team(
        actor=district.actor("gwen"), team_id=district.teams["other_squadron"], reason="整顿", at=clock.now()
    )

    answer = signed_in(gwen).get(url)
    lines = answer.context["exceptions"]
    said = text_of(answer)

    assert [line["state"] for line in lines] == [
        "缺日志", "缺日志", "待批准", "没有队长", "没有队长", "缺 76 人", "缺 11 人",
        "待正式录用", "待正式录用", "已停勤",
    ]  # fmt: skip
    assert "近 7 天缺 5 篇日志，最早的是 11月13日" in lines[0]["note"]
    assert lines[0]["place"] == "启明区"
    assert said.index("需要处理") < said.index("在勤队伍")
    assert {link["text"] for link in answer.context["more"]} >= {"缺日志的队伍 5 支", "缺编的队伍 5 支"}


def test_every_exception_and_its_whole_list_lead_somewhere(
    week: None, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    client = signed_in(gwen)
    answer = client.get(url)
    links = [line["url"] for line in (*answer.context["exceptions"], *answer.context["more"])]

    assert len(links) > 8
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_a_review_past_its_time_and_an_overdue_entry_are_exceptions(
    file_log: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    file_log(day=dt.date(2026, 11, 1), hazard=True)

    lines = signed_in(gwen).get(url).context["exceptions"]

    assert [line["state"] for line in lines[:2]] == ["待审阅", "超期"]
    assert "1 篇日志过了审阅期限，最早应在 11月4日 审阅" in lines[0]["note"]
    assert "1 条隐患或情况超期未办结，最早应在 11月16日 办结" in lines[1]["note"]


# --- whose --------------------------------------------------------------------------------------------------------


@pytest.mark.req("ORG-42")
@pytest.mark.parametrize("who", ["theo", "pia", "olga"])
def test_the_other_street_is_not_seen(week: None, signed_in: Callable[..., Client], url: str, who: str) -> None:
    client = signed_in(User.objects.get(username=who))

    for place in ("", STREET, HARBOUR, DISTRICT):
        for address in (url, reverse("office:list-missing-logs")):
            said = text_of(client.get(address, {"place": place}))
            assert "港口" not in said
            assert "锦川" not in said


@pytest.mark.parametrize("who", ["lena", "otto", "mara", "nora", "aud", "ada", "tom", "vera"])
def test_the_situation_is_not_there_for_whoever_has_no_territory(
    week: None, signed_in: Callable[..., Client], url: str, who: str
) -> None:
    client = signed_in(User.objects.get(username=who))

    assert client.get(url).status_code == 404
    assert client.get(reverse("office:list-missing-logs")).status_code == 404


def test_the_place_switcher_offers_the_territory_and_no_more(
    district: District, tess: User, kai: User, signed_in: Callable[..., Client], url: str
) -> None:
    street = signed_in(tess).get(url)
    community = signed_in(kai).get(url)

    assert [place["path"] for place in street.context["places"]] == [STREET, "990102001001", "990102001002"]
    assert [place["path"] for place in community.context["places"]] == [HARBOUR]
    assert 'id="place"' not in community.content.decode()


def test_breadcrumbs_are_the_territory(
    district: District, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    trail = signed_in(gwen).get(url, {"place": HARBOUR}).context["trail"]

    assert [step["text"] for step in trail] == ["启明区", "锦川街道", "港口社区"]


# --- statements and nonsense ----------------------------------------------------------------------------------------


def test_the_situation_takes_twelve_statements_whatever_the_rows(
    district: District, owe: Any, file_log: Any, gwen: User, signed_in: Callable[..., Client], statements: Any, url: str
) -> None:
    client = signed_in(gwen)
    owe(*days_before(2))
    file_log(day=YESTERDAY, hazard=True)
    few, missing = statements(client, url), statements(client, reverse("office:list-missing-logs"))

    owe(*days_before(12, TODAY - dt.timedelta(days=2)))
    for day in days_before(13, YESTERDAY):
        file_log("harbour", day=day, hazard=True)
        file_log("willow", day=day, hazard=True)

    assert statements(client, url) == few == 12
    assert statements(client, url + f"?place={STREET}") == few
    assert statements(client, reverse("office:list-missing-logs")) == missing == 10


@pytest.mark.parametrize(
    "asked",
    ["place=abc", "place=%00", "place=990102&place=x", "place=" + "9" * 500, "place=٣٣٣٣٣٣", "place=-1", "place='--"],
)
def test_the_situation_answers_nonsense_kindly(
    gwen: User, signed_in: Callable[..., Client], url: str, asked: str
) -> None:
    assert signed_in(gwen).get(f"{url}?{asked}").status_code == 200


def test_before_the_cut_off_nothing_of_yesterday_is_missing(
    owe: Any, gwen: User, signed_in: Callable[..., Client], url: str
) -> None:
    owe(YESTERDAY)
    with time_machine.travel(clock.at(TODAY, 9, 59), tick=False):
        early = counted(signed_in(gwen).get(url))
    with time_machine.travel(clock.at(TODAY, 10), tick=False):
        late = counted(signed_in(gwen).get(url))

    assert (early["eve-missing"]["value"], early["eve-to-come"]["value"]) == (0, 6)
    assert late["eve-missing"]["value"] == 6
    assert "eve-to-come" not in late


def test_an_area_without_any_log_is_calm(
    district: District, kai: User, signed_in: Callable[..., Client], url: str
) -> None:
    Team.objects.filter(pk=district.teams["harbour"]).update(authorised=5)
    Membership.objects.update(legacy=False)

    said = text_of(signed_in(kai).get(url))

    assert "没有需要处理的事" in said
    assert "近 7 天还没有巡逻" in said


def test_who_may_not_read_members_is_shown_no_figure_of_them(
    week: None, ivo: User, signed_in: Callable[..., Client], url: str
) -> None:
    client = signed_in(ivo)
    figures = counted(client.get(url))

    assert "members" not in figures
    assert all(client.get(figure["url"]).status_code == 200 for figure in figures.values())
