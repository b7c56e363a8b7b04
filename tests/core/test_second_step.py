"""The second step of signing in: a code counts once, whoever sends it how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine

from patrol_ops.core import second_step
from patrol_ops.core.access import Actor, Post
from patrol_ops.core.models import JournalEntry, PolicyValue, RecoveryCode, SecondStep, User
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.second_step import (
    asked_of,
    code_at,
    enrol_second_step,
    new_key,
    pass_second_step,
    renew_recovery_codes,
    step_of,
    switch_off_second_step,
)

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MINUTE = dt.timedelta(seconds=30)

# --- rules ----------------------------------------------------------------------------------------------------------


def test_the_codes_are_those_of_rfc_6238() -> None:
    """Appendix B, SHA-1, the last six of its eight digits: what every authenticator app shows."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert code_at(key, seconds // 30) == code


@pytest.mark.parametrize(("drift", "known"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_a_step_off(at: dt.datetime, drift: int, known: bool) -> None:
    step = int(at.timestamp()) // 30 + drift
    assert step_of(code_at(KEY, step), KEY, at=at, after=0) == (step if known else None)


def test_a_step_that_was_used_and_those_before_it_are_none(at: dt.datetime) -> None:
    step = int(at.timestamp()) // 30
    assert step_of(code_at(KEY, step), KEY, at=at, after=step) is None
    assert step_of(code_at(KEY, step - 1), KEY, at=at, after=step) is None
    assert step_of(code_at(KEY, step + 1), KEY, at=at, after=step) == step + 1
    for wrong in ("", "12345", "1234567", "abcdef", "\x00" * 6):
        assert step_of(wrong, KEY, at=at, after=0) is None


@pytest.mark.parametrize(
    ("roles", "required", "asked"),
    [
        (["gov"], "", False),
        (["gov"], "adm,gov", True),
        (["ldr", "adm"], "adm,gov", True),
        (["ldr"], "adm,gov", False),
        ([], "adm", False),
        ([""], "adm", False),
    ],
)
def test_whom_the_policy_asks(roles: list[str], required: str, asked: bool) -> None:
    assert asked_of(roles, required) is asked


# --- commands -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lena(make_user: Callable[..., User]) -> User:
    return make_user("lena", "harbour-wall-7")


@pytest.fixture
def me(lena: User) -> Actor:
    return Actor("person", lena.pk)


@pytest.fixture(autouse=True)
def _that_morning(at: dt.datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def now_code(user: User, at: dt.datetime, ahead: int = 0) -> str:
    return code_at(SecondStep.objects.get(user=user).key, int(at.timestamp()) // 30 + ahead)


def enrolled(user: User, at: dt.datetime) -> list[str]:
    key = new_key(user.pk)
    code = code_at(key.text, int(at.timestamp()) // 30)
    return enrol_second_step(actor=Actor("person", user.pk), seal=key.seal, code=code, at=at)


def test_enrol_second_step_does_it_and_says_so_once(lena: User, at: dt.datetime) -> None:
    before = lena.get_session_auth_hash()
    codes = enrolled(lena, at)

    lena.refresh_from_db()
    assert lena.second_step_since == at
    assert lena.get_session_auth_hash() != before  # other sessions end
    assert len(set(codes)) == 10
    assert all(len(code) == 11 for code in codes)
    held = str(list(RecoveryCode.objects.values()))
    assert not any(code.replace("-", "") in held for code in codes)
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.actor_id, entry.facts) == ("core.second_step_enrolled", lena.pk, {"user_id": lena.pk})


def test_the_key_stands_encrypted(lena: User, at: dt.datetime) -> None:
    enrolled(lena, at)
    key = SecondStep.objects.get().key
    from_table = SecondStep.objects.extra(select={"raw": "key"}).values_list("raw", flat=True).get()
    assert key.encode() not in bytes(from_table)


def test_enrol_second_step_refused_writes_nothing(lena: User, me: Actor, at: dt.datetime) -> None:
    key, foreign = new_key(lena.pk), new_key(lena.pk + 1)
    good = code_at(key.text, int(at.timestamp()) // 30)
    for seal, code, said in (
        (key.seal, "000000" if good != "000000" else "111111", "core.code-wrong"),
        (key.seal, "", "core.code-wrong"),
        (key.seal + "x", good, "core.second-step-stale"),
        ("", good, "core.second-step-stale"),
        (foreign.seal, code_at(foreign.text, int(at.timestamp()) // 30), "core.second-step-stale"),
    ):
        with pytest.raises(Refused) as no:
            enrol_second_step(actor=me, seal=seal, code=code, at=at)
        assert (no.value.code, no.value.field) == (said, "code")
    with time_machine.travel(at + dt.timedelta(minutes=31), tick=False), pytest.raises(Refused) as no:
        enrol_second_step(actor=me, seal=key.seal, code=good, at=at)
    assert no.value.code == "core.second-step-stale"
    assert not SecondStep.objects.exists()
    assert not JournalEntry.objects.exists()
    lena.refresh_from_db()
    assert lena.second_step_since is None


def test_enrol_second_step_only_once(lena: User, at: dt.datetime) -> None:
    enrolled(lena, at)
    with pytest.raises(WrongStage):
        enrolled(lena, at)
    assert SecondStep.objects.count() == 1


ACTS: list[Callable[..., Any]] = [
    lambda actor, at: enrol_second_step(actor=actor, seal="", code="", at=at),
    lambda actor, at: pass_second_step(actor=actor, code="", at=at),
    lambda actor, at: renew_recovery_codes(actor=actor, code="", at=at),
    lambda actor, at: switch_off_second_step(actor=actor, code="", at=at),
]


@pytest.mark.parametrize("act", ACTS)
def test_it_is_a_persons_own_matter(lena: User, me: Actor, at: dt.datetime, act: Callable[..., Any]) -> None:
    enrolled(lena, at)
    machine = replace(me, token_id=7)
    for actor in (Actor.nobody(), Actor.public(), Actor.system("x"), machine, Actor("person", lena.pk + 1)):
        with pytest.raises(NotPermitted):
            act(actor, at)
    User.objects.update(is_active=False)
    with pytest.raises(NotPermitted):
        act(me, at)


@pytest.mark.parametrize("act", ACTS[1:])
def test_who_has_none_has_nothing_to_pass(lena: User, me: Actor, at: dt.datetime, act: Callable[..., Any]) -> None:
    with pytest.raises(NotPermitted):
        act(me, at)


def test_pass_second_step_takes_a_code_once_and_says_so_once(lena: User, me: Actor, at: dt.datetime) -> None:
    enrolled(lena, at)
    with pytest.raises(Refused):  # the code that set it up is used as well
        pass_second_step(actor=me, code=now_code(lena, at), at=at)
    later = at + MINUTE
    code = now_code(lena, later)
    typed = f" {code[:3]} {code[3:]} "
    assert pass_second_step(actor=me, code=typed, at=later) == lena
    with pytest.raises(Refused) as no:
        pass_second_step(actor=me, code=code, at=later)
    assert (no.value.code, no.value.field, no.value.facts) == ("core.code-wrong", "code", {})
    entry = JournalEntry.objects.get(act="core.second_step_passed")
    assert entry.facts == {"user_id": lena.pk, "by_paper": False, "left": 10}


def test_pass_second_step_by_paper_counts_once(lena: User, me: Actor, at: dt.datetime) -> None:
    first, second, *_ = enrolled(lena, at)
    pass_second_step(actor=me, code=first.lower().replace("-", " "), at=at)
    with pytest.raises(Refused):
        pass_second_step(actor=me, code=first, at=at)
    pass_second_step(actor=me, code=second, at=at)
    assert RecoveryCode.objects.filter(used_at=at).count() == 2
    entry = JournalEntry.objects.filter(act="core.second_step_passed").latest("pk")
    assert (entry.facts["by_paper"], entry.facts["left"]) == (True, 8)


def test_anothers_paper_opens_nothing(lena: User, make_user: Callable[..., User], at: dt.datetime) -> None:
    codes = enrolled(lena, at)
    otto = make_user("otto")
    enrolled(otto, at)
    with pytest.raises(Refused):
        pass_second_step(actor=Actor("person", otto.pk), code=codes[0], at=at)
    assert not RecoveryCode.objects.filter(used_at__isnull=False).exists()


def test_renew_recovery_codes_voids_the_old_ones(lena: User, me: Actor, at: dt.datetime) -> None:
    old = enrolled(lena, at)
    new = renew_recovery_codes(actor=me, code=old[0], at=at)
    assert len(new) == RecoveryCode.objects.count() == 10
    assert second_step.codes_left(lena) == 10
    with pytest.raises(Refused):
        pass_second_step(actor=me, code=old[1], at=at)
    pass_second_step(actor=me, code=new[0], at=at)
    assert JournalEntry.objects.filter(act="core.recovery_codes_renewed").count() == 1


def test_renew_recovery_codes_refused_writes_nothing(lena: User, me: Actor, at: dt.datetime) -> None:
    enrolled(lena, at)
    before = set(RecoveryCode.objects.values_list("digest", flat=True))
    with pytest.raises(Refused):
        renew_recovery_codes(actor=me, code="ACDEF-GHJKM", at=at)
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == before
    assert JournalEntry.objects.count() == 1


def test_switch_off_second_step_does_it_and_says_so_once(lena: User, me: Actor, at: dt.datetime) -> None:
    codes = enrolled(lena, at)
    switch_off_second_step(actor=me, code=codes[0], at=at)
    lena.refresh_from_db()
    assert lena.second_step_since is None
    assert not SecondStep.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert JournalEntry.objects.filter(act="core.second_step_switched_off").count() == 1


def test_switch_off_second_step_refused_writes_nothing(lena: User, me: Actor, at: dt.datetime) -> None:
    codes = enrolled(lena, at)
    with pytest.raises(Refused) as no:
        switch_off_second_step(actor=me, code="000000", at=at)
    assert no.value.field == "code"
    PolicyValue.objects.create(key="totp.required_roles", value="adm,gov", since=at.date(), set_at=at)
    office = replace(me, posts=(Post("gov", "990102"),))
    with pytest.raises(Refused) as no:
        switch_off_second_step(actor=office, code=codes[0], at=at)
    assert no.value.code == "core.second-step-required"
    lena.refresh_from_db()
    assert lena.second_step_since == at
    assert second_step.codes_left(lena) == 10  # the code is still good
    switch_off_second_step(actor=replace(me, posts=(Post("ldr", "990102001001"),)), code=codes[0], at=at)


@pytest.mark.django_db(transaction=True)
def test_one_code_in_many_hands_opens_once(
    lena: User, me: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    paper = enrolled(lena, at)[0]
    later = at + MINUTE
    code = now_code(lena, later)
    for what in (code, paper):
        results = at_once(*[lambda what=what: pass_second_step(actor=me, code=what, at=later) for _ in range(4)])
        assert sum(isinstance(result, User) for result in results) == 1, results
        assert sum(isinstance(result, Refused) for result in results) == 3, results
    assert JournalEntry.objects.filter(act="core.second_step_passed").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_set_it_up_at_once_set_up_one(
    lena: User, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    results = at_once(*[lambda: enrolled(lena, at) for _ in range(3)])
    assert sum(isinstance(result, list) for result in results) == 1, results
    assert sum(isinstance(result, WrongStage) for result in results) == 2, results
    assert RecoveryCode.objects.count() == 10


def test_a_step_is_dropped_inside_a_command_only(lena: User) -> None:
    with pytest.raises(RuntimeError, match="inside a command"):
        second_step.drop(lena)
