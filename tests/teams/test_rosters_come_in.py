"""The two lists of the fictional district, from the file to serving members: what must happen to each row."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from patrol_ops.core.models import Job, JobProblem, JournalEntry, Obligation
from patrol_ops.core.secrets import blind_index
from teams import commands
from teams.models import Appointment, Hold, LegacyUnit, Member, Membership, RosterRow, RosterUnit, Team
from teams.rules import Role
from teams.rules.rosters import Answer, Question, RosterStage, Verdict
from tests.teams.rosters import acting, empty_district, expected, rows_by_place, sheets_of, staff, upload, work_at

CODES = {
    "id-checksum": "teams.roster-identity-wrong",
    "id-missing": "teams.roster-identity-missing",
    "id-precision-lost": "teams.roster-identity-digits-lost",
    "over-age": "teams.roster-over-age",
    "under-age": "teams.roster-under-age",
    "phone-invalid": "teams.roster-phone-wrong",
    "unknown-community": "teams.roster-community-unknown",
    "repeat": "teams.roster-repeat",
}


def wanted(defect: str) -> Verdict:
    if defect == "none" or defect.startswith("ok:"):
        return Verdict.NEW
    return {"repeat": Verdict.SAME, "second-post": Verdict.DECIDE}.get(defect, Verdict.REFUSED)


@pytest.fixture
def office(db: None, at: dt.datetime) -> dict[str, Any]:
    district = empty_district(at)
    gus = staff("gus", Role.GOVERNANCE, district, at)
    gwen = staff("gwen", Role.GOVERNANCE_HEAD, district, at)
    return {"district": district, "gus": acting(gus, at), "gwen": acting(gwen, at)}


@pytest.mark.req("REC-12", "ORG-04")
def test_the_workbook_is_judged_row_by_row_as_expected(office, at):
    roster = upload(office["gus"], office["district"], sheets_of("legacy-roster-a.xlsx"), at)

    assert roster.report_on == dt.date(2026, 6, 30)
    assert roster.report_found
    rows = rows_by_place(roster)
    assert len(rows) == len(expected())
    for one in expected():
        row = rows[one["sheet"], one["row"]]
        assert row.verdict == wanted(one["defect"]), one
        assert row.code == CODES.get(one["defect"], ""), one
        if row.unit is not None:
            assert row.unit.path == one["community"]
            assert row.unit.name == one["team"]
        if one["defect"] == "second-post":
            assert row.questions == [Question.SECOND_POST]


@pytest.mark.req("REC-12", "ORG-04", "ORG-02")
def test_the_workbook_comes_in(office, at):
    roster = upload(office["gus"], office["district"], sheets_of("legacy-roster-a.xlsx"), at, "花名册.xlsx")
    for row in RosterRow.objects.filter(roster=roster, verdict=Verdict.DECIDE):
        answers = {Question.SECOND_POST: Answer.TAKE}
        commands.decide_roster_row(actor=office["gus"], roster_id=roster.pk, row_id=row.pk, answers=answers, at=at)
    commands.confirm_roster(actor=office["gwen"], roster_id=roster.pk, at=at)
    work_at(at)

    roster.refresh_from_db()
    assert roster.stage == RosterStage.BROUGHT_IN
    assert Job.objects.get().stage == "done"
    assert not RosterRow.objects.exists()
    come_in = [one for one in expected() if wanted(one["defect"]) is Verdict.NEW]
    assert Member.objects.count() == len(come_in) == 68
    for one in come_in:
        member = Member.objects.get(identity_index=blind_index(one["id"], "identity"))
        assert member.name == one["name"]
        main = Membership.objects.get(member=member, main=True)
        assert main.team.place.path == one["community"]
        assert main.legacy
        assert main.employment_class == one["form"].upper()
        assert (member.identity is None) == (one["form"] == "volunteer")
        assert sorted(Hold.objects.filter(member=member).values_list("kind", "since")) == [
            ("BADGE", at.date() + dt.timedelta(days=180)),
            ("TRAINING", at.date() + dt.timedelta(days=180)),
        ]
    assert Membership.objects.filter(main=False).count() == 3
    teams = {(team.place.path, team.tier): team for team in Team.objects.select_related("place")}
    assert all(team.stage == "ACTIVE" for team in teams.values())
    assert len(teams) == 1 + 3 + 18
    harbour = teams["990102001001", "DETACHMENT"]
    assert harbour.name == "锦川街道明德社区社会治安巡防分队"
    assert harbour.parent == teams["990102001", "SQUADRON"]
    assert list(harbour.aliases.values_list("name", flat=True)) == ["明德社区治安巡逻队"]
    line = LegacyUnit.objects.get(team=harbour)
    assert (line.kind, line.heads_before, line.heads_after, line.document) == ("PATROL", 5, 4, "花名册.xlsx")
    assert LegacyUnit.objects.count() == 18
    leaders = Appointment.objects.filter(role="ldr", deputy=False)
    refused = sum(1 for one in expected() if wanted(one["defect"]) is Verdict.REFUSED)
    assert leaders.count() == 16  # two of the eighteen are refused as persons
    assert not leaders.filter(approved_at__isnull=False).exists()
    assert JobProblem.objects.count() == refused
    assert Obligation.objects.filter(kind="teams.confirm_roster", settled_at__isnull=False).count() == 1
    assert not any(
        "990102" in str(entry.facts.values()) for entry in JournalEntry.objects.filter(act__contains="roster")
    )


@pytest.mark.req("REC-12")
def test_the_text_comes_in_whole(office, at):
    roster = upload(office["gus"], office["district"], sheets_of("legacy-roster-a.csv"), at)

    assert roster.report_on == at.date()
    assert not roster.report_found
    assert roster.counts == {"NEW": 24}
    commands.confirm_roster(actor=office["gwen"], roster_id=roster.pk, at=at)
    work_at(at)
    assert Member.objects.count() == 24
    assert Membership.objects.filter(joined_on__isnull=True).count() == 5


@pytest.mark.req("REC-12")
@pytest.mark.parametrize("name", ["legacy-roster-a.xlsx", "legacy-roster-a.csv"])
def test_the_same_list_again_adds_nothing(office, at, name):
    roster = upload(office["gus"], office["district"], sheets_of(name), at)
    commands.leave_open_rows_out(actor=office["gus"], roster_id=roster.pk, at=at)
    commands.confirm_roster(actor=office["gwen"], roster_id=roster.pk, at=at)
    work_at(at)
    before = (Member.objects.count(), Membership.objects.count(), Team.objects.count(), LegacyUnit.objects.count())

    again = upload(office["gus"], office["district"], sheets_of(name), at)

    counts = dict(again.counts)
    assert counts.pop("SAME") == sum(1 for one in rows_by_place(again).values() if one.verdict == Verdict.SAME)
    assert "NEW" not in counts
    assert "CHANGED" not in counts
    assert not again.makes_teams
    assert not RosterUnit.objects.filter(roster=again, asked=True).exists()
    assert before == (
        Member.objects.count(),
        Membership.objects.count(),
        Team.objects.count(),
        LegacyUnit.objects.count(),
    )
