"""Pages and acts ask few things, and no more of them when there is more: 12 for a page, 24 for an act."""

import datetime as dt
import uuid

import pytest
import time_machine

from duty import commands
from duty.models import PatrolLog
from patrol_ops.core import clock
from teams.models import Hold, Member, Membership
from tests.duty.conftest import DAY, EVENING, HAZARD, INCIDENT
from tests.duty.filling import drawn, log_form
from tests.duty.saying import statements

NOW = clock.at(dt.date(2026, 11, 18), 21, 30)
ONE = dt.timedelta(days=1)
PAGE, ACT = 12, 24
LEADERS = ["today", "new", "log", "logs", "entries", "panel", "print", "book", "addendum", "outcome", "cards"]


@pytest.fixture(autouse=True)
def _at_that_evening(district):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def crowd(harbour):
    """Twenty-seven more members of the Harbour team, a few of them held."""
    people = Member.objects.bulk_create(
        Member(name=f"郑{n}", pinyin=f"zheng{n}", initials=f"z{n}", identity_index=f"crowd-{n}", birth_year=1990)
        for n in range(27)
    )
    Membership.objects.bulk_create(
        Membership(member=p, team=harbour, employment_class="FULL_TIME", since=DAY - 30 * ONE, entered_at=EVENING)
        for p in people
    )
    Hold.objects.bulk_create(Hold(member=p, kind="BADGE", since=DAY - 30 * ONE, placed_at=EVENING) for p in people[:9])
    return people


@pytest.fixture
def history(file):
    """Eighteen more logs with entries."""
    for ago in range(1, 19):
        day = DAY - ago * ONE
        file(day=day, at=clock.at(day, 21, 30), entries=(HAZARD, INCIDENT, HAZARD))


def address(page, log):
    team, entry = log.team_id, log.entries.get().pk
    return {
        "today": "/duty/today/",
        "new": f"/duty/teams/{team}/logs/new/?day=2026-11-18",
        "log": f"/duty/logs/{log.pk}/",
        "logs": "/duty/logs/",
        "entries": "/duty/entries/",
        "panel": f"/duty/teams/{team}/logs/",
        "print": f"/duty/logs/{log.pk}/print/",
        "book": f"/duty/teams/{team}/book/2026/11/",
        "addendum": f"/duty/logs/{log.pk}/addenda/new/",
        "outcome": f"/duty/entries/{entry}/follow-up/",
        "return": f"/duty/logs/{log.pk}/return/",
        "opening": f"/duty/teams/{team}/backfill/",
        "cards": "/duty/procedure-cards/",
    }[page]


@pytest.mark.parametrize(
    ("who", "page"),
    [("lena", page) for page in LEADERS]
    + [("kai", page) for page in ["log", "logs", "return", "book"]]
    + [("tess", "opening"), ("gwen", "logs"), ("gwen", "entries"), ("mara", "log")],
)
def test_a_page_asks_twelve_things_however_many_rows(request, who, page, filed, signed_in, crowd, history):
    client, url = signed_in(request.getfixturevalue(who)), address(page, filed)
    client.get(url)  # what a process learns once
    with statements(PAGE) as many:
        assert client.get(url).status_code == 200

    Membership.objects.filter(member__in=crowd).delete()
    PatrolLog.objects.exclude(pk=filed.pk).delete()
    with statements(PAGE) as few:
        assert client.get(url).status_code == 200
    assert len(few) <= len(many) <= len(few) + 1  # a first log has no last one to begin with


def test_mending_asks_twelve_things(returned, lena, signed_in, crowd, history):
    client = signed_in(lena)
    with statements(PAGE):
        assert client.get(f"/duty/logs/{returned.pk}/mend/").status_code == 200


@pytest.mark.parametrize("page", ["logs/", "logs/{pk}/"])
def test_the_api_reads_with_twelve(page, filed, kai, signed_in, crowd, history):
    client = signed_in(kai)
    with statements(PAGE):
        assert client.get(f"/api/v1/duty/{page.format(pk=filed.pk)}").status_code == 200


def patrol(district, *more):
    return {
        "started": "19:00",
        "ended": "21:00",
        "area": str(district.areas["harbour"]),
        "mode": "FOOT",
        "walkers": [str(district.members["lena"]), str(district.members["mara"]), *(str(p.pk) for p in more)],
    }


ENTRIES = (
    {"kind": "HAZARD", "place": "三号码头", "text": "路灯不亮", "category": "LOW"},
    {"kind": "HELP", "category": "WAY", "count": "2"},
)


def send(client, team, form):
    return client.post(f"/duty/teams/{team.pk}/logs/new/", form)


def test_filing_asks_twenty_four_things_however_much_is_said(district, lena, harbour, signed_in, crowd):
    client = signed_in(lena)
    with statements(ACT) as few:
        assert send(client, harbour, log_form(patrols=(patrol(district),), entries=ENTRIES)).status_code == 302
    shifts = [{**patrol(district, *crowd[9:]), "started": f"{h}:00", "ended": f"{h + 1}:00"} for h in range(8, 18)]
    much = log_form(patrols=tuple(shifts), entries=ENTRIES * 10, day="2026-11-18")
    with statements(ACT) as many:
        assert send(client, harbour, much).status_code == 302
    assert len(few) == len(many)


def test_mending_is_sent_with_twenty_four(returned, district, lena, harbour, signed_in):
    form = log_form(patrols=(patrol(district),), entries=ENTRIES, version="1")
    client = signed_in(lena)
    with statements(ACT):
        assert send(client, harbour, form).status_code == 302


@pytest.mark.parametrize("trouble", ["syntax", "rule", "filed", "stale", "lost-answer"])
def test_a_no_asks_no_more_than_an_act(trouble, filed, district, lena, harbour, signed_in, kai_actor):
    client = signed_in(lena)
    form = log_form(patrols=(patrol(district),), entries=ENTRIES)
    if trouble == "syntax":
        form["patrols-0-started"] = "25:00"
    elif trouble == "rule":
        form |= {"day": "2026-11-18", "hand_over": "打 13812345678"}
    elif trouble == "stale":
        commands.return_patrol_log(actor=kai_actor, log_id=filed.pk, reason="请补充", at=NOW)
    elif trouble == "lost-answer":
        form["day"] = "2026-11-16"
        assert send(client, harbour, form).status_code == 302
        form["hand_over"] = "又写了一句"
    with statements(ACT):
        assert send(client, harbour, form).status_code == {"syntax": 422, "rule": 422}.get(trouble, 409)


@pytest.mark.parametrize(
    ("who", "path", "form"),
    [
        ("kai", "/duty/logs/{log}/review/", {"version": "1"}),
        ("kai", "/duty/logs/{log}/return/", {"version": "1", "reason": "请补充路灯位置"}),
        ("lena", "/duty/logs/{log}/addenda/new/", {"text": "北门门锁也坏了。"}),
        ("lena", "/duty/entries/{entry}/follow-up/", {"outcome": "已换灯泡"}),
        ("tess", "/duty/teams/{team}/backfill/", {"day": "2026-11-05", "reason": "系统停用"}),
        ("gus", "/duty/procedure-cards/write/", {"title": "火情", "steps": "报警", "never": "不进", "position": "1"}),
    ],
)
def test_acts_ask_twenty_four_things(request, who, path, form, filed, signed_in):
    path = path.format(log=filed.pk, entry=filed.entries.get().pk, team=filed.team_id)
    client = signed_in(request.getfixturevalue(who))
    with statements(ACT):
        answer = client.post(path, {**form, "idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 302


def test_what_is_drawn_can_be_sent_as_it_is(filed, lena, harbour, signed_in):
    """An ordinary day: open, send. Two taps."""
    client = signed_in(lena)
    page = client.get(f"/duty/teams/{harbour.pk}/logs/new/?day=2026-11-18")
    answer = send(client, harbour, drawn(page))

    log = PatrolLog.objects.get(day=DAY + ONE)
    assert answer["Location"] == f"/duty/logs/{log.pk}/"
    assert [walker.member_id for walker in log.patrols.get().walkers.order_by("pk")] == [
        walker.member_id for walker in filed.patrols.get().walkers.order_by("pk")
    ]
