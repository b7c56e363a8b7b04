"""People with channels, sinks that take what is sent to them, and a gateway that checks what it is told."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from patrol_ops.core.models import Channel, User, Wishes

SECRET = "a shared secret of the gateway"


def channel_of(user: User, kind: str = "EMAIL", address: str = "", **more: Any) -> Channel:
    """Confirmed and on, unless told otherwise."""
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    fields = {"address": address or f"{user.username}@example.org", "added_at": at, "confirmed_at": at, **more}
    return Channel.objects.create(user=user, kind=kind, **fields)


def wishes_of(user: User, **fields: Any) -> Wishes:
    return Wishes.objects.create(user=user, **{"language": "zh-hans", **fields})


@contextmanager
def serving(server: Any) -> Iterator[int]:
    """The server at work on a port of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Mails(list[Message]):
    """What came, in order. ``refuse`` makes the server turn away whom it names."""

    refuse: Callable[[str], str] = staticmethod(lambda recipient: "")


@contextmanager
def mail_server() -> Iterator[tuple[int, Mails]]:
    """As much of SMTP (RFC 5321) as a client that sends needs."""
    mails = Mails()

    class Session(StreamRequestHandler):
        timeout = 30

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 sink")
            while line := self.rfile.readline():
                word = line.decode().strip().upper()
                if word == "DATA":
                    self.say("354 go on")
                    body = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        body += part.removeprefix(b".") if part.startswith(b"..") else part
                    mails.append(message_from_bytes(body))
                    self.say("250 kept")
                elif word.startswith("RCPT"):
                    self.say(mails.refuse(word) or "250 fine")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

    class Server(ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    with serving(Server(("127.0.0.1", 0), Session)) as port:
        yield port, mails


class Gateway(list[dict[str, Any]]):
    """What was accepted. It takes only what is signed and shaped as our paper says; ``answers`` may say otherwise."""

    answers: Callable[[dict[str, Any]], tuple[int, bytes]] | None = None
    turned_away: int = 0


@contextmanager
def sms_gateway(secret: str = SECRET) -> Iterator[tuple[str, Gateway]]:
    gateway = Gateway()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stamp = self.headers["X-Timestamp"]
            wanted = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
            said = json.loads(body)
            fits = set(said) == {"id", "to", "text", "at"} and all(isinstance(value, str) for value in said.values())
            age = abs(dt.datetime.fromisoformat(said["at"]).timestamp() - int(stamp))
            if not hmac.compare_digest(wanted, self.headers["X-Signature"]) or not fits or age > 1:
                gateway.turned_away += 1
                self._answer(401, b"{}")
                return
            status, answer = 200, json.dumps({"accepted": True, "id": said["id"]}).encode()
            if gateway.answers is not None:
                status, answer = gateway.answers(said)
            if status == 200:
                gateway.append(said)
            self._answer(status, answer)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """What is asked is no news."""

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Door)) as port:
        yield f"http://127.0.0.1:{port}/sms", gateway
