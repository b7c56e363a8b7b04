"""Everything but the keys, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patrol_ops.core import clock
from patrol_ops.operations.backups import archives
from patrol_ops.operations.backups.engines import Failed


class Command(BaseCommand):
    help = "Writes database and uploads into one file, while people go on working. The keys are never in it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("target", type=Path, help="a folder, in which it is named by its time, or a file")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        if target.is_dir():
            target = target / f"patrol-ops-{clock.now():%Y%m%d-%H%M%S}.tar"
        if target.exists():
            raise CommandError(f"{target} is there already, and a backup replaces nothing.")
        try:
            manifest = archives.write(target)
        except Failed as problem:
            raise CommandError(str(problem)) from None
        rows = sum(int(held.split(":")[0]) for held in manifest["tables"].values())
        self.stdout.write(f"{target}")
        self.stdout.write(f"{len(manifest['tables'])} tables, {rows} rows, {len(manifest['files']) - 1} files.")
        self.stdout.write(
            "FIELD_KEYS, INDEX_KEY and SECRET_KEY are not in it. Keep them elsewhere: it is lost without."
        )
