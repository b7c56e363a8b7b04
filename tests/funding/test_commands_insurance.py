"""Papers are entered, people covered, renewed and ended; what is missing keeps off duty where that is decided."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from funding import commands, reports, tasks
from funding.models import Cover, InsurancePolicy
from funding.rules import InsuranceKind, Owed
from patrol_ops.core import clock, outbox
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry, Obligation
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import commands as teams
from teams.models import Hold, Member, Membership
from teams.reports import fitness_of
from teams.rules import EmploymentClass, HoldKind, LeavingKind, MemberDraft, MoveDraft
from tests.cast import BUILDER, identity
from tests.funding.conftest import AT, DAY, OTHER, STREET, day

CLOCK = Actor.system("keep-cover-holds")


def refused(act, code: str) -> None:
    with pytest.raises(Refused) as no:
        act()
    assert no.value.code == code


def owed() -> list[tuple[int, str]]:
    rows = Obligation.objects.open().filter(kind=Owed.RENEW_INSURANCE)
    return [(row.subject_id, row.role) for row in rows.order_by("pk")]


# --- papers ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-03")
@pytest.mark.parametrize("who", ["gus", "fin"])
def test_enter_policy(who, register) -> None:
    row = register.enter(who, premium=Decimal("96.50"))

    row.refresh_from_db()
    assert (row.premium, row.payer, row.place.path) == (Decimal("96.50"), "STREET", STREET)
    entry = JournalEntry.objects.get(act="funding.policy_entered")
    assert (entry.subject_id, entry.path) == (row.pk, STREET)
    assert "PA-2026" not in str(entry.facts)


@pytest.mark.parametrize("who", ["gwen", "liz", "tess", "petra", "piet", "lena", "mara"])
def test_enter_policy_by_anybody_else_finds_nothing(who, register) -> None:
    with pytest.raises(NotPermitted):
        register.enter(who)
    assert not InsurancePolicy.objects.exists()


def test_enter_policy_refuses_what_is_known_and_what_is_too_small(register) -> None:
    register.enter()
    refused(register.enter, "funding.policy-known")
    refused(lambda: register.enter(place="990102001001"), "funding.place-too-small")
    register.enter(starts_on=day(-99))
    assert InsurancePolicy.objects.count() == 2


# --- people ---------------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-03")
def test_cover_members_names_some_or_a_whole_team(register) -> None:
    row = register.enter()
    register.cover(row, "mara")
    assert owed() == [(row.pk, "gov")]
    register.cover(row, team="harbour", since=day(3))

    assert Cover.objects.filter(policy=row).count() == 5
    assert Cover.objects.get(member=register.district.members["mara"]).since == DAY
    assert set(Cover.objects.values_list("until", flat=True)) == {day(100)}
    assert [e.facts["people"] for e in JournalEntry.objects.filter(act="funding.members_covered").order_by("pk")] == [
        1,
        4,
    ]
    assert owed() == [(row.pk, "gov")]
    refused(lambda: register.cover(row, "mara", team="harbour"), "funding.covered-already")


def test_cover_members_refuses(register) -> None:
    row = register.enter()
    refused(lambda: register.cover(row, "mara", "otto"), "funding.not-serving-there")
    refused(lambda: register.cover(row, team="willow"), "funding.covered-already")
    refused(lambda: register.cover(row, "mara", since=day(100)), "funding.since-outside")
    refused(lambda: register.cover(row), "funding.nobody-named")
    with pytest.raises(NotPermitted):
        register.cover(row, "mara", who="tess")
    commands.cancel_policy(actor=register.who("gus"), policy_id=row.pk, at=AT)
    refused(lambda: register.cover(row, "mara"), "funding.policy-cancelled")
    assert not Cover.objects.exists()


def test_nobody_is_covered_twice_by_one_policy(register) -> None:
    row = register.enter()
    register.cover(row, "mara")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.create(
            policy=row, member_id=register.district.members["mara"], since=DAY, until=day(9), added_at=AT
        )


def test_end_cover_and_with_the_last_nothing_is_left_to_renew(register) -> None:
    row = register.enter()
    register.cover(row, "mara", "lena")
    cover = register.end("mara", day(10))
    assert (cover.until, owed()) == (day(10), [(row.pk, "gov")])
    refused(lambda: register.end("lena", day(100)), "funding.end-odd")
    with pytest.raises(NotPermitted):
        register.end("lena", day(10), who="liz")

    register.end("lena", DAY)
    assert owed() == []
    register.cover(row, "lena", since=day(1))
    assert owed() == [(row.pk, "gov")]
    assert Cover.objects.filter(member=register.district.members["lena"]).count() == 2


# --- the next period ------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-03")
def test_renew_policy_carries_over_who_still_serves(register) -> None:
    row = register.enter()
    register.cover(row, "mara", "lena", "何平", "何安")
    register.end("何安", day(10))
    Membership.objects.filter(member=register.district.members["何平"]).update(
        until=DAY, left_why="RESIGNED", ended_at=AT
    )
    following = register.renew(row)

    assert (following.renews_id, following.kind) == (row.pk, "ACCIDENT")
    carried = Cover.objects.filter(policy=following)
    assert set(carried.values_list("member_id", "since", "until")) == {
        (register.district.members[name], day(100), day(501)) for name in ("mara", "lena")
    }
    assert owed() == [(following.pk, "gov")]
    assert Obligation.objects.get(kind=Owed.RENEW_INSURANCE, subject_id=row.pk).settled_at == AT
    refused(lambda: register.renew(row, number="PA-3"), "funding.renewed-already")
    refused(
        lambda: commands.cancel_policy(actor=register.who("gus"), policy_id=row.pk, at=AT), "funding.renewed-already"
    )


def test_renew_policy_refuses(register) -> None:
    row = register.enter()
    refused(lambda: register.renew(row, kind=InsuranceKind.PENSION), "funding.renewal-of-another-kind")
    refused(lambda: register.renew(row, starts_on=row.last_day), "funding.renewal-overlaps")
    with pytest.raises(NotPermitted):
        register.renew(row, who="gwen")
    assert InsurancePolicy.objects.count() == 1


def test_cancel_policy_leaves_nobody_covered_and_owes_the_former_again(register) -> None:
    row = register.enter()
    register.cover(row, "mara")
    following = register.renew(row)
    commands.cancel_policy(actor=register.who("fin"), policy_id=following.pk, at=AT)

    assert not Cover.objects.counting().filter(policy=following).exists()
    assert owed() == [(row.pk, "gov")]
    again = register.renew(row, number="PA-2027-2")
    assert (again.renews_id, owed()) == (row.pk, [(again.pk, "gov")])
    commands.cancel_policy(actor=register.who("gus"), policy_id=again.pk, at=AT)
    commands.cancel_policy(actor=register.who("gus"), policy_id=row.pk, at=AT)
    assert (owed(), Cover.objects.from_day(DAY).exists()) == ([], False)


# --- holds ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-03")
def test_no_cover_keeps_nobody_off_duty_unless_it_is_decided(register) -> None:
    outbox.deliver()
    tasks.keep_cover_holds()
    assert not Hold.objects.filter(kind=HoldKind.INSURANCE).exists()


@pytest.mark.req("CON-03")
def test_accident_cover_is_a_condition_of_duty_where_it_is_decided(register, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    row = register.enter()
    register.cover(row, "mara")
    pension = register.enter(kind=InsuranceKind.PENSION, number="PE-1")
    register.cover(pension, "lena")
    register.require()
    outbox.deliver()

    assert register.hold("mara") == [day(100)]
    assert (register.hold("lena"), register.hold("otto")) == ([DAY], [])
    assert "INSURANCE" not in fitness_of(register.district.members["mara"], day(99)).kinds
    assert "INSURANCE" in fitness_of(register.district.members["mara"], day(100)).kinds

    register.cover(row, "lena")
    assert register.hold("lena") == [day(100)]
    register.end("lena", day(5))
    assert register.hold("lena") == [day(5)]
    register.renew(row)
    assert (register.hold("mara"), register.hold("lena")) == ([day(501)], [day(5)])

    register.require(0, since=day(50))
    outbox.deliver()
    assert (register.hold("mara"), register.hold("lena")) == ([], [day(5)])


def test_what_is_decided_for_a_later_day_is_held_from_then(register, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    register.require(since=day(30), path="990102")
    outbox.deliver()

    assert register.hold("otto") == register.hold("lena") == [day(30)]
    register.require(0, since=day(30), path="990102")
    outbox.deliver()
    assert register.hold("otto") == []


def test_what_began_before_goes_on(register, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    register.require()
    outbox.deliver()
    time_machine.move_to(clock.at(day(3), 9), tick=False)
    tasks.keep_cover_holds()

    assert register.hold("mara") == [DAY]
    assert Hold.objects.filter(kind=HoldKind.INSURANCE, lifted_at__isnull=False).count() == 0
    with pytest.raises(Refused) as no:
        commands.keep_cover_holds(actor=CLOCK, member_ids=[register.district.members["mara"]], at=clock.now())
    assert no.value.code == "funding.holds-right"


def test_whoever_comes_moves_or_leaves_is_held_as_the_place_requires(register, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    register.require(path=OTHER)
    outbox.deliver()
    members, ids = register.district.members, register.district.teams
    person = MemberDraft("钱新", "13900000000", identity(801), EmploymentClass.FULL_TIME)
    members["new"] = teams.enrol_member(actor=BUILDER, team_id=ids["willow"], draft=person, at=AT).pk
    draft = MoveDraft(on=DAY, employment_class=EmploymentClass.FULL_TIME)
    teams.transfer_member(
        actor=register.who("petra"), team_id=ids["harbour"], member_id=members["何乐"], to_team_id=ids["willow"],
        draft=draft, at=AT,
    )  # fmt: skip
    outbox.deliver()
    assert register.hold("new") == register.hold("何乐") == register.hold("柳青") == [DAY]

    Membership.objects.filter(member=members["柳青"]).update(until=DAY, left_why=LeavingKind.RESIGNED, ended_at=AT)
    tasks.keep_cover_holds()
    assert (register.hold("柳青"), register.hold("柳红")) == ([], [DAY])


def test_keep_cover_holds_is_no_persons_act(register) -> None:
    with pytest.raises(NotPermitted):
        commands.keep_cover_holds(actor=register.who("gus"), member_ids=[1], at=AT)


def test_keep_cover_holds_goes_on_in_the_middle(register, monkeypatch, time_machine) -> None:
    """Killed after the first batch, the next walk touches only those that are left."""
    time_machine.move_to(AT, tick=False)
    register.require(path="990102")
    everybody = Membership.objects.on(DAY).values("member").distinct().count()
    for begins in reports.amiss(DAY, batch=10):
        commands.keep_cover_holds(actor=CLOCK, member_ids=list(begins), at=AT)
        break

    left = [len(begins) for begins in reports.amiss(DAY, batch=10)]
    assert (left[0], sum(left)) == (0, everybody - 10)
    tasks.keep_cover_holds()
    assert Hold.objects.filter(kind=HoldKind.INSURANCE).count() == everybody
    assert sum(len(begins) for begins in reports.amiss(DAY)) == 0


@pytest.mark.parametrize("several", [10, 500])
def test_keep_cover_holds_costs_the_same_for_many(several, register, django_assert_num_queries) -> None:
    gone = Member.objects.count()  # who no longer serves is looked at, too, and is as it should be
    crowd(register.district.teams["willow"], several)
    register.require(path=OTHER)

    with django_assert_num_queries(6):
        begins = next(iter(reports.amiss(DAY, batch=gone + several)))
    assert len(begins) == several
    # SQLite takes an insert in parts, whoever asks.
    columns = [field for field in Hold._meta.concrete_fields if not field.primary_key]
    parts = -(-several // connection.ops.bulk_batch_size(columns, begins))
    with django_assert_num_queries(14 + parts):
        commands.keep_cover_holds(actor=CLOCK, member_ids=list(begins), at=AT)


def crowd(team_id: int, several: int) -> None:
    rows = Member.objects.bulk_create(
        Member(name="众", pinyin="zhong", initials="z", identity_index=f"of {n}", birth_year=1980)
        for n in range(several)
    )
    Membership.objects.all().delete()
    Membership.objects.bulk_create(
        Membership(member=row, team_id=team_id, employment_class="FULL_TIME", since=dt.date(2026, 9, 1), entered_at=AT)
        for row in rows
    )


# --- what is due ----------------------------------------------------------------------------------------------------


def test_nobody_is_told_of_names(register) -> None:
    row = register.enter()
    register.cover(row, "mara")
    told = JournalEntry.objects.filter(act__startswith="funding.").values_list("facts", flat=True)
    assert not any("马" in str(facts) or "PA-" in str(facts) for facts in told)


# --- for the dashboard ----------------------------------------------------------------------------------------------


@pytest.mark.req("CON-03")
def test_expiring_by_team_and_uncovered_by_team(register, django_assert_num_queries) -> None:
    soon = register.enter(number="PA-S", last_day=day(30))
    later = register.enter(number="PA-L", last_day=day(60))
    long = register.enter(number="PA-X", last_day=day(61))
    register.cover(soon, "mara", "lena")
    register.cover(later, "何平")
    register.cover(long, "lena", "何安")
    register.require()
    harbour, academy = register.district.teams["harbour"], register.district.teams["academy"]

    with django_assert_num_queries(1):
        assert reports.expiring_by_team("990102", DAY) == {harbour: (2, day(30))}
    with django_assert_num_queries(2):
        found = reports.uncovered_by_team("990102", DAY)
    assert (found[harbour], found[academy]) == (1, 4)
    assert register.district.teams["willow"] not in found
    assert reports.expiring_by_team(OTHER, DAY) == {} == reports.uncovered_by_team(OTHER, DAY)
