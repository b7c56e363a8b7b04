"""Tokens for machines: within their owner, until their day, ended at once, told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from patrol_ops.core import tokens
from patrol_ops.core.access import Actor, Permission
from patrol_ops.core.commands import command
from patrol_ops.core.models import AccessToken, JournalEntry, PolicyValue, User
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.signin import close_login
from patrol_ops.core.tasks import purge
from patrol_ops.core.tokens import TokenDraft, common_path, grantable, issue_token, judge_token, recognise, revoke_token
from teams.models import Team

DRAFT = TokenDraft(name="统计平台", permissions=("teams.view_team",), days=30)

# --- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "open_now", "code", "field"),
    [
        ({}, 0, None, None),
        ({"days": 90}, 19, None, None),
        ({"name": "  "}, 0, "core.token-nameless", "name"),
        ({"name": "一\n二"}, 0, "core.token-nameless", "name"),
        ({"name": "找 13812345678"}, 0, "core.text-has-phone-number", "name"),
        ({"permissions": ()}, 0, "core.token-powerless", "permissions"),
        ({"permissions": ("teams.view_team", "teams.plan_team")}, 0, "core.token-beyond-owner", "permissions"),
        ({"days": 0}, 0, "core.token-too-long", "days"),
        ({"days": 91}, 0, "core.token-too-long", "days"),
        ({}, 20, "core.token-too-many", None),
    ],
)
def test_what_a_token_may_be(change: dict[str, Any], open_now: int, code: str | None, field: str | None) -> None:
    draft = replace(DRAFT, **change)

    def judge() -> None:
        judge_token(draft, grantable=frozenset({"teams.view_team"}), most_days=90, open_now=open_now)

    if code is None:
        judge()
        return
    with pytest.raises(Refused) as no:
        judge()
    assert (no.value.code, no.value.field) == (code, field)


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        (["990102"], "990102"),
        (["990102001"], "990102001"),
        (["990102001001", "990102001002"], "990102001"),
        (["99010200100107"], "990102001001"),
        (["990102001", "990102002"], "990102"),
        (["990102", "410101"], ""),
        ([], ""),
    ],
)
def test_the_smallest_division_that_holds_all_posts(paths: list[str], common: str) -> None:
    assert common_path(paths) == common


# --- issuing --------------------------------------------------------------------------------------------------------


def issue(actor: Actor, at: dt.datetime, **change: Any) -> tokens.IssuedToken:
    return issue_token(actor=actor, draft=replace(DRAFT, **change), at=at)


def test_issue_token_does_it_and_says_so_once(gus: User, gus_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)

    row = AccessToken.objects.get()
    assert (row.owner_id, row.name, row.permissions) == (gus.pk, "统计平台", ["teams.view_team"])
    assert (row.expires_at, row.path) == (at + dt.timedelta(days=30), "990102")
    assert issued.secret.startswith(row.prefix)
    assert issued.secret not in str(AccessToken.objects.values().get())
    entry = JournalEntry.objects.get(act="core.token_issued")
    assert (entry.actor_id, entry.subject_type, entry.subject_id, entry.path) == (gus.pk, "token", row.pk, "990102")
    assert issued.secret not in str(entry.facts)
    assert "统计平台" not in str(entry.facts)


def test_issue_token_is_for_staff_in_person(
    lena_actor: Actor, gus_actor: Actor, nora_actor: Actor, at: dt.datetime
) -> None:
    machine = replace(gus_actor, token_id=1, allowed=grantable(gus_actor) | {str(Permission.ISSUE_TOKEN)})
    for actor in (lena_actor, nora_actor, machine, Actor.public(), Actor.system("x"), Actor.nobody()):
        with pytest.raises(NotPermitted):
            issue(actor, at)
    assert not AccessToken.objects.exists()


def test_issue_token_refused_writes_nothing(gus_actor: Actor, at: dt.datetime) -> None:
    before = JournalEntry.objects.count()
    for change in (
        {"permissions": ("teams.activate_team",)},  # the head's alone
        {"permissions": ("core.issue_token",)},  # a machine makes no keys
        {"permissions": ("nobody.knows",)},
        {"days": 91},
    ):
        with pytest.raises(Refused):
            issue(gus_actor, at, **change)
    assert not AccessToken.objects.exists()
    assert JournalEntry.objects.count() == before


def test_how_long_a_token_may_last_is_policy(gus_actor: Actor, at: dt.datetime) -> None:
    PolicyValue.objects.create(key="token.max_days", value=7, since=at.date(), set_at=at)
    with pytest.raises(Refused):
        issue(gus_actor, at)
    assert issue(gus_actor, at, days=7).token.expires_at == at + dt.timedelta(days=7)


@pytest.mark.django_db(transaction=True)
def test_two_last_tokens_at_once_are_one(gus_actor: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]) -> None:
    for _ in range(tokens.MOST - 1):
        issue(gus_actor, at)
    results = at_once(*[lambda: issue(gus_actor, at) for _ in range(3)])
    assert sum(isinstance(result, tokens.IssuedToken) for result in results) == 1
    assert [r.code for r in results if isinstance(r, Refused)] == ["core.token-too-many"] * 2


# --- recognising ----------------------------------------------------------------------------------------------------


def test_a_token_is_known_until_its_end(gus_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)
    end = issued.token.expires_at
    assert recognise(issued.secret, at) == issued.token
    assert recognise(issued.secret, end - dt.timedelta(seconds=1)) == issued.token
    assert recognise(issued.secret, end) is None
    for wrong in ("", "po_", issued.secret[:-1], issued.secret + "x", issued.secret[:-1] + "\x00", "po_" + "é" * 40):
        assert recognise(wrong, at) is None


def test_a_closed_login_ends_its_tokens_for_good(
    gus: User, gus_actor: Actor, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = issue(gus_actor, at)
    User.objects.filter(pk=gus.pk).update(is_active=False)
    assert recognise(issued.secret, at) is None
    User.objects.filter(pk=gus.pk).update(is_active=True)
    assert recognise(issued.secret, at) == issued.token

    monkeypatch.setattr("patrol_ops.core.signin.inside", lambda what: None)
    close_login(gus, at)
    User.objects.filter(pk=gus.pk).update(is_active=True)  # opened again: without the old tokens
    assert recognise(issued.secret, at) is None


def test_that_a_machine_came_is_noted_once_a_minute(
    gus_actor: Actor, at: dt.datetime, django_assert_num_queries: Any
) -> None:
    secret = issue(gus_actor, at).secret
    with django_assert_num_queries(2):
        recognise(secret, at)
    with django_assert_num_queries(1):
        recognise(secret, at + dt.timedelta(seconds=59))
    assert AccessToken.objects.get().last_used_at == at
    recognise(secret, at + dt.timedelta(minutes=1))
    assert AccessToken.objects.get().last_used_at == at + dt.timedelta(minutes=1)


# --- an actor by token ----------------------------------------------------------------------------------------------


def test_a_token_is_its_owner_narrowed(gus_actor: Actor, harbour: Team) -> None:
    by_token = replace(gus_actor, token_id=7, allowed=frozenset({"teams.view_team"}))
    assert by_token.may("teams.view_team")
    assert not by_token.may("teams.view_member_masked")
    assert Team.objects.visible_to(by_token, "teams.view_team").filter(pk=harbour.pk).exists()
    assert not Team.objects.visible_to(by_token, "teams.plan_team").exists()


def test_a_token_never_exceeds_its_owner(gus_actor: Actor) -> None:
    more = replace(gus_actor, token_id=7, allowed=frozenset({"teams.activate_team", "teams.view_team"}))
    none = replace(more, posts=())
    assert not more.may("teams.activate_team")
    assert not none.may("teams.view_team")
    assert not replace(gus_actor, token_id=7, allowed=frozenset()).may("teams.view_team")


@pytest.mark.parametrize("key", ["gus", "piet", "ada"])
def test_whatever_may_be_granted_is_held_and_makes_no_keys(district: Any, key: str) -> None:
    actor = district.actor(key)
    given = grantable(actor)
    assert given
    assert all(actor.may(permission) for permission in given)
    assert not given & {"core.issue_token", "core.revoke_token"}


# --- revoking -------------------------------------------------------------------------------------------------------


def test_revoke_token_by_its_owner_ends_it_and_says_so_once(gus: User, gus_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)
    revoke_token(actor=gus_actor, token_id=issued.pk, at=at)

    row = AccessToken.objects.get()
    assert (row.revoked_at, row.revoked_by_id) == (at, gus.pk)
    assert recognise(issued.secret, at) is None
    entry = JournalEntry.objects.get(act="core.token_revoked")
    assert (entry.subject_id, entry.facts["owner_id"]) == (row.pk, gus.pk)


def test_revoke_token_by_the_administrator_of_the_district(gus_actor: Actor, ada_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)
    assert revoke_token(actor=ada_actor, token_id=issued.pk, at=at).revoked_by_id == ada_actor.person_id


def test_revoke_token_by_who_lost_every_post(gus_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)
    assert revoke_token(actor=replace(gus_actor, posts=()), token_id=issued.pk, at=at).revoked_at == at


def test_revoke_token_not_permitted(
    gus_actor: Actor, gwen_actor: Actor, lena_actor: Actor, ada_actor: Actor, at: dt.datetime
) -> None:
    issued = issue(gus_actor, at)
    elsewhere = replace(ada_actor, posts=(replace(ada_actor.posts[0], path="410101"),))
    machine = replace(gus_actor, token_id=issued.pk)
    for actor in (gwen_actor, lena_actor, elsewhere, machine, Actor.public(), Actor.nobody()):
        with pytest.raises(NotPermitted):
            revoke_token(actor=actor, token_id=issued.pk, at=at)
    with pytest.raises(NotPermitted):
        revoke_token(actor=gus_actor, token_id=issued.pk + 1, at=at)
    assert recognise(issued.secret, at) is not None


def test_revoke_token_refused_writes_nothing(gus_actor: Actor, at: dt.datetime) -> None:
    issued = issue(gus_actor, at)
    revoke_token(actor=gus_actor, token_id=issued.pk, at=at)
    before = JournalEntry.objects.count()
    later = at + dt.timedelta(minutes=5)
    with pytest.raises(WrongStage):
        revoke_token(actor=gus_actor, token_id=issued.pk, at=later)
    expired = issue(gus_actor, at, days=1)
    with pytest.raises(WrongStage):
        revoke_token(actor=gus_actor, token_id=expired.pk, at=at + dt.timedelta(days=1))
    assert AccessToken.objects.get(pk=issued.pk).revoked_at == at
    assert JournalEntry.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_two_who_end_it_at_once_end_it_once(
    gus_actor: Actor, ada_actor: Actor, at: dt.datetime, at_once: Callable[..., list[Any]]
) -> None:
    issued = issue(gus_actor, at)
    acts = [lambda a=a: revoke_token(actor=a, token_id=issued.pk, at=at) for a in (gus_actor, ada_actor)]
    results = at_once(*acts)
    assert sum(isinstance(result, AccessToken) for result in results) == 1
    assert sum(isinstance(result, WrongStage) for result in results) == 1
    assert JournalEntry.objects.filter(act="core.token_revoked").count() == 1


# --- afterwards -----------------------------------------------------------------------------------------------------


def test_ended_tokens_go_after_ninety_days(gus_actor: Actor, at: dt.datetime) -> None:
    now = at + dt.timedelta(days=200)
    rows = {
        "long expired": {"expires_at": now - dt.timedelta(days=91)},
        "just expired": {"expires_at": now - dt.timedelta(days=89)},
        "long revoked": {"expires_at": now + dt.timedelta(days=1), "revoked_at": now - dt.timedelta(days=91)},
        "just revoked": {"expires_at": now + dt.timedelta(days=1), "revoked_at": now - dt.timedelta(days=89)},
        "open": {"expires_at": now + dt.timedelta(days=1)},
    }
    for name, fields in rows.items():
        owner = gus_actor.person_id
        AccessToken.objects.create(owner_id=owner, name=name, digest=name, prefix="po_", created_at=at, **fields)

    tokens.purge(now)

    assert set(AccessToken.objects.values_list("name", flat=True)) == {"just expired", "just revoked", "open"}


def test_the_nightly_purge_does_it(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(tokens, "purge", asked.append)
    purge()
    assert len(asked) == 1


def test_where_a_machine_acts_the_journal_names_it(
    gus_actor: Actor, at: dt.datetime, registries: None, harbour: Team
) -> None:
    @command
    def act(*, actor: Actor, at: dt.datetime) -> None:
        tokens.announce(tokens.TokenRevoked(at=at, token_id=3, owner_id=4), actor=actor)

    act(actor=gus_actor, at=at)
    act(actor=replace(gus_actor, token_id=9, allowed=frozenset()), at=at)
    facts = list(JournalEntry.objects.filter(act="core.token_revoked").order_by("pk").values_list("facts", flat=True))
    assert facts == [{"token_id": 3, "owner_id": 4}, {"token_id": 3, "owner_id": 4, "by_token": 9}]
