"""The second step of signing in: a changing code of one's own phone, or one of ten codes on paper (ADR 0007).

A code counts once: its time step only ever moves on, under a lock. Which roles need it is policy; a login that such a
role is held by finds nothing but the page to set it up (``middleware``). A lost phone: a new slip drops it.
"""

from __future__ import annotations

import base64
import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.constant_time import bytes_eq
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core import signing
from django.db.models import Subquery
from django.utils.crypto import get_random_string

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command, inside
from patrol_ops.core.events import Event
from patrol_ops.core.models import PolicyValue, RecoveryCode, SecondStep, User
from patrol_ops.core.policy import parameter
from patrol_ops.core.privacy import plain
from patrol_ops.core.refusals import NotPermitted, Refused, WrongStage
from patrol_ops.core.secrets import CODE_MARKS, blind_index

REQUIRED_ROLES = parameter("totp.required_roles", "", words="role.")

SECONDS, DIGITS, DRIFT = 30, 6, 1  # a phone's clock may be a step ahead or behind
KEY_BYTES = 20
CODES, CODE_LENGTH = 10, 10
SET_UP_WITHIN = dt.timedelta(minutes=30)
_SALT = "second-step"


@dataclass(frozen=True, kw_only=True)
class SecondStepEnrolled(Event):
    user_id: int

    subject_field = "user_id"


@dataclass(frozen=True, kw_only=True)
class SecondStepPassed(Event):
    """``by_paper``: with a recovery code; ``left``: how many of these are left."""

    user_id: int
    by_paper: bool
    left: int

    subject_field = "user_id"


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Event):
    user_id: int

    subject_field = "user_id"


@dataclass(frozen=True, kw_only=True)
class SecondStepSwitchedOff(Event):
    user_id: int

    subject_field = "user_id"


# --- rules ----------------------------------------------------------------------------------------------------------


def asked_of(roles: Iterable[str], required: str) -> bool:
    """Whether one of ``roles`` stands in the policy's list (codes with commas)."""
    return not set(required.split(",")).isdisjoint(roles)


def code_at(key: str, step: int) -> str:
    return _totp(key).generate(step * SECONDS).decode()


def step_of(code: str, key: str, *, at: dt.datetime, after: int) -> int | None:
    """The time step whose code this is, around ``at`` and later than ``after``; None when there is none."""
    now = int(at.timestamp()) // SECONDS
    steps = (now + drift for drift in range(-DRIFT, DRIFT + 1))
    fits = [step for step in steps if bytes_eq(code_at(key, step).encode(), code.encode())]
    return next((step for step in fits if step > after), None)


def _totp(key: str) -> TOTP:
    return TOTP(base64.b32decode(key), DIGITS, SHA1(), SECONDS)  # what every authenticator app expects


def _tidied(code: str) -> str:
    """Without the gaps people type, and in one kind of letters and digits."""
    return re.sub(r"[\s\-]", "", plain(code[:40])).upper()


# --- setting it up --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewKey:
    """A key that is not in force yet. ``seal`` brings it back unchanged with the form; it stands in no table."""

    text: str
    seal: str

    @property
    def spoken(self) -> str:
        """In groups of four, for whoever types it."""
        return " ".join(re.findall(".{1,4}", self.text))

    def address(self, username: str, issuer: str) -> str:
        """What the drawing says to an authenticator app."""
        return _totp(self.text).get_provisioning_uri(username, issuer)


def new_key(user_id: int) -> NewKey:
    text = base64.b32encode(os.urandom(KEY_BYTES)).decode()
    return NewKey(text, signing.dumps([user_id, text], salt=_SALT))


def key_of(seal: str, user_id: int) -> NewKey:
    """The key that was drawn for this login a short while ago; else Refused."""
    try:
        whose, text = signing.loads(seal, salt=_SALT, max_age=SET_UP_WITHIN)
    except (signing.BadSignature, ValueError):
        raise Refused("core.second-step-stale", field="code") from None
    if whose != user_id:
        raise Refused("core.second-step-stale", field="code")
    return NewKey(text, seal)


# --- commands -------------------------------------------------------------------------------------------------------


def _own(actor: Actor) -> User:
    """One's own login, locked; a machine has none."""
    person = actor.person_id if actor.token_id is None else None
    user = User.objects.select_for_update().filter(pk=person or 0, is_active=True).first()
    if user is None:
        raise NotPermitted
    return user


@command
def enrol_second_step(*, actor: Actor, seal: str, code: str, at: dt.datetime) -> list[str]:
    """From now on signing in asks for a code; proven by one. Other sessions end.

    Returns the recovery codes, which are told once.
    """
    user = _own(actor)

    if user.second_step_since is not None:
        raise WrongStage("enrol", "on")
    key = key_of(seal, user.pk).text
    step = step_of(_tidied(code), key, at=at, after=0)
    if step is None:
        raise Refused("core.code-wrong", field="code")

    SecondStep.objects.create(user=user, key=key, last_step=step)
    user.second_step_since, user.session_mark = at, get_random_string(32)
    user.save(update_fields=["second_step_since", "session_mark"])
    codes = _new_codes(user)

    announce(SecondStepEnrolled(at=at, user_id=user.pk), actor=actor)
    return codes


@command
def pass_second_step(*, actor: Actor, code: str, at: dt.datetime) -> User:
    """A code of the phone or of the paper, accepted once; whoever calls has seen the password."""
    user = _own(actor)

    by_paper = _accept(user, code, at)

    left = user.recovery_codes.filter(used_at__isnull=True).count()
    announce(SecondStepPassed(at=at, user_id=user.pk, by_paper=by_paper, left=left), actor=actor)
    return user


@command
def renew_recovery_codes(*, actor: Actor, code: str, at: dt.datetime) -> list[str]:
    """Ten new codes on paper, told once; the old ones are void."""
    user = _own(actor)

    _accept(user, code, at)

    codes = _new_codes(user)

    announce(RecoveryCodesRenewed(at=at, user_id=user.pk), actor=actor)
    return codes


@command
def switch_off_second_step(*, actor: Actor, code: str, at: dt.datetime) -> User:
    """The password alone is enough again, unless one of the person's roles needs more."""
    user = _own(actor)

    if asked_of((post.role for post in actor.posts), REQUIRED_ROLES.on(at.date())):
        raise Refused("core.second-step-required")
    _accept(user, code, at)

    drop(user)

    announce(SecondStepSwitchedOff(at=at, user_id=user.pk), actor=actor)
    return user


def drop(user: User) -> bool:
    """Takes it from a locked login, which is written; whether there was one."""
    inside("drop()")
    had = user.second_step_since is not None
    SecondStep.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
    if had:
        user.second_step_since = None
        user.save(update_fields=["second_step_since"])
    return had


def _accept(user: User, code: str, at: dt.datetime) -> bool:
    """Uses the code up; True if it was one on paper. Wrong, used and foreign are one and the same no."""
    inside("_accept()")
    typed = _tidied(code)
    held = SecondStep.objects.select_for_update().filter(user=user).first()
    if held is None:
        raise NotPermitted
    step = step_of(typed, held.key, at=at, after=held.last_step)
    if step is not None:
        SecondStep.objects.filter(pk=held.pk).update(last_step=step)
        return False
    unused = user.recovery_codes.filter(used_at__isnull=True, digest=_digest(user, typed))
    if not unused.update(used_at=at):
        raise Refused("core.code-wrong", field="code")
    return True


def _new_codes(user: User) -> list[str]:
    user.recovery_codes.all().delete()
    codes = [get_random_string(CODE_LENGTH, CODE_MARKS) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def _digest(user: User, code: str) -> str:
    return blind_index(f"{user.pk}:{code}", "recovery")


# --- asked elsewhere ------------------------------------------------------------------------------------------------


def required_roles(day: dt.date) -> Subquery:
    """The policy's list that day, as part of another statement: it is asked at every request."""
    decided = PolicyValue.objects.filter(key=REQUIRED_ROLES.key, path="", since__lte=day)
    return Subquery(decided.order_by("-since").values("value")[:1])


def codes_left(user: User) -> int:
    return user.recovery_codes.filter(used_at__isnull=True).count()
