"""One command runs everything on one machine: tables, static files, web server, worker, clock."""

import http.client
import os
import shlex
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from patrol_ops.core.models import User
from patrol_ops.management import parts
from patrol_ops.management.supervision import Child, Supervisor


class Command(BaseCommand):
    help = "Brings the tables up to date and runs web server, worker and clock until it is stopped (Ctrl-C)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, 127.0.0.1:8000 unless told")
        parser.add_argument("--demo", action="store_true", help="loads the demo district into an empty database first")
        parser.add_argument("--prepare-only", action="store_true", help="tables and demo, but starts nothing")
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), help="web processes")
        parser.add_argument("--threads", type=int, default=8, help="threads of each")

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = options["bind"].rpartition(":")
        if not host or not port.isdigit():
            raise CommandError("--bind wants an address and a port, such as 127.0.0.1:8000")
        self.prepare(demo=options["demo"])
        if options["prepare_only"]:
            return
        self.refuse_taken(host, int(port))
        connection.close()

        self.answered = False
        self.address = (host, int(port))
        self.demo = options["demo"]
        children = [
            Child("Web server", self.web_server(options)),
            Child("Worker", [sys.executable, "manage.py", "work"]),
        ]
        os.chdir(settings.BASE_DIR)
        raise SystemExit(Supervisor(children, self.pulse).run())

    def prepare(self, *, demo: bool) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        if demo and not User.objects.exists():
            call_command("demo", stdout=self.stdout)

    def web_server(self, options: dict[str, Any]) -> list[str]:
        if not self.static_is_collected():
            call_command("collectstatic", verbosity=0, interactive=False)
        command = [sys.executable, "-m", *shlex.split(parts.WEB), "--bind", options["bind"]]
        command += ["--workers", str(options["workers"]), "--threads", str(options["threads"])]
        return [*command, "--graceful-timeout", "10"]

    def static_is_collected(self) -> bool:
        name = getattr(staticfiles_storage, "manifest_name", None)
        return name is None or (Path(settings.STATIC_ROOT) / name).exists()

    def refuse_taken(self, host: str, port: int) -> None:
        """Say so now, in words, instead of five times from the web server."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host.strip("[]"), port))
            except OSError as problem:
                remedy = "Another program holds it? Take another one: --bind 127.0.0.1:8001 (make demo PORT=8001)"
                raise CommandError(f"{host}:{port} cannot be used: {problem.strerror}. {remedy}") from None

    def pulse(self) -> None:
        """Once the site answers, say where, and who may sign in to try it."""
        if self.answered or not self.site_answers():
            return
        self.answered = True
        host = "127.0.0.1" if self.address[0] == "0.0.0.0" else self.address[0]
        self.stdout.write(f"\n  http://{host}:{self.address[1]}/\n")
        if self.demo:
            call_command("demo", "--sign-ins", stdout=self.stdout)
            connection.close()
        self.stdout.write("  Ctrl-C stops it.\n")
        self.stdout.flush()

    def site_answers(self) -> bool:
        host = "127.0.0.1" if self.address[0] == "0.0.0.0" else self.address[0].strip("[]")
        asked = http.client.HTTPConnection(host, self.address[1], timeout=5)
        try:
            asked.request("GET", "/", headers={"Host": "localhost"})
            return asked.getresponse().status < 500
        except OSError:
            return False
        finally:
            asked.close()
