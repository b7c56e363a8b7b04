"""From the offer to the contract, on pages and by API; the scan is read by few (CON-01, CON-08, X07)."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from patrol_ops.core.models import Obligation, StoredFile
from recruitment.models import CampaignPost, Contract
from recruitment.rules import Owed
from teams.models import Acknowledgement, Member
from tests.recruitment.story import CLOSED, Story

NAMES = ("赵一", "钱二", "孙三")
PAPER = b"%PDF-1.4 signed by both"


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def cleared(story, on):
    story.until_cleared(*NAMES)
    on(CLOSED)
    return story


@pytest.fixture
def offered(cleared):
    cleared.offer("赵一")
    return cleared


@pytest.fixture
def fields():
    return {
        "kind": "LABOUR", "signed_on": "2026-11-10", "starts_on": "2026-11-10", "ends_on": "2028-11-09",
        "probation_until": "2027-01-09", "both_signed": "on", "duties_signed": "on",
    }  # fmt: skip


def test_offer_post(cleared, send, see, tell):
    pk = cleared.ids["赵一"]
    page = text(see("gus", "recruitment:sign-contract", pk))
    assert "通知录用" in page
    assert "赵*" in page
    for who in ("tess", "gwen", "piet", "lena", "nora"):
        assert send(who, "recruitment:offer-post", pk).status_code == 404
    answer = send("gus", "recruitment:offer-post", pk)
    assert answer["Location"] == reverse("recruitment:sign-contract", args=[pk])
    assert cleared.applicant("赵一").stage == "OFFERED"
    assert send("gus", "recruitment:offer-post", pk).status_code == 409
    tell("tess", f"applicants/{cleared.ids['钱二']}/offer/", {}, 404)
    assert tell("gus", f"applicants/{cleared.ids['钱二']}/offer/") == {"id": cleared.ids["钱二"]}
    assert tell("gus", f"applicants/{cleared.ids['钱二']}/offer/", {}, 409)["code"] == "core.wrong-stage"


@pytest.mark.req("CON-01")
def test_the_form_opens_filled_with_what_is_lawful(offered, see):
    form = see("gus", "recruitment:sign-contract", offered.ids["赵一"]).context["form"]
    assert [value for value, _word in form.fields["kind"].choices] == ["LABOUR"]
    assert form.initial == {
        "kind": "LABOUR", "signed_on": CLOSED, "starts_on": CLOSED, "ends_on": dt.date(2028, 11, 9),
        "probation_until": dt.date(2027, 1, 9),
    }  # fmt: skip
    CampaignPost.objects.update(employment_class="PART_TIME")
    form = see("gus", "recruitment:sign-contract", offered.ids["赵一"]).context["form"]
    assert [value for value, _word in form.fields["kind"].choices] == ["PART_TIME_LABOUR", "SERVICE"]
    assert "probation_until" not in form.fields
    CampaignPost.objects.update(employment_class="VOLUNTEER")
    form = see("gus", "recruitment:sign-contract", offered.ids["赵一"]).context["form"]
    assert [value for value, _word in form.fields["kind"].choices] == ["VOLUNTEER"]


@pytest.mark.req("CON-01", "CON-08")
def test_sign_contract(offered, send, see, fields):
    pk = offered.ids["赵一"]
    for who in ("tess", "gwen", "piet", "lena", "nora"):
        assert see(who, "recruitment:sign-contract", pk).status_code == 404
        assert send(who, "recruitment:sign-contract", pk, **fields).status_code == 404
    for wrong, said in (
        ({"probation_until": "2027-06-01"}, "试用期最晚到"),
        ({"signed_on": "2026-11-09"}, "合同最早从第二天起签订"),
        ({"starts_on": "2027-01-10"}, "一个月之内"),
        ({"duties_signed": ""}, "岗位职责书要和合同一起签"),
        ({"kind": "VOLUNTEER"}, "还不能提交"),
    ):
        answer = send("gus", "recruitment:sign-contract", pk, **{**fields, **wrong})
        assert answer.status_code == 422, wrong
        assert said in text(answer), wrong
        assert 'value="2028-11-09"' in answer.content.decode(), wrong
    assert not Contract.objects.exists()
    answer = send("gus", "recruitment:sign-contract", pk, **fields)
    contract = Contract.objects.get()
    assert answer["Location"] == reverse("recruitment:show-contract", args=[contract.pk])
    assert offered.applicant("赵一").stage == "CONTRACTED"
    assert Acknowledgement.objects.filter(statement=contract.statement_id, member=contract.member_id).exists()
    assert Obligation.objects.open().filter(kind=Owed.RENEW_CONTRACT, subject_id=contract.pk).exists()
    page = text(see("gus", "recruitment:show-contract", contract.pk))
    assert "2028年11月9日" in page
    assert "赵一" not in page
    assert "赵*" in page
    answer = send("gus", "recruitment:sign-contract", pk, **fields)
    assert answer.status_code == 409
    assert "还不能提交" in text(answer)


def test_signing_twice_makes_one_member(offered, send, fields):
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = send("gus", "recruitment:sign-contract", offered.ids["赵一"], **fields, idempotency_key=key)
        assert answer.status_code == 302
    assert Contract.objects.count() == 1
    assert sum(member.name == "赵一" for member in Member.objects.all()) == 1


def test_the_scan_is_read_by_few(offered, send, see, signed_in, district, fields, request):
    paper = SimpleUploadedFile("合同.pdf", PAPER, "application/pdf")
    answer = send("gus", "recruitment:sign-contract", offered.ids["赵一"], **fields, file=paper)
    assert answer.status_code == 302
    contract, stored = Contract.objects.get(), StoredFile.objects.get()
    assert (stored.subject_type, stored.subject_id) == ("contract", contract.pk)
    for who, reads in (("gus", True), ("piet", True), ("gwen", False), ("tess", False), ("petra", False)):
        page = text(see(who, "recruitment:show-contract", contract.pk))
        assert (stored.key in page) is reads, who
        answer = signed_in(request.getfixturevalue(who)).get(reverse("file", args=[stored.key]))
        assert answer.status_code == (200 if reads else 404), who
        if reads:
            assert b"".join(answer.streaming_content) == PAPER
    for who in ("lena", "mara", "otto", "pia", "kai", "nora"):
        answer = signed_in(request.getfixturevalue(who)).get(reverse("file", args=[stored.key]))
        assert answer.status_code == 404, who


def test_a_scan_that_is_no_paper_is_refused_and_nothing_is_signed(offered, send, fields):
    for body in (b"MZ not a paper", b"\xff\xd8\xff not a picture"):
        paper = SimpleUploadedFile("合同.pdf", body, "application/pdf")
        answer = send("gus", "recruitment:sign-contract", offered.ids["赵一"], **fields, file=paper)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"file"}
    assert not Contract.objects.exists()
    assert not StoredFile.objects.exists()


# --- afterwards -----------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(offered):
    return offered.sign("赵一")


def test_list_contracts(signed, offered, see):
    offered.offer("钱二")
    sooner = offered.sign("钱二", ends_on=dt.date(2026, 12, 31))
    lines = see("gus", "recruitment:list-contracts").context["lines"]
    assert [line.contract_id for line in lines] == [sooner.pk, signed.pk]
    assert [line.name for line in lines] == ["钱*", "赵*"]
    assert "快到期" in text(see("gus", "recruitment:list-contracts"))
    lines = see("piet", "recruitment:list-contracts", query="?state=soon").context["lines"]
    assert [line.name for line in lines] == ["钱二"]
    assert see("gus", "recruitment:list-contracts", query="?state=ended").context["lines"] == []
    assert "没有这样的合同" in text(see("gus", "recruitment:list-contracts", query="?place=990102002"))
    for who in ("pia", "theo", "otto", "mara"):
        assert see(who, "recruitment:list-contracts").context["lines"] == [], who
        assert see(who, "recruitment:show-contract", signed.pk).status_code == 404, who
    for who in ("kai", "liz", "ada", "nora"):
        assert see(who, "recruitment:list-contracts").status_code == 404, who


def test_more_contracts_cost_no_more_statements(signed, offered, signed_in, gus, django_assert_num_queries):
    client, url = signed_in(gus), reverse("recruitment:list-contracts")
    client.get(url)
    for name in ("钱二", ""):
        with django_assert_num_queries(7):
            client.get(url)
        if name:
            offered.offer(name)
            offered.sign(name)


def test_a_member_reads_the_own_contract(signed, see, district, lena, signed_in, mara, mara_member):
    """On the member's page, as a panel; the member alone, the police and the office of the place."""
    panel = see("gus", "recruitment:member-contracts", signed.member_id)
    assert "劳动合同" in text(panel)
    assert see("otto", "recruitment:member-contracts", signed.member_id).status_code == 404
    page = text(see("mara", "recruitment:member-contracts", mara_member.pk))
    assert "没有登记合同" in page
    Contract.objects.filter(pk=signed.pk).update(member=mara_member)
    page = text(see("mara", "recruitment:member-contracts", mara_member.pk, **{"HX-Request": "true"}))
    assert page.lstrip().startswith("<ul")
    assert f"/recruitment/contracts/{signed.pk}/" in page
    assert see("mara", "recruitment:show-contract", signed.pk).status_code == 200
    member_page = signed_in(mara).get(reverse("teams:show-member", args=[mara_member.pk])).content.decode()
    assert reverse("recruitment:member-contracts", args=[mara_member.pk]) in member_page


def test_the_team_page_shows_who_is_on_the_way(offered, see, district, signed_in, tess):
    team = district.teams["academy"]
    page = text(see("tess", "recruitment:team-recruits", team))
    for shown in ("赵*", "已通知录用", "钱*", "公示通过"):
        assert shown in page
    assert "赵一" not in page
    assert "孙" not in page  # on the reserve list: not on the way
    assert "没有正在录用的人" in text(see("theo", "recruitment:team-recruits", district.teams["willow"]))
    assert see("theo", "recruitment:team-recruits", team).status_code == 404
    team_page = signed_in(tess).get(reverse("teams:show-team", args=[team])).content.decode()
    assert reverse("recruitment:team-recruits", args=[team]) in team_page


def test_contracts_by_api(offered, ask, tell):
    pk, key = offered.ids["赵一"], str(uuid.uuid4())
    body = {
        "kind": "LABOUR", "signed_on": "2026-11-10", "starts_on": "2026-11-10", "ends_on": "2028-11-09",
        "both_signed": True, "duties_signed": True,
    }  # fmt: skip
    path = f"applicants/{pk}/contract/"
    tell("tess", path, body, 404)
    assert tell("gus", path, {**body, "both_signed": False}, 422)["field"] == "both_signed"
    tell("gus", path, {**body, "kind": "PAPER"}, 400)
    made = tell("gus", path, body, 201, key)
    assert tell("gus", path, body, 200, key) == made
    assert tell("gus", path, body, 409)["code"] == "core.wrong-stage"
    line = ask("tess", "contracts/")["results"][0]
    assert (line["id"], line["name"], line["kind"], line["state"]) == (made["id"], "赵*", "LABOUR", "running")
    assert ask("piet", "contracts/")["results"][0]["name"] == "赵一"
    assert ask("gus", "contracts/?state=ended")["results"] == []
    assert ask("gus", f"contracts/{made['id']}/")["scans"] == []
    for who in ("theo", "kai", "mara"):
        ask(who, f"contracts/{made['id']}/", expected=404)


def test_the_other_street_has_its_own(offered, district, see):
    other = Story(district, number=1, street="990102002", team="willow", office="theo", police="pia",
                  assessors=("gus", "otto"))  # fmt: skip
    other.until_offered("李四")
    contract = other.sign("李四")
    assert [line.name for line in see("otto", "recruitment:list-contracts").context["lines"]] == ["李四"]
    assert see("tess", "recruitment:show-contract", contract.pk).status_code == 404
