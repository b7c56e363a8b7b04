"""Equipment through the commands: stocked, issued, taken back, lost, moved and scrapped, and what waits for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from patrol_ops.core import clock, obligations
from patrol_ops.core.models import JournalEntry, Notice, Obligation
from patrol_ops.core.refusals import NotPermitted, Stale, WrongStage
from teams.commands import (
    approve_reorganisation,
    dissolve_team,
    end_membership,
    issue_equipment,
    merge_teams,
    move_equipment,
    scrap_equipment,
    split_team,
    take_back_equipment,
    transfer_member,
    withdraw_kit_authorisation,
)
from teams.models import Equipment, EquipmentIssue, KitAuthorisation, Membership
from teams.rules import BadgeEnd, EmploymentClass, Form, LeavingKind, MoveDraft, OrderDraft, Owed, TeamDraft
from teams.rules.equipment import Condition, EquipmentKind, ReturnDraft, ReturnOutcome
from tests.teams.equipping import AT, DAY, allow_batons, authorise, days, issue, stock
from tests.teams.saying import refused, said

K = EquipmentKind
BACK = ReturnDraft(ReturnOutcome.RETURNED)


def take_back(district, team, issues, draft=BACK, who="gus", at=AT):
    return take_back_equipment(
        actor=district.actor(who), team_id=district.teams[team], issue_ids=issues, draft=draft, at=at
    )


# --- into stock -----------------------------------------------------------------------------------------------------


@pytest.mark.req("EQP-05")
def test_stock_equipment_several_at_once(district) -> None:
    stock(district, "harbour", K.REFLECTIVE_VEST, 12, size="XL")
    stock(district, "harbour", K.RADIO, serials=("R-01", "R-02"), who="lena")

    vests = Equipment.objects.filter(kind="REFLECTIVE_VEST")
    assert {(v.size, v.stage, v.condition) for v in vests} == {("XL", "IN_STOCK", "GOOD")}
    assert vests.count() == 12
    assert list(Equipment.objects.filter(kind="RADIO").order_by("pk").values_list("serial", flat=True)) == [
        "R-01",
        "R-02",
    ]
    assert [entry.facts["pieces"] for entry in said("teams.equipment_stocked", AT)] == [12, 2]


@pytest.mark.parametrize("who", ["otto", "theo", "mara", "kai", "piet", "gwen", "liz"])
def test_stock_equipment_by_anybody_else_finds_nothing(who, district) -> None:
    with pytest.raises(NotPermitted):
        stock(district, "harbour", K.TORCH, who=who)
    assert not Equipment.objects.exists()


def test_stock_equipment_knows_a_serial_once(district) -> None:
    stock(district, "harbour", K.RADIO, serials=("R-01",))

    refused("teams.serial-known", stock, district, "willow", K.RADIO, serials=("R-00", "R-01"))
    assert Equipment.objects.count() == 1


@pytest.mark.req("EQP-06")
def test_stock_equipment_has_no_batons_until_they_are_allowed(district) -> None:
    refused("teams.kit-not-enabled", stock, district, "squadron", K.BATON, serials=("B-1",))

    allow_batons(district)
    assert len(stock(district, "squadron", K.BATON, serials=("B-1",))) == 1


# --- into hands and back ----------------------------------------------------------------------------------------------


@pytest.mark.req("EQP-02", "EQP-05")
def test_issue_equipment_writes_the_ledger(district) -> None:
    pieces = stock(district, "harbour", K.ARMBAND) + stock(district, "harbour", K.TORCH)
    issues = issue(district, "harbour", "mara", pieces, who="lena")

    rows = EquipmentIssue.objects.filter(pk__in=issues).order_by("kind")
    assert [(r.kind, r.member_id, r.issued_on, r.issued_by_id, r.condition_out) for r in rows] == [
        ("ARMBAND", district.members["mara"], DAY, district.users["lena"], "GOOD"),
        ("TORCH", district.members["mara"], DAY, district.users["lena"], "GOOD"),
    ]
    assert set(Equipment.objects.values_list("stage", flat=True)) == {"ISSUED"}
    (entry,) = said("teams.equipment_issued", AT)
    assert (entry.facts["issue_ids"], entry.path) == (sorted(issues), "990102001001")
    assert "马兰" not in str(entry.facts)


@pytest.mark.req("EQP-02")
def test_issue_equipment_one_armband_a_member(district) -> None:
    one, two = stock(district, "harbour", K.ARMBAND, 2)
    refused("teams.equipment-borne-already", issue, district, "harbour", "mara", [one, two])
    (first,) = issue(district, "harbour", "mara", [one])
    no = refused("teams.equipment-borne-already", issue, district, "harbour", "mara", [two])
    assert no.facts == {"what": "equipment-kind.ARMBAND"}

    # The database holds it, too, and no piece is out twice.
    for field, value in (("item_id", two), ("member_id", district.members["lena"])):
        row = EquipmentIssue.objects.get(pk=first)
        row.pk = None
        setattr(row, field, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.mark.req("EQP-03")
def test_issue_equipment_uniforms_for_the_upper_tiers_with_their_cycle(district) -> None:
    (piece,) = stock(district, "squadron", K.UNIFORM, size="175/92A")
    issue(district, "squadron", "沈一", [piece])
    assert Equipment.objects.get(pk=piece).replace_on == dt.date(2028, 11, 18)
    assert list(Equipment.objects.worn_out(dt.date(2028, 11, 17))) == []
    assert [row.pk for row in Equipment.objects.worn_out(dt.date(2028, 11, 18))] == [piece]

    (other,) = stock(district, "harbour", K.UNIFORM, size="M")
    refused("teams.uniform-not-theirs", issue, district, "harbour", "mara", [other])


def test_issue_equipment_of_another_team_or_to_nobody_of_it(district) -> None:
    (piece,) = stock(district, "willow", K.TORCH)
    (own,) = stock(district, "harbour", K.TORCH)

    refused("teams.equipment-unknown", issue, district, "harbour", "mara", [piece])
    refused("teams.equipment-none-chosen", issue, district, "harbour", "mara", [])
    refused("teams.member-not-serving", issue, district, "harbour", "otto", [own])
    with pytest.raises(NotPermitted):
        issue(district, "harbour", "mara", [own], who="otto")
    issue(district, "harbour", "mara", [own])
    with pytest.raises(WrongStage):
        issue(district, "harbour", "lena", [own])


@pytest.mark.req("EQP-05")
@pytest.mark.parametrize(
    ("draft", "stage", "condition"),
    [
        (ReturnDraft(ReturnOutcome.RETURNED, Condition.WORN), "IN_STOCK", "WORN"),
        (ReturnDraft(ReturnOutcome.DAMAGED), "IN_STOCK", "BROKEN"),
        (ReturnDraft(ReturnOutcome.LOST), "LOST", "GOOD"),
    ],
)
def test_take_back_equipment(draft, stage, condition, district) -> None:
    pieces = stock(district, "harbour", K.TORCH, 2)
    issues = issue(district, "harbour", "mara", pieces)
    take_back(district, "harbour", issues, draft, who="lena")

    assert set(Equipment.objects.values_list("stage", "condition")) == {(stage, condition)}
    rows = EquipmentIssue.objects.all()
    assert {(row.outcome, row.closed_on, row.closed_by_id) for row in rows} == {
        (draft.outcome.value, DAY, district.users["lena"])
    }
    assert len(said("teams.equipment_taken_back", AT)) == 1
    with pytest.raises(Stale):
        take_back(district, "harbour", issues)


def test_take_back_equipment_by_another_leader_finds_nothing(district) -> None:
    issues = issue(district, "harbour", "mara", stock(district, "harbour", K.TORCH))
    with pytest.raises(NotPermitted):
        take_back(district, "harbour", issues, who="otto")
    refused("teams.equipment-unknown", take_back, district, "willow", issues, who="otto")
    assert EquipmentIssue.objects.open().count() == 1


def test_what_came_back_broken_is_not_given_out_again(district) -> None:
    pieces = stock(district, "harbour", K.TORCH)
    take_back(district, "harbour", issue(district, "harbour", "mara", pieces), ReturnDraft(ReturnOutcome.DAMAGED))

    refused("teams.equipment-broken", issue, district, "harbour", "mara", pieces)


@pytest.mark.parametrize("pieces", [1, 6])
def test_issue_equipment_costs_the_same_for_many(pieces, district, django_assert_num_queries) -> None:
    ids = stock(district, "harbour", K.TORCH, pieces)
    actor, team, member = district.actor("lena"), district.teams["harbour"], district.members["mara"]
    # A savepoint and its end; team, member, pieces; what is decided, what is borne, as what they serve; pieces and
    # issues written; the journal.
    with django_assert_num_queries(11):
        issue_equipment(actor=actor, team_id=team, member_id=member, equipment_ids=ids, at=AT)


# --- off the books, and to another team -------------------------------------------------------------------------------


def test_scrap_equipment_with_a_reason(district) -> None:
    pieces = stock(district, "harbour", K.RAINCOAT, 2)

    def scrap(ids, reason="开裂漏水", who="lena"):
        return scrap_equipment(
            actor=district.actor(who), team_id=district.teams["harbour"], equipment_ids=ids, reason=reason, at=AT
        )

    refused("teams.reason-needed", scrap, pieces, " ")
    issue(district, "harbour", "mara", pieces[:1])
    with pytest.raises(WrongStage):
        scrap(pieces)
    scrap(pieces[1:])
    row = Equipment.objects.get(pk=pieces[1])
    assert (row.stage, row.scrapped_why, row.scrapped_by_id) == ("SCRAPPED", "开裂漏水", district.users["lena"])


def test_move_equipment_between_teams_within_reach(district) -> None:
    pieces = stock(district, "harbour", K.TORCH, 2)

    def move(to="academy", ids=pieces, who="tess"):
        return move_equipment(
            actor=district.actor(who),
            team_id=district.teams["harbour"],
            to_team_id=district.teams[to],
            equipment_ids=ids,
            at=AT,
        )

    refused("teams.moved-nowhere", move, "harbour")
    for to, who in (("willow", "tess"), ("academy", "lena")):
        with pytest.raises(NotPermitted):
            move(to, who=who)
    issue(district, "harbour", "mara", pieces[:1])
    with pytest.raises(WrongStage):
        move()
    move(ids=pieces[1:])
    assert Equipment.objects.get(pk=pieces[1]).team_id == district.teams["academy"]
    assert len(said("teams.equipment_moved", AT)) == 1


# --- restricted kit ---------------------------------------------------------------------------------------------------


@pytest.fixture
def batons(district):
    """Two of them in the squadron, of which 沈一 may bear one."""
    allow_batons(district)
    pieces = stock(district, "squadron", K.BATON, serials=("B-1", "B-2"))
    authorise(district, "squadron", "沈一", "piet")
    return pieces


@pytest.mark.req("EQP-06")
def test_a_baton_is_due_back_the_same_day(district, batons) -> None:
    (out,) = issue(district, "squadron", "沈一", batons[:1])

    due = Obligation.objects.open().get(kind=Owed.RETURN_KIT)
    assert (due.subject_id, due.team_id, due.role) == (out, district.teams["squadron"], "ldr")
    assert due.due_at == clock.start_of(days(1))
    take_back(district, "squadron", [out])
    assert not Obligation.objects.open().filter(kind=Owed.RETURN_KIT).exists()


@pytest.mark.req("EQP-06")
def test_the_leader_is_reminded_of_a_baton_and_the_police_after_them(district) -> None:
    allow_batons(district)
    authorise(district, "harbour", "mara", "piet")
    (out,) = issue(district, "harbour", "mara", stock(district, "harbour", K.BATON, serials=("B-3",)))

    def told(at):
        before = set(Notice.objects.values_list("pk", flat=True))
        obligations.remind(at)
        fresh = Notice.objects.exclude(pk__in=before).filter(template="teams.remind-return-kit")
        return set(fresh.values_list("user", flat=True))

    assert told(clock.at(DAY, 19)) == set()
    assert told(clock.at(DAY, 20)) == {district.users["lena"]}
    assert told(clock.at(days(1), 0)) == {district.users["lena"]}
    assert told(clock.at(days(1), 12)) == {district.users["kai"]}
    take_back(district, "harbour", [out], ReturnDraft(ReturnOutcome.LOST), at=clock.at(days(1), 13))
    assert told(clock.at(days(3), 12)) == set()


@pytest.mark.req("EQP-06")
def test_a_baton_is_only_for_whoever_is_authorised_and_fit(district, batons) -> None:
    refused("teams.kit-not-authorised", issue, district, "squadron", "沈二", batons[:1])
    # From the day on which the transition ends nobody untrained is fit.
    later = clock.at(days(150), 9)
    authorise(district, "squadron", "沈二", "piet", until=days(300))
    no = refused("teams.kit-not-fit", issue, district, "squadron", "沈二", batons[:1], at=later)
    assert no.facts == {"hold": "hold.BADGE"}
    refused("teams.kit-not-authorised", issue, district, "squadron", "沈一", batons[:1], at=clock.at(days(90), 9))


@pytest.mark.req("EQP-06")
def test_authorise_kit_by_the_managing_police_alone(district) -> None:
    allow_batons(district)
    refused("teams.override-not-managing", authorise, district, "squadron", "沈一", "petra")
    refused("teams.override-not-managing", authorise, district, "harbour", "mara", "petra")
    for who in ("pia", "kai", "tess", "gwen", "lena"):
        with pytest.raises(NotPermitted):
            authorise(district, "harbour", "mara", who)
    authorise(district, "harbour", "mara", "piet")
    authorise(district, "brigade", "卢山", "petra")
    refused("teams.kit-authorised-already", authorise, district, "brigade", "卢山", "petra", since=days(89))
    authorise(district, "brigade", "卢山", "petra", since=days(90), until=days(100))
    entry = JournalEntry.objects.filter(act="teams.kit_authorised").earliest("pk")
    assert entry.facts["member_id"] == district.members["mara"]
    assert "批复" not in str(entry.facts)


@pytest.mark.req("EQP-06")
def test_authorise_kit_is_off_by_default(district) -> None:
    refused("teams.kit-not-enabled", authorise, district, "squadron", "沈一", "piet")


def test_withdraw_kit_authorisation_once_the_kit_is_back(district, batons) -> None:
    (out,) = issue(district, "squadron", "沈一", batons[:1])
    row = KitAuthorisation.objects.get()

    def withdraw(who="piet"):
        return withdraw_kit_authorisation(actor=district.actor(who), authorisation_id=row.pk, at=AT)

    with pytest.raises(NotPermitted):
        withdraw("pia")
    refused("teams.kit-still-out", withdraw)
    take_back(district, "squadron", [out])
    assert withdraw().until == DAY
    refused("teams.kit-over", withdraw)
    refused("teams.kit-not-authorised", issue, district, "squadron", "沈一", batons[:1])


# --- what waits for it ------------------------------------------------------------------------------------------------


@pytest.mark.req("EQP-05")
def test_the_last_exit_waits_for_what_is_still_held(district) -> None:
    pieces = stock(district, "harbour", K.ARMBAND) + stock(district, "harbour", K.TORCH)
    issues = issue(district, "harbour", "mara", pieces)

    def leave():
        return end_membership(
            actor=district.actor("kai"),
            team_id=district.teams["harbour"],
            member_id=district.members["mara"],
            why=LeavingKind.RESIGNED,
            until=DAY,
            badge=BadgeEnd.RETURNED,
            at=AT,
        )

    no = refused("teams.still-held", leave)
    assert no.facts == {"what": "teams.kit-held", "count": 2}
    take_back(district, "harbour", issues[:1])
    assert refused("teams.still-held", leave).facts["count"] == 1
    take_back(district, "harbour", issues[1:], ReturnDraft(ReturnOutcome.LOST))
    assert leave().until == DAY


def test_what_is_borne_goes_along_with_a_transfer_but_never_a_baton(district, batons) -> None:
    coat, torch = stock(district, "squadron", K.RAINCOAT) + stock(district, "squadron", K.TORCH)
    issue(district, "squadron", "沈一", [coat, batons[0]])
    transfer_member(
        actor=district.actor("piet"),
        team_id=district.teams["squadron"],
        member_id=district.members["沈一"],
        to_team_id=district.teams["academy"],
        draft=MoveDraft(EmploymentClass.FULL_TIME, DAY),
        at=AT,
    )

    where = dict(Equipment.objects.values_list("pk", "team_id"))
    assert where[coat] == district.teams["academy"]
    assert {where[torch], where[batons[0]]} == {district.teams["squadron"]}


def test_a_merger_takes_everything_along(district) -> None:
    allow_batons(district)
    (baton,) = stock(district, "academy", K.BATON, serials=("B-9",))
    authorise(district, "academy", "舒文", "piet")
    (vest, torch) = stock(district, "academy", K.REFLECTIVE_VEST) + stock(district, "academy", K.TORCH)
    (out, _held) = issue(district, "academy", "舒文", [baton, torch])
    draft = OrderDraft(DAY, "并入街道统一管理")
    row = merge_teams(
        actor=district.actor("tess"),
        team_id=district.teams["harbour"],
        predecessor_ids=[district.teams["academy"]],
        draft=draft,
        at=AT,
    )
    approve_reorganisation(actor=district.actor("gwen"), reorganisation_id=row.pk, at=AT)

    assert set(Equipment.objects.filter(pk__in=[baton, vest, torch]).values_list("team", flat=True)) == {
        district.teams["harbour"]
    }
    due = Obligation.objects.open().get(kind=Owed.RETURN_KIT)
    assert (due.subject_id, due.team_id) == (out, district.teams["harbour"])


def test_a_split_takes_along_what_its_people_bear_and_no_stock(district) -> None:
    coat, vest = stock(district, "harbour", K.RAINCOAT) + stock(district, "harbour", K.REFLECTIVE_VEST)
    issue(district, "harbour", "mara", [coat])
    Membership.objects.filter(member=district.members["mara"]).update(employment_class="PART_TIME")
    row = split_team(
        actor=district.actor("tess"),
        team_id=district.teams["harbour"],
        member_ids=[district.members["mara"]],
        team_draft=TeamDraft(form=Form.VOLUNTARY_PATROL, authorised=5, hamlet="上湾"),
        draft=OrderDraft(DAY, "自然村离得远"),
        at=AT,
    )
    approve_reorganisation(actor=district.actor("gwen"), reorganisation_id=row.pk, at=AT)

    new = Membership.objects.open().get(member=district.members["mara"]).team_id
    assert new != district.teams["harbour"]
    assert Equipment.objects.get(pk=coat).team_id == new
    assert Equipment.objects.get(pk=vest).team_id == district.teams["harbour"]


def test_a_team_is_dissolved_once_nothing_of_it_is_left(district) -> None:
    pieces = stock(district, "academy", K.TORCH, 3)
    Membership.objects.filter(team=district.teams["academy"]).update(until=DAY, ended_at=AT)

    def dissolve():
        row = dissolve_team(
            actor=district.actor("tess"),
            team_id=district.teams["academy"],
            draft=OrderDraft(DAY, "并入街道统一管理"),
            at=AT,
        )
        return approve_reorganisation(actor=district.actor("gwen"), reorganisation_id=row.pk, at=AT)

    assert refused("teams.still-open", dissolve).facts == {"what": "teams.kit-left", "count": 3}
    move_equipment(
        actor=district.actor("tess"),
        team_id=district.teams["academy"],
        to_team_id=district.teams["harbour"],
        equipment_ids=pieces,
        at=AT,
    )
    assert dissolve().stage == "DONE"
