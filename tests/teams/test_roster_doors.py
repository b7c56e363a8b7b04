"""Both old lists through the page and through the API; what a broken file is told; whom the pages show what."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import time_machine as clockwork
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from patrol_ops.core import files
from patrol_ops.core.models import JobProblem
from teams.models import LegacyUnit, Member, Membership, Roster, RosterRow, RosterUnit, Team
from teams.rules import Role
from tests.cast import identity
from tests.teams.rosters import DATA, empty_district, expected, rows_by_place, staff, work_at, workbook
from tests.teams.test_rosters_come_in import CODES, wanted


@pytest.fixture
def here(at):
    with clockwork.travel(at, tick=False) as moved:
        yield moved


@pytest.fixture
def office(db, at, signed_in) -> dict[str, Any]:
    """The office of a district with nothing but its divisions."""
    district = empty_district(at)
    people = {"gus": Role.GOVERNANCE, "gwen": Role.GOVERNANCE_HEAD}
    return {"district": district, **{key: signed_in(staff(key, role, district, at)) for key, role in people.items()}}


def sent(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (DATA / name).read_bytes())


def post(client: Client, name: str, *args: int, **fields: Any) -> Any:
    return client.post(reverse(name, args=args), fields)


def matches(roster: Roster) -> None:
    rows = rows_by_place(roster)
    assert len(rows) == len(expected())
    for one in expected():
        row = rows[one["sheet"], one["row"]]
        assert (row.verdict, row.code) == (wanted(one["defect"]), CODES.get(one["defect"], "")), one


@pytest.mark.req("REC-12", "ORG-04")
def test_the_workbook_through_the_page(here, office, at, django_assert_max_num_queries) -> None:
    gus, gwen = office["gus"], office["gwen"]
    answer = post(gus, "teams:upload-roster", file=sent("legacy-roster-a.xlsx"), place=office["district"].pk)
    assert answer.status_code == 302, answer.content.decode()
    roster = Roster.objects.get()
    matches(roster)
    with django_assert_max_num_queries(12 + 3):  # session, login and appointments
        page = gus.get(answer["Location"]).content.decode()
    assert "陈凯" in page
    assert "民族" in page
    assert identity(1)[:6] not in page
    for row in RosterRow.objects.filter(verdict="DECIDE"):
        decided = post(gus, "teams:decide-roster-row", roster.pk, row.pk, answer="SECOND_POST:TAKE", verdict="DECIDE")
        assert decided["Location"].endswith("?verdict=DECIDE#roster-rows")
    page = gwen.get(answer["Location"]).content.decode()
    assert "陈*" in page
    assert "陈凯" not in page
    assert post(gwen, "teams:confirm-roster", roster.pk).status_code == 302
    work_at(at)

    assert Member.objects.count() == 68
    assert Membership.objects.filter(main=False).count() == 3
    assert Team.objects.filter(stage="ACTIVE").count() == 22
    page = gwen.get(answer["Location"]).content.decode()
    assert "没有导入的 16 行" in page
    assert "身份证号校验不通过" in page
    register = gwen.get(reverse("teams:list-legacy-units") + "?place=990102001").content.decode()
    assert (
        register.count("治安巡逻队")
        == LegacyUnit.objects.under("990102001").filter(name__contains="治安巡逻队").count()
    )
    assert "双桥镇" not in register.split("<main")[1].split("<thead")[1]


@pytest.mark.req("REC-12", "ORG-04")
def test_the_workbook_through_the_api(here, office, at) -> None:
    gus, gwen = office["gus"], office["gwen"]
    answer = gus.post(
        "/api/v1/teams/rosters/upload/", {"file": sent("legacy-roster-a.xlsx"), "place_id": office["district"].pk}
    )
    assert answer.status_code == 201, answer.content
    roster = Roster.objects.get(pk=answer.json()["id"])
    base = f"/api/v1/teams/rosters/{roster.pk}/"
    matches(roster)
    told = {(one["sheet"], one["row"]): one for one in _all(gus, f"{base}rows/?page_size=200")}
    for one in expected():
        assert told[one["sheet"], one["row"]]["verdict"] == wanted(one["defect"])
    waiting = _all(gus, reverse("api-teams:roster-rows", args=[roster.pk]) + "?verdict=DECIDE")
    assert len(waiting) == 3
    for one in waiting:
        body = {"question": one["questions"][0], "answer": "TAKE"}
        assert gus.post(f"{base}rows/{one['id']}/decide/", body, content_type="application/json").status_code == 200
    assert _json(gus, f"{base}confirm/").json()["code"] == "teams.roster-for-the-head"
    assert _json(gwen, f"{base}confirm/").status_code == 200
    work_at(at)

    shown = gwen.get(base).json()
    assert (shown["stage"], shown["counts"]["NEW"]) == ("BROUGHT_IN", 71)
    assert len(shown["units"]) == 18
    assert Member.objects.count() == 68
    assert JobProblem.objects.count() == 16


def _all(client: Client, address: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while address:
        answer = client.get(address).json()
        found += answer["results"]
        address = answer["next"]
    return found


def _json(client: Client, address: str, **body: Any) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json")


@pytest.mark.req("REC-12")
def test_the_text_through_both_doors(here, office, at) -> None:
    gus, gwen = office["gus"], office["gwen"]
    post(gus, "teams:upload-roster", file=sent("legacy-roster-a.csv"), place=office["district"].pk)
    first = Roster.objects.get()
    assert first.counts == {"NEW": 24}
    post(gwen, "teams:confirm-roster", first.pk)
    work_at(at)
    assert Member.objects.count() == 24

    again = gus.post(
        "/api/v1/teams/rosters/upload/", {"file": sent("legacy-roster-a.csv"), "place_id": office["district"].pk}
    )
    second = Roster.objects.get(pk=again.json()["id"])
    assert second.counts == {"SAME": 24}
    assert _json(gwen, f"/api/v1/teams/rosters/{second.pk}/confirm/").json()["code"] == "teams.roster-nothing-new"
    assert "已经导入过" in gus.get(reverse("teams:show-roster", args=[second.pk])).content.decode()
    assert _json(gus, f"/api/v1/teams/rosters/{second.pk}/discard/").status_code == 200


def test_the_same_submission_twice_is_one_list(here, office, at) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "6f9619ff-8b86-4d11-b42d-00c04fc964ff"}
    said = {"place_id": office["district"].pk}
    answers = [
        office["gus"].post("/api/v1/teams/rosters/upload/", {**said, "file": sent("legacy-roster-a.csv")}, **key)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert Roster.objects.count() == 1


BROKEN = {
    "empty.xlsx": b"",
    "cut.xlsx": (DATA / "legacy-roster-a.xlsx").read_bytes()[:4000],
    "program.xlsx": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00 This program",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "wrong.csv": b"\x81\xff\x81\xff\x81\xff",
    "none.csv": "说明,没有人\n甲,乙\n".encode(),
}


def zip_bomb() -> bytes:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/x.bin", "w") as file:
        for _ in range(210):
            file.write(b"\0" * 1_048_576)
    return out.getvalue()


@pytest.mark.parametrize("name", [*BROKEN, "bomb.xlsx"])
def test_a_broken_file_is_told_so_and_nothing_is_written(here, office, name: str) -> None:
    body = BROKEN[name] if name in BROKEN else zip_bomb()
    answer = post(
        office["gus"], "teams:upload-roster", file=SimpleUploadedFile(name, body), place=office["district"].pk
    )
    assert answer.status_code == 422
    assert "po-error" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    told = office["gus"].post(
        "/api/v1/teams/rosters/upload/", {"file": SimpleUploadedFile(name, body), "place_id": office["district"].pk}
    )
    assert told.status_code in (400, 422)
    assert not Roster.objects.exists()


def test_a_file_larger_than_the_site_takes_is_dropped_while_it_comes(here, office, monkeypatch) -> None:
    monkeypatch.setattr(files.TooLarge, "limit", 100_000)
    large = SimpleUploadedFile("large.xlsx", b"PK\x03\x04" + b"x" * 300_000)
    page = post(office["gus"], "teams:upload-roster", file=large, place=office["district"].pk)
    large.seek(0)
    told = office["gus"].post("/api/v1/teams/rosters/upload/", {"file": large, "place_id": office["district"].pk})

    assert page.status_code == 422
    assert "文件超过 20 MB" in page.content.decode()
    assert (told.status_code, told.json()["code"]) == (422, "core.sheet-too-large")
    assert not Roster.objects.exists()


def test_a_row_with_a_formula_and_a_hidden_row(here, office) -> None:
    row = (
        "锦川街道",
        "明德社区",
        "明德巡防队",
        "周正",
        identity(1, "19900101"),
        "19900001111",
        "专职",
        "队员",
        "=TODAY()",
    )
    rows = (row, (*row[:3], "吴双", identity(2, "19900101"), *row[5:8], "2020-01-01"))
    body = workbook(*rows)
    hidden = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(hidden, "w") as new:
        for entry in old.namelist():
            text = old.read(entry)
            new.writestr(entry, text.replace(b'<row r="3"', b'<row r="3" hidden="1"') if "sheet1" in entry else text)
    upload = SimpleUploadedFile("a.xlsx", hidden.getvalue())
    post(office["gus"], "teams:upload-roster", file=upload, place=office["district"].pk)

    first, second = RosterRow.objects.order_by("row")
    assert first.code == "teams.roster-formula"
    assert second.questions == ["HIDDEN_ROW"]
    page = office["gus"].get(reverse("teams:show-roster", args=[first.roster_id])).content.decode()
    assert "请把公式粘贴成数值" in page


def test_columns_are_corrected_on_the_page(here, office) -> None:
    gus = office["gus"]
    post(gus, "teams:upload-roster", file=sent("legacy-roster-a.csv"), place=office["district"].pk)
    roster = Roster.objects.get()
    page = gus.get(reverse("teams:correct-roster", args=[roster.pk]))
    form = page.context["form"]
    fields = {name: form[name].value() for name in form.fields if name != "file"}
    fields = {name: "" if value is None else value for name, value in fields.items()}
    phone = next(name for name, value in fields.items() if value == "PHONE")

    wrong = gus.post(page.wsgi_request.path, {**fields, phone: "NAME"})
    assert wrong.status_code == 422
    assert "有两列选了同一项" in wrong.content.decode()
    right = gus.post(page.wsgi_request.path, {**fields, phone: "-", "report_on": "2026-11-01"})
    assert right.status_code == 302

    roster.refresh_from_db()
    assert str(roster.report_on) == "2026-11-01"
    assert all("teams.roster-phone-missing" in row.notes for row in RosterRow.objects.all())


def test_a_unit_is_decided_on_its_own_page(here, office) -> None:
    rows = [("锦川街道", "明德社区", team, f"周{n}", identity(n, "19900101"), "", "义务", "", "")
            for n, team in enumerate(("一队", "二队"), 1)]  # fmt: skip
    body = workbook(*((*row[:3], "周正" if row[3] == "周1" else "吴双", *row[4:]) for row in rows))
    gus = office["gus"]
    post(gus, "teams:upload-roster", file=SimpleUploadedFile("a.xlsx", body), place=office["district"].pk)
    roster, unit = Roster.objects.get(), RosterUnit.objects.get(asked=True)

    page = gus.get(reverse("teams:decide-roster-unit", args=[roster.pk, unit.pk]))
    assert "第二支队伍" in page.content.decode()
    refused = post(gus, "teams:decide-roster-unit", roster.pk, unit.pk, answer="APART", hamlet="(x)")
    assert refused.status_code == 422
    assert post(gus, "teams:decide-roster-unit", roster.pk, unit.pk, answer="APART", hamlet="后街").status_code == 302
    assert _json(gus, f"/api/v1/teams/rosters/{roster.pk}/units/{unit.pk}/decide/", answer="JOIN").status_code == 200
    assert _json(gus, f"/api/v1/teams/rosters/{roster.pk}/leave-open/").status_code == 200
    said = {"report_on": "2026-11-01", "default_class": "VOLUNTEER", "columns": [{"sheet": 0, "at": 5, "column": None}]}
    assert _json(gus, f"/api/v1/teams/rosters/{roster.pk}/correct/", **{**said, "columns": []}).status_code == 200
    assert post(gus, "teams:leave-open-rows-out", roster.pk).status_code == 302
    assert post(gus, "teams:discard-roster", roster.pk).status_code == 302
    assert gus.get(reverse("teams:list-rosters")).status_code == 200
    assert "已作废" in gus.get(reverse("teams:show-roster", args=[roster.pk])).content.decode()
    assert gus.get(reverse("teams:decide-roster-unit", args=[roster.pk, unit.pk])).status_code == 404


def test_the_preview_asks_no_more_for_more_rows(here, office, django_assert_num_queries) -> None:
    gus, counts = office["gus"], []
    for name in ("legacy-roster-a.csv", "legacy-roster-a.xlsx"):
        post(gus, "teams:upload-roster", file=sent(name), place=office["district"].pk)
        roster = Roster.objects.order_by("-pk")[0]
        with _counted() as asked:
            gus.get(reverse("teams:show-roster", args=[roster.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12 + 3


def _counted() -> Any:
    return CaptureQueriesContext(connection)


@pytest.mark.parametrize("who", ["lena", "piet", "ada", "nora", "vera"])
def test_lists_are_the_offices(request, here, district, signed_in, who: str) -> None:
    client = signed_in(request.getfixturevalue(who))

    for path in ("upload/", ""):
        assert client.get(f"/teams/rosters/{path}").status_code == 404
    told = client.post("/api/v1/teams/rosters/upload/", {"file": sent("legacy-roster-a.csv"), "place_id": 1})
    assert told.status_code in (403, 404)
    assert not Roster.objects.exists()
