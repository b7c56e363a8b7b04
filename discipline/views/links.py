"""The lists that figures open and the records that files point to: their names in one place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

RECTIFICATIONS = "discipline:list-rectifications"
UNSIGNED = "discipline:list-unsigned"
INSPECTION = "discipline:show-inspection"
VISITS = "discipline:list-visits"
COVERAGE = "discipline:show-coverage"
INSPECTIONS = "discipline:list-inspections"


def address(name: str, *args: int, **asked: Any) -> str:
    """Where a page is, asked for exactly these rows; empty answers are left out."""
    found = reverse(name, args=args)
    query = urlencode({key: value for key, value in asked.items() if value not in ("", None)})
    return f"{found}?{query}" if query else found
