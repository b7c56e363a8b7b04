"""Draws docs/generated from the code: stages, grants, events, schedule and the API's schema. Nothing there is typed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from patrol_ops.management.drawing import drawings

FOLDER = Path(settings.BASE_DIR) / "docs" / "generated"


class Command(BaseCommand):
    help = "Draws docs/generated from the code."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="changes nothing; fails when a drawing is not fresh")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            drawn = drawings()
        stale = [name for name, text in drawn.items() if not fresh(FOLDER / name, text)]
        stale += [path.name for path in FOLDER.glob("*") if path.name not in drawn]
        if options["check"]:
            if stale:
                raise CommandError(f"Not fresh: {', '.join(stale)}. Draw them with `make docs`.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in drawn.items():
            (FOLDER / name).write_text(text, "utf-8")
        for name in set(stale) - set(drawn):
            (FOLDER / name).unlink()
        self.stdout.write(f"Drawn: {', '.join(stale) or 'nothing had changed'}")


def fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text
