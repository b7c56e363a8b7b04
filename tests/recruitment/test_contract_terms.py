"""What becomes of a contract: renewed, probation ended, ended, and what is owed of it (CON-01)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from patrol_ops.core import clock, outbox
from patrol_ops.core.models import JournalEntry, Obligation
from patrol_ops.core.refusals import NotPermitted, Refused
from recruitment import commands
from recruitment.models import Contract, ContractEnd, ContractTerm, ProbationEnd
from recruitment.rules import (
    ContractEndDraft,
    ContractKind,
    EndReason,
    Owed,
    RenewalDraft,
    judge_contract_end,
    judge_contract_renewal,
    judge_probation_end,
    needs_asking,
)
from teams import commands as teams
from teams.models import Hold
from teams.rules import BadgeEnd, HoldKind, LeavingKind
from tests.recruitment.doors import text
from tests.recruitment.story import CLOCK, CLOSED

AT = clock.at(CLOSED, 16)
END = dt.date(2028, 11, 9)
NEXT_END = dt.date(2030, 11, 9)
DAY = dt.timedelta(days=1)


def next_term(**values) -> RenewalDraft:
    return RenewalDraft(
        **{"signed_on": CLOSED, "ends_on": NEXT_END, "asked_fixed": False, "both_signed": True, **values}
    )


# --- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "facts", "code"),
    [
        ({}, {"ends_on": None}, "recruitment.open-ended-already"),
        ({"both_signed": False}, {}, "recruitment.not-both-signed"),
        ({"signed_on": CLOSED + DAY}, {}, "recruitment.signed-in-the-future"),
        ({"signed_on": CLOSED - DAY}, {}, "recruitment.renewal-before-it"),
        ({"ends_on": END}, {}, "recruitment.renewal-not-longer"),
        ({}, {"fixed_terms": 2}, "recruitment.open-ended-due"),
        ({}, {"fixed_terms": 3}, "recruitment.open-ended-due"),
    ],
)
def test_judge_contract_renewal_refuses(values, facts, code) -> None:
    whole = {"kind": "LABOUR", "fixed_terms": 1, "starts_on": CLOSED, "ends_on": END, "today": CLOSED, **facts}
    with pytest.raises(Refused) as no:
        judge_contract_renewal(next_term(**values), **whole)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("values", "facts"),
    [
        ({}, {}),
        ({"ends_on": None}, {"fixed_terms": 2}),
        ({"asked_fixed": True}, {"fixed_terms": 2}),
        ({}, {"fixed_terms": 5, "kind": "SERVICE"}),
        ({}, {"fixed_terms": 5, "kind": "VOLUNTEER"}),
    ],
)
def test_judge_contract_renewal_lets_pass(values, facts) -> None:
    whole = {"kind": "LABOUR", "fixed_terms": 1, "starts_on": CLOSED, "ends_on": END, "today": CLOSED, **facts}
    judge_contract_renewal(next_term(**values), **whole)


def test_needs_asking() -> None:
    assert [needs_asking("LABOUR", n) for n in (1, 2, 3)] == [False, True, True]
    assert not needs_asking(ContractKind.PART_TIME_LABOUR, 4)


def test_judge_probation_end() -> None:
    judge_probation_end(END, confirmed=False)
    for until, confirmed, code in ((None, False, "probation-none"), (END, True, "probation-ended")):
        with pytest.raises(Refused) as no:
            judge_probation_end(until, confirmed=confirmed)
        assert no.value.code == f"recruitment.{code}"


@pytest.mark.parametrize(
    ("day", "reason", "ends_on", "code"),
    [
        (CLOSED - DAY, EndReason.AGREED, END, "contract-end-odd"),
        (END + DAY, EndReason.AGREED, END, "contract-end-odd"),
        (dt.date(2027, 3, 1), EndReason.RELEASED, None, "contract-end-odd"),
        (END - DAY, EndReason.EXPIRED, END, "expires-on-its-day"),
        (CLOSED, EndReason.EXPIRED, None, "expires-on-its-day"),
        (END, EndReason.EXPIRED, END, None),
        (CLOSED, EndReason.RESIGNED, END, None),
        (dt.date(2027, 2, 10), EndReason.RELEASED, None, None),
    ],
)
def test_judge_contract_end(day, reason, ends_on, code) -> None:
    def judge() -> None:
        judge_contract_end(ContractEndDraft(day, reason), starts_on=CLOSED, ends_on=ends_on, today=CLOSED)

    if code is None:
        return judge()
    with pytest.raises(Refused) as no:
        judge()
    assert no.value.code == f"recruitment.{code}"


# --- acts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(story, on):
    """A contract of two years with two months of probation."""
    story.until_cleared("赵一")
    story.offer("赵一")
    contract = story.sign("赵一", ends_on=END, probation_until=dt.date(2027, 1, 9))
    on(CLOSED, 16)
    return contract


def owed(contract: Contract) -> set[tuple[str, dt.date]]:
    rows = Obligation.objects.open().filter(subject_type="contract", subject_id=contract.pk)
    return {(row.kind, clock.local(row.due_at).date() - DAY) for row in rows}


def renew(story, contract, who="gus", **values):
    return commands.renew_contract(
        actor=story.who(who, CLOSED), contract_id=contract.pk, draft=next_term(**values), at=AT
    )


@pytest.mark.req("CON-01")
def test_renew_contract_keeps_the_old_days_and_owes_the_next_end(story, signed) -> None:
    assert owed(signed) == {(Owed.END_PROBATION, dt.date(2027, 1, 9)), (Owed.RENEW_CONTRACT, END)}
    renew(story, signed)

    signed.refresh_from_db()
    assert (signed.ends_on, signed.probation_until) == (NEXT_END, dt.date(2027, 1, 9))
    terms = signed.terms.order_by("number").values_list("number", "starts_on", "ends_on")
    assert list(terms) == [(1, CLOSED, END), (2, END + DAY, NEXT_END)]
    assert owed(signed) == {(Owed.END_PROBATION, dt.date(2027, 1, 9)), (Owed.RENEW_CONTRACT, NEXT_END)}
    assert Obligation.objects.get(kind=Owed.RENEW_CONTRACT, subject_id=signed.pk, period="").settled_at == AT
    entry = JournalEntry.objects.get(act="recruitment.contract_renewed")
    assert (entry.facts["number"], entry.facts["last_day"]) == (2, NEXT_END.isoformat())

    with pytest.raises(Refused) as no:
        renew(story, signed, signed_on=CLOSED, ends_on=dt.date(2032, 11, 9))
    assert no.value.code == "recruitment.renewal-before-it"


@pytest.mark.req("CON-01")
def test_a_third_fixed_term_is_the_members_to_ask_for(story, signed) -> None:
    ContractTerm.objects.filter(contract=signed).update(starts_on=CLOSED - 800 * DAY)
    ContractTerm.objects.create(
        contract=signed, number=2, signed_on=CLOSED, starts_on=CLOSED, ends_on=END, signed_at=AT
    )
    with pytest.raises(Refused) as no:
        renew(story, signed)
    assert no.value.code == "recruitment.open-ended-due"
    renew(story, signed, ends_on=None)

    signed.refresh_from_db()
    assert signed.ends_on is None
    assert owed(signed) == {(Owed.END_PROBATION, dt.date(2027, 1, 9))}


@pytest.mark.req("CON-01")
def test_end_probation(story, signed) -> None:
    commands.end_probation(actor=story.who("gus", CLOSED), contract_id=signed.pk, at=AT)

    assert ProbationEnd.objects.get(contract=signed).confirmed_on == CLOSED
    assert owed(signed) == {(Owed.RENEW_CONTRACT, END)}
    assert Obligation.objects.get(kind=Owed.END_PROBATION, subject_id=signed.pk).settled_at == AT
    with pytest.raises(Refused) as no:
        commands.end_probation(actor=story.who("gus", CLOSED), contract_id=signed.pk, at=AT)
    assert no.value.code == "recruitment.probation-ended"


@pytest.mark.req("CON-01")
@pytest.mark.parametrize(("reason", "day", "settled"), [("EXPIRED", END, True), ("RESIGNED", CLOSED, False)])
def test_end_contract(reason, day, settled, story, signed) -> None:
    draft = ContractEndDraft(day, EndReason(reason))
    commands.end_contract(actor=story.who("gus", CLOSED), contract_id=signed.pk, draft=draft, at=AT)

    signed.refresh_from_db()
    assert (signed.ends_on, signed.ending.reason, owed(signed)) == (day, reason, set())
    row = Obligation.objects.get(kind=Owed.RENEW_CONTRACT, subject_id=signed.pk)
    assert (row.settled_at is not None, row.cancelled_at is not None) == (settled, not settled)
    assert signed.terms.get().ends_on == END
    for act in (
        lambda: renew(story, signed),
        lambda: commands.end_probation(actor=story.who("gus", CLOSED), contract_id=signed.pk, at=AT),
        lambda: commands.end_contract(actor=story.who("gus", CLOSED), contract_id=signed.pk, draft=draft, at=AT),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.code == "recruitment.contract-over"


@pytest.mark.parametrize("who", ["gwen", "tess", "piet", "lena", "petra", "nora"])
def test_nobody_else_acts_on_a_contract(who, story, signed) -> None:
    draft = ContractEndDraft(CLOSED, EndReason.AGREED)
    for act in (
        lambda: renew(story, signed, who),
        lambda: commands.end_probation(actor=story.who(who, CLOSED), contract_id=signed.pk, at=AT),
        lambda: commands.end_contract(actor=story.who(who, CLOSED), contract_id=signed.pk, draft=draft, at=AT),
        lambda: commands.drop_contract_duties(actor=story.who(who, CLOSED), contract_id=signed.pk, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert not ContractEnd.objects.exists()


@pytest.mark.req("CON-01")
def test_whoever_left_owes_the_office_nothing_more(story, signed) -> None:
    with pytest.raises(Refused) as no:
        commands.drop_contract_duties(actor=CLOCK, contract_id=signed.pk, at=AT)
    assert no.value.code == "recruitment.still-serving"
    teams.end_membership(
        actor=story.who("piet", CLOSED), team_id=signed.team_id, member_id=signed.member_id,
        why=LeavingKind.RESIGNED, until=CLOSED, at=AT, badge=BadgeEnd.RETURNED,
    )  # fmt: skip
    outbox.deliver()

    assert owed(signed) == set()
    assert JournalEntry.objects.filter(act="recruitment.contract_duties_dropped").count() == 1
    with pytest.raises(Refused) as no:
        commands.drop_contract_duties(actor=CLOCK, contract_id=signed.pk, at=AT)
    assert no.value.code == "recruitment.nothing-due"


def test_a_contract_that_ran_out_keeps_nobody_off_duty(story, signed) -> None:
    draft = ContractEndDraft(CLOSED, EndReason.AGREED)
    before = set(Hold.objects.filter(member=signed.member_id).values_list("kind", flat=True))
    commands.end_contract(actor=story.who("gus", CLOSED), contract_id=signed.pk, draft=draft, at=AT)
    assert set(Hold.objects.filter(member=signed.member_id).values_list("kind", flat=True)) == before
    assert before == {HoldKind.TRAINING, HoldKind.BADGE}


# --- doors ----------------------------------------------------------------------------------------------------------


@pytest.mark.req("CON-01")
def test_the_contract_page_offers_what_is_due(signed, see, send) -> None:
    page = see("gus", "recruitment:show-contract", signed.pk)
    for name in ("renew-contract", "end-contract", "end-probation"):
        assert reverse(f"recruitment:{name}", args=[signed.pk]) in page.content.decode()
    assert "终止合同" not in text(see("gwen", "recruitment:show-contract", signed.pk))
    assert see("gwen", "recruitment:renew-contract", signed.pk).status_code == 404

    send("gus", "recruitment:end-probation", signed.pk, at_most=24)
    assert "转正" in text(see("gus", "recruitment:show-contract", signed.pk))
    assert 'value="2030-11-09"' in see("gus", "recruitment:renew-contract", signed.pk, at_most=12).content.decode()
    fields = {"signed_on": "2026-11-10", "ends_on": "2030-11-09"}
    assert send("gus", "recruitment:renew-contract", signed.pk, **fields).status_code == 422
    assert (
        send("gus", "recruitment:renew-contract", signed.pk, both_signed="on", at_most=24, **fields).status_code == 302
    )
    ended = see("gus", "recruitment:renew-contract", signed.pk)
    assert "本人要求签订固定期限合同" in text(ended)

    assert 'value="2030-11-09"' in see("gus", "recruitment:end-contract", signed.pk).content.decode()
    over = {"last_day": "2031-01-01", "reason": "AGREED"}
    assert send("gus", "recruitment:end-contract", signed.pk, **over).status_code == 422
    send("gus", "recruitment:end-contract", signed.pk, last_day="2026-11-10", reason="AGREED", at_most=24)
    page = text(see("gus", "recruitment:show-contract", signed.pk))
    assert "双方协商解除" in page
    assert "2030年11月9日" in page
    assert see("gus", "recruitment:end-contract", signed.pk).status_code == 404
    assert send("gus", "recruitment:end-probation", signed.pk).status_code == 422


@pytest.mark.req("CON-01")
def test_the_same_by_api(signed, ask, tell) -> None:
    base = f"contracts/{signed.pk}"
    tell("tess", f"{base}/end-probation/", {}, 404)
    tell("gus", f"{base}/end-probation/", at_most=24)
    body = {"signed_on": "2026-11-10", "both_signed": True}
    tell("gus", f"{base}/renew/", body | {"ends_on": "2027-01-01"}, 422)
    tell("gus", f"{base}/renew/", body, at_most=24)
    shown = ask("gus", f"{base}/")
    assert ([term["ends_on"] for term in shown["terms"]], shown["confirmed_on"]) == (["2028-11-09", None], "2026-11-10")
    tell("gus", f"{base}/end/", {"last_day": "2026-11-30", "reason": "RELEASED"}, at_most=24)
    assert ask("gus", f"{base}/")["end_reason"] == "RELEASED"
    assert {reverse(f"api-recruitment:{name}", args=[1]) for name in ("renew-contract", "end-contract")}
