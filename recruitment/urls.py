"""Paths of recruiting, for pages and for the API."""

from typing import Any

app_name = "recruitment"
urlpatterns: list[Any] = []
api_urlpatterns: list[Any] = []
