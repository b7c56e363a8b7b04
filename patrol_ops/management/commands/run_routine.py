"""What the clock does over night and in the morning, now: after a standstill, or to see how long it takes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patrol_ops.core.routine import go_through


class Command(BaseCommand):
    help = "Goes through what the clock does over night, in its order, and says how far it is. Twice is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for piece in go_through():
            end = f"  failed ({piece.error})" if piece.error else ""
            self.stdout.write(f"[{100 * piece.number // piece.of:3}%] {piece.seconds:6.2f} s  {piece.task}{end}")
            self.stdout.flush()
            failed += [piece.task] if piece.error else []
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}.")
