"""What somebody is typing: one row per login, form and subject, encrypted; read by its owner only.

Not a fact of the house: the one write that is no command and announces nothing (house §6). The newest revision wins,
whichever order the saves arrive in; the row goes when the form is sent, at sign-out and after seven days. A save that
was still on its way when its form was sent is known by the form's idempotency key, and not kept.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from patrol_ops.core import clock
from patrol_ops.core.idempotency import is_key
from patrol_ops.core.models import Autosave, IdempotencyKey
from patrol_ops.core.refusals import Refused
from patrol_ops.core.wording import say

MAX_BYTES = 60_000
KEPT_FOR = dt.timedelta(days=7)
# A phone whose clock runs ahead must not lock out the owner's other phone.
AHEAD = dt.timedelta(minutes=5)
_NAME = re.compile(r"[\w.:\-/]{1,60}")


class AlreadySent(Refused):
    """The form has been taken: what still arrives of it is on the device only."""

    status = 409

    def __init__(self) -> None:
        super().__init__("core.already-sent")


@dataclass(frozen=True)
class Kept:
    """What the server holds: the payload, its revision, and since when."""

    payload: dict[str, Any]
    revision: int
    saved_at: dt.datetime


def _milliseconds(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)


def keep(user_id: int, form: str, subject: str, payload: dict[str, Any], revision: int, at: dt.datetime) -> Kept:
    """Hold ``payload`` unless something newer is held already; the answer is what stands now."""
    if not _NAME.fullmatch(form) or not _NAME.fullmatch(subject) or revision < 0:
        raise Refused("core.malformed")
    try:
        size = len(json.dumps(payload, ensure_ascii=False).encode())
    except ValueError:  # half a character, which no keyboard types
        raise Refused("core.malformed") from None
    if size > MAX_BYTES:
        raise Refused("core.autosave-too-large")
    mark = min(revision, _milliseconds(at + AHEAD))
    mine = Autosave.objects.filter(user_id=user_id, form=form, subject=subject)
    if not mine.filter(revision__lt=mark).update(payload=payload, revision=mark, at=at):
        fresh = Autosave(user_id=user_id, form=form, subject=subject, payload=payload, revision=mark, at=at)
        Autosave.objects.bulk_create([fresh], ignore_conflicts=True)
        # Another device may have made the row in between, with something older.
        mine.filter(revision__lt=mark).update(payload=payload, revision=mark, at=at)
    # Asked after writing: whoever sends the form forgets its row after that, so one of the two sees the other.
    if IdempotencyKey.objects.filter(user_id=user_id, key__in=_keys(payload)).exists():
        mine.filter(revision=mark).delete()
        raise AlreadySent
    return latest(user_id, form, subject) or Kept(payload, mark, at)


def _keys(payload: dict[str, Any]) -> list[str]:
    """The submission's key as scripts keep it (a list) or as a plain form does."""
    said = payload.get("idempotency_key")
    return [key for key in (said if isinstance(said, list) else [said]) if isinstance(key, str) and is_key(key)]


def latest(user_id: int, form: str, subject: str) -> Kept | None:
    row = Autosave.objects.filter(user_id=user_id, form=form, subject=subject).first()
    return Kept(row.payload, row.revision, clock.local(row.at)) if row else None


def forget_sent(user_id: int, key: str) -> None:
    """The form of this key has been taken: what was kept of it is no longer being typed."""
    rows = Autosave.objects.filter(user_id=user_id)
    sent = [row.pk for row in rows if key in _keys(row.payload)]
    if sent:
        rows.filter(pk__in=sent).delete()


def clear(user_id: int, form: str | None = None, subject: str | None = None) -> int:
    """Forget one form's row, or all rows of this login."""
    rows = Autosave.objects.filter(user_id=user_id)
    if form is not None:
        rows = rows.filter(form=form)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return rows.delete()[0]


def purge(now: dt.datetime) -> int:
    return Autosave.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


# --- the door -------------------------------------------------------------------------------------------------------

_OWN_NAMES = frozenset({"form", "subject", "revision", "payload", "csrfmiddlewaretoken"})


@login_not_required  # answered below: a script needs a plain 401, not the sign-in page
@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def autosave(request: HttpRequest) -> HttpResponse:
    """GET what is kept, POST (JSON or form) what is being typed, DELETE what is done with."""
    open_to = request.user.is_authenticated and not getattr(getattr(request, "actor", None), "must_enrol", False)
    user_id = request.user.pk if open_to else None
    if user_id is None:
        return _problem("core.not-signed-in", 401)
    try:
        if request.method == "POST":
            form, subject, payload, revision = _said(request)
            kept = keep(user_id, form, subject, payload, revision, clock.now())
            return JsonResponse({"revision": kept.revision, "saved_at": kept.saved_at.isoformat()})
        form, subject = request.GET.get("form", ""), request.GET.get("subject", "")
        if request.method == "DELETE":
            clear(user_id, form, subject)
            return HttpResponse(status=204)
        found = latest(user_id, form, subject)
    except RequestDataTooBig:
        return _problem("core.autosave-too-large", 413)
    except Refused as refused:
        return _problem(refused.code, refused.status)
    if found is None:
        return HttpResponse(status=204)
    saved_at = found.saved_at.isoformat()
    return JsonResponse({"payload": found.payload, "revision": found.revision, "saved_at": saved_at})


def _problem(code: str, status: int) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "code": code, "detail": say(code), "field": None}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _said(request: HttpRequest) -> tuple[str, str, dict[str, Any], int]:
    """Form, subject, payload and revision out of the body; anything unreadable is malformed."""
    try:
        if request.content_type == "application/json":
            body = json.loads(request.body)
            form, subject, payload, revision = (body[name] for name in ("form", "subject", "payload", "revision"))
        else:
            form, subject, revision = (request.POST[name] for name in ("form", "subject", "revision"))
            payload = json.loads(request.POST["payload"]) if "payload" in request.POST else _fields(request.POST)
            revision = int(revision) if re.fullmatch(r"[0-9]{1,16}", revision) else None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Refused("core.malformed") from None
    texts = isinstance(form, str) and isinstance(subject, str)
    if not texts or not isinstance(payload, dict) or type(revision) is not int:
        raise Refused("core.malformed")
    return form, subject, payload, revision


def _fields(posted: QueryDict) -> dict[str, Any]:
    """A form's own fields as they came; a name that came several times is a list."""
    lists = {name: values for name, values in posted.lists() if name not in _OWN_NAMES}
    return {name: values[0] if len(values) == 1 else values for name, values in lists.items()}
