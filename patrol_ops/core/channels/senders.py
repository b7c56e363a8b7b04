"""One way out a kind. What leaves is told by its key; what does not says why, in a code.

Of the library only the two services we offer are loaded: what people type can never choose another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from apprise.exception import AppriseImproperlyConfigured
from apprise.plugins.base import NotifyBase
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from environ import Env

from patrol_ops.core.channels import sms
from patrol_ops.core.channels.rules import Kind

TIMEOUT = 10
ROBOT_BYTES = 2_000


class NotSent(Exception):
    """``code`` is kept with the message; ``final``: trying again would not help."""

    def __init__(self, code: str, *, final: bool = False) -> None:
        super().__init__(code)
        self.code, self.final = code[:30], final


@dataclass(frozen=True)
class Letter:
    """What is said. ``short`` is for where every sign costs; ``stop`` is the address at which one says: no more."""

    key: str
    subject: str
    body: str
    short: str
    stop: str = ""


def offered() -> tuple[str, ...]:
    """The kinds this site can send by: what its operator has set. Without an address of its own it sends nothing."""
    if not settings.SITE_URL:
        return ()
    set_up = {
        Kind.EMAIL: bool(settings.EMAIL_URL),
        Kind.WECOM: Kind.WECOM in settings.ROBOTS,
        Kind.DINGTALK: Kind.DINGTALK in settings.ROBOTS,
        Kind.SMS: bool(settings.SMS_URL and settings.SMS_SECRET),
    }
    return tuple(str(kind) for kind, ready in set_up.items() if ready)


class Outlets:
    """The ways out for a while: the mail server is called once, whoever writes to how many."""

    def __init__(self) -> None:
        self._mail = _mail_server(settings.EMAIL_URL)

    def send(self, kind: str, address: str, letter: Letter) -> None:
        """Hand it over, or NotSent."""
        if kind == Kind.EMAIL:
            self._by_mail(address, letter)
        elif kind == Kind.SMS:
            self._by_sms(address, letter)
        else:
            self._by_robot(kind, address, letter)

    def close(self) -> None:
        with suppress(SMTPException, OSError):  # what was sent is sent
            self._mail.close()

    def _by_mail(self, address: str, letter: Letter) -> None:
        headers = {
            # Of the message, not of the attempt: whoever gets it twice can tell.
            "Message-ID": f"<{letter.key}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        }
        if letter.stop:
            headers["List-Unsubscribe"] = f"<{letter.stop}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        mail = EmailMessage(letter.subject, letter.body, None, [address], headers=headers, connection=self._mail)
        try:
            self._mail.open()
            mail.send()
        except SMTPRecipientsRefused as problem:
            final = all(500 <= code < 600 for code, _text in problem.recipients.values())
            raise NotSent("recipient-refused", final=final) from problem
        except (SMTPException, OSError) as problem:
            self.close()
            raise NotSent("mail-server") from problem

    def _by_sms(self, address: str, letter: Letter) -> None:
        try:
            sms.post(settings.SMS_URL, settings.SMS_SECRET, key=letter.key, to=address, text=letter.short)
        except sms.Refusal as refusal:
            raise NotSent(refusal.code, final=refusal.final) from refusal

    def _by_robot(self, kind: str, address: str, letter: Letter) -> None:
        key, _, secret = address.partition(" ")
        # Nobody is led elsewhere, and nobody is waited for.
        terms = {"redirect": "no", "rto": TIMEOUT, "cto": TIMEOUT}
        try:
            robot: NotifyBase = (
                NotifyWeComBot(key=key, **terms)  # type: ignore[no-untyped-call]  # the library has no types there
                if kind == Kind.WECOM
                else NotifyDingTalk(token=key, secret=secret or None, **terms)  # type: ignore[no-untyped-call]  # as above
            )
        except AppriseImproperlyConfigured as problem:
            raise NotSent("address-odd", final=True) from problem
        # What is too long is answered like what arrived, so it is never sent.
        fits = len(letter.body.encode()) <= ROBOT_BYTES
        if not robot.notify(body=letter.body if fits else letter.short, title=""):
            raise NotSent("robot-refused")


def _mail_server(url: str) -> BaseEmailBackend:
    said = Env.email_url_config(url or "dummymail://")
    return get_connection(
        said["EMAIL_BACKEND"],
        host=said["EMAIL_HOST"],
        port=said["EMAIL_PORT"],
        username=said["EMAIL_HOST_USER"],
        password=said["EMAIL_HOST_PASSWORD"],
        use_tls=said.get("EMAIL_USE_TLS", False),
        use_ssl=said.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT,
    )


@contextmanager
def outlets() -> Iterator[Outlets]:
    opened = Outlets()
    try:
        yield opened
    finally:
        opened.close()
