"""Paths of rectification, reviews, coordination and the overview, for pages and for the API."""

from typing import Any

urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
