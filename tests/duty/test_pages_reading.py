"""Every page for whom it is, and for nobody else."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from duty import commands
from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from tests.duty.conftest import DAY, HAZARD

NOW = clock.at(dt.date(2026, 11, 18), 9)
POLICE, OFFICE = ("kai", "olga", "piet", "pia", "petra"), ("tess", "theo", "gwen", "gus", "liz")
EVERYBODY = ("lena", "mara", "otto", *POLICE, *OFFICE, "ivo", "tom", "vera", "ada", "aud", "nora")
SEE_LOGS = ["lena", "mara", "kai", "piet", "petra", "tess", "gwen", "gus", "liz", "ivo"]


@pytest.fixture(autouse=True)
def _at_that_morning(district):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paths(filed, gus_actor):
    commands.write_procedure_card(
        actor=gus_actor, title="发现火情", steps="先报警", never="不进火场", position=1, at=NOW
    )
    team, log, entry = [filed.team_id], [filed.pk], [filed.entries.get().pk]
    of = {
        "duty:today": [],
        "duty:list-patrol-logs": [],
        "duty:list-log-entries": [],
        "duty:show-patrol-log": log,
        "duty:return-patrol-log": log,
        "duty:add-addendum": log,
        "duty:print-patrol-log": log,
        "duty:follow-up-entry": entry,
        "duty:team-logs": team,
        "duty:submit-patrol-log": team,
        "duty:open-backfill": team,
        "duty:print-month": [*team, 2026, 11],
        "duty:list-procedure-cards": [],
        "duty:write-procedure-card": [],
    }
    return {name.removeprefix("duty:"): reverse(name, args=args) for name, args in of.items()}


FOR_WHOM = {
    "today": "lena otto",
    "show-patrol-log": " ".join(SEE_LOGS),
    "return-patrol-log": "kai piet",
    "add-addendum": "lena kai piet",
    "print-patrol-log": " ".join(SEE_LOGS),
    "follow-up-entry": "lena tess kai piet",
    "team-logs": "lena mara kai piet petra tess gwen gus liz ivo vera",
    "submit-patrol-log": "lena",
    "open-backfill": "tess",
    "print-month": "lena mara kai piet petra tess gwen gus liz ivo vera",
    "list-procedure-cards": " ".join(who for who in EVERYBODY if who != "nora"),
    "write-procedure-card": "gus",
}


@pytest.mark.req("ORG-42", "DUT-10")
@pytest.mark.parametrize("page", FOR_WHOM)
def test_a_page_is_there_for_whom_it_is(request, page, paths, signed_in):
    seen = [
        who for who in EVERYBODY
        if signed_in(request.getfixturevalue(who)).get(paths[page]).status_code == 200
    ]  # fmt: skip
    assert seen == [who for who in EVERYBODY if who in FOR_WHOM[page].split()]


@pytest.mark.parametrize("page", ["list-patrol-logs", "list-log-entries"])
def test_a_list_holds_what_is_within_reach(request, page, paths, signed_in):
    for who in EVERYBODY:
        answer = signed_in(request.getfixturevalue(who)).get(paths[page])
        assert answer.status_code == 200
        found = bool(re.search(r'href="/duty/(logs|entries)/\d+/', answer.content.decode()))
        reaches = SEE_LOGS if page == "list-patrol-logs" else [who for who in SEE_LOGS if who != "mara"]
        assert found is (who in reaches), who


def test_without_signing_in_every_page_asks_for_it(paths, client):
    for path in paths.values():
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/?next=/duty/")


# --- what stands on them --------------------------------------------------------------------------------------------


@pytest.mark.req("LOG-01")
def test_today_says_how_the_logs_stand_and_who_may_walk(district, lena, signed_in, newcomer):
    for day in (DAY, NOW.date()):
        place = district.places["990102"]
        actor, at = Actor.system("owe-daily-logs"), clock.at(day, 0, 1)
        commands.owe_daily_logs(actor=actor, district_id=place, day=day, at=at)
    page = signed_in(lena).get("/duty/today/").content.decode()

    assert "今天能上岗 5 人(全队 6 人)" in page
    assert page.count("待写") == 2
    assert "11月17日 星期二的日志还没有写" in page
    assert re.search(r"辛然.*?未领取编号牌|辛然.*?编号牌", page, re.S)
    assert f"/duty/teams/{district.teams['harbour']}/logs/new/?day=2026-11-17" in page


def test_today_leads_to_what_came_back(returned, lena, signed_in):
    page = signed_in(lena).get("/duty/today/").content.decode()
    assert "11月17日的日志被退回了" in page
    assert f"/duty/logs/{returned.pk}/mend/" in page


@pytest.mark.parametrize(
    ("who", "there", "not_there"),
    [
        ("lena", ["李娜", "马兰", "补充"], ["审阅通过"]),
        ("kai", ["李娜", "马兰", "审阅通过", "退回修改", "写处理结果"], []),
        ("petra", ["马兰"], ["审阅通过", "写处理结果", "/addenda/"]),
        ("gwen", ["李*", "马*"], ["马兰", "审阅通过", "写处理结果", "/addenda/"]),
        ("tess", ["李*", "马*", "写处理结果"], ["马兰", "审阅通过", "/addenda/"]),
        ("mara", ["李*", "马兰"], ["审阅通过", "写处理结果", "/addenda/"]),
    ],
)
def test_the_log_offers_what_one_may_do_and_shows_whom_one_may_see(request, who, there, not_there, filed, signed_in):
    page = signed_in(request.getfixturevalue(who)).get(f"/duty/logs/{filed.pk}/").content.decode()
    main = page[page.index("<main") :]
    assert [word for word in there if word not in main] == []
    assert [word for word in not_there if word in main] == []


@pytest.mark.req("LOG-02", "EQP-08")
@pytest.mark.parametrize(("who", "name"), [("lena", "马兰"), ("gwen", "马*")])
@pytest.mark.parametrize("paper", ["day", "month"])
def test_the_record_book_on_paper(request, who, name, paper, filed, signed_in):
    path = f"/duty/logs/{filed.pk}/print/" if paper == "day" else f"/duty/teams/{filed.team_id}/book/2026/11/"
    page = signed_in(request.getfixturevalue(who)).get(path).content.decode()
    for word in ("治安巡逻记录簿", "2026年11月17日", "步巡", name, "全部佩戴", "三号码头", "signature-line"):
        assert word in page


@pytest.mark.parametrize("month", ["2026/0", "2026/13", "1999/5", "2101/1"])
def test_a_month_that_is_none_is_not_found(month, lena, harbour, signed_in):
    assert signed_in(lena).get(f"/duty/teams/{harbour.pk}/book/{month}/").status_code == 404


@pytest.mark.req("DUT-10")
def test_procedure_cards_open_from_the_log_form(paths, lena, signed_in):
    client = signed_in(lena)
    form = client.get(paths["submit-patrol-log"] + "?day=2026-11-18").content.decode()
    assert 'hx-get="/duty/procedure-cards/"' in form
    assert 'href="/duty/procedure-cards/"' in form
    part = client.get("/duty/procedure-cards/", headers={"HX-Request": "true", "HX-Target": "cards"}).content.decode()
    assert "发现火情" in part
    assert "<html" not in part


# --- lists ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(file):
    """Four logs: the 14th to the 17th, the 14th late, the 15th without patrol."""
    for ago in range(4):
        day = DAY - dt.timedelta(days=ago)
        late = {"at": clock.at(DAY, 20)} if ago == 3 else {"at": clock.at(day, 21, 30)}
        file(day=day, entries=(HAZARD,) if ago else (), **late)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", [17, 16, 15, 14]),
        ("first=2026-11-15&last=2026-11-16", [16, 15]),
        ("late=true", [14]),
        ("late=false", [17, 16, 15]),
        ("stage=SUBMITTED", [17, 16, 15, 14]),
        ("stage=REVIEWED", []),
        ("place=990102001001", [17, 16, 15, 14]),
        ("place=990102002", []),
        ("place=99", []),
        ("place=abc", []),
        ("place=٩٩٠١٠٢", []),
        ("team=999999999", []),
        ("page=99", [17, 16, 15, 14]),
    ],
)
def test_the_list_of_logs_is_filtered(query, days, several, kai, signed_in):
    answer = signed_in(kai).get(f"/duty/logs/?{query}")
    assert answer.status_code == 200
    assert [int(day) for day in re.findall(r">2026年11月(\d+)日</a>", answer.content.decode())] == days


@pytest.mark.parametrize("query", ["first=2026-02-30", "last=gestern", "team=x", "team=" + "9" * 40, "stage=GONE"])
def test_a_filter_that_is_none_says_so(query, several, kai, signed_in):
    answer = signed_in(kai).get(f"/duty/logs/?{query}")
    assert answer.status_code == 422
    assert "/duty/logs/1" not in answer.content.decode()


def test_the_part_is_the_list_alone(several, kai, signed_in):
    answer = signed_in(kai).get("/duty/logs/?late=true", headers={"HX-Request": "true", "HX-Target": "log-list"})
    assert answer.content.decode().lstrip().startswith('<div id="log-list">')


def test_the_place_switcher_shows_what_is_within_reach(several, piet, lena, signed_in):
    page = signed_in(piet).get("/duty/logs/?place=990102001002").content.decode()
    assert re.findall(r'<option value="(\d+)"( selected)?', page[: page.index("<main")]) == [
        ("990102001", ""),
        ("990102001001", ""),
        ("990102001002", " selected"),
    ]
    assert 'id="place"' not in signed_in(lena).get("/duty/logs/").content.decode()


def test_entries_that_wait_the_longest_overdue_first(several, tess, signed_in):
    client = signed_in(tess)
    assert client.get("/duty/entries/").content.decode().count("三号码头</p>") == 3
    with time_machine.travel(clock.at(dt.date(2026, 12, 1), 9), tick=False):
        page = signed_in(tess).get("/duty/entries/?overdue=on").content.decode()
    assert page.count("已超期") == 2
    assert client.get("/duty/entries/?kind=INCIDENT").content.decode().count("三号码头</p>") == 0
    assert client.get("/duty/entries/?place=990102002").content.decode().count("三号码头</p>") == 0
