"""Equipment by page and by API: who finds what, what it costs, and the standard between two hands."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from patrol_ops.core.models import Obligation
from patrol_ops.core.refusals import NotPermitted
from teams import reports
from teams.commands import agree_equipment_standard, propose_equipment_standard
from teams.models import Equipment, EquipmentIssue, EquipmentLine, EquipmentStandard, KitAuthorisation
from teams.rules import Owed, Tier
from teams.rules.equipment import Condition, EquipmentKind
from teams.rules.equipment_needs import EquipmentLineDraft, EquipmentStandardDraft, Per
from tests.teams.equipping import AT, DAY, allow_batons, authorise, days, issue, stock
from tests.teams.saying import refused

READS, ACTS = 12, 24
K = EquipmentKind
LINES = (
    EquipmentLineDraft(K.TORCH, Per.MEMBER, 1),
    EquipmentLineDraft(K.BICYCLE, Per.TEAM, 2, tier=Tier.DETACHMENT),
)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def visit(request, signed_in, django_assert_max_num_queries):
    """``visit("gus", "teams:list-equipment-gaps")``: the answer, within the statements a read may take."""

    def act(who, name, *args, query=""):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(READS):
            return client.get(reverse(name, args=args) + query)

    return act


@pytest.fixture
def send(request, signed_in, django_assert_max_num_queries):
    def act(who, name, *args, query="", **fields):
        client = signed_in(request.getfixturevalue(who))
        with django_assert_max_num_queries(ACTS):
            return client.post(reverse(name, args=args) + query, fields)

    return act


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def propose(district, who="gus", lines=LINES, path="990102"):
    return propose_equipment_standard(
        actor=district.actor(who), place_id=district.places[path], draft=EquipmentStandardDraft(lines), at=AT
    )


def agree(district, standard, who="petra"):
    return agree_equipment_standard(actor=district.actor(who), equipment_standard_id=standard.pk, at=AT)


# --- the standard -----------------------------------------------------------------------------------------------------


@pytest.mark.req("EQP-07")
def test_propose_equipment_standard_waits_for_another_hand(district) -> None:
    for who in ("petra", "gwen", "tess", "lena"):
        with pytest.raises(NotPermitted):
            propose(district, who)
    refused("teams.standard-of-district", propose, district, path="990102001")
    first = propose(district)
    due = Obligation.objects.open().get(kind=Owed.AGREE_EQUIPMENT_STANDARD)
    assert (due.role, due.path, due.subject_id) == ("psb", "990102", first.pk)
    refused("teams.standard-waits", propose, district)

    for who in ("gus", "gwen", "piet"):
        with pytest.raises(NotPermitted):
            agree(district, first, who)
    EquipmentStandard.objects.update(proposed_by=district.users["petra"])
    refused("teams.standard-same-hand", agree, district, first)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it, too
        EquipmentStandard.objects.update(agreed_by=district.users["petra"], agreed_at=AT)
    EquipmentStandard.objects.update(proposed_by=district.users["gus"])
    agree(district, first)
    assert not Obligation.objects.open().filter(kind=Owed.AGREE_EQUIPMENT_STANDARD).exists()
    assert propose(district).version == 2


@pytest.mark.req("EQP-07", "EQP-14")
def test_a_version_counts_once_it_is_agreed(district) -> None:
    without = reports.gaps_by_team("990102001001", DAY)
    assert without == {district.teams["harbour"]: 5 + 1}  # five armbands, one means of communication

    first = propose(district)
    assert reports.gaps_by_team("990102001001", DAY) == without
    agree(district, first)
    assert reports.gaps_by_team("990102001001", DAY) == {district.teams["harbour"]: 6 + 5 + 2}
    second = propose(district, lines=LINES[:1])
    agree(district, second)
    assert reports.gaps_by_team("990102001001", DAY) == {district.teams["harbour"]: 6 + 5}


@pytest.mark.req("EQP-03", "EQP-04", "EQP-14")
def test_gaps_by_team_needs_three_statements(district, django_assert_num_queries) -> None:
    agree(district, propose(district))
    stock(district, "harbour", K.ARMBAND, 5)
    stock(district, "harbour", K.TORCH, 9)
    stock(district, "harbour", K.RADIO)
    stock(district, "harbour", K.BICYCLE, 2)
    (lost, _other) = issue(district, "harbour", "mara", stock(district, "harbour", K.RAINCOAT, 2))
    EquipmentIssue.objects.filter(pk=lost).delete()
    with django_assert_num_queries(3):
        gaps = reports.gaps_by_team("990102", DAY)

    assert district.teams["harbour"] not in gaps  # who lacks nothing is left out
    # Four armbands, four uniforms, four torches, one means of communication.
    assert gaps[district.teams["squadron"]] == 13
    assert gaps[district.teams["academy"]] == 4 + 4 + 2 + 1
    with django_assert_num_queries(3):
        assert set(reports.gaps_by_team("990102002", DAY)) == {
            district.teams["other_squadron"],
            district.teams["willow"],
        }


@pytest.mark.req("EQP-04", "EQP-11")
def test_readiness_of_a_team(district, harbour) -> None:
    def ready():
        return reports.gap_of(harbour, DAY).readiness

    assert ready() == "NOT_READY"
    stock(district, "harbour", K.RADIO, serials=("R-1", "R-2"))
    assert ready() == "READY"
    Equipment.objects.filter(serial="R-1").update(condition=Condition.BROKEN)
    assert ready() == "LIMITED"
    Equipment.objects.filter(serial="R-2").update(stage="LOST")
    assert ready() == "NOT_READY"


def test_the_pages_of_the_standard(visit, send, district) -> None:
    assert "还没有装备配备标准" in text(visit("tess", "teams:list-equipment-standards"))
    assert visit("mara", "teams:list-equipment-standards").status_code == 404
    assert visit("petra", "teams:propose-equipment-standard").status_code == 404
    drawn = visit("gus", "teams:propose-equipment-standard")
    assert drawn.status_code == 200
    assert "橡胶棒" not in text(drawn)

    rows = {"lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0"}
    one = {"lines-0-kind": "TORCH", "lines-0-per": "MEMBER", "lines-0-number": "1"}
    blank = {"lines-1-kind": "RADIO", "lines-1-per": "TEAM", "lines-1-number": ""}
    grown = send("gus", "teams:propose-equipment-standard", **rows, **one, **blank, **{"add-lines": ""})
    assert (grown.status_code, EquipmentStandard.objects.count()) == (200, 0)
    nothing = send("gus", "teams:propose-equipment-standard", **rows, **blank, **{**one, "lines-0-number": ""})
    assert nothing.status_code == 422
    assert send("gus", "teams:propose-equipment-standard", **rows, **one, **blank).status_code == 302
    line = EquipmentLine.objects.get()
    assert (line.kind, line.per, line.number, line.tier, line.form) == ("TORCH", "MEMBER", 1, "", "")

    waiting = EquipmentStandard.objects.get().pk
    assert "等待公安分局同意" in text(visit("lena", "teams:list-equipment-standards"))
    assert send("gwen", "teams:agree-equipment-standard", waiting).status_code == 404
    assert "同意第 1 版" in text(visit("petra", "teams:list-equipment-standards"))
    assert send("petra", "teams:agree-equipment-standard", waiting).status_code == 302
    assert "公安分局已同意" in text(visit("tess", "teams:list-equipment-standards"))
    assert 'value="1"' in visit("gus", "teams:propose-equipment-standard").content.decode()


# --- a team's equipment -----------------------------------------------------------------------------------------------


@pytest.mark.req("EQP-02", "EQP-05")
def test_the_page_of_a_team(visit, district) -> None:
    pieces = stock(district, "harbour", K.ARMBAND, 3) + stock(district, "harbour", K.RADIO, serials=("R-7",))
    issue(district, "harbour", "mara", [pieces[0], pieces[-1]])
    team = district.teams["harbour"]

    own = text(visit("lena", "teams:team-equipment", team))
    assert "马兰 红袖标" in own
    assert "治安巡邏" in own
    assert "R-7" in own
    assert "入库" in own
    office = text(visit("gwen", "teams:team-equipment", team))
    assert "马*" in office
    assert "马兰" not in office
    assert "入库" not in office
    for who in ("otto", "mara", "vera", "theo", "nora"):
        assert visit(who, "teams:team-equipment", team).status_code in (403, 404), who
    paper = visit("lena", "teams:print-equipment", team)
    assert "治安巡邏" in text(paper)
    assert paper.headers["Cache-Control"] == "no-store"


@pytest.mark.req("EQP-05")
def test_stock_issue_and_take_back_by_page(visit, send, district) -> None:
    team, mara = district.teams["harbour"], district.members["mara"]
    assert "橡胶棒" not in visit("lena", "teams:stock-equipment", team).content.decode().split("<form")[-1]
    wrong = send("lena", "teams:stock-equipment", team, kind="TORCH", number="2", size="XL", acquired_on="2026-11-18")
    assert wrong.status_code == 422
    done = send("lena", "teams:stock-equipment", team, kind="TORCH", number="12", acquired_on="2026-11-18")
    assert (done.status_code, Equipment.objects.count()) == (302, 12)
    send("lena", "teams:stock-equipment", team, kind="RADIO", serials="R-1\r\nR-2", acquired_on="2026-11-18")

    page = visit("lena", "teams:issue-equipment", team, query=f"?member={mara}")
    assert "强光手电 ×12" in text(page)
    first = Equipment.objects.filter(kind="TORCH").order_by("pk")[0].pk
    radio = Equipment.objects.get(serial="R-1").pk
    assert send("lena", "teams:issue-equipment", team, member=mara).status_code == 422
    assert send("lena", "teams:issue-equipment", team, member=mara, equipment=[first, radio]).status_code == 302
    issues = list(EquipmentIssue.objects.values_list("pk", flat=True))
    assert len(issues) == 2

    assert "马兰 · 对讲机 · R-1" in text(visit("lena", "teams:take-back-equipment", team))
    assert "不追究个人" in text(visit("lena", "teams:take-back-equipment", team, query=f"?member={mara}"))
    back = {"equipment": issues, "outcome": "RETURNED", "condition": "WORN"}
    assert send("otto", "teams:take-back-equipment", team, **back).status_code == 404
    assert send("lena", "teams:take-back-equipment", team, **back).status_code == 302
    assert set(Equipment.objects.filter(pk__in=[first, radio]).values_list("stage", "condition")) == {
        ("IN_STOCK", "WORN")
    }


def test_scrap_and_move_equipment_by_page(visit, send, district) -> None:
    team, academy = district.teams["harbour"], district.teams["academy"]
    vests = stock(district, "harbour", K.REFLECTIVE_VEST, 3, size="L")
    coats = stock(district, "harbour", K.RAINCOAT, 2)
    assert "反光背心 · L ×3" in text(visit("tess", "teams:scrap-equipment", team))
    many = send("tess", "teams:scrap-equipment", team, piece=vests[0], number="4", reason="开裂")
    assert many.status_code == 422
    assert send("tess", "teams:scrap-equipment", team, piece=vests[0], number="2", reason="开裂").status_code == 302
    assert Equipment.objects.filter(stage="SCRAPPED").count() == 2

    assert visit("tess", "teams:move-equipment", team).status_code == 200
    assert send("tess", "teams:move-equipment", team, to_team=academy, equipment=[coats[0]]).status_code == 302
    assert Equipment.objects.filter(team=academy).count() == 2
    far = send("tess", "teams:move-equipment", team, to_team=district.teams["willow"], equipment=[vests[2]])
    assert far.status_code == 422


@pytest.mark.req("EQP-06")
def test_authorise_and_withdraw_by_page(visit, send, district) -> None:
    team, who = district.teams["squadron"], district.members["沈一"]
    said = {"member": who, "kind": "BATON", "since": "2026-11-18", "until": "2026-12-18", "basis": "分局第 8 号批复"}
    off = send("piet", "teams:authorise-kit", team, **said)
    assert off.status_code == 422
    assert "没有启用" in text(off)
    assert "橡胶棒" not in text(visit("piet", "teams:team-equipment", team))
    allow_batons(district)
    assert send("tess", "teams:authorise-kit", team, **said).status_code == 404
    assert visit("piet", "teams:authorise-kit", team).status_code == 200
    assert send("piet", "teams:authorise-kit", team, **said).status_code == 302
    assert "分局第 8 号批复" in text(visit("piet", "teams:team-equipment", team))
    row = KitAuthorisation.objects.get()
    assert send("pia", "teams:withdraw-kit-authorisation", row.pk).status_code == 404
    assert send("piet", "teams:withdraw-kit-authorisation", row.pk).status_code == 302
    assert send("piet", "teams:withdraw-kit-authorisation", row.pk).status_code == 422


def test_what_a_member_bears(visit, district) -> None:
    issue(district, "harbour", "mara", stock(district, "harbour", K.ARMBAND))
    mara = district.members["mara"]

    for who in ("mara", "lena", "kai", "gus"):
        shown = text(visit(who, "teams:member-equipment", mara))
        assert "红袖标" in shown, who
        assert ("马兰" in shown) == (who != "gus")
    assert visit("otto", "teams:member-equipment", mara).status_code == 404
    assert reverse("teams:member-equipment", args=[mara]) in visit("mara", "teams:show-member", mara).content.decode()


@pytest.mark.req("EQP-05")
def test_the_page_of_an_exit_says_what_is_still_held(visit, send, district) -> None:
    issue(district, "harbour", "mara", stock(district, "harbour", K.RADIO, serials=("R-9",)))
    args = (district.teams["harbour"], district.members["mara"])

    assert "对讲机 R-9" in text(visit("kai", "teams:end-membership", *args))
    no = send("kai", "teams:end-membership", *args, why="RESIGNED", until="2026-11-18")
    assert no.status_code == 422
    assert "没有交还的装备 1" in text(no)


@pytest.mark.req("EQP-14")
def test_the_list_of_gaps_by_street(visit, district) -> None:
    stock(district, "harbour", K.PHONE)
    whole = text(visit("gus", "teams:list-equipment-gaps"))
    assert whole.index("锦川街道") < whole.index("清水街道")
    assert "共缺" in whole
    street = text(visit("tess", "teams:list-equipment-gaps"))
    assert "清水街道" not in street
    narrowed = visit("gus", "teams:list-equipment-gaps", query="?place=990102001&kind=COMMUNICATION")
    harbour, academy = (reverse("teams:team-equipment", args=[district.teams[k]]) for k in ("harbour", "academy"))
    assert academy in narrowed.content.decode()
    assert harbour not in narrowed.content.decode()
    for odd in ("?place=99", "?kind=nothing"):
        assert "共缺" not in text(visit("gus", "teams:list-equipment-gaps", query=odd))
    assert harbour in visit("lena", "teams:list-equipment-gaps").content.decode()
    assert visit("vera", "teams:list-equipment-gaps").status_code == 404


# --- the same by API --------------------------------------------------------------------------------------------------


def test_equipment_by_api(signed_in, lena, otto, mara, district) -> None:
    client, base, team = signed_in(lena), "/api/v1/teams/", district.teams["harbour"]

    def post(address, body, by=client, **headers):
        return by.post(f"{base}{address}", body, content_type="application/json", headers=headers)

    body = {"kind": "ARMBAND", "acquired_on": "2026-11-18", "number": 2}
    key = {"Idempotency-Key": "7d4d3c0e-1f5b-4a69-9d0f-0c3f0c7c2a11"}
    assert post(f"teams/{team}/equipment/stock/", body, **key).status_code == 201
    assert post(f"teams/{team}/equipment/stock/", body, **key).status_code == 200
    assert post(f"teams/{team}/equipment/stock/", body, by=signed_in(otto)).status_code == 404
    listed = client.get(f"{reverse('api-teams:equipment-list')}?kind=ARMBAND").json()["results"]
    assert [(row["team_id"], row["inscription"], row["stage"]) for row in listed] == [
        (team, "治安巡邏", "IN_STOCK")
    ] * 2
    assert signed_in(otto).get(reverse("api-teams:equipment", args=[listed[0]["id"]])).status_code == 404

    body = {"member_id": district.members["mara"], "equipment_ids": [listed[0]["id"]]}
    assert post(f"teams/{team}/equipment/issue/", body).status_code == 200
    again = post(f"teams/{team}/equipment/issue/", {**body, "equipment_ids": [listed[1]["id"]]})
    assert (again.status_code, again.json()["code"]) == (422, "teams.equipment-borne-already")
    own = signed_in(mara).get(f"{base}equipment/").json()["results"]
    assert [row["id"] for row in own] == [listed[0]["id"]]
    (out,) = signed_in(mara).get(reverse("api-teams:equipment-issues")).json()["results"]
    assert (out["kind"], out["name"], out["closed_on"]) == ("ARMBAND", "马兰", None)
    gaps = client.get(reverse("api-teams:equipment-gaps")).json()["results"]
    assert [(row["team_id"], row["gaps"], row["readiness"]) for row in gaps] == [
        (team, {"ARMBAND": 3, "COMMUNICATION": 1}, "NOT_READY")
    ]
    assert client.get(f"{reverse('api-teams:equipment-gaps')}?place=x").json()["results"] == []

    back = {"issue_ids": [out["id"]], "outcome": "DAMAGED"}
    assert post(f"teams/{team}/equipment/take-back/", back).status_code == 200
    scrap = {"equipment_ids": [listed[0]["id"]], "reason": "撕裂"}
    assert post(f"teams/{team}/equipment/scrap/", scrap).status_code == 200
    move = {"equipment_ids": [listed[1]["id"]], "to_team_id": district.teams["academy"]}
    assert post(f"teams/{team}/equipment/move/", move).status_code == 404


@pytest.mark.req("EQP-06", "EQP-07")
def test_kit_and_standards_by_api(signed_in, gus, petra, piet, tess, district) -> None:
    base, team = "/api/v1/teams/", district.teams["squadron"]

    def post(who, address, body=None):
        return signed_in(who).post(f"{base}{address}", body or {}, content_type="application/json")

    lines = [{"kind": "TORCH", "per": "MEMBER", "number": 1}, {"kind": "RADIO", "per": "TEAM", "number": 2}]
    body = {"place_id": district.places["990102"], "lines": lines}
    made = post(gus, "equipment-standards/propose/", body)
    assert made.status_code == 201, made.content
    assert post(gus, "equipment-standards/propose/", {**body, "lines": [{"kind": "TORCH"}]}).status_code == 400
    assert post(petra, f"equipment-standards/{made.json()['id']}/agree/").status_code == 200
    (version,) = signed_in(tess).get(reverse("api-teams:equipment-standards")).json()["results"]
    assert (version["version"], len(version["lines"])) == (1, 2)

    allow_batons(district)
    body = {
        "member_id": district.members["沈一"], "kind": "BATON", "since": "2026-11-18", "until": "2026-12-18",
        "basis": "分局第 8 号批复",
    }  # fmt: skip
    row = post(piet, f"teams/{team}/equipment/authorise/", body)
    assert row.status_code == 200, row.content
    (listed,) = signed_in(tess).get(reverse("api-teams:kit-authorisations")).json()["results"]
    assert (listed["name"], listed["open"]) == ("沈*", True)
    assert post(piet, f"kit-authorisations/{row.json()['id']}/withdraw/").status_code == 200


def test_a_page_of_a_brigade_costs_no_more(visit, district) -> None:
    """With batons enabled and much given out."""
    allow_batons(district)
    names = ("卢山", "卢海", "卢江", "卢河")
    for name in names:
        issue(district, "brigade", name, stock(district, "brigade", K.TORCH, 5))
    authorise(district, "brigade", "卢山", "petra", until=days(30))

    assert visit("gus", "teams:team-equipment", district.teams["brigade"]).status_code == 200
    assert visit("gus", "teams:print-equipment", district.teams["brigade"]).status_code == 200
