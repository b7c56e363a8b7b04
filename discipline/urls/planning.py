"""Paths of checklists, rounds, visits, plans that repeat and coverage, for pages and for the API."""

from typing import Any

urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
