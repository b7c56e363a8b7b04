"""Between password and code: a session that knows who it may become and is nobody yet, for a few minutes."""

from __future__ import annotations

import datetime as dt
import hmac

from django.contrib.auth import logout
from django.http import HttpRequest

from patrol_ops.core import clock
from patrol_ops.core.models import User

WITHIN = dt.timedelta(minutes=10)
_KEY = "half_signed_in"


def begin(request: HttpRequest, user: User) -> None:
    """The password of ``user`` was right. Whoever was signed in here is so no longer."""
    logout(request)
    until = (clock.now() + WITHIN).timestamp()
    request.session[_KEY] = {"user": user.pk, "proof": user.get_session_auth_hash(), "until": until}
    request.session.set_expiry(WITHIN)


def user_of(request: HttpRequest) -> User | None:
    """Who waits for the code here; nobody after a while, with another password since, or with a closed login."""
    held = request.session.get(_KEY)
    if held is None or held["until"] < clock.now().timestamp():
        return None
    user = User.objects.filter(pk=held["user"], is_active=True, second_step_since__isnull=False).first()
    if user is None or not hmac.compare_digest(held["proof"], user.get_session_auth_hash()):
        return None
    return user


def end(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
