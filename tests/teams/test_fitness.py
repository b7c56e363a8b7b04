"""Fit for duty: one report, holds that upper floors own, and the act of the police for an emergency."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from patrol_ops.core import clock
from patrol_ops.core.access import Actor
from patrol_ops.core.models import JournalEntry
from patrol_ops.core.refusals import NotPermitted, Refused
from teams import reports
from teams.commands import override_fitness, set_holds, withdraw_override
from teams.models import DutyOverride, Hold, Member
from teams.rules import HoldKind, OverrideDraft, Role, judge_override

DAY = dt.date(2026, 11, 18)
AT = clock.at(DAY, 9)
OWNER = Actor.system("training")
NEXT = DAY + dt.timedelta(days=1)


def days(n: int) -> dt.date:
    return DAY + dt.timedelta(days=n)


def hold(member_id: int, kind: HoldKind, since: dt.date | None) -> None:
    set_holds(actor=OWNER, kind=kind, begins={member_id: since}, at=AT)


def emergency(**values: object) -> OverrideDraft:
    whole = {"since": DAY, "until": days(2), "reason": "汛期巡堤，人手不够"}
    return OverrideDraft(**{**whole, **values})  # type: ignore[arg-type]


# --- holds ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("TRN-05", "TRN-06")
def test_set_holds_begins_on_its_day_at_midnight(mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, days(3))

    assert reports.fitness_of(mara_member.pk, days(2)).fit
    lapsed = reports.fitness_of(mara_member.pk, days(3))
    assert (lapsed.fit, lapsed.kinds, lapsed.standing) == (False, ("CERTIFICATE",), "OFF_DUTY")
    assert Member.objects.fit_for_duty(days(2)).filter(pk=mara_member.pk).exists()
    assert not Member.objects.fit_for_duty(days(3)).filter(pk=mara_member.pk).exists()


def test_set_holds_moves_what_had_not_begun_and_ends_what_had(mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    hold(mara_member.pk, HoldKind.CERTIFICATE, days(30))
    assert reports.fitness_of(mara_member.pk, DAY).fit

    hold(mara_member.pk, HoldKind.CERTIFICATE, days(60))
    assert reports.fitness_of(mara_member.pk, days(59)).fit
    assert not reports.fitness_of(mara_member.pk, days(60)).fit

    hold(mara_member.pk, HoldKind.CERTIFICATE, None)
    assert reports.fitness_of(mara_member.pk, days(400)).kinds == reports.fitness_of(mara_member.pk, days(399)).kinds
    assert "CERTIFICATE" not in reports.fitness_of(mara_member.pk, days(60)).kinds


def test_set_holds_leaves_what_stands_already(mara_member) -> None:
    hold(mara_member.pk, HoldKind.HOURS, DAY)
    hold(mara_member.pk, HoldKind.HOURS, DAY)

    assert Hold.objects.filter(member=mara_member, kind=HoldKind.HOURS).count() == 1


def test_set_holds_is_no_persons_act(mara_member, petra_actor) -> None:
    with pytest.raises(NotPermitted):
        set_holds(actor=petra_actor, kind=HoldKind.CERTIFICATE, begins={mara_member.pk: DAY}, at=AT)
    with pytest.raises(NotPermitted):  # badges and leaves have acts of their own
        set_holds(actor=OWNER, kind=HoldKind.BADGE, begins={mara_member.pk: None}, at=AT)


@pytest.mark.parametrize("several", [1, 5])
def test_set_holds_costs_the_same_for_many(several, district, django_assert_num_queries) -> None:
    begins = dict.fromkeys(list(district.members.values())[:several], DAY)

    # A savepoint and its end, those concerned, their holds, one insert, the journal.
    with django_assert_num_queries(6):
        set_holds(actor=OWNER, kind=HoldKind.INSURANCE, begins=begins, at=AT)


# --- the rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("draft", "roles", "kinds", "code"),
    [
        (emergency(), {Role.SUB_BUREAU}, {"CERTIFICATE"}, "teams.override-not-managing"),
        (emergency(since=days(-1)), {Role.STATION_LIAISON}, {"CERTIFICATE"}, "teams.override-begins-odd"),
        (emergency(since=days(2), until=days(3)), {Role.STATION_LIAISON}, {"BADGE"}, "teams.override-begins-odd"),
        (emergency(until=DAY), {Role.STATION_LIAISON}, {"CERTIFICATE"}, "teams.override-too-long"),
        (emergency(until=days(4)), {Role.STATION_LIAISON}, {"CERTIFICATE"}, "teams.override-too-long"),
        (emergency(reason=" "), {Role.STATION_LIAISON}, {"CERTIFICATE"}, "teams.reason-needed"),
        (emergency(), {Role.STATION_LIAISON}, {"CERTIFICATE", "TRAINING"}, "teams.override-not-of-this"),
        (emergency(), {Role.STATION_LIAISON}, {"DISCIPLINE"}, "teams.override-not-of-this"),
        (emergency(), {Role.STATION_LIAISON}, {"LEAVE"}, "teams.override-not-of-this"),
        (emergency(), {Role.STATION_LIAISON}, set(), "teams.override-not-needed"),
    ],
)
def test_judge_override_refuses(draft, roles, kinds, code) -> None:
    with pytest.raises(Refused) as no:
        judge_override(draft, tier="DETACHMENT", roles=roles, kinds=kinds, today=DAY, longest=3)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("tier", "role"),
    [("BRIGADE", Role.SUB_BUREAU), ("SQUADRON", Role.STATION_LIAISON), ("DETACHMENT", Role.STATION_LIAISON)],
)
def test_judge_override_lets_the_managing_police(tier, role) -> None:
    judge_override(
        emergency(until=days(3)), tier=tier, roles={role}, kinds={"CERTIFICATE", "HOURS"}, today=DAY, longest=3
    )


# --- the act --------------------------------------------------------------------------------------------------------


def override(district, member_id: int, who: str = "piet", **values: object) -> DutyOverride:
    return override_fitness(
        actor=district.actor(who),
        team_id=district.teams["harbour"],
        member_id=member_id,
        draft=emergency(**values),
        at=AT,
    )


def test_override_fitness_holds_on_its_days_only(district, mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    override(district, mara_member.pk)

    states = [reports.fitness_of(mara_member.pk, days(n)).fit for n in range(4)]
    assert states == [True, True, False, False]
    assert [Member.objects.fit_for_duty(days(n)).filter(pk=mara_member.pk).exists() for n in range(4)] == states
    assert reports.fitness_of(mara_member.pk, DAY).override_until == days(2)
    entry = JournalEntry.objects.get(act="teams.fitness_overridden")
    assert (entry.facts["member_id"], entry.path) == (mara_member.pk, "990102001001")


def test_override_fitness_passes_nothing_else_over(district, mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    override(district, mara_member.pk)
    hold(mara_member.pk, HoldKind.DISCIPLINE, DAY)

    assert reports.fitness_of(mara_member.pk, DAY).kinds == ("DISCIPLINE",)


@pytest.mark.parametrize("who", ["pia", "lena", "gwen", "kai"])
def test_override_fitness_by_anybody_else_finds_nothing(who, district, mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)

    with pytest.raises(NotPermitted):
        override(district, mara_member.pk, who)
    assert not DutyOverride.objects.exists()


def test_override_fitness_of_a_detachment_is_not_the_sub_bureaus(district, mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)

    with pytest.raises(Refused) as no:
        override(district, mara_member.pk, "petra")
    assert no.value.code == "teams.override-not-managing"


def test_withdraw_override_ends_it_today(district, mara_member) -> None:
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    row = override(district, mara_member.pk)

    withdraw_override(actor=district.actor("piet"), override_id=row.pk, at=AT)
    assert not reports.fitness_of(mara_member.pk, DAY).fit
    with pytest.raises(Refused) as no:
        withdraw_override(actor=district.actor("piet"), override_id=row.pk, at=AT)
    assert no.value.code == "teams.override-over"


# --- doors ----------------------------------------------------------------------------------------------------------


def test_the_page_says_why_and_what_to_do(signed_in, piet, lena, mara_member, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    client = signed_in(piet)
    shown = client.get(reverse("teams:show-member", args=[mara_member.pk])).content.decode()
    assert "没有有效的上岗证" in shown
    assert "由综治办发上岗证或办理换证后解除。" in shown

    address = reverse("teams:override-fitness", args=[mara_member.memberships.get().team_id, mara_member.pk])
    assert address in shown
    wrong = client.post(address, {"since": DAY, "until": days(9), "reason": "汛期"})
    assert (wrong.status_code, DutyOverride.objects.count()) == (422, 0)
    client.post(address, {"since": DAY, "until": NEXT, "reason": "汛期巡堤"})
    row = DutyOverride.objects.get()
    assert "汛期巡堤" in client.get(reverse("teams:list-overrides")).content.decode()
    assert "汛期巡堤" in signed_in(lena).get(reverse("teams:list-overrides")).content.decode()

    client.post(reverse("teams:withdraw-override", args=[row.pk]))
    assert not reports.fitness_of(mara_member.pk, DAY).fit


def test_the_same_by_api(signed_in, piet, otto, mara_member, time_machine) -> None:
    time_machine.move_to(AT, tick=False)
    hold(mara_member.pk, HoldKind.CERTIFICATE, DAY)
    base, client = "/api/v1/teams/", signed_in(piet)
    asked = client.get(f"{base}members/{mara_member.pk}/fitness/").json()
    assert (asked["fit"], asked["held"][0]["kind"]) == (False, "CERTIFICATE")
    address = reverse("api-teams:member-fitness", args=[mara_member.pk])
    assert client.get(f"{address}?day=2026-11-17").json()["fit"]
    assert client.get(f"{address}?day=gestern").status_code == 400
    assert signed_in(otto).get(f"{base}members/{mara_member.pk}/fitness/").status_code == 404

    team = mara_member.memberships.get().team_id
    body = {"since": "2026-11-18", "until": "2026-11-19", "reason": "汛期巡堤"}
    address = f"{base}teams/{team}/members/{mara_member.pk}/override/"
    made = signed_in(piet).post(address, body, content_type="application/json")
    assert made.status_code == 200, made.content
    listed = signed_in(piet).get(f"{base}overrides/").json()["results"]
    assert [(row["id"], row["reason"], row["open"]) for row in listed] == [(made.json()["id"], "汛期巡堤", True)]
    done = signed_in(piet).post(f"{base}overrides/{made.json()['id']}/withdraw/", content_type="application/json")
    assert done.status_code == 200
