"""The register on its pages and by API: from the paper to whoever it covers, and who sees how much of it."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.urls import reverse

from funding.models import Cover, InsurancePolicy
from patrol_ops.core import clock, obligations
from patrol_ops.core.models import Notice
from tests.funding.conftest import AT, DAY, STREET, day

BASE = "/api/v1/funding/"
READS, ACTS = 12, 36


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(AT, tick=False)


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def covered(register):
    row = register.enter()
    register.cover(row, "mara", "lena")
    return row


def typed(**values) -> dict:
    whole = {
        "insurer": "安心保险",
        "number": "PA-9",
        "payer": "STREET",
        "premium": "96.50",
        "starts_on": "2026-11-18",
        "last_day": "2027-11-17",
    }
    return {**whole, **values}


@pytest.mark.req("CON-03")
def test_from_the_paper_to_whoever_it_covers(signed_in, gus, register, django_assert_max_num_queries) -> None:
    client, place = signed_in(gus), register.district.places[STREET]
    address = reverse("funding:enter-policy")
    wrong = client.post(address, typed(place=place, kind="ACCIDENT", last_day="2026-11-17"))
    assert (wrong.status_code, InsurancePolicy.objects.count()) == (422, 0)
    with django_assert_max_num_queries(ACTS):
        client.post(address, typed(place=place, kind="ACCIDENT"))
    row = InsurancePolicy.objects.get()
    shown = reverse("funding:show-policy", args=[row.pk])

    cover = reverse("funding:cover-members", args=[row.pk])
    with django_assert_max_num_queries(READS):
        teams = client.get(cover)
    assert "5 人，已参保 0 人" in text(teams)
    chosen = f"{cover}?team={register.district.teams['harbour']}"
    with django_assert_max_num_queries(READS):
        assert "李*" in text(client.get(chosen))
    ids = [register.district.members[name] for name in ("mara", "lena")]
    with django_assert_max_num_queries(ACTS):
        client.post(chosen, {"since": "2026-11-18", "members": ids})
    assert Cover.objects.filter(policy=row).count() == 2
    assert (
        client.post(chosen, {"since": "2028-01-01", "members": [register.district.members["何平"]]}).status_code == 422
    )
    assert client.get(f"{cover}?team=999999").status_code == 200
    assert client.get(f"{cover}?team=x").status_code == 200

    with django_assert_max_num_queries(READS):
        page = client.get(shown)
    assert "马*" in text(page)
    assert "马兰" not in text(page)

    end = reverse("funding:end-cover", args=[Cover.objects.get(member=ids[0]).pk])
    assert "马*" in text(client.get(end))
    assert client.post(end, {"until": "2030-01-01"}).status_code == 422
    client.post(end, {"until": "2026-12-01"})
    assert Cover.objects.get(member=ids[0]).until.isoformat() == "2026-12-01"

    renew = reverse("funding:renew-policy", args=[row.pk])
    assert "2027-11-18" in client.get(renew).content.decode()
    assert client.post(renew, typed(number="PA-10")).status_code == 422
    client.post(renew, typed(number="PA-10", starts_on="2027-11-18", last_day="2028-11-17"))
    following = InsurancePolicy.objects.get(renews=row)
    assert following.covers.count() == 1
    assert "看下一期" in text(client.get(shown))
    client.post(reverse("funding:cancel-policy", args=[following.pk]))
    assert InsurancePolicy.objects.filter(cancelled_at__isnull=False).get() == following
    assert client.post(reverse("funding:cancel-policy", args=[following.pk])).status_code == 422


def test_the_register_is_asked_by_place_and_state(signed_in, gus, fin, register, django_assert_max_num_queries) -> None:
    soon = register.enter(number="PA-soon", last_day=day(20))
    register.enter(number="PA-long", last_day=day(300), place="990102002")
    InsurancePolicy.objects.create(
        place=soon.place, kind="PENSION", insurer="老保险", number="PE-old", payer="MEMBER", starts_on=day(-400),
        last_day=day(-40), entered_at=AT,
    )  # fmt: skip
    client, address = signed_in(fin), reverse("funding:list-policies")

    def listed(query: str = "") -> set[str]:
        with django_assert_max_num_queries(READS):
            return set(re.findall(r"P[AE]-\w+", client.get(address + query).content.decode()))

    assert listed() == {"PA-soon", "PA-long"}
    assert listed("?state=SOON") == {"PA-soon"}
    assert listed("?state=LAPSED") == {"PE-old"}
    assert listed("?state=CANCELLED") == set()
    assert listed("?place=990102002") == {"PA-long"}
    assert listed("?kind=PENSION&state=LAPSED") == {"PE-old"}
    assert client.get(address + "?state=x").status_code == 422
    with django_assert_max_num_queries(READS):
        paper = client.get(reverse("funding:print-policies") + "?state=SOON")
    assert "PA-soon" in paper.content.decode()
    assert "PA-long" not in paper.content.decode()


@pytest.mark.req("CON-03")
def test_leader_and_member_see_days_and_nothing_else(signed_in, lena, mara, otto, covered) -> None:
    member = covered.covers.order_by("pk")[0].member_id
    for who, member_id in ((lena, member), (mara, covered.covers.get(member__user=mara).member_id)):
        shown = signed_in(who).get(reverse("funding:member-covers", args=[member_id]))
        assert "人身意外险" in text(shown)
        assert "PA-2026" not in shown.content.decode()
        assert signed_in(who).get(reverse("funding:list-policies")).status_code == 404
        assert signed_in(who).get(reverse("funding:show-policy", args=[covered.pk])).status_code == 404
    assert signed_in(otto).get(reverse("funding:member-covers", args=[member])).status_code == 404


@pytest.mark.parametrize(("who", "reads"), [("gwen", True), ("liz", True), ("tess", False), ("petra", False)])
def test_the_head_reads_and_enters_nothing(who, reads, request, signed_in, covered) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("funding:show-policy", args=[covered.pk])).status_code == (200 if reads else 404)
    assert client.get(reverse("funding:enter-policy")).status_code == 404
    assert client.get(reverse("funding:cover-members", args=[covered.pk])).status_code == 404
    assert client.get(reverse("funding:renew-policy", args=[covered.pk])).status_code == 404
    assert client.post(reverse("funding:cancel-policy", args=[covered.pk])).status_code == 404


@pytest.mark.req("CON-03")
def test_the_office_is_told_sixty_thirty_seven_days_before_and_when_it_is_over(covered, gus) -> None:
    for ahead in (70, 60, 45, 30, 7, 1, 0, -3):
        moment = clock.at(day(100 - ahead), 9)
        with time_machine.travel(moment, tick=False):
            obligations.remind()
            obligations.remind()
    told = Notice.objects.filter(template="funding.remind-insurance-ends")
    assert [(n.facts["step"], n.user_id) for n in told.order_by("pk")] == [
        (step, gus.pk) for step in ("60-days", "30-days", "7-days", "overdue")
    ]
    assert told.first().url == reverse("funding:show-policy", args=[covered.pk])


@pytest.mark.req("CON-03")
def test_the_same_by_api(signed_in, fin, gwen, lena, otto, register, django_assert_max_num_queries) -> None:
    client, place = signed_in(fin), register.district.places[STREET]

    def post(path: str, body: dict, expected: int = 200, key: str = "", who=None) -> dict:
        headers = {"Idempotency-Key": key} if key else {}
        with django_assert_max_num_queries(ACTS):
            answer = (who or client).post(BASE + path, body, content_type="application/json", headers=headers)
        assert answer.status_code == expected, answer.content.decode()
        return answer.json()

    key = "4b3a0d51-5d0c-4a6b-9d0b-2d9a3b0f7a11"
    body = typed(place_id=place, kind="ACCIDENT")
    made = post("insurance/enter/", body, 201, key)["id"]
    assert post("insurance/enter/", body, 200, key)["id"] == made
    assert post("insurance/enter/", body, 422)["code"] == "funding.policy-known"
    post("insurance/enter/", body, 404, who=signed_in(gwen))

    members = [register.district.members["mara"]]
    post(f"insurance/{made}/cover/", {"since": DAY.isoformat(), "members": members})
    post(f"insurance/{made}/cover/", {"since": DAY.isoformat(), "team": register.district.teams["harbour"]})
    assert post(f"insurance/{made}/cover/", {"since": DAY.isoformat()}, 422)["code"] == "funding.nobody-named"
    with django_assert_max_num_queries(READS):
        listed = client.get(f"{BASE}insurance/").json()["results"]
    assert [(row["id"], row["people"], row["state"], row["premium"]) for row in listed] == [
        (made, 5, "RUNNING", "96.50")
    ]
    assert client.get(f"{BASE}insurance/{made}/").json()["payer"] == "STREET"
    with django_assert_max_num_queries(READS):
        covers = client.get(reverse("api-funding:policy-covers", args=[made])).json()["results"]
    assert {row["name"] for row in covers} == {"李*", "马*", "何*"}

    own = signed_in(lena).get(reverse("api-funding:member-covers", args=members)).json()
    assert [(row["name"], row["last_day"]) for row in own] == [("马兰", "2027-11-17")]
    assert signed_in(otto).get(f"{BASE}members/{members[0]}/covers/").status_code == 404
    assert signed_in(otto).get(f"{BASE}insurance/{made}/covers/").status_code == 404
    post(f"covers/{own[0]['id']}/end/", {"until": "2027-01-01"})
    renewed = post(
        f"insurance/{made}/renew/", typed(number="PA-10", starts_on="2027-11-18", last_day="2028-11-17"), 201
    )
    assert client.get(f"{BASE}insurance/{renewed['id']}/").json()["renews"] == made
    post(f"insurance/{renewed['id']}/cancel/", {})
    assert client.get(f"{BASE}insurance/{made}/").json()["renewed_by"] is None
