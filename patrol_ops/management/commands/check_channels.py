"""Does it really arrive? A probe through each way out that this machine's settings offer."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from patrol_ops.core.channels.rules import Kind, tidy_address
from patrol_ops.core.channels.senders import Letter, NotSent, offered, outlets
from patrol_ops.core.refusals import Refused

PROBE = "社区巡防：这是一条测试提醒。 / Patrol Ops: this is a test."


class Command(BaseCommand):
    help = "Sends a probe: check_channels EMAIL=you@example.org SMS=13800000000. Without any, says what is offered."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("to", nargs="*", metavar="KIND=ADDRESS")

    def handle(self, *args: Any, to: list[str], **options: Any) -> None:
        probes = [_probe(line) for line in to]
        failed = []
        with outlets() as ways:
            for kind, address in probes:
                try:
                    ways.send(kind, address, Letter(str(uuid4()), PROBE, PROBE, PROBE))
                except NotSent as problem:
                    failed.append(f"{kind}: not sent ({problem.code})")
                else:
                    self.stdout.write(f"{kind}: sent")
        if failed:
            raise CommandError("; ".join(failed))
        if not probes:
            self.stdout.write(f"Offered: {', '.join(offered()) or 'nothing (see deploy/README.md)'}")


def _probe(line: str) -> tuple[Kind, str]:
    name, found, address = line.partition("=")
    if not found or name not in list(Kind):
        raise CommandError(f"Write KIND=ADDRESS, with one of {', '.join(Kind)}.")
    if name not in offered():
        raise CommandError(f"{name} is not set up here.")
    try:
        return Kind(name), tidy_address(Kind(name), address)
    except Refused as refused:
        raise CommandError(f"That is no address of {name}.") from refused
