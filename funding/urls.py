"""Addresses of funding, for pages and for the API."""

from typing import Any

app_name = "funding"

urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
