"""A text message: one signed POST to the operator's gateway.

The body is JSON: ``id`` (the same at every attempt, so that the gateway can tell a repeat), ``to``, ``text``, ``at``.
``X-Timestamp`` and ``X-Signature`` (HMAC-SHA256 of timestamp, a dot and the body, in hex) prove who asks and when. The
answer is 200 with JSON ``{"accepted": true, "id": …}``. What is signed wrongly, sent elsewhere or answered otherwise is
not sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import ipaddress
import json
from urllib.parse import urlsplit

from patrol_ops.core import clock

TIMEOUT = 10
_LARGEST_ANSWER = 10_000


class Refusal(Exception):
    """``code`` says why; ``final``: it would be answered so again."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code, final


def signature(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(url: str, secret: str, *, key: str, to: str, text: str, now: dt.datetime | None = None) -> None:
    """Hand it over, or Refusal. It goes where the operator said and nowhere else: no redirect is followed."""
    connection, target = _connection(url)
    now = now or clock.now()
    timestamp = str(int(now.timestamp()))
    body = json.dumps({"id": key, "to": to, "text": text, "at": now.isoformat()}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Timestamp": timestamp,
        "X-Signature": signature(secret, timestamp, body),
    }
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        said = answer.read(_LARGEST_ANSWER)
    except (OSError, http.client.HTTPException) as problem:
        raise Refusal("gateway-unreachable") from problem
    finally:
        connection.close()
    _judge(answer.status, said, key)


def _judge(status: int, said: bytes, key: str) -> None:
    if status != 200:
        raise Refusal(f"answered-{status}", final=status in (400, 404, 410, 422))
    try:
        answer = json.loads(said)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or answer.get("id") != key or not isinstance(answer.get("accepted"), bool):
        raise Refusal("answer-unreadable")
    if not answer["accepted"]:
        raise Refusal("not-accepted", final=True)


def _connection(url: str) -> tuple[http.client.HTTPConnection, str]:
    """TLS, but on one's own machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https" and host:
        return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT), target
    if parts.scheme == "http" and _is_own(host):
        return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT), target
    raise Refusal("not-safe", final=True)


def _is_own(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
