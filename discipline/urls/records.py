"""Paths of records of inspections and their signatures, for pages and for the API."""

from typing import Any

urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
