"""Certificates on pages, and who lacks training (TRN-02, TRN-05, TRN-06)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.training.pages import on, see, send, text  # noqa: F401
from tests.training.story import ISSUED
from training.models import Certificate

NAMES = ("赵一", "钱二", "孙三")
OUTSIDE = ("theo", "pia", "otto", "olga")


@pytest.fixture
def passed(training, on):  # noqa: F811
    training.until_passed(*NAMES)
    on(ISSUED)
    return training


@pytest.fixture
def certified(training, on):  # noqa: F811
    training.until_certified(*NAMES)
    on(ISSUED)
    return training


def ids(training, *names):
    return [training.members[name] for name in names or NAMES]


# --- issuing --------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-05")
def test_issue_certificates(passed, see, send):  # noqa: F811
    page = see("gus", "training:issue-certificates")
    assert [line.name for line in page.context["page"].object_list] == ["钱*", "孙*", "赵*"]
    assert "2026-11-10 起等证" in text(page)
    assert page.content.decode().count(" checked") == 3
    for who in ("tess", "kai", "lena", "tom", "mara", "nora"):
        assert see(who, "training:issue-certificates").status_code == 404, who
        assert send(who, "training:issue-certificates", members=ids(passed)).status_code == 404, who

    empty = send("gus", "training:issue-certificates")
    assert (empty.status_code, "请至少选一个人" in text(empty)) == (422, True)
    assert send("gus", "training:issue-certificates", members=["x", "99999999999999999999"]).status_code == 422
    assert send("gus", "training:issue-certificates", members=["987654"]).status_code == 404
    assert not Certificate.objects.exists()

    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send("gus", "training:issue-certificates", members=ids(passed, "赵一", "钱二"), idempotency_key=key)
        assert answer["Location"] == reverse("training:list-certificates") + "?state=today"
    assert Certificate.objects.count() == 2
    assert [line.name for line in see("gus", "training:issue-certificates").context["page"].object_list] == ["孙*"]
    again = send("gus", "training:issue-certificates", members=ids(passed, "赵一", "孙三"))
    assert (again.status_code, "已经有上岗证" in text(again)) == (422, True)
    assert again.content.decode().count(" checked") == 1
    send("gus", "training:issue-certificates", members=ids(passed, "孙三"))
    assert "没有人等上岗证" in text(see("gus", "training:issue-certificates"))


def test_only_who_waits_in_the_place_is_listed(passed, see):  # noqa: F811
    assert len(see("gwen", "training:issue-certificates", query="?place=990102001").context["page"].object_list) == 3
    for place in ("990102002", "990199"):
        page = see("gwen", "training:issue-certificates", query=f"?place={place}")
        assert list(page.context["page"].object_list) == []


def test_issuing_costs_the_same_for_many(training, on, signed_in, gus):  # noqa: F811
    training.until_passed(*NAMES, "李四", "周五", "吴六")
    on(ISSUED)
    client, url, counts = signed_in(gus), reverse("training:issue-certificates"), []
    for names in (("赵一",), ("钱二", "孙三", "李四", "周五", "吴六")):
        client.get(url)
        with CaptureQueriesContext(connection) as counted:
            answer = client.post(url, {"members": ids(training, *names), "idempotency_key": str(uuid.uuid4())})
        assert answer.status_code == 302
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_lost_certificate_is_issued_anew(certified, see, send):  # noqa: F811
    lost = certified.certificate("赵一")
    for who in ("gus", "tess", "kai", "lena", "mara"):
        assert see(who, "training:revoke-certificate", lost.pk).status_code == 404, who
    assert "遗失" in text(see("gwen", "training:revoke-certificate", lost.pk))
    assert send("gwen", "training:revoke-certificate", lost.pk, why="").status_code == 422
    assert send("gwen", "training:revoke-certificate", lost.pk, why="EXIT").status_code == 422
    answer = send("gwen", "training:revoke-certificate", lost.pk, why="LOST")
    assert answer["Location"] == reverse("training:show-certificate", args=[lost.pk])
    page = text(see("gwen", "training:show-certificate", lost.pk))
    assert "已注销" in page
    assert "遗失" in page
    assert send("gwen", "training:revoke-certificate", lost.pk, why="LOST").status_code == 409
    waiting = see("gus", "training:issue-certificates").context["page"].object_list
    assert [line.member_id for line in waiting] == ids(certified, "赵一")
    send("gus", "training:issue-certificates", members=ids(certified, "赵一"))
    assert certified.certificate("赵一").pk != lost.pk


# --- listing, showing, printing -------------------------------------------------------------------------------------


def test_list_certificates(certified, see, signed_in, lena):  # noqa: F811
    lines = see("gus", "training:list-certificates").context["lines"]
    assert [(line.name, line.state) for line in lines] == [
        ("赵*", "certificate-stage.VALID"), ("钱*", "certificate-stage.VALID"), ("孙*", "certificate-stage.VALID"),
    ]  # fmt: skip
    for who in ("kai", "lena"):
        assert [line.name for line in see(who, "training:list-certificates").context["lines"]] == list(NAMES), who
    for who in OUTSIDE:
        assert see(who, "training:list-certificates").context["lines"] == [], who
        assert see(who, "training:show-certificate", certified.certificate("赵一").pk).status_code == 404, who
    for who in ("nora", "vera", "ada"):
        assert see(who, "training:list-certificates").status_code == 404, who


def test_filters_of_the_list(certified, see, on, district):  # noqa: F811
    rows = {name: certified.certificate(name) for name in NAMES}
    on(rows["赵一"].last_day - dt.timedelta(days=30))
    Certificate.objects.filter(pk=rows["钱二"].pk).update(
        stage="SUSPENDED", suspended_for=2027, suspended_at=rows["钱二"].issued_at
    )
    Certificate.objects.filter(pk=rows["孙三"].pk).update(stage="EXPIRED")

    def found(query):
        return [line.name for line in see("kai", "training:list-certificates", query=query).context["lines"]]

    assert found("") == ["赵一", "钱二"]
    assert found("?state=valid") == ["赵一"]
    assert found("?state=soon") == ["赵一", "钱二"]
    assert found("?state=suspended") == ["钱二"]
    assert found("?state=expired") == ["孙三"]
    assert found("?state=ended") == []
    assert found("?state=today") == []
    assert found("?q=赵") == ["赵一"]
    assert found("?place=990102001001&q=钱") == ["钱二"]
    assert found("?place=990102002") == []
    assert found(f"?team={district.teams['harbour']}") == ["赵一", "钱二"]
    assert found(f"?team={district.teams['willow']}") == []
    assert see("kai", "training:list-certificates", query="?state=odd").status_code == 422


def test_lists_cost_the_same_however_long(training, on, signed_in, gus):  # noqa: F811
    training.until_passed(*NAMES)
    on(ISSUED)
    client, counts = signed_in(gus), []
    for names in (("赵一",), ("钱二", "孙三")):
        training.issue(*names)
        counts.append([])
        for name in ("list-certificates", "print-certificates", "list-shortages"):
            with CaptureQueriesContext(connection) as counted:
                assert client.get(reverse(f"training:{name}")).status_code == 200
            counts[-1].append(len(counted))
    assert counts[0] == counts[1]


def test_show_certificate(certified, see):  # noqa: F811
    row = certified.certificate("赵一")
    page = text(see("gus", "training:show-certificate", row.pk))
    for said in (
        row.number,
        "启明区",
        "赵*",
        "2026年11月11日 – 2028年11月10日",
        "还差 2 学时",
        "换证需要 3 天",
        "顾思",
    ):
        assert said in page, said
    assert row.key not in page
    assert "赵一" in text(see("kai", "training:show-certificate", row.pk))
    assert see("mara", "training:show-certificate", row.pk).status_code == 404
    assert (
        reverse("training:revoke-certificate", args=[row.pk])
        in see("gwen", "training:show-certificate", row.pk).content.decode()
    )


@pytest.mark.req("TRN-06")
def test_a_member_shows_the_own_certificate(certified, see, mara_member, signed_in, mara):  # noqa: F811
    row = certified.certificate("赵一")
    Certificate.objects.filter(pk=row.pk).update(member=mara_member)
    page = see("mara", "training:show-certificate", row.pk)
    assert "出示上岗证" in text(page)
    assert "马兰" in text(page)
    assert "<svg" in page.content.decode().split("po-qr")[1]
    panel = see("mara", "training:member-training", mara_member.pk, **{"HX-Request": "true"})
    assert panel.content.decode().lstrip().startswith("<div>")
    assert "出示上岗证" in text(panel)
    member_page = signed_in(mara).get(reverse("teams:show-member", args=[mara_member.pk])).content.decode()
    assert reverse("training:member-training", args=[mara_member.pk]) in member_page
    Certificate.objects.filter(pk=row.pk).update(stage="REVOKED", revoked_why="LOST")
    assert "po-qr" not in see("mara", "training:show-certificate", row.pk).content.decode()


@pytest.mark.req("TRN-05", "ORG-03")
def test_print_certificates(certified, see):  # noqa: F811
    page = see("gus", "training:print-certificates")
    said = text(page)
    for name in NAMES:
        assert name in said
        assert certified.certificate(name).number in said
        assert certified.certificate(name).key not in said
    assert "社会治安巡防队队员" in said
    assert "启明区" in said
    assert page.content.decode().count("<svg") == 3
    one = certified.certificate("钱二")
    said = text(see("gus", "training:print-certificates", query=f"?certificate={one.pk}"))
    assert (one.number in said, "赵一" in said) == (True, False)
    assert "没有可以打印" in text(see("gus", "training:print-certificates", query="?place=990102002"))
    for who in ("kai", "lena", "tess", "mara", "nora"):
        assert see(who, "training:print-certificates").status_code == 404, who


# --- renewing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def trained(certified, on):  # noqa: F811
    """Two of three have three training days; the third has one."""
    for day, names in ((10, NAMES), (11, NAMES[:2]), (12, NAMES[:2])):
        certified.hold(*names, day=dt.date(2027, 5, day))
    on(dt.date(2027, 5, 20))
    return certified


@pytest.mark.req("TRN-05")
def test_renew_certificates(trained, see, send):  # noqa: F811
    page = see("gus", "training:renew-certificates")
    assert [one.certificate.name for one in page.context["page"].object_list] == ["赵*", "钱*"]
    assert "原来到 2028-11-10，换证后到 2029-05-09" in text(page)
    for who in ("tess", "kai", "lena", "tom", "mara", "nora"):
        assert see(who, "training:renew-certificates").status_code == 404, who
        assert send(who, "training:renew-certificates", members=ids(trained, "赵一")).status_code == 404, who
    old = trained.certificate("赵一")
    shown = text(see("gus", "training:show-certificate", old.pk))
    assert "现在可以换证，新的有效期是 2027年5月10日 到 2029年5月9日" in shown
    refused = send("gus", "training:renew-certificates", members=ids(trained, "孙三"))
    assert (refused.status_code, "培训天数还不够" in text(refused)) == (422, True)
    assert send("gus", "training:renew-certificates").status_code == 422
    answer = send("gus", "training:renew-certificates", members=ids(trained, "赵一"))
    assert answer.status_code == 302
    new = trained.certificate("赵一")
    assert (new.starts_on, new.last_day) == (dt.date(2027, 5, 10), dt.date(2029, 5, 9))
    assert old.number in text(see("gus", "training:show-certificate", new.pk))
    assert "已换新证" in text(see("gus", "training:show-certificate", old.pk))
    left = see("gus", "training:renew-certificates").context["page"].object_list
    assert [one.certificate.name for one in left] == ["钱*"]
    assert list(see("gus", "training:renew-certificates", query="?place=990102002").context["page"].object_list) == []


def test_renewing_costs_the_same_for_many(trained, signed_in, gus, on):  # noqa: F811
    for day in (13, 14):
        trained.hold("孙三", day=dt.date(2027, 5, day))
    client, url, counts = signed_in(gus), reverse("training:renew-certificates"), []
    for names in (("赵一",), ("钱二", "孙三")):
        with CaptureQueriesContext(connection) as counted:
            answer = client.post(url, {"members": ids(trained, *names), "idempotency_key": str(uuid.uuid4())})
        assert answer.status_code == 302
        counts.append(len(counted))
    assert counts[0] == counts[1]
