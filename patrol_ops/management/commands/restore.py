"""A backup comes back, into an empty database and nowhere else."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patrol_ops.operations import readiness
from patrol_ops.operations.backups import archives
from patrol_ops.operations.backups.engines import Failed


class Command(BaseCommand):
    help = "Brings a backup back into an empty database and folder, and checks every table and file afterwards."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("source", type=Path, help="a file that `backup` has written")
        parser.add_argument("--check", action="store_true", help="only looks through the file, and writes nothing")

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            manifest = archives.read(source)
            if not options["check"]:
                archives.bring_back(source, manifest)
        except Failed as problem:
            raise CommandError(str(problem)) from None
        made, tables, files = manifest["made_at"], len(manifest["tables"]), len(manifest["files"]) - 1
        if options["check"]:
            self.stdout.write(f"Whole, of {made}: {tables} tables and {files} files as its manifest says.")
            return
        self.stdout.write(f"Restored as of {made}. {tables} tables and {files} files are as the manifest says.")
        if readiness.wanted() - {tuple(row) for row in manifest["migrations"]}:
            self.stdout.write("It is of an older version: run `manage.py migrate` before you start the site.")
