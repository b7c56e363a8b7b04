"""Choices out of wording codes."""

from __future__ import annotations

from collections.abc import Iterable

from patrol_ops.core.wording import say


def choices_of(codes: Iterable[str], prefix: str) -> list[tuple[str, str]]:
    return [(str(code), say(f"{prefix}.{code}")) for code in codes]
