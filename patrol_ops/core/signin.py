"""Logins: found by phone or name, opened by a slip, closed with the last post, guarded against guessing.

Guessing. Failed sign-ins are counted by axes in the database, so that every process counts together and a restart
forgets nothing: eight failures of one login from one address close that pair for a quarter of an hour
(AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME). What stands in its table is a keyed digest, never a number or a name. Wrong
slip codes and wrong old passwords are counted in the same table, under names of their own (``Guard``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string

from patrol_ops.core.access import Actor
from patrol_ops.core.commands import announce, command, inside
from patrol_ops.core.events import Event
from patrol_ops.core.models import LoginSlip, User
from patrol_ops.core.policy import parameter
from patrol_ops.core.privacy import judge_free_text, plain
from patrol_ops.core.refusals import NotPermitted, Refused
from patrol_ops.core.second_step import SecondStepSwitchedOff, drop
from patrol_ops.core.secrets import CODE_MARKS, blind_index
from patrol_ops.core.wording import say

SLIP_HOURS = parameter("login.slip_hours", 72, unit="core.unit-hours", minimum=1, maximum=720)
SESSION_DAYS = parameter("login.session_days", 30, unit="core.unit-days", minimum=1, maximum=90)

LOCKED_MINUTES = round(settings.AXES_COOLOFF_TIME * 60)
CODE_LENGTH = 10


# --- names and numbers ----------------------------------------------------------------------------------------------


def normalise_phone(text: str, field: str = "phone") -> str:
    """The 11 digits of a mainland mobile number, however it was typed; else Refused in words."""
    digits = re.sub(r"[\s\-()]", "", plain(text))
    digits = re.sub(r"^(?:\+|00)?86(?=1)", "", digits)
    if not re.fullmatch(r"1[3-9][0-9]{9}", digits):
        raise Refused("core.phone-invalid", field=field)
    return digits


def phone_index(phone: str) -> str:
    """How a login is found by its (normalised) number."""
    return blind_index(phone, "phone")


def _phone_of(text: str) -> str | None:
    try:
        return normalise_phone(text)
    except Refused:
        return None


def judge_username(text: str) -> str:
    """A user name, tidied: what is typed on a phone in capitals is the same name."""
    name = plain(text).strip().lower()
    if not re.fullmatch(r"[\w.\-]{3,30}", name) or name.isdigit():
        raise Refused("core.username-invalid", field="username")
    try:
        judge_free_text(name, "username")
    except Refused:
        raise Refused("core.username-invalid", field="username") from None
    return name


def find_login(text: str) -> User | None:
    """The login of this phone number or user name, in one statement."""
    typed = text.replace("\x00", "").strip()[:200]  # which PostgreSQL would not even look for
    phone = _phone_of(typed)
    index = phone_index(phone) if phone else None
    wanted = Q(username__in={typed, plain(typed).lower()})
    if index:
        wanted |= Q(phone_index=index)
    found = list(User.objects.filter(wanted)[:3])
    return next((user for user in found if index and user.phone_index == index), found[0] if found else None)


class PhoneOrNameBackend(BaseBackend):
    """Signs in by user name or phone number. An unknown name costs as much work as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or not password:
            return None
        user = find_login(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


# --- against guessing -----------------------------------------------------------------------------------------------


def indexed_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """What axes files a failure under: one keyed digest a login, whether it was typed as a number or a name."""
    typed = str((credentials or {}).get("username") or request.POST.get("username") or "")
    held: tuple[str, str] | None = getattr(request, "_indexed_name", None)
    if held is None or held[0] != typed:
        user = find_login(typed) if typed and not typed.startswith(Guard.MARK) else None
        held = typed, blind_index(user.username if user else plain(typed).strip().lower()[:200], "login")
        request._indexed_name = held  # type: ignore[attr-defined]  # asked several times a request
    return held[1]


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any = None) -> HttpResponse:
    """The friendly stop sign, for people and for machines."""
    wait = {"Retry-After": str(LOCKED_MINUTES * 60)}
    if request.path.startswith("/api/"):
        said = say("core.locked-out", minutes=LOCKED_MINUTES)
        body = {"type": "about:blank", "status": 429, "code": "core.locked-out", "detail": said, "field": None}
        return JsonResponse(body, status=429, content_type="application/problem+json", headers=wait)
    answer = render(request, "core/locked_out.html", {"minutes": LOCKED_MINUTES}, status=429)
    answer.headers["Retry-After"] = wait["Retry-After"]
    return answer


class Guard:
    """Counts wrong guesses of one thing from one address; used by a view, outside the command's transaction."""

    MARK = "\x1f"  # no user name holds it

    def __init__(self, request: HttpRequest, what: str) -> None:
        self.request = request
        self.credentials = {"username": f"{self.MARK}{what}"}

    def closed(self) -> bool:
        return not AxesProxyHandler.is_allowed(self.request, self.credentials)

    def failed(self) -> None:
        """One more wrong guess; the axes middleware answers with the stop sign when it was one too many."""
        AxesProxyHandler.user_login_failed(sender=Guard, credentials=self.credentials, request=self.request)


# --- slips ----------------------------------------------------------------------------------------------------------


def _slip_digest(code: str) -> str:
    return blind_index(re.sub(r"[\s\-]", "", plain(code)).upper(), "slip")


def make_slip(user: User, made_by_id: int | None, at: dt.datetime) -> str:
    """A one-time code that opens this login, told once and kept only as a digest; an earlier open slip is void."""
    inside("make_slip()")
    User.objects.select_for_update().get(pk=user.pk)
    user.slips.filter(used_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    code = get_random_string(CODE_LENGTH, CODE_MARKS)
    hours = SLIP_HOURS.on(at.date())
    LoginSlip.objects.create(
        user=user,
        code_digest=_slip_digest(code),
        made_by_id=made_by_id,
        made_at=at,
        expires_at=at + dt.timedelta(hours=hours),
    )
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def use_slip(code: str, at: dt.datetime) -> User:
    """The locked login this code opens, once; wrong, used, void and expired are one and the same no."""
    inside("use_slip()")
    open_slips = LoginSlip.objects.filter(used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=at)
    slip = open_slips.select_for_update().filter(code_digest=_slip_digest(code[:40])).first()
    if slip is None:
        raise Refused("core.slip-unusable", field="code")
    slip.used_at = at
    slip.save(update_fields=["used_at"])
    return User.objects.select_for_update().get(pk=slip.user_id)


def close_login(user: User, at: dt.datetime) -> None:
    """Nobody signs in with it any more, and whoever is signed in is so no longer; only a new slip opens it again."""
    inside("close_login()")
    user.is_active = False
    user.closed_at = at
    user.session_mark = get_random_string(32)
    user.save(update_fields=["is_active", "closed_at", "session_mark"])
    user.slips.filter(used_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=at)
    user.tokens.filter(revoked_at__isnull=True).update(revoked_at=at)  # a login opened again begins without them
    user.channels.all().delete()  # and without addresses


# --- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LoginClaimed(Event):
    user_id: int

    subject_field = "user_id"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    user_id: int

    subject_field = "user_id"


def _set_password(user: User, password: str, field: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        # The first reason is enough, in our words: the framework's own are not all there in Chinese.
        reason = str(weak.error_list[0].code).replace("_", "-")
        raise Refused("core.password-weak", field=field, why=f"core.{reason}") from None
    user.set_password(password)


@command
def claim_login(*, actor: Actor, code: str, username: str | None, password: str, at: dt.datetime) -> User:
    """Whoever holds the slip opens the login, may name it, and sets its password; other sessions and the second step
    end."""
    user = use_slip(code, at)

    if username:
        name = judge_username(username)
        if User.objects.exclude(pk=user.pk).filter(username=name).exists():
            raise Refused("core.username-taken", field="username")
        user.username = name
    _set_password(user, password, "new_password1")

    user.is_active, user.closed_at, user.opened_at = True, None, at
    user.session_mark = get_random_string(32)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # somebody took the name a moment ago
        raise Refused("core.username-taken", field="username") from None
    if drop(user):  # a lost phone is the usual reason for a new slip
        announce(SecondStepSwitchedOff(at=at, user_id=user.pk), actor=actor)

    announce(LoginClaimed(at=at, user_id=user.pk), actor=actor)
    return user


@command
def change_password(*, actor: Actor, password: str, new_password: str, at: dt.datetime) -> User:
    """One's own password, by who knows the old one; all other sessions end."""
    user = User.objects.select_for_update().filter(pk=actor.person_id or 0, is_active=True).first()
    if user is None:
        raise NotPermitted

    if not user.check_password(password):
        raise Refused("core.password-wrong", field="password")
    _set_password(user, new_password, "new_password1")

    user.save(update_fields=["password"])

    announce(PasswordChanged(at=at, user_id=user.pk), actor=actor)
    return user
