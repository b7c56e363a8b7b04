"""Tokens for machines: issued by a person within what their posts grant, expiring, revocable, shown once.

A token never exceeds its owner: whoever knocks with it is the owner of that very day (the posts are read anew at every
request), narrowed to the permissions the token was given. Where it acts, the journal names the owner and the token.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.crypto import get_random_string

from patrol_ops.core.access import Actor, Permission, all_grants, covers
from patrol_ops.core.commands import announce, command
from patrol_ops.core.events import Event
from patrol_ops.core.models import AccessToken, User
from patrol_ops.core.policy import parameter
from patrol_ops.core.privacy import judge_free_text
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.secrets import blind_index

MAX_DAYS = parameter("token.max_days", 90, unit="core.unit-days", minimum=1, maximum=366)

MOST = 20  # open tokens of one person
MARK = "po_"  # so that a token found somewhere is known for what it is
LENGTH = 40
SHOWN = len(MARK) + 6
COARSE = dt.timedelta(minutes=1)
KEPT = dt.timedelta(days=90)  # after it ended
# A machine makes no keys and takes none away.
NOT_FOR_MACHINES = frozenset({str(Permission.ISSUE_TOKEN), str(Permission.REVOKE_TOKEN)})


@dataclass(frozen=True)
class TokenDraft:
    name: str
    permissions: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class IssuedToken:
    """What is shown once: ``secret`` is kept nowhere."""

    token: AccessToken
    secret: str

    @property
    def pk(self) -> int:
        """What a repeated submission is answered with; the secret is told once only."""
        return self.token.pk


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Event):
    token_id: int
    owner_id: int
    permissions: tuple[str, ...]
    expires_at: dt.datetime

    subject_field = "token_id"


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    token_id: int
    owner_id: int

    subject_field = "token_id"


# --- rules ----------------------------------------------------------------------------------------------------------


def grantable(actor: Actor) -> frozenset[str]:
    """What this person may hand to a machine: what their posts grant today, but the making of keys."""
    return frozenset(p for p in all_grants() if p not in NOT_FOR_MACHINES and actor.may(p))


def judge_token(draft: TokenDraft, *, grantable: frozenset[str], most_days: int, open_now: int) -> None:
    """A name without anybody's numbers, at least one permission and none beyond the owner's, an end in time."""
    if not draft.name.strip() or not draft.name.isprintable():
        raise Refused("core.token-nameless", field="name")
    judge_free_text(draft.name, "name")
    if not draft.permissions:
        raise Refused("core.token-powerless", field="permissions")
    if not set(draft.permissions) <= grantable:
        raise Refused("core.token-beyond-owner", field="permissions")
    if not 1 <= draft.days <= most_days:
        raise Refused("core.token-too-long", field="days", most=most_days)
    if open_now >= MOST:
        raise Refused("core.token-too-many", most=MOST)


def common_path(paths: list[str]) -> str:
    """The smallest division that holds all of ``paths``; empty when they share none."""
    around = (paths[0][:width] for width in (12, 9, 6) if len(paths[0]) >= width) if paths else ()
    return next((place for place in around if all(covers(place, path) for path in paths)), "")


# --- commands -------------------------------------------------------------------------------------------------------


@command
def issue_token(*, actor: Actor, draft: TokenDraft, at: dt.datetime) -> IssuedToken:
    """A token of one's own, for a machine; by a person, never by another token."""
    if actor.token_id is not None or not actor.may(Permission.ISSUE_TOKEN):
        raise NotPermitted
    owner = User.objects.select_for_update().filter(pk=actor.person_id or 0, is_active=True).first()
    if owner is None:
        raise NotPermitted

    open_now = owner.tokens.filter(_alive(at)).count()
    judge_token(draft, grantable=grantable(actor), most_days=MAX_DAYS.on(at.date()), open_now=open_now)

    secret = MARK + get_random_string(LENGTH)
    token = AccessToken.objects.create(
        owner=owner,
        name=draft.name.strip(),
        digest=_digest(secret),
        prefix=secret[:SHOWN],
        permissions=sorted(set(draft.permissions)),
        path=common_path([post.path for post in actor.posts if post.path]),
        created_at=at,
        expires_at=at + dt.timedelta(days=draft.days),
    )

    event = TokenIssued(
        at=at,
        token_id=token.pk,
        owner_id=owner.pk,
        permissions=tuple(token.permissions),
        expires_at=token.expires_at,
    )
    announce(event, actor=actor, path=token.path)
    return IssuedToken(token, secret)


@command
def revoke_token(*, actor: Actor, token_id: int, at: dt.datetime) -> AccessToken:
    """Ended at once: one's own, or anybody's by the administrator of the district; never by a token."""
    if actor.token_id is not None:
        raise NotPermitted
    reached = AccessToken.objects.visible_to(actor, Permission.REVOKE_TOKEN) | AccessToken.objects.of(actor)
    token = reached.select_for_update(of=("self",)).filter(pk=token_id).first()
    if token is None:
        raise NotPermitted

    if token.revoked_at is not None or token.expires_at <= at:
        raise WrongStage("revoke", "ended")

    token.revoked_at, token.revoked_by_id = at, actor.person_id
    token.save(update_fields=["revoked_at", "revoked_by"])

    announce(TokenRevoked(at=at, token_id=token.pk, owner_id=token.owner_id), actor=actor, path=token.path)
    return token


# --- at the door ----------------------------------------------------------------------------------------------------


def _digest(secret: str) -> str:
    return blind_index(secret, "token")


def _alive(at: dt.datetime) -> Q:
    return Q(revoked_at__isnull=True, expires_at__gt=at)


def recognise(secret: str, at: dt.datetime) -> AccessToken | None:
    """The living token of this secret, with its owner, whose login is open; that it came is noted once a minute."""
    if not secret.startswith(MARK) or len(secret) != len(MARK) + LENGTH:
        return None
    known = AccessToken.objects.filter(_alive(at), digest=_digest(secret), owner__is_active=True)
    token = known.select_related("owner").first()
    if token is not None and (token.last_used_at is None or token.last_used_at <= at - COARSE):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def purge(now: dt.datetime) -> int:
    """What ended a while ago; the journal keeps that it was there."""
    ended = Q(expires_at__lt=now - KEPT) | Q(revoked_at__lt=now - KEPT)
    return AccessToken.objects.filter(ended).delete()[0]
